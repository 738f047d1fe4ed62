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
