"""The progress report of another station comes in as its figures, unit by unit; nothing of it is lost or guessed."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from exporters.bundle import export_bundle
from exporters.progress import export_progress
from importers import intake
from importers.intake import Incoming
from store import campaign_use, clock, settings
from store.campaigns import file
from store.checklist.applicability import Rules
from store.checklist.items import checklist_items
from store.counting import item_figures
from store.database import Store
from store.forms import filled
from store.forms.unit_figures import SUM, UNITS_SHEET
from store.opening import open_store
from store.people import units
from store.receiving import submissions
from store.receiving.plan import FileKind
from store.reporting import progress
from tests.bundles import stations
from tests.end_to_end.office import save_anew, saved_by_both

STATION = "Trạm Y tế xã Tân Lập 5"
SCHOOL = "Trường Tiểu học A"
BHYT = "bhyt_linked"

Report = Callable[..., Path]


def use_plan(store: Store) -> None:
    campaign_use.use(store, file.load(file.built_in()["tri-ton-2026"]))


@pytest.fixture
def report(sender: Store, province: Store, tmp_path: Path) -> Report:
    """Writes the report of the station, with what was edited in it."""
    for store in (sender, province):
        use_plan(store)

    def write(name: str = "báo cáo.xlsx", edit: Callable[[Worksheet], Any] | None = None) -> Path:
        out = tmp_path / name
        export_progress(sender, out)
        if edit is not None:
            book = openpyxl.load_workbook(out)
            edit(book[UNITS_SHEET])
            book.save(out)
        return out

    return write


def printed(store: Store) -> dict[str, tuple[int, int]]:
    """The same as the report of the station prints them: of whom its plan asks them."""
    paper = progress.draft(store, *progress.choose(store, campaign=None, kind=None, day=None))
    return {item.key: (item.done, item.applicable) for item in paper.items}


def openpyxl_rows(path: Path) -> list[list[object]]:
    """The filled cells of every sheet, row by row."""
    book = openpyxl.load_workbook(path, data_only=True)
    return [[c for c in row if c not in (None, "")] for sheet in book for row in sheet.iter_rows(values_only=True)]


def figures(store: Store) -> dict[str, tuple[int, int]]:
    """Of each item: done, and of how many; people by name and figures that were sent together."""
    rules, people = Rules(store), item_figures.patterns(store)
    found = item_figures.with_counts(rules, item_figures.item_figures(rules, people), item_figures.counted_units(store))
    return {each.item.key: (each.done, each.applicable) for each in found}


def taken(store: Store, path: Path) -> Incoming:
    incoming = intake.read(store, path)
    assert incoming.is_usable, incoming.reading.message if incoming.reading else ""
    intake.apply(store, incoming)
    return incoming


def refusal(store: Store, path: Path) -> str:
    reading = intake.read(store, path).reading
    assert reading is not None
    assert reading.kind is FileKind.UNREADABLE
    return reading.message


def cell_of(sheet: Worksheet, unit: str, head: str) -> Any:
    heads = next(row for row in sheet.iter_rows() if row[1].value == "Đơn vị")
    column = next(cell.column for cell in heads if cell.value == head)
    row = next(row for row in sheet.iter_rows() if row[1].value == unit)
    return sheet.cell(row[0].row, column)


@saved_by_both
def test_every_figure_above_is_that_of_the_station(
    sender: Store, province: Store, report: Report, tmp_path: Path, saved: str
) -> None:
    path = report()
    (sent,) = [path] if saved == "own" else save_anew([path], tmp_path / "office")
    incoming = taken(province, sent)
    assert figures(province) == printed(sender)
    assert [unit.name for unit in units.all_units(province)] == [unit.name for unit in units.all_units(sender)]
    station = units.find(province, STATION)
    school = units.find(province, SCHOOL)
    assert station is not None
    assert school is not None
    assert school.parent_id == station.id
    origin = filled.in_force(province)[school.id]
    assert origin.lines[0].row == cell_of(openpyxl.load_workbook(path)[UNITS_SHEET], SCHOOL, "BHYT đã").row
    assert origin.lines[0].cells["bhyt_linked_done"][0].isalpha()
    assert incoming.about_counts == ""
    assert incoming.reading is not None
    cells = [cell for row in openpyxl_rows(path) for cell in row]
    assert incoming.reading.ledger.cells == len(cells)
    again = intake.read(province, path)
    assert again.plan is not None
    assert {key for key, number in again.plan.counts().items() if number} == {"unchanged"}


def test_undo_takes_its_figures_back_and_nothing_else(province: Store, report: Report) -> None:
    before = figures(province)
    incoming = taken(province, report())
    assert incoming.submission_id is not None
    submissions.take_back(province, incoming.submission_id)
    assert figures(province) == before


def test_exactly_the_edit_comes_back(sender: Store, province: Store, report: Report) -> None:
    taken(province, report())

    def one_more(sheet: Worksheet) -> None:
        cell_of(sheet, SCHOOL, "BHYT đã").value += 1

    incoming = intake.read(province, report("sửa.xlsx", one_more))
    assert incoming.plan is not None
    assert incoming.plan.counts()["changed"] == 1
    intake.apply(province, incoming)
    done, asked = printed(sender)[BHYT]
    assert figures(province) == {**printed(sender), BHYT: (done + 1, asked)}


def test_a_line_that_contradicts_itself_is_told_and_not_counted(province: Store, report: Report) -> None:
    def too_many(sheet: Worksheet) -> None:
        cell_of(sheet, SCHOOL, "BHYT đã").value = 99

    path = report(edit=too_many)
    incoming = taken(province, path)
    assert incoming.reading is not None
    assert any(f"{SCHOOL}: BHYT: 99 đã trên" in remark for remark in incoming.reading.remarks)
    school = units.find(province, SCHOOL)
    assert school is not None
    assert school.id not in filled.in_force(province)


def test_words_in_the_place_of_a_number_are_told_without_what_looks_like_a_number(
    province: Store, report: Report
) -> None:
    def number(sheet: Worksheet) -> None:
        cell_of(sheet, SCHOOL, "BHYT đã").value = "số 089185123456"

    incoming = taken(province, report(edit=number))
    assert incoming.reading is not None
    remarks = " ".join(incoming.reading.remarks)
    assert "không phải số người" in remarks
    assert "089185123456" not in remarks


def test_an_emptied_cell_is_told_and_its_line_not_counted(province: Store, report: Report) -> None:
    def emptied(sheet: Worksheet) -> None:
        cell_of(sheet, SCHOOL, "BHYT đã").value = None

    incoming = taken(province, report(edit=emptied))
    assert incoming.reading is not None
    assert any("để trống" in remark for remark in incoming.reading.remarks)
    school = units.find(province, SCHOOL)
    assert school is not None
    assert school.id not in filled.in_force(province)


def test_of_whom_an_item_is_asked_is_read_where_it_stands_and_an_emptied_one_is_told(
    sender: Store, province: Store, report: Report
) -> None:
    asked_in_all = next(key for key, (_, asked) in printed(sender).items() if asked < printed(sender)[BHYT][1])
    head = f"{next(item.short_title for item in checklist_items(sender) if item.key == asked_in_all)} phải thực hiện"

    def fewer(sheet: Worksheet) -> None:
        cell_of(sheet, STATION, head).value -= 1

    taken(province, report(edit=fewer))
    done, asked = printed(sender)[asked_in_all]
    assert figures(province) == {**printed(sender), asked_in_all: (done, asked - 1)}

    def emptied(sheet: Worksheet) -> None:
        cell_of(sheet, STATION, head).value = None

    reading = intake.read(province, report("trống.xlsx", emptied)).reading
    assert reading is not None
    assert any("để trống" in remark for remark in reading.remarks)


def test_a_report_of_an_earlier_version_has_the_wholes_in_hidden_columns(
    sender: Store, province: Store, report: Report
) -> None:
    def as_once(sheet: Worksheet) -> None:
        """Move the columns of wholes behind the table, each as far as its numbers are from the first column."""
        heads = next(row for row in sheet.iter_rows() if row[1].value == "Đơn vị")
        first, last = heads[0].row, next(row[1].row for row in sheet.iter_rows() if row[1].value == SUM)
        texts = [cell.value for cell in heads if cell.value]
        wholes = [place for place, text in enumerate(texts) if str(text).endswith(" phải thực hiện")]
        kept = [place for place in range(len(texts)) if place not in wholes]
        for at in range(first, last + 1):
            values = [sheet.cell(at, 1 + place).value for place in range(len(texts))]
            people = values[2]
            for place in range(len(texts)):
                sheet.cell(at, 1 + place).value = None
            for place, before in enumerate(kept):
                sheet.cell(at, 1 + place).value = values[before]
                if at > first and before - 1 in wholes and values[before - 1] not in (people, "–"):
                    sheet.cell(at, 1 + len(kept) + place).value = values[before - 1]
        assert wholes

    taken(province, report(edit=as_once))
    assert figures(province) == printed(sender)


def test_a_sum_that_was_overwritten_is_told(province: Store, report: Report) -> None:
    def other(sheet: Worksheet) -> None:
        cell_of(sheet, SUM, "Tổng số người").value = 500

    incoming = taken(province, report(edit=other))
    assert incoming.reading is not None
    assert any(
        remark.startswith("Dòng Tổng cộng ghi 500 người, các dòng cộng lại") for remark in incoming.reading.remarks
    )


def test_the_older_one_and_the_own_one_are_refused(
    sender: Store, province: Store, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = report("cũ.xlsx")
    assert refusal(sender, older).startswith("Đây là báo cáo mà chương trình in ra từ chính sổ này")
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T10:00:00")
    taken(province, report("mới.xlsx"))
    assert "cũ hơn" in refusal(province, older)


def test_a_bundle_behind_a_report_is_of_the_same_station(
    sender: Store, province: Store, report: Report, tmp_path: Path
) -> None:
    taken(province, report())
    export_bundle(sender, tmp_path / "gói.tyt", passphrase=stations.PASSPHRASE)
    stations.take_in(province, tmp_path / "gói.tyt")
    assert figures(province) == figures(sender)
    assert [unit.name for unit in units.all_units(province)] == [unit.name for unit in units.all_units(sender)]


def test_people_of_a_bundle_stay_and_count_behind_a_report(
    sender: Store, province: Store, report: Report, tmp_path: Path
) -> None:
    export_bundle(sender, tmp_path / "gói.tyt", passphrase=stations.PASSPHRASE)
    stations.take_in(province, tmp_path / "gói.tyt")
    before = stations.people_of(province)
    incoming = taken(province, report())
    assert stations.people_of(province) == before
    assert figures(province) == figures(sender)
    assert incoming.plan is not None
    assert any("vẫn được đếm" in remark for remark in incoming.plan.reading.remarks)


@pytest.mark.parametrize("figures_only", [True, False])
def test_what_an_area_took_in_goes_up_with_its_own_bundle(
    sender: Store, province: Store, base: Path, report: Report, tmp_path: Path, *, figures_only: bool
) -> None:
    shutil.copyfile(base, tmp_path / "khu vực.sqlite3")
    with open_store(tmp_path / "khu vực.sqlite3") as area:
        use_plan(area)
        settings.save(area, station_name="Khu vực Tri Tôn")
        taken(area, report())
        export_bundle(area, tmp_path / "kv.tyt", passphrase=stations.PASSPHRASE, figures_only=figures_only)
    stations.take_in(province, tmp_path / "kv.tyt")
    assert figures(province) == printed(sender)


def test_a_table_that_is_gone_is_said(province: Store, report: Report) -> None:
    def emptied(sheet: Worksheet) -> None:
        sheet.delete_rows(1, 40)

    path = report(edit=emptied)
    book = openpyxl.load_workbook(path)
    del book["Báo cáo"]
    book.save(path)
    assert "không còn bảng" in refusal(province, path)


def test_a_report_of_one_unit_is_read_from_the_table_of_items(base: Path, province: Store, tmp_path: Path) -> None:
    shutil.copyfile(base, tmp_path / "một.sqlite3")
    with stations.station(base, tmp_path / "một.sqlite3", 3) as store:
        use_plan(store)
        own = units.station_id(store)
        store.write("UPDATE staff SET unit_id = ?, department_id = NULL", (own,))
        use_plan(province)
        export_progress(store, tmp_path / "một.xlsx")
        taken(province, tmp_path / "một.xlsx")
        assert figures(province) == printed(store)
