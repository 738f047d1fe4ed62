"""Reads a table that says of each unit which area, station or other unit it belongs to."""

from pathlib import Path

from importers.errors import UnusableError
from importers.grids.any_format import read_grids
from importers.grids.files import detect
from importers.grids.grid import text_of
from importers.lexicon.words import lexicon
from store.errors import RefusedError
from store.people.placing import Placed
from store.text import clean, fold

_LOOKED_AT = 40  # rows in which the head of a table is looked for
_COLUMNS = ("code", "name", "above")


def read_units(path: Path) -> list[Placed]:
    """Read the rows of all tables of units in a file. Raises RefusedError if it is unreadable or has no such table."""
    try:
        grids = [grid for grid in read_grids(path, detect(path)) if not grid.hidden]
    except UnusableError as error:
        raise RefusedError(f"{path.name}: {error.message}") from error
    found: list[Placed] = []
    for grid in grids:
        rows = [[clean(text_of(cell)) for cell in row] for row in grid.rows]
        columns: dict[str, int] = {}
        for place, row in enumerate(rows):
            if not columns and place < _LOOKED_AT:
                columns = _head(row)
            elif columns:
                texts = {key: row[column] if column < len(row) else "" for key, column in columns.items()}
                if texts["above"] and (texts["name"] or texts.get("code")):
                    found.append(Placed(texts["name"], texts["above"], texts.get("code", "")))
    if not found:
        raise RefusedError(f"{path.name}: không thấy bảng nào có cột Đơn vị (hay Cơ sở) và cột Thuộc (hay Khu vực).")
    return found


def _head(row: list[str]) -> dict[str, int]:
    """Key -> column where a row has the names of units and of those above them; otherwise nothing."""
    words = lexicon("units")
    sets = {key: words.set(key) for key in _COLUMNS}
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        key = next((key for key in _COLUMNS if fold(cell) in sets[key] and key not in found), None)
        if key is not None:
            found[key] = column
    return found if {"name", "above"} <= found.keys() else {}
