"""Người, told by keys: a person is looked at, put right, added, found to be there already."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import journal
from store.checklist import reasons
from store.checklist.items import checklist_items
from store.database import Store
from store.field_ref import FieldRef
from store.location import log_path
from store.models import Person, State
from store.opening import open_store
from store.outcome import Outcome
from store.people import staff, units
from store.receiving import submissions
from store.receiving.plan import Column, FileKind, IncomingRow, Plan, PlannedRow, Reading, Table
from tests.tui.opened_app import NARROW, WIDE, opened, press, shown
from tests.tui.station import SCHOOL, STATION
from tui.screens.person.screen import PersonScreen
from tui.screens.roster.screen import RosterScreen
from tui.widgets.dialogs import Ask, PickOne, Prompt

answers: list[int | None] = []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    answers.clear()
    return tmp_path / "trạm.sqlite3"


def lan(store: Store, **more: object) -> int:
    """Somebody at the station with everything done."""
    person = Person("Nguyễn Thị Lan", "1984-01-05", "nữ", "089184001234", "Y sĩ")
    for name, value in more.items():
        setattr(person, name, value)
    person.states |= {item.key: State.DONE for item in checklist_items(store) if item.key not in person.states}
    unit = units.find(store, STATION)
    assert unit is not None
    return staff.add(store, person, unit.id, "Khám bệnh")


async def open_form(pilot: Pilot[int], staff_id: int | None, unit_id: int | None = None) -> PersonScreen:
    screen = PersonScreen(staff_id, unit_id)
    pilot.app.push_screen(screen, answers.append)
    await pilot.pause()
    return screen


async def go(pilot: Pilot[int], screen: PersonScreen, field: str) -> None:
    screen.form.focus_field(field)
    await pilot.pause()


# -- somebody who is in the store


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_everything_about_a_person_stands_on_one_screen(path: Path, size: tuple[int, int]) -> None:
    async with opened(path, size) as pilot:
        await open_form(pilot, lan(pilot.app.store))
        text = shown(pilot)
        for words in ("Nguyễn Thị Lan", STATION, "Khám bệnh", "05/01/1984", "‹ Nữ ›", "Y sĩ", "‹ ✓ Đã ›", "Ghi chú"):
            assert words in text


async def test_a_field_that_is_left_is_on_disk_and_says_so(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "phone")
        await press(pilot, "text:+84 912 345 678", "tab")
        assert staff.get(pilot.app.store, who).person.phone == "0912345678"
        assert "•••••••678" in shown(pilot)
        assert "✓ đã ghi" in shown(pilot)
        await press(pilot, "escape")
        assert answers == [who]


async def test_a_field_that_is_wrong_says_why_and_is_not_written(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "birth_date")
        await press(pilot, "ctrl+u", "text:31/02/1984", "tab")
        assert "✗ Không phải ngày" in shown(pilot)
        assert staff.get(pilot.app.store, who).person.birth_date == "1984-01-05"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Ask)
        assert "Ngày sinh" in shown(pilot)
        await press(pilot, "1")
        assert (pilot.app.screen, screen.form.current) == (screen, "birth_date")
        await press(pilot, "escape", "escape")
        assert answers == [who]


async def test_escape_first_gives_the_field_its_text_back(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await press(pilot, "text: Anh", "escape")
        assert screen.form.typed("full_name") == "Nguyễn Thị Lan"
        await press(pilot, "escape")
        assert answers == [who]
        assert staff.get(pilot.app.store, who).person.full_name == "Nguyễn Thị Lan"


async def test_a_citizen_id_of_somebody_else_is_refused_with_their_name(path: Path) -> None:
    async with opened(path) as pilot:
        lan(pilot.app.store)
        other = lan(pilot.app.store, full_name="Trần Thị Bé", citizen_id="089184009999")
        screen = await open_form(pilot, other)
        await go(pilot, screen, "citizen_id")
        await press(pilot, "ctrl+u", "text:089184001234", "tab")
        for _ in range(2):  # also when another window wrote meanwhile
            assert "đã có ở Nguyễn Thị Lan" in " ".join(shown(pilot).split())
            assert staff.get(pilot.app.store, other).person.citizen_id == "089184009999"
            with open_store(path) as window:
                staff.edit(window, other, {"position": "Bác sĩ"})
            screen.follow_store()
            await pilot.pause()
        assert screen.form.values["position"] == "Bác sĩ"


async def test_the_citizen_id_is_masked_until_one_is_in_its_field(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, lan(pilot.app.store))
        assert "•••••••••234" in shown(pilot)
        assert "089184001234" not in shown(pilot)
        await go(pilot, screen, "citizen_id")
        assert "089184001234" in shown(pilot)
    logged = log_path().read_text(encoding="utf-8")
    assert "uncovered" in logged.splitlines()[-1]
    assert "citizen_id" in logged.splitlines()[-1]
    assert "089184001234" not in logged


async def test_a_number_in_a_text_is_masked_until_one_is_in_its_field(path: Path) -> None:
    texts = {"note": "số cũ 089185001299", "position": "Y sĩ 0912345678"}
    async with opened(path, WIDE) as pilot:
        todo = {"states": {"level2_account": State.TODO}, "reasons": {"level2_account": "sim 0987654321"}}
        staff_id = lan(pilot.app.store, **texts, **todo)
        staff.move(pilot.app.store, [staff_id], staff.get(pilot.app.store, staff_id).unit_id, "Tổ 089185003333")
        screen = await open_form(pilot, staff_id)
        for number in ("089185001299", "0912345678", "0987654321", "089185003333"):
            assert number not in shown(pilot)
            assert f"•{number[-3:]}" in shown(pilot)
        for field, text in texts.items():
            await go(pilot, screen, field)
            assert text in shown(pilot)
            assert log_path().read_text(encoding="utf-8").splitlines()[-1].endswith(f"uncovered field-{field}")
        await go(pilot, screen, "full_name")
        assert "089185001299" not in shown(pilot)
        person = staff.get(pilot.app.store, staff_id).person
        assert (person.note, person.position) == (texts["note"], texts["position"])


async def test_the_citizen_id_is_read_as_one_types(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        screen = await open_form(pilot, None, 1)
        await go(pilot, screen, "citizen_id")
        await press(pilot, "text:0891840")
        assert "7/12 chữ số" in shown(pilot)
        await press(pilot, "text:01234")
        assert "An Giang · nữ · 1984" in shown(pilot)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0891840012", "Mới có 10/12 chữ số"),
        ("351234567", "9 số là CMND cũ"),
        ("79184001234", "Thiếu số 0 ở đầu? · F9: 079184001234"),
        ("08918400123x", "chỉ gồm 12 chữ số"),
        ("089084001234", "! Số này là của nam"),
        ("089185001234", "! Số này là của người sinh năm 1985"),
        ("099184001234", "! Ba số đầu 099 không phải mã tỉnh"),
    ],
)
async def test_what_is_odd_about_a_citizen_id_is_said_beside_it(path: Path, typed: str, expected: str) -> None:
    async with opened(path, WIDE) as pilot:
        screen = await open_form(pilot, lan(pilot.app.store, citizen_id=None))
        await go(pilot, screen, "citizen_id")
        await press(pilot, f"text:{typed}", "tab")
        assert expected in " ".join(shown(pilot).split())


async def test_a_remark_on_the_citizen_id_goes_when_the_sex_is_put_right(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        screen = await open_form(pilot, lan(pilot.app.store, sex="nam"))
        assert "Số này là của nữ" in shown(pilot)
        await go(pilot, screen, "sex")
        await press(pilot, "2")
        assert "Số này là của nữ" not in shown(pilot)


async def test_a_citizen_id_that_disagrees_may_be_kept(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "citizen_id")
        await press(pilot, "ctrl+u", "text:089185001234", "tab")
        assert staff.get(pilot.app.store, who).person.citizen_id == "089185001234"


async def test_undo_in_the_form_shows_what_the_store_holds_again(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "state.cccd")
        await press(pilot, "3")
        assert staff.get(pilot.app.store, who).person.states["cccd"] is State.NOT_APPLICABLE
        await press(pilot, "ctrl+z")
        assert staff.get(pilot.app.store, who).person.states["cccd"] is State.DONE
        assert screen.form.typed("state.cccd") == State.DONE
        await press(pilot, "ctrl+y")
        assert screen.form.typed("state.cccd") == State.NOT_APPLICABLE


async def test_undoing_the_adding_of_the_person_closes_their_form(path: Path) -> None:
    async with opened(path) as pilot:
        await open_form(pilot, lan(pilot.app.store))
        await press(pilot, "ctrl+z", "2")
        assert isinstance(pilot.app.screen, RosterScreen)
        assert answers == [None]


async def test_f1_tells_the_keys_of_the_form(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await open_form(pilot, lan(pilot.app.store))
        await press(pilot, "f1")
        assert "Trợ giúp · Người" in shown(pilot)
        assert "Nhật ký" in shown(pilot)


# -- states, reasons, days


async def test_what_becomes_not_yet_is_asked_why(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "state.cccd")
        await press(pilot, "2")
        assert isinstance(pilot.app.screen, PickOne)
        await press(pilot, "text:Mất thẻ", "enter")
        person = staff.get(pilot.app.store, who).person
        assert (person.states["cccd"], person.reasons["cccd"]) == (State.TODO, "Mất thẻ")
        assert "Mất thẻ" in shown(pilot)
        await press(pilot, "f6", "text:không ghi", "enter")
        assert staff.get(pilot.app.store, who).person.reasons == {}
        assert "chưa có lý do (F6)" in shown(pilot)


async def test_a_known_reason_is_one_key(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "state.level2_account")
        await press(pilot, "2")
        first = reasons.for_item(pilot.app.store, "level2_account")[0].text
        await press(pilot, "1")
        assert staff.get(pilot.app.store, who).person.reasons == {"level2_account": first}
        assert first in shown(pilot)


async def test_a_reason_has_the_digit_that_it_has_on_the_list_and_space_takes_the_last_one(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "state.bhyt_linked")
        await press(pilot, "2", "4")
        assert staff.get(pilot.app.store, who).person.reasons == {"bhyt_linked": "Chờ BHXH cập nhật"}
        await press(pilot, "f6", "0")
        assert staff.get(pilot.app.store, who).person.reasons == {}
        await press(pilot, "f6")
        assert "Dấu cách: Chờ BHXH cập nhật" in shown(pilot)
        await press(pilot, "space")
        assert staff.get(pilot.app.store, who).person.reasons == {"bhyt_linked": "Chờ BHXH cập nhật"}


async def test_why_an_item_is_not_applicable_is_said_by_f6(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, lan(pilot.app.store))
        await go(pilot, screen, FieldRef.state("level2_account"))
        await press(pilot, "3")
        assert "vì sao: F6" in shown(pilot)
        await press(pilot, "f6", "text:nghỉ thai sản", "enter")
        person = staff.get(pilot.app.store, screen.staff_id or 0).person
        assert (person.states["level2_account"], person.reasons["level2_account"]) == (
            State.NOT_APPLICABLE, "Nghỉ thai sản",
        )  # fmt: skip
        assert "Nghỉ thai sản" in shown(pilot)


async def test_an_item_without_a_reason_is_written_when_the_question_is_left(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "state.cccd")
        await press(pilot, "2", "escape")
        assert pilot.app.screen is screen
        assert staff.get(pilot.app.store, who).person.states["cccd"] is State.TODO


async def test_the_day_of_what_is_done_is_put_right(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "state.cccd")
        await press(pilot, "f6")
        assert isinstance(pilot.app.screen, Prompt)
        await press(pilot, "text:5/3/2021", "enter")
        assert staff.get(pilot.app.store, who).person.done_on == {"cccd": "2021-03-05"}
        assert "ngày 05/03/2021" in shown(pilot)


@pytest.mark.parametrize(("typed", "expected"), [("32/1/2021", "Không phải ngày"), ("1/1/2999", "Ngày này chưa tới")])
async def test_a_day_that_cannot_be_is_not_taken(path: Path, typed: str, expected: str) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, lan(pilot.app.store))
        await go(pilot, screen, "state.cccd")
        await press(pilot, "f6", f"text:{typed}", "enter")
        assert isinstance(pilot.app.screen, Prompt)
        assert expected in shown(pilot)


async def test_delete_makes_a_state_unknown(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "state.cccd")
        await press(pilot, "delete")
        assert staff.get(pilot.app.store, who).person.states["cccd"] is State.UNKNOWN
        assert "‹ ? Chưa rõ ›" in shown(pilot)


async def test_a_contradiction_is_shown_and_left_to_the_person(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "state.level2_account")
        await press(pilot, "2", "2")
        assert shown(pilot).count("! Mâu thuẫn: Mức 2 đang Chưa. Hãy xem lại") == 3
        states = staff.get(pilot.app.store, who).person.states
        assert states["bhyt_linked"] is State.DONE
        await press(pilot, "1")
        assert "Mâu thuẫn" not in shown(pilot)


async def test_who_is_not_administrative_is_suggested_to_need_no_signature(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        who = lan(pilot.app.store, administrative=True)
        screen = await open_form(pilot, who)
        assert "Không làm hành chính" not in shown(pilot)
        await go(pilot, screen, "administrative")
        await press(pilot, "2")
        assert "thường là – (bấm 3)" in " ".join(shown(pilot).split())
        assert staff.get(pilot.app.store, who).person.states["digital_signature"] is State.DONE
        await go(pilot, screen, "state.digital_signature")
        await press(pilot, "3")
        assert "Không làm hành chính" not in shown(pilot)


# -- where a value came from, and its log


def from_file(store: Store) -> int:
    """Somebody whom a file brought; the file said ✓ of the CCCD in F12."""
    columns = [
        Column(1, "Họ tên", FieldRef.parse("full_name"), 1.0),
        Column(5, "Đã có CCCD", FieldRef.state("cccd"), 1.0),
    ]
    person = Person("Lê Văn Tám", states={"cccd": State.DONE})
    row = IncomingRow(0, 12, person, None, ["Lê Văn Tám", "x"])
    table = Table("Danh sách", 5, columns)
    reading = Reading("02.xlsx", "02-truong.xlsx", "0" * 64, FileKind.ROSTER, SCHOOL, [table], [row])
    unit = units.find(store, SCHOOL)
    assert unit is not None
    plan = Plan(reading, unit.id, unit.name, [PlannedRow(row, Outcome.NEW)], journal.last_change(store))
    submissions.apply(store, plan)
    found = store.connection.execute("SELECT id FROM staff WHERE full_name = 'Lê Văn Tám'").fetchone()
    return int(found[0])


async def test_the_cell_that_a_value_came_from_is_named_below(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, from_file(pilot.app.store))
        await go(pilot, screen, "state.cccd")
        assert "Từ 02-truong.xlsx, trang Danh sách, ô F12: “x”" in shown(pilot)
        await press(pilot, "3")
        await go(pilot, screen, "note")
        await go(pilot, screen, "state.cccd")
        assert "02-truong.xlsx" not in shown(pilot)  # edited by hand since: no file says so any more


async def test_f7_tells_what_was_changed_when_and_by_what(path: Path) -> None:
    async with opened(path) as pilot:
        who = from_file(pilot.app.store)
        staff.edit(pilot.app.store, who, {"citizen_id": "089084001234"})
        await open_form(pilot, who)
        await press(pilot, "f7")
        text = shown(pilot)
        assert "Số CCCD: (trống) → •••••••••234" in text
        assert "089084001234" not in text
        assert "thêm vào sổ" in text
        assert "Nhận tệp 02-truong.xlsx" in text
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PersonScreen)


# -- unit and department


async def test_the_unit_is_chosen_by_typing_and_empties_the_department(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "unit")
        await press(pilot, "enter", "text:tieu hoc", "enter")
        member = staff.get(pilot.app.store, who)
        assert (member.unit, member.department) == (SCHOOL, None)
        assert screen.form.typed("department") == ""
        assert screen.form.current == "department"


async def test_a_new_department_is_made_by_its_name_and_one_can_be_left(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "department")
        await press(pilot, "enter", "text:Phòng xét nghiệm", "enter")
        assert staff.get(pilot.app.store, who).department == "Phòng xét nghiệm"
        await go(pilot, screen, "department")
        await press(pilot, "enter", "text:không xếp", "enter")
        assert staff.get(pilot.app.store, who).department is None


# -- somebody new


async def test_somebody_new_is_written_by_ctrl_s_with_reasons_and_days(path: Path) -> None:
    async with opened(path) as pilot:
        unit = units.find(pilot.app.store, SCHOOL)
        assert unit is not None
        screen = await open_form(pilot, None, unit.id)
        await press(pilot, "text:Thạch Sô Phia", "tab", "text:1990")
        await go(pilot, screen, "state.cccd")
        await press(pilot, "1", "f6", "text:1/2/2022", "enter", "down", "2", "2", "ctrl+s")
        assert isinstance(pilot.app.screen, RosterScreen)
        (made,) = answers
        assert made is not None
        member = staff.get(pilot.app.store, made)
        assert (member.unit, member.person.full_name, member.person.birth_date) == (SCHOOL, "Thạch Sô Phia", "1990")
        assert member.person.done_on == {"cccd": "2022-02-01"}
        assert list(member.person.reasons) == ["level2_account"]
        assert member.person.states["bhyt_linked"] is State.UNKNOWN


async def test_enter_on_the_last_field_writes_somebody_new(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, None, 1)
        await press(pilot, "text:Thạch Sô Phia")
        await go(pilot, screen, "note")
        await press(pilot, "text:mới về", "enter")
        assert answers[0] is not None
        assert staff.get(pilot.app.store, answers[0]).person.note == "mới về"


async def test_enter_on_the_last_field_of_somebody_known_stays(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, who)
        await go(pilot, screen, "note")
        await press(pilot, "text:đi học", "enter")
        assert pilot.app.screen is screen
        await press(pilot, "escape")
        assert staff.get(pilot.app.store, who).person.note == "đi học"


async def test_leaving_somebody_new_asks_what_becomes_of_them(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, None, 1)
        await press(pilot, "text:Thạch Sô Phia", "tab", "escape")
        assert isinstance(pilot.app.screen, Ask)
        await press(pilot, "escape")
        assert pilot.app.screen is screen
        await press(pilot, "escape", "1")
        assert answers[0] is not None
        await open_form(pilot, None, 1)
        await press(pilot, "text:Thạch Sa Rây", "tab", "escape", "2")
        assert answers[1] is None
        found = pilot.app.store.connection.execute("SELECT count(*) FROM staff WHERE full_name LIKE 'Thạch%'")
        assert found.fetchone()[0] == 1


async def test_an_empty_form_is_left_without_a_question(path: Path) -> None:
    async with opened(path) as pilot:
        await open_form(pilot, None, 1)
        await press(pilot, "escape")
        assert answers == [None]


async def test_somebody_new_needs_a_name(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, None, 1)
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is screen
        assert "✗ Phải có họ và tên" in shown(pilot)


async def test_several_new_people_one_after_the_other(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, None, 1)
        await go(pilot, screen, "department")
        await press(pilot, "enter", "text:duoc", "enter")
        await press(pilot, "text:Thạch Sô Phia", "tab", "text:1990", "ctrl+n")
        assert (screen.form.current, screen.form.typed("full_name"), screen.form.typed("birth_date")) == (
            "full_name", "", "",
        )  # fmt: skip
        await press(pilot, "text:Thạch Sa Rây", "ctrl+n", "escape")
        found = pilot.app.store.connection.execute(
            "SELECT full_name, department.name FROM staff JOIN department ON department.id = department_id"
            " WHERE full_name LIKE 'Thạch%' ORDER BY staff.id"
        ).fetchall()
        assert [tuple(row) for row in found] == [("Thạch Sô Phia", "Dược"), ("Thạch Sa Rây", "Dược")]
        assert len(answers) == 1
        assert answers[0] is not None
        assert staff.get(pilot.app.store, answers[0]).person.full_name == "Thạch Sa Rây"


# -- somebody who may be there already


async def test_a_possible_double_is_shown_before_it_is_made_and_can_be_opened(path: Path) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        screen = await open_form(pilot, None, 1)
        await press(pilot, "text:nguyen thi lan", "tab")
        assert "Có thể đã có trong sổ" in shown(pilot)
        assert "Nguyễn Thị Lan, sinh 05/01/1984, CCCD •••••••••234" in shown(pilot)
        await press(pilot, "f8")
        assert screen.staff_id == who
        assert screen.form.typed("position") == "Y sĩ"
        await press(pilot, "escape")
        assert answers == [who]


async def test_another_birth_year_is_another_person(path: Path) -> None:
    async with opened(path) as pilot:
        lan(pilot.app.store)
        await open_form(pilot, None, 1)
        await press(pilot, "text:Nguyễn Thị Lan", "tab", "text:1991", "tab")
        assert "Có thể đã có trong sổ" not in shown(pilot)
        await press(pilot, "ctrl+s")
        assert answers[0] is not None


@pytest.mark.parametrize("open_the_other", [True, False])
async def test_a_double_is_made_only_when_the_person_says_so(path: Path, open_the_other: bool) -> None:
    async with opened(path) as pilot:
        who = lan(pilot.app.store)
        before = pilot.app.store.connection.execute("SELECT count(*) FROM staff").fetchone()[0]
        screen = await open_form(pilot, None, 1)
        await press(pilot, "text:Nguyễn Thị Lan", "ctrl+s")
        assert isinstance(pilot.app.screen, Ask)
        await press(pilot, "1" if open_the_other else "9")
        after = pilot.app.store.connection.execute("SELECT count(*) FROM staff").fetchone()[0]
        if open_the_other:
            assert (screen.staff_id, after) == (who, before)
        else:
            assert (len(answers), after) == (1, before + 1)


async def test_the_roster_opens_the_form_and_comes_back_to_the_person(path: Path) -> None:
    async with opened(path) as pilot:
        roster = pilot.app.screen
        assert isinstance(roster, RosterScreen)
        await press(pilot, "down", "down", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, PersonScreen)
        who = screen.staff_id
        await press(pilot, "escape")
        assert pilot.app.screen is roster
        assert roster.table.current is not None
        assert roster.table.current.id == who


# -- many people from paper


async def test_people_from_paper_take_fourteen_keys_each_beside_name_and_number(path: Path) -> None:
    day = [*"01021985"]
    beside = ["enter", *day, "enter", "enter", "ctrl+n"]  # behind the name; the sex is passed over; behind the number
    assert len(beside) <= 14
    async with opened(path) as pilot:
        await open_form(pilot, None, 1)
        known = {member.id for member in staff.members(pilot.app.store)}
        for name, number in (("Chau Sóc Phi", "089185000001"), ("Chau Sóc Phên", "089185000002")):
            await press(pilot, f"text:{name}", *beside[:-1], f"text:{number}", beside[-1])
        added = [member for member in staff.members(pilot.app.store) if member.id not in known]
        assert sorted(member.person.full_name for member in added) == ["Chau Sóc Phi", "Chau Sóc Phên"]
        assert {(member.person.sex, member.person.birth_date) for member in added} == {("nữ", "1985-02-01")}


async def test_sex_and_year_of_somebody_new_come_from_the_number_and_are_shown(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, None, 1)
        await press(pilot, "text:Chau Sóc Phi")
        await go(pilot, screen, "citizen_id")
        await press(pilot, "text:089185001234", "enter")
        assert (screen.form.typed("sex"), screen.form.typed("birth_date")) == ("nữ", "1985")
        assert "theo số CCCD" in shown(pilot)


@pytest.mark.parametrize(
    ("typed", "meant"), [("3.4.88", "03/04/1988"), ("030488", "03/04/1988"), ("5/1/03", "05/01/2003")]
)
async def test_a_year_of_two_digits_is_proposed_and_taken_by_one_key(path: Path, typed: str, meant: str) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, None, 1)
        await go(pilot, screen, "birth_date")
        await press(pilot, f"text:{typed}", "enter")
        assert f"F9: {meant}" in shown(pilot)
        await go(pilot, screen, "birth_date")
        await press(pilot, "f9")
        assert screen.form.values["birth_date"] == meant


async def test_a_lost_zero_is_taken_by_one_key(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, None, 1)
        await go(pilot, screen, "birth_date")
        await press(pilot, "text:1985")
        await go(pilot, screen, "citizen_id")
        await press(pilot, "text:89185001234", "f9")
        assert screen.form.values["citizen_id"] == "089185001234"


async def test_what_the_one_before_had_is_repeated_by_one_key(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await open_form(pilot, None, 1)
        await press(pilot, "text:Chau Sóc Phi")
        await go(pilot, screen, "position")
        await press(pilot, "text:Giáo viên", "ctrl+n", "text:Chau Sóc Phên")
        assert screen.form.typed("position") == ""
        await go(pilot, screen, "position")
        await press(pilot, "f4")
        assert screen.form.typed("position") == "Giáo viên"
