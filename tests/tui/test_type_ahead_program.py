"""Typing ahead in the program itself: keys of one burst over several of its screens."""

from pathlib import Path

from store.people import staff
from store.text import clean
from tests.tui.opened_app import opened, settled
from tests.tui.typing_as_unikey import bursts, feed
from tui.screens.person.screen import PersonScreen
from tui.screens.units.screen import UnitsScreen

CTRL_N, CTRL_S, F3, F2 = "\x0e", "\x13", "\x1bOR", "\x1bOQ"
NAME = "Đỗ Thị Mỹ Dung"


async def test_ctrl_n_and_a_whole_person_in_one_burst(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        await feed(pilot, CTRL_N + "".join(bursts(NAME)) + "\t1984" + CTRL_S)
        await settled(pilot)
        assert not isinstance(pilot.app.screen, PersonScreen)
        people = staff.members(pilot.app.store)  # type: ignore[attr-defined]  # the app of the program
        assert [one.person.birth_date for one in people if clean(one.person.full_name) == NAME] == ["1984"]


async def test_to_the_units_and_their_search_in_one_burst(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        await feed(pilot, F3 + "".join(bursts("trường")))
        await settled(pilot)
        assert isinstance(pilot.app.screen, UnitsScreen)
        assert pilot.app.screen.query_one("UnitsSearch").value == "trường"  # type: ignore[attr-defined]  # a field


async def test_there_and_back_loses_no_letter(tmp_path: Path) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        await feed(pilot, F3 + F2 + "".join(bursts("Phạm")))
        await settled(pilot)
        assert pilot.app.screen.query_one("SearchField").value == "Phạm"  # type: ignore[attr-defined]  # a field
