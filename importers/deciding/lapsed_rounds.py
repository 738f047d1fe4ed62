"""Leaves out an item that is đã in an earlier month and blank in the newest: months may be counted separately."""

from collections.abc import Iterable, Sequence

from importers.cells.marks import mark_of
from importers.deciding.withheld import without_items
from importers.grids.grid import Cell, text_of
from importers.layout.doubts import older_columns
from importers.layout.found_table import FoundTable
from store.cells import cell_name
from store.models import State
from store.outcome import Problem
from store.receiving.plan import IncomingRow
from store.text import clean

CODE = "round_lapsed"
_ADVICE = "Hãy hỏi lại đơn vị bảng ghi tới nay hay riêng từng kỳ"


def without_lapsed(rows: Iterable[IncomingRow], table: FoundTable) -> list[IncomingRow]:
    """Remove the chưa that a blank cell of the newest month has beside an earlier đã; report a problem for each."""
    rounds = older_columns(table.columns)
    if not rounds:
        return list(rows)
    cells = {row.number + 1: row.cells for row in table.rows}
    found = []
    for row in rows:
        of_row = cells.get(row.row, [])
        for newest, older in rounds.items():
            item = table.columns[newest].field
            key = item.item if item is not None else None
            if row.person is None or key is None or row.person.states.get(key) is not State.TODO:
                continue
            if _text(of_row, table.columns[newest].index):
                continue
            done = next((at for at in older if _is_done(_text(of_row, table.columns[at].index))), None)
            if done is not None:
                text = f"“{clean(table.columns[done].header)}” ghi đã, kỳ mới nhất để trống; không ghi mục này"
                place = cell_name(table.columns[newest].index, row.row)
                problem = Problem(table.columns[newest].header, CODE, text, place, _ADVICE)
                row = without_items(row, row.person, {key}, [problem])
        found.append(row)
    return found


def _text(cells: Sequence[Cell], at: int) -> str:
    return text_of(cells[at]) if at < len(cells) else ""


def _is_done(text: str) -> bool:
    mark = mark_of(text) if text else None
    return mark is not None and mark.state is State.DONE
