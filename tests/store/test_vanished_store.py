"""A store whose file or disk goes away while the program has it open: nothing more is written, and it is said why."""

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import settings
from store.database import Store
from store.errors import DiskFullError, ReplacedStoreError, StoreError, StoreGoneError
from store.models import Person
from store.opening import open_store
from store.people import roster, staff, units
from store.people.roster import Filter

not_windows = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")
needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="needs the list of open files")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "usb" / "trạm.sqlite3", anew=True) as store:
        settings.save(store, station_name="Trạm Y tế")
        yield store


@not_windows
def test_a_folder_that_was_moved_takes_no_more_changes_until_it_is_back(opened: Store, tmp_path: Path) -> None:
    folder, elsewhere = opened.path.parent, tmp_path / "cất"
    folder.rename(elsewhere)
    for work in (lambda: settings.save(opened, station_name="Trạm khác"), opened.version):
        for _ in range(2):
            with pytest.raises(StoreGoneError, match="chỗ cũ") as caught:
                work()
            assert str(opened.path) in caught.value.message
    assert not folder.exists(), "no new store in its place"
    elsewhere.rename(folder)
    settings.save(opened, station_name="Trạm khác")
    assert settings.load(opened).station_name == "Trạm khác"


@not_windows
def test_a_file_that_was_deleted_takes_no_more_changes(opened: Store) -> None:
    opened.path.unlink()
    with pytest.raises(StoreGoneError):
        settings.save(opened, station_name="Trạm khác")
    assert not opened.path.exists()


@not_windows
def test_another_store_in_its_place_is_not_taken_for_it(opened: Store, tmp_path: Path) -> None:
    folder = opened.path.parent
    folder.rename(tmp_path / "cất")
    with open_store(opened.path, anew=True) as other:
        settings.save(other, station_name="Trạm mới")
        with pytest.raises(StoreGoneError):
            settings.save(opened, station_name="Trạm cũ")
        opened.close()
        settings.save(other, place="Tri Tôn")
    with open_store(opened.path) as other:
        assert (settings.load(other).station_name, settings.load(other).place) == ("Trạm mới", "Tri Tôn")


def test_a_store_that_a_copy_was_put_back_into_is_there_but_another_one(opened: Store) -> None:
    from store.copies import backup, restoring

    copy = backup.back_up(opened.path)
    settings.save(opened, station_name="Trạm khác")
    restoring.restore(opened.path, copy)
    with pytest.raises(ReplacedStoreError):
        opened.version()
    assert settings.load(opened).station_name == "Trạm Y tế"


@contextlib.contextmanager
def failing(path: Path) -> Iterator[None]:
    """Let the system answer an error to whatever the open file at `path` is asked, as a disk does that is gone."""
    open_files = [int(entry.name) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    mine = [number for number in open_files if _leads_to(number, path)]
    assert mine
    kept = [os.dup(number) for number in mine]
    broken = os.open("/", os.O_RDONLY)
    try:
        for number in mine:
            os.dup2(broken, number)
        yield
    finally:
        for number, whole in zip(mine, kept, strict=True):
            os.dup2(whole, number)
            os.close(whole)
        os.close(broken)


def _leads_to(number: int, path: Path) -> bool:
    try:
        return Path(f"/proc/self/fd/{number}").readlink() == path
    except OSError:
        return False


@needs_proc
def test_a_disk_that_fails_while_people_are_read_is_told_each_time(opened: Store) -> None:
    with opened.transaction():
        unit = units.add(opened, "Trường Tiểu học A")
        for number in range(300):
            staff.add(opened, Person(f"Nguyễn Văn {number}", citizen_id=f"{number:012}"), unit)
    path = opened.path
    opened.close()
    with open_store(path) as store:
        assert roster.view(store, Filter()).total == 300
        store.connection.execute("PRAGMA shrink_memory")
        with failing(path):
            for chosen in (Filter(), Filter(search="nguyen"), Filter(lacking=True), Filter(by_unit=True)):
                for _ in range(2):
                    with pytest.raises(StoreError, match="USB"):
                        roster.view(store, chosen).rows(0, 50)
        assert len(roster.view(store, Filter(search="nguyen")).rows(0, 500)) == 300


@needs_proc
def test_a_disk_that_fails_while_a_change_is_written_keeps_all_of_it_out(opened: Store) -> None:
    with failing(opened.path.with_name(f"{opened.path.name}-wal")):
        for _ in range(2):
            with pytest.raises(DiskFullError, match="USB"):
                settings.save(opened, station_name="Trạm khác", place="Tri Tôn")
    assert not opened.connection.in_transaction
    assert (settings.load(opened).station_name, settings.load(opened).place) == ("Trạm Y tế", "")
    settings.save(opened, place="Tri Tôn")
    assert settings.load(opened).place == "Tri Tôn"


def test_a_disk_that_does_not_answer_is_a_store_that_is_gone(opened: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def pulled_out(path: Path, **_: bool) -> os.stat_result:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "stat", pulled_out)
    with pytest.raises(StoreGoneError):
        opened.version()
