"""The headless contract of DESIGN.md, through the real command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from store import settings
from store.opening import open_store
from tests.held_open import held_open
from tests.make_demo_files import FOLDER
from tui.cli import command_line
from tui.commands import demo

STATION = FOLDER / "1 Tram Y te xa Vinh Gia.xlsx"
FORM = FOLDER / "4 Truong THCS Vinh Gia.csv"


def tyt(store: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run one command on a store."""
    environment = {**os.environ, "TYT_STORE": str(store), "TYT_NOW": "2026-06-23T14:00:00"}
    return subprocess.run(
        [sys.executable, "-m", "tui", *map(str, words)],
        capture_output=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (folder := tmp_path / "Dữ liệu trạm").mkdir()
    return folder / "kho.sqlite3"


def test_a_file_goes_in_once_and_can_be_taken_back(store: Path) -> None:
    first = json.loads(tyt(store, "import", STATION, "--json").stdout)[0]
    assert (first["kind"], first["unit"], first["counts"]["new"]) == ("roster", "Trạm Y tế xã Vĩnh Gia", 34)
    assert first["columns"]["Số CCCD"] == "citizen_id"
    assert first["columns"]["Định danh mức 2 / Đã"] == "done.level2_account"
    again = tyt(store, "import", STATION)
    assert again.returncode == 0
    assert "Không có gì thay đổi" in again.stderr
    assert tyt(store, "import", "--undo", "1").returncode == 0
    assert json.loads(tyt(store, "export", "roster", "-", "--format", "json").stdout) == []
    twice = tyt(store, "import", "--undo", "1")
    assert twice.returncode == 2
    assert "đã được rút lại" in twice.stderr


def test_a_dry_run_writes_nothing(store: Path) -> None:
    result = json.loads(tyt(store, "import", STATION, "--dry-run", "--json").stdout)[0]
    assert result["counts"]["new"] == 34
    assert not store.exists()
    open_store(store).close()
    assert json.loads(tyt(store, "import", STATION, "--dry-run", "--json").stdout)[0]["counts"]["new"] == 34
    assert json.loads(tyt(store, "export", "roster", "-", "--format", "json").stdout) == []


def test_a_file_without_a_unit_asks_for_it(store: Path, tmp_path: Path) -> None:
    nameless = tmp_path / "bieu mau.csv"
    nameless.write_bytes(b"\xef\xbb\xbf" + FORM.read_bytes().split(b"\n", 1)[1])
    refused = tyt(store, "import", nameless, "--json")
    assert refused.returncode == 2
    assert json.loads(refused.stdout)[0]["unit"] is None
    assert json.loads(tyt(store, "export", "roster", "-", "--format", "json").stdout) == []
    done = tyt(store, "import", nameless, "--unit", "Trường THCS Vĩnh Gia")
    assert done.returncode == 0
    assert len(json.loads(tyt(store, "export", "roster", "-", "--format", "json").stdout)) == 24


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("cut.xlsx", STATION.read_bytes()[:3000], "chép"),
        ("empty.xlsx", b"", "rỗng"),
        ("letter.pdf", b"%PDF-1.4 xyz", "PDF"),
        ("notes.txt", "một bức thư\ngửi trạm".encode(), "họ và tên"),
        ("image.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "ảnh"),
        ("random.xls", bytes(range(256)) * 20, "bảng tính"),
    ],
)
def test_what_is_no_roster_is_refused_clearly(store: Path, tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = tyt(store, "import", path, "--json")
    assert done.returncode == 2
    result = json.loads(done.stdout)[0]
    assert result["kind"] == "unreadable"
    assert words in result["message"]
    assert path.read_bytes() == data


def test_a_folder_goes_in_and_one_bad_file_does_not_stop_the_others(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "USB"
    folder.mkdir()
    for file in FOLDER.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "0 hong.xlsx").write_bytes(b"PK\x03\x04hong")
    (folder / "~$1 Tram Y te xa Vinh Gia.xlsx").write_bytes(b"khoa")
    done = tyt(store, "import", folder, "--json")
    assert done.returncode == 2
    assert [entry["kind"] for entry in json.loads(done.stdout)] == ["unreadable", *["roster"] * 5]
    assert len(json.loads(tyt(store, "export", "roster", "-", "--format", "json").stdout)) == 124


def test_import_then_phu_luc_1_counts_what_the_file_says(store: Path, tmp_path: Path) -> None:
    tyt(store, "import", STATION)
    out = tmp_path / "Phụ lục 1.xlsx"
    assert tyt(store, "export", "phu-luc-1", out).returncode == 0
    book = openpyxl.load_workbook(out, data_only=True)  # sums are formulas with their values
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    head = next(n for n, row in enumerate(rows) if row[0] == "TT")
    end = next(n for n, row in enumerate(rows) if row[1] == "Tỷ lệ (%)")
    printed = {row[1]: row[2:] for row in rows[head + 1 : end] if row[0] != "TT"}
    assert len(printed) == 6

    source = [[cell.value for cell in row] for row in openpyxl.load_workbook(STATION).active.iter_rows(min_row=8)]
    expected: dict[str, list[int]] = {}
    department = ""
    for row in source:
        if isinstance(row[0], str):
            department = row[1]
            expected[department] = [0, 0, 0, 0, 0, 0]
        elif isinstance(row[0], int):
            ticks = [True, row[7] == "x", row[8] == "x", row[13] == "x", row[10] == "x", row[11] == "x"]
            expected[department] = [a + b for a, b in zip(expected[department], ticks, strict=True)]
    assert {
        name: [row[0], row[1], row[2], row[4], row[5], row[6]] for name, row in printed.items() if name in expected
    } == expected
    assert printed["Tổng cộng"][0] == 34


def test_names_that_look_like_formulas_stay_names(store: Path, tmp_path: Path) -> None:
    sent = tmp_path / "sent.csv"
    sent.write_text(
        "Đơn vị: Trường Thử\nSTT,Họ và tên,Năm sinh,Định danh mức 2\n1,=1+1 An,1980,x\n2,@Bình Minh,1981,x\n",
        encoding="utf-8",
    )
    tyt(store, "import", sent)
    out = tmp_path / "roster.xlsx"
    assert tyt(store, "export", "roster", out).returncode == 0
    sheet = openpyxl.load_workbook(out).active
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and "An" in cell.value]
    assert [(cell.value, cell.data_type) for cell in cells if "=" in cell.value] == [("=1+1 An", "s")]


def test_the_demo_leaves_somebodys_own_store_alone(store: Path, tmp_path: Path) -> None:
    tyt(store, "import", STATION)
    before = store.read_bytes()
    refused = tyt(store, "demo", "--store", store, "--folder", tmp_path)
    assert refused.returncode == 2
    assert store.read_bytes() == before
    in_front = tyt(store, "--store", tmp_path / "in front.sqlite3", "demo", "--folder", tmp_path)
    assert in_front.returncode == 0, in_front.stderr
    assert (tmp_path / "in front.sqlite3").exists(), "the store may be named before the command"
    done = tyt(store, "demo", "--store", tmp_path / "demo.sqlite3", "--folder", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "124 người của 5 đơn vị" in done.stdout
    assert (tmp_path / "PhuLuc1_TramYTeXaVinhGia.xlsx").exists()


def test_backup_restore_and_check(store: Path, tmp_path: Path) -> None:
    assert tyt(store, "check").returncode == 2
    tyt(store, "import", STATION)
    copy = tmp_path / "sao.sqlite3"
    assert tyt(store, "backup", copy).returncode == 0
    tyt(store, "import", FORM)
    assert tyt(store, "restore", copy).returncode == 0
    assert len(json.loads(tyt(store, "export", "roster", "-", "--format", "json").stdout)) == 34
    assert tyt(store, "check").returncode == 0


def test_the_demo_is_not_made_anew_while_a_window_has_it_open(tmp_path: Path) -> None:
    path = tmp_path / "demo.sqlite3"
    with open_store(path) as store:
        settings.save(store, station_name=demo.STATION)
        with held_open(path):
            refused = CliRunner().invoke(command_line, ["demo", "--store", str(path), "--folder", str(tmp_path)])
        assert refused.exit_code == 2
        assert "đang mở ở một cửa sổ khác" in refused.stderr
        assert settings.load(store).station_name == demo.STATION
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("words", [(), ("import",), ("export",), ("demo",), ("backup",), ("restore",), ("check",)])
def test_every_command_has_help(store: Path, words: tuple[str, ...]) -> None:
    done = tyt(store, *words, "--help")
    assert done.returncode == 0
    assert "Cách dùng:" in done.stdout


def test_without_a_terminal_the_app_says_what_it_needs(store: Path) -> None:
    done = tyt(store)
    assert done.returncode == 2
    assert "cửa sổ dòng lệnh" in done.stderr


def test_a_dry_run_where_no_store_is_makes_none(tmp_path: Path) -> None:
    file = tmp_path / "ds.csv"
    file.write_text("Họ và tên,Ngày sinh\nLê Văn An,01/02/1980\n", encoding="utf-8")
    store = tmp_path / "máy mới" / "kho.sqlite3"
    store.parent.mkdir()
    printed = tyt(store, "import", str(file), "--unit", "Trường A", "--dry-run")
    assert "1 mới" in printed.stdout
    assert list(store.parent.iterdir()) == []
    tyt(store, "import", str(file), "--unit", "Trường A")
    assert store.exists()
