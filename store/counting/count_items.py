"""What units that sent counts instead of names say of the checklist: the three items that Phụ lục 1 counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store.checklist.applicability import Rules
from store.counting.item_figures import ItemFigure
from store.database import Store

if TYPE_CHECKING:
    from store.counting.unit_counts import Origin

#: The figure of Phụ lục 1 that counts who has done an item.
FIGURE_OF_ITEM = {"level2_account": "level2_done", "health_book": "health_book", "bhyt_linked": "bhyt_done"}


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """One unit that is known by its counts alone."""

    origin: "Origin"
    people: int
    done: dict[str, int]  # by item key; an item that the form does not count is left out


def counted_units(store: Store) -> dict[int, CountedUnit]:
    """By unit: those whose counts are added because nobody of them is on the list by name (`statistics`)."""
    # Most stores have none, and what reads them takes 10 ms to import.
    if store.one("SELECT 1 FROM unit_count LIMIT 1") is None:
        return {}
    from store.counting import unit_counts

    found = {}
    for unit_id, origin in unit_counts.in_force(store).items():
        row = store.one("SELECT 1 FROM staff WHERE unit_id = ? AND removed_at IS NULL LIMIT 1", (unit_id,))
        if row is None:
            found[unit_id] = counted_unit(origin)
    return found


def counted_unit(origin: "Origin") -> CountedUnit:
    """The sums of one summary."""
    return CountedUnit(
        origin,
        sum(line.total for line in origin.lines),
        {key: sum(getattr(line, figure) for line in origin.lines) for key, figure in FIGURE_OF_ITEM.items()},
    )


def with_counts(rules: Rules, figures: Sequence[ItemFigure], sent: Mapping[int, CountedUnit]) -> tuple[ItemFigure, ...]:
    """The figures with those of units that sent counts; the other items are of people by name alone."""
    found = []
    for figure in figures:
        counting = [
            unit
            for unit_id, unit in sent.items()
            if figure.item.key in unit.done and rules.asks_unit(figure.item, unit_id)
        ]
        done = figure.done + sum(unit.done[figure.item.key] for unit in counting)
        found.append(replace(figure, done=done, applicable=figure.applicable + sum(unit.people for unit in counting)))
    return tuple(found)
