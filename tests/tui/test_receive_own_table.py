"""A table that the program wrote comes back on Nhận tệp: its edits are shown, asked about, written, and undone."""

from pathlib import Path

import openpyxl
import pytest

from exporters.organisations import export_organisations
from store.monitoring import organisations
from store.opening import open_store
from tests.tui.station import SCHOOL
from tests.tui.test_receive_screen import choose
from tests.tui.tracking_station import tracking_station
from tui.app import TramyteApp
from tui.screens.receive import file_words
from tui.widgets.dialogs import Ask


def note(app: TramyteApp) -> str | None:
    return next(each.note for each in organisations.all_organisations(app.store) if each.unit.name == SCHOOL)


async def test_edits_of_a_table_are_asked_about_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T14:00:00")
    path, table = tmp_path / "trạm.sqlite3", tmp_path / "tài khoản.xlsx"
    tracking_station(path)
    with open_store(path) as store:
        export_organisations(store, table)
    book = openpyxl.load_workbook(table)
    cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "gọi kế toán trường")
    cell.value = "đã gọi kế toán"
    book.save(table)
    app = TramyteApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, app, table)
        assert file_words.head(screen.files) == "1 tệp: 1 bảng của chương trình"
        await pilot.press("ctrl+s")
        for _ in range(200):
            await pilot.pause(0.05)
            if isinstance(app.screen, Ask):
                break
        assert isinstance(app.screen, Ask)
        assert app.screen.dialog_title == "Bảng tài khoản tổ chức: 1 chỗ sửa."
        await pilot.press("1")
        for _ in range(200):
            await pilot.pause(0.05)
            if not screen.files:
                break
        assert (note(app), screen.files) == ("đã gọi kế toán", [])
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert note(app) == "gọi kế toán trường"
    app.store.close()
