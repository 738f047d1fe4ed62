"""Writes one field of a stored person, unless another window changed it after it was shown."""

from store.checklist.items import checklist_items
from store.database import Store
from store.errors import RefusedError
from store.field_ref import FieldRef
from store.models import PERSON_COLUMN, State
from store.people import staff
from tui.screens.person.fields import values_of


def write_field(store: Store, staff_id: int, name: str, value: str, *, shown: str) -> str | None:
    """Write a value; if the store has neither the value `shown` before nor this one, only answer what it has.

    Values are as the form shows them. `name` is a column of a person or the state of an item. Raises RefusedError for a
    value that must not be stored, and when the person was taken off the list.
    """
    item = FieldRef.parse(name).item
    with store.transaction():  # no other window writes between the look and the writing
        member = staff.get(store, staff_id)
        if member.removed_at is not None:
            raise RefusedError("Người này không còn trong danh sách, chưa ghi gì.")
        now = values_of(member, checklist_items(store))[name]
        if now not in (shown, value):
            return now
        if item is not None:
            staff.set_state(store, [staff_id], item, State(value or State.UNKNOWN))
        else:
            staff.edit(store, staff_id, {name: PERSON_COLUMN[name].stored(value)})
    return None
