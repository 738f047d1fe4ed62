"""Rows that are read together say the same as when each is read by itself."""

import random

import pytest

from importers.cells.alike import PeopleAlike
from tests.importers.try_layouts import written


@pytest.fixture
def each_alone(monkeypatch):
    def begin():
        together = PeopleAlike.read

        def read(self, columns, rows, alone):
            found = together(self, columns, rows, alone)
            alone.update(range(len(rows)))
            return found

        monkeypatch.setattr(PeopleAlike, "read", read)

    return begin


def test_rows_read_together_say_what_each_says_by_itself(tmp_path, each_alone):
    books = [written(seed, tmp_path) for seed in random.Random(52).sample(range(100_000), 40)]
    together = [book.read() for book in books]
    each_alone()
    assert [book.read() for book in books] == together
    assert sum(len(reading.rows) for reading in together) > 500


def test_a_wrong_cell_among_many_is_told_at_its_row_alone(save):
    from importers.reading import read_file

    head = ["Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Chức vụ"]
    rows = [["Lê Văn An", "05/01/1984", "Nam", f"089084{number:06}", "Giáo viên"] for number in range(5000)]
    rows[3210] = ["Lê Văn An", "31/02/1984", "Nam", "089084999999", "Giáo viên"]
    rows[4321] = ["Lê Văn An", "05/01/1984", "Nữ", "089084888888", "Giáo viên"]
    reading = read_file(save([head, *rows]), items=())
    found = {row.row: [problem.code for problem in row.problems] for row in reading.rows if row.problems}
    assert found == {3212: ["birth_date_impossible"], 4323: ["citizen_id_disagrees"]}
    assert reading.rows[3210].person.birth_date is None
    assert reading.rows[3211].person.birth_date == "1984-01-05"


def test_two_numbers_in_one_cell_among_whole_ones_are_told(save):
    from importers.reading import read_file

    rows = [["Lê Văn An", "05/01/1984", "Nam", f"089084{number:06}"] for number in range(30)]
    rows[7][3] = "089084111111\n089084222222"
    reading = read_file(save([["Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD"], *rows]), items=())
    found = {row.row: [problem.code for problem in row.problems] for row in reading.rows if row.problems}
    assert found == {9: ["citizen_id_not_number"]}
    assert reading.rows[7].person.citizen_id is None
