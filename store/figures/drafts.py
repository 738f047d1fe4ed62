"""Keeps numbers that are typed in a grid and not saved yet, so that a power cut takes none of them."""

from collections.abc import Mapping
from typing import NamedTuple

from store.database import Store


class Cell(NamedTuple):
    """A cell of a grid, named by locality, indicator and field."""

    locality: str
    indicator: str  # its key
    field: str  # numerator, denominator, target


class Typed(NamedTuple):
    """A number that was typed into a cell of a grid."""

    number: int | None
    shown: int | None  # what the store had when it was typed
    is_copied: bool  # from the period before, and not looked at


def kept(store: Store, sheet: str) -> dict[Cell, Typed]:
    """Returns the typed but unsaved numbers of a grid; `sheet` names its plan, localities, kind and period."""
    rows = store.rows(
        "SELECT locality, indicator, field, number, shown, is_copied FROM figure_draft WHERE sheet = ?", (sheet,)
    )
    return {Cell(*row[:3]): Typed(row[3], row[4], bool(row[5])) for row in rows}


def keep(store: Store, sheet: str, before: Mapping[Cell, Typed], after: Mapping[Cell, Typed]) -> None:
    """Writes the differences between the numbers that this window kept before and those in its grid.

    A number that another window typed into the same cell since takes its place, and is not deleted with it.
    """
    gone = [(sheet, *cell, *typed) for cell, typed in before.items() if cell not in after]
    new = [(sheet, *cell, *typed) for cell, typed in after.items() if before.get(cell) != typed]
    if not gone and not new:
        return
    with store.transaction():
        for key in gone:
            store.write(
                "DELETE FROM figure_draft WHERE sheet = ? AND locality = ? AND indicator = ? AND field = ?"
                " AND number IS ? AND shown IS ? AND is_copied IS ?",
                key,
            )
        store.write_many("INSERT OR REPLACE INTO figure_draft VALUES (?, ?, ?, ?, ?, ?, ?)", new)
