"""Finds the values that the store had before a change, so that it can be taken back.

Of people whom a change added the history has only that they came; the values that they came with are found here too.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from store import fields
from store.checklist.items import checklist_items
from store.database import IDS, Store
from store.field_ref import PRESENT, FieldKind, FieldRef
from store.models import PERSON_FIELDS, WITH_REASON, State

#: The command of a change that takes back what a file gave; it reverts no change where the file itself changed nothing.
TAKEN_BACK = "import-undo"
#: As a condition on `change`: it is in force, and takes nothing back itself.
IN_FORCE = f"reverts IS NULL AND undone_by IS NULL AND command <> '{TAKEN_BACK}'"
#: Of a `submission`, the last change that was made when it had come in, its own if it changed something. One that
#: changed nothing has as its `change_number` that of the next change, whoever made it.
LAST_WHEN_IT_CAME = (
    "(change_number - 1 + EXISTS (SELECT 1 FROM change AS own"
    " WHERE own.id = change_number AND own.submission_id = submission.id))"
)
#: The columns that say who somebody is; whoever stays keeps them, and the unit.
_IDENTITY = frozenset({"full_name", "birth_date", "sex", "citizen_id"})
_COLUMNS = ("department_id", *(name for name in PERSON_FIELDS if name not in _IDENTITY))
Row = tuple[str, int, str, str | None, str | None]  # entity, entity id, field, value after, value before


def of_change(store: Store, change_id: int) -> list[Row]:
    """The rows of a change, the last first, each with the value after it and then the value before it."""
    sql = "SELECT entity, entity_id, field, after, before FROM history WHERE change_id = ? ORDER BY id DESC"
    return list(store.rows(sql, (change_id,)))


def is_undone_since(store: Store, change_id: int) -> bool:
    """Whether an earlier change was undone after a change was made."""
    sql = "SELECT 1 FROM change WHERE id < ?1 AND undone_by > ?1 AND reverts IS NULL LIMIT 1"
    return store.one(sql, (change_id,)) is not None


def without_undone(
    store: Store,
    change_id: int,
    given: Mapping[tuple[int, str], Collection[int]],
    only: Collection[tuple[int, str]] | None = None,
) -> Iterator[Row]:
    """The rows of a change with the values before it, skipping values of changes that were undone.

    Args:
        store: the open store.
        change_id: the change.
        given: (staff id, field) -> when files in force gave it, as numbers of changes: a value that such a file gave
            too, after the change that is undone, is not skipped.
        only: the rows of these values of people, as (staff id, field); None: all rows.
    """
    undone = store.rows(
        "SELECT id FROM change WHERE id < ? AND undone_by IS NOT NULL AND reverts IS NULL", (change_id,)
    )
    added_by = _added_by(store, [number for (number,) in undone])
    sql = "SELECT id, entity, entity_id, field, after, before FROM history WHERE change_id = ? ORDER BY id DESC"
    # What was taken back and what took it back left no trace together, whenever that was.
    earlier = (
        "SELECT history.id, change_id, before, undone_by IS NOT NULL OR reverts IS NOT NULL FROM history"
        " JOIN change ON change.id = change_id"
        " WHERE entity = ? AND entity_id = ? AND field = ? AND history.id < ? ORDER BY history.id DESC LIMIT 1"
    )
    names = {*_names(store)} - {"department_id"}  # it stays with the unit
    for row_id, entity, entity_id, name, after, before in list(store.rows(sql, (change_id,))):
        if only is not None and (entity != "staff" or (entity_id, name) not in only):
            continue
        until, of = change_id, given.get((entity_id, name), ()) if entity == "staff" else ()
        found = store.one(earlier, (entity, entity_id, name, row_id))
        while found is not None and found[3] and not any(found[1] <= number < until for number in of):
            before, until = found[2], found[1]
            found = store.one(earlier, (entity, entity_id, name, found[0]))
        came = added_by.get(entity_id) if found is None and entity == "staff" and name in names else None
        if came is not None and not any(came <= number < until for number in of):
            before = _unknown(name)  # what it was added with is taken back too
        yield entity, entity_id, name, after, before


def of_people(
    store: Store,
    change_id: int,
    staff_ids: Collection[int],
    stands: Collection[tuple[int, str]],
    but: int | None = None,
) -> Iterator[Row]:
    """The values of those of these people whom the change added, but for who they are; each with that of no word.

    Left out are those in `stands`, as (staff id, field), and those that a change in force, another one than `but`,
    wrote since; whoever wrote a reason or a day meant its state too.
    """
    if not (added := [*(_added_by(store, [change_id]).keys() & set(staff_ids))] if staff_ids else []):
        return
    written = {
        (staff_id, each)
        for staff_id, name in store.by_ids(
            "SELECT entity_id, field FROM history JOIN change ON change.id = change_id"
            f" WHERE entity = 'staff' AND {IN_FORCE} AND change.id IS NOT ? AND entity_id IN {IDS}",
            added,
            (but,),
        )
        for each in (name, _state_of(name))
    }
    names = [name for name in _names(store) if name != "department_id"]  # it stays with the unit
    for staff_id in added:
        for name in names:
            if (staff_id, name) in stands or (staff_id, name) in written:
                continue
            value = fields.read(store, "staff", staff_id, name)
            if value != _unknown(name):
                yield "staff", staff_id, name, value, _unknown(name)


def _added_by(store: Store, changes: Collection[int]) -> dict[int, int]:
    """Staff id -> the one of these changes that added the person; not of whom it only brought back."""
    rows = store.by_ids(
        "SELECT entity_id, change_id FROM history AS mine WHERE entity = 'staff' AND field = ?1 AND before IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM history AS first WHERE first.entity = 'staff'"
        " AND first.entity_id = mine.entity_id AND first.field = ?1 AND first.id < mine.id)"
        f" AND mine.change_id IN {IDS}",
        changes,
        (PRESENT,),
    )
    return dict(rows)


def _names(store: Store) -> list[str]:
    """The fields of a person that somebody said, but for who it is."""
    names = [*_COLUMNS]
    for item in checklist_items(store):
        names += (FieldRef.reason(item.key), FieldRef.done_on(item.key), FieldRef.state(item.key))
    return names


def _unknown(name: str) -> str | None:
    """The value of a field of which nobody said anything."""
    field = FieldRef.parse(name)
    return State.UNKNOWN.value if field.tells_state else None


def _state_of(name: str) -> str:
    """The state that a reason or a day is of; any other field itself."""
    item = FieldRef.parse(name).item
    return name if item is None else FieldRef.state(item)


def is_of_an_edit(
    store: Store, staff_id: int, name: str, value: str | None, as_left: Mapping[tuple[int, str], str | None]
) -> bool:
    """Whether a reason or a day that somebody wrote since belongs to the state of an item that `value` would replace.

    `as_left` has the values that go back as well, as (staff id, field) -> what was written then.
    """
    if FieldRef.parse(name).kind is not FieldKind.STATE:
        return False
    for each in depending_on(name):
        now = fields.read(store, "staff", staff_id, each)
        goes_back = (staff_id, each) in as_left and fields.is_same("staff", each, now, as_left[staff_id, each])
        if now is None or goes_back or _fits(FieldRef.parse(each), State(value or State.UNKNOWN)):
            continue
        if may_stand(store, staff_id, each):
            return True
    return False


def into_an_open_unit(store: Store, staff_id: int) -> list[tuple[str, int, str, str | None]]:
    """What to write, as (entity, id, field, value), where somebody on the list is in a unit that was closed since.

    They go into the open unit of the same name; without one theirs is opened again.
    """
    row = store.one(
        "SELECT mine.id, other.id FROM staff JOIN unit AS mine ON mine.id = unit_id AND mine.valid_to IS NOT NULL"
        " LEFT JOIN unit AS other ON other.folded = mine.folded AND other.valid_to IS NULL"
        " WHERE staff.id = ? AND removed_at IS NULL",
        (staff_id,),
    )
    if row is None:
        return []
    closed, other = row
    if other is None:
        return [("unit", closed, "valid_to", None)]
    return [("staff", staff_id, "department_id", None), ("staff", staff_id, "unit_id", str(other))]


def depending_on(name: str) -> tuple[str, ...]:
    """The fields of a person that may not fit a new value of a field: with a state its reason and day, or itself."""
    field = FieldRef.parse(name)
    if field.kind is FieldKind.STATE and field.item is not None:
        return (FieldRef.reason(field.item), FieldRef.done_on(field.item))
    return {"unit_id": ("department_id",)}.get(name, (name,))


def may_stand(store: Store, staff_id: int, name: str) -> bool:
    """Whether a value of a person fits what it is of: a reason or a day the state, a department the unit."""
    field = FieldRef.parse(name)
    if name == "department_id":
        sql = "SELECT 1 FROM staff JOIN department USING (unit_id) WHERE staff.id = ? AND department.id = department_id"
        return store.one(sql, (staff_id,)) is not None
    if field.kind not in (FieldKind.REASON, FieldKind.DONE_ON) or field.item is None:
        return True
    return _fits(field, State(fields.read(store, "staff", staff_id, FieldRef.state(field.item)) or State.UNKNOWN))


def _fits(field: FieldRef, state: State) -> bool:
    """Whether a person with a state of an item can have a reason or a day of it."""
    return state in (WITH_REASON if field.kind is FieldKind.REASON else (State.DONE,))


def _last_change(store: Store, staff_id: int, name: str) -> tuple[str | None, int, int, int | None] | None:
    """The last change of a value: (value after it, whether it took something back, its id, the one that undid it)."""
    row: tuple[str | None, int, int, int | None] | None = store.one(
        f"SELECT after, reverts IS NOT NULL AND command <> 'redo' OR command = '{TAKEN_BACK}', change_id, undone_by"
        " FROM history"
        " JOIN change ON change.id = change_id"
        " WHERE entity = 'staff' AND entity_id = ? AND field = ? ORDER BY history.id DESC LIMIT 1",
        (staff_id, name),
    )
    return row


def went_with_an_undo(store: Store, staff_id: int, names: Iterable[str], since: int) -> bool:
    """Whether one of these values of a person is none, and something that made it so was taken back after `since`."""
    known = {PRESENT, *_names(store)}
    for name in names:
        if name not in known or fields.read(store, "staff", staff_id, name) != _unknown(name):
            continue
        last = _last_change(store, staff_id, name)
        if last is None or last[0] != _unknown(name):
            continue
        _, is_undo, at, undone_by = last
        if (is_undo and at > since) or (undone_by or 0) > since:
            return True
    return False


def lost_to_an_undo(store: Store, change_id: int, since: int) -> bool:
    """Whether a person's value that a change gave is another one since a change after `since` took something back."""
    for entity, entity_id, name, after, _ in of_change(store, change_id):
        if entity != "staff" or fields.read(store, "staff", entity_id, "full_name") == fields.NAMELESS:
            continue
        now = fields.read(store, "staff", entity_id, name)
        if now == after or (last := _last_change(store, entity_id, name)) is None:
            continue
        value, is_undo, at, undone_by = last  # taking back may leave a value as it was: something else gives it too
        if at > since and ((is_undo and value == now) or undone_by is not None):
            return True
    return False
