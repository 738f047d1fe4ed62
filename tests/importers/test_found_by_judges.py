"""Faults that lists by other hands have found: each kind in its smallest file."""

import pytest

from store.models import State

UNIT = ["Đơn vị: Trường THCS Núi Tô"]
NAMES = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường", "Võ Thị Dung"]


def test_a_list_on_its_side_has_no_head_of_names_of_people(told):
    people = [*NAMES[:2], "Tô Văn Phát"]
    rows = [
        ["Nội dung", 1, 2, 3], ["Họ và tên", *people], ["Ngày sinh", "16/09/1983", "11/12/1969", "16/11/1993"],
        ["Số CCCD", "091183019640", "089169005702", "089093028785"], ["Định danh mức 2", "Đã", "Chưa", "Đã"],
    ]  # fmt: skip
    read = told([["TRẠM Y TẾ XÃ VĨNH GIA"], [], *rows])
    assert read.names == people
    assert read.departments == [None] * 3
    assert read.states("level2_account") == ["done", "todo", "done"]


def test_a_class_below_its_block_is_the_department(told):
    head = ["TT", "Họ tên trẻ", "Ngày sinh", "Mã thẻ BHYT", "Đã có sổ SKĐT"]
    rows = [
        ["KHỐI LÁ"], ["Lớp Lá 1 - GVCN: Đặng Thị Dương"], [1, NAMES[0], "10/07/2020", None, "x"],
        ["Lớp Lá 2 - GVCN: Lê Thị Lan"], [2, NAMES[1], "11/07/2020", None, "x"],
    ]  # fmt: skip
    read = told([UNIT, head, *rows])
    assert read.departments == ["Lớp Lá 1", "Lớp Lá 2"]
    assert read.codes == []  # a child is young


def test_somebody_too_young_among_the_staff_of_a_school_is_asked_about(told):
    rows = [[n, name, born, "Lá 1", "x"] for n, (name, born) in enumerate(zip(NAMES, [1980, 1985, 1990], strict=False))]
    head = ["TT", "Họ tên", "Ngày sinh", "Lớp", "Đã có sổ SKĐT"]
    read = told([UNIT, head, *rows, [4, NAMES[3], "12/05/2019", "Lá 2", "x"]])
    assert read.codes == ["birth_date_unlikely"]
    assert read.departments == ["Lá 1", "Lá 1", "Lá 1", "Lá 2"]


def test_a_department_behind_an_asterisk_with_its_size(told):
    rows = [["* Khoa Khám bệnh - Cấp cứu: 1 người"], [1, NAMES[0], 1980, "x"], ["* Phòng Tổ chức: 1 người"]]
    notes = [["- Trạm Y tế xã (b/c);"], ["* Phòng khám mở cửa từ thứ hai."]]
    read = told([UNIT, ["STT", "Họ tên", "Năm sinh", "Mức 2"], *rows, [2, NAMES[1], 1981, "x"], *notes])
    assert read.departments == ["Khoa Khám bệnh - Cấp cứu", "Phòng Tổ chức"]


@pytest.mark.parametrize("head", ["Lớp", "Mã lớp", "Chi hội", "Chi đoàn"])
def test_what_people_are_grouped_by_is_their_department(told, head: str):
    rows = [[n, name, 1980, f"A{n // 2}", "x"] for n, name in enumerate(NAMES)]
    assert told([UNIT, ["STT", "Họ tên", "Năm sinh", head, "Mức 2"], *rows]).departments == ["A0", "A0", "A1", "A1"]


def test_a_failed_formula_is_no_department(told):
    rows = [[n, name, tổ, "x"] for n, (name, tổ) in enumerate(zip(NAMES, ["Tổ Toán", "Tổ Toán", "#N/A"], strict=False))]
    read = told([UNIT, ["STT", "Họ tên", "Tổ", "Mức 2"], *rows])
    assert read.departments == ["Tổ Toán", "Tổ Toán", None]
    assert read.codes == ["formula_failed"]


def test_a_k_beside_chưa_is_asked_about(told):
    marks = ["x", "K", "chưa", "x"]
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, marks, strict=True))]
    read = told([UNIT, ["STT", "Họ tên", "Năm sinh", "Chữ ký số"], *rows])
    assert read.states("digital_signature") == ["done", None, "todo", "done"]
    assert read.codes == ["state_not_understood"]


def test_a_k_beside_ticks_alone_is_no(told):
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, "xKxK", strict=True))]
    read = told([UNIT, ["STT", "Họ tên", "Năm sinh", "Chữ ký số"], *rows])
    assert read.states("digital_signature") == ["done", "todo", "done", "todo"]


@pytest.mark.parametrize("said", [True, False])
def test_the_blanks_of_a_lone_column_of_those_who_lack_something(told, said: bool):
    legend = ["(Đánh dấu x vào nội dung CHƯA thực hiện; ô để trống là đã thực hiện)"]
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, ["x", None, None, "x"], strict=True))]
    read = told([UNIT, *[legend] * said, ["STT", "Họ tên", "Năm sinh", "Chưa tích hợp BHYT"], *rows])
    blank = "done" if said else None
    assert read.states("bhyt_linked") == ["todo", blank, blank, "todo"]
    assert any("“Chưa tích hợp BHYT”" in remark and "ô trống" in remark for remark in read.reading.remarks)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Dạ em chưa làm được", State.TODO), ("rồi á", State.DONE), ("OK rồi", State.DONE), ("1/1", State.DONE),
        ("Đã làm hôm qua", State.DONE), ("Đã kích hoạt 12/6", State.DONE), ("Đã kích hoạt ngày 8/6/2026", State.DONE),
        ("Mới mức 1", State.TODO),
        ("0/1", State.TODO),
    ],
)  # fmt: skip
def test_how_people_say_it(told, text: str, state: State):
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, ["Đã", "Chưa", text], strict=False))]
    read = told([UNIT, ["STT", "Họ tên", "Năm sinh", "VNeID mức 2"], *rows])
    assert read.people[2].states == {"level2_account": state}
    assert read.codes == []


@pytest.mark.parametrize("text", ["Có hẹn 23/6", "Hẹn 23/6 làm", "Có 12/6", "Đang chờ nhưng đã kích hoạt"])
def test_what_says_neither_is_asked_about(told, text: str):
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, ["Đã", "Chưa", text], strict=False))]
    read = told([UNIT, ["STT", "Họ tên", "Năm sinh", "VNeID mức 2"], *rows])
    assert read.people[2].states == {}
    assert read.codes == ["state_not_understood"]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        (["ĐOÀN TNCS HỒ CHÍ MINH XÃ TÂN TUYẾN"], "Đoàn TNCS Hồ Chí Minh xã Tân Tuyến"),
        (["BAN NHÂN DÂN ẤP PHƯỚC LỢI"], "Ban nhân dân ấp Phước Lợi"),
        (["ĐẢNG BỘ XÃ LƯƠNG PHI", "CHI BỘ TRƯỜNG THCS LƯƠNG PHI"], "Chi bộ Trường THCS Lương Phi"),
    ],
)
def test_agencies_of_a_commune_in_titles(told, title: list[str], unit: str):
    rows = [
        *([line] for line in title),
        ["DANH SÁCH"],
        ["STT", "Họ tên", "Năm sinh", "Mức 2"],
        [1, NAMES[0], 1980, "x"],
    ]
    assert told(rows).reading.unit.casefold() == unit.casefold()


def test_a_column_of_yes_and_no_is_no_telephone(told):
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, ["có", "chưa"] * 2, strict=True))]
    read = told([UNIT, ["STT", "Họ tên", "Năm sinh", "Sổ khám bệnh trên điện thoại"], *rows])
    assert read.codes == []
    assert any("“Sổ khám bệnh trên điện thoại”" in remark for remark in read.reading.remarks)


def test_a_name_in_parts_where_the_whole_has_no_result(told):
    rows = [[n, *name.rsplit(" ", 1), None, 1980, "x"] for n, name in enumerate(NAMES)]
    assert told([UNIT, ["STT", "Họ đệm", "Tên", "Họ và tên", "Năm sinh", "Mức 2"], *rows]).names == NAMES


def test_page_numbers_and_footnotes_are_passed_over(told):
    rows = [[1, f"{NAMES[0]} ¹", 1980, "x"], ["Trang 2"], [2, f"{NAMES[1]}²", 1981, "x"], [None, "Trang 3/4"]]
    read = told([UNIT, ["STT", "Họ tên", "Năm sinh", "Mức 2"], *rows, [3, NAMES[2], 1982, "x"]])
    assert read.names == NAMES[:3]
    assert not any("chưa đọc dòng" in remark for remark in read.reading.remarks)


@pytest.mark.parametrize("head", ["Đã hoàn thành (chọn nhiều mục)", "Nội dung đã thực hiện (có thể chọn nhiều)"])
def test_a_head_over_choices_that_is_no_question(told, head: str):
    chosen = ["Mức 2; Thẻ BHYT trên VNeID", "Thẻ BHYT trên VNeID", "Mức 2"]
    rows = [[name, 1980, text] for name, text in zip(NAMES, chosen, strict=False)]
    read = told([UNIT, ["Họ và tên", "Năm sinh", head], *rows])
    assert read.states("level2_account") == ["done", "todo", "done"]
    assert read.states("bhyt_linked") == ["done", "done", "todo"]
