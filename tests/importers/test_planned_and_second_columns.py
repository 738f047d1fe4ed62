"""What is planned is not done; of two columns about one item both must say the same."""

import pytest

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"]
UNIT = ["Trường THCS Núi Tô"]
PEOPLE = [
    [1, "Lê Văn An", "12/03/1980", "089080000001"],
    [2, "Trần Thị Bé", "05/11/1981", "089181000002"],
    [3, "Phạm Văn Cường", "28/02/1990", "089090000003"],
    [4, "Võ Thị Dung", "01/09/1988", "089188000004"],
]
MARKS = [["x", "x", "x", ""], ["x", "", "x", "x"], ["x", "x", "x", ""], ["x", "x", "x", "x"]]


def beside(columns):
    return [[*person, *cells] for person, cells in zip(PEOPLE, columns, strict=True)]


@pytest.mark.parametrize("merged", [(), ("E2:F2", "G2:H2")])
@pytest.mark.parametrize(
    ("plan", "result"),
    [("Kế hoạch", "Thực hiện"), ("Chỉ tiêu", "Kết quả"), ("Dự kiến", "Đạt"), ("Nhu cầu", "Đã thực hiện")],
)
def test_the_result_of_an_item_counts_and_not_the_plan(read_rows, plan, result, merged):
    groups = [*HEAD, "Mức 2", "", "BHYT", ""]
    parts = ["", "", "", "", plan, result, plan, result]
    read = read_rows([UNIT, groups, parts, *beside(MARKS)], merged=merged)
    assert read.states("level2_account") == ["done", "todo", "done", "done"]
    assert read.states("bhyt_linked") == ["todo", "done", "todo", "done"]
    assert any(plan in remark for remark in read.reading.remarks)


@pytest.mark.parametrize(
    ("plan", "result"), [("Kế hoạch năm", "Kết quả"), ("Chỉ tiêu", "Đã làm"), ("Đăng ký tháng 7", "Đã làm")]
)
def test_a_plan_above_several_items(read_rows, plan, result):
    groups = [*HEAD, plan, "", result, ""]
    parts = ["", "", "", "", "Mức 2", "BHYT", "Mức 2", "BHYT"]
    read = read_rows([UNIT, groups, parts, *beside(MARKS)], merged=["E2:F2", "G2:H2"])
    assert read.states("level2_account") == ["done"] * 4
    assert read.states("bhyt_linked") == ["todo", "done", "todo", "done"]


@pytest.mark.parametrize(
    "head",
    [
        "Đăng ký làm mức 2 đợt tới", "Nhu cầu mức 2", "Lịch hẹn làm mức 2", "Kế hoạch mức 2", "Sẽ kích hoạt mức 2",
        "Đăng ký định danh mức 2 tháng 8", "Chỉ tiêu mức 2",
    ],
)  # fmt: skip
def test_what_is_planned_is_told_and_not_done(read_rows, head: str):
    read = read_rows([UNIT, [*HEAD, head, "BHYT"], *beside([row[:2] for row in MARKS])])
    assert read.states("level2_account") == [None] * 4
    assert read.states("bhyt_linked") == ["done", "todo", "done", "done"]
    assert any(head in remark for remark in read.reading.remarks)


@pytest.mark.parametrize("head", ["Đăng ký mức 2", "Đã đăng ký mức 2 tháng 6", "Chỉ tiêu: / Mức 2"])
def test_what_was_registered_is_done(read_rows, head: str):
    read = read_rows([UNIT, [*HEAD, head.split(" / ")[-1], "BHYT"], *beside([row[:2] for row in MARKS])])
    assert read.states("level2_account") == ["done"] * 4


def test_a_group_of_steps_counts_by_its_own_level(read_rows):
    groups = [*HEAD, "VNeID", "", "", "", "BHYT"]
    parts = ["", "", "", "", "Cài đặt", "Đăng ký", "Mức 1", "Mức 2", "Đã tích hợp"]
    cells = [["x", "x", "x", "x", "x"], ["x", "x", "x", "", "x"], ["x", "x", "", "", ""], ["x", "", "", "", ""]]
    read = read_rows([UNIT, groups, parts, *beside(cells)], merged=["E2:H2"])
    assert read.states("level2_account") == ["done", "todo", "todo", "todo"]
    assert read.states("bhyt_linked") == ["done", "done", "todo", "todo"]
    assert read.nameless == []


@pytest.mark.parametrize("merged", [(), ("E2:H2", "E3:F3", "G3:H3")])
def test_heads_of_three_rows(read_rows, merged):
    heads = [
        [*HEAD, "Nội dung", "", "", ""],
        ["", "", "", "", "VNeID", "", "Sức khỏe", ""],
        ["", "", "", "", "Mức 1", "Mức 2", "BHYT", "Sổ SKĐT"],
    ]
    read = read_rows([UNIT, *heads, *beside([["x", "x", "", "x"]] * 4)], merged=merged)
    assert read.departments == [None] * 4
    assert read.states("level2_account") == read.states("health_book") == ["done"] * 4
    assert read.states("bhyt_linked") == [None] * 4


@pytest.mark.parametrize(
    "heads",
    [
        [["Mức 2 (tự khai)", "Mức 2 (nhà trường kiểm tra)"]],
        [["VNeID mức 2 cá nhân khai", "VNeID mức 2 tổ xác minh"]],
        [["Mức 2", ""], ["Tự khai", "Kiểm tra lại"]],
        [["Mức 2", "Mức 2"]],
    ],
)
def test_where_two_columns_of_an_item_differ_neither_is_taken(read_rows, heads):
    cells = [["Đã", "Đã"], ["Đã", "Chưa"], ["Chưa", "Chưa"], ["Chưa", "Đã"]]
    rows = [[*(HEAD if row == 0 else [""] * 4), *texts] for row, texts in enumerate(heads)]
    read = read_rows([UNIT, *rows, *beside(cells)])
    assert read.states("level2_account") == ["done", None, "todo", None]
    first = 2 + len(heads)
    assert [(p.code, p.cell) for p in read.problems] == [
        ("columns_disagree", f"E{first + 1}"),
        ("columns_disagree", f"E{first + 3}"),
    ]


def test_of_two_months_the_later_counts(read_rows):
    cells = [["Đã", "Đã"], ["Chưa", "Đã"], ["Chưa", "Chưa"], ["Đã", "Đã"]]
    read = read_rows([UNIT, [*HEAD, "Mức 2 (tháng 5)", "Mức 2 (tháng 6)"], *beside(cells)])
    assert read.states("level2_account") == ["done", "done", "todo", "done"]
    assert read.problems == []


@pytest.mark.parametrize(
    "head", ["Phụ huynh đã có mức 2", "Số học sinh có mức 2", "Số hộ đã có mức 2", "Mức 2 (số người)"]
)
def test_counts_of_others_are_told_and_not_taken(read_rows, head: str):
    read = read_rows([UNIT, [*HEAD, head, "BHYT"], *beside([[n, "x"] for n in (12, 1, 0, 30)])])
    assert read.states("level2_account") == [None] * 4
    assert any(head in remark for remark in read.reading.remarks)


def test_a_book_that_is_asked_for_is_no_signature(read_rows):
    read = read_rows([UNIT, [*HEAD, "Đăng ký sổ sức khỏe"], *beside([["x"]] * 4)])
    assert read.states("health_book") == ["done"] * 4
    assert read.states("digital_signature") == [None] * 4


@pytest.mark.parametrize(
    ("before", "now"),
    [("Mức 2 (đến 15/5)", "Mức 2 (đến 15/6)"), ("Mức 2 kỳ trước", "Mức 2"), ("Mức 2", "Mức 2 kỳ trước")],
)
def test_of_two_days_the_later_counts(read_rows, before: str, now: str):
    cells = [["Đã", "Đã"], ["Chưa", "Đã"], ["Chưa", "Chưa"], ["Đã", "Đã"]]
    columns = cells if "trước" not in now else [pair[::-1] for pair in cells]
    read = read_rows([UNIT, [*HEAD, before, now], *beside(columns)])
    assert read.states("level2_account") == ["done", "done", "todo", "done"]
    assert read.reading.doubts == ()
