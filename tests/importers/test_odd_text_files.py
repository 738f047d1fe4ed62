"""Text files that programs and hands leave odd: stray quotes, formulas around numbers, whole lines in one cell."""

import pytest
from openpyxl import Workbook

from importers.reading import read_file
from tests.importers.conftest import ITEMS, Facts

HEAD = "STT,Họ và tên,Ngày sinh,Số CCCD,Địa chỉ,BHYT"
NAMES = ["Trần Văn An", "Lê Văn Phước", "Nguyễn Hoàng Đức", "Chau Sóc Rin", "Võ Minh Tâm"]
LINES = [f"{n},{name},1{n}/03/1985,08908500000{n},Ấp {n},x" for n, name in enumerate(NAMES, 1)]


@pytest.fixture
def read_rows(tmp_path):
    def read(*lines: str, head: str = HEAD, end: str = "\r\n") -> Facts:
        path = tmp_path / "t.csv"
        path.write_text(end.join([head, *lines]), encoding="utf-8", newline="")
        return Facts(read_file(path, items=ITEMS))

    return read


def assert_all(read: Facts) -> None:
    assert read.names == NAMES, read.reading.message
    assert [person.citizen_id for person in read.people] == [f"08908500000{n}" for n in range(1, 6)]
    assert read.states("bhyt_linked") == ["done"] * 5


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("before", ["Nguyễn", "13/03", "08908500000", "Ấp 3"])
def test_a_stray_quote_swallows_no_line(read_rows, before, end):
    lines = [line.replace(before, f'"{before}') if line.startswith("3") else line for line in LINES]
    read = read_rows(*lines, end=end)
    assert_all(read)
    assert any("nháy kép" in remark and "Dòng 4" in remark for remark in read.reading.remarks)


def test_a_stray_quote_that_a_sound_one_closes(read_rows):
    lines = [line.replace("Ấp 5", '"Ấp 5, xã Thử"').replace("Lê Văn", '"Lê Văn') for line in LINES]
    assert_all(read_rows(*lines))


def test_a_stray_quote_that_closes_in_its_own_line(read_rows):
    lines = [line.replace("Nguyễn", '"Nguyễn').replace("Ấp 3", '"Ấp 3') for line in LINES]
    assert_all(read_rows(*lines))


def test_stray_quotes_in_every_line(read_rows):
    assert_all(read_rows(*[line.replace("Ấp", '"Ấp') for line in LINES]))


def test_cells_of_two_lines_are_whole(read_rows):
    read = read_rows(*[line.replace("Ấp", '"Ấp').replace(",x", '\nxã Thử",x') for line in LINES])
    assert_all(read)
    assert read.reading.remarks == ()


def test_a_head_of_two_lines_in_the_first_column_is_whole(read_rows):
    lines = [",".join([*line.split(",")[1:], line[0]]) for line in LINES]
    read = read_rows(*lines, head='"Họ và\ntên",Ngày sinh,"Số\nCCCD",Địa chỉ,BHYT,"Ghi\nchú"')
    assert_all(read)
    assert read.reading.remarks == ()
    assert read.reading.rows[0].row == 2


def test_a_stray_quote_before_more_text_than_a_cell_may_hold(read_rows):
    many = [f"{n},Trần Văn {chr(97 + n % 26) * 9},01/01/1985,,Ấp {n},x" for n in range(1, 9000)]
    read = read_rows(LINES[0].replace("Trần", '"Trần'), *many)
    assert len(read.names) == 9000


@pytest.mark.parametrize("form", ['"=""{}"""', '="{}"', '"=T(""{}"")"', '=T("{}")', '"= ""{}"""'])
def test_a_number_within_a_formula_that_keeps_its_zeros(read_rows, form):
    assert_all(
        read_rows(
            *[
                line.replace(f",08908500000{n},", f",{form.format(f'08908500000{n}')},")
                for n, line in enumerate(LINES, 1)
            ]
        )
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_lines_that_stand_in_quotes_as_a_whole(read_rows, delimiter):
    lines = ['"' + line.replace(",", delimiter).replace('"', '""') + '"' for line in [HEAD, *LINES]]
    read = read_rows(*lines[1:], head=lines[0])
    assert_all(read)
    assert any("một ô" in remark for remark in read.reading.remarks)


@pytest.mark.parametrize("delimiter", [",", ";", "|"])
def test_lines_in_the_first_column_of_a_workbook(tmp_path, delimiter):
    book = Workbook()
    for line in ["DANH SÁCH VIÊN CHỨC" + delimiter * 5, "", HEAD.replace(",", delimiter)]:
        book.active.append([line])
    for line in LINES:
        book.active.append([line.replace(",", delimiter)])
    path = tmp_path / "t.xlsx"
    book.save(path)
    read = Facts(read_file(path, items=ITEMS))
    assert_all(read)
    assert any("một ô" in remark for remark in read.reading.remarks)


def test_rows_that_end_with_their_last_filled_cell(read_rows):
    lines = [f"{line},{'về hưu' if number == 2 else ''}".rstrip(",") for number, line in enumerate(LINES)]
    read = read_rows(*lines, head=f"{HEAD},Ghi chú")
    assert_all(read)
    assert [person.note for person in read.people] == [None, None, "về hưu", None, None]


def test_a_row_with_a_cell_too_many_is_told_and_not_read(read_rows):
    read = read_rows(*[line.replace("Ấp 2", "Ấp 2, xã Thử") for line in LINES])
    assert read.names == [name for name in NAMES if name != "Lê Văn Phước"]
    assert any("Dòng 3" in remark for remark in read.reading.remarks)


@pytest.mark.parametrize("slip", ["Ấp\n3", "Ấp\r\n3", "Ấp\r3"])
def test_a_line_break_within_a_whole_line_splits_no_line(tmp_path, slip):
    book = Workbook()
    for line in (HEAD, *LINES):
        book.active.append([line.replace("Ấp 3", slip)])
    book.save(tmp_path / "t.xlsx")
    assert_all(Facts(read_file(tmp_path / "t.xlsx", items=ITEMS)))


def test_a_line_that_is_far_too_long_is_a_cell_by_itself(tmp_path):
    path = tmp_path / "t.html"
    long = "Ghi chú " * 20_000
    rows = "".join(f"<tr><td>{line}</td></tr>" for line in (HEAD, *LINES, long))
    path.write_text(f"<table>{rows}</table>", encoding="utf-8")
    assert_all(Facts(read_file(path, items=ITEMS)))
