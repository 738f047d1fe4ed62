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

    Args:
        heights: of all rows, points.
        table: its rows, the head being the first.
        joined: rows that do not start a page: they stay with the row above.
        capacity: points that a page has room for.
    """
    room = capacity * _CAUTION
    units = [row for row in range(len(heights)) if row == 0 or row not in joined]
    starts = _starts(heights, units, room)
    if not any(table.start < row < table.stop for row in starts):
        return Pages(starts, repeats_head=False)
    starts = _starts(heights, units, room, head=table.start)
    if starts[-1] >= table.stop:
        starts = _with_table(heights, units, starts, table, room)
    return Pages(starts, repeats_head=True)


def _starts(
    heights: Sequence[float],
    units: Sequence[int],
    room: float,
    *,
    head: int | None = None,
    forced: int | None = None,
) -> list[int]:
    """Rows at which a page starts when no unit is parted.

    `head` is repeated on every page that starts below it; `forced` starts a page even where there is room.
    """
    starts: list[int] = []
    used = 0.0
    for first, end in zip(units, [*units[1:], len(heights)], strict=True):
        height = sum(heights[first:end])
        if used and (used + height > room or first == forced):
            starts.append(first)
            used = heights[head] if head is not None and first > head else 0.0
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
            return _starts(heights, units, room, head=table.start, forced=row)
    if movable and table.stop in starts:
        return _starts(heights, units, room, head=table.start, forced=movable[-1])
    return starts
