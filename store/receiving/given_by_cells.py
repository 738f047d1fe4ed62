"""Finds what rows gave that were taken in before the store noted it, by their cells and by the history.

A filled cell may give its value. A blank one of an item may give chưa: whether it did, how the file was read decided,
which is not kept. Somebody whom the file added has of its item what it said, chưa or nothing, and a blank means the
same in all rows of a table. Where it added nobody, who was chưa when it had come in stays so: nothing is lost then.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from store.checklist.checklist import state_at
from store.earlier_values import LAST_WHEN_IT_CAME
from store.field_ref import STATE_KINDS, FieldKind, FieldRef
from store.models import State
from store.outcome import SEPARATOR, WAS_TAKEN_IN, Outcome

_Columns = Sequence[tuple[int, str, str | None]]  # as `submission_table` has them
_States = Mapping[tuple[int, str], str]  # (staff id, field) -> the state when the file had come in


class _Row(NamedTuple):
    id: int
    table_number: int
    outcome: str
    staff_id: int | None
    columns: str  # JSON
    cells: str


def find_given(connection: sqlite3.Connection) -> None:
    """Write of each row that was taken in what it gives."""
    ids: dict[str, int] = {}
    tables: dict[str, _Columns] = {}  # JSON -> columns: all rows of a table have the same
    keys = dict(connection.execute("SELECT key, position FROM item"))
    files = connection.execute("SELECT id, kind FROM submission").fetchall()
    for submission_id, kind in files:  # one after the other: all rows of all files may be more than fits in memory
        rows = [
            _Row(*row)
            for row in connection.execute(
                "SELECT submission_row.id, table_number, outcome, staff_id, columns, cells FROM submission_row"
                " JOIN submission_table"
                " ON submission_table.submission_id = submission_row.submission_id AND number = table_number"
                f" WHERE submission_row.submission_id = ? AND {WAS_TAKEN_IN}",
                (submission_id,),
            )
        ]
        for row in rows:
            if row.columns not in tables:
                tables[row.columns] = json.loads(row.columns)
        given = {row.id: _given_by_cells(kind, tables[row.columns], row.cells) for row in rows}
        if kind != "bundle":
            _add_blanks(rows, tables, given, _states_then(connection, submission_id, keys))
        for row_id, fields in given.items():
            names = " ".join(fields)
            if names not in ids:
                ids[names] = connection.execute("INSERT INTO given_fields (names) VALUES (?)", (names,)).lastrowid or 0
            connection.execute("UPDATE submission_row SET given = ? WHERE id = ?", (ids[names], row_id))


def _given_by_cells(kind: str, columns: _Columns, cells: str) -> dict[str, None]:
    """The fields that the filled cells of a row may give."""
    from store.columns import value_told_by

    if kind == "bundle":
        return dict.fromkeys(json.loads(cells) if cells else ())
    found: dict[str, None] = {}
    for (_, _, name), raw in zip(columns, cells.split(SEPARATOR), strict=False):
        if not name or not raw:
            continue
        column = FieldRef.parse(name)
        found["department_id" if name == "department" else value_told_by(column)] = None
        if column.kind in STATE_KINDS and column.item is not None:
            found |= dict.fromkeys((FieldRef.reason(column.item), FieldRef.done_on(column.item)))
    return found


def _add_blanks(
    rows: Sequence[_Row], tables: Mapping[str, _Columns], given: Mapping[int, dict[str, None]], states: _States
) -> None:
    """Add to what rows give chưa of the items of which they left all cells blank, where a blank may have said that."""
    blank = list(_blanks(rows, tables, given))
    says: dict[tuple[int, str], bool] = {}  # (table, item) -> whether a blank of somebody new said chưa
    for row, item in blank:
        if row.outcome == Outcome.NEW and row.staff_id is not None:
            is_todo = states.get((row.staff_id, FieldRef.state(item))) == State.TODO
            says[row.table_number, item] = is_todo or says.get((row.table_number, item), False)
    for row, item in blank:
        is_todo = row.staff_id is not None and states.get((row.staff_id, FieldRef.state(item))) == State.TODO
        if is_todo and says.get((row.table_number, item), True):
            given[row.id].update(dict.fromkeys((FieldRef.state(item), FieldRef.done_on(item))))


def _blanks(
    rows: Sequence[_Row], tables: Mapping[str, _Columns], given: Mapping[int, dict[str, None]]
) -> Iterator[tuple[_Row, str]]:
    """Each row with an item of which its table has columns, and it no state in any of them."""
    for row in rows:
        if row.cells:  # else somebody was forgotten
            columns = (FieldRef.parse(name) for _, _, name in tables[row.columns] if name)
            items = {column.item: None for column in columns if column.kind in {*STATE_KINDS, FieldKind.REASON}}
            yield from ((row, item) for item in items if item is not None and FieldRef.state(item) not in given[row.id])


def _states_then(connection: sqlite3.Connection, submission_id: int, keys: Mapping[str, int]) -> _States:
    """The states of the people of a file as they were when it had come in."""
    listed = "SELECT id, states FROM staff WHERE id"
    people = "SELECT staff_id FROM submission_row WHERE submission_id = ?"
    found = {
        (staff_id, FieldRef.state(key)): state_at(packed, position)
        for staff_id, packed in connection.execute(f"{listed} IN ({people})", (submission_id,))
        for key, position in keys.items()
    }
    last = f"SELECT {LAST_WHEN_IT_CAME} FROM submission WHERE id = ?"
    rows = connection.execute(
        "SELECT entity_id, field, before FROM history WHERE entity = 'staff' AND field LIKE 'state.%'"
        f" AND entity_id IN ({people}) AND change_id > ({last}) ORDER BY id DESC",
        (submission_id, submission_id),
    )
    return found | {(staff_id, FieldRef.parse(name)): before for staff_id, name, before in rows}
