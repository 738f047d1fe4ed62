"""Records every change of the store in the transaction that makes it; undo and redo are new changes."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from store import clock, fields
from store.database import Store

_RECORDING = "recording"  # in `Store.kept`: the change that is being made
Row = tuple[str, int, str, str | None, str | None]  # entity, entity id, field, before, after


@dataclass(slots=True)
class Recording:
    """A change while it is made: its number and the values that it altered so far."""

    store: Store
    change_id: int
    rows: list[Row] = field(default_factory=list)

    def note(self, entity: str, entity_id: int, name: str, before: str | None, after: str | None) -> None:
        """Record a value that the caller has written itself."""
        if before != after:
            self.rows.append((entity, entity_id, name, before, after))

    def assign(self, entity: str, entity_id: int, name: str, value: str | None) -> None:
        """Write a value and record it."""
        before = fields.read(self.store, entity, entity_id, name)
        if before != value:
            fields.write(self.store, entity, entity_id, name, value)
            self.rows.append((entity, entity_id, name, before, value))


@dataclass(frozen=True, slots=True)
class Entry:
    """One value that a change altered, with the label of the change."""

    at: str
    label: str
    command: str
    field: str
    before: str | None
    after: str | None
    submission_id: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A value as it stands after an undo."""

    entity: str
    entity_id: int
    field: str
    value: str | None


@dataclass(slots=True)
class Reverted:
    """What undo, redo or taking back did."""

    label: str
    values: int = 0  # how many went back to what they were
    returned: list[Kept] = field(default_factory=list)  # those values, as they are now
    kept: list[Kept] = field(default_factory=list)  # not touched, because they were edited since


@contextmanager
def recording(store: Store, command: str, label: str, *, submission_id: int | None = None) -> Iterator[Recording]:
    """Begin a transaction and record what is changed in it; a change that alters nothing leaves no record.

    Inside another recording it joins that one, so that what the person did stays one step of undo.

    Raises:
        StoreError: nothing was written.
    """
    outer: Recording | None = store.kept.get(_RECORDING)
    if outer is not None:
        yield outer
        return
    with store.transaction() as connection:
        cursor = connection.execute(
            "INSERT INTO change (at, command, label, submission_id) VALUES (?, ?, ?, ?)",
            (clock.stamp(), command, label, submission_id),
        )
        assert cursor.lastrowid is not None  # noqa: S101 - an INSERT has one
        change = Recording(store, cursor.lastrowid)
        store.kept[_RECORDING] = change
        try:
            yield change
        finally:
            del store.kept[_RECORDING]
        _keep(store, change)


def _keep(store: Store, change: Recording) -> None:
    if change.rows:
        _write_rows(store, change)
    else:
        store.write("DELETE FROM change WHERE id = ?", (change.change_id,))


def _write_rows(store: Store, change: Recording) -> None:
    store.write_many(
        "INSERT INTO history (change_id, entity, entity_id, field, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        ((change.change_id, *row) for row in change.rows),
    )


def last_change(store: Store) -> int:
    """Number of the last change; a plan made before it is stale."""
    return int(store.value("SELECT ifnull(max(id), 0) FROM change"))


def last_standing(store: Store) -> int:
    """Number of the last change that was not taken back: the one that `undo` takes back; 0: there is none."""
    return int(store.value("SELECT ifnull(max(id), 0) FROM change WHERE reverts IS NULL AND undone_by IS NULL"))


def last_person(store: Store) -> int | None:
    """The only person that the last change or undo altered; None when it altered several or nobody."""
    ids = list(
        store.rows(
            "SELECT DISTINCT entity_id FROM history WHERE change_id = (SELECT max(id) FROM change)"
            " AND entity = 'staff' LIMIT 2"
        )
    )
    return int(ids[0][0]) if len(ids) == 1 else None


def undo(store: Store) -> Reverted | None:
    """Take back the last change that still stands; None when there is none."""
    with store.transaction() as connection:
        row = connection.execute(
            "SELECT id, label FROM change WHERE reverts IS NULL AND undone_by IS NULL ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        change_id, label = row
        return revert(store, change_id, command="undo", label=label)


def redo(store: Store) -> Reverted | None:
    """Do again what undo took back last; None when something else was changed since, or nothing was undone."""
    with store.transaction() as connection:
        row = connection.execute(
            "SELECT change.id, change.label, change.undone_by FROM change"
            " WHERE change.undone_by IS NOT NULL AND change.undone_by >"
            " (SELECT ifnull(max(id), 0) FROM change WHERE reverts IS NULL)"
            " ORDER BY change.undone_by DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        change_id, label, _ = row
        result = Reverted(label)
        rows = _rows_of(store, change_id)
        change = _begin(store, "redo", label, change_id)
        _put(
            store,
            change,
            ((entity, id_, name, before, after) for entity, id_, name, before, after in rows),
            result,
        )
        connection.execute("UPDATE change SET undone_by = NULL WHERE id = ?", (change_id,))
        _finish(store, change, change_id, taken_back=False)
        return result


def revert(
    store: Store,
    change_id: int,
    *,
    command: str,
    label: str,
    progress: Callable[[int], None] | None = None,
) -> Reverted:
    """Put every value of a change back to what it was, but for those that were edited since."""
    with store.transaction() as connection:
        result = Reverted(label)
        change = _begin(store, command, label, change_id)
        backwards = (
            (entity, id_, name, after, before)
            for entity, id_, name, before, after in reversed(_rows_of(store, change_id))
        )
        _put(store, change, backwards, result, progress)
        connection.execute("UPDATE change SET undone_by = ? WHERE id = ?", (change.change_id, change_id))
        _finish(store, change, change_id, taken_back=True)
        return result


def _begin(store: Store, command: str, label: str, reverts: int) -> Recording:
    change_id = store.write(
        "INSERT INTO change (at, command, label, reverts) VALUES (?, ?, ?, ?)",
        (clock.stamp(), command, label, reverts),
    )
    return Recording(store, change_id)


def _finish(store: Store, change: Recording, change_id: int, *, taken_back: bool) -> None:
    _write_rows(store, change)
    store.write(
        "UPDATE submission SET taken_back_at = ? WHERE id = (SELECT submission_id FROM change WHERE id = ?)",
        (clock.stamp() if taken_back else None, change_id),
    )


def _put(
    store: Store,
    change: Recording,
    rows: Iterable[Row],
    result: Reverted,
    progress: Callable[[int], None] | None = None,
) -> None:
    for entity, entity_id, name, expected, value in rows:
        now = fields.read(store, entity, entity_id, name)
        if now == value or fields.is_needed(store, entity, entity_id, name, value):
            continue
        if now != expected or not fields.may_write(store, entity, entity_id, name, value):
            result.kept.append(Kept(entity, entity_id, name, now))
            continue
        fields.write(store, entity, entity_id, name, value)
        change.rows.append((entity, entity_id, name, now, value))
        result.values += 1
        result.returned.append(Kept(entity, entity_id, name, value))
        if progress is not None and result.values % 1000 == 0:
            progress(result.values)


def _rows_of(store: Store, change_id: int) -> list[Row]:
    return list(
        store.rows(
            "SELECT entity, entity_id, field, before, after FROM history WHERE change_id = ? ORDER BY id",
            (change_id,),
        )
    )


def entries_of(store: Store, entity: str, entity_id: int, *, limit: int = 200) -> list[Entry]:
    """The history of one entity, newest first."""
    rows = store.rows(
        "SELECT change.at, change.label, change.command, history.field, history.before, history.after,"
        " change.submission_id FROM history JOIN change ON change.id = history.change_id"
        " WHERE history.entity = ? AND history.entity_id = ? ORDER BY history.id DESC LIMIT ?",
        (entity, entity_id, limit),
    )
    return [Entry(*row) for row in rows]
