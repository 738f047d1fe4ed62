"""Rows whose cells are moved aside: their CCCD or birth date stands below another head, so no mark of theirs counts."""

import pytest

from store.receiving.ledger import Fate, Part
from tests.importers.try_layouts import filled_cells

HEADS = ["STT", "Họ và tên", "Ngày sinh", "CCCD", "VNeID mức 2", "BHYT", "Sổ SKĐT"]
PEOPLE = [
    [1, "Lê Văn An", "01/02/1980", "089080000123", "x", "chưa", "x"],
    [2, "Trần Thị Bé", "15/03/1985", "089185000456", "x", "x", "x"],
    [3, "Chau Sóc Kha", "20/11/1990", "089090000789", "chưa", "x", "chưa"],
    [4, "Néang Sâm Ết", "05/06/1995", "089195000321", "chưa", "chưa", "x"],
    [5, "Phạm Văn Giàu", "07/08/1979", "089079000654", "x", "x", "chưa"],
]
KEYS = ("level2_account", "bhyt_linked", "health_book")


def moved(at: int, cells: list[object]) -> list[list[object]]:
    return [HEADS, *(cells if n == at else person for n, person in enumerate(PEOPLE))]


@pytest.mark.parametrize("at", [0, 2, 4])
@pytest.mark.parametrize("word", ["chưa làm lại", "x", None])
def test_a_cell_put_in_before_the_number(save, read, at, word) -> None:
    path = save(moved(at, [*PEOPLE[at][:3], word, *PEOPLE[at][3:]]))
    found = read(path)
    assert found.names == [name for _, name, *_ in PEOPLE]
    assert [person.citizen_id for person in found.people] == [number for _, _, _, number, *_ in PEOPLE]
    assert found.people[at].states == {}
    assert all(set(person.states) == set(KEYS) for n, person in enumerate(found.people) if n != at)
    [problem] = found.problems
    assert (problem.code, problem.cell) == ("row_shifted", f"D{at + 2}")
    assert problem.message == (
        f"Dòng {at + 2}: số CCCD nằm ở cột “VNeID mức 2”, có lẽ các ô bị lệch; không đọc các mục của dòng này"
    )
    assert found.reading.ledger.cells == filled_cells(path)
    result = [
        entry for entry in found.reading.ledger.entries if entry.fate is Fate.REPORTED and entry.part is Part.COLUMN
    ]
    assert sum(entry.cells for entry in result) == 4 + (word is not None)


def test_a_birth_date_left_out(save, read) -> None:
    path = save(moved(1, [*PEOPLE[1][:2], *PEOPLE[1][3:]]))
    found = read(path)
    person = found.people[1]
    assert (person.birth_date, person.citizen_id, person.states) == (None, "089185000456", {})
    assert [problem.message[:44] for problem in found.problems] == ["Dòng 3: số CCCD nằm ở cột “Ngày sinh”, có lẽ"]
    assert found.reading.ledger.cells == filled_cells(path)


@pytest.mark.parametrize("at", [0, 3])
def test_a_number_left_out_so_that_its_marks_stand_one_too_far_left(save, read, at) -> None:
    path = save(moved(at, [*PEOPLE[at][:3], "x", "x", "chưa"]))
    found = read(path)
    assert found.names == [name for _, name, *_ in PEOPLE]
    assert (found.people[at].citizen_id, found.people[at].states) == (None, {})
    [problem] = found.problems
    assert (problem.code, problem.cell) == ("row_shifted", f"D{at + 2}")
    assert problem.message.startswith(f"Dòng {at + 2}: dấu “x” nằm ở cột “CCCD”, có lẽ các ô bị lệch")
    assert found.reading.ledger.cells == filled_cells(path)


def test_a_tick_in_place_of_a_number_moves_nothing_where_the_last_item_is_filled(save, read) -> None:
    found = read(save(moved(1, [*PEOPLE[1][:3], "x", "x", "chưa", "x"])))
    assert found.states("health_book") == ["done", "done", "todo", "done", "todo"]


def test_a_row_whose_name_is_aside_too_is_nobody(save, read) -> None:
    heads = [*HEADS[:2], "Chức vụ", *HEADS[2:]]
    rows = [[*person[:2], "Giáo viên", *person[2:]] for person in PEOPLE]
    path = save([heads, *rows[:2], rows[2][1:], *rows[3:]])
    found = read(path)
    assert found.names == [name for _, name, *_ in PEOPLE if name != "Chau Sóc Kha"]
    assert "row_shifted" in found.codes
    assert found.reading.ledger.cells == filled_cells(path)


def test_a_number_without_its_zero_below_a_mark(read_rows) -> None:
    found = read_rows(moved(1, [*PEOPLE[1][:3], None, 89185000456, "x", "x"]))
    assert found.codes == ["row_shifted"]
    assert (found.people[1].full_name, found.people[1].states) == ("Trần Thị Bé", {})


def test_a_birth_date_below_a_mark(read_rows) -> None:
    heads = ["STT", "Họ và tên", "Nữ", "Ngày sinh", "Tổ", "Mức 2"]
    rows = [[at, name, "x" if at in (2, 4) else None, day, "Văn phòng", "x"] for at, name, day, *_ in PEOPLE]
    rows[2] = [3, "Chau Sóc Kha", None, None, "20/11/1990", "Văn phòng", "x"]
    found = read_rows([heads, *rows])
    person = found.people[2]
    assert (person.birth_date, person.sex, person.states, found.departments[2]) == (None, None, {}, None)
    assert found.codes == ["row_shifted"]


def test_a_blank_cell_of_a_shifted_row_says_nothing(read_rows) -> None:
    ticks = [[*person[:4], "x", None, "x"] for person in PEOPLE]
    ticks[3] = [*PEOPLE[3][:3], None, PEOPLE[3][3], "x", None]
    found = read_rows([["Đánh dấu x nếu đã có; để trống: chưa có"], HEADS, *ticks])
    assert found.people[3].states == {}
    assert found.states("bhyt_linked") == ["todo", "todo", "todo", None, "todo"]


@pytest.mark.parametrize("head", ["Số thẻ BHYT", "Ghi chú", "Số điện thoại", "CCCD của vợ/chồng", "Mã lạ"])
def test_a_number_that_may_stand_where_it_stands(read_rows, head) -> None:
    rows = [[*person, "k"] for person in PEOPLE]
    rows[1] = [*PEOPLE[1][:3], None, *PEOPLE[1][4:], "089185000456"]
    found = read_rows([[*HEADS, head], *rows])
    assert "row_shifted" not in found.codes
    assert found.states("health_book") == ["done", "done", "todo", "done", "todo"]


def test_numbers_of_two_people_a_row_are_no_shift(read_rows) -> None:
    rows = [[*person, f"08908000{n}111"] for n, person in enumerate(PEOPLE)]
    rows[1][3] = None
    found = read_rows([[*HEADS, "CCCD người thân"], *rows])
    assert "row_shifted" not in found.codes


@pytest.mark.parametrize("odd", ["x", "chưa làm lại", "có"])
def test_an_odd_cell_makes_no_states_of_a_column_of_numbers(read_rows, odd) -> None:
    rows = [[*person] for person in PEOPLE[:3]]
    rows[1][3] = odd
    found = read_rows([HEADS, *rows])
    assert found.fields[3] == "citizen_id"
    assert [person.citizen_id for person in found.people] == ["089080000123", None, "089090000789"]
    assert found.states("cccd") == [None] * 3
