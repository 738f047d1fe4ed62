"""Numbers the submissions of a unit, and links a mended file to the submission that it replaces."""

from store.database import Store
from store.receiving.form_mark import FormMark


def next_of(store: Store, unit_id: int) -> int:
    """The number that the next file of a unit gets; those that were taken back do not count."""
    number = store.value(
        "SELECT ifnull(max(version), 0) + 1 FROM submission WHERE unit_id = ? AND taken_back_at IS NULL", (unit_id,)
    )
    return int(number)


def number(store: Store, submission_id: int, unit_id: int, mark: FormMark | None) -> None:
    """Number a submission that is being taken in, before it bears its unit.

    A file that was sent back to be mended takes the place of the one that it mends. The very file once more, after
    what it asked was answered, is the same version and takes the place of what went in of it before.
    """
    same = store.one(
        "SELECT version, id FROM submission WHERE unit_id = ?1 AND taken_back_at IS NULL AND id <> ?2"
        " AND sha256 = (SELECT sha256 FROM submission WHERE id = ?2) ORDER BY id DESC LIMIT 1",
        (unit_id, submission_id),
    )
    version, instead = same or (next_of(store, unit_id), _mended(store, unit_id, mark))
    store.write("UPDATE submission SET version = ?, supersedes = ? WHERE id = ?", (version, instead, submission_id))


def _mended(store: Store, unit_id: int, mark: FormMark | None) -> int | None:
    if mark is None or mark.submission is None:
        return None
    row = store.one(
        "SELECT id FROM submission WHERE id = ? AND sha256 = ? AND unit_id = ? AND taken_back_at IS NULL",
        (mark.submission, mark.sha256, unit_id),
    )
    return None if row is None else int(row[0])
