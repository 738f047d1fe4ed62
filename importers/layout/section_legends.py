"""Reads each part of a list by its own legend, where rows that open parts explain the marks differently."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from importers.cells.legend import TICKS, Legend, legend_cells, legend_of
from importers.layout.found_table import FoundRow, FoundTable, Section
from importers.layout.section_names import says_state
from store.cells import cell_name
from store.models import State


def legends_of_sections(table: FoundTable) -> dict[int, Legend]:
    """0-based row that opens a part of a list -> its legend; {} if no legend changes what marks usually mean."""
    found: dict[int, Legend] = {}
    for section in _among_people(table):
        texts = legend_cells(table.grid.rows[section.row])
        legend = legend_of((text, cell_name(column, section.row + 1)) for column, text in texts)
        if legend.signs:
            found[section.row] = legend
    return found if any(map(_redefines, found.values())) else {}


def parts_by_legend(table: FoundTable) -> list[FoundTable]:
    """Split a table by the legends of its parts, `section_legends`; [table] if it has none.

    A row that explains marks and has nobody right below it explains those of all parts up to the next one that does.
    Ticks of a part that explains none are unclear beside such parts, unless its name says what its people have done.
    """
    if not table.section_legends:
        return [table]
    parts: dict[int, FoundTable] = {}
    for legend, row in _explained(table):
        part = parts.setdefault(id(legend), replace(table, rows=[], legend=legend))
        part.rows.append(row)
    return list(parts.values())


def _explained(table: FoundTable) -> Iterator[tuple[Legend, FoundRow]]:
    """Yield each row of people with its legend."""
    legends: Mapping[int, Legend] = table.section_legends
    unclear = replace(table.legend, signs={**table.legend.signs, **dict.fromkeys(TICKS, State.UNKNOWN)})
    opened = _among_people(table)
    legend, is_of_all, at = unclear, False, 0
    for row in table.rows:
        while at < len(opened) and opened[at].row < row.number:
            own = legends.get(opened[at].row)
            if own is not None:
                legend, is_of_all = own, True
            elif not is_of_all:
                legend = table.legend if says_state(opened[at].name) else unclear
            at += 1
        is_of_all = False
        yield legend, row


def _among_people(table: FoundTable) -> list[Section]:
    last = table.rows[-1].number if table.rows else -1
    return [section for section in table.sections if table.last_header_row < section.row < last]


def _redefines(legend: Legend) -> bool:
    return any(state is not State.DONE for sign, state in legend.signs.items() if sign in ("", *TICKS))
