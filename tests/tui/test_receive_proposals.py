"""What the program proposes about a file is accepted, declined and taken back by one key each."""

import csv
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.checklist.reasons import reason_id
from store.models import Person, State
from store.people import staff
from tests.tui.opened_app import press, settled, shown
from tests.tui.receiving import choose_files
from tests.tui.station import STATION
from tui.app import TramyteApp
from tui.screens.receive.screen import ReceiveScreen

HEADS = ["STT", "Họ và tên", "Số CCCD", "Định danh mức 2", "BHYT", "Lý do", "Ghi chú"]
ROWS = [
    [1, "Lý Văn Mới", "089080000991", "Chưa", "x", "", "Đang chờ BHXH cập nhật"],
    [2, "Lý Thị Hai", "089181000992", "Chưa", "Chưa", "Quên mật khẩu", ""],
]


@pytest.fixture
def app(receiving_app: TramyteApp) -> TramyteApp:
    for words in ("Chờ BHXH cập nhật", "Quên mật khẩu"):
        reason_id(receiving_app.store, words)
    return receiving_app


async def choose(pilot: Pilot[int], folder: Path) -> ReceiveScreen:
    path = folder / "tram.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[f"Đơn vị: {STATION}"], HEADS, *ROWS])
    return await choose_files(pilot, path)


def stored(app: TramyteApp, name: str) -> Person:
    return next(one.person for one in staff.members(app.store) if one.person.full_name == name)


async def test_each_is_accepted_by_one_key_and_stored_with_the_file(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, tmp_path)
        assert "Enter: 3 đề nghị" in shown(pilot)
        await press(pilot, "enter")
        assert "? 2 người có số CCCD" in shown(pilot)
        assert "Lý Văn Mới; Lý Thị Hai" in shown(pilot)
        await press(pilot, "1", "1", "1")
        assert screen.files[0].proposals == []
        await press(pilot, "ctrl+s")
        await settled(pilot)
    assert stored(app, "Lý Văn Mới").states["cccd"] is State.DONE
    assert stored(app, "Lý Văn Mới").reasons == {"level2_account": "Chờ BHXH cập nhật"}
    assert stored(app, "Lý Thị Hai").reasons == {"level2_account": "Quên mật khẩu", "bhyt_linked": "Quên mật khẩu"}


async def test_one_is_declined_one_taken_back_and_nothing_of_them_stored(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, tmp_path)
        await press(pilot, "enter", "2", "1")
        assert len(screen.files[0].proposals) == 1
        await press(pilot, "ctrl+z")
        assert "Đã bỏ câu trả lời cho một đề nghị" in str([one.message for one in app._notifications])
        assert len(screen.files[0].proposals) == 2
        await press(pilot, "escape", "ctrl+s")
        await settled(pilot)
        assert screen.files[0].taken
    assert stored(app, "Lý Văn Mới").states.get("cccd") in (None, State.UNKNOWN)
    assert stored(app, "Lý Văn Mới").reasons == {}
