"""Which values of a person a row of a received file gives, in the spelling of the history."""

from collections.abc import Hashable, Iterable, Iterator
from operator import attrgetter

from store.database import Store
from store.field_ref import FieldRef
from store.models import PERSON_FIELDS, Person, State
from store.outcome import KEPT
from store.receiving.plan import WRITTEN_AS, PlannedRow

_EMPTY = (None, "")
_columns_of = attrgetter(*PERSON_FIELDS)


def _names_of(person: Person, department: str | None) -> Iterator[str]:
    """The fields that a row with this person gives.

    Whoever has an item has no reason why not, and whoever has it not no day: these are given with the state.
    """
    for name in PERSON_FIELDS:
        if getattr(person, name) not in _EMPTY:
            yield name
    if department:
        yield "department_id"
    for key, state in person.states.items():
        if state is State.UNKNOWN:
            continue
        yield FieldRef.state(key)
        if state is not State.TODO or person.reasons.get(key):
            yield FieldRef.reason(key)
        if state is not State.DONE or person.done_on.get(key):
            yield FieldRef.done_on(key)


def _of_items(person: Person) -> tuple[Iterable[Hashable], ...]:
    """States, items with a reason, items with a day."""
    return person.states.items(), filter(person.reasons.get, person.reasons), filter(person.done_on.get, person.done_on)


class GivenFields:
    """Numbers sets of fields, one entry of `given_fields` for all rows that give the same."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ids: dict[str, int] = dict(store.rows("SELECT names, id FROM given_fields"))
        self._of_alike: dict[Hashable, int] = {}  # many rows of a file give the same

    def number(self, row: PlannedRow) -> int | None:
        """The id of what a row gives, added when it is new; None of a row that names nobody."""
        person = row.incoming.person
        if person is None:
            return None
        filled = tuple([value not in _EMPTY for value in _columns_of(person)])
        alike = (filled, bool(row.incoming.department), tuple(row.kept), *map(tuple, _of_items(person)))
        if alike not in self._of_alike:
            self._of_alike[alike] = self._add(row, person)
        return self._of_alike[alike]

    def _add(self, row: PlannedRow, person: Person) -> int:
        kept = {WRITTEN_AS.get(name, str(name)) for name in row.kept}
        fields = _names_of(person, row.incoming.department)
        names = " ".join(f"{KEPT}{name}" if name in kept else name for name in fields)
        if names not in self._ids:
            self._ids[names] = self._store.insert("given_fields", names=names)
        return self._ids[names]
