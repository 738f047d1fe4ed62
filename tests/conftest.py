"""What tests of every area share: an empty store with the checklist, and a frozen clock where asked for."""

import gc
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest

from store import database, key_file, whole_files
from store.database import Store
from store.opening import open_store
from tests.ready_stores import with_checklist
from tui import program

# That a busy machine takes long for an example is no fault.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "Kho dữ liệu" / "trạm y tế.sqlite3"
    with_checklist(path)
    with open_store(path) as opened:
        yield opened


_SCRYPT_N = key_file._SCRYPT_N


@pytest.fixture(autouse=True)
def _as_in_a_new_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """What commands and stores of a test change for the whole process ends with the test.

    Copies that are made by themselves, the collector that is off, scratch files that are kept in memory once a
    protected store was open, and the cheap passphrases of the tests of faults.
    """
    works = sys.modules.get("tests.trust.works")
    is_cheap = works is not None and request.path.parent.name == "trust"
    key_file._SCRYPT_N = works.CHEAP_N if works is not None and is_cheap else _SCRYPT_N
    yield
    whole_files.keeps_off_disk = False
    while program._keepers:
        program._keepers.pop().wait()
    database.guard = None
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage among the tests while they are collected, which takes a fifth of that time, nor later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(optionalhook=True)  # without pytest-xdist nobody asks for it
def pytest_xdist_auto_num_workers() -> int:
    """Twice as many as there are processors: a test of a screen waits for half of its time."""
    return 2 * (os.cpu_count() or 1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="write the golden workbooks anew; then look at them")
