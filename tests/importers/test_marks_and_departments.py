"""A lone K, the two sides of an item under unusual heads, and names above people that are no departments."""

import pytest

HEAD = ["STT", "Họ và tên", "Năm sinh"]
NAMES = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường", "Võ Thị Dung"]
TITLE = ["TRƯỜNG THCS NÚI TÔ"]


def _people(*marks: str) -> list[list[object]]:
    return [[n, name, 1980, mark] for n, (name, mark) in enumerate(zip(NAMES, marks, strict=True), 1)]


@pytest.mark.parametrize(
    ("marks", "states"),
    [
        (("x", "K", "x", "x"), ["done", None, "done", "done"]),
        (("x", "K", "0", "x"), ["done", None, "todo", "done"]),
        (("x", "K", "chưa", "x"), ["done", None, "todo", "done"]),
        (("1", "K", "0", "1"), ["done", None, "todo", "done"]),
        (("Có", "K", "K", "Có"), ["done", "todo", "todo", "done"]),
    ],
)
def test_a_k_is_no_only_beside_yes_in_words(read_rows, marks: tuple[str, ...], states: list[str | None]):
    read = read_rows([TITLE, [*HEAD, "Mức 2"], *_people(*marks)])
    assert read.states("level2_account") == states
    assert read.codes == ["state_not_understood"] * states.count(None)


@pytest.mark.parametrize(
    "heads", [("Có sổ SKĐT", "Chưa"), ("Sổ SKĐT (có)", "(chưa)"), ("Người đã có sổ SKĐT", "Người chưa có")]
)
def test_the_lacking_side_right_behind_an_item_is_of_it(read_rows, heads: tuple[str, str]):
    marks = [("x", ""), ("", "x"), ("", ""), ("x", "")]
    rows = [[n, name, 1980, *both] for n, (name, both) in enumerate(zip(NAMES, marks, strict=True), 1)]
    assert read_rows([TITLE, [*HEAD, *heads], *rows]).states("health_book") == ["done", "todo", None, "done"]


@pytest.mark.parametrize(
    "names",
    [
        ("Nam", "Nữ"), ("Đợt 2", "Bổ sung"), ("Đang làm việc", "Nghỉ phép"), ("Biên chế", "Hợp đồng 68"),
        ("Trong biên chế", "Ngoài biên chế"), ("Đã kích hoạt", "Chưa kích hoạt"), ("Đảng viên", "Quần chúng"),
        ("Cán bộ, công chức", "Người lao động"), ("Danh sách đã có", "Danh sách còn thiếu"), ("Cũ", "Mới"),
        ("Đối tượng 1", "Đối tượng 2"), ("Dân tộc Kinh", "Dân tộc Khmer"),
    ],
)  # fmt: skip
def test_times_sexes_and_states_are_no_departments(read_rows, names: tuple[str, str]):
    first, second = _people("x", "x", "x", "x")[:2], _people("x", "x", "x", "x")[2:]
    head = [*HEAD, "Mức 2"]
    assert read_rows([TITLE, head, [names[0]], *first, [names[1]], *second]).departments == [None] * 4
    sheets = {name: [TITLE, head, *part] for name, part in zip(names, (first, second), strict=True)}
    assert set(read_rows(sheets).departments) == {None}


@pytest.mark.parametrize(
    ("names", "departments"),
    [
        (("Lá 1", "Chồi 2"), ["Lá 1", "Chồi 2"]),
        (("7A", "7B"), ["7A", "7B"]),
        (("Lớp 7A - GVCN: Lê Văn Ba", "Lớp 7B - GVCN: Lê Văn Tư"), ["Lớp 7A", "Lớp 7B"]),
        (("Tổ Toán", "Tổ Văn"), ["Tổ Toán", "Tổ Văn"]),
    ],
)
def test_a_class_is_a_department_above_people_and_above_lists_side_by_side(read_rows, names, departments):
    people, head = _people("x", "", "x", "x"), [*HEAD, "Mức 2"]
    below = read_rows([TITLE, head, [names[0]], *people[:2], [names[1]], *people[2:]])
    assert below.departments == [departments[0]] * 2 + [departments[1]] * 2
    beside = [[names[0], "", "", "", "", names[1]], [*head, "", *head]]
    beside += [[*left, "", *right] for left, right in zip(people[:2], people[2:], strict=True)]
    assert read_rows([TITLE, *beside]).departments == [departments[0]] * 2 + [departments[1]] * 2


@pytest.mark.parametrize(
    "names", [("KQ đến 15.6", "KQ đến 22.6"), ("Tuần cuối T5", "Tuần đầu T6"), ("Bản 15-6", "Bản 22-6")]
)
def test_a_sheet_that_says_a_time_in_other_words_is_no_department(read_rows, names: tuple[str, str]):
    people, head = _people("x", "", "x", "x"), [*HEAD, "Mức 2"]
    sheets = {names[0]: [TITLE, head, *people[:2]], names[1]: [TITLE, head, *people[2:]]}
    assert set(read_rows(sheets).departments) == {None}


@pytest.mark.parametrize(
    ("typed", "departments"),
    [
        (("Tổ Sử", "", "Tổ Toán", ""), ["Tổ Sử", "Tổ Sử", "Tổ Toán", "Tổ Toán"]),
        (("Tổ Sử", "", "", ""), ["Tổ Sử", None, None, None]),
    ],
)
def test_one_name_in_the_first_row_alone_is_of_that_row(read_rows, typed: tuple[str, ...], departments):
    """Several names that stand once each are written for the first of their people."""
    read = read_rows([TITLE, [*HEAD, "Khoa/phòng"], *_people(*typed)])
    assert [name or None for name in read.departments] == departments


def test_a_running_number_is_no_department(read_rows):
    rows = [[n, name, 1980, "x", n] for n, name in enumerate(NAMES, 1)]
    assert read_rows([TITLE, [*HEAD, "Mức 2", "Tổ"], *rows]).departments == [None] * 4


def test_a_number_in_brackets_is_a_footnote(read_rows):
    read = read_rows([TITLE, [*HEAD, "Mức 2"], *_people("x", "(1)", "x", "(2)")])
    assert read.states("level2_account") == ["done", None, "done", None]
    assert read.codes == ["state_not_understood"] * 2


def test_the_title_behind_a_unit_is_no_part_of_its_name(read_rows):
    title = ["Trường THCS Cô Tô - theo dõi VNeID (lọc theo người chưa xong)"]
    assert read_rows([title, [*HEAD, "Mức 2"], *_people("x", "x", "x", "x")]).reading.unit == "Trường THCS Cô Tô"


@pytest.mark.parametrize("number", ["089185002222", "0912 345 678"])
def test_departments_lose_numbers_of_people_with_a_remark(read_rows, number: str):
    in_column = read_rows(
        [TITLE, [*HEAD, "Tổ", "Mức 2"], *([*row[:3], f"Toán {number}", "x"] for row in _people(*"xxxx"))]
    )
    above = read_rows([TITLE, [*HEAD, "Mức 2"], [f"Tổ Toán {number}"], *_people("x", "x", "x", "x")])
    for read, name in ((in_column, "Toán"), (above, "Tổ Toán")):
        assert {row.department for row in read.reading.rows} == {name}
    assert in_column.reading.remarks.count("Đã bỏ dãy số dài trong tên khoa/phòng") == 1
