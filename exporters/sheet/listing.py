"""A sheet that is one list: its title, what it shows, the table with a filter, its head in view."""

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
    nothing: str = "Không có dòng nào.",
    marks: Sequence[str] = (),
) -> None:
    """Add the sheet `name` to the workbook.

    Args:
        look: the formats of the workbook.
        name: of the sheet.
        title: above the table.
        about: below the title, in italics: of which day the rows are, how they were chosen.
        heads: of the columns.
        rows: numbers as numbers, which are always centred; text as text.
        centred: which columns of text are centred.
        least: how many pixels each column has at least.
        nothing: what stands in the place of rows where there are none.
        marks: hidden words behind the rows, by which they are known when the table comes back.
    """
    looked_at = [[str(cell) for cell in row] for row in rows[:_LOOKED_AT]]
    room = printable_width(landscape=True)
    widths = fitted(heads, looked_at, _with_whole_words(least or [_LEAST] * len(heads), looked_at, room), room, _SIZE)
    lines, sheet = Lines.on_new_sheet(look, name, widths, landscape=True)
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
    """At least as wide that no date and no word is parted, where the columns have the room."""
    wide = [
        max((math.ceil(width_of(word, _SIZE)) + _BESIDE for cell in column for word in cell.split()), default=0)
        for column in zip(*rows, strict=True)
    ]
    wanted = [max(least[place], min(width, _LONGEST_WORD)) for place, width in enumerate(wide)]
    return wanted if wanted and sum(wanted) <= _SHARE_OF_WORDS * room else list(least)


def hide_marks(sheet: "Sheet", first: int, column: int, marks: Sequence[str]) -> None:
    """Write words into a hidden column, one a row from the row `first` on, by which the rows are known again."""
    for row, mark in enumerate(marks, first):
        if mark:
            sheet.write_string(row, column, mark)
    sheet.set_column(column, column, None, None, {"hidden": True})
