"""Adds up figures of indicators by level: those of localities that are units, for each area or station above them."""

from collections.abc import Sequence
from dataclasses import replace

from store.database import Store
from store.figures import localities
from store.figures.indicators import Figure, IndicatorPaper, IndicatorTable, Line
from store.people import units
from store.people.tree import Level, tree


def by_level(store: Store, paper: IndicatorPaper, level: Level, top: int | None = None) -> IndicatorPaper:
    """Returns the paper with one line for each unit of a level, of all or only of those below `top`.

    Without `top` a locality that is no unit keeps its own line. The label of a line says how many of its localities
    have
    figures, so that a part is never read as the whole.
    """
    known, names = tree(store), units.names(store)
    groups = known.groups(level, top)
    unit_of = {each.name: each.unit_id for each in localities.all_localities(store, removed=True)}
    row_of = {name: groups.get(unit) if unit is not None else None for name, unit in unit_of.items()}

    def added(table: IndicatorTable) -> IndicatorTable:
        parts: dict[int | str, list[Line]] = {}
        for line in table.lines:
            above = row_of.get(line.now.locality)
            if above is not None or top is None:
                parts.setdefault(line.now.locality if above is None else above, []).append(line)
        lines = tuple(
            _line(known.label(of, names[of], level, top), own) if isinstance(of, int) else own[0]
            for of, own in parts.items()
        )
        inside = [line for own in parts.values() for line in own]
        missing = tuple(line.now.locality for own in parts.values() if len(own) > 1 for line in own if line.is_missing)
        elsewhere = tuple(name for name in table.elsewhere if top is None or row_of.get(name) is not None)
        of_places = (sum(not line.is_missing for line in inside), len(inside) + len(elsewhere))
        return replace(table, lines=lines, elsewhere=(*elsewhere, *missing), of_places=of_places)

    return replace(paper, tables=tuple(map(added, paper.tables)))


def _line(label: str, own: Sequence[Line]) -> Line:
    whole = [line for line in own if not line.is_missing]
    if len(whole) < len(own):
        label += f" ({len(whole)}/{len(own)} nơi có số)"
    targets = [line.target for line in own if line.target is not None]
    before = [line.before for line in own if line.before is not None and line.before.is_whole]
    return Line(
        _sum(label, [line.now for line in whole]),
        _sum(label, before) if before else None,
        sum(targets) if targets else None,
    )


def _sum(label: str, figures: Sequence[Figure]) -> Figure:
    """Adds up several figures; returns one without numbers when none of them has any."""
    numbers = [figure.numbers for figure in figures]
    if not numbers:
        return Figure(label)
    return Figure(label, sum(number for number, _ in numbers), sum(number for _, number in numbers))
