"""Rows of a spreadsheet that are pasted are people to be added, each shown before it is stored."""

from pathlib import Path

from textual import events

from store.people import staff
from tests.tui.opened_app import opened, press, settled, shown
from tests.tui.station import STATION
from tui.screens.receive.screen import ReceiveScreen

ROWS = (
    "1\tLý Thị Mới\t05/01/1984\tNữ\t089184000111\n2\tTrần Văn Bảy\t12/03/1990\tNam\t089090000333\n"
    "3\tNguyễn Thị Út\t01/02/1991\tNữ\t089191000334\n"
)


async def test_rows_pasted_on_the_list_are_reviewed_and_go_in(tmp_path: Path) -> None:
    async with opened(tmp_path / "s.sqlite3") as pilot:
        await press(pilot, "f2")
        before = pilot.app.store.value("SELECT count(*) FROM history")  # type: ignore[attr-defined]
        pilot.app.post_message(events.Paste(ROWS))
        await settled(pilot)
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ReceiveScreen)
        assert "Lý Thị Mới" in shown(pilot)
        assert "3 mới" in shown(pilot)
        assert pilot.app.store.value("SELECT count(*) FROM history") == before, "nothing is stored yet"  # type: ignore[attr-defined]
        file = screen.files[0].path
        await press(pilot, "ctrl+s")
        await press(pilot, "text:vinh gia", "enter", "ctrl+s")
        assert screen.files[0].taken
        store = screen.store
        number = staff.by_citizen_id(store, "089090000333")
        assert number is not None
        assert staff.get(store, number).person.full_name == "Trần Văn Bảy"
    assert not file.exists(), "no numbers stay in a file"


async def test_rows_pasted_for_a_new_person_are_of_the_unit_of_the_form(tmp_path: Path) -> None:
    async with opened(tmp_path / "s.sqlite3") as pilot:
        await press(pilot, "f2", "ctrl+n")
        pilot.app.post_message(events.Paste(ROWS))
        await settled(pilot)
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ReceiveScreen)
        plan = screen.files[0].plan
        assert plan is not None
        assert plan.unit == STATION
        assert plan.counts()["new"] == 3
