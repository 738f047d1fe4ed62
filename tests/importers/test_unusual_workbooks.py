"""Workbooks that are sound, written as no common program writes them: the people are read all the same."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from importers.reading import read_file
from tests.importers.conftest import ITEMS, Facts

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thẻ CCCD", "BHYT", "Ghi chú"]
NAMES = ["Trần Thị Ngọc Lan", "Lê Văn Phước", "Nguyễn Hoàng Đức", "Chau Sóc Rin", "Phạm Thị Hoa", "Võ Minh Tâm"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET, BOOK, LINKS, STYLES, TEXTS, KINDS = (
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "[Content_Types].xml",
)
BEGIN = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
Parts = dict[str, str | bytes]


def cell(column: int, row: int, value: str | int) -> str:
    at = f"{chr(65 + column)}{row}"
    if isinstance(value, int):
        style = " s='1'" if column == 2 else ""
        return f'<c r="{at}"{style}><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'


def plain() -> Parts:
    """A list of six people; born on the days after 12 March 1985, in cells of style 1."""
    table = [HEADS]
    for number, name in enumerate(NAMES):
        number_of_card = f"0890850{12345 + number}"
        table.append([number + 1, name, 31118 + number, "Nam", number_of_card, "x", "x" if number % 2 else "chưa", ""])
    rows = "".join(
        f'<row r="{number}">' + "".join(cell(at, number, value) for at, value in enumerate(row) if value) + "</row>"
        for number, row in enumerate(table, 1)
    )
    return {
        KINDS: f'{BEGIN}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'{BEGIN}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        BOOK: f'{BEGIN}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="DS" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        LINKS: f'{BEGIN}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        STYLES: f'{BEGIN}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
        'formatCode="000000000000"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf '
        'numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        SHEET: f'{BEGIN}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetData>{rows}</sheetData></worksheet>',
    }


def swap(part: str, old: str, new: str, count: int = -1) -> Callable[[Parts], None]:
    """A change of some text of a part."""

    def change(parts: Parts) -> None:
        assert old in parts[part], old
        parts[part] = parts[part].replace(old, new, count)

    return change


def before_rows(xml: str) -> Callable[[Parts], None]:
    return swap(SHEET, "<sheetData>", f"{xml}<sheetData>")


def behind_rows(xml: str) -> Callable[[Parts], None]:
    return swap(SHEET, "</sheetData>", f"</sheetData>{xml}")


def merged(*ranges: str) -> Callable[[Parts], None]:
    return behind_rows("<mergeCells>" + "".join(f'<mergeCell ref="{at}"/>' for at in ranges) + "</mergeCells>")


def encoded(part: str, encoding: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[part] = parts[part].replace("UTF-8", encoding.upper()).encode(encoding)

    return change


def with_prefix(parts: Parts) -> None:
    for part in (SHEET, BOOK, STYLES):
        parts[part] = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", parts[part]).replace("xmlns=", "xmlns:x=")
    parts[LINKS] = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1ns0:", parts[LINKS]).replace("xmlns=", "xmlns:ns0=")


def strict(parts: Parts) -> None:
    for part in (SHEET, BOOK, LINKS, STYLES, "_rels/.rels"):
        parts[part] = parts[part].replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        parts[part] = parts[part].replace(RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    parts[SHEET] = re.sub(r"<c r=\"(C\d)\" s='1'><v>(\d+)</v>", iso_day, parts[SHEET])


def iso_day(found: re.Match[str]) -> str:
    return f'<c r="{found[1]}" t="d"><v>1985-03-{int(found[2]) - 31106:02}</v>'


def without_references(parts: Parts) -> None:
    """Rows and cells that do not say where they stand; an empty cell holds the place of each that is missing."""
    parts[SHEET] = re.sub(r' r="[A-Z]*\d+"', "", parts[SHEET])


def shared(parts: Parts) -> None:
    """All texts in the list of shared strings, one of them in two runs with a phonetic reading."""
    texts: list[str] = []

    def one(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'<c r="{found[1]}" t="s"><v>{len(texts) - 1}</v></c>'

    parts[SHEET] = re.sub(r'<c r="(\w+)" t="inlineStr"><is><t>([^<]*)</t></is></c>', one, parts[SHEET])
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    items = items.replace(
        f"<t>{NAMES[0]}</t>", f'<r><t xml:space="preserve">Trần </t></r><r><t>{NAMES[0][5:]}</t></r><rPh><t>x</t></rPh>'
    )
    parts[TEXTS] = f'{BEGIN}<sst xmlns="{MAIN}">{items}</sst>'
    swap(LINKS, "</Rel", f'<Relationship Id="rId3" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Rel')(
        parts
    )


def both(*changes: Callable[[Parts], None]) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        for one in changes:
            one(parts)

    return change


def moved(part: str, to: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[to] = parts.pop(part)

    return change


def left_out(*names: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        for name in names:
            del parts[name]

    return change


UNUSUAL: dict[str, Callable[[Parts], None]] = {
    "nothing": lambda _: None,
    "dimension of row 0": before_rows('<dimension ref="A0:H7"/>'),
    "dimension of whole columns": before_rows('<dimension ref="A:H"/>'),
    "dimension of whole rows": before_rows('<dimension ref="1:7"/>'),
    "dimension too small": before_rows('<dimension ref="A1"/>'),
    "dimension too small for its columns": before_rows('<dimension ref="A1:B7"/>'),
    "dimension backwards": before_rows('<dimension ref="H7:A1"/>'),
    "dimension empty": before_rows('<dimension ref=""/>'),
    "dimension with dollars": before_rows('<dimension ref="$A$1:$H$7"/>'),
    "dimension elsewhere": before_rows('<dimension ref="P90:Q99"/>'),
    "merged whole row": merged("9:9"),
    "merged whole column": merged("O:P"),
    "merged empty": merged(""),
    "merged dollars": merged("$A$9:$B$9"),
    "merged one cell": merged("A9"),
    "merged backwards": merged("B9:A9"),
    "target back": swap(LINKS, "worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml"),
    "target dot": swap(LINKS, "worksheets/sheet1.xml", "./worksheets/sheet1.xml"),
    "target absolute": swap(LINKS, "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"),
    "target with the package's name": swap(LINKS, "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
    "target of another case": swap(LINKS, "worksheets/sheet1.xml", "Worksheets/Sheet1.xml"),
    "target with blanks": both(
        swap(LINKS, "worksheets/sheet1.xml", "worksheets/trang%201.xml"), moved(SHEET, "xl/worksheets/trang 1.xml")
    ),
    "target backslash": swap(LINKS, "worksheets/sheet1.xml", "worksheets\\sheet1.xml"),
    "book elsewhere": both(
        moved(BOOK, "xl/book.xml"),
        moved(LINKS, "xl/_rels/book.xml.rels"),
        swap("_rels/.rels", "xl/workbook.xml", "/xl/book.xml"),
    ),
    "sheet UTF-16": encoded(SHEET, "utf-16"),
    "book UTF-16": encoded(BOOK, "utf-16"),
    "sheet windows-1258": both(
        swap(SHEET, "ễ", "&#7877;"),
        lambda parts: parts.update({SHEET: parts[SHEET].encode("ascii", "xmlcharrefreplace").decode()}),
        encoded(SHEET, "windows-1252"),
    ),
    "sheet with a mark": swap(SHEET, "<?xml", "\ufeff<?xml"),
    "sheet without declaration": swap(SHEET, BEGIN, ""),
    "spill": swap(SHEET, cell(7, 1, HEADS[7]), cell(7, 1, HEADS[7]) + '<c r="I1" t="e"><v>#SPILL!</v></c>'),
    "error": swap(SHEET, cell(7, 1, HEADS[7]), cell(7, 1, HEADS[7]) + '<c r="I1" t="e"><v>#ERROR!</v></c>'),
    "calc": swap(SHEET, cell(7, 1, HEADS[7]), cell(7, 1, HEADS[7]) + '<c r="I1" t="e"><v>#CALC!</v></c>'),
    "busy": swap(SHEET, cell(7, 1, HEADS[7]), cell(7, 1, HEADS[7]) + '<c r="I1" t="e"><v>#BUSY!</v></c>'),
    "error without words": swap(SHEET, cell(7, 1, HEADS[7]), cell(7, 1, HEADS[7]) + '<c r="I1" t="e"><v></v></c>'),
    "no number behind a shared text": swap(
        SHEET, cell(7, 1, HEADS[7]), cell(7, 1, HEADS[7]) + '<c r="I1" t="s"><v></v></c>'
    ),
    "shared text that is not there": both(shared, swap(SHEET, "</row>", '<c r="I1" t="s"><v>999</v></c></row>', 1)),
    "type nobody knows": swap(SHEET, "</row></sheetData>", '<c r="I7" t="q"><v>1</v></c></row></sheetData>'),
    "number that is none": swap(SHEET, cell(7, 1, HEADS[7]), cell(7, 1, HEADS[7]) + '<c r="I1"><v>abc</v></c>'),
    "style that is not there": swap(SHEET, 'r="A1"', 'r="A1" s="99"'),
    "small letters": lambda parts: parts.update(
        {SHEET: re.sub(r' r="[A-Z]\d"', lambda found: found[0].lower(), parts[SHEET])}
    ),
    "prefixes": with_prefix,
    "prefixes and shared texts": both(shared, with_prefix),
    "strict": strict,
    "no references": without_references,
    "shared texts": shared,
    "shared texts by an absolute target": both(shared, swap(LINKS, '"sharedStrings.xml"', '"/xl/sharedStrings.xml"')),
    "shared texts relative": both(shared, swap(LINKS, '"sharedStrings.xml"', '"../xl/sharedStrings.xml"')),
    "shared texts UTF-16": both(shared, encoded(TEXTS, "utf-16")),
    "shared texts missing and none used": swap(
        LINKS, "</Rel", f'<Relationship Id="rId3" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Rel'
    ),
    "no list of content": left_out(KINDS),
    "no relations of the package": left_out("_rels/.rels"),
    "styles damaged": swap(STYLES, "</styleSheet>", ""),
    "comment": before_rows("<!-- <c r='A1'> -->"),
    "chart sheet beside": swap(BOOK, "</sheets>", '<sheet name="Hình" sheetId="2" r:id="rId9"/></sheets>'),
    "external link that is missing": behind_rows('<hyperlinks><hyperlink ref="A1" r:id="rId77"/></hyperlinks>'),
    "rows out of order": lambda parts: parts.update(
        {SHEET: re.sub(r'(<row r="5">.*?</row>)(<row r="6">.*?</row>)', r"\2\1", parts[SHEET])}
    ),
    "cells out of order": lambda parts: parts.update(
        {SHEET: re.sub(r'(<c r="B5".*?</c>)(<c r="C5".*?</c>)', r"\2\1", parts[SHEET])}
    ),
    "spans": swap(SHEET, '<row r="2">', '<row r="2" spans="1:8" hidden="0">'),
    "doctype": swap(BOOK, BEGIN, BEGIN + "<!DOCTYPE workbook>"),
    "alternate content": before_rows(
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'Requires="x14"><sheetViews/></mc:Choice></mc:AlternateContent>'
    ),
    "pretty": lambda parts: parts.update(
        {name: re.sub(r">(?=<(?!/t>))", ">\n  ", content) for name, content in parts.items() if name != KINDS}
    ),
    "dates as ISO texts": lambda parts: parts.update(
        {SHEET: re.sub(r"<c r=\"(C\d)\" s='1'><v>(\d+)</v>", iso_day, parts[SHEET])}
    ),
}


def packed(parts: Parts, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("kind", UNUSUAL)
def test_people_of_an_unusual_workbook(tmp_path, kind):
    parts = plain()
    UNUSUAL[kind](parts)
    found = Facts(read_file(packed(parts, tmp_path / "t.xlsx"), items=ITEMS))
    assert found.names == NAMES, found.reading.message
    assert [person.birth_date for person in found.people] == [f"1985-03-{day}" for day in range(12, 18)]
    assert [person.citizen_id for person in found.people] == [f"0890850{12345 + number}" for number in range(6)]


class OnlyForward:
    """A file that can only be written from front to back: zipfile then writes the sizes behind each part."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")

    def write(self, data: bytes) -> int:
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()


def sizes_behind(path: Path) -> None:
    forward = OnlyForward(path)
    with zipfile.ZipFile(forward, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in plain().items():
            archive.writestr(name, content)
    forward.file.close()


def other_stroke(path: Path) -> None:
    packed({name.replace("/", "\\"): content for name, content in plain().items()}, path)


def stored(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in plain().items():
            archive.writestr(name, content)


def bzip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in plain().items():
            archive.writestr(name, content)


def with_folders(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("xl/", "xl/worksheets/", "_rels/"):
            archive.writestr(name, "")
        for name, content in plain().items():
            archive.writestr(name, content)


def junk_before(path: Path) -> None:
    packed(plain(), path)
    path.write_bytes(b"PK\0junk" + path.read_bytes())


def junk_behind(path: Path) -> None:
    packed(plain(), path)
    path.write_bytes(path.read_bytes() + bytes(500))


def small_names(path: Path) -> None:
    packed({name.lower(): content for name, content in plain().items()}, path)


def template(path: Path) -> None:
    parts = plain()
    swap(KINDS, "sheet.main", "template.main")(parts)
    packed(parts, path)


@pytest.mark.parametrize(
    "pack",
    [sizes_behind, other_stroke, stored, bzip, with_folders, junk_before, junk_behind, small_names, template],
    ids=lambda pack: pack.__name__,
)
def test_people_of_an_archive_packed_in_an_unusual_way(tmp_path, pack):
    path = tmp_path / "t.xlsx"
    pack(path)
    found = Facts(read_file(path, items=ITEMS))
    assert found.names == NAMES, found.reading.message


NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def open_document() -> str:
    """The content of an OpenDocument sheet: a head and the names, each born on 12 March 1985."""

    def cell(text: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    born = '<table:table-cell office:value-type="date" office:date-value="1985-03-12"><text:p>12/3</text:p></table:table-cell>'
    rows = [cell("STT") + cell("Họ và tên") + cell("Ngày sinh") + cell("BHYT")]
    rows += [
        f'<table:table-cell office:value-type="float" office:value="{number}"/>{cell(name)}{born}{cell("x")}'
        for number, name in enumerate(NAMES, 1)
    ]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}><office:body>'
        '<office:spreadsheet><table:table table:name="DS">'
        + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )


def test_zeros_that_an_open_document_shows_belong_to_the_number(tmp_path):
    number = '<table:table-cell office:value-type="float" office:value="89085012345"><text:p>089085012345</text:p>'
    head = '<table:table-cell office:value-type="string"><text:p>Số CCCD</text:p>'
    content = open_document()
    for turn, cell in enumerate([head, *[number] * len(NAMES)]):
        parts = content.split("</table:table-row>")
        content = "</table:table-row>".join(
            part + (f"{cell}</table:table-cell>" if at == turn else "") for at, part in enumerate(parts)
        )
    path = tmp_path / "t.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)
    found = Facts(read_file(path, items=ITEMS))
    assert {person.citizen_id for person in found.people} == {"089085012345"}, found.reading.message
    assert "citizen_id_zero_restored" not in found.codes


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content,
        lambda content: content.replace("><", ">\n  <"),
        lambda content: re.sub(r"<text:p>(.*?)</text:p>", "<text:p>\n  \\1\n  </text:p>", content).replace(
            "><", ">\n<"
        ),
        lambda content: content.replace("UTF-8", "UTF-16").encode("utf-16"),
        lambda content: re.sub(r"table:(?!1\.0)", "t:", content).replace("xmlns:table=", "xmlns:t="),
        lambda content: content.replace("Thị Ngọc", 'Thị<text:s text:c="1"/><text:span>Ngọc</text:span>').replace(
            "><table", "> <table"
        ),
        lambda content: content.replace(
            "</table:table>",
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row>\n</table:table>',
        ),
    ],
    ids=["plain", "pretty", "pretty within texts", "UTF-16", "prefix", "runs", "a million rows"],
)
def test_people_of_an_unusual_open_document(tmp_path, change):
    path = tmp_path / "t.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", change(open_document()))
    found = Facts(read_file(path, items=ITEMS))
    assert found.names == NAMES, found.reading.message
    assert {person.birth_date for person in found.people} == {"1985-03-12"}
