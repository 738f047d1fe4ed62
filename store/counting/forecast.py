"""How fast an item moves, and how fast it must move to reach its target by the nearest deadline of a running plan."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from store.checklist.applicability import EVERYONE
from store.counting.daily_totals import DailyTotal
from store.counting.item_figures import ItemFigure

POINTS = 8  # of a trend, today's among them
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


class Forecast(NamedTuple):
    """How many people an item lacks to reach the target of a campaign, and how many a day that needs."""

    campaign: str
    due: datetime  # last moment in time
    missing: int  # people until the target is reached
    days: int  # that are left, today and the last one among them
    a_day: int  # people that are needed each day
    of: str = EVERYONE  # whom the deadline concerns, as `store.checklist.applicability` writes it


class Course(Enum):
    """The expected outcome of an item against its target and deadline."""

    REACHED = "reached"
    ON_TIME = "on time"  # or nothing speaks against it: no deadline, or no earlier day to compare with
    BEHIND = "behind"  # what was gained a day since a week ago is less than what is needed a day
    LATE = "late"  # a deadline went by


def points(days: Sequence[DailyTotal], done: int, today: date) -> tuple[DailyTotal, ...]:
    """The trend of an item in weekly points, oldest first, today's figure `done` last; daily points in its first week.

    `days` are the kept totals before today; a day without a total has that of the day before it.
    """
    if not days:
        return ()
    step = _WEEK if today - days[0].day > _WEEK else _DAY
    found = [DailyTotal(today, done, 0)]
    for back in range(1, POINTS):
        day = today - back * step
        ended = next((each for each in reversed(days) if each.day <= day), None)
        if ended is None:
            break
        found.append(ended._replace(day=day))
    return tuple(reversed(found))


def a_week_ago(days: Sequence[DailyTotal], today: date) -> DailyTotal | None:
    """The total a week ago, to compare with today, or the first kept total if none is so old; None without any."""
    before = [each for each in days if each.day <= today - _WEEK]
    return before[-1]._replace(day=today - _WEEK) if before else days[0] if days else None


def forecast(concerned: Mapping[str, Sequence[ItemFigure]], item: str, now: datetime) -> Forecast | None:
    """The nearest coming deadline of an item and what it needs; None when no coming deadline lacks anybody.

    Args:
        concerned: campaign name -> figures of its items among the people whom the deadline concerns (`Overview.due`).
        item: key of the item.
        now: the present moment.
    """
    found = []
    for campaign, figures in concerned.items():
        for figure in figures:
            if figure.item.key == item and figure.item.due and figure.to_target:
                due = datetime.fromisoformat(figure.item.due)
                if due >= now:
                    days = (due.date() - now.date()).days + 1
                    a_day = -(-figure.to_target // days)
                    found.append(Forecast(campaign, due, figure.to_target, days, a_day, figure.item.applies_to))
    return min(found, key=lambda each: (each.due, -each.a_day), default=None)


def course(
    concerned: Mapping[str, Sequence[ItemFigure]], figure: ItemFigure, days: Sequence[DailyTotal], now: datetime
) -> Course:
    """Whether `figure` will reach its target, by its kept `days` and the deadlines of `concerned` (see `forecast`)."""
    if figure.item.target is not None and figure.applicable and not figure.to_target:
        return Course.REACHED
    asked = [each for figures in concerned.values() for each in figures if each.item.key == figure.item.key]
    if any(each.to_target and each.item.due and datetime.fromisoformat(each.item.due) < now for each in asked):
        return Course.LATE
    needed, before = forecast(concerned, figure.item.key, now), a_week_ago(days, now.date())
    if needed is None or before is None or before.day >= now.date():
        return Course.ON_TIME
    gained = (figure.done - before.done) / (now.date() - before.day).days
    return Course.BEHIND if gained < needed.a_day else Course.ON_TIME
