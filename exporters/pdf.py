"""A paper as PDF: LibreOffice or Word makes it, where one of them is on the computer."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from exporters.writing import ExportError, Written, replacing
from store.whole_files import scratch_folder

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


def write_pdf(out: Path, ending: str, write: Callable[[Path], Written]) -> Written:
    """Write a paper as PDF; answers what `write` answers.

    Args:
        out: the file.
        ending: of the paper that is made a PDF of: ".docx" or ".xlsx".
        write: writes that paper.

    Raises:
        ExportError: neither program is there, or it could not; nothing was written.
    """
    office = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    office = office or next((place for place in _PLACES if Path(place).exists()), None)
    has_word = sys.platform == "win32" and ending == ".docx" and shutil.which("powershell") is not None
    if office is None and not has_word:
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
