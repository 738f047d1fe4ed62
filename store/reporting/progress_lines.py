"""Reads the lines of a progress report from the store as it was at the moment that the report is of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from store.calendar.periods import KINDS
from store.campaigns.campaign import Campaign
from store.campaigns.words import targets_text
from store.checklist.applicability import Rules, who_text
from store.counting import daily_totals
from store.counting.forecast import forecast
from store.counting.item_figures import CountedUnit, ItemFigure, Patterns, figures_by_sector
from store.database import Store
from store.figures import indicators
from store.monitoring import organisations, overview, tasks
from store.monitoring.due import NOT_BEGUN
from store.monitoring.overview import UnitFigures
from store.monitoring.tasks import TaskStanding, WorkKind
from store.people import units
from store.people.tree import Level, tree
from store.reporting.progress_paper import IndicatorLine, ItemLine, SectorLine, TaskLine, TrendDay, UnitLine
from store.text import format_date
from store.words.indicators import coverage, names_text


def item_line(
    figure: ItemFigure, done_before: Mapping[str, int], concerned: Sequence[ItemFigure], moment: datetime
) -> ItemLine:
    """Makes the line of an item, with how many were done in the report before and are needed a day of `concerned`."""
    item, done = figure.item, (figure.applicable, figure.done, done_before.get(figure.item.key), figure.unknown)
    line = ItemLine(item.key, item.title, item.short_title, item.target, *done)
    needed = forecast({"": concerned}, item.key, moment)
    if needed is None:
        return line
    whom = who_text(needed.of) if needed.of != item.applies_to else ""
    return replace(line, a_day=needed.a_day, due=needed.due.isoformat(), due_of=whom)


def sector_lines(
    store: Store, rules: Rules, counted: Patterns, sent: Mapping[int, CountedUnit]
) -> tuple[SectorLine, ...]:
    """Makes the lines of the health sector and of all other units, as far as anything is asked of them."""
    return tuple(
        SectorLine(
            each.sector,
            each.people,
            tuple((figure.item.short_title, figure.done, figure.applicable) for figure in each.items),
        )
        for each in figures_by_sector(store, rules, counted, sent)
        if each.items
    )


def unit_lines(
    store: Store, rules: Rules, counted: Patterns, sent: Mapping[int, CountedUnit], level: Level | None = None
) -> tuple[UnitLine, ...]:
    """Makes a line for each unit, or area or station with everybody below it; none if nothing is asked of people.

    `level` None means each unit, but in the store of an office above the highest level that there is.
    """
    if not rules.items:
        return ()
    found = overview.by_unit(store, rules, counted, sent)
    if (known := tree(store)).has_levels or level is not None:
        found = overview.add_up(store, found, level or known.levels()[0])
    of_unit = {each.unit_id: each for each in found}
    return tuple(_unit_line(of_unit[unit.id]) for unit in units.all_units(store, closed=True) if unit.id in of_unit)


def _unit_line(each: UnitFigures) -> UnitLine:
    asked = (figure if figure is not None and figure.applicable else None for figure in each.figures)
    pairs = tuple(None if figure is None else (figure.done, figure.applicable) for figure in asked)
    of = each.origin and each.origin.origin
    origin = f"ngày {format_date(of.data_date)}, tệp {of.file_name}" if of else ""
    known = (origin, of.data_date, of.left_out) if of else ("", "", 0)
    return UnitLine(
        each.unit, each.people, pairs, *known, tuple(_unit_line(unit) for unit in each.units if unit.origin)
    )


def organisations_of(store: Store, campaign: Campaign) -> organisations.Standing | None:
    """Returns how far tax data and organisation accounts are; None if no task of the campaign is about them."""
    asked = any(task.paper == "organisations" for task in campaign.tasks)
    return organisations.standing(store) if asked else None


def task_lines(store: Store, campaign: Campaign, kind: str, now: datetime) -> tuple[TaskLine, ...]:
    """Makes a line for each task and part; in a report that comes once, of each duty if there are no tasks."""
    found = tasks.of_campaign(store, campaign, now)
    if not found and not KINDS[kind].repeats:
        return tuple(_task_line(each, each.label, now) for each in tasks.duties(store, campaign, now))
    lines = []
    for each in found:
        lines.append(_task_line(each, each.task.number, now))
        lines += [replace(_task_line(part, part.label, now), is_part=True) for part in each.parts]
    return tuple(lines)


def _task_line(each: TaskStanding, number: int | str, now: datetime) -> TaskLine:
    is_duty = each.kind is WorkKind.DUTY and each.task.lead
    title = f"{each.task.lead}: {each.task.title}" if is_duty else each.task.title
    late = (each.is_late(now) and not each.is_disputed(now), each.is_disputed(now))
    task = (number, title, tasks.cell(each, "deadline"))
    return TaskLine(*task, each.state or NOT_BEGUN, each.product or "", each.done_on, *late)


def indicator_lines(
    stores: tuple[Store, Store],
    campaign: Campaign,
    kind: str,
    days: tuple[date, date],
    before: Mapping[str, int | None],
) -> tuple[IndicatorLine, ...]:
    """Makes for each indicator the line of its latest complete figures up to the last of `days`.

    Figures of the period itself that the first store lacks come from the second, since those of a week are often
    entered
    the day after. They are compared with those `before` in the report before; where that has none, with the period
    before
    if both are periods of this report.
    """
    lines = []
    for indicator in campaign.indicators:
        table, later = (indicators.latest_complete(store, indicator, through=days[1], kind=kind) for store in stores)
        own_period = (kind, days[0].isoformat())
        if later is not None and later.period == own_period and (table is None or table.period != own_period):
            table = later
        target, earlier = targets_text(indicator), before.get(indicator.title.casefold())
        if table is None or table.total is None:
            lines.append(IndicatorLine(indicator.title, target, None, None, None, earlier))
            continue
        period, is_all_before = table.period, all(each.before and each.before.is_whole for each in table.lines)
        is_own = period == own_period and table.before == period.step(-1)
        if earlier is None and is_own and table.total_before and is_all_before:
            earlier = table.total_before[0]
        numbers = (period.first, *table.total, earlier, period.kind)
        without = "" if table.is_of_all else names_text(table.missing)
        lines.append(IndicatorLine(indicator.title, target, *numbers, coverage(table), without))
    return tuple(lines)


_TREND_DAYS = 30


def trend(store: Store, rules: Rules, figures: Sequence[ItemFigure], last: date) -> tuple[TrendDay, ...]:
    """Returns the last days on which something changed, and the day that the paper is of.

    All days are counted by the rules of the report's own plan, like its figures.
    """
    days: dict[str, dict[int, tuple[int, int]]] = {
        day.isoformat(): {number: sums[item.id] for number, item in enumerate(rules.items) if item.id in sums}
        for day, sums in daily_totals.before(store, last, rules, days=_TREND_DAYS)
    }
    today = last.isoformat()
    days[today] = {number: (figure.done, figure.applicable) for number, figure in enumerate(figures)}
    pairs = {day: [found.get(number, (None, None)) for number in range(len(figures))] for day, found in days.items()}
    return tuple(TrendDay(day, tuple(d for d, _ in of), tuple(a for _, a in of)) for day, of in pairs.items())
