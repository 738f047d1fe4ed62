"""Of which days a report is, told from when it is due."""

from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.calendar.deadlines import Monthly, before, through
from store.calendar.periods import KINDS, Period, ReportKind, period_of, period_text, report_text, typed_period


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "due", "first", "last"),
    [
        ("daily", "2024-11-20T15:59:59", "2024-11-20", "2024-11-20"),
        # before 15:00 on Tuesday: of the seven days that end on that Tuesday
        ("weekly", "2026-06-23T14:59:59", "2026-06-17", "2026-06-23"),
        ("weekly", "2027-01-05T14:59:59", "2026-12-30", "2027-01-05"),
        ("monthly", "2026-07-09T23:59:59", "2026-06-01", "2026-06-30"),
        ("monthly", "2026-01-09T23:59:59", "2025-12-01", "2025-12-31"),
        ("monthly", "2028-03-09T23:59:59", "2028-02-01", "2028-02-29"),
    ],
)
def test_a_period_follows_from_when_its_report_is_due(kind: str, due: str, first: str, last: str) -> None:
    assert period_of(kind, datetime.fromisoformat(due)) == (day(first), day(last))


def test_before_the_first_is_due_at_the_end_of_the_month_that_it_is_of() -> None:
    due = Monthly.before_day(1).next_due(datetime.fromisoformat("2026-06-10T08:00"))
    assert due == through(day("2026-06-30"))
    assert period_of("monthly", due) == (day("2026-06-01"), day("2026-06-30"))


def test_a_closing_report_is_of_the_whole_campaign() -> None:
    due = before(day("2026-09-10"))
    assert period_of("closing", due, start=day("2026-06-15")) == (day("2026-06-15"), day("2026-09-09"))
    assert period_of("closing", due) == (day("2026-09-09"), day("2026-09-09"))


def test_a_campaign_that_begins_behind_the_deadline_has_no_period_that_ends_before_it_begins() -> None:
    due = before(day("2024-11-22"))
    assert period_of("once", due, start=day("2025-01-01")) == (day("2024-11-21"), day("2024-11-21"))


def test_there_is_no_other_kind() -> None:
    with pytest.raises(ValueError, match="yearly"):
        period_of("yearly", through(day("2026-01-01")))


def test_periods_are_told_as_papers_tell_them() -> None:
    weekly = period_of("weekly", through(day("2026-06-23")))
    assert period_text("weekly", weekly) == "tuần 17/06–23/06/2026"
    assert period_text("weekly", (day("2026-12-30"), day("2027-01-05"))) == "tuần 30/12/2026–05/01/2027"
    assert period_text("monthly", (day("2026-06-01"), day("2026-06-30"))) == "tháng 06/2026"
    assert period_text("daily", (day("2026-06-23"), day("2026-06-23"))) == "ngày 23/06/2026"
    assert period_text("closing", (day("2026-06-15"), day("2026-09-09"))) == "từ 15/06/2026 đến 09/09/2026"


def test_a_report_over_the_whole_campaign_is_named_by_its_last_day() -> None:
    whole = (day("2026-06-15"), day("2026-09-09"))
    assert report_text("closing", whole) == "Báo cáo tổng kết đến 09/09/2026"
    assert report_text("once", whole, "Phụ lục 1") == "Báo cáo đến 09/09/2026 (Phụ lục 1)"


def test_a_kind_needs_no_more_than_its_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "quarterly", ReportKind("quý", "Báo cáo quý", lambda due: (day("2026-04-01"), due)))
    quarter = period_of("quarterly", through(day("2026-06-30")))
    assert report_text("quarterly", quarter) == "Báo cáo quý 01/04–30/06/2026"


_LIKE_A_PERIOD = st.from_regex(r"\s?[0-9]{0,5}([-/][0-9]{0,5}){0,4}\s?", fullmatch=True)


@given(st.text() | _LIKE_A_PERIOD)
@example("2026")
@example("2026-06-23-9")  # not the 23rd
@example("23/06/26")  # not of the year 26
@example("2026-13")
@example("")
def test_any_text_is_a_month_a_day_or_refused(text: str) -> None:
    try:
        period = typed_period(text)
    except ValueError:
        return
    assert text.strip() in _spellings(period)
    assert period.step(-1).step(1) == period


def _spellings(period: Period) -> set[str]:
    first = day(period.first)
    months, days = {f"{first.month}", f"{first.month:02}"}, {f"{first.day}", f"{first.day:02}"}
    if period.kind == "monthly":
        return {text for month in months for text in (f"{first.year}-{month}", f"{month}/{first.year}")}
    return {
        text
        for month in months
        for of_month in days
        for text in (f"{first.year}-{month}-{of_month}", f"{of_month}/{month}/{first.year}")
    }
