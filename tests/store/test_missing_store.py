"""No empty store is begun in silence where there was one; what was there is named, with the way back."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from store import location, settings
from store.copies import backup, comparison, restoring, shelf
from store.database import Store
from store.errors import StoreMissingError
from store.models import Person
from store.opening import open_store, open_to_try
from store.people import staff, units
from tui.framework.background import StoreJob


@pytest.fixture
def path(store: Store) -> Path:
    settings.save(store, station_name="Trạm cũ")
    store.close()
    return store.path


@pytest.mark.parametrize("must_exist", [False, True])
@pytest.mark.parametrize("is_empty", [False, True])
def test_beside_its_copies_a_missing_store_is_not_begun_anew(path: Path, must_exist: bool, is_empty: bool) -> None:
    copy = backup.back_up(path)
    path.unlink()
    if is_empty:
        path.touch()
    with pytest.raises(StoreMissingError, match=r"tyt --store .* restore") as caught:
        open_store(path, must_exist=must_exist)
    assert copy.name in caught.value.message
    assert not path.exists() or path.stat().st_size == 0
    restoring.restore(path, copy)
    with open_store(path) as store:
        assert settings.load(store).station_name == "Trạm cũ"


def test_an_empty_store_is_begun_there_when_that_is_wanted(path: Path) -> None:
    copy = backup.back_up(path)
    path.unlink()
    with open_store(path, anew=True) as store:
        assert settings.load(store).station_name == ""
    assert copy.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")
def test_what_was_written_last_is_not_thrown_away_with_a_store_that_was_moved_alone(path: Path) -> None:
    with open_store(path) as store:
        settings.save(store, place="Tri Tôn")
        elsewhere = path.rename(path.with_name("cất.sqlite3"))
        with pytest.raises(StoreMissingError, match="-wal"):
            open_store(path)
        assert not path.exists()
        elsewhere.rename(path)
    with open_store(path) as store:
        assert settings.load(store).place == "Tri Tôn"


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")
def test_no_work_of_a_program_whose_folder_was_renamed_begins_a_store(path: Path) -> None:
    folder = path.parent
    with open_store(path):
        folder.rename(folder.with_name("đổi tên"))
        with pytest.raises(StoreMissingError):
            StoreJob(path, lambda store: settings.save(store, place="x")).run()
        assert not folder.exists()


def test_a_copy_tells_what_differs_from_now(path: Path) -> None:
    first = backup.back_up(path)
    with open_store(path) as store:
        unit = units.add(store, "Trạm Y tế")
        for name in ("Lê Văn An", "Lê Thị Bình"):
            staff.add(store, Person(name), unit)
    second = backup.back_up(path)
    restoring.restore(path, first)
    with open_store(path) as store:
        settings.save(store, place="Tri Tôn")
    looks = {each.copy.path: each.difference for each in comparison.look(path, shelf.copies(path))}
    assert looks[first] == comparison.Difference(people=0, since=1, lost=0)
    assert looks[second] == comparison.Difference(people=-2, since=1, lost=3)


@pytest.mark.parametrize("opening", [open_store, open_to_try])
def test_where_the_folder_was_renamed_no_store_is_begun_and_no_folder_made(
    path: Path, opening: Callable[[Path], AbstractContextManager[Store]]
) -> None:
    folder = path.parent
    folder.rename(folder.with_name("đổi tên"))
    with pytest.raises(StoreMissingError, match=r"Không có thư mục .* tạo thư mục đó trước"), opening(path):
        pass
    assert not folder.exists()


def test_the_folder_that_is_the_programs_own_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(location, "data_folder", lambda: tmp_path / "máy" / "tramyte")
    with open_store(location.data_folder() / location.FILE_NAME) as store:
        assert store.is_new
    with open_store(location.data_folder() / location.FILE_NAME) as store:
        assert not store.is_new
