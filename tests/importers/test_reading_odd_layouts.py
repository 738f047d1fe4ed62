"""What the layouts drawn by chance found, one story each."""

import unicodedata
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from importers.grids.grid import Grid
from importers.grids.legacy_text import convert_columns

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Mức 2"]
AN = [1, "Lê Văn An", "02/03/1980", "089080000001", "x"]


def test_a_person_whose_name_folds_as_a_sum_is_not_lost(read_rows):
    read = read_rows(
        [HEAD, AN, [None, "Tống Công Hiếu (HT)", "04/05/1981", "089081000002", "x"], [None, "Tổng cộng", 2]]
    )
    assert read.names == ["Lê Văn An", "Tống Công Hiếu"]


def test_a_family_name_alone_in_its_column_is_no_sum(read_rows):
    assert read_rows([["STT", "Họ đệm", "Tên", "Mức 2"], [1, "Tống", "Hà", "x"], [2, "Lê", "An", "x"]]).names == [
        "Tống Hà",
        "Lê An",
    ]


def test_a_sum_without_its_word_is_nobody(read_rows):
    assert read_rows([HEAD, AN, [None, "1 người", None, None, 1]]).names == ["Lê Văn An"]


@pytest.mark.parametrize("head", ["SSKĐT", "SSKDT", "HSSKĐT", "Sổ SK ĐT"])
def test_the_health_book_is_known_by_its_letters(read_rows, head):
    assert read_rows([[*HEAD, head], [*AN, "x"]]).states("health_book") == ["done"]


def test_a_pair_may_ask_whether_it_is_finished(read_rows):
    rows = [["Họ và tên", "Số CCCD", "Sổ SKĐT", None], [None, None, "Hoàn thành", "Chưa hoàn thành"]]
    read = read_rows([*rows, ["Lê Văn An", "089080000001", "x", None], ["Lê Văn Bá", "089080000002", None, "x"]])
    assert read.states("health_book") == ["done", "todo"]


def test_a_column_that_nobody_understands_is_told(read_rows):
    remarks = read_rows([[*HEAD, "Biết chữ"], [*AN, "x"]]).reading.remarks
    assert remarks == ("Chưa đọc cột “Biết chữ”: không rõ ghi gì. Nếu cần, hãy chọn cách hiểu cột đó",)


def test_a_failed_formula_of_xlsx_is_told_with_its_cell(tmp_path: Path, read):
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, AN)
        sheet.write_formula(1, 2, "=VLOOKUP(1,A1:A2,9)", None, "#REF!")
        sheet.write_formula(1, 4, "=NA()", None, "#N/A")
    problems = {problem.cell: problem.code for problem in read(tmp_path / "a.xlsx").problems}
    assert problems == {"C2": "formula_failed", "E2": "state_not_understood"}


def test_a_failed_formula_of_xls_is_told_too(tmp_path: Path, read):
    book = xlwt.Workbook()
    sheet = book.add_sheet("DS")
    for column, (head, cell) in enumerate(zip(HEAD, AN, strict=True)):
        sheet.write(0, column, head)
        if column != 2:
            sheet.write(1, column, cell)
    sheet.row(1).set_cell_error(2, 0x2A)
    book.save(str(tmp_path / "a.xls"))
    assert [(problem.cell, problem.code) for problem in read(tmp_path / "a.xls").problems] == [("C2", "formula_failed")]


def test_one_khmer_name_is_no_proof_of_an_old_font():
    grid = Grid("A", [["Họ và tên"], ["Neáng Kim Sang"], ["Lê Hà"], ["Ông Hoàng Minh Tài"], ["Phan Tài"]])
    assert convert_columns(grid) == []
    assert grid.rows[1] == ["Neáng Kim Sang"]


def test_a_short_column_of_a_sheet_in_an_old_font_is_written_in_that_font_too():
    names = [["Nguyeãn Vaên Baûy"], ["Traàn Thò Höôøng"], ["Leâ Vaên Söûu"], ["Phaïm Thò Ñaøo"]]
    rows = [["Hoï vaø teân", "ÑT"], *([*name, "0912345678"] for name in names)]
    grid = Grid("A", rows)
    convert_columns(grid)
    assert grid.rows[0] == ["Họ và tên", "ĐT"]


def test_an_n_with_a_tilde_is_no_no(read_rows):
    """The Đ of an old font, alone in its cell, cannot be told from a letter; folded it would be an "n"."""
    read = read_rows([HEAD, [*AN[:4], "Ñ"], [2, "Lê Văn Bá", "02/03/1981", "089081000002", "x"]])
    assert read.states("level2_account") == [None, "done"]
    assert read.codes == ["state_not_understood"]


def test_an_unknown_sign_may_be_the_no_so_a_blank_says_nothing(read_rows):
    rows = [[*AN[:4], mark] for mark in ("x", "o", None)]
    assert read_rows([HEAD, *rows]).states("level2_account") == ["done", None, None]


def test_two_heads_alike_over_a_name_in_two_parts_of_decomposed_text(read_rows):
    rows = [
        ["Họ và tên", "Họ và tên", "Số CCCD", "Mức 2"],
        ["Thái Thị", "Lan", "089080000001", "x"],
        ["Tô Đức", "Phúc", None, "x"],
    ]
    apart = [[unicodedata.normalize("NFD", cell) if cell else cell for cell in row] for row in rows]
    assert read_rows(apart).names == ["Thái Thị Lan", "Tô Đức Phúc"]


def test_a_department_merged_right_below_the_head_is_no_third_head(read_rows):
    rows = [
        ["Họ và tên", "Số CCCD", "Kết quả", None],
        [None, None, "SSKĐT", "Mức 2"],
        ["TỔ NGỮ VĂN"],
        [*AN[1:2], AN[3], "x", "x"],
    ]
    read = read_rows(rows, merged=["A3:D3", "C1:D1"])
    assert (read.names, read.departments) == (["Lê Văn An"], ["Tổ Ngữ Văn"])


def test_a_title_right_above_the_head_is_no_head_of_its_columns(read_rows):
    title = [None, None, "KẾT QUẢ TÍCH HỢP THẺ BHYT, SỔ SỨC KHỎE ĐIỆN TỬ TRÊN VNEID"]
    heads = [["Họ và tên", "Số CCCD", "Đã nộp hồ sơ", "SSKĐT", None], [None, None, None, "Đã", "Chưa"]]
    read = read_rows([title, *heads, ["Lê Văn An", "089080000001", "x", None, "x"]])
    assert read.states("health_book") == ["todo"]
    assert read.states("bhyt_linked") == [None]


def test_a_department_that_begins_where_the_table_does_holds_for_those_below(read_rows):
    rows = [
        ["Số CCCD", "Họ và tên", "Mức 2"],
        ["I. Tổ Toán - Lý"],
        ["089080000001", "Lê Văn An", "x"],
        ["2. Tổ Văn phòng"],
        ["089080000002", "Lê Văn Bá", "x"],
    ]
    assert read_rows(rows).departments == ["Tổ Toán - Lý", "Tổ Văn phòng"]


def test_a_department_in_capitals_is_nobody_though_to_is_a_family_name(read_rows):
    rows = [
        ["STT", "Mức 2", "Họ và tên", "Số CCCD"],
        [1, "x", "LÊ VĂN AN", "089080000001"],
        [None, "D", "TỔ VĂN PHÒNG"],
        [2, "x", "TÔ VĂN PHÒNG", "089080000002"],
    ]
    read = read_rows(rows)
    assert read.names == ["Lê Văn An", "Tô Văn Phòng"]
    assert read.departments == [None, "Tổ Văn phòng"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("Chưa do quên mật khẩu", "quên mật khẩu"),
        ("Chưa vì mất máy", "mất máy"),
        ("Chưa (Chưa có tài khoản mức 2)", "Chưa có tài khoản mức 2"),
        ("Chưa (chưa)", None),
    ],
)
def test_why_behind_the_no(read_rows, cell, reason):
    person = read_rows([HEAD, [*AN[:4], cell]]).people[0]
    assert (str(person.states["level2_account"]), person.reasons.get("level2_account")) == ("todo", reason)


@pytest.mark.parametrize(("mark", "state"), [("(x)", "done"), ("[x]", "done"), ("[ ]", "todo")])
def test_marks_in_brackets(read_rows, mark, state):
    assert read_rows([HEAD, [*AN[:4], mark]]).states("level2_account") == [state]


def test_a_card_that_is_not_there_yet_says_nothing_of_its_link(read_rows):
    read = read_rows([[*HEAD, "Mã thẻ BHYT"], [*AN, "chưa có"]])
    assert read.states("bhyt_linked") == [None]
    assert read.codes == ["insurance_number_wrong"]


def test_staff_beside_their_numbers_are_names_even_with_a_remark_behind(read_rows):
    read = read_rows(
        [["Cán bộ", "Số CCCD", "Mức 2"], ["Đinh Thuỳ Ngân (Biệt phái)", "089180000001", "x"], ["Tổng số: 1"]]
    )
    assert read.names == ["Đinh Thuỳ Ngân"]


def test_a_man_called_mister_or_of_that_family_is_asked_about(read_rows):
    read = read_rows([HEAD, [1, "Ông Khưu Bích Ngân", *AN[2:]]])
    assert read.names == ["Ông Khưu Bích Ngân"]
    assert read.codes == ["title_perhaps"]


def test_a_reason_under_a_word_that_all_items_share_belongs_to_the_item_at_its_left(read_rows):
    rows = [["Họ và tên", "Số CCCD", "Trên ứng dụng VNeID", None], [None, None, "BHYT", "Lý do"]]
    read = read_rows([*rows, ["Lê Văn An", "089080000001", "Chưa", "Thẻ hết hạn"]])
    assert read.people[0].reasons == {"bhyt_linked": "Thẻ hết hạn"}


@pytest.mark.parametrize(
    "head", ["Số CCCD vợ/chồng", "Năm sinh của vợ/chồng", "Họ tên chủ hộ", "SĐT người thân", "Điện thoại cơ quan", "Mã số thuế"]
)  # fmt: skip
def test_what_is_said_of_others_is_not_the_persons(read_rows, head):
    read = read_rows([["Họ và tên", "Chức vụ", head, "Mức 2"], ["Lê Văn An", "Giáo viên", "089070000009", "x"]])
    person = read.people[0]
    assert (person.citizen_id, person.birth_date, person.phone) == (None, None, None)


def test_an_agency_that_gives_cards_is_not_the_sender(read_rows):
    assert read_rows([[*HEAD, "Cơ quan cấp"], [*AN, "Cục CS QLHC về TTXH"]]).reading.unit is None


def test_lines_of_a_title_in_html_are_lines(tmp_path: Path, read):
    path = tmp_path / "a.xls"
    path.write_text(
        "<table><tr><td>UBND XÃ TRI TÔN<br>TRƯỜNG MẦM NON HOA SEN</td></tr>"
        "<tr><td>Họ và tên</td><td>Số CCCD</td><td>Mức 2</td></tr>"
        "<tr><td>Lê Văn An</td><td>089080000001</td><td>x</td></tr></table>",
        "utf-8",
    )
    assert read(path).reading.unit == "Trường Mầm non Hoa Sen"


def test_a_row_of_somebody_that_is_passed_over_is_told(read_rows):
    """Somebody was added with everything in the wrong columns."""
    read = read_rows([HEAD, AN, ["Lê Văn Bá", None, None, None, "05/06/1985"]])
    assert read.names == ["Lê Văn An"]
    assert read.reading.remarks == ("Trang “Sheet1”: dòng 3 có vẻ ghi tên người nhưng không đọc được. Hãy xem lại",)


def test_two_heads_alike_over_one_person_and_many_other_rows(read_rows):
    rows = [
        ["Stt", "Họ và tên", "Họ và tên", "Mức 2"],
        ["1", "2", "3", "4"],
        ["A", "TỔ VĂN PHÒNG"],
        [1, "TỪ TRỌNG", "KHÁNH", "x"],
    ]
    read = read_rows([*rows, ["Tổng cộng: 1 người"], [None, None, "Người lập bảng"], [None, None, "Trần Thị Lập"]])
    assert (read.names, read.departments) == (["Từ Trọng Khánh"], ["Tổ Văn phòng"])


@pytest.mark.parametrize("over", ["Nội dung", "Trên ứng dụng VNeID"])
def test_a_second_row_of_one_head_is_no_row_of_ticks(read_rows, over):
    read = read_rows(
        [["Họ và tên", "Số CCCD", over], [None, None, "Đã làm CCCD"], ["Lê Văn An", "089080000001", "Rồi"]]
    )
    assert (read.states("cccd"), read.states("level2_account")) == (["done"], [None])


def test_the_day_of_a_card_is_not_its_number(read_rows):
    rows = [
        ["Họ và tên", "Số CMND/CCCD", "Ngày cấp CMND/CCCD", "Mức 2"],
        ["Lê Văn An", "'089080000001", "22/05/2014", "x"],
    ]
    read = read_rows([*rows, ["Lê Văn Bá", None, "22/05/2014", "x"]])
    assert [person.citizen_id for person in read.people] == ["089080000001", None]
    assert read.codes == []


def test_two_lists_beside_each_other_are_both_read_each_with_its_own_marks(read_rows):
    heads = ["STT", "Họ và tên", "Số CCCD", "Mức 2"]
    rows = [
        ["Đơn vị: Trường THCS Núi Tô"],
        [*heads, None, *heads],
        [1, "Lê Văn An", "089080000001", "x", None, 3, "Trần Thị Bé", "089181000002", "x"],
        [2, "Lê Văn Cả", "089080000003", None, None, 4, "Ngô Bá", "089081000004", "x"],
    ]
    read = read_rows(rows)
    assert read.names == ["Lê Văn An", "Lê Văn Cả", "Trần Thị Bé", "Ngô Bá"]
    assert read.states("level2_account")[0] == "done"
    assert read.states("level2_account")[1] != "done"
    assert read.states("level2_account")[2:] == ["done", "done"]
    assert read.reading.unit == "Trường THCS Núi Tô"
    assert read.reading.remarks == ("Trang “Sheet1”: có các danh sách nằm cạnh nhau; đã đọc từng danh sách",)


def test_the_example_of_a_form_is_asked_about(read_rows):
    read = read_rows([HEAD, [None, "Nguyễn Văn A", "01/01/1980", "001080567890", "x"], AN])
    assert read.codes == ["name_example"]


def test_a_family_name_that_folds_as_a_head_begins_no_new_table(read_rows):
    rows = [
        ["Họ đệm", "Tên", "Giới tính", "Loại lao động", "Mức 2"],
        ["Hồ", "Lộc", "NAM", "Hợp đồng", "Rồi"],
        ["Tô", "Bé", "NỮ", "Hợp đồng", "Rồi"],
    ]
    assert read_rows(rows).names == ["Hồ Lộc", "Tô Bé"]


def test_the_head_of_a_station_on_the_list_is_no_signature(read_rows):
    rows = [["Họ và tên", "Chức vụ", "Số CCCD"], ["9. Lý Quốc Nam", "Trưởng trạm", "\u200b092088347006"]]
    assert read_rows(rows).names == ["Lý Quốc Nam"]


def test_staff_below_the_numbers_of_columns_are_names(read_rows):
    rows = [
        ["#", "Cán bộ", "Năm sinh", "Mức 2"],
        ["1", "2", "3", "4"],
        [1, "Trần Minh Tài", 1966, "x"],
        ["CỘNG", None, None, 1],
    ]
    assert read_rows(rows).names == ["Trần Minh Tài"]


def test_the_only_head_of_the_middle_row_may_stand_in_the_first_column(read_rows):
    heads = [["Nội dung", None, "Họ và tên", "Số CCCD"], ["Cấp CCCD gắn chip"], ["Đã", "Chưa"]]
    read = read_rows([*heads, ["x", None, "Lê Văn An", "089080000001"], [None, "x", "Trần Thị Bé", "089181000002"]])
    assert (read.states("cccd"), read.departments) == (["done", "todo"], [None, None])
