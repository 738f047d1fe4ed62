"""Sentences around a list that say of all, or of some by name, who has an item: told, not passed over."""

import pytest

from store.receiving.ledger import Fate, Part
from tests.importers.try_layouts import filled_cells

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chức vụ"]
LIST = [
    HEADS,
    [1, "Lê Văn An", "01/02/1980", "089080000123", "Giáo viên"],
    [2, "Trần Thị Bé", "15/03/1985", "089185000456", "Giáo viên"],
    [3, "Chau Sóc Kha", "20/11/1990", "089090000789", "Bảo vệ"],
]
SAID = [
    "Tất cả các đồng chí đã kích hoạt định danh mức 2.",
    "Toàn bộ giáo viên trên đã có VNeID mức 2; riêng cô Bé chưa tích hợp BHYT",
    "100% cán bộ đã tích hợp BHYT và có sổ sức khỏe điện tử",
    "Các anh/chị có tên trên đều chưa có chữ ký số",
    "Ghi chú: 3/3 người đã tích hợp thẻ BHYT",
    "Lê Văn An và Chau Sóc Kha chưa kích hoạt mức 2",
    "Danh sách trên đều đã có VNeID mức 2 và BHYT",
    "Những người còn lại đã tích hợp BHYT trên VNeID",
    "Cả 3 người đã có mức 2",
    "STT 2 chưa tích hợp BHYT",
]
SILENT = [
    "Danh sách này có 3 người",
    "Người lập bảng đã ký",
    "Đề nghị các đồng chí chưa có mức 2 đến tất cả các điểm cấp",
    "Ghi chú: x: đã có mức 2; để trống: chưa có",
    "DANH SÁCH TOÀN BỘ CÁN BỘ ĐÃ CÓ VÀ CHƯA CÓ MỨC 2, BHYT",
    "Kết quả tích hợp thẻ BHYT trên VNeID",
    "Tất cả đã được tập huấn",
    "(cột thiếu: ghi mục chưa có trong 2 mục mức 2, BHYT; đủ tất cả thì ghi Đủ)",
]


def remarks(found) -> list[str]:
    return [remark for remark in found.reading.remarks if "ngoài bảng" in remark]


@pytest.mark.parametrize("sentence", SAID)
@pytest.mark.parametrize("near", [True, False])
def test_below_a_list(save, read, sentence, near) -> None:
    path = save([["TRƯỜNG THCS NÚI TÔ"], *LIST, *([] if near else [[None]]), [sentence], ["Người lập bảng"]])
    found = read(path)
    assert len(found.people) == 3
    assert all(person.states == {} for person in found.people)
    [remark] = remarks(found)
    assert f"“{sentence}”" in remark
    assert found.reading.ledger.cells == filled_cells(path)
    assert [entry.cells for entry in found.reading.ledger.entries if entry.part is Part.UNKNOWN] == [1]
    assert found.reading.ledger.count(Fate.REPORTED) == 1


def test_above_a_list_that_has_a_column_of_the_item(read_rows) -> None:
    rows = [[*HEADS, "Mức 2"], *([*row, "x"] for row in LIST[1:])]
    sentence = "Tất cả giáo viên dưới đây đã có VNeID mức 2 và BHYT"
    found = read_rows([["TRƯỜNG THCS NÚI TÔ"], [sentence], *rows])
    [remark] = remarks(found)
    assert sentence in remark
    assert found.states("level2_account") == ["done"] * 3


def test_a_number_in_it_is_covered(read_rows) -> None:
    found = read_rows([*LIST, ["Tất cả đã có mức 2, riêng 089185000456 chưa tích hợp BHYT"]])
    [remark] = remarks(found)
    assert "089185000456" not in remark


@pytest.mark.parametrize("text", SILENT)
@pytest.mark.parametrize("above", [True, False])
def test_what_says_nothing_of_anybody(read_rows, text, above) -> None:
    found = read_rows([["TRƯỜNG THCS NÚI TÔ"], [text], *LIST] if above else [["TRƯỜNG THCS NÚI TÔ"], *LIST, [text]])
    assert remarks(found) == []


def test_what_is_asked_as_a_column_is_not_told_twice(read_rows) -> None:
    found = read_rows([["Tất cả cán bộ dưới đây đã có VNeID mức 2"], *LIST])
    assert [doubt.proposed for doubt in found.reading.doubts] == ["state.level2_account"] or remarks(found)
    assert not (found.reading.doubts and remarks(found))


MARKED = [
    ["STT", "Họ và tên", "Năm sinh", "VNeID mức 2", "BHYT"],
    [1, "Lê Thị Cúc", 1980, "x", "x"],
    [2, "Trần Văn Hùng", 1981, "x", "x"],
    [3, "Chau Bằng", 1982, "x", "x"],
    [4, "Võ Thị Lan", 1983, "x", "x"],
    [5, "Phạm Ngọc Lan", 1984, "x", "x"],
]


@pytest.mark.parametrize(
    ("sentence", "row", "item"),
    [
        ("Ghi chú: cô Cúc BHYT chưa tích hợp được do sai ngày sinh", 0, "bhyt_linked"),
        ("- Đ/c Bằng chưa kích hoạt mức 2", 2, "level2_account"),
        ("(Thầy Hùng chưa tích hợp BHYT)", 1, "bhyt_linked"),
        ("Lưu ý: Thầy Hùng đang bị khóa tài khoản VNeID", 1, "level2_account"),
        ("Ghi chú: thầy Hùng VNeID mới mức 1.", 1, "level2_account"),
        ("Có 01 đồng chí chưa tích hợp BHYT (đ/c Hùng)", 1, "bhyt_linked"),
        ("Cô Ngọc Lan chưa tích hợp BHYT", 4, "bhyt_linked"),
    ],
)
def test_a_given_name_that_one_person_has_withholds_the_item(read_rows, sentence, row, item) -> None:
    found = read_rows([["TRƯỜNG THCS NÚI TÔ"], *MARKED, [None], [sentence]])
    missing = [
        (at, key)
        for at, p in enumerate(found.people)
        for key in ("level2_account", "bhyt_linked")
        if key not in p.states
    ]
    assert missing == [(row, item)]
    assert found.codes == ["note_contradicts"]
    assert len(remarks(found)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Cô Lan chưa tích hợp BHYT",
        "Trường hợp thầy Hùng đang xin nghỉ việc.",
        "Thầy Hùng đã chuyển trường từ 1/6",
    ],
)
def test_a_given_name_that_decides_nothing_is_told(read_rows, sentence) -> None:
    found = read_rows([["TRƯỜNG THCS NÚI TÔ"], *MARKED, [None], [sentence]])
    assert all(len(person.states) == 2 for person in found.people)
    assert len(remarks(found)) == 1


@pytest.mark.parametrize(
    "text", ["Cô Cúc", "Người lập: cô Cúc", "Có Hùng dự họp chưa BHYT", "Đề nghị cô Cúc nộp BHYT chưa có"]
)
def test_a_given_name_in_another_line_is_not_told(read_rows, text) -> None:
    found = read_rows([["TRƯỜNG THCS NÚI TÔ"], *MARKED, [None], [text]])
    assert remarks(found) == []
    assert all(len(person.states) == 2 for person in found.people)
