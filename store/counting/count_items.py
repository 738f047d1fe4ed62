"""Reads what units that sent a filled-in form instead of names say of the items that the form counts."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from store.checklist.applicability import Rules
from store.counting.item_figures import ItemFigure
from store.database import Store

if TYPE_CHECKING:
    from store.forms.filled import Origin


class CountedUnit(NamedTuple):
    """One unit that is known by its counts alone."""

    origin: "Origin"
    people: int
    done: dict[str, int]  # by item key; an item that the form does not count is left out
    not_applicable: dict[str, int]  # by item key, where the form has a column for it

    def applicable(self, item: str) -> int:
        """How many people the item is asked of."""
        return self.people - self.not_applicable.get(item, 0)


def counted_units(store: Store) -> dict[int, CountedUnit]:
    """By unit: those whose counts are added because nobody of them is on the list by name (`statistics`)."""
    # Most stores have none, and what reads them takes 10 ms to import.
    if store.one("SELECT 1 FROM unit_count LIMIT 1") is None:
        return {}
    from store.forms import filled

    found = {}
    for unit_id, origin in filled.in_force(store).items():
        if store.one("SELECT 1 FROM staff WHERE unit_id = ? AND removed_at IS NULL LIMIT 1", (unit_id,)) is None:
            found[unit_id] = counted_unit(store, origin)
    return found


def counted_unit(store: Store, origin: "Origin") -> CountedUnit:
    """The sums of one filled-in form."""
    from store.campaigns.form import TOTAL
    from store.forms import library

    form = library.find(store, origin.form)

    def total(key: str) -> int:
        return sum(line.figures[key] for line in origin.lines)

    def by_item(counts: str) -> dict[str, int]:
        return {column.item: total(column.key) for column in form.figures if column.counts == counts}

    return CountedUnit(origin, total(TOTAL), by_item("done"), by_item("not_applicable"))


def with_counts(rules: Rules, figures: Sequence[ItemFigure], sent: Mapping[int, CountedUnit]) -> tuple[ItemFigure, ...]:
    """The figures with those of units that sent counts; the other items are of people by name alone."""
    found = []
    for figure in figures:
        counting = [
            unit
            for unit_id, unit in sent.items()
            if figure.item.key in unit.done and rules.may_apply_in_unit(figure.item, unit_id)
        ]
        done = figure.done + sum(unit.done[figure.item.key] for unit in counting)
        applicable = figure.applicable + sum(unit.applicable(figure.item.key) for unit in counting)
        found.append(figure._replace(done=done, applicable=applicable))
    return tuple(found)
