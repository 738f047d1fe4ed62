"""How wide text is in Times New Roman, so that a row is made high enough for what it holds."""

import unicodedata
from functools import lru_cache

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
_OTHERS = {"–": 500, "—": 1000, "…": 1000, "“": 500, "”": 500, "’": 333, "‘": 333, "•": 350, "✓": 760, "✗": 760}
_WIDEST = 1000
_PIXELS_PER_POINT = 96 / 72
#: Programs round glyphs to whole pixels, each in its own way; a line is taken to hold a little less than it does.
_CAUTION = 0.96


@lru_cache(maxsize=1024)
def _em(character: str, bold: bool) -> int:
    base = unicodedata.normalize("NFD", character)[0]
    base = {"đ": "d", "Đ": "D"}.get(base, base)
    horn = 60 if character.casefold() in "ơớờởỡợưứừửữự" else 0
    place = ord(base) - 32
    if 0 <= place < len(_REGULAR):
        return (_BOLD if bold else _REGULAR)[place] + horn
    return _OTHERS.get(character, _WIDEST)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text in pixels at 96 dpi; `size` in points."""
    return sum(_em(character, bold) for character in text) * size * _PIXELS_PER_POINT / 1000


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """How many lines the text takes when wrapped at `width` pixels, a word too long for a line being broken."""
    usable = max(8.0, (width - 6) * _CAUTION)
    space = width_of(" ", size, bold=bold)
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        at = 0.0
        for word in paragraph.split(" "):
            wide = width_of(word, size, bold=bold)
            if at and at + space + wide > usable:
                lines += 1
                at = 0.0
            if wide > usable:
                lines += int(wide // usable)
                wide %= usable
            at += wide + (space if at else 0)
    return lines


def height_of(lines: int, size: float) -> float:
    """Height in points of a row that holds so many lines."""
    return round(lines * size * 1.2 + 3.5, 2)
