"""What a sheet shows but its cells do not hold as such: zeros before numbers, results that nobody worked out yet."""

import re
import zipfile

import pytest
import xlsxwriter
import xlwt
from openpyxl import Workbook

from importers.reading import read_file
from tests.importers.conftest import ITEMS, Facts

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Mức 2", "BHYT"]
PEOPLE = ["Lê Văn An", "Tô Thị Bé", "Võ Minh Tâm"]
NUMBER = 89085012345


@pytest.fixture
def by_openpyxl(tmp_path):
    """Save people, the cells of each given by column, as openpyxl does: formulas without results."""

    def save(cell, number_format: str = "General") -> Facts:
        book = Workbook()
        book.active.append(HEAD)
        for number, name in enumerate(PEOPLE, 1):
            book.active.append([number, name, "01/02/1985", *cell(number)])
            book.active.cell(number + 1, 4).number_format = number_format
        path = tmp_path / "t.xlsx"
        book.save(path)
        return Facts(read_file(path, items=ITEMS))

    return save


@pytest.mark.parametrize(
    "number_format",
    ["000000000000", "000000000000;", "000\\ 000\\ 000\\ 000", '"0"0', "\\0#", '"0"###########', "000000000000_)"],
)
def test_zeros_that_the_format_writes_belong_to_the_number(by_openpyxl, number_format):
    read = by_openpyxl(lambda number: [NUMBER + number, "x", "x"], number_format)
    assert [person.citizen_id for person in read.people] == [f"0{NUMBER + number}" for number in (1, 2, 3)]
    assert read.problems == []


@pytest.mark.parametrize("number_format", ["000000000000", '"0"0'])
def test_zeros_that_old_excel_writes_belong_to_the_number(tmp_path, number_format):
    book = xlwt.Workbook()
    sheet = book.add_sheet("DS")
    for row, cells in enumerate(
        [HEAD, *([n, name, "01/02/1985", NUMBER + n, "x", "x"] for n, name in enumerate(PEOPLE))]
    ):
        for column, value in enumerate(cells):
            sheet.write(row, column, value, xlwt.easyxf(num_format_str=number_format if column == 3 else "General"))
    path = tmp_path / "t.xls"
    book.save(str(path))
    read = Facts(read_file(path, items=ITEMS))
    assert [person.citizen_id for person in read.people] == [f"0{NUMBER + number}" for number in range(3)]
    assert read.problems == []


@pytest.mark.parametrize("number_format", ["00", "0.00", "#,##0", "General", "0%"])
def test_other_formats_write_no_zeros(by_openpyxl, number_format):
    read = by_openpyxl(lambda number: [NUMBER + number, "x", "x"], number_format)
    assert read.reading.rows[0].cells[3] == str(NUMBER + 1)


def test_formulas_that_nobody_worked_out_are_unknown_and_told_for_their_columns(by_openpyxl):
    read = by_openpyxl(lambda number: [f'=TEXT({NUMBER},"0")', "x", f'=IF(E{number + 1}="x","x","")'])
    assert [person.citizen_id for person in read.people] == [None] * 3
    assert read.states("bhyt_linked") == [None] * 3
    (remark,) = [remark for remark in read.reading.remarks if "công thức" in remark]
    assert "6 ô ở cột D, F" in remark
    assert "mở tệp bằng Excel" in remark


def test_such_a_formula_among_marks_is_no_blank(by_openpyxl):
    read = by_openpyxl(lambda number: ["", "x", "x" if number < 3 else '=IF(E4="x","x","")'])
    assert read.states("bhyt_linked") == ["done", "done", None]
    assert [problem.cell for problem in read.problems] == ["F4"]


def by_xlsxwriter(path, value: object) -> Facts:
    """Save marks that are formulas with this result, as xlsxwriter does: 0 where none is given."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for number, name in enumerate(PEOPLE, 1):
            sheet.write_row(number, 0, [number, name, "01/02/1985", "", "x"])
            sheet.write_formula(number, 5, f'=IF(E{number + 1}="x",1,0)', None, *value)
    return Facts(read_file(path, items=ITEMS))


def test_zeros_that_stand_in_for_results_are_no_marks(tmp_path):
    read = by_xlsxwriter(tmp_path / "t.xlsx", ())
    assert read.states("bhyt_linked") == [None] * 3
    assert any("công thức" in remark for remark in read.reading.remarks)


def test_results_that_were_worked_out_count(tmp_path):
    read = by_xlsxwriter(tmp_path / "t.xlsx", ("x",))
    assert read.states("bhyt_linked") == ["done"] * 3
    assert read.reading.remarks == ()


def test_zeros_beside_other_results_count(tmp_path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for number, name in enumerate(PEOPLE, 1):
            sheet.write_row(number, 0, [number, name, "01/02/1985", "", "x"])
            sheet.write_formula(number, 5, f'=IF(E{number + 1}="x",1,0)', None, number % 2)
    read = Facts(read_file(path, items=ITEMS))
    assert read.states("bhyt_linked") == ["done", "todo", "done"]


def test_an_empty_text_is_a_result(tmp_path):
    path = tmp_path / "t.xlsx"
    by_xlsxwriter(path, ("",))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'<c r="(F\d)">', rb'<c r="\1" t="str">', parts[sheet])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    read = Facts(read_file(path, items=ITEMS))
    assert read.names == PEOPLE
    assert not any("công thức" in remark for remark in read.reading.remarks)
