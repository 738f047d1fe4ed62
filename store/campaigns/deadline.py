"""A deadline of a campaign, or several, as the source words it: the rule that it means and the text that is shown."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Annotated, Any

from store.calendar import deadlines
from store.calendar.deadlines import Once, Rule, is_late
from store.calendar.wording import WEEKDAYS
from store.campaigns.values import (
    Check,
    Clock,
    Day,
    DayOfMonth,
    Part,
    RefusedValueError,
    Text,
    WeekdayName,
    list_of_tables,
    part,
)
from store.text import format_date


@part
class Daily(Part):
    """A deadline on every day before a time; without a time, at the end of the day."""

    before: Clock | None = None


@part
class Weekly(Part):
    """A deadline on one day of every week before a time; without a time, at the end of that day."""

    weekday: WeekdayName
    before: Clock | None = None


@part
class Monthly(Part):
    """A deadline in every month: either before a day (exclusive) or through a day (inclusive)."""

    before: DayOfMonth | None = None
    through: DayOfMonth | None = None

    def __post_init__(self) -> None:
        if (self.before is None) == (self.through is None):
            raise RefusedValueError("phải có đúng một trong before, through")


_DEADLINE_FORMS = ("before", "through", "on", "daily", "weekly", "monthly")


@part
class Deadline(Part):
    """One of `before` (exclusive), `through` (inclusive), `on`, `daily`, `weekly`, `monthly`; or words alone."""

    before: Day | None = None
    at: Clock | None = None  # with `before`: before this time of that day
    through: Day | None = None
    on: Day | None = None
    daily: Daily | None = None
    weekly: Weekly | None = None
    monthly: Monthly | None = None
    words: Text | None = None  # as the source writes it; alone where it names no day: "Thường xuyên"
    place: Text | None = None  # where the source says so, when it says otherwise elsewhere

    def __post_init__(self) -> None:
        given = [form for form in _DEADLINE_FORMS if getattr(self, form) is not None]
        if len(given) > 1 or not (given or self.words):
            raise RefusedValueError(f"phải có đúng một trong {', '.join(_DEADLINE_FORMS)}, hoặc chỉ words")
        if self.at and self.before is None:
            raise RefusedValueError("at (giờ) chỉ đi với before (ngày)", ("at",))

    @property
    def rule(self) -> Rule | None:
        """When it falls due; None when the source names no day."""
        if self.daily:
            return deadlines.Daily(self.daily.before)
        if self.weekly:
            return deadlines.Weekly(self.weekly.weekday, self.weekly.before)
        if self.monthly:
            if self.monthly.before is not None:
                return deadlines.Monthly.before_day(self.monthly.before)
            return deadlines.Monthly(self.monthly.through or 0)
        return Once(self.due) if self.due else None

    @property
    def due(self) -> datetime | None:
        """The last moment in time of a deadline that falls once; None when it repeats or names no day."""
        if self.before is not None:
            return deadlines.before(self.before, self.at)
        day = self.through or self.on
        return deadlines.through(day) if day else None

    @property
    def text(self) -> str:
        """The words of the source, else words made from the day: `trước ngày 30/06/2026`."""
        if self.words:
            return self.words
        if self.daily:
            return f"{_before_time(self.daily.before)}hằng ngày"
        if self.weekly:
            return f"{_before_time(self.weekly.before)}{WEEKDAYS[self.weekly.weekday - 1]} hằng tuần"
        if self.monthly:
            word, day = ("trước", self.monthly.before) if self.monthly.before else ("đến hết", self.monthly.through)
            return f"{word} ngày {day} hằng tháng"
        if self.before:
            return f"trước {self.at:%H:%M} {day_text(self.before)}" if self.at else f"trước {day_text(self.before)}"
        return f"đến hết {day_text(self.through)}" if self.through else day_text(self.on)


def _before_time(limit: time | None) -> str:
    return f"trước {limit:%H:%M} " if limit else ""


def day_text(day: date | None) -> str:
    """Words a day as `ngày 30/06/2026`; "" for None."""
    return f"ngày {format_date(day.isoformat())}" if day else ""


def all_placed_or_none(values: Any) -> Any:
    """Refuses values of which only some have a place: places mark contradictions, values without are stages."""
    if len({value.place is None for value in values}) > 1:
        raise RefusedValueError("có nhiều giá trị thì mỗi giá trị phải có place (chỗ ghi trong văn bản)")
    return values


def earliest(deadlines: Iterable[Deadline]) -> datetime | None:
    """Returns the earliest last moment of several deadlines, so that nobody is late by any; None without a day."""
    return min((due for each in deadlines if (due := each.due) is not None), default=None)


def differ(places: Iterable[str | None]) -> bool:
    """Whether there are several different places, so that the source contradicts itself."""
    return len({place for place in places if place}) > 1


def is_disputed(deadlines: Iterable[Deadline], now: datetime) -> bool:
    """Whether the source names contradicting deadlines of which some are late at `now` and others are not."""
    named = [each for each in deadlines if each.place]
    late = [each.due is not None and is_late(each.due, now) for each in named]
    return differ(each.place for each in named) and any(late) and not all(late)


#: One deadline or a list of them in the file.
Deadlines = Annotated[tuple[Deadline, ...], Check(all_placed_or_none), Check(list_of_tables, "before")]
