"""A search that finds nobody begins a new person; a change of several people says what it left in contradiction."""

from pathlib import Path

from store.models import Person, State
from store.people import staff, units
from tests.tui.opened_app import opened, press, shown
from tests.tui.station import STATION, station
from tui.screens.person.screen import PersonScreen
from tui.screens.roster.screen import RosterScreen


async def test_the_name_that_nobody_has_is_carried_over_and_found_afterwards(tmp_path: Path) -> None:
    async with opened(tmp_path / "s.sqlite3") as pilot:
        await press(pilot, "f2", "text:Vo Thi Zung", "ctrl+n")
        form = pilot.app.screen
        assert isinstance(form, PersonScreen)
        assert form.form.typed("full_name") == "Vo Thi Zung"
        await press(pilot, *["backspace"] * 4, "text:Dung", "ctrl+s")
        roster = pilot.app.screen
        assert isinstance(roster, RosterScreen)
        assert roster.table.current is not None
        assert roster.table.current.full_name == "Vo Thi Dung", "though the search would hide her"


async def test_a_change_of_several_says_who_contradicts_now(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    with station(path) as store:
        unit = units.find(store, STATION)
        assert unit is not None
        for name in ("An Aa", "Bình Aa"):
            staff.add(store, Person(name, states={"level2_account": State.TODO}), unit.id)
    async with opened(path) as pilot:
        await press(pilot, "f2", "home", "shift+down", "5")
        assert "2 người: BHYT ✓, 2 người mâu thuẫn (Mức 2 ✗). Ctrl+Z: lấy lại." in shown(pilot)
