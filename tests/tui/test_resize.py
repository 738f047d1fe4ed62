"""Every place of work stays right when its window is made larger or smaller, whatever place was in front then."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from textual.pilot import Pilot

from tui.app import TramyteApp
from tui.framework.work_screen import BaseScreen
from tui.places import PLACES

SIZES = ((80, 24), (100, 30), (120, 36), (200, 50), (82, 45))


def _walk() -> Iterator[tuple[int, int]]:
    """Sizes one after the other, so that each is followed by each other one once."""
    for step in range(1, len(SIZES)):  # their number is a prime: every step visits all
        yield from (SIZES[place * step % len(SIZES)] for place in range(len(SIZES)))
    yield SIZES[0]


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


async def test_every_place_looks_as_if_it_had_been_opened_at_that_size(path: Path) -> None:
    expected = {}
    for size in SIZES:
        app = TramyteApp(path)
        async with app.run_test(size=size) as pilot:
            expected[size] = await _visited(app, pilot)
        app.store.close()
    app = TramyteApp(path)
    async with app.run_test(size=SIZES[0]) as pilot:
        for before, after in pairwise(_walk()):
            await pilot.resize_terminal(*after)
            shown = await _visited(app, pilot)
            wrong = [mode for mode, text in shown.items() if text != expected[after][mode]]
            assert not wrong, (before, after)
    app.store.close()


def test_the_walk_meets_all_pairs() -> None:
    assert len(set(pairwise(_walk()))) == len(SIZES) * (len(SIZES) - 1)
