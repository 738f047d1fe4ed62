"""Deadlines: the last moment in time of one that falls once, daily, weekly or monthly.

A deadline is kept as `due`, its *last moment in time*, to the second, local time without a zone (`store.clock`).
In a plan "trước" is exclusive, so before 10/7 is due 9/7 23:59:59 and before 15:00 is due 14:59:59; "đến hết" is
inclusive, so through 22/12 is due 22/12 23:59:59. The first late moment is one second behind `due`.
"""

import calendar
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import NamedTuple, Protocol

SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


class Weekday(IntEnum):
    """Days of the week as `date.isoweekday` counts them."""

    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7


def through(day: date) -> datetime:
    """Last moment in time of "đến hết ngày …", and of a bare date: the end of that day."""
    return datetime.combine(day, time(23, 59, 59))


def before(day: date, at: time | None = None) -> datetime:
    """Last moment in time of "trước ngày …": the end of the day before; with `at`, a second before it on that day."""
    return datetime.combine(day, at or time()) - SECOND


def is_late(due: datetime, now: datetime) -> bool:
    """Whether `now` is behind the last moment in time; the rest of that last second is still in time."""
    return now >= due + SECOND


def time_left(due: datetime, now: datetime) -> timedelta:
    """The time from `now` until it is late: at 14:00 one hour to "before 15:00"; zero or negative when it is late."""
    return due + SECOND - now


class Rule(Protocol):
    """When something falls due. At any moment: previous_due is late, next_due is not, and none lies between them."""

    def next_due(self, now: datetime) -> datetime | None:
        """The first `due` that is not late at `now`; None when there is none any more."""

    def previous_due(self, now: datetime) -> datetime | None:
        """The last due moment that has passed at `now`; None when none has."""


class Once(NamedTuple):
    """Due once."""

    due: datetime

    def next_due(self, now: datetime) -> datetime | None:
        """The one moment, until it is late."""
        return None if is_late(self.due, now) else self.due

    def previous_due(self, now: datetime) -> datetime | None:
        """The one moment, as soon as it is late."""
        return self.due if is_late(self.due, now) else None


class Daily(NamedTuple):
    """Due every day before a time; None: by the end of the day."""

    before: time | None = None

    def next_due(self, now: datetime) -> datetime:
        """Today's, or tomorrow's when that is late."""
        due = _within(now.date(), self.before)
        return _within(now.date() + _DAY, self.before) if is_late(due, now) else due

    def previous_due(self, now: datetime) -> datetime:
        """The one a day before the next."""
        return self.next_due(now) - _DAY


class Weekly(NamedTuple):
    """Due every week on a day before a time; None: by the end of that day."""

    weekday: Weekday
    before: time | None = None

    def next_due(self, now: datetime) -> datetime:
        """This week's, or next week's when that is late."""
        day = now.date() + timedelta((self.weekday - now.isoweekday()) % 7)
        due = _within(day, self.before)
        return due + 7 * _DAY if is_late(due, now) else due

    def previous_due(self, now: datetime) -> datetime:
        """The one a week before the next."""
        return self.next_due(now) - 7 * _DAY


class Monthly(NamedTuple):
    """Due every month on a day before a time; None: by the end of that day.

    A day that a month does not have is its last one. `Monthly.before_day` says "trước ngày … hằng tháng".
    """

    day: int  # 0: the last day of the month before, which "before the 1st" means; at most 31
    before: time | None = None

    @classmethod
    def before_day(cls, day: int) -> "Monthly":
        """By the end of the day before `day` (1..31): before the 31st is by the 30th, and in February by its last."""
        return cls(day - 1)

    def _due(self, year: int, month: int) -> datetime:
        last = calendar.monthrange(year, month)[1]
        return _within(date(year, month, 1) + (min(self.day, last) - 1) * _DAY, self.before)

    def next_due(self, now: datetime) -> datetime:
        """The first that is not late: this month's, or that of one of the two months behind it."""
        # Day 0 is due in the month before, so on the last of June that of July may be late already.
        months = (_months_on(now, step) for step in range(3))
        return next(due for due in (self._due(*month) for month in months) if not is_late(due, now))

    def previous_due(self, now: datetime) -> datetime:
        """The last that is late: that of one of the three months that end with the next."""
        months = (_months_on(now, step) for step in (1, 0, -1))
        return next(due for due in (self._due(*month) for month in months) if is_late(due, now))


def _within(day: date, limit: time | None) -> datetime:
    """Last moment in time on `day` before `limit`; None: the end of the day."""
    return through(day) if limit is None else before(day, limit)


def _months_on(now: datetime, step: int) -> tuple[int, int]:
    """(year, month) that lies `step` months on."""
    count = now.year * 12 + now.month - 1 + step
    return count // 12, count % 12 + 1
