"""Reads a file of any format into grids."""

from collections.abc import Callable
from pathlib import Path

from importers.grids.delimited import read_delimited
from importers.grids.files import FileFormat
from importers.grids.grid import Grid
from importers.grids.html import read_html
from importers.grids.one_column import split_lines
from importers.grids.workbook import read_workbook

_READERS = {FileFormat.WORKBOOK: read_workbook, FileFormat.HTML: read_html, FileFormat.DELIMITED: read_delimited}


def read_grids(path: Path, file_format: FileFormat, checkpoint: Callable[[], None] = lambda: None) -> list[Grid]:
    """The sheets or tables of the file; what `checkpoint` raises, called many times, stops the reading.

    Raises:
        UnusableError: it is damaged, too large or has a password.
    """
    grids = _READERS[file_format](path, checkpoint)
    for grid in grids:
        split_lines(grid)
    return grids
