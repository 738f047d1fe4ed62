"""Workbooks are read in a process of their own: what a damaged file does there, it does not do to us."""

import os
import subprocess
import sys
import zipfile

import pytest
from openpyxl import Workbook

from importers.errors import Cancelled, UnusableError
from importers.grids import reader_process, workbook, workbook_rows
from importers.grids.reader_process import end_idle
from importers.grids.workbook import read_workbook

ROWS = [["Họ và tên", "Mức 2"], ["Lê Văn An", "x"], ["Tô Bé", ""]]


@pytest.fixture(autouse=True)
def no_process_of_before():
    end_idle()
    yield
    end_idle()


@pytest.fixture
def list_of_people(save):
    return save(ROWS)


def process_that(monkeypatch, does: str) -> None:
    """A reader that starts, is asked for a file, and then …"""
    starts = "import sys, time, os, pickle; pickle.dump(('ready',), sys.stdout.buffer); sys.stdout.flush()"
    monkeypatch.setattr(reader_process, "_START", f"{starts}; sys.stdin.buffer.read(1); {does}")


def test_one_process_serves_file_after_file(list_of_people):
    read_workbook(list_of_people)
    first = reader_process._idle[0]._process.pid
    assert read_workbook(list_of_people)[0].rows == ROWS
    assert [reader._process.pid for reader in reader_process._idle] == [first]
    assert first != os.getpid()


def test_cells_stay_where_they_stood(tmp_path):
    book = Workbook()
    book.active["C5"], book.active["D7"] = "x", 0
    book.save(tmp_path / "t.xlsx")
    rows = read_workbook(tmp_path / "t.xlsx")[0].rows
    assert rows[:4] == [[], [], [], []]
    assert rows[4:] == [["", "", "x", ""], [], ["", "", "", 0.0]]


def test_a_process_that_ended_meanwhile_is_started_again(list_of_people):
    read_workbook(list_of_people)
    reader_process._idle[0]._process.kill()
    assert read_workbook(list_of_people)[0].rows[1][0] == "Lê Văn An"


def test_a_file_that_ends_the_process_is_refused(list_of_people, monkeypatch):
    process_that(monkeypatch, "os._exit(134)")
    with pytest.raises(UnusableError, match="hỏng hoặc quá lớn"):
        read_workbook(list_of_people)
    assert reader_process._idle == []


def test_a_file_that_never_ends_is_refused(list_of_people, monkeypatch):
    process_that(monkeypatch, "time.sleep(60)")
    monkeypatch.setattr(reader_process, "LONGEST_SILENCE", 0.2)
    with pytest.raises(UnusableError, match="quá lâu"):
        read_workbook(list_of_people)
    assert reader_process._idle == []


def test_escape_ends_the_process_while_it_is_silent(list_of_people, monkeypatch):
    process_that(monkeypatch, "time.sleep(60)")
    looks = []

    def escape() -> None:
        looks.append(1)
        if len(looks) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_workbook(list_of_people, escape)
    assert reader_process._idle == []


def test_a_process_that_cannot_be_killed_is_left_behind(list_of_people, monkeypatch):
    """So it is while it reads from a network drive that does not answer any more."""
    process_that(monkeypatch, "time.sleep(60)")
    monkeypatch.setattr(reader_process, "LONGEST_SILENCE", 0.2)
    monkeypatch.setattr(reader_process, "_LONGEST_END", 0.2)
    started = []

    class Unkillable(subprocess.Popen):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **named)
            started.append(self)

        def kill(self):
            pass

    monkeypatch.setattr(reader_process.subprocess, "Popen", Unkillable)
    with pytest.raises(UnusableError, match="quá lâu"):
        read_workbook(list_of_people)
    for process in started:
        super(Unkillable, process).kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("program", ["", "/không/có"])
def test_where_no_process_can_be_started_it_is_read_here(list_of_people, monkeypatch, program):
    monkeypatch.setattr(sys, "executable", program)
    assert read_workbook(list_of_people)[0].rows[1] == ["Lê Văn An", "x"]


def test_a_process_that_cannot_run_here_is_done_without(list_of_people, monkeypatch):
    monkeypatch.setattr(reader_process, "_START", "import no_such_module")
    assert read_workbook(list_of_people)[0].rows[1] == ["Lê Văn An", "x"]


@pytest.fixture
def far_corner(tmp_path):
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["XFD1048576"] = "?"
    book.save(tmp_path / "xa.xlsx")
    return tmp_path / "xa.xlsx"


@pytest.mark.parametrize("look_first", [False, True])
def test_a_stray_cell_in_the_last_corner_is_named(far_corner, monkeypatch, look_first):
    monkeypatch.setattr(workbook, "_CHECK_FIRST", look_first)
    with pytest.raises(UnusableError, match="Trang “Sheet” quá lớn: có ô ở tận XFD1048576"):
        read_workbook(far_corner)


def test_a_far_cell_that_is_not_seen_beforehand_costs_the_process_only(far_corner, monkeypatch):
    monkeypatch.setattr(workbook, "extents", lambda path, look: {})
    with pytest.raises(UnusableError, match="hỏng hoặc quá lớn"):
        read_workbook(far_corner)


def test_far_cells_that_are_only_coloured_do_no_harm(tmp_path, monkeypatch):
    from openpyxl.styles import Font

    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["XFD1048576"].font = Font(bold=True)
    book.save(tmp_path / "t.xlsx")
    monkeypatch.setattr(workbook, "_CHECK_FIRST", True)
    assert read_workbook(tmp_path / "t.xlsx")[0].rows[1:] == [["Lê Văn An", "x"], ["Tô Bé", ""]]


def test_a_lone_cell_in_the_last_row_does_not_fill_the_memory(tmp_path):
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["A1048576"] = "Người lập bảng"
    book.save(tmp_path / "t.xlsx")
    rows = read_workbook(tmp_path / "t.xlsx")[0].rows
    assert len(rows) == 1048576
    assert rows[500] == []
    assert rows[-1][0] == "Người lập bảng"


def test_what_the_system_says_of_the_file_is_told(tmp_path):
    with pytest.raises(UnusableError, match="Không thấy tệp"):
        read_workbook(tmp_path / "không có.xlsx")


def test_the_process_writes_nothing_on_our_screen(tmp_path, capfd):
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnusableError):
        read_workbook(path)
    assert capfd.readouterr() == ("", "")


def test_every_reason_of_the_process_has_its_words():
    words = {workbook_rows.PASSWORD, workbook_rows.DAMAGED, workbook_rows.PANIC, workbook_rows.MEMORY}
    assert all(workbook._refused(word).endswith(".") for word in words)
    assert "“DS”" in workbook._refused(workbook_rows.TOO_LARGE, "DS")
