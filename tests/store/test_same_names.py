"""Of two people of one name, and of units, the words about an undo say which one it is."""

from pathlib import Path

import pytest

from importers import intake
from store import history, journal
from store.models import Person
from store.opening import open_store
from store.people import staff, units
from store.receiving import submissions
from store.reverted import Kept, Reverted
from store.words.field_values import taken_back_lines
from tui.screens.person.words import log_line


def test_which_of_two_people_of_one_name_comes_back_is_told(tmp_path: Path) -> None:
    with open_store(tmp_path / "kho.sqlite3") as store:
        unit = units.add(store, "Trường Tiểu học A")
        first = Person("Nguyễn Văn Tài", birth_date="1984-05-01", citizen_id="089084001234")
        ids = [staff.add(store, each, unit) for each in (first, Person("Nguyễn Văn Tài"), Person("Lê Thị Hai"))]
        for id_, words in zip(ids, (", sinh 1984, CCCD •••••••••234", ", Trường Tiểu học A", ""), strict=True):
            staff.remove(store, [id_])
            change = journal.changes(store)[0]
            lines = taken_back_lines(store, history.preview(store, change))
            name = change.label.removeprefix("Xoá ")
            assert f"- {name}{words}: có lại trong danh sách" in lines


@pytest.mark.parametrize(
    ("to", "department", "words"),
    [
        (0, "Tổ Toán", "Tổ Toán, Trường A"),
        (0, None, "không khoa/phòng nào, Trường A"),
        (1, None, "Trường B"),
        (1, "Tổ Văn", "Tổ Văn, Trường B"),
    ],
)
def test_a_move_says_the_department(tmp_path: Path, to: int, department: str | None, words: str) -> None:
    with open_store(tmp_path / "kho.sqlite3") as store:
        schools = [units.add(store, name) for name in ("Trường A", "Trường B")]
        person = staff.add(store, Person("Lê Thị Hai"), schools[0], "Tổ Một")
        staff.move(store, [person], schools[to], department)
        assert journal.changes(store)[0].label == f"Chuyển Lê Thị Hai sang {words}"


def test_a_unit_whose_values_go_back_is_named(tmp_path: Path) -> None:
    with open_store(tmp_path / "kho.sqlite3") as store:
        unit = units.add(store, "Trường A")
        result = Reverted("Nhận tệp", [Kept("unit", unit, "valid_to", "2026-06-01")])
        assert taken_back_lines(store, result)[-1] == "- Trường A: 1 giá trị"


def test_what_was_taken_back_and_done_again_is_told_apart(tmp_path: Path) -> None:
    with open_store(tmp_path / "kho.sqlite3") as store:
        unit = units.add(store, "Trường A")
        person = staff.add(store, Person("Lê Thị Hai"), unit)
        staff.edit(store, person, {"position": "Giáo viên"})
        undone = history.undo(store)
        assert undone is not None
        assert taken_back_lines(store, undone)[0] == "1 giá trị trở về như cũ."
        lines = taken_back_lines(store, history.preview(store, journal.changes(store)[0]))
        assert lines == ["1 giá trị có lại như trước khi rút.", "", "Có lại:", "- Lê Thị Hai: Chức vụ: Giáo viên"]
        history.redo(store)
        entries = [one for one in journal.entries_of(store, "staff", person) if one.field == "position"]
        did = entries[-1].label
        assert [one.words for one in entries] == [f"Làm lại: {did}", f"Hoàn tác: {did}", did]
        assert f"Hoàn tác: {did}" in log_line(store, entries[1])


def test_a_file_that_was_taken_back_is_not_told_as_taken_in(tmp_path: Path) -> None:
    file = tmp_path / "1.csv"
    file.write_text("Đơn vị: Trường A\nSTT,Họ và tên,Số CCCD\n1,Lê Văn An,089080000001\n", encoding="utf-8")
    with open_store(tmp_path / "kho.sqlite3") as store:
        number = intake.apply(store, intake.read(store, file))
        person = staff.by_citizen_id(store, "089080000001")
        assert number is not None
        assert person is not None
        history.turn(store, journal.changes(store)[0])
        history.turn(store, journal.changes(store)[0])
        submissions.take_back(store, number)
        words = [one.words for one in journal.entries_of(store, "staff", person) if one.field == "present"]
    assert words == ["Rút tệp 1.csv", "Làm lại: Nhận tệp 1.csv", "Rút lại: Nhận tệp 1.csv", "Nhận tệp 1.csv"]
