"""Turns a column and a row into the name of a spreadsheet cell, D12, and back."""

import re

_CELL = re.compile(r"([A-Z]+)(\d+)\Z")


def cell_name(column: int, row: int) -> str:
    """0-based column and 1-based row as a spreadsheet names the cell: (3, 12) -> D12."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def column_of(cell: str) -> int | None:
    """The 0-based column in the name of a spreadsheet cell: D12 -> 3; None when the text names no cell."""
    found = _CELL.match(cell)
    if found is None:
        return None
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1
