"""Finds the people whom the file of a unit before listed and the new one does not: they left, or were forgotten."""

from collections.abc import Collection

from store.database import Store
from store.receiving import submissions
from store.receiving.plan import Answer, FileKind, Vanished

#: The name under which it is kept that somebody was forgotten by the unit, with the submission that named them.
FIELD = "vanished"


def vanished(store: Store, unit_id: int | None, named: Collection[int], data_date: str | None = None) -> list[Vanished]:
    """People of the unit's newest list who are still on its staff and are missing from the new file.

    Args:
        store: the open store.
        unit_id: who sends; a unit that is new has nobody to miss.
        named: ids of the people whom the new file names.
        data_date: YYYY-MM-DD, of which day the new file is; one that is older than the list that is known tells
            nothing of who is there now.
    """
    newest = None if unit_id is None else _newest_list(store, unit_id)
    if newest is None:
        return []
    before, known_on = newest
    if data_date is not None and known_on is not None and data_date < known_on:
        return []
    settled = submissions.settled_conflicts(store)
    rows = store.rows(
        "SELECT DISTINCT staff.id, staff.full_name, staff.sort_key FROM submission_row"
        " JOIN staff ON staff.id = submission_row.staff_id"
        " WHERE submission_id = ? AND outcome IN ('new', 'changed', 'unchanged')"
        " AND staff.removed_at IS NULL AND staff.unit_id = ? ORDER BY staff.sort_key",
        (before, unit_id),
    )
    known = set(named)
    return [
        Vanished(staff_id, name, before)
        for staff_id, name, _ in rows
        if staff_id not in known and (staff_id, FIELD, str(before)) not in settled
    ]


def forgotten(one: Vanished) -> Answer:
    """The answer that they are still there: asked again only after a later file lists them and another drops them."""
    return Answer(one.staff_id, FIELD, str(one.before), "keep")


def _newest_list(store: Store, unit_id: int) -> tuple[int, str | None] | None:
    """The submission and the day that its figures are of; a list of an older day that came later is not the newest."""
    row: tuple[int, str | None] | None = store.one(
        "SELECT id, data_date FROM submission WHERE unit_id = ? AND kind = ? AND taken_back_at IS NULL"
        " AND EXISTS (SELECT 1 FROM submission_row WHERE submission_id = submission.id AND staff_id IS NOT NULL)"
        " ORDER BY ifnull(data_date, substr(received_at, 1, 10)) DESC, id DESC LIMIT 1",
        (unit_id, FileKind.ROSTER.value),
    )
    return row
