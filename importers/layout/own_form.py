"""A row of the station's own form is about the person whom the station wrote there."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from importers.deciding.matching import Candidates, Known, Match, load
from store.database import Store
from store.errors import RefusedError
from store.field_ref import FieldRef
from store.models import Person
from store.people import units
from store.receiving import submissions
from store.receiving.feedback import column_of
from store.receiving.form_mark import FormMark
from store.receiving.plan import Column, FieldChange, IncomingRow, Reading
from store.text import clean, name_key


def known_columns(columns: Sequence[Column], mark: FormMark) -> list[Column]:
    """The columns as the station meant them when it made the form, whatever else their words may mean.

    A column that the unit added is understood as ever, unless it would be a second one of the same field.
    """
    fields = {clean(head): FieldRef.parse(field) for field, head in mark.heads}
    known = set(fields.values()) if any(clean(column.header) in fields for column in columns) else set()
    return [
        replace(column, field=field, confidence=1.0)
        if (field := fields.get(clean(column.header))) is not None
        else replace(column, field=None, confidence=0.0)
        if column.field in known
        else column
        for column in columns
    ]


@dataclass(frozen=True, slots=True)
class OwnForm:
    """What a file that came back as one of the station's forms adds to telling people apart."""

    unit_id: int
    names: Counter[str]  # how many rows of the file bear a name

    @classmethod
    def of(cls, store: Store, reading: Reading, unit_id: int | None) -> "OwnForm | None":
        """None: the file is none of the station's forms, or was taken in for another unit than the mark says."""
        if reading.mark is None or unit_id is None:
            return None
        marked = units.find(store, reading.mark.unit) or units.formerly(store, reading.mark.unit)
        if marked is None or marked.id != unit_id:
            return None
        return cls(unit_id, Counter(name_key(row.person.full_name) for row in reading.rows if row.person is not None))

    def settles(self, match: Match, person: Person, candidates: Candidates) -> bool:
        """Whether the form answers what the name alone would leave open.

        It lists the unit's people: one of that name in the unit and one row of that name are the same person, be
        their birth date or number known or not. Two of either are asked as ever.
        """
        if match.known is None or match.why not in ("same_year", "same_name"):
            return False
        key = name_key(person.full_name)
        here = [known for known in candidates.by_name.get(key, ()) if known.unit_id == self.unit_id]
        return self.names[key] == 1 and [known.id for known in here] == [match.known.id]


@dataclass(frozen=True, slots=True)
class Answered:
    """The submission that a mended file answers: whom each row was found to be, and what was asked about there."""

    people: dict[tuple[int, int], Known]  # by table and row
    asked: dict[tuple[int, int], frozenset[str]]  # by table and row: fields

    @classmethod
    def of(cls, store: Store, reading: Reading) -> "Answered | None":
        """None: the file answers none, or one of another store, or one that was taken back."""
        mark = reading.mark
        if mark is None or mark.submission is None:
            return None
        try:
            submission = submissions.get(store, mark.submission)
        except RefusedError:
            return None
        if submission.sha256 != mark.sha256 or submission.taken_back_at is not None:
            return None
        fields = {
            (number, index): field
            for number, columns in store.rows(
                "SELECT number, columns FROM submission_table WHERE submission_id = ?", (submission.id,)
            )
            for index, _, field in json.loads(columns)
            if field
        }
        rows = list(
            store.rows(
                "SELECT table_number, row, staff_id, problems FROM submission_row"
                " WHERE submission_id = ? AND staff_id IS NOT NULL AND outcome IN ('new', 'changed', 'unchanged')",
                (submission.id,),
            )
        )
        known = {person.id: person for person in load(store, {row[2] for row in rows})}
        since = _changed_since(store, submission.id)
        people, asked = {}, {}
        for number, row, staff_id, problems in rows:
            if known[staff_id].removed:
                continue
            people[(number, row)] = known[staff_id]
            names = {fields.get((number, column_of(cell))) for _, _, _, cell in json.loads(problems or "[]")}
            mended = {changed for name in names if name is not None for changed in _changed_by(name)}
            asked[(number, row)] = frozenset(name for name in mended if (staff_id, name) not in since)
        return cls(people, asked)

    def person(self, row: IncomingRow, candidates: Candidates) -> Known | None:
        """Whom the row is about: the person who stood there, by the same name or by a name that was asked about."""
        place = (row.table, row.row)
        known = self.people.get(place)
        if known is None or row.person is None:
            return None
        same_name = name_key(known.full_name) == name_key(row.person.full_name)
        if not same_name and "full_name" not in self.asked[place]:
            return None  # another line was put in above
        other = candidates.by_citizen_id.get(row.person.citizen_id or "")
        return known if other is None or other.id == known.id else None

    def asked_for(self, row: IncomingRow, change: FieldChange) -> bool:
        """Whether the station asked the sender to mend just this value, so that the new one is the answer."""
        return change.field in self.asked.get((row.table, row.row), ())


def _changed_since(store: Store, submission_id: int) -> set[tuple[int, str]]:
    """(staff id, field) of what somebody wrote after the submission: that is no longer the sender's to answer."""
    rows = store.rows(
        "SELECT DISTINCT history.entity_id, history.field FROM history"
        " JOIN submission_row ON submission_row.staff_id = history.entity_id AND submission_row.submission_id = ?1"
        " WHERE history.entity = 'staff'"
        " AND history.change_id > (SELECT change_number FROM submission WHERE id = ?1)",
        (submission_id,),
    )
    return set(rows)


#: A doubt about one of them is settled by mending any of them.
_TELL_WHO = ("citizen_id", "birth_date", "sex")


def _changed_by(field: str) -> tuple[str, ...]:
    """The values that may change when a cell of that column is mended."""
    if (item := FieldRef.parse(field).item) is not None:
        return (FieldRef.state(item), FieldRef.reason(item), FieldRef.done_on(item))
    if field in _TELL_WHO or field.startswith("birth_") or field in ("male", "female"):
        return _TELL_WHO
    if field in ("full_name", "family_name", "given_name"):
        return ("full_name",)
    return (field,)
