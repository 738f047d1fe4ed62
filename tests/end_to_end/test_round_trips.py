"""Out to a unit, filled in or mended there in an office program, and in again: no question, no problem."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from store.receiving.form_mark import SHEET as MARK
from tests.end_to_end.office import python_with_bridge, type_into
from tests.exporters.damaged_list import MENDED, UNIT, save
from tests.tui.station import SCHOOL, station

pytestmark = [
    pytest.mark.skipif(python_with_bridge() is None, reason="no LibreOffice with its Python bridge here"),
    pytest.mark.timeout(240),
]
LIST = "Danh sách"
FIRST = 5  # row of the first person


def tyt(store: Path, *words: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TYT_STORE": str(store), "TYT_NOW": "2026-06-23T14:00:00"}
    return subprocess.run(
        [sys.executable, "-m", "tui", *map(str, words)],
        capture_output=True, encoding="utf-8", env=environment, check=False, timeout=60,
    )  # fmt: skip


def taken_in(store: Path, path: Path) -> dict[str, Any]:
    """What `tyt import` says of a file, after it said that all is well."""
    done = tyt(store, "import", path, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    (result,) = json.loads(done.stdout)
    assert isinstance(result, dict)
    return result


def problems(result: dict[str, Any]) -> list[Any]:
    return [problem for row in result["rows"] for problem in row["problems"]]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "kho.sqlite3"
    station(path).close()
    return path


@pytest.fixture
def form(store: Path, tmp_path: Path) -> Path:
    out = tmp_path / "mau.xlsx"
    assert tyt(store, "export", "template", out, "--unit", "truong tieu hoc a vinh gia").returncode == 0
    return out


def filling(form: Path) -> list[tuple[str, str, str]]:
    """What the school types: a state and its reason for one, and two new people."""
    sheet = openpyxl.load_workbook(form)[LIST]
    at = {str(cell.value): cell.column_letter for cell in sheet[FIRST - 1]}
    level2, reason = at["Tài khoản định danh điện tử mức 2"], at["Lý do chưa: Mức 2"]
    people = sum(cell.value is not None for cell in sheet[at["Họ và tên"]][FIRST - 1 :])
    waiting = next(row for row in range(FIRST, FIRST + people) if sheet[f"{level2}{row}"].value == "Chưa")
    new, newer = FIRST + people, FIRST + people + 1
    return [
        (LIST, f"{level2}{waiting}", "Đã"),
        (LIST, f"{reason}{waiting}", ""),
        (LIST, f"{at['Họ và tên']}{new}", "Lê Thị Mới"),
        (LIST, f"{at['Ngày sinh']}{new}", "5/12/1990"),
        (LIST, f"{at['Giới tính']}{new}", "Nữ"),
        (LIST, f"{at['Số CCCD']}{new}", "089190001234"),
        (LIST, f"{level2}{new}", "Chưa"),
        (LIST, f"{reason}{new}", "Điện thoại hỏng, chờ mua"),
        (LIST, f"{at['Họ và tên']}{newer}", "Chau Sóc Mới"),
        (LIST, f"{at['Ngày sinh']}{newer}", "1988"),
        (LIST, f"{at['Thẻ CCCD/CC']}{newer}", "Đã"),
        (LIST, f"{at['Họ và tên']}{FIRST - 1}", "Tên tôi đổi"),  # a locked head
    ]


def test_a_template_filled_in_comes_back_in_every_form(store: Path, form: Path, tmp_path: Path) -> None:
    saved = [tmp_path / f"gui-lai{ending}" for ending in (".xlsx", ".xls", ".ods")]
    type_into(form, filling(form), saved)
    for path in saved:
        result = json.loads(tyt(store, "import", path, "--json", "--dry-run").stdout)[0]
        assert (result["unit"], result["message"], result["remarks"]) == (SCHOOL, "", []), path.suffix
        assert problems(result) == []
        assert result["counts"] == {"new": 2, "changed": 1, "unchanged": 7, "conflict": 0, "rejected": 0}
    result = taken_in(store, saved[1])
    assert result["columns"]["Họ và tên"] == "full_name", "the head was locked"
    people = json.loads(tyt(store, "export", "roster", "-", "--full-ids", "--unit", SCHOOL).stdout)
    new = next(person for person in people if person["full_name"] == "Lê Thị Mới")
    assert (new["date_of_birth"], new["citizen_id"]) == ("1990-12-05", "089190001234")
    assert new["items"]["level2_account"] == {"state": "todo", "reason": "Điện thoại hỏng, chờ mua", "done_on": None}
    assert new["items"]["cccd"]["state"] == "unknown", "nobody said anything of it"
    assert taken_in(store, saved[0])["counts"]["unchanged"] == 10, "the same once more changes nothing"


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods"])
def test_checks_locks_and_the_hidden_mark_survive(form: Path, tmp_path: Path, ending: str) -> None:
    """What another office program saved is opened once more and looked at as xlsx."""
    saved, seen = tmp_path / f"luu{ending}", tmp_path / "xem.xlsx"
    type_into(form, [], [saved])
    type_into(saved, [], [seen])
    book = openpyxl.load_workbook(seen)
    assert book[MARK].sheet_state != "visible"
    sheet = book[LIST]
    assert sheet.protection.sheet
    assert sheet.cell(FIRST - 1, 3).protection.locked
    assert not sheet.cell(FIRST + 30, 3).protection.locked
    kinds = sorted(check.type for check in sheet.data_validations.dataValidation)
    assert (kinds.count("custom"), kinds.count("list") >= 10) == (2, True)
    assert any("tyt_reason" in str(check.formula1) for check in sheet.data_validations.dataValidation)
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", f"${FIRST - 1}:${FIRST - 1}")


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods"])
def test_a_list_mended_in_the_paper_that_came_back_is_clean(store: Path, tmp_path: Path, ending: str) -> None:
    sent = tmp_path / "danh-sach.xlsx"
    save(sent)
    first = tyt(store, "import", sent)
    assert first.returncode == 1, "a row without a name was left out"
    paper = tmp_path / "phieu-sua.xlsx"
    done = tyt(store, "export", "feedback", paper, "--submission", 1)
    assert done.returncode == 0
    assert "dữ liệu cá nhân" in done.stderr
    mended = tmp_path / f"da-sua{ending}"
    type_into(paper, [("DS tháng 6", place, value or "") for place, value in MENDED.items()], [mended])
    result = taken_in(store, mended)
    assert (result["unit"], result["submission"], result["remarks"]) == (UNIT, 2, [])
    assert problems(result) == []
    assert result["counts"] == {"new": 1, "changed": 5, "unchanged": 2, "conflict": 0, "rejected": 0}
    nothing = tyt(store, "export", "feedback", paper, "--submission", 2)
    assert nothing.returncode == 2
    assert "không có ô nào cần sửa" in nothing.stderr
