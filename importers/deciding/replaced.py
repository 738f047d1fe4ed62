"""Finds changes of a file that would put back an earlier value, or replace one that was written by hand."""

from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from store.database import Store
from store.field_ref import FieldKind, FieldRef
from store.people import known
from store.receiving.plan import FieldChange


class Replaced:
    """The values of people that were changed by hand, or in any way after an earlier submission of the same file."""

    def __init__(self, store: Store, ids: Callable[[], Collection[int]], earlier: int | None) -> None:
        self._store, self._ids, self._earlier = store, ids, earlier

    def among(self, staff_id: int, changes: Sequence[FieldChange]) -> frozenset[FieldRef]:
        """The fields in which changes of a person would put back or replace these values."""
        return frozenset(each.field for each in changes if each.before is not None and self._is_one(staff_id, each))

    def _is_one(self, staff_id: int, change: FieldChange) -> bool:
        found = self._of_people.get((staff_id, change.field))
        if found is None or found.now != change.before:
            return False
        return change.after in found.before or (found.is_by_hand and change.field.kind is not FieldKind.STATE)

    @cached_property
    def _of_people(self) -> dict[tuple[int, str], known.Later]:
        return known.changed_later(self._store, self._ids(), self._earlier)
