"""Finds the rows of received files that still wait for an answer: what they say is in no figure."""

import json
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from store.database import Store
from store.frozen import frozen
from store.outcome import SEPARATOR, WAS_TAKEN_IN, Outcome, unpacked
from store.receiving.plan import NAMES, Conflict, FileKind
from store.text import name_key

#: Questions about values of somebody about whom there is no doubt, as the problems of a row name them.
_OF_VALUES = {
    Conflict.OLDER, Conflict.CONTRADICTION, Conflict.BACKWARDS, Conflict.REPLACED, Conflict.VALUES,
}  # fmt: skip

#: Questions whether a row is about somebody.
_OF_WHOM = {Conflict.IDENTITY, Conflict.REMOVED, Conflict.REPEATED}

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

    A row waits no more once the file was taken in again or a corrected one in its place. One that asks about values
    waits no more either once a later file tells of that person; one that asks whom it is about, once a later list of
    the unit has the name, and asks or says it again; one of a bundle, once the station sent a newer one.
    """
    # Looking for them reads all rows of the files that have some: not again while nothing came or went.
    now = store.one("SELECT (SELECT max(id) FROM change), (SELECT max(id) FROM submission)")
    if store.kept.get(_KEPT, (None,))[0] != now:
        store.kept[_KEPT] = (now, _find(store))
    found: list[Unanswered] = store.kept[_KEPT][1]
    return [each for each in found if units is None or each.unit_id in units]


def _find(store: Store) -> list[Unanswered]:
    rows: Counter[tuple[int, str, int, str]] = Counter()
    listed: dict[int, set[str]] = {}  # by submission
    for submission_id, file_name, unit_id, unit, kind, staff_id, cells, columns, problems in list(
        store.rows(
            "SELECT submission.id, file_name, unit_id, unit.name, submission.kind, staff_id, cells, columns, problems"
            " FROM submission JOIN unit ON unit.id = submission.unit_id"
            " JOIN submission_row AS asking ON asking.submission_id = submission.id"
            " JOIN submission_table ON submission_table.submission_id = submission.id AND number = table_number"
            " WHERE taken_back_at IS NULL AND json_extract(counts, '$.conflict') > 0"
            f" AND outcome = '{Outcome.CONFLICT}' AND NOT EXISTS (SELECT 1 FROM submission AS later"
            " WHERE later.id > submission.id AND later.taken_back_at IS NULL AND (later.supersedes = submission.id"
            " OR later.unit_id = submission.unit_id AND later.sha256 = submission.sha256))"
        )
    ):
        if kind == FileKind.BUNDLE:
            is_listed_again = _is_sent_again(store, submission_id, unit_id)
        elif _OF_VALUES.isdisjoint(problem.code for problem in unpacked(problems)):
            if submission_id not in listed:
                listed[submission_id] = _names_listed_since(store, submission_id, unit_id)
            is_listed_again = _name(columns, cells, problems) in listed[submission_id]
        else:
            is_listed_again = _has_later_row(store, submission_id, staff_id)
        if not is_listed_again:
            rows[submission_id, file_name, unit_id, unit] += 1
    return [Unanswered(*of, number) for of, number in sorted(rows.items())]


def _name(columns: str, cells: str, problems: str) -> str:
    """The `name_key` of whom a kept row names; "" where it has no name.

    The cell of a name may have a title or a remark too; of rows that earlier versions kept only the cells are known.
    """
    read = next((problem.message for problem in unpacked(problems) if problem.code == NAMES), None)
    texts = cells.split(SEPARATOR)
    return name_key(read or " ".join(texts[place] for place in _places_of_name(columns) if place < len(texts)))


@lru_cache(maxsize=64)
def _places_of_name(columns: str) -> list[int]:
    fields = [field for _, _, field in json.loads(columns)]
    return [fields.index(name) for name in _NAME if name in fields]


def _names_listed_since(store: Store, submission_id: int, unit_id: int) -> set[str]:
    """The `name_key` of everybody in the lists of a unit that came after a submission and are in force."""
    rows = store.rows(
        f"SELECT columns, cells, problems, iif({WAS_TAKEN_IN}, full_name, NULL) FROM submission"
        " JOIN submission_row AS listed ON listed.submission_id = submission.id"
        " JOIN submission_table ON submission_table.submission_id = submission.id AND number = table_number"
        " LEFT JOIN staff ON staff.id = listed.staff_id"
        " WHERE submission.id > ? AND submission.unit_id = ? AND submission.kind = ? AND taken_back_at IS NULL",
        (submission_id, unit_id, FileKind.ROSTER.value),
    )
    names: set[str] = set()
    for columns, cells, problems, known_as in rows:
        names |= {_name(columns, cells, problems), name_key(known_as or "")}
    return names - {""}


def _is_sent_again(store: Store, submission_id: int, unit_id: int) -> bool:
    """Whether the station sent a newer bundle, which holds all that the earlier one did."""
    newer = "SELECT 1 FROM submission WHERE id > ? AND unit_id = ? AND kind = ? AND taken_back_at IS NULL LIMIT 1"
    return store.one(newer, (submission_id, unit_id, FileKind.BUNDLE.value)) is not None


def _has_later_row(store: Store, submission_id: int, staff_id: int | None) -> bool:
    """Whether a later file in force has a row about a person, and not one that asks whether it is about them."""
    later = store.rows(
        "SELECT outcome, problems FROM submission_row JOIN submission ON submission.id = submission_id"
        " WHERE staff_id = ? AND submission.id > ? AND taken_back_at IS NULL",
        (staff_id, submission_id),
    )
    return any(
        outcome != Outcome.CONFLICT or _OF_WHOM.isdisjoint(problem.code for problem in unpacked(problems))
        for outcome, problems in later
    )
