import os
import sqlite3
import sys
from pathlib import Path, PureWindowsPath

import pytest

from store import driver, migrations, settings
from store.copies import backup, restoring, shelf
from store.database import Store
from store.errors import NotAStoreError, StoreError, StoreLockedError, StoreTooNewError
from store.opening import open_store
from tests.store.later_version import record_later_migration


def test_a_store_keeps_what_it_promises(store: Store) -> None:
    pragmas = {
        name: store.connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "user_version")
    }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "user_version": int(migrations.names()[-1]),
    }
    tables = store.connection.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").fetchall()
    loose = {name for name, strict in tables if not strict and not name.startswith(("sqlite_", "_sqlite"))}
    assert loose == set()


def test_a_store_of_a_later_version_is_refused_and_left_alone(store: Store) -> None:
    path = store.path
    record_later_migration(store.connection)
    store.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNewError, match="cập nhật chương trình"):
        open_store(path)
    assert path.read_bytes() == before


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(NotAStoreError, match="chương trình khác"):
        open_store(other)
    text = tmp_path / "notes.txt"
    text.write_text("không phải SQLite, chỉ là ghi chú" * 50, encoding="utf-8")
    with pytest.raises(NotAStoreError):
        open_store(text)
    with pytest.raises(NotAStoreError, match="thư mục"):
        open_store(tmp_path)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (r"\\server\Trạm y tế\kho #1.sqlite3", "file:////server/Trạm y tế/kho %231.sqlite3?mode=ro"),
        (r"C:\Người dùng\100%.sqlite3", "file:///C:/Người dùng/100%25.sqlite3?mode=ro"),
        (r"\\?\C:\kho.sqlite3", "file:////%3f/C:/kho.sqlite3?mode=ro"),
    ],
)
def test_sqlite_is_told_a_path_of_windows_as_it_wants_it(path: str, name: str) -> None:
    class Windows(PureWindowsPath):
        def absolute(self) -> PureWindowsPath:
            return self

    assert driver.uri(Windows(path), "ro") == name  # type: ignore[arg-type]  # all that it asks of a path


def test_a_store_is_kept_and_put_back_by_a_path_as_a_server_has(tmp_path: Path) -> None:
    before = "\\\\?\\" if sys.platform == "win32" else ""
    path = Path(f"{before}{tmp_path.resolve()}") / "kho # 100%.sqlite3"
    with open_store(path) as opened:
        settings.save(opened, station_name="Trạm Y tế")
    copy = backup.back_up(path)
    with open_store(path) as opened:
        settings.save(opened, station_name="Trạm khác")
    restoring.restore(path, copy)
    with open_store(path) as opened:
        assert settings.load(opened).station_name == "Trạm Y tế"


def test_a_store_that_is_not_there_is_made_only_where_one_may_be(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Không có kho"):
        open_store(tmp_path / "x.sqlite3", must_exist=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder that one may not write to")
def test_a_folder_without_right(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError):
        open_store(tmp_path / "x" / "y.sqlite3")


def test_a_store_that_another_program_holds(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "BUSY_MILLISECONDS", 50)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_store(store.path) as second, pytest.raises(StoreLockedError, match="đợi"):
        settings.save(second, station_name="Trạm Y tế")
    other.execute("ROLLBACK")
    other.close()
    with open_store(store.path) as second:
        settings.save(second, station_name="Trạm Y tế")
        assert settings.load(second).station_name == "Trạm Y tế"


def test_a_copy_is_sound_and_can_be_put_back(store: Store) -> None:
    settings.save(store, station_name="Trạm cũ")
    copy = backup.back_up(store.path)
    settings.save(store, station_name="Trạm mới")
    path = store.path
    store.close()
    kept = restoring.restore(path, copy)
    assert kept is not None
    with open_store(path) as again:
        assert settings.load(again).station_name == "Trạm cũ"
    restoring.restore(path, kept)
    with open_store(path) as again:
        assert settings.load(again).station_name == "Trạm mới"


def test_a_damaged_copy_is_refused_and_the_store_stays(store: Store) -> None:
    settings.save(store, station_name="Trạm cũ")
    copy = backup.back_up(store.path)
    whole = copy.read_bytes()
    copy.write_bytes(whole[:4096] + b"\xff" * 8192 + whole[12288:])
    path = store.path
    store.close()
    with pytest.raises(NotAStoreError):
        restoring.restore(path, copy)
    with open_store(path) as again:
        assert settings.load(again).station_name == "Trạm cũ"


def test_a_damaged_store_gives_way_to_its_copy(store: Store) -> None:
    settings.save(store, station_name="Trạm cũ")
    copy = backup.back_up(store.path)
    path = store.path
    store.close()
    path.write_bytes(b"hong" * 5000)
    restoring.restore(path, copy)
    with open_store(path) as again:
        assert settings.load(again).station_name == "Trạm cũ"


def test_only_so_many_copies_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for minute in range(shelf.KEPT + 3):
        monkeypatch.setenv("TYT_NOW", f"2026-06-23T14:{minute:02}:00")
        backup.back_up(store.path)
    copies = sorted(shelf.folder(store.path).iterdir())
    assert len(copies) == shelf.KEPT
    assert copies[-1].name.endswith("141200.sqlite3")
