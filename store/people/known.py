"""Gives the stored people, and the age of their values, that an incoming file is compared with."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from store.database import IDS, Store
from store.earlier_values import IN_FORCE, LAST_WHEN_IT_CAME
from store.field_ref import PRESENT
from store.models import PACKED, PERSON_FIELDS, Item, State
from store.people import staff


class Known(NamedTuple):
    """A stored person with the fields that matching and comparing need."""

    id: int
    unit_id: int
    department: str | None
    removed: bool
    states: str
    reasons: str
    values: dict[str, str | None]  # by name of PERSON_FIELDS

    @property
    def full_name(self) -> str:
        """The stored name."""
        return self.values["full_name"] or ""


_COLUMNS = ", ".join(f"staff.{name}" for name in PERSON_FIELDS)


def by_ids(store: Store, ids: Iterable[int]) -> Iterator[Known]:
    """Read the people with these ids, in the order of the ids."""
    rows = store.by_ids(
        f"SELECT staff.id, staff.unit_id, department.name, staff.removed_at IS NOT NULL, states, reasons, {_COLUMNS}"
        " FROM staff LEFT JOIN department ON department.id = staff.department_id"
        f" WHERE staff.id IN {IDS} ORDER BY staff.id",
        ids,
    )
    for id_, unit_id, department, removed, states, reasons, *plain in rows:
        values = {name: None if value is None else str(value) for name, value in zip(PERSON_FIELDS, plain, strict=True)}
        yield Known(id_, unit_id, department, bool(removed), states, reasons, values)


def days(store: Store, staff_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """(staff id, item) -> the day (YYYY-MM-DD) on which these people got it."""
    sql = "SELECT staff_id, item.key, done_on FROM item_date JOIN item ON item.id = item_id"
    return {(staff_id, key): day for staff_id, key, day in store.by_ids(f"{sql} WHERE staff_id IN {IDS}", staff_ids)}


def is_anybody(store: Store) -> bool:
    """Whether anybody is or ever was on the list; if not, an import has nobody to compare with."""
    return store.one("SELECT 1 FROM staff LIMIT 1") is not None


def alike(store: Store, citizen_ids: Collection[str], name_keys: Collection[str]) -> Iterator[Known]:
    """Everybody with one of these CCCD numbers or folded names, by id, also whoever was taken off the list.

    People whose addition was undone are left out.
    """
    there = "FROM staff WHERE removed_at IS NULL"
    count = store.value(f"SELECT count(*) FROM (SELECT 1 {there} LIMIT ?)", (len(citizen_ids),))
    if count < len(citizen_ids):  # fewer people than numbers: looked through, they are not looked up
        people = store.rows(f"SELECT id, citizen_id, name_key {there}")
        found = {staff_id for staff_id, number, name in people if number in citizen_ids or name in name_keys}
    else:
        found = {
            staff_id
            for column, wanted in (("citizen_id", citizen_ids), ("name_key", name_keys))
            for (staff_id,) in store.by_ids(f"SELECT id {there} AND {column} IN {IDS}", wanted)
        }
    # The indexes hold those who are on the list; of the removed all are looked through.
    gone = store.rows("SELECT id, citizen_id, name_key FROM staff WHERE removed_at IS NOT NULL ORDER BY id")
    removed = [staff_id for staff_id, number, name in gone if number in citizen_ids or name in name_keys]
    yield from by_ids(store, found | (set(removed) - staff.taken_back(store, removed)))


def value_dates(store: Store, staff_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """(staff id, field) -> day (YYYY-MM-DD) on which the value was last written; for `PRESENT` that of being added."""
    rows = store.by_ids(
        "SELECT history.entity_id, history.field, ifnull(submission.data_date, substr(change.at, 1, 10))"
        " FROM history JOIN change ON change.id = history.change_id"
        " LEFT JOIN submission ON submission.id = change.submission_id"
        f" WHERE history.entity = 'staff' AND history.entity_id IN {IDS} ORDER BY history.id",
        staff_ids,
    )
    return {(staff_id, name): day for staff_id, name, day in rows}


class Later(NamedTuple):
    """The later changes of one value of a person."""

    now: str | None  # what it was changed to last
    is_by_hand: bool  # the last time
    before: set[str | None]  # what it was before each change


def changed_later(store: Store, staff_ids: Iterable[int], earlier: int | None) -> dict[tuple[int, str], Later]:
    """(staff id, field) -> its changes in force that were made by hand, or after the submission `earlier`.

    Departments are given by name.
    """
    last = f"SELECT {LAST_WHEN_IT_CAME} FROM submission WHERE id = ?"
    since = None if earlier is None else store.value(last, (earlier,))
    rows = store.by_ids(
        "SELECT entity_id, field, before, after, change.submission_id IS NULL FROM history"
        " JOIN change ON change.id = history.change_id"
        f" WHERE (change.submission_id IS NULL OR change.id > ?) AND {IN_FORCE}"
        f" AND entity = 'staff' AND field <> '{PRESENT}' AND entity_id IN {IDS} ORDER BY history.id",
        staff_ids,
        (since,),
    )
    found: dict[tuple[int, str], Later] = {}
    names: dict[str | None, str | None] = {None: None}
    for staff_id, name, before, after, by_hand in rows:
        if name == "department_id":
            name = "department"
            if not names.keys() >= {before, after}:
                names |= {str(id_): text for id_, text in store.rows("SELECT id, name FROM department")}
            before, after = names.get(before), names.get(after)
        replaced = found[staff_id, name].before if (staff_id, name) in found else set()
        found[staff_id, name] = Later(after, bool(by_hand), {*replaced, before})
    return found


def date_of(dates: dict[tuple[int, str], str], staff_id: int, name: str) -> str | None:
    """The day on which a value was last written, or else the person was added; None when neither is known."""
    return dates.get((staff_id, name)) or dates.get((staff_id, PRESENT))


def settled_numbers(store: Store, unit_id: int, item: Item) -> frozenset[str]:
    """The CCCD of everybody in a unit whose state of an item is known."""
    rows = store.rows(
        "SELECT citizen_id FROM staff WHERE unit_id = ? AND removed_at IS NULL AND citizen_id IS NOT NULL"
        " AND substr(states, ?, 1) NOT IN ('', ?)",
        (unit_id, item.position + 1, PACKED[State.UNKNOWN]),
    )
    return frozenset(number for (number,) in rows)
