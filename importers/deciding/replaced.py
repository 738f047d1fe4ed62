"""Which values were replaced by hand, or since the same file came first: a file that has them still knows no better."""

from collections.abc import Callable, Collection, Iterable
from functools import cached_property

from store.database import Store
from store.field_ref import FieldKind, FieldRef
from store.people import known
from store.receiving.plan import FieldChange


class Replaced:
    """The values that people had before somebody changed them by hand, or anything after an earlier submission did."""

    def __init__(self, store: Store, ids: Callable[[], Collection[int]], earlier: int | None) -> None:
        self._store, self._ids, self._earlier = store, ids, earlier

    def put_back(self, staff_id: int, changes: Iterable[FieldChange]) -> frozenset[FieldRef]:
        """The fields in which changes of a person would undo what was changed by hand, a state with its reason."""
        back = {each.field for each in changes if each.before is not None and self._is_back(staff_id, each)}
        items = [field.item for field in back if field.kind is FieldKind.STATE and field.item is not None]
        return frozenset((*back, *map(FieldRef.reason, items)))

    def _is_back(self, staff_id: int, change: FieldChange) -> bool:
        found = self._of_people.get((staff_id, change.field))
        return found is not None and found.now == change.before and change.after in found.before

    @cached_property
    def _of_people(self) -> dict[tuple[int, str], known.Later]:
        return known.changed_later(self._store, self._ids(), self._earlier)
