"""What is swept away beside a file is what killed programs left, and nothing else."""

import os
from pathlib import Path

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
