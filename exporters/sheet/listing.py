"""Writes a sheet that is one list: title, what it shows, and a table with a filter and its head in view."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from exporters.sheet.lines import Lines
from exporters.sheet.look import NUMBER, Look, printable_width
from exporters.sheet.metrics import fitted, width_of

if TYPE_CHECKING:
    from exporters.sheet.workbook import Sheet

_SIZE = 11  # points
_LEAST = 34  # pixels of a column
_BESIDE, _LONGEST_WORD = 12, 120  # pixels: beside a word; of a longer one, such as the name of a file, some is parted
_SHARE_OF_WORDS = 0.8  # of the width of the page: where whole words need more, they are parted
_LOOKED_AT = 300  # rows by whose texts the columns are made wide


def write_listing(
    look: Look,
    name: str,
    title: str,
    about: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str | int]],
    *,
    centred: Sequence[bool],
    least: Sequence[int] | None = None,
    agency: Sequence[str] = (),
    nothing: str = "Không có dòng nào.",
    marks: Sequence[str] = (),
) -> None:
    """Add a sheet with one list to the workbook.

    Args:
        look: the formats of the workbook.
        name: name of the sheet.
        title: text above the table.
        about: text in italics below the title: the day of the rows, how they were chosen.
        heads: heads of the columns.
        rows: numbers as numbers, which are always centred; text as text.
        centred: which columns of text are centred.
        least: how many pixels each column has at least.
        agency: who made it, at the foot of each page: the office above, the station.
        nothing: text in place of the rows when there are none.
        marks: a hidden text behind each row, by which it is recognised when the table comes back.
    """
    looked_at = [[str(cell) for cell in row] for row in rows[:_LOOKED_AT]]
    room = printable_width(landscape=True)
    widths = fitted(heads, looked_at, _with_whole_words(least or [_LEAST] * len(heads), looked_at, room), room, _SIZE)
    lines, sheet = Lines.on_new_sheet(look, name, widths, landscape=True)
    sheet.foot = " – ".join(agency)
    lines.title(title)
    lines.text(about, italic=True, align="center")
    lines.gap()
    head = lines.table_head(heads, _SIZE)
    formats = [look.cell(align="center" if each else "left", valign="top", font_size=_SIZE) for each in centred]
    number = look.cell(align="center", valign="top", font_size=_SIZE, num_format=NUMBER)
    if marks:
        hide_marks(sheet, lines.row, len(heads), marks)
    for row in rows:
        chosen = [number if isinstance(cell, int) else text for cell, text in zip(row, formats, strict=True)]
        lines.cells(row, chosen)
    if not rows:
        lines.text(nothing, align="center")
    lines.finish(sheet, {head + 1}, head=head)
    if rows:
        sheet.autofilter(head, 0, head + len(rows), len(heads) - 1)
    sheet.freeze_panes(head + 1, 0)


def _with_whole_words(least: Sequence[int], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return least widths that break no date and no word, if the page has the room, else `least`."""
    wide = [
        max((math.ceil(width_of(word, _SIZE)) + _BESIDE for cell in column for word in cell.split()), default=0)
        for column in zip(*rows, strict=True)
    ]
    wanted = [max(least[place], min(width, _LONGEST_WORD)) for place, width in enumerate(wide)]
    return wanted if wanted and sum(wanted) <= _SHARE_OF_WORDS * room else list(least)


def hide_marks(sheet: "Sheet", first: int, column: int, marks: Sequence[str]) -> None:
    """Write texts into a hidden column, one a row from `first` on, by which the rows are recognised later."""
    for row, mark in enumerate(marks, first):
        if mark:
            sheet.write_string(row, column, mark)
    sheet.set_column(column, column, None, None, {"hidden": True})
