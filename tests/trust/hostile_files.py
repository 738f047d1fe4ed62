"""Files, folders and plans that somebody made to hurt: how each is made, and which command meets it."""

import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

Words = list[str | Path]
Make = Callable[[Path], Words]  # makes it in a folder; answers the command

_MEGABYTE = 1 << 20
_HEAD = "TT;Họ và tên;Ngày sinh;Mức 2\n"
_SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_MAIN = "xl/worksheets/sheet1.xml"


def _import(path: Path) -> Words:
    return ["import", path, "--unit", "Trường Bé", "--dry-run"]


# -- containers that unpack to more than there is room for


def _xlsx(change: Callable[[zipfile.ZipFile, dict[str, bytes]], None]) -> Make:
    """A workbook of two people, some part of which is another."""

    def make(folder: Path) -> Words:
        book, plain, out = openpyxl.Workbook(), folder / "plain.xlsx", folder / "bom.xlsx"
        for row in (["TT", "Họ và tên", "Ngày sinh"], [1, "Lê Văn An", "01/02/1984"], [2, "Lê Thị Bé", "02/02/1984"]):
            book.active.append(row)
        book.save(plain)
        with zipfile.ZipFile(plain) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        plain.unlink()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            change(archive, parts)
            for name, content in parts.items():
                archive.writestr(name, content)
        return _import(out)

    return make


def _stream(archive: zipfile.ZipFile, name: str, before: bytes, block: bytes, times: int, after: bytes = b"") -> None:
    with archive.open(name, "w", force_zip64=True) as part:
        part.write(before)
        for _ in range(times):
            part.write(block)
        part.write(after)


def _zeros(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> None:
    parts.pop(_MAIN)
    _stream(archive, _MAIN, _SHEET.encode(), bytes(_MEGABYTE), 900)


def _spaces(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> None:
    """Just below what is refused by its size alone."""
    sheet = parts.pop(_MAIN)
    head, end = sheet.split(b"</sheetData>")
    _stream(archive, _MAIN, head, b" " * _MEGABYTE, 95, b"</sheetData>" + end)


def _cells(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> None:
    """Rows of one short cell: each takes far more memory than its bytes."""
    parts.pop(_MAIN)
    _stream(archive, _MAIN, f"{_SHEET}<sheetData>".encode(), b"<row><c><v>1</v></c></row>" * 40_000, 80)


def _entities(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> None:
    """A text that doubles itself thirty times."""
    names = "".join(f'<!ENTITY a{n + 1} "&a{n};&a{n};">' for n in range(30))
    text = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{names}]>' + _SHEET[21:]
    cell = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a30;</t></is></c></row></sheetData></worksheet>'
    parts[_MAIN] = f"{text}{cell}".encode()


def _outside(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> None:
    """A text that is to be fetched from the computer."""
    text = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _SHEET[21:]
    cell = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'
    parts[_MAIN] = f"{text}{cell}".encode()


def _far(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> None:
    """A table that says it has every row and column of Excel, with a cell at its end."""
    end = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[_MAIN] = parts[_MAIN].replace(b"</sheetData>", end)


def _deep(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> None:
    parts[_MAIN] = _SHEET.encode() + b"<sheetData>" + b"<row>" * 2_000_000


def _sheets(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> None:
    """Ten thousand names of sheets that are one and the same part."""
    one = b'<sheet name="S%d" sheetId="%d" state="visible" r:id="rId1" />'
    book = parts["xl/workbook.xml"]
    start, end = book.index(b"<sheets>") + 8, book.index(b"</sheets>")
    parts["xl/workbook.xml"] = book[:start] + b"".join(one % (n, n + 1) for n in range(10_000)) + book[end:]


def _climbing(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> None:
    """Parts that would be unpacked beside the folder."""
    for name in ("../../ngoai.txt", "/tmp/tyt-ngoai.txt", "..\\..\\ngoai.txt"):  # noqa: S108 - must not be written
        parts[name] = b"outside"


def _ods(table: str, *, times: int = 1) -> Make:
    def make(folder: Path) -> Words:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        name = "urn:oasis:names:tc:opendocument:xmlns:"
        head = (
            f'<?xml version="1.0"?><office:document-content xmlns:office="{name}office:1.0"'
            f' xmlns:table="{name}table:1.0" xmlns:text="{name}text:1.0"><office:body><office:spreadsheet>'
        )
        manifest = (
            f'<manifest:manifest xmlns:manifest="{name}manifest:1.0"><manifest:file-entry'
            f' manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
        )
        with zipfile.ZipFile(folder / "bom.ods", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", kind)
            archive.writestr("META-INF/manifest.xml", manifest)
            tail = "</office:spreadsheet></office:body></office:document-content>"
            _stream(archive, "content.xml", head.encode(), table.encode(), times, tail.encode())
        return _import(folder / "bom.ods")

    return make


_CELL = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
_REPEATED = (
    '<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">'
    f"{_CELL}</table:table-row></table:table>"
)


def _xlsb(records: bytes, times: int) -> Make:
    def change(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> None:
        for name in [*parts]:
            if name.startswith("xl/"):
                parts.pop(name)
        types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        parts["[Content_Types].xml"] = types
        sheet = struct.pack("<BBB", 0x83, 0x01, 0) + struct.pack("<BBB", 0x8F, 0x01, 0)
        parts["xl/workbook.bin"] = sheet
        _stream(archive, "xl/worksheets/sheet1.bin", b"", records, times)

    return _xlsx(change)


def _text(name: str, content: str, times: int = 1, after: str = "") -> Make:
    def make(folder: Path) -> Words:
        with (folder / name).open("wb") as file:
            for _ in range(times):
                file.write(content.encode())
            file.write(after.encode())
        return _import(folder / name)

    return make


def _half_a_gigabyte(folder: Path) -> Words:
    """A table with a hole of 500 MB in it."""
    with (folder / "to.csv").open("wb") as file:
        file.write(f"{_HEAD}1;Lê Văn An;01/02/1984;x\n".encode())
        file.truncate(500 * _MEGABYTE)
    return _import(folder / "to.csv")


def _compound(folder: Path) -> Words:
    """An old Excel file whose list of parts is a circle."""
    sector = struct.pack("<128I", *([0] * 128))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(10) + struct.pack("<IIIIIIII", 1, 0, 0, 4096, 0, 1, 0, 1) + struct.pack("<109I", *([0] * 109))
    (folder / "vong.xls").write_bytes(head[:512].ljust(512, b"\0") + sector * 40 + "Workbook".encode("utf-16-le"))
    return _import(folder / "vong.xls")


BOMBS: dict[str, Make] = {
    "xlsx of zeros": _xlsx(_zeros),
    "ods that repeats a cell 17 thousand million times": _ods(_REPEATED),
    "csv of 500 MB": _half_a_gigabyte,
    "xlsb of endless records": _xlsb(b"\0\0" * (_MEGABYTE // 2), 90),
    "html of tables within tables": _text("bang.html", "<table><tr><td>" * 20_000, 10),
    "xlsx of spaces": _xlsx(_spaces),
    "xlsx of three million rows": _xlsx(_cells),
    "xlsx of an entity that doubles": _xlsx(_entities),
    "xlsx of an entity from outside": _xlsx(_outside),
    "xlsx with a cell at its far end": _xlsx(_far),
    "xlsx of elements within elements": _xlsx(_deep),
    "xlsx of ten thousand sheets": _xlsx(_sheets),
    "xlsx with parts that climb": _xlsx(_climbing),
    "ods of many such tables": _ods(_REPEATED, times=20_000),
    "ods of elements within elements": _ods("<table:table>" * 10_000, times=100),
    "xlsb of zeros": _xlsb(bytes(_MEGABYTE), 400),
    "html of spans": _text(
        "bang.html", "<table><tr>" + '<td rowspan="99999999" colspan="99999999">x</td>' * 5000, 4, "</table>"
    ),
    "html of one attribute": _text("bang.html", "<table><tr><td x='" + "a" * _MEGABYTE, 8),
    "csv of one line": _text("dong.csv", "a;" * (_MEGABYTE // 2), 25),
    "csv of empty lines": _text("trong.csv", "\n" * _MEGABYTE, 25),
    "csv of one open quote": _text("ngoac.csv", f'{_HEAD}1;"' + "a\n" * (_MEGABYTE // 2), 8),
    "csv of 50,000 departments": _text(
        "khoa.csv", _HEAD + "".join(f";Khoa {n};;\n{n};Lê Văn An;01/02/1984;x\n" for n in range(50_000))
    ),
    "old Excel file in a circle": _compound,
}


# -- what is no file


def _device(*words: str | Path) -> Make:
    return lambda _: [*words]


def _pipe(folder: Path) -> Words:
    """A pipe into which nobody writes: opening it would wait for ever."""
    os.mkfifo(folder / "ong.xlsx")
    return ["import", folder / "ong.xlsx", "--unit", "A"]


def _circle(folder: Path) -> Words:
    (folder / "vong.xlsx").symlink_to(folder / "vong.xlsx")
    return ["import", folder / "vong.xlsx", "--unit", "A"]


def _tree(folder: Path) -> Words:
    """20,000 files in 200 folders, one of which leads back to the first, with pipes and links to nowhere."""
    root = folder / "usb"
    for number in range(200):
        below = root / f"Khoa {number % 14}" / f"{number}"
        below.mkdir(parents=True)
        for file in range(100):
            (below / f"anh {file}.jpg").touch()
    (root / "Khoa 1" / "tro lai").symlink_to(root, target_is_directory=True)
    (root / "khong dau.xlsx").symlink_to(folder / "khong co")
    os.mkfifo(root / "ong.csv")
    (root / "that.csv").write_text(f"Đơn vị: Trường Bé\n{_HEAD}1;Lê Văn An;01/02/1984;x\n", encoding="utf-8")
    return ["import", root, "--dry-run"]


def _narrow(folder: Path) -> Words:
    """Folders within folders, as deep as the system lets them be."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(400):
        os.mkdir("sau", dir_fd=here)
        below = os.open("sau", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    return ["import", folder, "--dry-run"]


PLACES: dict[str, Make] = {
    "a folder of 20,000 files with a loop": _tree,
    "/dev/zero as a list": _device("import", "/dev/zero", "--unit", "A"),
    "/dev/zero as a plan": _device("campaign", "check", "/dev/zero"),
    "folders within folders": _narrow,
    "/dev/zero as figures": _device("figures", "/dev/zero"),
    "/dev/zero as registers": _device("registers", "import", "/dev/zero"),
    "/dev/zero as a copy": _device("restore", "/dev/zero"),
    "/dev/zero as values of DHIS2": lambda folder: [
        "import",
        _linked(folder / "khong.json", Path("/dev/zero")),
    ],
    "/dev/null as a list": _device("import", "/dev/null", "--unit", "A"),
    "/dev/full as a paper": _device("export", "progress", "/dev/full"),
    "a pipe": _pipe,
    "a link to itself": _circle,
}


def _linked(link: Path, target: Path) -> Path:
    link.symlink_to(target)
    return link


# -- plans, and values from elsewhere

_PLAN = """
name = "xa-moi"
title = "Kế hoạch"
source = {{ document = "Kế hoạch", issuer = "UBND" }}
items = [{{ key = "a", title = "Mục A", short_title = "A" }}]
{more}
"""
_FORM = """
[[forms]]
key = "bieu"
name = "Biểu"
title = "Biểu"
file_name = "{name}"
rows = "department"
columns = [{{ key = "ten", head = "Khoa", counts = "label" }}, {{ key = "total", head = "Tổng", counts = "total" }}]
"""


def _plan(text: str, command: str = "check") -> Make:
    def make(folder: Path) -> Words:
        (folder / "ke hoach.toml").write_text(text, encoding="utf-8")
        return ["campaign", command, folder / "ke hoach.toml"]

    return make


def _json(content: str) -> Make:
    def make(folder: Path) -> Words:
        (folder / "so lieu.json").write_text(content, encoding="utf-8")
        return ["import", folder / "so lieu.json"]

    return make


PLANS: dict[str, Make] = {
    "arrays within arrays": _plan("a = " + "[" * 100_000),
    "a plan whose name climbs": _plan(_PLAN.format(more="").replace("xa-moi", "../../../xa-moi"), "use"),
    "a form whose file climbs": _plan(_PLAN.format(more=_FORM.format(name="../../../ngoai")), "use"),
    "values within values": _json('{"dataValues":' + "[" * 300_000),
    "tables within tables": _plan("a = " + "{a=" * 100_000),
    "names within names": _plan("a" + ".a" * 200_000 + " = 1"),
    "a thousand thousand items": _plan("items = [" + "{}," * 1_000_000 + "]"),
    "one number": _plan("a = " + "9" * 4_000_000),
    "a pattern that takes for ever": _plan(
        _PLAN.format(more="").replace('short_title = "A"', "short_title = 'A', words = ['(a+)+$']"), "use"
    ),
    "a form whose file is absolute": _plan(_PLAN.format(more=_FORM.format(name="/tmp/ngoai")), "use"),  # noqa: S108
    "a form whose file is a device": _plan(_PLAN.format(more=_FORM.format(name="CON")), "use"),
    "values of one number": _json('{"dataValues": [{"value": ' + "9" * 1_000_000 + "}]}"),
    "values of nothing": _json('{"dataValues": [' + "{}," * 500_000 + "{}]}"),
}
