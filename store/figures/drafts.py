"""Keeps numbers that are typed in a grid and not saved yet, so that a power cut takes none of them."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from store.database import IDS, Store
from store.open_windows import Window, is_open, sweep

_WINDOW = "window"  # in `Store.kept`: whose numbers these are


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


def take_over(store: Store, sheet: str) -> dict[Cell, Typed]:
    """Returns the unsaved numbers of a grid that no other open window has; from now on this window has them.

    Of two for one cell the later counts. `sheet` names plan, localities, kind and period of the grid.
    """
    owners = [each for (each,) in store.rows("SELECT DISTINCT owner FROM figure_draft WHERE sheet = ?", (sheet,))]
    if not (left := [each for each in owners if _is_left(store, each)]):
        return {}
    of_left = f"FROM figure_draft WHERE sheet = ? AND owner IN {IDS}"
    with store.transaction():
        values = (sheet, json.dumps(left))
        rows = store.rows(f"SELECT locality, indicator, field, number, shown, is_copied {of_left} ORDER BY id", values)
        found = {Cell(*row[:3]): Typed(row[3], row[4], bool(row[5])) for row in rows}
        latest = f"SELECT max(id) {of_left} GROUP BY locality, indicator, field"
        store.write(f"DELETE {of_left} AND id NOT IN ({latest})", (*values, *values))
        store.write(f"UPDATE figure_draft SET owner = ? WHERE sheet = ? AND owner IN {IDS}", (_owner(store), *values))
    return found


def left(store: Store) -> list[str]:
    """Returns the grids with unsaved numbers that no open window has; removes what killed windows left behind."""
    sweep(store.path.resolve())
    rows = store.rows("SELECT DISTINCT sheet, owner FROM figure_draft ORDER BY sheet")
    return list(dict.fromkeys(sheet for sheet, owner in rows if _is_left(store, owner)))


def keep(store: Store, sheet: str, before: Mapping[Cell, Typed], after: Mapping[Cell, Typed]) -> None:
    """Writes the differences between the numbers that this window kept before and those in its grid."""
    gone = [cell for cell in before if cell not in after]
    new = [(cell, typed) for cell, typed in after.items() if before.get(cell) != typed]
    if not gone and not new:
        return
    with store.transaction():
        store.write_many(
            "DELETE FROM figure_draft WHERE owner = ? AND sheet = ? AND locality = ? AND indicator = ? AND field = ?",
            [(_owner(store), sheet, *cell) for cell in gone],
        )
        _insert(store, sheet, new)


def _insert(store: Store, sheet: str, numbers: Iterable[tuple[Cell, Typed]]) -> None:
    store.write_many(
        "INSERT OR REPLACE INTO figure_draft (owner, sheet, locality, indicator, field, number, shown, is_copied)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(_owner(store), sheet, *cell, *typed) for cell, typed in numbers],
    )


def _owner(store: Store) -> str:
    """The name of the window that has this store open."""
    window: Window | None = store.kept.get(_WINDOW)
    if window is None:
        window = store.kept[_WINDOW] = Window(store.path.resolve())
        store.at_close.callback(window.close)
    return window.name


def _is_left(store: Store, owner: str) -> bool:
    window: Window | None = store.kept.get(_WINDOW)
    return (window is not None and window.name == owner) or not is_open(store.path.resolve(), owner)
