"""Every filled cell of a file is read, passed over by name, or told; the three come to all of them."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from store.receiving.ledger import Fate, Part
from store.receiving.plan import Reading
from tests.importers.try_layouts import filled_cells, written


@settings(max_examples=250, derandomize=True)
@given(st.integers(0, 10**9))
def test_the_ledger_of_any_file_comes_to_its_filled_cells(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = written(seed, Path(folder))
        reading = made.read()
        cells = filled_cells(made.path)
    assert reading.ledger.cells == cells, (seed, made.writer, made.book.notes)
    assert all(entry.cells > 0 for entry in reading.ledger.entries), (seed, made.writer)
    people = sum(entry.cells for entry in reading.ledger.entries if entry.part is Part.COLUMN)
    assert people >= len(reading.rows), "a row without a cell"


LIST = [
    ["DANH SÁCH"],
    ["Đơn vị: Trường THCS Núi Tô"],
    ["STT", "Họ và tên", "Ngày sinh", "Mức 2", "Quê quán", "Mã lạ"],
    [1, "Lê Văn An", "01/02/1980", "x", "Tri Tôn", "k1"],
    [2, "Trần Thị Bé", "31/02/1985", "Chưa", None, "k2"],
    ["Tổng cộng", None, None, 1],
    [None, "Người lập bảng"],
]


def by_head(reading: Reading) -> dict[tuple[str, str], int]:
    return {(entry.head or entry.part.value, entry.fate.value): entry.cells for entry in reading.ledger.entries}


def test_what_became_of_each_column_and_of_what_stands_around_the_list(read_rows) -> None:
    reading = read_rows(LIST).reading
    assert by_head(reading) == {
        ("above", "read"): 2,
        ("heads", "read"): 6,
        ("STT", "read"): 2,
        ("Họ và tên", "read"): 2,
        ("Ngày sinh", "read"): 1,
        ("Ngày sinh", "told"): 1,
        ("Mức 2", "read"): 2,
        ("Quê quán", "passed_over"): 1,
        ("Mã lạ", "told"): 2,
        ("sums", "passed_over"): 2,
        ("below", "passed_over"): 1,
    }
    ledger = reading.ledger
    assert [ledger.count(fate) for fate in Fate] == [15, 4, 3]
    assert ledger.cells == 22


def test_a_value_merged_over_several_people_stands_in_the_file_once(save, read) -> None:
    path = save([["Họ và tên", "Năm sinh", "Khoa"], ["Lê Văn An", 1980, "Khoa Dược"], ["Trần Bé", 1981, None]])
    book = load_workbook(path)
    book.active.merge_cells("C2:C3")
    book.save(path)
    reading = read(path).reading
    assert [row.department for row in reading.rows] == ["Khoa Dược", "Khoa Dược"]
    assert by_head(reading)[("Khoa", "read")] == 1


def test_a_row_between_people_that_nothing_is_known_of_is_told(read_rows) -> None:
    row = [None, "01/02", None, "? ? ?"]
    read = read_rows([*LIST[:4], row, *LIST[4:]]).reading
    assert by_head(read)[("unknown", "told")] == 2
    assert "Trang “Sheet1”: chưa đọc dòng 5: không rõ ghi gì. Hãy xem lại" in read.remarks


def test_a_hidden_sheet_and_one_without_a_list_are_passed_over_by_name(save, read) -> None:
    path = save({"DS": LIST, "Cũ": LIST, "Hướng dẫn": [["Mỗi tổ một trang"]]})
    book = load_workbook(path)
    book["Cũ"].sheet_state = "hidden"
    book.save(path)
    others = {entry.sheet: entry for entry in read(path).reading.ledger.entries if entry.sheet != "DS"}
    assert {sheet: (entry.part, entry.cells) for sheet, entry in others.items()} == {
        "Cũ": (Part.HIDDEN, 22),
        "Hướng dẫn": (Part.NO_LIST, 1),
    }


def test_a_file_without_a_list_is_told_as_a_whole(read_rows) -> None:
    ledger = read_rows([["Kính gửi"], ["Nội dung", "ba"]]).reading.ledger
    assert (ledger.cells, ledger.count(Fate.REPORTED)) == (3, 3)


def test_somebody_without_a_name_is_told_with_all_their_cells(read_rows) -> None:
    reading = read_rows([*LIST[:4], [2, None, "01/03/1985", "x", None, None], *LIST[5:]]).reading
    assert by_head(reading)[("Ngày sinh", "told")] == 1
    assert by_head(reading)[("STT", "told")] == 1


def test_cells_to_the_right_of_all_heads_are_told(tmp_path, read) -> None:
    path = tmp_path / "a.csv"
    rows = ["Đơn vị: Trường THCS Núi Tô", "STT,Họ và tên,Năm sinh,Mức 2", "1,Lê Văn An,1980,x,,lạ", "2,Lý Tư,1981,x"]
    path.write_text("\n".join(rows), encoding="utf-8")
    reading = read(path).reading
    assert reading.ledger.cells == filled_cells(path)
    assert by_head(reading)[("beside", "told")] == 1
    assert any("chưa đọc 1 ô ở bên phải bảng" in remark for remark in reading.remarks)
