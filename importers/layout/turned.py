"""Turns a list whose headers stand below each other at the left, with a column for each person."""

from importers.grids.grid import Cell, Grid, text_of
from store.text import fold

_FEWEST, _MOST = 3, 60  # heads below each other
_NOBODY = frozenset({"ghi chu", "don vi tinh", "dvt"})  # heads of columns that hold no person and no counts


def turned(grid: Grid) -> Grid | None:
    """The sheet with the rows and columns of its table exchanged; None: no block of it can be such a table.

    The titles above and the signatures below stay as they are; rows and cells are then those of the turned table.
    """
    filled = [sum(bool(text_of(cell)) for cell in row) for row in grid.rows]
    first = next((row for row, cells in enumerate(filled) if cells > 1), len(filled))
    last = next((row for row in range(first, len(filled)) if not filled[row]), len(filled))
    if not _FEWEST <= last - first <= _MOST:
        return None
    block = grid.rows[first:last]
    width = max(map(len, block))
    columns = [[row[at] if at < len(row) else None for row in block] for at in range(width)]
    merged = [
        (first + left, top - first, first + right, bottom - first)
        for top, left, bottom, right in grid.merged
        if first <= top <= bottom < last
    ]
    rows = [*grid.rows[:first], *map(_kept, columns), *grid.rows[last:]]
    dropped = sum(bool(text_of(cell)) for column in columns if not _kept(column) for cell in column)
    return Grid(grid.sheet, rows, merged, grid.hidden, grid.remarks, dropped)


def _kept(column: list[Cell]) -> list[Cell]:
    """The column as a row; empty where it holds remarks."""
    return [] if any(fold(text_of(cell)) in _NOBODY for cell in column[:2]) else column
