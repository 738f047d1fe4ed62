"""What is due at a moment: tasks, items and reports of the campaigns that run."""

from datetime import datetime
from pathlib import Path

import pytest

from store import campaign_use, clock
from store.campaigns import file
from store.campaigns.campaign import Report
from store.campaigns.running import running
from store.database import Store
from store.models import Person, State
from store.monitoring import due, overview
from store.monitoring.due import ReportDue
from store.opening import open_store
from store.people import staff, units
from store.reporting import progress
from store.words.overview import lateness


def use(store: Store, name: str) -> None:
    campaign_use.use(store, file.load(file.built_in()[name]))


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> datetime:
    monkeypatch.setenv(clock.VARIABLE, moment)
    return datetime.fromisoformat(moment)


def report(store: Store, now: datetime, kind: str) -> ReportDue:
    (found,) = (each for each in due.reports(store, running(store), now) if each.report.kind == kind)
    return found


def issue(store: Store, name: str, kind: str, period: str) -> None:
    store.connection.execute(
        "INSERT INTO issued_report (report, number, title, issued_at, issued_by, paper, people, sha256, campaign, kind,"
        " period) VALUES (?, (SELECT count(*) + 1 FROM issued_report), '', '', '', '', '', '', ?, ?, ?)",
        (f"progress/{name}/{kind}", name, kind, period),
    )


@pytest.mark.parametrize(
    ("moment", "kind", "last_moment", "late"),
    [
        ("2026-06-23T14:00", "weekly", "2026-06-23T14:59:59", False),
        ("2026-06-23T15:00", "weekly", "2026-06-23T14:59:59", True),
        ("2026-07-09T23:59", "monthly", "2026-07-09T23:59:59", False),
        ("2026-07-10T00:00", "monthly", "2026-07-09T23:59:59", True),
        ("2026-09-09T23:59", "closing", "2026-09-09T23:59:59", False),
        ("2026-12-31T08:00", "closing", "2026-09-09T23:59:59", True),  # until it is issued, however long
        # Friday evening: the Tuesday that comes is the nearer one
        ("2026-06-27T08:00", "weekly", "2026-06-30T14:59:59", False),
    ],
)
def test_a_report_is_late_from_the_first_second_behind_its_deadline(
    store: Store, monkeypatch: pytest.MonkeyPatch, moment: str, kind: str, last_moment: str, late: bool
) -> None:
    now = at(monkeypatch, moment)
    found = report(store, now, kind)
    assert (found.due.isoformat(), found.late, found.issued) == (last_moment, late, False)


def test_an_issued_report_is_late_no_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = at(monkeypatch, "2026-06-23T15:10")
    issue(store, "tri-ton-2026", "weekly", "2026-06-17")
    found = report(store, now, "weekly")
    assert (found.due.isoformat(), found.late) == ("2026-06-30T14:59:59", False)


def test_a_report_that_was_issued_in_time_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = at(monkeypatch, "2026-06-23T14:00")
    issue(store, "tri-ton-2026", "weekly", "2026-06-17")
    issue(store, "tri-ton-2026", "weekly", "2026-06-10")  # the one before: of no matter
    found = report(store, now, "weekly")
    assert (found.period[0].isoformat(), found.issued, found.late) == ("2026-06-17", True, False)


def test_nothing_is_owed_of_the_time_before_the_campaign_or_behind_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = at(monkeypatch, "2026-06-10T08:00")  # the campaign begins on the 15th
    assert report(store, now, "weekly").due.isoformat() == "2026-06-16T14:59:59"
    assert not any(each.late for each in due.reports(store, running(store), now))
    now = at(monkeypatch, "2026-12-01T08:00")  # it ended on 15 September
    assert [each.report.kind for each in due.reports(store, running(store), now)] == ["closing"]


def test_a_letter_asks_for_no_report_of_the_time_before_it_was_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2024-12-13T08:00")
    use(store, "an-phu-2024")  # of 12/12/2024, without a day on which it begins: "trước ngày 10 hằng tháng"
    for moment in ("2024-12-13T08:00", "2025-01-09T23:59"):
        (found,) = (
            each for each in due.reports(store, running(store), at(monkeypatch, moment))
            if (each.campaign.name, each.report.kind) == ("an-phu-2024", "monthly")
        )  # fmt: skip
        assert (found.due.isoformat(), found.late) == ("2025-01-09T23:59:59", False)


def test_the_last_minute_of_through_is_in_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    use(store, "an-phu-2024")
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    staff.add(store, Person("Đỗ Thị Mỹ Dung", states={"level2_account": State.DONE}), unit)
    for moment, late in (("2024-12-22T23:59", False), ("2024-12-23T00:00", True)):
        now = at(monkeypatch, moment)
        all_due = overview.read(store, now).deadlines
        found = [each for each in all_due if each.campaign == "an-phu-2024" and each.item]
        assert {each.item for each in found} >= {"bhyt_linked", "health_book"}
        assert {(each.due.isoformat(), each.late) for each in found} == {("2024-12-22T23:59:59", late)}


def test_a_deadline_that_the_source_names_twice_counts_as_the_earlier_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = at(monkeypatch, "2026-07-10T08:00")
    (four,) = (each for each in overview.read(store, now).deadlines if each.task == 4)
    assert (four.due.isoformat(), four.contradicted, four.late) == ("2026-07-09T23:59:59", True, True)
    assert [named.place for named in four.named] == ["B.II.2.b", "Phụ lục, TT 4"]


def test_a_done_task_is_not_late_and_stands_last(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = at(monkeypatch, "2026-07-01T08:00")
    before = overview.read(store, now).deadlines
    assert before[0].task == 1
    assert before[0].late
    store.connection.execute("INSERT INTO task_progress (campaign, number, state) VALUES ('tri-ton-2026', 1, 'done')")
    after = overview.read(store, now).deadlines
    assert (after[-1].task, after[-1].late) == (1, False)


REPEATING = """
name = "xa-moi-2026"
title = "Kế hoạch của xã"
source = { document = "Kế hoạch", issuer = "UBND xã", date = 2026-06-01 }
phases = [{ title = "Cả đợt", from = 2026-06-15, through = 2026-08-31 }]

[[tasks]]
number = 1
title = "Cập nhật số liệu"
deadline = { monthly = { through = 5 } }

[[tasks]]
number = 2
title = "Giao ban"
parts = [{ letter = "a", title = "Họp", deadline = { weekly = { weekday = "friday", before = "16:00" } } }]
"""


@pytest.mark.parametrize(
    ("moment", "due_then"),
    [
        ("2026-06-01T08:00", {1: "2026-07-05T23:59:59", 2: "2026-06-19T15:59:59"}),  # it begins on 15 June
        ("2026-07-06T08:00", {1: "2026-08-05T23:59:59", 2: "2026-07-10T15:59:59"}),
        ("2026-08-06T08:00", {2: "2026-08-07T15:59:59"}),  # it is over before 5 September
        ("2026-08-30T08:00", {}),
    ],
)
def test_a_task_that_repeats_stands_with_its_next_day_and_is_never_late(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, moment: str, due_then: dict[int, str]
) -> None:
    (tmp_path / "xa.toml").write_text(REPEATING, "utf-8")
    campaign_use.use(store, file.load(tmp_path / "xa.toml"))
    found = [each for each in overview.read(store, at(monkeypatch, moment)).deadlines if each.campaign == "xa-moi-2026"]
    assert {each.task: each.due.isoformat() for each in found} == due_then
    assert not any(each.late for each in found)


def test_an_item_is_done_when_its_target_is_reached(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = at(monkeypatch, "2026-07-01T08:00")
    use(store, "tri-ton-2026")
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    staff.add(store, Person("Đỗ Thị Mỹ Dung", states={"cccd": State.DONE}), unit)
    states = {each.item: (each.state, each.late) for each in overview.read(store, now).deadlines if each.item}
    assert states["cccd"] == ("done", False)
    assert states["bhyt_linked"] == ("not_begun", True)


def test_what_is_owed_on_the_day_that_the_program_was_installed_can_be_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = at(monkeypatch, "2026-07-10T00:00")
    with open_store(tmp_path / "mới.sqlite3") as fresh:
        (plan,) = running(fresh)
        periods = {(each.kind, period) for each in plan.reports for _, period in progress.periods_due(plan, each, now)}
        owed = due.reports(fresh, [plan], now)
        assert [each.report.kind for each in owed if each.late] == ["weekly", "monthly"]
        assert {(each.report.kind, each.period) for each in owed} <= periods


def test_a_campaign_that_means_fewer_people_counts_those(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = at(monkeypatch, "2024-12-20T08:00")
    use(store, "tri-ton-2026")
    use(store, "an-phu-2024")  # 100% of those who have a smartphone
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    states = {"level2_account": State.DONE, "bhyt_linked": State.DONE}
    staff.add(store, Person("Đỗ Thị Mỹ Dung", smartphone=True, states=states), unit)
    without = {"level2_account": State.TODO, "bhyt_linked": State.TODO}
    reasons = {"level2_account": "Không có điện thoại thông minh"}
    staff.add(store, Person("Lê Văn Bình", states=without, reasons=reasons), unit)
    staff.add(store, Person("Trần Thị An", smartphone=False, states=without), unit)
    found = overview.read(store, now)
    (own,) = (each for each in found.own["an-phu-2024"] if each.item.key == "bhyt_linked")
    assert (own.done, own.applicable) == (1, 1)
    (shared,) = (each for each in found.items if each.item.key == "bhyt_linked")
    assert (shared.done, shared.applicable) == (1, 3)
    states_by_campaign = {each.campaign: each.state for each in found.deadlines if each.item == "bhyt_linked"}
    assert states_by_campaign == {"an-phu-2024": "done", "tri-ton-2026": "under_way"}


def test_reports_without_a_day_stand_last_with_their_period_and_are_never_late(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = at(monkeypatch, "2024-12-25T17:00")  # a Wednesday
    use(store, "ninh-thuan-2024")
    found = due.reports(store, [each for each in running(store) if each.name == "ninh-thuan-2024"], now)
    undated = [each for each in found if each.due is None]
    assert undated == list(found[-len(undated) :])
    assert {each.report.key: tuple(map(str, each.period)) for each in undated} == {
        "closing": ("2024-11-20", "2024-12-31"),
        "daily-2": ("2024-12-25", "2024-12-25"),
        "weekly-2": ("2024-12-23", "2024-12-29"),
        "closing-2": ("2024-11-20", "2024-12-31"),
        "closing-3": ("2024-11-20", "2024-12-31"),
        "weekly-3": ("2024-12-23", "2024-12-29"),
    }
    assert not any(each.late for each in undated)
    assert {each.report.key for each in found} == {each.key for each in reports_of(store, "ninh-thuan-2024")}
    over = due.reports(store, running(store), at(monkeypatch, "2025-06-01T08:00"))
    owed = [each.report.key for each in over if each.campaign.name == "ninh-thuan-2024" and each.due is None]
    assert owed == ["closing", "closing-2", "closing-3"]  # a day and a week outside the campaign owe nothing


def reports_of(store: Store, name: str) -> tuple[Report, ...]:
    return next(each for each in running(store) if each.name == name).reports


def test_late_by_one_place_of_the_source_is_disputed_until_it_is_late_by_all(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def four(moment: str) -> tuple[bool, str]:
        now = at(monkeypatch, moment)
        (found,) = (each for each in overview.read(store, now).deadlines if each.task == 4)
        return found.disputed, lateness(found, now)

    assert four("2026-07-09T20:00") == (False, "còn 4 giờ")
    assert four("2026-07-10T08:00") == (True, "qua 1 hạn, còn 4 ngày")
    assert four("2026-07-15T08:00") == (False, "quá hạn 8 giờ")
