"""Địa bàn, told by keys: a place added, renamed, merged, taken off the list, each taken back by one key."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import campaign_use
from store.campaigns import file
from store.figures import localities
from store.opening import open_store
from tests.tui.opened_app import NARROW, WIDE, opened, press, settled, shown
from tui.screens.tracking.localities import LocalitiesScreen


async def at_list(pilot: Pilot[int]) -> LocalitiesScreen:
    pilot.app.action_go("localities")  # type: ignore[attr-defined]  # the program
    await settled(pilot)
    assert isinstance(pilot.app.screen, LocalitiesScreen)
    return pilot.app.screen


def names(screen: LocalitiesScreen) -> list[str]:
    return [each.name for each in localities.all_localities(screen.store)]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_place_is_added_renamed_and_taken_off(path: Path, size: tuple[int, int]) -> None:
    async with opened(path, size) as pilot:
        screen = await at_list(pilot)
        await press(pilot, "ctrl+n", "text:Khom 9", "ctrl+s")
        await settled(pilot)
        assert names(screen)[-1] == "Khom 9"
        await press(pilot, "end", "enter", "ctrl+u", "text:Khom 10", "ctrl+s")
        await settled(pilot)
        assert "Khom 10" in shown(pilot)
        await press(pilot, "ctrl+z")
        assert names(screen)[-1] == "Khom 9"
        await press(pilot, "end", "ctrl+d", "2")
        await settled(pilot)
        assert "Khom 9" not in names(screen)
        await press(pilot, "ctrl+z")
        assert "Khom 9" in names(screen)


async def test_two_that_are_one_are_merged_after_a_question(path: Path) -> None:
    with open_store(path) as store:
        localities.add(store, "An Hòa")
    async with opened(path) as pilot:
        screen = await at_list(pilot)
        await press(pilot, "end", "f6", "text:an hoa", "enter", "1")
        await settled(pilot)
        assert "An Hòa" not in names(screen)
        assert localities.named(screen.store, "An Hòa").name == "Ấp An Hòa"
        await press(pilot, "ctrl+z")
        assert names(screen)[-1] == "An Hòa"


async def test_the_facilities_of_a_plan_come_by_one_key(path: Path) -> None:
    with open_store(path) as store:
        campaign_use.use(store, file.load(file.built_in()["ninh-thuan-2024"]))
    async with opened(path) as pilot:
        screen = await at_list(pilot)
        await press(pilot, "ctrl+t")
        assert len(localities.all_localities(screen.store, "facility")) == 79
        assert "58117" in shown(pilot) or "58001" in shown(pilot)
