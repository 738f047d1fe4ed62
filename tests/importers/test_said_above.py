"""What stands above people holds for all below: titles, sheets, sub-headings; lists that go on; lines that are nobody."""

import pytest

from store.receiving.doubt import Evidence

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "VNeID mức 2", "BHYT"]
PEOPLE = [
    [1, "Lê Văn An", "12/03/1980", "089080000001", "x", "x"],
    [2, "Trần Thị Bé", "05/11/1981", "089181000002", "x", "x"],
    [3, "Phạm Văn Cường", "28/02/1990", "089090000003", "x", "Chưa"],
]
UNIT = ["Đơn vị: Trường THCS Núi Tô"]
NAMES = [row[1] for row in PEOPLE]
BARE = [row[:4] for row in PEOPLE]


def test_a_title_alone_is_asked_about(read_rows):
    title = "DANH SÁCH CÁN BỘ CHƯA KÍCH HOẠT ĐỊNH DANH MỨC 2"
    read = read_rows([UNIT, [title], HEAD[:4], *BARE])
    assert [person.states for person in read.people] == [{}] * 3
    [doubt] = read.reading.doubts
    assert (doubt.head, doubt.proposed, doubt.speaks_for) == (title, "state.level2_account", (Evidence.GROUP,))
    assert doubt.cells == 3


def test_a_title_that_is_confirmed_holds_for_everybody(save, read):
    from importers.reading import read_file
    from tests.importers.conftest import ITEMS

    path = save([UNIT, ["DANH SÁCH CÁN BỘ CHƯA KÍCH HOẠT ĐỊNH DANH MỨC 2"], HEAD[:4], *BARE])
    [doubt] = read(path).reading.doubts
    again = read_file(path, items=ITEMS, corrections={doubt.fingerprint: {doubt.place: doubt.proposed}})
    assert [str(row.person.states["level2_account"]) for row in again.rows if row.person] == ["todo"] * 3
    assert again.doubts == ()


@pytest.mark.parametrize(
    "sheets",
    [
        {"Đã": [UNIT, ["DANH SÁCH ĐÃ KÍCH HOẠT MỨC 2"], HEAD[:4], *BARE[:2]],
         "Chưa": [["DANH SÁCH CHƯA KÍCH HOẠT MỨC 2"], HEAD[:4], *BARE[2:]]},
        {"Đã có mức 2": [UNIT, ["DANH SÁCH CÁN BỘ"], HEAD[:4], *BARE[:2]],
         "Chưa có mức 2": [["DANH SÁCH CÁN BỘ"], HEAD[:4], *BARE[2:]]},
        {"DS": [UNIT, ["KẾT QUẢ KÍCH HOẠT ĐỊNH DANH MỨC 2"], HEAD[:4], ["I", "ĐÃ KÍCH HOẠT"], *BARE[:2],
                ["II", "CHƯA KÍCH HOẠT"], *BARE[2:]]},
        {"DS": [UNIT, HEAD[:4], ["I. Đã kích hoạt mức 2"], *BARE[:2], ["II. Chưa kích hoạt mức 2"], *BARE[2:]]},
    ],
)  # fmt: skip
def test_where_both_sides_are_said_they_hold(read_rows, sheets):
    read = read_rows(sheets)
    assert read.states("level2_account") == ["done", "done", "todo"]
    assert read.departments == [None] * 3
    assert read.reading.doubts == ()


def test_a_list_goes_on_on_a_sheet_without_heads(read_rows):
    rest = [[4, "Võ Thị Dung", "01/09/1988", "089188000004", "x", "Chưa"]]
    read = read_rows({"Trang 1": [UNIT, HEAD, *PEOPLE], "Trang 2": rest})
    assert read.names == [*NAMES, "Võ Thị Dung"]
    assert read.states("bhyt_linked") == ["done", "done", "todo", "todo"]
    assert any("Trang 2" in remark and "Trang 1" in remark for remark in read.reading.remarks)


@pytest.mark.parametrize(
    "line",
    [
        ["", "Cộng", "", "", 2, 2],
        ["", "Mang sang trang sau", "", "", 2, 1],
        ["Chuyển trang sau", "", "", "", 2, 1],
        ["", "Trang trước chuyển sang", "", "", 2, 2],
        ["VD", "Nguyễn Văn A", "01/01/1990", "079090001234", "x", "x"],
        ["Ví dụ", "Trần Thị Mẫu", "01/01/1990", "079190001234", "x", "x"],
        ["", "VD: Nguyễn Văn A", "01/01/1990", "079090001234", "x", "x"],
        ["", "Ghi chữ in hoa có dấu", "dd/mm/yyyy", "Ghi đủ 12 số", "Đánh x", "Đánh x"],
        ["", "(Viết in hoa)", "(dd/mm/yyyy)", "(12 số)", "(x)", "(x)"],
    ],
)
@pytest.mark.parametrize("at", [0, 1, 3])
def test_lines_that_are_nobody(read_rows, line, at: int):
    assert read_rows([UNIT, HEAD, *PEOPLE[:at], line, *PEOPLE[at:]]).names == NAMES


@pytest.mark.parametrize(
    ("titles", "unit"),
    [
        ([["UBND XÃ TRI TÔN"], ["TRƯỜNG TIỂU HỌC"], ["A TRI TÔN"]], "Trường Tiểu học A Tri Tôn"),
        ([["TRƯỜNG TIỂU HỌC\nA TRI TÔN"]], "Trường Tiểu học A Tri Tôn"),
        ([["SỞ Y TẾ AN GIANG"], ["TRẠM Y TẾ"], ["XÃ VĨNH GIA"]], "Trạm Y tế xã Vĩnh Gia"),
        ([["Đơn vị: Trường Tiểu học\nA Tri Tôn"]], "Trường Tiểu học A Tri Tôn"),
        (
            [["TRƯỜNG MẦM NON", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["HOA SEN", "Độc lập - Tự do"]],
            "Trường Mầm non Hoa Sen",
        ),
        ([["UBND XÃ TRI TÔN\nTRẠM Y TẾ"]], "Trạm Y tế"),
        ([["TRƯỜNG PHỔ THÔNG DÂN TỘC NỘI TRÚ\nTHCS AN CƯ"]], "Trường Phổ thông Dân tộc Nội trú THCS An Cư"),
        ([["UBND XÃ Ô LÂM"], ["TRUNG TÂM HỌC TẬP"], ["CỘNG ĐỒNG XÃ Ô LÂM"]], "Trung tâm Học tập Cộng đồng xã Ô Lâm"),
        ([["Mã đơn vị 89107"], ["Trường THCS Núi Tô"]], "Trường THCS Núi Tô"),
        ([["Đơn vị: 89107 - Trường THCS Núi Tô"]], "Trường THCS Núi Tô"),
        ([["Mã đơn vị: 89107"]], None),
        ([["TRẠM Y TẾ XÃ VĨNH GIA"], ["BỘ PHẬN DƯỢC"]], "Trạm Y tế xã Vĩnh Gia"),
    ],
)
def test_the_name_of_the_unit_over_two_lines(read_rows, titles, unit):
    assert read_rows([*titles, ["DANH SÁCH CÁN BỘ"], HEAD, *PEOPLE]).reading.unit == unit


def test_choices_in_one_cell(read_rows):
    question = "Anh/chị đã thực hiện những nội dung nào?"
    cells = ["Thẻ CCCD, Thẻ BHYT trên VNeID, Sổ sức khỏe điện tử", "Thẻ CCCD, Thẻ BHYT trên VNeID", ""]
    read = read_rows(
        [UNIT, [*HEAD[1:4], question], *([*row[1:4], cell] for row, cell in zip(PEOPLE, cells, strict=True))]
    )
    assert read.states("bhyt_linked") == ["done", "done", None]
    assert read.states("health_book") == ["done", "todo", None]
    assert read.states("digital_signature") == [None] * 3


@pytest.mark.parametrize("place", ["(khuyết, chờ tuyển)", "Chưa có người", "Vị trí trống", "Còn thiếu 1 kế toán"])
def test_a_place_that_nobody_fills(read_rows, place: str):
    read = read_rows([UNIT, HEAD, *PEOPLE, [4, place, "", "", "", ""]])
    assert read.names == NAMES


@pytest.mark.parametrize("names", ["La Minh Thuận\nLa Văn Thủy", "Danh Út; Neang Sa", "Châu Kim Sang và Kim Thị Hoa"])
def test_two_people_in_one_cell_are_told(read_rows, names: str):
    born, numbers = "26/12/2002\n18/06/1974", "089202016787\n089074000200"
    read = read_rows([UNIT, HEAD, *PEOPLE, [4, names, born, numbers, "x", "x"]])
    assert read.names == NAMES
    assert read.codes == ["two_names"]


def test_two_numbers_in_one_cell_are_told(read_rows):
    read = read_rows([UNIT, HEAD, *PEOPLE, [4, "Lê Thị\nNgọc Mai", "1990", "089190000007\n089190000008", "x", "x"]])
    assert read.names == [*NAMES, "Lê Thị Ngọc Mai"]
    assert read.people[-1].citizen_id is None
    assert read.codes == ["citizen_id_not_number"]


def test_a_name_with_lost_letters_is_told(read_rows):
    read = read_rows([UNIT, HEAD, *PEOPLE, [4, "H? Thúy Ki?u", "1990", "089190000007", "x", "x"]])
    assert read.codes == ["name_damaged"]


@pytest.mark.parametrize("head", ["Ngày, nơi sinh", "Năm sinh, nơi sinh", "Ngày sinh và quê quán", "Sinh ngày, tại"])
def test_a_birth_date_with_its_place(read_rows, head: str):
    heads = [*HEAD[:2], head, *HEAD[3:]]
    people = [[*row[:2], f"{row[2]} tại Tri Tôn", *row[3:]] for row in PEOPLE]
    read = read_rows([UNIT, heads, *people])
    assert [person.birth_date for person in read.people] == ["1980-03-12", "1981-11-05", "1990-02-28"]
    assert read.people[0].note == "tại Tri Tôn"


@pytest.mark.parametrize("repeated", [True, False])
def test_a_line_for_each_item(read_rows, repeated: bool):
    def lines(row, *states):
        named = row[1:4]
        return [[*(named if at == 0 or repeated else [""] * 3), *line] for at, line in enumerate(states)]

    an = lines(
        PEOPLE[0], ["Thẻ CCCD", "Đã", ""], ["VNeID mức 2", "Chưa", "Mất SIM"], ["Thẻ BHYT trên VNeID", "Chưa", ""]
    )
    be = lines(PEOPLE[1], ["Thẻ CCCD", "Đã", ""], ["VNeID mức 2", "Đã", ""], ["Thẻ BHYT trên VNeID", "Chưa", ""])
    read = read_rows([UNIT, ["Họ và tên", "Ngày sinh", "Số CCCD", "Nội dung", "Kết quả", "Ghi chú"], *an, *be])
    assert read.names == NAMES[:2]
    assert [person.citizen_id for person in read.people] == ["089080000001", "089181000002"]
    assert read.states("cccd") == ["done", "done"]
    assert read.states("level2_account") == ["todo", "done"]
    assert read.states("bhyt_linked") == ["todo", "todo"]
    assert read.departments == [None, None]
    assert [person.note for person in read.people] == ["Mất SIM", None]
    ledger = read.reading.ledger
    assert ledger.cells == sum(bool(cell) for row in [UNIT, [1] * 6, *an, *be] for cell in row)


def test_columns_of_items_without_a_word_are_told(read_rows):
    read = read_rows([UNIT, HEAD, *([*row[:4], "", ""] for row in PEOPLE)])
    assert any("VNeID mức 2" in remark and "màu" in remark for remark in read.reading.remarks)
    assert not any("màu" in remark for remark in read_rows([UNIT, HEAD, *PEOPLE]).reading.remarks)


@pytest.mark.parametrize(("done", "todo"), [("Đã tích hợp BHYT", "Chưa tích hợp BHYT"), ("BHYT xong", "BHYT chưa")])
def test_sheets_that_say_the_state_of_an_item_beside_another(read_rows, done: str, todo: str):
    heads = HEAD[:5]
    read = read_rows(
        {done: [UNIT, heads, *(row[:5] for row in PEOPLE[:2])], todo: [heads, *(row[:5] for row in PEOPLE[2:])]}
    )
    assert read.states("bhyt_linked") == ["done", "done", "todo"]
    assert read.states("level2_account") == ["done", "done", "done"]
    assert any("BHYT" in remark and "phía trên" in remark for remark in read.reading.remarks)


def test_a_sheet_that_says_one_side_is_asked_about_beside_other_items(read_rows):
    read = read_rows({"Chưa tích hợp BHYT": [UNIT, HEAD[:5], *(row[:5] for row in PEOPLE)]})
    assert read.states("bhyt_linked") == [None] * 3
    assert [doubt.proposed for doubt in read.reading.doubts] == ["state.bhyt_linked"]


@pytest.mark.parametrize(
    ("cell", "state"),
    [("Tất cả", "done"), ("Đã làm hết rồi", "done"), ("Đủ", "done"), ("Cả 3", "done"), ("Xong hết rồi ạ", "done"),
     ("Chưa làm gì", "todo"), ("Không có gì", "todo"), ("Chưa có mục nào", "todo"), ("Không", "todo")],
)  # fmt: skip
def test_all_or_none_of_the_choices(read_rows, cell: str, state: str):
    question = "Anh/chị đã thực hiện những nội dung nào?"
    cells = ["Thẻ BHYT trên VNeID, Sổ sức khỏe điện tử", "Thẻ BHYT trên VNeID", cell]
    read = read_rows(
        [UNIT, [*HEAD[1:4], question], *([*row[1:4], text] for row, text in zip(PEOPLE, cells, strict=True))]
    )
    assert (read.states("bhyt_linked")[2], read.states("health_book")[2]) == (state, state)
    assert read.codes == []


@pytest.mark.parametrize("cell", ["1, 3", "Thẻ BHYT trên VNeID, cái kia nữa", "Nhờ cháu làm giùm"])
def test_choices_that_are_not_clear_leave_the_others_open(read_rows, cell: str):
    question = "Anh/chị đã thực hiện những nội dung nào?"
    cells = ["Thẻ BHYT trên VNeID, Sổ sức khỏe điện tử", "Thẻ BHYT trên VNeID", cell]
    read = read_rows(
        [UNIT, [*HEAD[1:4], question], *([*row[1:4], text] for row, text in zip(PEOPLE, cells, strict=True))]
    )
    assert read.states("health_book") == ["done", "todo", None]
    assert "state_not_understood" in read.codes


@pytest.mark.parametrize(
    ("cell", "state"),
    [("Không thiếu việc nào", "done"), ("Đã xong hết", "done"), ("Đủ", "done"), ("Không", "done"), ("Tất cả", "todo")],
)
def test_all_or_none_of_what_is_lacking(read_rows, cell: str, state: str):
    question = "Anh/chị chưa làm được những nội dung nào?"
    cells = ["Thẻ BHYT trên VNeID, Sổ sức khỏe điện tử", "Thẻ BHYT trên VNeID", cell]
    read = read_rows(
        [UNIT, [*HEAD[1:4], question], *([*row[1:4], text] for row, text in zip(PEOPLE, cells, strict=True))]
    )
    assert (read.states("bhyt_linked")[2], read.states("health_book")[2]) == (state, state)
