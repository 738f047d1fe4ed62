"""The old file is whole until the new one is: open in Excel, full disk, no right."""

import errno
import os
import sys
from pathlib import Path

import pytest

from exporters import writing
from exporters.outstanding import write_outstanding
from exporters.writing import ExportError, replacing, safe_for_csv, write_csv
from tests.held_open import held_open


def fail_with(code: int) -> object:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, "no")

    return fail


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "đã đầy"),
        (errno.EACCES, "đang mở ở Excel"),
        (errno.EBUSY, "đang mở ở Excel"),
        (errno.EIO, "Không ghi được"),
    ],
)
def test_what_goes_wrong_is_told_and_the_old_file_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    out = tmp_path / "báo cáo.csv"
    out.write_text("cũ", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", fail_with(code))
    with pytest.raises(ExportError, match=words):
        write_csv(out, ["a"], [["b"]])
    assert out.read_text(encoding="utf-8") == "cũ"
    assert [path.name for path in tmp_path.iterdir()] == ["báo cáo.csv"], "nothing is left beside it"


def test_a_paper_that_is_open_in_excel_stays(tmp_path: Path) -> None:
    out = tmp_path / "báo cáo.csv"
    out.write_text("cũ", encoding="utf-8")
    with held_open(out), pytest.raises(ExportError, match="đang mở ở Excel"):
        write_csv(out, ["a"], [["b"]])
    assert out.read_text(encoding="utf-8") == "cũ"
    assert [path.name for path in tmp_path.iterdir()] == ["báo cáo.csv"], "nothing is left beside it"
    write_csv(out, ["a"], [["b"]])
    assert out.read_text(encoding="utf-8-sig").splitlines() == ["a", "b"]


def test_a_block_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "x.json"
    out.write_text("cũ", encoding="utf-8")

    def write_half() -> None:
        with replacing(out) as path:
            path.write_text("nửa chừng", encoding="utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert out.read_text(encoding="utf-8") == "cũ"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.EACCES, "Không có quyền ghi vào"), (errno.EROFS, "Không có quyền ghi vào"), (errno.ENOSPC, "đã đầy")],
)
def test_a_folder_that_takes_no_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    out = tmp_path / "báo cáo.csv"
    out.write_text("cũ", encoding="utf-8")
    really_open = os.open

    def refuse(path: Path, flags: int, *rest: int, **named: int) -> int:
        if flags & os.O_EXCL:
            raise OSError(code, "no")
        return really_open(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ExportError, match=words):
        write_csv(out, ["a"], [["b"]])
    assert out.read_text(encoding="utf-8") == "cũ"


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="không dùng được"):
        write_csv(tmp_path / f"{'dài' * 150}.csv", ["a"], [["b"]])


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")
    with pytest.raises(ExportError, match="Không tới được thư mục"):
        write_csv(tmp_path / "x" / "y.csv", ["a"], [["b"]])


def test_a_file_that_one_may_only_read_leaves_nothing_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    out.write_text("cũ", encoding="utf-8")
    out.chmod(0o444)
    if os.name == "nt":
        with pytest.raises(ExportError, match="không cho ghi"):
            write_csv(out, ["a"], [])
        assert out.read_text(encoding="utf-8") == "cũ"
    else:  # the right to write is the folder's
        write_csv(out, ["a"], [])
        assert out.stat().st_mode & 0o777 == 0o444
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
    out.chmod(0o644)


def test_a_file_that_is_held_for_a_moment_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Virus scanners on Windows look into a file that is new."""
    refused = iter([True, True, False])
    really = Path.replace

    def replace(path: Path, target: Path) -> Path:
        if next(refused, False):
            raise PermissionError(errno.EACCES, "held")
        return really(path, target)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(Path, "replace", replace)
    write_csv(tmp_path / "x.csv", ["a"], [])
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.skipif(os.name == "nt", reason="rights of files are others there")
def test_whoever_could_read_the_old_file_can_read_the_new_one(tmp_path: Path) -> None:
    out, usual = tmp_path / "x.csv", tmp_path / "usual"
    usual.write_text("", encoding="utf-8")
    write_csv(out, ["a"], [])
    assert out.stat().st_mode == usual.stat().st_mode
    out.chmod(0o640)
    write_csv(out, ["a"], [])
    assert out.stat().st_mode & 0o777 == 0o640


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="thư mục"), replacing(tmp_path):
        pass


def test_a_new_folder_is_made(tmp_path: Path) -> None:
    out = tmp_path / "Báo cáo" / "tuần 25" / "x.csv"
    write_csv(out, ["a"], [["b"]])
    assert out.read_text(encoding="utf-8-sig").splitlines() == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "safe"), [("=1+1", "'=1+1"), ("+84", "'+84"), ("@x", "'@x"), ("-", "-"), ("Lê An", "Lê An")]
)
def test_a_spreadsheet_runs_nothing_from_a_csv(text: str, safe: str) -> None:
    assert safe_for_csv(text) == safe


@pytest.mark.parametrize("ending", writing.ENDINGS)
def test_nobody_outstanding_is_a_right_paper(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"x{ending}"
    assert write_outstanding([], [], out, title="Danh sách") == 0
    assert out.stat().st_size > 2
