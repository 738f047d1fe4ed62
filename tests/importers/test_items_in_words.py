"""A column whose cells say in words which items are done and which not."""

import pytest

from importers.cells.items_in_words import ItemsInWords
from importers.layout.checklist import checklist_of
from store.models import State
from tests.importers.conftest import ITEMS

DONE, TODO = State.DONE, State.TODO
CELLS = [
    "Đã có: CCCD, VNeID mức 2, BHYT; chưa có: sổ SKĐT",
    "Đã có: CCCD, VNeID mức 2, BHYT, sổ SKĐT",
    "Đã có đủ",
    "Chưa có: BHYT, sổ SKĐT. Còn lại đã có",
    "Đã có: CCCD. Chưa có: VNeID mức 2, BHYT, sổ SKĐT",
]


def rows(head, cells):
    names = ["Lê Hữu Nghĩa", "Cao Minh Trực", "Danh Sóc Phi", "Ngô Bảo Châu", "Kiều Văn Thạnh"]
    people = [[n + 1, name, "12/03/1979", cell] for n, (name, cell) in enumerate(zip(names, cells, strict=True))]
    return [["TRẠM Y TẾ XÃ VĨNH GIA"], ["STT", "Họ và tên", "Ngày sinh", head], *people]


@pytest.mark.parametrize("head", ["Hiện trạng", "Tình hình thực hiện", "Ghi chú"])
def test_each_cell_is_read_by_its_own_words(read_rows, head):
    read = read_rows(rows(head, CELLS))
    assert read.states("cccd") == ["done"] * 5
    assert read.states("level2_account") == ["done", "done", "done", "done", "todo"]
    assert read.states("bhyt_linked") == ["done", "done", "done", "todo", "todo"]
    assert read.states("health_book") == ["todo", "done", "done", "todo", "todo"]
    assert [row.problems for row in read.reading.rows] == [()] * 5
    assert not any("Chưa đọc cột" in remark for remark in read.reading.remarks)


def test_a_cell_that_names_something_else_is_asked_about_and_stores_nothing(read_rows):
    read = read_rows(rows("Hiện trạng", [*CELLS[:4], "Đã có: CCCD; chưa có: bằng lái xe"]))
    [problem] = read.reading.rows[4].problems
    assert (problem.code, problem.cell) == ("state_not_understood", "D7")
    assert read.people[4].states == {}


@pytest.mark.parametrize(
    "cells",
    [
        ["Đang học đại học", "Chưa lập gia đình", "Đã nghỉ phép", "", "Đã kết nạp Đảng"],
        ["Đã có CCCD", "", "", "", ""],
    ],
)
def test_other_notes_say_nothing_of_items(read_rows, cells):
    assert not ItemsInWords(checklist_of(tuple(ITEMS)), cells).fits
    assert all(person.states == {} for person in read_rows(rows("Ghi chú", cells)).people)
