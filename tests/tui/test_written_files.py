"""The list is written as it is shown; the file, or its folder, is opened from there or later, its path is copied."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from exporters import pdf
from store.people.roster import Filter
from tests.tui.opened_app import app_at, press, shown, until
from tests.tui.station import STATION
from tui.app import TramyteApp
from tui.framework import written_files
from tui.framework.exporting import fault
from tui.widgets.dialogs import Ask, PickOne


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    with app_at("roster", "2026-06-23T14:00:00", tmp_path, monkeypatch) as made:
        yield made


async def test_the_list_is_written_as_it_is_shown_and_found_again(
    app: TramyteApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(written_files, "_open", lambda _, path: opened.append(path))
    async with app.run_test(size=(80, 24)) as pilot:

        async def press(*names: str) -> None:
            for name in names:
                await pilot.press(name)
                await pilot.pause()

        await pilot.pause()
        await press("ctrl+b", "f6", "ctrl+s", "1", "enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        out = tmp_path / "DanhSach_20260623.xlsx"
        rows = list(openpyxl.load_workbook(out).active.iter_rows(min_row=5, values_only=True))
        table = app.screen_stack[0].table  # type: ignore[attr-defined]  # the list below the question
        assert table.people.filter == Filter(lacking=True, by_unit=True)
        assert [row[3] for row in rows] == [row.full_name for row in table.people.rows(0, table.total)]
        assert rows[0][1] == STATION
        await press("enter")
        assert opened == [out]
        await press("ctrl+p", *"tep da xuat")
        assert isinstance(app.screen, PickOne)
        await press("enter")
        await press("1")
        await press("3")
        assert app.clipboard == str(out)
        await press("ctrl+p", *"tep da xuat")
        await press("enter", "1", "2")
        assert opened == [out, tmp_path]
        out.unlink()
        await press("ctrl+p", *"tep da xuat")
        await press("enter")
        assert not isinstance(app.screen, (Ask, PickOne)), "a file that is gone is not offered"


@pytest.mark.skipif(sys.platform == "win32", reason="there it is os.startfile")
def test_a_computer_without_a_program_says_where_the_file_lies(
    app: TramyteApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(app, "notify", lambda message, **_: found.append(message))
    written_files._open(app, tmp_path / "a.xlsx")
    assert found == [f"Máy này không có chương trình để mở. Tệp nằm ở: {tmp_path / 'a.xlsx'}"]


async def test_a_pdf_is_offered_where_a_program_makes_one_and_refused_in_plain_words_elsewhere(
    app: TramyteApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a list that can be an Excel file too; a form to fill in is none."""
    made: list[str] = []

    def write_pdf(out: Path, ending: str, write: Callable[[Path], object]) -> None:
        made.append(ending)
        write(out.with_suffix(ending))
        out.write_bytes(b"%PDF")

    monkeypatch.setattr(pdf, "write_pdf", write_pdf)
    async with app.run_test(size=(120, 36)) as pilot:
        for can_write in (False, True):
            monkeypatch.setattr(pdf, "can_write", lambda _, can=can_write: can)
            await press(pilot, "ctrl+s", "1", *["backspace"] * 4, "text:pdf", "enter")
            assert ("Máy này không có LibreOffice hay Word" in shown(pilot)) is not can_write
            if not can_write:
                assert "đuôi .xlsx, .csv hoặc .json" in shown(pilot)
                await press(pilot, "escape")
        for _ in range(500):
            await pilot.pause(0.02)
            if "Mở thư mục chứa tệp" in shown(pilot):
                break
        assert "Mở thư mục chứa tệp" in shown(pilot)
    assert (tmp_path / "DanhSach_20260623.pdf").read_bytes() == b"%PDF"
    assert made == [".xlsx"]
    assert fault(str(tmp_path / "a.pdf"), (".xlsx",)) == "Tên tệp phải kết thúc bằng .xlsx."
