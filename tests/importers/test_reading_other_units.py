"""Lists as other kinds of units draw them: companies, cooperatives, hospitals, party cells, groups of villagers."""

import pytest

AN, BINH = "089080000001", "089081000002"


def test_done_and_not_done_each_stand_over_all_the_items(read_rows):
    read = read_rows(
        [
            ["STT", "Họ tên", "CCCD", "ĐÃ THỰC HIỆN", None, "CHƯA THỰC HIỆN", None],
            [None, None, None, "VNeID", "BHYT", "VNeID", "BHYT"],
            [1, "Lê Văn An", AN, "x", "x", None, None],
            [2, "Lê Thị Bình", BINH, "x", None, None, "x"],
        ]
    )
    assert read.fields[3:] == ["done.level2_account", "done.bhyt_linked", "todo.level2_account", "todo.bhyt_linked"]
    assert read.states("level2_account") == ["done", "done"]
    assert read.states("bhyt_linked") == ["done", "todo"]


@pytest.mark.parametrize(
    "said", ["đánh dấu x vào nội dung chưa làm", "Đánh x vào những mục chưa có", "Ghi x vào cột chưa thực hiện"]
)
def test_a_tick_for_what_is_not_done_is_never_a_yes(read_rows, said):
    rows = [[f"Thống kê các nội dung ({said})"], ["Họ tên", "CCCD", "Mức 2", "BHYT"], ["Lê Văn An", AN, None, "x"]]
    read = read_rows(rows)
    assert (read.states("level2_account"), read.states("bhyt_linked")) == ([None], ["todo"])


def test_a_legend_may_part_sign_and_meaning_by_a_dash(read_rows):
    read = read_rows(
        [
            ["Ký hiệu: Đ - Đã; C - Chưa; K - Không áp dụng"],
            ["Họ và tên", "Số CCCD", "Mức 2", "CKS"],
            ["Lê Văn An", AN, "Đ", "K"],
            ["Lê Thị Bình", BINH, "C", "Đ"],
        ]
    )
    assert read.states("level2_account") == ["done", "todo"]
    assert read.states("digital_signature") == ["not_applicable", "done"]


def test_a_numbered_line_of_a_note_explains_no_mark(read_rows):
    read = read_rows(
        [["1 - Chưa có điện thoại thì ghi vào ghi chú"], ["Họ tên", "CCCD", "Mức 2"], ["Lê Văn An", AN, 1]]
    )
    assert read.states("level2_account") == ["done"]


@pytest.mark.parametrize("head", ["Đồng chí", "Thành viên", "Hội viên", "Xã viên"])
def test_heads_of_names_of_other_units(read_rows, head):
    assert (
        read_rows([["TT", head, "Sinh năm", "CCCD", "Mức 2"], [1, "Lê Văn An", 1980, AN, "x"]]).people[0].birth_date
        == "1980"
    )


def test_the_leaders_are_a_department_of_their_own(read_rows):
    read = read_rows([["TT", "Họ và tên", "CCCD", "BHYT"], ["I", "LÃNH ĐẠO"], [1, "Lê Văn An", AN, "x"]])
    assert read.departments == ["Lãnh đạo"]


def test_a_department_right_above_its_own_head(read_rows):
    head = ["Họ và tên", "CCCD", "BHYT"]
    read = read_rows(
        [
            ["BỆNH VIỆN ĐA KHOA TRI TÔN"],
            ["KHOA NHI"],
            head,
            ["Lê Văn An", AN, "x"],
            ["KHOA SẢN"],
            head,
            ["Lê Thị Bình", BINH, "x"],
        ]
    )
    assert (read.reading.unit, read.departments) == ("Bệnh viện Đa khoa Tri Tôn", ["Khoa Nhi", "Khoa Sản"])


def test_who_has_a_reason_has_not(read_rows):
    head = ["Họ và tên", "CCCD", "Lý do chưa kích hoạt mức 2", "Lý do chưa tích hợp BHYT"]
    read = read_rows([head, ["Lê Văn An", AN, None, "Thẻ hết hạn"], ["Lê Thị Bình", BINH, "Quên mật khẩu", "-"]])
    assert (read.states("level2_account"), read.states("bhyt_linked")) == ([None, "todo"], ["todo", None])
    assert [person.reasons for person in read.people] == [
        {"bhyt_linked": "Thẻ hết hạn"},
        {"level2_account": "Quên mật khẩu"},
    ]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("CÔNG TY TNHH MTV CẤP NƯỚC TRI TÔN", "Công ty TNHH MTV Cấp Nước Tri Tôn"),
        ("HỢP TÁC XÃ NÔNG NGHIỆP VĨNH GIA", "Hợp tác xã Nông nghiệp Vĩnh Gia"),
    ],
)
def test_companies_and_cooperatives_send_lists_too(read_rows, title, unit):
    assert read_rows([[title], ["Họ tên", "CCCD", "BHYT"], ["Lê Văn An", AN, "x"]]).reading.unit == unit


def test_counts_under_a_short_head_of_everybody(read_rows):
    reading = read_rows(
        [
            ["TRƯỜNG THCS BA CHÚC"],
            ["TT", "Bộ phận", "TS CBVC", "VNeID mức 2", None, "Sổ SKĐT", "Thẻ BHYT", None],
            [None, None, None, "Đã", "Chưa", "đã khởi tạo", "Đã", "Chưa"],
            [1, "Tổ KHTN", 12, 10, 2, 9, 8, 4],
        ]
    ).reading
    assert [
        (r.figures["total"], r.figures["level2_done"], r.figures["level2_todo"], r.figures["bhyt_done"])
        for r in reading.summary
    ] == [(12, 10, 2, 8)]


@pytest.mark.parametrize(
    ("said", "yes", "no", "not_needed"),
    [
        ("Mã: 1 = Đã; 2 = Chưa; 3 = Không thuộc đối tượng", 1, 2, 3),
        ("Chú thích: A: đã thực hiện, B: chưa thực hiện, C: không áp dụng", "A", "B", "C"),
    ],
)
def test_a_code_of_figures_or_letters_is_read_as_the_file_says(read_rows, said, yes, no, not_needed):
    head = ["Họ và tên", "CCCD", "TK mức 2", "CKS"]
    read = read_rows([[said], head, ["Lê Văn An", AN, yes, not_needed], ["Lê Thị Bình", BINH, no, yes]])
    assert read.states("level2_account") == ["done", "todo"]
    assert read.states("digital_signature") == ["not_applicable", "done"]
    assert [person.reasons for person in read.people] == [{}, {}]


def test_a_note_on_columns_or_teams_explains_no_mark(read_rows):
    note = "Cột 2: chưa kích hoạt; Tổ 2: chưa nộp"
    read = read_rows([[note], ["Họ và tên", "CCCD", "Mức độ định danh"], ["Lê Văn An", AN, 2]])
    assert read.states("level2_account") == ["done"]


def test_a_third_column_of_whom_it_does_not_concern_is_no_kind_of_staff(read_rows):
    read = read_rows(
        [
            ["Họ tên", "CCCD", "Có chữ ký số?", None, None],
            [None, None, "Có", "Không", "Không thuộc đối tượng"],
            ["Lê Văn An", AN, None, None, "x"],
        ]
    )
    assert read.states("digital_signature") == ["not_applicable"]


def test_the_number_of_those_who_have_may_be_shortened(read_rows):
    reading = read_rows(
        [
            ["TRẠM Y TẾ XÃ TRI TÔN"],
            ["TT", "Khoa, phòng", "Tổng số", "Định danh mức 2", None, "Sổ SKĐT", "Tích hợp BHYT", None],
            [
                None,
                None,
                None,
                "SL đã kích hoạt",
                "SL chưa kích hoạt",
                "SL đã tạo",
                "SL đã tích hợp",
                "SL chưa tích hợp",
            ],
            [1, "Khoa Dược", 12, 10, 2, 9, 8, 4],
        ]
    ).reading
    assert [
        (r.figures["total"], r.figures["level2_done"], r.figures["level2_todo"], r.figures["bhyt_todo"])
        for r in reading.summary
    ] == [(12, 10, 2, 4)]


def test_a_head_broken_over_the_lines_of_a_narrow_column(read_rows):
    assert read_rows([["Họ và\ntên", "Số\nCCCD", "BH\nYT"], ["Lê Văn An", AN, "x"]]).states("bhyt_linked") == ["done"]


def test_a_rate_below_the_list_is_nobody(read_rows):
    head = ["STT", "Họ và tên", "CCCD", "Mức 2"]
    assert read_rows([head, [1, "Lê Văn An", AN, "x"], [None, "Đạt tỷ lệ", None, "66,7%"]]).names == ["Lê Văn An"]


@pytest.mark.parametrize("rank", ["Thượng úy", "Đại uý", "Trung tá", "Thiếu tá", "Hạ sĩ", "Đ/c"])
def test_a_rank_is_no_part_of_a_name(read_rows, rank):
    read = read_rows([["Cấp bậc, họ và tên", "CCCD", "Mức 2"], [f"{rank} Lê Văn An", AN, "x"]])
    assert (read.names, read.codes) == (["Lê Văn An"], ["title_dropped"])


@pytest.mark.parametrize("typed", ["17-Apr-86", "17-Apr-1986", "17 April 1986"])
def test_a_month_in_english_as_excel_writes_it(read_rows, typed):
    assert (
        read_rows([["Họ và tên", "Ngày sinh", "BHYT"], ["Lê Văn An", typed, "x"]]).people[0].birth_date == "1986-04-17"
    )


@pytest.mark.parametrize(
    "over", ["NỘI DUNG CHƯA THỰC HIỆN", "Các nội dung chưa hoàn thành (đánh dấu X)", "CÒN THIẾU", "Chưa"]
)
def test_a_tick_below_what_is_not_done_is_never_a_yes(read_rows, over):
    rows = [["Họ tên", "CCCD", over, None], [None, None, "VNeID M2", "BHYT"], ["Lê Văn An", AN, None, "x"]]
    read = read_rows(rows)
    assert (read.states("level2_account"), read.states("bhyt_linked")) == ([None], ["todo"])


@pytest.mark.parametrize("over", ["Đã thực hiện hay chưa", "Kết quả (x: có; trống: chưa)", "Kết quả", "Trên VNeID"])
def test_a_head_over_the_items_that_asks_takes_no_side(read_rows, over):
    rows = [["Họ tên", "CCCD", over, None], [None, None, "Mức 2", "BHYT"], ["Lê Văn An", AN, "x", None]]
    assert read_rows(rows).fields[2:] == ["state.level2_account", "state.bhyt_linked"]


def test_reasons_may_stand_in_a_group_of_their_own(read_rows):
    read = read_rows(
        [
            ["Họ tên", "CCCD", "Kết quả", None, "Lý do chưa thực hiện", None],
            [None, None, "Mức 2", "BHYT", "Mức 2", "BHYT"],
            ["Lê Văn An", AN, "x", None, None, "Thẻ hết hạn"],
            ["Lê Thị Bình", BINH, "x", "x", None, None],
        ]
    )
    assert read.people[0].reasons == {"bhyt_linked": "Thẻ hết hạn"}
    assert (read.states("level2_account"), read.states("bhyt_linked")) == (["done", "done"], ["todo", "done"])


@pytest.mark.parametrize("head", ["Thiếu VNeID mức 2", "Còn thiếu VNeID mức 2", "Không có VNeID mức 2"])
def test_a_column_of_those_who_lack_it(read_rows, head):
    assert read_rows([["Họ tên", "CCCD", head], ["Lê Văn An", AN, "x"]]).states("level2_account") == ["todo"]


@pytest.mark.parametrize(
    "head",
    [
        "Cần hỗ trợ kích hoạt VNeID mức 2",
        "Đề nghị cấp chữ ký số",
        "Lỗi tích hợp BHYT",
        "Khó khăn khi dùng sổ SKĐT",
        "Dự kiến ngày kích hoạt VNeID mức 2",
    ],
)
def test_what_is_wanted_planned_or_in_the_way_is_no_state(read_rows, head):
    read = read_rows([["Họ tên", "CCCD", "ASXH", head], ["Lê Văn An", AN, "x", "x"]])
    assert read.fields[3] is None
    assert any(head in remark for remark in read.reading.remarks), "and it is told"


def test_a_list_of_those_who_lack_ticks_what_they_lack_and_the_person_is_asked_to_look(read_rows):
    title = "DANH SÁCH CÁN BỘ CHƯA THỰC HIỆN CÁC NỘI DUNG ĐỀ ÁN 06"
    read = read_rows([[title], ["Họ tên", "CCCD", "Mức 2", "BHYT"], ["Lê Văn An", AN, "x", None]])
    assert (read.states("level2_account"), read.states("bhyt_linked")) == (["todo"], [None])
    assert any("“x” là chưa" in remark and "A1" in remark for remark in read.reading.remarks)


@pytest.mark.parametrize("title", ["THỐNG KÊ CÁN BỘ ĐÃ VÀ CHƯA THỰC HIỆN ĐỀ ÁN 06", "DANH SÁCH CÁN BỘ CHƯA XẾP LOẠI"])
def test_another_title_changes_no_tick(read_rows, title):
    assert read_rows([[title], ["Họ tên", "CCCD", "Mức 2"], ["Lê Văn An", AN, "x"]]).states("level2_account") == [
        "done"
    ]


def test_a_legend_may_begin_with_the_cells_it_speaks_of(read_rows):
    note = "Lưu ý: những ô đánh dấu x là chưa thực hiện được"
    assert read_rows([["Họ tên", "CCCD", "Mức 2"], ["Lê Văn An", AN, "x"], [note]]).states("level2_account") == ["todo"]


def test_of_two_months_the_later_holds_and_the_other_is_told(read_rows):
    head = ["Họ tên", "CCCD", "Mức 2 (tháng 5)", "Mức 2 (tháng 6)"]
    read = read_rows([head, ["Lê Văn An", AN, "Chưa", "Đã"]])
    assert read.states("level2_account") == ["done"]
    assert any("tháng 5" in remark for remark in read.reading.remarks)


def test_one_column_names_all_that_is_missing(read_rows):
    read = read_rows(
        [
            ["Họ tên", "CCCD", "Còn thiếu"],
            ["Lê Văn An", AN, "VNeID, CKS"],
            ["Lê Thị Bình", BINH, "Sổ SKĐT và thẻ BHYT"],
            ["Lê Văn Cò", "089082000003", "-"],
            ["Lê Văn Dần", "089083000004", "ảnh thẻ"],
        ]
    )
    an, binh, co, dan = (person.states for person in read.people)
    assert an == {"level2_account": "todo", "digital_signature": "todo"}
    assert binh == {"health_book": "todo", "bhyt_linked": "todo"}
    assert (co, dan) == ({}, {})
    assert [(problem.cell, problem.code) for problem in read.problems] == [("C5", "state_not_understood")]


def test_one_column_names_all_that_was_done(read_rows):
    head = ["Họ tên", "CCCD", "BHYT", "Nội dung đã thực hiện"]
    read = read_rows([head, ["Lê Văn An", AN, "x", "Mức 2"], ["Lê Thị Bình", BINH, "Chưa", "Mức 2; BHYT"]])
    assert read.states("level2_account") == ["done", "done"]
    assert read.states("bhyt_linked") == ["done", "todo"]
    assert [problem.cell for problem in read.problems] == ["D3"], "the two columns disagree, and that is told"


def test_a_head_that_ticks_who_has_not_is_no_column_of_reasons(read_rows):
    read = read_rows([["Họ tên", "CCCD", "BHYT (x nếu chưa)"], ["Lê Văn An", AN, "x"], ["Lê Thị Bình", BINH, None]])
    assert read.states("bhyt_linked") == ["todo", None]


@pytest.mark.parametrize(
    ("cell", "state"),
    [("ĐÃ KH", "done"), ("Đã TH", "done"), ("CHƯA KH", "todo"), ("xong rồi", "done"), ("chưa đc", "todo")],
)
def test_short_words_for_done_and_not_done(read_rows, cell, state):
    read = read_rows([["Họ tên", "CCCD", "Mức 2"], ["Lê Văn An", AN, cell]])
    assert (read.states("level2_account"), read.people[0].reasons, read.codes) == ([state], {}, [])


def test_a_class_teacher_is_somebody(read_rows):
    rows = [["STT", "Lớp", "Giáo viên chủ nhiệm", "CCCD", "Mức 2"], [1, "1A", "Lê Văn An", AN, "x"]]
    assert read_rows(rows).names == ["Lê Văn An"]


def test_those_who_lack_it_may_have_the_reason_where_others_tick(read_rows):
    read = read_rows(
        [
            ["Họ tên", "CCCD", "Đã thực hiện", None, "Chưa thực hiện (ghi lý do)", None],
            [None, None, "VNeID", "BHYT", "VNeID", "BHYT"],
            ["Lê Văn An", AN, "x", None, None, "Thẻ hết hạn"],
        ]
    )
    assert (read.states("level2_account"), read.states("bhyt_linked")) == (["done"], ["todo"])
    assert read.people[0].reasons == {"bhyt_linked": "Thẻ hết hạn"}
