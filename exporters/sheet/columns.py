"""How wide the columns of a table are, so that it takes as few pages as can be."""

import math
from collections.abc import Sequence
from itertools import permutations

from exporters.sheet.metrics import usable_width, width_of

_BESIDE = 12  # pixels beside the longest word of a head
_LEFT_OVER = 14  # pixels, about half a word, at the end of a line of several
_STEPS = (128, 64, 16, 4) * 2  # pixels that go from one column to another; small steps make way for large ones


def fitted(
    heads: Sequence[str], table: Sequence[Sequence[str]], least: Sequence[int], room: int, size: float
) -> list[int]:
    """Widths in pixels, together `room`, by which the rows are low.

    A row is as high as its highest cell, so width goes from column to column as long as the rows together get lower.
    Each column has room for the longest word of its head. For tables of a few hundred rows.
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
    lowest = _lines(rows, widths)
    for step in _STEPS:
        improved = True
        while improved:
            improved = False
            for giver, taker in permutations(places, 2):
                if widths[giver] - step < narrowest[giver]:
                    continue
                widths[giver] -= step
                widths[taker] += step
                lines = _lines(rows, widths)
                if lines < lowest - 0.01:
                    lowest, improved = lines, True
                else:
                    widths[giver] += step
                    widths[taker] -= step
    return widths


def _lines(rows: Sequence[Sequence[float]], widths: Sequence[int]) -> float:
    """Lines of all rows together, near enough; a little of it not in whole ones, so that each pixel tells."""
    usable = [usable_width(width) for width in widths]
    wrapped = [max(width - _LEFT_OVER, 8) for width in usable]
    needed = [
        max(text / (whole if text <= whole else lines) for text, whole, lines in zip(row, usable, wrapped, strict=True))
        for row in rows
    ]
    return sum(max(1, math.ceil(lines)) for lines in needed) + sum(needed) / 10
