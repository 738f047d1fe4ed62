"""Computes the last moment that is still in time, for deadlines that fall once, daily, weekly or monthly.

A deadline is kept as `due`, its *last moment in time*, to the second, local time without a zone (`store.clock`).
In a plan "trước" is exclusive, so before 10/7 is due 9/7 23:59:59 and before 15:00 is due 14:59:59; "đến hết" is
inclusive, so through 22/12 is due 22/12 23:59:59. The first late moment is one second after `due`.
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
    """Returns the last moment of a day: the due moment of "đến hết ngày …", and of a date without further words."""
    return datetime.combine(day, time(23, 59, 59))


def before(day: date, at: time | None = None) -> datetime:
    """Returns the due moment of "trước ngày …": the end of the day before, or one second before `at` on that day."""
    return datetime.combine(day, at or time()) - SECOND


def is_late(due: datetime, now: datetime) -> bool:
    """Whether `now` is after the due moment; the rest of its last second still counts as in time."""
    return now >= due + SECOND


def time_left(due: datetime, now: datetime) -> timedelta:
    """Returns the time from `now` to the first late moment: at 14:00 one hour to "before 15:00"; 0 or less if late."""
    return due + SECOND - now


class Rule(Protocol):
    """When something falls due. At any moment: previous_due is late, next_due is not, and none lies between them."""

    def next_due(self, now: datetime) -> datetime | None:
        """Returns the first due moment that is not late at `now`; None when no more follow."""

    def previous_due(self, now: datetime) -> datetime | None:
        """Returns the last due moment that is late at `now`; None when there was none."""


class Once(NamedTuple):
    """A deadline that falls once."""

    due: datetime

    def next_due(self, now: datetime) -> datetime | None:
        """Returns the due moment as long as it is not late, then None."""
        return None if is_late(self.due, now) else self.due

    def previous_due(self, now: datetime) -> datetime | None:
        """Returns the due moment once it is late; None before."""
        return self.due if is_late(self.due, now) else None


class Daily(NamedTuple):
    """A deadline that falls every day before a time; without a time, at the end of the day."""

    before: time | None = None

    def next_due(self, now: datetime) -> datetime:
        """Returns the due moment of today, or of tomorrow when today's is late."""
        due = _within(now.date(), self.before)
        return _within(now.date() + _DAY, self.before) if is_late(due, now) else due

    def previous_due(self, now: datetime) -> datetime:
        """Returns the due moment one day before the next one."""
        return self.next_due(now) - _DAY


class Weekly(NamedTuple):
    """A deadline that falls every week on one day before a time; without a time, at the end of that day."""

    weekday: Weekday
    before: time | None = None

    def next_due(self, now: datetime) -> datetime:
        """Returns the due moment of this week, or of next week when this week's is late."""
        day = now.date() + timedelta((self.weekday - now.isoweekday()) % 7)
        due = _within(day, self.before)
        return due + 7 * _DAY if is_late(due, now) else due

    def previous_due(self, now: datetime) -> datetime:
        """Returns the due moment one week before the next one."""
        return self.next_due(now) - 7 * _DAY


class Monthly(NamedTuple):
    """A deadline that falls every month on one day before a time; without a time, at the end of that day.

    In a month that is too short the last day counts. `Monthly.before_day` makes the rule of "trước ngày … hằng tháng".
    """

    day: int  # 0: the last day of the month before, which "before the 1st" means; at most 31
    before: time | None = None

    @classmethod
    def before_day(cls, day: int) -> "Monthly":
        """Makes the rule "before `day`" (1..31): due at the end of the day before; in a shorter month on its last."""
        return cls(day - 1)

    def _due(self, year: int, month: int) -> datetime:
        last = calendar.monthrange(year, month)[1]
        return _within(date(year, month, 1) + (min(self.day, last) - 1) * _DAY, self.before)

    def next_due(self, now: datetime) -> datetime:
        """Returns the first due moment that is not late: the one of this month or of one of the next two."""
        # Day 0 is due in the month before, so on the last of June that of July may be late already.
        months = (_months_on(now, step) for step in range(3))
        return next(due for due in (self._due(*month) for month in months) if not is_late(due, now))

    def previous_due(self, now: datetime) -> datetime:
        """Returns the last due moment that is late: the one of next month, this month or last month."""
        months = (_months_on(now, step) for step in (1, 0, -1))
        return next(due for due in (self._due(*month) for month in months) if is_late(due, now))


def _within(day: date, limit: time | None) -> datetime:
    """Returns the due moment on `day`: one second before the time `limit`, or the end of the day without one."""
    return through(day) if limit is None else before(day, limit)


def _months_on(now: datetime, step: int) -> tuple[int, int]:
    """Returns (year, month) of the month that is `step` months after the month of `now`."""
    count = now.year * 12 + now.month - 1 + step
    return count // 12, count % 12 + 1
