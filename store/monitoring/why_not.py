"""Vì sao chưa: the reasons why people who are asked for an item have not done it, in all units or in one."""

from collections import Counter
from typing import NamedTuple

from store.checklist.applicability import Pattern, Rules
from store.checklist.items import checklist_item
from store.counting.item_figures import counted_units, patterns
from store.database import Store
from store.monitoring.blockers import passing, reasons_of_counts


class WhyNot(NamedTuple):
    """A reason and the number of people who have it."""

    reason: str
    people: int  # by name
    counted: int  # in the figures that units sent instead of names: nobody of them can be listed

    @property
    def number(self) -> int:
        """The number of people who have the reason, by name and counted together."""
        return self.people + self.counted


def why_not(store: Store, item_key: str, *, unit_id: int | None = None) -> tuple[WhyNot, ...]:
    """Returns the reasons of an item, the commonest first, with the figures of units that sent no names included."""
    rules = Rules(store)
    people: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for unit, own in patterns(store, None if unit_id is None else [unit_id]).items():
        sector = rules.sector(unit)
        for pattern, number in own.items():
            for lack in rules.lacks(pattern, sector):
                if lack.item.key == item_key:
                    people[lack.reason] += number
    item = checklist_item(store, item_key)
    for unit, sent in counted_units(store).items():
        if unit_id in (None, unit) and rules.may_apply_in_unit(item, unit):
            for key, words, number in reasons_of_counts(store, rules, sent):
                if key == item_key:
                    counted[words] += number
    found = (WhyNot(words, people[words], counted[words]) for words in people | counted)
    return tuple(sorted(found, key=lambda each: (-each.number, each.reason)))


def people_of(store: Store, item_key: str, reason: str, unit_id: int | None) -> list[int]:
    """Returns the ids of the people who have a reason, as far as they are known by name."""
    rules = Rules(store)

    def has_reason(pattern: Pattern, unit: int) -> bool:
        lacks = rules.lacks(pattern, rules.sector(unit))
        return any(lack.item.key == item_key and lack.reason == reason for lack in lacks)

    return passing(store, None if unit_id is None else [unit_id], has_reason)
