"""Works out from the deadline of a report which days it is of; the name of a period is its first day."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final

#: The kinds of report that a campaign may ask for, in the order of their length.
KINDS: Final = ("daily", "weekly", "monthly", "closing", "once")
#: As they are called in front of a period.
KIND_LABELS: Final = {
    "daily": "ngày",
    "weekly": "tuần",
    "monthly": "tháng",
    "closing": "tổng kết",
    "once": "một lần",
}


def period_of(kind: str, due: datetime, *, start: date | None = None) -> tuple[date, date]:
    """First and last day, both included, that the report is of.

    Args:
        kind: one of `KINDS`.
        due: the last moment in time of the report (`store.calendar.deadlines`).
        start: the first day of the campaign, for a report over the whole of it; None where it is not known, and
            the period is the day of `due` then.

    A daily report is of its own day, a weekly one of the 7 days that end on the day of `due`, a monthly one of the
    calendar month before the month of `due`, a closing one and one that is due once of the campaign up to `due`.

    Raises:
        ValueError: there is no such kind.
    """
    day = due.date()
    if kind == "daily":
        return day, day
    if kind == "weekly":
        return day - timedelta(days=6), day
    if kind == "monthly":
        last = _last_of_month_before(due)
        return last.replace(day=1), last
    if kind in ("closing", "once"):
        return min(start or day, day), day
    raise ValueError(kind)


def _last_of_month_before(due: datetime) -> date:
    """The last day of the month that is over when the report is due.

    "Before the 1st" is due on the last day of a month, and is of that month.
    """
    day = due.date()
    if day.day == monthrange(day.year, day.month)[1]:
        return day
    return day.replace(day=1) - timedelta(days=1)


def period_text(kind: str, period: tuple[date, date]) -> str:
    """`tuần 17/06–23/06/2026`, `tháng 06/2026`, `ngày 23/06/2026`, `từ 15/06/2026 đến 09/09/2026`."""
    first, last = period
    if kind == "daily":
        return f"ngày {first:%d/%m/%Y}"
    if kind == "monthly":
        return f"tháng {first:%m/%Y}"
    if kind == "weekly":
        begun = f"{first:%d/%m}" if first.year == last.year else f"{first:%d/%m/%Y}"
        return f"tuần {begun}–{last:%d/%m/%Y}"
    return f"đến {last:%d/%m/%Y}" if first == last else f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}"


def form_text(key: str) -> str:
    """How the name of a report mentions its form; the form is not looked up, because the first screen asks."""
    return "Phụ lục 1" if key == "phu-luc-1" else f"biểu {key}"


def report_text(kind: str, period: tuple[date, date], form: str = "") -> str:
    """`Báo cáo tuần 17/06–23/06/2026`; of one that is sent as a form `Báo cáo tháng 11/2024 (Phụ lục 1)`."""
    sent_as = f" ({form_text(form)})" if form else ""
    if kind in ("closing", "once"):  # from the first day of the campaign: its last day tells enough
        whole = "tổng kết " if kind == "closing" else ""
        return f"Báo cáo {whole}đến {period[1]:%d/%m/%Y}{sent_as}"
    return f"Báo cáo {period_text(kind, period)}{sent_as}"
