"""The deadline by which units send their files, as the station sets it, and the periods that follow from it.

A period is named by its first day: a week is the 7 days that end with the day of its deadline (`calendar.periods`), a
month is the calendar month that ended before it, or for a deadline in its second half the month itself.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from store import settings
from store.calendar.deadlines import SECOND, Monthly, Weekday, Weekly
from store.calendar.periods import period_of, period_text
from store.calendar.wording import WEEKDAYS
from store.database import Store
from store.errors import RefusedError
from store.frozen import frozen

DEFAULT_TIME = "10:00"
_FIRST_YEAR = 2000  # before this nobody sent anything
_MIDDLE = 15


@frozen
class Calendar:
    """The station's deadline for its units."""

    kind: str  # "weekly" or "monthly"
    day: int  # 1 (Monday) … 7, or the day of the month 1 … 31
    before: time | None  # None: a week by the end of that day, a month by the end of the day before it

    @property
    def rule(self) -> Weekly | Monthly:
        """The rule by which the deadline repeats."""
        if self.kind == "weekly":
            return Weekly(Weekday(self.day), self.before)
        return Monthly.before_day(self.day) if self.before is None else Monthly(self.day, self.before)

    @property
    def text(self) -> str:
        """The deadline in Vietnamese: `hằng tuần, trước 10:00 thứ Ba`, `hằng tháng, trước ngày 10`."""
        clock = f"{self.before:%H:%M} " if self.before else ""
        if self.kind == "weekly":
            word = "trước" if clock else "đến hết"
            return f"hằng tuần, {word} {clock}{WEEKDAYS[self.day - 1]}"
        return f"hằng tháng, trước {clock}ngày {self.day}"

    def period(self, due: datetime) -> "Period":
        """The period that belongs to a deadline."""
        if self.kind == "weekly":
            first, last = period_of(self.kind, due)
        else:
            month = due.date() if due.day > _MIDDLE else due.date().replace(day=1) - timedelta(days=1)
            first, last = month.replace(day=1), month.replace(day=monthrange(month.year, month.month)[1])
        return Period(self.kind, first, last, due)

    def at(self, moment: datetime) -> "Period":
        """The period whose deadline is the next at `moment`."""
        return self.period(self.rule.next_due(moment))

    def after(self, period: "Period") -> "Period":
        """The period after another one."""
        return self.period(self.rule.next_due(period.due + SECOND))

    def before_it(self, period: "Period") -> "Period":
        """The period before another one."""
        return self.period(self.rule.previous_due(period.due))

    def holding(self, day: date) -> "Period":
        """The period that contains a day."""
        found = self.at(datetime.combine(day, time()))
        while found.last < day:
            found = self.after(found)
        while found.first > day and found.due.year >= _FIRST_YEAR:
            found = self.before_it(found)
        return found

    def asked_at(self, moment: datetime) -> "Period":
        """The period that the station works on: the one just due, until half the time to the next deadline is over."""
        return self.before_it(self.at(moment)) if self.is_early(moment) else self.at(moment)

    def is_early(self, moment: datetime) -> bool:
        """Whether `moment` is in the first half between two deadlines, when a file is rather late than early."""
        due = self.rule.next_due(moment)
        begun = self.rule.previous_due(moment)
        return moment - begun <= (due - begun) / 2


@frozen
class Period:
    """One period and its deadline."""

    kind: str
    first: date
    last: date
    due: datetime  # last moment in time

    @property
    def text(self) -> str:
        """The period in Vietnamese: `tuần 17/06–23/06/2026`."""
        return period_text(self.kind, (self.first, self.last))


def load(store: Store) -> Calendar:
    """Read the deadline from the settings; by default every week before 10:00 on Tuesday."""
    known = settings.load(store)
    kind = "monthly" if known.receipts_every == "monthly" else "weekly"
    day = int(known.receipts_day) if known.receipts_day else 10 if kind == "monthly" else 2
    typed = DEFAULT_TIME if not known.receipts_every else known.receipts_time
    return Calendar(kind, day, time.fromisoformat(typed) if typed else None)


def save(store: Store, kind: str, day: int, before: time | None) -> None:
    """Set the deadline, as one step of undo. Raises RefusedError when `day` is not in a week or month."""
    last = 7 if kind == "weekly" else 31
    if not 1 <= day <= last:
        raise RefusedError(f"Ngày phải từ 1 đến {last}.")
    from store.history import recording

    with recording(store, "settings", "Đổi hạn đơn vị gửi tệp"):
        typed = f"{before:%H:%M}" if before else ""
        settings.save(store, receipts_every=kind, receipts_day=str(day), receipts_time=typed)
