"""Cuts texts that are longer than any cell of a spreadsheet: in a damaged file one may hold the rest of the file."""

from collections.abc import Sequence
from typing import cast

from importers.grids.grid import Cell, Grid
from store.text import format_number

LONGEST = 32_767  # characters of a cell in Excel


def cut_long_texts(grid: Grid, columns: Sequence[set[Cell]]) -> list[str]:
    """Cut the texts of a sheet that are longer than `LONGEST`, in place; returns Vietnamese remarks.

    Args:
        grid: the sheet.
        columns: the different cells of each column; long texts in them are cut, too.
    """
    count = 0
    for column, cells in enumerate(columns):
        known = {text: text[:LONGEST] for text in cells if isinstance(text, str) and len(text) > LONGEST}
        cells.difference_update(known)
        cells.update(known.values())
        for row in grid.rows if known else ():
            if column < len(row) and row[column] in known:
                row[column] = known[cast("str", row[column])]
                count += 1
    if not count:
        return []
    what = f"{format_number(count)} ô dài hơn {format_number(LONGEST)} ký tự, chỉ đọc phần đầu"
    return [f"Trang “{grid.sheet}”: {what}. Hãy xem lại"]
