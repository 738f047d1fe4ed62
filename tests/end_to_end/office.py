"""LibreOffice as the program in which a unit fills in a form; not a test."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice")
#: Runs a test with a workbook as the program wrote it, and as LibreOffice saves it anew.
saved_by_both = pytest.mark.parametrize(
    "saved", ["own", pytest.param("office", marks=pytest.mark.skipif(OFFICE is None, reason="no LibreOffice"))]
)
_SCRIPT = Path(__file__).with_name("type_in_office.py")
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xls": "MS Excel 97", ".ods": "calc8"}


@cache
def python_with_bridge() -> str | None:
    """A Python that can talk to LibreOffice; None: there is none, or no LibreOffice."""
    if OFFICE is None:
        return None
    for found in dict.fromkeys([shutil.which("python3"), "/usr/bin/python3", shutil.which("python")]):
        if found and Path(found).exists():
            tried = subprocess.run([found, "-c", "import uno"], capture_output=True, check=False, timeout=30)
            if tried.returncode == 0:
                return found
    return None


def save_anew(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Save workbooks by LibreOffice, under the same names in another folder."""
    assert OFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [folder / path.name for path in paths]


def type_into(opened: Path, typed: Sequence[tuple[str, str, str]], saved: Sequence[Path]) -> None:
    """Open a workbook, type (sheet, cell, text) one after the other, save under each name by its ending."""
    python = python_with_bridge()
    assert python is not None
    folder = saved[0].parent
    work = folder / "work.json"
    profile = folder / f"office-{opened.stem.replace(' ', '-')}"
    task = {
        "profile": str(profile),
        "opened": str(opened),
        "typed": typed,
        "saved": [[str(path), FILTERS[path.suffix]] for path in saved],
    }
    work.write_text(json.dumps(task), encoding="utf-8")
    subprocess.run([python, str(_SCRIPT), str(work)], check=True, capture_output=True, timeout=100)
