"""The whole job on an encrypted store by commands, and what the disk tells of it afterwards: nothing."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store import driver, key_file
from store.copies import protecting, shelf
from store.models import State
from store.opening import open_store
from store.people import staff
from tests.make_demo_files import FOLDER as DEMO

pytestmark = pytest.mark.skipif(not driver.is_available(), reason="the extra `protect` is not installed")
PHRASE, OTHER = "sông Hậu mùa nước nổi", "một câu khác hẳn"


def tyt(store: Path, *words: object, phrase: str = PHRASE, **environment: str) -> subprocess.CompletedProcess[str]:
    home = store.parent / "home"
    scratch = str(store.parent / "tmp")
    places = {
        "TMPDIR": scratch,
        "TMP": scratch,
        "TEMP": scratch,
        "HOME": str(home),
        "XDG_STATE_HOME": str(home),
        "XDG_CACHE_HOME": str(home),
        "LOCALAPPDATA": str(home),
    }
    given = {"TYT_PASSPHRASE": phrase} if phrase else {}
    return subprocess.run(
        [sys.executable, "-m", "tui", "--store", str(store), *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env={**os.environ, "TYT_NOW": "2026-06-23T14:00:00", **places, **given,
             **environment},
        check=False,
    )  # fmt: skip


def words_of(path: Path) -> list[bytes]:
    """Every name, number, unit and reason of the store at `path`, as any encoding would write them."""
    with open_store(path) as store:
        rows = list(store.rows("SELECT full_name, citizen_id, phone FROM staff"))
        rows += list(store.rows("SELECT name FROM unit UNION SELECT text FROM reason UNION SELECT title FROM item"))
    words = {str(word) for row in rows for word in row if word and len(str(word)) > 5}
    words |= {"CREATE TABLE", "full_name", "SQLite format 3", "level2_account"}
    return [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le")]


def readable(folder: Path, words: list[bytes]) -> Iterator[tuple[str, bytes]]:
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            yield from ((file.name, word) for word in words if word in content)


@pytest.mark.timeout(900)  # thirty programs one after the other
def test_the_whole_story(tmp_path: Path) -> None:
    folder = tmp_path / "trạm"
    for each in (folder, folder / "tmp", tmp_path / "ra", tmp_path / "usb"):
        each.mkdir()
    path = folder / "kho.sqlite3"

    # Taken in plain, then encrypted with the copies of before.
    assert tyt(path, "import", DEMO / "1 Tram Y te xa Vinh Gia.xlsx", phrase="").returncode == 0
    assert tyt(path, "backup", phrase="").returncode == 0
    stations_before = shelf.copies(path)[0].path.read_bytes()
    done = tyt(path, "protect", "--copies", "encrypt", phrase="", TYT_NEW_PASSPHRASE=PHRASE)
    assert done.returncode == 0, done.stderr
    code = done.stdout.strip()
    assert len(code) == 34

    done = tyt(path, "protect", "--lock-after", "5", "--copies", "keep")
    assert done.returncode == 0, done.stderr

    # The code again for whoever has the passphrase; a copy that stayed plain is named until it is encrypted.
    again = tyt(path, "protect", "--show-code")
    assert (again.returncode, again.stdout.strip()) == (0, code), again.stderr
    copy = shelf.copies(path)[0].path
    plain = copy.with_name(copy.name.replace("-20", "-19", 1))
    plain.write_bytes(stations_before)
    for command in (["check"], ["backup"]):
        assert "1 bản sao cũ chưa mã hoá" in tyt(path, *command).stderr
    plain.unlink()

    # Nobody without the passphrase, and nothing asked of a program that nobody sits before.
    locked = tyt(path, "status", phrase="")
    assert locked.returncode == 2
    assert "được mã hoá" in locked.stderr
    assert "TYT_PASSPHRASE" in locked.stderr
    assert tyt(path, "status", phrase="sai sai sai sai").returncode == 2
    assert tyt(path, "status", phrase=code).returncode == 0

    # The rest of the files, a state, one file taken back, the papers.
    assert tyt(path, "import", DEMO).returncode == 0
    assert tyt(path, "import", "--undo", "2").returncode == 0
    key_file.unlock(path, PHRASE)
    with open_store(path) as one, open_store(path) as window:
        ids = [member.id for member in staff.members(one)][:5]
        staff.set_state(one, ids, "level2_account", State.DONE)
        assert staff.get(window, ids[0]).person.states["level2_account"] is State.DONE
        assert tyt(path, "status").returncode == 0, "a third program beside two windows"
        assert Path(f"{path}-wal").stat().st_size
        words = words_of(path)
        assert len(words) > 500
        assert list(readable(folder, words)) == [], "while it is open"
    people = json.loads(tyt(path, "status", "--json").stdout)
    for paper in ("phu-luc-1", "roster", "progress"):
        ending = "docx" if paper == "progress" else "xlsx"
        written = tyt(path, "export", paper, tmp_path / "ra" / f"{paper}.{ending}")
        assert written.returncode == 0, written.stderr
    assert tyt(path, "settings", "station_name=Trạm Y tế xã Vĩnh Gia").returncode == 0

    # Copies here and on the stick; what is put back is what was.
    assert tyt(path, "backup", "--place", tmp_path / "usb").returncode == 0
    assert tyt(path, "check").returncode == 0
    newest = shelf.copies(path)[0].path
    with open_store(path) as store:
        staff.remove(store, ids)
    assert json.loads(tyt(path, "status", "--json").stdout) != people
    assert tyt(path, "restore", newest).returncode == 0
    assert json.loads(tyt(path, "status", "--json").stdout) == people

    # Another passphrase; the old one is worth nothing, here, in the copies and on the stick that is in.
    changed = tyt(path, "protect", "--change", TYT_NEW_PASSPHRASE=OTHER)
    assert changed.returncode == 0, changed.stderr
    assert tyt(path, "status").returncode == 2
    assert tyt(path, "check", phrase=OTHER).returncode == 0
    assert list(readable(folder, words)) == []
    assert list(readable(tmp_path / "usb", words)) == []
    assert list((folder / "tmp").rglob("*")) == []

    # The disk is lost: the stick and the passphrase are enough.
    stick = next((tmp_path / "usb").rglob("*.sqlite3"))
    new = tmp_path / "máy mới" / "kho.sqlite3"
    for each in (new.parent, new.parent / "tmp"):
        each.mkdir()
    restored = tyt(new, "restore", stick, phrase=OTHER)
    assert restored.returncode == 0, restored.stderr
    assert tyt(new, "check", phrase=OTHER).returncode == 0
    assert list(readable(new.parent, words)) == []
    shutil.rmtree(folder / "kho-sao-luu")
    removed = tyt(path, "protect", "--remove", phrase=OTHER)
    assert removed.returncode == 0, removed.stderr
    assert tyt(path, "check", phrase="").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there a program hands no descriptors on")
def test_a_passphrase_from_a_file_descriptor(tmp_path: Path) -> None:
    path = tmp_path / "kho.sqlite3"
    open_store(path).close()
    protecting.protect(path, PHRASE)
    reading, writing = os.pipe()
    with closing(os.fdopen(writing, "w", encoding="utf-8")) as line:
        line.write(f"{PHRASE}\n{OTHER}\n")
    done = subprocess.run(
        [sys.executable, "-m", "tui", "--store", str(path), "protect", "--change"],
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        pass_fds=(reading,),
        env={**os.environ, "TYT_PASSPHRASE_FD": str(reading)},
        check=False,
    )
    os.close(reading)
    assert done.returncode == 0, done.stderr
    key_file.unlock(path, OTHER)


def test_the_recovery_code_is_written_over_nothing_and_before_anything_is_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "kho.sqlite3"
    assert tyt(path, "import", DEMO / "1 Tram Y te xa Vinh Gia.xlsx", phrase="").returncode == 0
    assert tyt(path, "backup", phrase="").returncode == 0
    [copy] = [one.path for one in shelf.copies(path) if one.reason == "tu-lam"]
    other = tmp_path / "Danh sách.xlsx"
    other.write_bytes(b"x")
    before = {file: file.read_bytes() for file in (path, copy, other)}
    for target in (path, copy, other, tmp_path / "không có" / "mã.txt"):
        done = tyt(path, "protect", "--save-code", target, phrase="", TYT_NEW_PASSPHRASE=PHRASE)
        assert done.returncode == 2
        assert str(target) in done.stderr
        assert {file: file.read_bytes() for file in before} == before
        assert not list(tmp_path.glob("*.khoa"))
    assert "bản sao mà chương trình giữ" in tyt(path, "backup", copy, phrase="").stderr
    assert copy.read_bytes() == before[copy]
    code = tmp_path / "mã.txt"
    assert tyt(path, "protect", "--save-code", code, phrase="", TYT_NEW_PASSPHRASE=PHRASE).returncode == 0
    assert tyt(path, "protect", "--show-code").stdout.strip() in code.read_text("utf-8")


def test_a_code_that_opens_nothing_is_not_left_behind(tmp_path: Path) -> None:
    path, code = tmp_path / "kho.sqlite3", tmp_path / "mã.txt"
    with open_store(path) as store, store.transaction():
        refused = tyt(path, "protect", "--save-code", code, phrase="", TYT_NEW_PASSPHRASE=PHRASE)
    assert refused.returncode != 0
    assert not code.exists()
    assert "mã khôi phục vừa hiện không mở được gì" in refused.stderr
