"""Reads once more a file that was taken in before, to show its sheets to the sender as they came."""

from collections.abc import Sequence
from pathlib import Path

from importers.errors import UnusableError
from importers.grids.any_format import read_grids
from importers.grids.files import detect
from importers.grids.legacy_text import convert_columns
from importers.layout.checklist import Checklist
from importers.layout.tables import find_tables
from importers.sender.origin import read_mark, titles_of
from importers.sender.several_units import parts_of
from store.models import Item
from store.receiving.feedback import SentFile, SentSheet
from store.receiving.form_mark import SHEET
from store.whole_files import scratch_folder


def read_sent(content: bytes, file_name: str, items: Sequence[Item]) -> SentFile | None:
    """Read every sheet of the sender; sheets that the station added to an earlier form are left out.

    Args:
        content: the bytes of the file.
        file_name: the name of the file as it came, which names the sheet of a text file.
        items: the checklist, by which tables are found, and the units that titles above them name.

    Returns:
        None: the file can no longer be read, or holds people of other units, whom this sender must not see.
    """
    with scratch_folder() as folder:
        path = folder / Path(file_name).name
        try:
            path.write_bytes(content)
            grids = read_grids(path, detect(path))
        except (UnusableError, OSError):
            return None
    mark = read_mark(grids)
    ours = {SHEET, *(mark.covers if mark is not None else ())}
    theirs = [grid for grid in grids if grid.sheet not in ours]
    for grid in theirs:
        grid.cut_far_columns()
        convert_columns(grid)
    tables = [table for grid in theirs if not grid.hidden for table in find_tables(grid, Checklist(items))]
    if mark is None and parts_of([table for table in tables if table.rows and not table.counts]):
        return None
    titles = titles_of(tables)
    titled = tuple(dict.fromkeys([*titles, *(mark.titled if mark is not None else ())]))
    return SentFile([SentSheet(g.sheet, g.rows, g.merged, g.hidden) for g in theirs], titled)
