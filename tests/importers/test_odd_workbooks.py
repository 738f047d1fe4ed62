"""What the fuzzing of the readers found, and a few hundred of its cases on every run."""

import struct
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

from importers.errors import UnusableError
from importers.grids import workbook_rows
from importers.grids.workbook import read_workbook
from importers.grids.workbook_rows import MOST_ROWS, messages
from importers.reading import read_file
from tests.importers import fuzz_readers
from tests.importers.conftest import ITEMS, Facts
from tests.importers.damaging import BOMB

CASES = 300


@pytest.fixture(scope="module")
def files():
    return fuzz_readers.own_files()


@pytest.fixture
def change(files, tmp_path):
    """One of our own files with one part changed."""

    def changed(name: str, part: str, old: bytes, new: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(files[name])
        with zipfile.ZipFile(path) as archive:
            parts = {entry: archive.read(entry) for entry in archive.namelist()}
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in parts.items():
                archive.writestr(entry, content)
        return path

    return changed


@pytest.mark.parametrize("name", ["openpyxl.xlsx", "xlsxwriter.xlsx", "xlwt.xls", "odfpy.ods", "list.csv", "page.xls"])
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "xlsb", "csv", "bin"])
def test_the_content_counts_whatever_the_ending_says(files, tmp_path, name, ending):
    path = tmp_path / f"danh sách.{ending}"
    path.write_bytes(files[name])
    found = Facts(read_file(path, items=ITEMS))
    assert len(found.names) == 24, found.reading.message


def test_an_encoding_that_nobody_knows(change, read):
    assert read(change("xlsxwriter.xlsx", "xl/workbook.xml", b"UTF-8", b"UTF-255")).names[0] == "Lê Văn Bé"


def test_entities_that_unfold_without_end_cost_nothing(change, read):
    begin = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    assert read(change("xlsxwriter.xlsx", "xl/workbook.xml", begin, BOMB)).names[0] == "Lê Văn Bé"


@pytest.mark.parametrize("cell", [b"A99999999999999999999", b"A1600000000", b"ZZZZZZ2"])
def test_a_cell_that_is_nowhere_on_a_sheet_costs_no_memory(change, cell):
    path = change("openpyxl.xlsx", "xl/worksheets/sheet2.xml", b'r="A1"', b'r="' + cell + b'"')
    sent = 0
    for kind, *parts in messages(str(path)):
        sent += len(parts[0]) if kind == "rows" else 0
        assert sent <= MOST_ROWS, "rows of nothing fill the memory"


def test_old_excel_with_a_password_is_told_as_such(files, tmp_path, read):
    content = bytearray(files["xlwt.xls"])
    second = 512 + 4 + struct.unpack_from("<H", content, 514)[0]
    struct.pack_into("<H", content, second, 0x2F)  # MS-XLS FilePass
    path = tmp_path / "t.xls"
    path.write_bytes(content)
    assert "mật khẩu" in read(path).reading.message


def small_container(stream: bytes) -> bytes:
    """MS-CFB with one short stream: header, table, directory, table of small sectors, small sectors."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 2, 1, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, end, end, end, *[free] * 124)
    small = [*range(1, -(-len(stream) // 64)), end]
    entries = b""
    for name, kind, first, size in (("Root Entry", 5, 3, 512), ("Workbook", 2, 0, len(stream))):
        encoded = name.encode("utf-16-le")
        entries += encoded.ljust(64, b"\0") + struct.pack(
            "<HBB3I", len(encoded) + 2, kind, 1, free, free, kind == 5 or free
        )
        entries += bytes(36) + struct.pack("<IQ", first, size)
    small_table = struct.pack(f"<{len(small)}I", *small).ljust(512, b"\xff")
    return header + table + entries.ljust(512, b"\0") + small_table + stream.ljust(512, b"\0")


def test_a_password_in_a_workbook_of_a_few_bytes(tmp_path, read):
    begin = struct.pack("<HHHH", 0x0809, 16, 0x0600, 5) + bytes(12)
    path = tmp_path / "t.xls"
    path.write_bytes(small_container(begin + struct.pack("<HH", 0x2F, 6) + bytes(6)))
    assert "mật khẩu" in read(path).reading.message
    path.write_bytes(small_container(begin + struct.pack("<HH", 0x0A, 0)))
    assert "mật khẩu" not in read(path).reading.message


@pytest.mark.parametrize(
    ("names", "word"),
    [
        (["xl/workbook.xml", "xl/macrosheets/sheet1.xml"], "macro"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "PowerPoint"),
        (["danh sách.xlsx"], "giải nén"),
        (["META-INF\\manifest.xml"], "giải nén"),
    ],
)
def test_archives_that_we_cannot_use_are_called_by_their_name(tmp_path, read, names, word):
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    assert word in read(path).reading.message


@pytest.mark.parametrize("head", ["09000400", "09020600", "09040600", "09080800", "09081000"])
def test_excel_of_before_its_containers(tmp_path, read, head):
    path = tmp_path / "t.xls"
    path.write_bytes(bytes.fromhex(head) + bytes(200))
    assert "đời quá cũ" in read(path).reading.message


def test_parts_named_with_the_other_stroke(files, tmp_path, read):
    path = tmp_path / "t.xlsx"
    path.write_bytes(files["xlsxwriter.xlsx"])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("/", "\\"), content)
    assert len(read(path).names) == 24


@pytest.mark.parametrize("number", range(0, CASES, 25))
def test_broken_files_are_read_or_refused_in_words(files, number):
    outcome = fuzz_readers.Outcome()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.xlsx")
        for place in range(number, number + 25):
            name, content = fuzz_readers.case(files, 310, place)
            path.write_bytes(content)
            fuzz_readers.judge(path, f"case {place} ({name})", outcome)
    assert outcome.finds == []
    assert outcome.cases == 25


@pytest.mark.parametrize(
    "broken",
    [
        "<!--",
        "<!",
        "<",
        "<td ",
        "<td a='",
        "<?",
        "</",
        "</td ",
        "&#",
        "<script>",
        "<![CDATA[",
        "<td rowspan=200 colspan=200>",
    ],
)
def test_a_web_page_broken_again_and_again_costs_no_more_than_a_whole_one(tmp_path, read, broken):
    """Quadratic, each of these takes a minute and more: the suite's time limit would tell."""
    path = tmp_path / "t.xls"
    people = "<table><tr><td>Họ tên<td>Năm sinh<td>Mức 2<tr><td>Lê Văn An<td>1980<td>x</table>"
    path.write_text(people + broken * (1_000_000 // len(broken)), encoding="utf-8")
    assert read(path).names == ["Lê Văn An"]


def test_a_sign_with_a_number_of_ten_thousand_digits(tmp_path, read):
    path = tmp_path / "t.xls"
    path.write_text(f"<table><tr><td>Họ tên<td>Mức 2<tr><td>Lê Văn An<td>x<tr><td>&#{'9' * 10_000};", encoding="utf-8")
    assert "Lê Văn An" in read(path).names


def test_comments_and_scripts_of_a_web_page_are_no_text(tmp_path, read):
    path = tmp_path / "t.xls"
    path.write_text(
        "<table><tr><td>Họ tên<td>Mức 2<tr><td>Lê <!-- <td> -->Văn<script>if (a<b) {}</script> An&nbsp;<td>x</table><!-- mở",
        encoding="utf-8",
    )
    found = read(path)
    assert found.names == ["Lê Văn An"]
    assert found.states("level2_account") == ["done"]


def test_a_text_too_large_for_the_memory_of_a_small_machine(tmp_path, read, monkeypatch):
    from importers.grids import files

    monkeypatch.setattr(files, "MOST_TEXT", 100)
    path = tmp_path / "t.csv"
    path.write_text("Họ tên,Mức 2\n" * 20, encoding="utf-8")
    assert "quá lớn" in read(path).reading.message


def test_a_text_of_more_lines_than_a_sheet_has(tmp_path, read):
    path = tmp_path / "t.csv"
    path.write_text("Họ tên,Mức 2\n" + "\n" * 2_200_000, encoding="utf-8")
    assert "quá nhiều dòng" in read(path).reading.message


def test_sheets_that_are_too_much_together_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sheet was within its bound; twenty thousand of them took all memory."""
    book = openpyxl.Workbook()
    for number in range(6):
        sheet = book.active if number == 0 else book.create_sheet(f"Trang {number}")
        for _ in range(4):
            sheet.append(["TT", "Họ và tên", "Ngày sinh"])
    book.save(tmp_path / "nhieu trang.xlsx")
    monkeypatch.setattr(workbook_rows, "MOST_CELLS", 6 * 4 * 3)
    assert len(read_workbook(tmp_path / "nhieu trang.xlsx")) == 6
    monkeypatch.setattr(workbook_rows, "MOST_CELLS", 6 * 4 * 3 - 1)
    with pytest.raises(UnusableError, match="cộng lại quá lớn"):
        read_workbook(tmp_path / "nhieu trang.xlsx")
