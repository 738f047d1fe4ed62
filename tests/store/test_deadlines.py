import calendar
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.calendar import deadlines
from store.calendar.deadlines import Daily, Monthly, Once, Rule, Weekday, Weekly, is_late, time_left


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


WEEKLY = Weekly(Weekday.TUESDAY, time(15))  # "trước 15 giờ ngày thứ Ba hằng tuần"
MONTHLY = Monthly.before_day(10)  # "trước ngày 10 hằng tháng"


def test_on_tuesday_at_two_the_weekly_report_is_due_in_one_hour_and_at_three_it_is_late() -> None:
    now = moment("2026-06-23T14:00:00")
    due = WEEKLY.next_due(now)
    assert due == moment("2026-06-23T14:59:59")
    assert time_left(due, now) == timedelta(hours=1)
    assert not is_late(due, moment("2026-06-23T14:59:59.999999"))
    at_three = moment("2026-06-23T15:00:00")
    assert is_late(due, at_three)
    assert time_left(due, at_three) == timedelta(0)
    assert WEEKLY.previous_due(at_three) == due
    assert WEEKLY.next_due(at_three) == moment("2026-06-30T14:59:59")


def test_the_monthly_report_is_in_time_on_the_ninth_and_late_on_the_tenth() -> None:
    evening = moment("2026-07-09T23:59:00")
    due = MONTHLY.next_due(evening)
    assert due == moment("2026-07-09T23:59:59")
    assert not is_late(due, evening)
    midnight = moment("2026-07-10T00:00:00")
    assert is_late(due, midnight)
    assert MONTHLY.previous_due(midnight) == due
    assert MONTHLY.next_due(midnight) == moment("2026-08-09T23:59:59")


def test_through_a_day_is_in_time_until_its_last_minute() -> None:
    due = deadlines.through(date(2024, 12, 22))
    assert not is_late(due, moment("2024-12-22T23:59:00"))
    assert is_late(due, moment("2024-12-23T00:00:00"))


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 6, 30), "2026-06-29T23:59:59"),
        (date(2026, 7, 1), "2026-06-30T23:59:59"),
        (date(2027, 1, 1), "2026-12-31T23:59:59"),
        (date(2024, 3, 1), "2024-02-29T23:59:59"),
        (date(2026, 3, 1), "2026-02-28T23:59:59"),
        (date(2000, 3, 1), "2000-02-29T23:59:59"),
        (date(2100, 3, 1), "2100-02-28T23:59:59"),
    ],
)
def test_before_a_day_is_by_the_end_of_the_day_before(day: date, due: str) -> None:
    assert deadlines.before(day) == moment(due)


def test_before_a_time_of_a_day_is_a_second_before_it() -> None:
    assert deadlines.before(date(2026, 6, 30), time(16)) == moment("2026-06-30T15:59:59")


def test_what_is_due_once_has_nothing_behind_it_and_nothing_ahead_of_it() -> None:
    closing = Once(deadlines.before(date(2026, 9, 10)))
    assert closing.previous_due(closing.due) is None
    assert closing.next_due(closing.due) == closing.due
    assert closing.next_due(moment("2026-09-10T00:00:00")) is None
    assert closing.previous_due(moment("2026-09-10T00:00:00")) == closing.due


def test_the_daily_report_before_four_moves_on_at_four() -> None:
    daily = Daily(time(16))
    assert daily.next_due(moment("2024-12-31T15:59:59")) == moment("2024-12-31T15:59:59")
    assert daily.next_due(moment("2024-12-31T16:00:00")) == moment("2025-01-01T15:59:59")
    assert daily.previous_due(moment("2025-01-01T15:59:59")) == moment("2024-12-31T15:59:59")


def test_without_a_time_the_whole_day_is_in_time() -> None:
    assert Daily().next_due(moment("2026-06-23T23:59:59")) == moment("2026-06-23T23:59:59")
    assert Weekly(Weekday.FRIDAY).next_due(moment("2026-06-23T08:00:00")) == moment("2026-06-26T23:59:59")


def test_a_week_goes_over_the_end_of_the_year() -> None:
    wednesday = Weekly(Weekday.WEDNESDAY, time(14))
    assert wednesday.next_due(moment("2024-12-25T14:00:00")) == moment("2025-01-01T13:59:59")
    assert wednesday.previous_due(moment("2025-01-01T13:59:59")) == moment("2024-12-25T13:59:59")


def test_midnight_at_the_start_of_a_day_is_due_the_evening_before() -> None:
    monday = Weekly(Weekday.MONDAY, time(0))
    assert monday.next_due(moment("2026-06-21T12:00:00")) == moment("2026-06-21T23:59:59")
    assert monday.next_due(moment("2026-06-22T00:00:00")) == moment("2026-06-28T23:59:59")
    assert Daily(time(0)).next_due(moment("2026-06-21T12:00:00")) == moment("2026-06-21T23:59:59")


@pytest.mark.parametrize(
    ("rule", "now", "due"),
    [
        (Monthly.before_day(1), "2026-06-15T00:00:00", "2026-06-30T23:59:59"),
        (Monthly.before_day(1), "2026-07-01T00:00:00", "2026-07-31T23:59:59"),
        (Monthly.before_day(1), "2024-02-01T00:00:00", "2024-02-29T23:59:59"),
        (Monthly.before_day(31), "2026-02-10T00:00:00", "2026-02-28T23:59:59"),
        (Monthly.before_day(31), "2026-06-10T00:00:00", "2026-06-30T23:59:59"),
        (Monthly.before_day(31), "2026-07-10T00:00:00", "2026-07-30T23:59:59"),
        (Monthly.before_day(10), "2026-12-10T00:00:00", "2027-01-09T23:59:59"),
        (Monthly(31), "2024-02-10T00:00:00", "2024-02-29T23:59:59"),
        (Monthly(31), "2026-12-31T23:59:59", "2026-12-31T23:59:59"),
        (Monthly(25, time(16)), "2026-06-25T16:00:00", "2026-07-25T15:59:59"),
        (Monthly(31, time(16)), "2026-02-10T00:00:00", "2026-02-28T15:59:59"),
        (Monthly(1, time(0)), "2026-06-30T23:59:59", "2026-06-30T23:59:59"),
    ],
)
def test_months_end_where_they_end(rule: Monthly, now: str, due: str) -> None:
    assert rule.next_due(moment(now)) == moment(due)


# Any moment from 1990 to 2110: both kinds of century year, and room on both sides.
moments = st.datetimes(moment("1990-01-01"), moment("2110-12-31"))
limits = st.none() | st.times().map(lambda limit: limit.replace(microsecond=0))
days = st.dates(date(1990, 1, 1), date(2110, 12, 31))
repeating = st.one_of(
    st.builds(Daily, limits),
    st.builds(Weekly, st.sampled_from(Weekday), limits),
    st.builds(Monthly, st.integers(1, 31), limits),
    st.integers(1, 31).map(Monthly.before_day),
)
rules: st.SearchStrategy[Rule] = st.one_of(repeating, st.builds(Once, days.map(deadlines.through)))


@given(rules, moments)
def test_the_next_is_in_time_and_the_one_before_is_late(rule: Rule, now: datetime) -> None:
    coming, gone = rule.next_due(now), rule.previous_due(now)
    assert coming is not None or gone is not None
    if coming is not None:
        assert not is_late(coming, now)
        assert time_left(coming, now) > timedelta(0)
        assert rule.next_due(coming) == coming, "the last moment in time is in time"
        assert rule.previous_due(coming + deadlines.SECOND) == coming, "a second later it is late"
    if gone is not None:
        assert is_late(gone, now)
        assert time_left(gone, now) <= timedelta(0)


@given(repeating, moments)
def test_none_lies_between_the_one_before_and_the_next(rule: Rule, now: datetime) -> None:
    gone = rule.previous_due(now)
    assert gone is not None
    assert rule.next_due(gone + deadlines.SECOND) == rule.next_due(now)
    if (coming := rule.next_due(now)) is not None:
        assert rule.previous_due(coming) == gone


@given(st.sampled_from(Weekday), moments)
def test_a_weekly_one_falls_on_its_day_within_a_week(weekday: Weekday, now: datetime) -> None:
    due = Weekly(weekday, time(15)).next_due(now)
    assert due.isoweekday() == weekday
    assert (due.hour, due.minute, due.second) == (14, 59, 59)
    assert time_left(due, now) <= timedelta(days=7)


@given(st.integers(1, 31), moments)
def test_a_monthly_one_falls_once_in_each_month(day: int, now: datetime) -> None:
    due = Monthly(day).next_due(now)
    assert due.day == min(day, calendar.monthrange(due.year, due.month)[1])
    following = Monthly(day).next_due(due + deadlines.SECOND)
    assert (following.year * 12 + following.month) - (due.year * 12 + due.month) == 1


@given(st.integers(1, 31), moments)
def test_before_a_day_of_the_month_is_before_the_first_midnight_of_that_day(day: int, now: datetime) -> None:
    due = Monthly.before_day(day).next_due(now)
    late_from = due + deadlines.SECOND
    assert (late_from.hour, late_from.minute, late_from.second) == (0, 0, 0)
    # either that day begins, or the month has no such day and the next one begins
    assert late_from.day == day or (late_from.day == 1 and due.day < day)


@given(days)
def test_before_a_day_is_through_the_day_before(day: date) -> None:
    assert deadlines.before(day) == deadlines.through(day - timedelta(days=1))
