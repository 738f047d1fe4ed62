"""What a mistyped or interrupted command answers: in Vietnamese, with exit code 2, having changed nothing."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.make_demo_files import FOLDER as DEMO
from tests.make_messages import FOLDER, compiled, messages
from tui.cli import COMMANDS

STATION = DEMO / "1 Tram Y te xa Vinh Gia.xlsx"
ENGLISH = re.compile(
    r"\b(usage|error|try|help|missing|invalid|value|valid|such|option|argument|requires|unexpected|extra|exit"
    r"|message|required|default|traceback|directory|file|path|text|integer|did you mean)\b",
    re.IGNORECASE,
)


def tyt(store: Path, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "TYT_STORE": str(store), **environment},
        check=False,
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "kho.sqlite3"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("nhap",), "Không có lệnh 'nhap'"),
        (("status", "--jso"), "Gần giống: "),
        (("export", "roster"), "Thiếu 'OUT'"),
        (("export", "feedback", "phieu.xlsx"), "Thiếu tuỳ chọn '--submission'"),
        (("export", "phu-luc-1", "x.xlsx", "--by", "khoa"), "'khoa' không thuộc 'department', 'unit'"),
        (("import",), "tên tệp hoặc thư mục"),
        (("import", ""), "tên tệp hoặc thư mục"),
        (("import", "--undo", "ba"), "'ba' không phải một số"),
        (("import", "--unit"), "còn thiếu giá trị"),
        (("import", "--json=có", "a.xlsx"), "không nhận giá trị"),
        (("import", "--undo", "1", "--dry-run"), "--undo"),
        (("import", "--undo", "1"), "Không có kho dữ liệu"),
        (("export", "roster", "Danh", "sách.xlsx"), "dấu nháy kép"),
        (("demo", "--folder", __file__), "là một tệp"),
    ],
)
def test_a_mistyped_command_is_answered_in_vietnamese(store: Path, words: tuple[str, ...], expected: str) -> None:
    done = tyt(store, *words, LANG="en_US.UTF-8", LANGUAGE="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    said = re.sub(r"\[OPTIONS\]|COMMAND \[ARGS\]\.\.\.|--[a-z]+|\S*[./]\S*", "", done.stderr)
    assert not ENGLISH.findall(said)
    assert not store.exists()


@pytest.mark.parametrize("command", [*COMMANDS, "export roster", "export feedback", "campaign use"])
def test_every_page_of_help_is_vietnamese(store: Path, command: str) -> None:
    done = tyt(store, *command.split(), "--help", LANG="en_US.UTF-8", LANGUAGE="en")
    assert done.returncode == 0
    assert "Cách dùng: tyt " in done.stdout
    said = re.sub(r"\[OPTIONS\]|COMMAND \[ARGS\]\.\.\.|--[a-z]+", "", done.stdout)
    assert not ENGLISH.findall(said)


def test_the_messages_are_compiled_from_their_source() -> None:
    found = messages((FOLDER / "messages.po").read_text(encoding="utf-8"))
    assert (FOLDER / "messages.mo").read_bytes() == compiled(found)


def test_a_clock_that_is_set_wrongly_is_told_before_anything_is_done(store: Path) -> None:
    done = tyt(store, "import", STATION, TYT_NOW="hôm nay")
    assert (done.returncode, done.stdout) == (2, "")
    assert "TYT_NOW" in done.stderr
    assert "2026-06-23T14:00:00" in done.stderr
    assert not store.exists()


def test_a_folder_without_files_is_an_empty_list(store: Path, tmp_path: Path) -> None:
    empty = tmp_path / "USB"
    empty.mkdir()
    done = tyt(store, "import", empty, "--json")
    assert (done.returncode, json.loads(done.stdout)) == (2, [])
    assert "không có tệp" in done.stderr


def test_a_form_that_a_paper_does_not_have_is_told_without_names_of_ours(store: Path) -> None:
    tyt(store, "import", STATION)
    done = tyt(store, "export", "progress", "-", "--format", "csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert ".xlsx, .json" in done.stderr
    assert "out." not in done.stderr


def test_every_command_takes_a_store(store: Path, tmp_path: Path) -> None:
    own = tmp_path / "xa.toml"
    own.write_text(
        'name = "xa-moi"\ntitle = "Kế hoạch"\n[source]\ndocument = "Kế hoạch"\nissuer = "UBND xã"\n', "utf-8"
    )
    done = tyt(store, "campaign", "check", own, "--store", store)
    assert done.returncode == 0, done.stderr
    for command in ("list", "show"):
        name = () if command == "list" else ("tri-ton-2026",)
        assert tyt(store, "campaign", command, *name, "--store", store).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl+C goes to a whole console")
def test_ctrl_c_is_not_taken_for_done(store: Path, tmp_path: Path) -> None:
    tyt(store, "import", STATION)
    sent = tmp_path / "lớn.csv"
    people = "".join(f"{n},Nguyễn Văn An {n},{1970 + n % 30},x\n" for n in range(60_000))
    sent.write_text(f"Đơn vị: Trường Lớn\nSTT,Họ và tên,Năm sinh,Định danh mức 2\n{people}", encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "tui", "import", str(sent)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "TYT_STORE": str(store)},
    )  # fmt: skip
    while not Path(f"{store}-wal").exists() and running.poll() is None:
        pass  # from here on the store is open and the file is being read
    running.send_signal(signal.SIGINT)
    out, found = running.communicate(timeout=60)
    assert (running.returncode, out) == (2, "")
    assert "Đã dừng" in found
    assert "Traceback" not in found
    assert len(json.loads(tyt(store, "export", "roster", "-").stdout)) == 34


def test_a_blank_answer_is_no_unit(store: Path, tmp_path: Path) -> None:
    nameless = tmp_path / "bieu mau.csv"
    nameless.write_text("STT,Họ và tên,Năm sinh,Định danh mức 2\n1,Lê An,1980,x\n2,Lê Bình,1981,x\n", encoding="utf-8")
    for blank in ("", "   ", "\u00a0"):
        done = tyt(store, "import", nameless, "--unit", blank, "--json")
        assert (done.returncode, json.loads(done.stdout)[0]["unit"]) == (2, None)


def test_conflicts_are_not_called_nothing_new(store: Path) -> None:
    tyt(store, "import", STATION)
    done = tyt(store, "import", STATION, "--unit", "Trường Tiểu học Vĩnh Gia", "--json")
    (result,) = json.loads(done.stdout)
    assert (done.returncode, result["counts"]["conflict"]) == (1, 34)
    assert result["message"].startswith("Chưa ghi 34 dòng mâu thuẫn.")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk_behind_standard_output_is_told(store: Path) -> None:
    tyt(store, "import", STATION)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui", "export", "roster", "-"],
            stdout=full, stderr=subprocess.PIPE, encoding="utf-8",
            env={**os.environ, "TYT_STORE": str(store), "XDG_STATE_HOME": str(store.parent)}, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert "đầy" in done.stderr


def test_a_unit_said_of_a_folder_is_for_the_file_that_names_none(store: Path, tmp_path: Path) -> None:
    usb = tmp_path / "USB"
    usb.mkdir()
    (usb / STATION.name).write_bytes(STATION.read_bytes())
    (usb / "bieu mau.csv").write_text("STT,Họ và tên,Năm sinh,Mức 2\n1,Lê An,1980,x\n2,Lê Bình,1981,x\n", "utf-8")
    (usb / "chung.csv").write_text(
        "STT,Họ và tên,Năm sinh,Đơn vị,Mức 2\n1,Võ Chi,1980,Trường Một,x\n2,Võ Dung,1981,Trường Hai,x\n", "utf-8"
    )
    done = tyt(store, "import", usb, "--unit", "Trường Mẫu giáo", "--json")
    assert done.returncode == 0
    taken = {Path(found["file"]).name: found for found in json.loads(done.stdout)}
    assert {name: found["unit"] for name, found in taken.items()} == {
        STATION.name: "Trạm Y tế xã Vĩnh Gia",
        "bieu mau.csv": "Trường Mẫu giáo",
        "chung.csv": None,
    }
    assert [one["unit"] for one in taken["chung.csv"]["units"]] == ["Trường Một", "Trường Hai"]


def test_a_unit_said_against_the_file_is_told(store: Path) -> None:
    done = tyt(store, "import", STATION, "--unit", "Trạm Y tế phường Một")
    assert done.returncode == 0
    assert "Trạm Y tế phường Một: 34 mới" in done.stdout
    assert "Tệp ghi đơn vị “Trạm Y tế xã Vĩnh Gia”; đã tính cho “Trạm Y tế phường Một”" in done.stderr
