"""Reads an OpenDocument sheet that calamine refuses: sound XML with line breaks between its cells, or in UTF-16.

Of sheets that calamine reads it finds the merged cells, which calamine does not give for this format.
Yields the messages of `importers.grids.workbook_rows`, as `importers.grids.second_xlsx` does for xlsx.
"""

import zipfile
from collections.abc import Generator, Iterator
from typing import cast
from xml.etree import ElementTree

from importers.grids.second_xlsx import Message, MisplacedCellError, day_of, tag_of

_TABLE, _OFFICE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("table", "office"))
_SPACES = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}c"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384  # of a sheet
_MOST_REPEATED = 1_000  # rows or columns with something in them; more are the colour of a whole sheet
_CHUNK_ROWS = 2_000  # in a message
_MOST_BYTES = 30_000_000  # of a document whose merged cells are looked for: reading it again takes a second or two
_CONTENT = "content.xml"


def sheets_of(archive: zipfile.ZipFile) -> Generator[Message, None, None]:
    """Yield the messages of every table of the document.

    Raises:
        ValueError, ElementTree.ParseError, and what `zipfile` raises: the document cannot be read this way either.
    """
    hidden = _hidden_styles(archive)
    with archive.open(_CONTENT) as file:
        rows: list[list[object]] = []
        merged: list[tuple[int, int, int, int]] = []
        depth = at = 0
        for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314 - expat bounds entities
            tag = element.tag
            if event == "start":
                if tag == f"{_TABLE}table":
                    depth += 1
                    if depth == 1:  # a table within a cell is none of the sheets
                        rows, merged, at = [], [], 0
                        yield "sheet", element.get(f"{_TABLE}name", ""), element.get(f"{_TABLE}style-name") in hidden
            elif tag == f"{_TABLE}table-row" and depth == 1:
                times = _count(element, "number-rows-repeated", _MOST_ROWS)
                if cells := _cells(element, at, merged):
                    rows += [[] for _ in range(at - len(rows))]
                    rows += [list(cells) for _ in range(min(times, _MOST_REPEATED))]
                at += times
                if at > 2 * _MOST_ROWS:
                    raise MisplacedCellError(str(at))
                element.clear()
            elif tag == f"{_TABLE}table":
                depth -= 1
                if depth == 0:
                    for first in range(0, len(rows), _CHUNK_ROWS):
                        yield "rows", rows[first : first + _CHUNK_ROWS]
                    if merged:
                        yield "merged", merged
                element.clear()


def merged_cells(path: str) -> list[list[tuple[int, int, int, int]]]:
    """The merged cells of each sheet, in their order; empty for a file that is no such document, or a very long one."""
    with zipfile.ZipFile(path) as archive:
        if _CONTENT not in archive.namelist() or archive.getinfo(_CONTENT).file_size > _MOST_BYTES:
            return []
        if b"-spanned=" not in archive.read(_CONTENT):
            return []
        found: list[list[tuple[int, int, int, int]]] = []
        for kind, *values in sheets_of(archive):
            if kind == "sheet":
                found.append([])
            elif kind == "merged":
                found[-1] = cast("list[tuple[int, int, int, int]]", values[0])
        return found


def _hidden_styles(archive: zipfile.ZipFile) -> set[str]:
    """The names of the styles of tables that are not shown."""
    hidden = set()
    with archive.open(_CONTENT) as file:
        name = ""
        for event, element in ElementTree.iterparse(file, ("start",)):  # noqa: S314 - as above
            if event == "start" and element.tag == f"{_OFFICE}body":
                break
            if tag_of(element) == "style":
                name = next((value for key, value in element.items() if key.endswith("}name")), "")
            elif tag_of(element) == "table-properties" and element.get(f"{_TABLE}display") == "false":
                hidden.add(name)
    return hidden


def _count(element: ElementTree.Element, attribute: str, most: int) -> int:
    text = element.get(_TABLE + attribute, "1")
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 9 else 1


def _cells(row: ElementTree.Element, at: int, merged: list[tuple[int, int, int, int]]) -> list[object]:
    """The cells of a row up to the last that holds anything; adds cells that span several places to `merged`."""
    cells: list[object] = []
    column = 0
    for cell in row:
        if tag_of(cell) not in ("table-cell", "covered-table-cell"):
            continue
        times = _count(cell, "number-columns-repeated", _MOST_COLUMNS)
        if column + times > 2 * _MOST_COLUMNS:
            raise MisplacedCellError(str(column))
        value = _value(cell)
        if value != "":
            cells.extend([""] * (column - len(cells)))
            cells.extend([value] * min(times, _MOST_REPEATED))
        down, right = (_count(cell, f"number-{name}-spanned", _MOST_ROWS) for name in ("rows", "columns"))
        if down > 1 or right > 1:
            merged.append((at, column, at + down - 1, column + right - 1))
        column += times
    return cells


def _value(cell: ElementTree.Element) -> object:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in ("float", "currency", "percentage"):
        try:
            return float(cell.get(f"{_OFFICE}value", ""))
        except ValueError:
            return _text(cell)
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return day_of(cell.get(f"{_OFFICE}date-value", "")) or _text(cell)
    return cell.get(f"{_OFFICE}string-value") or _text(cell)


def _text(cell: ElementTree.Element) -> str:
    """The words that the cell shows, a line for each paragraph; white space between tags counts for nothing."""
    return "\n".join("".join(_runs(part)).strip() for part in cell if tag_of(part) == "p")


def _runs(part: ElementTree.Element) -> Iterator[str]:
    yield " ".join(f"|{part.text or ''}|".split())[1:-1]
    for run in part:
        tag = tag_of(run)
        if tag == "s":
            count = run.get(_SPACES, "1")
            yield " " * min(int(count), 100) if count.isdecimal() else " "
        elif tag in ("tab", "line-break"):
            yield "\t" if tag == "tab" else "\n"
        elif tag not in ("annotation", "note"):
            yield from _runs(run)
        yield " ".join(f"|{run.tail or ''}|".split())[1:-1]
