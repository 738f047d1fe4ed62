"""A file with many times as many tables, sheets, merged cells or heads takes so many times the work, and no more."""

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import xlsxwriter

from importers.layout.found_table import FoundTable
from importers.reading import read_file
from store.receiving.plan import Reading
from tests.importers.conftest import ITEMS

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2", "Sổ sức khỏe điện tử"]
FEW, MANY = 60, 240
Rows = list[list[str]]


def person(number: int) -> list[str]:
    name = f"Lê Văn {['An', 'Bình', 'Cường', 'Dũng'][number % 4]}"
    return [str(number), name, f"{number % 28 + 1:02}/03/1980", f"089080{number:06}", "x", "x"]


def page(folder: Path, tables: list[Rows]) -> Path:
    """An HTML page; a table is its rows of cells."""
    text = "".join(
        "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
        for rows in tables
    )
    path = folder / "page.xls"
    path.write_text(f"<html><body>{text}</body></html>", encoding="utf-8")
    return path


def book(folder: Path, sheets: list[Rows], merged: list[tuple[int, int, int, int]] | None = None) -> Path:
    """A workbook, with the same merged ranges on each sheet."""
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        for rows in sheets:
            sheet = workbook.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for place in merged or ():
                sheet.merge_range(*place, "")
    return path


def heads_of_round(number: int) -> list[str]:
    return [*HEADS[:4], f"Định danh mức 2 đợt {number}", f"Sổ sức khỏe điện tử lần {number}"]


KINDS: dict[str, Callable[[Path, int], Path]] = {
    "tables of a page": lambda folder, n: page(folder, [[HEADS, person(i), person(i + 1)] for i in range(n)]),
    "tables of a page without people": lambda folder, n: page(folder, [[HEADS]] * n),
    "sheets": lambda folder, n: book(folder, [[HEADS, person(i), person(i + 1)] for i in range(n)]),
    "sheets of other heads": lambda folder, n: book(folder, [[heads_of_round(i), person(i)] for i in range(n)]),
    "heads without people": lambda folder, n: book(folder, [[HEADS] * n]),
    "heads over each person": lambda folder, n: book(folder, [[row for i in range(n) for row in (HEADS, person(i))]]),
    "other heads over each person": lambda folder, n: book(
        folder, [[row for i in range(n) for row in (heads_of_round(i), person(i))]]
    ),
    "merged beside the people": lambda folder, n: book(
        folder, [[HEADS, *map(person, range(n))]], [(row, 6, row, 8) for row in range(1, n)]
    ),
    "merged heads over each person": lambda folder, n: book(
        folder,
        [[row for i in range(n) for row in (HEADS, person(i))]],
        [(row, 5, row, 6) for row in range(0, 2 * n, 2)],
    ),
}


def work(read: Callable[[], Reading]) -> tuple[int, Reading]:
    """How many calls, of Python and of C functions, a reading takes in this thread."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        reading = read()
    finally:
        sys.setprofile(before)
    return calls, reading


@pytest.mark.parametrize("kind", KINDS)
def test_work_grows_no_faster_than_the_file(kind: str, tmp_path: Path) -> None:
    read_file(KINDS[kind](tmp_path, 3), items=ITEMS)  # what is compiled at the first file
    few, _ = work(lambda: read_file(KINDS[kind](tmp_path, FEW), items=ITEMS))
    many, _ = work(lambda: read_file(KINDS[kind](tmp_path, MANY), items=ITEMS))
    assert many <= 1.2 * MANY / FEW * few, f"{many / few:.1f} times the work for {MANY // FEW} times the file"


def test_a_file_that_was_read_leaves_no_table_behind(tmp_path: Path) -> None:
    """Also without a collection of garbage, which the program puts off: a day of large files would fill the memory."""
    path = book(tmp_path, [[HEADS, *(person(number) for number in range(1, FEW))]])
    gc.collect()
    gc.disable()
    try:
        assert len(read_file(path, items=ITEMS).rows) == FEW - 1
        assert not [each for each in gc.get_objects() if isinstance(each, FoundTable)]
    finally:
        gc.enable()
