"""Counts for each item the people who have done it and those to whom it applies, in total and per unit."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from store.checklist.applicability import ADMINISTRATIVE, NO_SMARTPHONE, Pattern, Rules, is_only_for
from store.checklist.checklist import UNKNOWN, code_at, contradictions, unpack_states
from store.checklist.items import checklist_items
from store.checklist.reasons import known as known_reasons
from store.database import Store, in_units
from store.models import Item
from store.people.units import has_people
from store.text import fold

if TYPE_CHECKING:
    from store.campaigns.form import Column
    from store.forms.filled import Origin


class SectorFigures(NamedTuple):
    """The people of one sector, and the figures of the items that are asked of them."""

    sector: str  # "health", or "other" for all other units
    people: int
    items: tuple["ItemFigure", ...]


#: unit id -> pattern -> how many people; units without anybody are left out
Patterns = Mapping[int, Mapping[Pattern, int]]


class ItemFigure(NamedTuple):
    """The figures of one item among the people to whom it applies."""

    item: Item
    done: int
    applicable: int
    unknown: int = 0  # of those who are not đã: nobody told anything of them

    @property
    def rate(self) -> float | None:
        """The share who have the item, 0.0 to 1.0; None when it applies to nobody."""
        return self.done / self.applicable if self.applicable else None

    @property
    def lacking(self) -> int:
        """How many people are chưa or chưa rõ."""
        return self.applicable - self.done

    @property
    def to_target(self) -> int:
        """How many more people must be đã to reach the target; 0 when it is reached or there is none."""
        if self.item.target is None:
            return 0
        ten_thousandths = round(self.item.target * 10_000)  # 0.7 * 10 is more than 7 as a float
        return max(0, -(-ten_thousandths * self.applicable // 10_000) - self.done)


def patterns(store: Store, units: Collection[int] | None = None) -> Patterns:
    """Everybody on the staff, or in some units, counted by unit and pattern: one walk along the covering index."""
    where, values = in_units(units)
    rows = store.rows(
        f"SELECT unit_id, states, reasons, {ADMINISTRATIVE}, smartphone, count(*)"
        f" FROM staff INDEXED BY staff_statistics WHERE {where}removed_at IS NULL"
        " GROUP BY unit_id, department_id, states, reasons, administrative, employment, smartphone",
        values,
    )
    found: defaultdict[int, Counter[Pattern]] = defaultdict(Counter)
    same: dict[Pattern, Pattern] = {}  # each kept once: of 400,000 people those of all units take 5 MB
    for unit, states, reasons, administrative, smartphone, number in rows:
        key = (states, reasons, administrative, smartphone)
        found[unit][same.setdefault(key, key)] += number
    return found


def number_of(people: Patterns) -> int:
    """The number of people in all patterns."""
    return sum(sum(own.values()) for own in people.values())


def contradicting(store: Store, units: Collection[int] | None = None) -> int:
    """How many people, of all or of some units, have an item đã whose required item is chưa: to settle first."""
    items, known, found = checklist_items(store), dict[str, bool](), 0
    for own in patterns(store, units).values():
        for (states, *_), number in own.items():
            if states not in known:
                known[states] = bool(contradictions(unpack_states(states, items), items))
            found += number if known[states] else 0
    return found


def item_figures(rules: Rules, people: Patterns) -> tuple[ItemFigure, ...]:
    """The figures of every item, in the order of the checklist."""
    by_sector: defaultdict[str, Counter[Pattern]] = defaultdict(Counter)
    for unit, own in people.items():
        by_sector[rules.sector(unit)].update(own)
    return _summed(rules, by_sector)


def figures_by_unit(rules: Rules, people: Patterns) -> dict[int, tuple[ItemFigure, ...]]:
    """Unit id -> figures of its items; units without people are left out."""
    return {unit: _summed(rules, {rules.sector(unit): own}) for unit, own in people.items()}


def figures_by_sector(
    store: Store, rules: Rules, people: Patterns, sent: Mapping[int, "CountedUnit"]
) -> tuple["SectorFigures", ...]:
    """The health sector, then all other units, each with the figures of items that apply to anybody there."""
    health = {unit_id for (unit_id,) in store.rows("SELECT id FROM unit WHERE sector = 'health'")}
    found = []
    for sector in ("health", "other"):
        own = {unit_id: each for unit_id, each in people.items() if (unit_id in health) == (sector == "health")}
        counts = {unit_id: unit for unit_id, unit in sent.items() if (unit_id in health) == (sector == "health")}
        figures = with_counts(rules, item_figures(rules, own), counts)
        number = number_of(own) + sum(unit.people for unit in counts.values())
        found.append(SectorFigures(sector, number, tuple(figure for figure in figures if figure.applicable)))
    return tuple(found)


def _summed(rules: Rules, by_sector: Mapping[str, Mapping[Pattern, int]]) -> tuple[ItemFigure, ...]:
    by_states: Counter[tuple[str, tuple[bool, ...]]] = Counter()  # far fewer than patterns, which differ by reasons
    for sector, own in by_sector.items():
        for pattern, number in own.items():
            by_states[pattern[0], rules.asked(pattern, sector)] += number
    done, applicable, unknown = ([0] * len(rules.items) for _ in range(3))
    for (states, asked), number in by_states.items():
        for place, (is_done, applies) in enumerate(rules.of_states(states, asked)):
            done[place] += number if is_done else 0
            applicable[place] += number if applies else 0
            if applies and not is_done and code_at(states, rules.items[place].position) == UNKNOWN:
                unknown[place] += number
    return tuple(ItemFigure(*each) for each in zip(rules.items, done, applicable, unknown, strict=True))


class CountedUnit(NamedTuple):
    """The sums of a unit that sent only counts, without names."""

    origin: "Origin"
    people: int
    done: dict[str, int]  # by item key; an item that the form does not count is left out
    not_applicable: dict[str, int]  # by item key, where the form has a column for it
    without_smartphone: int  # by the reasons that the form gives

    def applicable(self, item: Item) -> int:
        """How many people the item applies to, never fewer than have done it.

        People without a smartphone are left out of an item that is asked only of people with one (letter 310, mục 2).
        """
        asked = self.people - self.not_applicable.get(item.key, 0)
        if is_only_for(item.applies_to, "smartphone"):
            asked = max(asked - self.without_smartphone, self.done.get(item.key, 0))
        return asked


def counted_units(store: Store) -> dict[int, CountedUnit]:
    """Unit id -> counts that the unit sent, for units without named people, whose counts are added to the figures."""
    # Most stores have none, and what reads them takes 10 ms to import.
    if store.one("SELECT 1 FROM unit_count LIMIT 1") is None:
        return {}
    from store.forms import filled

    found, reasons = {}, known_reasons(store, other_words=True)
    for unit_id, origin in filled.in_force(store).items():
        if not has_people(store, unit_id):
            found[unit_id] = counted_unit(store, origin, reasons)
    return found


def counted_unit(store: Store, origin: "Origin", reasons: Mapping[str, str]) -> CountedUnit:
    """Sum up one filled-in form; `reasons` is folded words -> words of the reasons that the station knows."""
    from store.forms import library
    from store.forms.reason_cells import parse

    form = library.find(store, origin.form)

    def by_item(counts: str) -> dict[str, int]:
        columns = [column for column in form.figures if column.counts == counts]
        return {column.item: sum(line.figures[column.key] for line in origin.lines) for column in columns}

    def without_smartphone(column: "Column") -> int:
        cells = ((line.reasons.get(column.key, ""), form.with_reasons(column, line.figures)) for line in origin.lines)
        why = (each for cell, people in cells for each in parse(cell, people, reasons))
        return sum(number for words, number in why if fold(words) == NO_SMARTPHONE)

    without = max(map(without_smartphone, form.reasons), default=0)  # somebody may stand in several columns of reasons
    return CountedUnit(origin, origin.people, by_item("done"), by_item("not_applicable"), without)


def with_counts(rules: Rules, figures: Sequence[ItemFigure], sent: Mapping[int, CountedUnit]) -> tuple[ItemFigure, ...]:
    """Add the counts of units without names to the figures of each item that these units counted."""
    found = []
    for figure in figures:
        counting = [
            unit
            for unit_id, unit in sent.items()
            if figure.item.key in unit.done and rules.may_apply_in_unit(figure.item, unit_id)
        ]
        done = figure.done + sum(unit.done[figure.item.key] for unit in counting)
        applicable = figure.applicable + sum(unit.applicable(figure.item) for unit in counting)
        found.append(figure._replace(done=done, applicable=applicable))
    return tuple(found)
