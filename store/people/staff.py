"""Adds, changes, moves and removes people, each with its history, and reads them as `StaffMember`."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter

from store import clock, fields
from store.checklist import checklist, reasons
from store.checklist.items import checklist_item, checklist_items
from store.columns import ColumnKind
from store.database import IDS, Row, Store
from store.earlier_values import IN_FORCE
from store.errors import RefusedError
from store.field_ref import PRESENT, FieldRef
from store.history import recording
from store.models import MARKS, PERSON_COLUMNS, PERSON_FIELDS, STATE_LABELS, WITH_REASON, Person, StaffMember, State
from store.people import units
from store.text import clean, fold, format_number, mask_number, name_key, sort_key

_SELECT = (
    "SELECT staff.id, staff.unit_id, unit.name, staff.department_id, department.name, staff.removed_at,"
    " staff.states, staff.reasons, " + ", ".join(f"staff.{name}" for name in PERSON_FIELDS) + " FROM staff"
    " JOIN unit ON unit.id = staff.unit_id LEFT JOIN department ON department.id = staff.department_id"
)

_DATES = "SELECT item.key, done_on FROM item_date JOIN item ON item.id = item_id WHERE staff_id = ?"

#: Places of the columns that hold 1 or 0 in the table, and True or False in a person.
_YES_NO = [place for place, column in enumerate(PERSON_COLUMNS) if column.kind is ColumnKind.YES_NO]


def get(store: Store, staff_id: int) -> StaffMember:
    """The person with an id, also when taken off the list. Raises KeyError for an unknown id."""
    found = next(_members(store, store.rows(f"{_SELECT} WHERE staff.id = ?", (staff_id,))), None)
    if found is None:
        raise KeyError(staff_id)
    return found


def members(store: Store, *, unit_id: int | None = None, department_id: int | None = None) -> Iterator[StaffMember]:
    """Read everybody on the staff one by one, by unit, department and name; of one unit or department, or of all."""
    where = ["staff.removed_at IS NULL"]
    values: list[object] = []
    for column, value in (("unit_id", unit_id), ("department_id", department_id)):
        if value is not None:
            where.append(f"staff.{column} = ?")
            values.append(value)
    order = "staff.unit_id, ifnull(staff.department_id, 0), staff.sort_key, staff.id"
    yield from _members(store, store.rows(f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY {order}", values))


def noted(store: Store, unit_id: int | None = None) -> Iterator[StaffMember]:
    """Everybody on the staff with a note, by name; of one unit, or of all."""
    where, values = ("unit_id = ? AND ", (unit_id,)) if unit_id is not None else ("", ())
    sql = f"SELECT id FROM staff WHERE {where}removed_at IS NULL AND ifnull(note, '') <> '' ORDER BY sort_key, id"
    yield from by_ids(store, [staff_id for (staff_id,) in store.rows(sql, values)])


def by_ids(store: Store, ids: Sequence[int]) -> list[StaffMember]:
    """The people with these ids, in this order; unknown ids are left out."""
    rows = store.by_ids(f"{_SELECT} WHERE staff.id IN {IDS}", ids)
    found = {member.id: member for member in _members(store, rows)}
    return [found[staff_id] for staff_id in ids if staff_id in found]


def _members(store: Store, rows: Iterable[Row]) -> Iterator[StaffMember]:
    items = checklist_items(store)
    words = reasons.texts(store)
    for row in rows:
        staff_id, unit_id, unit, department_id, department, removed_at, states, packed, *plain = row
        for place in _YES_NO:
            if plain[place] is not None:
                plain[place] = bool(plain[place])
        person = Person(*plain)
        person.states = checklist.unpack_states(states, items)
        if packed:
            at = checklist.unpack_reasons(packed)
            person.reasons = {item.key: words[at[item.position]] for item in items if item.position in at}
        if "d" in states:
            person.done_on = dict(store.rows(_DATES, (staff_id,)))
        yield StaffMember(staff_id, unit_id, unit, department_id, department, person, removed_at)


def column_values(
    store: Store, people: Sequence[Person], unit_id: int, department_ids: Sequence[int | None], created_at: str
) -> list[Sequence[object]]:
    """The values of each column of `ADDED` for new people; unknown reasons are added to the dictionary.

    Args:
        store: the open store.
        people: the new people.
        unit_id: the unit of all of them.
        department_ids: the department of each person; None: without one.
        created_at: the moment of adding, as `store.clock.stamp` writes it.
    """
    items = checklist_items(store)
    packed = {id(one.states): one.states for one in people}  # many rows of a file have the same object
    states = {number: checklist.pack_states(stated, items) for number, stated in packed.items()}
    names = {name: (fold(name), name_key(name), sort_key(name)) for name in {one.full_name for one in people}}
    return [
        [unit_id] * len(people),
        department_ids,
        *(list(map(attrgetter(field), people)) for field in PERSON_FIELDS),
        *zip(*(names[one.full_name] for one in people), strict=True),
        [states[id(one.states)] for one in people],
        [_packed_reasons(store, one) if one.reasons else "" for one in people],
        [created_at] * len(people),
    ]


def _packed_reasons(store: Store, person: Person) -> str:
    return checklist.pack_reasons(
        {
            checklist_item(store, key).position: reasons.reason_id(store, words, key)
            for key, words in person.reasons.items()
            if person.states.get(key) in WITH_REASON
        }
    )


#: Columns of the table that a new person fills.
ADDED = (
    "unit_id",
    "department_id",
    *PERSON_FIELDS,
    *("folded", "name_key", "sort_key", "states", "reasons", "created_at"),
)


def insert_many(
    store: Store, first_id: int, people: Sequence[Person], unit_id: int, department_ids: Sequence[int | None]
) -> None:
    """Add people of one unit; their ids count up from `first_id`.

    Columns that nobody of them has are left out: SQLite takes a third less time for a list of six columns.
    """
    values = column_values(store, people, unit_id, department_ids, clock.stamp())
    columns = [range(first_id, first_id + len(people)), *values]
    used = [at for at, values in enumerate(columns) if not at or values.count(None) < len(values)]
    places = ("id", *ADDED)
    store.insert_many("staff", [places[at] for at in used], zip(*(columns[at] for at in used), strict=True))


#: From so many new rows on, when they are a good part of the table, building an index anew is faster.
WORTH_IT = 20_000

_INDEXES = ("staff_by_citizen_id", "staff_by_name", "staff_by_unit", "staff_by_name_key", "staff_statistics")
#: Taking more people than this off the list at once has a copy of the store made before.
_MANY = 10
_TRIGGER = "staff_search_insert"


@contextmanager
def loading(connection: sqlite3.Connection, count: int) -> Iterator[None]:
    """Drop the indexes of staff while a block inserts `count` people and build them after it, where that is faster.

    The block must be inside a transaction, so that an interruption leaves the indexes as they were.
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
    added = "SELECT id, folded FROM staff WHERE id > ?"
    connection.execute(f"INSERT INTO staff_search (rowid, folded) {added}", (before[1],))
    for _, _, sql in found:
        connection.execute(sql)


def add(store: Store, person: Person, unit_id: int, department: str | None = None) -> int:
    """Add a person to a unit; answers the id. Raises RefusedError for an empty name or a CCCD that is taken."""
    person.full_name = clean(person.full_name)
    if not person.full_name:
        raise RefusedError("Phải có họ và tên.")
    refuse_taken_citizen_id(store, person.citizen_id)
    with recording(store, "staff", f"Thêm {person.full_name}") as change:
        department_id = units.find_or_add_department(store, unit_id, department) if department else None
        columns = column_values(store, [person], unit_id, [department_id], clock.stamp())
        staff_id = store.insert("staff", **{name: value for name, (value,) in zip(ADDED, columns, strict=True)})
        change.note("staff", staff_id, PRESENT, None, "1")
        for key, day in person.done_on.items():
            fields.write(store, "staff", staff_id, FieldRef.done_on(key), day)
        return staff_id


def refuse_taken_citizen_id(store: Store, citizen_id: str | None, *, but: int | None = None) -> None:
    """Raise RefusedError, which names the holder, when somebody on the staff other than `but` has the CCCD."""
    other = by_citizen_id(store, citizen_id) if citizen_id else None
    if citizen_id and other is not None and other != but:
        member = get(store, other)
        raise RefusedError(f"Số CCCD {mask_number(citizen_id)} đã có ở {member.person.full_name}, {member.unit}.")


def taken_back(store: Store, ids: Sequence[int]) -> set[int]:
    """The ids of people whose every change was undone, so that they never were on the list for good."""
    rows = store.by_ids(
        "SELECT entity_id FROM history JOIN change ON change.id = history.change_id"
        f" WHERE entity = 'staff' AND entity_id IN {IDS}"
        f" GROUP BY entity_id HAVING total({IN_FORCE}) = 0",
        ids,
    )
    return {staff_id for (staff_id,) in rows}


def by_citizen_id(store: Store, citizen_id: str) -> int | None:
    """The id of the person on the staff with this CCCD; None when nobody has it."""
    row = store.one("SELECT id FROM staff WHERE citizen_id = ? AND removed_at IS NULL", (citizen_id,))
    return None if row is None else int(row[0])


def similar(store: Store, person: Person, *, but: int | None = None, limit: int = 5) -> list[StaffMember]:
    """People on the staff who may be the same person: equal CCCD, or equal name and no other birth year."""
    ids: list[int] = []
    if person.citizen_id and (same := by_citizen_id(store, person.citizen_id)) is not None:
        ids.append(same)
    year = (person.birth_date or "")[:4]
    namesakes = "SELECT id, birth_date FROM staff WHERE name_key = ? AND removed_at IS NULL LIMIT 50"
    rows = store.rows(namesakes, (name_key(person.full_name),))
    ids += [id_ for id_, born in rows if not year or not born or born[:4] == year]
    return by_ids(store, [id_ for id_ in dict.fromkeys(ids) if id_ != but][:limit])


def edit(store: Store, staff_id: int, values: Mapping[str, str | bool | None]) -> None:
    """Change plain fields as one step of undo; None or "" removes a value. Raises RefusedError for an invalid value."""
    member = get(store, staff_id)
    if "full_name" in values and not clean(str(values["full_name"] or "")):
        raise RefusedError("Phải có họ và tên.")
    if values.get("citizen_id"):
        refuse_taken_citizen_id(store, str(values["citizen_id"]), but=staff_id)
    with recording(store, "staff", f"Sửa {member.person.full_name}") as change:
        for field, value in values.items():
            text = str(int(value)) if isinstance(value, bool) else clean(value or "") or None
            try:
                change.assign("staff", staff_id, field, text)
            except sqlite3.IntegrityError as error:
                raise RefusedError(f"Giá trị “{value}” không hợp lệ.") from error


def set_state(
    store: Store,
    ids: Sequence[int],
    item_key: str,
    state: State,
    reason: str | None = None,
    *,
    done_on: str | None = None,
    keep_reasons: bool = False,
) -> int:
    """Set the state of one item for several people, as one step of undo; answers how many people were changed.

    Chưa and không áp dụng may have a reason, đã has a date, which is today unless `done_on` is given.
    With `keep_reasons`, people who have the state already keep their reason.
    """
    item = checklist_item(store, item_key)
    label = f"{_whom(store, ids)}: {item.short_title} {MARKS[state]}"
    # As plain texts: SQLite takes them faster, and there may be 400,000 people.
    state_field, reason_field = str(FieldRef.state(item_key)), str(FieldRef.reason(item_key))
    day_field = str(FieldRef.done_on(item_key))
    day = (done_on or clock.today().isoformat()) if state is State.DONE else None
    with recording(store, "state", label) as change:
        reason_id = None
        if state in WITH_REASON and reason:
            reason_id = reasons.reason_id(store, reason, item_key)
            reasons.count_use(store, reason_id, item_key, len(ids))
        words = reasons.texts(store)
        updates: list[tuple[str, str, int]] = []
        dated: list[tuple[int, int]] = []  # of whom the day changes, and the item
        sql = f"SELECT staff_id, done_on FROM item_date WHERE item_id = ? AND staff_id IN {IDS}"
        days = dict(store.by_ids(sql, ids, (item.id,)))
        # Read before anything is written: a walk along rows that change under it may meet them twice.
        people = list(store.by_ids(f"SELECT id, states, reasons FROM staff WHERE id IN {IDS}", ids))
        for staff_id, states, packed in people:
            before = checklist.state_at(states, item.position)
            old_reason = checklist.reason_at(packed, item.position)
            if before is state and (keep_reasons or old_reason == reason_id):
                continue
            states_now = checklist.with_state(states, item.position, state)
            updates.append((states_now, checklist.with_reason(packed, item.position, reason_id), staff_id))
            change.note("staff", staff_id, state_field, before.value, state.value)
            old_words = None if old_reason is None else words[old_reason]
            change.note("staff", staff_id, reason_field, old_words, None if reason_id is None else words[reason_id])
            if before is not state:
                dated.append((staff_id, item.id))
                change.note("staff", staff_id, day_field, days.get(staff_id), day)
        store.write_many("UPDATE staff SET states = ?, reasons = ? WHERE id = ?", updates)
        if day is None:
            store.write_many("DELETE FROM item_date WHERE staff_id = ? AND item_id = ?", dated)
        else:
            rows = ((*key, day) for key in dated)
            store.write_many("INSERT OR REPLACE INTO item_date (staff_id, item_id, done_on) VALUES (?, ?, ?)", rows)
    return len(updates)


def give_reasons(store: Store, label: str, reasons_of: Mapping[tuple[str, str], Sequence[int]]) -> None:
    """Set items to chưa with a reason, as one step of undo named `label`; (item key, reason) -> ids of the people."""
    with recording(store, "state", label):
        for (item_key, reason), ids in reasons_of.items():
            set_state(store, ids, item_key, State.TODO, reason)


def set_done_on(store: Store, staff_id: int, item_key: str, day: str | None) -> None:
    """Set the day (YYYY-MM-DD; None: unknown) on which an item was done. Raises RefusedError when it is not done."""
    item = checklist_item(store, item_key)
    member = get(store, staff_id)
    if member.person.states[item_key] is not State.DONE:
        raise RefusedError(f"{item.short_title} chưa ghi {STATE_LABELS[State.DONE]}, nên không có ngày.")
    with recording(store, "state", f"Ngày {item.short_title}: {member.person.full_name}") as change:
        change.assign("staff", staff_id, FieldRef.done_on(item_key), day)


def move(store: Store, ids: Sequence[int], unit_id: int, department: str | None = None) -> None:
    """Move people to another unit or department, as one step of undo."""
    where = _where(store, ids, unit_id, department)
    with recording(store, "staff", f"Chuyển {_whom(store, ids)} sang {where}") as change:
        department_id = units.find_or_add_department(store, unit_id, department) if department else None
        for staff_id in ids:
            change.assign("staff", staff_id, "unit_id", str(unit_id))
            change.assign("staff", staff_id, "department_id", None if department_id is None else str(department_id))


def _where(store: Store, ids: Sequence[int], unit_id: int, department: str | None) -> str:
    """The unit to which people move, or the department where all of them are in that unit already."""
    unit = units.get(store, unit_id).name
    if any(row[0] != unit_id for row in store.by_ids(f"SELECT unit_id FROM staff WHERE id IN {IDS}", ids)):
        return f"{department}, {unit}" if department else unit
    return f"{department or 'không khoa/phòng nào'}, {unit}"


def remove(store: Store, ids: Sequence[int]) -> None:
    """Take people off the list, as one step of undo; they and their history stay in the store."""
    if len(ids) > _MANY:
        store.copy_before("truoc-xoa")
    with recording(store, "staff", f"Xoá {_whom(store, ids)}") as change:
        for staff_id in ids:
            change.assign("staff", staff_id, PRESENT, None)


def _whom(store: Store, ids: Sequence[int]) -> str:
    if len(ids) != 1:
        return f"{format_number(len(ids))} người"
    row = store.one("SELECT full_name FROM staff WHERE id = ?", (ids[0],))
    return str(row[0]) if row else "1 người"
