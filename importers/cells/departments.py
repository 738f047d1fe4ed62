"""Reads the column of departments of a table of people."""

from collections.abc import Collection, Mapping, Sequence

from importers.grids.grid import ERRORS, text_of
from importers.layout.found_table import FoundTable
from store.field_ref import FieldRef
from store.masks import without_numbers
from store.text import clean, fold

_DROPPED = "Đã bỏ dãy số dài trong tên khoa/phòng"
_FEWEST = 3  # people of whom each would have a department alone


def departments_of(
    table: FoundTable, unclear: Mapping[int, Collection[int]], remarks: list[str], *, is_ours: bool
) -> list[str] | None:
    """The department in the cells of each row, "" where there is none; None: the table has no such column.

    Where several names stand once each, they were written for the first of their people only, and fill the blank cells
    below; not in a form that the program wrote, which has the department of each.

    Args:
        table: the table.
        unclear: by number of the row the columns whose cell says nothing (`importers.cells.dittos`).
        remarks: where it is said that long numbers were left out, and blank cells filled or not.
        is_ours: the program wrote the table.
    """
    at = _column(table, "department")
    if at is None and (at := _column(table, "unit")) is not None:
        # Where a column of units names several, they tell people apart as departments do.
        named = {fold(text) for row in table.rows if at < len(row.cells) and (text := text_of(row.cells[at]))}
        at = at if len(named) > 1 else None
    if at is None:
        return None
    departments = [
        clean(text_of(row.cells[at])) if at < len(row.cells) and at not in unclear.get(row.number, ()) else ""
        for row in table.rows
    ]
    if len(departments) > _FEWEST and len(set(departments)) == len(departments) and all(map(str.isdigit, departments)):
        return None  # a running number: each has one of its own
    bare = {text: without_numbers(text) for text in set(departments)}
    if any(text != name for text, name in bare.items()) and _DROPPED not in remarks:
        remarks.append(_DROPPED)
    departments = [bare[text] for text in departments]
    if not is_ours and _once_for_all(departments):
        if len(departments) - departments.count("") == 1:
            remarks.append(f"Khoa/phòng chỉ ghi ở dòng đầu ({departments[0]}): các dòng để trống chưa rõ khoa/phòng")
            return departments
        if blank := departments.count(""):
            remarks.append(f"Khoa/phòng để trống ở {blank} dòng: hiểu là cùng khoa/phòng với dòng trên")
        for place in range(1, len(departments)):
            departments[place] = departments[place] or departments[place - 1]
    return departments if ERRORS.isdisjoint(departments) else ["" if text in ERRORS else text for text in departments]


def _column(table: FoundTable, field: str) -> int | None:
    """The last column of a field, as `PeopleReader` takes it."""
    return {column.field: column.index for column in table.columns}.get(FieldRef.parse(field))


def _once_for_all(departments: Sequence[str]) -> bool:
    named = [text for text in departments if text]
    begins = bool(departments and departments[0])
    return begins and len(set(named)) == len(named) and 2 * len(named) <= len(departments)
