"""Whose list is it? Title rows as Vietnamese papers head them; what is not certain is asked."""

import pytest

from importers.sender.unit_spelling import readable
from store.receiving.form_mark import SHEET

LIST = [["STT", "Họ và tên", "Ngày sinh", "Mức 2"], [1, "Lê Văn An", "05/06/1990", "x"]]


@pytest.mark.parametrize(
    ("titles", "unit"),
    [
        ([["UBND XÃ VĨNH GIA"], ["TRƯỜNG TIỂU HỌC A VĨNH GIA"], ["DANH SÁCH VIÊN CHỨC"]], "Trường Tiểu học A Vĩnh Gia"),
        ([["PHÒNG VĂN HÓA - XÃ HỘI"], ["TRƯỜNG THCS NÚI DÀI"]], "Trường THCS Núi Dài"),
        ([["ỦY BAN NHÂN DÂN XÃ VĨNH GIA"], ["DANH SÁCH CÁN BỘ"]], "Ủy ban nhân dân xã Vĩnh Gia"),
        (
            [
                ["UBND XÃ VĨNH GIA", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
                ["TRẠM Y TẾ", "", "Độc lập - Tự do - Hạnh phúc"],
            ],
            "Trạm Y tế",
        ),
        (
            [["UBND XÃ VĨNH GIA\nTRƯỜNG MẦM NON HOA SEN", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]],
            "Trường Mầm non Hoa Sen",
        ),
        ([["UBND XÃ VĨNH GIA"], ["DANH SÁCH"], ["Đơn vị: Trạm Y tế xã Vĩnh Gia"]], "Trạm Y tế xã Vĩnh Gia"),
        ([["PHỤ LỤC 1"], ["Đơn vị: Tất cả đơn vị (Trạm Y tế xã Vĩnh Gia tổng hợp)"]], None),
        ([["Trường: THPT NGUYỄN TRÃI"]], "Trường THPT Nguyễn Trãi"),
        ([["UBND XÃ VĨNH GIA"], ["DANH SÁCH VIÊN CHỨC"], ["TRẠM Y TẾ XÃ VĨNH GIA"]], "Trạm Y tế xã Vĩnh Gia"),
        ([["DANH SÁCH CÁN BỘ TRƯỜNG TIỂU HỌC B VĨNH GIA NĂM 2026"]], "Trường Tiểu học B Vĩnh Gia"),
        ([["DANH SÁCH CÁN BỘ, VIÊN CHỨC"]], None),
        ([["Đơn vị: ..............."]], None),
        ([["Đơn vị tính: người"]], None),
        ([], None),
    ],
)
def test_the_title_rows_name_the_unit(read_rows, titles, unit):
    assert read_rows([*titles, *LIST]).reading.unit == unit


def test_a_name_in_capitals_becomes_readable_and_any_other_stays():
    assert readable("TRƯỜNG PTDTNT THCS TRI TÔN") == "Trường PTDTNT THCS Tri Tôn"
    assert readable("PHÒNG VĂN HÓA - XÃ HỘI") == "Phòng Văn hóa - Xã hội"
    assert readable("Trạm Y tế xã Ô Lâm") == "Trạm Y tế xã Ô Lâm"


def test_a_department_in_the_titles(read_rows):
    read = read_rows([["UBND XÃ VĨNH GIA"], ["Bộ phận: Văn phòng HĐND và UBND"], *LIST])
    assert read.reading.unit == "UBND xã Vĩnh Gia"
    assert read.departments == ["Văn phòng HĐND và UBND"]


def test_one_sheet_a_department(read_rows):
    read = read_rows({"Hướng dẫn": [["Mỗi tổ một trang"]], "DS Khoa Dược": LIST, "Tổ Toán - Tin": LIST, "Sheet4": LIST})
    assert read.departments == ["Khoa Dược", "Tổ Toán - Tin", None]
    assert read.reading.remarks == ("Bỏ qua trang “Hướng dẫn”: không có danh sách",)


def test_one_sheet_a_room_of_the_same_committee(read_rows):
    read = read_rows(
        {
            "KT": [["UBND XÃ VĨNH GIA"], ["PHÒNG KINH TẾ"], *LIST],
            "VHXH": [["UBND XÃ VĨNH GIA"], ["PHÒNG VĂN HÓA - XÃ HỘI"], *LIST],
        }
    )
    assert read.reading.unit == "UBND xã Vĩnh Gia"
    assert read.departments == ["Phòng Kinh tế", "Phòng Văn hóa - Xã hội"]


def test_several_units_in_one_file_are_not_taken_for_one(read_rows):
    read = read_rows({"A": [["TRƯỜNG TIỂU HỌC A"], *LIST], "B": [["TRƯỜNG MẦM NON B"], *LIST]})
    assert read.reading.unit is None
    assert "nhiều đơn vị" in read.reading.remarks[0]


def test_a_column_of_units(read_rows):
    def listed(*units):
        return [["Họ tên", "Năm sinh", "Đơn vị"], *(["Lê Văn An", 1990, unit] for unit in units)]

    assert read_rows(listed("Trạm Y tế X", "Trạm Y tế X")).reading.unit == "Trạm Y tế X"
    many = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], *listed("Trường Mầm non A", "Trường Tiểu học B")])
    assert many.reading.unit is None
    assert many.departments == ["Trường Mầm non A", "Trường Tiểu học B"]
    rooms = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], *listed("Khoa Dược", "Khoa Nội")])
    assert rooms.reading.unit == "Trạm Y tế xã Vĩnh Gia"
    assert rooms.departments == ["Khoa Dược", "Khoa Nội"]


def test_the_stations_own_template_names_the_unit_it_was_sent_to(save, read):
    from openpyxl import load_workbook

    path = save({"DS": LIST, SHEET: [["unit", "Trường Mầm non Hoa Sen"]]})
    book = load_workbook(path)
    book[SHEET].sheet_state = "veryHidden"
    book.save(path)
    assert read(path).reading.unit == "Trường Mầm non Hoa Sen"
    assert read(path).reading.remarks == ()


def test_a_hidden_sheet_is_passed_over_and_told(save, read):
    from openpyxl import load_workbook

    path = save({"DS": LIST, "Cũ": LIST})
    book = load_workbook(path)
    book["Cũ"].sheet_state = "hidden"
    book.save(path)
    assert len(read(path).people) == 1
    assert read(path).reading.remarks == ("Bỏ qua trang ẩn “Cũ”",)
