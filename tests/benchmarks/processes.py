"""Whole processes against their floors, in turn: commands, what they read and write, odd files."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, product
from pathlib import Path

from tests.benchmarks.crowd import COMMUNE, STATION, Stores, current
from tests.benchmarks.lines import Line, in_turn

ROOT = Path(__file__).parents[2]
FOLDER_OF, ROWS = 30, 100_000  # people in each of eight files; in the large one
UNIT = STATION
HEADS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Chức vụ", "Mức 2", "Ký số", "BHYT", "Sổ SK")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
    ' Target="sharedStrings.xml"/>'
)
LETTERS = "ABCDEFGHIJKLMNOPQ"

READ = """
import sys
from python_calamine import CalamineWorkbook
for row in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows():
    pass
"""
LOAD = """
import sqlite3, sys
from python_calamine import CalamineWorkbook
store = sqlite3.connect(sys.argv[1])
store.execute("PRAGMA journal_mode = WAL")
store.execute("PRAGMA synchronous = FULL")
store.execute("CREATE TABLE t (a, b, c, d, e, f, g, h, i, j)")
for path in sys.argv[2:]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()
    store.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
store.commit()
"""
WRITE = """
import sys, xlsxwriter
book = xlsxwriter.Workbook(sys.argv[1], {"constant_memory": sys.argv[2] != "30"})
sheet, border = book.add_worksheet(), book.add_format({"border": 1})
for row in range(int(sys.argv[2])):
    for column in range(int(sys.argv[3])):
        sheet.write_string(row, column, f"Nguyễn Văn {row} {column}", border)
book.close()
"""


@dataclass(frozen=True)
class Row:
    """A line of the table: two commands, each with a copy of a store or a new path to write to as `{new}`."""

    name: str
    goal: float
    floor: list[str]
    ours: list[str]
    store: Path  # `{new}.sqlite3` is a copy of it
    people: int = 0  # how many people the store has; 0: it does not matter
    is_short: bool = False  # some tenths of a second: measured more often


def people(path: Path, first: int, count: int) -> Path:
    """A workbook of that many made-up people."""
    import xlsxwriter

    words = ("Nguyễn", "Trần", "Lê", "Phạm", "Võ"), ("Văn", "Hữu", "Minh", "Quốc"), ("An", "Bình", "Đạt", "Hiếu", "Sơn")
    names = [" ".join(name) for name in product(*words)]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        for number in range(count):
            place = first + number
            # Nobody twice, and no state against another: all of them go in.
            born = date(1960, 1, 1) + timedelta(days=place // len(names) % 14_000)
            level_2 = "x" if place % 5 else "chưa"
            states = (level_2, "x" if place % 7 else "", level_2 if place % 3 else "chưa", level_2)
            card = f"0890{born.year % 100:02}{place:06}"
            cells = (number + 1, names[place % len(names)], f"{born:%d/%m/%Y}", "Nam", card, "Giáo viên", *states)
            sheet.write_row(number + 1, 0, cells)
    return path


def odd(path: Path, rows: Iterable[str], shared: Iterable[str] = (), count: int = 5) -> Path:
    """A list of so many people whose sheet holds these rows of XML as well, and whose workbook these shared texts.

    Written piece by piece: a process counts as its own the memory of the one that begins it.
    """
    plain = people(path.with_suffix(".plain.xlsx"), 0, count)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        parts = {name: source.read(name).decode() for name in source.namelist()}
        if "xl/sharedStrings.xml" not in parts:
            parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}"></sst>'
            links = "xl/_rels/workbook.xml.rels"
            parts[links] = parts[links].replace("</Relationships>", f"{SHARED}</Relationships>")
        more = {"xl/worksheets/sheet1.xml": ("</sheetData>", rows), "xl/sharedStrings.xml": ("</sst>", shared)}
        for name, text in parts.items():
            end, pieces = more.get(name, ("", ()))
            before, _, behind = text.partition(end) if end else (text, "", "")
            with packed.open(name, "w") as part:
                for piece in chain([before], pieces, [end, behind]):
                    part.write(piece.encode())
    return path


def odd_files(folder: Path) -> list[tuple[str, Path]]:
    """Files that cost more than what stands in them: declared rows, shared texts, long texts."""
    declared = (f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(7, 1_048_577))
    lone = ['<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row>']
    shared = (f"<si><t>{'Danh sách thử nghiệm ' * 5}{number}</t></si>" for number in range(800_000))
    long = (
        f'<row r="{row}">'
        + "".join(f'<c r="{at}{row}" t="str"><v>{at.lower() * row}</v></c>' for at in LETTERS)
        + "</row>"
        for row in range(7, 2_600)
    )
    return [
        ("1,048,576 empty rows", odd(folder / "declared.xlsx", declared)),
        ("one cell in the last row", odd(folder / "lone.xlsx", lone)),
        ("100 MB of shared texts", odd(folder / "shared.xlsx", [], shared)),
        ("long texts", odd(folder / "long.xlsx", long, count=0)),
    ]


def measure(command: list[str], store: Path) -> tuple[float, float, float]:
    """(seconds, seconds of processor, peak MiB) of one process; `tyt import` may answer 1 or 2: something is asked."""
    with tempfile.TemporaryDirectory() as folder:
        new = f"{folder}/new"
        shutil.copy(store, f"{new}.sqlite3")
        began = time.perf_counter()
        process = subprocess.Popen(
            [part.replace("{new}", new) for part in command],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in ((0, 1, 2) if "import" in command else (0,)):
            raise RuntimeError(command)
        return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def table(folder: Path, stores: Stores) -> list[Row]:
    """The lines that are whole processes; of a commune those of odd files as well."""
    python = sys.executable
    large = people(folder / "large.xlsx", 0, ROWS)
    sent = folder / "sent"
    sent.mkdir()
    files = [people(sent / f"{turn}.xlsx", 200_000 + FOLDER_OF * turn, FOLDER_OF) for turn in range(8)]

    def tyt(*words: str) -> list[str]:
        return [python, "-m", "tui", "--store", "{new}.sqlite3", *words]

    def write(rows: int, columns: int) -> list[str]:
        return [python, "-c", WRITE, "{new}.xlsx", str(rows), str(columns)]

    copies = {number: current(stores.make(number), folder) for number in {*stores.commands, *stores.rosters}}
    for store in copies.values():  # what is done once a day is done, as before the starts of the app
        command = [python, "-m", "tui", "--store", str(store), "status"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    found = []
    for number in stores.commands:
        store, of = copies[number], number if stores.has_levels else 0
        floor = [python, "-c", "import click, sqlite3"]
        found += [
            Row("`tyt status`", 1.5, floor, tyt("status"), store, of, True),
            Row(
                "`tyt export phu-luc-1`", 1.5, write(30, 10), tyt("export", "phu-luc-1", "{new}.xlsx"), store, of, True
            ),
            Row(
                "folder of eight",
                4.0,
                [python, "-c", f"import click{LOAD}", "{new}.db", *map(str, files)],
                tyt("import", "--unit", UNIT, str(sent)),
                store,
                of,
            ),
            Row(
                f"import of {ROWS:,}",
                2.5,
                [python, "-c", LOAD, "{new}.db", str(large)],
                tyt("import", "--unit", UNIT, str(large)),
                store,
                of,
            ),
        ]
    for number in stores.rosters:
        ours = tyt("export", "roster", "{new}.xlsx")
        found.append(Row("export roster", 1.15, write(number, 17), ours, copies[number], number))
    if stores.has_levels:
        return found
    for name, path in odd_files(folder):
        ours = tyt("import", "--dry-run", "--unit", UNIT, str(path))
        found.append(Row(name, 2.0, [python, "-c", READ, str(path)], ours, copies[stores.commands[0]]))
    return found


def lines(turns: int, folder: Path, stores: Stores = COMMUNE) -> Iterator[Line]:
    """A line for each, and one for the memory of what takes most."""
    for row in table(folder, stores):
        few = turns if row.is_short else max(1, turns // 2)
        floor, ours = in_turn(
            few, lambda row=row: measure(row.floor, row.store), lambda row=row: measure(row.ours, row.store)
        )
        (seconds, used, peak), (floor_seconds, floor_used, floor_peak) = (
            [statistics.median(figures) for figures in zip(*each, strict=True)] for each in (ours, floor)
        )
        of = row.people
        yield Line(row.name, 1000 * seconds, 1000 * floor_seconds, row.goal, processor=used / floor_used, people=of)
        if not row.is_short:
            yield Line(f"… {row.name}: memory at most", peak, floor_peak, None, "MiB", people=of)
