"""Reads a block of cells that was copied from a spreadsheet, and the counts that stand in cells."""

import csv
import re
from collections.abc import Sequence
from io import StringIO

# 1234, 1.234, 1 234; a comma would be a decimal, and so is the dot of 0.636.
_COUNT = re.compile(r"[0-9]+|[1-9][0-9]{0,2}(?:[. \u00a0][0-9]{3})+", re.ASCII)
_LONGEST = 8  # digits of a count: more are the number of a card or a telephone


def parse_count(text: str) -> int | None:
    """Parse a whole number, `1.234` -> 1234; None for any other text."""
    digits = re.sub(r"[. \u00a0]", "", text.strip()) if _COUNT.fullmatch(text.strip()) else ""
    return int(digits) if digits and len(digits) <= _LONGEST else None


def parse_block(text: str) -> list[list[str]]:
    """Parse a block copied from Excel or LibreOffice, cells between tabs, into rows; drops empty rows at its end.

    A cell with a line end, a tab or a quotation mark in it stands between quotation marks, its own doubled.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = [list(row) for row in csv.reader(StringIO(lines, newline=""), delimiter="\t", strict=True)]
    except csv.Error:  # a lone quotation mark is one: 5" ống
        rows = [line.split("\t") for line in lines.split("\n")]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return [[" ".join(cell.split()) for cell in row] for row in rows]


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """Format rows of cells as text that a spreadsheet takes when it is pasted."""
    out = StringIO(newline="")
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()
