"""The kinds of report that a campaign may ask for, and the days that a report covers, computed from its deadline.

A period is named by its first day.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple


class ReportKind(NamedTuple):
    """Everything that the program knows of one kind of report; a new kind is one more entry of `KINDS`."""

    name: str  # in lists; of one that repeats in front of its period
    title: str  # the heading of the paper and the start of the name of its file
    #: From the day on which a report is due to the first and last day of its period, for a kind that repeats; its
    #: deadline has the form of the same key. None: it is due once, and is of the campaign up to that day.
    period: Callable[[date], tuple[date, date]] | None = None
    day_format: str = "%d/%m/%Y"  # of the first and last day of a period
    #: The last day of the period that a day lies in, for one that repeats and whose deadline names no day.
    end_of: Callable[[date], date] | None = None

    @property
    def repeats(self) -> bool:
        """Whether a report of this kind is due again and again."""
        return self.period is not None


def _month_before(due: date) -> tuple[date, date]:
    """Returns the first and last day of the month that is over on the due day.

    A report due on the last day of a month ("before the 1st") covers that same month.
    """
    is_last = due.day == monthrange(due.year, due.month)[1]
    last = due if is_last else due.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


#: By the key in campaign files and in the store, which is never renamed; in the order of their length.
KINDS: Final = {
    "daily": ReportKind("ngày", "Báo cáo ngày", lambda due: (due, due), end_of=lambda day: day),
    "weekly": ReportKind(
        "tuần",
        "Báo cáo tuần",
        lambda due: (due - timedelta(days=6), due),
        end_of=lambda day: day + timedelta(days=7 - day.isoweekday()),
    ),
    "monthly": ReportKind("tháng", "Báo cáo tháng", _month_before, "%m/%Y", end_of=_end_of_month),
    "closing": ReportKind("tổng kết", "Báo cáo tổng kết"),
    "once": ReportKind("một lần", "Báo cáo"),
}


class Period(NamedTuple):
    """The day, week or month that figures of citizens are of."""

    kind: str  # a key of KINDS that repeats
    first: str  # its first day, YYYY-MM-DD

    @property
    def last(self) -> date:
        """The last day of the period."""
        first = date.fromisoformat(self.first)
        if self.kind == "monthly":
            return first.replace(day=monthrange(first.year, first.month)[1])
        return first + timedelta(days=_DAYS[self.kind] - 1)

    @property
    def text(self) -> str:
        """The period with its kind: `tuần 17/06–23/06/2026`, `tháng 06/2026`, `ngày 23/06/2026`."""
        return period_text(self.kind, (date.fromisoformat(self.first), self.last))

    @property
    def days_text(self) -> str:
        """The period without its kind: `17/06–23/06/2026`, `06/2026`, `23/06/2026`."""
        return self.text.removeprefix(KINDS[self.kind].name).strip()

    @property
    def name(self) -> str:
        """The period as file names have it: `2026-06` for a month, else the first day, YYYY-MM-DD."""
        return self.first[:7] if self.kind == "monthly" else self.first

    def step(self, by: int) -> "Period":
        """Returns the period that is `by` periods later, or earlier when `by` is negative."""
        first = date.fromisoformat(self.first)
        if self.kind == "monthly":
            count = first.year * 12 + first.month - 1 + by
            return Period(self.kind, date(count // 12, count % 12 + 1, 1).isoformat())
        return Period(self.kind, (first + timedelta(days=_DAYS[self.kind] * by)).isoformat())


_DAYS = {"daily": 1, "weekly": 7}
#: How long a period is, the shortest first.
LENGTHS: Final = ("daily", "weekly", "monthly")


def containing(kind: str, day: date, *, week_ends: int = 7) -> Period:
    """Returns the period of a kind that contains a day; `week_ends` is the last weekday of a week, 7 being Sunday."""
    if kind == "weekly":
        day -= timedelta(days=(day.isoweekday() - week_ends - 1) % 7)
    elif kind == "monthly":
        day = day.replace(day=1)
    return Period(kind, day.isoformat())


_YEAR_FIRST = re.compile(r"(?P<year>[12]\d{3})-(?P<month>\d{1,2})(-(?P<day>\d{1,2}))?", re.ASCII)
_YEAR_LAST = re.compile(r"((?P<day>\d{1,2})/)?(?P<month>\d{1,2})/(?P<year>[12]\d{3})", re.ASCII)


def typed_period(text: str) -> Period:
    """Parses `2026-06` or `06/2026` as a month, `2026-06-23` or `23/06/2026` as a day; ValueError for other text."""
    found = _YEAR_FIRST.fullmatch(text.strip()) or _YEAR_LAST.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    first = date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
    return Period("daily" if found["day"] else "monthly", first.isoformat())


def period_of(kind: str, due: datetime, *, start: date | None = None) -> tuple[date, date]:
    """Returns the first and the last day, both included, that a report covers.

    Args:
        kind: a key of `KINDS`.
        due: the last moment in time of the report (`store.calendar.deadlines`).
        start: the first day of the campaign, for a report over the whole of it; None where it is not known, and
            the period is the day of `due` then.

    Raises:
        ValueError: there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    day, repeated = due.date(), KINDS[kind].period
    return repeated(day) if repeated else (min(start or day, day), day)


def period_text(kind: str, period: tuple[date, date]) -> str:
    """Words the days of a report: `tuần 17/06–23/06/2026`, `tháng 06/2026`, `từ 15/06/2026 đến 09/09/2026`."""
    known = KINDS[kind]
    first, last = (f"{day:{known.day_format}}" for day in period)
    if known.repeats:
        return f"{known.name} {last if first == last else f'{first.removesuffix(last[-5:])}–{last}'}"
    return f"đến {last}" if first == last else f"từ {first} đến {last}"


def report_text(kind: str, period: tuple[date, date], name: str = "") -> str:
    """Words a report with its period and, in brackets, its `name`: `Báo cáo tháng 11/2024 (Phụ lục 1)`."""
    which = f" ({name})" if name else ""
    if KINDS[kind].repeats:
        return f"Báo cáo {period_text(kind, period)}{which}"
    # From the first day of the campaign: its last day tells enough.
    return f"{KINDS[kind].title} đến {period[1]:%d/%m/%Y}{which}"
