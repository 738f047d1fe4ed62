"""A list as a unit may send it, with something to mend in most rows; not a test."""

from datetime import date
from pathlib import Path

import openpyxl

UNIT = "Trường Mẫu giáo Sen Hồng"
HEAD = 5  # row of the lower head


def save(path: Path) -> None:
    """Title rows, a head of two rows, eight people, a signature."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "DS tháng 6"
    sheet["A1"] = "TRƯỜNG MẪU GIÁO SEN HỒNG"
    sheet["A2"] = "DANH SÁCH CÁN BỘ, GIÁO VIÊN"
    heads = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Định danh mức 2", None, "Tích hợp BHYT", "Lý do")
    for column, head in enumerate(heads, 1):
        sheet.cell(4, column, head)
    sheet["F5"], sheet["G5"] = "Đã", "Chưa"
    sheet.merge_cells("F4:G4")
    for column in "ABCDEHI":
        sheet.merge_cells(f"{column}4:{column}5")
    rows = (
        (1, "Nguyễn Thị Lan", date(1985, 3, 5), "Nữ", "089185001234", "x", None, "Đã", None),
        (2, "Trần Văn Bình", "31/02/1990", "Nam", "089090001235", "x", None, "Chưa", "Thẻ hết hạn"),
        (3, "Lê Thị Cúc", date(1991, 4, 6), "Nữ", 89191001236, "x", None, "Đã", None),  # lost its zero
        (4, "Phạm Thị Dung", date(1992, 5, 7), "Nữ", "08919200", None, "x", "Đã", "Mức 2: Quên mật khẩu"),
        (5, "Võ Thị Én", "12/1993", "Nữ", "089193001238", "x", "x", "Đã", None),
        (6, "Huỳnh Văn Phúc", date(1994, 7, 9), "Nam", "089094001239", "x", None, "chắc rồi", None),
        (7, None, date(1995, 8, 10), "Nữ", "089195001240", "x", None, "Đã", None),
        (8, "Đỗ Thị Hoa", date(1996, 9, 11), "Nữ", "089296001241", "x", None, "Đã", "Thẻ hết hạn"),
    )
    for number, row in enumerate(rows, HEAD + 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
    sheet["G16"] = "HIỆU TRƯỞNG"
    book.save(path)


#: What the sender writes after having read the paper: cell -> value.
MENDED = {
    "C7": "28/02/1990",
    "E8": "089191001236",
    "E9": "089192001237",
    "H9": "Chưa",
    "C10": "15/12/1993",
    "G10": None,
    "H11": "Đã",
    "B12": "Bùi Thị Giang",
    "E13": "089196001241",
    "I13": None,
}
