"""Reports a row that says đã of an item and chưa of an item that this one requires; changes nothing."""

from collections.abc import Iterable, Sequence

from store.cells import cell_name
from store.checklist.checklist import contradictions
from store.field_ref import FieldKind, FieldRef
from store.models import Item
from store.outcome import Problem
from store.receiving.plan import IncomingRow, Table

_ASK = "Hãy hỏi lại đơn vị cái nào đúng"


def with_contradictions(rows: Iterable[IncomingRow], table: Table, items: Sequence[Item]) -> list[IncomingRow]:
    """The rows of a table, with a problem for each pair of cells of one row that contradict each other."""
    sound: set[int] = set()  # ids of states without any: many rows have the same object
    found = []
    for row in rows:
        if row.person is not None and id(row.person.states) not in sound:
            if pairs := contradictions(row.person.states, items):
                found.append(_reported(row, pairs, table))
                continue
            sound.add(id(row.person.states))
        found.append(row)
    return found


def _reported(row: IncomingRow, pairs: Iterable[tuple[Item, Item]], table: Table) -> IncomingRow:
    problems = []
    for item, needed in pairs:
        fields = (FieldRef.state(item.key), FieldRef.of_item(FieldKind.DONE, item.key))
        column = next((column for column in table.columns if column.field in fields), None)
        cell = cell_name(column.index, row.row) if column is not None else ""
        message = f"Ghi {item.short_title}: Đã nhưng {needed.short_title}: Chưa"
        problems.append(Problem(column.header if column is not None else "", "states_contradict", message, cell, _ASK))
    return row._replace(problems=(*row.problems, *problems))
