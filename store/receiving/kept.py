"""Keeps of each submission its file, its rows with the people they are about, and the answers to its questions."""

import hashlib
import json
import zlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from store import clock
from store.cells import cell_name, column_of
from store.columns import value_told_by
from store.database import Store, damaged
from store.earlier_values import IN_FORCE, LAST_WHEN_IT_CAME
from store.field_ref import FieldKind, FieldRef
from store.frozen import frozen
from store.outcome import SEPARATOR, WAS_TAKEN_IN, stated_fields, unpacked
from store.people import known, staff
from store.people.known import Known
from store.receiving.plan import IDENTITY, WRITTEN_AS, Answer, FileKind, Reading, Vanished
from store.receiving.telling_cell import telling_cell

_READ_AS = {written: name for name, written in WRITTEN_AS.items()}
Place = tuple[int, int]  # (number of the table, row as the spreadsheet shows it)

#: A doubt about one of them is settled by mending any of them.
_TELL_WHO = ("citizen_id", "birth_date", "sex")

#: Bytes when packed. A list of a unit has 20,000; what is larger would fill the disk, and every backup, for little.
MOST = 4_000_000
_MOST_OF_TEXT = 16_000_000  # bytes as they come: text, and old workbooks, pack to a quarter and less
_ZIPPED = b"PK"  # new workbooks are packed already

#: The code of the remark on a row that an answer about an earlier file leaves out.
LEFT_OUT_BEFORE = "left_out_before"

#: The name under which it is kept that somebody was forgotten by the unit, with the submission that named them.
FIELD = "vanished"


@frozen
class SourceCell:
    """The cell of a file from which a value of a person was read."""

    submission_id: int
    file_name: str
    received_at: str  # YYYY-MM-DDTHH:MM:SS
    sheet: str
    row: int  # 1-based, as the spreadsheet shows it
    cell: str  # "D12"
    header: str
    raw: str  # the text of the cell; "" if it is blank, which may mean chưa


def keep_file(store: Store, submission_id: int, reading: Reading) -> bool:
    """Keep the file that was read; False when it is too large, gone or changed since. Its rows are kept in any case."""
    try:
        path = Path(reading.path)
        with path.open("rb") as file:
            most = MOST if file.read(2) == _ZIPPED else _MOST_OF_TEXT
        if path.stat().st_size > most:
            return False
        content = path.read_bytes()
    except OSError:
        return False  # the USB stick was pulled out between looking and taking in
    if hashlib.sha256(content).hexdigest() != reading.sha256:
        return False
    packed = zlib.compress(content, 1)
    if len(packed) > MOST:
        return False
    store.insert("submission_file", submission_id=submission_id, content=packed)
    return True


def file_content(store: Store, submission_id: int) -> bytes | None:
    """The bytes of the file; None when it was not kept. Raises DamagedStoreError when they are unreadable."""
    row = store.one("SELECT content FROM submission_file WHERE submission_id = ?", (submission_id,))
    try:
        return None if row is None else zlib.decompress(row[0])
    except zlib.error as error:
        raise damaged(store.path) from error


def is_of_file(store: Store, submission_id: int, sha256: str) -> bool:
    """Whether a submission has a file with this checksum, because another store may use the same id."""
    row = store.one("SELECT sha256 FROM submission WHERE id = ?", (submission_id,))
    return row is not None and row[0] == sha256


def raw_rows(store: Store, submission_id: int) -> Iterator[tuple[int, list[str]]]:
    """(row number in the spreadsheet, raw cells) for each row of a submission."""
    for row, cells in store.rows("SELECT row, cells FROM submission_row WHERE submission_id = ?", (submission_id,)):
        yield row, cells.split(SEPARATOR)


def people_of_rows(store: Store, submission_id: int) -> dict[Place, Known | None]:
    """Place of each row that was taken in -> the person whom it is about; None for a row without a person.

    Without rows of people who were taken off the list, and those that the answer of an earlier file leaves out: such
    an answer may be taken back with its file.
    """
    of_rows = (
        f"FROM submission_row WHERE submission_id = ? AND {WAS_TAKEN_IN}"
        f""" AND (staff_id IS NOT NULL OR problems NOT LIKE '%"{LEFT_OUT_BEFORE}"%')"""
    )
    rows = list(store.rows(f"SELECT table_number, row, staff_id {of_rows}", (submission_id,)))
    people = {one.id: one for one in known.by_ids(store, {row[2] for row in rows if row[2] is not None})}
    return {
        (table, row): None if staff_id is None else people[staff_id]
        for table, row, staff_id in rows
        if staff_id is None or not people[staff_id].removed
    }


def asked_to_mend(store: Store, submission_id: int) -> dict[Place, frozenset[str]]:
    """Place of a row -> fields that the sender was asked to correct and that nobody has written since."""
    tables = store.rows("SELECT number, columns FROM submission_table WHERE submission_id = ?", (submission_id,))
    fields: dict[tuple[int, int | None], str] = {
        (number, index): field for number, columns in tables for index, _, field in json.loads(columns) if field
    }
    #: (staff id, field) of what somebody wrote after the submission: that is no longer the sender's to answer.
    written: set[tuple[int, str]] = set(
        store.rows(
            "SELECT DISTINCT history.entity_id, history.field FROM history"
            " JOIN submission_row ON submission_row.staff_id = history.entity_id"
            " AND submission_row.submission_id = ?1 WHERE history.entity = 'staff'"
            f" AND history.change_id > (SELECT {LAST_WHEN_IT_CAME} FROM submission WHERE id = ?1)",
            (submission_id,),
        )
    )
    asked: dict[Place, frozenset[str]] = {}
    for number, row, staff_id, problems in store.rows(
        "SELECT table_number, row, staff_id, problems FROM submission_row"
        " WHERE submission_id = ? AND staff_id IS NOT NULL AND problems <> ''",
        (submission_id,),
    ):
        columns = {fields.get((number, column_of(problem.cell))) for problem in unpacked(problems)}
        mended = {name for column in columns if column is not None for name in _changed_by(column)}
        asked[(number, row)] = frozenset(name for name in mended if (staff_id, name) not in written)
    return asked


def _changed_by(column: str) -> tuple[str, ...]:
    """The fields that may change when a cell in a column of this field is corrected."""
    if (item := FieldRef.parse(column).item) is not None:
        return (FieldRef.state(item), FieldRef.reason(item), FieldRef.done_on(item))
    value = value_told_by(FieldRef.parse(column))
    return _TELL_WHO if value in _TELL_WHO else (value,)


def sources(store: Store, staff_id: int) -> dict[str, SourceCell]:
    """Field -> the cell that the present value of a person was read from, as far as a file gave it and a cell tells it.

    Given it has the newest row in force with that field, unless an answer kept what was there, or a hand wrote since.
    """
    return {name: cell for name, cell in origins(store, staff_id).items() if cell is not None}


def origins(store: Store, staff_id: int) -> dict[str, SourceCell | None]:
    """The same with None for what was written by hand."""
    # What was taken back is no change, and taking a file back is none either: the values of the files before come to
    # light again, with the cells that they stood in.
    edited: dict[str, int] = dict(
        store.rows(
            "SELECT field, max(change.id) FROM history JOIN change ON change.id = change_id"
            f" WHERE entity = 'staff' AND entity_id = ? AND submission_id IS NULL AND {IN_FORCE} GROUP BY field",
            (staff_id,),
        )
    )
    person = staff.get(store, staff_id).person
    found: dict[str, SourceCell | None] = {_READ_AS.get(name, name): None for name in edited}
    rows = store.rows(
        "SELECT submission.id, file_name, received_at, change_number, kind, sheet, columns, row, cells, names"
        " FROM submission_row JOIN submission ON submission.id = submission_row.submission_id"
        " JOIN submission_table ON submission_table.submission_id = submission.id AND number = table_number"
        " JOIN given_fields ON given_fields.id = given"
        f" WHERE staff_id = ? AND {WAS_TAKEN_IN} AND taken_back_at IS NULL ORDER BY submission_row.id",
        (staff_id,),
    )
    for submission_id, file_name, received_at, change_number, kind, sheet, columns, row, cells, names in rows:
        file = (submission_id, file_name, received_at)
        of_bundle: dict[str, list[str]] = json.loads(cells or "{}") if kind == FileKind.BUNDLE else {}
        heads = [] if kind == FileKind.BUNDLE else json.loads(columns)
        fields, texts = [FieldRef.parse(name) if name else None for _, _, name in heads], cells.split(SEPARATOR)
        for written in stated_fields(names):
            if change_number <= edited.get(written, 0):
                continue
            field = FieldRef.parse(_READ_AS.get(written, written))
            found.pop(field, None)
            if field in of_bundle:
                of_file, of_sheet, cell, raw = of_bundle[field]
                place = (f"{of_file} (trong {file_name})", received_at, of_sheet, row, cell, "", raw)
                found[field] = SourceCell(submission_id, *place)
            elif (at := telling_cell(field, fields, texts, person.reasons.get(field.item or ""))) is not None:
                column, header, _ = heads[at]
                found[field] = SourceCell(*file, sheet, row, cell_name(column, row), header, texts[at])
    # Whoever has an item has no reason why not: that is given too, but it is no value.
    of_items = {FieldKind.REASON: person.reasons, FieldKind.DONE_ON: person.done_on}
    return {
        name: cell
        for name, cell in found.items()
        if (field := FieldRef.parse(name)).kind not in of_items or field.item in of_items[field.kind]
    }


def keep_answers(store: Store, submission_id: int, answers: Sequence[Answer]) -> None:
    """Store the answers to conflicts, so that the same question is not asked again while the submission is in force."""
    rows = [(one.staff_id, one.field, one.incoming, one.choice, clock.stamp(), submission_id) for one in answers]
    columns = "staff_id, field, incoming, choice, at, submission_id"
    store.write_many(f"INSERT OR REPLACE INTO settled_conflict ({columns}) VALUES (?, ?, ?, ?, ?, ?)", rows)


def settled_conflicts(store: Store) -> dict[tuple[int, str, str], str]:
    """(staff id, field, incoming value) -> the answer "keep", "take" or "new", of submissions in force.

    An answer that a value stays holds as long as that value: what a hand or another file wrote since is another
    question. One that a value is taken was carried out; only who somebody is it tells for the next files too.
    """
    names = " ".join(f"WHEN '{field}' THEN '{written}'" for field, written in WRITTEN_AS.items())
    rows = store.rows(
        "SELECT staff_id, settled.field, incoming, choice FROM settled_conflict AS settled"
        " LEFT JOIN submission ON submission.id = settled.submission_id"
        f" WHERE submission.taken_back_at IS NULL AND (choice <> 'take' OR settled.field = '{IDENTITY}')"
        " AND NOT EXISTS (SELECT 1 FROM history"
        f" JOIN change ON change.id = history.change_id AND {IN_FORCE} WHERE entity = 'staff' AND entity_id = staff_id"
        f" AND history.field = CASE settled.field {names} ELSE settled.field END AND change.id > {LAST_WHEN_IT_CAME})"
    )
    return {(staff_id, name, incoming): choice for staff_id, name, incoming, choice in rows}


def vanished(store: Store, unit_id: int | None, named: Collection[int], data_date: str | None = None) -> list[Vanished]:
    """People whom a list of the unit named, still on its staff, whom the new file does not name (ids `named`).

    Who is missing and stays unanswered is asked about again with each file. A file of an older day (`data_date`) than
    the newest list tells nothing of who is there now.
    """
    newest = _day_of_newest_list(store, unit_id)
    if data_date is not None and newest is not None and data_date < newest:
        return []
    settled = settled_conflicts(store)
    rows = store.rows(
        "SELECT staff.id, full_name, max(submission.id) FROM submission"
        " JOIN submission_row ON submission_id = submission.id JOIN staff ON staff.id = staff_id"
        f" WHERE submission.unit_id = ?1 AND kind = ?2 AND taken_back_at IS NULL AND {WAS_TAKEN_IN}"
        " AND removed_at IS NULL AND staff.unit_id = ?1 GROUP BY staff.id ORDER BY sort_key",
        (unit_id, FileKind.ROSTER.value),
    )
    there = set(named)
    return [
        Vanished(staff_id, name, last)
        for staff_id, name, last in rows
        if staff_id not in there and (staff_id, FIELD, str(last)) not in settled
    ]


def forgotten(one: Vanished) -> Answer:
    """The answer that a person is still there: asked again only when a later file lists and another one drops them."""
    return Answer(one.staff_id, FIELD, str(one.before), "keep")


def _day_of_newest_list(store: Store, unit_id: int | None) -> str | None:
    """The day that the figures of the unit's newest list are of; None when it names none, or there is no list."""
    row = store.one(
        "SELECT data_date FROM submission WHERE unit_id = ? AND kind = ? AND taken_back_at IS NULL"
        " AND EXISTS (SELECT 1 FROM submission_row WHERE submission_id = submission.id AND staff_id IS NOT NULL)"
        " ORDER BY ifnull(data_date, substr(received_at, 1, 10)) DESC, id DESC LIMIT 1",
        (unit_id, FileKind.ROSTER.value),
    )
    return None if row is None else row[0]
