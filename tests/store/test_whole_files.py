"""What is swept away beside a file is what killed programs left, and nothing else."""

import os
from pathlib import Path

import pytest

from store import whole_files


def test_what_this_program_is_writing_is_not_swept_away(tmp_path: Path) -> None:
    """On Windows nobody asks which programs run, and a file that is closed could be removed."""
    target = tmp_path / "kho.sqlite3"
    with whole_files.written_beside(target) as beside:
        whole_files.sweep(tmp_path, target.name)
        assert beside.exists()
    assert not beside.exists()


def test_what_a_killed_program_left_is_swept_away(tmp_path: Path) -> None:
    target = tmp_path / "kho.sqlite3"
    with whole_files.written_beside(target) as beside:
        name = beside.name.replace(f"-{os.getpid()}.", "-999999999.")
    (left := tmp_path / name).touch()
    whole_files.sweep(tmp_path, target.name)
    assert not left.exists()


@pytest.mark.parametrize("is_written", [True, False])
def test_a_file_that_is_only_read_is_erased_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_written: bool
) -> None:
    file = tmp_path / "bản sao.sqlite3"
    file.write_bytes(b"x" * 100)
    file.chmod(0o400)
    if not is_written:
        monkeypatch.setattr(Path, "open", lambda *_, **__: (_ for _ in ()).throw(PermissionError()))
    whole_files.erase(file)
    assert not file.exists()
