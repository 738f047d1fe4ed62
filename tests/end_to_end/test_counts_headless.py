"""A unit that sends a filled Phụ lục 1 instead of names, without the app: in, on the paper, out again."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from store.opening import open_store
from tests.end_to_end.test_commands import tyt
from tests.importers.test_reading_summary import HEAD

SCHOOL = "Trường THPT Vĩnh Gia"
GOOD = [
    [1, "Tổ Tự nhiên", 28, 25, 3, "Không có điện thoại (2); Quên mật khẩu (1)", 22, 19, 9, "Thẻ hết hạn"],
    [2, "Tổ Xã hội", 25, 24, 1, "", 21, 19, 6, ""],
]
WRONG = [3, "Tổ Văn phòng", 9, 6, 4, "", 3, 3, 6, ""]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "kho.sqlite3"


def counts(folder: Path, *rows: list[object], name: str = "so lieu.xlsx") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "PL1"
    for row in (["PHỤ LỤC 1"], [f"Đơn vị: {SCHOOL}"], HEAD, *rows):
        sheet.append(row)
    book.save(folder / name)
    return folder / name


def test_counts_go_in_and_out(store: Path, tmp_path: Path) -> None:
    file = counts(tmp_path, *GOOD)
    done = tyt(store, "import", file, "--json")
    assert done.returncode == 0
    (result,) = json.loads(done.stdout)
    assert (result["kind"], result["unit"], result["submission"]) == ("summary", SCHOOL, 1)
    assert result["counts"] == {"new": 2, "changed": 0, "unchanged": 0, "conflict": 0, "rejected": 0}
    assert [(row["row"], row["outcome"], row["department"], row["total"]) for row in result["rows"]] == [
        (4, "new", "Tổ Tự nhiên", 28),
        (5, "new", "Tổ Xã hội", 25),
    ]
    first, second, total = json.loads(tyt(store, "export", "phu-luc-1", "-").stdout)
    assert (first["label"], first["total"], first["level2_reasons"]) == (
        "Tổ Tự nhiên", 28, {"Không có điện thoại": 2, "Quên mật khẩu": 1},
    )  # fmt: skip
    assert first["origin"]["cells"] == [
        {"sheet": "PL1", "row": 4, "total": "C4", "level2_done": "D4", "level2_todo": "E4", "health_book": "G4",
         "bhyt_done": "H4", "bhyt_todo": "I4"}
    ]  # fmt: skip
    assert (second["bhyt_reasons"], total["total"], total["origin"]) == ({"Chưa ghi lý do": 6}, 53, None)
    again = tyt(store, "import", file)
    assert again.returncode == 0
    assert "không có gì thay đổi" in again.stderr
    assert tyt(store, "import", "--undo", "1").returncode == 0
    assert len(json.loads(tyt(store, "export", "phu-luc-1", "-").stdout)) == 1


def test_a_row_whose_sums_fail_is_told_and_left_out(store: Path, tmp_path: Path) -> None:
    done = tyt(store, "import", counts(tmp_path, *GOOD, WRONG))
    assert done.returncode == 1
    assert "PL1, dòng 6: Dòng 6, Tổ Văn phòng: cột 4 + cột 5 khác cột 3" in done.stderr
    assert "1 dòng có số liệu không khớp, không tính." in done.stderr
    paper = tmp_path / "pl1.csv"
    written = tyt(store, "export", "phu-luc-1", paper)
    assert "¹ Theo số liệu đơn vị gửi ngày 23/06/2026, tệp so lieu.xlsx. Chưa tính 1 dòng" in written.stderr
    rows = list(csv.reader(paper.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][-1] == "Nguồn số liệu"
    assert [row[-1] for row in rows[1:]] == ["so lieu.xlsx (23/06/2026)"] * 2 + [""]


def test_the_paper_says_where_its_counts_come_from(store: Path, tmp_path: Path) -> None:
    tyt(store, "import", counts(tmp_path, *GOOD))
    paper = tmp_path / "pl1.xlsx"
    assert tyt(store, "export", "phu-luc-1", paper).returncode == 0
    sheet = openpyxl.load_workbook(paper).active
    assert sheet is not None
    found = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "Tổ Tự nhiên ¹" in found
    note = f"¹ Theo số liệu {SCHOOL} gửi ngày 23/06/2026."
    assert found.count(note) == 1, "who reads the letter has no file of that name"
    assert found.index("Tỷ lệ (%)") < found.index(note)


def test_a_dry_run_of_counts_writes_nothing(store: Path, tmp_path: Path) -> None:
    open_store(store).close()
    (result,) = json.loads(tyt(store, "import", counts(tmp_path, *GOOD), "--dry-run", "--json").stdout)
    assert (result["counts"]["new"], result["submission"]) == (2, None)
    assert "không có gì thay đổi" not in result["message"]
    assert len(json.loads(tyt(store, "export", "phu-luc-1", "-").stdout)) == 1


def test_a_sum_that_the_table_does_not_call_one_is_not_counted(store: Path, tmp_path: Path) -> None:
    whole = [3, "Toàn trường", 53, 49, 4, "", 43, 38, 15, ""]
    done = tyt(store, "import", counts(tmp_path, *GOOD, whole), "--json")
    rows = json.loads(done.stdout)[0]["rows"]
    assert rows[-1:] == [] or rows[-1]["department"] != "Toàn trường" or rows[-1]["outcome"] == "rejected"
    assert json.loads(tyt(store, "export", "phu-luc-1", "-").stdout)[-1]["total"] == 53


def test_a_department_on_two_lines_is_counted_once(store: Path, tmp_path: Path) -> None:
    twice = [3, "tổ xã hội", 10, 10, 0, "", 10, 10, 0, ""]
    done = tyt(store, "import", counts(tmp_path, *GOOD, twice), "--json")
    assert done.returncode == 1
    last = json.loads(done.stdout)[0]["rows"][-1]
    assert (last["outcome"], last["problems"][0]["code"]) == ("rejected", "department_repeated")
