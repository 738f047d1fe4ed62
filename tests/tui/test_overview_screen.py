"""Tổng quan by keys: where the station stands, and from each line to what it is about."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from store import campaign_use, clock
from store.campaigns import file
from store.counting.item_figures import ItemFigure
from store.database import Store
from store.models import State
from store.monitoring import overview
from store.monitoring.overview import Overview
from store.opening import open_store
from store.people import staff, units
from store.words.overview import blocker_text
from tests.store.summaries import UNIT, line, take_in
from tests.tui.opened_app import NARROW, WIDE, press, settled, shown
from tests.tui.station import ITEMS, SCHOOL, station
from tui.app import TramyteApp
from tui.framework.text_page import TextPage
from tui.screens.forms.people_behind import PeopleBehindScreen
from tui.screens.overview import screen as overview_screen
from tui.screens.overview import units as overview_units
from tui.screens.overview.bars import BLOCKS
from tui.screens.overview.lines import BLOCKERS, Lines
from tui.screens.overview.screen import OverviewScreen
from tui.screens.overview.units import OverviewUnitsScreen
from tui.widgets.dialogs import PickOne

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x36"])


@pytest.fixture
def first_place() -> str | None:
    return None


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bars and trends as a terminal draws them; the console of Windows has fewer of such letters."""
    monkeypatch.setattr(overview_screen, "CONSOLE", BLOCKS)


def prepared(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up station in the campaign of Tri Tôn, with four days of work behind it."""
    monkeypatch.setenv(clock.VARIABLE, "2026-06-16T09:00")
    with station(path) as store:
        plan = file.load(file.built_in()["tri-ton-2026"])
        campaign_use.end(store, plan.name)
        campaign_use.use(store, plan)
        units.edit(store, units.find_or_add(store, SCHOOL), contact="Cô Lan 0912345678")
        for day, number in (("17", 4), ("19", 2), ("22", 3)):
            monkeypatch.setenv(clock.VARIABLE, f"2026-06-{day}T09:00")
            able = [
                member.id
                for member in staff.members(store)
                if member.person.states["level2_account"] is State.DONE
                and member.person.states["bhyt_linked"] is not State.DONE
            ]
            staff.set_state(store, able[:number], "bhyt_linked", State.DONE)


@asynccontextmanager
async def opened_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, size: tuple[int, int] = NARROW
) -> AsyncIterator[Pilot[int]]:
    """The program on that station at a moment."""
    path = tmp_path / "trạm.sqlite3"
    prepared(path, monkeypatch)
    monkeypatch.setenv(clock.VARIABLE, moment)
    monkeypatch.setenv("TERM", "xterm-256color")
    app = TramyteApp(path)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot
    app.store.close()


@SIZES
@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-06-23T14:00", "còn 1 giờ               Báo cáo tuần 17/06–23/06/2026 · chưa chốt"),
        ("2026-06-23T15:00", "! vừa quá hạn           Báo cáo tuần 17/06–23/06/2026 · chưa chốt"),
        ("2026-07-09T23:59", "còn 1 phút              Báo cáo tháng 06/2026 · chưa chốt"),
        ("2026-07-10T00:00", "! vừa quá hạn           Báo cáo tháng 06/2026 · chưa chốt"),
    ],
)
async def test_the_first_screen_says_how_long_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], moment: str, expected: str
) -> None:
    async with opened_at(tmp_path, monkeypatch, moment, size) as pilot:
        assert expected in shown(pilot)
        assert f"Giờ {datetime.fromisoformat(moment):%H:%M %d/%m}" in shown(pilot).replace("đặt tay ", "")


async def test_figures_stand_as_papers_print_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = overview.read

    def large(store: Store, now: datetime, *, count: bool = True) -> Overview:
        found = read(store, now, count=count)
        item = found.items[0].item
        figures = (
            ItemFigure(item._replace(target=1.0), 372_375, 382_171),
            ItemFigure(item._replace(key="other", target=0.9), 369_164, 2_724_670),
        )
        return replace(found, items=figures, trend={})

    monkeypatch.setattr(overview, "read", large)
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T14:00") as pilot:
        assert "372.375/382.171  97,44%  còn 9.796 người" in shown(pilot)
        assert "369.164/2.724.670  13,55%  còn 2.083.039 người tới 90%" in shown(pilot)


@SIZES
async def test_the_trend_is_told_from_the_days_that_are_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T14:00", size) as pilot:
        (line,) = (line for line in shown(pilot).splitlines() if line.strip().startswith("› CCCD"))
        assert line.endswith("±0 từ 16/06")
        (line,) = (line for line in shown(pilot).splitlines() if line.strip().startswith("BHYT  "))
        assert line.endswith("+5 từ 16/06")
        assert "▁" in line
        assert "█" in line


async def test_a_console_of_sixteen_colours_gets_plain_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "trạm.sqlite3"
    prepared(path, monkeypatch)
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T15:10")
    monkeypatch.setenv("TERM", "xterm-16color")
    app = TramyteApp(path)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert not set("▁▂▃▄▅▆▇█░┃") & set("".join(shown(pilot).splitlines()[3:9]))
        assert "! quá hạn 10 phút" in shown(pilot)
    app.store.close()


async def test_tab_walks_over_the_sections_and_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T14:00") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, OverviewScreen)
        walked = []
        for _ in range(6):
            current = screen.list.current
            assert current is not None
            walked.append(current.section)
            await press(pilot, "tab")
        assert walked == ["items", "reports", "deadlines", "receipts", "blockers", "places"]
        assert screen.list.current is not None
        assert screen.list.current.section == "items"
        await press(pilot, "shift+tab")
        assert screen.list.current.section == "places"


async def test_the_cursor_passes_over_headings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T14:00") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, OverviewScreen)
        for key in ("down", "up"):
            for _ in range(len(screen.list.lines) + 3):
                assert screen.list.current is not None
                assert not screen.list.current.is_heading
                await press(pilot, key)
        assert "MỤC THEO DÕI" in shown(pilot)  # the heading of the first section is seen again


async def test_from_an_item_to_its_units_to_the_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T14:00") as pilot:
        await press(pilot, "down", "enter")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, OverviewUnitsScreen)
        assert "Từng đơn vị: Tài khoản định danh điện tử mức 2" in shown(pilot)
        lacking = [figure.lacking for unit in screen.shown if (figure := unit.figures[1]) is not None]
        assert lacking == sorted(lacking, reverse=True)
        assert lacking[0] > 0
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, PeopleBehindScreen)
        assert f"chưa Mức 2: {lacking[0]} người." in shown(pilot)
        await press(pilot, "escape")
        await settled(pilot)
        await press(pilot, "right")
        assert "Từng đơn vị: Chữ ký số chuyên dùng công vụ" in shown(pilot)
        await press(pilot, "escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, OverviewScreen)


async def test_a_unit_that_blocks_says_whom_to_call_and_opens_its_reasons_and_their_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []
    monkeypatch.setattr(overview_units, "note_uncovered", noted.append)
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T14:00") as pilot:
        await press(pilot, "tab", "tab", "tab", "tab")
        screen = pilot.app.screen
        assert isinstance(screen, OverviewScreen)
        assert screen.found is not None
        calls = screen.found.calls
        assert [call.lacking for call in calls] == sorted((call.lacking for call in calls), reverse=True)
        assert sum(call.lacking for call in calls) == sum(each.lacking for each in screen.found.items)
        of_school = next(at for at, call in enumerate(calls) if call.unit == SCHOOL)
        await press(pilot, *["down"] * of_school)
        assert "Gọi: Cô Lan •••••••678 · Enter" in shown(pilot)
        assert "0912345678" not in shown(pilot)
        await press(pilot, "enter")
        assert "Gọi: Cô Lan 0912345678" in shown(pilot)
        assert noted == ["contact"]
        first = calls[of_school].groups[0]
        assert f"1  {blocker_text(first)}" in shown(pilot)
        await press(pilot, "1")
        await opened_over(pilot, PeopleBehindScreen)
        title = str(pilot.app.screen.query_one("#behind-title", Static).render())
        assert title.endswith(f": {first.people} người. Gọi: Cô Lan 0912345678.")
        await press(pilot, "escape")
        await opened_over(pilot, PickOne)  # what else to ask for in the same call
        await press(pilot, "escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, OverviewScreen)


async def opened_over(pilot: Pilot[int], kind: type[Screen[Any]]) -> None:
    """Wait for a screen, and for the threads that it reads by; not for the question that waits under it."""
    while not isinstance(pilot.app.screen, kind):
        await pilot.pause()
    if busy := [worker for worker in pilot.app.workers if worker.group == "people-behind"]:
        await pilot.app.workers.wait_for_complete(busy)
    await pilot.pause()


async def test_a_unit_that_sent_counts_is_called_and_opens_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "trạm.sqlite3"
    prepared(path, monkeypatch)
    with open_store(path) as store:
        take_in(store, line(6, "Tổ Toán", 300, 100, 90, 80))
    app = TramyteApp(path)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "tab", "tab", "tab", "tab")
        assert f"thiếu 630  {UNIT}" in shown(pilot)
        await press(pilot, "enter", "1")
        await opened_over(pilot, TextPage)
        assert "so-lieu.xlsx (bản nộp số 1)" in shown(pilot)
        await press(pilot, "escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, OverviewScreen)
    app.store.close()


async def test_what_has_no_room_is_counted_and_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened_at(tmp_path, monkeypatch, "2026-07-10T00:00") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, OverviewScreen)
        await press(pilot, "tab", "tab", *["down"] * 5)
        assert screen.list.current is not None
        assert "… còn 3 hạn nữa" in screen.list.current.text
        before = len(screen.list.lines)
        await press(pilot, "enter")
        assert len(screen.list.lines) == before + 2  # three lines more, and none that stands for them
        assert not any("hạn nữa" in line.text for line in screen.list.lines)


async def test_a_deadline_that_the_source_names_twice_shows_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T14:00", WIDE) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, OverviewScreen)
        await press(pilot, "tab", "tab", *["down"] * 4)
        assert screen.list.current is not None
        assert "* Nhiệm vụ 4: Đơn vị phối hợp" in " ".join(screen.list.current.text.split())
        strip = str(pilot.app.screen.query_one("#strip", Static).render())
        assert "B.II.2.b" in strip
        assert "Phụ lục, TT 4" in strip


async def test_a_late_report_opens_the_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T15:10") as pilot:
        await press(pilot, "tab", "enter")
        await settled(pilot)
        assert pilot.app.current_mode == "reports"
        assert "17/06" in shown(pilot)
        await press(pilot, "escape", "f12")
        await settled(pilot)
        assert pilot.app.current_mode == "overview"


async def test_a_change_elsewhere_is_seen_on_coming_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T14:00") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, OverviewScreen)
        assert screen.found is not None
        done = screen.found.items[0].done
        await press(pilot, "f2")
        await settled(pilot)
        lacking = next(m.id for m in staff.members(screen.store) if m.person.states["cccd"] is not State.DONE)
        staff.set_state(screen.store, [lacking], "cccd", State.DONE)
        await press(pilot, "f12")
        await settled(pilot)
        assert screen.found.items[0].done == done + 1


async def test_very_many_people_are_counted_in_a_thread_behind_what_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "MANY", 10)
    asked = []
    read = overview.read

    def noted(store: Store, now: datetime, *, count: bool = True) -> Overview:
        found = read(store, now, count=count)
        asked.append((count, len(found.items), len(found.reports)))
        return found

    monkeypatch.setattr(overview, "read", noted)
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T14:00") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, OverviewScreen)
        assert screen.found is not None
        assert len(screen.found.items) == len(ITEMS)
        assert asked == [(False, 0, 3), (True, len(ITEMS), 3)]


async def test_nobody_to_call_is_not_nobody_who_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T14:00") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, OverviewScreen)
        assert screen.found is not None
        found = replace(screen.found, blockers=())
    assert any(each.lacking for each in found.items)

    def words(target: float | None, *, all_done: bool = False) -> list[str]:
        items = tuple(
            each._replace(item=each.item._replace(target=target), done=each.applicable if all_done else each.done)
            for each in found.items
        )
        lines, _ = Lines(replace(found, items=items), 120, 36, BLOCKS).build(())
        return [each.text for each in lines if each.section == BLOCKERS and not each.is_heading]

    assert words(None) == ["Không mục nào đặt chỉ tiêu. F9: ai còn chưa, vì sao."]
    assert words(0.0) == ["Mục nào có chỉ tiêu cũng đã đạt. F9: ai còn chưa, vì sao."]
    assert words(1.0, all_done=True) == ["Không còn ai thiếu mục nào."]


async def test_an_empty_store_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00")
    app = TramyteApp(tmp_path / "moi.sqlite3")
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        await settled(pilot)
        assert "MỤC THEO DÕI · 0 người" in shown(pilot)
        assert "1  F4            Nhận tệp danh sách" in shown(pilot)
        assert "2  F2, Ctrl+N    Gõ những người" in shown(pilot)
        assert "0/0" not in shown(pilot)
    app.store.close()


@SIZES
@pytest.mark.parametrize(
    ("moment", "pressed"),
    [
        ("2026-06-23T14:00", ()),
        ("2026-07-10T00:00", ("tab",)),
        ("2026-06-23T14:00", ("tab", "tab", "tab", "tab")),
        ("2026-06-23T14:00", ("down", "enter")),
    ],
    ids=["before", "late", "blockers", "units"],
)
def test_how_it_looks(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snap_compare: Callable[..., bool],
    size: tuple[int, int],
    moment: str,
    pressed: tuple[str, ...],
) -> None:
    path = tmp_path / "trạm.sqlite3"
    prepared(path, monkeypatch)
    monkeypatch.setenv(clock.VARIABLE, moment)
    monkeypatch.setenv("TERM", "xterm-256color")
    app = TramyteApp(path)

    async def run_before(pilot: Pilot[int]) -> None:
        await settled(pilot)
        await press(pilot, *pressed)
        await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=run_before)
    app.store.close()


async def test_escape_comes_back_from_a_place_that_has_no_use_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened_at(tmp_path, monkeypatch, "2026-06-23T14:00") as pilot:
        for keys in (("f5",), ("shift+tab", "enter")):  # Phụ lục 1; the first of the places without a key
            await press(pilot, *keys)
            await settled(pilot)
            assert pilot.app.current_mode != "overview"
            await press(pilot, "escape")
            await settled(pilot)
            assert pilot.app.current_mode == "overview"
        await press(pilot, "escape")
        assert pilot.app.current_mode == "overview"


@SIZES
async def test_old_plans_that_are_late_do_not_hide_what_is_next_and_every_line_says_whose_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    path = tmp_path / "trạm.sqlite3"
    prepared(path, monkeypatch)
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00")
    with open_store(path) as store:
        for name in ("an-phu-2024", "bo-y-te-2025"):
            campaign_use.use(store, file.load(file.built_in()[name]))
    app = TramyteApp(path)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, OverviewScreen)
        found = [" ".join(line.text.split()) for line in screen.list.lines if line.section == "deadlines"][1:]
        assert [line.startswith("! quá hạn") for line in found] == [True, True, True, False, False, False]
        assert found[3].startswith("còn 2 ngày 10 giờ Nhiệm vụ 1 (tri-ton-2026): Cơ sở")
        assert found[-1].startswith("… còn ")
        assert "đã quá: Enter để xem hết" in found[-1]
        reports = [line.text for line in screen.list.lines if line.section == "reports"][1:]
        assert all("-202" in line for line in reports), "which campaign wants it"
        assert len({line.index("Báo cáo") for line in reports}) == 1, "the column stands straight"
    app.store.close()
