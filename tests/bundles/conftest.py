"""What tests of bundles share: a quick cipher, a station, and the office above it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import exporters.bundle
from importers.bundle import container
from store import clock
from store.database import Store
from store.opening import open_store
from tests.bundles import stations
from tests.ready_stores import with_checklist


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real encryption takes a second, the whole of a test; one test has it back."""
    monkeypatch.setattr(exporters.bundle, "seal", stations.seal)
    monkeypatch.setattr(container, "unseal", stations.unseal)
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T08:00:00")
    monkeypatch.delenv("TYT_BUNDLE_PASSPHRASE", raising=False)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, to be copied."""
    path = tmp_path_factory.mktemp("base") / "trống.sqlite3"
    with_checklist(path)
    return path


@pytest.fixture
def sender(base: Path, tmp_path: Path) -> Iterator[Store]:
    """The store of station 5."""
    with stations.station(base, tmp_path / "trạm.sqlite3", 5) as store:
        yield store


@pytest.fixture
def province(base: Path, tmp_path: Path) -> Iterator[Store]:
    """The store of the office above."""
    path = tmp_path / "tỉnh.sqlite3"
    path.write_bytes(base.read_bytes())
    with open_store(path) as store:
        yield store
