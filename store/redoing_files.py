"""Says when a file that was taken back may be redone, and when only taking it in again is right."""

from collections.abc import Iterable

from store import earlier_values, later_values
from store.database import Store
from store.earlier_values import IN_FORCE, TAKEN_BACK
from store.errors import RefusedError
from store.field_ref import PRESENT
from store.fields import NAMELESS

_TAKE_IN_AGAIN = "Hãy nhận lại tệp ấy ở Nhận tệp (F4)."
_NOT_WHOLE = (
    "Không làm lại được: từ khi rút tệp ấy đã thêm đơn vị cùng tên, hay đã sửa hoặc bỏ điều tệp ấy cũng ghi."
    f" {_TAKE_IN_AGAIN}"
)


def refuse_out_of_turn(store: Store, undone_by: int) -> None:
    """Raise RefusedError unless all files are as they were when a file was taken back by the change `undone_by`.

    What a file gives depends on the files before it, so files are redone in reverse: the one taken back last first.
    """
    gone: list[tuple[int, str]] = []  # (change, file) taken back since, and not redone
    is_in_turn = store.one("SELECT 1 FROM submission WHERE change_number > ? LIMIT 1", (undone_by,)) is None
    for reverts, is_redo, name in store.rows(
        "SELECT change.reverts, change.command = 'redo', file_name FROM change"
        " LEFT JOIN change AS reverted ON reverted.id = change.reverts"
        " LEFT JOIN submission ON submission.id = reverted.submission_id"
        " WHERE change.id > ? AND (reverted.submission_id IS NOT NULL OR change.command = ?) ORDER BY change.id",
        (undone_by, TAKEN_BACK),
    ):
        if not is_redo and reverts is not None:
            gone.append((reverts, name))
        elif gone and gone[-1][0] == reverts:
            gone.pop()
        else:
            is_in_turn = False
    if not is_in_turn:
        raise RefusedError(f"Không làm lại được: từ khi rút tệp ấy đã nhận, rút hay làm lại tệp khác. {_TAKE_IN_AGAIN}")
    if gone:
        raise RefusedError(f"Hãy làm lại tệp rút sau trước: {gone[-1][1]}.")


def refuse_unless_whole(
    store: Store, change_id: int, undone_by: int, kept: Iterable[tuple[str, str, str | None]]
) -> None:
    """Raise RefusedError unless a file that is redone is as it was when the change `undone_by` took it back.

    `kept` are the values that did not come back, as (entity, field, value): a unit among them has a name that another
    unit has now.
    """
    submission_id = store.value("SELECT submission_id FROM change WHERE id = ?", (change_id,))
    if (
        any((entity, name) == ("unit", "valid_to") and value for entity, name, value in kept)
        or _is_edited(store, change_id, undone_by)
        or earlier_values.lost_to_an_undo(store, change_id, since=undone_by)
        or later_values.is_not_whole(store, submission_id, since=undone_by)
    ):
        raise RefusedError(_NOT_WHOLE)


def _is_edited(store: Store, change_id: int, undone_by: int) -> bool:
    """Whether an edit in force, made since a file was taken back, wrote a value that the file gives.

    If the edit was taken back later it would not know of the file. An edit of any value keeps somebody on the list whom
    the file would take off it.
    """
    found = store.one(
        "SELECT 1 FROM history AS mine CROSS JOIN history AS later ON later.entity = 'staff'"
        " AND later.entity_id = mine.entity_id AND +later.change_id > ?2"
        " AND (later.field = mine.field OR (mine.field = ?4 AND mine.change_id = ?1 AND mine.after IS NULL))"
        f" CROSS JOIN change ON change.id = later.change_id AND {IN_FORCE}"
        " JOIN staff ON staff.id = mine.entity_id AND full_name <> ?3"
        " WHERE mine.change_id IN (?1, ?2) AND mine.entity = 'staff' LIMIT 1",
        (change_id, undone_by, NAMELESS, PRESENT),
    )
    return found is not None
