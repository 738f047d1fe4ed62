"""Where the pages of a paper end, so that what belongs together is printed together.

Spreadsheet programs break a page wherever the next row has no room. From the heights of the rows that is known
beforehand, and every break is set by hand: were some left to the program, its pages and ours would drift apart.
Fitting to the width keeps such breaks in Excel and in LibreOffice.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

#: Programs and printers differ a little in what goes on a page; a page of theirs that is shorter than ours would
#: leave one all but empty.
_CAUTION = 0.97


@dataclass(frozen=True, slots=True)
class Pages:
    """How a sheet with one table goes on its pages; rows are 0-based."""

    breaks: list[int]  # rows that start a page, but for the first
    repeats_head: bool  # the table goes over more than one page


def lay_out(heights: Sequence[float], table: range, joined: Collection[int], capacity: float) -> Pages:
    """Page breaks of a sheet whose rows have these heights.

    The head has its room on every page that starts with a row of the table, and on no page of the text below it.

    Args:
        heights: of all rows, points.
        table: its rows, the head being the first.
        joined: rows that do not start a page: they stay with the row above.
        capacity: points that a page has room for.
    """
    room = capacity * _CAUTION
    units = [row for row in range(len(heights)) if row == 0 or row not in joined]
    starts: list[int] = []
    used = 0.0
    for first, end in zip(units, [*units[1:], len(heights)], strict=True):
        height = sum(heights[first:end])
        if used and used + height > room:
            starts.append(first)
            used = heights[table.start] if first in table[1:] else 0.0
        used += height
    return Pages(starts, repeats_head=any(row in table[1:] for row in starts))
