"""Reads a text file into a grid: comma, semicolon, tab or bar; UTF-8, UTF-16 or an old Vietnamese code page."""

import csv
import io
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import cast

from importers.errors import UnusableError
from importers.grids.files import NO_TABLE, explained
from importers.grids.grid import Cell, Grid
from importers.grids.syllables import count_syllables

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 40_000  # characters that show which delimiter it is
_MOST_ROWS = 1_048_576  # of a spreadsheet, too
_BLOCK = 20_000  # rows between two looks
_TOO_LONG = "Tệp có quá nhiều dòng. Hãy tách thành nhiều tệp nhỏ hơn."
_TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def read_text(path: Path) -> str:
    """The text of the file; a letter that cannot be read is U+FFFD.

    Raises:
        UnusableError: it cannot be opened.
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
    """The file as one grid; what `checkpoint` raises, called many times, stops the reading.

    Raises:
        UnusableError: it holds no text, or more lines than a sheet has.
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
        delimiter = _delimiter(text[:_SAMPLE])
    if text.count("\n") + text.count("\r") > 2 * _MOST_ROWS:
        raise UnusableError(_TOO_LONG)
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        while block := list(islice(reader, _BLOCK)):
            checkpoint()
            rows += cast("list[list[Cell]]", block)
            if len(rows) > _MOST_ROWS:
                raise UnusableError(_TOO_LONG)
    except csv.Error as error:
        raise UnusableError(NO_TABLE) from error
    return [Grid(path.stem, rows, remarks=remarks)]


def _delimiter(sample: str) -> str:
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
