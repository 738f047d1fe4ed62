"""Nhập số liệu, told by keys: a grid typed, pasted, copied forward, checked, saved as one step; another window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from store.calendar.periods import Period
from store.database import Store
from store.figures import drafts, figure_entry, indicators, localities
from store.figures.indicators import Figure
from store.opening import open_store
from tests.tui.opened_app import NARROW, WIDE, opened, press, settled, shown
from tests.tui.typing_as_unikey import feed
from tui.framework import machine_speed
from tui.screens.tracking.figure_grid import FigureGridScreen
from tui.widgets.dialogs import Ask, PickOne

JUNE, WEEK = Period("monthly", "2026-06-01"), Period("weekly", "2026-06-17")
BOOKS = "citizens_with_health_book"


async def at_grid(pilot: Pilot[int]) -> FigureGridScreen:
    pilot.app.action_go("figures")  # type: ignore[attr-defined]  # the program
    await settled(pilot)
    assert isinstance(pilot.app.screen, FigureGridScreen)
    return pilot.app.screen


async def paste(pilot: Pilot[int], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    for _ in range(10):
        await pilot.pause()


def numbers(store: Store, key: str = BOOKS, period: Period = JUNE) -> dict[str, tuple[int | None, int | None]]:
    wanted = next(each for each in indicators.all_indicators(store) if each.key == key)
    lines = indicators.table(store, wanted, period).lines
    return {line.now.locality: (line.now.numerator, line.now.denominator) for line in lines}


def in_store(path: Path, read: Callable[[Store], object]) -> object:
    with open_store(path) as store:
        return read(store)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_every_place_and_indicator_is_in_one_grid(path: Path, size: tuple[int, int]) -> None:
    async with opened(path, size) as pilot:
        await at_grid(pilot)
        text = shown(pilot)
        for word in ("Xác thực BHYT", "Có Sổ SKĐT", "Khám không sổ", "Ấp Giồng Cát", "884", "tháng 06/2026", "2/4"):
            assert word in text, text


async def test_digits_overwrite_enter_goes_on_and_nothing_is_stored_before_ctrl_s(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "right", "right", "down", "text:700", "enter", "text:1240", "enter", "up", "up", "right")
        await press(pilot, "text:731", "enter", "text:1388", "enter")
        assert numbers(pilot.app.store)["Ấp An Hòa"] == (None, None)  # type: ignore[attr-defined]
        assert "4 ô chưa ghi" in shown(pilot)
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert numbers(screen.store)["Ấp An Hòa"] == (700, 731)
        assert numbers(screen.store)["Ấp Giồng Cát"] == (1240, 1388)
        await press(pilot, "ctrl+z")
        assert numbers(screen.store)["Ấp An Hòa"] == (None, None), "all of it is one step"


async def test_tab_goes_along_and_enter_back_to_where_the_line_began(path: Path) -> None:
    """So a block that a console types instead of pasting arrives in its cells too."""
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "text:11", "tab", "text:12", "enter", "text:21", "tab", "text:22", "enter")
        sheet = screen.sheet
        assert sheet is not None
        found = {place: waiting.number for place, waiting in sheet.pending.items()}
        first, second = sheet.names[:2]
        assert found == {(first, 0): 11, (first, 1): 12, (second, 0): 21, (second, 1): 22}


async def test_copied_numbers_are_marked_until_they_are_saved(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "ctrl+g")
        assert "655~" in shown(pilot)
        assert numbers(screen.store)["Ấp An Hòa"] == (None, None)
        await press(pilot, "right", "right", "down", "text:700", "enter", "ctrl+s")
        await settled(pilot)
        assert numbers(screen.store)["Ấp An Hòa"] == (700, 731)
        assert "~" not in shown(pilot)


async def test_what_looks_odd_is_asked_about_before_it_is_stored(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "right", "right", "down", "text:600", "tab", "text:7310", "enter")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Ask)
        text = " ".join(shown(pilot).split())
        assert "Số đạt giảm từ 655 xuống 600" in text
        assert "Tổng số tăng gấp 10 lần" in text
        await press(pilot, "1")
        await settled(pilot)
        assert numbers(screen.store)["Ấp An Hòa"] == (None, None)
        await press(pilot, "ctrl+s", "2")
        await settled(pilot)
        assert numbers(screen.store)["Ấp An Hòa"] == (600, 7310)


async def test_more_than_there_are_is_not_stored_and_the_cursor_goes_there(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "right", "right", "text:1005", "down", "ctrl+s")
        await settled(pilot)
        assert numbers(screen.store)["Ấp Tô Hạ"] == (884, 1004)
        assert "✗ Số đạt 1.005 lớn hơn tổng số 1.004" in shown(pilot)
        assert (screen.grid.cursor, screen.grid.column) == (0, 2)


async def test_numbers_that_a_killed_window_left_in_another_grid_are_named(path: Path) -> None:
    with open_store(path) as store:
        cell = drafts.Cell("Ấp Tô Hạ", BOOKS, "target")
        drafts.keep(store, "tri-ton-2026/area/targets/", {}, {cell: drafts.Typed(900, None, False)})
        store.write("UPDATE figure_draft SET owner = ''")  # as of a window that is gone
    async with opened(path) as pilot:
        await at_grid(pilot)
        assert "Còn số chưa ghi ở: địa bàn, chỉ tiêu giao (tri-ton-2026)." in " ".join(shown(pilot).split())


async def test_a_number_follows_its_place_that_another_window_renames(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "right", "right", "text:900", "enter")
        in_store(path, lambda store: localities.edit(store, localities.named(store, "Ấp Tô Hạ").id, name="Ấp Tô Mới"))
        screen.reload()
        assert "900*" in shown(pilot)
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert numbers(screen.store)["Ấp Tô Mới"] == (900, 1004)
        assert "Ấp Tô Hạ" not in numbers(screen.store)


@pytest.mark.parametrize("answer", ["1", "2", "escape"])
async def test_a_place_that_another_window_took_off_does_not_come_back_unasked(path: Path, answer: str) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "right", "right", "down", "text:700", "enter")
        in_store(path, lambda store: localities.remove(store, localities.named(store, "Ấp An Hòa").id))
        screen.reload()
        await press(pilot, "ctrl+s")
        assert "Ấp An Hòa" in shown(pilot)
        assert "có thể đếm hai lần" in " ".join(shown(pilot).split())
        await press(pilot, answer)
        await settled(pilot)
        listed = {each.name for each in localities.all_localities(screen.store)}
        assert ("Ấp An Hòa" in listed) is (answer == "2")
        assert screen.sheet is not None
        assert bool(screen.sheet.pending) is (answer == "escape")


async def test_escape_takes_back_typing_and_ctrl_z_what_was_put_in(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "text:12", "escape")
        assert screen.sheet is not None
        assert not screen.sheet.pending
        await press(pilot, "text:12", "enter", "ctrl+g", "ctrl+z")
        assert len(screen.sheet.pending) == 1
        await press(pilot, "ctrl+z")
        assert not screen.sheet.pending
        assert numbers(screen.store)["Ấp Tô Hạ"] == (884, 1004), "nothing that was saved was taken back"


async def test_a_block_of_excel_fills_cells_from_the_cursor_on(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "right", "right", "down")
        await paste(pilot, "700\t731\r\n1.300\t1 388\r\n\t\r\nabc\t9\r\n")
        assert "“abc” không phải số nguyên" in " ".join(shown(pilot).split())
        await paste(pilot, "1\t2\r\n")
        assert "Chưa dán" in " ".join(shown(pilot).split()), "a second block is not swallowed in silence"
        await press(pilot, "enter", "ctrl+s")
        await settled(pilot)
        assert numbers(screen.store)["Ấp Giồng Cát"] == (1300, 1388)


async def test_a_block_with_names_finds_its_lines_and_asks_about_unknown_names(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "right", "right")
        await paste(pilot, "Ấp Giồng Cát\t1300\t1388\nấp an hoà\t700\t731\nẤp Tô Hạ 2\t5\t6\nẤp Mới\t7\t8\n")
        assert isinstance(pilot.app.screen, Ask)
        assert "2 tên chưa có trong danh sách" in shown(pilot)
        await press(pilot, "1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, PickOne)
        await press(pilot, "1")
        await pilot.pause()
        await press(pilot, "escape")
        await settled(pilot)
        assert "bỏ qua “Ấp Mới”" in shown(pilot)
        await press(pilot, "enter", "ctrl+s")
        await settled(pilot)
        found = numbers(screen.store)
        assert (found["Ấp An Hòa"], found["Ấp Giồng Cát"], found["Ấp Tô Hạ 2"]) == ((700, 731), (1300, 1388), (5, 6))
        assert "Ấp Mới" not in found


async def test_a_pasted_table_with_heads_goes_by_its_heads(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await paste(
            pilot, "Địa bàn\tCó Sổ SKĐT: Tổng số\tCó Sổ SKĐT: Số đạt\nẤp An Hòa\t731\t700\nTổng cộng\t731\t700\n"
        )
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert numbers(screen.store)["Ấp An Hòa"] == (700, 731)


async def test_weeks_months_and_targets_have_a_grid_each_and_keep_what_is_not_saved(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "text:5", "enter", "f8")
        assert "Chỉ tiêu giao" in shown(pilot)
        await press(pilot, "right", "text:900", "enter", "text:700", "enter", "ctrl+s")
        await settled(pilot)
        books = indicators.all_indicators(screen.store)[1]
        assert indicators.table(screen.store, books, JUNE).target == 1600
        await press(pilot, "f8")
        assert "tuần 17/06–23/06/2026" in shown(pilot)
        assert "1 bảng khác còn số chưa ghi" in shown(pilot)
        assert "1 số trong bảng Nhập số liệu chưa ghi" in screen.unwritten()
        await press(pilot, "pageup", "text:890", "tab", "text:1004", "ctrl+s")
        await settled(pilot)
        assert numbers(screen.store, period=WEEK)["Ấp Tô Hạ"] == (890, 1004)
        await press(pilot, "ctrl+left")
        assert "tuần 10/06–16/06/2026" in shown(pilot)
        await press(pilot, "ctrl+right", "ctrl+right")
        assert "tuần 17/06–23/06/2026" in shown(pilot)


@pytest.mark.parametrize(("answer", "kept"), [("1", 690), ("2", 700), ("escape", 690)])
async def test_where_another_window_wrote_both_numbers_are_shown_and_one_is_chosen(
    path: Path, answer: str, kept: int
) -> None:
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "right", "right", "down", "text:700", "tab", "text:731", "enter")
        with open_store(path) as other:
            books = indicators.all_indicators(other)[1]
            figure_entry.enter(other, books, JUNE, Figure("Ấp An Hòa", 690, 731))
            figure_entry.enter(other, books, JUNE, Figure("Ấp Giồng Cát", 1250, 1388))
        screen.follow_store()
        await settled(pilot)
        assert "1.250" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Ask)
        assert pilot.app.screen.body == "Ấp An Hòa, Có Sổ SKĐT: Số đạt: sổ nay là 690, đang gõ 700."
        await press(pilot, answer)
        await settled(pilot)
        assert numbers(screen.store)["Ấp An Hòa"] == (kept, 731)
        assert ("1 ô chưa ghi" in shown(pilot)) == (answer == "escape"), "without an answer it waits"


async def test_a_number_that_is_typed_anew_over_a_newer_one_is_asked_about_too(path: Path) -> None:
    """The cell shows what was typed before, so nobody has seen the number of the other window."""
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "right", "right", "down", "text:700", "enter", "up")
        with open_store(path) as other:
            figure_entry.enter(other, indicators.all_indicators(other)[1], JUNE, Figure("Ấp An Hòa", 690, None))
        screen.follow_store()
        await settled(pilot)
        assert "sổ nay là 690, đang gõ 700" in shown(pilot)
        await press(pilot, "text:701", "ctrl+s")
        assert isinstance(pilot.app.screen, Ask)
        assert "sổ nay là 690, đang gõ 701" in pilot.app.screen.body


async def test_leaving_the_program_asks_about_numbers_that_are_not_saved(path: Path) -> None:
    async with opened(path) as pilot:
        await at_grid(pilot)
        await press(pilot, "text:5", "enter", "escape", "f10")
        assert isinstance(pilot.app.screen, Ask)
        assert "1 số trong bảng Nhập số liệu chưa ghi" in shown(pilot)
        await press(pilot, "1")
        await settled(pilot)
        assert isinstance(pilot.app.screen, FigureGridScreen)


MONTHLY = "tri-ton-2026/area/monthly/2026-06-01"


def kept_on_disk(path: Path) -> list[int]:
    with open_store(path) as store:
        rows = store.rows("SELECT number FROM figure_draft WHERE sheet = ? ORDER BY id", (MONTHLY,))
        return [number for (number,) in rows]


async def test_a_window_that_is_closed_takes_no_number_with_it(path: Path) -> None:
    """Nothing was saved: no Ctrl+S, no question answered, as when the power goes."""
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        await press(pilot, "right", "right", "down", "text:700", "enter", "text:1240", "enter", "text:9")
        assert kept_on_disk(path) == [700, 1240]
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        assert "3 ô chưa ghi" in shown(pilot)
        assert "700*" in shown(pilot)
        assert "Lấy lại 3 số đã gõ mà chưa ghi" in shown(pilot)
        assert numbers(screen.store)["Ấp An Hòa"] == (None, None), "they count nowhere yet"
        await press(pilot, "ctrl+z")
        assert "ô chưa ghi" not in shown(pilot)
        await press(pilot, "right", "right", "down", "text:700", "enter", "right", "up", "text:731", "enter", "ctrl+s")
        await settled(pilot)
        assert numbers(screen.store)["Ấp An Hòa"] == (700, 731)
    async with opened(path) as pilot:
        await at_grid(pilot)
        assert "ô chưa ghi" not in shown(pilot), "what was saved waits no more"


async def test_another_window_neither_takes_nor_drops_what_is_typed_here(path: Path) -> None:
    """It opens the grid, types into the same cell, throws that away, types again and saves."""
    with open_store(path) as other:
        async with opened(path) as pilot:
            await at_grid(pilot)
            await press(pilot, "right", "right", "down", "text:700", "enter", "text:1240", "enter")
            assert drafts.take_over(other, MONTHLY) == {}
            cell = drafts.Cell("Ấp An Hòa", BOOKS, "numerator")
            drafts.keep(other, MONTHLY, {}, {cell: drafts.Typed(55, None, is_copied=False)})
            drafts.keep(other, MONTHLY, {cell: drafts.Typed(55, None, is_copied=False)}, {})
            figure_entry.enter(other, indicators.all_indicators(other)[1], JUNE, Figure("Ấp An Hòa", 55, None))
            await press(pilot, "escape")
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        assert "Lấy lại 2 số đã gõ mà chưa ghi" in shown(pilot)
        assert "700*" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Ask)
        assert "Số đạt: sổ nay là 55, đang gõ 700." in pilot.app.screen.body
        await press(pilot, "2")
        await settled(pilot)
        assert numbers(screen.store)["Ấp An Hòa"] == (700, None)
        assert kept_on_disk(path) == []


async def test_a_card_that_is_scanned_here_is_no_figure(path: Path) -> None:
    async with opened(path) as pilot:
        await at_grid(pilot)
        await press(pilot, "right", "text:089078123456||Le An|01021978|Nam|Ap 5|10052021", "enter")
        await settled(pilot)
    assert kept_on_disk(path) == []
    async with opened(path) as pilot:
        await at_grid(pilot)
        await press(pilot, "right", "text:0890|1", "enter", "text:12", "enter")
    assert kept_on_disk(path) == [12], "what a person types after it counts"


async def test_a_grid_of_twenty_takes_under_sixty_keys_beside_the_digits(path: Path) -> None:
    with open_store(path) as store:
        for each in localities.all_localities(store):
            localities.remove(store, each.id)
        for place in range(1, 21):
            for wanted in indicators.all_indicators(store)[:2]:
                figure_entry.enter(store, wanted, WEEK.step(-1), Figure(f"Ấp {place:02}", 100 + place, 400))
    keys: list[str] = []
    async with opened(path, WIDE) as pilot:
        screen = await at_grid(pilot)
        while screen.kind != "weekly":
            await press(pilot, "f8")
            keys.append("f8")
        typed = ["ctrl+g"]
        for column in range(2):
            for place in range(1, 21):
                typed += [f"text:{150 + place + column}", "enter"]
        typed.append("ctrl+s")
        await press(pilot, *typed)
        await settled(pilot)
        keys += [key for key in typed if not key.startswith("text:")]
        for key in ("bhyt_verified", BOOKS):
            found = numbers(screen.store, key, WEEK)
            assert len(found) == 20
            assert all(denominator == 400 for _, denominator in found.values())
        assert numbers(screen.store, BOOKS, WEEK)["Ấp 20"] == (171, 400)
        assert len(keys) < 60, len(keys)


async def test_a_scanned_card_is_no_figure(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_speed, "GAP", 0.3)
    async with opened(path) as pilot:
        screen = await at_grid(pilot)
        before = numbers(pilot.app.store), dict(screen.sheet.pending)  # type: ignore[union-attr]  # there is a plan
        await feed(pilot, "089078123456|371234567|Nguyễn Văn Quét|01021978|Nam|Ấp 5|10052021\r")
        await settled(pilot)
        assert (numbers(pilot.app.store), dict(screen.sheet.pending)) == before  # type: ignore[union-attr]
        assert screen.grid.typed == ""
