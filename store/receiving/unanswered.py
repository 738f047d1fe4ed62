"""Finds the rows of received files that still wait for an answer: what they say is in no figure."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from store import fields
from store.database import Store
from store.earlier_values import IN_FORCE, LAST_WHEN_IT_CAME
from store.field_ref import FieldKind, FieldRef
from store.frozen import frozen
from store.outcome import SEPARATOR, WAS_TAKEN_IN, Outcome, given_fields, unpacked
from store.receiving.plan import BORN, NAMES, SAYS, Conflict, FileKind
from store.text import name_key

#: Questions about values of somebody of the unit about whom there is no doubt, as the problems of a row name them.
_OF_VALUES = {
    Conflict.OLDER, Conflict.CONTRADICTION, Conflict.BACKWARDS, Conflict.REPLACED, Conflict.VALUES,
}  # fmt: skip

_NAME = ("full_name", "family_name", "middle_name", "given_name")  # columns, in the order of the parts

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
    ask again what it says: of values what differs, about that person; of a row that asks whom it is about the states,
    in the lists of the unit, about that name and a year of birth that fits. A row of a bundle waits no more once the
    station sent a newer one.
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
            is_said_again = _is_sent_again(store, submission_id, unit_id)
        elif row.codes.isdisjoint(_OF_VALUES):
            if submission_id not in listed:
                listed[submission_id] = _listed_since(store, submission_id, unit_id)
            later = [each for each in listed[submission_id].get(row.name, ()) if each.may_be(row)]
            is_said_again = bool(later) and row.states <= {name for each in later for name in each.given}
        else:
            later = _later_rows(store, submission_id, staff_id)
            is_said_again = bool(later) and not _open_fields(store, submission_id, staff_id, row, later)
        if not is_said_again:
            rows[submission_id, file_name, unit_id, unit] += 1
    return [Unanswered(*of, number) for of, number in sorted(rows.items())]


@frozen
class _Row:
    """What a kept row of a file names and says."""

    name: str  # its `name_key`; "" where it has no name
    born: str  # the year; "" where nothing tells
    codes: frozenset[str]  # of its problems
    given: frozenset[str]  # the fields that it gives, as the history names them
    says: Mapping[str, str] | None  # `plan.SAYS` as field -> state, "" of no state; None: nobody kept it

    @classmethod
    def of(cls, columns: str, cells: str, problems: str, names: str | None, born: str | None = None) -> "_Row":
        """Read a kept row.

        The cell of a name may have a title or a remark too; of rows of earlier versions only the cells are known.

        Args:
            columns, cells, problems: as they are kept.
            names: of its `given_fields`.
            born: the date of birth of the person whom it is about; None: the row itself tells.
        """
        read = {problem.code: problem.message for problem in unpacked(problems)}
        texts = cells.split(SEPARATOR)
        typed = " ".join(texts[place] for place in _places_of_name(columns) if place < len(texts))
        pairs = [each.partition("=") for each in read[SAYS].split()] if SAYS in read else None
        says = None if pairs is None else {name: state for name, _, state in pairs}
        year = (born or read.get(BORN, ""))[:4]
        return cls(name_key(read.get(NAMES) or typed), year, frozenset(read), frozenset(given_fields(names)), says)

    @property
    def states(self) -> frozenset[str]:
        """The states among what it gives."""
        return frozenset(name for name in self.given if FieldRef.parse(name).kind is FieldKind.STATE)

    def may_be(self, other: "_Row") -> bool:
        """Whether both can be about somebody of one year of birth."""
        return self.born in ("", other.born) or not other.born


@lru_cache(maxsize=64)
def _places_of_name(columns: str) -> list[int]:
    fields = [field for _, _, field in json.loads(columns)]
    return [fields.index(name) for name in _NAME if name in fields]


def _listed_since(store: Store, submission_id: int, unit_id: int) -> dict[str, list[_Row]]:
    """`name_key` -> the rows of that name in the lists of a unit that came after a submission and are in force."""
    rows = store.rows(
        f"SELECT columns, cells, problems, names, iif({WAS_TAKEN_IN}, birth_date, NULL),"
        f" iif({WAS_TAKEN_IN}, full_name, NULL) FROM submission"
        " JOIN submission_row AS listed ON listed.submission_id = submission.id"
        " JOIN submission_table ON submission_table.submission_id = submission.id AND number = table_number"
        " LEFT JOIN staff ON staff.id = listed.staff_id LEFT JOIN given_fields ON given_fields.id = given"
        " WHERE submission.id > ? AND submission.unit_id = ? AND submission.kind = ? AND taken_back_at IS NULL",
        (submission_id, unit_id, FileKind.ROSTER.value),
    )
    found: dict[str, list[_Row]] = {}
    for *kept, known_as in rows:
        row = _Row.of(*kept)
        for name in {row.name, name_key(known_as or "")} - {""}:
            found.setdefault(name, []).append(row)
    return found


def _open_fields(store: Store, submission_id: int, staff_id: int, row: _Row, later: Iterable[_Row]) -> set[str]:
    """The fields of a row about values that are as the row says neither by later files, nor by a hand, nor by now."""
    says = dict.fromkeys(row.states, "") if row.says is None else row.says
    left = says.keys() - {name for each in later for name in each.given}
    if left:
        left -= {
            name
            for (name,) in store.rows(
                "SELECT field FROM history JOIN change ON change.id = change_id"
                f" WHERE entity = 'staff' AND entity_id = ? AND {IN_FORCE} AND change_id >"
                f" (SELECT {LAST_WHEN_IT_CAME} FROM submission WHERE id = ?)",
                (staff_id, submission_id),
            )
        }
    return {name for name in left if not says[name] or fields.read(store, "staff", staff_id, name) != says[name]}


def _is_sent_again(store: Store, submission_id: int, unit_id: int) -> bool:
    """Whether the station sent a newer bundle, which holds all that the earlier one did."""
    newer = "SELECT 1 FROM submission WHERE id > ? AND unit_id = ? AND kind = ? AND taken_back_at IS NULL LIMIT 1"
    return store.one(newer, (submission_id, unit_id, FileKind.BUNDLE.value)) is not None


def _later_rows(store: Store, submission_id: int, staff_id: int | None) -> list[_Row]:
    """The rows of later files in force that are surely about a person, and of their unit."""
    later = store.rows(
        "SELECT outcome, '[]', '', problems, names FROM submission_row JOIN submission ON submission.id = submission_id"
        " LEFT JOIN given_fields ON given_fields.id = given"
        " WHERE staff_id = ? AND submission.id > ? AND taken_back_at IS NULL",
        (staff_id, submission_id),
    )
    found = [(outcome, _Row.of(*kept)) for outcome, *kept in later]
    return [row for outcome, row in found if outcome != Outcome.CONFLICT or not row.codes.isdisjoint(_OF_VALUES)]
