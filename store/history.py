"""Records every change of the store in the transaction that makes it; undo and redo are new changes."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import datetime, timedelta

from store import clock, earlier_values, fields, journal, later_values, redoing_files
from store.database import Store
from store.errors import RefusedError
from store.field_ref import PRESENT
from store.frozen import changeable
from store.journal import Change
from store.reverted import Kept, Reverted

_ONE_STEP = timedelta(minutes=1)
_RECORDING = "recording"  # in `Store.kept`: the change that is being made
#: A change of more people than this is asked about before it is taken back, and the store copied.
MANY = 10
#: In `Store.kept`: a set that takes the stamps of the changes that are made over this connection.
MADE = "made"
Row = tuple[str, int, str, str | None, str | None]  # entity, entity id, field, before, after


@changeable
class Recording:
    """A change while it is made: its number and the values that it altered so far."""

    store: Store
    change_id: int
    rows: list[Row] = field(default_factory=list)
    added: int = 0  # values that are recorded already

    def note(self, entity: str, entity_id: int, name: str, before: str | None, after: str | None) -> None:
        """Record a value that the caller itself wrote to the store; nothing when it did not change."""
        if before != after:
            self.rows.append((entity, entity_id, name, before, after))

    def note_added(self, first: int, last: int) -> None:
        """Record that the caller added the people with ids from `first` to `last`, by one statement for all of them."""
        self.store.write(
            "INSERT INTO history (change_id, entity, entity_id, field, before, after)"
            " SELECT ?, 'staff', id, ?, NULL, '1' FROM staff WHERE id BETWEEN ? AND ?",
            (self.change_id, PRESENT, first, last),
        )
        self.added += last + 1 - first

    def flush(self) -> None:
        """Write the values noted so far to the history, so that undo, which goes backwards, takes them back last."""
        _write_rows(self.store, self)
        self.added += len(self.rows)
        self.rows.clear()

    def assign(self, entity: str, entity_id: int, name: str, value: str | None) -> None:
        """Write a value to the store and record it; nothing when it is the same."""
        before = fields.read(self.store, entity, entity_id, name)
        if before != value:
            fields.write(self.store, entity, entity_id, name, value)
            self.rows.append((entity, entity_id, name, before, value))


@contextmanager
def recording(store: Store, command: str, label: str, *, submission_id: int | None = None) -> Iterator[Recording]:
    """Begin a transaction and record the values that are changed in it; without any it leaves no record.

    Inside another recording it joins that one, so that the work of the person stays one step of undo. Raises StoreError
    when nothing could be written.
    """
    outer: Recording | None = store.kept.get(_RECORDING)
    if outer is not None:
        yield outer
        return
    with store.transaction():
        change = _begin(store, command, label, submission_id=submission_id)
        store.kept[_RECORDING] = change
        try:
            yield change
        finally:
            del store.kept[_RECORDING]
        if change.rows:
            _write_rows(store, change)
        elif not change.added:
            store.write("DELETE FROM change WHERE id = ?", (change.change_id,))


def amend(store: Store, label: str, entity: str, entity_id: int, name: str, value: str | None) -> bool:
    """Write a value as part of the last change, so that a text which is saved while it is typed is one step of undo.

    Answers whether it was written, which needs a last change that was made over this connection less than a minute ago,
    has this label, and altered this value alone.
    """
    row = store.one(
        "SELECT change.id, at, before FROM change JOIN history ON change_id = change.id"
        " WHERE change.id = (SELECT max(id) FROM change) AND label = ? AND undone_by IS NULL AND reverts IS NULL"
        " GROUP BY change.id HAVING count(*) = 1 AND (entity, entity_id, field) = (?, ?, ?)",
        (label, entity, entity_id, name),
    )
    is_recent = row is not None and clock.now() - datetime.fromisoformat(row[1]) < _ONE_STEP
    if row is None or not is_recent or (row[0], row[1], label) not in store.kept.get(MADE, ()) or row[2] == value:
        return False
    with store.transaction():
        fields.write(store, entity, entity_id, name, value)
        store.write("UPDATE history SET after = ? WHERE change_id = ?", (value, row[0]))
    return True


def _begin(store: Store, command: str, label: str, **of: int | None) -> Recording:
    at = clock.stamp()
    change = Recording(store, store.insert("change", at=at, command=command, label=label, **of))
    if (made := store.kept.get(MADE)) is not None:
        made.add((change.change_id, at, label))
    return change


def _write_rows(store: Store, change: Recording) -> None:
    store.write_many(
        "INSERT INTO history (change_id, entity, entity_id, field, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        ((change.change_id, *row) for row in change.rows),
    )


def undo(store: Store) -> Reverted | None:
    """Take back the last change that still stands; None when there is none."""
    with store.transaction():
        number = journal.last_standing(store)
        return take_back(store, journal.change(store, number)) if number else None


def redo(store: Store) -> Reverted | None:
    """Redo what was undone last; None when nothing was undone, or when another change was made since."""
    with store.transaction():
        number = journal.last_undone(store)
        return put_back(store, number) if number else None


def turn(store: Store, change: Change) -> Reverted:
    """Take a change back, or put back one that was taken back.

    The store is copied before, if the change took in a file or concerns more than `MANY` people.
    """
    if change.submission_id is not None or journal.extent(store, change.id).people > MANY:
        store.copy_before("truoc-hoan-tac")
    return take_back(store, change) if change.undone_at is None else put_back(store, change.id)


def put_back(store: Store, change_id: int) -> Reverted:
    """Redo a change that was taken back, except values that were edited since.

    Raises RefusedError when a file would be in force again but other files came or went since it was taken back, or
    not all whom it lists would be on the list; also when a unit would be closed that has people now.
    """
    with store.transaction():
        _refuse_below_newer(store, change_id)
        whole = "SELECT label, undone_by, submission_id FROM change WHERE id = ?"
        label, undone_by, submission_id = store.only(whole, (change_id,))
        if submission_id is not None:
            redoing_files.refuse_out_of_turn(store, undone_by)
        change = _begin(store, "redo", label, reverts=change_id)
        rows = earlier_values.of_change(store, undone_by)
        for unit_id in [each[1] for each in rows if fields.is_closing(each[0], each[2], each[4])]:
            fields.refuse_to_close(store, unit_id)
        result = _put(store, change, change_id, label, rows, undone_by=None)
        if submission_id is not None:
            kept = [(each.entity, each.field, each.value) for each in result.kept]
            redoing_files.refuse_unless_whole(store, change_id, undone_by, kept)
        return result


def preview(store: Store, change: Change) -> Reverted:
    """What `take_back` would do to a change, or `put_back` to one that was taken back; the store stays as it is."""
    result = Reverted(change.label)
    try:
        with store.transaction():
            result = take_back(store, change) if change.undone_at is None else put_back(store, change.id)
            raise _NotMeantError
    except _NotMeantError:
        return result


class _NotMeantError(Exception):
    """Rolls back the transaction of a preview."""


def take_back(store: Store, change: Change) -> Reverted:
    """Take back any one change, but for values that were edited since."""
    command = "undo" if change.submission_id is None else earlier_values.TAKEN_BACK
    return revert(store, change.id, command=command, label=change.label)


def revert(store: Store, change_id: int, *, command: str, label: str) -> Reverted:
    """Put every value of a change back to the earlier value, except values that were edited since.

    The earlier value is the one that the store would have without this change: a value of a change that was taken back
    meanwhile does not return, a value that a later file gives too is kept, and whom nothing lists any more goes. Raises
    RefusedError when the change took in the bundle of a station that sent a newer one, which depends on it, or when
    it erased somebody's data.
    """
    with store.transaction():
        _refuse_below_newer(store, change_id)
        submission_id, reverted = store.only("SELECT submission_id, command FROM change WHERE id = ?", (change_id,))
        if reverted == journal.FORGETTING:
            raise RefusedError("Dữ liệu cá nhân đã xoá thì không lấy lại được.")
        change = _begin(store, command, label, reverts=change_id)
        rows = earlier_values.of_change(store, change_id)
        if reverted == earlier_values.TAKEN_BACK:  # a file that had changed nothing comes into force again
            redoing_files.refuse_out_of_turn(store, change_id)
            return _put(store, change, change_id, label, rows, undone_by=change.change_id)
        if earlier_values.is_undone_since(store, change_id):
            given = later_values.given_before(store, change_id)
            rows = list(earlier_values.without_undone(store, change_id, given))
        source = later_values.Source(change_id, submission_id)
        stands = later_values.values_of_later(store, source)
        rows += later_values.left_by_undone(store, source)
        staying = {staff_id for staff_id, name in stands if name == PRESENT}
        rows += earlier_values.of_people(store, change_id, staying, stands)
        return _put(store, change, change_id, label, rows, undone_by=change.change_id, stands=stands, since=change_id)


def _refuse_below_newer(store: Store, change_id: int) -> None:
    newer = store.one(
        "SELECT submission.file_name FROM change"
        " JOIN bundle_received AS mine ON mine.submission_id = change.submission_id"
        " JOIN bundle_received AS other ON other.station = mine.station AND other.submission_id > mine.submission_id"
        " JOIN submission ON submission.id = other.submission_id AND taken_back_at IS NULL"
        " WHERE change.id = ? ORDER BY other.submission_id DESC",
        (change_id,),
    )
    if newer is not None:
        raise RefusedError(f"Trạm đã gửi gói mới hơn ({newer[0]}), dựa trên gói này. Hãy rút gói mới nhất trước.")


def take_back_left(store: Store, submission_id: int, label: str) -> Reverted:
    """Take back a submission that changed nothing, with the values that stayed only because it gave them too."""
    with recording(store, earlier_values.TAKEN_BACK, label) as change:
        number = store.value("SELECT change_number FROM submission WHERE id = ?", (submission_id,))
        source = later_values.Source(number, submission_id, changed_nothing=True)
        change.assign("submission", submission_id, PRESENT, None)
        return _write_back(change, label, later_values.left_by_undone(store, source))


def _put(
    store: Store,
    change: Recording,
    change_id: int,
    label: str,
    rows: Sequence[Row],
    *,
    undone_by: int | None,
    stands: Collection[later_values.Value] = (),
    since: int | None = None,
) -> Reverted:
    """Write values of an earlier change within the recording `change`, and set whether the earlier one is undone."""
    result = _write_back(change, label, rows, stands, is_redo=undone_by is None, since=since)
    _write_rows(store, change)
    store.write("UPDATE change SET undone_by = ? WHERE id = ?", (undone_by, change_id))
    store.write(
        "UPDATE submission SET taken_back_at = ? WHERE id = (SELECT submission_id FROM change WHERE id = ?)",
        (clock.stamp() if undone_by else None, change_id),
    )
    return result


def _write_back(
    change: Recording,
    label: str,
    rows: Sequence[Row],
    stands: Collection[later_values.Value] = (),
    *,
    is_redo: bool = False,
    since: int | None = None,
) -> Reverted:
    """Write the old value of each row unless the value was edited since; values of people in `stands` are kept.

    The department that somebody had before the change `since` comes back too, unless another one was said after it.
    """
    store, result = change.store, Reverted(label, is_redo=is_redo)
    as_left = {(row[1], row[2]): row[3] for row in reversed(rows) if row[0] == "staff"}
    for entity, entity_id, name, expected, before in rows:
        # A unit that goes off the list goes today: until now its people and figures counted.
        value = clock.today().isoformat() if (entity, name) == ("unit", "valid_to") and before else before
        now = fields.read(store, entity, entity_id, name)
        if now == value:
            continue
        if fields.is_closing(entity, name, value) and not is_redo and fields.is_needed(store, entity_id):
            continue
        is_in_later_file = entity == "staff" and (entity_id, name) in stands
        # As the change left it without a later file, it goes back in any case.
        is_of_change = name == "department_id" and (now is None or (now == expected and is_in_later_file))
        if is_of_change and since is not None and later_values.may_have(store, entity_id, value, since):
            expected, is_in_later_file = now, False
        is_edited = not fields.is_same(entity, name, now, expected) or (
            entity == "staff" and earlier_values.is_of_an_edit(store, entity_id, name, value, as_left)
        )
        if is_in_later_file or is_edited or not fields.may_write(store, entity, entity_id, name, value):
            result.kept.append(Kept(entity, entity_id, name, now))
            continue
        fields.write(store, entity, entity_id, name, value)
        change.rows.append((entity, entity_id, name, now, value))
        result.returned.append(Kept(entity, entity_id, name, value))
    for each in [each for each in result.returned if each.entity == "staff"]:
        for name in earlier_values.depending_on(each.field):
            now = fields.read(store, "staff", each.entity_id, name)
            if now is not None and not earlier_values.may_stand(store, each.entity_id, name):
                fields.write(store, "staff", each.entity_id, name, None)
                change.rows.append(("staff", each.entity_id, name, now, None))
        if each.field in (PRESENT, "unit_id") and each.value is not None:
            for entity, entity_id, name, value in earlier_values.into_an_open_unit(store, each.entity_id):
                change.assign(entity, entity_id, name, value)
                result.returned.append(Kept(entity, entity_id, name, value))
    return result
