"""Loading very many people at once: indexes are built after the rows, in the same transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

#: From so many new rows on, when they are a good part of the table, building an index anew is faster.
WORTH_IT = 20_000

_INDEXES = ("staff_by_citizen_id", "staff_by_name", "staff_by_unit", "staff_by_name_key", "staff_statistics")
_TRIGGER = "staff_search_insert"


@contextmanager
def loading(connection: sqlite3.Connection, count: int) -> Iterator[None]:
    """Drop the indexes of staff while a block inserts `count` people and build them after it, where that is faster.

    The block stands inside a transaction, so a cut leaves the indexes as they were.
    """
    before = connection.execute("SELECT count(*), ifnull(max(id), 0) FROM staff").fetchone()
    if count < WORTH_IT or count * 3 < before[0]:
        yield
        return
    names = (*_INDEXES, _TRIGGER)
    marks = ",".join("?" * len(names))
    found = connection.execute(f"SELECT type, name, sql FROM sqlite_schema WHERE name IN ({marks})", names).fetchall()
    for kind, name, _ in found:
        connection.execute(f"DROP {kind} {name}")
    yield
    connection.execute(
        "INSERT INTO staff_search (rowid, folded) SELECT id, folded FROM staff WHERE id > ?", (before[1],)
    )
    for _, _, sql in found:
        connection.execute(sql)
