"""Reads an xlsx workbook that calamine refuses: sound XML that no common program writes, such as a sheet in UTF-16.

Yields the messages of `importers.grids.workbook_rows`, in whose process it runs. Slower than calamine by far.
"""

import re
import zipfile
from collections.abc import Generator, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree

from importers.grids.package import Package
from importers.patterns import when_needed

Message = tuple[object, ...]

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384  # of a sheet
_CHUNK_ROWS = 2_000  # in a message
_PLACE = when_needed(r"\$?([A-Z]{0,3})\$?(\d{0,7})", re.IGNORECASE)
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))  # ECMA-376 part 1, 18.8.30
_NO_DATE_LETTERS = when_needed(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')  # quoted, escaped, colours and conditions, spaces
_FIRST_DAY, _FIRST_DAY_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - sheets know no zone


class MisplacedCellError(ValueError):
    """Raised for a cell whose reference lies outside the rows and columns of a sheet."""


def sheets_of(archive: zipfile.ZipFile) -> Generator[Message, None, None]:
    """Yield the messages of every worksheet.

    Raises:
        ValueError, ElementTree.ParseError, and what `zipfile` raises: the workbook cannot be read this way either.
    """
    package = Package(archive)
    book = _Book(package)
    for sheet in package.sheets():
        yield "sheet", sheet.name, sheet.hidden
        yield from book.rows(sheet.part)


class _Book:
    """The shared texts and the date styles of a workbook, to which the cells of all sheets refer."""

    def __init__(self, package: Package) -> None:
        self._archive = package.archive
        self._texts: list[str] = []
        if (part := package.part("sharedStrings")) is not None:
            with self._archive.open(part) as file:
                for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314 - as in `Package`
                    if event == "end" and tag_of(element) == "si":
                        self._texts.append(_words(element))
                        element.clear()
        self._dates = self._date_styles(package)
        properties = package.tree(package.book).find("{*}workbookPr") if package.book else None
        since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._first_day = _FIRST_DAY_1904 if since_1904 else _FIRST_DAY

    @staticmethod
    def _date_styles(package: Package) -> frozenset[str]:
        """The numbers of the cell styles that show a date; none where the styles cannot be read."""
        try:
            styles = package.tree(package.part("styles") or "")
        except (KeyError, ValueError, ElementTree.ParseError):
            return frozenset()
        dates = {str(number) for number in _DATE_FORMATS}
        for element in styles.iterfind("{*}numFmts/{*}numFmt"):
            letters = _NO_DATE_LETTERS.sub("", element.get("formatCode", "")).lower()
            if "general" not in letters and any(letter in letters for letter in "dmyhs"):
                dates.add(element.get("numFmtId", ""))
        used = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
        return frozenset(str(number) for number, style in used if style.get("numFmtId", "0") in dates)

    def rows(self, part: str) -> Iterator[Message]:
        """Yield messages with the rows of a sheet, in the order of their numbers, and one with its merged cells."""
        rows: dict[int, list[object]] = {}
        ranges: list[str] = []
        at = -1
        with self._archive.open(part) as file:
            rows_element: ElementTree.Element | None = None
            for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314 - as in `Package`
                tag = tag_of(element)
                if event == "start":
                    if tag == "sheetData":
                        rows_element = element
                elif tag == "row" and rows_element is not None:
                    number = element.get("r", "")
                    at = int(number) - 1 if number else at + 1
                    if not 0 <= at < _MOST_ROWS:
                        raise MisplacedCellError(number)
                    if cells := self._cells(element):
                        rows[at] = cells
                    rows_element.clear()
                elif tag == "mergeCell":
                    ranges.append(element.get("ref", ""))
        height, width = max(rows, default=-1) + 1, max(map(len, rows.values()), default=0)
        for first in range(0, height, _CHUNK_ROWS):
            yield "rows", [rows.pop(number, []) for number in range(first, min(first + _CHUNK_ROWS, height))]
        if merged := [found for text in ranges if (found := _range(text, height, width))]:
            yield "merged", merged

    def _cells(self, row: ElementTree.Element) -> list[object]:
        cells: list[object] = []
        at = -1
        for cell in row:
            if tag_of(cell) != "c":
                continue
            at = _column(cell.get("r", ""), at)
            value = self._value(cell)
            if value == "":
                continue
            if at >= len(cells):
                cells.extend([""] * (at + 1 - len(cells)))
            cells[at] = value
        return cells

    def _value(self, cell: ElementTree.Element) -> object:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inside = cell.find("{*}is")
            return "" if inside is None else _words(inside)
        text = cell.findtext("{*}v", "")
        if kind == "s":
            place = int(text) if text.strip().isdecimal() else -1
            return self._texts[place] if 0 <= place < len(self._texts) else ""
        if kind == "b":
            return text.strip().lower() in ("1", "true") if text else ""
        if kind == "d":
            return day_of(text)
        if kind != "n" or not text:
            return text
        try:
            number = float(text)
        except ValueError:
            return text
        return self._moment(number) if cell.get("s", "0") in self._dates else number

    def _moment(self, number: float) -> object:
        try:
            moment = self._first_day + timedelta(days=round(number * 86_400_000) / 86_400_000)
        except OverflowError:
            return number
        if 0 <= number < 1:
            return moment.time()
        return moment.date() if moment.time() == time() else moment


def day_of(text: str) -> datetime | date | str:
    """Parse an ISO date; any other text is returned as it is."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    return moment.date() if moment.time() == time() else moment


def tag_of(element: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _words(element: ElementTree.Element) -> str:
    """The words of a shared or inline text, without the phonetic readings that Japanese writes above it."""
    return "".join(
        part.text or "" for run in element if tag_of(run) != "rPh" for part in run.iter() if tag_of(part) == "t"
    )


def _column(place: str, before: int) -> int:
    """The 0-based column of a cell reference such as "B7"; without a reference the column behind `before`."""
    letters = place.rstrip("0123456789").replace("$", "")
    number = _number(letters) if letters else before + 1
    if not 0 <= number < _MOST_COLUMNS:
        raise MisplacedCellError(place)
    return number


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _range(text: str, height: int, width: int) -> Sequence[int] | None:
    """`A1:B2`, whole columns `A:B` or whole rows `1:2` as (row, column, row, column), cut where the sheet ends."""
    ends = [_PLACE.fullmatch(end) for end in text.split(":")]
    found = [end.groups() for end in ends if end is not None and end[0]]
    if len(found) != 2 or not height or not width:
        return None
    rows = sorted(int(row) - 1 for _, row in found if row) or [0, height - 1]
    columns = sorted(_number(letters) for letters, _ in found if letters) or [0, width - 1]
    if rows[0] < 0 or rows[0] >= height or columns[0] >= width:
        return None
    return rows[0], columns[0], min(rows[-1], height - 1), min(columns[-1], width - 1)
