"""Rows and columns that the sender hid are read, and it is said that they are there."""

import zipfile

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook, load_workbook

from importers.grids.sheet_parts import extents

PEOPLE = [
    ["Họ và tên", "Năm sinh", "Mức 2"],
    *([f"Lê Văn {name}", 1980, "x"] for name in ["An", "Bé", "Cò", "Dũng", "Em", "Gấm"]),
]


@pytest.fixture
def hide(save):
    def hiding(rows: list[int], columns: list[str] = ()):
        path = save(PEOPLE)
        book = load_workbook(path)
        for row in rows:
            book.active.row_dimensions[row].hidden = True
        for column in columns:
            book.active.column_dimensions[column].hidden = True
        book.save(path)
        return path

    return hiding


def test_hidden_rows_are_read_and_told(hide, read):
    found = read(hide([3, 4, 6]))
    assert len(found.names) == 6
    assert found.reading.remarks == ("Trang “Sheet1”: 3 dòng ẩn (3–4, 6) vẫn được đọc",)


def test_hidden_columns_are_read_and_told(hide, read):
    found = read(hide([], ["B"]))
    assert len(found.names) == 6
    assert found.reading.remarks == ("Trang “Sheet1”: 1 cột ẩn (B) vẫn được đọc",)


def test_hidden_places_without_anything_are_not_worth_a_word(hide, read):
    assert read(hide([20, 21], ["H", "XFD"])).reading.remarks == ()


def test_many_runs_are_not_all_named(save, read):
    path = save([["Họ và tên", "Năm sinh"], *([f"Lê Văn {chr(65 + n % 20)}", 1950 + n] for n in range(40))])
    book = load_workbook(path)
    for row in range(3, 40, 2):
        book.active.row_dimensions[row].hidden = True
    book.save(path)
    assert read(path).reading.remarks == ("Trang “Sheet1”: 19 dòng ẩn (3, 5, 7, 9, 11, 13, 15, 17, …) vẫn được đọc",)


def test_hidden_rows_of_an_open_document(tmp_path, read):
    book = OpenDocumentSpreadsheet()
    table = Table(name="Danh sách & khác")
    for number, row in enumerate(PEOPLE):
        line = TableRow(visibility="filter" if number in (2, 3) else "visible")
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(text)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    path = tmp_path / "t.ods"
    book.save(str(path))
    found = read(path)
    assert len(found.names) == 6
    assert found.reading.remarks == ("Trang “Danh sách & khác”: 2 dòng ẩn (3–4) vẫn được đọc",)


def test_hidden_rows_and_columns_of_old_excel(tmp_path, read):
    book = xlwt.Workbook()
    book.add_sheet("Hướng dẫn").write(0, 0, "Ghi x")
    sheet = book.add_sheet("Danh sách")
    for number, row in enumerate(PEOPLE):
        for column, text in enumerate(row):
            sheet.write(number, column, text)
    sheet.row(2).hidden = sheet.row(3).hidden = True
    sheet.col(1).hidden = True
    path = tmp_path / "t.xls"
    book.save(str(path))
    found = read(path)
    assert len(found.names) == 6
    assert found.reading.remarks == (
        "Bỏ qua trang “Hướng dẫn”: không có danh sách",
        "Trang “Danh sách”: 2 dòng ẩn (3–4) vẫn được đọc",
        "Trang “Danh sách”: 1 cột ẩn (B) vẫn được đọc",
    )


def test_a_sheet_that_cannot_be_searched_hides_nothing_of_the_others(tmp_path):
    book = Workbook()
    book.active.append(["Hướng dẫn"])
    people = book.create_sheet("Danh sách")
    for row in PEOPLE:
        people.append(row)
    people.row_dimensions[3].hidden = True
    path = tmp_path / "t.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        first = archive.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(path.read_bytes())
    content[first.header_offset + 30 + len(first.filename) + 20] ^= 0xFF
    path.write_bytes(content)
    found = extents(path, lambda: None)
    assert list(found) == ["Danh sách"]
    assert found["Danh sách"].rows == {2}
