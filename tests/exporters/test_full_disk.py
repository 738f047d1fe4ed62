"""A workbook on a disk that takes no more: told, the old file whole, nothing left, no traceback afterwards."""

import errno
import gc
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from exporters.outstanding import write_outstanding
from exporters.roster import write_roster
from exporters.writing import ExportError
from tests.exporters.people import ITEMS, crowd

WRITERS = [write_roster, write_outstanding]


class FullDisk:
    """A file that takes so many bytes and no more."""

    def __init__(self, file: BinaryIO, room: int) -> None:
        self.file, self.room = file, room

    def write(self, data: bytes) -> int:
        self.room -= len(data)
        if self.room < 0:
            raise OSError(errno.ENOSPC, "no space left")
        return self.file.write(data)

    def __getattr__(self, name: str) -> object:
        return getattr(self.file, name)

    def __enter__(self) -> "FullDisk":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


@pytest.mark.parametrize("room", [0, 100, 3000])
@pytest.mark.parametrize("write", WRITERS)
def test_a_workbook_that_has_no_room_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, write: Callable[..., int]
) -> None:
    out = tmp_path / "báo cáo.xlsx"
    out.write_text("cũ", encoding="utf-8")
    really_open = Path.open

    def small(path: Path, mode: str = "r", *rest: object, **named: object) -> object:
        file = really_open(path, mode, *rest, **named)  # type: ignore[call-overload]  # passed on as it came
        return FullDisk(file, room) if mode == "wb" else file

    unraisable: list[object] = []
    monkeypatch.setattr(Path, "open", small)
    monkeypatch.setattr(sys, "unraisablehook", unraisable.append)
    with pytest.raises(ExportError, match="đã đầy") as found:
        write(crowd(300), ITEMS, out, title="x")
    assert out.read_text(encoding="utf-8") == "cũ"
    assert [path.name for path in tmp_path.iterdir()] == ["báo cáo.xlsx"]
    found.value.__cause__ = found.value.__context__ = None
    found.value.__traceback__ = None
    gc.collect()
    assert not unraisable, "the zip file that is thrown away fails once more"


LIMITED = """
import resource, sys
from pathlib import Path
from exporters.roster import write_roster
from exporters.writing import ExportError
from tests.exporters.people import ITEMS, crowd

resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    write_roster(crowd(20_000), ITEMS, Path(sys.argv[1]), title="x")
except ExportError as error:
    sys.exit(error.message)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit for files there")
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json"])
def test_the_system_refusing_more_bytes_is_told(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"x{ending}"
    out.write_text("cũ", encoding="utf-8")
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", LIMITED, str(out)], cwd=root, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 1
    assert done.stderr == f"Ổ đĩa chứa {tmp_path} đã đầy. Hãy xoá bớt tệp hoặc chọn nơi khác; tệp cũ còn nguyên.\n"
    assert out.read_text(encoding="utf-8") == "cũ"
    assert list(tmp_path.iterdir()) == [out]
