"""Measures text in Times New Roman, to find how high a row must be for it and how wide the columns of a table."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import permutations

FONT = "Times New Roman"

# Advance widths of U+0020 … U+007E in 1/1000 em: the public metrics of Times-Roman and Times-Bold.
_REGULAR = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
    722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500,
    444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480,
    200, 480, 541,
)  # fmt: skip
_BOLD = (
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944,
    722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556,
    444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394,
    220, 394, 520,
)  # fmt: skip
_OTHERS = {
    "–": 500, "—": 1000, "…": 1000, "“": 500, "”": 500, "’": 333, "‘": 333, "•": 350, "·": 250, "×": 570, "°": 400,
    "✓": 760, "✗": 760,
}  # fmt: skip
_WIDEST = 1000
_HORN = 60  # what the horn of ơ and ư adds to the letter
_CELL_PADDING = 6  # pixels
_PIXELS_PER_POINT = 96 / 72
#: Programs round glyphs to whole pixels, each in its own way; a line is taken to hold a little less than it does.
_CAUTION = 0.96
#: Row heights are whole pixels of 96 dpi in Excel.
_STEP = 0.75

_BESIDE = 12  # pixels beside the longest word of a head
_LEFT_OVER = 14  # pixels, about half a word, at the end of a line of several
_STEPS = (128, 64, 16, 4) * 2  # pixels that go from one column to another; small steps make way for large ones


class _Widths(dict[str, int]):
    """Maps characters to their advance widths, each looked up once, because rosters have millions of letters."""

    def __init__(self, ascii_widths: Sequence[int]) -> None:
        super().__init__()
        self._ascii = ascii_widths

    def __missing__(self, character: str) -> int:
        base = unicodedata.normalize("NFD", character)[0]
        place = ord({"đ": "d", "Đ": "D"}.get(base, base)) - 32
        horn = _HORN if character.casefold() in "ơớờởỡợưứừửữự" else 0
        inside = 0 <= place < len(self._ascii)
        self[character] = width = self._ascii[place] + horn if inside else _OTHERS.get(character, _WIDEST)
        return width


_EM = {False: _Widths(_REGULAR), True: _Widths(_BOLD)}


_SMALLEST_NUMBER = 6  # points


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in pixels, at 96 dpi, of a text on one line; `size` is in points."""
    return sum(map(_EM[bold].__getitem__, text)) * size * _PIXELS_PER_POINT / 1000


def usable_width(width: float) -> float:
    """Return how many of a cell's pixels a text can take before it is wrapped."""
    return max(8.0, (width - _CELL_PADDING) * _CAUTION)


def size_of_number(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """Return the type size at which a number fits in its cell; programs print one that is too wide as ###."""
    while size > _SMALLEST_NUMBER and width_of(text, size, bold=bold) > usable_width(width):
        size -= 0.5
    return size


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Wrap a text at `width` pixels and return its lines; a word that is too long for a line is broken."""
    usable = usable_width(width)
    space = width_of(" ", size, bold=bold)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, at = "", 0.0
        for word in paragraph.split(" "):
            rest, wide = word, width_of(word, size, bold=bold)
            if line and at + space + wide > usable:
                lines.append(line)
                line, at = "", 0.0
            while wide > usable and len(rest) > 1:
                fits = _fitting(rest, usable, size, bold=bold)
                lines.append(rest[:fits])
                rest = rest[fits:]
                wide = width_of(rest, size, bold=bold)
            line, at = (f"{line} {rest}", at + space + wide) if line else (rest, wide)
        lines.append(line)
    return lines


def _fitting(word: str, usable: float, size: float, *, bold: bool) -> int:
    """Return how many letters of a word, at least one, fit on a line."""
    taken = 1
    while taken < len(word) and width_of(word[: taken + 1], size, bold=bold) <= usable:
        taken += 1
    return taken


@lru_cache(maxsize=4096)
def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Return the number of lines of a text that is wrapped at `width` pixels."""
    if "\n" not in text and width_of(text, size, bold=bold) <= usable_width(width):
        return 1
    return len(wrapped(text, width, size, bold=bold))


def height_of(lines: int, size: float) -> float:
    """Return the height in points of a row with this number of lines.

    Excel makes a wrapped line of Times New Roman 11, 12, 13, 14 pt 15, 15.75, 16.5, 18.75 points high; LibreOffice
    less.
    """
    line = math.ceil(1.3 * size / _STEP) * _STEP
    return lines * line + 2 * _STEP


def fitted(
    heads: Sequence[str], table: Sequence[Sequence[str]], least: Sequence[int], room: int, size: float
) -> list[int]:
    """Return column widths in pixels, `room` together, that make the rows low.

    A row is as high as its highest cell, so width moves from column to column as long as the rows together get lower.
    Each
    column has room for the longest word of its head. Meant for tables of a few hundred rows.
    """
    narrowest = [
        max(least[column], math.ceil(max(width_of(word, size, bold=True) for word in head.split())) + _BESIDE)
        for column, head in enumerate(heads)
    ]
    places = range(len(heads))
    rows = [[width_of(cell, size) for cell in row] for row in (heads, *table)]
    spare = max(0, room - sum(narrowest))
    widths = [width + spare // len(heads) for width in narrowest]
    widths[0] += room - sum(widths)
    lines_of_all = RowLines(rows)
    lowest = lines_of_all.at(widths)
    for step in _STEPS:
        improved = True
        while improved:
            improved = False
            for giver, taker in permutations(places, 2):
                if widths[giver] - step < narrowest[giver]:
                    continue
                widths[giver] -= step
                widths[taker] += step
                lines = lines_of_all.at(widths)
                if lines < lowest - 0.01:
                    lowest, improved = lines, True
                else:
                    widths[giver] += step
                    widths[taker] -= step
    return widths


class RowHeights:
    """Computes the heights of a table's rows for many column widths in turn, much faster than `height_of`."""

    def __init__(self, rows: Iterable[Sequence[tuple[str, float, bool]]]) -> None:
        """Take the rows, each cell as (text, type size in points, whether it is bold)."""
        self._columns = [list(map(_Measured, column)) for column in zip(*rows, strict=True)]
        self._known: dict[tuple[int, int], list[float]] = {}  # (column, width) -> heights of its cells

    def each(self, widths: Sequence[int], columns: Iterable[int], least: Sequence[float] = ()) -> list[float]:
        """Return the height of each row that these columns need, at least the height `least` that others need."""
        needed = [*([least] if least else []), *(self._of_column(column, widths[column]) for column in columns)]
        return list(map(max, *needed)) if len(needed) > 1 else list(needed[0])

    def _of_column(self, column: int, width: int) -> list[float]:
        known = self._known.get((column, width))
        if known is None:
            usable = usable_width(width)
            known = self._known[column, width] = [cell.height(usable) for cell in self._columns[column]]
        return known


class _Measured:
    """A cell whose words are measured once."""

    def __init__(self, cell: tuple[str, float, bool]) -> None:
        text, self._size, bold = cell
        self._space = width_of(" ", self._size, bold=bold)
        self._words = [width_of(word, self._size, bold=bold) for word in text.split(" ")]
        self._whole = sum(self._words) + self._space * (len(self._words) - 1)

    def height(self, usable: float) -> float:
        if self._whole <= usable:
            return height_of(1, self._size)
        lines, at = 1, 0.0
        for word in self._words:
            if at and at + self._space + word > usable:
                lines, at = lines + 1, 0.0
            lines += int(word / usable)  # a word too long for a line is broken
            at += word % usable + (self._space if at else 0)
        return height_of(lines, self._size)


class RowLines:
    """Estimates how many lines rows of texts take for many column widths in turn; all widths are in pixels.

    A small part of the result is not in whole lines, so that every pixel of width makes a difference.
    """

    def __init__(self, rows: Iterable[Sequence[float]]) -> None:
        self._columns = list(zip(*rows, strict=True))
        self._known: dict[tuple[int, int], list[float]] = {}  # (column, width) -> lines of each of its cells
        self._none = [0.0] * len(self._columns[0])

    def at(self, widths: Sequence[int]) -> float:
        """Return the number of lines for these column widths."""
        columns = (self._of_column(*each) for each in enumerate(widths))
        needed: list[float] = list(map(max, self._none, *columns))
        return sum(map(math.ceil, needed)) + needed.count(0) + sum(needed) / 10  # a blank row is a line too

    def _of_column(self, column: int, width: int) -> list[float]:
        known = self._known.get((column, width))
        if known is None:
            whole = usable_width(width)
            wrapped = max(whole - _LEFT_OVER, 8)
            known = [text / (whole if text <= whole else wrapped) for text in self._columns[column]]
            self._known[column, width] = known
        return known
