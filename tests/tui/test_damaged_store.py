"""A store that is damaged or changed by another program while the program is open on it."""

import random
import sqlite3
import sys
import time
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.errors import DamagedStoreError, StoreError, StoreGoneError
from store.models import Person
from store.opening import open_store
from store.people import staff, units
from tests.ready_stores import made_once
from tests.tui.opened_app import opened, press, settled, shown
from tests.tui.station import STATION, station
from tui.framework.work_app import WorkApp
from tui.places import PLACES, Place
from tui.screens.overview.screen import OverviewScreen
from tui.widgets.dialogs import Notice

_PAGE = 4096


@made_once
def _put_many(path: Path) -> None:
    with station(path) as store, store.transaction():
        unit_id = units.find_or_add(store, STATION)
        for number in range(1500):
            staff.add(store, Person(f"Nguyễn Văn {number:04d}", citizen_id=f"{number:012d}"), unit_id)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A station with so many people that most pages of the file hold people, and are not in SQLite's cache."""
    path = tmp_path / "trạm.sqlite3"
    _put_many(path)
    return path


def damage(path: Path, *, first: int = 40) -> None:
    """Overwrite the pages behind the first ones with what no page of SQLite holds."""
    data = bytearray(path.read_bytes())
    for page in range(first, len(data) // _PAGE):
        data[page * _PAGE : (page + 1) * _PAGE] = random.Random(page).randbytes(_PAGE)
    path.write_bytes(data)


async def close_notice(pilot: Pilot[int]) -> None:
    await settled(pilot)
    if isinstance(pilot.app.screen, Notice):
        await press(pilot, "enter")
        await settled(pilot)


def forget_pages(app: WorkApp) -> None:
    app.store.connection.execute("PRAGMA shrink_memory")


@pytest.mark.parametrize(
    "keys",
    [
        ("end",),
        ("end", "up", "1"),
        ("n",),
        ("ctrl+b",),
        ("f6",),
        ("enter",),
        ("f3",),
        ("f5",),
        ("f12",),
        ("ctrl+k",),
    ],
)
async def test_keys_on_a_damaged_store_end_in_a_notice_and_the_program_lives_on(
    many: Path, keys: tuple[str, ...]
) -> None:
    async with opened(many) as pilot:
        app = pilot.app
        assert isinstance(app, WorkApp)
        damage(many, first=2)
        forget_pages(app)
        await press(pilot, *keys)
        await settled(pilot)
        notice = app.screen
        assert isinstance(notice, Notice), shown(pilot)
        assert notice.dialog_title == DamagedStoreError.title
        assert "tyt check" in notice.body
        assert "tyt restore" in notice.body
        for _ in range(4):  # it is not shown again and again
            if isinstance(app.screen, Notice):
                await press(pilot, "enter")
        assert not isinstance(app.screen, Notice), shown(pilot)
        await press(pilot, "down", "f10")
        assert app.return_code in (None, 0)
        assert app.crash_log is None


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.mode)
async def test_every_place_opens_on_a_damaged_store_and_can_be_left(many: Path, place: Place) -> None:
    async with opened(many) as pilot:
        app = pilot.app
        assert isinstance(app, WorkApp)
        damage(many, first=2)
        forget_pages(app)
        app.action_go(place.mode)
        for key in ("enter", "down", "enter", "enter", "escape", "escape"):
            await settled(pilot)
            assert all(widget.is_running for widget in app.screen.query("*")), app.screen
            await press(pilot, key)
        for _ in range(4):
            if isinstance(app.screen, Notice):
                await press(pilot, "enter")
        await press(pilot, "f12")
        assert app.current_mode == "overview"
        assert app.crash_log is None


@pytest.mark.parametrize("key", ["f2", "f3"])
async def test_a_list_that_could_not_be_read_says_so_on_every_visit(many: Path, key: str) -> None:
    async with opened(many) as pilot:
        app = pilot.app
        assert isinstance(app, WorkApp)
        await press(pilot, "f12")
        await settled(pilot)
        damage(many, first=2)
        forget_pages(app)
        for _ in range(3):
            await press(pilot, key)
            await settled(pilot)
            assert isinstance(app.screen, Notice), shown(pilot)
            await close_notice(pilot)
            words = shown(pilot)
            assert "Không có ai" not in words
            assert "Chưa có" not in words
            assert "chưa đọc được" in words.lower()
            assert "tyt check" in words
            assert "tyt restore" in words
            await press(pilot, "f12")
            await close_notice(pilot)


async def test_rows_that_cannot_be_read_any_more_are_no_blank_lines(many: Path) -> None:
    async with opened(many) as pilot:
        app = pilot.app
        assert isinstance(app, WorkApp)
        damage(many, first=2)
        forget_pages(app)
        await press(pilot, "end")
        await settled(pilot)
        for key in ("enter", "f12", "f2"):
            await press(pilot, key)
            await close_notice(pilot)
        assert "Chưa đọc được" in shown(pilot)
        assert "tyt check" in shown(pilot)


async def test_a_list_that_can_be_read_again_is_shown_as_it_is(many: Path) -> None:
    async with opened(many) as pilot:
        app = pilot.app
        assert isinstance(app, WorkApp)
        await press(pilot, "f12")
        await settled(pilot)
        sound = many.read_bytes()
        damage(many, first=2)
        forget_pages(app)
        for key in ("f2", "f12"):
            await press(pilot, key)
            await close_notice(pilot)
        many.write_bytes(sound)
        forget_pages(app)
        await press(pilot, "f2")
        await settled(pilot)
        assert "Người 1/1.541" in shown(pilot)
        assert "tyt check" not in shown(pilot)


async def test_the_same_error_is_shown_again_when_a_key_meets_it_again(many: Path) -> None:
    async with opened(many) as pilot:
        app = pilot.app
        assert isinstance(app, WorkApp)
        app.tell(StoreError("Ổ đĩa đã rút."))
        await press(pilot, "enter")
        app.tell(StoreError("Ổ đĩa đã rút."))
        await pilot.pause()
        assert not isinstance(app.screen, Notice)
        await press(pilot, "down")
        app.tell(StoreError("Ổ đĩa đã rút."))
        await pilot.pause()
        assert isinstance(app.screen, Notice)


async def test_what_another_program_changed_is_seen_without_a_key(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(path) as pilot:
        app = pilot.app
        assert isinstance(app, WorkApp)
        await press(pilot, "f12")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, OverviewScreen)
        assert screen.found is not None
        before = screen.found.people
        with open_store(path) as other:
            staff.add(other, Person("Người Mới"), 1)
        app._follow_store()
        await settled(pilot)
        assert screen.found.people == before + 1


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")
@pytest.mark.parametrize("keys", [("1",), ("ctrl+z",), ("f12", "f2"), ()])
async def test_a_folder_that_was_moved_away_is_told_and_takes_no_change(path: Path, keys: tuple[str, ...]) -> None:
    async with opened(path) as pilot:
        app = pilot.app
        assert isinstance(app, WorkApp)
        before = staff.get(app.store, 1)
        folder, elsewhere = path.parent, path.parent.with_name("cất")
        folder.rename(elsewhere)
        await press(pilot, *keys)
        app.call_later(app._follow_store)
        await settled(pilot)
        notice = app.screen
        assert isinstance(notice, Notice), shown(pilot)
        assert notice.dialog_title == StoreGoneError.title
        assert "chỗ cũ" in notice.body
        assert not folder.exists()
        elsewhere.rename(folder)
        with open_store(path) as other:
            assert staff.get(other, 1) == before
        await press(pilot, "enter", "f10")
        assert app.crash_log is None


async def test_a_store_that_another_program_holds_keeps_the_screen_for_a_moment_only(tmp_path: Path) -> None:
    path = tmp_path / "trạm.sqlite3"
    async with opened(path) as pilot:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        await press(pilot, "1")
        waited = time.monotonic() - began
        other.execute("ROLLBACK")
        other.close()
        assert isinstance(pilot.app.screen, Notice)
        assert "đợi" in pilot.app.screen.body
        assert waited < 4
