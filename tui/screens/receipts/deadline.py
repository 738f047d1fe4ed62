"""By when units send their files: every week or every month, on which day, before what time."""

import re
from collections.abc import Mapping
from datetime import time

from store.calendar.wording import WEEKDAYS
from store.database import Store
from store.receiving import receipt_calendar
from store.receiving.receipt_calendar import Calendar
from tui.framework.form import FormField, Verdict
from tui.framework.form_screen import RecordForm

_TIME = re.compile(r"([01]?\d|2[0-3])[:hH.]?([0-5]\d)?\Z")


def _read_time(text: str) -> time | None:
    """`10:00`, `10h`, `9h30`; None: it is no time."""
    match = _TIME.match(text.strip())
    return time(int(match[1]), int(match[2] or 0)) if match else None


def _check_time(value: str, _: Mapping[str, str]) -> Verdict | None:
    if not value or _read_time(value) is not None:
        return None
    return Verdict("Giờ như 10:00, hoặc để trống", is_error=True)


def _check_day(value: str, others: Mapping[str, str]) -> Verdict | None:
    if value.isdigit() and 1 <= int(value) <= 31:
        return None
    return Verdict("Ngày từ 1 đến 31", is_error=True)


FIELDS = (
    FormField("every", "Đơn vị gửi tệp", "choice", (("weekly", "Hằng tuần"), ("monthly", "Hằng tháng")), hint="← →"),
    FormField(
        "weekday",
        "Hằng tuần: vào thứ",
        "choice",
        tuple((str(number), words) for number, words in enumerate(WEEKDAYS, 1)),
        hint="← → hoặc chữ đầu",
    ),
    FormField("day", "Hằng tháng: trước ngày", check=_check_day, hint="1–31"),
    FormField("time", "Trước giờ", check=_check_time, hint="10:00; trống: cả ngày"),
)


def deadline_form(store: Store, calendar: Calendar) -> RecordForm:
    """The form of the day and the time that are set."""
    weekly = calendar.kind == "weekly"
    values = {
        "every": calendar.kind,
        "weekday": str(calendar.day) if weekly else "2",
        "day": "10" if weekly else str(calendar.day),
        "time": f"{calendar.before:%H:%M}" if calendar.before else "",
    }

    def write(typed: dict[str, str]) -> None:
        kind = typed["every"]
        day = int(typed["weekday"] if kind == "weekly" else typed["day"])
        receipt_calendar.save(store, kind, day, _read_time(typed["time"]))

    about = f"Đang đặt: {calendar.text}. Tệp gửi đúng giờ hạn đã là trễ."
    return RecordForm("Hạn các đơn vị gửi tệp cho trạm", FIELDS, values, write, about=about)
