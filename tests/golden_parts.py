"""The parts of a written paper beside those of the golden one; not a test."""

import zipfile
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def is_golden(paper: Path, part: str, name: str, request: pytest.FixtureRequest, *, changing: str = "") -> bool:
    """Whether a part of the file is that of tests/golden/`name`, which `--golden-update` writes anew.

    `changing`: a word that differs each time.
    """
    content = zipfile.ZipFile(paper).read(part).decode()
    # xlsxwriter ends the lines of a streamed sheet as the system does; to whoever reads XML it is the same.
    written = content.replace("\r\n", "\n").replace("><", ">\n<")
    written = written.replace(changing, "…") if changing else written
    golden = GOLDEN / name / part.replace("/", "-")
    if request.config.getoption("--golden-update"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(written, encoding="utf-8", newline="\n")
    assert written == golden.read_text(encoding="utf-8")
    return True
