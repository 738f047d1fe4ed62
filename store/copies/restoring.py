"""Puts a copy in the place of the store; at every moment there is a store, the old one or the new."""

import contextlib
import shutil
import sqlite3
import time
from pathlib import Path

from store import database, driver, key_file, migrations, whole_files
from store.copies import backup, check, protecting, shelf
from store.errors import DamagedStoreError, DiskFullError, NotAStoreError, RefusedError, StoreLockedError, reason_text


def restore(path: Path, copy: Path, *, anyway: bool = False) -> Path | None:
    """Put `copy` in the place of the store at `path`, and answer where that is kept; None: there was none.

    It is kept as a copy or, too damaged for that, as the file it was. Raises StoreError: the copy is no sound store, or
    what is there could not be kept; the store is as it was. It is encrypted if it was before, or if the copy is.
    `anyway`: though a check finds faults in the content of the copy, or it is of another store.
    """
    backup.verify(copy)
    if path.exists() and path.samefile(copy):
        raise RefusedError(f"{copy} chính là kho đang dùng. Hãy ghi tên một bản sao lưu.")
    shelf.sweep(path)
    try:
        whole_files.make_private_folder(path.parent)
        with whole_files.written_beside(path) as beside:
            _fetch(copy, beside, path)
            if not anyway and (found := check.check_content(beside, path)).problems:
                raise DamagedStoreError(check.problems_text(copy, found))
            if not path.exists() or not path.stat().st_size:
                _take_away_side_files(path)
                whole_files.put(beside, path)
                return None
            try:
                backup.verify(path)
            except NotAStoreError:
                kept = _keep_damaged(path)
                _take_away_side_files(path)
                whole_files.put(beside, path)
            else:
                if not anyway:
                    _refuse_other_store(copy, beside, path)
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


def _fetch(copy: Path, beside: Path, path: Path) -> None:
    """Bring the copy to the disk of the store and to today's version, and verify it there: a stick may fail twice."""
    salt = driver.salt_of(path)
    if salt is not None and driver.salt_of(copy) is None:
        protecting.write_protected(copy, beside, path, salt)
    else:
        with contextlib.closing(backup.Snapshot(copy, is_copy=True)) as snapshot:
            snapshot.fill(beside, path)
        key_file.carry(copy, path.parent)
    with database.Explaining(path), contextlib.closing(driver.connect(beside)) as connection:
        is_older = set(migrations.names()) > set(migrations.applied(beside, connection))
        if is_older:
            migrations.apply(connection)
    if is_older:
        backup.verify(beside, path)


def _refuse_other_store(copy: Path, fetched: Path, path: Path) -> None:
    """Raise RefusedError where the copy, of which `fetched` has the content, does not begin as the store at `path`."""
    (other, others_first), (station, first) = map(_beginning, (fetched, path))
    if first is not None and others_first is not None and first != others_first:
        raise RefusedError(
            f"{copy} là sổ khác ({other or 'chưa ghi tên trạm'}), không phải bản sao của kho này"
            f" ({station or 'chưa ghi tên trạm'}). Đúng là muốn thay cả kho: thêm --anyway."
        )


def _beginning(path: Path) -> tuple[str, tuple[str, ...] | None]:
    """The name of the station; when and what the first change was, with the settings in it, None if there was none."""
    with database.Explaining(path), contextlib.closing(driver.connect(path)) as connection:
        name = connection.execute("SELECT value FROM setting WHERE key = 'station_name'").fetchone()
        first = connection.execute(
            "SELECT at, label, (SELECT group_concat(field || '=' || after, '; ') FROM history"
            " WHERE change_id = change.id AND entity = 'setting') FROM change ORDER BY id LIMIT 1"
        ).fetchone()
    return ("" if name is None else str(name[0])), first


def _write_over(source: Path, target: Path) -> None:
    """Make the sound store at `target`, which others may have open, what the one at `source` is: in one transaction."""
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
    """Copy a damaged store, with what SQLite keeps beside it, to the copies: something of it may still be saved."""
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
    """A -wal of the store that gives way would be written into the one that comes."""
    for ending in ("-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
