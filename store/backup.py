"""Copies of the store that can be trusted: made by SQLite itself, verified, never half there."""

import contextlib
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from store import clock, database, migrations
from store.errors import (
    DiskFullError,
    NotAStoreError,
    RefusedError,
    StoreError,
    StoreLockedError,
    reason_text,
)

KEPT = 10


def folder(path: Path) -> Path:
    """Where the copies of the store at `path` are."""
    return path.parent / f"{path.stem}-sao-luu"


def back_up(path: Path, *, to: Path | None = None, reason: str = "", sparing: Path | None = None) -> Path:
    """Copy the store at `path`, verify the copy, answer where it is (StoreError: none was made); only `KEPT` stay."""
    if to is not None:
        _refuse_target(path, to)
    target = to or _fresh(path, f"{'-' + reason if reason else ''}.sqlite3")
    beside = target.with_name(target.name + ".dang-ghi")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        verify(path)  # writing it anew heals indexes, so that the copy of a damaged store would look sound
        _copy_anew(path, beside)
        verify(beside)
        beside.replace(target)
    except OSError as error:
        raise DiskFullError(
            f"Không sao lưu được vào {target.parent} ({reason_text(error)})."
            " Hãy xem USB còn cắm, ổ đĩa còn chỗ và có quyền ghi không."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    if to is None:
        # The clock may have been set back: what was just made is never the one to go.
        spared = {one.absolute() for one in (target, sparing) if one is not None}
        for old in sorted(target.parent.glob(f"{path.stem}-*.sqlite3"))[:-KEPT]:
            if old.absolute() not in spared:
                old.unlink(missing_ok=True)
    return target


def _refuse_target(path: Path, target: Path) -> None:
    """A copy takes the place of an older copy; not of the store itself, a folder, or a file that is no store."""
    if target.is_dir():
        raise RefusedError(f"{target} là một thư mục. Hãy ghi thêm tên tệp.")
    if not target.exists():
        return
    if target.samefile(path):
        raise RefusedError(f"{target} chính là kho đang dùng. Hãy ghi tên tệp khác.")
    try:
        verify(target)
    except StoreError:
        raise RefusedError(f"Đã có tệp {target} và đó không phải một bản sao lưu. Hãy ghi tên khác.") from None


def _fresh(path: Path, ending: str) -> Path:
    """A name that nothing has yet in the folder of copies: a copy never replaces another."""
    stamp = clock.stamp().replace(":", "").replace("T", "-")
    first = folder(path) / f"{path.stem}-{stamp}{ending}"
    taken, number = first, 2
    while taken.exists():
        taken = first.with_stem(f"{first.stem}-{number}")
        number += 1
    return taken


def _copy_anew(source: Path, target: Path) -> None:
    """Write everything that is in the store at `source` into the new file `target`, one file without a -wal."""
    with database.Explaining(source), _reading(source) as connection:
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.OperationalError as error:  # no room, no right to write: damage is another kind of error
            is_locked = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            raise database.explained(source if is_locked else target, error) from error


def _copy(source: Path, target: Path) -> None:
    """Put everything that is in the store at `source` into the store at `target`, which others may have open."""
    end = time.monotonic() + database.BUSY_MILLISECONDS / 1000

    def give_up(status: int, _remaining: int, _total: int) -> None:  # SQLite itself would wait for a lock for ever
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            message = f"Một chương trình khác đang giữ {target}. Hãy đợi nó xong hoặc đóng nó, rồi làm lại."
            raise StoreLockedError(message)

    with (
        database.Explaining(source),
        _reading(source) as read,
        database.Explaining(target),
        contextlib.closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written, progress=give_up)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot make or change the file; an unreadable file raises here, not at the first use."""
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        yield connection


def verify(path: Path) -> None:
    """Check that the file is a sound store of this version or an older one; StoreError: what is wrong with it."""
    with database.Explaining(path), _reading(path) as connection:
        if not migrations.applied(path, connection):
            raise NotAStoreError(f"{path} rỗng, không có dữ liệu nào.")
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    problems = [] if found == ["ok"] else found
    problems += [f"{table}, dòng {row}: trỏ tới {parent} không có" for table, row, parent, _ in broken]
    if problems:
        raise NotAStoreError(f"{path} đã hỏng: {'; '.join(problems[:3])}. Hãy khôi phục một bản sao lưu.")


def restore(path: Path, copy: Path) -> Path | None:
    """Put `copy` in the place of the store at `path`, and answer where that is kept; None: there was none.

    It is kept as a copy or, too damaged for that, as the file it was. Raises StoreError: the copy is no sound store, or
    what is there could not be kept; the store is as it was.
    """
    verify(copy)
    if path.exists() and path.samefile(copy):
        raise RefusedError(f"{copy} chính là kho đang dùng. Hãy ghi tên một bản sao lưu.")
    kept: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size:
            try:
                verify(path)
            except NotAStoreError:
                kept = _put_aside(path)
            else:
                kept = back_up(path, reason="truoc-khoi-phuc", sparing=copy)
    except OSError as error:
        raise DiskFullError(f"Không giữ lại được {path} trước khi khôi phục ({reason_text(error)}).") from error
    _copy(copy, path)
    return kept


def _put_aside(path: Path) -> Path:
    """Move a damaged store, with what SQLite keeps beside it, to the copies: something of it may still be saved."""
    aside = _fresh(path, "-hong.sqlite3")
    aside.parent.mkdir(parents=True, exist_ok=True)
    for ending in ("", "-wal", "-shm"):
        part = Path(f"{path}{ending}")
        if part.exists():
            shutil.move(part, Path(f"{aside}{ending}"))
    return aside
