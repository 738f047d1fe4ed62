"""Keeps the sheets of the files that were read last, so that an answer about a column does not read the file again."""

from pathlib import Path

from importers.grids.grid import Grid
from store.frozen import frozen

_MOST_CELLS = 300_000  # of all files that are kept together: a list of 20,000 people


@frozen
class ReadFile:
    """A file as it was read; its grids are copies, for whoever reads them changes them."""

    sha256: str
    grids: list[Grid]


@frozen
class _Kept:
    stamp: tuple[int, int] | None  # size and time of the file on the disk
    file: ReadFile
    cells: int


_kept: dict[Path, _Kept] = {}  # the one that was read last at the end


def keep(path: Path, file: ReadFile) -> None:
    """Keep the grids of a file and drop the oldest ones beyond the limit."""
    cells = sum(sum(map(len, grid.rows)) for grid in file.grids)
    _kept.pop(path.absolute(), None)
    if cells <= _MOST_CELLS:
        _kept[path.absolute()] = _Kept(_stamp(path), _copy(file), cells)
        while sum(kept.cells for kept in list(_kept.values())) > _MOST_CELLS:
            _kept.pop(next(iter(_kept)), None)


def find(path: Path) -> ReadFile | None:
    """The file as it was read last, be it on the disk or gone since; None: it changed, or it is not kept."""
    kept = _kept.get(path.absolute())
    stamp = _stamp(path)
    return _copy(kept.file) if kept is not None and stamp in (None, kept.stamp) else None


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _copy(file: ReadFile) -> ReadFile:
    return ReadFile(file.sha256, list(map(_copy_of_sheet, file.grids)))


def _copy_of_sheet(grid: Grid) -> Grid:
    rows = [row and row.copy() for row in grid.rows]  # a million rows may be blank, and no blank one gets longer
    return Grid(grid.sheet, rows, list(grid.merged), grid.hidden, list(grid.remarks), grid.left_out)
