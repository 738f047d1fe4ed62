"""Two people of one name and year in one unit: the file says once more of each who it is, nothing is guessed."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from importers import intake
from importers.deciding.settling import choices, settle
from importers.intake import Incoming
from store import history, retention
from store.database import Store
from store.errors import RefusedError
from store.models import Person, State
from store.outcome import Outcome
from store.people import staff, units
from store.receiving import submissions
from store.receiving.plan import PlannedRow, take_one
from tests.tui.station import STATION, station

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Khoa/phòng", "Tài khoản VNeID mức 2"]
Read = Callable[..., Incoming]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with station(tmp_path / "s.sqlite3") as store:
        yield store


@pytest.fixture
def read(store: Store, tmp_path: Path) -> Read:
    numbers = iter(range(99))

    def read_file(*people: list[str]) -> Incoming:
        path = tmp_path / f"{next(numbers)}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = [[str(number), *person] for number, person in enumerate(people, 1)]
            csv.writer(file).writerows([[f"Đơn vị: {STATION}"], HEADS, *rows])
        return intake.read(store, path)

    return read_file


@pytest.fixture
def both(store: Store) -> tuple[int, int]:
    """Two people called Nguyễn Văn Tài, born in 1980, of two departments."""
    unit = units.find_or_add(store, STATION)
    people = [("089080000111", "Khoa Dược"), ("089080000112", "Khoa Nội")]
    one, other = (
        staff.add(store, Person("Nguyễn Văn Tài", "1980", citizen_id=number), unit, name) for number, name in people
    )
    return one, other


def asking(incoming: Incoming) -> list[PlannedRow]:
    assert incoming.plan is not None
    return [row for row in incoming.plan.rows if row.outcome is Outcome.CONFLICT]


def candidates(row: PlannedRow) -> list[int | None]:
    return [one.staff_id for one in row.candidates]


def level2(store: Store, staff_id: int) -> State | None:
    return staff.get(store, staff_id).person.states.get("level2_account")


TAI = ["Nguyễn Văn Tài", "1980", ""]


def test_each_of_the_two_is_offered_and_the_answer_is_of_that_one(
    store: Store, read: Read, both: tuple[int, int]
) -> None:
    incoming = read([*TAI, "Khoa Nội", "Đã có"])
    (row,) = asking(incoming)
    assert sorted(candidates(row)) == sorted(both)
    assert "Khoa Dược" in row.question
    assert "Khoa Nội" in row.question
    intake.answer_row(store, incoming, row, f"take:{both[1]}")
    intake.apply(store, incoming)
    assert level2(store, both[1]) is State.DONE
    assert level2(store, both[0]) is not State.DONE


def test_an_answer_about_one_is_not_used_for_the_other(store: Store, read: Read, both: tuple[int, int]) -> None:
    incoming = read([*TAI, "Khoa Dược", "Chưa"])
    intake.answer_row(store, incoming, asking(incoming)[0], f"take:{both[0]}")
    intake.apply(store, incoming)
    assert not asking(read([*TAI, "Khoa Dược", "Đã có"])), "the same row as was asked about"
    (row,) = asking(read([*TAI, "Khoa Nội", "Đã có"]))
    assert sorted(candidates(row)) == sorted(both)


def test_without_a_department_each_file_asks(store: Store, read: Read, both: tuple[int, int]) -> None:
    incoming = read([*TAI, "", "Chưa"])
    intake.answer_row(store, incoming, asking(incoming)[0], f"take:{both[0]}")
    intake.apply(store, incoming)
    assert len(asking(read([*TAI, "", "Đã có"]))) == 1


def test_two_rows_are_two_people_and_the_second_answer_is_what_is_left(
    store: Store, read: Read, both: tuple[int, int]
) -> None:
    incoming = read([*TAI, "", "Chưa"], [*TAI, "", "Đã có"])
    first, second = asking(incoming)
    intake.answer_row(store, incoming, first, f"take:{both[1]}")
    assert candidates(second) == [both[0]]
    left = [choice for choice in ("keep", f"take:{both[0]}", f"take:{both[1]}", "new") if choice in choices(second)]
    assert left == ["keep", f"take:{both[0]}", "new"]
    assert choices(second)[-1] == "new"
    assert len(choices(second)) == 4, "each key still means what it did"
    intake.answer_row(store, incoming, second, f"take:{both[0]}")
    intake.plan_again(store, incoming)  # as when another window has written
    assert not asking(incoming)
    intake.apply(store, incoming)
    assert [level2(store, one) for one in both] == [State.DONE, State.TODO]
    assert incoming.plan is not None
    assert incoming.plan.vanished == []


def test_whom_another_row_names_by_number_is_not_offered(store: Store, read: Read, both: tuple[int, int]) -> None:
    incoming = read([*TAI, "", "Chưa"], ["Nguyễn Văn Tài", "1980", "089080000111", "", "Đã có"])
    (row,) = asking(incoming)
    assert candidates(row) == [both[1]]


def test_who_is_left_when_all_of_the_name_have_a_row_is_asked(store: Store, read: Read, both: tuple[int, int]) -> None:
    by_number = [["Nguyễn Văn Tài", "1980", number, "", "Đã có"] for number in ("089080000111", "089080000112")]
    incoming = read([*TAI, "", "Chưa"], *by_number)
    (row,) = asking(incoming)
    assert choices(row) == ("keep", "new")
    assert incoming.plan is not None
    settle(incoming.plan, row, "new")
    intake.apply(store, incoming)
    assert store.value("SELECT count(*) FROM staff WHERE full_name = 'Nguyễn Văn Tài' AND removed_at IS NULL") == 3


@pytest.mark.parametrize("choice", ["keep", "take", "new"])
def test_an_answer_about_one_of_two_like_rows_is_not_one_about_the_other(store: Store, read: Read, choice: str) -> None:
    """Two rows of one name and year without khoa/phòng: what is said of the first leaves the second open."""
    staff.add(store, Person("Nguyễn Thị Hoa", "1983"), units.find_or_add(store, STATION), "Tổ 2")
    rows = ["Nguyễn Thị Hoa", "1983", "", "", "Chưa"], ["Nguyễn Thị Hoa", "1983", "", "", "Đã có"]
    first = read(*rows)
    intake.answer_row(store, first, asking(first)[0], choice)
    assert [row.incoming.row for row in asking(first)] == [4]
    intake.apply(store, first)
    again = intake.read(store, first.path)
    assert [row.incoming.row for row in asking(again)] == [4], "it still waits, and can be answered"
    next_week = read(*rows[::-1])
    assert [row.incoming.row for row in asking(next_week)] == [3, 4], "which of the two was meant nobody knows"


def test_a_row_that_was_left_out_is_asked_about_again_once_it_says_something_else(store: Store, read: Read) -> None:
    loan = staff.add(store, Person("Đinh Thị Loan", "1979"), units.find_or_add(store, STATION), "Tổ 2")
    row = ["Đinh Thị Loan", "1979", "", "Tổ 2", "Chưa"]
    first = read(row)
    intake.answer_row(store, first, asking(first)[0], "keep")
    intake.apply(store, first)
    same = read(row, ["Lý Sang", "", "", "", "Đã có"])
    assert asking(same) == [], "that very row was the question"
    assert same.plan is not None
    assert [each.text for each in same.plan.rows[0].incoming.problems] == ["Đã trả lời ở tệp trước: bỏ dòng này."]
    (other,) = asking(read([*row[:4], "Đã có"]))
    assert other.staff_id == loan


def test_a_row_left_out_by_an_answer_that_was_taken_back_can_be_answered_in_its_own_file(
    store: Store, read: Read
) -> None:
    staff.add(store, Person("Đinh Thị Loan", "1979"), units.find_or_add(store, STATION), "Tổ 2")
    row = ["Đinh Thị Loan", "1979", "", "Tổ 2", "Chưa"]
    first = read(row)
    intake.answer_row(store, first, asking(first)[0], "keep")
    intake.apply(store, first)
    same = read(row, ["Lý Sang", "", "", "", "Đã có"])
    intake.apply(store, same)
    again = intake.read(store, same.path)
    assert again.plan is not None
    assert [each.code for each in again.plan.rows[0].incoming.problems] == ["left_out_before"], "it is said each time"
    assert first.submission_id is not None
    submissions.take_back(store, first.submission_id)
    (asked,) = asking(intake.read(store, same.path))
    assert asked.incoming.row == 3


def test_whose_row_is_left_out_is_not_called_missing(store: Store, read: Read) -> None:
    unit = units.find_or_add(store, STATION)
    staff.add(store, Person("Lý Sang", "1970", citizen_id="089070000444"), unit)
    sang = ["Lý Sang", "1970", "089070000444", "", "Đã có"]
    intake.apply(store, read(["Đinh Thị Loan", "1979", "", "Tổ 2", "Chưa"], sang))
    file = read(["Đinh Thị Loan", "01/02/1979", "", "Tổ 2", "Đã có"], sang)
    intake.answer_row(store, file, asking(file)[0], "keep")
    for again in (
        file,
        intake.read(store, file.path),
        read(["Đinh Thị Loan", "01/02/1979", "", "Tổ 2", "Đã có"], sang),
    ):
        assert again.plan is not None
        assert again.plan.vanished == []
        intake.apply(store, again)


def test_an_answer_can_be_changed_to_the_other(store: Store, read: Read, both: tuple[int, int]) -> None:
    incoming = read([*TAI, "", "Đã có"])
    (row,) = asking(incoming)
    for one in both:
        assert incoming.plan is not None
        intake.answer_row(store, incoming, incoming.plan.rows[0], f"take:{one}")
    assert not asking(incoming)
    assert incoming.plan is not None
    assert incoming.plan.rows[0].staff_id == both[1]
    assert take_one(row.candidates[0]).startswith("take:")


def test_two_born_on_one_day_are_asked_about_too(store: Store, read: Read) -> None:
    unit = units.find_or_add(store, STATION)
    both = [staff.add(store, Person("Lê Thị Hoa", "1980-05-06", citizen_id=f"08918000022{n}"), unit) for n in (1, 2)]
    (row,) = asking(read(["Lê Thị Hoa", "06/05/1980", "", "", "Đã có"]))
    assert sorted(candidates(row)) == sorted(both)


def test_two_who_left_are_both_offered(store: Store, read: Read) -> None:
    unit = units.find_or_add(store, STATION)
    both = [staff.add(store, Person("Lê Thị Hoa", "1980-05-06", citizen_id=f"08918000022{n}"), unit) for n in (1, 2)]
    staff.remove(store, both)
    incoming = read(["Lê Thị Hoa", "06/05/1980", "", "", "Đã có"])
    (row,) = asking(incoming)
    assert sorted(candidates(row)) == sorted(both)
    intake.answer_row(store, incoming, row, f"take:{both[1]}")
    intake.apply(store, incoming)
    gone = [one for one in both if staff.get(store, one).removed_at is not None]
    assert gone == both[:1]


def test_the_one_of_the_register_is_offered_below_a_namesake_too(store: Store, read: Read) -> None:
    unit = units.find_or_add(store, STATION)
    known = staff.add(store, Person("Nguyễn Văn An", states={"level2_account": State.TODO}), unit, "Khoa Nội")
    an = ["Nguyễn Văn An", "", ""]
    incoming = read([*an, "Khoa Dược", "Đã có"], [*an, "Khoa Nội", "Đã có"])
    first, second = asking(incoming)
    assert candidates(first) == candidates(second) == [known]
    intake.answer_row(store, incoming, first, "new")
    intake.answer_row(store, incoming, second, f"take:{known}")
    intake.plan_again(store, incoming)
    assert not asking(incoming)
    intake.apply(store, incoming)
    assert level2(store, known) is State.DONE
    assert store.value("SELECT count(*) FROM staff WHERE full_name = 'Nguyễn Văn An' AND removed_at IS NULL") == 2


def test_who_is_in_no_row_after_the_answers_is_missing(store: Store, read: Read) -> None:
    unit = units.find_or_add(store, STATION)
    intake.apply(store, read(["Nguyễn Văn An", "", "", "Khoa Nội", "Chưa"]))
    known = store.value("SELECT id FROM staff WHERE full_name = 'Nguyễn Văn An'")
    an = ["Nguyễn Văn An", "1980", "089080000123"]
    incoming = read([*an, "Khoa Dược", "Đã có"])
    (row,) = asking(incoming)
    intake.answer_row(store, incoming, row, "new")
    assert incoming.plan is not None
    assert [one.staff_id for one in incoming.plan.vanished] == [known]
    intake.plan_again(store, incoming)
    assert [one.staff_id for one in incoming.plan.vanished] == [known]
    assert units.get(store, unit).name == STATION


def test_a_row_with_the_number_takes_who_an_unclear_row_above_may_be(store: Store, read: Read) -> None:
    unit = units.find_or_add(store, STATION)
    known = staff.add(store, Person("Nguyễn Văn An", "1980", citizen_id="089080000123"), unit, "Khoa Nội")
    incoming = read(
        ["Nguyễn Văn An", "1980", "", "Khoa Dược", "Chưa"],
        ["Nguyễn Văn An", "1980", "089080000123", "Khoa Nội", "Đã có"],
    )
    (row,) = asking(incoming)
    assert row.incoming.department == "Khoa Dược"
    assert choices(row) == ("keep", "new")
    intake.apply(store, incoming)
    assert level2(store, known) is State.DONE


def test_somebody_of_another_unit_may_be_another_person_unless_the_number_says_who(store: Store, read: Read) -> None:
    school = units.add(store, "Trường A")
    known = staff.add(store, Person("Lê Thị Hoa", "1980-05-06", states={"level2_account": State.TODO}), school)
    hoa = ["Lê Thị Hoa", "06/05/1980", "", "", "Đã có"]
    incoming = read(hoa)
    (row,) = asking(incoming)
    assert choices(row) == ("keep", "take", "new")
    intake.answer_row(store, incoming, row, "new")
    intake.apply(store, incoming)
    assert level2(store, known) is State.TODO
    assert [staff.get(store, known).unit, *(one.unit for one in staff.members(store) if one.id != known)].count(STATION)
    assert not asking(read(hoa)), "the one of this unit is meant from now on"
    numbered = staff.add(store, Person("Lê Văn Hai", "1981-05-06", citizen_id="089081000223"), school)
    (row,) = asking(read(["Lê Văn Hai", "06/05/1981", "089081000223", "", "Đã có"]))
    assert (row.staff_id, choices(row)) == (numbered, ("keep", "take"))


def test_a_row_that_waits_for_which_of_two_waits_for_both(store: Store, read: Read, both: tuple[int, int]) -> None:
    intake.apply(store, read([*TAI, "", "Đã có"], ["Lê Thị Hoa", "06/05/1980", "", "", "x"]))
    assert set(submissions.asking_about(store, both)) == set(both)
    for one in both:
        staff.remove(store, [one])
        with pytest.raises(RefusedError, match="chờ trả lời"):
            retention.forget(store, [one])
        history.undo(store)


def test_of_more_than_four_the_others_are_named_as_a_number(store: Store, read: Read) -> None:
    unit = units.find_or_add(store, STATION)
    for number in range(6):
        staff.add(store, Person("Nguyễn Văn Tài", "1980", citizen_id=f"08908000011{number}"), unit)
    (row,) = asking(read([*TAI, "", "Đã có"]))
    assert len(row.candidates) == 4
    assert "còn 2 người nữa" in row.incoming.problems[0].message


def test_a_row_with_the_number_is_about_them_below_a_new_namesake_too(store: Store, read: Read) -> None:
    unit = units.find_or_add(store, STATION)
    known = staff.add(store, Person("Nguyễn Văn An", "1980", citizen_id="089080000123"), unit)
    incoming = read(["Nguyễn Văn An", "1990", "", "", "Chưa"], ["Nguyễn Văn An", "", "089080000123", "", "Đã có"])
    assert not asking(incoming)
    intake.apply(store, incoming)
    assert level2(store, known) is State.DONE
    assert store.value("SELECT count(*) FROM staff WHERE full_name = 'Nguyễn Văn An' AND removed_at IS NULL") == 2
