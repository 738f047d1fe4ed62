"""The program begun where the store is missing or damaged beside its copies: they are offered."""

from pathlib import Path

import pytest

from store.copies import backup, comparison, shelf
from store.errors import StoreMissingError
from store.opening import open_store
from tests.tui.opened_app import shown
from tests.tui.station import STATION, station
from tui.screens.copies.lost_store import LostStoreApp


@pytest.fixture
def lost(tmp_path: Path) -> Path:
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    backup.back_up(path)
    path.unlink()
    return path


@pytest.mark.parametrize(("key", "answer"), [("1", Path), ("8", None), ("9", True), ("escape", None)])
async def test_the_copies_are_offered(lost: Path, key: str, answer: object) -> None:
    with pytest.raises(StoreMissingError) as caught:
        open_store(lost)
    looks = comparison.look(lost, shelf.copies(lost))
    app = LostStoreApp(lost, caught.value, looks, may_begin=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "41 người" in shown(pilot)
        assert "Thoát" in shown(pilot)
        assert STATION not in shown(pilot)
        await pilot.press(key)
        await pilot.pause()
    assert app.return_value == (looks[0].copy.path if answer is Path else answer)
