"""Lists the columns of a file about whose meaning the person is asked, with what is known of each."""

from collections.abc import Sequence

from importers.grids.grid import text_of
from importers.layout.claims import Cells
from importers.layout.correcting import fingerprint
from importers.layout.tables import FoundTable
from store.receiving.doubt import Doubt
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
