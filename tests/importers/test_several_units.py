"""One file of several units: whose each row is, by a column, a sub-heading, a block with titles, or a sheet."""

from itertools import count

import pytest

from store.receiving.plan import Reading

A, B, C = "Trường Tiểu học A Tri Tôn", "Trường THCS Núi Tô", "Hội Phụ nữ xã Tri Tôn"
HEADS = ["STT", "Họ và tên", "Ngày sinh", "Định danh mức 2"]


def people(*names: str) -> list[list[object]]:
    numbers = count(1)
    return [[next(numbers), name, f"0{len(name) % 9 + 1}/02/1980", "x"] for name in names]


def by_unit(reading: Reading) -> dict[str | None, list[str]]:
    return {
        part.unit: [person.full_name for number in part.rows if (person := reading.rows[number].person)]
        for part in reading.parts
    }


WHOSE = {A: ["Lê Văn An", "Trần Thị Bé"], B: ["Chau Sóc Kha"], C: ["Néang Sâm Ết"]}

TITLE = [["UBND XÃ TRI TÔN"], ["DANH SÁCH CÁN BỘ"]]


def column() -> list[list[object]]:
    rows = [[*row, unit] for unit, names in WHOSE.items() for row in people(*names)]
    return [*TITLE, [*HEADS, "Đơn vị"], *rows]


def column_named_once() -> list[list[object]]:
    both = {A: ["Lê Văn An", "Trần Thị Bé", "Lý Tư"], B: ["Chau Sóc Kha", "Chau Ly", "Hồ Năm"]}
    rows = [[*row, unit if not at else None] for unit, names in both.items() for at, row in enumerate(people(*names))]
    return [*TITLE, [*HEADS, "Đơn vị"], *rows]


def sections() -> list[list[object]]:
    parts = enumerate(WHOSE.items())
    rows = [
        row for at, (unit, names) in parts for row in ([f"{['I', 'II', 'III'][at]}. {unit.upper()}"], *people(*names))
    ]
    return [*TITLE, HEADS, *rows]


def sections_with_departments() -> list[list[object]]:
    return [
        *TITLE,
        HEADS,
        ["I", A.upper()],
        ["1. Tổ Văn phòng"],
        *people("Lê Văn An"),
        ["2. Tổ Tự nhiên"],
        *people("Trần Thị Bé"),
        ["II", B.upper()],
        *people("Chau Sóc Kha"),
        ["III", C.upper()],
        *people("Néang Sâm Ết"),
    ]


def numbered_units() -> list[list[object]]:
    parts = enumerate(WHOSE.items(), 1)
    return [*TITLE, HEADS, *(row for at, (unit, names) in parts for row in ([at, unit], *people(*names)))]


def blocks() -> list[list[object]]:
    return [
        row
        for unit, names in WHOSE.items()
        for row in ([f"Đơn vị: {unit}"], ["DANH SÁCH"], HEADS, *people(*names), ["Người lập bảng"], [None])
    ]


def headed_sections() -> list[list[object]]:
    parts = enumerate(WHOSE.items())
    rows = [
        row
        for at, (unit, names) in parts
        for row in ([f"{['I', 'II', 'III'][at]}. {unit.upper()}"], HEADS, *people(*names))
    ]
    return [*TITLE, *rows]


@pytest.mark.parametrize(
    "sheet", [column, sections, sections_with_departments, numbered_units, blocks, headed_sections]
)
def test_each_row_is_of_its_unit(read_rows, sheet) -> None:
    reading = read_rows(sheet()).reading
    assert {unit.casefold() if unit else None: names for unit, names in by_unit(reading).items()} == {
        unit.casefold(): names for unit, names in WHOSE.items()
    }
    assert reading.unit is None
    assert reading.several_units


def test_a_name_that_stands_once_is_of_all_below_it(read_rows) -> None:
    assert {unit: len(names) for unit, names in by_unit(read_rows(column_named_once()).reading).items()} == {A: 3, B: 3}


def test_a_blank_among_named_rows_is_nobodys(read_rows) -> None:
    rows = column()
    rows[4][4] = None
    assert by_unit(read_rows(rows).reading)[None] == ["Trần Thị Bé"]


def test_a_sheet_a_unit(read_rows) -> None:
    sheets = {"TH A Tri Tôn": [HEADS, *people("Lê Văn An")], "THCS Núi Tô": [HEADS, *people("Chau Sóc Kha")]}
    assert by_unit(read_rows(sheets).reading) == {"TH A Tri Tôn": ["Lê Văn An"], "THCS Núi Tô": ["Chau Sóc Kha"]}


def test_departments_of_one_unit_are_no_units(read_rows) -> None:
    rows = [["Trạm Y tế xã Tri Tôn"], HEADS, ["I. Khoa Dược"], *people("Lê Văn An"), ["II. Khoa Nội"], *people("Lý Tư")]
    assert read_rows(rows).reading.parts == ()
    rooms = {"Khoa Dược": [HEADS, *people("Lê Văn An")], "Khoa Nội": [HEADS, *people("Lý Tư")]}
    assert read_rows(rooms).reading.parts == ()


def test_sheets_of_months_the_newest_counts_and_the_others_are_told(read_rows) -> None:
    sheets = {
        "Tháng 4": [["Đơn vị: " + A], HEADS, *people("Lê Văn An", "Trần Thị Bé")],
        "Tháng 5": [["Đơn vị: " + A], HEADS, *people("Lê Văn An")],
    }
    reading = read_rows(sheets).reading
    assert [row.person.full_name for row in reading.rows if row.person] == ["Lê Văn An"]
    assert reading.unit == A
    remark = "Tệp có nhiều kỳ: chỉ lấy trang mới nhất “Tháng 5”, không lấy trang “Tháng 4”; 1 người chỉ có ở trang cũ"
    assert any(line.startswith(remark) for line in reading.remarks)


@pytest.mark.parametrize(
    ("names", "newest"),
    [
        (["T12", "T1"], "T1"),
        (["Tuần 22", "Tuần 21"], "Tuần 22"),
        (["15.6.2026", "8.6.2026"], "15.6.2026"),
        (["Tháng 12.2025", "Tháng 1.2026"], "Tháng 1.2026"),
        (["04.2026", "06.2026", "05.2026"], "06.2026"),
        (["1-2026", "12-2025"], "1-2026"),
        (["2025_12", "2026_02", "2026_01"], "2026_02"),
        (["DS 05.2026", "DS 04.2026"], "DS 05.2026"),
        (["Tuan 3 (19-6)", "Tuan 2 (12-6)", "Tuan 1 (05-6)"], "Tuan 3 (19-6)"),
        (["Tuần 4 T5", "Tuần 1 T6"], "Tuần 1 T6"),
        (["BC tuần 2 tháng 6", "BC tuần 3 tháng 6"], "BC tuần 3 tháng 6"),
    ],
)
def test_which_sheet_is_the_newest(read_rows, names: list[str], newest: str) -> None:
    reading = read_rows({name: [HEADS, *people("Lê Văn An")] for name in names}).reading
    assert [table.sheet for table in reading.tables] == [newest]


def test_classes_of_a_year_are_no_months(read_rows) -> None:
    reading = read_rows({"Lớp 4 2026": [HEADS, *people("Lê Văn An")], "Lớp 5 2026": [HEADS, *people("Lý Tư")]}).reading
    assert [row.person.full_name for row in reading.rows if row.person] == ["Lê Văn An", "Lý Tư"]


def test_sheets_of_other_heads_are_no_months_of_one_list(read_rows) -> None:
    sheets = {"T4": [HEADS, *people("Lê Văn An")], "T5": [["Họ và tên", "BHYT", "Mức 2"], ["Trần Thị Bé", "x", "x"]]}
    assert len(read_rows(sheets).reading.rows) == 2


@pytest.mark.parametrize("form", ["T{}", "Đợt {}", "Trang {}"])
def test_numbered_sheets_of_different_people_are_one_list(read_rows, form: str) -> None:
    sheets = {form.format(n): [HEADS, *people(name)] for n, name in enumerate(("Lê Văn An", "Trần Thị Bé"), 1)}
    reading = read_rows(sheets).reading
    assert [(row.person.full_name, row.department) for row in reading.rows] == [
        ("Lê Văn An", None),
        ("Trần Thị Bé", None),
    ]
    if form != "Trang {}":
        assert any("ghi những người khác nhau nên đọc như một danh sách" in remark for remark in reading.remarks)


def test_numbered_sheets_of_the_same_people_are_rounds(read_rows) -> None:
    reading = read_rows(
        {"T1": [HEADS, *people("Lê Văn An", "Lý Tư")], "T2": [HEADS, *people("Lê Văn An", "Trần Thị Bé")]}
    ).reading
    assert [row.person.full_name for row in reading.rows] == ["Lê Văn An", "Trần Thị Bé"]


def test_a_title_that_says_the_month_makes_rounds_of_numbered_sheets(read_rows) -> None:
    sheets = {f"T{n}": [[f"Tháng {n} năm 2026"], HEADS, *people(name)] for n, name in ((5, "Lý Tư"), (6, "Lê Văn An"))}
    assert [row.person.full_name for row in read_rows(sheets).reading.rows] == ["Lê Văn An"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["Đơn vị: Trường THCS Núi Tô"], ["Đơn vị: Trạm Y tế xã An Cư"]),
        (["", "Đơn vị: Trường THCS Núi Tô"], ["", "Đơn vị: Trạm Y tế xã An Cư"]),
        (["DANH SÁCH TRƯỜNG THCS NÚI TÔ"], ["DANH SÁCH TRẠM Y TẾ XÃ AN CƯ"]),
        (["Trường THCS Núi Tô - Hiệu trưởng: Lê Văn Ba"], ["Trạm Y tế xã An Cư - Trưởng trạm: Lê Văn Tư"]),
        (["Trường THCS Núi Tô", "", "", "Tổng: 1"], ["Trạm Y tế xã An Cư", "", "", "Tổng: 1"]),
    ],
)
def test_a_row_that_says_the_unit_in_other_words_opens_its_part(read_rows, first: list[str], second: list[str]) -> None:
    head = ["STT", "Họ và tên", "Năm sinh", "Mức 2"]
    rows = [["UBND XÃ TRI TÔN"], head, first, [1, "Lê Văn An", 1980, "x"], second, [1, "Trần Thị Bé", 1981, "x"]]
    parts = read_rows(rows).reading.parts
    assert [(part.unit, len(part.rows)) for part in parts] == [("Trường THCS Núi Tô", 1), ("Trạm Y tế xã An Cư", 1)]


def test_schools_are_units_by_their_short_names_too(read_rows) -> None:
    head = ["STT", "Họ và tên", "Năm sinh", "Mức 2"]
    rows = [["UBND XÃ TRI TÔN"], head, ["THCS Núi Tô"], [1, "Lê Văn An", 1980, "x"]]
    rows += [["TYT An Cư"], [1, "Trần Thị Bé", 1981, "x"]]
    assert [part.unit for part in read_rows(rows).reading.parts] == ["THCS Núi Tô", "TYT An Cư"]


def test_sheets_of_several_units_are_no_departments(read_rows) -> None:
    head = ["STT", "Họ và tên", "Năm sinh", "Mức 2"]
    sheets = {
        "TH Lạc Quới": [["TRƯỜNG TIỂU HỌC LẠC QUỚI"], head, [1, "Lê Văn An", 1980, "x"]],
        "HTX": [["HỢP TÁC XÃ NÔNG NGHIỆP LẠC QUỚI"], head, [1, "Trần Thị Bé", 1981, "x"]],
    }
    reading = read_rows(sheets).reading
    assert len(reading.parts) == 2
    assert {"TH Lạc Quới", "HTX"}.isdisjoint(row.department for row in reading.rows)


BOARDS = ["Ban Nhân dân ấp Tân Thành", "Ban Nhân dân ấp An Lợi"]


def test_a_line_below_the_people_opens_no_part_and_hides_no_unit(read_rows) -> None:
    rows = [[A.upper()], HEADS, [f"{BOARDS[0]}: 1 người"], *people("Lê Văn An"), [f"{BOARDS[1]}: 1 người"]]
    rows += [*people("Lý Tư"), [None, "Số máy trực: 0912 345 678"], [None, "Người liên hệ: Trần Thị Bé"]]
    assert by_unit(read_rows(rows).reading) == {BOARDS[0]: ["Lê Văn An"], BOARDS[1]: ["Lý Tư"]}


@pytest.mark.parametrize(
    "contact", ["Số điện thoại liên hệ: 0912 345 678", "Người liên hệ: cô Bé", "Đầu mối: Trần Thị Bé", "Email: a@b.vn"]
)
def test_a_contact_line_opens_no_department(read_rows, contact: str) -> None:
    rows = [["Trạm Y tế xã Tri Tôn"], HEADS, ["Khoa Dược"], *people("Lê Văn An"), [None, contact], *people("Lý Tư")]
    assert [row.department for row in read_rows(rows).reading.rows] == ["Khoa Dược", "Khoa Dược"]


def test_an_agency_among_other_lines_in_the_list_of_a_school_is_asked_about(read_rows) -> None:
    rows = [[A.upper()], HEADS, [BOARDS[0]], *people("Lê Văn An"), ["Tổ xe"], *people("Lý Tư")]
    reading = read_rows(rows).reading
    assert reading.unit is None
    assert any(f"“{BOARDS[0]}”: không rõ là đơn vị riêng" in remark for remark in reading.remarks)
