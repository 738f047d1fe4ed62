"""How people and files stood at an earlier moment: what was changed since is taken back in memory, never written."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from store.checklist import checklist
from store.checklist.items import checklist_items
from store.database import IDS, Store
from store.field_ref import PRESENT, FieldKind, FieldRef
from store.models import State
from store.text import fold

Group = tuple[int, int | None, str, str]  # unit id, department id, packed states, packed reasons
#: Of people who were changed since: their group now and then; None: not on the staff.
Rewound = Mapping[int, tuple[Group | None, Group | None]]


class PersonThen:
    """One person while their changes are being taken back."""

    __slots__ = ("administrative", "department_id", "is_there", "reasons", "smartphone", "states", "unit_id")

    def __init__(self, row: tuple[int, int | None, str, str, int | None, int | None, str | None]) -> None:
        self.unit_id, self.department_id, self.states, self.reasons, self.administrative, self.smartphone, end = row
        self.is_there = end is None

    @property
    def group(self) -> Group | None:
        """What forms count them under; None: not on the staff."""
        return (self.unit_id, self.department_id, self.states, self.reasons) if self.is_there else None


class Past:
    """The people of a store, going back in time change by change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._positions = {item.key: item.position for item in checklist_items(store)}
        self._reasons: dict[str, int] = dict(store.rows("SELECT folded, id FROM reason"))
        self._people: dict[int, PersonThen] = {}

    def load(self, ids: Iterable[int]) -> None:
        """Read these people at once."""
        rows = self._store.by_ids(
            "SELECT id, unit_id, department_id, states, reasons, administrative, smartphone, removed_at FROM staff"
            f" WHERE id IN {IDS}",
            ids,
        )
        for staff_id, *row in rows:
            self._people[staff_id] = PersonThen(tuple(row))

    def person(self, staff_id: int) -> PersonThen:
        """How somebody stood, as far as changes were taken back."""
        if staff_id not in self._people:
            self.load([staff_id])
        return self._people[staff_id]

    def take_back(self, staff_id: int, name: str, before: str | None) -> None:
        """Give one value of one person what it was before a change."""
        person, ref = self.person(staff_id), FieldRef.parse(name)
        if name == PRESENT:
            person.is_there = before is not None
        elif name == "unit_id" and before is not None:
            person.unit_id = int(before)
        elif name == "department_id":
            person.department_id = None if before is None else int(before)
        elif name == "administrative":
            person.administrative = None if before is None else int(before)
        elif name == "smartphone":
            person.smartphone = None if before is None else int(before)
        elif ref.item in self._positions and ref.kind is FieldKind.STATE:
            state = State(before or State.UNKNOWN)
            person.states = checklist.with_state(person.states, self._positions[ref.item], state)
        elif ref.item in self._positions and ref.kind is FieldKind.REASON:
            number = None if before is None else self._reasons.get(fold(before))
            person.reasons = checklist.with_reason(person.reasons, self._positions[ref.item], number)


def rewound_people(store: Store, moment: date | datetime) -> Rewound:
    """Everybody who was changed after a moment, as they stand now and as they stood then; a day means its end."""
    rows = store.rows(
        "SELECT history.entity_id, history.field, history.before FROM history"
        " JOIN change ON change.id = history.change_id"
        " WHERE history.entity = 'staff' AND change.at > ? ORDER BY history.id DESC",
        (end_of(moment),),
    )
    earliest: dict[int, dict[str, str | None]] = {}
    for staff_id, name, before in rows:
        earliest.setdefault(staff_id, {})[name] = before  # the last one read is the first change after the moment
    past = Past(store)
    past.load(earliest)
    found: dict[int, tuple[Group | None, Group | None]] = {}
    for staff_id, values in earliest.items():
        now = past.person(staff_id).group
        for name, before in values.items():
            past.take_back(staff_id, name, before)
        found[staff_id] = (now, past.person(staff_id).group)
    return found


def submissions_then(store: Store, moment: date | datetime) -> dict[int, bool]:
    """Of every submission that was taken in or taken back after a moment: whether it stood then."""
    rows = store.rows(
        "SELECT history.entity_id, history.before FROM history JOIN change ON change.id = history.change_id"
        " WHERE history.entity = 'submission' AND history.field = ? AND change.at > ? ORDER BY history.id DESC",
        (PRESENT, end_of(moment)),
    )
    return {id_: before is not None for id_, before in rows}  # the last one read is the first change after it


def end_of(moment: date | datetime) -> str:
    """The last second that belongs to a day or a moment, as the history writes it."""
    return moment.isoformat() if isinstance(moment, datetime) else f"{moment.isoformat()}T23:59:59"
