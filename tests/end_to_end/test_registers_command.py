"""`tyt registers`: listed, added, taken off, and a table of a register that comes back."""

import json
from pathlib import Path

import openpyxl
import pytest

from store import clock
from store.opening import open_store
from store.registers import entries
from tests.end_to_end.command import tyt
from tests.tui.station import SCHOOL, station


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    station(tmp_path / "trạm.sqlite3").close()
    return tmp_path / "trạm.sqlite3"


def test_entries_are_added_listed_and_taken_off(path: Path) -> None:
    added = tyt(
        path, "registers", "add", "training", "topic=Sổ SKĐT", "Ngày=18/06/2026", "attended=all", "guests=1.200"
    )
    assert (added.returncode, added.stdout) == (0, "Sổ Tập huấn: đã thêm dòng 1.\n"), added.stderr
    done = tyt(path, "registers", "add", "difficulties", "what=Mạng yếu", f"unit={SCHOOL}", "state=Đã trả lời")
    assert done.returncode == 0, done.stderr
    listed = json.loads(tyt(path, "registers", "--json").stdout)
    first = {name: listed[0][name] for name in ("id", "register", "day", "topic", "attended", "guests")}
    assert first == {
        "id": 1, "register": "training", "day": "18/06/2026", "topic": "Sổ SKĐT", "attended": "28", "guests": "1.200",
    }  # fmt: skip
    assert (listed[1]["unit"], listed[1]["state"], listed[1]["settled_on"]) == (SCHOOL, "Đã trả lời", "23/06/2026")
    assert "Sổ SKĐT · Nhân viên dự: 28 · Người khác dự: 1.200" in tyt(path, "registers").stdout
    assert tyt(path, "registers", "remove", "1").returncode == 0
    assert [each["id"] for each in json.loads(tyt(path, "registers", "--json").stdout)] == [2]
    assert "Không có dòng 1" in tyt(path, "registers", "remove", "1").stderr


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (("topic=A", "nơi chốn=B"), "không có cột “nơi chốn”"),
        (("topic=A", "day=31/02/2026"), "không phải ngày"),
        (("topic=A", "day=24/06/2026"), "chưa"),
        (("place=B",), "Phải ghi nội dung"),
        (("topic=A", "guests=vài"), "phải là một số"),
        (("topic=A", "attended=Người Lạ"), "“Người Lạ”: không có trong danh sách"),
    ],
)
def test_what_is_not_understood_is_refused_and_nothing_is_written(
    path: Path, values: tuple[str, ...], words: str
) -> None:
    refused = tyt(path, "registers", "add", "training", *values)
    assert (refused.returncode, words in refused.stderr.lower() or words in refused.stderr) == (2, True), refused.stderr
    assert tyt(path, "registers").stdout == ""


def test_the_exported_table_comes_back_and_new_rows_are_added(path: Path, tmp_path: Path) -> None:
    tyt(path, "registers", "add", "training", "topic=Sổ SKĐT", "day=18/06/2026", "attended=all")
    tyt(path, "registers", "add", "difficulties", "what=Mạng yếu", f"unit={SCHOOL}")
    out = tmp_path / "so.xlsx"
    assert tyt(path, "export", "registers", str(out)).returncode == 0
    same = tyt(path, "registers", "import", str(out))
    assert (same.returncode, same.stdout) == (0, "Đã thêm 0 dòng, giữ nguyên 2.\n"), same.stderr
    book = openpyxl.load_workbook(out)
    sheet = book["In ấn"]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "TT")
    sheet.unmerge_cells(next(str(each) for each in sheet.merged_cells.ranges if each.min_row == head + 1))
    for column, value in enumerate(("1", "20/06/2026", "Áp phích", 1200, "khu tiếp đón"), 1):
        sheet.cell(head + 1, column).value = value
    sheet.cell(head + 2, 3).value = "Tờ rơi"
    sheet.cell(head + 2, 4).value = "vài"
    book.save(out)
    seen = json.loads(tyt(path, "registers", "import", str(out), "--dry-run", "--json").stdout)
    assert (seen["added"], seen["unchanged"]) == (1, 2)
    taken = tyt(path, "registers", "import", str(out))
    assert (taken.returncode, taken.stdout) == (1, "Đã thêm 1 dòng, giữ nguyên 2.\n")
    assert f"In ấn, dòng {head + 2}: Số bản phải là một số." in taken.stderr
    with open_store(path) as store:
        (printed,) = [each for each in entries.all_entries(store) if each.register.key == "printing"]
        assert dict(printed.values) == {
            "day": "2026-06-20", "what": "Áp phích", "copies": "1200", "place": "khu tiếp đón",
        }  # fmt: skip


def test_a_number_typed_into_a_register_is_covered_and_stays_when_the_table_comes_back(
    path: Path, tmp_path: Path
) -> None:
    topic = "topic=Lớp của 089184001231 và 0912345672"
    assert tyt(path, "registers", "add", "training", topic, "guests=1.200").returncode == 0
    out = tmp_path / "so.xlsx"
    printed = [tyt(path, "registers").stdout, tyt(path, "registers", "--json").stdout]
    printed += [tyt(path, "export", "registers", "-", "--format", kind).stdout for kind in ("csv", "json")]
    assert tyt(path, "export", "registers", str(out)).returncode == 0
    sheet = openpyxl.load_workbook(out)["Tập huấn"]
    printed.append(" ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row))
    for each in printed:
        assert "Lớp của" in each
        assert "089184001231" not in each
        assert "0912345672" not in each
    assert tyt(path, "registers", "import", str(out)).stdout == "Đã thêm 0 dòng, giữ nguyên 1.\n"
    with open_store(path) as store:
        assert "089184001231" in entries.all_entries(store)[0].values["topic"]
