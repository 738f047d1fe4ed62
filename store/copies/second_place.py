"""A second place for copies, away from the disk of the store: remembered, and used whenever it is there."""

import contextlib
from pathlib import Path

from store import clock, database, driver, settings
from store.copies import backup, shelf
from store.copies.backup import Snapshot
from store.database import Store
from store.errors import RefusedError

_FOLDER, _AT = "copies_folder", "copies_at"  # of `Settings`


def choose(store: Store, place: Path) -> None:
    """Remember a folder as the second place; RefusedError: it is none, or the first place itself."""
    place = place.expanduser().absolute()
    if not place.is_dir():
        raise RefusedError(f"Không có thư mục {place}. Hãy cắm USB hay mở thư mục mạng rồi ghi lại.")
    inside = shelf.folder(store.path).absolute()
    if place in (store.path.absolute().parent, inside) or inside in place.parents:
        raise RefusedError(f"{place} là nơi để kho. Hãy chọn USB, thư mục mạng hay ổ đĩa khác.")
    settings.remember_folder(store, str(place), _FOLDER)


def forget(store: Store) -> None:
    """Make no copies at the second place any more; those that are there stay."""
    settings.remember_folder(store, "", _FOLDER)


def folder(path: Path, place: str) -> Path:
    """Where the copies of the store at `path` are in the second place."""
    return Path(place) / shelf.folder(path).name


def is_on_the_same_disk(path: Path, place: Path) -> bool:
    """Whether losing the disk of the store would lose the place too; a folder that goes to a cloud may be one."""
    try:
        return path.stat().st_dev == place.stat().st_dev
    except OSError:
        return False


def copies(path: Path, place: str) -> list[shelf.Copy]:
    """The copies that are there now; none where the stick is not in, or the network is away."""
    return shelf.copies(path, folder(path, place)) if place else []


def keep_there(snapshot: Snapshot, *, once_a_day: bool = True) -> Path | None:
    """Copy to the second place, if it is there and has no copy of today; answers the copy. StoreError: it failed."""
    place = snapshot.setting(_FOLDER)
    if not place or not Path(place).is_dir():
        return None
    there = folder(snapshot.path, place)
    if once_a_day and any(map(shelf.is_of_today, shelf.copies(snapshot.path, there))):
        return None
    copy = backup.keep(snapshot, within=there)
    note(snapshot.path)
    return copy


def keep_everywhere(path: Path) -> list[Path]:
    """Make a copy among the others and, if it is there, at the second place; answers them. StoreError: one failed."""
    with contextlib.closing(Snapshot(path)) as snapshot:
        copies = [backup.keep(snapshot, reason="tu-lam"), keep_there(snapshot, once_a_day=False)]
    return [one for one in copies if one is not None]


def note(path: Path) -> None:
    """Remember in the store at `path` that a copy was made outside just now."""
    with (
        database.Explaining(path),
        contextlib.closing(driver.connect(path)) as connection,
    ):
        connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (_AT, clock.stamp()))
