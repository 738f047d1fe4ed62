"""The bottom line never cuts the key that tells of all the others."""

from pathlib import Path

from tests.tui.opened_app import NARROW, WIDE, opened, press, settled, shown


async def test_help_is_never_cut(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3", NARROW) as pilot:
        for place in ("f2", "f3", "f4", "f5", "f12"):
            await press(pilot, place)
            assert "F1 Trợ giúp" in shown(pilot).splitlines()[-1], place
        await press(pilot, "f3", "ctrl+f")
        await press(pilot, "text:duoc")
        assert "F1 Trợ giúp" in shown(pilot).splitlines()[-1]


async def test_a_wide_window_names_more_keys(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3", WIDE) as pilot:
        for place in ("f2", "f3", "f5", "f12"):
            await press(pilot, place)
            last = shown(pilot).splitlines()[-1]
            assert len(last) > 90, place
            assert last.endswith("F1 Trợ giúp"), place


async def test_a_key_that_does_nothing_here_says_so(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3", NARROW) as pilot:

        def last() -> str:
            return " ".join(shown(pilot).splitlines()[-1].split())

        await press(pilot, "f3", "f9")
        assert last() == "F9 không dùng ở đây. F1: các phím ở đây."
        await press(pilot, "f2", "ctrl+n", "f5")
        assert last() == "F5 chưa dùng được khi cửa sổ này còn mở: Esc đóng."
        await press(pilot, "escape", "f5")
        await settled(pilot)  # only what has been counted is frozen
        await press(pilot, "f6", "1")
        await settled(pilot)
        await press(pilot, "f9")
        assert last() == "Bản đã chốt chỉ xem và in lại. Esc: về bản nháp để đổi, chốt."


async def test_it_says_what_ctrl_z_would_take_back_here(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3", NARROW) as pilot:
        await press(pilot, "f2", "1", "escape")
        await pilot.pause()
        last = shown(pilot).splitlines()[-1]
        assert "Ctrl+Z bỏ “" in " ".join(last.split())
        assert "CCCD" in last
        assert "F1 Trợ giúp" in last
        await press(pilot, "f3")
        assert "Ctrl+Z" not in shown(pilot).splitlines()[-1], "nothing was done here"
        await press(pilot, "f2", "ctrl+z")
        await pilot.pause(4.5)
        assert "Ctrl+Z" not in shown(pilot).splitlines()[-1]
