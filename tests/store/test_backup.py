"""Copies of the store: the last thing that stands between a lost disk and a lost year."""

import sqlite3
from pathlib import Path

import pytest

from store import driver, settings
from store.copies import backup, restoring, shelf
from store.database import Store
from store.errors import (
    NotAStoreError,
    RefusedError,
    ReplacedStoreError,
    StoreError,
    StoreLockedError,
    StoreTooNewError,
)
from store.opening import open_store
from tests.held_open import held_open
from tests.store.later_version import record_later_migration


@pytest.fixture
def path(store: Store) -> Path:
    settings.save(store, station_name="Trạm Y tế xã Tri Tôn")
    store.close()
    return store.path


def name_in(path: Path) -> str:
    with open_store(path, must_exist=True) as store:
        return settings.load(store).station_name


def set_name(path: Path, name: str) -> None:
    with open_store(path) as store:
        settings.save(store, station_name=name)


def another_programs(tmp_path: Path) -> Path:
    other = tmp_path / "khac.sqlite3"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    return other


def test_the_oldest_copy_can_be_put_back_though_copies_are_many(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = []
    for minute in range(shelf.KEPT):
        monkeypatch.setenv("TYT_NOW", f"2026-06-23T14:{minute:02}:00")
        set_name(path, f"Trạm lúc {minute}")
        copies.append(backup.back_up(path))
    monkeypatch.setenv("TYT_NOW", "2026-06-23T15:00:00")
    restoring.restore(path, copies[0])
    assert name_in(path) == "Trạm lúc 0"


def test_a_copy_that_another_program_has_open_holds_up_no_other(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays where it would have been removed, until it is closed."""
    copies = []
    for minute in range(shelf.KEPT):
        monkeypatch.setenv("TYT_NOW", f"2026-06-23T14:{minute:02}:00")
        copies.append(backup.back_up(path))
    with held_open(copies[0]):
        monkeypatch.setenv("TYT_NOW", "2026-06-23T15:00:00")
        made = backup.back_up(path)
        kept = restoring.restore(path, copies[5])
        assert {copies[0], made, kept} < {copy.path for copy in shelf.copies(path)}
    assert restoring.restore(path, copies[-1]) is not None
    assert not copies[0].exists()
    assert name_in(path) == "Trạm Y tế xã Tri Tôn"


def test_a_copy_is_put_back_while_another_program_reads_it_and_the_store(path: Path) -> None:
    copy = backup.back_up(path)
    set_name(path, "Trạm Y tế xã Vĩnh Gia")
    with held_open(copy), held_open(path):
        restoring.restore(path, copy)
    assert name_in(path) == "Trạm Y tế xã Tri Tôn"


def test_a_damaged_store_that_another_program_has_open_stays(path: Path) -> None:
    copy = backup.back_up(path)
    path.write_bytes(b"hong" * 5000)
    with held_open(path), pytest.raises(StoreLockedError, match="Hãy đóng các cửa sổ khác"):
        restoring.restore(path, copy)
    assert path.read_bytes() == b"hong" * 5000
    assert not list(path.parent.glob("*.dang-ghi*"))
    restoring.restore(path, copy)
    assert name_in(path) == "Trạm Y tế xã Tri Tôn"


def test_a_copy_made_while_the_clock_is_set_back_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for minute in range(shelf.KEPT):
        monkeypatch.setenv("TYT_NOW", f"2026-06-23T14:{minute:02}:00")
        backup.back_up(path)
    monkeypatch.setenv("TYT_NOW", "2020-01-01T00:00:00")
    assert backup.back_up(path).exists()


def test_only_a_store_is_put_in_the_place_of_a_store(path: Path, tmp_path: Path) -> None:
    empty = tmp_path / "rong.sqlite3"
    empty.touch()
    newer = backup.back_up(path, to=tmp_path / "moi.sqlite3")
    connection = sqlite3.connect(newer)
    record_later_migration(connection)
    connection.commit()
    connection.close()
    for wrong, error in (
        (empty, NotAStoreError),
        (another_programs(tmp_path), NotAStoreError),
        (newer, StoreTooNewError),
        (tmp_path / "khong-co.sqlite3", StoreError),
        (path, RefusedError),
    ):
        with pytest.raises(error):
            restoring.restore(path, wrong)
        assert name_in(path) == "Trạm Y tế xã Tri Tôn"


def test_a_store_that_cannot_be_kept_first_is_not_replaced(path: Path) -> None:
    copy = backup.back_up(path, to=path.with_name("sao.sqlite3"))
    set_name(path, "Trạm mới")
    shelf.folder(path).write_text("một tệp đứng ở chỗ của thư mục", encoding="utf-8")
    with pytest.raises(StoreError):
        restoring.restore(path, copy)
    assert name_in(path) == "Trạm mới"


def test_a_damaged_store_is_kept_as_it_was(path: Path) -> None:
    copy = backup.back_up(path)
    path.write_bytes(b"hong" * 5000)
    kept = restoring.restore(path, copy)
    assert kept is not None
    assert kept.read_bytes() == b"hong" * 5000
    assert name_in(path) == "Trạm Y tế xã Tri Tôn"


def test_a_copy_can_be_put_where_there_was_nothing(path: Path, tmp_path: Path) -> None:
    copy = backup.back_up(path)
    fresh = tmp_path / "máy mới" / "kho.sqlite3"
    assert restoring.restore(fresh, copy) is None
    assert name_in(fresh) == "Trạm Y tế xã Tri Tôn"


def test_a_store_that_somebody_writes_to_is_not_waited_for_for_ever(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup.back_up(path)
    monkeypatch.setattr(driver, "BUSY_MILLISECONDS", 50)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE setting SET value = 'Trạm đang sửa' WHERE key = 'station_name'")
    with pytest.raises(StoreLockedError, match="đợi"):
        restoring.restore(path, copy)
    other.execute("COMMIT")
    other.close()
    assert name_in(path) == "Trạm đang sửa"


def test_a_copy_never_takes_the_place_of_the_store_or_of_another_file(path: Path, tmp_path: Path) -> None:
    letter = tmp_path / "công văn.xlsx"
    letter.write_bytes(b"PK\x03\x04 mot bao cao")
    other = another_programs(tmp_path)
    for wrong in (path, letter, other, tmp_path):
        before = wrong.read_bytes() if wrong.is_file() else b""
        with pytest.raises(RefusedError):
            backup.back_up(path, to=wrong)
        assert not wrong.is_file() or wrong.read_bytes() == before
    copy = tmp_path / "sao.sqlite3"
    backup.back_up(path, to=copy)
    set_name(path, "Trạm mới")
    backup.back_up(path, to=copy)
    assert name_in(copy) == "Trạm mới"


def test_what_is_no_store_is_not_called_sound(path: Path, tmp_path: Path) -> None:
    backup.verify(path)
    with pytest.raises(NotAStoreError, match="chương trình khác"):
        backup.verify(another_programs(tmp_path))
    text = tmp_path / "thư.sqlite3"
    text.write_text("không phải SQLite" * 500, encoding="utf-8")
    with pytest.raises(NotAStoreError):
        backup.verify(text)


def test_a_store_that_is_only_locked_is_not_taken_for_damaged(path: Path) -> None:
    copy = backup.back_up(path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreLockedError):
        restoring.restore(path, copy)
    connection.execute("ROLLBACK")
    connection.close()
    assert name_in(path) == "Trạm Y tế xã Tri Tôn"


def test_what_the_system_says_is_told_in_vietnamese(tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("đứng ở chỗ của thư mục", encoding="utf-8")
    with pytest.raises(StoreError, match="đứng ở chỗ của thư mục"):
        open_store(tmp_path / "tệp" / "con" / "kho.sqlite3")
    with pytest.raises(StoreError) as refused:
        open_store(tmp_path / ("dài" * 200) / "kho.sqlite3")
    assert "name too long" not in str(refused.value)


def test_a_store_that_the_program_has_open_is_replaced_and_nothing_of_before_is_written_over_it(path: Path) -> None:
    copy = backup.back_up(path)
    with open_store(path) as app:  # stands on a screen, writes nothing
        settings.save(app, station_name="Trạm mới")
        assert restoring.restore(path, copy) is not None
        with pytest.raises(ReplacedStoreError):
            settings.save(app, station_name="Trạm sửa tiếp")
    assert name_in(path) == "Trạm Y tế xã Tri Tôn"


def test_a_copy_of_another_station_is_put_back_only_if_that_is_meant(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "trạm khác"
    folder.mkdir()
    set_name(other := folder / path.name, "Trạm Y tế xã Ba Chúc")
    copy = backup.back_up(other)
    with pytest.raises(RefusedError, match=r"Ba Chúc.*Tri Tôn"):
        restoring.restore(path, copy)
    assert name_in(path) == "Trạm Y tế xã Tri Tôn"
    restoring.restore(path, copy, anyway=True)
    assert name_in(path) == "Trạm Y tế xã Ba Chúc"
