"""Finds the values of people that do not depend on one file, because a later file or change gives them too.

Taking the file back must keep these values.
"""

import json
import re
from collections.abc import Iterator

from store import earlier_values, fields
from store.columns import value_told_by
from store.database import Store
from store.field_ref import PRESENT, STATE_KINDS, FieldRef
from store.outcome import SEPARATOR, WAS_TAKEN_IN, Outcome, unpacked
from store.text import fold

_OF_LISTED = (PRESENT, "unit_id", "department_id")  # what a list says of everybody whom it names
#: Questions about a row that leave no doubt whom it is about, as `store.receiving.plan.Conflict` has them.
_OF_VALUES = frozenset({"unit", "older", "contradiction", "backwards", "replaced", "values"})
_ROWS = (
    "FROM submission_row AS row JOIN submission ON submission.id = row.submission_id"
    " JOIN submission_table ON submission_table.submission_id = submission.id AND number = row.table_number"
)
#: A cell of a state with no other words gives neither a reason nor a day.
_STATE_WORDS = frozenset(
    {
        *("da", "chua", "co", "khong", "ko", "roi", "xong", "dat", "lam", "duoc", "x", "v", "k", "c", "d", "0", "1"),
        *("yes", "no", "true", "false"),
    }
)
Value = tuple[int, str]  # (staff id, field)
Row = tuple[
    str, int, str, str | None, str | None
]  # as `history` keeps it: entity, id, field, value after, value before


def values_of_later(store: Store, submission_id: int, without: int | None = None) -> set[Value]:
    """The values of people in a submission that a later file in force gives too.

    (staff id, `PRESENT`) is among them also when the person was changed since. The later file `without` is ignored,
    because it is being taken back as well.
    """
    aside = submission_id if without is None else without
    return {*_of_later_files(store, submission_id, aside), *_changed_since(store, submission_id, aside)}


def _of_later_files(store: Store, submission_id: int, aside: int) -> Iterator[Value]:
    later = "FROM submission WHERE id > ?1 AND id <> ?2 AND taken_back_at IS NULL"
    if store.one(f"SELECT 1 {later} LIMIT 1", (submission_id, aside)) is None:
        return
    rows = store.rows(
        f"SELECT staff_id, kind, columns, cells, outcome, problems {_ROWS}"
        f" WHERE submission.id IN (SELECT id {later}) AND ({WAS_TAKEN_IN} OR outcome = 'conflict') AND staff_id IN"
        " (SELECT staff_id FROM submission_row WHERE submission_id = ?1)",
        (submission_id, aside),
    )
    for staff_id, kind, columns, cells, outcome, problems in rows:
        if outcome == Outcome.CONFLICT and _OF_VALUES.isdisjoint(each.code for each in unpacked(problems)):
            continue  # it waits for an answer whom it is about
        yield from ((staff_id, name) for name in _OF_LISTED)
        if outcome == Outcome.CONFLICT:
            continue
        yield from _values_of_row(staff_id, kind, columns, cells)


def _values_of_row(staff_id: int, kind: str, columns: str, cells: str) -> Iterator[Value]:
    """The values that one row of a submission may give."""
    if kind == "bundle":
        yield from ((staff_id, name) for name in (json.loads(cells) if cells else {}))
        return
    for (_, _, column), raw in zip(json.loads(columns), cells.split(SEPARATOR), strict=False):
        if column and raw:
            yield from ((staff_id, name) for name in _values_in(FieldRef.parse(column), raw))


def _values_in(column: FieldRef, raw: str) -> tuple[str, ...]:
    """The values of a person that a cell in a column of this field may give."""
    if column.item is None or column.kind not in STATE_KINDS or _STATE_WORDS.issuperset(re.findall(r"\w+", fold(raw))):
        return (value_told_by(column),)
    return (FieldRef.state(column.item), FieldRef.reason(column.item), FieldRef.done_on(column.item))


def _changed_since(store: Store, submission_id: int, aside: int) -> Iterator[Value]:
    """The people whom a submission added and a later change in force altered, each as a pair with `PRESENT`."""
    rows = store.rows(
        "SELECT DISTINCT later.entity_id FROM history AS added JOIN history AS later"
        " ON later.entity = 'staff' AND later.entity_id = added.entity_id AND later.change_id > added.change_id"
        " JOIN change ON change.id = later.change_id AND undone_by IS NULL AND reverts IS NULL"
        f" AND command <> '{earlier_values.TAKEN_BACK}'"
        " AND submission_id IS NOT ?3 WHERE added.entity = 'staff' AND added.field = ?1"
        " AND added.change_id = (SELECT id FROM change WHERE submission_id = ?2 AND reverts IS NULL)",
        (PRESENT, submission_id, aside),
    )
    yield from ((staff_id, PRESENT) for (staff_id,) in rows)


def left_by_undone(store: Store, submission_id: int, change_id: int | None = None) -> list[Row]:
    """The values of taken-back files that stayed only because this submission gave them too, the last first.

    `change_id` is the change by which the submission came in; None: it changed nothing.
    """
    rows = store.rows(
        "SELECT change.submission_id, entity, entity_id, field, after, before FROM history"
        " JOIN change ON change.id = change_id WHERE entity = 'staff' AND change_id IN"
        " (SELECT id FROM change WHERE submission_id < ?1 AND undone_by IS NOT NULL AND reverts IS NULL)"
        " AND entity_id IN (SELECT staff_id FROM submission_row WHERE submission_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM history AS newer JOIN change AS later ON later.id = newer.change_id"
        " WHERE newer.entity = 'staff' AND newer.entity_id = history.entity_id AND newer.field = history.field"
        " AND newer.id > history.id AND later.reverts IS NULL AND later.undone_by IS NULL"
        f" AND later.command <> '{earlier_values.TAKEN_BACK}' AND later.id IS NOT ?2)"
        " ORDER BY history.id DESC",
        (submission_id, change_id),
    )
    stands: dict[int, set[Value]] = {}
    left: list[Row] = []
    implicit = [(brought_by, *row) for brought_by, row in _added_by_undone(store, submission_id, change_id)]
    for brought_by, entity, entity_id, name, after, before in [*rows, *implicit]:
        if brought_by not in stands:
            stands[brought_by] = values_of_later(store, brought_by, without=submission_id)
        if (entity_id, name) not in stands[brought_by]:
            left.append((entity, entity_id, name, after, before))
    return left


def _added_by_undone(store: Store, submission_id: int, own: int | None) -> Iterator[tuple[int, Row]]:
    """(earlier submission that was taken back, value) of people whom it added and this submission lists."""
    rows = store.rows(
        "SELECT change.submission_id, change.id, entity_id FROM history JOIN change ON change.id = change_id"
        " WHERE submission_id < ?1 AND undone_by IS NOT NULL AND reverts IS NULL AND entity = 'staff' AND field = ?2"
        " AND history.before IS NULL AND entity_id IN (SELECT staff_id FROM submission_row WHERE submission_id = ?1)"
        " AND EXISTS (SELECT 1 FROM staff WHERE staff.id = entity_id AND removed_at IS NULL)",
        (submission_id, PRESENT),
    )
    added: dict[tuple[int, int], list[int]] = {}
    for brought_by, change_id, staff_id in rows:
        added.setdefault((brought_by, change_id), []).append(staff_id)
    for (brought_by, change_id), people in added.items():
        yield from ((brought_by, row) for row in earlier_values.of_people(store, change_id, people, (), but=own))


def given_before(store: Store, change_id: int) -> dict[Value, list[int]]:
    """Value of a person whom a change altered -> the numbers of the changes at which files in force gave it before."""
    rows = store.rows(
        f"SELECT staff_id, kind, columns, cells, submission.change_number {_ROWS}"
        f" WHERE taken_back_at IS NULL AND submission.change_number < ?1 AND {WAS_TAKEN_IN} AND staff_id IN"
        " (SELECT entity_id FROM history WHERE change_id = ?1 AND entity = 'staff')",
        (change_id,),
    )
    found: dict[Value, list[int]] = {}
    for staff_id, kind, columns, cells, number in rows:
        for value in _values_of_row(staff_id, kind, columns, cells):
            found.setdefault(value, []).append(number)
    return found


def is_not_whole(store: Store, submission_id: int, since: int) -> bool:
    """Whether people whom a submission lists, or values that it gives, went when a change after `since` took back one.

    Its own history does not know of them: somebody else had added the person, or given the same value before.
    """
    rows = store.rows(
        f"SELECT staff_id, kind, columns, cells, removed_at IS NOT NULL {_ROWS} JOIN staff ON staff.id = staff_id"
        f" WHERE submission.id = ? AND {WAS_TAKEN_IN} AND staff.full_name <> ?",
        (submission_id, fields.NAMELESS),
    )
    for staff_id, kind, columns, cells, is_gone in list(rows):
        names = [PRESENT] if is_gone else [name for _, name in _values_of_row(staff_id, kind, columns, cells)]
        if earlier_values.went_with_an_undo(store, staff_id, names, since):
            return True
    return False
