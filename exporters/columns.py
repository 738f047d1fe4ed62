"""How wide the columns of a table are, so that its rows are as low as they can be."""

import math
from collections.abc import Sequence

from exporters.metrics import width_of


def fitted(
    heads: Sequence[str], table: Sequence[Sequence[str]], least: Sequence[int], room: int, size: float
) -> list[int]:
    """Widths in pixels, together `room`, so that the cells of a long row are about equally high.

    Each column has room for the longest word of its head; the rest goes by how long its texts are, long ones more.
    """
    widths = [
        max(least[column], math.ceil(max(width_of(word, size, bold=True) for word in head.split())) + 12)
        for column, head in enumerate(heads)
    ]
    lengths = [math.sqrt(sum(len(row[column]) ** 2 for row in table)) for column in range(len(heads))]
    left = room - sum(widths)
    shares = [left * length / (sum(lengths) or 1) for length in lengths]
    found = [int(width + share) for width, share in zip(widths, shares, strict=True)]
    found[lengths.index(max(lengths))] += room - sum(found)
    return found
