"""By keys: a form goes out to a unit, and a file with faults goes back to its sender."""

from pathlib import Path

import openpyxl
import pytest
from textual.pilot import Pilot

from exporters.template import write_template
from importers.deciding.planning import make_plan
from importers.reading import read_file
from store import clock, settings
from store.checklist.items import checklist_items
from store.models import State
from store.opening import open_store
from store.people import staff, units
from store.receiving import submissions, template
from tests.exporters.damaged_list import MENDED, save
from tests.tui.opened_app import opened, press, settled, shown, until
from tests.tui.station import SCHOOL, station
from tui.framework import exporting
from tui.screens.receive.received import ReceivedScreen
from tui.screens.receive.screen import ReceiveScreen
from tui.screens.roster import export_list
from tui.screens.units import forms_out
from tui.unit_papers import write_forms


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    made = tmp_path / "trạm.sqlite3"
    with station(made) as store:
        settings.remember_folder(store, str(tmp_path), "export_folder")
    return made


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The papers that are noted in the log as written with whole numbers."""
    papers: list[str] = []
    for screen in (forms_out, export_list):
        monkeypatch.setattr(screen, "note_uncovered", papers.append)
    return papers


async def export_by(pilot: Pilot[int], key: str, *, asked: str, written: str) -> None:
    """Answer the question with a key, take the file that is proposed, and wait until it is written."""
    await until(pilot, lambda: asked in shown(pilot))
    await press(pilot, key)
    await until(pilot, lambda: "Ghi vào" in shown(pilot))
    await press(pilot, "enter")
    await until(pilot, lambda: written in shown(pilot))


async def test_the_form_of_the_unit_under_the_cursor(path: Path, tmp_path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "f3")
        await settled(pilot)
        await press(pilot, "text:tieu hoc", "enter", "ctrl+s")
        await export_by(pilot, "1", asked="Chỉ Trường Tiểu học A", written="Đã ghi biểu mẫu")
        assert "chỉ gửi cho đúng đơn vị" in shown(pilot)
        await press(pilot, "enter")
    (written,) = tmp_path.glob("*.xlsx")
    assert written.name == "BieuMau_TruongTieuHocAVinhGia_20260623.xlsx"
    assert openpyxl.load_workbook(written)["Danh sách"]["A2"].value == f"Đơn vị: {SCHOOL}"


@pytest.mark.parametrize(("key", "are_full"), [("1", False), ("4", True)])
async def test_numbers_stand_in_a_form_whole_only_where_that_is_chosen(
    path: Path, tmp_path: Path, noted: list[str], key: str, *, are_full: bool
) -> None:
    with open_store(path) as store:
        numbers = [one.person.citizen_id for one in staff.members(store) if one.unit == SCHOOL]
    async with opened(path) as pilot:
        await press(pilot, "f3")
        await settled(pilot)
        await press(pilot, "text:tieu hoc", "enter", "ctrl+s")
        await export_by(pilot, key, asked="ghi đủ 12 số CCCD", written="Đã ghi biểu mẫu")
        assert ("đủ 12 số" in shown(pilot)) == are_full
    assert noted == ["template"] * are_full
    (written,) = tmp_path.glob("*.xlsx")
    cells = {cell.value for row in openpyxl.load_workbook(written)["Danh sách"].iter_rows() for cell in row}
    numbers = [number for number in numbers if number]
    assert numbers
    assert (cells >= set(numbers)) == are_full
    assert are_full or not cells & set(numbers)


async def test_the_forms_of_all_units_in_one_go(path: Path, tmp_path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "f3")
        await settled(pilot)
        await press(pilot, "ctrl+s")
        await export_by(pilot, "2", asked="Cả 2 đơn vị đang chờ", written="Đã ghi biểu mẫu")
        assert "2 biểu mẫu trong" in shown(pilot)
        await press(pilot, "enter", "ctrl+s", "2", "enter")
        await until(pilot, lambda: "Thư mục đã có biểu mẫu" in shown(pilot))
        await press(pilot, "escape")
    folder = tmp_path / "BieuMau_20260623"
    assert sorted(file.name for file in folder.iterdir()) == [
        "BieuMau_TruongTieuHocAVinhGia_20260623.xlsx",
        "BieuMau_UyBanNhanDanXaVinhGia_20260623.xlsx",
    ]


def test_stopping_keeps_what_is_written(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        written = write_forms(store, tmp_path / "mau", lambda done, of: done < 1)
    assert len(written) == 1
    assert list((tmp_path / "mau").iterdir()) == written


def take_in(path: Path, file: Path) -> None:
    with open_store(path) as store:
        submissions.apply(store, make_plan(store, read_file(file, items=checklist_items(store))))


@pytest.mark.parametrize(("key", "are_full"), [("1", False), ("2", True)])
async def test_the_faults_of_a_submission_go_back_to_its_sender(
    path: Path, tmp_path: Path, noted: list[str], key: str, *, are_full: bool
) -> None:
    sent = tmp_path / "danh sach.xlsx"
    save(sent)
    take_in(path, sent)
    async with opened(path) as pilot:
        await pilot.app.push_screen(ReceivedScreen())
        await settled(pilot)
        await press(pilot, "ctrl+s")
        await export_by(pilot, key, asked="Ghi đủ 12 số CCCD", written="Đã ghi phiếu sửa")
        assert ("đủ 12 số" in shown(pilot)) == are_full
        assert f"{len(MENDED)} chỗ để Trường Mẫu giáo Sen Hồng sửa" in shown(pilot)
    written = openpyxl.load_workbook(tmp_path / "PhieuSua_TruongMauGiaoSenHong_BanNop1.xlsx")
    cells = {cell.value for sheet in written for row in sheet.iter_rows() for cell in row}
    assert ("089185001234" in cells) == are_full
    assert noted == ["feedback"] * are_full


async def test_from_the_book_of_receipts_too(path: Path, tmp_path: Path) -> None:
    sent = tmp_path / "danh sach.xlsx"
    save(sent)
    take_in(path, sent)
    async with opened(path) as pilot:
        await press(pilot, "ctrl+p", "text:so nhan", "enter")
        await settled(pilot)
        await press(pilot, "end")
        await until(pilot, lambda: "Sen Hồng" in shown(pilot))
        await press(pilot, "ctrl+s", "1")  # 2 is the list as it is shown
        await export_by(pilot, "1", asked="Che bớt số CCCD", written="Đã ghi phiếu sửa")


async def test_a_submission_without_faults_needs_no_paper(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        school = units.find(store, SCHOOL)
        assert school is not None
        for member in staff.members(store, unit_id=school.id):  # nobody is chưa without a reason
            for key, state in member.person.states.items():
                if state is State.TODO:
                    staff.set_state(store, [member.id], key, State.TODO, "Nghỉ thai sản")
        write_template(template.draft(store, school.id), tmp_path / "mau.xlsx")
    take_in(path, tmp_path / "mau.xlsx")
    async with opened(path) as pilot:
        await pilot.app.push_screen(ReceivedScreen())
        await settled(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "không cần phiếu" in shown(pilot))
    assert not list(tmp_path.glob("PhieuSua*"))


async def test_the_form_that_the_station_has_just_written_is_not_taken_for_an_answer(
    path: Path, tmp_path: Path
) -> None:
    """It lies among the files of the units; all that asks nothing is taken in, and the unit is not called in time."""
    with open_store(path) as store:
        school = units.find(store, SCHOOL)
        assert school is not None
        write_template(template.draft(store, school.id), tmp_path / "mau.xlsx")
    async with opened(path) as pilot:
        await press(pilot, "f4")
        screen = pilot.app.screen
        assert isinstance(screen, ReceiveScreen)
        screen.chosen([tmp_path / "mau.xlsx"])
        await settled(pilot)
        assert "Biểu mẫu chưa ghi thêm gì" in shown(pilot)
        await press(pilot, "ctrl+a")
        assert not submissions.all_submissions(pilot.app.store)
        await press(pilot, "ctrl+s", "1")  # the unit sent it so: nothing has changed there
        assert screen.files[0].taken
        assert len(submissions.all_submissions(pilot.app.store)) == 1


async def test_papers_do_not_go_among_the_files_that_came(path: Path, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    with open_store(path) as store:
        settings.remember_folder(store, str(tmp_path / "usb"))
        assert exporting.folder(store) == tmp_path


@pytest.mark.parametrize(("key", "are_full"), [("1", False), ("2", True)])
async def test_a_list_with_whole_numbers_is_noted(
    path: Path, tmp_path: Path, noted: list[str], key: str, *, are_full: bool
) -> None:
    async with opened(path) as pilot:
        await press(pilot, "f2")
        await settled(pilot)
        await press(pilot, "ctrl+s")
        await export_by(pilot, key, asked="Ghi đủ 12 số CCCD", written="Đã ghi danh sách")
        await press(pilot, "escape")
    assert list(tmp_path.glob("DanhSach*"))
    assert noted == ["roster"] * are_full
