"""Keys that come all at once, after the program stood still, do what they do one by one."""

from pathlib import Path

import pytest
from textual.events import Key

from store import journal
from store.checklist.items import checklist_items
from store.models import State
from store.people import staff
from tests.tui.opened_app import keys_done, opened, settled
from tui.app import TramyteApp
from tui.framework import machine_speed
from tui.screens.roster.screen import RosterScreen

_PEOPLE = 6


async def done_by(path: Path, keys: str, *, at_once: bool) -> list[str]:
    """What the journal says of keys pressed on the list, where everybody on top has everything."""
    async with opened(path) as pilot:
        app = pilot.app
        assert isinstance(app, TramyteApp)
        await pilot.press("f2", "home")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, RosterScreen)
        rows = [screen.table.row(place) for place in range(_PEOPLE)]
        for item in checklist_items(app.store):
            staff.set_state(app.store, [row.id for row in rows if row is not None], item.key, State.DONE)
        screen.reload()
        await settled(pilot)
        last = journal.last_change(app.store)
        for key in keys.split():
            if at_once:
                app.post_message(Key(key, key if len(key) == 1 else None))
            else:
                await pilot.press(key)
                await keys_done(pilot)
                await settled(pilot)
        await keys_done(pilot)
        await settled(pilot)
        return [change.label for change in reversed(journal.changes(app.store)) if change.id > last]


@pytest.mark.parametrize(
    "keys",
    [
        "ctrl+d enter 2 0 ctrl+d enter 6 1",
        "ctrl+d escape 2 0 down 6 0 ctrl+d enter 2 0",
        "2 0 down 6 0 down 6 0",
        "6 1 down down 2 0 up 5 0 end home 6 0",
        "f3 f2 2 0 down enter escape 6 0",
    ],
)
async def test_what_comes_at_once_is_obeyed_as_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    monkeypatch.setattr(machine_speed, "GAP", 0.036)
    slowly = await done_by(tmp_path / "a.sqlite3", keys, at_once=False)
    assert len(slowly) > 1
    assert await done_by(tmp_path / "b.sqlite3", keys, at_once=True) == slowly
