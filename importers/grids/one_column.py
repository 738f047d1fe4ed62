"""Splits the lines of a text file that a program which did not know the delimiter left whole in one column."""

import csv
from collections import Counter
from contextlib import suppress

from importers.grids.delimited import delimiter_of, without_formula
from importers.grids.grid import Cell, Grid, text_of

_SAMPLE = 60  # rows with anything in them
_LEAST_ROWS, _LEAST_WIDTH = 3, 3
_LEAST_QUOTED = 5  # cells of a line between others of as many: a title may hold two commas
_MOST, _MANY = 0.9, 0.6  # shares of the rows: that have one cell; that split into as many cells as each other


def split_lines(grid: Grid) -> None:
    """Split each row at the delimiter, in place, where nearly all rows are one cell that holds a whole line."""
    if grid.hidden:
        return
    sample = [row for row in grid.rows[: 3 * _SAMPLE] if any(cell not in (None, "") for cell in row)][:_SAMPLE]
    lone = [row for row in sample if sum(cell not in (None, "") for cell in row) == 1]
    if len(lone) < max(_LEAST_ROWS, _MOST * len(sample)):
        _split_quoted(grid, sample)
        return
    texts = [next(text for cell in row if (text := text_of(cell))) for row in lone if any(map(text_of, row))]
    delimiter = delimiter_of("\n".join(text.replace("\n", " ") for text in texts))
    widths = Counter(len(_split(text, delimiter)) for text in texts)
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    if width < _LEAST_WIDTH or count < max(_LEAST_ROWS, _MANY * sum(n for w, n in widths.items() if w > 1)):
        return
    # The program that opened the file had another delimiter, at which it did split.
    other = ";" if delimiter == "," else ","
    rows: list[list[Cell]] = []
    for row in grid.rows:
        text = other.join(filter(None, map(text_of, row)))
        cells = _split(text, delimiter)
        rows.append([*cells] if len(cells) == width else [text.strip(delimiter)] if text else [])
    grid.rows, grid.merged = rows, []
    sign = "Tab" if delimiter == "\t" else delimiter
    grid.remarks.append(
        f"Trang “{grid.sheet}”: cả dòng nằm trong một ô; đã tách thành {width} cột theo dấu “{sign}”. Hãy kiểm tra"
    )


def _split_quoted(grid: Grid, sample: list[list[Cell]]) -> None:
    """Split the lines that stand whole in one quoted cell, where the lines around them are split."""
    widths = Counter(len(row) for row in sample if len(row) > 1)
    width = max(widths, key=lambda width: widths[width], default=0)
    if width < _LEAST_QUOTED:
        return
    for row in filter(None, grid.rows):
        text = row[0]
        if len(row) > 1 or not isinstance(text, str):
            continue
        cells = next(
            (split for sign in ";,\t" if sign in text and len(split := _split(text, sign)) == width),
            None,
        )
        if cells is not None:
            row[:] = cells


def _split(text: str, delimiter: str) -> list[str]:
    """The cells of a line; a text that the csv reader refuses is one cell."""
    for line in (text, " ".join(text.splitlines())):  # a break within quotes is of the cell, another one is a slip
        with suppress(csv.Error):
            return [without_formula(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]
    return [text]
