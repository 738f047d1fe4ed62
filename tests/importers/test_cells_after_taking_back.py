"""From which cell a value comes is known again when the file that changed it is taken back."""

import csv
from pathlib import Path

from importers import intake
from store import history
from store.database import Store
from store.models import State
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


LAN, MOI = "089184000222", "089184000111"


def states_read(store: Store, path: Path, *bhyt: str, reasons: tuple[str, str] | None = None) -> intake.Incoming:
    """A list of two people with their BHYT, and with a column of reasons where these are given."""
    with path.open("w", encoding="utf-8", newline="") as file:
        heads = ["STT", "Họ và tên", "Số CCCD", "Tích hợp BHYT", *(["Lý do chưa tích hợp BHYT"] if reasons else [])]
        people = [[1, "Lý Thị Mới", MOI, bhyt[0]], [2, "Trần Thị Lan", LAN, bhyt[1]]]
        lines = [[*person, reason] for person, reason in zip(people, reasons or ("", ""), strict=True)]
        lines = lines if reasons else people
        csv.writer(file).writerows([[f"Đơn vị: {STATION}"], heads, *lines])
    return intake.read(store, path)


def person_with(store: Store, number: str) -> int:
    who = staff.by_citizen_id(store, number)
    assert who is not None
    return who


def cell_of(store: Store, who: int, field: str) -> tuple[str, str, str]:
    source = kept.sources(store, who)[field]
    return source.file_name, source.cell, source.raw


def test_a_blank_cell_that_means_chua_is_where_it_comes_from(tmp_path: Path) -> None:
    with station(tmp_path / "s.sqlite3") as store:
        intake.apply(store, states_read(store, tmp_path / "1.csv", "x", "x"))
        who = person_with(store, MOI)
        assert cell_of(store, who, "state.bhyt_linked") == ("1.csv", "D3", "x")
        second = states_read(store, tmp_path / "2.csv", "", "x")
        assert second.plan is not None
        intake.answer_row(store, second, second.plan.rows[0], "take")
        taken = intake.apply(store, second)
        assert staff.get(store, who).person.states["bhyt_linked"] is State.TODO
        assert cell_of(store, who, "state.bhyt_linked") == ("2.csv", "D3", "")
        staff.edit(store, who, {"state.bhyt_linked": State.DONE})
        assert kept.origins(store, who)["state.bhyt_linked"] is None, "written by hand"
        third = states_read(store, tmp_path / "3.csv", "", "x")
        assert third.plan is not None
        intake.answer_row(store, third, third.plan.rows[0], "take")
        last = intake.apply(store, third)
        assert cell_of(store, who, "state.bhyt_linked") == ("3.csv", "D3", "")
        assert taken is not None
        assert last is not None
        submissions.take_back(store, last)
        assert kept.origins(store, who)["state.bhyt_linked"] is None, "the hand's again"


def test_a_reason_in_the_cell_of_the_state_comes_from_there(tmp_path: Path) -> None:
    with station(tmp_path / "s.sqlite3") as store:
        intake.apply(store, states_read(store, tmp_path / "1.csv", "Chưa (thẻ hết hạn)", "x"))
        who, lan = person_with(store, MOI), person_with(store, LAN)
        assert staff.get(store, who).person.reasons["bhyt_linked"].lower() == "thẻ hết hạn"
        assert cell_of(store, who, "reason.bhyt_linked") == ("1.csv", "D3", "Chưa (thẻ hết hạn)")
        assert cell_of(store, who, "state.bhyt_linked") == ("1.csv", "D3", "Chưa (thẻ hết hạn)")
        assert "reason.bhyt_linked" not in kept.origins(store, lan), "đã has none"
        intake.apply(store, states_read(store, tmp_path / "2.csv", "Chưa", "x"))
        assert cell_of(store, who, "reason.bhyt_linked")[0] == "1.csv", "the newer file gives none"
        assert cell_of(store, who, "state.bhyt_linked")[0] == "2.csv"
        intake.apply(store, states_read(store, tmp_path / "3.csv", "Chưa", "x", reasons=("Quên mang thẻ", "")))
        assert cell_of(store, who, "reason.bhyt_linked") == ("3.csv", "E3", "Quên mang thẻ")


def test_what_nobody_understood_is_not_called_written_by_hand(tmp_path: Path) -> None:
    with station(tmp_path / "s.sqlite3") as store:
        intake.apply(store, states_read(store, tmp_path / "1.csv", "???", "x"))
        who = person_with(store, MOI)
        assert staff.get(store, who).person.states.get("bhyt_linked", State.UNKNOWN) is State.UNKNOWN
        assert "state.bhyt_linked" not in kept.origins(store, who)
        staff.edit(store, who, {"state.bhyt_linked": State.TODO})
        assert kept.origins(store, who)["state.bhyt_linked"] is None
