"""A key that is held down counts once: it acts on nothing that came up, or was laid bare, while nobody let go of it."""

from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest
from textual.events import Key
from textual.pilot import Pilot

from store import driver, journal, key_file
from store.checklist.items import checklist_items
from store.copies import backup, comparison, protecting, shelf
from store.errors import StoreMissingError
from store.models import State
from store.opening import open_store
from store.people import staff
from tests.tui.opened_app import keys_done, opened, press, settled
from tests.tui.station import station
from tui.app import TramyteApp
from tui.framework import machine_speed
from tui.screens.copies.lost_store import LostStoreApp
from tui.screens.person.screen import PersonScreen
from tui.screens.roster.screen import RosterScreen
from tui.widgets.dialogs import Ask
from tui.widgets.passphrase import LockedScreen

needs_cipher = pytest.mark.skipif(not driver.is_available(), reason="the extra `protect` is not installed")
PHRASE = "songhau123"
DELAY, RATE, REPEATS = 0.5, 0.033, 40  # of a keyboard of Windows as it comes


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T14:00:00")
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    return path


@pytest.fixture
async def on_list(path: Path) -> AsyncIterator[Pilot[int]]:
    """The program on the first person of the list."""
    async with opened(path) as pilot:
        await press(pilot, "f2", "home")
        yield pilot


def program(pilot: Pilot[int]) -> TramyteApp:
    assert isinstance(pilot.app, TramyteApp)
    return pilot.app


def people(pilot: Pilot[int]) -> int:
    return len(list(staff.members(program(pilot).store)))


def whom(pilot: Pilot[int]) -> int:
    screen = pilot.app.screen
    assert isinstance(screen, RosterScreen)
    assert screen.table.current is not None
    return screen.table.current.id


async def at(pilot: Pilot[int], key: str, moments: list[float]) -> None:
    """The key at these moments; what a keyboard repeats comes in parts."""
    for place, moment in enumerate(moments):
        event = Key(key, key if len(key) == 1 else None)
        event.time = moment
        pilot.app.post_message(event)
        if place in (0, 7):
            await keys_done(pilot)
    await keys_done(pilot)
    await settled(pilot)


async def hold(pilot: Pilot[int], key: str, delay: float = DELAY, rate: float = RATE) -> None:
    """Press the key, and let go of it after two seconds."""
    now = monotonic()
    await at(pilot, key, [now, *(now + delay + rate * number for number in range(REPEATS))])


@pytest.mark.parametrize("key", ["enter", "1"])
@pytest.mark.parametrize(("delay", "rate"), [(DELAY, RATE), (0.25, 0.047), (1.0, 0.031)])
async def test_what_confirms_a_question_does_nothing_on_the_list_behind(
    on_list: Pilot[int], key: str, delay: float, rate: float
) -> None:
    before, changes = people(on_list), len(list(journal.changes(program(on_list).store)))
    await press(on_list, "ctrl+d")
    assert isinstance(on_list.app.screen, Ask)
    await hold(on_list, key, delay, rate)
    assert people(on_list) == before - 1
    assert isinstance(on_list.app.screen, RosterScreen)
    assert len(list(journal.changes(program(on_list).store))) == changes + 1
    await press(on_list, "enter")
    assert isinstance(on_list.app.screen, PersonScreen), "a key that is pressed anew is obeyed"


async def test_two_presses_are_two(on_list: Pilot[int]) -> None:
    before = people(on_list)
    await press(on_list, "ctrl+d")
    now = monotonic()
    await at(on_list, "enter", [now, now + 0.3])
    assert people(on_list) == before - 1
    assert isinstance(on_list.app.screen, PersonScreen)


async def test_what_opens_a_form_goes_through_none_of_its_fields(on_list: Pilot[int]) -> None:
    await hold(on_list, "enter")
    assert isinstance(on_list.app.screen, PersonScreen)
    assert on_list.app.screen.form.current == "full_name"


async def test_what_opens_a_question_does_not_answer_it(on_list: Pilot[int]) -> None:
    before = people(on_list)
    await hold(on_list, "ctrl+d")
    assert isinstance(on_list.app.screen, Ask)
    assert people(on_list) == before


async def test_a_digit_that_asks_for_a_reason_gives_none(on_list: Pilot[int]) -> None:
    app, who = program(on_list), whom(on_list)
    item = checklist_items(app.store)[1].key
    staff.set_state(app.store, [who], item, State.DONE)
    app.data_changed()
    await settled(on_list)
    await hold(on_list, "2", rate=0.047)
    person = staff.get(app.store, who).person
    assert person.states[item] is State.TODO
    assert not person.reasons.get(item)


async def test_escape_closes_one_window(on_list: Pilot[int]) -> None:
    await press(on_list, "enter", "f1")
    await hold(on_list, "escape")
    assert isinstance(on_list.app.screen, PersonScreen)


async def test_keys_that_move_or_type_repeat(on_list: Pilot[int]) -> None:
    who = whom(on_list)
    await hold(on_list, "down")
    assert whom(on_list) != who
    await press(on_list, "up", "home", "ctrl+n")
    screen = on_list.app.screen
    assert isinstance(screen, PersonScreen)
    await hold(on_list, "a")
    assert screen.form.typed("full_name") == "a" * (REPEATS + 1)
    await hold(on_list, "backspace")
    assert screen.form.typed("full_name") == ""


@pytest.fixture
async def locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pilot[int]]:
    """The program locked over the question whether to take somebody off, with the passphrase typed."""
    monkeypatch.setattr(key_file, "_SCRYPT_N", 1 << 10)
    protecting.protect(path, PHRASE)
    async with opened(path) as pilot:
        await press(pilot, "f2", "home", "ctrl+d", "ctrl+l", f"text:{PHRASE}")
        assert isinstance(pilot.app.screen, LockedScreen)
        monkeypatch.setattr(machine_speed, "MOMENT", 1.0)
        yield pilot


@needs_cipher
async def test_enter_that_is_held_down_at_the_lock_answers_nothing_behind_it(locked: Pilot[int]) -> None:
    before = people(locked)
    await hold(locked, "enter")
    assert not program(locked).is_locked
    assert isinstance(locked.app.screen, Ask)
    assert people(locked) == before
    later = monotonic() + DELAY + RATE * REPEATS + 0.2
    await at(locked, "enter", [later])
    assert people(locked) == before - 1, "it is pressed anew"


@needs_cipher
@pytest.mark.parametrize("key", ["enter", "1"])
async def test_a_key_right_behind_the_passphrase_answers_nothing(locked: Pilot[int], key: str) -> None:
    before = people(locked)
    now = monotonic()
    await at(locked, "enter", [now])
    await at(locked, key, [now + 0.15])
    assert not program(locked).is_locked
    assert isinstance(locked.app.screen, Ask)
    assert people(locked) == before
    await at(locked, "1", [monotonic() + 1.2])
    assert people(locked) == before - 1


@needs_cipher
async def test_enter_of_the_first_passphrase_is_none_of_the_list(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program opens behind it: its first screen gets what is still held down."""
    monkeypatch.setattr(machine_speed, "MOMENT", 1.0)
    app = TramyteApp(path)
    app.ignore_keys(until_opened=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await hold(pilot, "enter")
        assert isinstance(app.screen, RosterScreen)
        await at(pilot, "enter", [monotonic() + DELAY + RATE * REPEATS + 1])
        assert isinstance(app.screen, PersonScreen)
    app.store.close()


async def test_no_copy_is_put_back_by_the_enter_of_its_passphrase(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_speed, "MOMENT", 1.0)
    backup.back_up(path)
    path.unlink()
    with pytest.raises(StoreMissingError) as caught:
        open_store(path)
    looks = comparison.look(path, shelf.copies(path))
    app = LostStoreApp(path, caught.value, looks, may_begin=True)
    async with app.run_test(size=(80, 24)) as pilot:
        now = monotonic()
        for number in range(REPEATS):
            event = Key("enter", None)
            event.time = now + RATE * number
            app.post_message(event)
        for _ in range(5):
            await pilot.pause(0.05)
        assert isinstance(app.screen, Ask)
    assert app.return_value is None
