"""What was changed is listed, taken back and put back by commands, without anybody's number."""

import json
from pathlib import Path

import pytest

from tests.end_to_end.test_commands import tyt

HEAD = "Đơn vị: Trường THCS Thử\nSTT,Họ và tên,Ngày sinh,CCCD,Số điện thoại,Ghi chú,BHYT\n"
FIRST = f"{HEAD}1,Lê Văn An,01/02/1980,089080000012,0912345678,gọi 0912 345 678,x\n2,Trần Bé,03/04/1985,,,,x\n"
SECOND = (
    f"{HEAD}1,Lê Văn An,01/02/1980,089080000012,0987654321,gọi 0987 654 321,x\n2,Trần Bé,03/04/1985,089185000034,,,x\n"
)
NUMBERS = ("089080000012", "089185000034", "0912345678", "0987654321", "345 678", "654 321")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "kho.sqlite3"
    for name, text in (("a.csv", FIRST), ("b.csv", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        tyt(path, "import", tmp_path / name)
    return path


def names_and_numbers(store: Path) -> list[tuple[str, str | None]]:
    people = json.loads(tyt(store, "export", "roster", "-", "--format", "json", "--full-ids").stdout)
    return [(each["full_name"], each["citizen_id"]) for each in people]


def test_the_newest_change_is_listed_first_with_the_number_that_undo_needs(store: Path) -> None:
    lines = tyt(store, "history").stdout.splitlines()
    assert [line.split(" · ")[1] for line in lines] == ["Nhận tệp b.csv", "Nhận tệp a.csv"]
    assert "2 người" in lines[0]
    (newest,) = json.loads(tyt(store, "history", "--last", "1", "--json").stdout)
    assert (newest["label"], newest["submission"], newest["undone_at"]) == ("Nhận tệp b.csv", 2, None)
    assert tyt(store, "undo", newest["id"]).stdout.startswith("Rút lại: Nhận tệp b.csv: ")
    assert "đã rút lại 23/06/2026" in tyt(store, "history").stdout.splitlines()[0]


def test_undo_takes_the_last_change_back_and_puts_it_back(store: Path) -> None:
    after = names_and_numbers(store)
    assert tyt(store, "undo", "--dry-run").returncode == 0
    assert names_and_numbers(store) == after
    assert tyt(store, "undo").returncode == 0
    assert names_and_numbers(store) == [("Lê Văn An", "089080000012"), ("Trần Bé", None)]
    assert tyt(store, "undo", "--redo").returncode == 0
    assert names_and_numbers(store) == after


def test_what_cannot_be_taken_back_is_a_sentence(store: Path) -> None:
    refused = tyt(store, "undo", "77")
    assert (refused.returncode, refused.stderr.strip()) == (
        2,
        "Chưa làm được: Không có thay đổi số 77. Xem các số: tyt history.",
    )
    assert "đang có hiệu lực" in tyt(store, "undo", "1", "--redo").stderr
    tyt(store, "undo", "2")
    assert "tyt undo 2 --redo" in tyt(store, "undo", "2").stderr
    tyt(store, "undo")
    assert "Không có gì để rút lại" in tyt(store, "undo").stderr


def test_nobodys_number_is_printed(store: Path) -> None:
    runs = [
        tyt(store, "undo", "2", "--dry-run"),
        tyt(store, "undo", "2", "--dry-run", "--json"),
        tyt(store, "import", "--undo", "2", "--json"),
        tyt(store, "undo", "2", "--redo", "--json"),
        tyt(store, "history", "--json"),
    ]
    assert all(run.returncode == 0 for run in runs)
    printed = "".join(run.stdout + run.stderr for run in runs)
    assert "•" in printed
    assert not [number for number in NUMBERS if number in printed]


def test_a_copy_is_tried_without_being_put_back(store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "usb" / "ban.sqlite3"
    tyt(store, "backup", copy)
    tyt(store, "undo")
    before, files = names_and_numbers(store), sorted(tmp_path.rglob("*"))
    tried = tyt(store, "restore", copy, "--dry-run")
    assert tried.returncode == 0
    assert "2 người, nay thêm 1 thay đổi" in tried.stdout
    assert (names_and_numbers(store), sorted(tmp_path.rglob("*"))) == (before, files)
    missing = tmp_path / "khac" / "kho.sqlite3"
    assert tyt(missing, "restore", copy, "--dry-run").returncode == 0
    assert not missing.parent.exists()
    copy.write_bytes(copy.read_bytes()[:-5000])
    assert tyt(store, "restore", copy, "--dry-run").returncode == 2


def test_a_check_says_its_result_as_json(store: Path) -> None:
    found = json.loads(tyt(store, "check", "--json").stdout)
    assert (found["sound"], found["people"], found["files"]) == (True, 2, 2)


def test_json_says_what_the_text_says_of_namesakes_and_rows_that_wait(tmp_path: Path) -> None:
    store = tmp_path / "kho.sqlite3"
    sang, first, second = (
        "1,Lý Sang,01/02/1991,,,,{}\n",
        "2,Mai Ba,1981,089081000112,,,x\n",
        "3,Mai Ba,1985,089085000113,,,x\n",
    )
    (tmp_path / "a.csv").write_text(HEAD + sang.format("x") + first + second, encoding="utf-8")
    (tmp_path / "b.csv").write_text(HEAD + sang.format("chưa") + second, encoding="utf-8")  # Lý Sang's row waits
    for name in ("a.csv", "b.csv"):
        tyt(store, "import", tmp_path / name)
    said = json.loads(tyt(store, "import", "--undo", "1", "--json").stdout)
    assert said["waiting"] == [{"file_name": "b.csv", "people": 1, "is_listed": True}]
    marks = {each["marks"] for each in (*said["kept"], *said["returned"]) if each["full_name"] == "Mai Ba"}
    assert marks == {"sinh 1981, CCCD •••••••••112", "sinh 1985, CCCD •••••••••113"}
