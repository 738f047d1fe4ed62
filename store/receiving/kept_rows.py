"""The kept rows of a submission: whom each was about, and which of its values its sender was asked to mend."""

import json

from store.cells import column_of
from store.columns import value_told_by
from store.database import Store
from store.field_ref import FieldRef
from store.outcome import unpacked
from store.people import known
from store.people.known import Known

Place = tuple[int, int]  # (number of the table, row as the spreadsheet shows it)

#: A doubt about one of them is settled by mending any of them.
_TELL_WHO = ("citizen_id", "birth_date", "sex")


def people_of_rows(store: Store, submission_id: int) -> dict[Place, Known | None]:
    """Whom each row that was taken in is about; None: it was left out. Rows of removed people are not in it."""
    rows = list(
        store.rows(
            "SELECT table_number, row, staff_id FROM submission_row WHERE submission_id = ?"
            " AND outcome IN ('new', 'changed', 'unchanged')",
            (submission_id,),
        )
    )
    people = {one.id: one for one in known.by_ids(store, {row[2] for row in rows if row[2] is not None})}
    return {
        (table, row): None if staff_id is None else people[staff_id]
        for table, row, staff_id in rows
        if staff_id is None or not people[staff_id].removed
    }


def asked_to_mend(store: Store, submission_id: int) -> dict[Place, frozenset[str]]:
    """The fields of each row that its sender was asked to mend, as far as nobody has written them since."""
    fields: dict[tuple[int, int | None], str] = {
        (number, index): field
        for number, columns in store.rows(
            "SELECT number, columns FROM submission_table WHERE submission_id = ?", (submission_id,)
        )
        for index, _, field in json.loads(columns)
        if field
    }
    #: (staff id, field) of what somebody wrote after the submission: that is no longer the sender's to answer.
    written: set[tuple[int, str]] = set(
        store.rows(
            "SELECT DISTINCT history.entity_id, history.field FROM history"
            " JOIN submission_row ON submission_row.staff_id = history.entity_id"
            " AND submission_row.submission_id = ?1 WHERE history.entity = 'staff'"
            " AND history.change_id > (SELECT change_number FROM submission WHERE id = ?1)",
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
    """The values that may change when a cell of a column of that field is mended."""
    if (item := FieldRef.parse(column).item) is not None:
        return (FieldRef.state(item), FieldRef.reason(item), FieldRef.done_on(item))
    value = value_told_by(FieldRef.parse(column))
    return _TELL_WHO if value in _TELL_WHO else (value,)
