"""Trend by weeks, and how many a day are needed until the nearest deadline of a running plan."""

from datetime import date, datetime
from pathlib import Path

import pytest

from store import campaign_use, clock
from store.campaigns import running
from store.counting import daily_totals
from store.counting.daily_totals import DailyTotal
from store.counting.forecast import POINTS, Course, a_week_ago, course, forecast, points
from store.database import Store
from store.models import Person, State
from store.monitoring import overview
from store.opening import open_store
from store.people import staff, units
from store.words.overview import deadline_lines, forecast_text

TODAY = date(2026, 6, 23)


def on(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv(clock.VARIABLE, moment)


def test_a_young_trend_is_by_days_and_an_old_one_by_weeks() -> None:
    days = [DailyTotal(date(2026, 6, day), day, 0) for day in (18, 20)]
    young = points(days, 30, TODAY)
    assert [(each.day.day, each.done) for each in young] == [(18, 18), (19, 18), (20, 20), (21, 20), (22, 20), (23, 30)]
    old = points([DailyTotal(date(2026, 5, 20), 3, 0), DailyTotal(date(2026, 6, 10), 9, 0), *days], 30, TODAY)
    assert [(f"{each.day:%d/%m}", each.done) for each in old] == [
        ("26/05", 3), ("02/06", 3), ("09/06", 3), ("16/06", 9), ("23/06", 30)
    ]  # fmt: skip
    assert len(points([DailyTotal(date(2025, 1, 1), 1, 0)], 2, TODAY)) == POINTS
    assert points((), 5, TODAY) == ()
    week = a_week_ago([DailyTotal(date(2026, 6, 10), 9, 0), *days], TODAY)
    assert week == DailyTotal(date(2026, 6, 16), 9, 0)


def test_only_whom_the_plan_asks_is_counted_and_the_nearest_deadline(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "2026-06-23T10:00")
    station = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    school = units.find_or_add(store, "Trường Tiểu học A Vĩnh Gia")
    for number in range(10):
        staff.add(store, Person(f"Lê Văn {number}"), station)
        staff.add(store, Person(f"Trần Thị {number}"), school)

    def needed(item: str, moment: str = "2026-06-23T10:00") -> tuple[int, int, int] | None:
        found = forecast(overview.read(store, datetime.fromisoformat(moment)).due, item, datetime.fromisoformat(moment))
        return None if found is None else (found.missing, found.days, found.a_day)

    assert needed("cccd") == (10, 7, 2), "no school owes a card"
    assert needed("bhyt_linked") == (10, 7, 2), "the day of B.II.2.a is that of the health sector"
    assert needed("bhyt_linked", "2026-06-29T23:00") == (10, 1, 10)
    assert needed("bhyt_linked", "2026-06-30T00:00") is None, "the deadline is over"
    found = overview.read(store, datetime.fromisoformat("2026-06-23T10:00"))
    bhyt = next(figure for figure in found.items if figure.item.key == "bhyt_linked")
    assert bhyt.applicable == 20
    assert forecast_text(found, bhyt).startswith("Ngành Y tế: cần 2 người/ngày để kịp hạn 29/06/2026")
    now, week = datetime.fromisoformat("2026-06-23T10:00"), date(2026, 6, 16)
    assert course(found.due, bhyt, [DailyTotal(week, 0, 20)], now) is Course.BEHIND, "2 a day are needed, none came"
    assert course(found.due, bhyt, [], now) is Course.ON_TIME, "nothing to compare with"
    assert course(found.due, bhyt._replace(done=14), [DailyTotal(week, 0, 20)], now) is Course.ON_TIME
    card = next(figure for figure in found.items if figure.item.key == "cccd")
    reached = card._replace(item=card.item._replace(target=1.0), done=card.applicable)
    assert course(found.due, reached, [], now) is Course.REACHED
    assert course(found.due, bhyt, [], datetime.fromisoformat("2026-06-30T00:00")) is Course.LATE
    (line,) = [each for each in deadline_lines(found.deadlines) if each.first.item]
    assert line.title == "Mục CCCD, Mức 2, Ký số, ASXH, BHYT, Sổ SK của ngành Y tế"
    for campaign in running.running(store):
        campaign_use.end(store, campaign.name)
    assert needed("bhyt_linked") is None, "an ended plan asks for nothing"


def test_a_file_about_an_earlier_day_that_came_late_changes_no_day_that_is_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    on(monkeypatch, "2026-06-16T08:00")
    an = staff.add(store, Person("Lê An"), unit)
    on(monkeypatch, "2026-06-18T08:00")
    daily_totals.catch_up(store)
    before = daily_totals.totals(store, clock.today())["cccd"]
    on(monkeypatch, "2026-06-20T08:00")  # what stands in it is of the 15th
    binh = staff.add(store, Person("Lê Bình", states={"cccd": State.DONE}, done_on={"cccd": "2026-06-15"}), unit)
    staff.set_state(store, [an], "cccd", State.DONE, done_on="2026-06-15")
    on(monkeypatch, "2026-06-22T08:00")
    staff.remove(store, [binh])
    on(monkeypatch, "2026-06-23T08:00")
    daily_totals.catch_up(store)
    kept = daily_totals.totals(store, clock.today())["cccd"]
    assert kept[: len(before)] == before
    assert [(each.day.day, each.done, each.applicable) for each in kept] == [(16, 0, 1), (20, 2, 2), (22, 1, 1)]


def test_a_line_is_of_the_same_people_when_a_unit_gets_another_sector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "2026-06-16T08:00")
    store = open_store(tmp_path / "s.sqlite3")
    unit = units.find_or_add(store, "Cơ sở Núi Tô")
    units.edit(store, unit, sector="other")
    staff.add(store, Person("Lê An", states={"cccd": State.DONE}), unit)
    on(monkeypatch, "2026-06-17T08:00")
    daily_totals.catch_up(store)
    assert [each.applicable for each in daily_totals.totals(store, clock.today())["cccd"]] == [0]
    units.edit(store, unit, sector="health")
    daily_totals.catch_up(store)
    assert [(each.done, each.applicable) for each in daily_totals.totals(store, clock.today())["cccd"]] == [(1, 1)]
    store.close()
