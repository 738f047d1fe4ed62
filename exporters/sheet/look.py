"""The look of all papers in workbooks: page, margins and type by Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from exporters.sheet.metrics import FONT

if TYPE_CHECKING:  # a paper as csv or json needs none of it
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from exporters.sheet.workbook import Sheet

BODY, TITLE, DEFAULT_SIZE = 13, 14, 12
#: Points of text that somebody goes on writing. LibreOffice fits a row to it in pixels of the screen, where a line of
#: 13 points is lower than it prints: of many lines the last then stands on the next row.
TYPED = 14
_DIGIT_WIDTH, _PADDING = 8, 5  # pixels of a digit and of a cell's padding in the default font, at 96 dpi
_INCH = 25.4
#: Margins in mm: top and bottom 20-25, left 30-35, right 15-20.
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
_A4 = (210, 297)
#: 1234567 is shown as 1.234.567 whatever the computer's own separators are, and still adds up.
NUMBER = r"[>=1000000]0\.000\.000;[>=1000]0\.000;0"

RATE = "[$-42A]0.00%"  # Vietnamese, where a program can do so


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: "Workbook") -> None:
        self.workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> "Format":
        """Return a format in Times New Roman, 13 pt unless `properties` say otherwise."""
        full = {"font_name": FONT, "font_size": BODY, "valign": "vcenter", **properties}
        key = tuple(sorted(full.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(full)
        return self._formats[key]

    def cell(self, **properties: Any) -> "Format":
        """Return a format for a cell of a table: ruled, wrapped, 12 pt."""
        return self.format(**{"border": 1, "text_wrap": True, "font_size": DEFAULT_SIZE, **properties})


def add_sheet(look: Look, name: str, *, landscape: bool, goes_on: bool = False) -> "Sheet":
    """Add an A4 sheet that prints one page wide, with the decree's margins and page numbers from page 2 on.

    With `goes_on` the sheet follows another of the same paper, so that its first page has a number too.
    """
    sheet: Sheet = look.workbook.add_worksheet(name)
    sheet.goes_on = goes_on
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(**{side: mm / _INCH for side, mm in MARGINS.items()})
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.center_horizontally()
    return sheet


def printable_width(*, landscape: bool) -> int:
    """Return the width between the margins in pixels, at 96 dpi."""
    mm = _A4[1 if landscape else 0] - MARGINS["left"] - MARGINS["right"]
    return int(mm / _INCH * 96)


def printable_height(*, landscape: bool) -> float:
    """Return the height between the margins in points."""
    mm = _A4[0 if landscape else 1] - MARGINS["top"] - MARGINS["bottom"]
    return mm / _INCH * 72


def set_widths(sheet: "Sheet", pixels: Sequence[int]) -> None:
    """Set the widths of the columns in pixels."""
    for column, width in enumerate(pixels):
        sheet.set_column(column, column, (width - _PADDING) / _DIGIT_WIDTH)
