"""Every list goes into a file as it is shown: its rows, their order, its columns, and how they were chosen."""

import json
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from textual.pilot import Pilot

import tui.screens
from exporters.shown_list import ShownList, write_shown
from store import clock, settings
from store.figures import localities
from tests.tui.opened_app import opened, press, settled, shown
from tests.tui.station import SCHOOL, station
from tui.app import TramyteApp
from tui.framework.work_screen import ListScreen

#: Of no rows that anybody would pass on.
NO_LISTS = {"GuidesScreen"}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    made = tmp_path / "tram.sqlite3"
    with station(made) as store:
        settings.remember_folder(store, str(tmp_path), "export_folder")
        for name in ("Ấp Tô Hạ", "Ấp An Hòa"):
            localities.add(store, name, kind="area", code="")
    return made


def list_screens() -> Iterator[type[ListScreen[Any]]]:
    for module in pkgutil.walk_packages(tui.screens.__path__, "tui.screens."):
        for kind in vars(import_module(module.name)).values():
            if isinstance(kind, type) and issubclass(kind, ListScreen) and kind.__module__ == module.name:
                yield kind


def test_every_list_says_what_of_it_goes_into_a_file() -> None:
    found = {kind.__name__ for kind in list_screens()}
    assert len(found) >= 13
    assert {kind.__name__ for kind in list_screens() if "heads" not in vars(kind)} == NO_LISTS


async def until(pilot: Pilot[int], words: str) -> None:
    """Wait for words on the screen."""
    for _ in range(200):
        await pilot.pause(0.02)
        if words in shown(pilot):
            return
    raise AssertionError(shown(pilot))


async def exported(pilot: Pilot[int], folder: Path, *names: str) -> list[tuple[object, ...]]:
    """The cells of the file that the keys write, without its dates."""
    before = set(folder.glob("*.xlsx"))
    await press(pilot, *names)
    await until(pilot, "Ghi vào tệp")
    await press(pilot, "enter")
    await until(pilot, "Mở thư mục chứa tệp")
    (written,) = set(folder.glob("*.xlsx")) - before
    await press(pilot, "escape")
    return list(openpyxl.load_workbook(written).active.iter_rows(values_only=True))


@asynccontextmanager
async def at(path: Path, place: str) -> AsyncIterator[Pilot[int]]:
    async with opened(path, (120, 36)) as pilot:
        await settled(pilot)
        app = pilot.app
        assert isinstance(app, TramyteApp)
        app.action_go(place)
        await settled(pilot)
        yield pilot


@pytest.mark.parametrize(
    ("place", "names", "heads"),
    [
        ("units", ["ctrl+s", "3"], ("Đơn vị, khoa/phòng", "Người", "CCCD", "Mức 2")),
        ("journal", ["ctrl+s"], ("Khi nào", "Việc đã làm", "Số người", "Tình trạng")),
        ("reasons", ["ctrl+s"], ("Mục [phím]", "Lý do", "Người")),
        ("localities", ["ctrl+s"], ("Tên", "Loại", "Mã", "Đơn vị")),
        ("campaigns", ["ctrl+s"], ("Tình trạng", "Tên", "Văn bản")),
        ("receipts", ["ctrl+s"], ("Tình trạng", "Đơn vị", "Nhận lúc", "Người", "Chỗ cần sửa", "Tệp")),
        ("organisations", ["ctrl+p", "text:xuat danh sach dang hien", "enter"], ("Đơn vị", "Mã số thuế")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_place_is_written_row_by_row(
    path: Path, tmp_path: Path, place: str, names: list[str], heads: tuple[str, ...]
) -> None:
    async with at(path, place) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ListScreen)
        rows = await exported(pilot, tmp_path, *names)
        assert rows[3][: len(heads)] == heads
        assert [tuple("" if cell is None else cell for cell in row) for row in rows[4:]] == [
            tuple(screen.cells(row)) for row in screen.listed
        ]
        assert screen.listed


async def test_what_is_searched_for_is_all_that_is_written_and_is_named(path: Path, tmp_path: Path) -> None:
    async with at(path, "units") as pilot:
        rows = await exported(pilot, tmp_path, "text:tieu hoc", "enter", "ctrl+s", "3")
    assert "Tìm “tieu hoc”" in str(rows[1][0])
    assert [row[:2] for row in rows[4:]] == [(SCHOOL, 8)]


async def test_the_overview_and_the_people_behind_a_number(path: Path, tmp_path: Path) -> None:
    async with at(path, "overview") as pilot:
        rows = await exported(pilot, tmp_path, "ctrl+s")
        assert rows[3] == ("Mục", "Nội dung", "Tình trạng", "Số liệu")
        assert rows[4][1] == "Thẻ CCCD/CC", "in full, where the screen has CCCD"
        assert {row[0] for row in rows[4:]} <= {"Mục theo dõi", "Báo cáo phải gửi", "Hạn", "Bản nộp", "Còn thiếu"}
        await press(pilot, "enter")
        await settled(pilot)
        units = await exported(pilot, tmp_path, "ctrl+s")
        assert units[3][:3] == ("Đơn vị", "CCCD", "Mức 2")
        await press(pilot, "enter")
        await settled(pilot)
        people = await exported(pilot, tmp_path, "ctrl+s")
        assert people[3] == ("TT", "Họ và tên", "Năm sinh", "Đơn vị", "Khoa/phòng", "Tình trạng", "Lý do")
        assert f"{len(people) - 4} người" in shown(pilot)


async def test_an_empty_list_writes_no_file(path: Path, tmp_path: Path) -> None:
    async with at(path, "journal") as pilot:
        await press(pilot, "ctrl+f", "text:không có gì như thế", "enter", "ctrl+s")
        await until(pilot, "không có gì để xuất")
    assert not list(tmp_path.glob("*.xlsx"))


@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_as_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    out = tmp_path / f"a{ending}"
    write_shown(ShownList("Địa bàn", ("Tên", "Người"), [("=Ấp", 3)], "Tìm “ấp”"), out)
    if ending == ".json":
        assert json.loads(out.read_text("utf-8")) == [{"Tên": "=Ấp", "Người": 3}]
    else:
        assert out.read_text("utf-8-sig").splitlines() == [
            "Tên;Người;Như trên màn hình lúc 14 giờ 00 ngày 23/06/2026. Tìm “ấp”", "'=Ấp;3;",
        ]  # fmt: skip
