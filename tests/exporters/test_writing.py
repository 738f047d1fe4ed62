"""The old file is whole until the new one is: open in Excel, full disk, no right."""

import errno
from pathlib import Path

import pytest

from exporters import writing
from exporters.outstanding import write_outstanding
from exporters.writing import ExportError, replacing, safe_for_csv, write_csv


def fail_with(code: int) -> object:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, "no")

    return fail


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "đã đầy"),
        (errno.EACCES, "đang mở ở Excel"),
        (errno.EROFS, "đang mở"),
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
