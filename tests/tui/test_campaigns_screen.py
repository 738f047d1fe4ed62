"""A plan arrives from the province: let it run beside the other, take its facilities in, read it, end it."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from store import clock
from store.campaigns import running
from store.opening import open_store
from store.people import units
from tests.tui.opened_app import NARROW, WIDE, opened, press, settled, shown
from tests.tui.station import station
from tui.app import TramyteApp
from tui.widgets.line_list import LineList


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", "campaigns")
    return tmp_path / "trạm.sqlite3"


def names(pilot: Pilot[int]) -> list[str]:
    assert isinstance(pilot.app, TramyteApp)
    return [each.name for each in running.running(pilot.app.store)]


async def to_line(pilot: Pilot[int], name: str) -> None:
    for _ in range(5):
        lines = pilot.app.screen.query_one(LineList)
        if name in lines._line_at(lines.cursor)[0]:
            return
        await press(pilot, "down")
    raise AssertionError(name)


async def test_a_plan_runs_beside_the_other_and_its_facilities_become_units(path: Path) -> None:
    async with opened(path) as pilot:
        assert isinstance(pilot.app, TramyteApp)
        store = pilot.app.store
        before = len(units.all_units(store))
        await settled(pilot)
        await to_line(pilot, "ninh-thuan-2024")
        await press(pilot, "enter")
        assert "79 cơ sở" in shown(pilot), "they are offered"
        assert len(units.all_units(store)) == before, "and not taken in unasked"
        await press(pilot, "2")
        await settled(pilot)
        assert names(pilot) == ["ninh-thuan-2024", "tri-ton-2026"]
        assert len(units.all_units(store)) == before + 79
        await press(pilot, "ctrl+z")
        assert len(units.all_units(store)) == before
        assert names(pilot) == ["ninh-thuan-2024", "tri-ton-2026"]
        await press(pilot, "ctrl+z", "2")  # which plans run is asked about
        assert names(pilot) == ["tri-ton-2026"]


async def test_what_two_plans_ask_differently_stands_first(path: Path) -> None:
    async with opened(path) as pilot:
        await settled(pilot)
        await to_line(pilot, "an-phu-2024")
        await press(pilot, "enter")
        await settled(pilot)
        found = str(pilot.app.screen.query_one("#campaign", Static).content)
        assert found.startswith("≠ Tài khoản định danh điện tử mức 2, tính theo hạn sớm hơn.")
        assert "an-phu-2024: 100,00%, chỉ người có điện thoại thông minh, đến hết ngày 22/12/2024" in found


async def test_a_plan_is_ended_only_when_that_is_wanted(path: Path) -> None:
    async with opened(path) as pilot:
        await settled(pilot)
        await to_line(pilot, "tri-ton-2026")
        await press(pilot, "enter", "enter")  # as a key that bounces does
        assert names(pilot) == ["tri-ton-2026"]
        await press(pilot, "enter", "2")
        await settled(pilot)
        assert names(pilot) == []
        assert "– đã kết thúc" in shown(pilot)


async def test_a_file_of_the_stations_own_is_checked_and_runs_again_without_its_file(
    path: Path, tmp_path: Path
) -> None:
    own = tmp_path / "xa.toml"
    own.write_text('name = "xa"\ntitle = "Kế hoạch xã"\n', encoding="utf-8")
    async with opened(path, WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+t", f"text:{own}", "enter")
        assert "xa.toml, dòng 1: source: thiếu mục này" in shown(pilot)
        await press(pilot, "enter")
        own.write_text(
            'name = "xa"\ntitle = "Kế hoạch xã"\nsource = { document = "Kế hoạch", issuer = "UBND xã" }\n',
            encoding="utf-8",
        )
        await press(pilot, "ctrl+t", f"text:{own}", "enter")
        await settled(pilot)
        assert names(pilot) == ["tri-ton-2026", "xa"]
        own.unlink()
        await press(pilot, "home")
        await to_line(pilot, "xa ")
        await press(pilot, "enter", "2")
        await settled(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert names(pilot) == ["tri-ton-2026", "xa"]


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x36"])
def test_looks(path: Path, snap_compare: object, size: tuple[int, int]) -> None:
    with station(path):
        pass
    with open_store(path):
        pass

    async def before(pilot: Pilot[int]) -> None:
        await settled(pilot)

    assert snap_compare(TramyteApp(path), terminal_size=size, run_before=before)  # type: ignore[operator]  # a fixture
