"""Faults that lists by other hands have found: each kind in its smallest file."""

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from store.models import State

UNIT = ["Đơn vị: Trường THCS Núi Tô"]
NAMES = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường", "Võ Thị Dung"]


def test_a_list_on_its_side_has_no_head_of_names_of_people(read_rows):
    people = [*NAMES[:2], "Tô Văn Phát"]
    rows = [
        ["Nội dung", 1, 2, 3], ["Họ và tên", *people], ["Ngày sinh", "16/09/1983", "11/12/1969", "16/11/1993"],
        ["Số CCCD", "091183019640", "089169005702", "089093028785"], ["Định danh mức 2", "Đã", "Chưa", "Đã"],
    ]  # fmt: skip
    read = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], [], *rows])
    assert read.names == people
    assert read.departments == [None] * 3
    assert read.states("level2_account") == ["done", "todo", "done"]


def test_a_class_below_its_block_is_the_department(read_rows):
    head = ["TT", "Họ tên trẻ", "Ngày sinh", "Mã thẻ BHYT", "Đã có sổ SKĐT"]
    rows = [
        ["KHỐI LÁ"], ["Lớp Lá 1 - GVCN: Đặng Thị Dương"], [1, NAMES[0], "10/07/2020", None, "x"],
        ["Lớp Lá 2 - GVCN: Lê Thị Lan"], [2, NAMES[1], "11/07/2020", None, "x"],
    ]  # fmt: skip
    read = read_rows([UNIT, head, *rows])
    assert read.departments == ["Lớp Lá 1", "Lớp Lá 2"]
    assert read.codes == []  # a child is young


def test_somebody_too_young_among_the_staff_of_a_school_is_asked_about(read_rows):
    rows = [[n, name, born, "Lá 1", "x"] for n, (name, born) in enumerate(zip(NAMES, [1980, 1985, 1990], strict=False))]
    head = ["TT", "Họ tên", "Ngày sinh", "Lớp", "Đã có sổ SKĐT"]
    read = read_rows([UNIT, head, *rows, [4, NAMES[3], "12/05/2019", "Lá 2", "x"]])
    assert read.codes == ["birth_date_unlikely"]
    assert read.departments == ["Lá 1", "Lá 1", "Lá 1", "Lá 2"]


def test_a_department_behind_an_asterisk_with_its_size(read_rows):
    rows = [["* Khoa Khám bệnh - Cấp cứu: 1 người"], [1, NAMES[0], 1980, "x"], ["* Phòng Tổ chức: 1 người"]]
    notes = [["- Trạm Y tế xã (b/c);"], ["* Phòng khám mở cửa từ thứ hai."]]
    read = read_rows([UNIT, ["STT", "Họ tên", "Năm sinh", "Mức 2"], *rows, [2, NAMES[1], 1981, "x"], *notes])
    assert read.departments == ["Khoa Khám bệnh - Cấp cứu", "Phòng Tổ chức"]


@pytest.mark.parametrize("head", ["Lớp", "Mã lớp", "Chi hội", "Chi đoàn"])
def test_what_people_are_grouped_by_is_their_department(read_rows, head: str):
    rows = [[n, name, 1980, f"A{n // 2}", "x"] for n, name in enumerate(NAMES)]
    assert read_rows([UNIT, ["STT", "Họ tên", "Năm sinh", head, "Mức 2"], *rows]).departments == [
        "A0",
        "A0",
        "A1",
        "A1",
    ]


def test_a_failed_formula_is_no_department(read_rows):
    rows = [[n, name, tổ, "x"] for n, (name, tổ) in enumerate(zip(NAMES, ["Tổ Toán", "Tổ Toán", "#N/A"], strict=False))]
    read = read_rows([UNIT, ["STT", "Họ tên", "Tổ", "Mức 2"], *rows])
    assert read.departments == ["Tổ Toán", "Tổ Toán", None]
    assert read.codes == ["formula_failed"]


@pytest.mark.parametrize("no", ["chưa", "0", "không"])
def test_a_k_beside_another_no_is_asked_about(read_rows, no: str):
    marks = ["x", "K", no, "x"]
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, marks, strict=True))]
    read = read_rows([UNIT, ["STT", "Họ tên", "Năm sinh", "Chữ ký số"], *rows])
    assert read.states("digital_signature") == ["done", None, "todo", "done"]
    assert read.codes == ["state_not_understood"]


def test_a_k_beside_ticks_alone_is_asked_about(read_rows):
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, "xKxK", strict=True))]
    read = read_rows([UNIT, ["STT", "Họ tên", "Năm sinh", "Chữ ký số"], *rows])
    assert read.states("digital_signature") == ["done", None, "done", None]
    assert read.codes == ["state_not_understood"] * 2


@pytest.mark.parametrize("said", [True, False])
def test_the_blanks_of_a_lone_column_of_those_who_lack_something(read_rows, said: bool):
    legend = ["(Đánh dấu x vào nội dung CHƯA thực hiện; ô để trống là đã thực hiện)"]
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, ["x", None, None, "x"], strict=True))]
    read = read_rows([UNIT, *[legend] * said, ["STT", "Họ tên", "Năm sinh", "Chưa tích hợp BHYT"], *rows])
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
def test_how_people_say_it(read_rows, text: str, state: State):
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, ["Đã", "Chưa", text], strict=False))]
    read = read_rows([UNIT, ["STT", "Họ tên", "Năm sinh", "VNeID mức 2"], *rows])
    assert read.people[2].states == {"level2_account": state}
    assert read.codes == []


@pytest.mark.parametrize("text", ["Có hẹn 23/6", "Hẹn 23/6 làm", "Có 12/6", "Đang chờ nhưng đã kích hoạt"])
def test_what_says_neither_is_asked_about(read_rows, text: str):
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, ["Đã", "Chưa", text], strict=False))]
    read = read_rows([UNIT, ["STT", "Họ tên", "Năm sinh", "VNeID mức 2"], *rows])
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
def test_agencies_of_a_commune_in_titles(read_rows, title: list[str], unit: str):
    rows = [
        *([line] for line in title),
        ["DANH SÁCH"],
        ["STT", "Họ tên", "Năm sinh", "Mức 2"],
        [1, NAMES[0], 1980, "x"],
    ]
    assert read_rows(rows).reading.unit.casefold() == unit.casefold()


def test_a_column_of_yes_and_no_is_no_telephone(read_rows):
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, ["có", "chưa"] * 2, strict=True))]
    read = read_rows([UNIT, ["STT", "Họ tên", "Năm sinh", "Sổ khám bệnh trên điện thoại"], *rows])
    assert read.codes == []
    assert any("“Sổ khám bệnh trên điện thoại”" in remark for remark in read.reading.remarks)


def test_a_name_in_parts_where_the_whole_has_no_result(read_rows):
    rows = [[n, *name.rsplit(" ", 1), None, 1980, "x"] for n, name in enumerate(NAMES)]
    assert read_rows([UNIT, ["STT", "Họ đệm", "Tên", "Họ và tên", "Năm sinh", "Mức 2"], *rows]).names == NAMES


def test_page_numbers_and_footnotes_are_passed_over(read_rows):
    rows = [[1, f"{NAMES[0]} ¹", 1980, "x"], ["Trang 2"], [2, f"{NAMES[1]}²", 1981, "x"], [None, "Trang 3/4"]]
    read = read_rows([UNIT, ["STT", "Họ tên", "Năm sinh", "Mức 2"], *rows, [3, NAMES[2], 1982, "x"]])
    assert read.names == NAMES[:3]
    assert not any("chưa đọc dòng" in remark for remark in read.reading.remarks)


@pytest.mark.parametrize("head", ["Đã hoàn thành (chọn nhiều mục)", "Nội dung đã thực hiện (có thể chọn nhiều)"])
def test_a_head_over_choices_that_is_no_question(read_rows, head: str):
    chosen = ["Mức 2; Thẻ BHYT trên VNeID", "Thẻ BHYT trên VNeID", "Mức 2"]
    rows = [[name, 1980, text] for name, text in zip(NAMES, chosen, strict=False)]
    read = read_rows([UNIT, ["Họ và tên", "Năm sinh", head], *rows])
    assert read.states("level2_account") == ["done", "todo", "done"]
    assert read.states("bhyt_linked") == ["done", "done", "todo"]


def test_a_day_or_a_reason_in_one_column(read_rows):
    heads = ["Kích hoạt VNeID mức 2 (ghi ngày; nếu chưa ghi lý do)", "Tích hợp BHYT (ghi ngày; nếu chưa ghi lý do)"]
    cells = [("04/02/2026", "05/02/2026"), ("Không có smartphone", "06/02/2026"), ("05/03/2026", "Thẻ hết hạn")]
    rows = [[n, name, 1980, *cell] for n, (name, cell) in enumerate(zip(NAMES, cells, strict=False))]
    people = read_rows([UNIT, ["STT", "Họ tên", "Năm sinh", *heads], *rows]).people
    assert [person.states["level2_account"] for person in people] == [State.DONE, State.TODO, State.DONE]
    assert [person.reasons for person in people] == [
        {}, {"level2_account": "Không có smartphone"}, {"bhyt_linked": "Thẻ hết hạn"},
    ]  # fmt: skip
    assert people[0].done_on == {"level2_account": "2026-02-04", "bhyt_linked": "2026-02-05"}


def test_a_day_is_no_reason(read_rows):
    rows = [
        [1, NAMES[0], 1980, "Chưa", "12/05/2026"],
        [2, NAMES[1], 1981, "Chưa", "Mất SIM"],
        [3, NAMES[2], 1982, "Đã"],
    ]
    rows += [[n, f"{NAMES[3]} {letter}", 1983, "Chưa", "Mất SIM"] for n, letter in enumerate("ABC", 4)]
    read = read_rows([UNIT, ["STT", "Họ tên", "Năm sinh", "Mức 2", "Lý do"], *rows])
    assert read.people[0].reasons == {}
    assert read.codes == ["reason_unclear"]


def test_first_and_last_names(read_rows):
    rows = [[n, *reversed(name.rsplit(" ", 1)), 1980, "Bác sĩ", "x"] for n, name in enumerate(NAMES)]
    read = read_rows([UNIT, ["No", "First name", "Last name", "Date of birth", "Title", "Mức 2"], *rows])
    assert read.names == NAMES
    assert {person.position for person in read.people} == {"Bác sĩ"}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Chưa -> đã 18/6", State.DONE), ("chưa → Đã (20/6)", State.DONE), ("Đã => Chưa", State.TODO),
        ("Chưa (19/6)", State.TODO), ("Chưa -> hẹn 20/6", None), ("ABC -> đã", None),
    ],
)  # fmt: skip
def test_what_was_put_right_in_the_cell(read_rows, text: str, state: State | None):
    rows = [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, ["Đã", "Chưa", text], strict=False))]
    read = read_rows([UNIT, ["STT", "Họ tên", "Năm sinh", "VNeID mức 2"], *rows])
    assert read.people[2].states == ({} if state is None else {"level2_account": state})
    assert read.codes == ([] if state else ["state_not_understood"])


@pytest.mark.parametrize(
    "text", ["Trần Công Tín\nPhó Hiệu trưởng", "Trần Công Tín: Giáo viên", "Trần Công Tín, giáo viên"]
)
def test_a_post_behind_a_name_is_no_part_of_it(read_rows, text: str):
    read = read_rows([UNIT, ["STT", "Họ và tên, chức vụ", "Năm sinh", "Mức 2"], [1, text, 1980, "x"]])
    assert read.names == ["Trần Công Tín"]
    assert read.codes == ["name_with_remark"]
    assert read.people[0].note.lower().endswith(("giáo viên", "hiệu trưởng"))


def test_men_and_women_are_no_departments(read_rows):
    rows = [["NAM"], [1, NAMES[0], 1980, "x"], ["II. NỮ: 2 người"], [2, NAMES[1], 1981, "x"], [None, "Nữ", None, None]]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Năm sinh", "Mức 2"], *rows, [3, NAMES[3], 1983, "x"]])
    assert [department or None for department in read.departments] == [None] * 3
    assert read.names == [NAMES[0], NAMES[1], NAMES[3]]


def test_notes_and_lines_through_cells_are_told(save, read):
    path = save(
        [UNIT, ["STT", "Họ và tên", "Năm sinh", "Mức 2"], *([n, name, 1980, "x"] for n, name in enumerate(NAMES))]
    )
    book = load_workbook(path)
    sheet = book.active
    sheet["D3"].comment = Comment("Chú xài điện thoại cục gạch", "Văn thư")
    for column in "ABCDEF":  # the last two are blank
        sheet[f"{column}5"].font = Font(strike=True)
        sheet[f"{column}9"].font = Font(strike=True)
    book.save(path)
    remarks = read(path).reading.remarks
    assert any("1 ô có chú thích kèm ô (D3)" in remark for remark in remarks)
    assert any("1 dòng có ô bị gạch ngang (5)" in remark for remark in remarks)


def test_who_has_left_is_told(read_rows):
    head = ["STT", "Họ và tên", "Năm sinh", "Tình trạng", "Mức 2"]
    rows = [[1, NAMES[0], 1980, "Đang làm", "x"], [2, NAMES[1], 1981, "Nghỉ việc", "x"]]
    left = [["III. Đã nghỉ việc, chuyển công tác trong năm 2026"], [3, NAMES[2], 1982, None, "x"]]
    read = read_rows([UNIT, head, *rows, *left])
    assert read.names == NAMES[:3]
    assert any("dòng 4 ghi “Nghỉ việc” ở cột “Tình trạng”" in remark for remark in read.reading.remarks)
    assert any("1 người dưới mục “Đã nghỉ việc" in remark for remark in read.reading.remarks)


@pytest.mark.parametrize(
    "line", ["Tuần 25 (15/6 - 21/6)", "Tháng 6", "Đợt 2", "MN", "II. THPT", "Hợp đồng", "Biên chế", "III. NAM"]
)
def test_what_is_no_department_between_people(read_rows, line: str):
    rows = [[1, NAMES[0], 1980, "x"], [line], [2, NAMES[1], 1981, "x"]]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Năm sinh", "Mức 2"], *rows])
    assert [department or None for department in read.departments] == [None, None]
    assert read.names == NAMES[:2]


@pytest.mark.parametrize(
    "line", ["Lớp 10A1 (sĩ số 6, nữ 3)", "Lớp 10A1: 6 HS", "Lớp 10A1 - 6 học sinh", "* Lớp 10A1 (12 cháu)"]
)
def test_a_size_is_no_part_of_the_name_of_a_class(read_rows, line: str):
    rows = [[line], [1, NAMES[0], 1980, "x"]]
    assert read_rows([UNIT, ["STT", "Họ và tên", "Năm sinh", "Mức 2"], *rows]).departments == ["Lớp 10A1"]


def test_a_name_still_to_be_filled_in_is_no_unit(read_rows):
    rows = [["TRƯỜNG ………………"], ["DANH SÁCH"], ["STT", "Họ và tên", "Năm sinh", "Mức 2"], [1, NAMES[0], 1980, "x"]]
    assert read_rows(rows).reading.unit is None


def test_a_class_beside_somebody_is_nearer_than_the_block_above(read_rows):
    rows = [
        ["KHỐI 10"],
        [1, NAMES[0], 1980, "10A1", "x"],
        [2, NAMES[1], 1981, "10A2", "x"],
        [3, NAMES[2], 1982, "10A2", "x"],
    ]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Năm sinh", "Lớp", "Mức 2"], *rows])
    assert read.departments == ["10A1", "10A2", "10A2"]


def test_a_note_that_somebody_has_left_is_told(read_rows):
    rows = [[1, NAMES[0], 1980, "x", "đã nghỉ việc từ 3/2026"], [2, NAMES[1], 1981, "x", None]]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Năm sinh", "Mức 2", "Ghi chú"], *rows])
    assert any("dòng 3 ghi “đã nghỉ việc từ 3/2026”" in remark for remark in read.reading.remarks)


#: Name, sex, birth date and CCCD of people whose numbers fit nobody else of them.
OTHERS = [
    ("Lê Văn An", "Nam", "02/03/1971", "089071000111"), ("Trần Thị Bé", "Nữ", "03/04/1982", "089182000222"),
    ("Phạm Văn Cường", "Nam", "04/05/1963", "089063000333"), ("Võ Thị Dung", "Nữ", "05/06/1994", "089194000444"),
    ("Đỗ Văn Em", "Nam", "06/07/1975", "089075000555"), ("Bùi Thị Giang", "Nữ", "07/08/1986", "089186000666"),
]  # fmt: skip


@pytest.mark.parametrize("step", [1, -1])
def test_a_column_of_cccds_that_stands_a_row_off_is_left_out(read_rows, step: int):
    numbers = [number for *_, number in OTHERS]
    shifted = [numbers[0], *([*numbers[2:], None] if step > 0 else [None, *numbers[1:-1]])]
    rows = [[n, *who[:3], number, "x"] for n, (who, number) in enumerate(zip(OTHERS, shifted, strict=True))]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Số CCCD", "Mức 2"], *rows])
    assert [person.citizen_id for person in read.people] == [numbers[0], *[None] * 5]
    assert set(read.codes) == {"citizen_id_shifted"}
    assert len(read.codes) == 4


def test_a_cccd_that_was_dragged_down_is_left_out(read_rows):
    first = int(OTHERS[0][3])
    rows = [[n, *who[:3], f"{first + n:012}", "x"] for n, who in enumerate(OTHERS)]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Số CCCD", "Mức 2"], *rows])
    assert [person.citizen_id for person in read.people] == [OTHERS[0][3], *[None] * 5]
    assert read.codes == ["citizen_id_shifted"] * 5


def test_single_cccds_that_disagree_are_kept_and_told(read_rows):
    numbers = [OTHERS[0][3], "089082000222", OTHERS[2][3], "089198000444", "089076000555", OTHERS[5][3]]
    rows = [[n, *who[:3], number, "x"] for n, (who, number) in enumerate(zip(OTHERS, numbers, strict=True))]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Số CCCD", "Mức 2"], *rows])
    assert [person.citizen_id for person in read.people] == numbers
    assert read.codes == ["citizen_id_disagrees"] * 3


@pytest.mark.parametrize(
    ("heads", "meant"),
    [
        (["Đã thu nhận hồ sơ mức 2", "Đã được cấp tài khoản mức 2", "Đã kích hoạt tài khoản mức 2"], 2),
        (["CKS cá nhân (SmartCA)", "CKS chuyên dùng công vụ (Ban Cơ yếu)"], 1),
    ],
)
def test_of_several_columns_like_an_item_the_one_that_says_most_of_it_is_proposed(
    read_rows, heads: list[str], meant: int
):
    marks = ["Có", "Có", "Chưa", "Có"]
    rows = [[n, name, 1980, *(marks[n - at] for at in range(len(heads)))] for n, name in enumerate(NAMES)]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Năm sinh", *heads], *rows])
    assert [doubt.head for doubt in read.reading.doubts] == [heads[meant]]
    assert [person.states for person in read.people] == [{}] * 4


def test_children_beside_staff_are_told_by_their_birth_dates(read_rows):
    staff = [["TT", "Họ tên", "Chức vụ", "Ngày sinh", "VNeID mức 2"], [1, NAMES[0], "Giáo viên", "01/02/1980", "x"]]
    children = [["Lớp 1A"], ["TT", "Họ tên", "Ngày sinh", "Thẻ BHYT"], [1, NAMES[1], "10/07/2019", "x"]]
    read = read_rows({"GV": [UNIT, *staff], "Lớp 1A": [UNIT, *children]})
    assert read.names == [NAMES[0]]
    assert any("“Lớp 1A”: 1 người là học sinh, trẻ em" in remark for remark in read.reading.remarks)


def test_figures_of_a_class_are_no_states_of_its_teacher(read_rows):
    head = ["TT", "Họ tên GVCN", "Lớp", "Sĩ số", "Đã có VNeID", "Sổ SKĐT"]
    read = read_rows([UNIT, head, [1, NAMES[0], "1A", 30, 0, 1], [2, NAMES[1], "1B", 31, 2, 0]])
    assert [person.states for person in read.people] == [{}, {}]
    assert read.codes.count("state_not_understood") == 4


def test_names_of_those_who_lack_it_make_no_list_of_a_table_of_counts(read_rows):
    head = ["TT", "Tổ", "Tổng số", "Mức 2 đã", "Mức 2 chưa", "Họ tên người chưa"]
    reading = read_rows([UNIT, head, [1, "Tổ Toán", 7, 6, 1, NAMES[0]], [2, "Tổ Văn", 5, 5, 0, None]]).reading
    assert (reading.kind, reading.rows) == ("summary", ())


def test_two_names_of_which_one_has_a_remark_are_nobody(read_rows):
    read = read_rows(
        [UNIT, ["TT", "Họ tên", "Mức 2"], [1, "Nguyễn Thị Lan, Trần Văn Minh (thai sản)", "x"], [2, NAMES[0], ""]]
    )
    assert read.codes == ["two_names"]


def test_what_was_only_tried_is_not_done(read_rows):
    head = ["Số CCCD", "Họ tên", "Nội dung đã làm"]
    work = ["Kích hoạt VNeID mức 2", "Hẹn cài VNeID mức 2", "Tích hợp BHYT không thành công", "Tích hợp thẻ BHYT"]
    read = read_rows(
        [UNIT, head, *([f"08908000000{n}", *both] for n, both in enumerate(zip(NAMES, work, strict=True)))]
    )
    done = [{key for key, state in person.states.items() if state is State.DONE} for person in read.people]
    assert done == [{"level2_account"}, set(), set(), {"bhyt_linked"}]


def test_cards_beside_each_other_are_read_or_told(read_rows):
    cards = [["Họ tên:", NAMES[0], None, "Họ tên:", NAMES[1]], ["Mức 2:", "Có", None, "Mức 2:", "Không"]]
    more = [["Họ tên:", NAMES[2], None, "Họ tên:", NAMES[3]], ["Mức 2:", "Có", None, "Mức 2:", "Có"]]
    days = ["Ngày sinh:", "01/02/1980", None, "Ngày sinh:", "01/02/1981"]
    read = read_rows([UNIT, [], *cards, days, [], *more, days])
    assert sorted(read.names) == sorted(NAMES[:4])


@pytest.mark.parametrize(
    "heads",
    [
        ("Mức 2 đã", "Mức 2 chưa"),
        ("Mức 2 (có)", "Mức 2 (không)"),
        ("VNeID mức 2 - đã kích hoạt", "VNeID mức 2 - chưa kích hoạt"),
    ],
)
def test_an_item_with_its_sides_behind_it_is_a_pair(read_rows, heads):
    read = read_rows([UNIT, ["TT", "Họ tên", "CCCD", *heads], [1, NAMES[0], "", "x", ""], [2, NAMES[1], "", "", "x"]])
    assert read.states("level2_account") == ["done", "todo"]


def test_a_tick_below_chua_alone_is_asked_about(read_rows):
    people = [[1, NAMES[0], "x", ""], [2, NAMES[1], "", "x"]]
    for heads in (("Mức 2 chưa", "Sổ SK chưa"), ("BHYT chưa tích hợp", "Sổ SK chưa có")):
        read = read_rows([UNIT, ["TT", "Họ tên", *heads], *people])
        assert [person.states for person in read.people] == [{}, {}], heads
    said = read_rows([UNIT, ["TT", "Họ tên", "Mức 2 chưa"], [1, NAMES[0], "Rồi"], [2, NAMES[1], "Chưa"]])
    assert said.states("level2_account") == ["done", "todo"]


def test_a_name_in_three_columns(read_rows):
    read = read_rows(
        [UNIT, ["TT", "Họ", "Chữ lót", "Tên", "Mức 2"], [1, "Phan", "Quốc", "Sơn", "x"], [2, "Hồ", "Thị", "Lan", ""]]
    )
    assert read.names == ["Phan Quốc Sơn", "Hồ Thị Lan"]


def test_a_list_at_the_right_with_the_names_in_another_order_is_not_joined(read_rows):
    head = ["TT", "Họ tên", "CCCD", "Mức 2", None, "Họ tên", "BHYT"]
    cards = ["089080000001", "089180000002"]
    rows = [
        [1, NAMES[0], cards[0], "Đã", None, NAMES[1], "Chưa"],
        [2, NAMES[1], cards[1], "Chưa", None, NAMES[0], "Đã"],
    ]
    read = read_rows([UNIT, head, *rows])
    assert read.states("level2_account") == ["done", "todo"]
    assert all("bhyt_linked" not in person.states for person in read.people)
    assert any("BHYT" in remark for remark in read.reading.remarks)


def test_what_is_under_way_and_what_is_applied_for_is_not_done(read_rows):
    groups = [
        [None, None, "VNeID mức 2", None, None],
        ["TT", "Họ tên", "Hoàn thành", "Đang thực hiện", "Chưa thực hiện"],
    ]
    read = read_rows([UNIT, *groups, [1, NAMES[0], "x"], [2, NAMES[1], None, "x"], [3, NAMES[2], None, None, "x"]])
    assert [person.states.get("level2_account") for person in read.people] == [State.DONE, None, State.TODO]
    read = read_rows([UNIT, ["TT", "Họ tên", "CCCD", "Đăng ký tích hợp BHYT"], [1, NAMES[0], "089080000001", "x"]])
    assert read.people[0].states == {}


def test_a_list_of_what_is_lacking_names_its_items_in_its_head(read_rows):
    head = ["TT", "Họ tên", "Số CCCD", "Còn thiếu (CCCD, VNeID, BHYT, sổ SK)"]
    cells = ["Đủ", "Thiếu BHYT", "VNeID, sổ SK"]
    rows = [[n, NAMES[n], f"08908000000{n}", cell] for n, cell in enumerate(cells)]
    lacking = [set(person.states) for person in read_rows([UNIT, head, *rows]).people]
    assert lacking == [set(), {"bhyt_linked"}, {"level2_account", "health_book"}]


def test_months_that_may_be_added_up_are_asked_about(read_rows):
    heads = [["TT", "Họ tên", "Mức 2", None], [None, None, "Tháng 5", "Tháng 6"]]
    read = read_rows([UNIT, *heads, [1, NAMES[0], "x", None], [2, NAMES[1], None, "x"], [3, NAMES[2], None, None]])
    assert [person.states.get("level2_account") for person in read.people] == [None, State.DONE, State.TODO]
    assert read.codes == ["round_lapsed"]


@pytest.mark.parametrize(
    "note",
    ["Chuyển về TTYT Tịnh Biên", "Đã mất", "Nghỉ hưu từ 01/5/2026", "về hưu", "chấm dứt HĐ", "hết HĐLĐ 31/5"],
)
def test_who_was_moved_or_died_is_told(read_rows, note):
    read = read_rows([UNIT, ["TT", "Họ tên", "CCCD", "Ghi chú"], [1, NAMES[0], "089080000001", note]])
    assert any(note in remark and "còn tính vào đơn vị" in remark for remark in read.reading.remarks)


@pytest.mark.parametrize(
    ("post", "told"),
    [
        ("Nguyên Phó Chủ tịch (nghỉ hưu 1/6/2026)", True),
        ("Nguyên Phó hiệu trưởng", True),
        ("GV nghỉ hưu", True),
        ("Giáo viên (đã chuyển đi)", True),
        ("Giáo viên", False),
        ("Chuyên viên theo dõi hưu trí", False),
        ("Giáo viên (nghỉ thai sản)", False),
        ("GV mới chuyển đến", False),
    ],
)
def test_a_post_that_somebody_has_left_is_told(read_rows, post, told):
    head = ["TT", "Họ tên", "CCCD", "Chức vụ"]
    read = read_rows([UNIT, head, [1, NAMES[0], "089080000001", post], [2, NAMES[1], "089180000002", "Giáo viên"]])
    assert any(f"“{post}”" in remark and "còn tính vào" in remark for remark in read.reading.remarks) is told


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("DANH SÁCH GIẢM TRONG KỲ", True),
        ("DANH SÁCH ĐÃ NGHỈ HƯU, CHUYỂN CÔNG TÁC NĂM 2026", True),
        ("Danh sách cán bộ đã nghỉ", True),
        ("Danh sách không tính (đã nghỉ)", True),
        ("DANH SÁCH TĂNG TRONG KỲ", False),
    ],
)
def test_a_list_of_leavers_below_with_the_same_heads_is_told(read_rows, title, told):
    head = ["TT", "Họ tên", "CCCD", "Mức 2"]
    above, below = [1, NAMES[0], "089080000001", "x"], [[1, NAMES[1], "089180000002", "x"]]
    after = [["DANH SÁCH CÁN BỘ TĂNG"], head, [1, NAMES[2], "089180000003", "x"]]
    remarks = read_rows([UNIT, head, above, [], [title], head, *below, *after]).reading.remarks
    assert any(f"1 người dưới mục “{title}”" in remark for remark in remarks) is told
    assert not any("DANH SÁCH CÁN BỘ TĂNG" in remark for remark in remarks)


def test_a_day_of_leaving_is_told(read_rows):
    head = ["TT", "Họ tên", "CCCD", "Ngày nghỉ việc"]
    read = read_rows([UNIT, head, [1, NAMES[0], "089080000001", "31/05/2026"], [2, NAMES[1], "089180000002", None]])
    assert any("dòng 3 có “Ngày nghỉ việc”" in remark for remark in read.reading.remarks)


def test_a_post_before_a_name_is_no_part_of_it(read_rows):
    read = read_rows([UNIT, ["TT", "Đồng chí", "Mức 2"], [1, "Hiệu trưởng: Thầy Lý Văn Anh", "x"], [2, NAMES[0], ""]])
    assert read.names == ["Lý Văn Anh", NAMES[0]]


def test_numbers_behind_the_name_of_a_department_are_no_part_of_it(read_rows):
    head = ["TT", "Họ tên", "CCCD", "Mức 2"]
    read = read_rows([UNIT, head, ["I", "Khoa Nội: 4 người (3 đã, 1 chưa)"], [1, NAMES[0], "089080000001", "x"]])
    assert read.departments == ["Khoa Nội"]


def test_one_head_over_a_name_in_three_columns(save, read):
    rows = [[1, "Phan", "Thị Kim", "Vân", "x"], [2, "Cao", "Đức", "Quân", "x"], [3, "Huỳnh", "Văn", "Vinh", "x"]]
    path = save([UNIT, ["TT", "Họ và tên", None, None, "Mức 2"], *rows], merged=["B2:D2"])
    assert read(path).names == ["Phan Thị Kim Vân", "Cao Đức Quân", "Huỳnh Văn Vinh"]


@pytest.mark.parametrize("head", ["BHYT sai thông tin", "Mất CCCD", "Sổ SK hỏng", "CKS hết hạn"])
def test_a_head_that_names_a_fault_is_no_state(read_rows, head):
    read = read_rows([UNIT, ["TT", "Họ tên", "CCCD", head], [1, NAMES[0], "089080000001", "x"], [2, NAMES[1], "", ""]])
    assert [person.states for person in read.people] == [{}, {}]


@pytest.mark.parametrize(
    "words",
    [
        "Ghi chú: ô trống là chưa cung cấp thông tin",
        "* Những người không đánh dấu là chưa liên hệ được",
        "(Tổ Lá chưa báo cáo)",
        "Khoa Nội: 100% đã kích hoạt",
    ],
)
def test_blank_cells_say_nothing_where_the_file_says_so(read_rows, words):
    read = read_rows(
        [UNIT, [words], ["TT", "Họ tên", "Mức 2"], [1, NAMES[0], "x"], [2, NAMES[1], ""], [3, NAMES[2], "x"]]
    )
    assert [person.states.get("level2_account") for person in read.people] == [State.DONE, None, State.DONE]
    assert any("chưa rõ ô trống" in remark for remark in read.reading.remarks)


def test_ticks_below_a_heading_of_what_is_lacking_are_asked_about(read_rows):
    head = ["TT", "Họ tên", "CCCD", "Mức 2", "BHYT"]
    rows = [["A", "ĐÃ XONG"], [1, NAMES[0], "089080000001", "x", "x"], ["B", "CÒN THIẾU (mục đánh dấu x)"]]
    read = read_rows([UNIT, head, *rows, [1, NAMES[1], "089180000002", "x", ""]])
    assert read.people[1].states == {}


@pytest.mark.parametrize("part", [["1.1", "Nội tim mạch"], [None, "- Biên chế"], [None, "Trong đó: hợp đồng"]])
def test_a_part_of_a_department_is_not_counted_beside_it(read_rows, part):
    head = ["TT", "Khoa/phòng", "Tổng số", "Mức 2 đã", "Mức 2 chưa", "Có sổ SKĐT", "BHYT đã", "BHYT chưa"]
    rows = [["1", "Khoa Nội", 12, 11, 1, 11, 10, 2], [*part, 5, 4, 1, 4, 4, 1], ["2", "Khoa Ngoại", 9, 9, 0, 9, 9, 0]]
    lines = read_rows([UNIT, head, *rows]).reading.summary
    assert [(line.department, line.people) for line in lines] == [("Khoa Nội", 12), ("Khoa Ngoại", 9)]


def test_parents_and_hamlets_are_no_staff_of_a_form(read_rows):
    head = ["TT", "Khoa/phòng", "Tổng số", "Mức 2 đã", "Mức 2 chưa", "Có sổ SKĐT", "BHYT đã", "BHYT chưa"]
    rows = [[1, "CBGVNV", 30, 30, 0, 30, 30, 0], [2, "Phụ huynh học sinh", 400, 200, 200, 150, 150, 250]]
    of_parents = read_rows([UNIT, head, *rows]).reading.summary
    assert [line.counts for line in of_parents] == [True, False]
    of_people = read_rows([UNIT, [*head[:2], "Tổng số dân", *head[3:]], [1, "Ấp Tô Hạ", 1200, 800, 400, 500, 600, 600]])
    assert [line.counts for line in of_people.reading.summary] == [False]


def test_a_second_line_below_a_merged_name_is_not_of_the_next_person(save, read):
    rows = [[1, NAMES[0], "089080000001", "VNeID: Đã"], [None, None, None, "BHYT: Chưa"]]
    rows += [[2, NAMES[1], "089180000002", "VNeID: Chưa"], [None, None, None, "BHYT: Đã"]]
    path = save([UNIT, ["TT", "Họ tên", "CCCD", "Kết quả"], *rows], merged=["B3:B4", "B5:B6"])
    found = read(path)
    assert [person.states.get("bhyt_linked") for person in found.people] == [None, None]
    assert any("dòng 4, 6 là dòng thứ hai" in remark for remark in found.reading.remarks)


@pytest.mark.parametrize(
    "head", ["Thiếu gì (VNeID/BHYT/Sổ SK)", "Chưa có (CCCD, VNeID, BHYT)", "Còn thiếu (VNeID; BHYT)"]
)
def test_items_in_the_brackets_of_a_head_are_choices(read_rows, head):
    rows = [[1, NAMES[0], "089080000001", "BHYT"], [2, NAMES[1], "089180000002", "VNeID, BHYT"]]
    lacking = [set(person.states) for person in read_rows([UNIT, ["TT", "Họ tên", "CCCD", head], *rows]).people]
    assert lacking == [{"bhyt_linked"}, {"level2_account", "bhyt_linked"}]


def test_three_sides_in_one_row_of_heads(read_rows):
    head = ["TT", "Họ tên", "CCCD", "VNeID mức 2 đã xong", "VNeID mức 2 đang làm", "VNeID mức 2 chưa làm"]
    rows = [[n, NAMES[n], f"08908000000{n}", *("x" if at == n else "" for at in range(3))] for n in range(3)]
    read = read_rows([UNIT, head, *rows])
    assert [person.states.get("level2_account") for person in read.people] == [State.DONE, None, State.TODO]


@pytest.mark.parametrize("behind", ["chưa? (Có/Không)", "chưa (Rồi/Chưa)", "chưa?", "hay chưa (Đã / Chưa)"])
def test_a_question_with_its_answers_behind_it_is_read(read_rows, behind):
    head = ["TT", "Họ tên", "CCCD", f"Đã kích hoạt tài khoản định danh mức độ 2 {behind}"]
    found = read_rows([UNIT, head, [1, NAMES[0], "089080000001", "Có"], [2, NAMES[1], "089180000002", "Không"]])
    assert found.states("level2_account") == ["done", "todo"]


@pytest.mark.parametrize(
    "words",
    [
        "Những ô để trống là chưa có số liệu, sẽ bổ sung sau.",
        "(Các ô trống: chưa nhận được phản hồi)",
        "Ghi chú: Ô trống là chưa thu thập được thông tin.",
        "Tổ Khối 1 - hoàn thành 100%",
    ],
)
def test_blank_cells_of_which_nothing_is_known_yet(read_rows, words):
    heads = ["TT", "Họ tên", "Mức 2"]
    found = read_rows([UNIT, [words], heads, [1, NAMES[0], "x"], [2, NAMES[1], ""], [3, NAMES[2], "x"]])
    assert [person.states.get("level2_account") for person in found.people] == [State.DONE, None, State.DONE]


def test_the_share_that_a_card_pays_is_no_state(read_rows):
    head = ["TT", "Họ tên", "CCCD", "Mức hưởng BHYT"]
    found = read_rows([UNIT, head, [1, NAMES[0], "089080000001", "100%"], [2, NAMES[1], "089180000002", "80%"]])
    assert [person.states for person in found.people] == [{}, {}]


def test_a_note_of_level_one_contradicts_level_two(read_rows):
    head = ["TT", "Họ tên", "CCCD", "Mức 2", "Ghi chú"]
    found = read_rows([UNIT, head, [1, NAMES[0], "089080000001", "x", "VNeID mới mức 1"], [2, NAMES[1], "", "x", ""]])
    assert [person.states.get("level2_account") for person in found.people] == [None, State.DONE]
    assert "note_contradicts" in found.codes


def test_parts_that_come_to_more_than_their_line_are_asked_about(read_rows):
    head = ["TT", "Khoa/phòng", "Tổng số", "Mức 2 đã", "Mức 2 chưa", "Có sổ SKĐT", "BHYT đã", "BHYT chưa"]
    rows = [
        [1, "Phòng A", 10, 9, 1, 9, 9, 1],
        [None, "- Khoa B", 8, 8, 0, 8, 8, 0],
        [None, "- Khoa C", 6, 6, 0, 6, 6, 0],
    ]
    lines = read_rows([UNIT, head, *rows]).reading.summary
    assert [(line.department, line.counts) for line in lines] == [
        ("Phòng A", True),
        ("- Khoa B", False),
        ("- Khoa C", False),
    ]
    assert [problem.code for line in lines[1:] for problem in line.problems] == ["perhaps_part"] * 2


def test_of_two_months_in_short_the_newer_one_is_taken(read_rows):
    head = ["STT", "Họ và tên", "Năm sinh", "VNeID mức 2 T5", "BHYT T5", "VNeID mức 2 T6", "BHYT T6"]
    people = [[1, "Lê Văn An", 1980, "Chưa", "Chưa", "Đã", "Đã"], [2, "Trần Thị Bé", 1981, "Đã", "Chưa", "Đã", "Chưa"]]
    read = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], head, *people])
    assert read.states("level2_account") == ["done", "done"]
    assert read.states("bhyt_linked") == ["done", "todo"]
    assert any("chỉ lấy cột mới nhất “VNeID mức 2 T6”, “BHYT T6”" in remark for remark in read.reading.remarks)
