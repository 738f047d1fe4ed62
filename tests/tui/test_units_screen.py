"""Đơn vị, told by keys: the tree, its figures, a search, a unit made, changed, closed, its people looked at."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.models import Person
from store.people import staff, units
from tests.tui.opened_app import NARROW, WIDE, opened, press, settled, shown
from tests.tui.station import COMMITTEE, SCHOOL, STATION
from tests.tui.typing_as_unikey import bursts, feed
from tui.framework.form import Form
from tui.screens.roster.screen import RosterScreen
from tui.screens.units.form import UnitScreen
from tui.screens.units.screen import UnitsScreen
from tui.widgets.dialogs import Ask, Notice, Prompt


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "trạm.sqlite3"


async def at_units(pilot: Pilot[int]) -> UnitsScreen:
    await press(pilot, "f3")
    await settled(pilot)
    assert isinstance(pilot.app.screen, UnitsScreen)
    return pilot.app.screen


def line_of(pilot: Pilot[int], name: str) -> list[str]:
    """The words of the line on which a name stands, its figures last."""
    return next(line for line in shown(pilot).splitlines() if name in line).split()


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_every_unit_stands_with_its_people_and_what_they_lack(path: Path, size: tuple[int, int]) -> None:
    async with opened(path, size) as pilot:
        await at_units(pilot)
        total = pilot.app.store.connection.execute("SELECT count(*) FROM staff").fetchone()[0]
        assert "★" in line_of(pilot, "★ Trạm Y tế")
        assert line_of(pilot, SCHOOL)[-7] == "8"
        assert line_of(pilot, "Cộng 3 đơn vị")[-7] == str(total)
        assert "trạm giữ sổ này" in shown(pilot)


async def test_the_unit_under_the_cursor_is_told_in_words(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_units(pilot)
        await press(pilot, "down")
        assert "Hành chính · khoa/phòng của Trạm Y tế xã Vĩnh Gia" in shown(pilot)
        await press(pilot, "end")
        assert screen.chosen is not None
        assert "UBND, HĐND" in shown(pilot)
        assert "5 người · còn thiếu:" in shown(pilot)


async def test_figures_are_new_when_one_comes_back(path: Path) -> None:
    async with opened(path) as pilot:
        await at_units(pilot)
        await press(pilot, "f2")
        school = units.find(pilot.app.store, SCHOOL)
        assert school is not None
        staff.add(pilot.app.store, Person("Lê Văn Tám"), school.id)
        await press(pilot, "f3")
        await settled(pilot)
        assert line_of(pilot, SCHOOL)[-7] == "9"


async def test_typing_on_the_list_searches_without_diacritics(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_units(pilot)
        await press(pilot, "text:tieu hoc")
        assert [line.name for line in screen.listed] == [SCHOOL]
        assert "Tìm thấy 1/3 đơn vị" in shown(pilot)
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, UnitScreen)
        await press(pilot, "escape", "escape")
        assert len(screen.listed) == 8
        assert screen.chosen is not None
        assert screen.chosen.name == SCHOOL  # the cursor stays where it was


async def test_the_cursor_goes_to_what_was_searched_for_not_to_the_unit_above_it(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_units(pilot)
        await press(pilot, "end", "text:duoc")
        assert [line.name for line in screen.listed] == [STATION, "Dược"]
        assert screen.chosen is not None
        assert screen.chosen.name == "Dược"


async def test_a_search_typed_in_one_burst_with_an_input_method_arrives_whole(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_units(pilot)
        await feed(pilot, "".join(bursts("ủy ban")) + "\r")
        assert [line.name for line in screen.listed] == [COMMITTEE]
        assert screen.focused is screen.line_list


async def test_down_goes_from_the_search_to_what_it_found(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_units(pilot)
        await press(pilot, "ctrl+f", "text:uy ban", "down")
        assert screen.focused is screen.line_list
        assert [line.name for line in screen.listed] == [COMMITTEE]


async def test_what_is_not_found_says_what_to_do(path: Path) -> None:
    async with opened(path) as pilot:
        await at_units(pilot)
        await press(pilot, "text:xyz")
        assert "Không có đơn vị nào như vậy. Esc để xem hết" in shown(pilot)


async def test_left_hides_the_departments_and_right_shows_them(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_units(pilot)
        await press(pilot, "down", "down", "left")
        assert [line.name for line in screen.listed] == [STATION, SCHOOL, COMMITTEE]
        assert "▸ ★ Trạm" in shown(pilot)
        assert screen.chosen is not None
        assert screen.chosen.name == STATION
        await press(pilot, "right")
        assert len(screen.listed) == 8


async def test_seventy_nine_facilities_begin_folded_but_for_the_station(path: Path) -> None:
    async with opened(path) as pilot:
        store = pilot.app.store
        with store.transaction():
            for number in range(1, 80):
                unit = units.add(store, f"Trạm Y tế xã số {number}", facility_code=f"58{number:03}")
                for department in ("Dược", "Khám bệnh"):
                    staff.add(store, Person(f"Lê Văn {department} {number}"), unit, department)
        screen = await at_units(pilot)
        assert len(screen.listed) == 1 + 5 + 2 + 79
        await press(pilot, "text:58077", "enter", "enter")
        assert "Trạm Y tế xã số 77" in shown(pilot)


async def test_a_new_unit_is_made_and_its_name_tells_its_kind(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_units(pilot)
        await press(pilot, "ctrl+n", "text:Trường THCS Vĩnh Gia", "tab")
        assert "‹ Trường học ›" in shown(pilot)
        await press(pilot, "tab", "enter", "text:uy ban", "enter", "text:89123", "ctrl+s")
        await settled(pilot)
        made = units.find(pilot.app.store, "Trường THCS Vĩnh Gia")
        committee = units.find(pilot.app.store, COMMITTEE)
        assert made is not None
        assert committee is not None
        assert (made.kind, made.parent_id, made.facility_code) == ("school", committee.id, "89123")
        assert screen.chosen is not None
        assert screen.chosen.name == "Trường THCS Vĩnh Gia"
        assert "mã cơ sở 89123" in shown(pilot)


async def test_a_kind_that_was_chosen_is_not_guessed_away(path: Path) -> None:
    async with opened(path) as pilot:
        await at_units(pilot)
        await press(pilot, "ctrl+n", "text:Trường THCS", "tab", "text:đoàn", "shift+tab", "text: Vĩnh Gia", "ctrl+s")
        made = units.find(pilot.app.store, "Trường THCS Vĩnh Gia")
        assert made is not None
        assert made.kind == "association"


async def test_enter_edits_the_unit_and_the_new_name_of_the_station_is_in_the_head(path: Path) -> None:
    async with opened(path) as pilot:
        await at_units(pilot)
        await press(pilot, "enter", "ctrl+u", "text:Trạm Y tế xã Núi Cấm", "ctrl+s")
        await settled(pilot)
        assert "TYT Núi Cấm" in shown(pilot).splitlines()[0]
        await press(pilot, "ctrl+z", "2")  # the station's own name is a setting: that is asked about
        await settled(pilot)
        assert f"★ {STATION}" in shown(pilot)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["ctrl+n", "text:truong tieu hoc a vinh gia", "ctrl+s"], "✗ Đã có đơn vị tên"),
        (["ctrl+n", "ctrl+s"], "Phải có tên đơn vị"),
        (["ctrl+n", "text:Chùa", "tab", "tab", "tab", "text:12a", "ctrl+s"], "Mã cơ sở gồm 5 chữ số"),
    ],
)
async def test_a_unit_that_cannot_be_says_why_beside_the_field(path: Path, keys: list[str], expected: str) -> None:
    async with opened(path, WIDE) as pilot:
        await at_units(pilot)
        await press(pilot, *keys)
        assert isinstance(pilot.app.screen, UnitScreen)
        assert expected in shown(pilot)


async def test_leaving_the_form_asks_about_what_was_typed(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_units(pilot)
        await press(pilot, "ctrl+n", "text:Chùa", "tab", "escape")
        assert isinstance(pilot.app.screen, Ask)
        await press(pilot, "2")
        assert pilot.app.screen is screen
        assert units.find(pilot.app.store, "Chùa") is None
        await press(pilot, "ctrl+n", "text:Chùa", "tab", "escape", "1")
        assert units.find(pilot.app.store, "Chùa") is not None


async def test_a_form_that_was_only_looked_at_closes_at_once(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_units(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(Form).typed("name") == STATION
        await press(pilot, "escape")
        assert pilot.app.screen is screen


async def test_a_department_is_renamed(path: Path) -> None:
    async with opened(path) as pilot:
        await at_units(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, Prompt)
        await press(pilot, "text:, tổ chức", "enter")
        await settled(pilot)
        assert "├ Hành chính, tổ chức" in shown(pilot)
        await press(pilot, "enter", "ctrl+u", "text:duoc", "enter")
        assert isinstance(pilot.app.screen, Notice)
        assert "đã có khoa/phòng “Dược”" in shown(pilot)


async def test_a_unit_with_people_is_not_closed_and_an_empty_one_is_until_undone(path: Path) -> None:
    async with opened(path) as pilot:
        units.add(pilot.app.store, "Chùa Vĩnh Gia")
        await at_units(pilot)
        await press(pilot, "text:tieu hoc", "enter", "ctrl+d")
        assert isinstance(pilot.app.screen, Notice)
        assert "còn 8 người" in " ".join(shown(pilot).split())
        await press(pilot, "enter", "escape", "end", "ctrl+d")
        await settled(pilot)
        assert units.find(pilot.app.store, "Chùa Vĩnh Gia") is None
        await press(pilot, "ctrl+z")
        await settled(pilot)
        assert "Chùa Vĩnh Gia" in shown(pilot)


async def test_a_department_and_the_station_are_not_closed(path: Path) -> None:
    async with opened(path) as pilot:
        await at_units(pilot)
        await press(pilot, "ctrl+d")
        assert "không đóng được" in " ".join(shown(pilot).split())
        await press(pilot, "enter", "down", "ctrl+d")
        assert isinstance(pilot.app.screen, UnitsScreen)
        assert len(units.departments(pilot.app.store)) == 5


async def test_f6_shows_the_people_of_the_unit_or_the_department(path: Path) -> None:
    async with opened(path) as pilot:
        await at_units(pilot)
        await press(pilot, "text:tieu hoc", "enter", "f6")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RosterScreen)
        assert pilot.app.screen.table.total == 8
        await press(pilot, "f3", "escape", "home", "down", "f6")
        await settled(pilot)
        assert pilot.app.screen.table.total == 6


async def test_a_store_without_units_says_what_to_do(tmp_path: Path) -> None:
    from store.opening import open_store

    empty = tmp_path / "trống.sqlite3"
    open_store(empty).close()
    async with opened(empty) as pilot:
        await press(pilot, "escape")
        await at_units(pilot)
        assert "Chưa có đơn vị nào. Ctrl+N để thêm" in shown(pilot)
