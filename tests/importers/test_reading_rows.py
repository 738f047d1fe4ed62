"""The last person is never lost, and nobody is made of a sum, a signature or a heading."""

import pytest

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Mức 2", "BHYT"]


def person(number: object, name: str, mark: str = "x", born: str = "05/06/1990") -> list[object]:
    return [number, name, born, mark, "x"]


def test_a_list_with_signatures_keeps_its_last_person_and_no_signer(read_rows):
    read = read_rows(
        [
            HEAD,
            person(1, "Lê Văn An"),
            person(2, "Trần Thị Bông"),
            [],
            ["", "", "Vĩnh Gia, ngày 2 tháng 6 năm 2026"],
            ["", "Người lập bảng", "", "HIỆU TRƯỞNG"],
            ["", "(Ký, ghi rõ họ tên)", "", "(Ký tên và đóng dấu)"],
            [],
            ["", "Ngô Thị Lập", "", "Trần Văn Trưởng"],
        ]
    )
    assert read.names == ["Lê Văn An", "Trần Thị Bông"]


@pytest.mark.parametrize(
    "total",
    [
        ["", "Tổng cộng", "2 người"],
        ["Tổng cộng", "", "", 2, 2],
        ["", "Cộng: 2"],
        ["Cộng trang 1", "", "", 2, 1],
        ["", "Danh sách này có 2 người"],
        ["Ấn định danh sách gồm 02 người./."],
        ["", "Tổng số: 02"],
        ["", "Tỷ lệ (%)", "", 100, 50],
    ],
)
def test_a_sum_is_nobody(read_rows, total):
    read = read_rows([HEAD, person(1, "Lê Văn An"), person(2, "Trần Thị Bông"), total])
    assert read.names == ["Lê Văn An", "Trần Thị Bông"]
    assert read.nameless == []


def test_each_printed_page_repeats_its_header_and_carries_its_sum(read_rows):
    read = read_rows(
        [
            ["TRƯỜNG MẦM NON HOA SEN"],
            HEAD,
            person(1, "Lê Văn An"),
            ["", "Cộng trang 1", "", 1],
            ["TRƯỜNG MẦM NON HOA SEN"],
            HEAD,
            person(2, "Trần Thị Bông"),
            ["", "Trang 2/2"],
            person(3, "Tô Văn Cảnh"),
        ]
    )
    assert read.names == ["Lê Văn An", "Trần Thị Bông", "Tô Văn Cảnh"]
    assert read.departments == [None, None, None]
    assert len(read.reading.tables) == 1


def test_numbers_of_columns_below_the_header_are_nobody(read_rows):
    assert read_rows([HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)"], person(1, "Lê Văn An")]).names == ["Lê Văn An"]
    assert read_rows([HEAD, ["A", "B", 1, 2, "3=1+2"], person(1, "Lê Văn An")]).names == ["Lê Văn An"]


def test_department_rows_name_the_department_of_the_people_below(read_rows):
    read = read_rows(
        [
            HEAD,
            ["I", "Bộ phận Khám bệnh"],
            person(1, "Lê Văn An"),
            ["II. TỔ VĂN PHÒNG (2 người)"],
            person(2, "Trần Thị Bông"),
            ["B", "Giáo viên"],
            person(3, "Tô Văn Cảnh"),
            [1, "Phòng Kinh tế"],
            person(4, "Đỗ Thị Dung"),
        ]
    )
    assert list(zip(read.names, read.departments, strict=True)) == [
        ("Lê Văn An", "Bộ phận Khám bệnh"),
        ("Trần Thị Bông", "Tổ Văn phòng"),
        ("Tô Văn Cảnh", "Giáo viên"),
        ("Đỗ Thị Dung", "Phòng Kinh tế"),
    ]


def test_family_names_that_spell_like_departments_are_people(read_rows):
    """Trương and trường, Tô and tổ, Đoàn and đoàn fold alike; the row holds a name and nothing else."""
    alone = ["Trương Thị Hiền", "Tô Văn Cảnh", "Đoàn Thị Bé"]
    read = read_rows([HEAD, *(["", name] for name in alone), person(4, "Lê Văn An")])
    assert read.names == [*alone, "Lê Văn An"]
    assert read.departments == [None] * 4


def test_the_head_of_the_school_stands_in_the_list_and_signs_nothing(read_rows):
    read = read_rows(
        [
            ["Họ và tên", "Chức vụ", "Mức 2"],
            ["Trương Thị Hiền", "Hiệu trưởng", ""],
            ["Lê Văn An", "Giáo viên", "x"],
            ["Tô Văn Cảnh", "Kế toán", ""],
        ]
    )
    assert read.names == ["Trương Thị Hiền", "Lê Văn An", "Tô Văn Cảnh"]


def test_a_note_between_pages_is_no_department(read_rows):
    read = read_rows(
        [
            HEAD,
            person(1, "Lê Văn An"),
            ["Ghi chú: đánh dấu x vào ô đã thực hiện"],
            ["", "Trang 1/2"],
            person(2, "Trần Thị Bông"),
        ]
    )
    assert read.departments == [None, None]


def test_several_tables_on_one_sheet_each_under_its_department(read_rows):
    read = read_rows(
        [
            ["1. Bộ phận Khám bệnh"],
            HEAD,
            person(1, "Lê Văn An"),
            [],
            ["2. Bộ phận Dược"],
            HEAD,
            person(1, "Trần Thị Bông"),
        ]
    )
    assert read.departments == ["Bộ phận Khám bệnh", "Bộ phận Dược"]


def test_data_that_names_nobody_is_reported_and_a_lone_number_is_not(read_rows):
    read = read_rows([HEAD, person(1, "Lê Văn An"), [2, "", "", "x", "x"], ["", "", "05/06/1990", "x", ""], [4]])
    assert [row.row for row in read.nameless] == [3, 4]
    assert read.codes == ["no_name", "no_name"]
    assert read.problems[0].cell == "B3"


def test_a_person_without_a_number_is_kept(read_rows):
    assert read_rows([HEAD, person(1, "Lê Văn An"), person("", "Trần Thị Bông")]).names == [
        "Lê Văn An",
        "Trần Thị Bông",
    ]


def test_people_after_a_signature_in_the_middle_are_kept(read_rows):
    read = read_rows(
        [HEAD, person(1, "Lê Văn An"), ["", "Người lập bảng"], ["", "Ngô Thị Lập"], person(2, "Tô Văn Cảnh")]
    )
    assert read.names == ["Lê Văn An", "Tô Văn Cảnh"]


def test_rows_are_numbered_as_the_spreadsheet_shows_them(read_rows):
    read = read_rows([[], [], ["", "", *HEAD], [], ["", "", *person(1, "Lê Văn An", born="31/02/1990")]])
    assert read.reading.tables[0].header_row == 3
    assert read.reading.rows[0].row == 5
    assert read.problems[0].cell == "E5"


def test_what_is_merged_over_several_people_is_said_of_each(read_rows):
    head = ["STT", "Họ và tên", "Bộ phận", "Mức 2"]
    rows = [head, [1, "Lê An", "Khoa Dược", "x"], [2, "Lê Bông", None, "x"], [3, "Lê Cảnh", "Khoa Nội", "x"]]
    assert read_rows(rows, merged=["C2:C3"]).departments == ["Khoa Dược", "Khoa Dược", "Khoa Nội"]


def test_a_department_written_for_the_first_of_its_people_only(read_rows):
    head = ["STT", "Họ và tên", "Tổ", "Mức 2"]
    tos = ["Toán", "", "", "Văn", "", ""]
    read = read_rows([head, *([n, f"Lê Văn {'ABCDEG'[n]}n", to, "x"] for n, to in enumerate(tos))])
    assert read.departments == ["Toán"] * 3 + ["Văn"] * 3


def test_a_blank_department_among_repeated_ones_says_nothing(read_rows):
    head = ["STT", "Họ và tên", "Tổ", "Mức 2"]
    read = read_rows(
        [head, *([n, f"Lê Văn {'ABCD'[n]}n", to, "x"] for n, to in enumerate(["Toán", "Toán", "", "Văn"]))]
    )
    assert read.departments == ["Toán", "Toán", None, "Văn"]
