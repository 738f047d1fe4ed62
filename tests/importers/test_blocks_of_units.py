"""Lists of several units on one sheet, each below a title of its own: whose people they are, or a question."""

from itertools import count

import pytest

from store.receiving.plan import Reading

HEADS = ["TT", "Họ và tên", "Năm sinh", "Số CCCD", "Định danh mức 2"]
SWAPPED = ["TT", "Họ và tên", "Số CCCD", "Năm sinh", "Định danh mức 2"]
NAMES = ["Lê Văn An", "Trần Thị Bé", "Chau Sóc Kha", "Néang Sâm Ết", "Phạm Thu Hà", "Võ Ngọc Ý", "Đinh Thị Cẩm"]
BOARDS = ["BAN NHÂN DÂN ẤP TÂN THÀNH", "BAN NHÂN DÂN ẤP TÂN HIỆP", "BAN NHÂN DÂN ẤP TÂN ĐỊNH"]
COMPANIES = ["CÔNG TY TNHH MAY TÂN CHÂU", "HỢP TÁC XÃ VĨNH BÌNH"]
SCHOOLS = ["TRƯỜNG TIỂU HỌC A NÚI TÔ", "TRẠM Y TẾ XÃ NÚI TÔ", "CÔNG AN XÃ NÚI TÔ"]
UNIONS = ["HỘI NÔNG DÂN XÃ", "HỘI LHPN XÃ", "ĐOÀN THANH NIÊN XÃ"]


def people(first: int, *, swapped: bool = False) -> list[list[object]]:
    rows: list[list[object]] = []
    for number, name in enumerate(NAMES[first : first + 2], 1):
        year = 1970 + first + number
        card = f"089{'0' if number % 2 else '1'}{year % 100}{first:03}{number:03}"
        rows.append([number, name, card, year, "x"] if swapped else [number, name, year, card, "x"])
    return rows


def blocks(titles: list[str], *above: str, repeated: bool = True, swapped: bool = False, listed: bool = False):
    rows: list[list[object]] = [[line] for line in above]
    if not repeated:
        rows.append(HEADS)
    for at, title in enumerate(titles):
        other = swapped and at == 1
        rows += [[None], [title], *([["DANH SÁCH CÁN BỘ"]] if listed else [])]
        rows += [*([SWAPPED if other else HEADS] if repeated else []), *people(2 * at, swapped=other)]
    return rows


def whose(reading: Reading) -> list[str | None]:
    found = {number: part.unit for part in reading.parts for number in part.rows}
    return [(found.get(number) or "").upper() or None for number in range(len(reading.rows))]


def twice(names: list[str]) -> list[str]:
    return [name for name in names for _ in range(2)]


@pytest.mark.parametrize("titles", [BOARDS, COMPANIES, SCHOOLS])
@pytest.mark.parametrize("above", [(), ("UBND XÃ NÚI TÔ",), ("UBND XÃ NÚI TÔ", "DANH SÁCH CÁN BỘ")])
@pytest.mark.parametrize("form", [{}, {"repeated": False}, {"swapped": True}, {"listed": True}])
def test_each_block_is_of_the_unit_above_it(read_rows, titles: list[str], above: tuple[str, ...], form) -> None:
    reading = read_rows(blocks(titles, *above, **form)).reading
    assert whose(reading) == twice(titles)
    assert not {row.department for row in reading.rows} - {part.unit for part in reading.parts} - {None}
    assert [row.person.citizen_id is not None for row in reading.rows if row.person] == [True] * len(twice(titles))


def test_a_numbered_line_that_says_the_unit(read_rows) -> None:
    titles = ["1. Đơn vị: Công ty TNHH May Tân Châu", "2. Đơn vị: Hợp tác xã Vĩnh Bình"]
    assert whose(read_rows(blocks(titles)).reading) == twice(["CÔNG TY TNHH MAY TÂN CHÂU", "HỢP TÁC XÃ VĨNH BÌNH"])


def test_the_title_of_each_list_names_its_unit(read_rows) -> None:
    titles = ["DANH SÁCH GIÁO VIÊN TRƯỜNG TIỂU HỌC A NÚI TÔ", "DANH SÁCH VIÊN CHỨC TRẠM Y TẾ XÃ NÚI TÔ"]
    assert whose(read_rows(blocks(titles)).reading) == twice(["TRƯỜNG TIỂU HỌC A NÚI TÔ", "TRẠM Y TẾ XÃ NÚI TÔ"])


@pytest.mark.parametrize("repeated", [True, False])
def test_unions_alone_may_be_units_or_parts_of_one(read_rows, repeated: bool) -> None:
    reading = read_rows(blocks(UNIONS, "UBMTTQ XÃ TÂN LẬP", "DANH SÁCH", repeated=repeated)).reading
    assert (reading.unit, reading.parts, reading.several_units) == (None, (), True)
    assert any("“Hội LHPN xã”" in remark and "đơn vị riêng hay bộ phận" in remark for remark in reading.remarks)


@pytest.mark.parametrize(
    ("unit", "rooms"),
    [
        ("UBND XÃ TÂN LẬP", ["PHÒNG KINH TẾ", "PHÒNG VĂN HÓA - XÃ HỘI", "VĂN PHÒNG HĐND VÀ UBND"]),
        ("TRẠM Y TẾ XÃ TÂN LẬP", ["KHOA NỘI", "KHOA NGOẠI"]),
        ("TRẠM Y TẾ XÃ TÂN LẬP", ["TỔ Y TẾ ẤP TÂN THÀNH", "TỔ Y TẾ ẤP TÂN HIỆP"]),
    ],
)
def test_rooms_of_one_unit_are_no_units(read_rows, unit: str, rooms: list[str]) -> None:
    reading = read_rows(blocks(rooms, unit)).reading
    assert (reading.unit or "").upper() == unit
    assert reading.parts == ()
    assert [(row.department or "").upper() for row in reading.rows] == twice(rooms)


def test_lists_beside_each_other_with_two_lines_above(read_rows) -> None:
    wide = [*HEADS, None, *HEADS]
    rows = [[*one, None, *other] for one, other in zip(people(0), people(2), strict=True)]
    above = [[SCHOOLS[0], *[None] * 5, SCHOOLS[1]], ["DANH SÁCH", *[None] * 5, "DANH SÁCH"]]
    assert whose(read_rows([*above, wide, *rows]).reading) == twice(SCHOOLS[:2])


@pytest.mark.parametrize("head", ["Số TT trong đơn vị", "STT theo trường", "Thứ tự trong cơ quan", "Mã"])
@pytest.mark.parametrize("merged", [True, False])
def test_the_number_within_a_unit_is_no_unit(save, read, head: str, merged: bool) -> None:
    numbers = count(4)
    rows: list[list[object]] = [["UBND XÃ NÚI TÔ"], ["TỔNG HỢP"], ["TT", "Tên đơn vị", head, *HEADS[1:]]]
    areas = []
    for at, unit in enumerate(SCHOOLS[:2]):
        for place, person in enumerate(people(2 * at)):
            next(numbers)
            rows.append([None if place else at + 1, None if place else unit, *person])
        areas += [f"A{4 + 2 * at}:A{5 + 2 * at}", f"B{4 + 2 * at}:B{5 + 2 * at}"] if merged else []
    reading = read(save(rows, merged=areas)).reading
    assert whose(reading) == twice(SCHOOLS[:2])
    assert not any((row.department or "").isdigit() for row in reading.rows)


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("HỘI LHPN XÃ", "Hội LHPN xã"),
        ("HỘI CCB XÃ Ô LÂM", "Hội CCB xã Ô Lâm"),
        ("TRƯỜNG TH-THCS A", "Trường TH-THCS A"),
        ("BAN CHQS XÃ VĨNH TẾ", "Ban CHQS xã Vĩnh Tế"),
    ],
)
def test_letters_that_make_no_syllable_stay_capitals(read_rows, name: str, spelt: str) -> None:
    assert read_rows([[name], HEADS, *people(0)]).reading.unit == spelt


PARTS = ["TT", "Họ tên, cấp bậc", None, "Số CCCD", "VNeID (mức 2)", None]
BELOW = [None, "Họ tên", "CB", None, "Rồi", "Chưa"]


def test_heads_below_a_group_of_the_name_are_nobody(read_rows) -> None:
    rows = [[number, name, "4/", card, "x", None] for number, name, _, card, _ in people(0)]
    read = read_rows([PARTS, BELOW, *rows])
    assert read.names == NAMES[:2]
    assert read.states("level2_account") == ["done", "done"]


@pytest.mark.parametrize(
    "below",
    [
        [None, "Chữ in hoa", "Năm", "Số", None],
        [None, "Họ tên", "Năm", "12 số", "Tích x"],
        [None, "Viết có dấu", None, "Đủ 12 chữ số", None],
        [None, "Chữ in hoa", None, None, None],
        [None, "Tên", None, "Số", None],
        [None, "Ghi rõ họ, chữ đệm và tên", None, None, None],
        ["A", "B", "C", "D", "1"],
        ["VD", "Nguyễn Văn A", "1985", "089085001234", "x"],
    ],
)
def test_a_line_below_the_heads_is_nobody_and_no_department(read_rows, below: list[object]) -> None:
    read = read_rows([["Trường THCS Núi Tô"], HEADS, below, *people(0)])
    assert read.names == NAMES[:2]
    assert read.departments == [None, None]


@pytest.mark.parametrize("title", [["ĐƠN VỊ : UBND\nXÃ Ô LÂM"], ["ĐƠN VỊ : UBND", "XÃ Ô LÂM"]])
def test_a_name_that_goes_on_in_the_next_line_is_whole(read_rows, title: list[str]) -> None:
    heads = ["TT", "Họ và tên", "Ngày sinh", "Mức 2"]
    one = [*([line] for line in title), ["DANH SÁCH"], heads, [1, "Lê Văn An", 1990, "x"]]
    other = [["UBND XÃ CÔ TÔ"], ["DANH SÁCH"], heads, [1, "Tô Văn Bình", 1991, "x"]]
    assert whose(read_rows({"Tổ 1": one, "Tổ 2": other}).reading) == ["UBND XÃ Ô LÂM", "UBND XÃ CÔ TÔ"]
