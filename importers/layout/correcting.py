"""Applies a person's corrections of what the columns of a table hold."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from importers.layout.sides import settle_pairs
from store.columns import FILE_COLUMNS
from store.field_ref import FieldKind, FieldRef
from store.models import PERSON_FIELDS, Item
from store.receiving.form_mark import FormMark
from store.receiving.plan import Column, Table
from store.text import clean, fold

Corrections = Mapping[str, Mapping[int, str | None]]

#: Of the kinds that belong to an item, in the order in which a person looks for them.
KINDS = (
    FieldKind.STATE, FieldKind.DONE, FieldKind.TODO, FieldKind.NOT_APPLICABLE, FieldKind.REASON, FieldKind.DONE_ON
)  # fmt: skip
_NAMES = frozenset({"full_name", "family_name", "given_name"})
_MANY = frozenset({"note"})  # several columns may be one


def fields(items: Sequence[Item], *, counts: bool = False) -> list[FieldRef]:
    """All fields that a column of a list of people, or with `counts` of a table of counts, may be corrected to."""
    if counts:
        kinds = (FieldKind.DONE, FieldKind.TODO, FieldKind.REASON)
        figures = [FieldRef.of_item(kind, item.key) for item in items for kind in kinds]
        return [*map(FieldRef.parse, ("department", "total", "ordinal")), *figures]
    of_items = [FieldRef.of_item(kind, item.key) for item in items for kind in KINDS]
    beside = (column.name for column in FILE_COLUMNS if column.is_offered)
    return [*map(FieldRef.parse, PERSON_FIELDS), *of_items, *map(FieldRef.parse, beside)]


def fingerprint(columns: Sequence[Column]) -> str:
    """A hash that is the same for two tables with the same heads in the same columns."""
    heads = "|".join(f"{column.index} {fold(clean(column.header))}" for column in columns)
    return hashlib.sha256(heads.encode()).hexdigest()


def names_people(fields: Iterable[str | None]) -> bool:
    """Whether some column names people."""
    return not _NAMES.isdisjoint(fields)


def corrected(columns: list[Column], corrections: Corrections) -> list[Column]:
    """The columns with the corrections applied; a column that was read as a corrected field loses it.

    A table of people stays as it was read if no column would name them any more.
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
    for place, (column, field) in enumerate(zip(columns, settle_pairs(settled), strict=True)):
        lost = column.field is not None and field is None
        sure = 1.0 if place in wanted else 0.0 if lost else column.confidence
        guess = None if place in wanted else column.guess
        ref = None if field is None else FieldRef.parse(field)
        rival = None if place in wanted or column.rival in wanted else column.rival
        answers.append(replace(column, field=ref, confidence=sure, guess=guess if ref is None else None, rival=rival))
    return answers


def columns_of_form(columns: Sequence[Column], mark: FormMark) -> list[Column]:
    """The columns as the station meant them when it made the form, whatever else their words may mean.

    A column that the unit added is understood by its words, unless it would be a second one of the same field.
    """
    fields = {clean(head): FieldRef.parse(field) for field, head in mark.heads}
    known = set(fields.values()) if any(clean(column.header) in fields for column in columns) else set()
    return [
        replace(column, field=field, confidence=1.0, guess=None)
        if (field := fields.get(clean(column.header))) is not None
        else replace(column, field=None, confidence=0.0)
        if column.field in known
        else column
        for column in columns
    ]


def with_one_more(
    table: Table, applied: Corrections, now: Corrections, place: int, field: str | None
) -> dict[str, dict[int, str | None]] | None:
    """Add the correction of one more column; None if no column of the table would name its people any more.

    Args:
        table: the table of the column.
        applied: the corrections by which the file was read.
        now: the corrections that are not kept yet.
        place: the place of the column in the table.
        field: the field that the column holds; None: it is passed over.
    """
    fields = [column.field for column in table.columns]
    after = [field if at == place else None if of == field else of for at, of in enumerate(fields)]
    if names_people(fields) and not names_people(after):
        return None
    corrections = {heads: dict(columns) for heads, columns in now.items()}
    of_table = corrections.setdefault(table.fingerprint, {})
    # The column that was this field until now is none any more, whoever chose it.
    for other, chosen in {**applied.get(table.fingerprint, {}), **of_table}.items():
        if chosen == field and field is not None and field not in _MANY:
            of_table[other] = None
    of_table[place] = field
    return corrections
