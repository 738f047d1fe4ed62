import copy
from pathlib import Path

import pytest

from importers import intake
from importers.deciding import planning, settling
from store import journal
from store.database import Store
from store.errors import RefusedError
from store.field_ref import FieldRef
from store.models import Person, State
from store.people import staff, units
from store.receiving import kept, submissions
from store.receiving.plan import Column, FileKind, IncomingRow, Plan, Reading, Table

UNIT = "Trường Tiểu học Vĩnh Gia"
AN = "089084001234"
BINH = "089185000002"


def reading(*people: Person, unit: str | None = UNIT, sha: str = "a" * 64) -> Reading:
    columns = [
        Column(0, "Họ và tên", FieldRef.parse("full_name"), 1.0),
        Column(1, "CCCD", FieldRef.parse("citizen_id"), 1.0),
    ]
    rows = [
        IncomingRow(0, number, person, None, [person.full_name, person.citizen_id or ""])
        for number, person in enumerate(people, 8)
    ]
    return Reading("x.xlsx", "x.xlsx", sha, FileKind.ROSTER, unit, [Table("DS", 7, columns)], rows)


def outcomes(plan: Plan) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def receive(store: Store, *people: Person, unit: str | None = UNIT, sha: str = "a" * 64) -> Plan:
    plan = planning.make_plan(store, reading(*people, unit=unit, sha=sha))
    submissions.apply(store, plan)
    return plan


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    people = (
        Person("Lê An", "1984-05-01", citizen_id=AN, states={"cccd": State.DONE}),
        Person("Bùi Bình", "1985", states={"cccd": State.TODO}, reasons={"cccd": "Mất thẻ"}),
        Person("Cao Châu"),
    )
    assert outcomes(receive(store, *people)) == ["new", "new", "new"]
    changes = journal.last_change(store)
    again = planning.make_plan(store, reading(*people))
    assert outcomes(again) == ["unchanged"] * 3
    assert submissions.apply(store, again) is None
    assert journal.last_change(store) == changes


def test_todo_to_done_is_news_and_done_to_todo_is_asked(store: Store) -> None:
    receive(store, Person("Lê An", citizen_id=AN, states={"cccd": State.TODO, "bhyt_linked": State.DONE}))
    plan = planning.make_plan(store, reading(Person("Lê An", citizen_id=AN, states={"cccd": State.DONE}), sha="b" * 64))
    assert outcomes(plan) == ["changed"]
    submissions.apply(store, plan)
    back = Person("Lê An", citizen_id=AN, states={"bhyt_linked": State.TODO, "health_book": State.DONE})
    plan = planning.make_plan(store, reading(back, sha="c" * 64))
    assert outcomes(plan) == ["conflict"]
    submissions.apply(store, plan)
    (member,) = staff.members(store)
    assert member.person.states["bhyt_linked"] is State.DONE
    assert member.person.states["health_book"] is State.UNKNOWN, "a row in conflict changes nothing"

    plan = planning.make_plan(store, reading(back, sha="c" * 64))
    settling.settle(plan, plan.rows[0], "take")
    submissions.apply(store, plan)
    (member,) = staff.members(store)
    assert member.person.states["bhyt_linked"] is State.TODO
    assert member.person.states["health_book"] is State.DONE


def test_what_was_settled_is_not_asked_again(store: Store) -> None:
    receive(store, Person("Lê An", citizen_id=AN, states={"cccd": State.DONE}))
    back = Person("Lê An", citizen_id=AN, states={"cccd": State.TODO})
    plan = planning.make_plan(store, reading(back, sha="b" * 64))
    settling.settle(plan, plan.rows[0], "keep")
    assert outcomes(plan) == ["unchanged"]
    assert outcomes(planning.make_plan(store, reading(back, sha="c" * 64))) == ["conflict"], "not taken in yet"
    submission = submissions.apply(store, plan)
    assert submission is not None
    assert outcomes(planning.make_plan(store, reading(back, sha="c" * 64))) == ["unchanged"]
    submissions.take_back(store, submission)
    assert outcomes(planning.make_plan(store, reading(back, sha="c" * 64))) == ["conflict"], "the answer went too"


def test_blank_cells_never_erase(store: Store) -> None:
    receive(store, Person("Lê An", "1984-05-01", citizen_id=AN, phone="0912345678", states={"cccd": State.DONE}))
    assert outcomes(planning.make_plan(store, reading(Person("Lê An", citizen_id=AN), sha="b" * 64))) == ["unchanged"]


def test_one_cccd_and_two_names_is_asked_and_cannot_be_two_people(store: Store) -> None:
    receive(store, Person("Lê An", citizen_id=AN))
    plan = planning.make_plan(store, reading(Person("Bùi Bình", citizen_id=AN), sha="b" * 64))
    assert outcomes(plan) == ["conflict"]
    assert settling.choices(plan.rows[0]) == ("keep", "take", "keep_name")
    assert "Lê An" in plan.rows[0].question


def test_the_name_of_the_store_may_stay_and_the_rest_of_the_row_be_taken(store: Store) -> None:
    receive(store, Person("Lê An", citizen_id=AN))
    other = Person("Bùi Bình", citizen_id=AN, position="Y sĩ")
    plan = planning.make_plan(store, reading(other, sha="b" * 64))
    settling.settle(plan, plan.rows[0], "keep_name")
    submissions.apply(store, plan)
    (member,) = staff.members(store)
    assert (member.person.full_name, member.person.position) == ("Lê An", "Y sĩ")
    assert outcomes(planning.make_plan(store, reading(other, sha="c" * 64))) == ["unchanged"]


def test_the_number_of_the_store_may_stay_and_the_rest_of_the_row_be_taken(store: Store) -> None:
    receive(store, Person("Lê An", "1984-05-01", citizen_id=AN))
    mistyped = Person("Lê An", "1984-05-01", citizen_id=BINH, states={"cccd": State.DONE})
    plan = planning.make_plan(store, reading(mistyped, sha="b" * 64))
    assert settling.choices(plan.rows[0]) == ("keep", "take", "new", "keep_number")
    settling.settle(plan, plan.rows[0], "keep_number")
    submissions.apply(store, plan)
    (member,) = staff.members(store)
    assert (member.person.citizen_id, member.person.states["cccd"]) == (AN, State.DONE)
    next_week = Person("Lê An", "1984-05-01", citizen_id=BINH, states={"cccd": State.DONE, "health_book": State.DONE})
    plan = planning.make_plan(store, reading(next_week, sha="c" * 64))
    assert outcomes(plan) == ["changed"], "it is known that the file's number is wrong"
    submissions.apply(store, plan)
    (member,) = staff.members(store)
    assert (member.person.citizen_id, member.person.states["health_book"]) == (AN, State.DONE)


def test_two_numbers_and_one_name_are_two_people_unless_born_the_same_day(store: Store) -> None:
    receive(store, Person("Lê An", "1984-05-01", citizen_id=AN))
    other_day = Person("Lê An", "1984-05-02", citizen_id=BINH)
    same_day = Person("Lê An", "1984-05-01", citizen_id=BINH)
    assert outcomes(planning.make_plan(store, reading(other_day, sha="b" * 64))) == ["new"]
    plan = planning.make_plan(store, reading(same_day, sha="b" * 64))
    assert outcomes(plan) == ["conflict"]
    settling.settle(plan, plan.rows[0], "new")
    submissions.apply(store, plan)
    assert len(list(staff.members(store))) == 2
    assert outcomes(planning.make_plan(store, reading(same_day, sha="c" * 64))) == ["unchanged"]


def test_the_name_alone_is_asked_within_the_unit_and_never_across_units(store: Store) -> None:
    receive(store, Person("Lê An"))
    assert outcomes(planning.make_plan(store, reading(Person("Lê An"), sha="b" * 64))) == ["conflict"]
    elsewhere = reading(Person("Lê An"), unit="Trường THCS Vĩnh Gia", sha="b" * 64)
    assert outcomes(planning.make_plan(store, elsewhere)) == ["new"]


def test_somebody_in_two_units_is_asked(store: Store) -> None:
    receive(store, Person("Lê An", citizen_id=AN))
    plan = planning.make_plan(store, reading(Person("Lê An", citizen_id=AN), unit="UBND xã Vĩnh Gia", sha="b" * 64))
    assert plan.rows[0].conflict == "unit", "also where the unit of the file is new"
    settling.settle(plan, plan.rows[0], "take")
    submissions.apply(store, plan)
    (member,) = staff.members(store)
    assert member.unit == "UBND xã Vĩnh Gia"


def test_a_name_without_marks_is_no_news_and_one_with_marks_is(store: Store) -> None:
    receive(store, Person("Đỗ Thị Mỹ Hòa", citizen_id=AN))
    for spelling in ("Do Thi My Hoa", "Đỗ Thị Mỹ Hoà", "Đỗ Mỹ Hòa"):
        plan = planning.make_plan(store, reading(Person(spelling, citizen_id=AN), sha="b" * 64))
        assert outcomes(plan) == (["conflict"] if spelling == "Đỗ Mỹ Hòa" else ["unchanged"]), spelling


def test_the_same_person_twice_in_a_file_is_counted_once(store: Store) -> None:
    plan = planning.make_plan(
        store,
        reading(
            Person("Lê An", citizen_id=AN),
            Person("Lê An", citizen_id=AN),
            Person("Lê An", citizen_id=AN, states={"cccd": State.DONE}),
            Person("Lê An", citizen_id=AN, states={"cccd": State.TODO}),
        ),
    )
    assert outcomes(plan) == ["new", "unchanged", "unchanged", "conflict"]
    assert plan.rows[0].incoming.person == Person("Lê An", citizen_id=AN), "what two rows say differently waits"
    settling.settle(plan, plan.rows[3], "keep")
    submissions.apply(store, plan)
    (member,) = staff.members(store)
    assert member.person.states["cccd"] is State.DONE, "a row that only adds is no contradiction"
    assert kept.sources(store, member.id)["full_name"].row == plan.rows[2].incoming.row


def test_a_row_without_the_number_of_somebody_listed_before_is_no_second_person(store: Store) -> None:
    plan = planning.make_plan(
        store,
        reading(
            Person("Lê An", birth_date="1980-02-01", citizen_id=AN),
            Person("Lê An", birth_date="1980-02-01", states={"cccd": State.DONE}),
            Person("Lê An", birth_date="1981-02-01"),
            Person("Lê An", birth_date="1980"),
            Person("Lê An", birth_date="1980-02-01", citizen_id=BINH),
        ),
    )
    assert outcomes(plan) == ["new", "unchanged", "new", "conflict", "conflict"]
    submissions.apply(store, plan)
    assert sorted(member.person.birth_date or "" for member in staff.members(store)) == ["1980-02-01", "1981-02-01"]


def test_a_later_row_adds_to_somebody_whom_the_store_knows(store: Store) -> None:
    receive(store, Person("Lê An", citizen_id=AN, states={"cccd": State.DONE}))
    rows = [
        Person("Lê An", citizen_id=AN, phone="0912345678"),
        Person("Lê An", citizen_id=AN, states={"level2_account": State.DONE}),
    ]
    plan = planning.make_plan(store, reading(*rows, sha="b" * 64))
    assert outcomes(plan) == ["changed", "changed"]
    submissions.apply(store, plan)
    (member,) = staff.members(store)
    assert (member.person.phone, member.person.states["level2_account"]) == ("0912345678", State.DONE)


def test_a_submission_is_taken_back_whole_but_for_what_was_edited_since(store: Store) -> None:
    receive(store, Person("Lê An", citizen_id=AN, states={"cccd": State.TODO}))
    plan = planning.make_plan(
        store,
        reading(
            Person("Lê An", citizen_id=AN, phone="0912345678", states={"cccd": State.DONE}),
            Person("Bùi Bình", citizen_id=BINH),
            sha="b" * 64,
        ),
    )
    second = submissions.apply(store, plan)
    assert second is not None
    an = staff.by_citizen_id(store, AN)
    assert an is not None
    staff.edit(store, an, {"phone": "0987654321"})
    result = submissions.take_back(store, second)
    assert [kept.field for kept in result.kept] == ["phone"]
    (member,) = staff.members(store)
    assert (member.person.full_name, member.person.states["cccd"], member.person.phone) == (
        "Lê An", State.TODO, "0987654321",
    )  # fmt: skip
    assert submissions.earlier(store, "b" * 64) is None
    assert outcomes(planning.make_plan(store, reading(Person("Bùi Bình", citizen_id=BINH), sha="d" * 64))) == ["new"]


def test_whom_a_file_brought_that_was_taken_back_is_new_when_it_comes_again(store: Store) -> None:
    """A file read with a wrong column is taken back and comes again: nobody is asked about thirty times."""
    people = (Person("Lê An", citizen_id=AN, states={"cccd": State.TODO}), Person("Bùi Bình", citizen_id=BINH))
    number = submissions.apply(store, planning.make_plan(store, reading(*people)))
    assert number is not None
    submissions.take_back(store, number)
    again = planning.make_plan(store, reading(Person("Lê An", citizen_id=AN), people[1], sha="d" * 64))
    assert outcomes(again) == ["new", "new"]
    submissions.apply(store, again)
    (an, _) = staff.members(store)
    assert an.person.states.get("cccd", State.UNKNOWN) is State.UNKNOWN, "what was taken back left no trace"


def test_whom_the_person_took_off_the_list_is_asked_about(store: Store) -> None:
    receive(store, Person("Bùi Bình", citizen_id=BINH))
    binh = staff.by_citizen_id(store, BINH)
    assert binh is not None
    staff.remove(store, [binh])
    plan = planning.make_plan(store, reading(Person("Bùi Bình", citizen_id=BINH), sha="d" * 64))
    assert outcomes(plan) == ["conflict"]


def test_a_stale_plan_is_refused(store: Store) -> None:
    plan = planning.make_plan(store, reading(Person("Lê An", citizen_id=AN)))
    units.add(store, "UBND xã Vĩnh Gia")
    with pytest.raises(RefusedError, match="xem trước lại"):
        submissions.apply(store, plan)
    assert list(staff.members(store)) == []


def test_every_value_names_its_cell(store: Store, tmp_path: Path) -> None:
    receive(store, Person("Lê An", citizen_id=AN))
    an = staff.by_citizen_id(store, AN)
    assert an is not None
    cell = kept.sources(store, an)["citizen_id"]
    assert (cell.file_name, cell.sheet, cell.cell, cell.raw) == ("x.xlsx", "DS", "B8", AN)
    staff.edit(store, an, {"citizen_id": BINH})
    assert "citizen_id" not in kept.sources(store, an), "a value typed by hand has no cell"


def test_planning_twice_gives_the_same_plan_twice_and_changes_nothing_in_the_reading(store: Store) -> None:
    first = Person("Lê An", "1984-05-01", citizen_id=AN)
    adds = Person("Lê An", "1984-05-01", citizen_id=AN, phone="0912345678", states={"cccd": State.DONE})
    twice = Person("Bùi Bình", "1990-01-02", citizen_id=BINH)
    again = Person("Bùi Bình", "1990-01-02", citizen_id=BINH)
    read = reading(first, adds, twice, again)
    before = copy.deepcopy(read)

    one = planning.make_plan(store, read)
    other = planning.make_plan(store, read)

    assert read == before
    assert one == other
    codes = [[problem.code for problem in row.incoming.problems] for row in other.rows]
    assert codes == [[], ["row_adds"], [], ["repeated_row"]]
    assert other.rows[0].incoming.person is not None
    assert other.rows[0].incoming.person.phone == "0912345678"


def test_a_birth_date_with_day_and_month_swapped_is_asked_about(store: Store) -> None:
    receive(store, Person("Nguyễn Văn An", "1980-03-05"))
    plan = planning.make_plan(store, reading(Person("Nguyễn Văn An", "1980-05-03"), sha="b" * 64))
    assert outcomes(plan) == ["conflict"]
    assert "ngày và tháng sinh đổi chỗ" in plan.rows[0].question
    plan = planning.make_plan(store, reading(Person("Nguyễn Văn An", "1980-05-04"), sha="c" * 64))
    assert outcomes(plan) == ["new"]


def test_a_file_of_a_unit_that_was_closed_says_so(store: Store, tmp_path: Path) -> None:
    unit = units.add(store, "Trường Mầm non Cũ")
    units.close(store, unit)
    path = tmp_path / "a.csv"
    path.write_text("Đơn vị: Trường Mầm non Cũ\nSTT,Họ và tên,Ngày sinh,BHYT\n1,Lê An,1980,x\n", encoding="utf-8")
    incoming = intake.read(store, path)
    assert any("đã đóng ngày" in remark for remark in incoming.reading.remarks)
    intake.apply(store, incoming)
    submissions.take_back(store, incoming.submission_id)
    assert not any("đã đóng" in remark for remark in intake.read(store, path).reading.remarks)
