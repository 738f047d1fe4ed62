"""How far each item was at the end of each day on which somebody changed something: the trend.

Days that are over are kept in the store (`store.counting.day_ends`); today's are counted from the people.
"""

from datetime import date
from typing import NamedTuple

from store import clock
from store.checklist.items import checklist_items
from store.database import Store

#: Days that are shown, and looked back on, at most.
DAYS = 60


class DailyTotal(NamedTuple):
    """One item at the end of a day."""

    day: date
    done: int
    applicable: int


def totals(store: Store, *, days: int = DAYS) -> dict[str, tuple[DailyTotal, ...]]:
    """Item key -> its last so many kept days, oldest first; today is not among them."""
    keys = {item.id: item.key for item in checklist_items(store)}
    found: dict[str, list[DailyTotal]] = {key: [] for key in keys.values()}
    rows = store.rows(
        "SELECT day, item_id, done, applicable FROM daily_total WHERE day IN (SELECT DISTINCT day FROM daily_total"
        " WHERE day < ? ORDER BY day DESC LIMIT ?) ORDER BY day",
        (clock.today().isoformat(), days),
    )
    for day, item_id, done, applicable in rows:
        if item_id in keys:
            found[keys[item_id]].append(DailyTotal(date.fromisoformat(day), done, applicable))
    return {key: tuple(each) for key, each in found.items()}
