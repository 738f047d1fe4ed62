"""Reads and writes any one value of the store, named by entity and field as in its history.

Undo, redo and taking back a submission all put an earlier value back, so they use this one pair of functions. Values
are text or None here; each entity turns them into what its columns hold.
"""

import sqlite3
from collections.abc import Callable, Mapping

from store import clock
from store.campaigns import stored
from store.checklist import checklist, reasons
from store.checklist.items import checklist_item
from store.columns import ColumnKind
from store.database import Store
from store.errors import RefusedError
from store.field_ref import PRESENT, FieldKind, FieldRef
from store.frozen import frozen
from store.masks import COVERED
from store.models import PERSON_COLUMN, PERSON_COLUMNS, State
from store.text import fold, name_key, sort_key

#: The entity of the history that says who was forgotten (`store.retention`), and what stands in place of their name.
FORGOTTEN, NAMELESS = "forgotten", "(đã xoá dữ liệu)"
#: Columns that follow from another one of the same row, for searching and sorting.
DERIVED: Mapping[str, Mapping[str, Callable[[str], str]]] = {
    "full_name": {"folded": fold, "name_key": name_key, "sort_key": sort_key},
    "name": {"folded": fold},
    "text": {"folded": fold},
}


@frozen
class _Table:
    """An entity whose rows have an id. A field is a column of the table, or `PRESENT`: the row stands on its list."""

    name: str
    columns: Mapping[str, type[str] | type[int]]
    removed_at: str = ""  # the column that says since when a row is off its list; "": no row ever leaves it

    def read(self, store: Store, entity_id: int, name: str) -> str | None:
        value = f"CASE WHEN {self.removed_at} IS NULL THEN '1' END" if name == PRESENT else self._column(name)
        return _text(store.one(f"SELECT {value} FROM {self.name} WHERE id = ?", (entity_id,)))

    def write(self, store: Store, entity_id: int, name: str, value: str | None) -> None:
        row: dict[str, object]
        if name == PRESENT:
            row = {self.removed_at: clock.stamp() if value is None else None}
        elif value is None:
            row = {self._column(name): None}
        else:
            row = {self._column(name): self.columns[name](value)}
            row |= {column: derive(value) for column, derive in DERIVED.get(name, {}).items()}
        assigned = ", ".join(f"{column} = ?" for column in row)
        store.write(f"UPDATE {self.name} SET {assigned} WHERE id = ?", (*row.values(), entity_id))

    def _column(self, name: str) -> str:
        if name not in self.columns:
            raise ValueError(f"{self.name} has no field {name}")
        return name


class _Staff(_Table):
    """People: the plain columns of a person, and the state, reason and day of every item of the checklist."""

    def read(self, store: Store, entity_id: int, name: str) -> str | None:
        field = FieldRef.parse(name)
        if field.item is None:
            return super().read(store, entity_id, name)
        item = checklist_item(store, field.item)
        if field.kind is FieldKind.DONE_ON:
            sql = "SELECT done_on FROM item_date WHERE staff_id = ? AND item_id = ?"
            return _text(store.one(sql, (entity_id, item.id)))
        states, packed = store.only("SELECT states, reasons FROM staff WHERE id = ?", (entity_id,))
        if field.kind is FieldKind.STATE:
            return checklist.state_at(states, item.position).value
        reason_id = checklist.reason_at(packed, item.position)
        return None if reason_id is None else str(store.value("SELECT text FROM reason WHERE id = ?", (reason_id,)))

    def write(self, store: Store, entity_id: int, name: str, value: str | None) -> None:
        field = FieldRef.parse(name)
        if field.item is None:
            super().write(store, entity_id, name, value)
        elif field.kind is FieldKind.DONE_ON:
            key = (entity_id, checklist_item(store, field.item).id)
            if value is None:
                store.write("DELETE FROM item_date WHERE staff_id = ? AND item_id = ?", key)
            else:
                sql = "INSERT OR REPLACE INTO item_date (staff_id, item_id, done_on) VALUES (?, ?, ?)"
                store.write(sql, (*key, value))
        else:
            position = checklist_item(store, field.item).position
            states, packed = store.only("SELECT states, reasons FROM staff WHERE id = ?", (entity_id,))
            if field.kind is FieldKind.STATE:
                states = checklist.with_state(states, position, State(value or State.UNKNOWN))
            else:
                reason_id = None if value is None else reasons.reason_id(store, value, field.item, merged=False)
                packed = checklist.with_reason(packed, position, reason_id)
            store.write("UPDATE staff SET states = ?, reasons = ? WHERE id = ?", (states, packed, entity_id))


@frozen
class _Keyed:
    """An entity whose rows are found by key columns; the name of a field is their values joined by "/"."""

    table: str
    keys: tuple[str, ...]
    value: str
    of_entity: str = ""  # the column that holds the entity's id; "": the rows belong to none
    written_at: str = ""  # the column that says when the value was written

    def read(self, store: Store, entity_id: int, name: str) -> str | None:
        where, key = self._where(entity_id, name)
        return _text(store.one(f"SELECT ifnull({self.value}, '') FROM {self.table} WHERE {where}", key))

    def write(self, store: Store, entity_id: int, name: str, value: str | None) -> None:
        where, key = self._where(entity_id, name)
        store.write(f"DELETE FROM {self.table} WHERE {where}", key)
        if value is not None:
            columns = {**self._key(entity_id, name), self.value: value}
            store.insert(self.table, **columns, **({self.written_at: clock.stamp()} if self.written_at else {}))

    def _key(self, entity_id: int, name: str) -> dict[str, object]:
        key: dict[str, object] = {self.of_entity: entity_id} if self.of_entity else {}
        return key | dict(zip(self.keys, name.rsplit("/", len(self.keys) - 1), strict=True))

    def _where(self, entity_id: int, name: str) -> tuple[str, list[object]]:
        key = self._key(entity_id, name)
        return " AND ".join(f"{column} = ?" for column in key), list(key.values())


class _Nothing:
    """An entity that only the history knows and no table holds: a value is always None, and writing does nothing."""

    def read(self, store: Store, entity_id: int, name: str) -> str | None:
        return None

    def write(self, store: Store, entity_id: int, name: str, value: str | None) -> None:
        pass


class _Campaign:
    """The campaigns as an entity: a field is the name of a campaign, its value the text by which it runs."""

    def read(self, store: Store, entity_id: int, name: str) -> str | None:
        return stored.read(store, name)

    def write(self, store: Store, entity_id: int, name: str, value: str | None) -> None:
        stored.write(store, name, value)


def _text(row: tuple[object, ...] | None) -> str | None:
    return None if row is None or row[0] is None else str(row[0])


def _columns(texts: str, numbers: str = "") -> dict[str, type[str] | type[int]]:
    """Column name -> its type, from names of text columns and of number columns, each parted by spaces."""
    return {**dict.fromkeys(texts.split(), str), **dict.fromkeys(numbers.split(), int)}


_PERSON = {column.name: int if column.kind is ColumnKind.YES_NO else str for column in PERSON_COLUMNS}
_ACCOUNT = "tax_code tax_cleaned_on account_registered_on account_authenticated_on note"
_ASSESSED = (
    "kind name owner description note completeness accuracy updating sharing readiness"
    " technical_contact connection_plan infrastructure difficulties"
)
_CRITERIA = "has_real_data clear_owner can_be_updated is_needed soon_standardised"
_ENTITIES: dict[str, _Table | _Keyed | _Campaign | _Nothing] = {
    "staff": _Staff("staff", _PERSON | _columns("", "unit_id department_id"), "removed_at"),
    "unit": _Table(
        "unit", _columns("name kind sector facility_code valid_from valid_to contact head", "parent_id expected")
    ),
    "reason": _Table("reason", _columns("text", "same_as"), "removed_at"),
    # For which item a reason is offered (the field is the item's key), and by which digit.
    "reason_item": _Keyed("reason_item", ("item",), "digit", "reason_id"),
    "department": _Table("department", _columns("name", "position")),
    "task_progress": _Table("task_progress", _columns("state done_on due_on product responsible note")),
    "indicator_figure": _Table("indicator_figure", _columns("source", "numerator denominator")),
    "locality": _Table("locality", _columns("name code kind", "unit_id same_as"), "removed_at"),
    "locality_target": _Table("locality_target", _columns("", "amount")),
    "organisation": _Table("organisation", _columns(_ACCOUNT)),
    "data_source": _Table("data_source", _columns(_ASSESSED, _CRITERIA), "removed_at"),
    "register_entry": _Table("register_entry", {}, "removed_at"),
    "register_value": _Keyed("register_value", ("field",), "value", "entry_id"),
    "submission": _Table("submission", {}, "taken_back_at"),
    "setting": _Keyed("setting", ("key",), "value"),
    "narrative": _Keyed("narrative", ("report", "section"), "text"),
    "campaign": _Campaign(),
    FORGOTTEN: _Nothing(),
    # How a unit's columns are read, as a person corrected it: the field of each, "" where it is passed over.
    "column_mapping": _Keyed("column_mapping", ("fingerprint", "place"), "field", "unit_id", "at"),
}


def plain_columns(entity: str) -> tuple[str, ...]:
    """The columns of an entity's table that have a field; () when the entity has no table of its own."""
    table = _ENTITIES[entity]
    return tuple(table.columns) if isinstance(table, _Table) else ()


def has_rows(entity: str) -> bool:
    """Whether the entity has a table of its own, of rows with an id."""
    return isinstance(_ENTITIES.get(entity), _Table)


def removed_at(entity: str) -> str:
    """The column that says since when a row of the entity's table is off its list; "" where there is none."""
    table = _ENTITIES.get(entity)
    return table.removed_at if isinstance(table, _Table) else ""


def owner(table: str, row: Mapping[str, object]) -> tuple[str, int, str] | None:
    """(entity, its id, name of the field) of the one value that a row of a table is; None for other tables."""
    keyed = _ENTITIES.get(table)
    if not isinstance(keyed, _Keyed):
        return None
    return table, int(str(row.get(keyed.of_entity, 0))), "/".join(str(row[name]) for name in keyed.keys)


def read(store: Store, entity: str, entity_id: int, name: str) -> str | None:
    """The present value of the field; None when it has none."""
    return _ENTITIES[entity].read(store, entity_id, name)


def write(store: Store, entity: str, entity_id: int, name: str, value: str | None) -> None:
    """Set the value of a field; None removes it."""
    _ENTITIES[entity].write(store, entity_id, name, value)


def is_same(entity: str, name: str, one: str | None, other: str | None) -> bool:
    """Whether two values of a field count as equal; reasons do when only capitals, marks or spaces differ."""
    if entity == "staff" and one and other and FieldRef.parse(name).kind is FieldKind.REASON:
        return fold(one) == fold(other)
    return one == other


def may_write(store: Store, entity: str, entity_id: int, name: str, value: str | None) -> bool:
    """Whether writing the value keeps the rules of the schema, such as no CCCD twice; a forgotten person takes none."""
    if entity == "staff" and value is not None:
        if NAMELESS in (value, read(store, entity, entity_id, "full_name")):
            return False  # nothing comes back of who was forgotten
        if (column := PERSON_COLUMN.get(name)) is not None and column.is_number and COVERED in value:
            return False  # nor a number of theirs to who had it by mistake
    if (entity, name) == ("staff", PRESENT) and value is not None and _came_again(store, entity_id):
        return False
    store.write("SAVEPOINT try_value")
    try:
        write(store, entity, entity_id, name, value)
    except sqlite3.IntegrityError:
        return False
    finally:
        store.write("ROLLBACK TO try_value")
        store.write("RELEASE try_value")
    return True


def _came_again(store: Store, staff_id: int) -> bool:
    """Whether somebody of the same name, born on the same day, came on the list since this person was taken off it."""
    last = "SELECT max(id) FROM history WHERE entity = 'staff' AND field = ?2 AND entity_id ="
    found = store.one(
        "SELECT 1 FROM staff AS me JOIN staff AS other ON other.name_key = me.name_key AND other.removed_at IS NULL"
        " AND other.birth_date = me.birth_date AND length(me.birth_date) = 10 AND other.id <> me.id"
        " AND (me.citizen_id IS NULL OR other.citizen_id IS NULL)"
        f" JOIN history AS came ON came.id = ({last} other.id) AND came.after IS NOT NULL"
        f" WHERE me.id = ?1 AND came.id > ({last} me.id)",
        (staff_id, PRESENT),
    )
    return found is not None


def is_closing(entity: str, name: str, value: str | None) -> bool:
    """Whether a value closes a unit."""
    return (entity, name) == ("unit", "valid_to") and value is not None


def refuse_to_close(store: Store, unit_id: int) -> None:
    """Raise RefusedError when somebody of a unit is on the list."""
    count = store.value("SELECT count(*) FROM staff WHERE unit_id = ? AND removed_at IS NULL", (unit_id,))
    if count:
        name = store.value("SELECT name FROM unit WHERE id = ?", (unit_id,))
        raise RefusedError(f"{name} còn {count} người. Hãy chuyển họ sang đơn vị khác trước.")


def is_needed(store: Store, unit_id: int) -> bool:
    """Whether a unit has people or counts in force.

    Taking back the file that added a unit must not close it when other files added people or counts since.
    """
    is_used = store.value(
        "SELECT EXISTS (SELECT 1 FROM staff WHERE unit_id = ?1 AND removed_at IS NULL) OR"
        " EXISTS (SELECT 1 FROM unit_count JOIN submission ON submission.id = submission_id"
        " WHERE unit_count.unit_id = ?1 AND taken_back_at IS NULL)",
        (unit_id,),
    )
    return bool(is_used)
