"""The roster as a file: everybody, true to the letter, with the CCCD hidden unless somebody asked for it."""

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from exporters.roster import write_roster
from exporters.sheet.look import printable_width
from store.models import StaffMember
from tests.exporters.people import ITEMS, crowd, staff

HEAD_ROW = 4


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T08:00:00")


def test_the_workbook_shows_everybody_with_the_state_of_every_item(tmp_path: Path) -> None:
    out = tmp_path / "danh sách.xlsx"
    assert write_roster(staff(), ITEMS, out, title="Danh sách theo dõi") == 4
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert rows[0][0] == "DANH SÁCH THEO DÕI"
    assert rows[1][0] == "Số liệu đến ngày 23/06/2026. ✓ Đã · ✗ Chưa · – Không áp dụng · ? Chưa rõ"
    assert rows[HEAD_ROW - 1][9:12] == ("CCCD", "Mức 2", "BHYT")
    first = rows[HEAD_ROW]
    assert first[0] == 1
    assert first[3:7] == ("=1+1", "1984", "Nữ", "•••••••••001")
    assert first[9:13] == ("✓", "✗", "✗", "Mức 2: Quên mật khẩu")
    assert [row[0] for row in rows[HEAD_ROW:]] == [1, 2, 3, 4]


def test_a_name_is_no_formula_and_a_full_cccd_keeps_its_zeros(tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    write_roster(staff(), ITEMS, out, title="x", full_ids=True)
    sheet = openpyxl.load_workbook(out).active
    name, citizen_id = sheet.cell(HEAD_ROW + 1, 4), sheet.cell(HEAD_ROW + 1, 7)
    assert (name.value, name.data_type) == ("=1+1", "s")
    assert (citizen_id.value, citizen_id.data_type) == ("001184000001", "s")


def test_the_page_is_set_up_to_be_printed(tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    write_roster(crowd(400), ITEMS, out, title="x")
    sheet = openpyxl.load_workbook(out).active
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
    assert sheet.freeze_panes == f"E{HEAD_ROW + 1}"
    assert sheet.auto_filter.ref == f"A{HEAD_ROW}:N{HEAD_ROW + 400}"


def test_each_page_says_whose_list_it_is_and_a_unit_begins_below_a_heavier_rule(tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    write_roster(staff(), ITEMS, out, title="x", agency=("UBND xã A & B", "Trạm Y tế xã Tri Tôn"))
    sheet = openpyxl.load_workbook(out).active
    assert sheet.oddFooter.left.text == sheet.firstFooter.left.text == "UBND xã A && B – Trạm Y tế xã Tri Tôn"
    rules = [sheet.cell(HEAD_ROW + row, 2).border.top.style for row in range(1, 5)]
    assert rules == ["thin", "thin", "thin", "medium"]


@pytest.mark.parametrize("number", [0, 1, 33, 2500])
def test_every_row_is_as_high_as_its_name_needs(tmp_path: Path, number: int) -> None:
    """LibreOffice prints the lines of a row without a height over each other."""
    out = tmp_path / "x.xlsx"
    assert write_roster(crowd(number), ITEMS, out, title="x") == number
    sheet = openpyxl.load_workbook(out).active
    assert sheet.max_row == HEAD_ROW + number
    assert all(sheet.row_dimensions[HEAD_ROW + row].height >= 30 for row in range(1, number + 1))


def test_json_is_the_contract(tmp_path: Path) -> None:
    out = tmp_path / "x.json"
    write_roster(staff(), ITEMS, out, title="x")
    entries = json.loads(out.read_text(encoding="utf-8"))
    assert entries[0] == {
        "unit": "Trạm Y tế xã Tri Tôn",
        "department": None,
        "full_name": "=1+1",
        "date_of_birth": "1984",
        "citizen_id": "•••••••••001",
        "sex": "nữ",
        "position": "Y sĩ",
        "employment": "vien_chuc",
        "items": {
            "cccd": {"state": "done", "reason": None, "done_on": "2026-06-01"},
            "level2_account": {"state": "todo", "reason": "Quên mật khẩu", "done_on": None},
            "bhyt_linked": {"state": "todo", "reason": None, "done_on": None},
        },
    }
    assert [entry["date_of_birth"] for entry in entries] == ["1984", "1984-03-02", "1984", "1984-03-02"]
    write_roster(staff(), ITEMS, out, title="x", full_ids=True)
    assert json.loads(out.read_text(encoding="utf-8"))[0]["citizen_id"] == "001184000001"
    assert write_roster([], ITEMS, out, title="x") == 0
    assert json.loads(out.read_text(encoding="utf-8")) == []


def test_csv_opens_by_a_double_click_and_runs_nothing(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    write_roster(staff(), ITEMS, out, title="x")
    assert out.read_bytes().startswith(b"\xef\xbb\xbfTT;")
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1][3] == "'=1+1"
    assert rows[2][9:12] == ["✓", "✓", "–"]


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json"])
def test_the_people_are_streamed_and_counted(tmp_path: Path, ending: str) -> None:
    assert write_roster(iter(crowd(2500)), ITEMS, tmp_path / f"x{ending}", title="x") == 2500


class CancelledError(Exception):
    """What stops the reading of the people half-way."""


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json"])
def test_a_cancelled_export_leaves_the_old_file_and_nothing_else(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"x{ending}"
    out.write_text("cũ", encoding="utf-8")

    def half() -> Iterator[StaffMember]:
        yield from crowd(1000)
        raise CancelledError

    with pytest.raises(CancelledError):
        write_roster(half(), ITEMS, out, title="x")
    assert out.read_text(encoding="utf-8") == "cũ"
    assert list(tmp_path.iterdir()) == [out]


def test_the_same_people_are_the_same_file(tmp_path: Path) -> None:
    members: list[StaffMember] = list(staff())
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_roster(members, ITEMS, one, title="x")
    write_roster(members, ITEMS, two, title="x")
    assert one.read_bytes() == two.read_bytes()


def test_with_six_items_it_prints_in_type_of_nine_points(tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    write_roster(staff(), ITEMS * 2, out, title="x")
    sheet = openpyxl.load_workbook(out).active
    xml = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    width = sum(
        (int(last) - int(first) + 1) * float(wide) * 8
        for first, last, wide in re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', xml)
    )
    smallest = min(cell.font.size for row in sheet.iter_rows(min_row=HEAD_ROW) for cell in row)
    assert smallest * min(1, printable_width(landscape=True) / width) >= 9
