"""Finds the rows of a list whose cells stand in other columns than they belong to.

Their CCCD or birth date stands below another head; or, where they have no CCCD, a tick stands in its place.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from importers.cells.marks import mark_of
from importers.cells.values import citizen_id
from importers.grids.grid import Cell, text_of
from importers.layout.found_table import FoundRow, FoundTable
from importers.patterns import when_needed
from store.cells import cell_name
from store.field_ref import FieldKind, FieldRef
from store.models import Person, State
from store.outcome import Problem
from store.receiving.plan import Column
from store.text import clean

CODE = "row_shifted"
_DIGITS = 12
_LEAST, _MOST = 10**10, 10**12  # of a CCCD that is kept as a number, without its 0 in front
_CARD = when_needed(r"['`’]?\d{12}")
_BORN = when_needed(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19[3-9]|200)\d")
_BORN_YEARS = range(1930, 2010)
_FEW = 0.2  # of the other rows: such values stand in that column by rights where there are more
_WITH_NUMBERS = ("note", "phone", "insurance_number")  # columns in which somebody may write a CCCD or a date
_NAMES = ("ordinal", "full_name", "family_name", "given_name")
_BEFORE = ("birth_date", "citizen_id", "department", "unit")  # that are kept where they stand before the shift


class Shift(NamedTuple):
    """What shows that a row is shifted."""

    what: str  # Vietnamese: the value
    at: int  # 0-based column in which it stands
    first: int  # 0-based column from which on no cell can be trusted


def shifted_rows(table: FoundTable) -> dict[int, Shift]:
    """Find the shifted rows, by their 0-based number.

    A CCCD or birth date, known by its form, is below another head than in most rows, in a column where few rows have
    such a value. A blank column, or one of notes and other numbers, shows nothing.
    """
    found: dict[int, Shift] = {}
    for field, what, is_such in (("citizen_id", "số CCCD", _is_card), ("birth_date", "ngày sinh", _is_born)):
        home = next((column.index for column in table.columns if column.field == field), None)
        if home is None:
            continue
        off = [row for row in table.rows if not is_such(_at(row, home))]
        if not off or 2 * len(off) > len(table.rows):
            continue
        strange: dict[int, bool] = {}  # column -> whether such a value stands there by mistake
        for row in off:
            for at, cell in enumerate(row.cells):
                if at == home or not is_such(cell):
                    continue
                if at not in strange:
                    strange[at] = _is_strange(table, home, at, is_such)
                if strange[at]:
                    first = min(home, at)
                    before = found.get(row.number)
                    found[row.number] = (
                        before._replace(first=min(first, before.first)) if before else Shift(what, at, first)
                    )
                    break
        if field == "citizen_id":
            found |= {
                row.number: shift for row in off if row.number not in found and (shift := _ticked(table, home, row))
            }
    return found


def _ticked(table: FoundTable, home: int, row: FoundRow) -> Shift | None:
    """The shift of a row in which a tick of an item stands where the CCCD would be, and nothing below the last item."""
    text = clean(text_of(_at(row, home)))
    mark = mark_of(text) if len(text) == 1 else None
    items = [
        column.index for column in table.columns if column.field is not None and column.field.kind is FieldKind.STATE
    ]
    if mark is None or mark.state is not State.DONE or not items or text_of(_at(row, max(items))):
        return None
    return Shift(f"dấu “{text}”", home, home)


def _is_strange(table: FoundTable, home: int, at: int, is_such: Callable[[Cell], bool]) -> bool:
    """Whether a CCCD or date does not belong in a column, by its head and by the rows that have theirs in place."""
    column = next((column for column in table.columns if column.index == at), None)
    others = [cell for row in table.rows if is_such(_at(row, home)) and text_of(cell := _at(row, at))]
    if not others:
        return column is None or not column.header
    if column is not None and (column.field in _WITH_NUMBERS or (column.field is None and column.header)):
        return False
    return sum(map(is_such, others)) < _FEW * len(others)


def left_out(columns: Sequence[Column], first: int) -> set[int]:
    """The 0-based columns of which a shifted row's cells are not taken."""
    kept = {FieldRef.parse(name) for name in _NAMES}
    before = {FieldRef.parse(name) for name in _BEFORE}
    return {
        column.index
        for column in columns
        if column.field not in kept and not (column.index < first and column.field in before)
    }


def number_of(cells: Sequence[str], person: Person) -> str | None:
    """The CCCD of a shifted row, where it is the only one and nothing contradicts it."""
    numbers = [text for text in cells if _is_card(text)]
    parsed = citizen_id(numbers[0], person.sex, person.birth_date) if len(numbers) == 1 else None
    return parsed.value if parsed is not None and not parsed.code else None


def problem_of(row: int, shift: Shift, columns: Sequence[Column]) -> Problem:
    """The problem that reports a shifted row, 1-based; its cell is the first that is not trusted."""
    head = next((clean(column.header) for column in columns if column.index == shift.at), "")
    where = f"“{head}”" if head else f"{cell_name(shift.at, 1)[:-1]} (không có tiêu đề)"
    message = f"Dòng {row}: {shift.what} nằm ở cột {where}, có lẽ các ô bị lệch; không đọc các mục của dòng này"
    return Problem("", CODE, message, cell_name(shift.first, row), "Hãy đưa các ô về đúng cột")


def _at(row: FoundRow, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else None


def _is_card(cell: Cell) -> bool:
    if isinstance(cell, str):
        size = len(cell)
        return size >= _DIGITS and ((size == _DIGITS and cell.isdecimal()) or _CARD.fullmatch(cell.strip()) is not None)
    return isinstance(cell, (int, float)) and _LEAST <= cell < _MOST


def _is_born(cell: Cell) -> bool:
    if isinstance(cell, date):
        return cell.year in _BORN_YEARS
    return isinstance(cell, str) and len(cell) > 7 and _BORN.fullmatch(cell.strip()) is not None
