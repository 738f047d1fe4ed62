"""Splits a csv with the lines of all registers into a sheet for each register, with the columns of its own table."""

import re
from collections.abc import Iterator, Sequence

from importers.grids.grid import Cell, Grid, text_of
from store.registers.declared import REGISTERS, Register
from store.text import fold
from store.words.tracking import REGISTER_CSV_HEADS


def by_register(grids: Sequence[Grid]) -> list[Grid]:
    """The sheets, where a csv of several registers is replaced by one sheet for each register."""
    found: list[Grid] = []
    for grid in grids:
        heads = [fold(text_of(cell)) for cell in grid.rows[0]] if grid.rows else []
        found += _apart(grid) if heads == [fold(head) for head in REGISTER_CSV_HEADS] else [grid]
    return found


def _apart(grid: Grid) -> Iterator[Grid]:
    for register in REGISTERS:
        labels = [column.label for column in register.columns]
        rows = [[text_of(cell) for cell in row] for row in grid.rows[1:]]
        mine = [row for row in rows if row and fold(row[0]) == fold(register.title)]
        cells: list[list[Cell]] = [_cells(register, labels, [*row, "", "", ""]) for row in mine]
        yield Grid(register.title, [[*labels], *cells])


def _cells(register: Register, labels: Sequence[str], row: Sequence[str]) -> list[Cell]:
    """The cells of one line: day, what it is about, and behind that `label: text; label: text`."""
    found = {labels[0]: row[1], register.main.label: row[2]}
    parted = re.split(rf"(?:^|; )({'|'.join(map(re.escape, labels))}): ", row[3])
    found |= dict(zip(parted[1::2], parted[2::2], strict=False))
    return [found.get(label, "") for label in labels]
