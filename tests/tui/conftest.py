"""What every test of a screen begins with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import clock
from tests.tui.station import station
from tests.tui.tracking_station import tracking_station
from tui.app import TramyteApp


@pytest.fixture
def first_place() -> str | None:
    """The place where the program begins; None: where it begins for everybody, the overview."""
    return "roster"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station with plans to follow, on 23/06/2026 at 14:00; files of tests about something else make their own."""
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    store = tmp_path / "trạm.sqlite3"
    tracking_station(store)
    return store


@pytest.fixture(autouse=True)
def _begin_there(first_place: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests of screens are of the list of people: they begin as one does after F2."""
    if first_place is not None:
        monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", first_place)


@pytest.fixture
def receiving_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    """The program that begins on Nhập tệp, with the station of `tests.tui.station`."""
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", "receive")
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    app = TramyteApp(path)
    yield app
    app.store.close()
