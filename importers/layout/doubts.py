"""Lists the columns of a file that the person is to look at: in doubt, not understood, of an item and all blank."""

from collections.abc import Sequence

from importers.grids.grid import Cell, different_cells, text_of
from importers.layout.claims import Cells
from importers.layout.columns import SURE_ENOUGH
from importers.layout.correcting import fingerprint
from importers.layout.found_table import FoundTable
from importers.layout.header_words import round_of, without_round
from store.field_ref import FieldKind
from store.receiving.doubt import Doubt
from store.receiving.plan import Column
from store.text import clean

_EXAMPLES = 3


def doubts_of(tables: Sequence[FoundTable]) -> list[Doubt]:
    """The columns in doubt of tables that have the same heads, as one doubt each."""
    doubts = []
    first = tables[0]
    for place, column in enumerate(first.columns):
        if column.guess is None:
            continue
        filled = [
            (row.number + 1, clean(text))
            for table in tables
            for row in table.rows
            if column.index < len(row.cells) and (text := text_of(row.cells[column.index]))
        ]
        if filled:
            marks = Cells([text for _, text in filled]).commonest_marks(_EXAMPLES)
            doubt = Doubt(
                first.sheet,
                fingerprint(first.columns),
                place,
                column.index,
                clean(column.header),
                column.guess.field,
                column.guess.speaks_for,
                column.guess.speaks_against,
                len(filled),
                marks,
                tuple(number for number, _ in filled[:_EXAMPLES]),
            )
            doubts.append(doubt)
    return doubts


def blank_items(tables: Sequence[FoundTable]) -> list[str]:
    """The heads of columns of items that are blank in all rows of tables that have the same heads.

    Who marks by colour leaves cells blank: no colour is read. It is no loss beside another column of the same item.
    """
    rows = [row.cells for table in tables for row in table.rows]
    read = {column.field for column in tables[0].columns}
    held = ((column, column.field or (column.guess.field if column.guess else None)) for column in tables[0].columns)
    return [
        clean(column.header)
        for column, field in held
        if field is not None
        and (column.guess is None or field not in read)
        and field.kind is FieldKind.STATE
        and not any(map(text_of, different_cells(rows, column.index)))
    ]


def is_unread(column: Column) -> bool:
    """Whether the column was not understood or is in doubt; a known column that is deliberately not kept is neither."""
    return column.field is None and (column.guess is not None or column.confidence < SURE_ENOUGH)


def unread_columns(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Column]:
    """The columns with filled cells whose header was not understood.

    Columns of known headers that are deliberately not read have a high confidence and are left out, and so are those
    that are asked about.
    """
    return [
        column
        for column in columns
        if is_unread(column)
        and column.guess is None
        and any(column.index < len(row) and text_of(row[column.index]) for row in rows)
    ]


def older_columns(columns: Sequence[Column]) -> dict[int, list[int]]:
    """Column of the newest month or week, which is read -> columns of the older ones; all as places in `columns`."""
    at_times = [at for at, column in enumerate(columns) if round_of(column.header) is not None]
    found: dict[int, list[int]] = {}
    for newest in at_times:
        field = columns[newest].field
        if field is not None and field.item is not None:
            of_item = without_round(columns[newest].header)
            older = [
                at
                for at in at_times
                if columns[at].field is None
                and not is_unread(columns[at])
                and without_round(columns[at].header) == of_item
            ]
            if older:
                found[newest] = older
    return found


def older_rounds(columns: Sequence[Column]) -> dict[str, list[str]]:
    """Head of the newest column -> heads of the older ones, of `older_columns`."""
    return {
        clean(columns[newest].header): [clean(columns[at].header) for at in older]
        for newest, older in older_columns(columns).items()
    }


def doubtful_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns that were taken as an item with a low confidence; the person is asked to check them."""
    return [c for c in columns if c.field and c.field.item and c.confidence < SURE_ENOUGH]
