"""Who lacks what, by unit: the list for the phone call."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from exporters.outstanding import write_outstanding
from store.models import State
from tests.exporters.people import ITEMS, crowd, person, staff


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T08:00:00")


def test_each_unit_comes_with_its_counts_and_those_who_lack_something(tmp_path: Path) -> None:
    out = tmp_path / "còn thiếu.xlsx"
    assert write_outstanding(staff(), ITEMS, out, title="Danh sách còn thiếu") == 3
    sheet = openpyxl.load_workbook(out).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["DANH SÁCH CÒN THIẾU"]
    assert rows[3:] == [
        ["TT", "Khoa/phòng", "Họ và tên", "Điện thoại", "Còn thiếu", "Lý do"],
        ["Trạm Y tế xã Tri Tôn: 2 người (Mức 2: 1, BHYT: 2)"],
        [1, "=1+1", "0912345678", "Mức 2, BHYT", "Mức 2: Quên mật khẩu"],
        [2, "Néang Sâm Ết", "0912345678", "BHYT (chưa rõ)"],
        ["Trường Tiểu học A: 1 người (CCCD: 1, Mức 2: 1, BHYT: 1)"],
        [
            1,
            "Bộ phận Dược",
            "Công Tằng Tôn Nữ Thị Phương Thảo",
            "0912345678",
            "CCCD, Mức 2 (chưa rõ), BHYT (chưa rõ)",
        ],
        ["Tổng cộng: 3 người"],
    ]
    assert sheet.print_title_rows == "$4:$4"
    name = sheet.cell(6, 3)
    assert (name.value, name.data_type) == ("=1+1", "s")


def test_two_of_one_name_are_told_apart_by_the_year_and_a_reason_for_all_needs_no_item(tmp_path: Path) -> None:
    todo, done = State.TODO, State.DONE
    reasons = {"level2_account": "Quên mật khẩu", "bhyt_linked": "Quên mật khẩu"}
    people = [
        person(1, "Lê Thị Bình", (done, todo, todo), reasons=reasons),
        person(2, "Lê Thị BÌNH", (done, done, todo)),
        person(3, "Lê Thị Bình", (done, done, todo), unit=2),
    ]
    write_outstanding(people, ITEMS, tmp_path / "x.xlsx", title="x")
    cells = {
        cell for row in openpyxl.load_workbook(tmp_path / "x.xlsx").active.iter_rows(values_only=True) for cell in row
    }
    assert {"Lê Thị Bình (1984)", "Lê Thị BÌNH (1984)", "Lê Thị Bình", "Quên mật khẩu"} <= cells
    write_outstanding(people, ITEMS, tmp_path / "x.csv", title="x")
    rows = list(csv.reader((tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["Lê Thị Bình (1984)", "Lê Thị BÌNH (1984)", "Lê Thị Bình"]


def test_many_people_keep_their_heights(tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    assert write_outstanding(crowd(1200), ITEMS, out, title="x") == 1200
    sheet = openpyxl.load_workbook(out).active
    assert min(sheet.row_dimensions[6 + number].height for number in range(1200)) >= 31.5
    assert sheet.cell(6 + 1200, 1).value == "Tổng cộng: 1.200 người"


def test_json_and_csv_tell_the_same(tmp_path: Path) -> None:
    assert write_outstanding(staff(), ITEMS, tmp_path / "x.json", title="x") == 3
    entries = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert [entry["full_name"] for entry in entries] == ["=1+1", "Néang Sâm Ết", "Công Tằng Tôn Nữ Thị Phương Thảo"]
    assert entries[0]["missing"] == {
        "level2_account": {"state": "todo", "reason": "Quên mật khẩu"},
        "bhyt_linked": {"state": "todo", "reason": None},
    }
    assert write_outstanding(staff(), ITEMS, tmp_path / "x.csv", title="x") == 3
    rows = list(csv.reader((tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["'=1+1", "Néang Sâm Ết", "Công Tằng Tôn Nữ Thị Phương Thảo"]


def test_nobody_lacking_anything_is_said(tmp_path: Path) -> None:
    assert write_outstanding([], ITEMS, tmp_path / "x.xlsx", title="x") == 0
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert sheet.cell(5, 1).value == "Không còn ai thiếu mục nào."


def test_below_the_people_of_a_unit_stand_the_difficulties_that_it_raised(tmp_path: Path) -> None:
    people = list(staff())
    out = tmp_path / "a.xlsx"
    raised = {people[-1].unit_id: ["- Mạng yếu (đã trả lời: Đã đổi)"]}
    assert write_outstanding(people, ITEMS, out, title="x", raised=raised) == 3
    cells = [row[0] for row in openpyxl.load_workbook(out).active.iter_rows(values_only=True) if row[0]]
    assert cells[-2:] == ["Khó khăn, vướng mắc đơn vị đã nêu:\n- Mạng yếu (đã trả lời: Đã đổi)", "Tổng cộng: 3 người"]


def test_the_name_of_a_unit_is_printed_on_the_page_of_its_first_person(tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    people = [
        member._replace(unit=f"Đơn vị {number // 4}", unit_id=number // 4) for number, member in enumerate(crowd(200))
    ]
    write_outstanding(people, ITEMS, out, title="x")
    sheet = openpyxl.load_workbook(out).active
    texts = [cell.value for cell in sheet["A"]]
    last_of_pages = [texts[brk.id - 1] for brk in sheet.row_breaks.brk]
    assert len(last_of_pages) > 5
    assert not [text for text in last_of_pages if isinstance(text, str)]
    assert texts[-1] == "Tổng cộng: 200 người"
    assert sheet.row_breaks.brk[-1].id < len(texts) - 1
