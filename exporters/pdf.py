"""Writes a paper as PDF by LibreOffice or Word, where the computer has one of them."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from exporters.writing import ExportError, replacing
from store.whole_files import scratch_folder

Result = TypeVar("Result")

_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (  # where programs lie that no path names
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_WORD = (
    "$w = New-Object -ComObject Word.Application; try {{ $d = $w.Documents.Open('{source}', $false, $true);"
    " $d.SaveAs([ref]'{out}', [ref]17) }} finally {{ $w.Quit([ref]$false) }}"
)
_SECONDS = 120


def made_of(endings: Collection[str]) -> str | None:
    """Return the ending that a PDF is made from, out of those a paper can have; None if neither docx nor xlsx."""
    return next((each for each in (".docx", ".xlsx") if each in endings), None)


def _office() -> str | None:
    """Return the path of LibreOffice; None when it is not installed."""
    found = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def _has_word(ending: str) -> bool:
    """Whether Word may be able to convert such a file; whether it is installed shows only when it is called."""
    return sys.platform == "win32" and ending == ".docx" and shutil.which("powershell") is not None


def can_write(ending: str) -> bool:
    """Whether this machine has a program that turns this kind of file into a PDF."""
    return _office() is not None or _has_word(ending)


def write_pdf(out: Path, ending: str, write: Callable[[Path], Result]) -> Result:
    """Write a paper as PDF and return what `write` returns.

    Args:
        out: the file.
        ending: ".docx" or ".xlsx", the kind of file that the PDF is made from.
        write: writes the paper with this ending to the given path.

    Raises:
        ExportError: neither program is installed, or it failed; nothing was written.
    """
    office = _office()
    if office is None and not _has_word(ending):
        raise _without_program(out, ending)
    with scratch_folder() as folder:
        source = folder / f"{out.stem}{ending}"
        made = source.with_suffix(".pdf")
        written = write(source)
        if office is not None:
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
        else:
            script = _WORD.format(source=str(source).replace("'", "''"), out=str(made).replace("'", "''"))
            command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", script]
        with suppress(OSError, subprocess.TimeoutExpired):  # seen by what is missing
            subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603
        if not made.exists():
            raise _without_program(out, ending)
        with replacing(out) as path:
            shutil.copyfile(made, path)
    return written


def _without_program(out: Path, ending: str) -> ExportError:
    name = out.with_suffix(ending).name
    return ExportError(
        "Máy này không có LibreOffice hoặc Word để làm tệp PDF, hoặc chương trình đó chưa chạy được."
        f" Hãy xuất {name}, rồi mở ở máy khác và lưu thành PDF."
    )
