"""Every place of work stays right when its window is made larger or smaller, whatever place was in front then."""

from itertools import pairwise
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tui.app import TramyteApp
from tui.framework.work_screen import BaseScreen
from tui.places import PLACES

SIZES = ((80, 24), (100, 30), (120, 36), (200, 50), (82, 45))
STEPS = range(1, len(SIZES))
#: What every place shows where the program was opened at a size.
_opened_at: dict[tuple[int, int], dict[str, list[str]]] = {}


def _walk(step: int) -> list[tuple[int, int]]:
    """All sizes, each so many places behind the one before, and back to the first."""
    return [SIZES[place * step % len(SIZES)] for place in range(len(SIZES) + 1)]  # their number is a prime


def lines(app: TramyteApp) -> list[str]:
    screen = app.screen
    assert isinstance(screen, BaseScreen)
    return [line.text for line in screen._compositor.render_strips()]


async def _visited(app: TramyteApp, pilot: Pilot[int]) -> dict[str, list[str]]:
    """What every place of work shows; the others are behind it meanwhile."""
    shown = {}
    for place in PLACES:
        app.action_go(place.mode)
        for _ in range(3):
            await pilot.pause()
        shown[place.mode] = lines(app)
    return shown


async def _expected(path: Path, size: tuple[int, int]) -> dict[str, list[str]]:
    """What every place shows where the program was opened at that size."""
    if size not in _opened_at:
        app = TramyteApp(path)
        async with app.run_test(size=size) as pilot:
            _opened_at[size] = await _visited(app, pilot)
        app.store.close()
    return _opened_at[size]


@pytest.mark.parametrize("step", STEPS)
async def test_every_place_looks_as_if_it_had_been_opened_at_that_size(path: Path, step: int) -> None:
    expected = {size: await _expected(path, size) for size in SIZES}
    app = TramyteApp(path)
    async with app.run_test(size=SIZES[0]) as pilot:
        for before, after in pairwise(_walk(step)):
            await pilot.resize_terminal(*after)
            shown = await _visited(app, pilot)
            wrong = [mode for mode, text in shown.items() if text != expected[after][mode]]
            assert not wrong, (before, after)
    app.store.close()


def test_the_walks_meet_all_pairs() -> None:
    met = [pair for step in STEPS for pair in pairwise(_walk(step))]
    assert len(met) == len(set(met)) == len(SIZES) * (len(SIZES) - 1)
