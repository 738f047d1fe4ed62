"""Finds the rows of received files that still wait for an answer: what they say is in no figure."""

import json
import sys
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from store import fields
from store.database import Store
from store.earlier_values import IN_FORCE, LAST_WHEN_IT_CAME
from store.field_ref import FieldKind, FieldRef
from store.frozen import frozen
from store.outcome import SEPARATOR, WAS_TAKEN_IN, Outcome, given_fields, unpacked
from store.receiving.plan import BORN, NAMES, SAYS, Conflict, FileKind
from store.text import name_key

#: Questions about values of somebody about whom there is no doubt, as the problems of a row name them.
_OF_VALUES = {
    Conflict.OLDER, Conflict.CONTRADICTION, Conflict.BACKWARDS, Conflict.REPLACED, Conflict.VALUES,
}  # fmt: skip

_NAME = ("full_name", "family_name", "middle_name", "given_name")  # columns, in the order of the parts

_Person = tuple[int | None, str | None, str | None]  # id, date of birth, CCCD
_KEPT = "unanswered"  # in `Store.kept`: (last change and submission, the files then)


@frozen
class Unanswered:
    """One file in force with rows that wait for an answer."""

    submission_id: int
    file_name: str
    unit_id: int
    unit: str
    rows: int


def unanswered(store: Store, units: Collection[int] | None = None) -> list[Unanswered]:
    """The files with such rows, of some units, or of all for None, the earliest first.

    A row waits no more once the file was taken in again or a corrected one in its place, nor once later files say or
    ask again what it says and the store has not: of values, about that person; of a row that asks whom it is about or
    whether they came into the unit, in lists of the unit about somebody of that name who may be the same. A row of a
    bundle waits no more once the station sent a newer one.
    """
    # Looking for them reads all rows of the files that have some: not again while nothing came or went.
    now = store.one("SELECT (SELECT max(id) FROM change), (SELECT max(id) FROM submission)")
    if store.kept.get(_KEPT, (None,))[0] != now:
        store.kept[_KEPT] = (now, _find(store))
    found: list[Unanswered] = store.kept[_KEPT][1]
    return [each for each in found if units is None or each.unit_id in units]


def _find(store: Store) -> list[Unanswered]:
    rows: Counter[tuple[int, str, int, str]] = Counter()
    listed: dict[int, dict[str, list[_Row]]] = {}  # by submission
    for submission_id, file_name, unit_id, unit, kind, staff_id, *kept in list(
        store.rows(
            "SELECT submission.id, file_name, unit_id, unit.name, submission.kind, staff_id, columns, cells, problems,"
            " names FROM submission JOIN unit ON unit.id = submission.unit_id"
            " JOIN submission_row AS asking ON asking.submission_id = submission.id"
            " JOIN submission_table ON submission_table.submission_id = submission.id AND number = table_number"
            " LEFT JOIN given_fields ON given_fields.id = given"
            " WHERE taken_back_at IS NULL AND json_extract(counts, '$.conflict') > 0"
            f" AND outcome = '{Outcome.CONFLICT}' AND NOT EXISTS (SELECT 1 FROM submission AS later"
            " WHERE later.id > submission.id AND later.taken_back_at IS NULL AND (later.supersedes = submission.id"
            " OR later.unit_id = submission.unit_id AND later.sha256 = submission.sha256))"
        )
    ):
        row = _Row.of(*kept)
        if kind == FileKind.BUNDLE:
            is_covered = _is_sent_again(store, submission_id, unit_id)
        else:
            if row.codes & _OF_VALUES:
                later = _later_rows(store, submission_id, staff_id)
            else:
                if submission_id not in listed:
                    listed[submission_id] = _listed_since(store, submission_id, unit_id)
                later = [each for each in listed[submission_id].get(row.name, ()) if each.may_be(row)]
            is_covered = bool(later) and not _open_fields(store, submission_id, row, later)
        if not is_covered:
            rows[submission_id, file_name, unit_id, unit] += 1
    return [Unanswered(*of, number) for of, number in sorted(rows.items())]


@frozen
class _Row:
    """What a kept row of a file names and says."""

    name: str  # its `name_key`; "" where it has no name
    born: str  # YYYY-MM-DD or YYYY; "" where nothing tells
    number: str  # the digits of the CCCD; "" where there is none
    staff_id: int | None  # whom it is about, without a doubt
    codes: frozenset[str]  # of its problems
    given: frozenset[str]  # the fields that it gives, as the history names them
    says: Mapping[str, str]  # `plan.SAYS` as field -> state, "" of what is no state, or which nobody kept

    @classmethod
    def of(
        cls, columns: str, cells: str, problems: str, names: str | None, person: _Person = (None, None, None)
    ) -> "_Row":
        """Read a kept row.

        The cell of a name may have a title or a remark too; of rows of earlier versions only the cells are known.

        Args:
            columns, cells, problems: as they are kept.
            names: of its `given_fields`.
            person: id, date of birth and CCCD of whom it is about; without an id the row itself tells.
        """
        staff_id, born, number = person
        read = {problem.code: problem.message for problem in unpacked(problems)}
        texts, places = cells.split(SEPARATOR), _places(columns)
        typed = " ".join(texts[place] for place in places.of_name if place < len(texts))
        digits = "".join(filter(str.isdigit, texts[places.of_number])) if places.of_number < len(texts) else ""
        typed_day = texts[places.of_birth] if places.of_birth < len(texts) else None
        given = frozenset(given_fields(names))
        if typed_day is not None and sum(map(str.isdigit, typed_day)) <= len("1980"):
            given -= {"birth_date"}  # a year alone says nothing of a day
        pairs = [each.partition("=") for each in read[SAYS].split()] if SAYS in read else None
        states = (name for name in given if FieldRef.parse(name).kind is FieldKind.STATE)
        says = dict.fromkeys(states, "") if pairs is None else {name: state for name, _, state in pairs}
        if staff_id is None:
            born, number = read.get(BORN), digits
        return cls(name_key(read.get(NAMES) or typed), born or "", number or "", staff_id, frozenset(read), given, says)

    def may_be(self, other: "_Row") -> bool:
        """Whether both can be about one person: of one year, and not with another date and another number."""
        one, two = self.born, other.born
        if one and two and one[:4] != two[:4]:
            return False
        is_another_day = one != two and min(len(one), len(two)) == len("1980-03-05")
        return not (is_another_day and self.number != other.number and self.number and other.number)


class _Places(NamedTuple):
    of_name: list[int]
    of_number: int
    of_birth: int


@lru_cache(maxsize=64)
def _places(columns: str) -> _Places:
    """Where name, CCCD and date of birth stand among the cells of a row with these columns; `sys.maxsize`: nowhere."""
    at = {field: place for place, (_, _, field) in reversed([*enumerate(json.loads(columns))])}
    names = [at[name] for name in _NAME if name in at]
    return _Places(names, at.get("citizen_id", sys.maxsize), at.get("birth_date", sys.maxsize))


def _listed_since(store: Store, submission_id: int, unit_id: int) -> dict[str, list[_Row]]:
    """`name_key` -> the rows of that name in the lists of a unit that came after a submission and are in force."""
    rows = store.rows(
        "SELECT columns, cells, problems, names, staff.id, birth_date, citizen_id, full_name FROM submission"
        " JOIN submission_row AS listed ON listed.submission_id = submission.id"
        " JOIN submission_table ON submission_table.submission_id = submission.id AND number = table_number"
        f" LEFT JOIN staff ON staff.id = listed.staff_id AND {WAS_TAKEN_IN}"
        " LEFT JOIN given_fields ON given_fields.id = given"
        " WHERE submission.id > ? AND submission.unit_id = ? AND submission.kind = ? AND taken_back_at IS NULL",
        (submission_id, unit_id, FileKind.ROSTER.value),
    )
    found: dict[str, list[_Row]] = {}
    for columns, cells, problems, names, staff_id, born, number, known_as in rows:
        row = _Row.of(columns, cells, problems, names, (staff_id, born, number))
        for name in {row.name, name_key(known_as or "")} - {""}:
            found.setdefault(name, []).append(row)
    return found


def _open_fields(store: Store, submission_id: int, row: _Row, later: Sequence[_Row]) -> set[str]:
    """The fields of a row that are as it says neither by later rows, nor by a hand since, nor by now."""
    left = row.says.keys() - {name for each in later for name in each.given}
    for staff_id in {each.staff_id for each in later if each.staff_id is not None} if left else ():
        written = store.rows(
            "SELECT field FROM history JOIN change ON change.id = change_id"
            f" WHERE entity = 'staff' AND entity_id = ? AND {IN_FORCE} AND change_id >"
            f" (SELECT {LAST_WHEN_IT_CAME} FROM submission WHERE id = ?)",
            (staff_id, submission_id),
        )
        left -= {name for (name,) in written}
        left -= {
            name for name in left if row.says[name] and fields.read(store, "staff", staff_id, name) == row.says[name]
        }
    return left


def _is_sent_again(store: Store, submission_id: int, unit_id: int) -> bool:
    """Whether the station sent a newer bundle, which holds all that the earlier one did."""
    newer = "SELECT 1 FROM submission WHERE id > ? AND unit_id = ? AND kind = ? AND taken_back_at IS NULL LIMIT 1"
    return store.one(newer, (submission_id, unit_id, FileKind.BUNDLE.value)) is not None


def _later_rows(store: Store, submission_id: int, staff_id: int) -> list[_Row]:
    """The rows of later files in force that are surely about a person of their unit, and say or ask something."""
    later = store.rows(
        "SELECT outcome, ifnull(columns, '[]'), cells, problems, names FROM submission_row"
        " JOIN submission ON submission.id = submission_row.submission_id LEFT JOIN submission_table"
        " ON submission_table.submission_id = submission.id AND number = table_number AND kind <> ?"
        " LEFT JOIN given_fields ON given_fields.id = given"
        " WHERE staff_id = ? AND submission.id > ? AND taken_back_at IS NULL",
        (FileKind.BUNDLE.value, staff_id, submission_id),
    )
    person = (staff_id, None, None)
    rows = [
        (outcome, _Row.of(columns, cells, problems, names, person))
        for outcome, columns, cells, problems, names in later
    ]
    return [row for outcome, row in rows if outcome != Outcome.CONFLICT or row.codes & _OF_VALUES]
