"""From which cell a value comes is known again when the file that changed it is taken back."""

import csv
from pathlib import Path

from importers import intake
from store import history
from store.people import staff
from store.receiving import kept, submissions
from tests.tui.station import STATION, station

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chức vụ"]


def test_a_value_taken_back_keeps_its_cell(tmp_path: Path) -> None:
    def taken_in(name: str, position: str) -> int:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            person = [1, "Lý Thị Mới", "05/01/1984", "089184000111", position]
            csv.writer(file).writerows([[f"Đơn vị: {STATION}"], HEADS, person])
        number = intake.apply(store, intake.read(store, tmp_path / name))
        assert number is not None
        return number

    with station(tmp_path / "s.sqlite3") as store:
        first, second = taken_in("1.csv", "Y sĩ"), taken_in("2.csv", "Bác sĩ")
        who = staff.by_citizen_id(store, "089184000111")
        assert who is not None
        assert kept.sources(store, who)["position"].raw == "Bác sĩ"
        submissions.take_back(store, second)
        source = kept.sources(store, who)["position"]
        assert (source.raw, source.file_name, source.cell) == ("Y sĩ", "1.csv", "E3")
        staff.edit(store, who, {"position": "Dược sĩ"})
        assert "position" not in kept.sources(store, who), "written by hand"
        history.undo(store)
        assert kept.sources(store, who)["position"].raw == "Y sĩ"
        history.redo(store)
        assert "position" not in kept.sources(store, who)
        submissions.take_back(store, first)


def test_what_an_answer_kept_comes_from_its_own_cell_not_from_the_file_that_says_otherwise(tmp_path: Path) -> None:
    def read(name: str, sex: str) -> intake.Incoming:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            heads = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Giới tính", "Khoa/phòng"]
            department = "Khoa Nội" if sex == "Nữ" else "Khoa Dược"
            person = [1, "Lý Thị Mới", "05/01/1984", "089184000111", sex, department]
            csv.writer(file).writerows([[f"Đơn vị: {STATION}"], heads, person])
        return intake.read(store, tmp_path / name)

    with station(tmp_path / "s.sqlite3") as store:
        intake.apply(store, read("1.csv", "Nữ"))
        who = staff.by_citizen_id(store, "089184000111")
        assert who is not None
        assert kept.sources(store, who)["department"].file_name == "1.csv"
        second = read("2.csv", "Nam")
        assert second.plan is not None
        intake.answer_row(store, second, second.plan.rows[0], "keep")
        intake.apply(store, second)
        assert kept.sources(store, who)["sex"].file_name == "1.csv"
        assert kept.sources(store, who)["department"].file_name == "2.csv"
        intake.apply(store, read("3.csv", "Nam"))  # the answer holds: it is not asked again
        assert kept.sources(store, who)["sex"].file_name == "1.csv"
        unit = staff.get(store, who).unit_id
        staff.move(store, [who], unit, "Khoa Sản")
        assert "department" not in kept.sources(store, who), "written by hand"
