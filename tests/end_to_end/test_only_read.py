"""A store where nothing may be written, as on a locked USB stick: it is looked at, and whatever would write is told.

SQLite makes a file beside a store that it reads. Here that is prevented for a user with all rights too.
"""

import shutil
import sys
from pathlib import Path

import pytest

from store import settings
from store.database import Store
from store.errors import StoreError
from store.models import Person
from store.opening import open_to_read
from store.people import staff, units
from tests.end_to_end.command import tyt

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


def lock(path: Path) -> None:
    Path(f"{path}-shm").symlink_to(path.parent / "không có" / "tệp")


@pytest.fixture
def locked(store: Store) -> Path:
    settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Gia")
    staff.add(store, Person("Nguyễn Thị Lan"), units.station_id(store) or 0)
    store.close()
    lock(store.path)
    return store.path


def test_it_is_looked_at_checked_and_exported(locked: Path, tmp_path: Path) -> None:
    before = locked.read_bytes()
    assert "0/1" in tyt(locked, "status").stdout
    assert tyt(locked, "check").stdout.startswith("Kho dữ liệu nguyên vẹn")
    paper = tmp_path / "Danh sách.csv"
    done = tyt(locked, "export", "roster", str(paper))
    assert (done.returncode, "Danh sách: 1 người" in done.stderr) == (0, True), done.stderr
    assert "Nguyễn Thị Lan" in paper.read_text(encoding="utf-8-sig")
    assert locked.read_bytes() == before


@pytest.mark.parametrize("words", [("settings", "place=Vĩnh Gia"), ("history",), ("undo",), ("backup",)])
def test_what_would_write_ends_in_a_sentence(locked: Path, words: tuple[str, ...]) -> None:
    done = tyt(locked, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "chép cả thư mục đó sang ổ khác" in done.stderr


def test_what_is_written_all_the_same_is_refused_and_not_lost_in_silence(locked: Path) -> None:
    with open_to_read(locked) as store:
        assert settings.load(store).station_name == "Trạm Y tế xã Vĩnh Gia"
        with pytest.raises(StoreError, match="Không có quyền ghi"):
            settings.save(store, place="Vĩnh Gia")


def test_what_was_written_last_and_waits_beside_it_is_not_passed_over(store: Store, tmp_path: Path) -> None:
    settings.save(store, place="Vĩnh Gia")
    taken = tmp_path / "USB"
    taken.mkdir()
    for ending in ("", "-wal"):
        shutil.copyfile(f"{store.path}{ending}", taken / f"kho.sqlite3{ending}")
    lock(taken / "kho.sqlite3")
    for command in ("status", "check"):
        done = tyt(taken / "kho.sqlite3", command)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Không mở được" in done.stderr
