"""A note that contradicts the marks of its row: neither is taken, and the person is asked."""

import pytest

from store.models import State

TITLE = ["TRƯỜNG THCS NÚI TÔ"]
HEAD = ["STT", "Họ và tên", "Số CCCD", "VNeID mức 2", "BHYT", "Ghi chú"]
DONE, TODO = State.DONE, State.TODO


def read(read_rows, *cells):
    others = [2, "Trần Thị Bé", "089180000002", "x", "x", ""]
    [row, other] = read_rows([TITLE, HEAD, [1, "Lê Văn An", "089080000001", *cells], others]).reading.rows
    assert other.problems == ()
    return row


@pytest.mark.parametrize(
    ("marks", "note", "left", "cells"),
    [
        (["x", "x"], "chưa tích hợp BHYT", {"level2_account": DONE}, ["E3"]),
        (["x", "chưa"], "đã tích hợp BHYT", {"level2_account": DONE}, ["E3"]),
        (["chưa", "chưa"], "đã làm xong hết ngày 20/6", {}, ["D3", "E3"]),
        (["x", "x"], "nghỉ phép; chưa có mức 2, thiếu BHYT", {}, ["D3", "E3"]),
    ],
)
def test_what_a_note_denies_is_not_taken(read_rows, marks, note, left, cells):
    row = read(read_rows, *marks, note)
    assert {
        key: row.person.states[key] for key in ("level2_account", "bhyt_linked") if key in row.person.states
    } == left
    assert [problem.cell for problem in row.problems if problem.code == "note_contradicts"] == cells
    assert all("khác với ghi chú" in problem.message and "(ô F3)" in problem.message for problem in row.problems)


@pytest.mark.parametrize("note", ["chưa tích hợp BHYT", "BHYT đang chờ cấp", "nghỉ thai sản", "chưa có điện thoại"])
def test_a_note_that_denies_nothing_changes_nothing(read_rows, note):
    row = read(read_rows, "x", "chưa", note)
    assert (row.person.states["level2_account"], row.person.states["bhyt_linked"]) == (DONE, TODO)
    assert row.problems == ()


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("* Riêng cô Trần Thị Bé chưa tích hợp được BHYT do thẻ sai tên", False),
        ("Ghi chú: đ/c Trần Thị Bé chưa có BHYT trên VNeID. Các đồng chí khác đã xong", False),
        ("Riêng cô Trần Thị Bé đã tích hợp BHYT ngày 20/6", True),
        ("Người lập bảng: Trần Thị Bé", True),
    ],
)
def test_a_sentence_below_that_names_somebody_outweighs_the_mark_of_the_list(read_rows, sentence, kept):
    head = ["STT", "Họ và tên", "Năm sinh", "VNeID mức 2", "Tích hợp BHYT"]
    people = [[1, "Lê Văn An", 1980, "x", "x"], [2, "Trần Thị Bé", 1981, "x", "x"], [3, "Võ Văn Cò", 1982, "x", ""]]
    reading = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], head, *people, [], [sentence]]).reading
    states = [row.person.states for row in reading.rows]
    assert ("bhyt_linked" in states[1]) is kept
    assert states[0]["bhyt_linked"] is states[1]["level2_account"] is State.DONE
    problems = [problem for row in reading.rows for problem in row.problems if problem.code == "note_contradicts"]
    assert [(problem.cell, "(ô A7)" in problem.message) for problem in problems] == ([] if kept else [("E4", True)])


def test_a_note_is_about_the_item_that_it_names_for_sure(read_rows):
    row = read(read_rows, "x", "x", "thẻ BHYT bị lỗi, chưa hiện trên VNeID")
    assert row.person.states.get("level2_account") is DONE
    assert "bhyt_linked" not in row.person.states


def test_words_in_a_column_without_a_head_outweigh_a_mark_too(read_rows):
    head = ["STT", "Họ và tên", "Năm sinh", "VNeID mức 2", "BHYT", None]
    people = [[1, "Lê Văn An", 1980, "x", "x", None], [2, "Trần Thị Bé", 1981, "x", "x", "Mức 2 bị khoá, chưa mở lại"]]
    reading = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], head, *people]).reading
    assert reading.rows[0].person.states["level2_account"] is DONE
    assert "level2_account" not in reading.rows[1].person.states
    assert [problem.code for problem in reading.rows[1].problems] == ["note_contradicts"]
