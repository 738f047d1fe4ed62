"""A store that only its passphrase opens: nothing readable on the disk, and everything as it is on a plain one."""

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from store import driver, history, key_file, migrations, rewound, settings, whole_files
from store.copies import backup, check, comparison, protecting, restoring, second_place, shelf
from store.errors import (
    NotAStoreError,
    PassphraseNeededError,
    ProtectionMissingError,
    RefusedError,
    StoreLockedError,
    WrongPassphraseError,
)
from store.models import Person, State
from store.opening import open_store
from store.people import staff
from tests.held_open import held_open
from tests.tui.station import station

needs_cipher = pytest.mark.skipif(not driver.is_available(), reason="the extra `protect` is not installed")
PHRASE = "sông Hậu mùa nước nổi"
NAME, NUMBER, PHONE = "Quách Thị Thu Nguyệt", "089184000777", "0912345678"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins as a program that was just started; guesses are cheap."""
    monkeypatch.setattr(driver, "_keys", {})
    monkeypatch.setattr(driver, "_salts", {})
    monkeypatch.setattr(key_file, "_SCRYPT_N", 1 << 10)
    monkeypatch.setenv("TYT_NOW", "2026-06-20T08:00:00")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with station(tmp_path / "Trạm" / "kho.sqlite3") as store:
        unit = store.value("SELECT min(id) FROM unit")
        staff.add(store, Person(NAME, citizen_id=NUMBER, phone=PHONE), unit)
    return store.path


@pytest.fixture
def code(path: Path) -> str:
    return protecting.protect(path, PHRASE)


def forget_keys() -> None:
    driver._keys.clear()


def readable(folder: Path) -> list[str]:
    """The files below a folder in which a name, a number or a word of ours can be read, in any of three encodings."""
    words = (NAME, NUMBER, PHONE, "Nguyệt", "Vĩnh Gia", "CREATE TABLE", "staff", "level2_account", "SQLite format")
    forms = [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [str(file) for file in files if any(form in file.read_bytes() for form in forms)]


def people(path: Path) -> list[str]:
    with open_store(path, must_exist=True) as store:
        return sorted(member.person.full_name for member in staff.members(store))


@needs_cipher
def test_nothing_can_be_read_in_the_folder_while_the_store_is_worked_with(
    path: Path, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T08:00:00")
    (tmp_path / "usb").mkdir()
    with open_store(path) as store:
        ids = [member.id for member in staff.members(store)]
        second_place.choose(store, tmp_path / "usb")
        staff.set_state(store, ids, "cccd", State.DONE)
        assert len(list(second_place.keep_everywhere(path))) == 2
        assert Path(f"{path}-wal").stat().st_size, "what was written last is looked at too"
        assert readable(tmp_path) == []
        with closing(backup.Snapshot(path)) as held, whole_files.written_beside(path) as beside:
            held.fill(beside, path)
            assert readable(tmp_path) == [], "nor while a copy is being made"
    assert readable(tmp_path) == []
    assert code.replace("-", "").encode() not in b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())


@needs_cipher
def test_protecting_and_taking_it_back_changes_nothing_else(path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain:
        before = sorted(plain.iterdump())
    totals = backup.verify(path)
    protecting.protect(path, PHRASE)
    assert driver.salt_of(path) is not None
    assert backup.verify(path) == totals
    assert check.check(path).problems == ()
    protecting.remove(path, PHRASE)
    with closing(sqlite3.connect(path)) as plain:
        assert sorted(plain.iterdump()) == before
    assert check.check(path).problems == ()


@needs_cipher
def test_the_passphrase_or_the_recovery_code_opens_it_and_nothing_else_does(path: Path, code: str) -> None:
    forget_keys()
    with pytest.raises(PassphraseNeededError):
        open_store(path)
    for wrong in ("sông hậu mùa nước nổi", "", code[:-1] + ("0" if code[-1] != "0" else "1"), key_file.new_code()):
        with pytest.raises(WrongPassphraseError):
            key_file.unlock(path, wrong)
    assert driver.is_locked(path)
    key_file.unlock(path, f"  {PHRASE} ")
    assert NAME in people(path)
    forget_keys()
    key_file.unlock(path, code.lower().replace("-", " ").replace("0", "o"))
    assert NAME in people(path)


@needs_cipher
def test_the_recovery_code_opens_it_without_the_key_file(path: Path, code: str) -> None:
    found = key_file.find(path)
    assert found is not None
    found.unlink()
    forget_keys()
    with pytest.raises(WrongPassphraseError, match=r"Thiếu tệp .*\.khoa"):
        key_file.unlock(path, PHRASE)
    key_file.unlock(path, code)
    assert NAME in people(path)
    protecting.change(path, code, "một câu khác hẳn")
    forget_keys()
    key_file.unlock(path, "một câu khác hẳn")


@needs_cipher
def test_another_passphrase_opens_the_copies_in_reach_too(path: Path, code: str) -> None:
    copy = backup.back_up(path)
    protecting.change(path, PHRASE, "một câu khác hẳn")
    forget_keys()
    for file in (path, copy):
        with pytest.raises(WrongPassphraseError):
            key_file.unlock(file, PHRASE)
    with pytest.raises(RefusedError, match="8 chữ"):
        protecting.change(path, "một câu khác hẳn", "ngắn")
    key_file.unlock(copy, "một câu khác hẳn")
    assert NAME in people(path)


@needs_cipher
def test_a_copy_on_a_stick_is_opened_by_what_it_takes_along(path: Path, code: str, tmp_path: Path) -> None:
    copy = backup.back_up(path, to=tmp_path / "usb" / "mang-di.sqlite3")
    forget_keys()
    other = tmp_path / "máy khác" / "sổ.sqlite3"
    with pytest.raises(PassphraseNeededError):
        restoring.restore(other, copy)
    key_file.unlock(copy, PHRASE)
    restoring.restore(other, copy)
    forget_keys()
    key_file.unlock(other, PHRASE)
    assert NAME in people(other)
    assert readable(other.parent) == []
    backup.back_up(other)
    protecting.change(other, PHRASE, "một câu khác hẳn")
    forget_keys()
    for file in (other, shelf.copies(other)[0].path):
        with pytest.raises(WrongPassphraseError):
            key_file.unlock(file, PHRASE)
    key_file.unlock(other, "một câu khác hẳn")


@needs_cipher
def test_what_is_put_back_is_encrypted_where_the_store_was_or_the_copy_is(path: Path, tmp_path: Path) -> None:
    plain = backup.back_up(path)
    protecting.protect(path, PHRASE)
    first = backup.back_up(path)
    with open_store(path) as store:
        settings.save(store, place="Nơi khác")
    restoring.restore(path, first)
    assert driver.salt_of(path) is not None
    restoring.restore(path, plain)
    assert driver.salt_of(path) is not None, "a plain copy does not make the store plain in silence"
    with open_store(path) as store:
        assert settings.load(store).place == "Vĩnh Gia"
    protecting.remove(path, PHRASE)
    restoring.restore(path, first)
    assert driver.salt_of(path) == driver.salt_of(first)
    protecting.remove(path, PHRASE)
    protecting.protect(path, "một câu khác hẳn")
    forget_keys()
    key_file.unlock(path, "một câu khác hẳn")
    with pytest.raises(PassphraseNeededError):
        restoring.restore(path, first)
    key_file.unlock(first, PHRASE)
    restoring.restore(path, first)
    forget_keys()
    key_file.unlock(path, "một câu khác hẳn")
    assert NAME in people(path)


@needs_cipher
def test_plain_copies_of_before_are_found_and_encrypted_or_removed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for hour in (8, 9):
        monkeypatch.setenv("TYT_NOW", f"2026-06-23T{hour:02}:00:00")
        backup.back_up(path)
    protecting.protect(path, PHRASE)
    first, second = protecting.plain_copies(path)
    assert protecting.encrypt_copies(path, [first]) == {}
    protecting.remove_copies([second])
    assert protecting.plain_copies(path) == []
    assert readable(path.parent) == []
    (copy,) = shelf.copies(path)
    assert backup.verify(copy.path) == backup.verify(path)
    (seen,) = comparison.look(path, [copy])
    assert seen.difference is not None
    assert seen.difference.since == 0


@needs_cipher
def test_a_store_that_was_just_encrypted_is_copied_to_the_second_place(path: Path, code: str, tmp_path: Path) -> None:
    """Nobody opened it since, so it has no -wal yet, in which others write while it is read."""
    stick = tmp_path / "usb"
    stick.mkdir()
    with open_store(path) as store:
        second_place.choose(store, stick)
    protecting.remove(path, PHRASE)
    protecting.protect(path, PHRASE)
    assert len(list(second_place.keep_everywhere(path))) == 2


def test_a_plain_copy_that_another_program_has_open_is_told_and_encrypted_later(path: Path) -> None:
    copy = backup.back_up(path)
    protecting.protect(path, PHRASE)
    with held_open(copy):
        (reason,) = protecting.encrypt_copies(path, [copy]).values()
    assert "hỏng" not in reason
    assert "Hãy đóng" in reason
    assert backup.verify(copy, path) == backup.verify(path)
    shelf.sweep(path)  # on Windows no name of an open file can be removed, the second that it got neither
    assert not list(copy.parent.glob("*.dang-ghi*"))
    assert protecting.encrypt_copies(path, [copy]) == {}
    assert readable(path.parent) == []


@needs_cipher
def test_copies_that_cannot_be_encrypted_are_told_with_what_happened_to_each(path: Path) -> None:
    copy = backup.back_up(path)
    protecting.protect(path, PHRASE)
    torn = copy.with_name("torn.sqlite3")
    torn.write_bytes(copy.read_bytes()[:5000])
    junk = copy.with_name("junk.sqlite3")
    junk.write_bytes(b"x" * 5000)
    gone = copy.with_name("gone.sqlite3")
    reasons = protecting.encrypt_copies(path, [torn, junk, gone, copy])
    assert list(reasons) == [torn, junk, gone]
    assert reasons[torn].startswith(f"Bản sao {torn} hỏng")
    assert "restore" not in reasons[torn] + reasons[junk], "the store itself is sound"
    assert "hỏng" not in reasons[gone]


@needs_cipher
def test_a_store_that_a_window_has_open_is_not_touched(path: Path) -> None:
    window = "import sys; from pathlib import Path; from store.opening import open_store\n"
    window += "with open_store(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", window, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreLockedError):
            protecting.protect(path, PHRASE)
        other.communicate("")
    assert driver.salt_of(path) is None
    assert NAME in people(path)
    protecting.protect(path, PHRASE)
    assert len(list(path.parent.glob("*.khoa"))) == 1, "the key file of what was refused is gone"


@needs_cipher
def test_two_windows_and_the_past_and_undo(path: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T08:00:00")
    with open_store(path) as one, open_store(path) as other:
        settings.save(one, place="Xã A")
        before = other.version()
        monkeypatch.setenv("TYT_NOW", "2026-06-25T08:00:00")
        settings.save(one, place="Xã B")
        assert other.version() != before
        assert settings.load(other).place == "Xã B"
        member = next(staff.members(one))
        with pytest.raises(RefusedError):
            staff.edit(one, member.id, {"sex": "không rõ"})
        staff.edit(one, member.id, {"full_name": "Đổi Tên"})
        with rewound.store_at(other, date(2026, 6, 24)) as then:
            assert member.person.full_name in [each.person.full_name for each in staff.members(then)]
        history.undo(other)
        assert staff.get(one, member.id).person.full_name == member.person.full_name


@needs_cipher
def test_an_encrypted_store_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "kho.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.apply(connection, through="008")
        connection.execute("INSERT INTO setting VALUES ('place', ?)", (NAME,))
    protecting.protect(path, PHRASE)
    with open_store(path) as store:
        assert settings.load(store).place == NAME
        assert store.is_protected
        assert migrations.applied(path, store.connection) == migrations.names()
    (copy,) = shelf.copies(path)
    assert copy.reason.startswith("truoc-phien-ban")
    assert readable(tmp_path) == []


@needs_cipher
def test_another_file_in_the_place_of_a_store_is_opened_as_what_it_is(path: Path, code: str) -> None:
    content = path.read_bytes()
    protecting.remove(path, PHRASE)
    assert NAME in people(path)
    path.write_bytes(content)  # to the disk it is the same file
    assert NAME in people(path)
    assert driver.salt_of(path) is not None


@needs_cipher
def test_a_damaged_page_is_seen(path: Path, code: str) -> None:
    backup.back_up(path)
    content = bytearray(path.read_bytes())
    content[4096 * 9 + 100 : 4096 * 9 + 132] = bytes(32)
    path.write_bytes(content)
    with pytest.raises(NotAStoreError):
        check.check(path)


@pytest.fixture
def without_cipher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", None)


def test_a_computer_without_the_package_says_what_to_do(tmp_path: Path, without_cipher: None) -> None:
    path = tmp_path / "kho.sqlite3"
    path.write_bytes(key_file.new_salt() + bytes(8192))
    with pytest.raises(ProtectionMissingError, match=r"pip install sqlcipher3"):
        open_store(path)
    with pytest.raises(ProtectionMissingError, match=r"pip install sqlcipher3"):
        key_file.unlock(path, PHRASE)


def test_a_plain_store_never_needs_the_package(path: Path, without_cipher: None) -> None:
    assert NAME in people(path)
    restoring.restore(path, backup.back_up(path))
    assert check.check(path).problems == ()
    with pytest.raises(ProtectionMissingError):
        protecting.protect(path, PHRASE)
    assert sorted(file.name for file in path.parent.glob("*.khoa")) == []
    assert NAME in people(path)


@needs_cipher
def test_scratch_files_of_an_encrypted_store_stay_off_the_disk_or_are_overwritten(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_files, "keeps_off_disk", False)
    with whole_files.scratch_folder() as folder:
        assert folder.parent == Path(tempfile.gettempdir())
    protecting.protect(path, PHRASE)
    with whole_files.scratch_folder() as folder:
        assert folder.parent != Path(tempfile.gettempdir()) or not whole_files._MEMORY.exists()
    with whole_files.scratch_folder(path.parent) as folder:
        file = folder / "phiếu.csv"
        file.write_text(NAME, encoding="utf-8")
        second = path.parent / "cùng tệp"
        second.hardlink_to(file)
    assert second.read_bytes() == bytes(len(NAME.encode()))


@needs_cipher
def test_the_recovery_code_is_shown_before_anything_is_encrypted(path: Path) -> None:
    shown: list[tuple[str, bool]] = []
    code = protecting.protect(path, PHRASE, lambda code: shown.append((code, driver.salt_of(path) is None)))
    assert shown == [(code, True)]
    forget_keys()
    assert key_file.unlock(path, PHRASE) == code, "and to be had again by the passphrase"


@needs_cipher
def test_what_killed_programs_left_is_taken_away_by_the_next_run_of_its_kind(path: Path, code: str) -> None:
    copy = backup.back_up(path)
    gone = f".{whole_files._owner().rpartition('-')[0]}-999999.dang-ghi"
    left = [
        path.with_name(f"{path.name}-0badc0de.khoa{gone}"),
        *(copy.with_name(f"{copy.name}{ending}") for ending in (gone, f"{gone}-journal", "-mj9E2FF49B7")),
    ]
    for again in (
        lambda: backup.back_up(path),
        lambda: protecting.change(path, PHRASE, PHRASE),
        lambda: protecting.encrypt_copies(path, [copy]),
    ):
        for file in left:
            file.write_bytes(b"x")
        again()
        assert [file.name for file in left if file.exists()] == []


@needs_cipher
def test_a_commit_over_two_files_that_was_cut_keeps_what_sqlite_needs(path: Path, code: str) -> None:
    copy = backup.back_up(path)
    journals = [copy.with_name(f"{copy.name}{ending}") for ending in ("-journal", "-mj9E2FF49B7")]
    for file in journals:
        file.write_bytes(b"x")
    shelf.sweep(path)
    assert all(file.exists() for file in journals)
