"""Turns a list whose headers stand below each other at the left, with a column for each person.

A list that is too wide for a page goes on below, with the same headers at the left once more.
"""

from collections.abc import Callable, Sequence

from importers.grids.grid import Cell, Grid, text_of
from importers.layout.checklist import Checklist
from importers.layout.found_table import FoundTable
from importers.layout.tables import find_tables, holds_person
from store.receiving.plan import Column
from store.text import fold

_FEWEST, _MOST = 3, 60  # heads below each other
_NOBODY = frozenset({"ghi chu", "don vi tinh", "dvt"})  # heads of columns that hold no person and no counts


def find_turned(
    grids: Sequence[Grid],
    items: Checklist,
    remarks: list[str],
    checkpoint: Callable[[], None],
    correct: Callable[[list[Column]], list[Column]],
) -> list[FoundTable]:
    """Find lists whose rows and columns are swapped; called only if no other list is found.

    Args:
        grids: the sheets.
        items: the checklist.
        remarks: the remarks on the file; one is added for each turned sheet.
        checkpoint: as for `importers.layout.tables.find_tables`.
        correct: as for `importers.layout.tables.find_tables`.
    """
    found: list[FoundTable] = []
    for grid in grids:
        if grid.hidden or (lying := turned(grid)) is None:
            continue
        tables = [
            table
            for table in find_tables(lying, items, checkpoint, correct)
            # Explanations of a form lie there just so: they hold no figures and name nobody.
            if any(_counts(row.cells) if table.counts else holds_person(row.cells) for row in table.rows)
        ]
        if tables:
            remarks.append(
                f"Trang “{grid.sheet}”: bảng ghi mỗi người (hoặc mỗi bộ phận) một cột; đã xoay thành dòng để đọc."
                " Số dòng và ô được báo là của bảng đã xoay. Hãy kiểm tra"
            )
        found += tables
    return found


def _counts(row: Sequence[Cell]) -> bool:
    return any(text_of(cell).isdigit() for cell in row)


def turned(grid: Grid) -> Grid | None:
    """Exchange rows and columns of the table on a sheet; None: no block of the sheet can be a turned table.

    The titles above and the signatures below stay as they are; rows and cells are then those of the turned table.
    """
    filled = [sum(bool(text_of(cell)) for cell in row) for row in grid.rows]
    start = next((row for row, cells in enumerate(filled) if cells > 1), len(filled))
    first, last = _block(filled, start)
    if not _FEWEST <= last - first <= _MOST:
        return None
    columns = _columns(grid.rows[first:last])
    merged = [
        (first + left, top - first, first + right, bottom - first)
        for top, left, bottom, right in grid.merged
        if first <= top <= bottom < last
    ]
    end, repeated = last, 0
    while _heads(grid.rows, *(band := _block(filled, end))) == _heads(grid.rows, first, last):
        heads, *people = _columns(grid.rows[slice(*band)])
        columns += people
        end, repeated = band[1], repeated + sum(bool(text_of(cell)) for cell in heads)
    rows = [*grid.rows[:first], *map(_kept, columns), *grid.rows[end:]]
    dropped = sum(bool(text_of(cell)) for column in columns if not _kept(column) for cell in column)
    return Grid(grid.sheet, rows, merged, grid.hidden, grid.remarks, dropped + repeated)


def _block(filled: Sequence[int], start: int) -> tuple[int, int]:
    """(first, behind the last) of the next run of rows that hold something."""
    first = next((row for row in range(start, len(filled)) if filled[row]), len(filled))
    return first, next((row for row in range(first, len(filled)) if not filled[row]), len(filled))


def _columns(block: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    return [[row[at] if at < len(row) else None for row in block] for at in range(max(map(len, block)))]


def _heads(rows: Sequence[Sequence[Cell]], first: int, last: int) -> list[str]:
    """The folded texts at the left of a block, which are the heads of its rows."""
    return [fold(text_of(row[0])) if row else "" for row in rows[first:last]]


def _kept(column: list[Cell]) -> list[Cell]:
    """The column as a row; [] for a column of notes or units of measure."""
    return [] if any(fold(text_of(cell)) in _NOBODY for cell in column[:2]) else column
