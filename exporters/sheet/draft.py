"""Rows that are written before it is known on which pages they stand, and drawn on a sheet afterwards."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from exporters.sheet.look import set_widths

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from exporters.sheet.worksheet import Sheet

_Call = tuple[str, Sequence[Any]]  # a method of the worksheet, what follows the row


class Draft:
    """Takes what `Lines` writes as a worksheet does, and keeps it by row."""

    def __init__(self) -> None:
        self._calls: defaultdict[int, list[_Call]] = defaultdict(list)
        self.widths: Sequence[int] = ()

    def write_blank(self, row: int, column: int, _: None, chosen: "Format") -> None:
        """An empty cell."""
        self._calls[row].append(("write_blank", (column, None, chosen)))

    def write_string(self, row: int, column: int, text: str, chosen: "Format") -> None:
        """A cell of text."""
        self._calls[row].append(("write_string", (column, text, chosen)))

    def write_number(self, row: int, column: int, value: float, chosen: "Format") -> None:
        """A cell with a number."""
        self._calls[row].append(("write_number", (column, value, chosen)))

    def merge_range(self, row: int, first: int, _: int, last: int, text: str, chosen: "Format") -> None:
        """Cells of one row that are one."""
        self._calls[row].append(("merge_range", (first, row, last, text, chosen)))

    def set_row(self, row: int, height: float) -> None:
        """How high a row is, in points."""
        self._calls[row].append(("set_row", (height,)))

    def forget_rows(self, before: int) -> None:
        """Nothing: all rows are needed until they are drawn."""

    def draw(self, sheet: "Sheet", rows: Iterable[int]) -> None:
        """Draw these rows one below the other; a row may come several times, as the head of a table does."""
        set_widths(sheet, self.widths)
        for place, row in enumerate(rows):
            for method, values in self._calls[row]:
                if method == "merge_range":
                    values = (values[0], place, *values[2:])
                getattr(sheet, method)(place, *values)
