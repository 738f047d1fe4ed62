"""Decides by the cells whether a column holds given names, whose family names stand in another column."""

from collections.abc import Sequence

from importers.grids.grid import Cell, text_of
from importers.layout.claims import Cells
from store.text import clean

_MOST = 0.8  # of the filled cells


def holds_given_names(cells: Cells) -> bool:
    """Whether nearly all cells are one or two words of letters that begin with a capital."""
    named = cells.share(lambda text: all(part.isalpha() for part in text.split()) and text[0].isupper())
    short = cells.share(lambda text: len(text.split()) <= 2)
    one_word = cells.share(lambda text: len(text.split()) == 1 and len(text) > 1)
    return len(cells) > 0 and named >= _MOST and short >= _MOST and one_word >= 0.5


def one_word_each(rows: Sequence[Sequence[Cell]], column: int, beside: int, head: str) -> bool:
    """Whether the right column has one word in nearly every row in which the left one has letters.

    Args:
        rows: below the header.
        column: the left one.
        beside: the right one.
        head: of the right one; later pages repeat it.
    """
    both = [(text_of(row[column]), clean(text_of(row[beside]))) for row in rows if beside < len(row)]
    names = [right for left, right in both if right not in ("", clean(head)) and any(map(str.isalpha, left))]
    return bool(names) and sum(right.isalpha() for right in names) >= _MOST * len(names)
