"""Says in Vietnamese of which values a row says otherwise while an answer of before keeps what the register has."""

from store import fields
from store.database import Store
from store.field_ref import FieldKind, FieldRef
from store.models import State
from store.receiving.plan import WRITTEN_AS, FieldChange, PlannedRow
from store.words.field_values import EMPTY, field_label, shown_value, shown_values


def kept_values(store: Store, row: PlannedRow, unit: str | None) -> list[str]:
    """`BHYT: tệp ghi ✓ Đã, giữ ✗ Chưa như đã trả lời` for each such value; `unit` is the one that sent the file."""
    is_there = bool(row.kept) and store.one("SELECT 1 FROM staff WHERE id = ?", (row.staff_id,)) is not None
    if row.staff_id is None or not is_there:  # whoever was forgotten since is in the file alone
        return []
    found = []
    for field in row.kept:
        name = WRITTEN_AS.get(field, field)
        change = FieldChange(field, fields.read(store, "staff", row.staff_id, name), _of_row(row, field, unit))
        if change.after is None or fields.is_same("staff", name, change.before, change.after):
            continue
        before, after = shown_values(store, change)
        if name != field:
            before = shown_value(store, name, change.before)
        if before != after:
            held = f"giữ {before}" if before != EMPTY else "để trống"
            found.append(f"{field_label(store, field)}: tệp ghi {after}, {held} như đã trả lời")
    return found


def _of_row(row: PlannedRow, field: FieldRef, unit: str | None) -> str | None:
    """The value of a row, in the spelling of the history, but for units and departments, which are named."""
    person = row.incoming.person
    if person is None:
        return None
    if field.item is not None:
        state = person.states.get(field.item, State.UNKNOWN)
        if field.kind is FieldKind.STATE:
            return None if state is State.UNKNOWN else state.value
        return (person.reasons if field.kind is FieldKind.REASON else person.done_on).get(field.item)
    if field in WRITTEN_AS:
        return unit if field == "unit" else row.incoming.department
    value = getattr(person, field, None)
    return str(int(value)) if isinstance(value, bool) else value
