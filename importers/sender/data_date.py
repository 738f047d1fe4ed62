"""Finds the day that a file's figures are of: from its titles, the time it was saved, or the station's own form."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from importers.grids.grid import Grid, text_of
from importers.patterns import when_needed
from store import clock
from store.receiving.form_mark import FormMark
from store.text import fold

_TITLE_ROWS = 12  # a day that a title names stands above the table
#: "tính đến ngày 20/6/2026", "số liệu đến ngày 20 tháng 6 năm 2026".
_AS_OF = when_needed(
    r"\bden(?: het)? (?:ngay )?(\d{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(\d{1,2})(?:\s*[/.-]\s*|\s+nam\s+)(20\d\d)\b"
)
_SAVED = {
    "docProps/core.xml": when_needed(rb"<dcterms:modified[^>]*>(20\d\d-\d\d-\d\d)"),
    "meta.xml": when_needed(rb"<dc:date>(20\d\d-\d\d-\d\d)"),
}
_LONGEST = 1 << 20  # bytes that are looked at of either part
_EARLIEST = "2015-01-01"  # a computer whose clock was reset says 1980 or 2000


def data_date(path: Path, grids: Sequence[Grid], mark: FormMark | None) -> str | None:
    """The day as YYYY-MM-DD; None where none is found, or only days that cannot be: in the future, or before 2015."""
    days = [*_titles(grids), _saved(path), mark.written_at[:10] if mark is not None else None]
    today = clock.today().isoformat()
    return next((day for day in days if day is not None and _EARLIEST <= day <= today), None)


def _titles(grids: Iterable[Grid]) -> Iterable[str]:
    for grid in grids:
        for row in grid.rows[:_TITLE_ROWS]:
            for cell in row:
                if not isinstance(cell, str) or len(cell) < 10:
                    continue
                found = _AS_OF.search(fold(text_of(cell)))
                if found is None:
                    continue
                day, month, year = (int(part) for part in found.groups())
                try:
                    yield date(year, month, day).isoformat()
                except ValueError:
                    continue


def _saved(path: Path) -> str | None:
    """The day on which the workbook was saved, by its properties: the time of the file is that of its last copy."""
    try:
        with zipfile.ZipFile(path) as archive:
            for part, pattern in _SAVED.items():
                if part in archive.NameToInfo:
                    with archive.open(part) as stream:
                        found = pattern.search(stream.read(_LONGEST))
                    return found[1].decode() if found else None
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return None  # the reader says what is wrong with the file
    except Exception as error:  # noqa: BLE001 - zlib.error and lzma's of a damaged part have no common base
        del error
        return None
    return None
