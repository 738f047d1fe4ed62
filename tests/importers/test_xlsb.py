"""Binary workbooks (.xlsb), written record by record as MS-XLSB says, since no library of ours writes them."""

import struct
import zipfile
from pathlib import Path

from importers.grids.workbook import read_workbook

# MS-XLSB 2.3: the records of a workbook and of a sheet that a plain list needs
ROW_HEADER, CELL_RK, CELL_BOOL, CELL_REAL, CELL_TEXT, FORMULA_TEXT = 0x00, 0x02, 0x04, 0x05, 0x06, 0x08
BEGIN_SHEET, END_SHEET, BEGIN_DATA, END_DATA, DIMENSION = 0x81, 0x82, 0x91, 0x92, 0x94
BEGIN_BOOK, END_BOOK, BEGIN_SHEETS, END_SHEETS, SHEET, CALCULATION = 0x83, 0x84, 0x8F, 0x90, 0x9C, 0x9D


def record(kind: int, payload: bytes = b"") -> bytes:
    """Kind and size in 7 bits a byte, the lowest first; the payload."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, sizes = len(payload), b""
    while size >= 0x80:
        sizes += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + sizes + bytes([size]) + payload


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column: int, value: object) -> bytes:
    begin = struct.pack("<II", column, 0)
    if isinstance(value, bool):
        return record(CELL_BOOL, begin + bytes([value]))
    if isinstance(value, int):
        return record(CELL_RK, begin + struct.pack("<i", value << 2 | 2))
    if isinstance(value, float):
        return record(CELL_REAL, begin + struct.pack("<d", value))
    text = str(value)
    if text.startswith("="):
        return record(FORMULA_TEXT, begin + wide(text[1:]) + struct.pack("<HII", 0, 0, 0))
    return record(CELL_TEXT, begin + wide(text))


def save_xlsb(path: Path, sheets: dict[str, list[list[object]]], hidden: str = "") -> Path:
    index = record(BEGIN_BOOK) + record(BEGIN_SHEETS)
    relations = ""
    with zipfile.ZipFile(path, "w") as archive:
        for number, (title, rows) in enumerate(sheets.items(), 1):
            index += record(SHEET, struct.pack("<II", title == hidden, number) + wide(f"rId{number}") + wide(title))
            relations += f'<Relationship Id="rId{number}" Type="worksheet" Target="worksheets/sheet{number}.bin"/>'
            last = max(map(len, rows)) - 1
            data = record(BEGIN_SHEET) + record(DIMENSION, struct.pack("<4I", 0, len(rows) - 1, 0, last))
            data += record(BEGIN_DATA)
            for place, row in enumerate(rows):
                data += record(ROW_HEADER, struct.pack("<I", place) + bytes(13))
                data += b"".join(cell(column, value) for column, value in enumerate(row) if value is not None)
            archive.writestr(f"xl/worksheets/sheet{number}.bin", data + record(END_DATA) + record(END_SHEET))
        archive.writestr("xl/workbook.bin", index + record(END_SHEETS) + record(CALCULATION) + record(END_BOOK))
        archive.writestr("xl/_rels/workbook.bin.rels", f"<Relationships>{relations}</Relationships>")
        archive.writestr("[Content_Types].xml", "<Types/>")
    return path


PEOPLE: list[list[object]] = [
    ["TRẠM Y TẾ XÃ TRI TÔN"],
    ["STT", "Họ và tên", "Năm sinh", "Số CCCD", "Định danh mức 2"],
    [1, "Nguyễn Thị Ánh", 1984, "089184001234", "x"],
    [2, "=Lê Văn Đức", 1990.0, "089090001234", None],
]


def test_a_list_in_a_binary_workbook(tmp_path, read):
    found = read(save_xlsb(tmp_path / "danh sách.xlsb", {"Danh sách": PEOPLE}))
    assert found.names == ["Nguyễn Thị Ánh", "Lê Văn Đức"]
    assert [person.birth_date for person in found.people] == ["1984", "1990"]
    assert [person.citizen_id for person in found.people] == ["089184001234", "089090001234"]
    assert found.states("level2_account") == ["done", "todo"]
    assert found.reading.unit == "Trạm Y tế xã Tri Tôn"
    assert found.reading.remarks == ()


def test_a_date_without_its_format_is_told(tmp_path, read):
    """calamine gives a whole number of such a file as a number, whatever its format says."""
    rows = [["Họ và tên", "Ngày sinh", "Mức 2"], ["Lê Văn An", 29371, "x"]]
    found = read(save_xlsb(tmp_path / "danh sách.xlsb", {"Danh sách": rows}))
    assert found.people[0].birth_date == "1980-05-30"
    assert found.codes == ["birth_date_from_number"]


def test_hidden_sheets_and_odd_cells(tmp_path):
    path = save_xlsb(tmp_path / "t.xlsb", {"Một": [[True, 1.5, -3]], "Hai": [["ẩn"]]}, hidden="Hai")
    first, second = read_workbook(path)
    assert (first.sheet, first.hidden, first.rows) == ("Một", False, [[True, 1.5, -3.0]])
    assert (second.sheet, second.hidden, second.rows) == ("Hai", True, [["ẩn"]])


def test_a_binary_workbook_cut_within_a_record(tmp_path, read):
    path = save_xlsb(tmp_path / "t.xlsb", {"Danh sách": PEOPLE})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.bin"] = parts["xl/worksheets/sheet1.bin"][:-40]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert "hỏng" in read(path).reading.message
