"""Compares the row of a file with the person in the store: what is news is taken, a contradiction is asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from importers.deciding.matching import marks_of
from store.checklist import checklist
from store.database import Store
from store.field_ref import FieldKind, FieldRef
from store.frozen import changeable
from store.models import PERSON_COLUMN, PERSON_FIELDS, Item, Person, State
from store.people import units
from store.people.known import Known
from store.receiving.plan import FieldChange, IncomingRow, Table
from store.text import name_key

#: Going from the first to the second is news; every other change of state contradicts what is known.
_NEWS = {
    (State.TODO, State.DONE),
    (State.TODO, State.NOT_APPLICABLE),
    *((State.UNKNOWN, state) for state in (State.DONE, State.TODO, State.NOT_APPLICABLE)),
}
_UNIT, _DEPARTMENT = FieldRef.parse("unit"), FieldRef.parse("department")


@changeable
class Differences:
    """How a row differs from the person that it is about."""

    news: list[FieldChange] = field(default_factory=list)
    disputes: list[FieldChange] = field(default_factory=list)


def compare(
    known: Known,
    person: Person,
    department: str | None,
    items: tuple[Item, ...],
    reason_texts: dict[int, str],
    days: Mapping[tuple[int, str], str],
) -> Differences:
    """Compare a row with a known person field by field; a value that the row leaves out never erases a known one."""
    found = Differences()
    for name in PERSON_FIELDS:
        value = getattr(person, name)
        if value is None or value == "":
            continue
        after = str(int(value)) if isinstance(value, bool) else value
        before = known.values[name]
        if before == after:
            continue
        verdict = _verdict(name, before, after)
        if verdict == "news":
            found.news.append(FieldChange(FieldRef.parse(name), before, after))
        elif verdict == "dispute":
            found.disputes.append(FieldChange(FieldRef.parse(name), before, after))
    if department and department != known.department:
        found.news.append(FieldChange(_DEPARTMENT, known.department, department))
    _compare_states(known, person, items, reason_texts, found)
    for key, day in person.done_on.items():
        before, state = days.get((known.id, key)), FieldRef.state(key)
        if before == day or person.states.get(key) is not State.DONE:
            continue
        change = FieldChange(FieldRef.done_on(key), before, day)
        is_disputed = before is not None or any(each.field == state for each in found.disputes)
        (found.disputes if is_disputed else found.news).append(change)
    return found


def ask_about_blank_department(known: Known, table: Table, row: IncomingRow, found: Differences) -> None:
    """Make the change of a known department a dispute where the row leaves it blank, and has that of a row above."""
    changes = [change for change in found.news if change.field == _DEPARTMENT and known.department]
    places = [place for place, column in enumerate(table.columns) if column.field == _DEPARTMENT] if changes else []
    if places and not any(row.cells[place].strip() for place in places):
        found.news.remove(changes[0])
        found.disputes.append(changes[0])


def changes_of_a_move(store: Store, known: Known, unit: str | None, department: str | None) -> list[FieldChange]:
    """The change of unit of somebody who is listed elsewhere, then of the department, which is one of that unit."""
    moves = [FieldChange(_UNIT, units.get(store, known.unit_id).name, unit)]
    if department != known.department:
        moves.append(FieldChange(_DEPARTMENT, known.department, department))
    return moves


def decided_by(change: FieldChange, changes: Sequence[FieldChange]) -> FieldChange:
    """The one of the changes of a person whose answer a change shares: a reason or day has that of its state, a
    department that of the unit that the person moves to."""
    if change.field == _DEPARTMENT:
        decides = _UNIT
    elif change.field.kind in (FieldKind.REASON, FieldKind.DONE_ON) and change.field.item is not None:
        decides = FieldRef.state(change.field.item)
    else:
        return change
    return next((each for each in changes if each.field == decides), change)


def _verdict(name: str, before: str | None, after: str) -> str:
    if before is None:
        return "news"
    if name == "full_name":
        return _name_verdict(before, after)
    if name == "birth_date" and before[:4] == after[:4]:
        if len(after) < len(before):
            return "same"  # the year alone says nothing against the whole date
        if len(after) > len(before):
            return "news"
    return "dispute" if PERSON_COLUMN[name].tells_who else "news"


def _name_verdict(before: str, after: str) -> str:
    """The verdict on a name: "same" with equal or no diacritics, "news" if the known one has none, else "dispute"."""
    if name_key(before) != name_key(after):
        return "dispute"
    old, new = marks_of(before), marks_of(after)
    if old == new:
        return "same"
    old_count, new_count = sum(map(len, old)), sum(map(len, new))
    if new_count == 0:
        return "same"
    return "news" if old_count == 0 else "dispute"


def _compare_states(
    known: Known, person: Person, items: tuple[Item, ...], reason_texts: dict[int, str], found: Differences
) -> None:
    reasons = checklist.unpack_reasons(known.reasons) if known.reasons else {}
    for item in items:
        after = person.states.get(item.key)
        if after is None or after is State.UNKNOWN:
            continue
        before = checklist.state_at(known.states, item.position)
        reason_id = reasons.get(item.position)
        old_reason = None if reason_id is None else reason_texts[reason_id]
        new_reason = person.reasons.get(item.key) if after is State.TODO else None
        if before is not after:
            into = found.news if (before, after) in _NEWS else found.disputes
            into.append(FieldChange(FieldRef.state(item.key), before.value, after.value))
            if old_reason != new_reason:
                into.append(FieldChange(FieldRef.reason(item.key), old_reason, new_reason))
        elif new_reason and (old_reason is None or name_key(old_reason) != name_key(new_reason)):
            found.news.append(FieldChange(FieldRef.reason(item.key), old_reason, new_reason))


def is_news(change: FieldChange) -> bool:
    """Whether a change fills an unknown value, or moves an item from chưa to đã or không áp dụng."""
    if change.field.kind is not FieldKind.STATE:
        return change.before is None
    return (State(change.before or State.UNKNOWN), State(change.after or State.UNKNOWN)) in _NEWS


def contradicting_states(known: Known, person: Person, items: tuple[Item, ...]) -> frozenset[str]:
    """The state fields of a row that would leave a person with an item đã and an item that it requires chưa.

    A contradiction that is in the store already is shown there, and is not caused by the row.
    """
    before = _states(known, items)
    after = _after(before, person)
    found: set[str] = set()
    for item, needed in checklist.contradictions(after, items):
        changed = [key for key in (item.key, needed.key) if after[key] is not before[key]]
        found.update(map(FieldRef.state, changed))
    return frozenset(found)


def contradictions_of(known: Known, person: Person, items: tuple[Item, ...]) -> list[tuple[Item, Item]]:
    """Pairs (item that would be đã, item that it requires and that would be chưa) which a row would cause."""
    before = _states(known, items)
    after = _after(before, person)
    found = checklist.contradictions(after, items)
    return [pair for pair in found if any(after[item.key] is not before[item.key] for item in pair)]


def _states(known: Known, items: tuple[Item, ...]) -> dict[str, State]:
    return {item.key: checklist.state_at(known.states, item.position) for item in items}


def _after(before: dict[str, State], person: Person) -> dict[str, State]:
    return before | {key: state for key, state in person.states.items() if state is not State.UNKNOWN}
