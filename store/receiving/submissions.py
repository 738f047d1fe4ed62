"""Applies a plan in one transaction as a submission, keeps the source cell of every value, and takes it back."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count, groupby, repeat

from store import clock, earlier_values, history, journal
from store.checklist.items import checklist_items
from store.database import IDS, Store, explaining_content
from store.errors import RefusedError, StoreChangedError
from store.field_ref import PRESENT, FieldKind, FieldRef
from store.forms import filled
from store.frozen import frozen
from store.history import Recording, recording
from store.masks import cover_in_name
from store.models import State
from store.outcome import SEPARATOR, Outcome, Problem, packed
from store.people import staff, units
from store.people.staff import loading
from store.receiving import kept, mappings
from store.receiving.given import GivenFields
from store.receiving.plan import IDENTITY, Plan, PlannedRow, Reading
from store.reverted import Reverted


@frozen
class Submission:
    """One file that was taken in."""

    id: int
    unit_id: int | None
    unit: str | None  # its name today
    file_name: str
    sha256: str  # of the file, hexadecimal
    received_at: str  # YYYY-MM-DDTHH:MM:SS
    counts: dict[str, int]  # by the values of `store.outcome.Outcome`: how many rows
    taken_back_at: str | None  # None: it is in force
    kind: str  # of `store.receiving.plan.FileKind`
    version: int  # counts the files of its unit


def earlier(store: Store, sha256: str) -> Submission | None:
    """The newest submission in force of a file with this checksum; None when there is none."""
    return next(iter(_select(store, "sha256 = ? AND taken_back_at IS NULL", (sha256,))), None)


def earlier_of(store: Store, reading: Reading, unit_id: int | None) -> Submission | None:
    """The newest submission in force of the file that was read; None when there is none.

    In a file of several units each part is a submission of its own, found by its unit.
    """
    if reading.part is None:
        return earlier(store, reading.sha256)
    where = "sha256 = ? AND taken_back_at IS NULL AND unit_id = ?"
    return next(iter(_select(store, where, (reading.sha256, unit_id))), None)


def all_submissions(store: Store, *, limit: int = 500) -> list[Submission]:
    """Submissions, newest first, at most `limit`, including those that were taken back."""
    return _select(store, "1 = 1", ())[:limit]


def taken_back_since(store: Store, moment: str) -> list[str]:
    """The names of files in force at a moment (ISO) and taken back later, which figures of that moment still count."""
    rows = store.rows(
        "SELECT file_name FROM submission WHERE received_at <= ?1 AND taken_back_at > ?1 ORDER BY id", (moment,)
    )
    return [cover_in_name(name) for (name,) in rows]


def get(store: Store, submission_id: int) -> Submission:
    """The submission with an id. Raises RefusedError for an unknown id."""
    found = _select(store, "submission.id = ?", (submission_id,))
    if not found:
        raise RefusedError(f"Không có bản nộp số {submission_id}.")
    return found[0]


def _select(store: Store, where: str, values: Sequence[object]) -> list[Submission]:
    columns = "file_name, sha256, received_at, counts, taken_back_at, submission.kind, version"
    rows = store.rows(
        f"SELECT submission.id, submission.unit_id, unit.name, {columns} FROM submission"
        f" LEFT JOIN unit ON unit.id = submission.unit_id WHERE {where} ORDER BY submission.id DESC",
        values,
    )
    with explaining_content(store.path):
        return [Submission(*(*row[:6], json.loads(row[6]), *row[7:])) for row in rows]


def apply(store: Store, plan: Plan, *, progress: Callable[[int], bool] | None = None) -> int | None:
    """Write the planned changes, and keep the file and its rows, all in one transaction; answers the submission's id.

    Rows with an open conflict change nothing; their question is kept for the sender. `progress` is called with the
    number of rows that are done; if it answers False, everything is rolled back. Answers None when the same file was
    taken in before, nothing differs, and nothing is asked anew. Raises StoreChangedError when the store changed since
    the plan was made (plan again), RefusedError when the plan names no unit or `progress` answered False.
    """
    if plan.unit is None:
        raise RefusedError("Tệp không ghi tên đơn vị. Hãy chọn đơn vị rồi nhận lại.")
    reading = plan.reading
    counts = plan.counts()
    has_effect = counts["new"] or counts["changed"] or plan.answers or plan.left
    _refuse_if_changed(store, plan)
    earlier = earlier_of(store, reading, plan.unit_id)
    if not has_effect and earlier is not None and _is_as_before(store, plan, earlier):
        return None
    with store.transaction() as connection:
        _refuse_if_changed(store, plan)  # now that nobody else can write: another program may have been quicker
        submission_id = _insert(store, reading, counts)
        if reading.bundle is None:  # its people are kept as rows, its other parts as they came
            kept.keep_file(store, submission_id, reading)
        with recording(store, "import", f"Nhận tệp {reading.file_name}", submission_id=submission_id) as change:
            unit_ids = _units(store, change, plan)
            unit_id = unit_ids[0]
            version, supersedes = _version(store, unit_id, reading)  # before the row has its unit, and counts itself
            store.write(
                "UPDATE submission SET unit_id = ?, change_number = ?, version = ?, supersedes = ? WHERE id = ?",
                (unit_id, change.change_id, version, supersedes, submission_id),
            )
            _remember(store, unit_id, plan)
            _insert_tables(store, submission_id, reading)
            if reading.bundle is not None or reading.summary:
                change.note("submission", submission_id, PRESENT, None, "1")
            if reading.bundle is not None:
                from store.bundles import received, stations  # of files of units none is needed

                received.keep(change, submission_id, unit_id, reading.bundle)
            for at, own_id in enumerate(unit_ids):
                name = reading.tables[at].sheet if reading.bundle is not None else None
                lines = [line for line in reading.summary if name in (None, line.sheet)]
                filled.keep(change, submission_id, own_id, lines)
            kept.keep_answers(store, submission_id, plan.answers)
            for staff_id in plan.left:
                change.assign("staff", staff_id, PRESENT, None)
            writer = _Writer(store, change, submission_id, unit_ids)
            if reading.bundle is not None:
                writer.kept_before = received.people(store, reading.bundle.manifest.station).keys()
                writer.free_numbers(plan.rows)
            change.flush()  # before those who come, so that taking back puts them away first
            with loading(connection, counts["new"]):
                writer.write(plan.rows, progress)
            if reading.bundle is not None:
                stations.close_gone(store, change, reading.bundle)
    return submission_id


def _refuse_if_changed(store: Store, plan: Plan) -> None:
    if plan.after_change != journal.last_change(store):
        raise StoreChangedError("Sổ đã thay đổi từ lúc xem trước. Hãy xem trước lại tệp này rồi nhận.")


def _is_as_before(store: Store, plan: Plan, earlier: Submission) -> bool:
    """Whether no row that waited is answered, and none asks again what a newer file of the unit said."""
    waiting = "SELECT table_number, row FROM submission_row WHERE submission_id = ? AND outcome = ?"
    waited = set(store.rows(waiting, (earlier.id, Outcome.CONFLICT.value)))
    newer = "SELECT 1 FROM submission WHERE id > ? AND unit_id IS ? AND taken_back_at IS NULL LIMIT 1"
    asks_anew = plan.asking() and store.one(newer, (earlier.id, earlier.unit_id)) is not None
    return waited <= plan.asking() and not asks_anew


def _insert(store: Store, reading: Reading, counts: Mapping[str, int]) -> int:
    """Add the submission of a file, still without its unit; answers its id."""
    return store.insert(
        "submission",
        kind=reading.kind.value,
        file_name=reading.file_name,
        sha256=reading.sha256,
        received_at=clock.stamp(),
        counts=json.dumps(counts),
        remarks=json.dumps(reading.remarks, ensure_ascii=False),
        data_date=reading.data_date,
    )


def _insert_tables(store: Store, submission_id: int, reading: Reading) -> None:
    for number, table in enumerate(reading.tables):
        columns = json.dumps([[c.index, c.header, c.field] for c in table.columns], ensure_ascii=False)
        place = {"sheet": table.sheet, "header_row": table.header_row}
        store.insert("submission_table", submission_id=submission_id, number=number, **place, columns=columns)


def _remember(store: Store, unit_id: int, plan: Plan) -> None:
    """Keep the person's answers about this file for the next files of the unit."""
    heads = {table.fingerprint for table in plan.reading.tables}
    corrections = {key: columns for key, columns in plan.reading.corrections.items() if key in heads}
    mappings.remember(store, unit_id, corrections)
    if plan.known_as is not None:
        mappings.remember_name(store, unit_id, plan.known_as)
    mappings.remember_reasons(store, unit_id, plan.same_reasons)
    mappings.remember_marks(store, unit_id, plan.marks)


def _units(store: Store, change: Recording, plan: Plan) -> list[int]:
    """The id of the unit of each table of a bundle, the station first; of any other file the one unit that sent it."""
    if plan.reading.bundle is not None:
        from store.bundles import stations

        return stations.make(store, change, plan.reading.bundle, plan.places)
    assert plan.unit is not None  # noqa: S101 - it was asked
    return [plan.unit_id if plan.unit_id is not None else units.find_or_add(store, plan.unit)]


def next_version(store: Store, unit_id: int) -> int:
    """The version number of the next file of a unit; submissions that were taken back do not count."""
    number = store.value(
        "SELECT ifnull(max(version), 0) + 1 FROM submission WHERE unit_id = ? AND taken_back_at IS NULL", (unit_id,)
    )
    return int(number)


def _version(store: Store, unit_id: int, reading: Reading) -> tuple[int, int | None]:
    """(version, id of the submission that it supersedes) of a file that is taken in.

    A corrected file supersedes the submission that its mark names. The same file taken in once more, for example after
    its questions were answered, keeps the version and supersedes the earlier one.
    """
    of_unit = "FROM submission WHERE unit_id = ? AND taken_back_at IS NULL AND sha256 = ?"
    same = store.one(f"SELECT version, id {of_unit} ORDER BY id DESC", (unit_id, reading.sha256))
    if same is not None:
        return same[0], same[1]
    mark = reading.mark
    corrected = mark and store.one(f"SELECT id {of_unit} AND id = ?", (unit_id, mark.sha256, mark.submission))
    return next_version(store, unit_id), corrected[0] if corrected else None


class _Writer:
    """Writes the rows of one plan, many in one statement: people, changes, and the kept rows of the file."""

    def __init__(self, store: Store, change: Recording, submission_id: int, unit_ids: Sequence[int]) -> None:
        self.store = store
        self.change = change
        self.submission_id = submission_id
        self.unit_ids = unit_ids  # one, or one for each table
        self.kept_before: Collection[int] = ()  # numbers of a bundle's people of whom an earlier bundle keeps a row
        self.departments: dict[tuple[int, str], int] = {}
        self.item_ids = {item.key: item.id for item in checklist_items(store)}
        self.given = GivenFields(store)
        self.next_id = int(store.value("SELECT ifnull(max(id), 0) + 1 FROM staff"))

    def free_numbers(self, rows: Sequence[PlannedRow]) -> None:
        """Clear the CCCD of everybody who gets another one, so that people may exchange numbers."""
        for row in rows:
            changed = row.outcome is Outcome.CHANGED and any(each.field == "citizen_id" for each in row.changes)
            if changed and row.staff_id is not None:
                self.change.assign("staff", row.staff_id, "citizen_id", None)

    def write(self, rows: Sequence[PlannedRow], progress: Callable[[int], bool] | None) -> None:
        for start in range(0, len(rows), 2000):
            part = rows[start : start + 2000]
            new = [row for row in part if row.outcome is Outcome.NEW]
            if len(self.unit_ids) == 1:
                self._insert(self.unit_ids[0], new)
            else:
                for unit_id, of_unit in groupby(new, self._unit):
                    self._insert(unit_id, list(of_unit))
            for row in part:
                if row.outcome is Outcome.CHANGED:
                    self._change(row)
            self._keep([row for row in part if not self._is_kept(row)] if self.kept_before else part)
            if progress is not None and not progress(start + len(part)):
                raise RefusedError("Đã dừng theo yêu cầu; chưa có gì thay đổi.")

    def _is_kept(self, row: PlannedRow) -> bool:
        """Whether a row of a bundle adds nothing to what an earlier bundle of the station contained."""
        is_news = row.outcome is not Outcome.UNCHANGED or row.incoming.problems
        return not is_news and row.incoming.row in self.kept_before

    def _unit(self, row: PlannedRow) -> int:
        return self.unit_ids[row.incoming.table if len(self.unit_ids) > 1 else 0]

    def _department(self, unit_id: int, name: str | None) -> int | None:
        if not name:
            return None
        if (unit_id, name) not in self.departments:
            self.departments[unit_id, name] = units.find_or_add_department(self.store, unit_id, name)
        return self.departments[unit_id, name]

    def _insert(self, unit_id: int, rows: Sequence[PlannedRow]) -> None:
        people = [person for row in rows if (person := row.incoming.person) is not None]
        if not people:
            return
        first = self.next_id
        for row, self.next_id in zip(rows, count(first), strict=False):
            row.staff_id = self.next_id
        self.next_id += 1
        departments = [self._department(unit_id, row.incoming.department) for row in rows]
        staff.insert_many(self.store, first, people, unit_id, departments)
        self.change.note_added(first, self.next_id - 1)
        dates = [
            (staff_id, self.item_ids[key], day)
            for staff_id, person in enumerate(people, first)
            if person.done_on
            for key, day in person.done_on.items()
        ]
        self.store.insert_many("item_date", ("staff_id", "item_id", "done_on"), dates)

    def _change(self, row: PlannedRow) -> None:
        assert row.staff_id is not None  # noqa: S101 - somebody is changed
        for each in row.changes:
            name, value = str(each.field), each.after
            if name == "department":
                self._place(row.staff_id, self._unit(row), value)
                continue
            if name == "unit":
                name, value = "unit_id", str(self._unit(row))
                # Of the same name or none; another one follows.
                self._place(row.staff_id, self._unit(row), row.incoming.department)
            self.change.assign("staff", row.staff_id, name, value)
            if each.field.kind is FieldKind.STATE and each.field.item is not None and value != State.DONE:
                self.change.assign("staff", row.staff_id, FieldRef.done_on(each.field.item), None)

    def _place(self, staff_id: int, unit_id: int, department: str | None) -> None:
        """Set the department of somebody by its name in a unit; None: no department."""
        department_id = self._department(unit_id, department)
        self.change.assign("staff", staff_id, "department_id", None if department_id is None else str(department_id))

    def _keep(self, rows: Sequence[PlannedRow]) -> None:
        if not rows:
            return
        tables, numbers, _, _, cells, problems = zip(*(row.incoming for row in rows), strict=True)
        values = zip(
            repeat(self.submission_id),
            tables,
            numbers,
            [str(row.outcome) for row in rows],
            [row.staff_id if row.same_as is None else row.same_as.staff_id for row in rows],
            map(SEPARATOR.join, cells),
            [
                packed(_problems(row)) if found or row.question or row.is_left_out else ""
                for row, found in zip(rows, problems, strict=True)
            ],
            map(self.given.number, rows),
            strict=False,
        )
        columns = ("submission_id", "table_number", "row", "outcome", "staff_id", "cells", "problems", "given")
        self.store.insert_many("submission_row", columns, values)
        asking = (row for row in rows if row.outcome is Outcome.CONFLICT)
        candidates = {(one.staff_id, self.submission_id) for row in asking for one in row.candidates}
        self.store.write_many("INSERT OR IGNORE INTO row_candidate (staff_id, submission_id) VALUES (?, ?)", candidates)


def _problems(row: PlannedRow) -> Iterator[Problem]:
    """The problems of a row that are kept to report them to the sender, with its open question and what it is about."""
    yield from row.incoming.problems
    if row.question:
        yield Problem("", row.conflict or "", row.question)
    if row.question or row.is_left_out:
        yield from row.read()


def waiting_for(store: Store, staff_ids: Sequence[int]) -> list[tuple[str, int]]:
    """(file name, number of people) of files in force with an unanswered question about one of these people."""
    of_file: dict[tuple[int, str], set[int]] = {}
    for submission_id, name, staff_id in _waiting(store, staff_ids):
        of_file.setdefault((submission_id, name), set()).add(staff_id)
    return [(name, len(people)) for (_, name), people in sorted(of_file.items())]


def asking_about(store: Store, staff_ids: Sequence[int]) -> dict[int, str]:
    """Staff id -> name of the newest file in force with an unanswered question about that person, if there is one."""
    return {staff_id: name for _, name, staff_id in sorted(_waiting(store, staff_ids))}


def _waiting(store: Store, staff_ids: Sequence[int]) -> list[tuple[int, str, int]]:
    """(submission id, file name, staff id) of each row in force whose question about one of these people is open.

    It is open no more once the file was taken in again, or a later one was answered that they stay off the list.
    """
    return list(
        store.by_ids(
            "WITH asking AS (SELECT staff_id, submission_id FROM submission_row WHERE outcome = 'conflict'"
            " UNION ALL SELECT staff_id, submission_id FROM row_candidate)"
            " SELECT submission.id, file_name, staff_id FROM asking JOIN submission ON submission.id = submission_id"
            " WHERE taken_back_at IS NULL AND NOT EXISTS (SELECT 1 FROM submission AS later"
            " WHERE later.id > submission.id AND later.taken_back_at IS NULL AND (later.supersedes = submission.id"
            " OR later.sha256 = submission.sha256 AND later.unit_id = submission.unit_id))"
            " AND NOT EXISTS (SELECT 1 FROM settled_conflict AS settled JOIN submission AS answered"
            " ON answered.id = settled.submission_id WHERE settled.staff_id = asking.staff_id"
            f" AND field = '{IDENTITY}' AND choice IN ('keep', 'new')"
            " AND answered.id > submission.id AND answered.taken_back_at IS NULL)"
            f" AND staff_id IN {IDS}",
            staff_ids,
        )
    )


def take_back(store: Store, submission_id: int) -> Reverted:
    """Undo a submission except values changed since. Raises RefusedError when unknown or already taken back."""
    submission = get(store, submission_id)
    if submission.taken_back_at is not None:
        raise RefusedError(f"Bản nộp số {submission_id} đã được rút lại trước đó.")
    store.copy_before("truoc-rut-tep")
    with store.transaction():
        row = store.one("SELECT id FROM change WHERE submission_id = ? AND reverts IS NULL", (submission_id,))
        label = f"Rút tệp {submission.file_name}"
        if row is not None:
            return history.revert(store, row[0], command=earlier_values.TAKEN_BACK, label=label)
        return history.take_back_left(store, submission_id, label)
