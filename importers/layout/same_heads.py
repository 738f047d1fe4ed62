"""Decides the columns of tables of a file that have the same heads together, by the rows of them all."""

from collections.abc import Callable, Sequence

from importers.layout.checklist import Checklist
from importers.layout.columns import assign_fields
from importers.layout.correcting import fingerprint, names_people
from importers.layout.found_table import FoundTable
from store.receiving.plan import Column

_SAMPLE = 200  # rows of all tables together from which the fields are decided


def weigh_together(
    tables: Sequence[FoundTable], items: Checklist, correct: Callable[[list[Column]], list[Column]]
) -> None:
    """Decide the columns of tables with the same heads once, by the rows of them all, where they were read differently.

    A short table shows little of a column, or nothing: it would be read in its own way, and so would its blank cells.

    Args:
        tables: of one file, with their rows; their columns are replaced.
        items: the checklist.
        correct: as for `importers.layout.tables.find_tables`.
    """
    forms: dict[tuple[str, str], list[FoundTable]] = {}
    about: dict[tuple[str, str], str] = {}  # (sheet, heads) -> the title above the first of its tables
    for table in tables:
        if table.heads and table.rows and not table.counts:
            heads = fingerprint(table.columns)
            title = about.setdefault((table.sheet, heads), table.about)
            forms.setdefault((heads, table.about or title), []).append(table)
    for of_form in forms.values():
        if len({_read_as(table) for table in of_form}) < 2:
            continue
        each = max(1, _SAMPLE // len(of_form))
        rows = [row.cells for table in of_form for row in table.rows[:each]]
        columns = correct(assign_fields(of_form[0].heads, rows, items, of_form[0].about))
        if names_people(column.field for column in columns):
            for table in of_form:
                table.columns = list(columns)


def _read_as(table: FoundTable) -> tuple[object, ...]:
    return tuple((column.field, column.guess, column.rival) for column in table.columns)
