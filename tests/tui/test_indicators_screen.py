"""Chỉ tiêu, told by keys: a month copied forward and corrected, a fall asked about, a new place, the total."""

from pathlib import Path

import openpyxl
import pytest
from textual.pilot import Pilot

from importers.figure_block import parse_count
from store import settings
from store.calendar.periods import Period
from store.figures import figure_entry, indicators
from store.figures.indicators import Figure, IndicatorTable
from store.opening import open_store
from tests.tui.opened_app import NARROW, WIDE, opened, press, settled, shown
from tests.tui.typing_as_unikey import bursts, feed
from tui.framework.form_screen import RecordForm
from tui.screens.tracking.indicators import IndicatorsScreen
from tui.widgets.dialogs import Ask


async def at_books(pilot: Pilot[int]) -> IndicatorsScreen:
    """The second indicator of the plan: 90 % have a health book."""
    pilot.app.action_go("indicators")  # type: ignore[attr-defined]  # the program
    await settled(pilot)
    await press(pilot, "tab")
    assert isinstance(pilot.app.screen, IndicatorsScreen)
    return pilot.app.screen


def table(screen: IndicatorsScreen) -> IndicatorTable:
    assert screen.table is not None
    return screen.table


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_part_is_never_shown_as_the_whole(path: Path, size: tuple[int, int]) -> None:
    async with opened(path, size) as pilot:
        await at_books(pilot)
        assert "Mới có 2/4" in shown(pilot)
        assert "? chưa đủ số" in shown(pilot)
        assert "88,05%" in shown(pilot)
        assert "+72 (+7,17)" in shown(pilot)


async def test_digits_enter_a_number_at_once_and_the_cursor_goes_on(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_books(pilot)
        await press(pilot, "down")
        await feed(pilot, "700")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is screen
        line = table(screen).lines[1]
        assert (line.now.numerator, line.now.denominator, line.now.source) == (700, 731, "BHXH cơ sở")
        assert screen.chosen is not None
        assert screen.chosen.now.locality == "Ấp Giồng Cát"


async def test_a_fall_is_asked_about_and_can_be_put_right(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_books(pilot)
        await press(pilot, "down", "text:600", "ctrl+s")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Ask)
        assert "Số đạt giảm từ 655 xuống 600" in shown(pilot)
        await press(pilot, "1")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RecordForm)
        await press(pilot, "ctrl+u", "text:660", "ctrl+s")
        await settled(pilot)
        assert pilot.app.screen is screen
        assert table(screen).lines[1].now.numerator == 660


async def test_a_fall_that_is_true_is_written(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_books(pilot)
        await press(pilot, "down", "text:600", "ctrl+s")
        await settled(pilot)
        await press(pilot, "2")
        await settled(pilot)
        assert table(screen).lines[1].now.numerator == 600


async def test_more_than_there_are_is_refused_beside_the_field(path: Path) -> None:
    async with opened(path) as pilot:
        await at_books(pilot)
        await press(pilot, "down", "text:732", "ctrl+s")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RecordForm)
        assert "Số đạt 732 lớn hơn tổng số 731" in " ".join(shown(pilot).split())


async def test_one_key_copies_what_is_missing_and_one_takes_it_back(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_books(pilot)
        await press(pilot, "ctrl+g")
        assert table(screen).is_complete
        assert "Cộng 4 địa bàn" in shown(pilot)
        assert "3 địa bàn giữ nguyên số kỳ trước" in shown(pilot)
        assert table(screen).is_reached is False
        await press(pilot, "ctrl+z")
        assert table(screen).entered == 2


async def test_a_new_place_is_typed_once_and_remembered(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_books(pilot)
        await press(pilot, "tab", "ctrl+n")
        await feed(pilot, "cay me\r")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RecordForm)
        await press(pilot, "text:5", "enter", "text:6", "ctrl+s")
        await settled(pilot)
        await press(pilot, "ctrl+n")
        await feed(pilot, "".join(bursts("Khóm Thới Hòa")) + "\r")
        await settled(pilot)
        await press(pilot, "text:1.200", "enter", "text:1 500", "ctrl+s")
        await settled(pilot)
        found = [(line.now.locality, *line.now.numbers) for line in table(screen).lines]
        assert found == [("Ấp Cây Me", 5, 6), ("Khóm Thới Hòa", 1200, 1500)]
        assert screen.place == 2


async def test_months_go_back_and_no_further_than_now(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_books(pilot)
        await press(pilot, "right")
        assert screen.period == Period("monthly", "2026-06-01")
        await press(pilot, "left")
        assert "tháng 05/2026" in shown(pilot)
        assert table(screen).total == (2805, 3525)


async def test_places_are_ranked_by_one_key_and_their_targets_stand_below(path: Path) -> None:
    with open_store(path) as store:
        books = indicators.all_indicators(store)[1]
        figure_entry.set_targets(store, books, [("Ấp Cây Me", 98), ("Ấp Tô Hạ", 1000)])
    async with opened(path) as pilot:
        screen = await at_books(pilot)
        assert "hạng 2/4 · chỉ tiêu 1.000, đạt 88,40%" in shown(pilot)
        await press(pilot, "ctrl+r", "home")
        assert screen.chosen is not None
        assert screen.chosen.now.locality == "Ấp Cây Me"
        assert "hạng 1/4 · chỉ tiêu 98, đạt 100,00%" in shown(pilot)
        await press(pilot, "ctrl+r", "home")
        assert screen.chosen.now.locality == "Ấp Tô Hạ"


async def test_weeks_are_reached_by_one_key_and_do_not_mix_with_months(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_books(pilot)
        await press(pilot, "f8")
        assert screen.period == Period("weekly", "2026-06-17")
        assert "Chưa có địa bàn nào" in shown(pilot) or table(screen).entered == 0
        await press(pilot, "left")
        assert "tuần 10/06–16/06/2026" in shown(pilot)
        await press(pilot, "f8")
        assert table(screen).entered == 2


async def test_figures_of_a_kind_that_the_plan_does_not_ask_for_are_reached_too(path: Path) -> None:
    with open_store(path) as store:
        (books,) = [each for each in indicators.all_indicators(store) if each.key == "citizens_with_health_book"]
        assert "daily" not in books.every
        figure_entry.enter(store, books, Period("daily", "2026-06-16"), Figure("Ấp Tô Hạ", 300, 400, ""))
    async with opened(path) as pilot:
        screen = await at_books(pilot)
        kinds = {screen.period.kind}
        for _ in range(3):
            await press(pilot, "f8")
            kinds.add(screen.period.kind)
        assert "daily" in kinds


async def test_numbers_are_cleared_after_a_question(path: Path) -> None:
    async with opened(path) as pilot:
        screen = await at_books(pilot)
        await press(pilot, "ctrl+d", "2")
        await settled(pilot)
        assert table(screen).entered == 1
        await press(pilot, "ctrl+z")
        assert table(screen).entered == 2


async def test_the_month_is_exported_by_keys(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        settings.remember_folder(store, str(tmp_path), "export_folder")
    async with opened(path) as pilot:
        await at_books(pilot)
        await press(pilot, "ctrl+s", "enter")
        await settled(pilot)
    cells = [
        c.value for row in openpyxl.load_workbook(tmp_path / "ChiTieu_2026-06.xlsx").active for c in row if c.value
    ]
    assert "Ấp Giồng Cát" in cells
    assert "Mới có 2/4 địa bàn" in cells


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234", 1234),
        ("1.234", 1234),
        ("1 234 567", 1234567),
        ("12.34", None),
        ("97,44", None),
        ("-5", None),
        ("", None),
    ],
)
def test_counts_are_read_as_they_are_written_here(typed: str, number: int | None) -> None:
    assert parse_count(typed) == number


def test_the_made_up_figures_are_what_the_tests_say(path: Path) -> None:
    with open_store(path) as store:
        assert indicators.latest_period(store, "tri-ton-2026") == Period("monthly", "2026-06-01")
