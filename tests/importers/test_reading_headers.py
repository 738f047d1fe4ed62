"""Columns in any order, headers of one to three rows, whole questions, and words that mean something else."""

from datetime import date

import pytest


def test_a_header_of_two_rows_tells_pairs_and_reasons_apart(read_rows):
    read = read_rows(
        [
            ["TT", "Họ và tên", "Định danh mức 2", "", "", "Tích hợp thẻ BHYT", "", ""],
            ["", "", "Đã kích hoạt", "Chưa kích hoạt", "Lý do", "Đã", "Chưa", "Lý do"],
            [1, "Lê Văn An", "x", "", "", "", "x", "Thẻ hết hạn"],
            [2, "Tô Văn Bình", "", "x", "Quên mật khẩu", "x", "", ""],
        ],
        merged=["A1:A2", "B1:B2", "C1:E1", "F1:H1"],
    )
    assert read.fields[2:] == [
        "done.level2_account", "todo.level2_account", "reason.level2_account",
        "done.bhyt_linked", "todo.bhyt_linked", "reason.bhyt_linked",
    ]  # fmt: skip
    assert read.reading.tables[0].columns[7].header == "Tích hợp thẻ BHYT / Lý do"
    assert read.people[0].reasons == {"bhyt_linked": "Thẻ hết hạn"}
    assert read.people[1].reasons == {"level2_account": "Quên mật khẩu"}
    assert read.problems == []


@pytest.mark.parametrize(
    "merged", [[], ["A1:A3", "B1:B3", "C1:E1", "F1:I1", "F2:G2", "H2:I2", "C2:C3", "D2:D3", "E2:E3"]]
)
def test_a_header_of_three_rows_merged_or_not(read_rows, merged):
    read = read_rows(
        [
            ["TT", "Họ và tên", "Sinh ngày", "", "", "Tình hình thực hiện", "", "", ""],
            ["", "", "Ngày", "Tháng", "Năm", "Định danh mức 2", "", "Tích hợp BHYT", ""],
            ["", "", "", "", "", "Có", "Không", "Có", "Không"],
            [1, "Lê Văn An", 5, 6, 1990, "x", "", "", "x"],
            [2, "Tô Văn Bình", "", "", 1991, "", "x", "x", ""],
        ],
        merged=merged,
    )
    assert [person.birth_date for person in read.people] == ["1990-06-05", "1991"]
    assert read.states("level2_account") == ["done", "todo"]
    assert read.states("bhyt_linked") == ["todo", "done"]


@pytest.mark.parametrize("head", ["Làm hành chính", "Hành chính", "Là cán bộ hành chính", "VC hành chính"])
def test_whether_somebody_is_administrative_staff(read_rows, head):
    read = read_rows(
        [["TT", "Họ và tên", head, "Mức 2"], [1, "Lê Văn An", "Có", "x"], [2, "Tô Văn Bình", "Không", "x"]]
    )
    assert read.fields[2] == "administrative"
    assert [person.administrative for person in read.people] == [True, False]


def test_birth_year_in_columns_for_men_and_women(read_rows):
    read = read_rows(
        [
            ["TT", "Họ và tên", "Năm sinh", "", "Mức 2"],
            ["", "", "Nam", "Nữ", ""],
            [1, "Lê Văn An", 1990, "", "x"],
            [2, "Tô Thị Bình", "", "1985", "x"],
        ]
    )
    assert [(p.sex, p.birth_date) for p in read.people] == [("nam", "1990"), ("nữ", "1985")]


def test_a_birth_date_in_three_columns_with_nothing_over_them(read_rows):
    """Its "Năm" is a year, not the mark of a man."""
    read = read_rows(
        [
            ["TT", "Họ và tên", "Ngày", "Tháng", "Năm", "Mức 2"],
            [1, "Lê Thị An", 5, 6, 1990, "x"],
            [2, "Tô Văn Bình", "", "", 1985, ""],
        ]
    )
    assert read.fields[2:5] == ["birth_day", "birth_month", "birth_year"]
    assert [(p.sex, p.birth_date) for p in read.people] == [(None, "1990-06-05"), (None, "1985")]
    assert read.problems == []


@pytest.mark.parametrize("head", ["NS", "N.S", "Năm"])
def test_a_short_head_over_years_of_birth(read_rows, head):
    read = read_rows([["TT", "Họ và tên", head, "Mức 2"], [1, "Lê Thị An", 1990, "x"], [2, "Tô Văn Bình", "1985", ""]])
    assert [(p.sex, p.birth_date) for p in read.people] == [(None, "1990"), (None, "1985")]


def test_a_short_head_over_birth_dates(read_rows):
    read = read_rows(
        [["TT", "Họ tên", "NS", "Mức 2"], [1, "Lê An", "5/6/1990", "x"], [2, "Tô Bình", date(1985, 2, 1), ""]]
    )
    assert [p.birth_date for p in read.people] == ["1990-06-05", "1985-02-01"]


def test_a_lone_nam_over_ticks_is_a_sex(read_rows):
    read = read_rows(
        [["TT", "Họ và tên", "Nam", "Nữ", "Mức 2"], [1, "Lê Thị An", "", "x", "x"], [2, "Tô An", "x", "", ""]]
    )
    assert [p.sex for p in read.people] == ["nữ", "nam"]


def test_family_and_given_name_apart(read_rows):
    head = ["TT", "Họ và tên đệm", "Tên", "Mức 2"]
    assert read_rows([head, [1, "Lê Văn", "An", "x"], [2, "Chau", "Sóc Kha", "x"]]).names == [
        "Lê Văn An",
        "Chau Sóc Kha",
    ]


def test_one_head_over_family_and_given_name(read_rows):
    rows = [
        ["TT", "Họ và tên", None, "Mức 2"],
        [1, "Lê Văn", "An", "x"],
        [2, "Chau", "Kim Sên", "x"],
        [3, "Tô", "Bé", "x"],
    ]
    assert read_rows(rows, merged=["B1:C1"]).names == ["Lê Văn An", "Chau Kim Sên", "Tô Bé"]


def test_questions_of_an_online_form(read_rows):
    read = read_rows(
        [
            [
                "Dấu thời gian", "Anh/Chị cho biết họ và tên", "Sinh ngày nào?", "Giới tính của anh/chị",
                "Anh/Chị đã có thẻ căn cước gắn chip chưa?", "Anh/chị có điện thoại thông minh không?",
                "Anh/Chị đã kích hoạt định danh mức độ 2 chưa?", "Nếu chưa, vì sao?",
                "Anh/Chị đã tích hợp BHYT lên VNeID chưa?",
            ],
            ["2026/06/20 09:31:35", "Lê An", "5/6/1990", "Nam", "Có", "Có", "Chưa", "Quên mật khẩu", "Chưa"],
        ]
    )  # fmt: skip
    assert read.fields == [
        "timestamp", "full_name", "birth_date", "sex", "state.cccd", "smartphone",
        "state.level2_account", "reason.level2_account", "state.bhyt_linked",
    ]  # fmt: skip
    assert read.people[0].smartphone is True
    assert read.people[0].reasons == {"level2_account": "Quên mật khẩu"}


def test_cccd_heads_numbers_in_one_file_and_ticks_in_another(read_rows):
    assert read_rows([["Họ tên", "CCCD", "Mức 2"], ["Lê An", "089090000001", "x"]]).fields[1] == "citizen_id"
    assert read_rows([["Họ tên", "CCCD", "Mức 2"], ["Lê An", "x", "x"]]).fields[1] == "state.cccd"


def test_a_short_list_under_a_long_signature_is_understood_by_its_own_cells(read_rows):
    signature = [["", "", "Vĩnh Gia, ngày 2 tháng 6 năm 2026"], ["", "", "THỦ TRƯỞNG"], [], ["", "", "Trần Văn Trưởng"]]
    head = ["STT", "Họ tên", "CCCD", "Mức 2"]
    read = read_rows(
        [
            head,
            ["(1)", "(2)", "(3)", "(4)"],
            [1, "Lê An", "089090000001", "x"],
            [2, "Tô Bé", "089085000001", "x"],
            *signature,
        ]
    )
    assert [person.citizen_id for person in read.people] == ["089090000001", "089085000001"]


def test_a_column_of_cards_held_is_not_of_cards_linked(read_rows):
    read = read_rows([["Họ tên", "Có thẻ BHYT", "Tích hợp thẻ BHYT"], ["Lê An", "x", ""], ["Tô Bình", "x", "x"]])
    assert read.states("bhyt_linked") == ["todo", "done"]


def test_a_card_held_on_the_app_is_linked(read_rows):
    rows = [
        ["STT", "Họ và tên", "Trên ứng dụng VNeID", ""],
        ["", "", "Có BHYT", "Chưa có BHYT"],
        [1, "Lê An", "x", ""],
        [2, "Tô Bình", "", "x"],
    ]
    read = read_rows(rows, merged=["C1:D1"])
    assert read.states("bhyt_linked") == ["done", "todo"]
    assert read.states("level2_account") == [None, None]


def test_level_one_is_no_level_two(read_rows):
    rows = [
        ["STT", "Họ và tên", "Định danh điện tử", ""],
        ["", "", "Mức 1", "Mức 2"],
        [1, "Lê An", "x", ""],
        [2, "Tô Bình", "", "x"],
    ]
    assert read_rows(rows, merged=["C1:D1"]).states("level2_account") == ["todo", "done"]


def test_a_column_that_tells_the_level(read_rows):
    read = read_rows([["Họ tên", "Năm sinh", "Mức độ định danh"], ["Lê An", 1990, 2], ["Tô Bình", 1991, 1]])
    assert read.states("level2_account") == ["done", "todo"]
    assert read.people[1].reasons == {"level2_account": "Mới định danh mức 1"}


def test_a_third_column_for_those_whom_it_does_not_concern(read_rows):
    rows = [
        ["STT", "Họ và tên", "Chữ ký số", "", ""],
        ["", "", "Đã có", "Chưa có", "Không thuộc diện"],
        [1, "Lê An", "x", "", ""],
        [2, "Tô Bình", "", "", "x"],
        [3, "Lý Cảnh", "", "x", ""],
    ]
    assert read_rows(rows, merged=["C1:E1"]).states("digital_signature") == ["done", "not_applicable", "todo"]


def test_the_old_number_stands_back_behind_the_new_one(read_rows):
    read = read_rows([["Họ tên", "Số CMND", "Số CCCD", "Mức 2"], ["Lê An", "351234567", "089090000001", "x"]])
    assert read.people[0].citizen_id == "089090000001"
    assert read.problems == []


def test_columns_that_the_store_does_not_keep_are_passed_over(read_rows):
    head = ["Họ tên", "Mức 2", "Ngày cấp CCCD", "Nơi cấp", "Địa chỉ", "Họ tên chồng", "Hạn sử dụng thẻ BHYT", "Ký tên"]
    read = read_rows([head, ["Lê An", "x", "1/1/2021", "Cục", "Ấp 1", "Tô Bình", "31/12/2026", ""]])
    assert read.fields == ["full_name", "state.level2_account", None, None, None, None, None, None]
    assert read.people[0].states.keys() == {"level2_account"}


def test_a_word_shared_by_items_is_asked_about(read_rows):
    read = read_rows([["Họ tên", "Năm sinh", "VNeID"], ["Lê An", 1990, "x"]])
    assert read.states("level2_account") == ["done"]
    assert any("VNeID" in remark for remark in read.reading.remarks)


def test_a_campaigns_own_item_is_known_by_its_title(save):
    from importers.reading import read_file
    from store.models import Item

    items = [Item(1, "dvc", 0, "Tài khoản Dịch vụ công quốc gia", "DVC", "everyone", None, None, None)]
    path = save(
        [["Họ tên", "Năm sinh", "Đã có tài khoản dịch vụ công quốc gia"], ["Lê An", 1990, "x"], ["Tô Bé", 1991, ""]]
    )
    reading = read_file(path, items=items)
    assert [row.person.states for row in reading.rows if row.person] == [{"dvc": "done"}, {"dvc": "todo"}]


def test_the_same_layout_has_the_same_fingerprint_and_another_has_not(read_rows):
    head = ["Họ tên", "Năm sinh", "Mức 2"]
    one, same = (
        read_rows([head, ["Lê An", 1990, "x"]]),
        read_rows([["TRƯỜNG A"], head, ["Tô Bé", 1991, ""], ["Lý Cò", 1992, ""]]),
    )
    other = read_rows([["Họ tên", "Mức 2", "Năm sinh"], ["Lê An", "x", 1990]])
    first, again, another = (each.reading.tables[0].fingerprint for each in (one, same, other))
    assert first == again != another


def test_a_table_of_something_else_is_no_roster(read_rows):
    read = read_rows([["STT", "Tên thuốc", "Đơn vị tính", "Số lượng"], [1, "Paracetamol", "Viên", 1200]])
    assert read.reading.kind == "unreadable"
    assert "họ và tên" in read.reading.message


def test_an_empty_form_says_so(read_rows):
    read = read_rows([["STT", "Họ và tên", "Ngày sinh", "Mức 2"], [1], [2]])
    assert read.reading.kind == "unreadable"
    assert "chưa có người" in read.reading.message


def test_a_row_of_people_is_never_taken_into_the_header_above_it(read_rows):
    """Hồ is a family name, Nam a sex and Chưa a state; each could head a column too."""
    head = ["Họ và tên", "Giới tính", "Mức 2", "Sổ SKĐT"]
    read = read_rows([head, ["Hồ Mỹ Hải", "Nam", "Chưa", "Đã kích hoạt"], head, ["HỒ MỸ HẢI", "Nữ", "Chưa", "Có"]])
    assert read.names == ["Hồ Mỹ Hải", "Hồ Mỹ Hải"]


def test_a_row_of_words_that_could_be_heads_begins_no_new_table(read_rows):
    head = ["Họ và tên", "Chức vụ", "Giới tính", "Mức 2", "Lý do"]
    read = read_rows(
        [
            head,
            ["Lê An", "Giáo viên", "Nữ", "x", ""],
            ["Tô Bé", "Giáo viên", "Nữ", "Chưa", "Không có điện thoại thông minh"],
        ]
    )
    assert read.names == ["Lê An", "Tô Bé"]
    assert len(read.reading.tables) == 1


def test_a_head_of_staff_stands_over_names_or_it_is_a_position(read_rows):
    assert read_rows([["STT", "Cán bộ", "Năm sinh", "Mức 2"], [1, "Lê Văn An", 1990, "x"]]).names == ["Lê Văn An"]
    assert (
        read_rows([["STT", "Nhân viên", "Năm sinh", "Mức 2"], [1, "Kế toán", 1990, "x"]]).reading.kind == "unreadable"
    )


@pytest.mark.parametrize(
    "head",
    ["Anh/chị chưa kích hoạt VNeID mức 2?", "Có phải chưa lên mức 2 không?", "VNeID mức 2 (chưa có thì đánh x)",
     "Anh chị còn chưa có VNeID mức 2 phải không?", "VNeID mức 2 không dùng được"],
)  # fmt: skip
def test_a_head_that_chua_or_khong_turns_round_is_asked_about(read_rows, head: str) -> None:
    rows = [["TT", "Họ và tên", "Ngày sinh", head], [1, "Lê Văn An", 1990, "có"], [2, "Tô Văn Bình", 1991, "không"]]
    read = read_rows(rows)
    assert read.states("level2_account") == [None, None]
    assert [str(doubt.proposed) for doubt in read.reading.doubts] == ["todo.level2_account"]


@pytest.mark.parametrize(
    "head",
    ["VNeID mức 2 (có/chưa)", "Đã có VNeID mức 2 chưa?", "Mức 2 (x: đã; trống: chưa)", "Đã kích hoạt hay chưa mức 2",
     "VNeID mức 2 (nếu không thuộc đối tượng ghi KAD)"],
)  # fmt: skip
def test_a_head_that_names_both_sides_or_asks_is_read(read_rows, head: str) -> None:
    rows = [["TT", "Họ và tên", "Ngày sinh", head], [1, "Lê Văn An", 1990, "x"], [2, "Tô Văn Bình", 1991, "x"]]
    assert read_rows(rows).states("level2_account") == ["done", "done"]


def test_a_number_that_its_head_calls_wrong_is_not_kept(read_rows) -> None:
    heads = ["TT", "Họ và tên", "Số CCCD đã khai (sai)", "Số CCCD đính chính", "Mức 2"]
    read = read_rows([heads, [1, "Lê Văn An", "089090000111", "089090000123", "x"]])
    assert [person.citizen_id for person in read.people] == ["089090000123"]


def test_below_an_item_a_word_that_items_share_is_about_that_item(read_rows) -> None:
    heads = [["TT", "Họ và tên", "Ngày sinh", "BHYT", ""], ["", "", "", "Không có thẻ", "Có thẻ, chưa đưa vào VNeID"]]
    read = read_rows([*heads, [1, "Lê Văn An", 1990, "", "x"], [2, "Tô Văn Bình", 1991, "x", ""]], merged=["D1:E1"])
    assert read.states("level2_account") == [None, None]
