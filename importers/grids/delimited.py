"""Reads a text file into a grid: comma, semicolon, tab or bar; UTF-8, UTF-16 or an old Vietnamese code page."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

from importers.errors import UnusableError
from importers.grids.files import NO_TABLE, explained
from importers.grids.grid import Cell, Grid, listed
from importers.grids.syllables import count_syllables
from importers.patterns import when_needed

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 40_000  # characters that show which delimiter it is
_MOST_ROWS = 1_048_576  # of a spreadsheet, too
_BLOCK = 20_000  # rows between two looks
_TOO_LONG = "Tệp có quá nhiều dòng. Hãy tách thành nhiều tệp nhỏ hơn."
_TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_LEAST_WIDTH = 3  # cells of a line that may be a table's
_MOST = 0.8  # of the lines of a table are of its width
#: How a program keeps the zeros of a number from a spreadsheet that opens the file: ="089…" or =T("089…").
_BEGIN_OF_FORMULA = when_needed(r'=\s*(?:T\(\s*)?"', re.IGNORECASE)
_FORMULA_OF_TEXT = when_needed(r'=\s*(?:T\(\s*)?"((?:[^"]|"")*)"\s*\)?\s*', re.IGNORECASE)


def read_text(path: Path) -> str:
    """Read the text of a file; a letter that cannot be read is U+FFFD.

    Raises:
        UnusableError: the file cannot be opened.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise explained(error, path) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if data.count(b"\0") > len(data) // 4:
        little = data[1::2].count(0) >= data[::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    text = data.decode("utf-8-sig", errors="replace")
    lost = text.count("\ufffd")
    if not lost:
        return text
    # A few bad bytes among many good letters: UTF-8 that was cut short or pasted into, and no other encoding.
    if sum(character > "\u00ff" for character in text) - lost > 4 * lost:
        return text
    # TCVN3 and VNI bytes come through Latin-1 as they come through a workbook; legacy_text takes it from there.
    old, plain = data.decode("cp1258", errors="replace"), data.decode("cp1252", errors="replace")
    has_tones = any(mark in old for mark in _TONES)
    return old if has_tones and count_syllables(old) >= count_syllables(plain) else plain


def read_delimited(path: Path, checkpoint: Callable[[], None] = lambda: None) -> list[Grid]:
    """Read a file as one grid; `checkpoint` is called many times, and what it raises stops the reading.

    Raises:
        UnusableError: the file holds no text, or more lines than a sheet has.
    """
    text = read_text(path)
    if "\0" in text:
        raise UnusableError(NO_TABLE)
    remarks = []
    if lost := text.count("\ufffd"):
        remarks.append(f"Tệp có {lost} ký tự bị hỏng; các ô đó hiện dấu �. Hãy xem lại")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        # Spreadsheets hide this line, and count their rows behind it.
        delimiter, text = first.strip()[4], rest
    else:
        delimiter = delimiter_of(text[:_SAMPLE])
    if text.count("\n") + text.count("\r") > 2 * _MOST_ROWS:
        raise UnusableError(_TOO_LONG)
    lines = list(io.StringIO(text, newline=""))
    mended: list[int] = []
    try:
        rows = list(csv.reader(_watched(lines, checkpoint), delimiter=delimiter))
        is_plain = '"' not in text or (len(rows) == len(lines) and len(set(map(len, rows))) == 1)
    except csv.Error:
        is_plain = False
    if not is_plain:
        rows, mended = _Lines(lines, delimiter).rows(checkpoint)
    if len(rows) > _MOST_ROWS:
        raise UnusableError(_TOO_LONG)
    if mended:
        remarks.append(f"Dòng {listed(mended)} có dấu nháy kép thừa; đã đọc từng dòng riêng. Hãy kiểm tra")
    remarks += _set_apart(rows, delimiter)
    if _BEGIN_OF_FORMULA.search(text) is not None:
        for row in rows:
            row[:] = map(without_formula, row)
    return [Grid(path.stem, cast("list[list[Cell]]", rows), remarks=remarks)]


def without_formula(text: str) -> str:
    """The text that a formula such as `="089…"` shows; any other text as it is."""
    found = _FORMULA_OF_TEXT.fullmatch(text) if text[:1] == "=" else None
    return text if found is None else found[1].replace('""', '"')


def _watched(lines: Sequence[str], checkpoint: Callable[[], None]) -> Iterator[str]:
    for first in range(0, len(lines), _BLOCK):
        checkpoint()
        yield from lines[first : first + _BLOCK]


class _Lines:
    """Splits the lines of a file into rows; a quote that is never closed does not swallow the rest of the file."""

    def __init__(self, lines: Sequence[str], delimiter: str) -> None:
        self._lines, self._delimiter = lines, delimiter
        self._at = 0  # the next line

    def rows(self, checkpoint: Callable[[], None]) -> tuple[list[list[str]], list[int]]:
        """The rows, and the numbers of those whose stray quotes were passed over.

        Raises:
            UnusableError: a cell is longer than any table's.
        """
        rows: list[list[str]] = []
        mended: list[int] = []
        width = self._usual_width()
        reader = csv.reader(self._rest(), delimiter=self._delimiter)
        while self._at < len(self._lines):
            begin = self._at
            try:
                row = next(reader, [])
                swallowed = self._at > begin + 1
            except csv.Error as error:
                if begin + 1 >= len(self._lines):
                    raise UnusableError(NO_TABLE) from error
                row, swallowed = [], True
            if '"' in self._lines[begin]:
                loose = self._split(begin)
                is_broken = self._is_broken(begin)
                if swallowed and self._fit(begin + 1, self._at if is_broken else self._at - 1, width):
                    row, self._at = loose, begin + 1
                    reader = csv.reader(self._rest(), delimiter=self._delimiter)
                    mended.append(len(rows) + 1)
                elif not row:
                    raise UnusableError(NO_TABLE)
                elif is_broken and not swallowed and len(loose) == width:
                    row = loose
                    mended.append(len(rows) + 1)
            rows.append(row)
            if len(rows) % _BLOCK == 0:
                checkpoint()
        return rows, mended

    def _rest(self) -> Iterator[str]:
        while self._at < len(self._lines):
            self._at += 1
            yield self._lines[self._at - 1]

    def _split(self, at: int) -> list[str]:
        """A line cut at every delimiter, whatever its quotes say."""
        return [cell.strip().strip('"') for cell in self._lines[at].rstrip("\r\n").split(self._delimiter)]

    def _usual_width(self) -> int:
        """Number of cells in most lines, by lines whose quotes hide no delimiter; 0 where the lines are no table."""
        for quotes in (0, 1):  # a single quote is a stray one, or the begin or end of a cell of two lines
            lines = [line for line in self._lines if line.count('"') == quotes]
            widths = Counter(line.count(self._delimiter) + 1 for line in lines)
            width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
            if width >= _LEAST_WIDTH and count > 1:
                return width
        return 0

    def _is_broken(self, first: int) -> bool:
        """Whether a quote of the row that was read last stands where none may, or is not closed at all."""
        try:
            list(csv.reader(self._lines[first : self._at], delimiter=self._delimiter, strict=True))
        except csv.Error:
            return True
        return False

    def _fit(self, first: int, behind: int, width: int) -> bool:
        """Whether most lines from `first` to before `behind`, each read alone, are rows of `width` cells."""
        filled = [at for at in range(first, behind) if self._lines[at].strip()]
        alone = (next(csv.reader([self._lines[at]], delimiter=self._delimiter), ()) for at in filled)
        fitting = sum(width in (len(row), len(self._split(at))) for at, row in zip(filled, alone, strict=True))
        return width > 0 and fitting * 2 > len(filled)


def _set_apart(rows: list[list[str]], delimiter: str) -> list[str]:
    """Join every row that is wider than the table into one cell, as nobody knows which cells belong together."""
    widths = Counter(len(row) for row in rows if len(row) >= _LEAST_WIDTH)
    width, count = max(widths.items(), key=lambda pair: pair[1], default=(0, 0))
    if len(widths) < 2 or count < _MOST * widths.total():
        return []
    # Some programs leave out the empty cells at the end of a row, but not those of the heads above.
    first = next(number for number, row in enumerate(rows) if len(row) == width)
    width = max(map(len, rows[: first + 1]))
    wide = [number for number, row in enumerate(rows) if len(row) > width and any(map(str.strip, row[width:]))]
    for number in wide:
        rows[number] = [delimiter.join(rows[number])]
    if not wide:
        return []
    sign = "Tab" if delimiter == "\t" else delimiter
    numbers = listed([number + 1 for number in wide])
    return [f"Dòng {numbers} có nhiều ô hơn các dòng khác (thừa dấu “{sign}”?) nên không đọc. Hãy sửa dòng đó"]


def delimiter_of(sample: str) -> str:
    """The delimiter that cuts most rows into the same number of cells."""
    best, best_score = ",", 0
    for delimiter in _DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)]
        except csv.Error:
            continue
        score = max((widths.count(width) * width for width in set(widths) if width > 1), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return best
