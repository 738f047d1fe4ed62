"""Keeps numbers that are typed in a grid and not saved yet, so that a power cut takes none of them."""

from collections.abc import Mapping
from typing import NamedTuple

from store.database import Store


class Cell(NamedTuple):
    """One cell of a grid."""

    locality: str
    indicator: str  # its key
    field: str  # numerator, denominator, target


class Typed(NamedTuple):
    """What is to stand in a cell."""

    number: int | None
    shown: int | None  # what the store had when it was typed
    is_copied: bool  # from the period before, and not looked at


def kept(store: Store, sheet: str) -> dict[Cell, Typed]:
    """The numbers of a grid that were typed and not saved; `sheet` names plan, whose figures, kind and period."""
    rows = store.rows(
        "SELECT locality, indicator, field, number, shown, is_copied FROM figure_draft WHERE sheet = ?", (sheet,)
    )
    return {Cell(*row[:3]): Typed(row[3], row[4], bool(row[5])) for row in rows}


def keep(store: Store, sheet: str, before: Mapping[Cell, Typed], after: Mapping[Cell, Typed]) -> None:
    """Keep what differs between what was kept and what stands in the grid now; other windows keep their own."""
    gone = [(sheet, *cell) for cell in before if cell not in after]
    new = [(sheet, *cell, *typed) for cell, typed in after.items() if before.get(cell) != typed]
    if not gone and not new:
        return
    with store.transaction():
        for key in gone:
            store.write(
                "DELETE FROM figure_draft WHERE sheet = ? AND locality = ? AND indicator = ? AND field = ?", key
            )
        store.write_many("INSERT OR REPLACE INTO figure_draft VALUES (?, ?, ?, ?, ?, ?, ?)", new)
