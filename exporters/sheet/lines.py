"""Writing a sheet from the top, line by line, each row as high as its text needs."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Self

from exporters.sheet.draft import Draft
from exporters.sheet.look import BODY, DEFAULT_SIZE, TITLE, Look, add_sheet, printable_height, set_widths
from exporters.sheet.metrics import height_of, lines_of, wrapped
from exporters.sheet.pages import Pages, lay_out

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from exporters.sheet.worksheet import Sheet

#: Points. Excel cuts a row that is higher than 409.5; on a landscape page with its repeated head less has room.
HIGHEST_ROW = 345.0
SMALLEST_SIZE = 6
_DOTTED = 4  # xlsxwriter's number of a dotted border
_LONGEST_PARAGRAPH = 12  # lines; no page break can go through a row, so a longer one is written in several rows


class Lines:
    """The next row of a sheet; `row` is its 0-based number, `heights` the points of all rows above."""

    def __init__(self, look: Look, sheet: "Sheet | Draft", widths: Sequence[int], *, landscape: bool) -> None:
        """Begin at the top.

        Args:
            look: of the workbook.
            sheet: what is written to.
            widths: of the columns, in pixels.
            landscape: how the page lies.
        """
        self.look = look
        self.sheet = sheet
        self.widths = widths
        self.landscape = landscape
        self.row = 0
        self.heights: list[float] = []
        if isinstance(sheet, Draft):
            sheet.widths = widths
        else:
            set_widths(sheet, widths)

    @classmethod
    def on_new_sheet(cls, look: Look, name: str, widths: Sequence[int], *, landscape: bool) -> "tuple[Self, Sheet]":
        """A new A4 sheet of that name, and its lines."""
        sheet = add_sheet(look, name, landscape=landscape)
        return cls(look, sheet, widths, landscape=landscape), sheet

    def text(self, text: str, *, first: int = 0, **properties: object) -> None:
        """Running text from column `first` to the last one, wrapped; always written as text.

        `properties` are those of `Look.format`. A long paragraph takes several rows.
        """
        size = float(str(properties.get("font_size", BODY)))
        lines = wrapped(text, sum(self.widths[first:]), size, bold=bool(properties.get("bold")))
        chosen = self.look.format(text_wrap=True, **properties)
        if len(lines) <= _LONGEST_PARAGRAPH:
            self._merged(text, first, chosen, height_of(len(lines), size))
            return
        for start in range(0, len(lines), _LONGEST_PARAGRAPH):
            piece = lines[start : start + _LONGEST_PARAGRAPH]
            self._merged(" ".join(piece), first, chosen, height_of(len(piece), size))

    def title(self, text: str) -> None:
        """The name of a paper: bold, centred, 14 pt."""
        self.text(text, bold=True, align="center", font_size=TITLE)

    def band(self, text: str, size: float = DEFAULT_SIZE) -> None:
        """A line of a table that tells what the rows below it are of."""
        self.text(text, bold=True, font_size=size, border=1)

    def table_head(self, heads: Sequence[str], size: float = DEFAULT_SIZE) -> int:
        """The head of a table, bold and centred; answers its row."""
        self.cells(heads, (self.look.cell(bold=True, align="center", font_size=size),) * len(heads))
        return self.row - 1

    def to_write_on(self, height: float = 22) -> None:
        """A dotted line from margin to margin, for the pen."""
        self._merged("", 0, self.look.format(bottom=_DOTTED), height)

    def gap(self, height: float = 8) -> None:
        """An empty row."""
        self.end_row(height)

    def size_that_fits(self, values: Sequence[str | int | float | None], size: float) -> float:
        """The largest size in points, at most `size`, at which a row of these cells has room on a page."""
        while size > SMALLEST_SIZE and self.height_for(values, size) > HIGHEST_ROW:
            size -= 1
        return size

    def sizes_that_fit(self, values: Sequence[str], size: float) -> list[float]:
        """The same a cell: only the highest ones get a smaller size."""
        sizes = [size] * len(values)
        while True:
            heights = [self.height_of(*cell) for cell in zip(values, self.widths, sizes, strict=True)]
            highest = heights.index(max(heights))
            if heights[highest] <= HIGHEST_ROW or sizes[highest] <= SMALLEST_SIZE:
                return sizes
            sizes[highest] -= 1

    def height_for(
        self,
        values: Sequence[str | int | float | None],
        size: float | Sequence[float],
        *,
        bold: bool | Sequence[bool] = False,
    ) -> float:
        """Points that a row of these cells needs; `size` and `bold` are one for all cells, or one each."""
        sizes = size if isinstance(size, Sequence) else [size] * len(values)
        bolds = bold if isinstance(bold, Sequence) else [bold] * len(values)
        return max(
            height_of(lines_of(value, width, points, bold=each) if isinstance(value, str) else 1, points)
            for value, width, points, each in zip(values, self.widths, sizes, bolds, strict=True)
        )

    def height_of(self, text: str, width: float, size: float, *, bold: bool = False) -> float:
        """Points that the text needs when wrapped at `width` pixels."""
        return height_of(lines_of(text, width, size, bold=bold), size)

    def cells(self, values: Sequence[str | int | float | None], formats: Sequence["Format"]) -> None:
        """One row of a table; numbers as numbers, text as text, the row as high as its highest cell."""
        for column, (value, chosen) in enumerate(zip(values, formats, strict=True)):
            self._put(column, value, chosen)
        sizes, bolds = [chosen.font_size for chosen in formats], [bool(chosen.bold) for chosen in formats]
        self.end_row(self.height_for(values, sizes, bold=bolds))

    def pages(self, joined: Collection[int], table: range = range(0)) -> Pages:
        """How the rows so far go on pages; see `lay_out`."""
        return lay_out(self.heights, table, joined, printable_height(landscape=self.landscape))

    def finish(self, sheet: "Sheet", joined: Collection[int], *, head: int | None = None) -> None:
        """Set where pages end and what is printed.

        Args:
            sheet: where the rows are drawn.
            joined: rows that stay with the row above.
            head: of a table that goes to the end, repeated where that takes several pages; None: there is none.
        """
        pages = self.pages(joined, range(0) if head is None else range(head, self.row))
        if pages.repeats_head:
            sheet.repeat_rows(head)
        if pages.breaks:
            sheet.set_h_pagebreaks(pages.breaks)
        sheet.print_area(0, 0, self.row - 1, len(self.widths) - 1)

    def _put(self, column: int, value: str | int | float | None, chosen: "Format") -> None:
        """A number as a number, text as text."""
        if value is None or value == "":
            self.sheet.write_blank(self.row, column, None, chosen)
        elif isinstance(value, str):
            self.sheet.write_string(self.row, column, value, chosen)
        else:
            self.sheet.write_number(self.row, column, value, chosen)

    def _merged(self, text: str, first: int, chosen: "Format", height: float) -> None:
        last = len(self.widths) - 1
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", chosen)
        if text:
            self.sheet.write_string(self.row, first, text, chosen)
        self.end_row(height)

    def end_row(self, height: float) -> None:
        """Give the row its height in points and go on to the next."""
        # Excel refuses a file with a higher row than this.
        height = min(height, 409.0)
        self.sheet.set_row(self.row, height)
        self.heights.append(height)
        self.row += 1
        if self.row % 1000 == 0:
            self.sheet.forget_rows(self.row - 1)
