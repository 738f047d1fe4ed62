"""Lists whose title, sheet or place says what their heads do not."""

from openpyxl import Workbook

from store.models import State

TITLE = ["TRƯỜNG TIỂU HỌC VĨNH GIA"]
HEAD = ["STT", "Họ và tên", "Số CCCD", "VNeID mức 2"]
AN = [1, "Lê Văn An", "089080001231"]
BE = [2, "Trần Thị Bé", "089180001232"]
CO = [1, "Nguyễn Văn Cò", "089080001233"]


def departments(reading):
    return [(row.person.full_name, row.department) for row in reading.rows]


def test_numbered_departments_over_a_head_repeated_for_each(read_rows):
    reading = read_rows(
        [TITLE, ["DANH SÁCH"], ["I. Giáo viên"], HEAD, [*AN, "x"], [*BE, ""], ["II. Nhân viên"], HEAD, [*CO, "x"]]
    ).reading
    assert departments(reading) == [
        ("Lê Văn An", "Giáo viên"),
        ("Trần Thị Bé", "Giáo viên"),
        ("Nguyễn Văn Cò", "Nhân viên"),
    ]


def test_a_title_over_one_list_is_no_department(read_rows):
    reading = read_rows([TITLE, ["I. Tình hình chung của các khối lớp"], HEAD, [*AN, "x"], [*BE, ""]]).reading
    assert departments(reading) == [("Lê Văn An", None), ("Trần Thị Bé", None)]


def test_one_sheet_an_item(tmp_path, read):
    book = Workbook()
    book.remove(book.active)
    for name, marks in (("VNeID mức 2", ("x", "")), ("Chữ ký số", ("", "x"))):
        sheet = book.create_sheet(name)
        for row in (TITLE, ["STT", "Họ và tên", "Số CCCD", "Kết quả"], [*AN, marks[0]], [*BE, marks[1]]):
            sheet.append(row)
    book.save(tmp_path / "x.xlsx")
    reading = read(tmp_path / "x.xlsx").reading
    assert [(row.department, row.person.states) for row in reading.rows] == [
        (None, {"level2_account": State.DONE}),
        (None, {"level2_account": State.TODO}),
        (None, {"digital_signature": State.TODO}),
        (None, {"digital_signature": State.DONE}),
    ]
    assert sum("được hiểu là" in remark for remark in reading.remarks) == 2, "the person is asked to look"


def test_a_sheet_that_a_word_of_an_item_names_is_no_department(tmp_path, read):
    book = Workbook()
    book.remove(book.active)
    for name, title in (("Dinh danh", "KẾT QUẢ KÍCH HOẠT ĐỊNH DANH MỨC 2"), ("Tổ Định danh", "DANH SÁCH")):
        sheet = book.create_sheet(name)
        for row in (TITLE, [title], HEAD, [*(AN if name == "Dinh danh" else BE), "x"]):
            sheet.append(row)
    book.save(tmp_path / "hai trang.xlsx")
    found = departments(read(tmp_path / "hai trang.xlsx").reading)
    assert found == [("Lê Văn An", None), ("Trần Thị Bé", "Tổ Định danh")]


def test_a_list_of_those_who_lack_something_is_told_not_guessed(read_rows):
    title = ["DANH SÁCH CB, GV, NV CHƯA KÍCH HOẠT TÀI KHOẢN ĐỊNH DANH MỨC 2"]
    reading = read_rows([TITLE, title, ["STT", "Họ và tên", "Số CCCD", "Lý do"], [*AN, "mất SIM"]]).reading
    assert reading.rows[0].person.states == {}
    assert any("bảng không có cột nào ghi ai đã, ai chưa" in remark for remark in reading.remarks)


def test_a_column_of_days_may_say_chua_as_well(read_rows):
    head = ["STT", "Họ và tên", "Số CCCD", "Ngày kích hoạt VNeID mức 2"]
    reading = read_rows([TITLE, head, [*AN, "12/05/2026"], [*BE, "chưa (mất SIM)"], [*CO, "x"]]).reading
    an, be, co = (row.person for row in reading.rows)
    assert (an.states, an.done_on) == ({"level2_account": State.DONE}, {"level2_account": "2026-05-12"})
    assert (be.states, be.reasons) == ({"level2_account": State.TODO}, {"level2_account": "mất SIM"})
    assert (co.states, co.done_on) == ({"level2_account": State.DONE}, {})


def test_a_day_without_an_item_belongs_to_the_item_at_its_left(read_rows):
    head = ["STT", "Họ và tên", "Số CCCD", "VNeID mức 2", "Ngày thực hiện", "Chữ ký số", "Ngày thực hiện"]
    reading = read_rows([TITLE, head, [*AN, "x", "10/6/2026", "", ""], [*BE, "", "", "x", "11/6/2026"]]).reading
    assert [row.person.done_on for row in reading.rows] == [
        {"level2_account": "2026-06-10"},
        {"digital_signature": "2026-06-11"},
    ]


def test_a_schools_own_number_is_no_citizen_id_where_cccd_stands_beside_it(read_rows):
    head = ["STT", "Mã định danh", "Họ và tên", "CCCD", "VNeID mức 2"]
    reading = read_rows([TITLE, head, [1, "8912345678", *AN[1:], "x"], [2, "8912345679", *BE[1:], ""]]).reading
    assert [row.person.citizen_id for row in reading.rows] == [AN[2], BE[2]]


def test_a_reason_on_a_line_of_its_own_is_told_with_its_cell(read_rows):
    reading = read_rows(
        [TITLE, HEAD, [*AN, ""], ["", "", "", "mất SIM"], [*BE, "x"], ["", "", "", "HIỆU TRƯỞNG"]]
    ).reading
    assert [row.person.full_name for row in reading.rows] == ["Lê Văn An", "Trần Thị Bé"]
    assert [remark for remark in reading.remarks if "không có tên ai" in remark] == [
        "Trang “Sheet1”: ô D4 ghi “mất SIM” nhưng dòng đó không có tên ai"
    ]


def test_the_number_of_a_parent_is_not_the_pupils(read_rows):
    head = ["STT", "Họ và tên học sinh", "Ngày sinh", "CCCD phụ huynh", "VNeID mức 2"]
    [row] = read_rows([TITLE, head, [1, "Lê Văn An", "01/02/2012", "089080001231", "x"]]).reading.rows
    assert row.person.citizen_id is None


def test_two_names_in_one_cell_are_nobody(read_rows):
    for names in ("Nguyễn Thị Lan\nTrần Văn Minh", "Nguyễn Thị Lan, Trần Văn Minh", "Nguyễn Thị Lan và Trần Văn Minh"):
        reading = read_rows([TITLE, HEAD, [1, names, "", "x"], [*BE, "x"]]).reading
        assert [problem.code for problem in reading.rows[0].problems] == ["two_names"]
    reading = read_rows([TITLE, HEAD, [1, "Nguyễn Thị\nLan", "", "x"]]).reading
    assert reading.rows[0].person.full_name == "Nguyễn Thị Lan", "a name that only wraps"


def test_english_heads_of_a_company(read_rows):
    head = ["No.", "Full name", "Date of birth", "Gender", "ID number", "VNeID level 2", "Digital signature"]
    reading = read_rows([["CÔNG TY TNHH VĨNH GIA"], head, [1, AN[1], "12/03/1985", "Male", AN[2], "Yes", "No"]]).reading
    [person] = [row.person for row in reading.rows]
    assert (person.birth_date, person.citizen_id, person.sex) == ("1985-03-12", AN[2], "nam")
    assert person.states == {"level2_account": State.DONE, "digital_signature": State.TODO}


def test_a_name_in_two_columns_with_an_empty_one_between(read_rows):
    head = ["STT", "Họ và tên", "", "Họ và tên", "Số CCCD", "VNeID mức 2"]
    rows = [
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, "Lê Văn", "", "An", AN[2], "x"],
        [2, "Tống", "", "Vinh", BE[2], ""],
    ]
    reading = read_rows([TITLE, head, *rows]).reading
    assert [row.person.full_name for row in reading.rows] == ["Lê Văn An", "Tống Vinh"]
