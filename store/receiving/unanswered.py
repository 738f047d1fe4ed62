"""Finds the rows of received files that still wait for an answer: what they say is in no figure."""

from collections.abc import Collection

from store.database import Store
from store.frozen import frozen
from store.outcome import Outcome
from store.receiving.plan import FileKind


@frozen
class Unanswered:
    """One file in force with rows that wait for an answer."""

    submission_id: int
    file_name: str
    unit_id: int
    unit: str
    rows: int


def unanswered(store: Store, units: Collection[int] | None = None) -> list[Unanswered]:
    """The files with such rows, of some units, or of all for None, the earliest first.

    A row waits no more once the file was taken in again or a corrected one in its place, or once a later file has a row
    about the same person; one that names nobody of the store, once a later list of the unit came.
    """
    in_force = "later.id > submission.id AND later.taken_back_at IS NULL"
    rows = store.rows(
        "SELECT submission.id, file_name, submission.unit_id, unit.name, count(*) FROM submission"
        " JOIN unit ON unit.id = submission.unit_id JOIN submission_row AS asking ON submission_id = submission.id"
        f" WHERE taken_back_at IS NULL AND json_extract(counts, '$.conflict') > 0 AND outcome = '{Outcome.CONFLICT}'"
        f" AND NOT EXISTS (SELECT 1 FROM submission AS later WHERE {in_force} AND (later.supersedes = submission.id"
        " OR later.unit_id = submission.unit_id AND (later.sha256 = submission.sha256"
        f" OR asking.staff_id IS NULL AND later.kind = '{FileKind.ROSTER}')))"
        " AND NOT EXISTS (SELECT 1 FROM submission_row AS other JOIN submission AS later"
        f" ON later.id = other.submission_id WHERE {in_force} AND other.staff_id = asking.staff_id)"
        " GROUP BY submission.id ORDER BY submission.id"
    )
    found = [Unanswered(*row) for row in rows]
    return [each for each in found if units is None or each.unit_id in units]
