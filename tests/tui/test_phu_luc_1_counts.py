"""Phụ lục 1 on the screen when a unit sent counts instead of names."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import clock
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from tests.store.summaries import UNIT, line, take_in
from tests.tui.opened_app import NARROW, WIDE, opened, press, settled, shown
from tests.tui.station import SCHOOL, station
from tui.app import TramyteApp

LINES = (
    line(6, "Tổ Tự nhiên", 28, 25, 22, 19, "Không có điện thoại thông minh (2); quên mật khẩu (1)"),
    line(7, "Tổ Xã hội", 25, 24, 21, 19),
    line(8, "Tổ Văn phòng", 9, 6, 3, 3, bad="Dòng 8, Tổ Văn phòng: cột 8 + cột 9 khác cột 3"),
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station of 41 people in three units, a fourth unit by counts, and counts of the school as well."""
    monkeypatch.setenv(clock.VARIABLE, "2026-06-22T09:05:00")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", "phu_luc_1")
    path = tmp_path / "trạm.sqlite3"
    with station(path) as store:
        take_in(store, *LINES, name="06-thpt-so-lieu.xlsx")
        take_in(store, line(6, "Tổ 1", 9, 5, 4, 3), unit=SCHOOL, name="tieu-hoc.xlsx")
    return path


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_row_has_a_mark_and_the_table_a_footnote(path: Path, size: tuple[int, int]) -> None:
    async with opened(path, size) as pilot:
        assert "Ctrl+T số liệu gửi: cộng 1, chỉ so 1 (1 khác)" in " ".join(shown(pilot).split())
        await press(pilot, "ctrl+home", "down", "down", "down")
        assert f"{UNIT}: 53 người" in shown(pilot)
        assert "Theo tệp 06-thpt-so-lieu.xlsx, nhận 22/06/2026" in shown(pilot)
        assert "Trực ¹" in shown(pilot)
        await press(pilot, "ctrl+end")
        footnote = "¹ Theo số liệu đơn vị gửi ngày 22/06/2026, tệp 06-thpt-so-lieu.xlsx. Chưa tính 1 dòng"
        assert footnote in " ".join(shown(pilot).split()).replace("│", "").replace("  ", " ")


async def test_enter_on_a_count_tells_its_cell(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await press(pilot, "ctrl+home", "down", "down", "down", "right", "right", "enter")
        text = shown(pilot)
        assert "mức 2 chưa: 4 người" in text
        assert "ô E6: 3  (Tổ Tự nhiên)" in text
        assert "lý do trong tệp: Không có điện thoại thông minh (2); quên mật khẩu (1)" in text
        assert "ô E7: 1  (Tổ Xã hội)" in text
        assert "Chưa tính 1 dòng có số liệu không khớp." in text
        assert "06-thpt-so-lieu.xlsx (bản nộp số 1)" in text
        await press(pilot, "escape")
        assert "mức 2 chưa: 4 người" not in shown(pilot)


async def test_enter_on_the_sum_lists_the_people_and_tells_of_the_rest(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await press(pilot, "ctrl+end", "enter")
        await settled(pilot)
        assert "41 người. Thêm 53 theo số liệu gửi, không có tên." in shown(pilot)


async def test_counts_beside_the_names(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await press(pilot, "ctrl+t")
        text = shown(pilot)
        assert f"{SCHOOL}. Không cộng: đơn vị có tên trong danh sách, đếm theo tên." in text
        assert "≠ Tổng số: tệp 9, danh sách 8" in text
        assert f"{UNIT}. Đang cộng vào Phụ lục 1." in text
        assert "không tính: Dòng 8, Tổ Văn phòng" in text


async def test_a_frozen_copy_still_tells_its_cells(path: Path) -> None:
    async with opened(path, WIDE) as pilot:
        await press(pilot, "f6", "1")
        await settled(pilot)
        with open_store(path) as store:
            school = units.find(store, UNIT)
            assert school is not None
            staff.add(store, Person("Lê An", states={"level2_account": State.DONE}), school.id)
        await press(pilot, "ctrl+home", "down", "down", "down", "enter")
        assert "ô C6: 28  (Tổ Tự nhiên)" in shown(pilot)
        await press(pilot, "escape", "ctrl+end", "enter")
        await settled(pilot)
        assert "41 người. Thêm 53 theo số liệu gửi, không có tên. Theo bản đã chốt." in shown(pilot)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_how_counts_look(path: Path, size: tuple[int, int], snap_compare: Callable[..., bool]) -> None:
    async def down(pilot: Pilot[int]) -> None:
        await settled(pilot)
        await press(pilot, "ctrl+home", "down", "down", "down")

    app = TramyteApp(path)
    assert snap_compare(app, terminal_size=size, run_before=down)
    app.store.close()


async def test_a_unit_without_names_says_that_it_is_counted_by_its_file(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "f3", "text:thpt", "enter")
        await settled(pilot)
        text = " ".join(shown(pilot).split())
        assert "¹ 53 người theo Phụ lục 1 gửi ngày 22/06/2026, không có tên · còn thiếu: " in text
        assert "53¹" in text


async def test_a_unit_that_sent_counts_is_not_closed_without_a_question(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "f3", "text:thpt", "enter")
        await settled(pilot)
        known = len(units.all_units(pilot.app.store))
        await press(pilot, "ctrl+d")
        assert "53 người" in shown(pilot)
        await press(pilot, "1")
        assert len(units.all_units(pilot.app.store)) == known
        await press(pilot, "ctrl+d", "2")
        assert len(units.all_units(pilot.app.store)) == known - 1
