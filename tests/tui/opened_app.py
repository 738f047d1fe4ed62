"""The program opened on a made-up station, and what stands on its screen."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import clock, settings
from tests.tui.station import station
from tui.app import TramyteApp

NARROW, WIDE = (80, 24), (120, 36)


@contextmanager
def app_at(mode: str, moment: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    """The program, not running yet, that begins at one place at a moment, and writes what it exports into `folder`."""
    monkeypatch.setenv(clock.VARIABLE, moment)
    monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", mode)
    path = folder / "trạm.sqlite3"
    with station(path) as store:
        settings.remember_folder(store, str(folder), "export_folder")
    made = TramyteApp(path)
    yield made
    made.store.close()


@asynccontextmanager
async def opened(path: Path, size: tuple[int, int] = NARROW) -> AsyncIterator[Pilot[int]]:
    """The program on the store at `path`, which is made when there is none."""
    if not path.exists():
        station(path).close()
    app = TramyteApp(path)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot
    app.store.close()


async def settled(pilot: Pilot[int]) -> None:
    """Wait for threads, and for what they posted."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def until(pilot: Pilot[int], there: Callable[[], object]) -> None:
    """Wait for what a thread is doing, for ten seconds and more: a PC may be slow and do other work as well."""
    for _ in range(500):
        await pilot.pause()
        if there():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(shown(pilot))


async def keys_done(pilot: Pilot[int]) -> None:
    """Until no key waits any more."""
    app = pilot.app
    assert isinstance(app, TramyteApp)
    for _ in range(400):
        await pilot.pause(0.02)
        if not app.has_keys_waiting:
            break
    for _ in range(3):
        await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Keys one after the other, as a person presses them; `text:…` is typed letter by letter."""
    for key in keys:
        letters = [key] if not key.startswith("text:") else [" " if c == " " else c for c in key[5:]]
        await pilot.press(*("space" if letter == " " else letter for letter in letters))
        await pilot.pause()
    while getattr(pilot.app, "has_keys_waiting", False):
        await pilot.pause()
    await pilot.pause()


def shown(pilot: Pilot[int]) -> str:
    """What stands on the screen in front, line by line."""
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())
