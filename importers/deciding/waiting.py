"""Keeps back the values in which two rows of one file about one person differ, until somebody answers which holds."""

from dataclasses import replace

from importers.deciding.repeated import differ
from store.field_ref import FieldRef
from store.models import PERSON_FIELDS, State
from store.outcome import Outcome, Problem
from store.receiving.plan import IncomingRow, Plan, PlannedRow

#: What tells who somebody is; a note adds to another.
_STAYS = frozenset({"full_name", "birth_date", "citizen_id", "note"})


def keep_back(first: PlannedRow, row: IncomingRow, message: str) -> bool:
    """Remove from the first row of a person, in the plan, the values in which a later row differs.

    Args:
        first: the first row; it gets the message and keeps only its other values and changes.
        row: the later row.
        message: Vietnamese, for the first row.

    Returns:
        Whether any value differed; `give_back` puts all of them back.
    """
    one, other = first.incoming.person, row.person
    if one is None or other is None:
        return False
    states = {key for key, state in one.states.items() if _are_known(state, other.states.get(key))}
    keys = {key for key in states if one.states[key] is not other.states[key]}
    reasons = keys | {key for key, words in one.reasons.items() if differ(words, other.reasons.get(key))}
    days = keys | {key for key, day in one.done_on.items() if differ(day, other.done_on.get(key))}
    names = [name for name in PERSON_FIELDS if name not in _STAYS and differ(getattr(one, name), getattr(other, name))]
    fields = {FieldRef.parse(name) for name in names} | {FieldRef.state(key) for key in keys}
    fields |= {FieldRef.reason(key) for key in reasons} | {FieldRef.done_on(key) for key in days}
    keeps_department = not differ(first.incoming.department, row.department)
    fields |= set() if keeps_department else {FieldRef.parse("department")}
    if not fields:
        return False
    first.whole = first.whole or (first.incoming, first.outcome, tuple(first.changes), tuple(first.agreed))
    person = replace(
        one,
        states={key: state for key, state in one.states.items() if key not in keys},
        reasons={key: words for key, words in one.reasons.items() if key not in reasons},
        done_on={key: day for key, day in one.done_on.items() if key not in days},
    )
    for name in names:
        setattr(person, name, None)
    problems = (*first.incoming.problems, Problem("", "repeated", message))
    department = first.incoming.department if keeps_department else None
    first.incoming = first.incoming._replace(person=person, problems=problems, department=department)
    first.changes = [change for change in first.changes if change.field not in fields]
    first.agreed = [change for change in first.agreed if change.field not in fields]
    if first.outcome is Outcome.CHANGED and not first.changes:
        first.outcome = Outcome.UNCHANGED
    return True


def give_back(plan: Plan, first: PlannedRow) -> None:
    """Put back the values that were kept back of a row, once no other row of the person waits for an answer."""
    waiting = any(row.waits is first and row.outcome is Outcome.CONFLICT for row in plan.rows)
    if first.whole is None or waiting:
        return
    first.incoming, outcome, changes, agreed = first.whole
    if (first.outcome is Outcome.CONFLICT) is (outcome is Outcome.CONFLICT):
        first.outcome, first.changes, first.agreed = outcome, changes, agreed
    first.whole = None


def _are_known(one: State | None, other: State | None) -> bool:
    return None not in (one, other) and State.UNKNOWN not in (one, other)
