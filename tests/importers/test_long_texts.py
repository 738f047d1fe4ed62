"""A cell that holds far more than a cell can: of damaged files, in which one may hold the rest of the file."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from importers.reading import read_file
from tests.importers.conftest import ITEMS

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2", "Ghi chú"]
ROWS = [
    ["1", "Lê Văn An", "02/03/1980", "089080000001", "x", "Mất SIM " * 50_000],
    ["2", "Lê Thị Bé", "03/03/1980", "089080000002", "x", "Mất SIM"],
]


def page(folder: Path) -> Path:
    path = folder / "trang.xls"
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEADS, *ROWS])
    path.write_text(f"<table>{rows}</table>", encoding="utf-8")
    return path


def book(folder: Path) -> Path:
    short, path = folder / "ngan.xlsx", folder / "dai.xlsx"
    with xlsxwriter.Workbook(str(short)) as workbook:
        sheet = workbook.add_worksheet("Bảng 1")
        for number, row in enumerate([HEADS, *ROWS]):
            sheet.write_row(number, 0, ["dài" if len(cell) > 1_000 else cell for cell in row])
    with zipfile.ZipFile(short) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(name, source.read(name).replace("<t>dài<".encode(), f"<t>{ROWS[0][-1]}<".encode()))
    return path


@pytest.mark.parametrize("write", [page, book])
def test_the_beginning_is_read_and_the_rest_told(write: Callable[[Path], Path], tmp_path: Path):
    reading = read_file(write(tmp_path), items=ITEMS)
    first, second = (row.person for row in reading.rows)
    assert first is not None
    assert second is not None
    assert (first.full_name, second.full_name, second.note) == ("Lê Văn An", "Lê Thị Bé", "Mất SIM")
    assert (first.note or "").startswith("Mất SIM Mất SIM")
    assert len(first.note or "") <= 32_767
    assert "Trang “Bảng 1”: 1 ô dài hơn 32.767 ký tự, chỉ đọc phần đầu. Hãy xem lại" in reading.remarks
