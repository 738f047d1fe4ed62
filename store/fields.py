"""Reading and writing any one value of the store by entity and field, as its history names it.

Undo, redo and taking back a submission are all "put this value back", so one pair of functions serves them.
Values are text or None here; columns turn them into what they hold.
"""

import sqlite3

from store import clock
from store.campaigns import record
from store.checklist import checklist
from store.database import Store
from store.models import PACKED, PERSON_FIELDS, State
from store.text import fold, name_key, sort_key

#: The plain columns of each entity: what their text stands for.
_COLUMNS: dict[str, dict[str, type[str] | type[int]]] = {
    "staff": {
        **dict.fromkeys(PERSON_FIELDS, str),
        **dict.fromkeys(("administrative", "smartphone", "unit_id", "department_id"), int),
    },
    "unit": {
        **dict.fromkeys(("name", "kind", "facility_code", "valid_from", "valid_to", "contact"), str),
        **dict.fromkeys(("parent_id", "expected"), int),
    },
    "department": {"name": str, "position": int},
    "task_progress": dict.fromkeys(("state", "done_on", "product", "responsible", "note"), str),
    "indicator_figure": {"numerator": int, "denominator": int, "source": str},
    "organisation": dict.fromkeys(
        ("tax_code", "tax_cleaned_on", "account_registered_on", "account_authenticated_on", "note"), str
    ),
    "data_source": {
        **dict.fromkeys(("kind", "name", "owner", "description", "note"), str),
        **dict.fromkeys(("completeness", "accuracy", "updating", "sharing", "readiness"), str),
        **dict.fromkeys(("has_real_data", "clear_owner", "can_be_updated", "is_needed", "soon_standardised"), int),
    },
}
#: Entities that are taken off a list, never deleted.
_REMOVED_AT = {"staff": "removed_at", "data_source": "removed_at", "submission": "taken_back_at"}
#: Something is there ("1") or is not (None): making, removing and bringing back a person; a summary that counts.
PRESENT = "present"


def read(store: Store, entity: str, entity_id: int, name: str) -> str | None:
    """The value now; None where there is none."""
    if entity == "setting":
        row = store.one("SELECT value FROM setting WHERE key = ?", (name,))
    elif entity == "narrative":
        report, _, section = name.rpartition("/")
        row = store.one("SELECT text FROM narrative WHERE report = ? AND section = ?", (report, section))
    elif entity == "campaign":
        return record.read(store, name)
    elif entity == "column_mapping":
        fingerprint, _, place = name.rpartition("/")
        row = store.one(
            "SELECT coalesce(field, '') FROM column_mapping WHERE unit_id = ? AND fingerprint = ? AND place = ?",
            (entity_id, fingerprint, int(place)),
        )
    elif name == PRESENT:
        row = store.one(
            f"SELECT CASE WHEN {_removed_at(entity)} IS NULL THEN '1' END FROM {entity} WHERE id = ?", (entity_id,)
        )
    elif "." in name:
        return _read_checklist(store, entity_id, name)
    else:
        row = store.one(f"SELECT {_column(entity, name)} FROM {entity} WHERE id = ?", (entity_id,))
    return None if row is None or row[0] is None else str(row[0])


def write(store: Store, entity: str, entity_id: int, name: str, value: str | None) -> None:
    """Set the value; None takes it away."""
    if entity == "setting":
        if value is None:
            store.write("DELETE FROM setting WHERE key = ?", (name,))
        else:
            store.write("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (name, value))
    elif entity == "narrative":
        report, _, section = name.rpartition("/")
        if value is None:
            store.write("DELETE FROM narrative WHERE report = ? AND section = ?", (report, section))
        else:
            store.write(
                "INSERT OR REPLACE INTO narrative (report, section, text) VALUES (?, ?, ?)",
                (report, section, value),
            )
    elif entity == "campaign":
        record.write(store, name, value)
    elif entity == "column_mapping":  # "" is a column that is passed over
        fingerprint, _, place = name.rpartition("/")
        key = (entity_id, fingerprint, int(place))
        store.write("DELETE FROM column_mapping WHERE unit_id = ? AND fingerprint = ? AND place = ?", key)
        if value is not None:
            store.write(
                "INSERT INTO column_mapping (unit_id, fingerprint, place, field, at) VALUES (?, ?, ?, ?, ?)",
                (*key, value or None, clock.stamp()),
            )
    elif name == PRESENT:
        removed_at = None if value is not None else clock.stamp()
        store.write(f"UPDATE {entity} SET {_removed_at(entity)} = ? WHERE id = ?", (removed_at, entity_id))
    elif "." in name:
        _write_checklist(store, entity_id, name, value)
    else:
        column = _column(entity, name)
        stored = None if value is None else _COLUMNS[entity][name](value)
        store.write(f"UPDATE {entity} SET {column} = ? WHERE id = ?", (stored, entity_id))
        if name == "full_name" and value is not None:
            store.write(
                "UPDATE staff SET folded = ?, name_key = ?, sort_key = ? WHERE id = ?",
                (fold(value), name_key(value), sort_key(value), entity_id),
            )
        elif name == "name" and value is not None:
            store.write(f"UPDATE {entity} SET folded = ? WHERE id = ?", (fold(value), entity_id))


def may_write(store: Store, entity: str, entity_id: int, name: str, value: str | None) -> bool:
    """Whether writing the value keeps the rules of the schema (a CCCD that somebody else has by now)."""
    store.write("SAVEPOINT try_value")
    try:
        write(store, entity, entity_id, name, value)
    except sqlite3.IntegrityError:
        return False
    finally:
        store.write("ROLLBACK TO try_value")
        store.write("RELEASE try_value")
    return True


def is_needed(store: Store, entity: str, entity_id: int, name: str, value: str | None) -> bool:
    """Whether the value would close a unit that has people, or counts that stand: taking back the file that made
    the unit must not take away what others put into it.
    """
    if (entity, name) != ("unit", "valid_to") or value is None:
        return False
    is_used = store.value(
        "SELECT EXISTS (SELECT 1 FROM staff WHERE unit_id = ?1 AND removed_at IS NULL) OR"
        " EXISTS (SELECT 1 FROM unit_count JOIN submission ON submission.id = submission_id"
        " WHERE unit_count.unit_id = ?1 AND taken_back_at IS NULL)",
        (entity_id,),
    )
    return bool(is_used)


def _removed_at(entity: str) -> str:
    """The column that says since when it is not there."""
    if entity not in _REMOVED_AT:
        raise ValueError(f"{entity} is never removed")
    return _REMOVED_AT[entity]


def _column(entity: str, name: str) -> str:
    if name not in _COLUMNS[entity]:
        raise ValueError(f"{entity} has no field {name}")
    return name


def _read_checklist(store: Store, staff_id: int, name: str) -> str | None:
    kind, _, key = name.partition(".")
    item = store.item(key)
    if kind == "done_on":
        row = store.one("SELECT done_on FROM item_date WHERE staff_id = ? AND item_id = ?", (staff_id, item.id))
        return None if row is None else str(row[0])
    states, reasons = store.only("SELECT states, reasons FROM staff WHERE id = ?", (staff_id,))
    if kind == "state":
        return checklist.state_at(states, item.position).value
    reason_id = checklist.unpack_reasons(reasons).get(item.position)
    if reason_id is None:
        return None
    return str(store.value("SELECT text FROM reason WHERE id = ?", (reason_id,)))


def _write_checklist(store: Store, staff_id: int, name: str, value: str | None) -> None:
    kind, _, key = name.partition(".")
    item = store.item(key)
    if kind == "done_on":
        if value is None:
            store.write("DELETE FROM item_date WHERE staff_id = ? AND item_id = ?", (staff_id, item.id))
        else:
            store.write(
                "INSERT OR REPLACE INTO item_date (staff_id, item_id, done_on) VALUES (?, ?, ?)",
                (staff_id, item.id, value),
            )
        return
    states, reasons = store.only("SELECT states, reasons FROM staff WHERE id = ?", (staff_id,))
    if kind == "state":
        states = checklist.with_code(states, item.position, PACKED[State(value or State.UNKNOWN)])
        store.write("UPDATE staff SET states = ? WHERE id = ?", (states, staff_id))
        return
    packed = checklist.unpack_reasons(reasons)
    packed.pop(item.position, None)
    if value is not None:
        from store.checklist import reasons as reason_list

        packed[item.position] = reason_list.find_or_add(store, value)
    store.write("UPDATE staff SET reasons = ? WHERE id = ?", (checklist.pack_reasons(packed), staff_id))
