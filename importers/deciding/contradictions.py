"""Reports a row that says đã of an item and chưa of an item that this one requires; changes nothing."""

from collections.abc import Sequence

from store.cells import cell_name
from store.checklist.checklist import contradictions
from store.field_ref import FieldKind, FieldRef
from store.models import Item
from store.outcome import Problem
from store.receiving.plan import IncomingRow, Table

_ASK = "Hãy hỏi lại đơn vị cái nào đúng"


def with_contradictions(row: IncomingRow, table: Table, items: Sequence[Item]) -> IncomingRow:
    """The row, with a problem for each pair of its cells that contradict each other."""
    if row.person is None or not (pairs := contradictions(row.person.states, items)):
        return row
    problems = []
    for item, needed in pairs:
        fields = (FieldRef.state(item.key), FieldRef.of_item(FieldKind.DONE, item.key))
        column = next((column for column in table.columns if column.field in fields), None)
        cell = cell_name(column.index, row.row) if column is not None else ""
        message = f"Ghi {item.short_title}: Đã nhưng {needed.short_title}: Chưa"
        problems.append(Problem(column.header if column is not None else "", "states_contradict", message, cell, _ASK))
    return row._replace(problems=(*row.problems, *problems))
