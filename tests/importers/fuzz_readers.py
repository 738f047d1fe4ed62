"""Broken files through the whole of reading: no crash, no hang, no memory without bound, only clear words.

    python -m tests.importers.fuzz_readers --minutes 60 --seed 1 [--corpus FOLDER] [--keep FOLDER]

Files of `--corpus` are read as they are and then broken like our own. Any case is made again by its seed and number
(`--only NUMBER`), as long as the corpus is the same. Times and memory are bounded by what Linux has for it; elsewhere
only promises and crashes are judged.
"""

import argparse
import collections
import contextlib
import csv
import io
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from importers.grids.workbook_rows import MOST_MEMORY
from importers.reading import read_file
from store.receiving.plan import FileKind, Reading
from tests.importers.conftest import ITEMS
from tests.importers.damaging import damages

LONGEST = 10  # seconds without an answer or a sign of progress
_LARGEST = 110_000_000  # bytes; beyond what is opened at all, pieces put in again and again only cost us memory
_ROWS = [
    ["TRẠM Y TẾ XÃ TRI TÔN", None, None, None, None, None],
    ["DANH SÁCH NHÂN SỰ", None, None, None, None, None],
    ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2", "Sổ sức khỏe điện tử"],
    ["I", "Bộ phận Dược", None, None, None, None],
    *(
        [
            n,
            f"Lê Văn {['An', 'Bé', 'Cò', 'Dũng', 'Em'][n % 5]}",
            f"{n % 28 + 1:02}/03/19{80 + n % 10}",
            f"0890{80 + n % 10}{n:06}",
            "x" if n % 3 else "",
            "Đã" if n % 2 else "Chưa (mất SIM)",
        ]
        for n in range(1, 25)
    ),
    [None, "Tổng cộng", 24, None, None, None],
    [None, "Người lập bảng", None, None, None, None],
]


class Hang(Exception):  # noqa: N818
    """Reading did not end in time."""


@dataclass
class Outcome:
    """What all cases came to."""

    kinds: collections.Counter[str] = field(default_factory=collections.Counter)
    messages: collections.Counter[str] = field(default_factory=collections.Counter)
    finds: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    @property
    def cases(self) -> int:
        return self.kinds.total()


def own_files() -> dict[str, bytes]:
    """A list of people, written by every writer that we have."""
    return {
        "openpyxl.xlsx": _openpyxl(),
        "xlsxwriter.xlsx": _xlsxwriter(),
        "xlwt.xls": _xlwt(),
        "odfpy.ods": _odfpy(),
        "list.csv": _csv(","),
        "list.tsv": _csv("\t"),
        "page.xls": _html(),
    }


def _openpyxl() -> bytes:
    book = Workbook()
    for row in _ROWS:
        book.active.append(row)
    book.active.merge_cells("A1:F1")
    book.active.row_dimensions[7].hidden = True
    book.create_sheet("Hướng dẫn").append(["Ghi x vào ô"])
    book.save(out := io.BytesIO())
    return out.getvalue()


def _xlsxwriter() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Danh sách")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(_ROWS):
        sheet.write_row(number, 0, row)
    sheet.write_number(6, 2, 30000, day)
    sheet.write_formula(28, 3, "=COUNTA(B5:B28)", None, 24)
    sheet.merge_range(3, 1, 3, 5, "Bộ phận Dược")
    book.close()
    return out.getvalue()


def _xlwt() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(_ROWS):
        for column, text in enumerate(row):
            if text is not None:
                sheet.write(number, column, text)
    sheet.row(8).hidden = True
    book.save(out := io.BytesIO())
    return out.getvalue()


def _odfpy() -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Danh sách")
    for number, row in enumerate(_ROWS):
        line = TableRow(visibility="collapse" if number == 9 else "visible")
        for value in row:
            cell = (
                TableCell(valuetype="float", value=value) if isinstance(value, int) else TableCell(valuetype="string")
            )
            cell.addElement(P(text=str(value or "")))
            line.addElement(cell)
        table.addElement(line)
    table.addElement(TableRow(numberrowsrepeated=1000))
    book.spreadsheet.addElement(table)
    book.write(out := io.BytesIO())
    return out.getvalue()


def _csv(delimiter: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(_ROWS)
    return out.getvalue().encode()


def _html() -> bytes:
    rows = "".join(
        "<tr>" + "".join(f'<td rowspan="1" colspan="1">{cell or ""}</td>' for cell in row) + "</tr>" for row in _ROWS
    )
    return f'<html><head><meta charset="utf-8"></head><body><table border="1">{rows}</table></body></html>'.encode()


def converted(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same list as LibreOffice writes it, where there is one."""
    program = shutil.which("libreoffice")
    if program is None:
        return {}
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "list.xlsx")
        source.write_bytes(files["openpyxl.xlsx"])
        for ending in ("xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97", "ods", "html"):
            command = [
                program,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                ending,
                "--outdir",
                f"{folder}/out",
                str(source),
            ]
            subprocess.run(command, check=False, capture_output=True, timeout=120)
        for file in sorted(Path(folder, "out").glob("*")):
            made[f"libreoffice{file.suffix}"] = file.read_bytes()
    return made


def case(files: dict[str, bytes], seed: int, number: int) -> tuple[str, bytes]:
    """The file of that number."""
    rng = random.Random(f"{seed}:{number}")
    name = rng.choice(list(files))
    content = files[name]
    for _ in range(rng.choice((1, 1, 1, 2))):
        content = rng.choice(damages(content))(rng, content)[:_LARGEST]
    return name, content


def judge(path: Path, label: str, outcome: Outcome) -> bool:
    """Read one file; False when it broke a promise."""
    if sys.platform == "linux":
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # count the most memory from here
    started = time.monotonic()
    _ring_in(LONGEST)
    try:
        reading = read_file(path, items=ITEMS, progress=_goes_on)
        _ring_in(0)
        wrong = _promise_broken(reading)
        outcome.kinds[reading.kind.value] += 1
        if reading.kind is FileKind.UNREADABLE:
            outcome.messages[reading.message] += 1
    except BaseException as error:
        _ring_in(0)
        if isinstance(error, KeyboardInterrupt):
            raise
        wrong = "".join(traceback.format_exception(error)[-6:])
        outcome.kinds["find"] += 1
    took = time.monotonic() - started
    outcome.slowest = max(outcome.slowest, (took, label))
    memory = _most_memory()
    if not wrong and memory > MOST_MEMORY:
        wrong = f"{memory >> 20} MB"
    if wrong:
        outcome.finds.append(f"{label} ({took:.1f} s): {wrong}")
    return not wrong


def _ring_in(seconds: float) -> None:
    """Raise `Hang` after so many seconds; 0: not any more."""
    if sys.platform == "linux":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _goes_on(_rows: int) -> bool:
    """Progress is told: a large file may take its time, as long as it says so and Escape is heard."""
    _ring_in(LONGEST)
    return True


def _most_memory() -> int:
    if sys.platform != "linux":
        return 0
    found = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(found.partition("VmHWM:")[2].split()[0]) * 1024


def _promise_broken(reading: Reading) -> str:
    if reading.kind is FileKind.UNREADABLE and not reading.message.endswith("."):
        return f"no sentence: {reading.message!r}"
    if reading.kind is not FileKind.UNREADABLE and not (reading.rows or reading.summary):
        return "a reading of nobody"
    return ""


def begin() -> None:
    """A hang becomes an exception with its place, and memory without bound a MemoryError."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise Hang

    if sys.platform == "linux":
        import resource

        signal.signal(signal.SIGALRM, ring)
        resource.setrlimit(resource.RLIMIT_AS, (4 * MOST_MEMORY, 4 * MOST_MEMORY))


def main() -> int:
    """Run the command; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--keep", type=Path, help="where files that broke a promise are put")
    parser.add_argument("--only", type=int, help="one case by its number")
    chosen = parser.parse_args()
    begin()
    files = own_files()
    files |= converted(files)
    outcome = Outcome()
    ends = time.monotonic() + chosen.minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.xlsx")
        if chosen.corpus:
            for file in sorted(
                file for file in chosen.corpus.rglob("*") if file.is_file() and file.stat().st_size < 400_000
            ):
                files[str(file.relative_to(chosen.corpus))] = file.read_bytes()
        if chosen.only is None:
            for name, content in files.items():
                path.write_bytes(content)
                _judged(path, f"{name} as it is", outcome, chosen.keep)
            print(f"{outcome.cases} files as they are: {dict(outcome.kinds)}", flush=True)
        number = chosen.only or 0
        while time.monotonic() < ends:
            # Damages may grow a file beyond what this process may hold: then there is nothing to read.
            with contextlib.suppress(MemoryError):
                name, content = case(files, chosen.seed, number)
                path.write_bytes(content)
                _judged(path, f"seed {chosen.seed} case {number} ({name})", outcome, chosen.keep)
            number += 1
            if chosen.only is not None:
                break
    _tell(outcome)
    return 1 if outcome.finds else 0


def _judged(path: Path, label: str, outcome: Outcome, keep: Path | None) -> None:
    if judge(path, label, outcome):
        return
    print(outcome.finds[-1], flush=True)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, keep / f"{len(outcome.finds):04}.bin")


def _tell(outcome: Outcome) -> None:
    memory = child = 0
    if sys.platform == "linux":
        import resource

        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    print(f"{outcome.cases} files: {dict(outcome.kinds)}; {len(outcome.finds)} finds")
    print(f"slowest {outcome.slowest[0]:.2f} s ({outcome.slowest[1]}); memory {memory} MB, reading process {child} MB")
    for message, count in outcome.messages.most_common(20):
        print(f"{count:7} {message}")


if __name__ == "__main__":
    sys.exit(main())
