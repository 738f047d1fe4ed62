"""Finds the column of names below a head that is not understood, by its cells and by the numbers of people beside."""

from collections.abc import Sequence

from importers.cells.names import looks_like_person
from importers.grids.grid import Cell, text_of
from importers.layout import claims
from importers.layout.checklist import Checklist, Meaning
from importers.layout.header_words import meaning_of
from importers.layout.heads import fold_header
from store.text import clean

#: Fields that every person has an own value of, and what their cells look like.
_OF_A_PERSON = {"citizen_id": claims.NEAR_TWELVE, "birth_date": claims.BORN, "birth_year": claims.BIRTH_YEAR}
_FEWEST = 2  # people
_MOST = 0.8  # share of the rows
_SURE = 0.7
_ROWS = 30  # that are looked at


def name_column(heads: Sequence[tuple[str, str, str]], rows: Sequence[Sequence[Cell]], items: Checklist) -> int | None:
    """The one column of names below a head that is not understood; None: there is none, or more than one.

    Two kinds of evidence are needed: nearly all of its cells are names, each another, and nearly all of the same rows
    hold a CCCD or a birth date under a head that says so, beside one more column that is understood.

    Args:
        heads: the whole text, the lowest and the one above of each column.
        rows: below the header.
        items: the checklist.
    """
    meanings = [meaning_of(leaf, items, parent=above) for _, leaf, above in heads]
    known = {meaning.field for meaning in meanings if meaning.field is not None and meaning.confidence >= _SURE}
    own = [column for column, meaning in enumerate(meanings) if meaning.field in _OF_A_PERSON]
    if len(known - {"ordinal", "timestamp", "note"}) < 2 or not own:
        return None
    found = [
        column
        for column, meaning in enumerate(meanings)
        if _is_unknown(meaning, heads[column][1]) and _names_people(rows[:_ROWS], column, meanings, own)
    ]
    return found[0] if len(found) == 1 else None


def _is_unknown(meaning: Meaning, leaf: str) -> bool:
    return meaning.field is None and not meaning.confidence and fold_header(leaf) != ""


def _names_people(rows: Sequence[Sequence[Cell]], column: int, meanings: Sequence[Meaning], own: Sequence[int]) -> bool:
    held = [(clean(text), row) for row in rows if column < len(row) and (text := text_of(row[column]))]
    named = [(name, row) for name, row in held if looks_like_person(name)]
    beside = sum(any(_fits(row, at, meanings[at].field) for at in own) for _, row in named)
    different = len({name for name, _ in named})
    return (
        len(named) >= _FEWEST
        and len(named) >= _MOST * len(held)
        and different == len(named)
        and beside >= _MOST * different
    )


def _fits(row: Sequence[Cell], at: int, field: str | None) -> bool:
    return at < len(row) and field is not None and _OF_A_PERSON[field].match(text_of(row[at])) is not None
