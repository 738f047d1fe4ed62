"""Writes a sheet row by row from the top, with each row as high as its wrapped text, and sets the page breaks.

Excel does not fit the height of a row to merged cells, and programs break a page wherever the next row has no room.
From the heights it is known beforehand what is printed on one page, and every break is set by hand: if some were left
to
the program, its pages would differ from ours. Fitting to the width keeps such breaks in Excel and in LibreOffice.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self

from exporters.letter.content import Formula
from exporters.sheet.look import BODY, DEFAULT_SIZE, TITLE, TYPED, Look, add_sheet, printable_height, set_widths
from exporters.sheet.metrics import height_of, lines_of, wrapped
from store.frozen import frozen

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from exporters.sheet.workbook import Sheet

Value = str | int | float | Formula | None  # of a cell

#: Height in points that a table row may have at most: what fits on a landscape page below the repeated head.
#: (Excel itself cuts a row at 409.5 points.)
HIGHEST_ROW = 345.0
_HIGHEST_BELOW_HEAD = 400.0  # the same below a head whose height is known
SMALLEST_SIZE = 6  # points; text that still does not fit is left to be cut
_DOTTED = 4  # xlsxwriter's number of a dotted border
_LONGEST_PARAGRAPH = 12  # lines; a page break cannot go through a row, so a longer paragraph takes several rows
#: Programs and printers differ a little in what goes on a page; a page of theirs that is shorter than ours would
#: leave one all but empty.
CAUTION = 0.97


@frozen
class Pages:
    """The page breaks of a sheet with one table; rows are counted from 0."""

    breaks: list[int]  # rows that start a page, but for the first
    repeats_head: bool  # the table goes over more than one page


def lay_out(heights: Sequence[float], table: range, joined: Collection[int], capacity: float) -> Pages:
    """Compute the page breaks of a sheet whose rows have these heights.

    Every page that starts with a row of the table keeps room for the repeated head, pages of text below do not.

    Args:
        heights: the heights of all rows in points.
        table: the rows of the table, from its head on.
        joined: rows that do not start a page: they stay with the row above.
        capacity: the height of a page in points.
    """
    room = capacity * CAUTION
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


class Draft:
    """Takes the calls of `Lines` in place of a worksheet and keeps them by row, until they are drawn on a sheet."""

    def __init__(self) -> None:
        self._calls: defaultdict[int, list[tuple[str, Sequence[Any]]]] = defaultdict(list)
        self.widths: Sequence[int] = ()

    def __getattr__(self, method: str) -> Callable[..., None]:
        return lambda row, *values: self._calls[row].append((method, values))

    def forget_rows(self, before: int) -> None:
        """Does nothing, because all rows are needed until they are drawn."""

    def draw(self, sheet: "Sheet", rows: Iterable[int]) -> None:
        """Draw these rows one below the other; a row may come several times, as the head of a table does."""
        set_widths(sheet, self.widths)
        for place, row in enumerate(rows):
            for method, values in self._calls[row]:
                if method == "merge_range":
                    values = (values[0], place, *values[2:])
                getattr(sheet, method)(place, *values)


class Lines:
    """A sheet that is written from the top: each method writes one row or more at `row` and moves on below.

    `row` is the 0-based number of the next row, `heights` has the heights in points of all rows above it.
    """

    def __init__(self, look: Look, sheet: "Sheet | Draft", widths: Sequence[int], *, landscape: bool) -> None:
        """Begin at the first row.

        Args:
            look: the formats of the workbook.
            sheet: where the rows go; a `Draft` keeps them until their page is known.
            widths: width of each column in pixels.
            landscape: whether the page is landscape, else portrait.
        """
        self.look = look
        self.sheet = sheet
        self.widths = widths
        self.landscape = landscape
        self.row = 0
        self.heights: list[float] = []
        self._highest = HIGHEST_ROW
        if isinstance(sheet, Draft):
            sheet.widths = widths
        else:
            set_widths(sheet, widths)

    @classmethod
    def on_new_sheet(cls, look: Look, name: str, widths: Sequence[int], *, landscape: bool) -> "tuple[Self, Sheet]":
        """Add an A4 sheet with this name to the workbook; return (its writer, the sheet)."""
        sheet = add_sheet(look, name, landscape=landscape)
        return cls(look, sheet, widths, landscape=landscape), sheet

    def text(self, text: str, *, first: int = 0, **properties: object) -> None:
        """Write a paragraph, wrapped, in a cell merged from column `first` to the last; a long one takes several rows.

        `properties` are those of `Look.format`, such as `bold`, `align` and `font_size`.
        """
        size = float(str(properties.get("font_size", BODY)))
        wrapped_lines = wrapped(text, sum(self.widths[first:]), size, bold=bool(properties.get("bold")))
        chosen = self.look.format(text_wrap=True, **properties)
        if len(wrapped_lines) <= _LONGEST_PARAGRAPH:
            self._merged(text, first, chosen, height_of(len(wrapped_lines), size))
            return
        for start in range(0, len(wrapped_lines), _LONGEST_PARAGRAPH):
            piece = wrapped_lines[start : start + _LONGEST_PARAGRAPH]
            self._merged(" ".join(piece), first, chosen, height_of(len(piece), size))

    def agency(self, names: Sequence[str]) -> None:
        """Write who made a list, one name a line from the left, the last one bold."""
        for name in names:
            self.text(name.upper(), bold=name == names[-1])

    def title(self, text: str) -> None:
        """Write the title of a document: bold, centred, 14 pt."""
        self.text(text, bold=True, align="center", font_size=TITLE)

    def group_heading(self, text: str, size: float = DEFAULT_SIZE) -> None:
        """Write a bordered row across the table that names the group of rows below it, for example a unit."""
        self.text(text, bold=True, font_size=size, border=1)

    def table_head(self, heads: Sequence[str], size: float = DEFAULT_SIZE) -> int:
        """Write the head of a table, bold and centred; return its 0-based row."""
        self.cells(heads, (self.look.cell(bold=True, align="center", font_size=size),) * len(heads))
        room = printable_height(landscape=self.landscape) * CAUTION - self.heights[-1]
        self._highest = min(_HIGHEST_BELOW_HEAD, room)
        return self.row - 1

    def dotted_line(self, height: float = 22) -> None:
        """Write an empty row with a dotted line below, on which people write by hand; `height` in points."""
        looks = {"bottom": _DOTTED, "text_wrap": True, "align": "justify", "font_size": TYPED}
        self._merged("", 0, self.look.format(**looks), height)

    def gap(self, height: float = 8) -> None:
        """Write an empty row; `height` in points."""
        self.end_row(height)

    def sizes_that_fit(self, values: Sequence[Value], size: float) -> list[float]:
        """Return the type size of each cell in points so that a page holds the row; only the highest cells shrink."""
        sizes: list[float] = [size] * len(values)
        texts = ["" if isinstance(value, Formula) else str(value or "") for value in values]
        while True:
            heights = [self.height_of(text, *cell) for text, *cell in zip(texts, self.widths, sizes, strict=True)]
            highest = heights.index(max(heights))
            if heights[highest] <= self._highest or sizes[highest] <= SMALLEST_SIZE:
                return sizes
            sizes[highest] -= 0.5

    def height_of(self, text: str, width: float, size: float, *, bold: bool = False) -> float:
        """Return the height in points that a text needs when wrapped at `width` pixels."""
        return height_of(lines_of(text, width, size, bold=bold), size)

    def cells(self, values: Sequence[Value], formats: Sequence["Format"]) -> None:
        """Write one row of a table, as high as its highest cell; numbers as numbers, text as text."""
        for column, (value, chosen) in enumerate(zip(values, formats, strict=True)):
            self._put(column, value, chosen, range(len(values)))
        heights = (
            self.height_of(value if isinstance(value, str) else "", width, chosen.font_size, bold=bool(chosen.bold))
            for value, width, chosen in zip(values, self.widths, formats, strict=True)
        )
        self.end_row(max(heights), fits=True)

    def pages(self, joined: Collection[int], table: range = range(0)) -> Pages:
        """The rows at which pages begin, computed for the rows written so far.

        Args:
            joined: rows that must stay on the page of the row above, such as a signature.
            table: the rows of the table, its head being the first; by default there is none.
        """
        return lay_out(self.heights, table, joined, printable_height(landscape=self.landscape))

    def finish(self, sheet: "Sheet", joined: Collection[int], *, head: int | None = None) -> None:
        """Set the page breaks, the repeated table head and the print area; call it after the last row.

        Args:
            sheet: the sheet that gets the settings.
            joined: rows that must stay on the page of the row above.
            head: 0-based row of the head of a table that goes to the last row; it is repeated on each page if there
                are several. None: there is no such table.
        """
        pages = self.pages(joined, range(0) if head is None else range(head, self.row))
        if pages.repeats_head:
            sheet.repeat_rows(head)
        self.set_pages(sheet, pages.breaks)

    def set_pages(self, sheet: "Sheet", breaks: Sequence[int]) -> None:
        """Set the page breaks, given the rows that start a page, and the print area."""
        if breaks:
            sheet.set_h_pagebreaks(breaks)
        sheet.print_area(0, 0, self.row - 1, len(self.widths) - 1)

    def _put(self, column: int, value: Value, chosen: "Format", starts: Sequence[int]) -> None:
        """Write one cell: text as text, so that "=1+1" is no formula and "001" keeps its zeros.

        `starts`: the column of the sheet where each cell of the row begins.
        """
        if value is None or value == "":
            self.sheet.write_blank(self.row, column, None, chosen)
        elif isinstance(value, str):
            self.sheet.write_string(self.row, column, value, chosen)
        elif isinstance(value, Formula):
            from xlsxwriter.utility import xl_rowcol_to_cell as cell_at

            formula = value.template.format(*(cell_at(self.row, start) for start in starts))
            self.sheet.write_formula(self.row, column, formula, chosen, value.value)
        else:
            self.sheet.write_number(self.row, column, value, chosen)

    def _merged(self, text: str, first: int, chosen: "Format", height: float) -> None:
        last = len(self.widths) - 1
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", chosen)
        if text:
            self.sheet.write_string(self.row, first, text, chosen)
        elif last == first:
            self.sheet.write_blank(self.row, first, None, chosen)
        self.end_row(height, fits=last == first)

    def end_row(self, height: float, *, fits: bool = False) -> None:
        """Set the height of the present row in points and move on to the next.

        `fits`: it grows and shrinks when somebody types in it, which no program does for merged cells.
        """
        # Excel refuses a file with a higher row.
        height = min(height, 409.0)
        if fits:
            self.sheet.fit_row(self.row, height)
        else:
            self.sheet.set_row(self.row, height)
        self.heights.append(height)
        self.row += 1
        if self.row % 1000 == 0:
            self.sheet.forget_rows(self.row - 1)
