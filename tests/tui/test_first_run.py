"""The first run: the program asks who the station is, takes no for an answer, and can be asked again."""

from pathlib import Path

import pytest

from store import settings
from store.opening import open_store
from store.people import units
from tests.tui.opened_app import NARROW, WIDE, opened, press, shown
from tests.tui.station import STATION
from tui.screens.first_run import StationScreen
from tui.screens.roster.screen import RosterScreen
from tui.widgets.dialogs import Ask


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "mới.sqlite3"
    open_store(path).close()
    return path


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_new_store_asks_for_the_station(empty: Path, size: tuple[int, int]) -> None:
    async with opened(empty, size) as pilot:
        assert isinstance(pilot.app.screen, StationScreen)
        assert "Trạm của anh chị tên gì?" in shown(pilot)
        assert "ví dụ: Trạm Y tế xã Vĩnh Gia" in shown(pilot)


async def test_the_name_alone_is_enough_and_makes_the_unit(empty: Path) -> None:
    async with opened(empty) as pilot:
        await press(pilot, "text:Trạm Y tế xã Vĩnh Gia", "ctrl+s")
        assert isinstance(pilot.app.screen, RosterScreen)
        assert "TYT Vĩnh Gia" in shown(pilot).splitlines()[0]
        assert [unit.name for unit in units.all_units(pilot.app.store)] == [STATION]


async def test_enter_goes_through_the_fields_and_writes_them_at_the_end(empty: Path) -> None:
    phone = "0296 3888 999"
    found = (STATION, "Vĩnh Gia", "UBND xã Vĩnh Gia", "Sở Y tế An Giang", "Trần Thị Loan", "Trưởng trạm", "Số/TYT", "")
    async with opened(empty) as pilot:
        for words in (*found[:2], phone, *found[2:]):
            await press(pilot, f"text:{words}", "enter")
        kept = settings.load(pilot.app.store)
        assert (kept.station_name, kept.place, kept.parent_name, kept.health_office_name) == found[:4]
        assert (kept.head_name, kept.head_title, kept.letter_number, kept.covering_letter) == found[4:]
        assert kept.phone == phone


async def test_a_telephone_number_with_too_few_digits_is_pointed_out(empty: Path) -> None:
    async with opened(empty, WIDE) as pilot:
        await press(pilot, f"text:{STATION}", "enter", "enter", "text:0296 38", "enter")
        assert "Thiếu chữ số? Hãy xem lại số điện thoại" in shown(pilot)
        await press(pilot, "up", "text:88 999", "enter")
        assert "Thiếu chữ số?" not in shown(pilot)


async def test_it_can_be_left_for_later_and_is_opened_again_by_ctrl_o(empty: Path) -> None:
    async with opened(empty) as pilot:
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RosterScreen)
        assert units.all_units(pilot.app.store) == []
        await press(pilot, "ctrl+o")
        assert isinstance(pilot.app.screen, StationScreen)


async def test_without_a_name_it_says_so(empty: Path) -> None:
    async with opened(empty, WIDE) as pilot:
        await press(pilot, "tab", "text:Vĩnh Gia", "ctrl+s")
        assert isinstance(pilot.app.screen, StationScreen)
        assert "✗ Phải có tên trạm" in shown(pilot)


async def test_what_was_typed_is_not_lost_by_escape(empty: Path) -> None:
    async with opened(empty) as pilot:
        await press(pilot, f"text:{STATION}", "tab", "escape")
        assert isinstance(pilot.app.screen, Ask)
        await press(pilot, "1")
        assert settings.load(pilot.app.store).station_name == STATION


async def test_a_station_that_has_a_name_is_not_asked_and_can_be_renamed(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        assert isinstance(pilot.app.screen, RosterScreen)
        await press(pilot, "ctrl+o", "ctrl+u", "text:Trạm Y tế xã Núi Cấm", "ctrl+s")
        assert "TYT Núi Cấm" in shown(pilot).splitlines()[0]
        assert units.find(pilot.app.store, STATION) is None
        await press(pilot, "ctrl+z", "2")
        assert units.find(pilot.app.store, STATION) is not None
