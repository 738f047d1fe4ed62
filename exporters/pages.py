"""Where the pages of a paper end, so that what belongs together is printed together.

Spreadsheet programs break a page wherever the next row has no room. From the heights of the rows that is known
beforehand, and a break is set by hand where theirs would part a heading from its text or a signature from the
paper. Fitting to the width keeps such breaks in Excel and in LibreOffice.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

#: Programs and printers differ a little in what goes on a page.
_CAUTION = 0.97


@dataclass(frozen=True, slots=True)
class Pages:
    """How a sheet with one table goes on its pages; rows are 0-based."""

    breaks: list[int]  # rows that must be told to start a page
    repeats_head: bool  # the table goes over more than one page


def lay_out(heights: Sequence[float], table: range, joined: Collection[int], capacity: float) -> Pages:
    """Page breaks of a sheet whose rows have these heights.

    Args:
        heights: of all rows, points.
        table: its rows, the head being the first.
        joined: rows that do not start a page: they stay with the row above.
        capacity: points that a page has room for.
    """
    room = capacity * _CAUTION
    units = [row for row in range(len(heights)) if row == 0 or row not in joined]
    starts = _starts(heights, units, table.start, room)
    crossed = [row for row in starts if table.start < row < table.stop]
    if crossed and starts[-1] >= table.stop:
        starts = _with_table(heights, units, starts, table, room)
    return Pages(_to_be_told(heights, starts, table.start, joined, room), bool(crossed))


def _starts(
    heights: Sequence[float], units: Sequence[int], head: int, room: float, *, forced: int | None = None
) -> list[int]:
    """Rows at which a page starts when no unit is parted; `forced` starts one anyway."""
    starts: list[int] = []
    used = 0.0
    for first, end in zip(units, [*units[1:], len(heights)], strict=True):
        height = sum(heights[first:end])
        if used and (used + height > room or first == forced):
            starts.append(first)
            used = heights[head] if first > head else 0.0
        used += height
    return starts


def _with_table(
    heights: Sequence[float], units: Sequence[int], starts: list[int], table: range, room: float
) -> list[int]:
    """Page starts of a table of several pages and the text below, which does not end on the table's last page.

    The head would be repeated over text alone. So the last rows of the table go along to the next page, where there
    is room for them and all that follows, or where the text would else begin.
    """
    last_page = max(row for row in starts if row < table.stop)
    movable = [row for row in units if last_page < row < table.stop]
    for row in reversed(movable):
        if heights[table.start] + sum(heights[row:]) <= room:
            return _starts(heights, units, table.start, room, forced=row)
    if movable and table.stop in starts:
        return _starts(heights, units, table.start, room, forced=movable[-1])
    return starts


def _to_be_told(
    heights: Sequence[float], starts: Sequence[int], head: int, joined: Collection[int], room: float
) -> list[int]:
    """Those of `starts` where a program would not surely break the page by itself.

    Where a page merely overflows, the program sees to it: a break of ours just before its own would leave a page
    all but empty.
    """
    told: list[int] = []
    page = 0
    for start in starts:
        used = (heights[head] if page > head else 0.0) + sum(heights[page:start])
        overflows = used + heights[start] > room
        if not overflows or start + 1 in joined:
            told.append(start)
        page = start
    return told
