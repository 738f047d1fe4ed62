"""Replaces the store by a copy; at every moment either the old or the new store is at its path."""

import contextlib
import secrets
import shutil
import sqlite3
import time
from pathlib import Path

from store import database, driver, key_file, migrations, whole_files
from store.copies import backup, check, protecting, shelf
from store.errors import DamagedStoreError, DiskFullError, NotAStoreError, RefusedError, StoreLockedError, reason_text


def restore(path: Path, copy: Path, *, anyway: bool = False) -> Path | None:
    """Replace the store at `path` by `copy`; answers where the old store is kept, None when there was none.

    The old store is kept as a copy or, if it is too damaged for that, as the file it was. The restored store is
    encrypted if the old one or the copy was. `anyway` restores a copy with faults in its content, or of another store,
    too. Raises StoreError when the copy is not sound, or the old store could not be kept; then the store is as it was.
    """
    backup.verify(copy)
    if path.exists() and path.samefile(copy):
        raise RefusedError(f"{copy} chính là kho đang dùng. Hãy ghi tên một bản sao lưu.")
    shelf.sweep(path)
    try:
        whole_files.make_private_folder(path.parent)
        with whole_files.written_beside(path) as beside:
            _fetch(copy, beside, path)
            is_there, is_sound = _refuse_unfit(copy, beside, path, anyway=anyway)
            _mark(beside)
            if not is_sound:
                kept = _keep_damaged(path) if is_there else None
                _take_away_side_files(path)
                whole_files.put(beside, path)
                return kept
            kept = backup.back_up(path, reason=shelf.GAVE_WAY, sparing=copy)
            if (driver.salt_of(beside) is None) == (driver.salt_of(path) is None):
                _write_over(beside, path)
            else:
                protecting.put_in_place(beside, path)
            return kept
    except PermissionError as error:
        message = (
            f"Không thay được {path} ({reason_text(error)}). Hãy đóng các cửa sổ khác của chương trình, rồi làm lại."
        )
        raise StoreLockedError(message) from error
    except OSError as error:
        raise DiskFullError(f"Không giữ lại được {path} trước khi khôi phục ({reason_text(error)}).") from error


def rehearse(path: Path, copy: Path, *, anyway: bool = False) -> None:
    """Check a copy as `restore` does, and raise what it would raise; nothing is written beside the store."""
    backup.verify(copy)
    with whole_files.scratch_folder(check.room(copy)) as folder:
        beside = folder / "kho.sqlite3"
        beside.touch(mode=0o600)
        _fetch(copy, beside, path)
        _refuse_unfit(copy, beside, path, anyway=anyway)


def _refuse_unfit(copy: Path, fetched: Path, path: Path, *, anyway: bool) -> tuple[bool, bool]:
    """Raise StoreError when a copy, read from `fetched`, has faults in its content or is of another store.

    Returns:
        Whether a store is at `path`, and whether it is sound. With `anyway` nothing is refused.
    """
    if not anyway and (found := check.check_content(fetched, path)).problems:
        raise DamagedStoreError(check.problems_text(copy, found))
    is_there = path.exists() and path.stat().st_size > 0
    is_sound = is_there and _is_sound(path)
    if is_sound and not anyway:
        _refuse_other_store(copy, fetched, path)
    return is_there, is_sound


def _is_sound(path: Path) -> bool:
    try:
        backup.verify(path)
    except NotAStoreError:
        return False
    return True


def _fetch(copy: Path, beside: Path, path: Path) -> None:
    """Copy `copy` to the disk of the store, update it to the present version and verify it: a stick may fail twice."""
    salt = driver.salt_of(path)
    if salt is not None and driver.salt_of(copy) is None:
        protecting.write_protected(copy, beside, path, salt)
    else:
        with contextlib.closing(backup.Snapshot(copy, is_copy=True)) as snapshot:
            snapshot.fill(beside, path)
        key_file.carry(copy, beside.parent)
    with database.Explaining(path), contextlib.closing(driver.connect(beside)) as connection:
        is_older = set(migrations.names()) > set(migrations.applied(beside, connection))
        if is_older:
            migrations.apply(connection)
    if is_older:
        backup.verify(beside, path)


def _mark(fetched: Path) -> None:
    """Write another mark than any before, by which open windows see that their store was replaced."""
    with (
        database.Explaining(fetched),
        contextlib.closing(driver.connect(fetched)) as connection,
        connection,
    ):
        mark = (database.RESTORED, secrets.token_hex(8))
        connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", mark)


def _refuse_other_store(copy: Path, fetched: Path, path: Path) -> None:
    """Raise RefusedError when the first change of the copy, read from `fetched`, is not that of the store at `path`."""
    (other, others_first), (station, first) = map(_beginning, (fetched, path))
    if first is not None and others_first is not None and first != others_first:
        raise RefusedError(
            f"{copy} là sổ khác ({other or 'chưa ghi tên trạm'}), không phải bản sao của kho này"
            f" ({station or 'chưa ghi tên trạm'}). Đúng là muốn thay cả kho: thêm --anyway."
        )


def _beginning(path: Path) -> tuple[str, tuple[str, ...] | None]:
    """(name of the station, (time, label, settings) of the first change or None), by which a store is recognised."""
    with database.Explaining(path), contextlib.closing(driver.connect(path)) as connection:
        name = connection.execute("SELECT value FROM setting WHERE key = 'station_name'").fetchone()
        first = connection.execute(
            "SELECT at, label, (SELECT group_concat(field || '=' || after, '; ') FROM history"
            " WHERE change_id = change.id AND entity = 'setting') FROM change ORDER BY id LIMIT 1"
        ).fetchone()
    return ("" if name is None else str(name[0])), first


def _write_over(source: Path, target: Path) -> None:
    """Replace the content of `target`, which others may have open, by the store `source`, in one transaction."""
    end = time.monotonic() + driver.BUSY_MILLISECONDS / 1000

    def give_up(status: int, _remaining: int, _total: int) -> None:  # SQLite itself would wait for a lock for ever
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            message = f"Một chương trình khác đang giữ {target}. Hãy đợi nó xong hoặc đóng nó, rồi làm lại."
            raise StoreLockedError(message)

    with (
        database.Explaining(source),
        backup.reading(source) as read,
        database.Explaining(target),
        contextlib.closing(driver.connect(target)) as written,
    ):
        written.execute("PRAGMA synchronous = FULL")
        read.backup(written, progress=give_up)


def _keep_damaged(path: Path) -> Path:
    """Copy a damaged store and its -wal to the folder of copies, because some of it may still be saved."""
    kept = shelf.new_name(path, shelf.DAMAGED)
    whole_files.make_private_folder(kept.parent)
    for ending in ("", "-wal"):
        part = Path(f"{path}{ending}")
        if part.exists():
            target = Path(f"{kept}{ending}")
            with whole_files.written_beside(target) as beside:
                shutil.copyfile(part, beside)
                whole_files.put(beside, target)
    return kept


def _take_away_side_files(path: Path) -> None:
    """Remove the -wal and -shm of the old store, which SQLite would write into the new one."""
    for ending in ("-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
