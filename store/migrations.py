"""Brings the schema up to date: the numbered SQL files of `store/schema/`, each in one transaction with its record.

To change the schema, add a file with the next number; one that was released is never edited. What SQL alone cannot
convert is done by a function in `CONVERSIONS` after the file of that number, in the same transaction. The record of
what a store has had is the table of sqlite-utils; nothing else counts.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from store.database import APPLICATION_ID
from store.errors import NotAStoreError, StoreTooNewError

MIGRATION_SET = "tramyte"
_RECORD = "_sqlite_migrations"  # the table of sqlite-utils


def _guess_sectors(connection: sqlite3.Connection) -> None:
    from store.people.unit_kinds import guess_sector

    for unit_id, name, kind in connection.execute("SELECT id, name, kind FROM unit").fetchall():
        connection.execute("UPDATE unit SET sector = ? WHERE id = ?", (guess_sector(name, kind), unit_id))


def _make_localities(connection: sqlite3.Connection) -> None:
    """Give each place that figures were typed for a record, which all spellings of its name share.

    A name without any mark is taken for the one place that it fits. Two spellings that both have a figure in one
    period stay apart: which of the two counts is for a person to say.
    """
    from store.text import clean, fold, place_key

    periods: dict[str, set[tuple[str, str, str]]] = {}
    for name, *period in connection.execute(
        "SELECT locality, campaign, indicator, period FROM indicator_figure ORDER BY id"
    ):
        periods.setdefault(name, set()).add((period[0], period[1], period[2]))
    records: dict[str, tuple[int, set[tuple[str, str, str]]]] = {}  # name -> id, all periods that have a figure
    bare = {name: clean(name).casefold() == fold(name) for name in periods}
    for name in sorted(periods, key=bare.__getitem__):  # names with marks first
        alike = {of: found for of, found in records.items() if place_key(of) == place_key(name)}
        if not alike and bare[name]:
            alike = {of: found for of, found in records.items() if fold(of) == fold(name)}
        known = dict(alike.values())
        if len(known) == 1 and not periods[name] & (here := next(iter(known.values()))):
            here |= periods[name]
            records[name] = next(iter(known)), here
        else:
            row = connection.execute("INSERT INTO locality (name, folded) VALUES (?, ?)", (name, fold(name)))
            records[name] = row.lastrowid or 0, periods[name]
    for name, (row_id, _) in records.items():
        connection.execute(
            "INSERT INTO figure_of_locality"
            " SELECT id, campaign, indicator, 'monthly', period, ?, numerator, denominator, source"
            " FROM indicator_figure WHERE locality = ?",
            (row_id, name),
        )
    connection.execute("DROP TABLE indicator_figure")
    connection.execute("ALTER TABLE figure_of_locality RENAME TO indicator_figure")


def _offer_reasons(connection: sqlite3.Connection) -> None:
    """Offer listed reasons for their item, or for all items if they have none, and any reason where people have it."""
    from store.checklist.checklist import unpack_reasons
    from store.checklist.reasons import OFFER, OFFER_WITH_DIGIT

    keys = dict(connection.execute("SELECT position, key FROM item ORDER BY position"))
    owners = dict(connection.execute("SELECT id, key FROM item"))
    plans = " ".join(text for (text,) in connection.execute("SELECT definition FROM campaign"))
    rows = connection.execute("SELECT id, item_id, text, same_as FROM reason ORDER BY item_id IS NULL, id").fetchall()
    same = {id_: same_as for id_, _, _, same_as in rows}
    for id_, item_id, text, same_as in rows:
        is_listed = item_id is not None or json.dumps(text, ensure_ascii=False) in plans
        items = [owners[item_id]] if item_id is not None else keys.values() if is_listed else ()
        if same_as is None:
            connection.executemany(OFFER_WITH_DIGIT if is_listed else OFFER, ((id_, key) for key in items))
    for (packed,) in connection.execute("SELECT DISTINCT reasons FROM staff WHERE reasons <> ''").fetchall():
        for position, id_ in unpack_reasons(packed).items():
            for _ in same:  # no longer than that, so that a circle made from outside ends
                id_ = same.get(id_) or id_
            if position in keys and id_ in same:
                connection.execute(OFFER, (id_, keys[position]))


def _find_given(connection: sqlite3.Connection) -> None:
    from store.receiving.given_by_cells import find_given

    find_given(connection)


CONVERSIONS: dict[str, Callable[[sqlite3.Connection], None]] = {
    "005": _guess_sectors,
    "009": _make_localities,
    "014": _offer_reasons,
    "020": _find_given,
}
_FOLDER = Path(__file__).parent / "schema"


@cache
def _scripts() -> dict[str, Path]:
    """The SQL file of each migration by its number, in order; the folder is read once, not at each opening."""
    return {path.name[:3]: path for path in sorted(_FOLDER.glob("*.sql"))}


def _statements(script: str) -> Iterator[str]:
    """Split an SQL script into statements; a trigger stays one statement.

    `executescript` of sqlite3 would commit. That of sqlite-utils takes a quarter of a second for a new store, because
    it checks after every letter whether the statement is complete.
    """
    begun = ""
    for part in script.split(";")[:-1]:
        begun += f"{part};"
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""


def names() -> list[str]:
    """The numbers of all migrations, as they are recorded: "001", "002", …"""
    return list(_scripts())


def applied(path: Path, connection: sqlite3.Connection) -> list[str]:
    """The numbers of the migrations that the store at `path` has had; [] when it has no table yet.

    Raises NotAStoreError when another program made the file, StoreTooNewError when a later version of this one did.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    # A crash between making the file and its first migration leaves it with no table at all.
    if tables - {_RECORD} and not ours:
        raise NotAStoreError(f"{path} là tệp SQLite của chương trình khác. Hãy chọn tệp khác.")
    if _RECORD not in tables:
        return []
    rows = connection.execute(f"SELECT name FROM {_RECORD} WHERE migration_set = ?", (MIGRATION_SET,))
    recorded = sorted(name for (name,) in rows)
    if not set(recorded) <= set(names()):
        raise StoreTooNewError(
            f"{path} do phiên bản tramyte mới hơn ghi. Hãy cập nhật chương trình; dữ liệu vẫn nguyên vẹn."
        )
    return recorded


def apply(connection: sqlite3.Connection, *, through: str | None = None) -> None:
    """Apply pending migrations up to the number `through`. sqlite-utils, which takes 70 ms, is imported only here."""
    from sqlite_utils import Database, Migrations

    migrations = Migrations(MIGRATION_SET)

    def register(number: str, script: Path) -> None:
        @migrations(name=number)
        def run(db: Database) -> None:
            for statement in _statements(script.read_text(encoding="utf-8")):
                connection.execute(statement)
            if number in CONVERSIONS:
                CONVERSIONS[number](connection)
            # Programs up to 0.1 look at it to refuse a store that is newer than they are; this one does not read it.
            db.execute(f"PRAGMA user_version = {int(number)}")

    for number, script in _scripts().items():
        if through is None or number <= through:
            register(number, script)
    migrations.apply(Database(connection))
