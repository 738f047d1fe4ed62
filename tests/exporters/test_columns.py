"""Widths of the columns of a table: as narrow as the heads allow, as wide as the longest texts need."""

from pathlib import Path

import openpyxl

from exporters.sheet.metrics import fitted, lines_of, width_of
from exporters.shown_list import ShownList, write_shown

HEADS = ("TT", "Tên", "Mô tả")
LEAST = (32, 60, 60)


def lines(table: list[tuple[str, ...]], widths: list[int]) -> int:
    return sum(max(lines_of(cell, width, 11) for cell, width in zip(row, widths, strict=True)) for row in table)


def test_the_columns_fill_the_page_and_none_is_too_narrow_for_its_head() -> None:
    for table in ([], [("1", "", "")], [("1", "Tên dài " * 20, "x")] * 5):
        widths = fitted(HEADS, table, LEAST, 600, 11)
        assert sum(widths) == 600
        assert all(width >= least for width, least in zip(widths, LEAST, strict=True))


def test_one_row_of_many_words_does_not_take_the_room_of_all_others() -> None:
    table = [("1", "Phần mềm quản lý trạm y tế, khám chữa bệnh, tiêm chủng", "Có")] * 30
    table.append(("31", "Sổ giấy", "Ghi tay từ năm 2009, nhiều quyển, chưa nhập vào máy. " * 6))
    widths = fitted(HEADS, table, LEAST, 600, 11)
    assert widths[1] > widths[2]
    even = [32, 284, 284]
    assert lines(table, widths) < lines(table, even)


def test_long_texts_share_the_page_evenly() -> None:
    table = [("1", "nội dung " * 30, "nội dung " * 30)] * 4
    _, name, found = fitted(HEADS, table, LEAST, 600, 11)
    assert abs(name - found) <= 8


def test_no_date_is_parted_in_a_list_as_the_screen_shows_it(tmp_path: Path) -> None:
    task = "Hoàn thành rà soát, cập nhật danh mục hệ thống thông tin, cơ sở dữ liệu, phần mềm chuyên ngành " * 3
    rows = [[f"{n}", "chưa làm", "25/06/2026", "còn 2 ngày", "tri-ton-2026", task] for n in range(1, 40)]
    heads = ("TT", "Tình trạng", "Chậm nhất", "Còn lại, xong", "Chiến dịch", "Nhiệm vụ")
    write_shown(ShownList("Nhiệm vụ", heads, rows), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    pixels = sheet.column_dimensions["C"].width * 7 + 5
    assert pixels >= width_of("25/06/2026", 11) + 6
