"""Corrects the columns of a table by all of them together: a name in three parts, a second column of names."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from importers.grids.grid import Cell, text_of
from importers.layout.heads import HEADS, fold_header
from store.field_ref import FieldKind, FieldRef
from store.receiving.plan import Column
from store.text import clean, fold

_BY_OTHERS = 0.8  # of a head that decides together with its neighbours
_MIDDLE_NAME = HEADS.pattern("middle_name")
_COUNTED = (FieldKind.DONE, FieldKind.TODO)


def settled(columns: list[Column], rows: Sequence[Sequence[Cell]]) -> list[Column]:
    """Correct the columns of a table by all of them together: a name in three parts, a second column of names."""
    return _without_other_people(_without_listed_names(_with_middle_name(columns), rows), rows)


def _with_middle_name(columns: list[Column]) -> list[Column]:
    """Take a column "Chữ lót" between "Họ" and "Tên" as the middle name."""
    at = {str(column.field): column.index for column in columns if column.field}
    first, last = at.get("family_name"), at.get("given_name")
    if first is None or last is None:
        return columns
    heads = {"", *(fold_header(column.header) for column in columns if column.index == first)}
    return [
        replace(column, field=FieldRef.parse("middle_name"), confidence=_BY_OTHERS)
        if first < column.index < last and column.field is None and _is_middle(column.header, heads)
        else column
        for column in columns
    ]


def _is_middle(header: str, heads: Collection[str]) -> bool:
    return fold_header(header) in heads or _MIDDLE_NAME.fullmatch(fold_header(header.rpartition(" / ")[2])) is not None


def _without_other_people(columns: list[Column], rows: Sequence[Sequence[Cell]]) -> list[Column]:
    """Leave out the columns right of a second column of names that differ from the first in some row."""
    names = next((column for column in columns if column.field == "full_name"), None)
    if names is None:
        return columns
    right = (column for column in columns if column.index > names.index and column.field is None)
    again = next((c.index for c in right if fold_header(c.header) == fold_header(names.header)), None)
    if again is None or not _differ(rows, names.index, again):
        return columns
    return [replace(column, field=None, confidence=0.0) if column.index > again else column for column in columns]


def _differ(rows: Sequence[Sequence[Cell]], first: int, second: int) -> bool:
    both = [(clean(text_of(row[first])), clean(text_of(row[second]))) for row in rows if second < len(row)]
    return any(left and right and fold(left) != fold(right) for left, right in both)


def _without_listed_names(columns: list[Column], rows: Sequence[Sequence[Cell]]) -> list[Column]:
    """In a table of counts by department, leave out a column that lists the names of those counted."""
    by_kind = {kind: [c.index for c in columns if c.field and c.field.kind is kind] for kind in _COUNTED}
    fields = {column.field for column in columns}
    is_counted = "total" in fields and fields & {"department", "unit"} and all(by_kind.values())
    if not is_counted or "full_name" not in fields:
        return columns
    indexes = [index for of_kind in by_kind.values() for index in of_kind]
    texts = [text for at in indexes for row in rows if at < len(row) and (text := text_of(row[at]))]
    if not all(map(str.isdecimal, texts)) or not any(int(text) > 1 for text in texts):
        return columns
    return [
        replace(column, field=None, confidence=0.0) if column.field == "full_name" else column for column in columns
    ]
