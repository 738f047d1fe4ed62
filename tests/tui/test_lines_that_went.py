"""Another window takes the line under the cursor away: a key that was meant for it does nothing to the next one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.figures import localities
from store.models import Person
from store.opening import open_store
from store.people import staff
from tests.tui.opened_app import opened, press, settled
from tests.tui.station import station
from tui.app import TramyteApp
from tui.framework import machine_speed
from tui.screens.roster.screen import RosterScreen
from tui.screens.tracking.figure_grid import FigureGridScreen
from tui.screens.tracking.localities import LocalitiesScreen

SAID = "dòng đang chọn không còn ở đây"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T14:00:00")
    monkeypatch.setattr(machine_speed, "MOMENT", 5.0)  # the tests may be slow
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    return path


@pytest.fixture
async def on_list(path: Path) -> AsyncIterator[Pilot[int]]:
    """The program on the second person of the list."""
    async with opened(path) as pilot:
        await press(pilot, "f2", "home", "down")
        yield pilot


def program(pilot: Pilot[int]) -> TramyteApp:
    assert isinstance(pilot.app, TramyteApp)
    return pilot.app


def whom(pilot: Pilot[int]) -> int:
    screen = pilot.app.screen
    assert isinstance(screen, RosterScreen)
    assert screen.table.current is not None
    return screen.table.current.id


def said(pilot: Pilot[int]) -> str:
    return " ".join(each.message for each in pilot.app._notifications)


async def look(pilot: Pilot[int]) -> None:
    program(pilot)._follow_store()
    await settled(pilot)


async def test_a_digit_for_a_person_whom_another_window_took_off_changes_nobody(
    path: Path, on_list: Pilot[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_speed, "MOMENT", 2.0)
    store = program(on_list).store
    taken_off = whom(on_list)
    with open_store(path) as other:
        staff.remove(other, [taken_off])
    await look(on_list)
    following = whom(on_list)
    before = staff.get(store, following)
    assert following != taken_off
    assert SAID in said(on_list)
    await press(on_list, "2")
    assert staff.get(store, following) == before
    await on_list.pause(2.1)
    await press(on_list, "2")
    assert staff.get(store, following) != before, "after a pause the keys are for the line that is seen"


async def test_a_line_that_stays_under_the_cursor_takes_keys_at_once(path: Path, on_list: Pilot[int]) -> None:
    store = program(on_list).store
    here = whom(on_list)
    before = staff.get(store, here)
    with open_store(path) as other:
        staff.add(other, Person("A A"), 1)
    await look(on_list)
    await press(on_list, "2")
    assert (whom(on_list), SAID in said(on_list)) == (here, False)
    assert staff.get(store, here) != before


async def test_who_takes_the_line_away_in_this_window_goes_on_at_once(on_list: Pilot[int]) -> None:
    await press(on_list, "ctrl+d", "1")
    await look(on_list)
    following = whom(on_list)
    before = staff.get(program(on_list).store, following)
    await press(on_list, "2")
    assert staff.get(program(on_list).store, following) != before
    assert SAID not in said(on_list)


@pytest.fixture
def hamlets(path: Path) -> list[int]:
    """Ids of three hamlets that are in the store."""
    with open_store(path) as store:
        return [localities.add(store, name).id for name in ("Ấp Một", "Ấp Hai", "Ấp Ba")]


async def test_the_next_locality_is_not_removed_for_one_that_is_gone(path: Path, hamlets: list[int]) -> None:
    async with opened(path) as pilot:
        program(pilot).action_go("localities")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, LocalitiesScreen)
        assert screen.chosen is not None
        with open_store(path) as other:
            localities.remove(other, screen.chosen.id)
        await look(pilot)
        assert screen.chosen.id in hamlets
        assert SAID in said(pilot)
        await press(pilot, "delete")
        assert pilot.app.screen is screen


async def test_the_cursor_of_a_grid_stays_on_its_locality(path: Path, hamlets: list[int]) -> None:
    async with opened(path) as pilot:
        program(pilot).action_go("figures")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, FigureGridScreen)
        await press(pilot, *["down"] * screen.grid.names.index("Ấp Hai"))
        with open_store(path) as other:
            localities.remove(other, hamlets[0])
        await look(pilot)
        assert (screen.grid.name_here, SAID in said(pilot)) == ("Ấp Hai", False)
        with open_store(path) as other:
            localities.remove(other, hamlets[1])
        await look(pilot)
        assert (screen.grid.name_here, SAID in said(pilot)) == ("Ấp Ba", True)
        await press(pilot, "7", "enter")
        assert screen.sheet is not None
        assert not screen.sheet.pending
