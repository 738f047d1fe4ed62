"""A store that is damaged while it is in use: every read says so, with the way out."""

import contextlib
import errno
import random
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from store import clock, database
from store.campaigns import running, stored
from store.checklist.items import checklist_items
from store.copies import backup
from store.copies.backup import back_up
from store.database import Store
from store.errors import DamagedStoreError, DiskFaultError, DiskFullError, StoreError
from store.models import Person
from store.monitoring import overview
from store.opening import open_store
from store.people import roster, staff, units
from store.people.roster import Filter

PAGE = 4096


@pytest.fixture
def path(store: Store) -> Path:
    unit = units.add(store, "Trạm Y tế xã Vĩnh Gia")
    for number in range(300):
        staff.add(store, Person(f"Nguyễn Văn {number}", citizen_id=f"0890901{number:05}"), unit)
    store.close()
    return store.path


def damage(path: Path, *pages: int) -> None:
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * PAGE : page * PAGE + 200] = random.Random(page).randbytes(200)
    path.write_bytes(content)


def test_a_damaged_page_is_a_message_that_names_check_and_restore(path: Path) -> None:
    with open_store(path) as store:
        pages = range(1, store.value("PRAGMA page_count"))
    damage(path, *pages)
    with pytest.raises(StoreError, match=r"tyt check.*tyt restore"), open_store(path) as store:
        list(store.rows("SELECT * FROM staff"))


def test_damage_that_is_met_while_rows_are_read_is_told_too(path: Path) -> None:
    with open_store(path) as store:
        last = store.value("SELECT max(pageno) FROM dbstat WHERE name = 'staff'") - 1 if has_dbstat(store) else None
    if last is None:
        pytest.skip("this SQLite does not tell which pages a table has")
    damage(path, last)
    with open_store(path) as store:
        rows = store.rows("SELECT * FROM staff")
        assert next(rows), "the first page is sound"
        with pytest.raises(DamagedStoreError):
            list(rows)


def has_dbstat(store: Store) -> bool:
    try:
        store.one("SELECT 1 FROM dbstat")
    except StoreError:
        return False
    return True


def test_rows_that_nobody_reads_to_the_end_are_given_up_in_silence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ignored: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", ignored.append)
    with open_store(path) as store:
        rows = store.rows("SELECT * FROM staff")
        assert next(rows)
    del rows
    assert ignored == []


def lose_a_person(path: Path, staff_id: int) -> None:
    """Take a row out of the table and leave it in every index, as a page does that is lost."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        hidden = "type IN ('index', 'trigger') AND tbl_name = 'staff' AND sql IS NOT NULL"
        rows = connection.execute(f"SELECT * FROM sqlite_schema WHERE {hidden}").fetchall()
        connection.execute(f"DELETE FROM sqlite_schema WHERE {hidden}")
        connection.commit()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM staff WHERE id = ?", (staff_id,))
        connection.execute("PRAGMA writable_schema = ON")
        connection.executemany("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()


@pytest.mark.parametrize(
    "chosen", [Filter(), Filter(by_unit=True), Filter(search="nguyen"), Filter(search="0890901"), Filter(lacking=True)]
)
def test_a_person_whom_only_an_index_still_knows_is_never_left_out_in_silence(path: Path, chosen: Filter) -> None:
    lose_a_person(path, 20)
    with open_store(path) as store:
        for _ in range(2):
            with pytest.raises(DamagedStoreError):
                roster.view(store, chosen).rows(0, 300)


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ("UPDATE staff SET full_name = CAST(x'4E6775FF' AS TEXT)", lambda store: list(staff.members(store))),
        ("UPDATE item SET words = substr(words, 1, 9)", checklist_items),
        ("UPDATE campaign SET definition = substr(definition, 1, 999)", running.running),
        ("UPDATE campaign SET definition = '{}'", running.running),
        ('UPDATE campaign SET definition = \'{"source": {}, "items": [1]}\'', stored.update_checklist),
        ("UPDATE staff SET states = 'dx'", lambda store: list(staff.members(store))),
        ("UPDATE staff SET states = 'dx'", lambda store: roster.view(store, Filter()).rows(0, 5)),
    ],
)
def test_content_that_the_program_never_wrote_is_damage(
    path: Path, change: str, read: Callable[[Store], object]
) -> None:
    with open_store(path) as store:
        store.write("PRAGMA ignore_check_constraints = ON")  # a damaged page heeds no rule of the schema
        store.write(change)
        for _ in range(2):
            with pytest.raises(DamagedStoreError, match=r"tyt check.*tyt restore"):
                read(store)


def test_a_reason_that_has_lost_its_words_is_damage(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, 'text TEXT NOT NULL', 'text TEXT')")
        connection.commit()
    with open_store(path) as store:
        store.write("UPDATE reason SET text = NULL WHERE id = 1")
        for _ in range(2):
            with pytest.raises(DamagedStoreError, match=r"tyt check.*tyt restore"):
                overview.read(store, clock.now())


def test_no_copy_is_made_of_a_store_whose_index_is_damaged(path: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'unit')"
        " WHERE name = 'staff_statistics'"
    )
    connection.commit()
    connection.close()
    copy = tmp_path / "ban sao.sqlite3"
    with pytest.raises(StoreError):
        back_up(path, to=copy)
    assert list(tmp_path.glob("ban sao*")) == []


def test_json_that_sqlite_cannot_read_names_the_way_out(path: Path) -> None:
    with open_store(path) as store, pytest.raises(DamagedStoreError, match=r"tyt check.*tyt restore"):
        store.rows("SELECT json_extract('{', '$.a')").__next__()


@pytest.mark.parametrize(("free", "title"), [(0, "Không ghi được"), (10**9, "Ổ đĩa báo lỗi")])
def test_a_disk_without_room_even_to_read_is_not_called_broken(
    path: Path, monkeypatch: pytest.MonkeyPatch, free: int, title: str
) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = 4874  # SQLITE_IOERR_SHMSIZE: no room for the -shm file
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    found = database.explained(path, error)
    assert isinstance(found, DiskFullError)
    assert found.title == title
    assert ("đã đầy" in found.message) is (free == 0)


class UnreadablePath(type(Path())):  # type: ignore[misc]
    """A file of which the disk cannot read a part."""

    def open(self, *_: object, **__: object) -> object:
        raise OSError(errno.EIO, "Input/output error")


def test_a_disk_that_cannot_read_is_not_called_damage(path: Path) -> None:
    with open_store(path) as store:
        pages = range(1, store.value("PRAGMA page_count"))
    damage(path, *pages)
    with contextlib.closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.DatabaseError) as caught:
        list(connection.execute("SELECT * FROM staff"))
    assert isinstance(database.explained(path, caught.value), DamagedStoreError)
    found = database.explained(UnreadablePath(path), caught.value)
    assert isinstance(found, DiskFaultError)
    assert "chưa chắc kho hỏng" in found.message
    with pytest.raises(DiskFaultError):
        backup.verify(UnreadablePath(path))
    assert backup._is_of_the_disk("Page 60: unable to get the page. error code=8458")
    assert not backup._is_of_the_disk("row 3 missing from index staff_by_name")
