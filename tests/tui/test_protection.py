"""Mật khẩu by keys: encrypting, the locked screen that takes nothing but the passphrase, and the way back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import driver, journal, key_file, settings
from store.copies import backup, protecting
from store.database import Store
from store.opening import open_store
from store.people import staff
from tests.tui.opened_app import NARROW, opened, press, settled, shown
from tests.tui.station import station
from tests.tui.typing_as_unikey import feed
from tui.app import TramyteApp
from tui.framework import locking
from tui.framework.text_page import TextPage
from tui.places import PLACES
from tui.screens.protection import ProtectionScreen
from tui.widgets.dialogs import Notice
from tui.widgets.passphrase import LockedScreen, PassphraseApp

needs_cipher = pytest.mark.skipif(not driver.is_available(), reason="the extra `protect` is not installed")
PHRASE, OTHER = "songhau123", "caukhachan"
CARD = "089185004217|361123456|Trần Thị Ngọc Lan|12031985|Nữ|Ấp 1, xã Thử, An Giang|15042021\r"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_file, "_SCRYPT_N", 1 << 10)
    monkeypatch.setenv("TYT_NOW", "2026-06-23T14:00:00")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    return path


@pytest.fixture
async def locked(path: Path) -> AsyncIterator[Pilot[int]]:
    """The program on the list of people of an encrypted store, its screen locked."""
    protecting.protect(path, PHRASE)
    async with opened(path) as pilot:
        await press(pilot, "f2", "1", "ctrl+l")
        assert isinstance(pilot.app.screen, LockedScreen)
        yield pilot


def everything(store: Store) -> list[object]:
    return [*store.rows("SELECT * FROM staff ORDER BY id"), journal.last_change(store), journal.last_standing(store)]


@needs_cipher
async def test_by_keys_from_a_plain_store_to_one_with_its_copies_encrypted(path: Path) -> None:
    backup.back_up(path)
    async with opened(path) as pilot:
        pilot.app.action_go("protection")
        await settled(pilot)
        assert "chưa mã hoá" in shown(pilot)
        await press(pilot, "ctrl+n", "text:ngắn", "enter")
        assert "ít nhất 8 chữ" in shown(pilot)
        await press(pilot, "ctrl+u", f"text:{PHRASE}", "enter")
        await press(pilot, f"text:{OTHER}", "enter")
        assert "khác nhau" in shown(pilot)
        assert OTHER not in shown(pilot)
        await press(pilot, "ctrl+u", f"text:{PHRASE}", "enter", "2")
        wanted = pilot.app.wanted
    assert wanted is not None
    greeting = wanted(path)
    assert driver.salt_of(path) is not None
    app = TramyteApp(path)
    app.greeting = greeting
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, TextPage)
        (code,) = [line.split()[1] for line in shown(pilot).splitlines() if line.count("-") == 6]
        assert key_file.unlock(path, code) == code
        await press(pilot, "escape")
        await settled(pilot)
        assert isinstance(app.screen, ProtectionScreen)
        assert "1 bản sao cũ chưa mã hoá" in shown(pilot)
        await press(pilot, "ctrl+r", f"text:{PHRASE}", "enter")
        await settled(pilot)
        assert code in shown(pilot), "whoever has the passphrase sees the recovery code again"
        await press(pilot, "escape")
        pilot.app.action_go("copies")
        await settled(pilot)
        assert "! 1 bản sao cũ chưa mã hoá" in shown(pilot)
        pilot.app.action_go("protection")
        await settled(pilot)
        await press(pilot, "f8", "1")
        await settled(pilot)
        assert protecting.plain_copies(path) == []
        assert "bản sao cũ" not in shown(pilot)
        await press(pilot, "f7", "ctrl+u", "text:3", "enter")
        await settled(pilot)
        assert "sau 3 phút" in shown(pilot)
        await press(pilot, "f6", f"text:{OTHER}", "enter")
        assert "Không mở được" in shown(pilot)
        await press(pilot, "ctrl+u", f"text:{PHRASE}", "enter", f"text:{OTHER}", "enter", f"text:{OTHER}", "enter")
        await settled(pilot)
        key_file.unlock(path, OTHER)
        await press(pilot, "f9", f"text:{OTHER}", "enter", "2")
        assert app.wanted is not None
    app.store.close()
    app.wanted(path)
    assert driver.salt_of(path) is None
    with open_store(path) as store:
        assert len(list(staff.members(store))) == 41


@needs_cipher
async def test_a_copy_that_cannot_be_encrypted_is_told_with_what_happened(path: Path) -> None:
    whole, torn = backup.back_up(path), backup.back_up(path)
    protecting.protect(path, PHRASE)
    torn.write_bytes(torn.read_bytes()[:5000])
    async with opened(path) as pilot:
        pilot.app.action_go("protection")
        await settled(pilot)
        await press(pilot, "f8", "1")
        while not isinstance(pilot.app.screen, Notice):
            await pilot.pause(0.02)
        assert "Còn 1 bản sao chưa mã hoá" in shown(pilot)
        assert "Đã mã hoá 1 bản sao." in shown(pilot)
        assert "nên không mã hoá được" in " ".join(line.strip(" │") for line in shown(pilot).splitlines())
        assert "restore" not in shown(pilot), "the store itself is sound"
        await press(pilot, "enter")
        await settled(pilot)
        assert "1 bản sao cũ chưa mã hoá" in shown(pilot)
    assert driver.salt_of(whole) is not None
    assert protecting.plain_copies(path) == [torn]


@needs_cipher
async def test_ctrl_l_locks_at_every_place_and_over_whatever_is_open_there(path: Path) -> None:
    protecting.protect(path, PHRASE)
    async with opened(path) as pilot:
        app = pilot.app

        async def locks(where: str) -> None:
            await press(pilot, "ctrl+l")
            assert isinstance(app.screen, LockedScreen), where
            assert "Nguyễn" not in shown(pilot)
            await feed(pilot, PHRASE)
            await press(pilot, "enter")
            assert not app.is_locked

        for place in PLACES:
            app.action_go(place.mode)
            await settled(pilot)
            await locks(place.mode)
        for keys in (
            ("f2", "ctrl+f"),
            ("f2", "ctrl+n"),
            ("f2", "f7"),
            ("f4", "ctrl+n"),
            ("ctrl+p",),
            ("f1",),
            ("ctrl+o",),
        ):
            await press(pilot, *keys)
            await locks(" ".join(keys))
            await press(pilot, "escape", "escape")


@needs_cipher
async def test_nothing_but_the_passphrase_is_taken_while_it_is_locked(locked: Pilot[int]) -> None:
    app = locked.app
    assert isinstance(app, TramyteApp)
    before = everything(app.store)
    for name in ("Nguyễn", "Trần", "Vĩnh Gia", "CCCD"):
        assert name not in shown(locked)
    for key in ("2", "ctrl+z", "delete", "f2", "f4", "f10", "f1", "escape", "ctrl+p", "ctrl+q", "ctrl+k", "ctrl+o",
                "ctrl+n", "ctrl+s", "ctrl+f10", "ctrl+l", "tab", "down", "enter"):  # fmt: skip
        await press(locked, key)
        assert isinstance(app.screen, LockedScreen), key
    await feed(locked, CARD)
    await settled(locked)
    assert isinstance(app.screen, LockedScreen)
    assert app.current_mode == "roster"
    assert everything(app.store) == before
    assert app.is_running
    await press(locked, "ctrl+u", "text:sai mat khau", "enter")
    assert "Không mở được" in shown(locked)
    await press(locked, f"text:{PHRASE}", "enter")
    assert not app.is_locked
    assert "Nguyễn" in shown(locked)
    await press(locked, "ctrl+z")
    assert journal.last_change(app.store) > before[-2]  # type: ignore[operator]


@needs_cipher
async def test_what_comes_up_meanwhile_waits_behind_the_lock(locked: Pilot[int]) -> None:
    app = locked.app
    assert isinstance(app, TramyteApp)
    answers: list[object] = []

    async def ask() -> None:
        answers.append(await app.push_screen_wait(Notice("Đã xong", "Nguyễn Văn An")))

    app.run_worker(ask())
    app.push_screen(Notice("Việc khác", "Trần Thị Bình"), answers.append)
    await locked.pause()
    assert isinstance(app.screen, LockedScreen)
    await press(locked, f"text:{PHRASE}", "enter")
    assert "Trần Thị Bình" in shown(locked) or "Nguyễn Văn An" in shown(locked)
    await press(locked, "enter", "enter")
    await settled(locked)
    assert answers == [None, None]


@needs_cipher
async def test_it_locks_itself_when_nobody_is_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    protecting.protect(path, PHRASE)
    with open_store(path) as store:
        settings.save(store, lock_minutes="5")
    now = 1000.0
    monkeypatch.setattr(locking, "monotonic", lambda: now)
    async with opened(path) as pilot:
        await press(pilot, "f2")
        now += 4 * 60 + 50
        pilot.app._follow_store()
        assert not pilot.app.is_locked
        await press(pilot, "down")
        now += 4 * 60 + 50
        pilot.app._follow_store()
        assert not pilot.app.is_locked, "somebody moved"
        now += 20
        pilot.app._follow_store()
        await settled(pilot)
        assert isinstance(pilot.app.screen, LockedScreen)
        settings.save(pilot.app.store, lock_minutes="0")
        await press(pilot, f"text:{PHRASE}", "enter")
        now += 10_000
        pilot.app._follow_store()
        assert not pilot.app.is_locked


async def test_a_plain_store_pretends_nothing(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "ctrl+f10", "ctrl+l")
        assert not pilot.app.is_locked
        await press(pilot, "f1")
        assert "Khoá màn hình" not in shown(pilot)


@needs_cipher
async def test_the_passphrase_before_anything_is_read(path: Path) -> None:
    protecting.protect(path, PHRASE)
    driver._keys.clear()
    app = PassphraseApp(lambda typed: key_file.unlock(path, typed))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "text:sai mat khau", "enter")
        assert "Không mở được" in shown(pilot)
        await press(pilot, f"text:{PHRASE}", "enter")
    assert app.return_value is True
    assert not driver.is_locked(path)
    app = PassphraseApp(lambda typed: key_file.unlock(path, typed))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "escape")
    assert app.return_value is False
