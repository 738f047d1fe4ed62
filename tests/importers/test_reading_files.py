"""Whatever a unit sends: the same people out of every kind of file, and a clear word for what cannot be read."""

import os
import zipfile
from pathlib import Path

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from importers.grids.files import expand_paths
from importers.grids.legacy_text import from_tcvn3
from importers.intake import Incoming

ROWS = [
    ["TRƯỜNG TIỂU HỌC B VĨNH GIA"],
    ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Mức 2"],
    ["1", "Đặng Thị Mỹ, Hương", "05/06/1990", "089190000001", "x"],
    ["2", "Néang Sâm Ết", "07/08/1985", "089185000002", "Chưa"],
]
NAMES = ["Đặng Thị Mỹ, Hương", "Néang Sâm Ết"]


def check(read_rows, names=NAMES):
    assert read_rows.names == names
    assert [p.birth_date for p in read_rows.people] == ["1990-06-05", "1985-08-07"]
    assert read_rows.states("level2_account") == ["done", "todo"]
    assert read_rows.reading.unit == "Trường Tiểu học B Vĩnh Gia"
    assert read_rows.problems == []


def csv_text(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(f'"{c}"' if delimiter in c else c for c in row) for row in ROWS) + "\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_of_every_delimiter_and_encoding(tmp_path, read, delimiter, encoding):
    path = tmp_path / "danh sách.csv"
    path.write_bytes(csv_text(delimiter).encode(encoding))
    check(read(path))


def test_the_old_vietnamese_code_page(tmp_path, read):
    """cp1258 writes tones as marks of their own."""
    import unicodedata

    def old(text: str) -> bytes:
        out = b""
        for letter in text:
            parts = unicodedata.normalize("NFD", letter)
            tones = [mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"]
            base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
            out += base.encode("cp1258") + "".join(tones).encode("cp1258")
        return out

    path = tmp_path / "danh sách.csv"
    path.write_bytes(old(csv_text(";")))
    check(read(path))


def test_tcvn3_in_a_text_file(tmp_path, read):
    to_old = {from_tcvn3(chr(code)): chr(code) for code in range(0xA1, 0xFF) if from_tcvn3(chr(code)) != chr(code)}
    path = tmp_path / "danh sách.csv"
    text = "".join(to_old.get(letter, letter) for letter in csv_text(";").replace("Ư", "ư").replace("Ờ", "ờ"))
    path.write_bytes("".join(to_old.get(c.lower(), c) if not c.isascii() else c for c in text).encode("latin-1"))
    assert [name.lower() for name in read(path).names] == [name.lower() for name in NAMES]


def test_a_line_that_tells_the_delimiter_is_no_row(tmp_path, read):
    path = tmp_path / "danh sách.csv"
    path.write_text("sep=;\r\n" + csv_text(";"), encoding="utf-8-sig", newline="")
    found = read(path)
    check(found)
    assert found.reading.tables[0].header_row == 2


def test_a_text_file_that_was_cut_within_a_letter(tmp_path, read):
    path = tmp_path / "danh sách.csv"
    path.write_bytes((csv_text(";") + "3;Lê Văn Bả").encode()[:-1])
    found = read(path)
    assert found.names[:2] == NAMES
    assert "ký tự bị hỏng" in found.reading.remarks[0]
    assert found.codes == ["name_damaged"]


def test_old_excel(tmp_path, read):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            sheet.write(number, column, text)
    path = tmp_path / "danh sách.xls"
    book.save(str(path))
    check(read(path))


def test_old_excel_with_a_header_merged_over_two_rows(tmp_path, read):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for column, text in enumerate(["STT", "Họ và tên"]):
        sheet.write_merge(0, 1, column, column, text)
    sheet.write_merge(0, 0, 2, 3, "Định danh mức 2")
    for column, text in enumerate(["Đã", "Chưa"], 2):
        sheet.write(1, column, text)
    for column, text in enumerate([1, "Lê Văn An", "", "x"]):
        sheet.write(2, column, text)
    path = tmp_path / "danh sách.xls"
    book.save(str(path))
    found = read(path)
    assert found.states("level2_account") == ["todo"]
    assert found.reading.rows[0].row == 3


def test_open_document(tmp_path, read):
    path = save_ods(tmp_path / "danh sách.ods", ROWS)
    check(read(path))


def test_open_document_with_a_department_over_several_rows(tmp_path, read):
    """This format does not tell us which cells are merged; the names that stand once and the blanks below do."""
    rows = [["STT", "Họ và tên", "Bộ phận", "Mức 2"]]
    rows += [
        ["1", "Lê An", "Dược", "x"],
        ["2", "Tô Bé", None, "x"],
        ["3", "Lý Cò", "Nội", "x"],
        ["4", "Lê Dũng", None, "x"],
    ]
    assert read(save_ods(tmp_path / "danh sách.ods", rows)).departments == ["Dược", "Dược", "Nội", "Nội"]


def save_ods(path: Path, rows: list[list[str | None]]) -> Path:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Danh sách")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string") if text is not None else CoveredTableCell()
            if text is not None:
                cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def test_a_web_page_saved_as_xls(tmp_path, read):
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in ROWS)
    path = tmp_path / "danh sách.xls"
    path.write_text(f"<html><body><table border=1>{lines}</table></body></html>", encoding="utf-8")
    check(read(path))


def test_a_web_page_with_merged_heads(tmp_path, read):
    path = tmp_path / "danh sách.xls"
    path.write_text(
        "<table><tr><th rowspan=2>STT<th rowspan=2>Họ và tên<th colspan=2>Định danh<br>mức 2</tr>"
        "<tr><th>Đã<th>Chưa</tr><tr><td>1<td>Lê Văn An<td><td>x</tr><tr><td>2<td>Tô Bé<td>x<td></table>",
        encoding="utf-8",
    )
    assert read(path).states("level2_account") == ["todo", "done"]


def test_content_counts_and_not_the_ending(save, read, tmp_path):
    renamed = tmp_path / "thật ra là xlsx.csv"
    save(ROWS).rename(renamed)
    check(read(renamed))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "rỗng"),
        (b"PK\x03\x04 cut short", "hỏng"),
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xd8\xff\xe0 jpeg", "ảnh"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "hỏng"),
        (bytes(range(256)) * 20, "hỏng"),
        (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", "XML"),
        ("Kính gửi: trạm y tế".encode(), "họ và tên"),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words(tmp_path, read, content, word):
    path = tmp_path / "tệp.xlsx"
    path.write_bytes(content)
    reading = read(path).reading
    assert reading.kind == "unreadable"
    assert word in reading.message
    assert reading.rows == ()


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({"word/document.xml": b""}, "Word"),
        ({"danh sach.xlsx": b""}, "nén"),
        ({"content.xml": b"", "META-INF/manifest.xml": b"<manifest:encryption-data>"}, "mật khẩu"),
        ({"xl/workbook.xml": b"<workbook"}, "hỏng"),
        ({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": bytes(120 * 1024 * 1024)}, "quá lớn"),
    ],
)
def test_archives_that_are_no_workbook(tmp_path, read, files, word):
    reading = read(zipped(tmp_path / "tệp.xlsx", files)).reading
    assert reading.kind == "unreadable"
    assert word in reading.message


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_cut_short(save, read, part):
    path = save(ROWS)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    assert "hỏng" in read(path).reading.message


def test_a_file_that_vanished_and_a_folder(tmp_path, read):
    assert "Không thấy tệp" in read(tmp_path / "đâu rồi.xlsx").reading.message
    assert "thư mục" in read(tmp_path).reading.message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(save, read):
    path = save(ROWS)
    path.chmod(0)
    assert "không có quyền" in read(path).reading.message


def test_a_stray_cell_far_to_the_right_is_told_and_costs_nothing(save, read):
    from openpyxl import load_workbook

    path = save(ROWS)
    book = load_workbook(path)
    book.active["XFD3"] = "?"
    book.save(path)
    found = read(path)
    check(found)
    assert found.reading.remarks == ("Trang “Sheet1”: bỏ qua 1 ô nằm sau cột thứ 300",)
    assert len(found.reading.tables[0].columns) <= 300


def test_an_archive_whose_parts_are_damaged(save, read):
    path = save(ROWS)
    content = bytearray(path.read_bytes())
    for place in range(60, len(content) - 1200, 7):
        content[place] ^= 0x55
    path.write_bytes(content)
    assert "hỏng" in read(path).reading.message


def test_reading_changes_nothing(save, read):
    path = save(ROWS)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    read(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_folder_gives_its_tables_in_the_order_of_a_vietnamese_list(save, tmp_path):
    folder = tmp_path / "Bản nộp"
    (folder / "Trường").mkdir(parents=True)
    content = save(ROWS).read_bytes()
    wanted = ["2 Đa Phước.xlsx", "10 An Phú.xlsx", "Dung.xlsx", "Đào.xlsx", "Em.csv", "không đuôi", "Trường/Ấp.xls"]
    for name in [
        *wanted,
        "~$2 Đa Phước.xlsx",
        "~WRL0001.tmp",
        "Thumbs.db",
        ".DS_Store",
        ".~lock.Em.csv#",
        "ảnh.jpg",
        "đọc.txt",
    ]:
        (folder / name).write_bytes(content if not name.endswith(("jpg", "txt")) else b"abc")
    assert [file.relative_to(folder).as_posix() for file in expand_paths([folder])] == wanted


def test_files_that_are_named_are_never_passed_over_and_never_twice(tmp_path):
    lone = tmp_path / "gì đó.bin"
    assert expand_paths([lone, lone]) == [lone]


def test_numbers_in_the_name_of_a_file_are_covered_and_times_are_not():
    assert Incoming(Path("DS 079184556677 GD4790123498765.xlsx")).name == "DS •••••••••677 GD••••••••••765.xlsx"
    assert Incoming(Path("bao cao 20260626103000.xlsx")).name == "bao cao 20260626103000.xlsx"
