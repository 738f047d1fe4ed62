"""Corrections of columns by a person: which there may be, and what becomes of the other columns."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from importers.layout.columns import paired
from store.field_ref import FieldRef
from store.models import PERSON_FIELDS, Item
from store.receiving.plan import Column
from store.text import clean, fold

Corrections = Mapping[str, Mapping[int, str | None]]

#: Of the kinds that belong to an item, in the order in which a person looks for them.
KINDS = ("state", "done", "todo", "na", "reason", "done_on")
_NAMES = frozenset({"full_name", "family_name", "given_name"})
_MANY = frozenset({"note"})  # several columns may be one
_BESIDE_PEOPLE = (
    "department", "unit", "ordinal", "family_name", "given_name", "birth_day", "birth_month", "birth_year",
    "birth_male", "birth_female", "male", "female",
)  # fmt: skip


def fields(items: Sequence[Item], *, counts: bool = False) -> list[str]:
    """Everything that a column may be corrected to; `counts`: of a table that counts people."""
    if counts:
        figures = [f"{kind}.{item.key}" for item in items for kind in ("done", "todo", "reason")]
        return ["department", "total", "ordinal", *figures]
    of_items = [f"{kind}.{item.key}" for item in items for kind in KINDS]
    return [*PERSON_FIELDS, *of_items, *_BESIDE_PEOPLE]


def fingerprint(columns: Sequence[Column]) -> str:
    """The same for two tables with the same heads in the same columns."""
    heads = "|".join(f"{column.index} {fold(clean(column.header))}" for column in columns)
    return hashlib.sha256(heads.encode()).hexdigest()


def names_people(fields: Iterable[str | None]) -> bool:
    """Whether some column names people."""
    return not _NAMES.isdisjoint(fields)


def corrected(columns: list[Column], corrections: Corrections) -> list[Column]:
    """The columns as the person wants them; one that had the same field until now has none any more.

    A table of people stays as it was read where nothing would name them.
    """
    wanted = corrections.get(fingerprint(columns)) if corrections else None
    if not wanted:
        return columns
    taken = {field for field in wanted.values() if field is not None and field not in _MANY}
    settled = [
        wanted.get(place, None if column.field in taken else column.field) for place, column in enumerate(columns)
    ]
    if names_people(column.field for column in columns) and not names_people(settled):
        return columns
    answers = []
    for place, (column, field) in enumerate(zip(columns, paired(settled), strict=True)):
        lost = column.field is not None and field is None
        sure = 1.0 if place in wanted else 0.0 if lost else column.confidence
        answers.append(replace(column, field=None if field is None else FieldRef.parse(field), confidence=sure))
    return answers
