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
