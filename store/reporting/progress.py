"""Drafting the progress report of a campaign: its figures as they stand now, and how they were the time before."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from store import clock
from store.calendar.deadlines import is_late
from store.campaigns import running
from store.campaigns.campaign import Campaign, Report
from store.campaigns.words import deadlines_text, targets_text
from store.checklist.applicability import Rules
from store.checklist.items import checklist_items
from store.counting.count_items import CountedUnit, counted_units, with_counts
from store.counting.item_figures import ItemFigure, Patterns, item_figures, patterns
from store.database import Store
from store.errors import RefusedError
from store.monitoring import indicators, overview, tasks
from store.monitoring.due import NOT_BEGUN, period_owed
from store.people import units
from store.reporting import issued
from store.reporting.progress_paper import (
    FrozenMark,
    IndicatorLine,
    ItemLine,
    ProgressPaper,
    TaskLine,
    TrendDay,
    UnitLine,
)
from store.settings import letter_values
from store.text import format_date


def report_key(campaign: str, report: str) -> str:
    """The name that the frozen copies and the narrative of a report are kept under; `report` is its key."""
    return f"progress/{campaign}/{report}"


def periods_due(campaign: Campaign, report: Report, now: datetime) -> list[tuple[datetime, tuple[date, date]]]:
    """(due, period) of the report that was due last and of the one that is due next, as far as they are owed.

    One that was due before the campaign came into use here stands only as long as the next is further away
    (`store.monitoring.due.reports`).
    """
    rule = report.deadline.rule
    if rule is None:
        return []
    before, after = rule.previous_due(now), rule.next_due(now)
    if before and after and before.date().isoformat() < campaign.used_since and now - before >= after - now:
        before = None
    found = []
    for due in (before, after):
        period = None if due is None else period_owed(campaign, report, due)
        if due is not None and period is not None:
            found.append((due, period))
    return found


def choose(
    store: Store, *, campaign: str | None, kind: str | None, day: date | None
) -> tuple[Campaign, Report, tuple[date, date]]:
    """The report that is meant: of what is asked for, the one that is due next.

    Args:
        store: the open store.
        campaign: its name; None for any that runs.
        kind: of the report; None for any.
        day: a day of its period; None for the period that is due next, or was due last.

    Raises:
        RefusedError: there is no such report.
    """
    now = clock.now()
    found = []
    for each in running.chosen(store, campaign):
        for report in each.reports:
            if kind is not None and report.kind != kind:
                continue
            moment = now if day is None else datetime.combine(day, now.time())
            for due, period in periods_due(each, report, moment):
                if day is None or period[0] <= day <= period[1]:
                    found.append((is_late(due, now), abs(due - now), (each, report, period)))
    if not found:
        raise RefusedError(_none_such(store, campaign))
    return min(found, key=lambda each: each[:2])[2]


def _none_such(store: Store, campaign: str | None) -> str:
    """That there is no such report, and which ones there are."""
    known = running.chosen(store, campaign)
    dated = [(each.name, [report.kind for report in each.reports if report.deadline.rule]) for each in known]
    listed = "; ".join(f"{name}: {', '.join(dict.fromkeys(kinds))}" for name, kinds in dated if kinds)
    if not listed:
        whose = f"Chiến dịch “{campaign}”" if campaign else "Các chiến dịch đang chạy"
        return f"{whose} không có báo cáo nào mà văn bản nêu hạn nộp."
    return f"Không có báo cáo nào như vậy, hoặc ngày đó không có kỳ báo cáo. Các loại báo cáo có hạn: {listed}."


def draft(store: Store, campaign: Campaign, report: Report, period: tuple[date, date]) -> ProgressPaper:
    """The paper of a period as things stand now."""
    key = report_key(campaign.name, report.key)
    head = issued.before(store, key, period[0].isoformat())
    done_before: dict[str, int] = {}
    reached_before: dict[str, int | None] = {}
    before = None
    if head is not None and head.sound:
        earlier = issued.content(store, head.id)[1]
        done_before = {item["key"]: item["done"] for item in earlier["items"]}
        reached_before = {line["title"]: line["numerator"] for line in earlier["indicators"]}
        before = FrozenMark(head.number, head.issued_at)
    rules, counted = Rules(store, running.checklist_of(store, campaign)), patterns(store)
    figures = with_counts(rules, item_figures(rules, counted), sent := counted_units(store))
    return ProgressPaper(
        campaign=campaign.name,
        campaign_title=campaign.title,
        source=campaign.source.text,
        kind=report.kind,
        period=(period[0].isoformat(), period[1].isoformat()),
        people=sum(counted.values()) + sum(unit.people for unit in sent.values()),
        items=tuple(_item_line(figure, done_before) for figure in figures),
        units=_unit_lines(store, rules, counted, sent),
        tasks=_task_lines(store, campaign),
        indicators=_indicator_lines(store, campaign, period[1], reached_before),
        trend=_trend(store, figures),
        before=before,
        sections=issued.narrative(store, key),
        report=report.key,
        **letter_values(store, report.to),
    )


def _item_line(figure: ItemFigure, done_before: dict[str, int]) -> ItemLine:
    item = figure.item
    return ItemLine(
        item.key,
        item.title,
        item.short_title,
        item.target,
        figure.applicable,
        figure.done,
        done_before.get(item.key),
        figure.unknown,
    )


def _unit_lines(store: Store, rules: Rules, counted: Patterns, sent: Mapping[int, CountedUnit]) -> tuple[UnitLine, ...]:
    found = {each.unit_id: each for each in overview.by_unit(store, rules, counted, sent)}
    known = (found[unit.id] for unit in units.all_units(store, closed=True) if unit.id in found)
    return tuple(
        UnitLine(each.unit, each.people, tuple(_pair(figure) for figure in each.figures), _origin(each.origin))
        for each in known
    )


def _pair(figure: ItemFigure | None) -> tuple[int, int] | None:
    return None if figure is None else (figure.done, figure.applicable)


def _origin(counts: CountedUnit | None) -> str:
    return "" if counts is None else f"ngày {format_date(counts.origin.data_date)}, tệp {counts.origin.file_name}"


def _task_lines(store: Store, campaign: Campaign) -> tuple[TaskLine, ...]:
    now = clock.now()
    return tuple(
        TaskLine(
            each.task.number,
            each.task.title,
            deadlines_text(each.task.deadlines),
            each.state or NOT_BEGUN,
            each.product or "",
            each.done_on,
            each.is_late(now),
        )
        for each in tasks.of_campaign(store, campaign)
    )


def _indicator_lines(
    store: Store, campaign: Campaign, last: date, before: Mapping[str, int | None]
) -> tuple[IndicatorLine, ...]:
    """Of each indicator the latest month up to `last` that is complete: a part is never printed as the whole."""
    lines = []
    for indicator in campaign.indicators:
        table = indicators.latest_complete(store, indicator, through=last.isoformat())
        period, numbers = (None, None) if table is None or table.total is None else (table.period, table.total)
        numerator, denominator = numbers or (None, None)
        target, earlier = targets_text(indicator), before.get(indicator.title)
        lines.append(IndicatorLine(indicator.title, target, period, numerator, denominator, earlier))
    return tuple(lines)


_TREND_DAYS = 30


def _trend(store: Store, figures: Sequence[ItemFigure]) -> tuple[TrendDay, ...]:
    """The last days on which something changed, and how things stand now.

    The days before were counted as all campaigns share the items: of one that this campaign counts over others there
    is only today.
    """
    shared = {item.id: item.applies_to for item in checklist_items(store)}
    place = {
        figure.item.id: number
        for number, figure in enumerate(figures)
        if figure.item.applies_to == shared[figure.item.id]
    }
    today = clock.today().isoformat()
    days: dict[str, dict[int, tuple[int, int]]] = {}
    rows = store.rows(
        "SELECT day, item_id, done, applicable FROM daily_total WHERE day < ? AND day IN"
        " (SELECT DISTINCT day FROM daily_total WHERE day < ? ORDER BY day DESC LIMIT ?) ORDER BY day",
        (today, today, _TREND_DAYS),
    )
    for day, item_id, done, applicable in rows:
        if item_id in place:
            days.setdefault(day, {})[place[item_id]] = (done, applicable)
    days[today] = {number: (figure.done, figure.applicable) for number, figure in enumerate(figures)}
    numbers = range(len(figures))
    return tuple(
        TrendDay(
            day,
            tuple(found[n][0] if n in found else None for n in numbers),
            tuple(found[n][1] if n in found else None for n in numbers),
        )
        for day, found in days.items()
    )
