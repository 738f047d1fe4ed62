"""What cannot be looked into is told: a unit's file may be in it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from importers.grids.files import expand_paths
from importers.reading import read_file
from store.receiving.plan import FileKind


@pytest.fixture
def usb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one file and one folder that the system does not open; rights do not stop the user of the tests."""
    (tmp_path / "Trường A.csv").write_text("Họ và tên,Năm sinh\nLê An,1980\n", encoding="utf-8")
    closed = tmp_path / "Trường B"
    closed.mkdir()
    for of_the_system in ("System Volume Information", "$RECYCLE.BIN", "lost+found"):
        (tmp_path / of_the_system).mkdir()
    scandir = os.scandir

    def refusing(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path).parent == tmp_path:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    return tmp_path


def test_it_stands_among_the_files_and_is_refused_with_its_name(usb: Path) -> None:
    assert [path.name for path in expand_paths([usb])] == ["Trường A.csv", "Trường B"]
    refused = read_file(usb / "Trường B", items=(), reasons=[])
    assert refused.kind is FileKind.UNREADABLE
    assert "thư mục Trường B" in refused.message


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    (long,) = expand_paths([tmp_path / f"{'dài' * 200}.xlsx"])
    refused = read_file(long, items=(), reasons=[])
    assert refused.kind is FileKind.UNREADABLE
    assert "tên quá dài" in refused.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ống.csv")
    assert read_file(tmp_path / "ống.csv", items=(), reasons=[]).kind is FileKind.UNREADABLE
