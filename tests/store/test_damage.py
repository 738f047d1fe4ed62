"""A store that is damaged while it is in use: every read says so, with the way out."""

import random
import sys
from pathlib import Path

import pytest

from store.database import Store
from store.errors import DamagedStoreError, StoreError
from store.models import Person
from store.opening import open_store
from store.people import staff, units

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
