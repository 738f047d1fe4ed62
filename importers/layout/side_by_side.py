"""Splits a sheet with lists beside each other, in which the headers of the first stand again further to the right."""

from collections.abc import Sequence

from importers.grids.grid import Cell, Grid, text_of
from importers.layout.checklist import Checklist
from importers.layout.header_words import meaning_of
from importers.layout.headers import find_header
from importers.layout.heads import fold_header

_FEWEST = 3  # heads that stand twice; two may be "Họ và tên" over a name in two parts
_NAMES = ("full_name", "family_name")


def split(grid: Grid, items: Checklist) -> list[Grid]:
    """The sheet itself, or one sheet for each list, from the left; cells keep their places."""
    header = find_header(grid, 0, items)
    if header is None:
        return [grid]
    heads = [fold_header(head) for head, _, _ in header.heads]
    named = [
        at for at, (_, leaf, over) in enumerate(header.heads) if meaning_of(leaf, items, parent=over).field in _NAMES
    ]
    for second in named[1:]:
        shift = second - named[0]
        twice = [at for at in range(len(heads) - shift) if heads[at] and heads[at] == heads[at + shift]]
        if shift >= _FEWEST and len(twice) >= _FEWEST and named[0] in twice:
            return _cut(grid, header.first, twice[0] + shift, items)
    return [grid]


def _cut(grid: Grid, top: int, column: int, items: Checklist) -> list[Grid]:
    """Cut the sheet before a column; rows above the headers go to the first list, but titles on both sides to each."""
    remark = f"Trang “{grid.sheet}”: có các danh sách nằm cạnh nhau; đã đọc từng danh sách"
    if remark not in grid.remarks:
        grid.remarks.append(remark)
    cut = top
    while cut and _titles_both(grid.rows[cut - 1], column):
        cut -= 1
    left = [row if number < cut else row[:column] for number, row in enumerate(grid.rows)]
    right = [[] if number < cut else [*[None] * column, *row[column:]] for number, row in enumerate(grid.rows)]
    merged_left = [area for area in grid.merged if area[1] < column]
    merged_right = [area for area in grid.merged if area[1] >= column]
    first = Grid(grid.sheet, left, merged_left, grid.hidden, grid.remarks)
    return [first, *split(Grid(grid.sheet, right, merged_right, grid.hidden, grid.remarks), items)]


def _titles_both(row: Sequence[Cell], column: int) -> bool:
    """Whether a row above the headers holds a title on both sides of a column: "Tổ Toán" and "Tổ Văn"."""
    return any(map(text_of, row[:column])) and any(map(text_of, row[column:]))
