"""How every paper looks: page, margins and type by Nghị định 30/2020/NĐ-CP, Phụ lục I; one place for all papers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exporters.metrics import height_of, lines_of
from exporters.writing import ExportError, replacing

FONT = "Times New Roman"
BODY, SMALL, TITLE = 13, 11, 14
DEFAULT_SIZE = 12
_DIGIT_WIDTH, _PADDING = 8, 5  # pixels of a digit and of a cell's padding in the default font, at 96 dpi
_INCH = 25.4
HIGHEST_ROW = 409.0  # points; a higher one is cut by Excel
#: Margins in mm: top and bottom 20-25, left 30-35, right 15-20.
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
_A4 = (210, 297)
#: 1234567 is shown as 1.234.567 whatever the computer's own separators are, and still adds up.
NUMBER = r"[>=1000000]0\.000\.000;[>=1000]0\.000;0"


class _Sheet(Worksheet):
    """A worksheet whose first page has no page number."""

    def _write_header_footer(self) -> None:
        self._xml_start_tag("headerFooter", [("differentFirst", 1)])
        self._xml_data_element("oddHeader", f'&C&"{FONT},Regular"&13&P')
        self._xml_end_tag("headerFooter")


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """A format in Times New Roman, 13 pt unless told."""
        full = {"font_name": FONT, "font_size": BODY, "valign": "vcenter", **properties}
        key = tuple(sorted(full.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(full)
        return self._formats[key]

    def cell(self, **properties: Any) -> Format:
        """A format for a cell of a table: ruled, wrapped, 12 pt."""
        return self.format(**{"border": 1, "text_wrap": True, "font_size": DEFAULT_SIZE, **properties})


@contextmanager
def paper(out: Path, *, made_at: datetime, constant_memory: bool = False) -> Iterator[Look]:
    """A workbook in the house style, written beside `out` and put in its place when complete.

    `made_at` is written into the file as the time of its making, so that the same paper is the same file.

    Raises:
        ExportError: nothing was written.
    """
    from xlsxwriter.exceptions import XlsxWriterException

    with replacing(out) as path:
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": DEFAULT_SIZE},
            "default_row_height": 21,
            "default_column_width": 72,
            "constant_memory": constant_memory,
            "tmpdir": str(path.parent),
        }
        workbook = Workbook(str(path), options)
        workbook.set_properties({"created": made_at, "comments": "tramyte"})
        yield Look(workbook)
        try:
            workbook.close()
        except XlsxWriterException as error:
            cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else None
            if cause is not None:
                raise cause from error
            raise ExportError(f"Không ghi được {out.name}: {error}") from error


def add_sheet(look: Look, name: str, *, landscape: bool) -> Worksheet:
    """An A4 sheet that prints one page wide, with the margins of the decree and page numbers from page 2."""
    sheet = look.workbook.add_worksheet(name, _Sheet)
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(**{side: mm / _INCH for side, mm in MARGINS.items()})
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.center_horizontally()
    return sheet


def printable_width(*, landscape: bool) -> int:
    """Pixels between the margins at 96 dpi."""
    mm = _A4[1 if landscape else 0] - MARGINS["left"] - MARGINS["right"]
    return int(mm / _INCH * 96)


def set_widths(sheet: Worksheet, pixels: Sequence[int]) -> None:
    """Column widths in pixels."""
    for column, width in enumerate(pixels):
        sheet.set_column(column, column, (width - _PADDING) / _DIGIT_WIDTH)


class Lines:
    """Writes a sheet from the top, each row as high as its text needs."""

    def __init__(self, look: Look, sheet: Worksheet, widths: Sequence[int]) -> None:
        self.look = look
        self.sheet = sheet
        self.widths = widths
        self.row = 0
        self.head_row = 0  # of the table, repeated on every page
        self.heights: list[float] = []  # of the rows so far, in points
        set_widths(sheet, widths)

    def _set_height(self, points: float) -> None:
        self.sheet.set_row(self.row, points)
        self.heights.append(points)
        self.row += 1

    def break_pages(self, blocks: Sequence[int], *, landscape: bool) -> None:
        """Break pages before blocks, never within one, so that what belongs together is printed together.

        Args:
            blocks: the first row of every block, from the top; a block ends where the next begins.
            landscape: of the page.
        """
        scale = min(1.0, printable_width(landscape=landscape) / sum(self.widths))
        mm = _A4[0 if landscape else 1] - MARGINS["top"] - MARGINS["bottom"]
        # Programs round heights, each in its own way; a page is taken to hold a little less than it does.
        room = mm / _INCH * 72 / scale * 0.97
        breaks = []
        used = 0.0
        for first, after in zip(blocks, [*blocks[1:], self.row], strict=True):
            height = sum(self.heights[first:after])
            if used and used + height > room:
                breaks.append(first)
                used = self.heights[self.head_row]
            used += height
        if breaks:
            self.sheet.set_h_pagebreaks(breaks)

    def text(
        self, text: str, *, first: int = 0, last: int | None = None, height: float | None = None, **properties: Any
    ) -> None:
        """One line of running text across columns `first` … `last`, wrapped; text is always written as text."""
        end = len(self.widths) - 1 if last is None else last
        size = properties.get("font_size", BODY)
        lines = lines_of(text, sum(self.widths[first : end + 1]), size, bold=bool(properties.get("bold")))
        chosen = self.look.format(text_wrap=True, **properties)
        if end > first:
            self.sheet.merge_range(self.row, first, self.row, end, "", chosen)
        self.sheet.write_string(self.row, first, text, chosen)
        self._set_height(height or height_of(lines, size))

    def gap(self, points: float = 8) -> None:
        """An empty row."""
        self._set_height(points)

    def size_that_fits(self, values: Sequence[str | int | float | None], size: float) -> float:
        """The largest size, at most `size`, at which the row is no higher than a spreadsheet program allows."""
        while size > 6 and height_of(self._most_lines(values, size), size) > HIGHEST_ROW:
            size -= 1
        return size

    def _most_lines(self, values: Sequence[str | int | float | None], size: float, *, bold: bool = False) -> int:
        return max(
            (
                lines_of(value, width, size, bold=bold)
                for value, width in zip(values, self.widths, strict=False)
                if isinstance(value, str) and value
            ),
            default=1,
        )

    def cells(
        self,
        values: Sequence[str | int | float | None],
        formats: Sequence[Format],
        *,
        size: float,
        bold: bool = False,
    ) -> None:
        """One row of a table; numbers as numbers, text as text, the row as high as its highest cell."""
        for column, (value, chosen) in enumerate(zip(values, formats, strict=True)):
            if value is None or value == "":
                self.sheet.write_blank(self.row, column, None, chosen)
            elif isinstance(value, str):
                self.sheet.write_string(self.row, column, value, chosen)
            else:
                self.sheet.write_number(self.row, column, value, chosen)
        self._set_height(min(HIGHEST_ROW, height_of(self._most_lines(values, size, bold=bold), size)))
