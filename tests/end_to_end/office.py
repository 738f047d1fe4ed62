"""LibreOffice as the program in which a unit fills in a form; not a test."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_SCRIPT = Path(__file__).with_name("type_in_office.py")
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xls": "MS Excel 97", ".ods": "calc8"}


@cache
def python_with_bridge() -> str | None:
    """A Python that can talk to LibreOffice; None: there is none, or no LibreOffice."""
    if shutil.which("soffice") is None:
        return None
    for found in dict.fromkeys([shutil.which("python3"), "/usr/bin/python3", shutil.which("python")]):
        if found and Path(found).exists():
            tried = subprocess.run([found, "-c", "import uno"], capture_output=True, check=False, timeout=30)
            if tried.returncode == 0:
                return found
    return None


def type_into(opened: Path, typed: Sequence[tuple[str, str, str]], saved: Sequence[Path]) -> None:
    """Open a workbook, type (sheet, cell, text) one after the other, save under each name by its ending."""
    python = python_with_bridge()
    assert python is not None
    folder = saved[0].parent
    work = folder / "work.json"
    profile = folder / f"office-{opened.stem.replace(' ', '-')}"
    told = {
        "profile": str(profile),
        "opened": str(opened),
        "typed": typed,
        "saved": [[str(path), FILTERS[path.suffix]] for path in saved],
    }
    work.write_text(json.dumps(told), encoding="utf-8")
    subprocess.run([python, str(_SCRIPT), str(work)], check=True, capture_output=True, timeout=100)
