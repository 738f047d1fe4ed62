"""Campaigns as version 0.1.0 left them in stores and their history (`campaigns_of_0_1.json`): read as they were."""

import json
import sqlite3
from datetime import date, datetime, time
from pathlib import Path

import pytest

from store import campaign_use, history
from store.calendar.deadlines import Daily, Monthly, Weekday, Weekly
from store.campaigns import file, running, stored
from store.campaigns.campaign import Campaign
from store.checklist.items import checklist_items
from store.opening import open_store

KEPT = json.loads((Path(__file__).parent / "campaigns_of_0_1.json").read_text(encoding="utf-8"))


def read(name: str) -> Campaign:
    return stored.from_json(name, json.dumps(KEPT[name]), "2026-06-20")


def test_the_plan_of_tri_ton_is_what_it_was() -> None:
    plan = read("tri-ton-2026")
    assert plan.source.text == "Kế hoạch số …/KH-UBND tháng 6 năm 2026 của Ủy ban nhân dân xã Tri Tôn"
    assert plan.source.issuer == "Ủy ban nhân dân xã Tri Tôn"
    assert plan.source.day is None
    assert [task.id for task in plan.tasks] == [1, 2, 3, 4, 5, 6, 7]
    fourth = plan.tasks[3]
    assert [(each.text, each.place, str(each.due)) for each in fourth.deadlines] == [
        ("Trước ngày 10 tháng 7 năm 2026", "B.II.2.b", "2026-07-09 23:59:59"),
        ("Trước 15/7/2026", "Phụ lục, TT 4", "2026-07-14 23:59:59"),
    ]
    assert (fourth.contradicted, fourth.due) == (True, datetime.fromisoformat("2026-07-09T23:59:59"))
    assert {report.key: report.deadline.rule for report in plan.reports if report.key != "closing"} == {
        "weekly": Weekly(Weekday.TUESDAY, time(15)),
        "monthly": Monthly.before_day(10),
    }
    assert (plan.phases[0].first, plan.phases[-1].last) == (date(2026, 6, 15), date(2026, 9, 15))
    signature = next(item for item in plan.items if item.key == "digital_signature")
    assert (signature.applies_to, signature.target, str(signature.due)) == (
        "administrative", 1.0, "2026-06-29 23:59:59",
    )  # fmt: skip
    assert "Quên mật khẩu" in next(item.reasons for item in plan.items if item.key == "level2_account")
    assert plan.reasons == ("Nghỉ thai sản", "Đi học", "Biệt phái")


@pytest.mark.parametrize("name", KEPT)
def test_nothing_that_it_says_in_two_ways_is_lost_or_doubled(name: str) -> None:
    found = [
        [each.about, [[claim.value, claim.place] for claim in each.values]] for each in read(name).all_contradictions()
    ]
    assert sorted(found) == sorted(KEPT[name]["contradictions"])


def test_a_task_keeps_its_number_its_parts_and_what_was_joined_of_them() -> None:
    plan = read("bo-y-te-2025")
    assert [(task.number, task.id) for task in plan.tasks] == [("1.1", 101), ("1.10", 110), ("3.7", 307)]
    several = plan.tasks[-1].whole
    assert several.lead.startswith("a) Cục Quản lý Khám, chữa bệnh; b) Cục An toàn thực phẩm")
    assert several.deadlines[0].text == "a) Tháng 4/2025"
    assert [part.letter for part in several.parts] == ["a", "b", "c", "d"]
    assert plan.source.day == date(2025, 4, 22)


def test_an_hour_of_the_day_and_places_of_targets_are_kept() -> None:
    plan = read("ninh-thuan-2024")
    assert Daily(time(16)) in {report.deadline.rule for report in plan.reports}
    assert plan.facilities[0].code == "58001"
    assert {indicator.amount for indicator in plan.indicators} >= {382171}


@pytest.mark.parametrize("name", KEPT)
def test_what_was_read_is_written_as_today_and_read_again(name: str) -> None:
    plan = read(name)
    assert stored.from_json(name, stored.to_json(plan), plan.used_since) == plan


def test_a_store_of_0_1_runs_on_and_its_history_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    with open_store(path) as store:
        before = checklist_items(store)
    connection = sqlite3.connect(path)
    kept = json.dumps(KEPT["tri-ton-2026"], ensure_ascii=False)
    connection.execute("UPDATE campaign SET definition = ?", (kept,))
    connection.commit()
    connection.close()
    with open_store(path) as store:
        assert len(running.get(store, "tri-ton-2026").tasks) == 7
        campaign_use.use(store, file.load(file.built_in()["tri-ton-2026"]))
        assert [item.key for item in checklist_items(store)] == [item.key for item in before]
        history.undo(store)
        assert running.get(store, "tri-ton-2026") == stored.from_json(
            "tri-ton-2026", kept, running.get(store, "tri-ton-2026").used_since
        )
        campaign_use.end(store, "tri-ton-2026")
        campaign_use.resume(store, "tri-ton-2026")
        assert len(running.get(store, "tri-ton-2026").tasks) == 7
