"""Cards one below the other, lists without heads, several fields in one cell, lists of other people than the staff."""

import pytest

from store.receiving.ledger import Fate, Part
from store.receiving.plan import FileKind
from tests.importers.try_layouts import filled_cells

PEOPLE = [
    ("Lê Văn An", "01/02/1980", "089080000123", "Đã", "Chưa"),
    ("Trần Thị Bé", "15/03/1985", "089185000456", "Đã", "Đã"),
    ("Chau Sóc Kha", "20/11/1990", "089090000789", "Chưa", "Chưa"),
    ("Néang Sâm Ết", "05/06/1995", "089195000321", "Chưa", "Đã"),
]
LABELS = ("Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2", "Tích hợp BHYT")
DAYS = ["1980-02-01", "1985-03-15", "1990-11-20", "1995-06-05"]


def beside(pairs):
    return [[f"{label}:", value] for label, value in pairs]


def without_colon(pairs):
    return [list(pair) for pair in pairs]


def in_one_cell(pairs):
    return [[f"{label}: {value}"] for label, value in pairs]


def numbered(pairs):
    return [[number, label, value] for number, (label, value) in enumerate(pairs, 1)]


def in_two_columns(pairs):
    flat = [cell for label, value in pairs for cell in (f"{label}:", value)]
    return [flat[at : at + 4] for at in range(0, len(flat), 4)]


@pytest.mark.parametrize("card", [beside, without_colon, in_one_cell, numbered, in_two_columns])
@pytest.mark.parametrize("title", [["PHIẾU KHAI CÁ NHÂN"], None])
@pytest.mark.parametrize("above", [[["BƯU ĐIỆN XÃ LÊ TRÌ"], [None]], []])
def test_a_card_a_person(save, read, card, title, above) -> None:
    rows = list(above)
    for person in PEOPLE:
        rows += [*([title] if title else []), *card(list(zip(LABELS, person, strict=True))), [None]]
    path = save(rows)
    found = read(path)
    assert found.names == [name for name, *_ in PEOPLE]
    assert [person.birth_date for person in found.people] == DAYS
    assert [person.citizen_id for person in found.people] == [card for _, _, card, *_ in PEOPLE]
    assert found.states("level2_account") == ["done", "done", "todo", "todo"]
    assert found.states("bhyt_linked") == ["todo", "done", "todo", "done"]
    assert found.departments == [None] * 4
    assert found.reading.unit == ("Bưu điện xã Lê Trì" if above else None)
    assert found.reading.ledger.cells == filled_cells(path)
    assert any("mỗi người một phiếu" in remark for remark in found.reading.remarks)


@pytest.mark.parametrize("at", [0, 2, 3])
def test_a_given_name_that_is_a_word_of_a_head_too_is_a_name(read_rows, at) -> None:
    people = [*PEOPLE]
    people[at] = ("Mai Trọng Phong", *PEOPLE[at][1:])
    found = read_rows([row for person in people for row in (*beside(list(zip(LABELS, person, strict=True))), [None])])
    assert found.names == [name for name, *_ in people]
    assert [person.birth_date for person in found.people] == DAYS


def test_cards_without_labels_in_common_are_no_list(read_rows) -> None:
    rows = [[cell] for at, (name, *_) in enumerate(PEOPLE) for cell in (f"Họ và tên: {name}", f"Ghi chú {at}: ok")]
    reading = read_rows(rows).reading
    assert (reading.kind, reading.rows) == (FileKind.UNREADABLE, ())
    assert any("mỗi người một dòng" in remark for remark in reading.remarks)


def test_lists_with_few_columns_are_no_cards(read_rows) -> None:
    rows = [[f"{part}. Tổ {part}", None] for part in ("I", "II")]
    heads = ["Họ và tên nhân viên", "SỐ CCCD/ĐDCN"]
    people = [[name, card] for name, _, card, *_ in PEOPLE]
    found = read_rows([rows[0], heads, *people[:2], rows[1], heads, *people[2:]])
    assert found.names == [name for name, *_ in PEOPLE]
    assert not any("phiếu" in remark for remark in found.reading.remarks)


def test_a_list_without_heads_is_known_by_its_cells(save, read) -> None:
    path = save([[at, name, day, card, "x"] for at, (name, day, card, *_) in enumerate(PEOPLE, 1)])
    found = read(path)
    assert found.names == [name for name, *_ in PEOPLE]
    assert [person.birth_date for person in found.people] == DAYS
    assert [person.states for person in found.people] == [{}] * 4
    assert found.reading.ledger.cells == filled_cells(path)
    assert found.reading.ledger.count(Fate.REPORTED) == 4


def test_dates_that_no_number_bears_out_are_asked_about(read_rows) -> None:
    rows = [[name, day, None] for name, day, *_ in PEOPLE]
    found = read_rows(rows)
    assert found.names == [name for name, *_ in PEOPLE]
    assert [person.birth_date for person in found.people] == [None] * 4
    assert [str(doubt.proposed) for doubt in found.reading.doubts] == ["birth_date"]


@pytest.mark.parametrize("sign", [" - ", "; ", "\n", " | ", ", "])
def test_lines_pasted_from_a_chat(save, read, sign: str) -> None:
    lines = [[f"{at}. {sign.join((name, day, card, 'đã mức 2'))}"] for at, (name, day, card, *_) in enumerate(PEOPLE)]
    path = save([["Dạ em gửi danh sách"], *lines, ["Hết rồi ạ"]])
    found = read(path)
    assert found.names == [name for name, *_ in PEOPLE]
    assert [person.birth_date for person in found.people] == DAYS
    assert [person.citizen_id for person in found.people] == [card for _, _, card, *_ in PEOPLE]
    assert [person.states for person in found.people] == [{}] * 4
    assert [str(doubt.proposed) for doubt in found.reading.doubts] == ["state.level2_account"]
    assert found.reading.ledger.cells == filled_cells(path)


def test_several_fields_below_one_head(save, read) -> None:
    rows = [[at, f"{name}\n{day}\n{card}", "x"] for at, (name, day, card, *_) in enumerate(PEOPLE, 1)]
    path = save([["TRƯỜNG THCS NÚI TÔ"], ["TT", "Họ tên, ngày sinh, số CCCD", "Định danh mức 2"], *rows])
    found = read(path)
    assert found.names == [name for name, *_ in PEOPLE]
    assert [person.birth_date for person in found.people] == DAYS
    assert found.states("level2_account") == ["done"] * 4
    assert found.reading.ledger.cells == filled_cells(path)


STAFF = [
    ["TRƯỜNG TIỂU HỌC B NÚI TÔ"],
    ["TT", "Họ và tên", "Ngày sinh", "Chức vụ", "Số CCCD", "Định danh mức 2"],
    *([at, name, day, "Giáo viên", card, "x"] for at, (name, day, card, *_) in enumerate(PEOPLE[:2], 1)),
]


def others(title: str, head: str):
    rows = [[at, name, day, card, "x"] for at, (name, day, card, *_) in enumerate(PEOPLE[2:], 1)]
    return [[title], ["TT", head, "Ngày sinh", "Số CCCD", "Định danh mức 2"], *rows]


@pytest.mark.parametrize(
    ("sheet", "title", "head"),
    [
        ("Trang 2", "DANH SÁCH HỌC SINH LỚP 5A", "Họ và tên"),
        ("HS 12A1", "LỚP 12A1", "Họ và tên"),
        ("Nghi viec", "NĂM 2026", "Họ và tên"),
        ("Trang 2", "DANH SÁCH HỘ DÂN ẤP AN HÒA", "Họ và tên"),
        ("Trang 2", "TỔNG HỢP", "Họ và tên người dân"),
        ("Trang 2", "DANH SÁCH NGƯỜI PHỤ THUỘC", "Họ và tên"),
    ],
)
def test_a_sheet_of_other_people_is_passed_over_by_name(save, read, sheet: str, title: str, head: str) -> None:
    path = save({"Danh sách": STAFF, sheet: others(title, head)})
    found = read(path)
    assert found.names == ["Lê Văn An", "Trần Thị Bé"]
    assert any(f"“{sheet}”: 2 người là" in remark for remark in found.reading.remarks)
    entries = [entry for entry in found.reading.ledger.entries if entry.part is Part.OTHERS]
    assert sum(entry.cells for entry in entries) == 10
    assert found.reading.ledger.cells == filled_cells(path)


def test_citizens_alone_are_no_staff(read_rows) -> None:
    reading = read_rows(others("DANH SÁCH NGƯỜI DÂN ẤP AN HÒA", "Họ và tên công dân")).reading
    assert reading.kind is FileKind.UNREADABLE
    assert "không phải cán bộ" in reading.message


def test_pupils_alone_are_taken_and_told(read_rows) -> None:
    children = [
        [1, "Lê Văn An", "01/02/2014", "089214000001", "x"],
        [2, "Trần Thị Bé", "03/04/2014", "089314000002", ""],
    ]
    heads = ["TT", "Họ và tên", "Ngày sinh", "Số CCCD", "BHYT"]
    found = read_rows([["TRƯỜNG THCS NÚI TÔ"], ["DANH SÁCH HỌC SINH LỚP 6A"], heads, *children])
    assert found.names == ["Lê Văn An", "Trần Thị Bé"]
    assert any("có vẻ là danh sách học sinh, trẻ em; vẫn nhận cả 2 người" in remark for remark in found.reading.remarks)


def test_in_a_column_of_kinship_whoever_is_no_kin_is_of_the_unit(read_rows) -> None:
    kin = ["Viên chức", "Vợ", "Hợp đồng", "Con"]
    rows = [[name, is_, day, card, "x"] for (name, day, card, *_), is_ in zip(PEOPLE, kin, strict=True)]
    found = read_rows([["TRƯỜNG THCS NÚI TÔ"], ["Họ và tên", "Quan hệ", "Ngày sinh", "Số CCCD", "Mức 2"], *rows])
    assert found.names == ["Lê Văn An", "Chau Sóc Kha"]


def test_staff_are_staff_whatever_else_a_title_says(read_rows) -> None:
    title = "DANH SÁCH GIÁO VIÊN CHỦ NHIỆM VÀ SỐ HỌC SINH"
    assert read_rows({"Danh sách": STAFF, "GVCN": others(title, "Họ và tên")}).names == [name for name, *_ in PEOPLE]


def test_relatives_are_known_by_the_column_of_kinship(read_rows) -> None:
    kin = ["Bản thân", "Vợ", "Bản thân", "Mẹ vợ"]
    rows = [[name, is_, day, card, "x"] for (name, day, card, *_), is_ in zip(PEOPLE, kin, strict=True)]
    found = read_rows([["CÔNG AN XÃ NÚI TÔ"], ["Họ và tên", "Là", "Ngày sinh", "Số CCCD", "Định danh mức 2"], *rows])
    assert found.names == ["Lê Văn An", "Chau Sóc Kha"]
    assert any("dòng 4, 6 là người thân" in remark for remark in found.reading.remarks)


@pytest.mark.parametrize("line", ["Cộng Tổ Thu phí", "Toàn đơn vị: 10 người", "Cộng khoa Dược"])
def test_sums_of_a_part_are_nobody(read_rows, line: str) -> None:
    assert read_rows([*STAFF, [None, line, None, None, 4, None]]).names == ["Lê Văn An", "Trần Thị Bé"]


def test_the_longer_name_in_the_title_is_the_whole_name(read_rows) -> None:
    above = [["UBND XÃ BA CHÚC"], ["TRẠM Y TẾ"], ["BẢNG THEO DÕI CBVC TRẠM Y TẾ XÃ BA CHÚC"]]
    assert (read_rows([*above, *STAFF[1:]]).reading.unit or "").upper() == "TRẠM Y TẾ XÃ BA CHÚC"


def test_a_column_of_an_earlier_month_is_never_the_one_that_is_read(read_rows) -> None:
    rows = [[name, day, "Chưa", "Đã"] for name, day, *_ in PEOPLE]
    found = read_rows([["Họ và tên", "Ngày sinh", "VNeID mức 2 (tháng 5)", "VNeID mức 2"], *rows])
    assert "todo" not in found.states("level2_account")
    assert [doubt.head for doubt in found.reading.doubts] == ["VNeID mức 2"]


def test_a_title_that_reads_like_a_name_is_not_the_first_person(read_rows) -> None:
    title = ["TRƯỜNG MẪU GIÁO BÌNH CHƠN"]
    heads = ["STT", "Họ và têm", "Ngày sihn", "Số CCDC", "Định doanh mức 2"]
    people = [[at, name, day, card, "có"] for at, (name, day, card, *_) in enumerate(PEOPLE, 1)]
    # heads that nobody knows are heads: it is not a list without heads
    assert read_rows([title, heads, *people]).reading.kind is FileKind.UNREADABLE


def _of_kinds(head: str, *kinds: str) -> list[list[object]]:
    names = ["Lê Văn An", "Trần Thị Bé", "Nguyễn Văn Cò", "Phạm Thị Dung", "Võ Văn Em"]
    heads = ["STT", "Họ và tên", "Ngày sinh", head, "VNeID mức 2", "Sổ SKĐT"]
    people = zip(names, kinds, strict=False)
    rows = [[n + 1, name, "01/02/1980", kind, "Đã", "Chưa"] for n, (name, kind) in enumerate(people)]
    return [["TRƯỜNG TIỂU HỌC BA XOÀI"], ["DANH SÁCH THỰC HIỆN ĐỊNH DANH ĐIỆN TỬ"], heads, *rows]


@pytest.mark.parametrize("kin", [("Con", "Vợ"), ("Chồng", "Mẹ vợ")])
def test_kin_beside_staff_in_one_column_are_left_out_and_staff_stay(read_rows, kin: tuple[str, str]) -> None:
    reading = read_rows(_of_kinds("Thành phần", "Viên chức", kin[0], "Viên chức", kin[1], "Viên chức"))
    assert reading.names == ["Lê Văn An", "Nguyễn Văn Cò", "Võ Văn Em"]
    assert any("dòng 5, 7 là người thân theo cột “Thành phần”" in remark for remark in reading.reading.remarks)


@pytest.mark.parametrize("head", ["Đối tượng", "Chức danh", "Thành phần"])
def test_pupils_beside_teachers_in_one_column_are_left_out(read_rows, head: str) -> None:
    reading = read_rows(_of_kinds(head, "Giáo viên", "Học sinh", "Nhân viên", "Học sinh lớp 5A"))
    assert reading.names == ["Lê Văn An", "Nguyễn Văn Cò"]
    assert any(f"dòng 5, 7 là học sinh theo cột “{head}”" in remark for remark in reading.reading.remarks)


def test_pupils_alone_are_taken_as_before(read_rows) -> None:
    reading = read_rows(_of_kinds("Đối tượng", "Học sinh", "Học sinh", "Học sinh"))
    assert len(reading.names) == 3


def test_dates_as_a_spreadsheet_counts_them_make_nobody_a_child(read_rows) -> None:
    head = ["STT", "Họ và tên", "Chức vụ", "Ngày sinh", "VNeID mức 2"]
    staff = [[1, "Lê Văn An", "Giáo viên", "32076", "Đã"], [2, "Trần Thị Bé", "Kế toán", "32011", "Chưa"]]
    others = [[1, "Võ Văn Cò", "Bảo vệ", "01/02/1980", "Đã"]]
    first, second = (
        [["TRƯỜNG THCS NÚI TÔ"], ["Tổ Toán"], head, *others],
        [[], ["Tổ Ngữ văn"], [*head[:4], "Mức 2"], *staff],
    )
    assert len(read_rows([*first, *second]).names) == 3
