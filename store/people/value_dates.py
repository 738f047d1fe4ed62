"""Tells how old what is known of people is: the day of the file that said it, or on which it was typed."""

from collections.abc import Iterable

from store.database import IDS, Store
from store.field_ref import PRESENT


def value_dates(store: Store, staff_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """(staff id, field) -> YYYY-MM-DD of what wrote the value last.

    A value that was never written by itself is of the day on which the person came on the list: `PRESENT`.
    """
    rows = store.by_ids(
        "SELECT history.entity_id, history.field, ifnull(submission.data_date, substr(change.at, 1, 10))"
        " FROM history JOIN change ON change.id = history.change_id"
        " LEFT JOIN submission ON submission.id = change.submission_id"
        f" WHERE history.entity = 'staff' AND history.entity_id IN {IDS} ORDER BY history.id",
        staff_ids,
    )
    return {(staff_id, name): day for staff_id, name, day in rows}


def date_of(dates: dict[tuple[int, str], str], staff_id: int, name: str) -> str | None:
    """The day of one value, where it is known."""
    return dates.get((staff_id, name)) or dates.get((staff_id, PRESENT))
