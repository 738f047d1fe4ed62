"""Withholds the states of some items of a row: they stay as the store has them, and the person is asked."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from store.models import Person
from store.outcome import Problem
from store.receiving.plan import IncomingRow


def without_items(row: IncomingRow, person: Person, keys: Collection[str], problems: Sequence[Problem]) -> IncomingRow:
    """Remove the states and reasons of these items from a row, and add the problems that say why."""
    states = {key: state for key, state in person.states.items() if key not in keys}
    reasons = {key: reason for key, reason in person.reasons.items() if key not in keys}
    return row._replace(person=replace(person, states=states, reasons=reasons), problems=(*row.problems, *problems))
