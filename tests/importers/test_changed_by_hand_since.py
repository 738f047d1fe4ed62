"""A file that still says what somebody replaced by hand is asked about: it knows nothing of that."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from importers import intake
from importers.deciding import settling
from store import history
from store.database import Store
from store.field_ref import FieldRef
from store.models import State
from store.people import staff, units
from store.receiving import submissions
from store.receiving.plan import Conflict, Plan
from tests.end_to_end.command import tyt
from tests.tui.station import STATION, station

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chức vụ", "Khoa/phòng", "Tài khoản VNeID mức 2"]
AN = ["An Văn Một", "05/01/1984", "089084000111", "Giáo viên", "Tổ 1", "Đã có"]
BE = ["Bê Thị Hai", "06/01/1984", "089184000112", "Giáo viên", "Tổ 1", "Chưa"]
CUC = ["Cao Thị Cúc", "07/01/1984", "089184000113", "Giáo viên", "Tổ 1", "Đã có"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with station(tmp_path / "s.sqlite3") as store:
        yield store


def planned(store: Store, path: Path, *people: list[str], unit: str = STATION, more: Sequence[str] = ()) -> Plan:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [[str(number), *person] for number, person in enumerate(people, 1)]
        csv.writer(file).writerows([[f"Đơn vị: {unit}"], [*HEADS, *more], *rows])
    plan = intake.read(store, path).plan
    assert plan is not None
    return plan


def who(store: Store, person: list[str]) -> int:
    staff_id = staff.by_citizen_id(store, person[2])
    assert staff_id is not None
    return staff_id


def asked(plan: Plan) -> set[tuple[str, str | None]]:
    return {(change.field, change.after) for row in plan.rows if row.conflict for change in row.changes}


def test_the_same_file_again_does_not_undo_work_by_hand(store: Store, tmp_path: Path) -> None:
    submissions.apply(store, planned(store, tmp_path / "1.csv", AN, BE, CUC))
    unit = units.all_units(store)[0].id
    staff.edit(store, who(store, AN), {"position": "Hiệu trưởng"})
    staff.move(store, [who(store, BE)], unit, "Tổ 2")
    staff.set_state(store, [who(store, CUC)], "level2_account", State.TODO, "Điện thoại cũ")
    plan = planned(store, tmp_path / "2.csv", AN, BE, CUC)
    assert [row.conflict for row in plan.rows] == [Conflict.REPLACED] * 3
    state, reason = FieldRef.state("level2_account"), FieldRef.reason("level2_account")
    assert asked(plan) == {("position", "Giáo viên"), ("department", "Tổ 1"), (state, "done"), (reason, None)}
    submissions.apply(store, plan)
    assert staff.get(store, who(store, AN)).person.position == "Hiệu trưởng"


def test_the_answer_holds_for_the_next_weeks(store: Store, tmp_path: Path) -> None:
    submissions.apply(store, planned(store, tmp_path / "1.csv", AN, BE))
    staff.edit(store, who(store, AN), {"position": "Hiệu trưởng"})
    plan = planned(store, tmp_path / "2.csv", AN, BE, CUC)
    settling.settle(plan, plan.rows[0], "keep")
    submissions.apply(store, plan)
    assert not asked(planned(store, tmp_path / "3.csv", AN, [*BE[:5], "Đã có"], CUC))


def test_another_value_than_the_one_by_hand_is_asked_about_and_progress_is_not(store: Store, tmp_path: Path) -> None:
    submissions.apply(store, planned(store, tmp_path / "1.csv", AN, BE))
    staff.edit(store, who(store, AN), {"position": "Hiệu trưởng"})
    staff.set_state(store, [who(store, AN)], "cccd", State.TODO, "Mất thẻ")
    staff.set_state(store, [who(store, BE)], "level2_account", State.TODO, "Nghỉ thai sản")
    plan = planned(store, tmp_path / "2.csv", [*AN[:3], "Hiệu phó", *AN[4:]], [*BE[:5], "Chưa (mất điện thoại)"])
    assert asked(plan) == {("position", "Hiệu phó"), (FieldRef.reason("level2_account"), "mất điện thoại")}
    assert not asked(planned(store, tmp_path / "3.csv", [*AN[:3], "Hiệu trưởng", *AN[4:]], [*BE[:5], "Đã có"]))


def test_an_older_file_again_does_not_undo_the_newer(store: Store, tmp_path: Path) -> None:
    older = planned(store, tmp_path / "1.csv", AN, BE)
    submissions.apply(store, older)
    submissions.apply(store, planned(store, tmp_path / "2.csv", [*AN[:3], "Hiệu trưởng", *AN[4:]], BE))
    again = planned(store, tmp_path / "1.csv", AN, BE)
    assert [row.conflict for row in again.rows] == [Conflict.REPLACED, None]
    assert asked(again) == {("position", "Giáo viên")}


def test_an_answer_does_not_cover_what_was_written_by_hand_after_it(store: Store, tmp_path: Path) -> None:
    """Asked whether she was moved, somebody says yes; then her state is written by hand: that was not the question."""
    submissions.apply(store, planned(store, tmp_path / "1.csv", AN, BE, CUC))
    other = units.add(store, "Trường Tiểu học Bến Đò")
    staff.move(store, [who(store, BE)], other)
    planned(store, tmp_path / "2.csv", AN, BE, CUC)  # writes the file
    incoming = intake.read(store, tmp_path / "2.csv")
    assert incoming.plan is not None
    row = incoming.plan.rows[1]
    assert row.conflict is Conflict.UNIT
    intake.answer_row(store, incoming, row, "take")
    staff.set_state(store, [who(store, BE)], "level2_account", State.DONE)
    intake.apply(store, incoming)
    person = staff.get(store, who(store, BE))
    assert person.person.states["level2_account"] is State.DONE
    assert person.unit_id == other, "the row asks anew"


def test_an_answer_does_not_cover_the_same_value_written_again_after_it(store: Store, tmp_path: Path) -> None:
    submissions.apply(store, planned(store, tmp_path / "1.csv", AN, BE, CUC))
    planned(store, tmp_path / "2.csv", [*AN[:5], "Chưa"], BE, CUC)
    incoming = intake.read(store, tmp_path / "2.csv")
    assert incoming.plan is not None
    intake.answer_row(store, incoming, incoming.plan.rows[0], "take")
    for state in (State.TODO, State.DONE):
        staff.set_state(store, [who(store, AN)], "level2_account", state)
    intake.apply(store, incoming)
    assert staff.get(store, who(store, AN)).person.states["level2_account"] is State.DONE, "the row asks anew"


def test_an_answer_holds_when_nothing_more_is_asked(store: Store, tmp_path: Path) -> None:
    submissions.apply(store, planned(store, tmp_path / "1.csv", AN, BE, CUC))
    other = units.add(store, "Trường Tiểu học Bến Đò")
    home = staff.get(store, who(store, BE)).unit_id
    staff.move(store, [who(store, BE)], other)
    planned(store, tmp_path / "2.csv", AN, BE, CUC)
    incoming = intake.read(store, tmp_path / "2.csv")
    assert incoming.plan is not None
    intake.answer_row(store, incoming, incoming.plan.rows[1], "take")
    staff.set_state(store, [who(store, AN)], "cccd", State.DONE)
    intake.apply(store, incoming)
    assert staff.get(store, who(store, BE)).unit_id == home


@pytest.mark.parametrize(
    ("name", "other"), [("Bê Thị Hai", "Bê Hai"), ("Bê Hai", "Bê Thị Hai"), ("An Văn Một", "An Một")]
)
def test_a_name_without_thi_or_van_is_asked_about(store: Store, tmp_path: Path, name: str, other: str) -> None:
    """DOMAIN 7: "Thị" is often dropped. Without a CCCD the same day of birth in one unit is a question."""
    known, again = [name, *BE[1:]], [other, BE[1], "", *BE[3:5], "Đã có"]
    submissions.apply(store, planned(store, tmp_path / "1.csv", known, CUC))
    plan = planned(store, tmp_path / "2.csv", again, CUC)
    assert plan.rows[0].conflict is Conflict.IDENTITY
    assert "tên khác một chữ đệm" in plan.rows[0].question
    settling.settle(plan, plan.rows[0], "take")
    submissions.apply(store, plan)
    person = staff.get(store, who(store, known)).person
    assert person.full_name == max(name, other, key=len), "the whole name stays"
    assert person.states["level2_account"] is State.DONE


def test_another_day_of_birth_or_unit_is_somebody_else(store: Store, tmp_path: Path) -> None:
    submissions.apply(store, planned(store, tmp_path / "1.csv", BE, CUC))
    plan = planned(store, tmp_path / "2.csv", ["Bê Hai", "07/01/1984", "", *BE[3:]], CUC)
    assert [row.conflict for row in plan.rows] == [None, None]


@pytest.mark.parametrize(
    ("choice", "level2"), [("keep", (State.UNKNOWN, None)), ("take", (State.TODO, "mất điện thoại"))]
)
def test_a_reason_is_taken_or_left_with_its_state(
    store: Store, tmp_path: Path, choice: str, level2: tuple[State, str | None]
) -> None:
    submissions.apply(store, planned(store, tmp_path / "1.csv", [*AN[:5], ""], BE))
    staff.set_state(store, [who(store, AN)], "bhyt_linked", State.DONE)  # which needs level 2
    plan = planned(store, tmp_path / "2.csv", [*AN[:5], "Chưa (mất điện thoại)"], BE)
    row = plan.rows[0]
    assert {change.field for change in row.changes} == {
        FieldRef.state("level2_account"),
        FieldRef.reason("level2_account"),
    }
    settling.settle(plan, row, choice)
    submissions.apply(store, plan)
    person = staff.get(store, who(store, AN)).person
    assert (person.states["level2_account"], person.reasons.get("level2_account")) == level2


def test_an_answer_holds_no_longer_than_the_value_that_it_was_about(store: Store, tmp_path: Path) -> None:
    """Two units list her week by week: whose list comes last moves her no more without a question."""
    submissions.apply(store, planned(store, tmp_path / "1.csv", AN, BE))
    home, other = staff.get(store, who(store, BE)).unit_id, units.add(store, "Trường Tiểu học Bến Đò")
    for week, move_back in enumerate(("by hand", "by file", "by hand"), 2):
        staff.move(store, [who(store, BE)], other)
        if move_back == "by file":
            history.undo(store)
            with_other = planned(store, tmp_path / f"other{week}.csv", BE, unit="Trường Tiểu học Bến Đò")
            settling.settle(with_other, with_other.rows[0], "take")
            submissions.apply(store, with_other)
        assert staff.get(store, who(store, BE)).unit_id == other
        plan = planned(store, tmp_path / f"{week}.csv", [*AN[:3], f"Giáo viên {week}", *AN[4:]], BE)
        assert plan.rows[1].conflict is Conflict.UNIT, week
        settling.settle(plan, plan.rows[1], "take")
        submissions.apply(store, plan)
        assert staff.get(store, who(store, BE)).unit_id == home


def test_a_state_does_not_go_back_again_by_an_answer_of_before(store: Store, tmp_path: Path) -> None:
    submissions.apply(store, planned(store, tmp_path / "1.csv", AN, BE))
    for week in (2, 4):
        plan = planned(store, tmp_path / f"{week}.csv", [*AN[:5], "Chưa"], BE)
        assert plan.rows[0].conflict is not None, week
        settling.settle(plan, plan.rows[0], "take")
        submissions.apply(store, plan)
        submissions.apply(
            store, planned(store, tmp_path / f"{week + 1}.csv", AN, [*BE[:4], f"Tổ {week}", BE[5]])
        )  # news
        assert staff.get(store, who(store, AN)).person.states["level2_account"] is State.DONE


def test_a_day_of_an_item_is_taken_of_somebody_on_the_list_too(store: Store, tmp_path: Path) -> None:
    day, other = "Ngày kích hoạt mức 2", [*BE[:5], "Đã có"]
    submissions.apply(store, planned(store, tmp_path / "1.csv", [*AN[:5], "Chưa"], other))
    first = planned(store, tmp_path / "2.csv", [*AN, "05/03/2026"], [*other, "06/03/2026"], more=[day])
    assert not asked(first)
    submissions.apply(store, first)
    days = [staff.get(store, who(store, person)).person.done_on for person in (AN, BE)]
    assert days == [{"level2_account": "2026-03-05"}, {"level2_account": "2026-03-06"}]
    again = planned(store, tmp_path / "3.csv", [*AN, "07/03/2026"], [*other, "06/03/2026"], more=[day])
    assert asked(again) == {(FieldRef.done_on("level2_account"), "2026-03-07")}


def test_nobody_comes_back_into_a_unit_that_was_closed(store: Store, tmp_path: Path) -> None:
    other = units.add(store, "Trường Tiểu học Bến Đò")
    submissions.apply(store, planned(store, tmp_path / "1.csv", BE, unit="Trường Tiểu học Bến Đò"))
    kept = planned(store, tmp_path / "2.csv", BE, AN)
    settling.settle(kept, kept.rows[0], "keep")  # she stays in the other unit
    submissions.apply(store, kept)
    staff_id = who(store, BE)
    staff.remove(store, [staff_id])
    units.close(store, other)
    plan = planned(store, tmp_path / "3.csv", BE, AN, CUC)
    assert plan.rows[0].conflict is Conflict.REMOVED
    settling.settle(plan, plan.rows[0], "take")
    submissions.apply(store, plan)
    assert staff.get(store, staff_id).unit == STATION


def test_a_department_waits_with_the_rest_where_two_rows_differ(store: Store, tmp_path: Path) -> None:
    submissions.apply(store, planned(store, tmp_path / "1.csv", AN, BE))
    one, two = [*AN[:4], "Tổ 9", AN[5]], [*AN[:4], "Tổ 8", AN[5]]
    plan = planned(store, tmp_path / "2.csv", one, BE, two)
    submissions.apply(store, plan)
    assert staff.get(store, who(store, AN)).department == "Tổ 1"
    answered = planned(store, tmp_path / "2.csv", one, BE, two)
    settling.settle(answered, answered.rows[2], "keep")
    submissions.apply(store, answered)
    assert staff.get(store, who(store, AN)).department == "Tổ 9"


def test_a_blank_department_below_another_moves_nobody_unasked(store: Store, tmp_path: Path) -> None:
    names = ("Mười", "Tổ Một"), ("Hai", "Tổ Hai"), ("Ba", "Tổ Ba"), ("Tư", "Tổ Ba")
    one, other, third, fourth = (
        [f"Người Thứ {name}", f"0{n}/02/1980", f"08908000022{n}", "Y sĩ", department, "Đã có"]
        for n, (name, department) in enumerate(names, 1)
    )
    submissions.apply(store, planned(store, tmp_path / "1.csv", one, other, third, fourth))
    blank = [[*person[:4], "", "Đã có"] for person in (other, fourth)]
    plan = planned(store, tmp_path / "2.csv", one, blank[0], third, blank[1])
    assert asked(plan) == {("department", "Tổ Một")}
    assert staff.get(store, who(store, other)).department == "Tổ Hai"


def test_the_command_says_how_many_are_kept_against_a_newer_file(tmp_path: Path) -> None:
    with station(tmp_path / "s.sqlite3") as store:
        submissions.apply(store, planned(store, tmp_path / "1.csv", AN, BE))
        staff.edit(store, who(store, AN), {"position": "Hiệu trưởng"})
        plan = planned(store, tmp_path / "2.csv", AN, BE, CUC)
        settling.settle(plan, plan.rows[0], "keep")
        submissions.apply(store, plan)
        planned(store, tmp_path / "3.csv", AN, BE)  # writes the file
    done = tyt(tmp_path / "s.sqlite3", "import", str(tmp_path / "3.csv"))
    assert "1 người: tệp ghi khác, sổ giữ như đã trả lời trước đó" in done.stderr


def test_what_a_file_that_changed_nothing_kept_is_asked_again_after_the_next_edit(store: Store, tmp_path: Path) -> None:
    submissions.apply(store, planned(store, tmp_path / "1.csv", AN))
    an = who(store, AN)
    staff.edit(store, an, {"position": "Hiệu trưởng"})
    plan = planned(store, tmp_path / "2.csv", AN)
    row = plan.rows[0]
    settling.settle(plan, row, "keep")
    submissions.apply(store, plan)
    assert not asked(planned(store, tmp_path / "3.csv", AN))
    staff.edit(store, an, {"position": "Hiệu phó"})
    assert asked(planned(store, tmp_path / "3.csv", AN)) == {("position", "Giáo viên")}
