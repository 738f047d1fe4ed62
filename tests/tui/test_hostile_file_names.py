"""Names of files and folders on somebody's stick command nothing, on whichever screen they stand."""

import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import settings
from store.opening import open_store
from store.text import without_controls
from tests.tui.opened_app import WIDE, opened, press, settled, shown
from tui.screens.receive.screen import ReceiveScreen

HOSTILE = "tên \x1b]0;PWNED\x07\x1b[31m\u202e\r\n\x9b2Jsau"
LIST = "Đơn vị: Trường A\nSTT,Họ và tên,Ngày sinh,Mức 2\n1,Lê Văn An,01/02/1980,x\n"


def is_text(pilot: Pilot[int]) -> bool:
    lines = shown(pilot).split("\n")
    return lines == [without_controls(line) for line in lines]


@pytest.mark.skipif(sys.platform == "win32", reason="no such names of files")
async def test_no_name_of_a_file_or_folder_commands_the_terminal(tmp_path: Path) -> None:
    stick = tmp_path / HOSTILE
    stick.mkdir()
    (stick / f"{HOSTILE}.csv").write_text(LIST, encoding="utf-8")
    async with opened(tmp_path / "trạm.sqlite3", WIDE) as pilot:
        await press(pilot, "f4")
        screen = pilot.app.screen
        assert isinstance(screen, ReceiveScreen)
        settings.remember_folder(pilot.app.store, str(tmp_path), "last_folder")
        await press(pilot, "ctrl+n")
        await settled(pilot)
        for keys in ([], ["enter"], ["enter"], ["enter"], ["f7"], ["escape", "ctrl+s"]):
            await press(pilot, *keys)
            await settled(pilot)
            assert "PWNED" in shown(pilot), keys
            assert is_text(pilot), keys


@pytest.mark.skipif(sys.platform == "win32", reason="no such names of files")
async def test_no_second_place_commands_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "trạm.sqlite3"
    async with opened(path, WIDE):
        pass
    with open_store(path) as store:
        settings.save(store, copies_folder=str(tmp_path / HOSTILE))
    async with opened(path, WIDE) as pilot:
        await press(pilot, "ctrl+p", "text:sao luu", "enter")
        await settled(pilot)
        assert "PWNED" in shown(pilot)
        assert is_text(pilot)
        await press(pilot, "f6")
        assert "PWNED" in shown(pilot)
        assert is_text(pilot)
