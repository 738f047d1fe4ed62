"""Reads the log of changes: what was changed when, how much, and whether it was taken back."""

from collections.abc import Collection

from store.database import IDS, Store
from store.field_ref import PRESENT
from store.frozen import frozen

#: The command of a change that erased somebody's data; it stays.
FORGETTING = "forget"
_TAKING_BACK = "Rút tệp "  # begins a label that says itself that a file was taken back
_VERBS = {"undo": "Hoàn tác", "redo": "Làm lại", "import-undo": "Rút lại"}  # by command
Stamp = tuple[int, str, str]  # id, moment and label of a change: after a restore ids are given again


@frozen
class Entry:
    """One value that a change altered, with the time and the label of the change."""

    at: str
    label: str
    command: str
    field: str
    before: str | None
    after: str | None
    submission_id: int | None

    @property
    def words(self) -> str:
        """The label of the change, and whether it took that change back or did it again: both bear the same label."""
        verb = _VERBS.get(self.command, "")
        return f"{verb}: {self.label}" if verb and not self.label.startswith(_TAKING_BACK) else self.label


@frozen
class Change:
    """One step of work as the log of changes shows it."""

    id: int
    at: str
    label: str
    command: str
    submission_id: int | None
    undone_at: str | None  # None: it stands


@frozen
class Extent:
    """How much a change altered."""

    people: int
    values: int
    person: str | None  # the name, where it altered one person only
    person_id: int | None
    moves_people: bool  # it put people on the list or took them off
    entities: frozenset[str]


def last_change(store: Store) -> int:
    """Number of the last change; 0 without any. A plan that was made at an earlier number is stale."""
    return int(store.value("SELECT ifnull(max(id), 0) FROM change"))


def last_standing(store: Store) -> int:
    """Number of the last change that was not taken back, which `undo` takes back; 0 without any."""
    standing = f"reverts IS NULL AND undone_by IS NULL AND command <> '{FORGETTING}'"
    return int(store.value(f"SELECT ifnull(max(id), 0) FROM change WHERE {standing}"))


def last_undone(store: Store) -> int:
    """Number of the change that was taken back last, which `redo` puts back; 0 if another one was made since."""
    return int(
        store.value(
            "SELECT ifnull((SELECT id FROM change WHERE undone_by IS NOT NULL AND undone_by >"
            " (SELECT ifnull(max(id), 0) FROM change WHERE reverts IS NULL) ORDER BY undone_by DESC LIMIT 1), 0)"
        )
    )


def last_person(store: Store) -> int | None:
    """Id of the only person that the last change or undo altered; None when it altered several people or nobody."""
    last = "change_id = (SELECT max(id) FROM change)"
    ids = list(store.rows(f"SELECT DISTINCT entity_id FROM history WHERE {last} AND entity = 'staff' LIMIT 2"))
    return int(ids[0][0]) if len(ids) == 1 else None


def entries_of(store: Store, entity: str, entity_id: int, *, limit: int = 200) -> list[Entry]:
    """The history of one entity, newest first, at most `limit` values."""
    rows = store.rows(
        "SELECT change.at, change.label, change.command, history.field, history.before, history.after,"
        " change.submission_id FROM history JOIN change ON change.id = history.change_id"
        " WHERE history.entity = ? AND history.entity_id = ? ORDER BY history.id DESC LIMIT ?",
        (entity, entity_id, limit),
    )
    return [Entry(*row) for row in rows]


_CHANGES = (
    "SELECT change.id, change.at, change.label, change.command, change.submission_id, back.at"
    " FROM change LEFT JOIN change AS back ON back.id = change.undone_by WHERE change.reverts IS NULL"
)


def changes(store: Store, limit: int = -1) -> list[Change]:
    """The changes, newest first, at most `limit` of them (-1: all).

    What took a change back is not listed itself, but stands in its `undone_at`.
    """
    return [Change(*row) for row in store.rows(f"{_CHANGES} ORDER BY change.id DESC LIMIT ?", (limit,))]


def find(store: Store, change_id: int) -> Change | None:
    """The change with a number; None when there is none, or when it took another one back."""
    row = store.one(f"{_CHANGES} AND change.id = ?", (change_id,))
    return None if row is None else Change(*row)


def change(store: Store, change_id: int) -> Change:
    """The change with a number that is known to be there."""
    found = find(store, change_id)
    assert found is not None  # noqa: S101 - the caller has seen it
    return found


def extent(store: Store, change_id: int) -> Extent:
    """How many people and values a change altered, and which entities."""
    people, values, moved, first = store.only(
        "SELECT count(DISTINCT CASE entity WHEN 'staff' THEN entity_id END), count(*),"
        " ifnull(max(entity = 'staff' AND field = ?), 0), min(CASE entity WHEN 'staff' THEN entity_id END)"
        " FROM history WHERE change_id = ?",
        (PRESENT, change_id),
    )
    name = store.value("SELECT full_name FROM staff WHERE id = ?", (first,)) if people == 1 else None
    entities = store.rows("SELECT DISTINCT entity FROM history WHERE change_id = ?", (change_id,))
    return Extent(
        people, values, name, first if people == 1 else None, bool(moved), frozenset(entity for (entity,) in entities)
    )


def last_of(store: Store, stamps: Collection[Stamp], *, undone: bool) -> Change | None:
    """The newest of these changes that stands; with `undone` the one that was taken back last."""
    order = "change.undone_by" if undone else "change.id"
    condition = f"AND change.undone_by IS {'NOT' if undone else ''} NULL AND change.id IN {IDS}"
    rows = store.by_ids(f"{_CHANGES} {condition} ORDER BY {order} DESC", [change_id for change_id, _, _ in stamps])
    return next((Change(*row) for row in rows if row[:3] in stamps), None)
