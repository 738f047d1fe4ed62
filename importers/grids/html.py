"""Reads the tables of an HTML page, which some systems save with the ending .xls, into grids."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from importers.errors import UnusableError
from importers.grids.delimited import read_text, without_formula
from importers.grids.grid import Cell, Grid

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MOST_SPAN = 200  # rows or columns of one cell
_MOST_SPANNED = 1_000_000  # places that all merged cells of a file may cover: damaged spans must not fill the memory
_CHECK_EVERY = 1024  # rows
_FRAMES = re.compile(r"<i?frame(?:set)?\b|<x:worksheetsource\b", re.IGNORECASE)
_IN_FRAMES = (
    "Tệp là trang web gồm nhiều khung: các trang tính nằm trong thư mục đi kèm, không nằm trong tệp này."
    " Hãy mở bằng Excel rồi lưu lại thành .xlsx."
)
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+\Z|\d{9,}\Z|#+\Z", re.IGNORECASE)
_ZEROS = re.compile(r"mso-number-format:\s*[\"'\\]*(0{9,15})\b")
_BREAK = "\x1e"  # stands for <br> among the white space of the source

#: (begin, end) of what is not shown. HTML5 hides the rest of the page behind one that nothing ends; people stand there.
_UNSEEN = tuple(
    (re.compile(begin, re.IGNORECASE), re.compile(end, re.IGNORECASE))
    for begin, end in (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))
)
#: What is changed before parsing, and into what. Any HTML5 parser is busy for minutes over 300,000 unclosed `<div>` or
#: as many attributes of one tag, and loses the cells behind a tag or quotation that breaks off: `</t<td>`, `<td a=">`.
_MENDED = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"<br\b[^<>]*>", _BREAK),
        (r"<(?=(?:[/a-z]|!(?!--))[^<>]*<)", "&lt;"),
        (r"<(?!/?(?:t[dhr]|table|script|style)\b)/?[a-z][^<>]*>", ""),
        (r"<(t(?:able|[dhr])\b)(?:[^<>]{9999,}|[^<>\"]*\"(?:[^<>\"]*\"[^<>\"]*\")*[^<>\"]*(?=>))", r"<\1"),
    )
)


def read_html(path: Path, checkpoint: Callable[[], None] = lambda: None) -> list[Grid]:
    """Every table of the file as a grid; the rows of a table inside a cell follow the row of that cell.

    Args:
        path: the file.
        checkpoint: called many times; what it raises stops the reading.

    Raises:
        UnusableError: its tables are in other files.
    """
    from selectolax.lexbor import LexborHTMLParser  # 10 ms with what it imports, and few files are pages

    checkpoint()
    source = text = _without_unclosed(read_text(path))
    for pattern, replacement in _MENDED:
        checkpoint()
        text = pattern.sub(replacement, text)
    page = LexborHTMLParser(text)
    page.strip_tags(["script", "style"])
    grids: list[Grid] = []
    room = _MOST_SPANNED
    for table in page.css("body > table"):
        grid = Grid(f"Bảng {len(grids) + 1}", [])
        room = _fill(grid, table, room, checkpoint)
        if any(grid.rows):
            grids.append(grid)
    if not grids and _FRAMES.search(source) is not None:
        raise UnusableError(_IN_FRAMES)
    return grids


def _without_unclosed(text: str) -> str:
    """Leave out `<!--`, `<script` and `<style` behind the last that is closed."""
    for begin, end in _UNSEEN:
        last = max((found.end() for found in end.finditer(text)), default=0)
        text = text[:last] + begin.sub("", text[last:])
    return text


def _fill(grid: Grid, table: "LexborNode", room: int, checkpoint: Callable[[], None]) -> int:
    """Put the rows of a table into the grid; answers how many of `room` places for merged cells are left."""
    covered: set[tuple[int, int]] = set()  # places below a cell that spans several rows
    for number, row in enumerate(table.css("tr")):
        if number % _CHECK_EVERY == 0:
            checkpoint()
        cells: list[Cell] = []
        grid.rows.append(cells)
        for cell in row.iter():
            while (number, len(cells)) in covered:
                cells.append(None)
            column = len(cells)
            attributes = cell.attributes
            text = without_formula(_text(cell.text(deep=False)))
            cells.append(
                _whole_number(text, attributes) if attributes.get("x:num") and _SHORTENED.match(text) else text
            )
            down, right = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
            if down == right == 1 or down * right - 1 > room:
                continue
            room -= down * right - 1
            cells.extend([None] * (right - 1))
            covered.update((number + below, column + beside) for below in range(1, down) for beside in range(right))
            grid.merged.append((number, column, number + down - 1, column + right - 1))
    return room


def _text(source: str) -> str:
    """The words of a cell, one space between them, a line for each <br>."""
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
