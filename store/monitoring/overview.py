"""Reads how far the station is, for the first screen and `tyt status`; nothing is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from store import settings
from store.campaigns import running
from store.campaigns.item import AskedItem
from store.checklist.applicability import Rules
from store.counting import daily_totals
from store.counting.daily_totals import DailyTotal
from store.counting.item_figures import (
    CountedUnit,
    ItemFigure,
    Patterns,
    SectorFigures,
    counted_units,
    figures_by_sector,
    figures_by_unit,
    item_figures,
    number_of,
    patterns,
    with_counts,
)
from store.database import Store
from store.frozen import frozen
from store.models import Item
from store.monitoring import blockers, due
from store.monitoring.blockers import Blocker, Call
from store.monitoring.due import Deadline, ReportDue
from store.people import units
from store.people.tree import Level, tree, within
from store.receiving import receipts
from store.receiving.receipts import Receipt
from store.receiving.unanswered import Unanswered, unanswered

#: From so many people on, counting takes longer than a screen may wait.
MANY = 5_000
_COPY_DUE_AFTER = timedelta(days=14)
Sent = Mapping[int, CountedUnit]  # by unit id: the counts that it sent instead of names


@frozen
class Overview:
    """Everything that the first screen shows, as it was at one moment."""

    now: datetime
    people: int  # by name, and those of units that sent counts
    items: tuple[ItemFigure, ...]
    asked: dict[str, tuple[AskedItem, ...]]  # item key -> what the running campaigns ask of it
    sectors: tuple[SectorFigures, ...]  # the health sector, then all other units
    own: dict[str, tuple[ItemFigure, ...]]  # campaign -> its items, of those whom it means and against its targets
    due: dict[str, tuple[ItemFigure, ...]]  # the same, of those whom the deadline of each item concerns
    trend: dict[str, tuple[DailyTotal, ...]]  # item key -> the days before today, oldest first
    deadlines: tuple[Deadline, ...]
    reports: tuple[ReportDue, ...]
    receipts: tuple[Receipt, ...]  # of the period that is asked about now
    blockers: tuple[Blocker, ...]
    campaigns: dict[str, str]  # name -> title
    copied_at: str  # when a copy of the store was last made outside of this computer; "": never
    is_copy_due: bool  # there are people, and that is longer ago than two weeks
    station_id: int | None  # the unit that the station itself is
    is_counted: bool = True  # False: nobody was counted yet, and all that rests on that is left out
    left_out: tuple[tuple[str, int], ...] = ()  # unit, and how many lines of its counts are not added up
    unanswered: tuple[Unanswered, ...] = ()  # files with rows that wait for an answer

    @property
    def missing(self) -> tuple[Receipt, ...]:
        """The units whose file is waited for and has not come."""
        return tuple(one for one in self.receipts if one.is_missing)

    @property
    def calls(self) -> tuple[Call, ...]:
        """The blockers, grouped by the unit to call."""
        return blockers.calls(self.blockers)

    @property
    def received(self) -> tuple[Receipt, ...]:
        """The units that sent a file."""
        return tuple(one for one in self.receipts if one.submission_id is not None)


@frozen
class UnitFigures:
    """The figures of all items for one unit, or for a row that adds up several units."""

    unit_id: int
    unit: str
    people: int
    figures: tuple[ItemFigure | None, ...]  # None: a unit that sent counts says nothing of this item
    origin: CountedUnit | None = None  # the counts that it sent instead of names
    units: tuple["UnitFigures", ...] = ()  # of a row of a level: the units that are added up in it

    @property
    def sent(self) -> tuple[CountedUnit, ...]:
        """The counts in this row from units that sent figures instead of names."""
        return tuple(each.origin for each in self.units or (self,) if each.origin is not None)


def is_large(store: Store) -> bool:
    """Whether there are so many people that they should be counted in a thread."""
    some = f"SELECT 1 FROM staff INDEXED BY staff_by_name WHERE removed_at IS NULL LIMIT {MANY + 1}"
    return int(store.value(f"SELECT count(*) FROM ({some})")) > MANY


def read(store: Store, now: datetime, *, count: bool = True, below: int | None = None) -> Overview:
    """Reads the overview; with `count` False without everything that needs counting people, which is slow for many.

    `below` limits people and files to a unit and the units below it; the trend, which is known only for all, is left
    out.
    """
    rules, wanted = Rules(store), within(store, below)
    people = patterns(store, wanted) if count else {}
    sent = _sent(store, wanted) if count else {}
    figures = with_counts(rules, item_figures(rules, people), sent) if count else ()
    campaigns = running.running(store)
    asking = [each for each in campaigns if each.items and count]
    own = {each.name: _counted(store, running.checklist_of(store, each), people, sent) for each in asking}
    due_of = {
        each.name: _counted(store, running.due_items(store, each), people, sent)
        if any(item.deadline_of for item in each.items)
        else own[each.name]
        for each in asking
    }
    number = number_of(people) + sum(unit.people for unit in sent.values())
    copied_at = settings.load(store).copies_at
    return Overview(
        now=now,
        people=number,
        items=figures,
        asked={item.key: running.asked(campaigns, item.key) for item in rules.items},
        sectors=figures_by_sector(store, rules, people, sent) if count else (),
        own=own,
        due=due_of,
        trend=daily_totals.totals(store, now.date()) if wanted is None else {},
        deadlines=due.deadlines(store, campaigns, figures, due_of, now),
        reports=due.reports(store, campaigns, now),
        receipts=tuple(one for one in receipts.of_now(store, now) if wanted is None or one.unit_id in wanted),
        blockers=blockers.blockers(store, rules, people, figures, sent),
        campaigns={campaign.name: campaign.title for campaign in campaigns},
        copied_at=copied_at,
        is_copy_due=number > 0 and _is_long_ago(store, copied_at, now),
        station_id=units.station_id(store),
        is_counted=count,
        unanswered=tuple(unanswered(store, wanted)) if count else (),
        left_out=tuple((u.origin.unit, u.origin.left_out) for u in sent.values() if u.origin.left_out),
    )


def _sent(store: Store, wanted: frozenset[int] | None) -> Sent:
    """Returns the counts that units sent, of the `wanted` units, or of all for None."""
    return {unit: sent for unit, sent in counted_units(store).items() if wanted is None or unit in wanted}


def _is_long_ago(store: Store, copied_at: str, now: datetime) -> bool:
    """Whether the last copy outside of the computer, or without one the first change, is too long ago."""
    row = (copied_at,) if copied_at else store.one("SELECT at FROM change ORDER BY id LIMIT 1")
    return row is not None and now - datetime.fromisoformat(row[0]) > _COPY_DUE_AFTER


def _counted(store: Store, items: tuple[Item, ...], people: Patterns, sent: Sent) -> tuple[ItemFigure, ...]:
    rules = Rules(store, items)
    return with_counts(rules, item_figures(rules, people), sent)


def by_unit(
    store: Store, rules: Rules | None = None, people: Patterns | None = None, sent: Sent | None = None
) -> tuple[UnitFigures, ...]:
    """Returns the figures of each unit with people, then of each unit that sent counts; arguments left out are read."""
    rules = rules or Rules(store)
    people = patterns(store) if people is None else people
    sent = counted_units(store) if sent is None else sent
    names = units.names(store)
    found = [
        UnitFigures(unit_id, names[unit_id], sum(people[unit_id].values()), figures)
        for unit_id, figures in figures_by_unit(rules, people).items()
    ]
    for unit_id, unit in sent.items():
        figures = tuple(
            ItemFigure(item, 0, 0)
            if not rules.may_apply_in_unit(item, unit_id)
            else ItemFigure(item, unit.done[item.key], unit.applicable(item))
            if item.key in unit.done
            else None
            for item in rules.items
        )
        found.append(UnitFigures(unit_id, names[unit_id], unit.people, figures, unit))
    return tuple(found)


def by_level(store: Store, level: Level, top: int | None = None) -> tuple[UnitFigures, ...]:
    """Returns the figures of the units of a level, of all or below `top`, each with everybody below it.

    For "below" each unit is counted by itself.
    """
    wanted = within(store, top)
    found = by_unit(store, people=patterns(store, wanted), sent=_sent(store, wanted))
    return add_up(store, found, level, top)


def add_up(store: Store, found: Iterable[UnitFigures], level: Level, top: int | None = None) -> tuple[UnitFigures, ...]:
    """Adds up figures of units for each unit of a level above them, in the order of the ids; no unit is left out."""
    known = tree(store)
    above, names = known.groups(level, top), units.names(store)
    parts: defaultdict[int, list[UnitFigures]] = defaultdict(list)
    for each in found:
        parts[above[each.unit_id]].append(each)
    return tuple(
        UnitFigures(
            unit_id,
            known.label(unit_id, names[unit_id], level, top),
            sum(each.people for each in own),
            tuple(map(_sum_of_units, zip(*(each.figures for each in own), strict=True))),
            units=tuple(own),
        )
        for unit_id, own in sorted(parts.items())
    )


def _sum_of_units(figures: tuple[ItemFigure | None, ...]) -> ItemFigure | None:
    """Adds up the figures of one item over several units; None when no unit has any."""
    known = [figure for figure in figures if figure is not None]
    if not known:
        return None
    return ItemFigure(
        known[0].item,
        sum(figure.done for figure in known),
        sum(figure.applicable for figure in known),
        sum(figure.unknown for figure in known),
    )


def worst_first(units: tuple[UnitFigures, ...], place: int) -> list[UnitFigures]:
    """Sorts units by how many people lack the item at `place` in the checklist, most first, then by lower rate."""

    def order(one: UnitFigures) -> tuple[bool, int, float, str]:
        figure = one.figures[place]
        if figure is None:
            return True, 0, 0.0, one.unit
        return False, -figure.lacking, figure.rate if figure.rate is not None else 1.0, one.unit

    return sorted(units, key=order)
