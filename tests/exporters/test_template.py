"""The form that a unit fills in: what stands in it, what it offers, and what comes back of it."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from exporters.template import SPARE_ROWS, write_template
from exporters.writing import ExportError
from importers.deciding.planning import make_plan
from importers.read_for_unit import read_for_unit
from store import settings
from store.database import Store
from store.models import Person, State
from store.people import staff, units
from store.receiving import template
from store.receiving.form_mark import SHEET, FormMark
from store.receiving.plan import Plan, PlannedRow
from tests.golden_parts import is_golden

UNIT = "Trường Tiểu học A Vĩnh Gia"
FIRST = 5  # row of the first person


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T08:30:00")


@pytest.fixture
def school(store: Store) -> int:
    settings.save(store, station_name="Trạm Y tế xã Vĩnh Gia")
    unit_id = units.find_or_add(store, UNIT)
    done, todo = State.DONE, State.TODO
    for person, department in (
        (
            Person(
                "Nguyễn Thị Lan", "1985-03-05", "nữ", "089185001234", "Giáo viên", "vien_chuc",
                states={"cccd": done, "level2_account": todo, "digital_signature": State.NOT_APPLICABLE},
                reasons={"level2_account": "Quên mật khẩu"},
            ),
            "Tổ Khối 1",
        ),
        (Person("Chau Sóc Kha", "1990", "nam", states={"cccd": done, "level2_account": done, "bhyt_linked": done}), None),
        (Person("Trần Văn Bình"), "Tổ Văn phòng"),
    ):  # fmt: skip
        staff.add(store, person, unit_id, department)
    return unit_id


@pytest.fixture
def form(store: Store, school: int, tmp_path: Path) -> Path:
    out = tmp_path / "Mẫu.xlsx"
    assert write_template(template.draft(store, school), out) == 3
    return out


def edit(path: Path, cells: dict[str, object]) -> None:
    """Write into cells as a person does, by their names."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book["Danh sách"][place] = value
    book.save(path)


def plan_of(store: Store, path: Path) -> Plan:
    return make_plan(store, read_for_unit(store, path))


def rows_of(plan: Plan, name: str) -> list[PlannedRow]:
    return [row for row in plan.rows if row.incoming.person and row.incoming.person.full_name == name]


def columns(path: Path) -> dict[str, str]:
    """Head -> letter of its column."""
    sheet = openpyxl.load_workbook(path)["Danh sách"]
    return {str(cell.value): cell.column_letter for cell in sheet[FIRST - 1]}


def test_everybody_stands_in_it_with_what_is_known(form: Path) -> None:
    sheet = openpyxl.load_workbook(form)["Danh sách"]
    people = {row[2]: row for row in sheet.iter_rows(min_row=FIRST, values_only=True) if row[2]}
    assert set(people) == {"Nguyễn Thị Lan", "Chau Sóc Kha", "Trần Văn Bình"}
    lan = people["Nguyễn Thị Lan"]
    assert lan[1:8] == ("Tổ Khối 1", "Nguyễn Thị Lan", "05/03/1985", "Nữ", "•••••••••234", "Giáo viên", "Viên chức")
    at = {head: openpyxl.utils.column_index_from_string(letter) - 1 for head, letter in columns(form).items()}
    assert lan[at["Tài khoản định danh điện tử mức 2"]] == "Chưa"
    assert lan[at["Lý do chưa: Mức 2"]] == "Quên mật khẩu"
    assert lan[at["Chữ ký số chuyên dùng công vụ"]] == "Không áp dụng"
    assert people["Chau Sóc Kha"][3] == "1990"
    assert people["Trần Văn Bình"][at["Thẻ CCCD/CC"]] == "Chưa rõ"


def test_sent_back_untouched_it_says_nothing_new_and_asks_nothing(store: Store, form: Path) -> None:
    plan = plan_of(store, form)
    assert plan.unit == UNIT
    assert plan.counts() == {"new": 0, "changed": 0, "unchanged": 3, "conflict": 0, "rejected": 0}
    assert [row.incoming.problems for row in plan.rows] == [(), (), ()]
    assert plan.reading.remarks == ()


def test_covered_numbers_are_known_again_wherever_their_row_went(store: Store, school: int, tmp_path: Path) -> None:
    numbers = {"Lê Văn A": "089084111777", "Lê Văn B": "089084222777", "Lê Văn C": "089084333777"}
    for born, (name, number) in enumerate(numbers.items(), 1984):
        staff.add(store, Person(name, str(born), citizen_id=number), school)
    out = tmp_path / "mẫu.xlsx"
    write_template(template.draft(store, school), out)
    at = columns(out)
    sheet = openpyxl.load_workbook(out)["Danh sách"]
    rows = {cell.value: cell.row for cell in sheet[at["Họ và tên"]] if cell.value in numbers}
    name, number = at["Họ và tên"], at["Số CCCD"]
    assert {sheet[f"{number}{row}"].value for row in rows.values()} == {"•••••••••777"}
    edit(out, {f"{name}{rows['Lê Văn B']}": "Lê Văn Bé", f"{number}{rows['Lê Văn C']}": "089086333778"})
    plan = plan_of(store, out)
    read = {row.incoming.person.full_name: row.incoming.person.citizen_id for row in plan.rows if row.incoming.person}
    assert read["Lê Văn A"] == numbers["Lê Văn A"]
    assert read["Lê Văn Bé"] == numbers["Lê Văn B"], "by the birth year beside it"
    assert read["Lê Văn C"] == "089086333778", "what the unit wrote over it"
    assert read["Nguyễn Thị Lan"] == "089185001234"


def test_the_form_of_another_station_says_so_and_its_covered_numbers_say_nothing(
    store: Store, school: int, tmp_path: Path
) -> None:
    staff.add(store, Person("Lê Văn A", "1984", citizen_id="089084111777"), school)
    out = tmp_path / "mẫu.xlsx"
    write_template(template.draft(store, school), out)
    settings.save(store, station_name="Trạm Y tế xã Ô Lâm")
    assert not any("gửi ra" in remark for remark in plan_of(store, out).reading.remarks), "it was only renamed"
    with store.transaction():
        store.write("DELETE FROM history WHERE entity = 'setting'")
    plan = plan_of(store, out)
    assert any("do Trạm Y tế xã Vĩnh Gia gửi ra" in remark for remark in plan.reading.remarks)
    people = [row.incoming.person for row in plan.rows if row.incoming.person]
    assert not any(person.citizen_id for person in people)


def test_whole_numbers_stand_in_it_where_they_are_asked_for(store: Store, school: int, tmp_path: Path) -> None:
    out = tmp_path / "mẫu.xlsx"
    write_template(template.draft(store, school), out, full_ids=True)
    texts = [str(cell.value) for row in openpyxl.load_workbook(out)["Danh sách"].iter_rows() for cell in row]
    assert "089185001234" in texts
    assert any("ghi đủ số CCCD theo yêu cầu" in text for text in texts)


def test_filled_in_it_comes_in_without_a_question_or_a_problem(store: Store, form: Path) -> None:
    at = columns(form)
    names = [cell.value for cell in openpyxl.load_workbook(form)["Danh sách"][at["Họ và tên"]]]
    lan, empty = names.index("Nguyễn Thị Lan") + 1, FIRST + 3
    edit(
        form,
        {
            f"{at['Tài khoản định danh điện tử mức 2']}{lan}": "Đã",
            f"{at['Lý do chưa: Mức 2']}{lan}": None,
            f"{at['Họ và tên']}{empty}": "Lê Thị Mới",
            f"{at['Ngày sinh']}{empty}": "12/5/1999",
            f"{at['Số CCCD']}{empty}": "089199004321",
            f"{at['Tài khoản định danh điện tử mức 2']}{empty}": "Chưa",
            f"{at['Lý do chưa: Mức 2']}{empty}": "Điện thoại hỏng",
        },
    )
    plan = plan_of(store, form)
    assert plan.counts() == {"new": 1, "changed": 1, "unchanged": 2, "conflict": 0, "rejected": 0}
    assert all(not row.incoming.problems for row in plan.rows)
    new = next(row.incoming.person for row in plan.rows if row.outcome == "new")
    assert new is not None
    assert (new.birth_date, new.reasons) == ("1999-05-12", {"level2_account": "Điện thoại hỏng"})


def test_what_was_left_blank_is_no_chua(store: Store, form: Path) -> None:
    """A list with "Chưa" in it: whoever leaves a state blank has not said no."""
    at = columns(form)
    edit(form, {f"{at['Họ và tên']}{FIRST + 3}": "Lê Thị Mới", f"{at['Thẻ CCCD/CC']}{FIRST + 3}": "Đã"})
    new = next(row.incoming.person for row in plan_of(store, form).rows if row.outcome == "new")
    assert new is not None
    assert new.states == {"cccd": State.DONE}


def test_somebody_without_date_and_number_is_known_again(store: Store, form: Path) -> None:
    (row,) = rows_of(plan_of(store, form), "Trần Văn Bình")
    assert (row.outcome.value, row.question) == ("unchanged", "")


def test_two_of_one_name_are_still_asked(store: Store, form: Path) -> None:
    at = columns(form)
    edit(form, {f"{at['Họ và tên']}{FIRST + 3}": "Trần Văn Bình", f"{at['Thẻ CCCD/CC']}{FIRST + 3}": "Đã"})
    rows = rows_of(plan_of(store, form), "Trần Văn Bình")
    assert [row.outcome.value for row in rows] == ["conflict", "conflict"]


def test_the_form_of_another_unit_is_asked_about(store: Store, form: Path) -> None:
    edit(form, {"A2": "Đơn vị: Trường Mẫu giáo Vĩnh Gia"})
    plan = plan_of(store, form)
    assert plan.unit is None
    assert "Trường Mẫu giáo Vĩnh Gia" in plan.reading.remarks[0]
    assert UNIT in plan.reading.remarks[0]


def test_a_unit_that_was_renamed_meanwhile_is_still_that_unit(store: Store, school: int, form: Path) -> None:
    units.edit(store, school, name="Trường Tiểu học Vĩnh Gia 1")
    plan = plan_of(store, form)
    assert (plan.unit_id, plan.unit) == (school, "Trường Tiểu học Vĩnh Gia 1")
    assert plan.counts()["unchanged"] == 3


def test_lists_and_checks_reach_the_empty_rows(form: Path) -> None:
    sheet = openpyxl.load_workbook(form)["Danh sách"]
    last = FIRST + 3 + SPARE_ROWS - 1
    at = columns(form)
    checks = {str(check.sqref).partition(":")[0]: check for check in sheet.data_validations.dataValidation}
    state = checks[f"{at['Thẻ CCCD/CC']}{FIRST}"]
    assert str(state.sqref).endswith(str(last))
    assert (state.type, state.formula1) == ("list", '"Đã,Chưa,Không áp dụng,Chưa rõ"')
    reason = checks[f"{at['Lý do chưa: Mức 2']}{FIRST}"]
    assert (reason.type, reason.formula1, reason.errorStyle) == ("list", "tyt_reason_level2_account", "warning")
    number = checks[f"{at['Số CCCD']}{FIRST}"]
    assert (number.type, number.errorStyle) == ("custom", "warning")


def test_a_reason_beside_khong_ap_dung_is_nothing_to_look_at_again(form: Path) -> None:
    at = columns(form)
    rules = [
        rule.formula[0]
        for cells in openpyxl.load_workbook(form)["Danh sách"].conditional_formatting
        if str(cells.sqref).startswith(f"{at['Lý do chưa: Mức 2']}{FIRST}")
        for rule in cells.rules
    ]
    assert any('<>"Chưa"' in rule and '<>"Không áp dụng"' in rule for rule in rules), rules


def test_heads_are_locked_and_everything_below_is_free(form: Path) -> None:
    sheet = openpyxl.load_workbook(form)["Danh sách"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet.cell(FIRST - 1, 3).protection.locked
    assert not sheet.cell(FIRST, 1).protection.locked, "a row with a locked cell cannot be deleted"
    assert not sheet.cell(FIRST + 20, 6).protection.locked
    assert sheet.cell(FIRST + 20, 6).number_format == "@"
    assert sheet.freeze_panes == f"D{FIRST}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_the_hidden_mark_names_unit_period_version_and_campaign(form: Path) -> None:
    sheet = openpyxl.load_workbook(form)[SHEET]
    assert sheet.sheet_state == "veryHidden"
    mark = FormMark.from_rows([(str(a), str(b or "")) for a, b in sheet.iter_rows(max_col=2, values_only=True)])
    assert mark is not None
    assert dict(mark.heads)["state.level2_account"] == "Tài khoản định danh điện tử mức 2"
    assert replace(mark, heads=()) == FormMark(
        "template", UNIT, 1, "2026-06-17", "test", "2026-06-23T08:30:00", station="Trạm Y tế xã Vĩnh Gia",
        covers=("Hướng dẫn",),
    )  # fmt: skip


def test_a_unit_without_people_gets_an_empty_form(store: Store, tmp_path: Path) -> None:
    unit_id = units.find_or_add(store, "Hội Nông dân xã")
    assert write_template(template.draft(store, unit_id), tmp_path / "m.xlsx") == 0


def test_it_is_a_workbook_and_nothing_else(store: Store, school: int, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.xlsx"):
        write_template(template.draft(store, school), tmp_path / "m.csv")


@pytest.mark.parametrize(
    "part",
    [
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
    ],
)
def test_the_form_is_the_golden_one_part_by_part(form: Path, part: str, request: pytest.FixtureRequest) -> None:
    assert is_golden(form, part, "template", request)
