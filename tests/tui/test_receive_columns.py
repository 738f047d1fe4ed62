"""The columns of an incoming file: what they are understood as is seen, and corrected by keys."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.models import State
from store.people import units
from store.receiving import mappings
from tests.tui.opened_app import NARROW, WIDE, opened, press, settled, shown
from tests.tui.station import STATION, station
from tui.app import TramyteApp
from tui.screens.receive.columns import ColumnsScreen
from tui.screens.receive.screen import ReceiveScreen

HEADS = ["STT", "Họ và tên", "Số CCCD", "VNeID", "Đợt 2", "Địa chỉ", "Biết chữ"]
ROWS = [
    [1, "Lê Văn An", "089080000001", "x", "Chưa", "Ấp 1", "x"],
    [2, "Trần Thị Bé", "089181000002", "x", "x", "Ấp 2", ""],
]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T14:05:00")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Tram gui tuan 25.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([[f"Đơn vị: {STATION}"], HEADS, *ROWS])
    return path


async def columns_of(pilot: Pilot[int], file: Path) -> ColumnsScreen:
    await press(pilot, "f4")
    receive = pilot.app.screen
    assert isinstance(receive, ReceiveScreen)
    receive.chosen([file])
    await settled(pilot)
    await press(pilot, "f7")
    assert isinstance(pilot.app.screen, ColumnsScreen)
    return pilot.app.screen


async def correct(pilot: Pilot[int], *typed: str) -> None:
    await press(pilot, "enter", *typed, "enter")
    await settled(pilot)


def states(screen: ColumnsScreen, key: str) -> list[State | None]:
    return [row.person.states.get(key) for row in screen.reading.rows if row.person is not None]


async def test_every_column_is_told_with_its_sureness_and_samples(tmp_path: Path, file: Path) -> None:
    async with opened(tmp_path / "s.sqlite3", WIDE) as pilot:
        await columns_of(pilot, file)
        lines = [" ".join(line.split("│")[1].strip(" ›").split()) for line in shown(pilot).splitlines() if "│" in line]
        assert "B Họ và tên → Họ và tên chắc 2 ô Lê Văn An, Trần Thị Bé" in lines
        assert "D VNeID → Mức 2 có thể 2 ô x" in lines
        assert "C Số CCCD → Số CCCD chắc 2 ô •••••••••001, •••••••••002" in lines
        assert "E Đợt 2 → Không dùng không rõ 2 ô Chưa, x" in lines
        assert "F Địa chỉ → Không dùng bỏ qua 2 ô Ấp 1, Ấp 2" in lines


async def test_a_correction_is_seen_at_once_and_kept_when_the_file_goes_in(tmp_path: Path, file: Path) -> None:
    async with opened(tmp_path / "s.sqlite3") as pilot:
        screen = await columns_of(pilot, file)
        assert states(screen, "health_book") == [None, None]
        await press(pilot, *["down"] * 4)
        await correct(pilot, "text:so sk")
        assert states(screen, "health_book") == [State.TODO, State.DONE]
        assert "Lê Văn An             Chưa → ✗ Chưa" in shown(pilot)
        assert "đã sửa" in shown(pilot)
        await press(pilot, "escape", "ctrl+s")
        await settled(pilot)
        app = pilot.app
        assert isinstance(app, TramyteApp)
        unit = units.find(app.store, STATION)
        assert unit is not None
        kept = mappings.remembered(app.store, unit.id).corrections
        assert [*kept.values()] == [{4: "state.health_book"}]


async def test_ctrl_z_takes_the_last_correction_back_and_f5_all(tmp_path: Path, file: Path) -> None:
    async with opened(tmp_path / "s.sqlite3") as pilot:
        screen = await columns_of(pilot, file)
        await press(pilot, *["down"] * 4)
        await correct(pilot, "text:so sk")
        await press(pilot, "up")
        await correct(pilot, "text:khong dung")
        assert states(screen, "level2_account") == [None, None]
        await press(pilot, "ctrl+z")
        await settled(pilot)
        assert states(screen, "level2_account") == [State.DONE, State.DONE]
        assert states(screen, "health_book") == [State.TODO, State.DONE]
        await press(pilot, "f5")
        await settled(pilot)
        assert states(screen, "health_book") == [None, None]


async def test_the_names_cannot_be_taken_away(tmp_path: Path, file: Path) -> None:
    async with opened(tmp_path / "s.sqlite3") as pilot:
        screen = await columns_of(pilot, file)
        await press(pilot, "down")
        await correct(pilot, "text:khong dung")
        assert [row.person is not None for row in screen.reading.rows] == [True, True]
        assert screen.incoming.answers.corrections == {}


async def test_a_file_that_is_gone_is_read_otherwise_from_what_was_read(tmp_path: Path, file: Path) -> None:
    async with opened(tmp_path / "s.sqlite3") as pilot:
        screen = await columns_of(pilot, file)
        file.unlink()
        await press(pilot, *["down"] * 4)
        await correct(pilot, "text:so sk")
        assert states(screen, "health_book") == [State.TODO, State.DONE]
        assert screen.incoming.answers.corrections != {}


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x36"])
@pytest.mark.parametrize("corrected", [False, True], ids=["read", "corrected"])
def test_looks(
    tmp_path: Path, file: Path, snap_compare: Callable[..., bool], size: tuple[int, int], corrected: bool
) -> None:
    path = tmp_path / "s.sqlite3"
    station(path).close()
    app = TramyteApp(path)

    async def before(pilot: Pilot[int]) -> None:
        await settled(pilot)
        await columns_of(pilot, file)
        await press(pilot, *["down"] * 4)
        if corrected:
            await correct(pilot, "text:so sk")

    assert snap_compare(app, terminal_size=size, run_before=before)
    app.store.close()


async def test_the_columns_of_a_file_that_is_in_are_only_looked_at(tmp_path: Path, file: Path) -> None:
    async with opened(tmp_path / "s.sqlite3", WIDE) as pilot:
        screen = await columns_of(pilot, file)
        await press(pilot, "escape", "ctrl+s", "f7", "down", "down", "enter")
        assert any("Rút lại ở F8" in found.message for found in pilot.app._notifications)
        assert isinstance(pilot.app.screen, ColumnsScreen), "nothing is asked"
        assert screen.incoming.taken
