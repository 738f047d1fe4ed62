"""The registers: entries with undo, and the sentences that they offer for a period."""

from datetime import date

import pytest

from store import clock, history
from store.database import Store
from store.errors import RefusedError
from store.models import Person
from store.people import staff, units
from store.registers import entries
from store.registers.declared import REGISTERS, Register, find
from store.registers.entries import RegisterEntry
from store.registers.sentences import offered

TRAINING, RECEPTION, PRINTING, COMMUNICATION, DIFFICULTIES = REGISTERS
WEEK = date(2026, 6, 17), date(2026, 6, 23)
ALL_SECTIONS = ("reception", "training", "printing", "difficulties", "work")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")


@pytest.fixture
def team(store: Store) -> list[int]:
    """Ids of three people of the station; a teacher is there too."""
    station, school = units.find_or_add(store, "Trạm Y tế xã X"), units.find_or_add(store, "Trường Tiểu học A")
    staff.add(store, Person("Cô Giáo"), school)
    return [staff.add(store, Person(name), station) for name in ("An", "Bình", "Châu")]


def only(store: Store, register: Register) -> RegisterEntry:
    (entry,) = entries.all_entries(store, register)
    return entry


def ids(people: list[int]) -> str:
    return " ".join(map(str, people))


def test_an_entry_is_added_changed_and_taken_off_and_each_step_is_taken_back(store: Store) -> None:
    entries.add(
        store, PRINTING, day="2026-06-20", what="Hướng dẫn tích hợp thẻ BHYT", copies="30", place="Khu tiếp đón"
    )
    entry = only(store, PRINTING)
    assert (entry.day, entry.number("copies")) == ("2026-06-20", 30)
    entries.edit(store, entry, copies="40", place="")
    assert dict(only(store, PRINTING).values) == {
        "day": "2026-06-20", "what": "Hướng dẫn tích hợp thẻ BHYT", "copies": "40",
    }  # fmt: skip
    history.undo(store)
    assert only(store, PRINTING).values["place"] == "Khu tiếp đón"
    entries.remove(store, only(store, PRINTING))
    assert entries.all_entries(store) == []
    history.undo(store)
    assert only(store, PRINTING).number("copies") == 30
    history.undo(store)
    assert entries.all_entries(store) == []
    history.redo(store)
    assert only(store, PRINTING).number("copies") == 30


@pytest.mark.parametrize(
    ("register", "values", "why"),
    [
        (TRAINING, {"day": "2026-06-20"}, "Phải ghi nội dung"),
        (TRAINING, {"day": "2026-06-24", "topic": "Sổ SKĐT"}, "chưa tới"),
        (PRINTING, {"day": "2026-06-20", "what": "Áp phích", "copies": "vài"}, "phải là một số"),
        (RECEPTION, {"day": "2026-06-20", "until": "2026-06-19", "who": "An"}, "trước từ ngày"),
        (DIFFICULTIES, {"day": "2026-06-20", "what": "Mạng yếu", "state": "answered", "settled_on": "2026-06-19"},
         "trước ngày nêu"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(store: Store, register: Register, values: dict[str, str], why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        entries.add(store, register, **values)
    assert entries.all_entries(store) == []


def test_the_rate_of_health_staff_trained_counts_everybody_once(store: Store, team: list[int]) -> None:
    entries.add(store, TRAINING, day="2026-06-18", topic="Sổ SKĐT", place="hội trường", attended=ids(team[:2]))
    entries.add(store, TRAINING, day="2026-06-20", topic="Tích hợp BHYT", attended=ids(team[1:2]), guests="12")
    assert offered(store, ("training",), WEEK)["training"] == (
        "Trong kỳ đã tổ chức 2 buổi tập huấn, 2/3 nhân viên y tế (66,67%) tham dự, cùng 12 người khác:"
        " Sổ SKĐT, ngày 18/06/2026, tại hội trường; Tích hợp BHYT, ngày 20/06/2026."
    )


def test_those_trained_before_the_period_are_told_as_well(store: Store, team: list[int]) -> None:
    entries.add(store, TRAINING, day="2026-06-10", topic="VNeID", attended=ids(team))
    entries.add(store, TRAINING, day="2026-06-18", topic="Sổ SKĐT", attended=ids(team[:1]))
    assert offered(store, ("training",), WEEK)["training"] == (
        "Trong kỳ đã tổ chức 1 buổi tập huấn, 1/3 nhân viên y tế (33,33%) tham dự: Sổ SKĐT, ngày 18/06/2026."
        " Tính đến 23/06/2026, 3/3 nhân viên y tế (100,00%) đã được tập huấn."
    )
    assert "3/3 nhân viên y tế (100,00%) tham dự" in offered(store, ("training",), (None, WEEK[1]))["training"]


def test_whoever_left_the_staff_and_teachers_do_not_count(store: Store, team: list[int]) -> None:
    teacher = next(member.id for member in staff.members(store) if member.person.full_name == "Cô Giáo")
    entries.add(store, TRAINING, day="2026-06-18", topic="Sổ SKĐT", attended=ids([*team, teacher]))
    staff.remove(store, team[2:])
    assert "2/2 nhân viên y tế (100,00%)" in offered(store, ("training",), WEEK)["training"]


def test_nothing_is_said_of_attendance_that_nobody_ticked(store: Store, team: list[int]) -> None:
    entries.add(store, TRAINING, day="2026-06-18", topic="Sổ SKĐT")
    text = offered(store, ("training",), WEEK)["training"]
    assert text == "Trong kỳ đã tổ chức 1 buổi tập huấn: Sổ SKĐT, ngày 18/06/2026."


def test_who_sits_at_the_reception_desk_stands_in_every_period_until_it_ends(store: Store) -> None:
    entries.add(store, RECEPTION, day="2026-06-15", who="Nguyễn Văn An")
    entries.add(store, RECEPTION, day="2026-06-01", until="2026-06-16", who="Lê Thị Bình")
    entries.add(store, RECEPTION, day="2026-06-18", until="2026-06-30", who="nguyễn văn an", place="cổng chính")
    assert offered(store, ("reception",), WEEK)["reception"] == (
        "Trong kỳ bố trí 1 người tiếp đón, hướng dẫn người bệnh: Nguyễn Văn An từ 15/06/2026;"
        " nguyễn văn an tại cổng chính từ 18/06/2026 đến 30/06/2026."
    )


@pytest.mark.parametrize(
    "who",
    [
        "Néang Thị Lan; Chau Hữu Lan", "Lê Thị Hoa, Trần Văn Bình", "Hoa và Cúc", "Lan / Bình", "Lan - Bình",
        "2 điều dưỡng", "Tổ tiếp đón", "Hai nữ hộ sinh", "Nguyễn Thị Lan Trần Văn Bình Hoa",
    ],
)  # fmt: skip
def test_how_many_sit_at_the_desk_is_not_said_where_one_line_names_several(store: Store, who: str) -> None:
    entries.add(store, RECEPTION, day="2026-06-15", who=who)
    text = offered(store, ("reception",), WEEK)["reception"]
    assert text.startswith("Trong kỳ bố trí người tiếp đón, hướng dẫn người bệnh: ")


def test_the_same_person_by_a_shorter_name_is_not_counted_twice(store: Store) -> None:
    entries.add(store, RECEPTION, day="2026-06-15", who="YS. Nguyễn Văn An")
    entries.add(store, RECEPTION, day="2026-06-16", who="Văn An")
    text = offered(store, ("reception",), WEEK)["reception"]
    assert text.startswith("Trong kỳ bố trí người tiếp đón, hướng dẫn người bệnh: ")


def test_prints_and_communication_fill_one_section(store: Store) -> None:
    entries.add(
        store, PRINTING, day="2026-06-20", what="Hướng dẫn tích hợp thẻ BHYT", copies="1200", place="khu tiếp đón"
    )
    entries.add(store, PRINTING, day="2026-06-21", what="Áp phích")
    entries.add(store, COMMUNICATION, day="2026-06-22", what="Loa truyền thanh", reached="350", place="ấp Tô Hạ")
    entries.add(store, COMMUNICATION, day="2026-06-02", what="Zalo")  # of another week
    assert offered(store, ("printing",), WEEK)["printing"] == (
        "Trong kỳ đã in, niêm yết 1.200 bản tài liệu:"
        " Hướng dẫn tích hợp thẻ BHYT, 1.200 bản, tại khu tiếp đón; Áp phích.\n"
        "Trong kỳ đã thực hiện 1 hoạt động tuyên truyền, tiếp cận 350 lượt người:"
        " Loa truyền thanh, ngày 22/06/2026, tại ấp Tô Hạ (350 lượt người)."
    )


def test_a_difficulty_stands_as_it_stood_at_the_end_of_the_period(store: Store) -> None:
    school = units.find_or_add(store, "Trường Tiểu học A")
    entries.add(store, DIFFICULTIES, day="2026-06-10", unit=str(school), what="Chưa nhận được OTP")
    entry = only(store, DIFFICULTIES)
    open_ = "Trường Tiểu học A: Chưa nhận được OTP (chưa trả lời)"
    assert open_ in offered(store, ("difficulties",), WEEK)["difficulties"]
    entries.edit(store, entry, state="answered", answer="Đổi số ở Công an xã")
    assert only(store, DIFFICULTIES).values["settled_on"] == "2026-06-23"
    assert offered(store, ("difficulties",), WEEK)["difficulties"] == (
        "Trong kỳ có 1 khó khăn, vướng mắc; đã trả lời 1:\n"
        "- Trường Tiểu học A: Chưa nhận được OTP (đã trả lời: Đổi số ở Công an xã)"
    )
    earlier, later = (date(2026, 6, 10), date(2026, 6, 16)), (date(2026, 6, 24), date(2026, 6, 30))
    assert open_ in offered(store, ("difficulties",), earlier)["difficulties"]
    assert offered(store, ("difficulties",), later) == {}


def test_what_was_sent_up_is_not_settled_and_stays(store: Store) -> None:
    entries.add(store, DIFFICULTIES, day="2026-06-10", what="Thiếu máy tính", state="sent_up", settled_on="2026-06-11")
    text = offered(store, ("difficulties",), WEEK)["difficulties"]
    assert text.startswith("Trong kỳ có 1 khó khăn, vướng mắc; đã báo cáo cấp trên 1:")


def test_a_unit_is_offered_only_what_it_raised_itself(store: Store, team: list[int]) -> None:
    school = units.find_or_add(store, "Trường Tiểu học A")
    entries.add(store, TRAINING, day="2026-06-18", topic="Sổ SKĐT", attended=ids(team))
    entries.add(store, DIFFICULTIES, day="2026-06-18", what="Mạng yếu", unit=str(school))
    assert list(offered(store, ALL_SECTIONS, WEEK, unit_id=school)) == ["difficulties"]
    assert list(offered(store, ALL_SECTIONS, WEEK)) == ["training", "difficulties", "work"]


@pytest.mark.parametrize("register", REGISTERS, ids=[register.key for register in REGISTERS])
def test_each_register_makes_a_whole_sentence_of_its_required_columns_alone(store: Store, register: Register) -> None:
    values = {column.key: "Một việc" for column in register.columns if column.is_required and column.kind == "text"}
    entries.add(store, register, day="2026-06-20", **values)
    text = offered(store, [min(register.sections)], WEEK)[min(register.sections)]
    assert "Một việc" in text
    assert not set("[]{}") & set(text)
    assert find(register.key) is register
