"""A column in doubt, and what became of every cell, in Nhận tệp by keys in a small window."""

import csv
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.models import State
from store.people import staff
from tests.tui.opened_app import press, settled, shown
from tests.tui.receiving import choose_files
from tui.app import TramyteApp
from tui.screens.receive.columns import ColumnsScreen
from tui.screens.receive.file_words import verdict
from tui.screens.receive.screen import ReceiveScreen

UNIT = "Trường THCS Núi Tô"
HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "BHYT", "Đã tập huấn VNeID"]
ROWS = [[1, "Lê Văn An", "01/02/1980", "089080000001", "x", "x"], [2, "Lý Tư", "01/02/1981", "089081000002", "x", ""]]


@pytest.fixture
def app(receiving_app: TramyteApp) -> TramyteApp:
    return receiving_app


async def choose(pilot: Pilot[int], path: Path) -> ReceiveScreen:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[f"Đơn vị: {UNIT}"], HEADS, *ROWS])
    return await choose_files(pilot, path)


def level2(app: TramyteApp) -> list[State | None]:
    people = [one.person for one in staff.members(app.store) if one.person.full_name in ("Lê Văn An", "Lý Tư")]
    return [person.states.get("level2_account") for person in people]


async def test_one_key_confirms_the_whole_column_and_the_next_file_remembers(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, tmp_path / "1.csv")
        assert "1 cột chưa rõ, 2 mới" in verdict(screen.files[0])
        await press(pilot, "enter")
        assert "1 đúng, là Mức 2 · 2 ghi điều khác · 3 bỏ qua cột này" in shown(pilot)
        await press(pilot, "1")
        await settled(pilot)
        assert screen.files[0].is_clean
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert level2(app) == [State.DONE, State.TODO]
        screen = await choose(pilot, tmp_path / "2.csv")
        assert screen.files[1].reading is not None
        assert screen.files[1].reading.doubts == ()


async def test_an_answer_is_taken_back_and_an_unanswered_column_stays_out(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, tmp_path / "1.csv")
        await press(pilot, "enter", "3")
        await settled(pilot)
        assert "chưa rõ" not in verdict(screen.files[0])
        await press(pilot, "ctrl+z")
        await settled(pilot)
        assert "1 cột chưa rõ" in verdict(screen.files[0])
        await press(pilot, "escape", "ctrl+s")
        assert "Còn cột chưa rõ" in shown(pilot)
        await press(pilot, "1")
        await settled(pilot)
        assert screen.files[0].taken
    assert [state in (None, State.UNKNOWN) for state in level2(app)] == [True, True]


async def test_the_line_of_all_cells_opens_them_by_column(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, tmp_path / "1.csv")
        assert "18 ô có chữ: 17 đã đọc, 1 chưa đọc · Enter: xem từng cột" in shown(pilot)
        await press(pilot, "enter", "down", "enter")
        assert isinstance(pilot.app.screen, ColumnsScreen)
        assert "F Đã tập huấn VNeID → Mức 2? chờ hỏi 1 ô x" in " ".join(shown(pilot).split())
