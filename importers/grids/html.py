"""Reads the tables of an HTML page, which some systems save with the ending .xls, into grids."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from importers.errors import UnusableError
from importers.grids.delimited import read_text, without_formula
from importers.grids.grid import Grid
from importers.grids.long_texts import LONGEST
from importers.patterns import when_needed

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MOST_SPAN = 200  # rows or columns of one cell
_MOST_SPANNED = 1_000_000  # places that all merged cells of a file may cover: damaged spans must not fill the memory
_FRAMES = when_needed(r"<i?frame(?:set)?\b|<x:worksheetsource\b", re.IGNORECASE)
_IN_FRAMES = (
    "Tệp là trang web gồm nhiều khung: các trang tính nằm trong thư mục đi kèm, không nằm trong tệp này."
    " Hãy mở bằng Excel rồi lưu lại thành .xlsx."
)
_SHORTENED = when_needed(r"\d(?:[.,]\d+)?E\+?\d+\Z|\d{9,}\Z|#+\Z", re.IGNORECASE)
_ZEROS = when_needed(r"mso-number-format:\s*[\"'\\]*(0{9,15})\b")
_BREAK = "\x1e"  # stands for <br> among the white space of the source
_PIECE = 1 << 18  # characters that are parsed together: parsed they take fifty times the room
_MOST_TABLES = 500  # that become sheets of their own; of a page of more, the others follow on the last one
_LONGEST_SOURCE = 20 * LONGEST  # characters of a cell with all its blanks
_DEEPEST = 50  # tables in tables; what stands in more of them is read as if it stood in one

#: (begin, end) of what is not shown. HTML5 hides the rest of the page behind one that nothing ends; people stand there.
_UNSEEN = tuple(
    (re.compile(begin, re.IGNORECASE), re.compile(end, re.IGNORECASE))
    for begin, end in (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))
)
_CLOSED = when_needed(r"<!--(?:-?>|.*?--!?>)|<(script|style)\b.*?</\1\b[^<>]*>?", re.IGNORECASE | re.DOTALL)
#: What is changed before parsing, and into what. Any HTML5 parser is busy for minutes over 300,000 unclosed `<div>` or
#: as many attributes of one tag, and loses the cells behind a tag or quotation that breaks off: `</t<td>`, `<td a=">`.
_MENDED = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"<br\b[^<>]*>", _BREAK),
        (r"<(?=(?:[/a-z]|!(?!--))[^<>]*<)", "&lt;"),
        (r"<(?!/?(?:t[dhr]|table)\b)/?[a-z][^<>]*>", ""),
        (r"<(t(?:able|[dhr])\b)(?:[^<>]{9999,}|[^<>\"]*\"(?:[^<>\"]*\"[^<>\"]*\")*[^<>\"]*(?=>))", r"<\1"),
    )
)

_TAG = when_needed(r"<(/?)(table|t[dhr])\b", re.IGNORECASE)
#: Where a page may be cut: before which tag, of a piece of how many characters, by whether each table that is open has
#: an open cell; and what is to stand before the next piece, for it goes on with the table and the row.
_CUTS: dict[str, tuple[int, list[list[bool]], str]] = {
    "table": (_PIECE, [[], [False]], ""),
    "tr": (_PIECE, [[False], [True]], "<table>"),
    "td": (2 * _PIECE, [[False], [True]], "<table><tr>"),  # only in an endless row
    "th": (2 * _PIECE, [[False], [True]], "<table><tr>"),
}


def read_html(path: Path, checkpoint: Callable[[], None] = lambda: None) -> list[Grid]:
    """Read every table of the file as a grid; the rows of a table inside a cell follow the row of that cell.

    Args:
        path: the file.
        checkpoint: called many times; what it raises stops the reading.

    Raises:
        UnusableError: its tables are in other files.
    """
    from selectolax.lexbor import LexborHTMLParser  # 10 ms with what it imports, and few files are pages

    checkpoint()
    text = _without_unseen(read_text(path))
    in_frames = _FRAMES.search(text) is not None
    for pattern, replacement in _MENDED:
        checkpoint()
        text = pattern.sub(replacement, text)
    tables = _Tables()
    for before, piece in _pieces(text):
        checkpoint()
        page = LexborHTMLParser(before + piece)
        for number, table in enumerate(page.css("body > table")):
            tables.add(table, goes_on=before if number == 0 else "")
    grids = tables.end()
    if not grids and in_frames:
        raise UnusableError(_IN_FRAMES)
    return grids


def _without_unseen(text: str) -> str:
    """Remove comments, scripts and styles; of one that is never closed only its beginning."""
    for begin, end in _UNSEEN:
        last = max((found.end() for found in end.finditer(text)), default=0)
        if begin.search(text, last) is not None:
            text = text[:last] + begin.sub("", text[last:])
    return _CLOSED.sub("", text)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield a page in pieces, each as (tags to be put before it, piece), cut where `_CUTS` says."""
    begin, before = 0, ""
    in_cell: list[bool] = []  # for each table that is open here, the innermost last
    for tag in _TAG.finditer(text):
        ends, name = bool(tag[1]), tag[2].lower()
        size, where, goes_on = _CUTS[name]
        # Cells outside of tables are text of the page, and a parser copies all of it for each one that it adds.
        is_outside = not in_cell and tag.start() - begin >= _PIECE // 8
        is_long = tag.start() - begin >= size and (in_cell in where or len(in_cell) > _DEEPEST)
        if not ends and (is_outside or is_long):
            yield before, text[begin : tag.start()]
            begin, before = tag.start(), "" if is_outside else goes_on
            del in_cell[1:]
        if name != "table":
            in_cell[-1:] = [name != "tr" and not ends] * bool(in_cell)
            continue
        if in_cell and (ends or not in_cell[-1]):  # a table that begins between two cells ends the one around it
            in_cell.pop()
        if not ends:
            in_cell.append(False)
    yield before, text[begin:]


class _Tables:
    """Collects the tables of an HTML page as grids while the page is parsed."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._room = _MOST_SPANNED
        self._covered: set[tuple[int, int]] = set()  # places below a cell that spans several rows

    def add(self, table: "LexborNode", goes_on: str) -> None:
        """Put the rows of a table into a new grid, or into the last one if it `goes_on` from the piece before."""
        if not goes_on or not self.grids:
            self._covered = set()
            if len(self.grids) < _MOST_TABLES:
                self._end()
                self.grids.append(Grid(f"Bảng {len(self.grids) + 1}", []))
        grid = self.grids[-1]
        for number, row in enumerate(table.css("tr")):
            if number or goes_on != "<table><tr>":
                grid.rows.append([])
            self._fill(grid, row)

    def end(self) -> list[Grid]:
        """All grids; to be called after the last table was added."""
        self._end()
        return self.grids

    def _end(self) -> None:
        """Leave out the last grid if it is empty."""
        if self.grids and not any(self.grids[-1].rows):
            self.grids.pop()

    def _fill(self, grid: Grid, row: "LexborNode") -> None:
        """Add the cells of a row to the last row of the grid."""
        number, cells = len(grid.rows) - 1, grid.rows[-1]
        for cell in row.iter():
            while (number, len(cells)) in self._covered:
                cells.append(None)
            text = without_formula(_text(cell.text(deep=False)[:_LONGEST_SOURCE]))
            attributes = cell.attributes
            if not attributes:
                cells.append(text)
                continue
            column = len(cells)
            cells.append(
                _whole_number(text, attributes) if attributes.get("x:num") and _SHORTENED.match(text) else text
            )
            down, right = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
            if down == right == 1 or down * right - 1 > self._room:
                continue
            self._room -= down * right - 1
            cells.extend([None] * (right - 1))
            below = range(number + 1, number + down)
            self._covered.update((place, column + beside) for place in below for beside in range(right))
            grid.merged.append((number, column, number + down - 1, column + right - 1))


def _text(source: str) -> str:
    """The words of a cell with one space between them, and a line for each <br>."""
    if _BREAK not in source:
        return " ".join(source.split())
    return "\n".join(line for part in source.split(_BREAK) if (line := " ".join(part.split())))


def _whole_number(text: str, attributes: Mapping[str, str | None]) -> str:
    """The digits that Excel keeps beside a number that it shows shortened, with the zeros of the cell's format."""
    digits = attributes.get("x:num") or ""
    zeros = _ZEROS.search(attributes.get("style") or "")
    return digits.zfill(len(zeros[1]) if zeros else 0) if digits.isdecimal() else text


def _span(value: str | None) -> int:
    if value is None or value == "1":
        return 1
    digits = re.match(r"\s*(\d{1,9})", value)
    return min(max(int(digits[1]), 1), _MOST_SPAN) if digits else 1
