"""A list that says how many people it holds is held to it; a table of counts to its sums."""

import pytest

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Định danh mức 2"]
PEOPLE = [
    [1, "Lê Văn An", "01/02/1980", "Đã"],
    [2, "Trần Thị Bé", "05/03/1985", "Chưa"],
    [3, "Nguyễn Văn Cò", "07/04/1990", "Đã"],
]
COUNTS = [
    "STT", "Khoa/phòng", "Tổng số CBVC", "Đã định danh mức 2", "Chưa định danh mức 2", "Lý do chưa", "Đã tạo sổ SKĐT",
    "Đã tích hợp BHYT", "Chưa tích hợp BHYT", "Lý do",
]  # fmt: skip


def remarks_on_size(reading):
    return [remark for remark in reading.remarks if "phía trên" in remark]


@pytest.mark.parametrize(
    "total",
    [
        ["", "Tổng cộng: 3 người"],
        ["", "Tổng số", 3],
        ["Danh sách này có 3 (ba) người."],
        ["", "Cộng: 03 nhân viên"],
        ["", "Tổng số nữ: 1"],
        ["", "Tỷ lệ: 67%"],
        ["", "Tổng cộng", "", 2],
    ],
)
def test_a_sum_that_fits_or_is_of_something_else_is_not_remarked_on(read_rows, total):
    reading = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], HEAD, *PEOPLE, total]).reading
    assert len(reading.rows) == 3
    assert remarks_on_size(reading) == []


@pytest.mark.parametrize(
    "total", [["", "Tổng cộng: 4 người"], ["", "Tổng số", 4], ["Danh sách này có 4 (bốn) người./."]]
)
def test_a_list_that_says_more_than_was_read_is_told_with_its_place(read_rows, total):
    reading = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], HEAD, *PEOPLE, total]).reading
    [remark] = remarks_on_size(reading)
    assert "dòng 6 ghi 4 người, nhưng đọc được 3 người" in remark


def test_sums_of_departments_and_of_the_whole_list_fit(read_rows):
    reading = read_rows(
        [
            ["TRẠM Y TẾ XÃ VĨNH GIA"],
            HEAD,
            ["I", "Khoa Dược"],
            PEOPLE[0],
            ["", "Cộng: 1 người"],
            ["II", "Khoa Khám bệnh"],
            *PEOPLE[1:],
            ["", "Cộng: 2 người"],
            ["", "Tổng cộng: 3 người"],
        ]
    ).reading
    assert remarks_on_size(reading) == []


def test_a_sum_behind_every_line_costs_no_more_than_a_list(read_rows):
    """Each compared with each, this takes minutes: the suite's time limit would tell."""
    lines = [[n, f"Lê Văn {chr(65 + n % 26)}n", f"{n % 28 + 1}/3/1980", "Đã"] for n in range(6000)]
    reading = read_rows([HEAD, *(row for line in lines for row in (line, ["", "Tổng cộng: 1 người"]))]).reading
    assert len(reading.rows) == 6000
    assert remarks_on_size(reading) == []


def test_a_table_of_counts_whose_sum_is_another_is_taken_in_and_told(read_rows):
    lines = [[1, "Khoa Khám", 10, 10, 0, "", 9, 10, 0, ""], [2, "Khoa Dược", 5, 4, 1, "SIM", 3, 4, 1, ""]]
    sound = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], COUNTS, *lines, ["", "Tổng cộng", 15, 14, 1, "", 12, 14, 1]]).reading
    assert [row.figures["total"] for row in sound.summary] == [10, 5]
    assert not [remark for remark in sound.remarks if "cộng lại" in remark]
    short = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], COUNTS, *lines, ["", "Tổng cộng", 18, 17, 1, "", 12, 17, 1]]).reading
    told_of = [remark for remark in short.remarks if "cộng lại" in remark]
    assert len(told_of) == 3
    assert "dòng 5, Tổng cộng: “Tổng số” ghi 18, các dòng cộng lại là 15" in told_of[0]


def test_where_only_the_sum_is_filled_in_it_is_the_count_of_the_unit(read_rows):
    total = ["", "Tổng cộng", "1.030 người", "1.028", "2 (0,2%)", "mất SIM (2)", 20, 1025, 5, "chưa có thẻ (5)"]
    reading = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], COUNTS, total]).reading
    assert reading.kind == "summary"
    [row] = reading.summary
    assert (row.department, row.figures["total"], row.figures["level2_todo"], row.figures["bhyt_done"]) == (
        "Trạm Y tế xã Vĩnh Gia",
        1030,
        2,
        1025,
    )
    assert row.problems == ()


def test_a_head_that_counts_who_has_an_item_is_no_head_of_everybody(read_rows):
    heads = [
        "STT", "Bộ phận", "Tổng số viên chức, NLĐ", "Số viên chức, người lao động đã có tài khoản mức 2",
        "Số viên chức chưa có tài khoản mức 2", "Lý do", "Số người đã có Sổ SKĐT", "Tổng số người đã tích hợp thẻ BHYT",
        "Số người chưa tích hợp thẻ BHYT", "Lý do",
    ]  # fmt: skip
    reading = read_rows([["TRƯỜNG TIỂU HỌC VĨNH GIA"], heads, [1, "Tổ khối 1", 8, 7, 1, "SIM", 6, 5, 3, "Thẻ"]]).reading
    [row] = reading.summary
    assert (
        row.figures["total"],
        row.figures["level2_done"],
        row.figures["level2_todo"],
        row.figures["health_book"],
        row.figures["bhyt_done"],
        row.figures["bhyt_todo"],
    ) == (
        8,
        7,
        1,
        6,
        5,
        3,
    )
    assert row.problems == ()
