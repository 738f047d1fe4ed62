"""Puts back the numbers that the station covered in a form or a roster of its own before it sent it out."""

from collections.abc import Iterable, Sequence

from importers.grids.grid import Cell, Grid, text_of
from store.database import Store
from store.masks import cover_numbers, is_covered
from store.models import Person
from store.people import staff, units
from store.receiving import kept
from store.receiving.form_mark import SHEET, TEMPLATE, FormMark
from store.receiving.other_station import other_station
from store.text import fold, format_date

#: Covered text -> (what it was, what stood beside it in its row) of every cell or person that it may be.
_Origins = dict[str, list[tuple[str, frozenset[str]]]]


_SAMPLE = 200  # rows of a sheet in which a list with covered numbers has one


def uncover(store: Store, grids: Sequence[Grid], mark: FormMark | None) -> None:
    """Replace covered numbers in the grids by those of the store; one that may be several numbers stays covered.

    In a form for people the numbers are those of the unit's people, in a mended file those of the file that it mends:
    rows may have been sorted, inserted and deleted since, so that a cell is known by what stands beside it. A list
    without a mark may be the roster of this station or of another: there name and birth must stand beside the number.
    In the form of another station they are of people whom this store does not know.
    """
    if mark is None:
        _uncover_roster(store, grids)
        return
    if other_station(store, mark):
        return
    origins = _of_people(store, mark) if mark.kind == TEMPLATE else _of_file(store, mark)
    for grid in grids:
        if origins and grid.sheet != SHEET:
            for number, row in grid.numbered():
                _uncover_row(row, number, origins)


def _uncover_roster(store: Store, grids: Sequence[Grid]) -> None:
    covered = [
        grid
        for grid in grids
        if any(isinstance(cell, str) and is_covered(cell) for row in grid.rows[:_SAMPLE] for cell in row)
    ]
    if not covered:
        return
    people = _by_covered_number(member.person for member in staff.members(store))
    for grid in covered:
        for row in grid.rows:
            for column, cell in enumerate(row):
                if isinstance(cell, str) and (found := people.get(cell.strip())):
                    beside = _beside(map(text_of, row), 0)
                    numbers = {number for number, words in found if len(words) > 1 and words <= beside}
                    if len(numbers) == 1:
                        row[column] = numbers.pop()


def _uncover_row(row: list[Cell], number: int, origins: _Origins) -> None:
    beside = _beside([text_of(cell) for cell in row], number)
    for column, cell in enumerate(row):
        if isinstance(cell, str) and (found := origins.get(cell.strip())):
            best = max(len(beside & words) for _, words in found)
            texts = {text for text, words in found if len(beside & words) == best}
            if len(texts) == 1:
                row[column] = texts.pop()


def _beside(texts: Iterable[str], number: int) -> frozenset[str]:
    """The texts that tell a row from the others: its row number and its cells that are not masked."""
    return frozenset((f"row {number}", *(fold(text) for text in texts if text and not is_covered(text))))


def _of_people(store: Store, mark: FormMark) -> _Origins:
    unit = units.find(store, mark.unit) or units.formerly(store, mark.unit)
    members = staff.members(store, unit_id=unit.id) if unit is not None else ()
    return _by_covered_number(member.person for member in members)


def _by_covered_number(people: Iterable[Person]) -> _Origins:
    origins: _Origins = {}
    for person in people:
        if person.citizen_id:
            words = frozenset(filter(None, (fold(person.full_name), fold(format_date(person.birth_date)))))
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
