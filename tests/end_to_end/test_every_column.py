"""Every declared column of a person goes its whole way: form, file, form for units, roster, log of changes, undo."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from exporters.roster import write_roster
from exporters.template import write_template
from importers.deciding.planning import make_plan
from importers.layout import correcting
from importers.reading import read_file
from store import history, journal
from store.checklist.items import checklist_items
from store.columns import ColumnKind, PersonColumn
from store.database import Store
from store.models import PERSON_COLUMNS, PERSON_FIELDS, Person
from store.people import staff, units
from store.receiving import kept, submissions, template
from store.text import clean
from store.words.field_values import EMPTY, field_label, shown_value
from tui.screens.person.fields import person_fields, person_of, values_of

UNIT = "Trường Tiểu học A Vĩnh Gia"
#: Texts of which each column takes the first that it takes at all, and another one to change it to.
TYPED = {
    "full_name": ("Nguyễn Thị Lan", "Nguyễn Thị Lan Anh"),
    "birth_date": ("05/01/1984", "1984"),
    "citizen_id": ("089184001234", "089184004321"),
    "": ("Y sĩ", "Bác sĩ", "0912345678", "0123456789", "lan@tyt.vn", "0987654321", "9876543210", "an@tyt.vn"),
}


def typed(column: PersonColumn) -> tuple[str, str]:
    """Two values of the column, as its field in the form holds them."""
    if column.options:
        return column.options[0][0], column.options[1][0]
    fitting = [text for text in TYPED.get(column.name, TYPED[""]) if column.stored(text) is not None]
    return fitting[0], fitting[-1]


def filled() -> Person:
    """Somebody of whom everything is known."""
    return person_of({column.name: typed(column)[0] for column in PERSON_COLUMNS})


@pytest.fixture
def unit_id(store: Store) -> int:
    return units.find_or_add(store, UNIT)


def in_words(column: PersonColumn, *, masked: bool = False) -> str:
    return column.printer(masked=masked)(getattr(filled(), column.name))


every_column = pytest.mark.parametrize("column", PERSON_COLUMNS, ids=PERSON_FIELDS)


@every_column
def test_the_form_holds_it_and_gives_it_back(store: Store, unit_id: int, column: PersonColumn) -> None:
    fields = {field.name: field for field in person_fields(checklist_items(store))}
    assert fields[column.name].choices == column.options
    staff_id = staff.add(store, filled(), unit_id)
    values = values_of(staff.get(store, staff_id), checklist_items(store))
    assert values[column.name] == typed(column)[0]
    assert getattr(person_of(values), column.name) == getattr(filled(), column.name)
    check = fields[column.name].check
    assert check is None or not (verdict := check(values[column.name], values)) or not verdict.is_error


@every_column
def test_a_change_is_in_the_log_in_words_and_is_undone(store: Store, unit_id: int, column: PersonColumn) -> None:
    staff_id = staff.add(store, filled(), unit_id)
    before, after = (column.stored(text) for text in typed(column))
    staff.edit(store, staff_id, {column.name: after})
    assert getattr(staff.get(store, staff_id).person, column.name) == after
    entry = journal.entries_of(store, "staff", staff_id)[0]
    assert (entry.field, field_label(store, entry.field)) == (column.name, column.label)
    assert shown_value(store, entry.field, entry.before) == in_words(column, masked=True) != EMPTY
    history.undo(store)
    assert getattr(staff.get(store, staff_id).person, column.name) == before


@every_column
def test_a_file_that_heads_it_by_its_label_brings_it_and_taking_the_file_back_takes_it(
    store: Store, tmp_path: Path, column: PersonColumn
) -> None:
    path = tmp_path / "danh sách.csv"
    heads = ["STT", *(each.label for each in PERSON_COLUMNS)]
    with path.open("w", encoding="utf-8", newline="") as out:
        cells = [column.printer()(getattr(filled(), column.name)) for column in PERSON_COLUMNS]
        csv.writer(out).writerows([[f"Đơn vị: {UNIT}"], heads, ["1", *cells]])
    reading = read_file(path, items=checklist_items(store))
    assert {c.header: c.field for c in reading.tables[0].columns}[column.label] == column.name
    submission_id = submissions.apply(store, make_plan(store, reading))
    (member,) = staff.members(store)
    assert getattr(member.person, column.name) == getattr(filled(), column.name)
    assert submission_id is not None
    assert clean(kept.sources(store, member.id)[column.name].raw) == in_words(column)
    submissions.take_back(store, submission_id)
    assert not list(staff.members(store))


@every_column
def test_a_column_of_a_file_may_be_corrected_to_it(store: Store, column: PersonColumn) -> None:
    assert column.name in correcting.fields(checklist_items(store))


@every_column
def test_the_form_for_units_has_it_where_it_is_declared(
    store: Store, unit_id: int, tmp_path: Path, column: PersonColumn
) -> None:
    staff.add(store, filled(), unit_id)
    out = tmp_path / "mẫu.xlsx"
    write_template(template.draft(store, unit_id), out)
    _, _, _, heads, first, *_ = openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True)
    cells = dict(zip(heads, first, strict=True))
    head = (column.template and column.template.head) or column.label
    assert (head in cells) is (column.template is not None)
    if column.template is not None:
        shown = column.masked(in_words(column))  # whole numbers only where they are asked for
        assert (cells[head] or "") == ("" if column.template.left_blank else shown)


@every_column
def test_the_roster_as_a_file_has_it_where_it_is_declared(
    store: Store, unit_id: int, tmp_path: Path, column: PersonColumn
) -> None:
    staff.add(store, filled(), unit_id)
    members = list(staff.members(store))
    for out in (tmp_path / "danh sách.xlsx", tmp_path / "danh sách.csv", tmp_path / "danh sách.json"):
        write_roster(members, checklist_items(store), out, title="Danh sách")
    *_, heads, first = openpyxl.load_workbook(tmp_path / "danh sách.xlsx").active.iter_rows(values_only=True)
    with (tmp_path / "danh sách.csv").open(encoding="utf-8-sig", newline="") as file:
        (as_csv,) = csv.DictReader(file, delimiter=";")
    head = (column.roster and column.roster.head) or column.label
    for row in (dict(zip(heads, first, strict=True)), as_csv):
        assert (head in row) is (column.roster is not None)
        assert column.roster is None or row[head] == in_words(column, masked=True)
    (as_json,) = json.loads((tmp_path / "danh sách.json").read_text(encoding="utf-8"))
    if column.roster_key:
        value = getattr(filled(), column.name)
        assert as_json[column.roster_key] == (column.mask(value) if column.mask is not None else value)


def test_the_table_of_people_has_exactly_the_declared_columns(store: Store) -> None:
    theirs = {name for (_, name, *_) in store.rows("PRAGMA table_info(staff)")}
    kept_beside = {"id", "unit_id", "department_id", "folded", "name_key", "sort_key", "states", "reasons"}
    assert theirs - kept_beside - {"created_at", "removed_at"} == set(PERSON_FIELDS)
    assert all(column.choices for column in PERSON_COLUMNS if column.kind is ColumnKind.CHOICE)
