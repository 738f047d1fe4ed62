"""Typing ahead in the program itself: keys of one burst over several of its screens."""

import asyncio
from pathlib import Path

import pytest
from textual.events import Key

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


@pytest.mark.parametrize("seconds", [0, 0.02, 0.05, 0.1, 0.3])
async def test_a_person_is_looked_at_and_left_for_the_units(tmp_path: Path, seconds: float) -> None:
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        await feed(pilot, F2)
        for key in ("enter", "escape", "f3", "f2", "enter", "escape", "f3"):
            pilot.app.post_message(Key(key, None))
            await asyncio.sleep(seconds)
        await feed(pilot, "".join(bursts("trường")))
        await settled(pilot)
        assert isinstance(pilot.app.screen, UnitsScreen)
        assert pilot.app.screen.query_one("UnitsSearch").value == "trường"  # type: ignore[attr-defined]  # a field
