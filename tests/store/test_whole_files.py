"""What is swept away beside a file is what killed programs left, and nothing else."""

import os
from pathlib import Path

import pytest

from store import whole_files
from store.errors import DiskFullError


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


def test_where_no_scratch_folder_can_be_made_it_is_one_of_the_system_or_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a write-protected stick, and where the system's folder for temporary files is gone too."""
    nowhere = tmp_path / "không ghi được"
    monkeypatch.setattr(whole_files, "_temporary", lambda: tmp_path)
    with whole_files.scratch_folder(nowhere) as folder:
        assert folder.parent == tmp_path
    monkeypatch.setattr(whole_files, "_temporary", lambda: nowhere)
    with pytest.raises(DiskFullError, match="Không tạo được thư mục tạm"), whole_files.scratch_folder(nowhere):
        pass
