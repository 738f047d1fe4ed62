"""A paper as PDF by the office program of the computer, and what is said where there is none."""

import os
import sys
from pathlib import Path

import pytest

from exporters import pdf
from exporters.writing import ExportError, Written

OFFICE = """#!/bin/sh
while [ "$1" != "--outdir" ]; do shift; done
cp "$3" "$2/$(basename "${3%.*}").pdf"
"""


def write(path: Path) -> Written:
    path.write_text("văn bản", encoding="utf-8")
    return Written("Báo cáo.")


def test_without_a_program_it_says_what_to_do_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_PLACES", ())
    out = tmp_path / "bc.pdf"
    out.write_text("cũ", encoding="utf-8")
    with pytest.raises(ExportError, match=r"không có LibreOffice hoặc Word.*bc\.docx"):
        pdf.write_pdf(out, ".docx", write)
    assert out.read_text(encoding="utf-8") == "cũ"


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for LibreOffice")
def test_libreoffice_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    office = programs / "soffice"
    office.write_text(OFFICE, encoding="utf-8")
    office.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    assert pdf.write_pdf(tmp_path / "bc.pdf", ".docx", write) == Written("Báo cáo.")
    assert (tmp_path / "bc.pdf").read_text(encoding="utf-8") == "văn bản"


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for LibreOffice")
def test_a_program_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    office.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(ExportError, match="chưa chạy được"):
        pdf.write_pdf(tmp_path / "bc.pdf", ".xlsx", write)
    assert not (tmp_path / "bc.pdf").exists()
