"""By when units send their files: every week or every month, on which day, before what time."""

import re
from collections.abc import Iterable, Mapping
from datetime import time

from textual.widget import Widget
from textual.widgets import Static

from store.calendar.wording import WEEKDAYS
from store.receiving import receipt_calendar
from store.receiving.receipt_calendar import Calendar
from tui.framework.form import Form, FormField, Verdict
from tui.framework.form_screen import FormScreen

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


class DeadlineScreen(FormScreen[bool]):
    """Answers whether something was written."""

    PLACE_TITLE = "Hạn gửi tệp"

    def __init__(self, calendar: Calendar) -> None:
        super().__init__()
        self.calendar = calendar

    def heading(self) -> str:
        """What is set."""
        return "Hạn các đơn vị gửi tệp cho trạm"

    def above_form(self) -> Iterable[Widget]:
        """How it is set now."""
        yield Static(f"Đang đặt: {self.calendar.text}. Tệp gửi đúng giờ hạn đã là trễ.", classes="note", markup=False)

    def new_form(self) -> Form:
        """The day and the time that are set."""
        known = self.calendar
        weekly = known.kind == "weekly"
        values = {
            "every": known.kind,
            "weekday": str(known.day) if weekly else "2",
            "day": "10" if weekly else str(known.day),
            "time": f"{known.before:%H:%M}" if known.before else "",
        }
        return Form(FIELDS, values)

    def write(self, values: dict[str, str]) -> bool:
        """Write it as one step."""
        kind = values["every"]
        day = int(values["weekday"] if kind == "weekly" else values["day"])
        receipt_calendar.save(self.store, kind, day, _read_time(values["time"]))
        return True
