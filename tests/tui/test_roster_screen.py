"""Danh sách, told by keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.strip import Strip

from store import history, journal, settings
from store.checklist import items, reasons
from store.checklist.items import ItemDefinition
from store.models import State
from store.opening import open_store
from store.people import staff
from tests.tui.opened_app import keys_done
from tests.tui.station import ITEMS, REASONS, STATION, station
from tests.tui.typing_as_unikey import bursts, feed
from tui.app import TramyteApp
from tui.screens.roster.find import ReasonField, SearchField
from tui.screens.roster.screen import RosterScreen
from tui.widgets.people_table import PeopleTable

NARROW, WIDE = (80, 24), (120, 36)


@asynccontextmanager
async def opened(path: Path, size: tuple[int, int] = NARROW) -> AsyncIterator[tuple[RosterScreen, Pilot[int]]]:
    """The program on the store at `path`."""
    app = TramyteApp(path)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, RosterScreen)
        yield app.screen, pilot
    app.store.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "trạm.sqlite3"
    station(made).close()
    return made


def burst(screen: RosterScreen, *keys: str) -> None:
    """Keys that arrive all at once, as an input method sends them."""
    for name in keys:
        screen.app.post_message(Key(name, name if len(name) == 1 else None))


def state(screen: RosterScreen, item: str, place: int | None = None) -> State:
    row = screen.table.row(screen.table.place if place is None else place)
    assert row is not None
    return staff.get(screen.store, row.id).person.states[item]


def reason(screen: RosterScreen, item: str) -> str | None:
    row = screen.table.current
    assert row is not None
    return staff.get(screen.store, row.id).person.reasons.get(item)


def text(screen: RosterScreen) -> str:
    """What stands on the screen."""
    lines = screen._compositor.render_strips()
    return "\n".join(line.text for line in lines)


def make(screen: RosterScreen, item: str, state: State, place: int = 0) -> None:
    row = screen.table.row(place)
    assert row is not None
    staff.set_state(screen.store, [row.id], item, state)
    screen.reload()


# -- looking


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_first_screen_shows_everybody_in_vietnamese_order(path: Path, size: tuple[int, int]) -> None:
    async with opened(path, size) as (screen, _):
        shown = text(screen)
        assert "F2 Danh sách" in shown.splitlines()[0]
        assert "Người 1/41" in shown
        for title in ("CCCD", "Mức 2", "Ký số", "ASXH", "BHYT", "Sổ SK"):
            assert title in shown
        given = [row.full_name.split()[-1] for place in range(41) if (row := screen.table.row(place))]
        assert given.index("An") < given.index("Ánh") < given.index("Bình") < given.index("Dung") < given.index("Đức")


async def test_numbers_are_masked(path: Path) -> None:
    async with opened(path, WIDE) as (screen, _):
        row = screen.table.current
        assert row is not None
        assert row.citizen_id is not None
        assert row.citizen_id not in text(screen)
        assert f"•••••••••{row.citizen_id[-3:]}" in text(screen)


async def test_walking_to_both_ends_and_by_pages(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        await pilot.press("end")
        assert "Người 41/41" in text(screen)
        await pilot.press("pageup", "home")
        assert screen.table.place == 0
        await pilot.press("pagedown", "down", "up")
        assert screen.table.place == screen.table.page
        await pilot.press("up", "up")
        assert screen.table.current is not None
        assert any("›" in line and screen.table.current.full_name in line for line in text(screen).splitlines())


async def test_each_key_paints_the_lines_that_changed_and_no_others(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: set[int] = set()
    paint = PeopleTable.render_line

    def painting(table: PeopleTable, y: int) -> Strip:
        painted.add(y)
        return paint(table, y)

    monkeypatch.setattr(PeopleTable, "render_line", painting)
    async with opened(path) as (screen, pilot):
        whole = set(range(screen.table.size.height))
        await pilot.press("down", "up")
        for key, lines in (
            ("down", {2, 3}),
            ("right", {0, 1, 3}),
            ("pagedown", whole),
            ("pageup", whole),
            ("insert", {3, 4}),
            ("1", {0, 1, 3, 4}),  # the chosen person, and the column cursor
        ):
            await pilot.pause()
            painted.clear()
            await pilot.press(key)
            await pilot.pause()
            assert painted == lines, key


async def test_the_strip_says_the_reason_and_the_contradiction(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        make(screen, "bhyt_linked", State.DONE)
        await pilot.press("right", "0", "1")
        assert reason(screen, "level2_account") is not None
        await pilot.pause()
        assert f"✗ Chưa · {reason(screen, 'level2_account')}" in text(screen)
        assert "! Mâu thuẫn, cần sửa:" in text(screen)
        assert "BHYT" in text(screen).split("Mâu thuẫn")[1]


async def test_a_contradiction_is_seen_in_its_row_and_f7_finds_it(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        assert "✓!" not in text(screen)
        make(screen, "bhyt_linked", State.DONE)
        make(screen, "level2_account", State.TODO)
        await pilot.pause()
        (row,) = [line[:-1] for line in text(screen).splitlines() if "✓!" in line]  # without the scroll bar
        assert row.startswith("›")
        await pilot.press("f7", "up", *"mau", "enter")
        await pilot.pause()
        assert "Đang lọc: mâu thuẫn (!)" in text(screen)
        assert [line[:-1] for line in text(screen).splitlines() if "✓!" in line] == [row]
        assert screen.table.total == 1
        await pilot.press("escape")
        assert screen.table.total == 41


async def test_a_date_is_said_with_a_done_item(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-22T08:00:00")
    async with opened(path) as (screen, pilot):
        make(screen, "cccd", State.UNKNOWN)
        await pilot.press("1")
        assert "✓ Đã · ghi ngày 22/06/2026" in text(screen)


async def test_an_empty_roster_says_what_to_do(tmp_path: Path) -> None:
    with open_store(tmp_path / "k.sqlite3") as store:
        items.define(store, "test", ITEMS, REASONS)
        settings.save(store, station_name=STATION)
    async with opened(tmp_path / "k.sqlite3") as (screen, pilot):
        shown = text(screen)
        assert "Chưa có ai trong danh sách." in shown
        assert "Ctrl+N: thêm người" in shown
        assert "F4: nhận tệp" in shown
        before = journal.last_change(screen.store)
        await pilot.press("1", "space", "0", "enter", "delete", "f8", "insert", "pagedown", "ctrl+a", "end")
        assert journal.last_change(screen.store) == before
        assert "Đổi mục" not in text(screen)


async def test_one_unit_shows_departments_in_the_narrow_list(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        assert "Đơn vị" in text(screen)
        screen.filter_by(screen.chosen.with_(unit_id=1))
        await pilot.pause()
        assert "Khoa/phòng" in text(screen)
        assert "Khám bệnh" in text(screen)


# -- changing states


async def test_a_digit_makes_chua_into_da_and_it_is_on_disk(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        make(screen, "bhyt_linked", State.TODO)
        await pilot.press("5")
        assert state(screen, "bhyt_linked") is State.DONE
        row = screen.table.current
        assert row is not None
        with open_store(path) as another:
            assert staff.get(another, row.id).person.states["bhyt_linked"] is State.DONE
        assert row.states[4] == "d"


async def test_flying_through_with_digit_reason_down(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        for place in range(3):
            make(screen, "level2_account", State.DONE, place)
        offered = [reason.text for reason in reasons.for_item(screen.store, "level2_account")]
        burst(screen, "2", "1", "down", "2", "3", "down", "2")
        await keys_done(pilot)
        assert screen.table.place == 2
        assert [state(screen, "level2_account", place) for place in range(3)] == [State.TODO] * 3
        chosen = []
        for place in range(2):
            row = screen.table.row(place)
            assert row is not None
            chosen.append(staff.get(screen.store, row.id).person.reasons["level2_account"])
        assert chosen == [offered[0], offered[2]]
        assert "Mức 2 chưa, vì sao?" in text(screen)
        await pilot.press("down")
        assert "vì sao?" not in text(screen)


async def test_a_digit_means_the_same_reason_however_often_others_are_used(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        for place in range(3):
            make(screen, "level2_account", State.DONE, place)
        await pilot.press("2", "3")
        assert reason(screen, "level2_account") == "Quên mật khẩu"
        await pilot.press("down", "2", "1")
        assert reason(screen, "level2_account") == "Không có điện thoại thông minh"
        await pilot.press("down", "2", "3")
        assert reason(screen, "level2_account") == "Quên mật khẩu"


async def test_space_takes_the_reason_of_the_item_that_was_chosen_last(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        for place in range(2):
            make(screen, "level2_account", State.DONE, place)
            make(screen, "bhyt_linked", State.DONE, place)
        await pilot.press("2", "4")
        await pilot.press("5", "2", "down", "2")
        assert "Dấu cách: Không nhận được OTP" in text(screen)
        await pilot.press("space")
        assert reason(screen, "level2_account") == "Không nhận được OTP"
        await pilot.press("5", "space")
        assert reason(screen, "bhyt_linked") == "Thẻ hết hạn"


async def test_reasons_of_another_item_are_not_offered(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        make(screen, "cccd", State.DONE)
        await pilot.press("1")
        offered = [each.text for each in screen.states.offered()]
        assert offered[:3] == ["CCCD hết hạn", "Mất CCCD", "Chờ cấp lại CCCD"]
        assert not {"Chờ BHXH cập nhật", "Quên mật khẩu"} & set(offered)


async def test_no_reason_is_an_answer(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        for key in ("0", "enter", "escape"):
            make(screen, "level2_account", State.DONE)
            await pilot.press("2", key)
            assert screen.states.asking is None
            assert state(screen, "level2_account") is State.TODO
            assert reason(screen, "level2_account") is None
            assert screen.app.screen is screen


async def test_a_digit_without_a_reason_says_so_and_asks_on(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        make(screen, "digital_signature", State.DONE)
        await pilot.press("3", "9")
        assert len(screen.states.offered()) < 9
        assert screen.states.asking is not None
        assert state(screen, "digital_signature") is State.TODO


async def test_letters_find_a_reason_or_make_a_new_one(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        make(screen, "level2_account", State.DONE)
        await pilot.press("2")
        burst(screen, "q", "u", "e", "n")
        await pilot.pause()
        assert isinstance(screen.focused, ReasonField)
        assert "Quên mật khẩu" in text(screen)
        assert "Lý do mới: “quen”" in text(screen)
        await pilot.press("enter")
        assert reason(screen, "level2_account") == "Quên mật khẩu"
        assert screen.focused is screen.table

        make(screen, "level2_account", State.DONE)
        await pilot.press("2", *"quen", "down", "enter")
        assert reason(screen, "level2_account") == "quen"
        make(screen, "level2_account", State.DONE)
        await pilot.press("2", *"mất sim", "enter")
        assert reason(screen, "level2_account") == "mất sim"
        make(screen, "level2_account", State.DONE)
        await pilot.press("2", *"mat", "escape")
        assert reason(screen, "level2_account") is None
        assert screen.focused is screen.table


async def test_every_state_has_a_key_that_is_no_letter(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        for key, wanted in (
            ("minus", State.NOT_APPLICABLE),
            ("delete", State.UNKNOWN),
            ("equals_sign", State.DONE),
            ("0", State.TODO),
            ("space", State.DONE),
            ("space", State.TODO),
            ("space", State.DONE),
        ):
            await pilot.press(key)
            if wanted is State.NOT_APPLICABLE:  # everybody is asked for the card
                await pilot.press("1")
            assert state(screen, "cccd") is wanted, key


async def test_why_an_item_is_not_applicable_can_be_said(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        make(screen, "level2_account", State.DONE)
        await pilot.press("right", "minus", "1")  # everybody is asked for it: that is asked about
        assert "Mức 2 không áp dụng, vì sao?" in text(screen)
        await pilot.press(*"ve que", "enter")
        assert (state(screen, "level2_account"), reason(screen, "level2_account")) == (
            State.NOT_APPLICABLE, "ve que",
        )  # fmt: skip
        await pilot.press("minus", "1", "enter")
        assert reason(screen, "level2_account") == "ve que", "asking again keeps it"
        await pilot.press("plus")
        assert reason(screen, "level2_account") is None


async def test_asking_again_keeps_the_reason_that_is_there(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        make(screen, "level2_account", State.DONE)
        await pilot.press("right", "0", "1")
        before = reason(screen, "level2_account")
        await pilot.press("0", "enter")
        assert before is not None
        assert reason(screen, "level2_account") == before


async def test_a_full_disk_is_told_and_nothing_is_shown_as_done(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.errors import DiskFullError

    found = []

    def full(*_: object, **__: object) -> int:
        raise DiskFullError("Ổ đĩa đã đầy.")

    async with opened(path) as (screen, pilot):
        make(screen, "cccd", State.UNKNOWN)
        monkeypatch.setattr(staff, "set_state", full)
        monkeypatch.setattr(screen.app, "tell", found.append)
        await pilot.press("1")
        assert [str(error) for error in found] == ["Ổ đĩa đã đầy."]
        assert screen.table.current is not None
        assert screen.table.current.states[0] == "?"


# -- several at once


async def test_those_who_are_chosen_change_together_and_stay_chosen(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        for place in range(3):
            make(screen, "cccd", State.UNKNOWN, place)
        await pilot.press("home", "insert", "shift+down", "pagedown")
        assert "3 đã chọn" in text(screen)
        await pilot.press("1")
        assert [state(screen, "cccd", place) for place in range(3)] == [State.DONE] * 3
        assert len(screen.table.marks) == 3
        history.undo(screen.store)
        screen.reload()
        assert [state(screen, "cccd", place) for place in range(3)] == [State.UNKNOWN] * 3
        await pilot.press("escape")
        assert not screen.table.marks


async def test_a_reason_for_several(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        for place in range(2):
            make(screen, "level2_account", State.DONE, place)
        await pilot.press("home", "shift+down", "2")
        assert "Mức 2 chưa, 2 người?" in text(screen)
        await pilot.press("3")
        assert reason(screen, "level2_account") == "Quên mật khẩu"


async def test_ctrl_a_chooses_all_who_are_found_and_nobody_again(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        await pilot.press(*"nguyen", "enter", "ctrl+a")
        assert len(screen.table.marks) == screen.table.total > 1
        await pilot.press("ctrl+a")
        assert not screen.table.marks


# -- finding


async def test_a_letter_on_the_list_begins_the_search_and_no_key_of_the_burst_is_lost(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        burst(screen, "n", "g", "u", "y", "e", "n", "enter", "down")
        await pilot.pause()
        assert screen.query_one(SearchField).value == "nguyen"
        assert screen.focused is screen.table
        assert screen.table.place == 1
        assert all("Nguyễn" in row.full_name for place in range(screen.table.total) if (row := screen.table.row(place)))


async def test_an_input_method_may_take_its_letter_back_in_the_same_burst(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        await feed(pilot, "".join(bursts("đặng thị mỹ")), "\r")
        assert screen.query_one(SearchField).value == "đặng thị mỹ"
        assert screen.focused is screen.table
        found = [row.full_name for place in range(screen.table.total) if (row := screen.table.row(place))]
        assert found
        assert all(name.startswith("Đặng Thị Mỹ") for name in found)


async def test_digits_change_states_on_the_list_and_search_behind_ctrl_f(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        before = journal.last_change(screen.store)
        row = screen.table.row(7)
        assert row is not None
        digits = (row.citizen_id or "")[-5:]
        await pilot.press("ctrl+f", *digits)
        assert journal.last_change(screen.store) == before
        assert screen.table.total == 1
        await pilot.press("enter")
        assert screen.table.current == row


async def test_escape_takes_back_the_search_and_then_the_filter_and_keeps_the_person(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        await pilot.press("ctrl+b")
        lacking = screen.table.total
        assert 0 < lacking < 41
        assert "Đang lọc: còn thiếu" in text(screen)
        await pilot.press(*"yen", "enter")
        person = screen.table.current
        assert person is not None
        await pilot.press("escape")
        assert screen.table.total == lacking
        assert screen.table.current == person
        await pilot.press("escape")
        assert screen.table.total == 41
        assert screen.table.current == person


async def test_nobody_found_says_how_to_get_back(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        await pilot.press(*"khong co ai")
        assert "Không có ai khớp." in text(screen)
        await pilot.press("escape")
        assert screen.table.total == 41


async def test_f8_goes_to_the_next_who_lacks_something_and_round(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        await pilot.press("ctrl+b")
        lacking = {row.id for place in range(screen.table.total) if (row := screen.table.row(place))}
        await pilot.press("ctrl+b", "home")
        met = set()
        for _ in range(len(lacking) + 1):
            await pilot.press("f8")
            assert screen.table.current is not None
            met.add(screen.table.current.id)
        assert met == lacking


async def test_f6_orders_by_unit_and_back(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        await pilot.press("down", "down")
        person = screen.table.current
        await pilot.press("f6")
        assert "Xếp theo đơn vị" in text(screen)
        assert screen.table.current == person
        places = [row.unit_id for place in range(41) if (row := screen.table.row(place))]
        assert places == sorted(places)
        await pilot.press("f6")
        assert "Xếp theo tên" in text(screen)


async def test_f7_filters_by_keyboard_alone(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        await pilot.press("f7", *"vinh", "down", *"duoc", "down", "down", *"con", "enter")
        assert screen.chosen.unit_id == 1
        assert screen.chosen.lacking
        assert "Đang lọc: TYT Vĩnh Gia · Dược · còn thiếu" in text(screen)
        await pilot.press("f7", "down", "down", "right", "escape")
        assert screen.chosen.item is None
        await pilot.press("escape")
        assert screen.table.total == 41


async def test_an_item_without_a_state_means_who_lacks_it(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        await pilot.press("f7", "down", "down", *"bhyt", *("backspace",) * 4, *"tich hop the"[:4], "enter")
        assert screen.chosen.lacking
        assert screen.chosen.item is not None


# -- after a change


async def test_undo_and_redo_go_to_the_person(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        make(screen, "cccd", State.UNKNOWN)
        await pilot.press("1", "end", "ctrl+z")
        assert screen.table.place == 0
        assert state(screen, "cccd") is State.UNKNOWN
        await pilot.press("end", "ctrl+y")
        assert screen.table.place == 0
        assert state(screen, "cccd") is State.DONE


async def test_the_cursor_stays_on_the_person_when_somebody_comes_before_them(path: Path) -> None:
    from store.models import Person

    async with opened(path) as (screen, pilot):
        await pilot.press("down", "down", "down")
        person = screen.table.current
        assert person is not None
        staff.add(screen.store, Person("Ai"), 1)
        screen.reload()
        assert screen.table.place == 4
        assert screen.table.current == person


async def test_a_filtered_list_keeps_who_was_settled_until_it_is_read_again(path: Path) -> None:
    async with opened(path) as (screen, pilot):
        await pilot.press("ctrl+b", "home")
        before = screen.table.total
        row = screen.table.current
        assert row is not None
        staff.set_state(screen.store, [row.id], "cccd", State.UNKNOWN)
        screen.reload()
        await pilot.press("1", "down", "up")
        assert screen.table.total == before
        assert screen.table.current is not None
        assert screen.table.current.id == row.id


# -- many people


async def test_a_search_among_very_many_is_read_in_a_thread_and_enter_waits_for_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.screens.roster import find

    monkeypatch.setattr(find, "MANY", 10)
    async with opened(path) as (screen, pilot):
        await pilot.press(*"nguyen")
        await screen.app.workers.wait_for_complete()
        await pilot.pause()
        found = screen.table.total
        assert 0 < found < 41
        await pilot.press("escape")
        assert screen.table.total == 41
        burst(screen, *"nguyen", "enter", "down")
        await pilot.pause()
        await screen.app.workers.wait_for_complete()
        await pilot.pause()
        assert screen.table.total == found
        assert screen.table.place == 1


async def test_many_are_written_in_a_thread(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.screens.roster import state_keys

    monkeypatch.setattr(state_keys, "MANY", 3)
    async with opened(path) as (screen, pilot):
        for place in range(5):
            make(screen, "cccd", State.UNKNOWN, place)
        await pilot.press("home", *["insert"] * 5, "1")
        await screen.app.workers.wait_for_complete()
        await pilot.pause()
        assert [state(screen, "cccd", place) for place in range(5)] == [State.DONE] * 5
        assert "✓" in text(screen)


def test_the_table_reads_no_more_than_it_shows(path: Path) -> None:
    table = PeopleTable(lambda: None)
    with open_store(path) as store:
        from store.people import roster

        people = roster.view(store, roster.Filter())
        read: list[int] = []
        rows = people.rows

        class Counting:
            total = people.total
            filter = people.filter

            @staticmethod
            def rows(start: int, count: int) -> list[roster.RosterRow]:
                read.append(count)
                return rows(start, count)

        table.people = Counting()  # type: ignore[assignment]
        for place in range(30):
            assert table.row(place) is not None
        assert read == [64]


async def test_an_item_that_another_window_added_is_a_column_after_coming_back(path: Path) -> None:
    """`tyt campaign use` in a second window, while this one is open."""
    async with opened(path, WIDE) as (screen, pilot):
        with open_store(path) as other:
            items.define(other, "test", [*ITEMS, ItemDefinition("flu_shot", "Tiêm cúm", "Cúm")], ())
        await pilot.press("f12")
        await pilot.pause()
        assert pilot.app.screen is not screen
        await pilot.press("f2")
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert pilot.app.screen is screen
        assert [item.key for item in screen.table.items][-1] == "flu_shot"
        assert "Cúm" in screen.table.render_line(1).text
