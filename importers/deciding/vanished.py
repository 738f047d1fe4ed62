"""Finds who is missing from the newest list of a unit."""

from dataclasses import replace

from store.database import Store
from store.outcome import Outcome
from store.receiving.kept import vanished
from store.receiving.plan import Plan
from store.words.field_values import marks_of_namesakes


def find_vanished(store: Store, plan: Plan) -> None:
    """Find who is missing from the file, now that its rows are answered as they are.

    Whoever may be meant by a row is not, also where an answer left that row out.
    """
    possible = (one for row in plan.several if row.outcome is Outcome.CONFLICT for one in row.candidates)
    found = [row.staff_id for row in (*plan.rows, *possible) if row.staff_id is not None]
    missing = vanished(store, plan.unit_id, {*found, *plan.left_out}, plan.reading.data_date)
    marks = marks_of_namesakes(store, [one.staff_id for one in missing])
    plan.vanished = [replace(one, marks=marks.get(one.staff_id, "")) for one in missing]
