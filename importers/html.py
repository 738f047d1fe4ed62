"""HTML tables that some systems save with the ending .xls -> grids."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from importers.delimited import read_text
from importers.grid import Cell, Grid, Merge

_MOST_SPAN = 200  # a damaged span must not fill the memory
_PIECE = 250_000  # letters between two looks: a tenth of a second


class _Tables(HTMLParser):
    """Collects the cells of every table that holds no other."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self._rows: list[list[Cell]] = []
        self._spans: dict[tuple[int, int], bool] = {}
        self._cell: list[str] | None = None
        self._size = (1, 1)
        self._depth = 0
        self._merged: list[Merge] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row or cell."""
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._rows, self._spans, self._merged = [], {}, []
        elif tag == "tr" and self._depth:
            self._end_cell()
            self._rows.append([])
        elif tag in ("td", "th") and self._depth:
            self._end_cell()
            if not self._rows:
                self._rows.append([])
            known = dict(attrs)
            self._cell = []
            self._size = (_span(known.get("rowspan")), _span(known.get("colspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\0")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or a table."""
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._depth:
            self._end_cell()
            self._depth -= 1
            if self._depth == 0:
                self._end_table()

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        """A table that was cut off counts too."""
        super().close()
        self._end_cell()
        if self._depth:
            self._end_table()

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        row_number, row = len(self._rows) - 1, self._rows[-1]
        while (row_number, len(row)) in self._spans:
            row.append(None)
        column = len(row)
        lines = (" ".join(line.split()) for line in "".join(self._cell).split("\0"))
        row.append("\n".join(line for line in lines if line))
        down, right = self._size
        row.extend([None] * (right - 1))
        for below in range(1, down):
            for beside in range(right):
                self._spans[row_number + below, column + beside] = True
        if down > 1 or right > 1:
            self._merged.append((row_number, column, row_number + down - 1, column + right - 1))
        self._cell = None

    def _end_table(self) -> None:
        if any(self._rows):
            self.grids.append(Grid(f"Bảng {len(self.grids) + 1}", self._rows, self._merged))


def _span(value: str | None) -> int:
    return min(int(value), _MOST_SPAN) if value and value.isdigit() and int(value) > 0 else 1


def read_html(path: Path, look: Callable[[], None] = lambda: None) -> list[Grid]:
    """Every table of the file as a grid; what `look` raises, called many times, stops the reading."""
    parser = _Tables()
    text = read_text(path)
    for begin in range(0, len(text), _PIECE):
        look()
        parser.feed(text[begin : begin + _PIECE])
    parser.close()
    return parser.grids
