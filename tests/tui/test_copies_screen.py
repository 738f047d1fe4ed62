"""Sao lưu: every copy, what differs from now; make one, restore one, the second place."""

from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Static

from store import clock, settings
from store.copies import backup, second_place, shelf
from store.copies.keeper import Keeper
from store.opening import open_store
from store.people import staff
from tests.tui.opened_app import WIDE, opened, press, settled, shown
from tests.tui.station import station
from tui.app import TramyteApp
from tui.screens.copies.restored import restored
from tui.widgets.dialogs import Ask


@pytest.fixture
def first_place() -> str | None:
    return "copies"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station with a copy of 20/06, after which two people were taken off the list."""
    monkeypatch.setenv(clock.VARIABLE, "2026-06-20T08:00:00")
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    backup.back_up(path)
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    with open_store(path) as store:
        staff.remove(store, [1, 2])
    return path


async def test_a_copy_says_when_how_large_how_many_and_what_differs(path: Path) -> None:
    for size in (WIDE, (80, 24)):
        async with opened(path, size) as pilot:
            await settled(pilot)
            (line,) = [line for line in shown(pilot).splitlines() if line.startswith("› ")]
            assert line.split()[1:7] == ["20/06/2026", "08:00", "máy", "này", line.split()[5], "KB"]
            assert " 41 " in line
            assert "So với bây giờ: nay thêm 1 thay đổi, bớt 2 người" in shown(pilot)
            assert "Chưa có bản sao nào ngoài máy này" in shown(pilot)


async def test_ctrl_n_makes_one_here_and_at_the_second_place(path: Path, tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    async with opened(path, WIDE) as pilot:
        await press(pilot, "f6", "ctrl+u", f"text:{stick}", "enter")
        await settled(pilot)
        assert settings.load(pilot.app.store).copies_folder == str(stick)
        await settled(pilot)
        assert len(shelf.copies(path)) == 2
        assert len(second_place.copies(pilot.app.store)) == 1
        texts = [str(each.content) for each in pilot.app.screen.query(Static)]
        assert any("Bản sao ngoài máy này: hôm nay" in text for text in texts), "a long path may stand over it"
        assert shown(pilot).count("như bây giờ") >= 2
        await press(pilot, "ctrl+n")
        await settled(pilot)
        assert len(shelf.copies(path)) == 3
        assert len(second_place.copies(pilot.app.store)) == 2


async def test_enter_asks_and_the_store_is_as_the_copy_was(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Ask)
        assert "Kho bây giờ được giữ lại" in shown(pilot)
        await press(pilot, "1")
        assert isinstance(pilot.app, TramyteApp)
        assert pilot.app.wanted is None
        await press(pilot, "enter", "2")
        wanted = pilot.app.wanted
    assert isinstance(wanted, partial)
    assert wanted.args == (shelf.copies(path)[0].path,)
    title, words = restored(*wanted.args, path)
    assert title == "Đã khôi phục"
    assert str(shelf.folder(path)) in words
    with open_store(path) as store:
        assert len(list(staff.members(store))) == 41


async def test_a_copy_that_is_damaged_leaves_the_store_and_says_so(path: Path) -> None:
    (copy,) = shelf.copies(path)
    copy.path.write_bytes(b"x" * 9000)
    async with opened(path, WIDE) as pilot:
        await settled(pilot)
        assert "không đọc được" in shown(pilot)
    title, words = restored(copy.path, path)
    assert title == "Tệp không phải kho dữ liệu"
    assert "Kho vẫn như trước" in words
    with open_store(path) as store:
        assert len(list(staff.members(store))) == 39


async def test_the_program_makes_the_copy_of_the_day_after_its_first_screen(path: Path) -> None:
    failures: list[str] = []
    keeper = Keeper(failures.append)
    app = TramyteApp(path, lambda: keeper)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        keeper.wait()
    app.store.close()
    assert [copy.at.day for copy in shelf.copies(path)] == [23, 20]
    assert failures == []


async def test_a_copy_that_fails_is_one_line(path: Path) -> None:
    for copy in shelf.copies(path):
        copy.path.unlink()
    shelf.folder(path).rmdir()
    shelf.folder(path).touch()
    keeper = Keeper(lambda words: None)
    app = TramyteApp(path, lambda: keeper)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        keeper.wait()
        await settled(pilot)
        assert "Chưa tự sao lưu được" in shown(pilot).splitlines()[-1]
        assert not isinstance(app.screen, Ask)
    app.store.close()
