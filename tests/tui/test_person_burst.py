"""A person's form taken in one burst: what was typed before Ctrl+S is on disk when the form closes."""

import asyncio
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from store import settings
from store.opening import open_store
from store.people import staff
from tests.tui.station import station
from tests.tui.typing_as_unikey import bursts, feed
from tui.app import TramyteApp
from tui.screens.person.screen import PersonScreen

CTRL_S = "\x13"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "trạm.sqlite3"
    with station(path) as store:
        settings.save(store, station_name="Trạm Y tế xã Vĩnh Gia")
    return path


async def _type(pilot: Pilot[int], screen: PersonScreen, keys: str) -> None:
    pilot.app.push_screen(screen)
    await pilot.pause()
    await feed(pilot, keys)
    await pilot.pause()


async def test_somebody_known_is_written_to_the_last_letter(path: Path) -> None:
    app = TramyteApp(path)
    async with app.run_test() as pilot:
        before = staff.get(app.store, 3).person
        await _type(pilot, PersonScreen(3), "".join(bursts(" Thảo")) + "\t" * 4 + "".join(bursts(" trưởng")) + CTRL_S)
        assert not isinstance(pilot.app.screen, PersonScreen)
    app.store.close()
    with open_store(path) as store:
        after = staff.get(store, 3).person
    assert after.full_name == f"{before.full_name} Thảo"
    assert after.position == f"{before.position} trưởng"


async def test_somebody_new_is_made_with_everything_that_was_typed(path: Path) -> None:
    app = TramyteApp(path)
    async with app.run_test() as pilot:
        await _type(pilot, PersonScreen(None, 1), "".join(bursts("Đỗ Thị Mỹ Dung")) + "\t1984" + CTRL_S)
        assert not isinstance(pilot.app.screen, PersonScreen)
        found = app.store.connection.execute(
            "SELECT full_name, birth_date FROM staff WHERE full_name = 'Đỗ Thị Mỹ Dung'"
        ).fetchall()
    app.store.close()
    assert [tuple(row) for row in found] == [("Đỗ Thị Mỹ Dung", "1984")]


async def test_what_is_wrong_keeps_the_form_open_on_its_field(path: Path) -> None:
    app = TramyteApp(path)
    async with app.run_test() as pilot:
        screen = PersonScreen(3)
        await _type(pilot, screen, "\tx" + CTRL_S)
        assert pilot.app.screen is screen
        assert screen.form.current == "birth_date"
    app.store.close()


@pytest.mark.parametrize("apart", [0, 0.02, 0.05])
async def test_a_key_soon_after_esc_is_for_the_screen_below(path: Path, apart: float) -> None:
    app = TramyteApp(path)
    async with app.run_test() as pilot:
        await pilot.press("f2")
        await pilot.pause()
        pilot.app.push_screen(PersonScreen(3))
        await pilot.pause()
        app.post_message(Key("escape", None))
        await asyncio.sleep(apart)
        app.post_message(Key("f3", None))
        await pilot.pause()
        await pilot.pause(0.2)
        assert app.current_mode == "units"
    app.store.close()
