"""The command palette speaks Vietnamese and finds without diacritics."""

from pathlib import Path

from store.people import staff, units
from store.text import fold
from tests.tui.opened_app import opened, press, settled, shown
from tests.tui.station import station
from tests.tui.typing_as_unikey import bursts, feed
from tui.app import TramyteApp


async def test_a_place_is_found_by_letters_without_marks(tmp_path: Path) -> None:
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    app = TramyteApp(path)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        await feed(pilot, "phu luc\r")
        assert app.current_mode == "phu_luc_1"
        await pilot.press("ctrl+p")
        await pilot.pause()
        await feed(pilot, "".join(bursts("đơn vị")) + "\r")
        assert app.current_mode == "units"
    assert units.station_id(app.store) is not None
    app.store.close()


async def test_what_the_screen_offers_is_there_once_with_its_key(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        await press(pilot, "f2", "ctrl+p")
        lines = [line for _, line, *_ in pilot.app.screen.options]
        assert len(set(lines)) == len(lines) >= 15
        assert sum(line.startswith("Chưa rõ") for line in lines) == 1
        assert any(line.startswith("Thông tin trạm · Ctrl+O · ") for line in lines)
        assert any(line.startswith("Danh sách · F2 · ") for line in lines)
        assert not any(line.startswith(("Lên", "Trang dưới")) for line in lines)


async def test_a_person_is_found_from_anywhere_and_stands_under_the_cursor(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        somebody = staff.get(pilot.app.store, 7)
        await press(pilot, "f5", "ctrl+p", f"text:{fold(somebody.person.full_name)}")
        assert somebody.person.full_name in shown(pilot)
        assert somebody.person.citizen_id not in shown(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert pilot.app.current_mode == "roster"
        assert pilot.app.screen.table.current.id == somebody.id


async def test_a_unit_is_found_and_its_people_are_listed(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        unit = units.all_units(pilot.app.store)[-1]
        await press(pilot, "ctrl+p", f"text:{fold(unit.name)}", "enter")
        await settled(pilot)
        assert pilot.app.current_mode == "roster"
        assert pilot.app.screen.chosen.unit_id == unit.id


async def test_ctrl_c_says_in_vietnamese_how_to_leave(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        await press(pilot, "ctrl+c")
        (found,) = [notification.message for notification in pilot.app._notifications]
        assert found == "Để thoát, bấm F10. Mọi thứ đã được ghi."


async def test_the_place_that_is_called_so_is_meant_before_one_whose_hint_has_the_words(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        await press(pilot, "ctrl+p", "text:danh muc", "enter")
        assert pilot.app.current_mode == "data_sources", "not Danh sách: mọi người và các mục của họ"
