"""Copies to a second place away from the disk of the store, which is remembered and used whenever it is there.

Each store has its own folder in it, because most stores have the same name and a network folder serves several
stations.
"""

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from store import clock, database, driver, settings
from store.copies import backup, shelf
from store.copies.backup import Snapshot
from store.database import Store
from store.errors import RefusedError

_FOLDER, _AT, _ID = "copies_folder", "copies_at", "copies_id"  # of `Settings`


def choose(store: Store, place: Path) -> None:
    """Remember a folder as the second place. Raises RefusedError when it is no folder, or where the store itself is."""
    place = place.expanduser().absolute()
    if not place.is_dir():
        raise RefusedError(f"Không có thư mục {place}. Hãy cắm USB hay mở thư mục mạng rồi ghi lại.")
    inside = shelf.folder(store.path).absolute()
    if place in (store.path.absolute().parent, inside) or inside in place.parents:
        raise RefusedError(f"{place} là nơi để kho. Hãy chọn USB, thư mục mạng hay ổ đĩa khác.")
    with store.transaction():
        settings.remember_folder(store, str(place), _FOLDER)
        if not settings.load(store).copies_id:
            settings.remember_folder(store, _new_id(), _ID)


def forget(store: Store) -> None:
    """Stop copying to the second place; the copies there stay."""
    settings.remember_folder(store, "", _FOLDER)


def folder(path: Path, place: str, store_id: str) -> Path:
    """The folder for copies of the store at `path` in the second place."""
    return Path(place) / f"{shelf.folder(path).name}-{store_id}"


def folder_of(path: Path, connection: sqlite3.Connection) -> Path | None:
    """The folder for copies of the store at `path` in its second place; None when the settings lack place or id."""
    known = dict(connection.execute("SELECT key, value FROM setting WHERE key IN (?, ?)", (_FOLDER, _ID)))
    return folder(path, known[_FOLDER], known[_ID]) if known.get(_FOLDER) and known.get(_ID) else None


def _new_id() -> str:
    return secrets.token_hex(4)


def is_on_the_same_disk(path: Path, place: Path) -> bool:
    """Whether the second place is lost with the disk of the store, as also a folder synchronised to a cloud may be."""
    try:
        return path.stat().st_dev == place.stat().st_dev
    except OSError:
        return False


def copies(store: Store) -> list[shelf.Copy]:
    """The copies at the second place; [] when the stick is not plugged in or the network is away."""
    there = folder_of(store.path, store.connection)
    return [] if there is None else shelf.copies(store.path, there)


def keep_there(snapshot: Snapshot, *, once_a_day: bool = True) -> Path | None:
    """Copy to the second place, if it is there and has no copy of today, and close the snapshot; answers the copy.

    Without `once_a_day` a copy of today does not matter. Raises StoreError when copying failed.
    """
    place = snapshot.setting(_FOLDER)
    if not place or not Path(place).is_dir():
        return None
    store_id = snapshot.setting(_ID) or _new_id()
    there = folder(snapshot.path, place, store_id)
    if once_a_day and any(map(shelf.is_of_today, shelf.copies(snapshot.path, there))):
        return None
    copy = backup.keep(snapshot, within=there)
    snapshot.close()  # in a store that was just encrypted it would hold up who writes
    _write(snapshot.path, {_AT: clock.stamp(), _ID: store_id})
    return copy


def keep_everywhere(path: Path) -> Iterator[Path]:
    """Copy to the folder of copies and, if it is there, to the second place; yields each copy. Raises StoreError."""
    with contextlib.closing(Snapshot(path)) as snapshot:
        yield backup.keep(snapshot, reason="tu-lam")
        if (there := keep_there(snapshot, once_a_day=False)) is not None:
            yield there


def note(path: Path) -> None:
    """Remember in the store at `path` that a copy outside of this computer was made now."""
    _write(path, {_AT: clock.stamp()})


def _write(path: Path, values: Mapping[str, str]) -> None:
    with (
        database.Explaining(path),
        contextlib.closing(driver.connect(path)) as connection,
    ):
        connection.executemany("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", values.items())
