"""What units that sent counts instead of names say of the checklist: the three items that Phụ lục 1 counts."""

from dataclasses import dataclass

from store import unit_counts
from store.database import Store
from store.unit_counts import Origin

#: The figure of Phụ lục 1 that counts who has done an item.
FIGURE_OF_ITEM = {"level2_account": "level2_done", "health_book": "health_book", "bhyt_linked": "bhyt_done"}


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """One unit that is known by its counts alone."""

    origin: Origin
    people: int
    done: dict[str, int]  # by item key; an item that the form does not count is left out


def counted_units(store: Store) -> dict[int, CountedUnit]:
    """By unit: those whose counts are added because nobody of them is on the list by name (store.statistics)."""
    found = {}
    for unit_id, origin in unit_counts.in_force(store).items():
        row = store.connection.execute(
            "SELECT 1 FROM staff WHERE unit_id = ? AND removed_at IS NULL LIMIT 1", (unit_id,)
        ).fetchone()
        if row is None:
            found[unit_id] = CountedUnit(
                origin,
                sum(line.total for line in origin.lines),
                {key: sum(getattr(line, figure) for line in origin.lines) for key, figure in FIGURE_OF_ITEM.items()},
            )
    return found
