"""Encrypts a store, and decrypts it again; at every moment either the old or the new store is at its path.

The new store is written beside the old one while nobody else may open it, verified, and put in its place; then the
bytes of the old one are overwritten. Sticks and SSDs may still keep earlier bytes elsewhere.
"""

import contextlib
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from store import database, driver, key_file, migrations, whole_files
from store.copies import backup, second_place, shelf
from store.errors import (
    DiskFullError,
    NotAStoreError,
    RefusedError,
    StoreError,
    StoreLockedError,
    reason_text,
)

_OLD = ".cu"  # the second name of the file that gives way, until it is overwritten


def protect(path: Path, passphrase: str, show: Callable[[str], object] = lambda code: None) -> str:
    """Encrypt the store at `path`, which no other window has open; answers its recovery code.

    `show` gets the code before anything is encrypted, so that a program that is killed leaves no store without it.
    Raises RefusedError, ProtectionMissingError, StoreLockedError, StoreError; then the store is as it was.
    """
    if driver.salt_of(path) is not None:
        raise RefusedError(f"{path} đã được mã hoá rồi. Đổi mật khẩu: `tyt protect --change`.")
    salt, code = key_file.new_salt(), key_file.new_code()
    _sweep(path)
    key = key_file.write(path, salt, code, passphrase)
    try:
        key_file.hold(salt, code)
        show(code)
        _rewrite(path, salt)
    except BaseException:
        if driver.salt_of(path) is None:
            key.unlink(missing_ok=True)
        raise
    return code


def change(path: Path, old: str, new: str) -> None:
    """Change the passphrase of the store and of its reachable copies; `old` may also be the recovery code."""
    code = key_file.unlock(path, old)
    _sweep(path)
    salt = driver.salt_of(path)
    assert salt is not None  # noqa: S101 - unlocked
    key_file.write(path, salt, code, new)
    for folder in _folders(path):
        if folder.is_dir():
            with contextlib.suppress(OSError):  # the next copy there takes it along
                key_file.carry(path, folder)


def remove(path: Path, typed: str) -> None:
    """Decrypt the store; `typed` is its passphrase or recovery code. Copies stay encrypted by their passphrase."""
    key_file.unlock(path, typed)
    _sweep(path)
    _rewrite(path, None)


def plain_copies(path: Path) -> list[Path]:
    """Unencrypted copies of the encrypted store at `path`, in the folder of copies and at the second place."""
    return [copy for copy in _copies(path) if driver.salt_of(copy) is None]


def plain_copies_text(path: Path) -> str:
    """The warning about unencrypted copies of an encrypted store; "" without such copies or encryption."""
    found = plain_copies(path) if driver.salt_of(path) is not None else []
    if not found:
        return ""
    return f"Còn {len(found)} bản sao cũ chưa mã hoá, ai cũng đọc được. Mã hoá chúng: `tyt protect --copies encrypt`"


def encrypt_copies(path: Path, copies: Iterable[Path]) -> dict[Path, str]:
    """Encrypt copies by the key of the store at `path`; returns why not, in Vietnamese, of those that stay plain."""
    salt, left = driver.salt_of(path), dict[Path, str]()
    for copy in copies:
        try:
            key_file.carry(path, copy.parent)
            _rewrite(copy, salt)
        except NotAStoreError:  # its message would have the store restored
            left[copy] = f"Bản sao {copy} hỏng hay không phải một kho, nên không mã hoá được. Không cần thì xoá tệp ấy."
        except StoreError as error:
            left[copy] = error.message
        except OSError as error:
            left[copy] = f"Không ghi được khoá vào {copy.parent} ({reason_text(error)})."
    _sweep(path)
    return left


def remove_copies(copies: Iterable[Path]) -> None:
    """Overwrite and remove copies."""
    for copy in copies:
        for ending in ("-wal", "-shm"):
            whole_files.erase(Path(f"{copy}{ending}"))
        whole_files.erase(copy)


def _copies(path: Path) -> list[Path]:
    return [copy.path for folder in _folders(path) for copy in shelf.copies(path, folder)]


def _folders(path: Path) -> list[Path]:
    """The folders of copies of the store at `path`: the one beside it, and the one at the second place."""
    with database.Explaining(path), contextlib.closing(driver.connect(path)) as connection:
        there = second_place.folder_of(path, connection)
    return [shelf.folder(path), *([] if there is None else [there])]


def write_protected(copy: Path, file: Path, path: Path, salt: bytes) -> None:
    """Write a plain copy of the store at `path` into the empty `file`, encrypted by the salt's key, and verify it."""
    with database.Explaining(copy), contextlib.closing(driver.connect(copy, may_read_both=True)) as connection:
        connection.execute("BEGIN")
        _export(connection, file, path, salt)


def put_in_place(beside: Path, path: Path) -> None:
    """Replace the store at `path`, which nobody may have open, by a complete one, and overwrite the old file."""
    with database.Explaining(path), contextlib.closing(_alone(path)) as connection:
        _exchange(connection, beside, path)


def _rewrite(path: Path, salt: bytes | None) -> None:
    """Rewrite the store at `path`, encrypted by the key of `salt`, or plain for None."""
    try:
        with (
            whole_files.written_beside(path) as beside,
            database.Explaining(path),
            contextlib.closing(_alone(path)) as connection,
        ):
            _export(connection, beside, path, salt)
            _exchange(connection, beside, path)
    except PermissionError as error:
        raise StoreLockedError(
            f"Không thay được {path} ({reason_text(error)}). Hãy đóng các cửa sổ khác của chương trình, rồi làm lại."
        ) from error
    except OSError as error:
        raise DiskFullError(f"Không ghi được cạnh {path} ({reason_text(error)}). Kho vẫn như trước.") from error


def _alone(path: Path) -> sqlite3.Connection:
    """Open a store by SQLCipher so that nobody else can open it. Raises StoreLockedError when somebody has it open."""
    connection = driver.connect(path, may_read_both=True)
    try:
        if not migrations.applied(path, connection):
            raise NotAStoreError(f"{path} rỗng, không có dữ liệu nào.")
        connection.execute("PRAGMA busy_timeout = 1000")
        connection.execute("PRAGMA journal_mode = DELETE")  # whoever else has it open prevents it
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # until it is closed
        connection.execute("BEGIN EXCLUSIVE")
    except BaseException:
        connection.close()
        raise
    return connection


def _export(connection: sqlite3.Connection, file: Path, path: Path, salt: bytes | None) -> None:
    """Write the store of a connection's open transaction into the empty `file`, verify it, and end the transaction."""
    wanted = backup.totals(connection)
    driver.export(connection, file, salt)
    if (table := _differing(connection)) is not None:
        raise NotAStoreError(f"Bảng {table} không chép được nguyên vẹn. Hãy chạy `tyt check`. Kho vẫn như trước.")
    connection.execute("COMMIT")
    connection.execute("DETACH DATABASE exported")
    if backup.verify(file, path) != wanted:
        raise NotAStoreError(f"{path} không chép được nguyên vẹn. Kho vẫn như trước.")


def _exchange(connection: sqlite3.Connection, beside: Path, path: Path) -> None:
    """Move the file `beside` to the path of the store that the connection holds, and overwrite the old file."""
    if sys.platform == "win32":  # nobody replaces an open file there: the old one keeps a second name
        with whole_files.written_beside(path.with_name(path.name + _OLD)) as old:
            old.unlink()
            with contextlib.suppress(OSError):  # a disk that knows none
                os.link(path, old)
            connection.close()
            whole_files.put(beside, path)
            whole_files.erase(old)
    else:
        with path.open("rb+", buffering=0) as old_file:  # closing it takes the locks away: only when all is done
            whole_files.put(beside, path)
            whole_files.overwrite(old_file)


def _differing(connection: sqlite3.Connection) -> str | None:
    """The name of the first table whose exported rows differ; None when all are the same."""
    names = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')"
    for (name,) in connection.execute(names).fetchall():
        one, other = f'main."{name}"', f'exported."{name}"'
        columns = "type, name, tbl_name, sql" if name == "sqlite_schema" else "*"  # pages may stand elsewhere
        counts = connection.execute(f"SELECT (SELECT count(*) FROM {one}), (SELECT count(*) FROM {other})").fetchone()
        differs = f"SELECT EXISTS (SELECT {columns} FROM {one} EXCEPT SELECT {columns} FROM {other})"
        if counts[0] != counts[1] or connection.execute(differs).fetchone()[0]:
            return str(name)
    return None


def _sweep(path: Path) -> None:
    """Remove the remains of an interrupted attempt: unfinished stores, and key files that no store or copy needs."""
    shelf.sweep(path)
    for outside in _folders(path)[1:]:
        shelf.sweep(path, outside)
    needed = {driver.salt_of(file) for file in (*path.parent.iterdir(), *_copies(path)) if file.is_file()}
    for file in path.parent.glob(f"{path.name}-*{key_file.ENDING}"):
        if file not in {key_file.name(path, salt) for salt in needed if salt is not None}:
            file.unlink(missing_ok=True)
