"""A deadline as a campaign file writes it: as people read it, not as it is reckoned."""

import datetime
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from store.calendar import deadlines
from store.campaigns.values import Clock, Day, Part, Text, refusal
from store.text import format_date

_WEEKDAYS = {
    "monday": "thứ Hai",
    "tuesday": "thứ Ba",
    "wednesday": "thứ Tư",
    "thursday": "thứ Năm",
    "friday": "thứ Sáu",
    "saturday": "thứ Bảy",
    "sunday": "Chủ nhật",
}
_FORMS = ("before", "through", "on", "daily", "weekly", "monthly")


def _weekday(value: object) -> str:
    if isinstance(value, str) and value.casefold() in _WEEKDAYS:
        return value.casefold()
    raise refusal(f"phải là một trong {', '.join(_WEEKDAYS)}")


class Daily(Part):
    """Every day before a time; without one, by the end of the day."""

    before: Clock | None = None


class Weekly(Part):
    """Every week on a day before a time; without one, by the end of that day."""

    weekday: Annotated[str, BeforeValidator(_weekday)]
    before: Clock | None = None


class Monthly(Part):
    """Every month before a day (exclusive) or through a day (inclusive); of both, one."""

    before: Annotated[int, Field(ge=1, le=31)] | None = None
    through: Annotated[int, Field(ge=1, le=31)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.before is None) == (self.through is None):
            raise refusal("phải có đúng một trong before, through")
        return self


class Deadline(Part):
    """One of `before` (exclusive), `through` (inclusive), `on`, `daily`, `weekly`, `monthly`; or words alone."""

    before: Day | None = None
    at: Clock | None = None  # of `before`: before this time of that day
    through: Day | None = None
    on: Day | None = None
    daily: Daily | None = None
    weekly: Weekly | None = None
    monthly: Monthly | None = None
    words: Text | None = None  # as the source writes it; alone where it names no day: "Thường xuyên"
    place: Text | None = None  # where the source says so, when it says otherwise elsewhere

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [form for form in _FORMS if getattr(self, form) is not None]
        if len(given) > 1 or not (given or self.words):
            raise refusal(f"phải có đúng một trong {', '.join(_FORMS)}, hoặc chỉ words")
        if self.at and self.before is None:
            raise refusal("at (giờ) chỉ đi với before (ngày)", ("at",))
        return self

    @property
    def rule(self) -> deadlines.Rule | None:
        """When it falls due; None when the source names no day."""
        if self.daily:
            return deadlines.Daily(self.daily.before)
        if self.weekly:
            return deadlines.Weekly(deadlines.Weekday[self.weekly.weekday.upper()], self.weekly.before)
        if self.monthly:
            if self.monthly.before is not None:
                return deadlines.Monthly.before_day(self.monthly.before)
            assert self.monthly.through is not None  # noqa: S101 - of both, one
            return deadlines.Monthly(self.monthly.through)
        due = self.due
        return deadlines.Once(due) if due else None

    @property
    def due(self) -> datetime.datetime | None:
        """Last moment in time of one that falls once; None of one that repeats or names no day."""
        if self.before is not None:
            return deadlines.before(self.before, self.at)
        day = self.through or self.on
        return deadlines.through(day) if day else None

    @property
    def told(self) -> str:
        """Vietnamese for a screen: the words of the source, or `trước ngày 30/06/2026`."""
        if self.words:
            return self.words
        if self.daily:
            return f"{_by(self.daily.before)}hằng ngày"
        if self.weekly:
            return f"{_by(self.weekly.before)}{_WEEKDAYS[self.weekly.weekday]} hằng tuần"
        if self.monthly:
            until, day = ("trước", self.monthly.before) if self.monthly.before else ("đến hết", self.monthly.through)
            return f"{until} ngày {day} hằng tháng"
        if self.before:
            return f"trước {self.at:%H:%M} {_shown(self.before)}" if self.at else f"trước {_shown(self.before)}"
        return f"đến hết {_shown(self.through)}" if self.through else _shown(self.on)


def _by(limit: datetime.time | None) -> str:
    return f"trước {limit:%H:%M} " if limit else ""


def _shown(day: datetime.date | None) -> str:
    return f"ngày {format_date(day.isoformat())}" if day else ""
