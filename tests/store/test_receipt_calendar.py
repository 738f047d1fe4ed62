"""By when units send their files: every week before 10:00 on Tuesday, or as the station says."""

from datetime import date, datetime, time

import pytest

from store import history
from store.calendar.wording import due_text
from store.database import Store
from store.errors import RefusedError
from store.receiving import receipt_calendar
from store.receiving.receipt_calendar import Calendar

TUESDAYS = Calendar("weekly", 2, time(10))
TENTHS = Calendar("monthly", 10, None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("calendar", "moment", "expected", "due"),
    [
        (TUESDAYS, "06-23T09:59:59", "tuần 17/06–23/06/2026", "06-23T09:59:59"),
        (TUESDAYS, "06-23T10:00:00", "tuần 24/06–30/06/2026", "06-30T09:59:59"),
        (TENTHS, "06-09T23:59:59", "tháng 05/2026", "06-09T23:59:59"),
        (TENTHS, "06-10T00:00:00", "tháng 06/2026", "07-09T23:59:59"),
        (Calendar("monthly", 10, time(15)), "06-10T14:00:00", "tháng 05/2026", "06-10T14:59:59"),
        (Calendar("monthly", 1, None), "06-30T14:00:00", "tháng 06/2026", "06-30T23:59:59"),
    ],
)
def test_the_period_whose_deadline_comes_next(calendar: Calendar, moment: str, expected: str, due: str) -> None:
    period = calendar.at(at(moment))
    assert (period.text, period.due) == (expected, at(due))


def test_from_period_to_period() -> None:
    for calendar in (TUESDAYS, TENTHS, Calendar("monthly", 31, None), Calendar("weekly", 7, None)):
        period = calendar.at(at("06-23T09:00:00"))
        for _ in range(30):
            following = calendar.after(period)
            assert following.due > period.due
            assert calendar.before_it(following) == period
            assert calendar.holding(following.first) == following
            assert calendar.holding(following.last) == following
            period = following


def test_what_is_asked_about() -> None:
    # Soon after a deadline one asks who missed it; then it is the next one that matters.
    assert TUESDAYS.asked_at(at("06-23T10:00:00")).last == date(2026, 6, 23)
    assert TUESDAYS.asked_at(at("06-26T09:00:00")).last == date(2026, 6, 23)
    assert TUESDAYS.asked_at(at("06-27T09:00:00")).last == date(2026, 6, 30)


def test_in_words() -> None:
    assert TUESDAYS.text == "hằng tuần, trước 10:00 thứ Ba"
    assert Calendar("weekly", 7, None).text == "hằng tuần, đến hết Chủ nhật"
    assert TENTHS.text == "hằng tháng, trước ngày 10"
    assert Calendar("monthly", 10, time(15)).text == "hằng tháng, trước 15:00 ngày 10"
    assert due_text(at("06-23T09:59:59"), with_weekday=True) == "trước 10:00 thứ Ba, ngày 23/06/2026"
    assert due_text(at("06-09T23:59:59"), with_weekday=True) == "hết thứ Ba, ngày 09/06/2026"


def test_the_station_sets_it(store: Store) -> None:
    assert receipt_calendar.load(store) == TUESDAYS
    receipt_calendar.save(store, "monthly", 10, None)
    assert receipt_calendar.load(store) == TENTHS
    receipt_calendar.save(store, "weekly", 5, time(16, 30))
    assert receipt_calendar.load(store) == Calendar("weekly", 5, time(16, 30))
    history.undo(store)
    assert receipt_calendar.load(store) == TENTHS
    history.undo(store)
    assert receipt_calendar.load(store) == TUESDAYS
    with pytest.raises(RefusedError):
        receipt_calendar.save(store, "weekly", 8, None)
