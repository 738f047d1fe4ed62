"""Whatever was killed while it wrote a paper leaves nothing that the next one does not take away."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from exporters.writing import replacing
from store import whole_files

KILLED = """
import os, sys
from pathlib import Path
from exporters.writing import replacing
from store.whole_files import scratch_folder
folder = Path(sys.argv[1])
with replacing(folder / "Danh sách.xlsx") as path, scratch_folder(folder) as scratch, scratch_folder() as elsewhere:
    path.write_text("089084001234")
    (scratch / "rows").write_text("089084001234")
    (elsewhere / "rows").write_text("089084001234")
    os._exit(9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="killed as on POSIX")
def test_the_next_paper_sweeps_away_what_a_killed_one_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers, temporary = tmp_path / "giấy", tmp_path / "tmp"
    papers.mkdir()
    temporary.mkdir()
    subprocess.run([sys.executable, "-c", KILLED, papers], env={**os.environ, "TMPDIR": str(temporary)}, check=False)
    left = [*papers.iterdir(), *temporary.iterdir()]
    assert len(left) == 3
    assert all(not file.stat().st_mode & 0o077 for file in left if file.is_dir())
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with replacing(papers / "Danh sách.xlsx") as path, whole_files.scratch_folder(papers):
        path.write_text("1")
    whole_files.sweep_scratch()
    assert [file.name for file in papers.iterdir()] == ["Danh sách.xlsx"]
    assert not list(temporary.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="rights as on POSIX")
def test_a_paper_may_be_read_by_whom_the_persons_other_files_may(tmp_path: Path) -> None:
    other, paper = tmp_path / "a.txt", tmp_path / "b.txt"
    other.touch()
    with replacing(paper) as path:
        path.write_text("1")
    assert paper.stat().st_mode == other.stat().st_mode
