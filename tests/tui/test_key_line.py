"""The bottom line never cuts the key that tells of all the others."""

from pathlib import Path

from tests.tui.opened_app import NARROW, opened, press, shown


async def test_help_is_never_cut(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3", NARROW) as pilot:
        for place in ("f2", "f3", "f4", "f5", "f12"):
            await press(pilot, place)
            assert "F1 Trợ giúp" in shown(pilot).splitlines()[-1], place
        await press(pilot, "f3", "ctrl+f")
        await press(pilot, "text:duoc")
        assert "F1 Trợ giúp" in shown(pilot).splitlines()[-1]


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
