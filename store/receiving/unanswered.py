"""Finds the rows of received files that still wait for an answer: what they say is in no figure."""

import json
from collections import Counter
from collections.abc import Collection

from store.database import Store
from store.frozen import frozen
from store.outcome import SEPARATOR, Outcome, unpacked
from store.receiving.plan import Conflict, FileKind

#: Questions about values of somebody about whom there is no doubt, as the problems of a row name them.
_OF_VALUES = {
    Conflict.OLDER, Conflict.CONTRADICTION, Conflict.BACKWARDS, Conflict.REPLACED, Conflict.VALUES,
}  # fmt: skip


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
    rows: Counter[tuple[int, str, int, str]] = Counter()
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
        if units is not None and unit_id not in units:
            continue
        if kind == FileKind.BUNDLE:
            is_told_again = _is_sent_again(store, submission_id, unit_id)
        elif _OF_VALUES.isdisjoint(problem.code for problem in unpacked(problems)):
            name = _name(json.loads(columns), cells.split(SEPARATOR))
            is_told_again = _is_listed_again(store, submission_id, unit_id, name)
        else:
            is_told_again = _is_told_of_again(store, submission_id, staff_id)
        if not is_told_again:
            rows[submission_id, file_name, unit_id, unit] += 1
    return [Unanswered(*of, number) for of, number in sorted(rows.items())]


def _name(columns: list[tuple[int, str, str | None]], cells: list[str]) -> str:
    """The text of the cell with the name; "" where the row has none."""
    return next((cell for (_, _, field), cell in zip(columns, cells, strict=False) if field == "full_name"), "")


_LATER = (
    "SELECT 1 FROM submission_row AS other JOIN submission AS later ON later.id = other.submission_id"
    " WHERE later.id > ? AND later.taken_back_at IS NULL"
)


def _is_sent_again(store: Store, submission_id: int, unit_id: int) -> bool:
    """Whether the station sent a newer bundle, which holds all that the earlier one did."""
    newer = "SELECT 1 FROM submission WHERE id > ? AND unit_id = ? AND kind = ? AND taken_back_at IS NULL LIMIT 1"
    return store.one(newer, (submission_id, unit_id, FileKind.BUNDLE.value)) is not None


def _is_told_of_again(store: Store, submission_id: int, staff_id: int | None) -> bool:
    return store.one(f"{_LATER} AND other.staff_id = ? LIMIT 1", (submission_id, staff_id)) is not None


def _is_listed_again(store: Store, submission_id: int, unit_id: int, name: str) -> bool:
    of_unit = f"{_LATER} AND later.unit_id = ? AND later.kind = '{FileKind.ROSTER}' AND instr(other.cells, ?) LIMIT 1"
    return bool(name) and store.one(of_unit, (submission_id, unit_id, name)) is not None
