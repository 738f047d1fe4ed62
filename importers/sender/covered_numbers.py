"""Puts the numbers back that the station covered in a form of its own before it sent it out."""

from collections.abc import Iterable, Sequence

from importers.grids.grid import Cell, Grid, text_of
from store.database import Store
from store.masks import cover_numbers, is_covered
from store.people import staff, units
from store.receiving import kept
from store.receiving.form_mark import SHEET, TEMPLATE, FormMark
from store.text import fold, format_date

#: Covered text -> (what it was, what stood beside it in its row) of every cell or person that it may be.
_Origins = dict[str, list[tuple[str, frozenset[str]]]]


def uncover(store: Store, grids: Sequence[Grid], mark: FormMark) -> None:
    """Write into the grids what each covered cell was; one that may be several numbers stays covered.

    In a form for people the numbers are those of the unit's people, in a mended file those of the file that it mends:
    rows may have been sorted, inserted and deleted since, so that a cell is known by what stands beside it.
    """
    origins = _of_people(store, mark) if mark.kind == TEMPLATE else _of_file(store, mark)
    for grid in grids:
        if origins and grid.sheet != SHEET:
            for number, row in grid.numbered():
                _uncover_row(row, number, origins)


def _uncover_row(row: list[Cell], number: int, origins: _Origins) -> None:
    beside = _beside([text_of(cell) for cell in row], number)
    for column, cell in enumerate(row):
        if isinstance(cell, str) and (found := origins.get(cell.strip())):
            best = max(len(beside & words) for _, words in found)
            texts = {text for text, words in found if len(beside & words) == best}
            if len(texts) == 1:
                row[column] = texts.pop()


def _beside(texts: Iterable[str], number: int) -> frozenset[str]:
    """What tells a row from others: its cells, and its number as one of them."""
    return frozenset((f"row {number}", *(fold(text) for text in texts if text and not is_covered(text))))


def _of_people(store: Store, mark: FormMark) -> _Origins:
    unit = units.find(store, mark.unit) or units.formerly(store, mark.unit)
    origins: _Origins = {}
    for member in staff.members(store, unit_id=unit.id) if unit is not None else ():
        person = member.person
        words = frozenset((fold(person.full_name), format_date(person.birth_date)))
        if person.citizen_id:
            origins.setdefault(cover_numbers(person.citizen_id), []).append((person.citizen_id, words))
    return origins


def _of_file(store: Store, mark: FormMark) -> _Origins:
    origins: _Origins = {}
    if mark.submission is not None and kept.is_of_file(store, mark.submission, mark.sha256):
        for number, cells in kept.raw_rows(store, mark.submission):
            words = _beside(cells, number - 1)
            for text in cells:
                if (covered := cover_numbers(text)) != text:
                    origins.setdefault(covered, []).append((text, words))
    return origins
