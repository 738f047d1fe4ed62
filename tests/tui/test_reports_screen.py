"""Tuesday, 14:00: the weekly report is due in an hour. See it, write, freeze, export; then mend and freeze again."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from importers import intake
from store import campaign_use, clock, settings
from store.calendar.periods import Period
from store.campaigns import file
from store.figures import figure_entry, indicators
from store.figures.indicators import Figure
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from store.receiving import submissions
from store.reporting import issued, progress
from store.reporting.progress_paper import FrozenMark
from tests.exporters.progress_sample import progress_paper
from tests.tui.opened_app import app_at, shown, until
from tests.tui.station import STATION
from tui.app import TramyteApp
from tui.framework.targets import ReportTarget
from tui.screens.reports.page import FrozenReportScreen, ReportPageScreen, name_of_file
from tui.screens.reports.screen import ReportsScreen, state_text
from tui.widgets.dialogs import Prompt

WEEKLY = "progress/tri-ton-2026/weekly"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    with app_at("reports", "2026-06-23T14:00:00", tmp_path, monkeypatch) as made:
        yield made


async def lines(app: TramyteApp) -> list[tuple[str, bool]]:
    screen = app.screen
    assert isinstance(screen, ReportsScreen)
    return [(each.name, state_text(each, clock.now())[1]) for each in screen.listed]


async def settled(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.pause()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("daily", "BaoCaoNgay"),
        ("weekly", "BaoCaoTuan"),
        ("monthly", "BaoCaoThang"),
        ("closing", "BaoCaoTongKet"),
        ("once", "BaoCao"),
    ],
)
def test_the_name_of_the_file_begins_with_the_kind_of_report(kind: str, start: str) -> None:
    assert name_of_file(progress_paper(kind=kind)) == f"{start}_chien-dich_20260623.docx"


async def test_at_two_the_weekly_report_is_due_in_one_hour_and_at_three_it_is_late(
    app: TramyteApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ReportsScreen)
        weekly = next(each for each in screen.listed if each.name == "Báo cáo tuần 17/06–23/06/2026")
        assert state_text(weekly, clock.now()) == ("còn 1 giờ", True)
        monkeypatch.setenv(clock.VARIABLE, "2026-06-23T15:00:00")
        assert state_text(weekly, clock.now())[0].startswith("! vừa quá hạn")


class CountedKeys:
    """Presses keys, and counts how many a person would have to press."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot
        self.pressed = 0

    async def press(self, *keys: str) -> None:
        self.pressed += len(keys)
        await self.pilot.press(*keys)
        await settled(self.pilot)


async def test_from_a_late_report_to_the_exported_paper_by_keys(
    app: TramyteApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T15:30:00")
    async with app.run_test(size=(80, 24)) as pilot:
        keys = CountedKeys(pilot)
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ReportsScreen)
        while screen.chosen is None or screen.chosen.name != "Báo cáo tuần 17/06–23/06/2026":
            await keys.press("down")
        await keys.press("enter")
        assert isinstance(app.screen, ReportPageScreen)
        await keys.press("enter", *"TapHuan", "ctrl+s")
        await keys.press("f6", "1")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        await keys.press("enter")
        await until(pilot, lambda: list(tmp_path.glob("BaoCaoTuan_*.docx")))
    (head,) = issued.heads(app.store, WEEKLY)
    assert (head.campaign, head.kind, head.period, head.number) == ("tri-ton-2026", "weekly", "2026-06-17", 1)
    (paper,) = tmp_path.glob("BaoCaoTuan_*.docx")
    texts = [paragraph.text for paragraph in docx.Document(str(paper)).paragraphs]
    assert "BÁO CÁO TUẦN" in texts
    assert any("TapHuan" in text for text in texts)
    assert any("Số liệu chốt lần 1, 15:30 ngày 23/06/2026" in text for text in texts)
    assert keys.pressed < 25


async def test_a_file_that_was_taken_back_after_the_deadline_is_named_before_its_figures_are_frozen(
    app: TramyteApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wrong = tmp_path / "nhầm.csv"
    wrong.write_text(f"Đơn vị: {STATION}\nHọ và tên,Ngày sinh,Mức 2\nLê Thị Nhầm,01/02/1990,x\n", encoding="utf-8")
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:40:00")
    with open_store(app.store_path) as other:
        number = intake.apply(other, intake.read(other, wrong))
        assert number is not None
        monkeypatch.setenv(clock.VARIABLE, "2026-06-23T15:20:00")
        submissions.take_back(other, number)
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T15:30:00")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        app.go_to(ReportTarget("tri-ton-2026", "weekly"))
        await settled(pilot)
        await pilot.press("f6")
        await settled(pilot)
        assert "! Số liệu của kỳ này còn tính tệp đã rút lại sau đó: nhầm.csv." in shown(pilot)


async def test_a_second_freeze_is_a_correction_that_says_what_differs(app: TramyteApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        app.go_to(ReportTarget("tri-ton-2026", "weekly"))
        await settled(pilot)
        assert isinstance(app.screen, ReportPageScreen)
        await pilot.press("f6", "2")
        await settled(pilot)
        await pilot.press("f6")
        await settled(pilot)
        with open_store(app.store_path) as other:
            unit = units.find(other, STATION)
            assert unit is not None
            staff.add(other, Person("Mới Vào", states={"cccd": State.DONE}), unit.id)
        # What the open question was about is not what would be frozen: the screen does not follow while it is asked.
        await pilot.press("2")
        await settled(pilot)
        assert len(issued.heads(app.store, WEEKLY)) == 1
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("f6")
        await settled(pilot)
        assert "- Tổng số người: 41 → 42" in shown(pilot), "what differs is known before it is frozen"
        await pilot.press("2")
        await settled(pilot)
        await pilot.press("f6")
        await settled(pilot)
        assert "Chưa có gì khác: không cần chốt lại." in shown(pilot)
        await pilot.press("escape")
        await settled(pilot)
        newest, oldest = issued.heads(app.store, WEEKLY)
        assert (newest.number, newest.corrects) == (2, oldest.id)
        changes = progress.get_issued(app.store, newest.id).paper.corrections
        assert "Tổng số người: 41 → 42" in changes
        assert any(line.startswith("CCCD: ") for line in changes)
        await pilot.press("f7", "enter")
        await settled(pilot)
        assert isinstance(app.screen, FrozenReportScreen)
        banner = str(app.screen.query_one("#banner", Static).content)
        assert "Số liệu chốt lần 2" in banner
        assert "bản điều chỉnh" in banner
        assert newest.title == "Báo cáo tuần 17/06–23/06/2026"
        found = str(app.screen.query_one("#corrections", Static).content)
        assert "41 → 42" in found


async def test_the_next_period_tells_the_change_since_the_report_before(
    app: TramyteApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = indicators.all_indicators(app.store)[0]
    figure_entry.enter(app.store, first, Period("monthly", "2026-05-01"), Figure("Ấp Tô Hạ", 812, 1004))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.go_to(ReportTarget("tri-ton-2026", "weekly"))
        await settled(pilot)
        await pilot.press("f6", "2")
        await settled(pilot)
        unit = units.find(app.store, STATION)
        assert unit is not None
        staff.add(app.store, Person("Mới Vào", states={"cccd": State.DONE}), unit.id)
        await pilot.press("escape")
        await settled(pilot)
        monkeypatch.setenv(clock.VARIABLE, "2026-06-30T09:00:00")
        figure_entry.enter(app.store, first, Period("monthly", "2026-06-01"), Figure("Ấp Tô Hạ", 884, 1004))
        app.screen.reload()  # type: ignore[attr-defined]  # the list of reports
        await settled(pilot)
        assert isinstance(app.screen, ReportsScreen)
        app.screen.arrive(ReportTarget("tri-ton-2026", "weekly"))
        await settled(pilot)
        assert isinstance(app.screen, ReportPageScreen)
        assert app.screen.paper is not None
        assert "884/1.004 = 88,05% (06/2026) +72" in str(app.screen.query_one("#figures", Static).content)
        cccd = app.screen.paper.items[0]
        assert cccd.done_before is not None
        assert cccd.done - cccd.done_before == 1
        assert app.screen.paper.before == FrozenMark(1, "2026-06-23T14:00:00")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
@pytest.mark.parametrize("page", ["list", "report"])
def test_looks(app: TramyteApp, snap_compare: object, size: tuple[int, int], page: str) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await settled(pilot)
        if page == "report":
            pilot.app.go_to(ReportTarget("tri-ton-2026", "weekly"))  # type: ignore[attr-defined]  # it is ours
            await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)  # type: ignore[operator]  # a fixture


async def test_from_the_first_screen_to_the_exported_paper_in_few_keys(
    app: TramyteApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """15:30 on Tuesday: the overview says that the weekly report is late; it is frozen and on the stick."""
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T15:30:00")
    async with app.run_test(size=(80, 24)) as pilot:
        keys = CountedKeys(pilot)
        app.switch_mode("overview")
        await until(pilot, lambda: "Báo cáo tuần" in shown(pilot))
        assert "! quá hạn 30 phút" in shown(pilot)
        await keys.press("tab")  # from the items to the reports, the late one first
        await keys.press("enter")
        assert isinstance(app.screen, ReportPageScreen)
        await keys.press("f6", "1")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        await keys.press("enter")
        await until(pilot, lambda: list(tmp_path.glob("BaoCaoTuan_*.docx")))
    assert [head.period for head in issued.heads(app.store, WEEKLY)] == ["2026-06-17"]
    assert len(list(tmp_path.glob("BaoCaoTuan_*.docx"))) == 1
    assert keys.pressed < 25


async def test_from_an_open_report_every_place_can_be_reached_and_what_was_written_is_kept(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, ReportPageScreen)
        await pilot.press("enter", *"TapHuan", "f5")
        await settled(pilot)
        assert app.current_mode == "phu_luc_1", "the help of the report says that F5 goes there"
        assert issued.narrative(app.store, f"{WEEKLY}@2026-06-17")["work"] == "TapHuan"
        await pilot.press("f12")
        await settled(pilot)
        assert app.current_mode == "overview"
        app.go_to(ReportTarget("tri-ton-2026", "monthly"))
        await settled(pilot)
        assert isinstance(app.screen, ReportPageScreen)
        assert app.screen.paper is not None
        assert app.screen.paper.kind == "monthly", "not the one that was left open"
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, ReportsScreen)


async def test_an_older_month_of_an_indicator_is_named(app: TramyteApp) -> None:
    with open_store(app.store_path) as store:
        first = indicators.all_indicators(store)[0]
        figure_entry.enter(store, first, Period("monthly", "2026-05-01"), Figure("Ấp Tô Hạ", 812, 1004))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "812/1.004 = 80,88% (05/2026)" in str(app.screen.query_one("#figures", Static).content)


async def test_of_several_campaigns_every_line_says_whose_it_is_and_the_detail_is_whole(app: TramyteApp) -> None:
    with open_store(app.store_path) as store:
        for name in ("bo-y-te-2025", "ninh-thuan-2024"):
            campaign_use.use(store, file.load(file.built_in()[name]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ReportsScreen)
        text = [line for line in shown(pilot).splitlines() if "Báo cáo" in line and "/20" in line]
        assert len([line for line in text if "-202" in line]) == len(screen.listed)
        for _ in screen.listed:
            assert screen.chosen is not None
            assert screen.chosen.report.deadline.text in shown(pilot).replace("\n ", " ")
            assert screen.chosen.report.sender.split(";")[0][:40] in shown(pilot).replace("\n ", " ")
            await pilot.press("down")


@pytest.mark.parametrize("place", ["overview", "phu_luc_1"])
async def test_a_report_that_counts_nobody_is_not_frozen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-30T23:59:00")
    monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", place)
    path = tmp_path / "mới.sqlite3"
    with open_store(path) as store:
        settings.save(store, station_name="Trạm Y tế xã Vĩnh Gia")
        campaign_use.use(store, file.load(file.built_in()["tri-ton-2026"]))
    app = TramyteApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        if place == "overview":
            assert "0 người: bắt đầu từ đây" in shown(pilot)
            await pilot.press("tab", "enter")
            await settled(pilot)
            assert isinstance(app.screen, ReportPageScreen)
        await pilot.press("f6")
        await settled(pilot)
        assert "Chưa có ai để đếm nên chưa chốt được." in shown(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert issued.heads(app.store) == []
    app.store.close()
