"""Taking back an older file leaves what a newer file in force says, and what somebody wrote since."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from importers import intake
from importers.answers import Answers
from store import history, journal, migrations, retention
from store.copies.check import check
from store.database import Store
from store.errors import RefusedError
from store.field_ref import PRESENT
from store.models import Person, State
from store.people import staff, units
from store.receiving import submissions
from store.reverted import Kept, Reverted
from store.words.field_values import taken_back_lines
from tests.tui.station import STATION, station

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chức vụ", "Số điện thoại", "Tài khoản VNeID mức 2"]
AN = ["An Văn Một", "05/01/1984", "089084000111", "Y sĩ", "0912345001", "Đã có"]
BE = ["Bê Thị Hai", "06/01/1984", "089184000112", "Y sĩ", "0912345002", "Chưa"]
CUC = ["Cao Thị Cúc", "07/01/1984", "089184000113", "Y sĩ", "0912345003", "Chưa"]
DUNG = ["Đỗ Văn Dũng", "08/01/1984", "089084000114", "Y sĩ", "0912345004", "Chưa"]
MORE = tuple(
    [f"Người Thứ {name}", f"0{number}/02/1980", f"08908000022{number}", "Y sĩ", "", "Đã có"]
    for number, name in enumerate(["Mười", "Hai", "Mốt", "Năm", "Sáu"], 1)
)
Receive = Callable[..., int]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with station(tmp_path / "s.sqlite3") as store:
        yield store


@pytest.fixture
def receive(store: Store, tmp_path: Path) -> Receive:
    def take_in(name: str, *people: list[str], heads: list[str] = HEADS, unit: str = STATION) -> int:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            rows = [[str(number), *person] for number, person in enumerate(people, 1)]
            csv.writer(file).writerows([[f"Đơn vị: {unit}"], heads, *rows])
        number = intake.apply(store, intake.read(store, tmp_path / name))
        assert number is not None
        return number

    return take_in


def listed(store: Store) -> set[str]:
    return {name for (name,) in store.rows("SELECT full_name FROM staff WHERE removed_at IS NULL")}


def who(store: Store, person: list[str]) -> int:
    staff_id = staff.by_citizen_id(store, person[2])
    assert staff_id is not None
    return staff_id


def with_position(person: list[str], position: str) -> list[str]:
    return [*person[:3], position, *person[4:]]


def test_whom_the_newer_file_lists_stays(store: Store, receive: Receive) -> None:
    before = listed(store)
    first = receive("1.csv", AN, BE, CUC, *MORE)
    receive("2.csv", AN, with_position(CUC, "Bác sĩ"), DUNG, *MORE)
    result = submissions.take_back(store, first)
    assert listed(store) - before == {one[0] for one in (AN, CUC, DUNG, *MORE)}
    assert staff.get(store, who(store, CUC)).person.position == "Bác sĩ"
    lines = taken_back_lines(store, result)
    assert "- Bê Thị Hai: không còn trong danh sách" in lines
    assert "- An Văn Một: vẫn trong danh sách" in lines


def test_who_goes_though_a_row_of_a_later_file_waits_for_an_answer_is_told(store: Store, receive: Receive) -> None:
    first = receive("1.csv", AN, BE, CUC, *MORE)
    receive("2.csv", AN, ["Phạm Thị Nga", *CUC[1:]], *MORE)  # asked: her number, another name
    lines = taken_back_lines(store, submissions.take_back(store, first))
    assert "- Cao Thị Cúc: không còn trong danh sách" in lines
    assert (
        lines[-1]
        == "1 người không còn trong danh sách có dòng chờ trả lời ở 2.csv, dòng ấy chưa ghi gì. Hãy nhận lại tệp đó."
    )


def test_the_number_of_a_file_is_not_that_of_a_person_whose_row_waits(store: Store, receive: Receive) -> None:
    receive("1.csv", AN, BE, CUC, *MORE)
    receive("2.csv", AN, ["Phạm Thị Nga", *CUC[1:]], *MORE)
    for entity, words in (("submission", "tệp đã nhận"), ("register_entry", "sổ theo dõi")):
        result = Reverted("Nhận tệp", [Kept(entity, who(store, CUC), PRESENT, None)])
        lines = taken_back_lines(store, result)
        assert "chờ trả lời" not in "\n".join(lines)
        assert entity == "submission" or lines[-1] == f"- 1 giá trị của {words}"


def test_a_file_by_which_a_reason_went_is_redone(store: Store, receive: Receive) -> None:
    receive("1.csv", [*AN[:5], "Chưa (mất điện thoại)"], *MORE)
    second = receive("2.csv", [*AN[:5], "Đã có"], *MORE)
    change = journal.last_change(store)
    submissions.take_back(store, second)
    assert staff.get(store, who(store, AN)).person.reasons == {"level2_account": "mất điện thoại"}
    history.put_back(store, change)
    person = staff.get(store, who(store, AN)).person
    assert (person.states["level2_account"], person.reasons) == (State.DONE, {})


def test_whoever_stays_with_an_open_question_keeps_the_department(store: Store, receive: Receive) -> None:
    heads = [*HEADS, "Khoa/phòng"]
    first = receive("1.csv", [*AN, "Dược"], *([*each, "Dược"] for each in MORE), heads=heads)
    receive("2.csv", AN, unit="Trường Tiểu học Bến Đò")  # asked: another unit
    submissions.take_back(store, first)
    assert staff.get(store, who(store, AN)).department == "Dược"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_whoever_stays_by_a_hand_keeps_the_department(store: Store, receive: Receive, order: tuple[int, int]) -> None:
    heads = [*HEADS, "Khoa/phòng"]
    files = [receive(f"{place}.csv", [*AN, place], [*BE, "Dược"], heads=heads) for place in ("Văn phòng", "Kinh tế")]
    an = who(store, AN)
    staff.set_state(store, [an], "health_book", State.DONE)
    for number in order:
        submissions.take_back(store, files[number])
    assert staff.get(store, an).department == "Văn phòng"


def test_who_stays_with_a_row_that_waits_for_an_answer_is_told_too(store: Store, receive: Receive) -> None:
    first = receive("1.csv", [*AN[:5], "Đã có"], *MORE)
    receive("2.csv", [*AN[:5], "Chưa"], *MORE)  # asked: đã becomes chưa
    lines = taken_back_lines(store, submissions.take_back(store, first))
    assert "- An Văn Một: vẫn trong danh sách" in lines
    assert (
        lines[-1]
        == "1 người còn trong danh sách có dòng chờ trả lời ở 2.csv, dòng ấy chưa ghi gì. Hãy nhận lại tệp đó."
    )


def test_a_question_that_was_answered_when_the_file_came_again_does_not_wait(
    store: Store, receive: Receive, tmp_path: Path
) -> None:
    first = receive("1.csv", [*AN[:5], "Đã có"], *MORE)
    receive("2.csv", [*AN[:5], "Chưa"], *MORE)
    again = intake.read(store, tmp_path / "2.csv")
    assert again.plan is not None
    intake.answer_row(store, again, again.plan.rows[0], "keep")
    intake.apply(store, again)
    assert "chờ trả lời" not in "\n".join(taken_back_lines(store, submissions.take_back(store, first)))


def test_whom_no_file_lists_any_more_goes(store: Store, receive: Receive) -> None:
    before = listed(store)
    first = receive("1.csv", AN, BE, CUC, *MORE)
    second = receive("2.csv", AN, with_position(CUC, "Bác sĩ"), DUNG, *MORE)
    submissions.take_back(store, first)
    submissions.take_back(store, second)
    assert listed(store) == before
    receive("3.csv", AN, BE, CUC, *MORE)
    assert listed(store) - before == {one[0] for one in (AN, BE, CUC, *MORE)}


def test_a_value_that_the_newer_file_says_too_stays(store: Store, receive: Receive) -> None:
    receive("0.csv", AN, BE, *MORE)
    first = receive("1.csv", [*AN[:3], "Bác sĩ", "0912345009", "Đã có"], BE, *MORE)
    heads = [head for head in HEADS if head != "Số điện thoại"]
    second = receive("2.csv", [*AN[:3], "Bác sĩ", "Đã có"], [*DUNG[:4], DUNG[5]], heads=heads)
    submissions.take_back(store, first)
    person = staff.get(store, who(store, AN)).person
    assert (person.position, person.phone) == ("Bác sĩ", "0912345001"), "the newer one has no telephone"
    submissions.take_back(store, second)
    assert staff.get(store, who(store, AN)).person.position == "Y sĩ"


def test_whom_somebody_wrote_about_stays(store: Store, receive: Receive) -> None:
    before = listed(store)
    number = receive("1.csv", AN, BE, *MORE)
    staff.set_state(store, [who(store, BE)], "cccd", State.DONE)
    submissions.take_back(store, number)
    assert listed(store) - before == {BE[0]}
    history.put_back(store, next(each.id for each in journal.changes(store) if each.submission_id == number))
    assert listed(store) - before == {one[0] for one in (AN, BE, *MORE)}


def test_it_comes_back_with_redo(store: Store, receive: Receive) -> None:
    first = receive("1.csv", AN, BE, CUC, *MORE)
    receive("2.csv", AN, CUC, DUNG, *MORE)
    after = listed(store)
    submissions.take_back(store, first)
    history.put_back(store, next(each.id for each in journal.changes(store) if each.submission_id == first))
    assert listed(store) == after


@pytest.mark.parametrize("order", [(1, 3), (1, 2), (2, 1), (2, 3), (3, 1), (3, 2)])
def test_whom_the_one_that_is_left_lists_stays(store: Store, receive: Receive, order: tuple[int, int]) -> None:
    before = listed(store)
    first = receive("1.csv", AN, BE, CUC, *MORE)
    second = receive("2.csv", AN, [*BE[:5], "Đã có"], DUNG, *MORE)
    third = receive("3.csv", AN, [*BE[:5], "Đã có"], CUC, *MORE)
    numbers = {1: first, 2: second, 3: third}
    for number in order:
        submissions.take_back(store, numbers.pop({1: 1, 2: 2, 3: 3}[number]))
    (kept,) = numbers
    lists = {1: (AN, BE, CUC, *MORE), 2: (AN, BE, DUNG, *MORE), 3: (AN, BE, CUC, *MORE)}
    assert listed(store) - before == {one[0] for one in lists[kept]}
    state = staff.get(store, who(store, BE)).person.states["level2_account"]
    assert state is (State.TODO if kept == 1 else State.DONE)


def test_whom_somebody_wrote_about_stays_whatever_is_taken_back(store: Store, receive: Receive) -> None:
    before = listed(store)
    first = receive("1.csv", AN, BE, CUC, *MORE)
    staff.set_state(store, [who(store, BE)], "cccd", State.DONE)
    second = receive("2.csv", AN, BE, DUNG, *MORE)
    third = receive("3.csv", AN, BE, CUC, with_position(DUNG, "Bác sĩ"), *MORE)
    for number in (first, third, second):
        submissions.take_back(store, number)
    assert listed(store) - before == {BE[0]}


def test_a_row_that_waits_for_an_answer_keeps_its_person(store: Store, receive: Receive) -> None:
    before = listed(store)
    first = receive("1.csv", [*AN[:5], "Đã có"], BE, *MORE)
    receive("2.csv", [*AN[:5], "Chưa"], DUNG, *MORE)
    submissions.take_back(store, first)
    assert listed(store) - before == {one[0] for one in (AN, DUNG, *MORE)}


def states(store: Store, person: list[str]) -> dict[str, State]:
    """What somebody has, as far as anybody said it."""
    return {key: each for key, each in staff.get(store, who(store, person)).person.states.items() if each != "unknown"}


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_of_whoever_stays_what_the_files_said_goes_with_the_last_of_them(
    store: Store, receive: Receive, order: tuple[int, int]
) -> None:
    first = receive("1.csv", AN, BE, CUC, *MORE)
    staff.set_state(store, [who(store, AN)], "bhyt_linked", State.DONE)
    second = receive("2.csv", AN, BE, DUNG, *MORE)
    numbers = {1: first, 2: second}
    submissions.take_back(store, numbers[order[0]])
    assert states(store, AN) == {"bhyt_linked": State.DONE, "level2_account": State.DONE}, "the other says it too"
    submissions.take_back(store, numbers[order[1]])
    assert states(store, AN) == {"bhyt_linked": State.DONE}, "what nobody says any more is not counted"
    person = staff.get(store, who(store, AN)).person
    assert (person.phone, person.position, person.citizen_id) == (None, None, AN[2]), "who it is stays known"


def test_what_one_file_said_goes_with_it_and_comes_back_with_redo(store: Store, receive: Receive) -> None:
    number = receive("1.csv", AN, BE, *MORE)
    staff.set_state(store, [who(store, BE)], "cccd", State.DONE)
    submissions.take_back(store, number)
    assert states(store, BE) == {"cccd": State.DONE}
    history.put_back(store, next(each.id for each in journal.changes(store) if each.submission_id == number))
    assert states(store, BE) == {"cccd": State.DONE, "level2_account": State.TODO}


def test_a_state_that_a_file_changed_does_not_come_back_from_one_that_was_taken_back(
    store: Store, receive: Receive
) -> None:
    first = receive("1.csv", AN, BE, *MORE)
    staff.set_state(store, [who(store, BE)], "cccd", State.DONE)
    second = receive("2.csv", AN, [*BE[:5], "Đã có"], *MORE)
    submissions.take_back(store, first)
    assert states(store, BE) == {"cccd": State.DONE, "level2_account": State.DONE}
    submissions.take_back(store, second)
    assert states(store, BE) == {"cccd": State.DONE}


def test_a_reason_that_somebody_wrote_keeps_its_state(store: Store, receive: Receive) -> None:
    number = receive("1.csv", AN, BE, *MORE)
    staff.set_state(store, [who(store, BE)], "level2_account", State.TODO, "Không có điện thoại")
    submissions.take_back(store, number)
    assert states(store, BE) == {"level2_account": State.TODO}


@pytest.mark.parametrize("redone", [(2,), (2, 1)])
def test_redo_brings_everybody_back_whom_the_file_lists(
    store: Store, receive: Receive, redone: tuple[int, ...]
) -> None:
    before = listed(store)
    first = receive("1.csv", AN, BE, CUC, *MORE)
    second = receive("2.csv", AN, [*BE[:5], "Đã có"], *MORE[:2])
    numbers, lists = {1: first, 2: second}, {1: (AN, BE, CUC, *MORE), 2: (AN, BE, *MORE[:2])}
    for number in (first, second):
        submissions.take_back(store, number)
    assert listed(store) == before
    for each in redone:
        change = next(one.id for one in journal.changes(store) if one.submission_id == numbers[each])
        history.put_back(store, change)
    assert listed(store) - before == {one[0] for each in redone for one in lists[each]}
    assert states(store, AN) == {"level2_account": State.DONE}
    assert states(store, BE) == {"level2_account": State.DONE}
    if 1 in redone:
        assert staff.get(store, who(store, AN)).person.phone == AN[4]


def test_files_are_redone_in_reverse_and_only_while_no_other_came_or_went(store: Store, receive: Receive) -> None:
    first, second = receive("1.csv", AN, BE, CUC, *MORE), receive("2.csv", AN, [*BE[:5], "Đã có"], *MORE[:2])
    changes = {one.submission_id: one.id for one in journal.changes(store) if one.submission_id in (first, second)}
    before = listed(store)
    submissions.take_back(store, first)
    submissions.take_back(store, second)
    with pytest.raises(RefusedError, match=r"Hãy làm lại tệp rút sau trước: 2\.csv"):
        history.put_back(store, changes[first])
    history.put_back(store, changes[second])
    history.put_back(store, changes[first])
    assert listed(store) == before
    submissions.take_back(store, first)
    receive("3.csv", DUNG, *MORE)
    with pytest.raises(RefusedError, match="Hãy nhận lại tệp ấy"):
        history.put_back(store, changes[first])


def test_a_file_is_redone_though_the_one_before_changed_nothing(store: Store, receive: Receive) -> None:
    first = receive("1.csv", AN, BE, *MORE)
    receive("2.csv", BE, AN, *MORE)
    submissions.take_back(store, first)
    history.put_back(store, next(one.id for one in journal.changes(store) if one.submission_id == first))
    assert submissions.get(store, first).taken_back_at is None


def test_a_reason_goes_with_the_only_file_that_gave_it_and_is_never_beside_a_state_that_is_done(
    store: Store, receive: Receive
) -> None:
    first = receive("1.csv", [*BE[:5], "Chưa (Quên mật khẩu)"], [*AN[:5], "Chưa (Quên mật khẩu)"], *MORE)
    second = receive("2.csv", [*BE[:5], "Chưa"], [*AN[:5], "Đã có"], *MORE)
    receive("3.csv", [*BE[:5], "Chưa"], [*AN[:5], "Đã có"], *MORE[1:])
    submissions.take_back(store, second)
    assert staff.get(store, who(store, AN)).person.reasons == {}
    submissions.take_back(store, first)
    assert states(store, BE) == {"level2_account": State.TODO}
    assert staff.get(store, who(store, BE)).person.reasons == {}


def test_a_state_whose_reason_alone_a_later_file_wrote_goes_with_that_file(store: Store, receive: Receive) -> None:
    first = receive("1.csv", BE, *MORE)
    receive("2.csv", [*BE[:5], "xem lại"], *MORE)
    third = receive("3.csv", [*BE[:5], "Chưa (Quên mật khẩu)"], *MORE[1:])
    submissions.take_back(store, first)
    submissions.take_back(store, third)
    assert states(store, BE) == {}


def test_a_cell_that_was_not_understood_keeps_nothing_of_an_older_file(store: Store, receive: Receive) -> None:
    first = receive("1.csv", AN, BE, *MORE)
    receive("2.csv", [*AN[:4], "hỏi lại", "xem lại sau"], BE, *MORE)
    submissions.take_back(store, first)
    assert states(store, AN) == {}
    assert staff.get(store, who(store, AN)).person.phone is None
    assert states(store, BE) == {"level2_account": State.TODO}


def test_what_rows_of_an_older_version_give_is_found_by_their_cells(store: Store, receive: Receive) -> None:
    first = receive("1.csv", with_position(AN, "Y sĩ"), BE, *MORE)
    receive("2.csv", with_position(AN, ""), BE, *MORE)
    without_given(store)
    submissions.take_back(store, first)
    assert states(store, AN) == {"level2_account": State.DONE}
    assert staff.get(store, who(store, AN)).person.position is None
    assert staff.get(store, who(store, BE)).person.position == "Y sĩ"


TICKED = [*HEADS, "Lý do chưa mức 2", "Đã tích hợp BHYT"]
LINH = ["Lê Văn Linh", "09/01/1984", "089084000115", "Y sĩ", "", "x", "", "x"]
OANH = ["Lý Thị Oanh", "10/01/1984", "089184000116", "Y sĩ", "", "", "Quên mật khẩu", ""]


def given_states(store: Store) -> list[set[str]]:
    rows = store.rows("SELECT names FROM submission_row LEFT JOIN given_fields ON given_fields.id = given")
    return [{name for name in names.split() if name.startswith("state.")} for (names,) in rows]


def without_given(store: Store) -> None:
    """As a store is upgraded of which an earlier version noted nothing of what rows give."""
    store.write("UPDATE submission_row SET given = NULL")
    store.write("DELETE FROM given_fields")
    migrations.CONVERSIONS["020"](store.connection)


def test_a_blank_of_an_older_version_that_said_not_yet_keeps_that(store: Store, receive: Receive) -> None:
    first = receive("1.csv", OANH, LINH, heads=TICKED)
    second = receive("2.csv", OANH, LINH, [*CUC[:5], "x", "", "x"], heads=TICKED)
    noted = given_states(store)
    without_given(store)
    assert given_states(store) == noted
    submissions.take_back(store, first)
    assert states(store, OANH) == {"level2_account": State.TODO, "bhyt_linked": State.TODO}
    assert staff.get(store, who(store, OANH)).person.reasons == {"level2_account": "Quên mật khẩu"}
    assert check(store.path).problems == ()
    submissions.take_back(store, second)
    assert OANH[0] not in listed(store)


def test_a_blank_of_an_older_version_that_said_nothing_keeps_nothing(store: Store, receive: Receive) -> None:
    first = receive("1.csv", AN, BE, *MORE)
    receive("2.csv", AN, CUC, [*BE[:5], ""], [*DUNG[:5], ""], *MORE)
    assert states(store, DUNG) == {}
    without_given(store)
    submissions.take_back(store, first)
    assert states(store, AN) == {"level2_account": State.DONE}
    assert states(store, BE) == {}


def test_a_word_that_asks_again_is_no_state_because_another_unit_has_it_as_a_reason(
    store: Store, receive: Receive
) -> None:
    receive("other.csv", [*CUC[:5], "Chưa (hỏi lại)"], DUNG, *MORE, unit="Trường THCS Cầu Kè")
    receive("1.csv", [*AN[:5], "hỏi lại"], BE)
    assert states(store, AN) == {}


def test_a_blank_that_says_not_yet_keeps_that_when_the_older_file_goes(store: Store, receive: Receive) -> None:
    first = receive("1.csv", AN, BE, *MORE)
    receive("2.csv", AN, [*BE[:5], ""], *MORE)
    submissions.take_back(store, first)
    assert states(store, BE) == {"level2_account": State.TODO}


@pytest.mark.parametrize("number", ["", "089090004321"])
def test_somebody_taken_off_the_list_who_is_sent_again_is_asked_about_without_a_number_too(
    store: Store, receive: Receive, tmp_path: Path, number: str
) -> None:
    dung = ["Lê Văn Dụng", "05/06/1990", "", "Giáo viên", "", "Đã có"]
    receive("1.csv", AN, dung, *MORE)
    staff.remove(store, [int(store.value("SELECT id FROM staff WHERE full_name = ?", (dung[0],)))])
    receive("2.csv", [*dung[:2], number, *dung[3:]], AN, *MORE)
    assert "Lê Văn Dụng" not in listed(store)
    plan = intake.read(store, tmp_path / "2.csv").plan
    assert plan is not None
    (question,) = [row.question for row in plan.rows if row.question]
    assert question == "Lê Văn Dụng đã được xoá khỏi danh sách. Đưa lại không?"


def test_what_was_taken_back_before_does_not_come_back_when_the_same_file_comes_again(
    store: Store, receive: Receive
) -> None:
    first = receive("1.csv", [*AN[:5], "Chưa (Quên mật khẩu)"], *MORE)
    second = receive("2.csv", [*AN[:5], "Đã có"], *MORE)
    receive("3.csv", [*AN[:5], ""], *MORE[1:])
    submissions.take_back(store, second)
    again = receive("4.csv", [*AN[:5], "Đã có"], *MORE)
    submissions.take_back(store, first)
    submissions.take_back(store, again)
    assert states(store, AN) == {}
    assert staff.get(store, who(store, AN)).person.reasons == {}


def test_nobody_taken_off_by_taking_back_a_file_alone_is_asked_about(
    store: Store, receive: Receive, tmp_path: Path
) -> None:
    first = receive("1.csv", [*AN[:5], "Đã có"], *MORE)
    second = receive("2.csv", [*AN[:5], "Chưa"], *MORE[1:])  # asked
    submissions.take_back(store, first)
    submissions.take_back(store, second)
    assert AN[0] not in listed(store)
    plan = intake.read(store, tmp_path / "1.csv").plan
    assert plan is not None
    assert [row.question for row in plan.rows if row.question] == []


def test_nobody_comes_back_who_came_again_meanwhile(store: Store, receive: Receive) -> None:
    dung = ["Lê Văn Dụng", "05/06/1990", "", "Giáo viên", "", "Đã có"]
    receive("1.csv", AN, dung, *MORE)
    staff_id = int(store.value("SELECT id FROM staff WHERE full_name = ?", (dung[0],)))
    staff.remove(store, [staff_id])
    removal = journal.changes(store)[0]
    again = staff.add(store, Person(dung[0], birth_date="1990-06-05"), staff.get(store, staff_id).unit_id)
    result = history.take_back(store, removal)
    assert [(each.entity_id, each.field) for each in result.kept] == [(staff_id, PRESENT)]
    lines = "\n".join(taken_back_lines(store, result))
    assert "Lê Văn Dụng, sinh 1990, Trạm Y tế xã Vĩnh Gia: không đưa lại, vì danh sách đã có người này" in lines
    staff.remove(store, [again])
    history.take_back(store, journal.changes(store)[0])
    assert [one.id for one in staff.members(store) if one.person.full_name == dung[0]] == [again]


def test_redo_does_not_bring_back_whom_somebody_took_off_the_list(store: Store, receive: Receive) -> None:
    before = listed(store)
    first = receive("1.csv", AN, BE, CUC, *MORE)
    staff.remove(store, [who(store, CUC)])
    submissions.take_back(store, first)
    history.put_back(store, next(one.id for one in journal.changes(store) if one.submission_id == first))
    assert listed(store) - before == {one[0] for one in (AN, BE, *MORE)}


def test_redo_does_not_bring_back_whom_the_station_forgot(store: Store, receive: Receive) -> None:
    before = listed(store)
    first = receive("1.csv", AN, BE, CUC, *MORE)
    second = receive("2.csv", AN, [*BE[:5], "Đã có"], *MORE[:2])
    submissions.take_back(store, second)
    submissions.take_back(store, first)
    retention.forget(store, [who_was(store, AN), who_was(store, CUC)])
    history.put_back(store, next(one.id for one in journal.changes(store) if one.submission_id == first))
    assert listed(store) - before == {one[0] for one in (BE, *MORE)}


def who_was(store: Store, person: list[str]) -> int:
    return int(store.value("SELECT id FROM staff WHERE citizen_id = ?", (person[2],)))


def test_redo_is_refused_where_the_unit_came_back_with_another_file(
    store: Store, receive: Receive, tmp_path: Path
) -> None:
    def take_in(name: str, person: list[str]) -> int:
        rows = [["Đơn vị: Trường Tiểu học Bến Đò"], HEADS, ["1", *person]]
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        number = intake.apply(store, intake.read(store, tmp_path / name))
        assert number is not None
        return number

    first = take_in("1.csv", AN)
    submissions.take_back(store, first)
    take_in("2.csv", BE)
    with pytest.raises(RefusedError, match="Hãy nhận lại tệp ấy"):
        history.put_back(store, next(one.id for one in journal.changes(store) if one.submission_id == first))
    names = [unit.name for unit in units.all_units(store)]
    assert len(names) == len(set(names))
    assert len({one.unit_id for one in staff.members(store) if one.unit == "Trường Tiểu học Bến Đò"}) == 1


def test_whom_only_an_edit_kept_goes_when_the_edit_is_taken_back(store: Store, receive: Receive) -> None:
    first = receive("a.csv", AN, BE)
    staff.set_state(store, [who(store, AN)], "cccd", State.TODO)
    edit = journal.last_change(store)
    submissions.take_back(store, first)
    assert "An Văn Một" in listed(store)
    result = history.take_back(store, journal.change(store, edit))
    assert not {"An Văn Một", "Bê Thị Hai"} & listed(store)
    assert "- An Văn Một: CCCD: ? Chưa rõ; không còn trong danh sách" in taken_back_lines(store, result)
    history.put_back(store, edit)
    assert "An Văn Một" in listed(store)


def test_an_edit_that_is_taken_back_leaves_what_a_later_file_says_too(store: Store, receive: Receive) -> None:
    receive("a.csv", AN)
    staff.set_state(store, [who(store, AN)], "level2_account", State.TODO)
    edit = journal.last_change(store)
    receive("b.csv", [*AN[:5], "Chưa"])
    result = history.take_back(store, journal.change(store, edit))
    assert staff.get(store, who(store, AN)).person.states["level2_account"] is State.TODO
    assert "- An Văn Một: Mức 2: ✗ Chưa" in taken_back_lines(store, result)


def test_whom_a_hand_added_stays_while_a_file_lists_them(store: Store, receive: Receive) -> None:
    person = Person(full_name="An Văn Một", birth_date="1984-01-05", citizen_id=AN[2], position="Lái xe")
    staff.add(store, person, units.find_or_add(store, STATION))
    added = journal.last_change(store)
    number = receive("a.csv", AN)
    history.take_back(store, journal.change(store, added))
    assert "An Văn Một" in listed(store)
    submissions.take_back(store, number)
    assert not {"An Văn Một", "Bê Thị Hai"} & listed(store)


def test_a_state_stays_where_somebody_wrote_its_reason_since(store: Store, receive: Receive) -> None:
    receive("a.csv", AN)
    staff.set_state(store, [who(store, AN)], "level2_account", State.TODO)
    edit = journal.last_change(store)
    staff.set_state(store, [who(store, AN)], "level2_account", State.TODO, "Quên mật khẩu")
    history.take_back(store, journal.change(store, edit))
    person = staff.get(store, who(store, AN)).person
    assert (person.states["level2_account"], person.reasons) == (State.TODO, {"level2_account": "Quên mật khẩu"})


@pytest.mark.parametrize("choice", ["take", "keep"])
def test_nobody_has_a_department_of_another_unit(store: Store, receive: Receive, tmp_path: Path, choice: str) -> None:
    heads = [*HEADS, "Khoa/phòng"]
    receive("a.csv", [*AN, "Tổ Một"], [*BE, "Tổ Hai"], [*CUC, "Tổ Hai"], [*DUNG, "Tổ Một"], heads=heads)
    people = [[*AN, "Tổ Một"], [*BE, "Tổ Một"], [*CUC, ""]]
    with (tmp_path / "b.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["Đơn vị: Trường THCS Cầu Kè"], heads, *[[str(number), *one] for number, one in enumerate(people, 1)]]
        )
    moved = intake.read(store, tmp_path / "b.csv", answers=Answers(unit="Trường THCS Cầu Kè"))
    assert moved.plan is not None
    questions = [row.question for row in moved.plan.rows]
    assert questions[1] == (f"Bê Thị Hai: Đơn vị: {STATION} → Trường THCS Cầu Kè; Khoa/phòng: Tổ Hai → Tổ Một")
    for row in list(moved.plan.rows):
        intake.answer_row(store, moved, row, choice)
    assert intake.apply(store, moved) is not None
    where = {
        (name, unit, department, unit_of_department in (None, unit))
        for name, unit, department, unit_of_department in store.rows(
            "SELECT full_name, unit.name, department.name, other.name FROM staff JOIN unit ON unit.id = staff.unit_id"
            " LEFT JOIN department ON department.id = department_id LEFT JOIN unit AS other"
            " ON other.id = department.unit_id WHERE full_name IN ('An Văn Một', 'Bê Thị Hai', 'Cao Thị Cúc')"
        )
    }
    before = [("An Văn Một", "Tổ Một"), ("Bê Thị Hai", "Tổ Hai"), ("Cao Thị Cúc", "Tổ Hai")]
    after = [("An Văn Một", "Tổ Một"), ("Bê Thị Hai", "Tổ Một"), ("Cao Thị Cúc", None)]
    unit, wanted = ("Trường THCS Cầu Kè", after) if choice == "take" else (STATION, before)
    assert where == {(name, unit, department, True) for name, department in wanted}


@pytest.mark.parametrize("moved_to", ["", "Tổ Hai"])
@pytest.mark.parametrize("by_hand", [False, True])
def test_whom_a_file_moved_by_mistake_has_the_old_department_again(
    store: Store, receive: Receive, tmp_path: Path, moved_to: str, by_hand: bool
) -> None:
    """The station's second list has no khoa/phòng; the person went to the village and came back with it."""
    receive("a.csv", [*AN, "Khoa Dược"], [*BE, "Khoa Nội"], heads=[*HEADS, "Khoa/phòng"])
    sent = (
        ("b.csv", "Ấp An Hòa", [*AN, moved_to], [*HEADS, "Khoa/phòng"]),
        ("c.csv", STATION, AN, HEADS),
    )
    taken = []
    for name, unit, person, heads in sent:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[f"Đơn vị: {unit}"], heads, ["1", *person]])
        moving = intake.read(store, tmp_path / name, answers=Answers(unit=unit))
        assert moving.plan is not None
        intake.answer_row(store, moving, moving.plan.rows[0], "take")
        taken.append(intake.apply(store, moving))
    unit_id = staff.get(store, who(store, AN)).unit_id
    if by_hand:
        staff.move(store, [who(store, AN)], unit_id, "Khoa Nhi")
        staff.move(store, [who(store, AN)], unit_id, None)
    submissions.take_back(store, taken[0])
    found = staff.get(store, who(store, AN))
    assert (found.unit, found.department) == (STATION, None if by_hand else "Khoa Dược")


@pytest.mark.parametrize("before", ["Khoa Dược", ""])
def test_a_list_without_departments_keeps_none_that_a_file_changed(store: Store, receive: Receive, before: str) -> None:
    """Where nobody had named one before, whoever stays keeps the one that the file named."""
    heads = [*HEADS, "Khoa/phòng"]
    receive("a.csv", [*AN, before], [*BE, "Khoa Nội"], heads=heads)
    changed = receive("b.csv", [*AN, "Văn phòng"], [*BE, "Khoa Nội"], heads=heads)
    receive("c.csv", AN, BE, CUC)
    result = submissions.take_back(store, changed)
    assert staff.get(store, who(store, AN)).department == (before or "Văn phòng")
    assert bool(result.kept) is not bool(before)


def test_a_file_that_changed_nothing_is_in_force_again_when_taking_it_back_is_undone(
    store: Store, receive: Receive
) -> None:
    first = receive("1.csv", AN, BE)
    second = receive("2.csv", BE, AN)
    third = receive("3.csv", AN)
    submissions.take_back(store, first)
    submissions.take_back(store, second)
    assert "Bê Thị Hai" not in listed(store)
    undoing = journal.change(store, journal.last_change(store))
    assert undoing.label == "Rút tệp 2.csv"
    history.take_back(store, undoing)
    assert {"An Văn Một", "Bê Thị Hai"} <= listed(store)
    assert submissions.get(store, second).taken_back_at is None
    submissions.take_back(store, third)
    assert {"An Văn Một", "Bê Thị Hai"} <= listed(store)
    submissions.take_back(store, second)
    receive("4.csv", BE)
    with pytest.raises(RefusedError, match="từ khi rút tệp ấy đã nhận, rút hay làm lại tệp khác"):
        history.take_back(store, next(one for one in journal.changes(store) if one.label == "Rút tệp 2.csv"))


def test_taking_back_a_file_that_changed_nothing_stands_in_the_journal(store: Store, receive: Receive) -> None:
    receive("1.csv", AN, BE)
    second = receive("2.csv", BE, AN)
    result = submissions.take_back(store, second)
    assert taken_back_lines(store, result) == ["0 giá trị trở về như cũ."]
    assert journal.changes(store)[0].label == "Rút tệp 2.csv"
    redone = history.take_back(store, journal.changes(store)[0])
    assert (submissions.get(store, second).taken_back_at, taken_back_lines(store, redone)) == (
        None,
        ["0 giá trị trở về như cũ. Tệp lại có hiệu lực."],
    )


@pytest.mark.parametrize("now", ["Trường Tiểu học A", "Trường A Mới"])
def test_what_somebody_wrote_about_a_unit_is_kept_while_its_file_is_taken_back_and_sent_anew(
    store: Store, tmp_path: Path, now: str
) -> None:
    name = "Trường Tiểu học A"

    def receive(file: str, *people: list[str]) -> int:
        with (tmp_path / file).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(
                [[f"Đơn vị: {name}"], HEADS, *[[str(number), *one] for number, one in enumerate(people, 1)]]
            )
        number = intake.apply(store, intake.read(store, tmp_path / file, answers=Answers(unit=name)))
        assert number is not None
        return number

    first = receive("a.csv", AN, BE)
    before = staff.get(store, who(store, AN)).unit_id
    units.edit(store, before, name=now, sector="health", contact="Cô Ba 0912345678")
    submissions.take_back(store, first)
    assert units.find(store, now) is None
    again = receive("a2.csv", AN, BE)
    unit = units.get(store, staff.get(store, who(store, AN)).unit_id)
    assert (unit.id, unit.name, unit.sector, unit.contact) == (before, now, "health", "Cô Ba 0912345678")
    submissions.take_back(store, again)
    assert units.find(store, now) is None
    assert list(check(store.path).problems) == []


@pytest.mark.parametrize("comes_again", [False, True])
def test_whoever_comes_back_is_in_an_open_unit(store: Store, comes_again: bool) -> None:
    old = units.add(store, "Trường Tiểu học A")
    person = staff.add(store, Person(full_name="An Văn Một"), old, "Tổ Một")
    staff.remove(store, [person])
    removal = journal.last_change(store)
    units.close(store, old)
    new = units.find_or_add(store, "Trường Tiểu học A") if comes_again else old
    assert (new == old) is not comes_again
    history.take_back(store, journal.change(store, removal))
    unit_id = staff.get(store, person).unit_id
    assert (unit_id, units.get(store, unit_id).valid_to) == (new, None)
    assert list(check(store.path).problems) == []


@pytest.mark.parametrize("order", [(0, 2), (2, 0)])
def test_a_file_that_changed_nothing_keeps_what_it_says_when_those_around_it_go(
    store: Store, receive: Receive, order: tuple[int, int]
) -> None:
    done = [*BE[:-1], "Đã có"]
    numbers = [receive("0.csv", AN, BE), receive("1.csv", BE, AN), receive("2.csv", AN, done)]
    assert staff.get(store, who(store, BE)).person.states["level2_account"] is State.DONE
    for each in order:
        submissions.take_back(store, numbers[each])
    assert staff.get(store, who(store, BE)).person.states["level2_account"] is State.TODO


@pytest.mark.parametrize("after", ["Không áp dụng", "Đã có", "Chưa (quên mật khẩu)"])
def test_a_file_is_redone_whatever_it_made_of_a_reason(store: Store, receive: Receive, after: str) -> None:
    receive("a.csv", [*AN[:5], "Chưa (không có điện thoại thông minh)"], BE)
    number = receive("b.csv", [*AN[:5], after], BE)
    person = staff.get(store, who(store, AN)).person
    submissions.take_back(store, number)
    history.put_back(store, next(each.id for each in journal.changes(store) if each.submission_id == number))
    again = staff.get(store, who(store, AN)).person
    assert (again.states, again.reasons) == (person.states, person.reasons)
