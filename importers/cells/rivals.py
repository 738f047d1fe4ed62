"""Compares two columns that say the state of the same item: "Mức 2 (tự khai)" and "Mức 2 (đã kiểm tra)"."""

from collections.abc import Mapping, Sequence

from importers.cells.states import Evidence, StateColumn
from importers.layout.checklist import Checklist
from importers.layout.found_table import FoundTable
from store.cells import cell_name
from store.models import Item, Person, State

_SIDES = (State.DONE, State.TODO)


class Rivals:
    """Finds items with two columns in a table; where the two differ neither is taken, as nobody can tell which holds.

    Args:
        table: the table.
        items: the checklist.
        known_reasons: folded words -> words.
    """

    def __init__(self, table: FoundTable, items: Checklist, known_reasons: Mapping[str, str]) -> None:
        self.columns = [
            (item.key, column.index, column.rival, self._column(table, items, item, column.rival, known_reasons))
            for column in table.columns
            for item in items
            if column.rival is not None and column.field is not None and column.field.item == item.key
        ]

    @staticmethod
    def _column(
        table: FoundTable, items: Checklist, item: Item, index: int, known_reasons: Mapping[str, str]
    ) -> StateColumn:
        evidence = Evidence.from_rows([row.cells for row in table.rows], index, table.legend.signs)
        return StateColumn(items, item, evidence, known_reasons, form_writes_no=False)

    def disagreements(self, person: Person, cells: Sequence[str], row: int) -> list[tuple[int, str]]:
        """Remove each state that the second column contradicts; returns (column, Vietnamese message) of each.

        Args:
            person: the person, whose states are read already.
            cells: the texts of the row.
            row: 1-based number of the row.
        """
        found = []
        for key, index, rival, column in self.columns:
            state, other = person.states.get(key), column.read(cells[rival]).state
            if state in _SIDES and other in _SIDES and state is not other:
                del person.states[key]
                person.reasons.pop(key, None)
                message = f"ô này và ô {cell_name(rival, row)} cùng nói về một mục mà khác nhau nên chưa ghi ô nào"
                found.append((index, message))
        return found
