"""What a name holds never commands the terminal: what commands print is text alone."""

import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from store.text import without_commands
from tests.end_to_end.test_commands import tyt

HOSTILE = "\x1b]0;đổi tên\x07\x1b[2J\x1b[31m\x9b1A\u202e\u2066\x08\x7f"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lê Văn An\tx\r\nBé", "Lê Văn An\tx\r\nBé"),
        ("\x1b[1;31mĐỏ\x1b[0m", "Đỏ"),
        ("\x1b]0;tên\x07Sau", "Sau"),
        ("\x1b]8;;http://a\x1b\\Liên kết", "Liên kết"),
        ("\x9b2JXoá", "Xoá"),
        ("\u202eNgược\u202c\u2067\u2069\u200f", "Ngược"),
        ("a\x08\x7f\x00b\x1b", "ab"),
        ("Chưa hết: \x1b[", "Chưa hết: "),
    ],
)
def test_only_text_is_left(text: str, shown: str) -> None:
    assert without_commands(text) == shown


@pytest.mark.skipif(sys.platform == "win32", reason="no such names of files")
def test_no_command_prints_what_a_terminal_obeys(tmp_path: Path) -> None:
    store = tmp_path / "kho.sqlite3"
    file = tmp_path / f"{HOSTILE.replace('/', '')}.csv"
    file.write_text(
        f"Đơn vị: Trạm Y tế {HOSTILE} Thử\nSTT,Họ và tên,Ngày sinh,Mức 2 {HOSTILE},Lạ {HOSTILE}\n"
        f"1,Lê Văn {HOSTILE} An,31/02/1980,{HOSTILE},a\n2,Trần Thị Bé,01/02/1980,x,b\n",
        encoding="utf-8",
    )
    book = Workbook()
    book.active.title = "\u202eTrang"
    book.save(tmp_path / "\x1b[2J.xlsx")
    runs = [
        tyt(store, "import", file),
        tyt(store, "import", file, "--json"),
        tyt(store, "import", tmp_path / "\x1b[2J.xlsx"),
        tyt(store, "import", tmp_path / "không có \x1b[2J.xlsx"),
        tyt(store, "status"),
        tyt(store, "receipts"),
        tyt(store, "campaign", "check", tmp_path / "\x1b[2J.toml"),
        tyt(store, "\x1b[2J"),
    ]
    printed = "".join(run.stdout + run.stderr for run in runs)
    assert "Thử" in printed
    assert printed == without_commands(printed)


@pytest.mark.skipif(sys.platform == "win32", reason="no such names of files")
def test_a_name_of_a_file_cannot_begin_a_line_or_write_over_one(tmp_path: Path) -> None:
    store = tmp_path / "kho.sqlite3"
    for content in ("Họ và tên,Ngày sinh\nLê Văn An,31/02/1980\n", "không có gì"):
        file = tmp_path / "c\nĐã nhận mọi tệp\r.csv"
        file.write_text(content, encoding="utf-8")
        printed = tyt(store, "import", str(file), "--unit", "Trường A")
        lines = (printed.stdout + printed.stderr).replace("\r\n", "\n")
        assert "Đã nhận mọi tệp" in lines
        assert "\r" not in lines
        assert not any(line.startswith("Đã nhận mọi tệp") for line in lines.splitlines())
