"""Reads people and submissions as they were at an earlier moment: undoes later changes in memory, writes nothing.

The store keeps no old versions of a person. It keeps every change with the value before it, so the earlier version
is the present one with all later changes undone, newest first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from store.checklist import checklist
from store.checklist.applicability import administrative
from store.checklist.items import checklist_items
from store.checklist.reasons import texts, why_not
from store.database import IDS, Store
from store.field_ref import PRESENT, FieldKind, FieldRef
from store.frozen import frozen
from store.models import State
from store.text import fold

#: A day means its end; a number is that of the last change that belongs to it (`store.history.last_change`), which
#: tells apart what was changed in the same second.
Moment = date | datetime | int
#: People whom every form counts alike: unit id, department id, packed states, packed reasons, administrative staff,
#: smartphone.
Group = tuple[int, int | None, str, str, int | None, int | None]
#: Staff id of everybody who was changed since the moment -> (their group now, their group then); a group is None while
#: the person is not on the staff. Whoever is missing here was not changed.
Rewound = Mapping[int, tuple[Group | None, Group | None]]


_KEPT = "rewound"
#: What figures depend on beside the items, and the columns that `PersonThen` reads.
_PLACE = frozenset((PRESENT, "unit_id", "department_id", "administrative", "employment", "smartphone"))
_FIELDS = "unit_id, department_id, states, reasons, administrative, employment, smartphone, removed_at"


class PersonThen:
    """The fields of one person that figures are counted from, with the changes that `Past` has undone so far."""

    __slots__ = (
        "administrative",
        "department_id",
        "employment",
        "is_on_staff",
        "reasons",
        "smartphone",
        "states",
        "unit_id",
    )

    def __init__(self, row: tuple[int, int | None, str, str, int | None, str | None, int | None, str | None]) -> None:
        self.unit_id, self.department_id, self.states, self.reasons = row[:4]
        self.administrative, self.employment, self.smartphone = row[4:7]
        self.is_on_staff = row[-1] is None  # removed_at

    @property
    def group(self) -> Group | None:
        """The group in which forms count the person; None while the person is not on the staff."""
        if not self.is_on_staff:
            return None
        place, answers = (self.unit_id, self.department_id), (self.states, self.reasons)
        return (*place, *answers, administrative(self.administrative, self.employment), self.smartphone)


class Past:
    """Takes people back to an earlier moment, while the caller undoes changes from the newest to older ones."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.items = {item.key: item.position for item in checklist_items(store)}
        self._reasons: dict[str, int] = dict(store.rows("SELECT folded, id FROM reason"))
        self._people: dict[int, PersonThen] = {}

    def load(self, ids: Iterable[int]) -> None:
        """Read the present data of many people in one query; `person` reads a single one by a query of its own."""
        for staff_id, *row in self._store.by_ids(f"SELECT id, {_FIELDS} FROM staff WHERE id IN {IDS}", ids):
            self._people[staff_id] = PersonThen(tuple(row))

    def person(self, staff_id: int) -> PersonThen:
        """A person after the changes that `take_back` has undone so far."""
        if staff_id not in self._people:
            self.load([staff_id])
        return self._people[staff_id]

    def take_back(self, staff_id: int, name: str, before: str | None) -> None:
        """Undo one change of a person's field, given the value before; fields that no figure depends on are ignored."""
        self.undo(self.person(staff_id), name, before)

    def undo(self, person: PersonThen, name: str, before: str | None) -> None:
        """Undo a change as `take_back` does, for a person whom the caller has already read."""
        ref = FieldRef.parse(name)
        if name == PRESENT:
            person.is_on_staff = before is not None
        elif name == "unit_id" and before is not None:
            person.unit_id = int(before)
        elif name == "department_id":
            person.department_id = None if before is None else int(before)
        elif name in ("administrative", "smartphone"):
            setattr(person, name, None if before is None else int(before))
        elif name == "employment":
            person.employment = before
        elif ref.item in self.items and ref.kind is FieldKind.STATE:
            state = State(before or State.UNKNOWN)
            person.states = checklist.with_state(person.states, self.items[ref.item], state)
        elif ref.item in self.items and ref.kind is FieldKind.REASON:
            number = None if before is None else self._reasons.get(fold(before))
            person.reasons = checklist.with_reason(person.reasons, self.items[ref.item], number)


def rewound_people(store: Store, moment: Moment) -> Rewound:
    """The present and the earlier group of everybody who was changed after a moment.

    The last answer is kept until the store changes, because a frozen table asks again for each of its figures.
    """
    key = (store.version(), moment)
    kept: tuple[object, Rewound] | None = store.kept.get(_KEPT)
    if kept is None or kept[0] != key:
        kept = store.kept[_KEPT] = (key, _rewound(store, moment))
    return kept[1]


def _rewound(store: Store, moment: Moment) -> Rewound:
    since, value = ("change.id", moment) if isinstance(moment, int) else ("change.at", end_of(moment))
    past = Past(store)
    names = [*_PLACE, *(str(of(item)) for item in past.items for of in (FieldRef.state, FieldRef.reason))]
    rows = store.rows(
        "SELECT history.entity_id, history.field, history.before FROM history"
        " JOIN change ON change.id = history.change_id"
        f" WHERE history.entity = 'staff' AND {since} > ? AND history.field IN ({', '.join('?' * len(names))})"
        " ORDER BY history.id DESC",
        (value, *names),
    )
    earliest: defaultdict[int, dict[str, str | None]] = defaultdict(dict)
    for staff_id, name, before in rows:
        # Newest first: the value that stays is that before the first change after the moment.
        earliest[staff_id][name] = before
    found: dict[int, tuple[Group | None, Group | None]] = {}
    # Of 100,000 people who were changed most had the same states and lost the same ones.
    answers: dict[tuple[object, ...], tuple[str, str]] = {}
    for staff_id, *row in store.by_ids(f"SELECT id, {_FIELDS} FROM staff WHERE id IN {IDS}", earliest):
        person, values = PersonThen(tuple(row)), earliest[staff_id]
        now, key = person.group, (person.states, person.reasons, *values.items())
        known = answers.get(key)
        for name in values if known is None else _PLACE & values.keys():
            past.undo(person, name, values[name])
        if known is None:
            answers[key] = person.states, person.reasons
        else:
            person.states, person.reasons = known
        found[staff_id] = (now, person.group)
    return found


def of_units_then(store: Store, field: Literal["sector", "name"], moment: date | datetime) -> dict[int, str]:
    """Unit id -> the sector or name of the unit at a moment."""
    rows = store.rows(
        "SELECT history.entity_id, history.before FROM history JOIN change ON change.id = history.change_id"
        " WHERE history.entity = 'unit' AND history.field = ? AND change.at > ? ORDER BY history.id DESC",
        (field, end_of(moment)),
    )
    earlier = {unit_id: before for unit_id, before in rows if before is not None}  # newest first: the earliest stays
    return {**dict(store.rows(f"SELECT id, {field} FROM unit")), **earlier}


def parents_then(store: Store, moment: date | datetime) -> dict[int, int | None]:
    """Unit id -> id of the unit above at a moment; None when there was none."""
    rows = store.rows(
        "SELECT history.entity_id, CAST(history.before AS INTEGER) FROM history"
        " JOIN change ON change.id = history.change_id"
        " WHERE history.entity = 'unit' AND history.field = 'parent_id' AND change.at > ? ORDER BY history.id DESC",
        (end_of(moment),),
    )
    return {**dict(store.rows("SELECT id, parent_id FROM unit")), **dict(rows)}  # newest first: the earliest stays


def submissions_then(store: Store, moment: date | datetime) -> dict[int, bool]:
    """Submission id -> whether it was in force at a moment, for those taken in or taken back after the moment."""
    rows = store.rows(
        "SELECT history.entity_id, history.before FROM history JOIN change ON change.id = history.change_id"
        " WHERE history.entity = 'submission' AND history.field = ? AND change.at > ? ORDER BY history.id DESC",
        (PRESENT, end_of(moment)),
    )
    return {id_: before is not None for id_, before in rows}  # newest first: the first change after the moment stays


def end_of(moment: date | datetime) -> str:
    """The end of a day, or the given moment, in ISO 8601 as the column `change.at` holds it."""
    return moment.isoformat() if isinstance(moment, datetime) else f"{moment.isoformat()}T23:59:59"


@frozen
class Standing:
    """One person whom a figure counts, with states and reasons."""

    staff_id: int
    full_name: str
    birth_date: str | None  # YYYY-MM-DD, or YYYY
    unit: str
    department: str | None
    states: dict[str, State]  # of every item, at the moment that was asked for
    reasons: dict[str, str]  # of chưa the words that the table counts it under; of không áp dụng its own


def people_at(store: Store, ids: Sequence[int], rewound: Rewound | None = None) -> list[Standing]:
    """The people with these ids, in this order, on the staff or not; a window of a list that may be long.

    With `rewound`, the answer of `rewound_people` for an earlier moment, units, departments, states and reasons are
    those of that moment.
    """
    places, known = {item.key: item.position for item in checklist_items(store)}, texts(store)
    unit_names = dict(store.rows("SELECT id, name FROM unit"))
    department_names = dict(store.rows("SELECT id, name FROM department"))
    found: dict[int, Standing] = {}
    columns = "id, full_name, birth_date, unit_id, department_id, states, reasons"
    for staff_id, name, born, *now in store.by_ids(f"SELECT {columns} FROM staff WHERE id IN {IDS}", ids):
        unit_id, department_id, states, packed, *_ = (rewound or {}).get(staff_id, (None, None))[1] or now
        by_place = checklist.unpack_reasons(packed)
        words = {
            key: known.get(by_place.get(place, 0))
            if checklist.state_at(states, place) is State.NOT_APPLICABLE
            else why_not(states, by_place, place, known)
            for key, place in places.items()
        }
        found[staff_id] = Standing(
            staff_id,
            name,
            born,
            unit_names[unit_id],
            department_names.get(department_id),
            {key: checklist.state_at(states, place) for key, place in places.items()},
            {key: text for key, text in words.items() if text is not None},
        )
    return [found[staff_id] for staff_id in ids if staff_id in found]
