"""HTML tables that some systems save with the ending .xls -> grids.

Tags are cut out by one expression of our own: the parser of the standard library searches to the end of the file
again and again where a tag, a comment or a quotation is not closed, and takes an hour over one broken megabyte.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

from importers.grids.delimited import read_text
from importers.grids.grid import Cell, Grid, Merge

_MOST_SPAN = 200  # rows or columns of one cell
_MOST_SPANNED = 1_000_000  # places that all merged cells may cover: damaged spans must not fill the memory
_LOOK_EVERY = 4096  # tags

#: A tag ends at the first ">"; one that another "<" breaks into is none.
_TAG = re.compile(r"<(?:(/?)([a-zA-Z][\w:]*)([^<>]*)|[!?][^<>]*)>")
_SPANS = {name: re.compile(rf"\b{name}\s*=\s*[\"']?(\d{{1,9}})", re.IGNORECASE) for name in ("rowspan", "colspan")}
_UNSEEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))


class _Tables:
    """Collects the cells of every table that stands in no other."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._rows: list[list[Cell]] = []
        self._spans: set[tuple[int, int]] = set()
        self._cell: list[str] | None = None
        self._size = (1, 1)
        self._depth = 0
        self._merged: list[Merge] = []
        self._room = _MOST_SPANNED

    def begin(self, tag: str, attributes: str) -> None:
        """Begin a table, row or cell."""
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._rows, self._spans, self._merged = [], set(), []
        elif tag == "tr" and self._depth:
            self._end_cell()
            self._rows.append([])
        elif tag in ("td", "th") and self._depth:
            self._end_cell()
            if not self._rows:
                self._rows.append([])
            self._cell = []
            self._size = (_span("rowspan", attributes), _span("colspan", attributes))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\0")

    def end(self, tag: str) -> None:
        """End a cell or a table."""
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._depth:
            self._end_cell()
            self._depth -= 1
            if self._depth == 0:
                self._end_table()

    def text(self, text: str) -> None:
        """Text of a cell."""
        if self._cell is not None:
            self._cell.append(_plain(text))

    def close(self) -> None:
        """A table that was cut off counts too."""
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
        if down * right - 1 > self._room:
            down = right = 1
        self._room -= down * right - 1
        row.extend([None] * (right - 1))
        for below in range(1, down):
            self._spans.update((row_number + below, column + beside) for beside in range(right))
        if down > 1 or right > 1:
            self._merged.append((row_number, column, row_number + down - 1, column + right - 1))
        self._cell = None

    def _end_table(self) -> None:
        if any(self._rows):
            self.grids.append(Grid(f"Bảng {len(self.grids) + 1}", self._rows, self._merged))


def _span(name: str, attributes: str) -> int:
    told = _SPANS[name].search(attributes)
    return min(max(int(told[1]), 1), _MOST_SPAN) if told else 1


def _plain(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:  # a sign numbered with thousands of digits
        return text


def read_html(path: Path, look: Callable[[], None] = lambda: None) -> list[Grid]:
    """Every table of the file as a grid; what `look` raises, called many times, stops the reading."""
    tables = _Tables()
    text = "".join(_seen(read_text(path)))
    at = 0
    for number, tag in enumerate(_TAG.finditer(text)):
        if number % _LOOK_EVERY == 0:
            look()
        if tag.start() > at:
            tables.text(text[at : tag.start()])
        at = tag.end()
        if tag[2] is None:
            continue
        if tag[1]:
            tables.end(tag[2].lower())
        else:
            tables.begin(tag[2].lower(), tag[3])
    tables.text(text[at:])
    tables.close()
    return tables.grids


def _seen(text: str) -> Iterator[str]:
    """The text without comments, scripts and styles; one that is never closed is none."""
    at = 0
    ends = {begin: re.compile(re.escape(end), re.IGNORECASE) for begin, end in _UNSEEN}
    begins = re.compile("|".join(re.escape(begin) for begin in ends), re.IGNORECASE)
    while found := begins.search(text, at):
        begin = found[0].lower()
        end = ends[begin].search(text, found.end())
        if end is None:
            # None of this kind is closed any more, here or later: stop looking for it.
            yield text[at : found.end()]
            at = found.end()
            ends.pop(begin)
            if not ends:
                break
            begins = re.compile("|".join(re.escape(begin) for begin in ends), re.IGNORECASE)
            continue
        yield text[at : found.start()]
        at = end.end()
    yield text[at:]
