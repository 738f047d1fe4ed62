"""What one cell alone cannot tell: two kinds of mark in a column, ditto marks, letters that only look right."""

import pytest

from store.models import State

HEAD = ["STT", "Họ và tên", "Bộ phận", "Chức vụ", "VNeID mức 2", "Sổ SKĐT"]
NAMES = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường", "Võ Thị Dung"]


def people(read_rows, columns, head=HEAD):
    lines = zip(range(1, 9), NAMES, *columns, strict=False)
    return read_rows([["Đơn vị: Trường THCS Núi Tô"], head, *map(list, lines)])


@pytest.mark.parametrize(("cross", "check"), [("x", "✓"), ("X", "v"), ("×", "✔"), ("x", "√"), ("x", "ü")])
def test_a_cross_beside_a_check_mark_is_told(read_rows, cross: str, check: str):
    read = people(read_rows, [["Dược"] * 4, ["DS"] * 4, [cross, check, "", check], [check] * 4])
    assert read.states("level2_account") == [None, "done", None, "done"]
    assert [(problem.code, problem.cell) for problem in read.problems] == [("state_not_understood", "E3")]


def test_where_one_column_mixes_them_no_cross_of_the_form_is_clear(read_rows):
    read = people(read_rows, [["Dược"] * 4, ["DS"] * 4, ["x", "✓", "✓", "✓"], ["x", "x", "", "x"]])
    assert read.states("health_book") == [None] * 4
    assert len(read.problems) == 4


def test_marks_that_the_file_explains_are_clear(read_rows):
    rows = [["Ghi chú: ✓: đã có; x: chưa có"], HEAD]
    rows += [[n + 1, name, "Dược", "DS", mark, "✓"] for n, (name, mark) in enumerate(zip(NAMES, "x✓✓x", strict=True))]
    assert read_rows(rows).states("level2_account") == ["todo", "done", "done", "todo"]


@pytest.mark.parametrize("ditto", ["nt", "-nt-", '"', "Như trên", "(nt)", "//", "N.T"])
def test_ditto_marks_repeat_what_stands_above(read_rows, ditto: str):
    read = people(
        read_rows, [["Dược", ditto, ditto, "Sản"], ["DS", ditto, "YS", ditto], ["x", ditto, "Chưa", ditto], ["x"] * 4]
    )
    assert read.departments == ["Dược", "Dược", "Dược", "Sản"]
    assert [person.position for person in read.people] == ["DS", "DS", "YS", "YS"]
    assert read.states("level2_account") == ["done", "done", "todo", "todo"]
    assert read.codes == []


def test_a_ditto_mark_below_nothing_is_told(read_rows):
    read = people(read_rows, [["nt", "Dược", "", "Sản"], ["DS"] * 4, ["x"] * 4, ["x"] * 4])
    assert read.departments[0] is None
    assert [(problem.code, problem.cell) for problem in read.problems] == [("ditto_unclear", "C3")]


def test_the_other_d_with_a_stroke_is_healed(read_rows):
    head = ["Họ và tên", "Bộ phận", "Chức vụ", "VNeID mức 2", "Ghi chú"]
    read = read_rows(
        [["ÐƠN VỊ: TRẠM Y TẾ XÃ Ô ÐÁ"], head, ["Ðặng Thị Ðào", "Ðiểm trạm Ô Ðá", "Ðiều dưỡng", "Ðã", "ði học"]]
    )
    [person] = read.people
    assert (person.full_name, person.position, person.note) == ("Đặng Thị Đào", "Điều dưỡng", "đi học")
    assert (read.departments, read.reading.unit) == (["Điểm trạm Ô Đá"], "Trạm Y tế xã Ô Đá")
    assert person.states == {"level2_account": State.DONE}


@pytest.mark.parametrize(
    ("text", "state", "reason"),
    [
        ("Rồi ạ", "done", None),
        ("Dạ chưa", "todo", None),
        ("Dạ, có ạ", "done", None),
        ("1. Đã", "done", None),
        ("2. Chưa", "todo", None),
        ("Đã đăng ký, chưa kích hoạt", "todo", "Đã đăng ký, chưa kích hoạt"),
        ("Không có smartphone", "todo", "Không có smartphone"),
        ("Không nhận được OTP", "todo", "Không nhận được OTP"),
        ("100%", "done", None),
    ],
)
def test_answers_as_people_write_them(read_rows, text: str, state: str, reason: str | None):
    read = people(read_rows, [["Dược"] * 4, ["DS"] * 4, [text, "x", "x", "x"], ["x"] * 4])
    assert read.states("level2_account")[0] == state
    assert read.people[0].reasons.get("level2_account") == reason


def test_a_column_of_levels(read_rows):
    head = [*HEAD[:4], "Mức định danh", HEAD[5]]
    read = people(read_rows, [["Dược"] * 4, ["DS"] * 4, [2, 1, 0, 2], ["x"] * 4], head)
    assert read.states("level2_account") == ["done", "todo", "todo", "done"]


@pytest.mark.parametrize("cell", ['="089180000001"', "CCCD: 089180000001", '=T("089180000001")', "Số 089180000001"])
def test_a_card_number_with_its_label(read_rows, cell: str):
    path_rows = [["Họ và tên", "Số CCCD", "VNeID mức 2"], [NAMES[1], f" {cell}", "x"]]
    read = read_rows(path_rows)
    assert [person.citizen_id for person in read.people] == ["089180000001"]
    assert read.codes == []


@pytest.mark.parametrize("at", range(1, 8))
def test_no_message_prints_a_whole_card_number(read_rows, at: int):
    head = [
        "Họ và tên",
        "Ngày sinh",
        "Giới tính",
        "Đối tượng",
        "Số điện thoại",
        "VNeID mức 2",
        "Lý do",
        "Ngày kích hoạt mức 2",
    ]
    row = ["Lê Văn An", "12/03/1980", "Nam", "", "", "x", "", ""]
    row[at] = "089080004217"
    read = read_rows([head, row, ["Trần Thị Bé", "12/03/1980", "Nữ", "", "", "Chưa", "", ""]])
    said = [problem.text for problem in read.problems] + list(read.reading.remarks)
    assert not any("089080004217" in text for text in said)


def test_blank_cells_beside_marks_that_mean_two_things_are_told(read_rows):
    read = people(read_rows, [["Dược"] * 4, ["DS"] * 4, ["x", "✓", "✓", "✓"], ["✓", "", "✓", ""]])
    assert read.states("health_book") == ["done", None, "done", None]
    assert any("Sổ SK" in remark and "ô trống" in remark for remark in read.reading.remarks)
