"""Việc chặn 100 %: the people who still lack an item below its target, grouped so that one call solves most."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from typing import TYPE_CHECKING

from store.checklist.applicability import ADMINISTRATIVE, NO_SMARTPHONE, Lack, Pattern, Rules, is_only_for
from store.checklist.reasons import NO_REASON
from store.counting.item_figures import CountedUnit, ItemFigure, Patterns
from store.database import IDS, Store, in_units
from store.frozen import frozen
from store.models import Item
from store.text import fold

if TYPE_CHECKING:
    from store.forms.filled import Origin


@frozen
class Blocker:
    """People of one unit who lack one item for one reason."""

    unit_id: int
    unit: str
    contact: str | None  # whom to call, as the unit's form says
    item: Item
    reason: str
    people: int
    follows: tuple[str, ...]  # short titles of the items that wait for this one
    asked: frozenset[str]  # keys of the items whose target is not reached, when it was counted
    origin: "Origin | None" = None  # of counts that a unit sent instead of names: nobody can be listed
    waiting: int = 0  # how many items those are, each counted for each of the people who lack it too


@frozen
class Call:
    """Everything that one unit lacks, so that one telephone call can ask for all of it."""

    unit_id: int
    unit: str
    contact: str | None
    groups: tuple[Blocker, ...]  # the largest first

    @property
    def lacking(self) -> int:
        """The number of items that people lack; somebody who lacks two counts twice, as in lists and papers."""
        return sum(each.people + each.waiting for each in self.groups)

    @property
    def waiting(self) -> int:
        """The number of lacking items that wait for another item that the same person lacks."""
        return sum(each.waiting for each in self.groups)

    @property
    def reasons(self) -> tuple[tuple[str, tuple[Blocker, ...]], ...]:
        """The blockers grouped by reason, the reason with the most people first."""
        found: defaultdict[str, list[Blocker]] = defaultdict(list)
        for each in self.groups:
            found[each.reason].append(each)
        ordered = sorted(found.items(), key=lambda pair: -sum(each.people for each in pair[1]))
        return tuple((reason, tuple(groups)) for reason, groups in ordered)


def calls(groups: Iterable[Blocker]) -> tuple[Call, ...]:
    """Groups blockers by unit, the unit that lacks most items first."""
    found: defaultdict[int, list[Blocker]] = defaultdict(list)
    for each in groups:
        found[each.unit_id].append(each)
    by_unit = (Call(unit_id, own[0].unit, own[0].contact, tuple(own)) for unit_id, own in found.items())
    return tuple(sorted(by_unit, key=lambda call: (-call.lacking, call.unit)))


def blockers(
    store: Store, rules: Rules, people: Patterns, figures: tuple[ItemFigure, ...], sent: Mapping[int, CountedUnit]
) -> tuple[Blocker, ...]:
    """Groups the people who lack an item by unit, item and reason, the largest group first.

    Only items below their target count. Somebody who lacks an item because they lack another one that it requires
    counts
    at the required one alone. The figures that a unit `sent` do not say who lacks both, so they count at each item.
    """
    asked = frozenset(figure.item.key for figure in figures if figure.to_target)
    numbers: Counter[tuple[int, str, str]] = Counter()
    waiting: defaultdict[tuple[int, str, str], set[str]] = defaultdict(set)
    waits: Counter[tuple[int, str, str]] = Counter()
    known: dict[tuple[Pattern, str], list[tuple[Lack, set[str]]]] = {}
    for unit_id, own in people.items():
        sector = rules.sector(unit_id)
        for pattern, number in own.items():
            if (roots := known.get((pattern, sector))) is None:
                roots = known[pattern, sector] = _roots(rules, pattern, sector, asked)
            for lack, follows in roots:
                key = (unit_id, lack.item.key, lack.reason)
                numbers[key] += number
                waiting[key] |= follows
                waits[key] += number * len(follows)
    units = {number: (name, contact) for number, name, contact in store.rows("SELECT id, name, contact FROM unit")}
    items = {item.key: item for item in rules.items}
    order = {item.key: item.position for item in rules.items}

    def blocker(key: tuple[int, str, str]) -> Blocker:
        unit_id, item, reason = key
        name, contact = units[unit_id]
        titles = tuple(other.short_title for other in rules.items if other.key in waiting[key])
        return Blocker(unit_id, name, contact, items[item], reason, numbers[key], titles, asked, waiting=waits[key])

    keys = sorted(numbers, key=lambda key: (-numbers[key], -len(waiting[key]), order[key[1]], key))
    by_name = [blocker(key) for key in keys]
    by_file = [
        Blocker(unit_id, *units[unit_id], items[item], reason, number, (), asked, unit.origin)
        for unit_id, unit in sent.items()
        for item, reason, number in reasons_of_counts(store, rules, unit)
        if item in asked and rules.may_apply_in_unit(items[item], unit_id)
    ]
    return tuple(sorted([*by_name, *by_file], key=lambda each: -each.people))


def reasons_of_counts(store: Store, rules: Rules, unit: CountedUnit) -> list[tuple[str, str, int]]:
    """Returns (item, reason, number of people) for what the people of a unit that sent figures lack."""
    from store.forms import counts, library  # few stores have counts, and the first screen waits for what it imports

    form = library.find(store, unit.origin.form)
    (row,) = counts.filled_rows(store, form, unit.origin, "unit")
    reasons = {column.item: row.reasons[column.key] for column in form.reasons if column.side == "todo"}
    found = []
    for item in (each for each in rules.items if each.key in unit.done):
        rest = unit.applicable(item) - unit.done[item.key]
        for words, number in reasons.get(item.key, ()):
            if fold(words) == NO_SMARTPHONE and is_only_for(item.applies_to, "smartphone"):
                continue  # it is not asked of them
            if number:
                found.append((item.key, words, number))
                rest -= number
        if rest > 0:  # words that say their own numbers are kept whole, and the form has none for a health book
            own = "; ".join(words for words, number in reasons.get(item.key, ()) if not number)
            found.append((item.key, own or NO_REASON, rest))
    return found


def _roots(rules: Rules, pattern: Pattern, sector: str, asked: Set[str]) -> list[tuple[Lack, set[str]]]:
    """Returns the lacks to call about, each with the keys of items that wait for it; only items in `asked` count."""
    lacks = {lack.item.key: lack for lack in rules.lacks(pattern, sector) if lack.item.key in asked}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key in lacks:
        root = key
        while (needed := lacks[root].because_of) and needed in lacks:
            root = needed
        found[root] |= {key}
    return [(lacks[root], keys - {root}) for root, keys in found.items()]


def people_of(store: Store, blocker: Blocker) -> list[int]:
    """Returns the ids of the people whom a blocker counts."""
    rules = Rules(store)

    def counted(pattern: Pattern, unit_id: int) -> bool:
        roots = _roots(rules, pattern, rules.sector(unit_id), blocker.asked)
        return any(lack.item.key == blocker.item.key and lack.reason == blocker.reason for lack, _ in roots)

    return passing(store, [blocker.unit_id], counted)


def people_lacking(store: Store, item_key: str, units: Collection[int] | None = None) -> list[int]:
    """Returns the ids of the people, of some units or all, who lack an item that is asked of them."""
    rules = Rules(store)

    def lacking(pattern: Pattern, unit_id: int) -> bool:
        return any(lack.item.key == item_key for lack in rules.lacks(pattern, rules.sector(unit_id)))

    return passing(store, units, lacking)


def passing(store: Store, units: Collection[int] | None, passes: Callable[[Pattern, int], bool]) -> list[int]:
    """Returns the ids of the staff, of some units or all, for whose pattern and unit `passes` is true."""
    where, values = in_units(units)
    rows = store.rows(
        f"SELECT id, unit_id, states, reasons, {ADMINISTRATIVE}, smartphone FROM staff INDEXED BY staff_statistics"
        f" WHERE {where}removed_at IS NULL",
        values,
    )
    known: dict[tuple[int, Pattern], bool] = {}
    found = []
    for staff_id, unit, *pattern in rows:
        key = (unit, tuple(pattern))
        if key not in known:
            known[key] = passes(key[1], unit)
        if known[key]:
            found.append(staff_id)
    keyed = store.by_ids(f"SELECT sort_key, id FROM staff WHERE id IN {IDS}", found)
    return [staff_id for _, staff_id in sorted(keyed)]
