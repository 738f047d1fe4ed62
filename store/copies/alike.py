"""Finds the copies whose history is that of a store, and makes those of earlier versions comparable with it."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from store import database, driver, migrations, whole_files
from store.copies import against_copy, backup, shelf
from store.copies.against_copy import Table
from store.copies.shelf import Copy
from store.database import Store
from store.driver import Errors
from store.errors import StoreError
from store.frozen import frozen


@frozen
class Older:
    """A copy to compare with."""

    path: Path
    file: Path  # the copy, or what it is in the present version
    had: Sequence[Table]  # its tables and columns as they were when it was made


@contextlib.contextmanager
def newest_and_oldest(store: Store, found: Sequence[Copy], folder: Path | None) -> Iterator[list[Older]]:
    """The newest and the oldest copy of the store's history, that one alone where there is one.

    The newest has whoever came since the oldest one was made. Temporary files are made in `folder`.
    """
    alike = _alike(store, found)
    with contextlib.ExitStack() as stack:
        newest = _first(stack, alike, folder)
        oldest = _first(stack, [path for path in reversed(alike) if newest and path != newest.path], folder)
        yield [copy for copy in (newest, oldest) if copy is not None]


def _first(stack: contextlib.ExitStack, paths: Sequence[Path], folder: Path | None) -> Older | None:
    for path in paths:
        with contextlib.suppress(StoreError, OSError, *Errors.any):
            return stack.enter_context(_as_now(path, folder))
    return None


def _alike(store: Store, found: Sequence[Copy]) -> list[Path]:
    """The copies without a change that the store lacks, newest first, whichever version made them.

    Stores that were replaced by a copy are left out. Of several copies with the same last change the earliest counts,
    because a later one may be of a store that was damaged since.
    """
    by_last_change: dict[int, Path] = {}
    for copy in found:
        if copy.reason in (shelf.GAVE_WAY, shelf.DAMAGED):
            continue
        with contextlib.suppress(StoreError, *Errors.any), backup.reading(copy.path) as then:
            if migrations.applied(copy.path, then) and (last := _last_in_common(store, then, copy)):
                by_last_change[last] = copy.path
    return list(by_last_change.values())


def _last_in_common(store: Store, then: sqlite3.Connection, copy: Copy) -> int:
    """The number of the last change of a copy if the store has that change too; 0 where it has none or another."""
    newest = "SELECT id, at, command FROM change ORDER BY id DESC LIMIT 1"
    last = then.execute(newest).fetchone()
    if last is None:
        return 0
    mine = store.one("SELECT id, at, command FROM change WHERE id = ?", last[:1])
    if mine == last:
        return int(last[0])
    # Another change has its number where a copy was put back since. Where none was, this one was altered in the store.
    mark = "SELECT value FROM setting WHERE key = ?"
    if mine is None or store.one(mark, (database.RESTORED,)) != then.execute(mark, (database.RESTORED,)).fetchone():
        return 0
    if mine[1] != last[1] and mine[1] > copy.at.isoformat():  # somebody put a file back by hand, and went on
        return 0
    values = "SELECT entity, entity_id, field FROM history WHERE change_id = ? ORDER BY id"
    same_values = list(store.rows(values, last[:1])) == then.execute(values, last[:1]).fetchall()
    return int(last[0]) if mine[1] == last[1] or (mine[2] == last[2] and same_values) else 0


@contextlib.contextmanager
def _as_now(copy: Path, folder: Path | None) -> Iterator[Older]:
    """A copy, or where an earlier version made it a temporary file in `folder` with what it is in the present one."""
    with backup.reading(copy) as then:
        had = against_copy.tables(then)
        is_older = migrations.applied(copy, then) != migrations.names()
    if not is_older:
        yield Older(copy, copy, had)
        return
    with whole_files.scratch_folder(folder) as scratch:
        file = scratch / "kho.sqlite3"
        file.touch(mode=0o600)
        with contextlib.closing(backup.Snapshot(copy, is_copy=True)) as snapshot:
            snapshot.fill(file, copy)
        with database.Explaining(copy), contextlib.closing(driver.connect(file)) as connection:
            migrations.apply(connection)
        yield Older(copy, file, had)
