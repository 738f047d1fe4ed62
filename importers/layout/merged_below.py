"""Gives each row of a list the values of the cells that are merged over it."""

from collections.abc import Sequence

from importers.grids.grid import Cell, Grid, Merge, text_of
from store.field_ref import FieldRef
from store.receiving.plan import Column

_NAMES = ("full_name", "family_name", "given_name")


class MergedBelow:
    """Values of cells that are merged over several people, or over several items of one; asked from the top down."""

    def __init__(self, grid: Grid, header_row: int, columns: Sequence[Column]) -> None:
        self.grid, self.next = grid, header_row + 1
        self.personal = {column.index for column in columns if column.field in ("ordinal", *_NAMES)}
        self.names = {column.index for column in columns if column.field in _NAMES}
        # What is said over a column in doubt, or of another matter, and over items beside it, leaves none blank.
        self.states = {column.index for column in columns if (held := _held(column)) is not None and held.tells_state}
        self.values: dict[int, list[tuple[int, Cell]]] = {}  # row -> (column, value)
        #: Rows below the first of a merged name: what stands there alone is of the same person, and opens nothing.
        self.below_names = {
            row
            for top, left, bottom, _ in grid.merged_from(header_row + 1, len(grid.rows))
            if left in self.names
            for row in range(top + 1, bottom + 1)
        }

    def _says_more(self, top: int, bottom: int) -> bool:
        """Whether each row below the first of a merged name has further states of the same person."""
        below = self.grid.rows[top + 1 : bottom + 1]
        return bool(below) and all(
            any(column < len(row) and text_of(row[column]) for column in self.states) for row in below
        )

    def over(self, row: int) -> list[tuple[int, Cell]]:
        """(column, value) of the cells that are merged over a row; rows are asked for in their order."""
        for merge in self.grid.merged_from(self.next, row):
            self._spread(merge)
        self.next = row + 1
        return self.values.pop(row, [])

    def _spread(self, merge: Merge) -> None:
        """Keep the value of one merged cell for each row that it covers."""
        rows, (top, left, bottom, right) = self.grid.rows, merge
        if left in self.personal and (left != right or left not in self.names or not self._says_more(top, bottom)):
            return
        beside = sorted(self.states.intersection(range(left + 1, right + 1)))
        if right != left and left not in self.states and not beside:
            return
        value = rows[top][left] if left < len(rows[top]) else None
        if value is None or value == "":
            return
        covered = [left, *beside] if right == left or left in self.states else beside
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            self.values.setdefault(row, []).extend(
                (column, value) for column in covered if (row, column) != (top, left)
            )


def _held(column: Column) -> FieldRef | None:
    """The field of a column, or what it seems to hold."""
    return column.field or (column.guess.field if column.guess is not None else None)


def with_merged(row: list[Cell], over: Sequence[tuple[int, Cell]]) -> list[Cell]:
    """The cells of a row, with the values of cells merged over it where its own cells are empty."""
    if not over:
        return row
    filled = list(row)
    for column, value in over:
        filled.extend([None] * (column + 1 - len(filled)))
        if filled[column] is None or filled[column] == "":
            filled[column] = value
    return filled
