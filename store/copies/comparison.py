"""Lists copies with their contents, without checking them, and how the present store differs from each."""

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from store import driver, migrations
from store.copies import backup
from store.copies.backup import Totals
from store.copies.shelf import Copy
from store.driver import Errors
from store.errors import StoreError
from store.frozen import frozen


@frozen
class Difference:
    """How the present store differs from a copy."""

    people: int  # how many more there are now
    since: int  # changes that the copy has not
    lost: int  # changes of the copy that the store has not: another copy was put back meanwhile


@frozen
class Look:
    """One copy as a list shows it."""

    copy: Copy
    size: int  # bytes
    totals: Totals | None  # None: it cannot be read
    difference: Difference | None  # None: the copy or the store cannot be read
    is_outside: bool = False  # it stands in the second place
    is_plain: bool = False  # it is not encrypted: anybody can read it


def look(path: Path, found: Sequence[Copy], outside: Sequence[Copy] = ()) -> list[Look]:
    """Look into copies of the store at `path`, newest first; `outside` are those of the second place."""
    with contextlib.ExitStack() as stack:
        now: sqlite3.Connection | None = None
        with contextlib.suppress(StoreError, *Errors.any):
            now = stack.enter_context(backup.reading(path))
            migrations.applied(path, now)
        looks = [_look(copy, now, is_outside=copy in outside) for copy in (*found, *outside)]
    return sorted(looks, key=lambda each: (each.copy.at, each.copy.order), reverse=True)


def compare(path: Path, copy: Path) -> tuple[Totals, Difference | None]:
    """What a copy that can be read holds, and how the store at `path` differs from it; None: that cannot be read."""
    with backup.reading(copy) as then:
        found, difference = backup.totals(then), None
        with contextlib.suppress(StoreError, *Errors.any), backup.reading(path) as now:
            difference = _difference(now, then, found)
    return found, difference


def _look(copy: Copy, now: sqlite3.Connection | None, *, is_outside: bool) -> Look:
    size, found, difference, is_plain = 0, None, None, False
    with contextlib.suppress(OSError, StoreError, *Errors.any):
        size = copy.path.stat().st_size
        is_plain = driver.salt_of(copy.path) is None
        with backup.reading(copy.path) as then:
            migrations.applied(copy.path, then)
            found = backup.totals(then)
            with contextlib.suppress(*Errors.any):
                difference = None if now is None else _difference(now, then, found)
    return Look(copy, size, found, difference, is_outside, is_plain)


def _difference(now: sqlite3.Connection, then: sqlite3.Connection, found: Totals) -> Difference:
    people = now.execute("SELECT count(*) FROM staff WHERE removed_at IS NULL").fetchone()[0]
    common = _last_in_common(now, then, found.last_change)
    count = "SELECT count(*) FROM change WHERE id > ?"
    since, lost = (connection.execute(count, (common,)).fetchone()[0] for connection in (now, then))
    return Difference(people - found.people, since, lost)


def _last_in_common(now: sqlite3.Connection, then: sqlite3.Connection, last: int) -> int:
    """Find by bisection the number of the last change up to which both histories are the same."""
    same, differs = 0, last + 1
    while differs - same > 1:
        middle = (same + differs) // 2
        newest = "SELECT id, at, command, label FROM change WHERE id <= ? ORDER BY id DESC LIMIT 1"
        if now.execute(newest, (middle,)).fetchone() == then.execute(newest, (middle,)).fetchone():
            same = middle
        else:
            differs = middle
    return same
