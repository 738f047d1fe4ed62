"""The office above: Phụ lục 1, the overview and the units by level, and from a figure down to its people."""

from pathlib import Path

import pytest

from store.models import Person
from store.monitoring import overview
from store.opening import open_store
from store.people import staff, units
from tests.ready_stores import with_checklist
from tests.store.province import ALONE, FIRST, HAMLET, NORTH, PROVINCE, SCHOOL, SECOND, SOUTH, THIRD, province
from tests.store.summaries import UNIT
from tests.tui.opened_app import WIDE, opened, press, settled, shown
from tests.tui.station import station
from tui.framework.text_page import TextPage
from tui.screens.forms.people_behind import PeopleBehindScreen
from tui.screens.forms.screen import FormPaperScreen
from tui.screens.overview.units import OverviewUnitsScreen
from tui.screens.units.screen import UnitsScreen


@pytest.fixture
def first_place() -> str | None:
    return "overview"


@pytest.fixture
def above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T10:00")
    path = tmp_path / "tỉnh.sqlite3"
    with_checklist(path)
    with open_store(path) as store:
        province(store)
    return path


async def test_phu_luc_1_goes_down_and_up(above: Path) -> None:
    async with opened(above, WIDE) as pilot:
        await press(pilot, "f5")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, FormPaperScreen)
        assert "theo khu vực" in shown(pilot)
        await press(pilot, "down", "enter")  # the north
        await settled(pilot)
        assert screen.paper is not None
        assert [row.label for row in screen.paper.table.rows][:2] == [NORTH + ALONE, FIRST]
        assert f"{NORTH} và cấp dưới" in shown(pilot)
        await press(pilot, "down", "enter")
        await settled(pilot)
        assert [row.label for row in screen.paper.table.rows] == [FIRST, SCHOOL]
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, PeopleBehindScreen)
        await press(pilot, "escape", "escape", "escape")
        await settled(pilot)
        assert pilot.app.screen is screen
        assert [row.label for row in screen.paper.table.rows] == [PROVINCE + ALONE, NORTH, SOUTH]
        await press(pilot, "f8")
        await settled(pilot)
        assert "theo trạm" in shown(pilot)


async def test_an_item_goes_down_to_the_people_or_the_file(above: Path) -> None:
    async with opened(above, WIDE) as pilot:
        await press(pilot, "down", "enter")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, OverviewUnitsScreen)
        while "Tài khoản định danh" not in shown(pilot):
            await press(pilot, "right")
        assert [row.unit for row in screen.shown] == [NORTH, SOUTH, PROVINCE + ALONE]
        await press(pilot, "enter", "enter")
        await settled(pilot)
        assert {row.unit for row in screen.shown} == {SECOND, HAMLET}, "who have the lower rate"
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, PeopleBehindScreen)
        await press(pilot, "escape", "escape", "escape")
        await settled(pilot)
        assert screen.top is None
        await press(pilot, "down", "enter", "enter")
        await settled(pilot)
        assert [row.unit for row in screen.shown] == [UNIT, THIRD]
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, TextPage), "the figures that the unit sent, with their cells"


async def test_a_unit_counts_everybody_below_it_and_folds_them(above: Path) -> None:
    async with opened(above, WIDE) as pilot:
        await press(pilot, "f3")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, UnitsScreen)
        totals = {line.unit.name: screen.figures[line.key].total for line in screen.listed if line.department is None}
        assert (totals[PROVINCE], totals[NORTH], totals[FIRST], totals[SCHOOL]) == (28, 14, 9, 6)
        assert screen.whole.total == 28
        await press(pilot, "home", "left")
        assert [line.unit.name for line in screen.listed] == [PROVINCE]


async def test_a_plain_station_sees_nothing_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T10:00")
    station(tmp_path / "s.sqlite3").close()
    async with opened(tmp_path / "s.sqlite3", WIDE) as pilot:
        await press(pilot, "down", "enter")
        await settled(pilot)
        assert "Cấp" not in shown(pilot)
        await press(pilot, "escape", "f5")
        await settled(pilot)
        for _ in range(3):
            assert "theo khu vực" not in shown(pilot)
            await press(pilot, "f8")


async def test_many_people_are_counted_behind_the_keys_and_once(above: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "MANY", 5)
    async with opened(above, WIDE) as pilot:
        await press(pilot, "f5")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, FormPaperScreen)
        assert screen.paper is not None
        first = screen.paper
        await press(pilot, "down", "enter")
        await settled(pilot)
        assert screen.paper.table.scope == f"{NORTH} và cấp dưới"
        await press(pilot, "escape")
        await settled(pilot)
        assert screen.paper is first


async def test_a_long_list_leaves_room_for_its_scroll_bar(above: Path) -> None:
    with open_store(above) as store:
        for number in range(30):
            staff.add(store, Person("Lê An"), units.add(store, f"Trường số {number}"))
    async with opened(above) as pilot:
        await press(pilot, "down", "enter")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, OverviewUnitsScreen)
        assert screen.list.show_vertical_scrollbar
        drawn = [line for line in shown(pilot).splitlines() if "Trường số" in line]
        assert drawn
        last = {line.rstrip(" │▁▂▃▄▅▆▇█")[-4:] for line in drawn}
        assert last <= {" 0/1", ",00%"}, "the last column is whole"
