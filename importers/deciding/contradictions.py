"""A row that says đã of an item and chưa of what that item requires (DOMAIN §1): told, never changed in silence."""

from collections.abc import Mapping, Sequence

from store.cells import cell_name
from store.field_ref import FieldKind, FieldRef
from store.models import Item, State
from store.receiving.plan import IncomingRow, Problem, Table

_ASK = "Hãy hỏi lại đơn vị cái nào đúng"


def contradicted(states: Mapping[str, State], items: Sequence[Item]) -> list[tuple[Item, Item]]:
    """(item that is đã, item that it requires and that is chưa)."""
    by_key = {item.key: item for item in items}
    return [
        (item, by_key[item.requires])
        for item in items
        if item.requires in by_key
        and states.get(item.key) is State.DONE
        and states.get(item.requires or "") is State.TODO
    ]


def with_contradictions(row: IncomingRow, table: Table, items: Sequence[Item]) -> IncomingRow:
    """The row, with a problem for each pair of its cells that contradict each other."""
    if row.person is None or not (pairs := contradicted(row.person.states, items)):
        return row
    problems = []
    for item, needed in pairs:
        fields = (FieldRef.state(item.key), FieldRef.of_item(FieldKind.DONE, item.key))
        column = next((column for column in table.columns if column.field in fields), None)
        cell = cell_name(column.index, row.row) if column is not None else ""
        message = f"Ghi {item.short_title}: Đã nhưng {needed.short_title}: Chưa"
        problems.append(Problem(column.header if column is not None else "", "states_contradict", message, cell, _ASK))
    return row._replace(problems=(*row.problems, *problems))
