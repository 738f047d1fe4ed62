"""Copies of the store that can be trusted: made by SQLite itself, verified, never half there."""

import contextlib
import sqlite3
from pathlib import Path

from store import clock
from store.errors import DiskFullError, NotAStoreError, StoreError

KEPT = 10


def folder(path: Path) -> Path:
    """Where the copies of the store at `path` are."""
    return path.parent / f"{path.stem}-sao-luu"


def back_up(path: Path, *, to: Path | None = None, reason: str = "") -> Path:
    """Copy the store at `path`, verify the copy, and answer where it is; the oldest beyond `KEPT` go.

    Raises:
        StoreError: no copy was made.
    """
    stamp = clock.stamp().replace(":", "").replace("T", "-")
    target = to or _free(folder(path) / f"{path.stem}-{stamp}{'-' + reason if reason else ''}.sqlite3")
    beside = target.with_name(target.name + ".dang-ghi")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with (
            contextlib.closing(sqlite3.connect(path)) as source,
            contextlib.closing(sqlite3.connect(beside)) as copy,
        ):
            source.backup(copy)
            # The copy is one file: what it keeps in a -wal beside it would stay behind when it is moved.
            copy.execute("PRAGMA journal_mode = DELETE")
        verify(beside)
        beside.replace(target)
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise DiskFullError(f"Không sao lưu được vào {target.parent}: {error}") from error
    if to is None:
        for old in sorted(target.parent.glob(f"{path.stem}-*.sqlite3"))[:-KEPT]:
            old.unlink(missing_ok=True)
    return target


def _free(path: Path) -> Path:
    """`path`, or with a number behind it where that is taken: a copy never replaces another."""
    taken, number = path, 2
    while taken.exists():
        taken = path.with_stem(f"{path.stem}-{number}")
        number += 1
    return taken


def verify(path: Path) -> list[str]:
    """What SQLite finds wrong with the file at `path`: empty when all is well.

    Raises:
        NotAStoreError: it is no SQLite file at all, or is damaged.
    """
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as error:
        raise NotAStoreError(f"{path} không đọc được: {error}") from error
    problems = [] if found == ["ok"] else found
    problems += [f"{table}, dòng {row}: trỏ tới {parent} không có" for table, row, parent, _ in broken]
    if problems:
        raise NotAStoreError(f"{path} đã hỏng: {'; '.join(problems[:3])}")
    return problems


def restore(path: Path, copy: Path) -> Path | None:
    """Put `copy` in the place of the store at `path`; what was there is backed up first.

    Returns:
        Where the replaced store was backed up; None when there was none, or it could not be read.

    Raises:
        StoreError: the copy is not a sound store; the store is as it was.
    """
    verify(copy)
    kept: Path | None = None
    if path.exists():
        with contextlib.suppress(StoreError):
            kept = back_up(path, reason="truoc-khoi-phuc")
    try:
        with (
            contextlib.closing(sqlite3.connect(copy)) as source,
            contextlib.closing(sqlite3.connect(path)) as target,
        ):
            source.backup(target)
    except sqlite3.DatabaseError:
        # The store is too damaged for SQLite to write into: the copy takes its place as a file.
        for stale in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            stale.unlink(missing_ok=True)
        with (
            contextlib.closing(sqlite3.connect(copy)) as source,
            contextlib.closing(sqlite3.connect(path)) as target,
        ):
            source.backup(target)
    return kept
