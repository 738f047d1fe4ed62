"""Which values of a person a row of a received file gives, in the spelling of the history."""

from collections.abc import Iterator

from store.database import Store
from store.field_ref import FieldRef
from store.models import PERSON_FIELDS, Person, State


def names_of(person: Person) -> Iterator[str]:
    """The fields that a row with this person gives.

    Whoever has an item has no reason why not, and whoever has it not no day: these are given with the state.
    """
    for name in PERSON_FIELDS:
        if getattr(person, name) not in (None, ""):
            yield name
    for key, state in person.states.items():
        if state is State.UNKNOWN:
            continue
        yield FieldRef.state(key)
        if state is not State.TODO or person.reasons.get(key):
            yield FieldRef.reason(key)
        if state is not State.DONE or person.done_on.get(key):
            yield FieldRef.done_on(key)


class GivenFields:
    """Numbers sets of fields, one entry of `given_fields` for all rows that give the same."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ids: dict[str, int] = dict(store.rows("SELECT names, id FROM given_fields"))

    def number(self, person: Person | None) -> int | None:
        """The id of what a row with this person gives, added when it is new; None of a row that names nobody."""
        if person is None:
            return None
        names = " ".join(names_of(person))
        if names not in self._ids:
            self._ids[names] = self._store.insert("given_fields", names=names)
        return self._ids[names]
