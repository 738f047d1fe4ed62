"""Which oddities a made-up file has: a few kinds drawn by chance, in an order that lets them combine."""

import random

from tests.importers.generated.book import Book, make
from tests.importers.generated.layout import Layout
from tests.importers.generated.odd_cells import ODD_CELLS, icelandic
from tests.importers.generated.odd_columns import ODD_COLUMNS
from tests.importers.generated.odd_sheets import LATER_SHEETS, ODD_SHEETS, SECOND_SHEETS
from tests.importers.generated.odd_structures import ODD_STRUCTURES
from tests.importers.generated.odd_words import LATER_CELLS, LATER_COLUMNS, weeks

KINDS = (*ODD_COLUMNS, *ODD_CELLS, *ODD_SHEETS, "icelandic")
_WORDS = 0.3  # of the files that get one of the ways of writing of `odd_words`, each
_LATER = 0.3  # of the files that can have one of the oddities drawn apart


def make_odd(seed: int, writer: str, *, holds_sheets: bool) -> Book:
    """A book with some oddities; the same for the same seed and writer, whose names are among its notes."""
    rng = random.Random(f"{seed} odd")
    drawn = set(rng.sample(KINDS, rng.choice([0, 1, 1, 2, 2, 3])))
    changed: list[str] = []
    words = random.Random(f"{seed} words")

    def change(layout: Layout) -> None:
        for name, oddity in ODD_COLUMNS.items():
            if name in drawn and oddity(rng, layout):
                changed.append(name)
        for name, oddity in LATER_COLUMNS.items():
            if not drawn and words.random() < _WORDS and oddity(words, layout):
                changed.append(name)
                return  # one says its states in one way

    book = make(seed, change)
    for name, (cells, writers) in ODD_CELLS.items():
        if name in drawn and (not writers or writer in writers) and cells(rng, book):
            changed.append(name)
    for name, sheets in ODD_SHEETS.items():
        if name in drawn and (holds_sheets or name not in SECOND_SHEETS) and sheets(rng, book):
            changed.append(name)
    for name, later in LATER_CELLS.items():
        if not changed and words.random() < _WORDS and later(words, book):
            changed.append(name)
    if holds_sheets and not changed and words.random() < _WORDS and weeks(words, book):
        changed.append("weeks")
    apart = random.Random(f"{seed} apart")
    for name, sheets in LATER_SHEETS.items():
        if holds_sheets and apart.random() < _LATER and sheets(apart, book):
            changed.append(name)
    built = random.Random(f"{seed} structure")
    for name, structure in ODD_STRUCTURES.items():
        if holds_sheets and built.random() < _LATER and structure(built, book):
            changed.append(name)
    if "icelandic" in drawn:
        icelandic(book, rng.choice([1.0, 0.4]), rng)
        changed.append("icelandic")
    book.notes += [f"odd: {name}" for name in changed]
    return book
