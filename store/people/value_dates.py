"""Of which day the values of people are: the day of the file that they came in, or on which they were typed."""

from collections.abc import Iterable

from store.database import Store
from store.field_ref import PRESENT

_PART = 400  # ids in one query


def value_dates(store: Store, staff_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """(staff id, field) -> YYYY-MM-DD of what wrote the value last.

    A value that was never written by itself is of the day on which the person came on the list: `PRESENT`.
    """
    ids = list(staff_ids)
    found: dict[tuple[int, str], str] = {}
    for start in range(0, len(ids), _PART):
        part = ids[start : start + _PART]
        rows = store.rows(
            "SELECT history.entity_id, history.field, ifnull(submission.data_date, substr(change.at, 1, 10))"
            " FROM history JOIN change ON change.id = history.change_id"
            " LEFT JOIN submission ON submission.id = change.submission_id"
            f" WHERE history.entity = 'staff' AND history.entity_id IN ({','.join('?' * len(part))})"
            " ORDER BY history.id",
            part,
        )
        for staff_id, name, day in rows:
            found[staff_id, name] = day
    return found


def date_of(dates: dict[tuple[int, str], str], staff_id: int, name: str) -> str | None:
    """The day of one value, where it is known."""
    return dates.get((staff_id, name)) or dates.get((staff_id, PRESENT))
