"""Reads a file of any format into grids."""

from collections.abc import Callable
from pathlib import Path

from importers.grids.files import FileFormat
from importers.grids.grid import Grid
from importers.grids.one_column import split_lines
from store.masks import cover_in_name
from store.text import without_commands


def read_grids(path: Path, file_format: FileFormat, checkpoint: Callable[[], None] = lambda: None) -> list[Grid]:
    """Read the sheets or tables of a file; `checkpoint` is called many times, and what it raises stops the reading.

    Raises:
        UnusableError: the file is damaged, too large or has a password.
    """
    grids = _reader(file_format)(path, checkpoint)
    for grid in grids:
        grid.sheet = cover_in_name(without_commands(grid.sheet))
        split_lines(grid)
    return grids


def _reader(file_format: FileFormat) -> Callable[[Path, Callable[[], None]], list[Grid]]:
    """The function that reads a format; the files of a folder are mostly of one, and each costs 5 ms to import."""
    if file_format is FileFormat.WORKBOOK:
        from importers.grids.workbook import read_workbook

        return read_workbook
    if file_format is FileFormat.HTML:
        from importers.grids.html import read_html

        return read_html
    from importers.grids.delimited import read_delimited

    return read_delimited
