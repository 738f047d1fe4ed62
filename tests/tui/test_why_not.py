"""Vì sao chưa, and reasons that stand in notes: by one key each."""

from pathlib import Path

from textual.pilot import Pilot

from store.checklist.items import checklist_items
from store.counting.item_figures import counted_units
from store.models import Person, State
from store.monitoring import blockers, why_not
from store.people import staff, units
from tests.store.summaries import UNIT, line, take_in
from tests.tui.opened_app import WIDE, opened, press, settled, shown
from tests.tui.station import SCHOOL, STATION
from tui.framework.work_app import WorkApp
from tui.screens.forms.people_behind import PeopleBehindScreen
from tui.screens.overview.why_not import WhyNotScreen
from tui.screens.person.screen import PersonScreen


def store_of(pilot: Pilot[int]):  # type: ignore[no-untyped-def]
    assert isinstance(pilot.app, WorkApp)
    return pilot.app.store


async def test_from_an_item_to_its_reasons_to_the_people(path: Path) -> None:
    async with opened(path) as pilot:
        store = store_of(pilot)
        await press(pilot, "f9")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, WhyNotScreen)
        assert screen.item == "cccd"
        await press(pilot, "right")
        await settled(pilot)
        assert sum(each.number for each in screen.found) == len(blockers.people_lacking(store, "level2_account"))
        assert "Vì sao chưa: Tài khoản định danh điện tử mức 2 · mọi đơn vị" in shown(pilot)
        first = screen.found[0]
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, PeopleBehindScreen)
        assert f"{first.reason} (mọi đơn vị): {first.number} người" in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PersonScreen)


async def test_shares_stand_at_the_edge_whether_a_scroll_bar_comes_or_goes(path: Path) -> None:
    async with opened(path) as pilot:
        store = store_of(pilot)
        unit = units.find_or_add(store, STATION)
        for number in range(30):
            lack = {"cccd": State.TODO}
            staff.add(store, Person(f"Lê Văn {number}", states=lack, reasons={"cccd": f"Lý do số {number}"}), unit)
        await press(pilot, "f9", "right")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, WhyNotScreen)
        for key in ("left", "right"):
            await press(pilot, key)
            await settled(pilot)
            lines = [screen.list.render_line(at).text for at in range(min(len(screen.found), screen.list.size.height))]
            assert [line for line in lines if not line.endswith("%")] == [], key
            assert screen.list.show_vertical_scrollbar == (key == "left")


async def test_of_one_unit_from_the_list(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        store = store_of(pilot)
        await press(pilot, "f2", "right", "f9", "f7", "text:tieu hoc", "enter")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, WhyNotScreen)
        school = next(unit.id for unit in units.all_units(store) if unit.name == SCHOOL)
        lacking = blockers.people_lacking(store, "level2_account", [school])
        assert sum(each.number for each in screen.found) == len(lacking)
        assert SCHOOL in shown(pilot)
        listed = [
            each for one in screen.found for each in why_not.people_of(store, "level2_account", one.reason, school)
        ]
        assert sorted(listed) == sorted(lacking)


async def test_counts_without_names_are_counted_and_not_listed(path: Path) -> None:
    async with opened(path) as pilot:
        store = store_of(pilot)
        take_in(store, line(6, "Tổ Toán", 10, 8, 5, 6))
        unit = next(each.id for each in units.all_units(store) if each.name == UNIT)
        found = why_not.why_not(store, "bhyt_linked", unit_id=unit)
        assert (sum(each.people for each in found), sum(each.counted for each in found)) == (0, 4)
        assert unit in counted_units(store)


async def test_notes_are_shown_taken_by_one_key_and_given_back(path: Path) -> None:
    async with opened(path) as pilot:
        store = store_of(pilot)
        unit = units.find_or_add(store, STATION)
        done = {item.key: State.DONE for item in checklist_items(store)}
        an = staff.add(
            store, Person("Lê Thị Ân", states=done | {"bhyt_linked": State.TODO}, note="Đang chờ BHXH cập nhật"), unit
        )
        binh = staff.add(store, Person("Lê Bình", states=done | {"bhyt_linked": State.TODO}, note="Thẻ hết hạn"), unit)
        await press(pilot, "f2", "ctrl+g")
        await settled(pilot)
        assert "Ghi chú của 2 người" in shown(pilot)
        assert "Ghi chú: Đang chờ BHXH cập nhật" in shown(pilot)
        await press(pilot, "down", "delete")
        assert "Ghi chú của 1 người" in shown(pilot)
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert staff.get(store, an).person.reasons == {"bhyt_linked": "Chờ BHXH cập nhật"}
        assert staff.get(store, binh).person.reasons == {}
        await press(pilot, "ctrl+z")
        assert staff.get(store, an).person.reasons == {}
        assert staff.get(store, an).person.note == "Đang chờ BHXH cập nhật"
