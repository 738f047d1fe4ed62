"""The command palette speaks Vietnamese and finds without diacritics."""

from pathlib import Path

from store.people import units
from tests.tui.opened_app import opened, press
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


async def test_what_the_screen_offers_is_there_once(tmp_path: Path) -> None:
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    app = TramyteApp(path)
    async with app.run_test() as pilot:
        await pilot.pause()
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert len(set(titles)) >= 15
        assert titles.count("Chưa rõ") == 1
        assert "Thông tin trạm" in titles
    app.store.close()


async def test_ctrl_c_says_in_vietnamese_how_to_leave(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        await press(pilot, "ctrl+c")
        (told,) = [notification.message for notification in pilot.app._notifications]
        assert told == "Để thoát, bấm F10. Mọi thứ đã được ghi."


async def test_the_place_that_is_called_so_is_meant_before_one_whose_hint_has_the_words(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        await press(pilot, "ctrl+p", "text:danh muc", "enter")
        assert pilot.app.current_mode == "data_sources", "not Danh sách: mọi người và các mục của họ"
