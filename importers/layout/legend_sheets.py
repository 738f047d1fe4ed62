"""Finds what a sheet without a list says of the marks in the lists of the other sheets: "Hướng dẫn", "Quy ước"."""

from collections.abc import Sequence
from dataclasses import replace

from importers.cells.legend import legend_of
from importers.cells.states import CHECKS, CROSSES
from importers.grids.grid import Grid
from importers.layout.found_table import FoundTable
from store.cells import cell_name
from store.text import fold

_FOLDED_CROSSES = frozenset(map(fold, CROSSES))


def explain_from_others(tables: Sequence[FoundTable], others: Sequence[Grid]) -> None:
    """Give tables whose own sheet explains no mark the legend of a sheet without a list: "Hướng dẫn"."""
    if all(table.legend.signs for table in tables):
        return
    legend = legend_of(
        (cell, f"trang “{grid.sheet}”, ô {cell_name(column, number + 1)}")
        for grid in others
        for number, row in grid.numbered()
        for column, cell in enumerate(row)
        if isinstance(cell, str)
    )
    unexplained = [table for table in tables if not table.legend.signs] if legend.signs else []
    cells = (cell for table in unexplained for row in table.rows for cell in row.cells)
    if any(isinstance(cell, str) and cell in CHECKS for cell in cells):
        # Beside check marks a cross may mean the opposite: the words are of another form.
        legend = replace(legend, signs={sign: legend.signs[sign] for sign in legend.signs.keys() - _FOLDED_CROSSES})
    for table in unexplained:
        table.legend = replace(legend, notes={**legend.notes, **table.legend.notes})
