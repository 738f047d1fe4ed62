"""Drafting and freezing a progress report: whom it counts, what it compares with, what a correction says."""

from dataclasses import asdict, replace
from pathlib import Path

import openpyxl
import pytest

from exporters.progress import write_progress
from store import clock
from store.campaigns import running
from store.database import Store
from store.errors import RefusedError
from store.forms.filled import CountedLine
from store.models import Person, State
from store.outcome import Outcome
from store.people import staff, units
from store.receiving import submissions
from store.receiving.plan import FileKind, Plan, Reading
from store.reporting import issued, progress
from store.reporting.progress_paper import FrozenMark, ProgressPaper, TaskLine, UnitLine, changes_text
from tests.exporters.progress_sample import progress_paper

D = State.DONE


@pytest.fixture
def station(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    staff.add(store, Person("Lê An", states={"level2_account": D, "bhyt_linked": D}), unit, None)
    staff.add(store, Person("Bùi Bình", states={"level2_account": State.TODO}), unit, None)
    return store


def drafted(store: Store) -> ProgressPaper:
    return progress.draft(store, *progress.choose(store, campaign=None, kind="weekly", day=None))


def figures(paper: ProgressPaper) -> dict[str, tuple[int, int]]:
    return {item.key: (item.done, item.applicable) for item in paper.items}


def send_counts(store: Store) -> None:
    row = CountedLine(
        "Sheet1", 8, "Tổ Toán", "phu-luc-1",
        {"total": 20, "level2_done": 15, "level2_todo": 5, "health_book": 12, "bhyt_done": 10, "bhyt_todo": 10},
        {"level2_reasons": "", "bhyt_reasons": ""},
    )  # fmt: skip
    reading = Reading("a.xlsx", "a.xlsx", "0" * 64, FileKind.SUMMARY, "Trường THPT B", summary=[row])
    plan = Plan(reading, None, "Trường THPT B", counted=[Outcome.NEW])
    from store import journal

    plan.after_change = journal.last_change(store)
    submissions.apply(store, plan)


def test_the_report_counts_people_by_name(station: Store) -> None:
    paper = drafted(station)
    assert (paper.people, paper.period_text) == (2, "tuần 17/06–23/06/2026")
    assert figures(paper)["level2_account"] == (1, 2)
    assert paper.to == tuple(running.running(station)[0].reports[0].to)


def test_whom_nobody_told_anything_of_is_counted_apart(station: Store) -> None:
    unknown = {item.key: item.unknown for item in drafted(station).items}
    assert list(unknown.values()) == [2, 0, 2, 2, 1, 2]
    assert "chưa có thông tin: CCCD: 2; Ký số: 2;" in drafted(station).without_information


def test_a_unit_that_sent_counts_is_in_the_items_that_the_form_counts(station: Store) -> None:
    send_counts(station)
    paper = drafted(station)
    assert paper.people == 22
    assert figures(paper)["level2_account"] == (16, 22)
    assert figures(paper)["bhyt_linked"] == (11, 22)
    assert figures(paper)["cccd"] == (0, 2), "nobody told of them"
    school = next(unit for unit in paper.units if unit.unit == "Trường THPT B")
    assert school.origin == "ngày 23/06/2026, tệp a.xlsx"
    assert school.items[0] is None
    assert progress.issue(station, paper).paper.people == 22


def test_what_nobody_asked_of_a_unit_is_a_dash_whatever_its_file_says(station: Store, tmp_path: Path) -> None:
    school = units.find_or_add(station, "Trường Tiểu học A")
    staff.add(station, Person("Cao Châu", states={"cccd": D, "level2_account": D, "social_security": D}), school, None)
    send_counts(station)
    paper = drafted(station)
    lines = {line.unit: line.items for line in paper.units}
    assert lines["Trường Tiểu học A"] == (None, (1, 1), None, None, (0, 1), (0, 1))
    write_progress(paper, tmp_path / "a.xlsx")
    rows = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["Biểu 1 - Đơn vị"].iter_rows(values_only=True)
    head, *lines_of_units = [row[1:] for row in rows if row[1]]
    assert head[:7] == ("Đơn vị", "Tổng số người", "CCCD phải thực hiện", "CCCD đã", "Tỷ lệ", "Mức 2 đã", "Tỷ lệ")
    printed = {row[0]: row[2:] for row in lines_of_units}
    assert printed["Trường Tiểu học A"][:5] == ("–", "–", "–", 1, 1)
    assert printed["Trường THPT B ¹"][:5] == ("–", "–", "–", 15, 0.75)
    assert printed["Tổng cộng"][:5] == (2, 0, 0, 17, 17 / 23)
    assert figures(paper)["cccd"] == (0, 2)


def test_a_report_frozen_with_zeros_where_nobody_was_asked_prints_dashes(tmp_path: Path) -> None:
    old = replace(progress_paper(), units=tuple(UnitLine(name, 3, ((0, 0),) * 6) for name in "AB"))
    write_progress(old, tmp_path / "a.xlsx")
    rows = openpyxl.load_workbook(tmp_path / "a.xlsx")["Biểu 1 - Đơn vị"].iter_rows(values_only=True)
    assert {row[1]: row[3:15] for row in rows if row[1]}["A"] == ("–",) * 12


def test_figures_that_changed_meanwhile_are_not_frozen(station: Store) -> None:
    paper = drafted(station)
    staff.add(station, Person("Cao Châu"), units.find_or_add(station, "Trạm Y tế xã Vĩnh Gia"), None)
    with pytest.raises(RefusedError, match="vừa thay đổi"):
        progress.issue(station, paper)
    assert issued.heads(station) == []


def test_a_frozen_report_keeps_people_files_and_a_seal(station: Store) -> None:
    frozen = progress.issue(station, drafted(station))
    _, _, sources = issued.content(station, frozen.head.id)
    place = sources["items"].index("level2_account")
    assert [states[place] for states in sources["states"]] == ["d", "t"]
    station.connection.execute("UPDATE issued_report SET paper = replace(paper, 'tuần', 'tháng')")
    station.connection.execute("UPDATE issued_report SET people = '{}'")
    assert [head.sound for head in issued.heads(station)] == [False]
    with pytest.raises(RefusedError, match="đã bị sửa"):
        progress.get_issued(station, frozen.head.id)


def test_a_correction_says_what_differs_and_the_next_week_is_none(
    station: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = progress.issue(station, drafted(station))
    second_person = station.connection.execute("SELECT id FROM staff WHERE full_name = 'Bùi Bình'").fetchone()[0]
    staff.set_state(station, [second_person], "level2_account", D)
    second = progress.issue(station, drafted(station))
    assert second.head.corrects == first.head.id
    assert "Mức 2: 1/2 → 2/2" in second.paper.corrections
    monkeypatch.setenv(clock.VARIABLE, "2026-06-30T09:00:00")
    later = drafted(station)
    assert {item.key: item.done_before for item in later.items}["level2_account"] == 2
    assert changes_text(later).startswith("So với Báo cáo tuần 17/06–23/06/2026 đã chốt: ")
    staff.set_state(station, [second_person], "level2_account", State.TODO)
    later = drafted(station)
    assert "Mức 2 giảm 1; CCCD, " in changes_text(later)
    assert changes_text(later).endswith(" không đổi.")
    third = progress.issue(station, later)
    assert third.head.corrects is None
    assert (first.head.number, second.head.number, third.head.number) == (1, 2, 1)


@pytest.mark.parametrize(
    ("now", "kind", "is_due"),
    [
        ("2026-09-15T10:00:00", "weekly", True),
        ("2026-09-29T10:00:00", "weekly", False),  # the campaign is over
        ("2026-09-09T10:00:00", "closing", True),
    ],
)
def test_reports_are_due_while_the_campaign_runs(
    station: Store, monkeypatch: pytest.MonkeyPatch, now: str, kind: str, is_due: bool
) -> None:
    monkeypatch.setenv(clock.VARIABLE, now)
    campaign = running.running(station)[0]
    report = next(report for report in campaign.reports if report.kind == kind)
    due = [period for moment, period in progress.periods_due(campaign, report, clock.now()) if moment >= clock.now()]
    assert bool(due) is is_due


def test_a_report_that_was_frozen_with_sentences_still_opens(station: Store) -> None:
    """Version 0.1.0 kept the states of tasks and the report before as it printed them, under the seal."""
    states = {
        "Đã hoàn thành ngày 20/06/2026": ("done", "2026-06-20", False),
        "Đã hoàn thành": ("done", None, False),
        "Đang thực hiện": ("under_way", None, False),
        "Chưa thực hiện, quá hạn": ("not_begun", None, True),
    }

    def old(number: int, *_: object) -> tuple[dict[str, object], object]:
        values = asdict(drafted(station))
        lines = enumerate(states, 1)
        task = {"title": "Rà soát", "deadline": "Trước ngày 30/6", "product": ""}
        paper = values | {
            "tasks": [{**task, "number": place, "state": state} for place, state in lines],
            "before": "lần 1, 14:05 ngày 16/06/2026",
            "issued": f"Số liệu chốt lần {number}, 14:00 ngày 23/06/2026",
        }
        return paper, {}

    key = progress.report_key("tri-ton-2026", "weekly")
    number = issued.freeze(station, key, "Báo cáo", old, campaign="tri-ton-2026", kind="weekly", period="2026-06-17")
    frozen = progress.get_issued(station, number)
    assert frozen.paper.tasks == tuple(
        TaskLine(place, "Rà soát", "Trước ngày 30/6", state, "", done_on, is_late)
        for place, (state, done_on, is_late) in enumerate(states.values(), 1)
    )
    assert frozen.paper.before == FrozenMark(1, "2026-06-16T14:05")
    assert frozen.paper.issued == FrozenMark(1, "2026-06-23T14:00:00")
    found = progress.changes_since(station, drafted(station))
    assert found is not None
    assert "Nhiệm vụ 4: Chưa thực hiện, quá hạn → Chưa thực hiện" in found[1]
