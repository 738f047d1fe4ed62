"""What several stories share."""

from pathlib import Path

import pytest

from store import clock
from tests.tui.tracking_station import tracking_station


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station with plans to follow, on 23/06/2026 at 14:00; files of tests about something else make their own."""
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    store = tmp_path / "trạm.sqlite3"
    tracking_station(store)
    return store
