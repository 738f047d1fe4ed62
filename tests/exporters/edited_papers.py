"""A paper after a person worked on it, longer sentences and a corrected figure, and what went wrong by that; not a test.

Of a letter python-docx makes the copy. A sheet goes through a flat file of LibreOffice, in which a row without a height
gets that of its text, as it does when somebody types; only rows that no program fits keep theirs.
"""

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from exporters.sheet.metrics import width_of, wrapped

LONG = (
    "Trạm đã phối hợp Công an xã và các ấp tổ chức hỗ trợ người dân cài đặt, kích hoạt tài khoản định danh điện tử mức"
    " 2, tích hợp thẻ bảo hiểm y tế; bố trí nhân viên hướng dẫn tại khu vực tiếp đón trong giờ làm việc hằng ngày."
)
_SUM = re.compile(r"<f>SUM\(([A-Z]+\d+):[A-Z]+\d+\)</f>")
_CACHED = re.compile(r"(<c [^>]*?)( t=\"str\")?>(<f>[^<]*</f>)<v>[^<]*</v>")
_ROW, _HEIGHT = (
    re.compile("<style:style [^>]*table-row.*?</style:style>", re.DOTALL),
    re.compile(' style:row-height="[^"]*"'),
)
_CELL, _LONG_CELL = re.compile("<table:table-cell [^>]*[^/]>.*?</table:table-cell>", re.DOTALL), 60  # letters
_CELL_STYLE = re.compile('<style:style style:name="([^"]*)" style:family="table-cell".*?</style:style>', re.DOTALL)
_NUMBERED = re.compile(r"\s*\d+\. ")  # a question of a form
_STYLE_NAME = re.compile('table:style-name=("[^"]*")')
_BESIDE = re.compile(r"\S {3,}\S")  # between Nơi nhận and who signs
_OF_TEXT = re.compile(r"<table:table [^>]*print-ranges=\"[^\"]*\.A\d+\"")  # one column is printed
_LINE, _CLOSE = 1.12, 2.0  # of the type's size, the height of a line in LibreOffice; points
_ODF = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
}


def lengthened_letter(path: Path) -> Path:
    """The letter with three long lines more in each section, beside it: typed on a dotted line, else above the text."""
    document = docx.Document(str(path))
    paragraphs = document.paragraphs
    for heading, below in pairwise(paragraphs):
        if heading.style.name.startswith("Heading") and not below.style.name.startswith("Heading"):
            if below.style.name.startswith("Dòng chấm"):
                for _ in range(2):
                    below.insert_paragraph_before(LONG, style=below.style)
                below.runs[0].text = f"{LONG}\t"
                continue
            for _ in range(3):
                below.insert_paragraph_before(LONG, style="Body Text")
    for question in paragraphs:
        if question.style.name.startswith("Câu hỏi"):
            question.add_run(f" {LONG} {LONG} {LONG}")
    edited = path.with_stem(f"{path.stem}-sua")
    document.save(str(edited))
    return edited


def corrected_sheet(path: Path) -> Path:
    """The workbook with a figure of each sheet raised by one, and without what its formulas came to, beside it."""
    edited = path.with_stem(f"{path.stem}-sua")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(edited, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = data.decode()
                if found := _SUM.search(text):
                    text = re.sub(f'(<c r="{found[1]}"[^>]*><v>)(\\d+)</v>', _raised, text, count=1)
                data = _CACHED.sub(r"\1>\3", text).encode()
            new.writestr(name, data)
    return edited


def _raised(cell: re.Match[str]) -> str:
    return f"{cell[1]}{int(cell[2]) + 1}</v>"


def lengthen_sheet(flat: Path) -> None:
    """Put three long lines into each text and each line to write on of a sheet of text, one into long cells of others."""
    text = _ROW.sub(
        lambda row: _HEIGHT.sub("", row[0]) if 'optimal-row-height="true"' in row[0] else row[0],
        flat.read_text("utf-8"),
    )
    for style in _CELL_STYLE.finditer(text):
        if " dotted " in style[0]:
            empty = f'<table:table-cell table:style-name="{style[1]}"/>'
            typed = (
                f'{empty[:-2]} office:value-type="string"><text:p>{" ".join([LONG] * 3)}</text:p></table:table-cell>'
            )
            text = text.replace(empty, typed)
    heads = {f'"{style[1]}"' for style in _CELL_STYLE.finditer(text) if 'fo:font-weight="bold"' in style[0]}
    sheets = re.split("(?=<table:table table:name=)", text)
    flat.write_text("".join(_lengthened_sheet(sheet, heads) for sheet in sheets), "utf-8")


def _lengthened_sheet(text: str, heads: Collection[str]) -> str:
    """In cells of text that are no heading and not merged; numbers and sums stay. `heads`: styles of headings."""
    lines = 3 if _OF_TEXT.match(text) else 1

    def lengthened(cell: re.Match[str]) -> str:
        said = re.sub("<[^>]+>", "", cell[0])
        is_text = 'value-type="string"' in cell[0] and "table:formula" not in cell[0]
        others = ("columns-spanned", "<office:annotation", "<text:s ", LONG)
        style = _STYLE_NAME.search(cell[0])
        is_other = _BESIDE.search(said) is not None or _NUMBERED.match(said) is not None
        is_other |= style is not None and style[1] in heads
        if len(said) < _LONG_CELL or is_other or any(each in cell[0] for each in others) or not is_text:
            return cell[0]
        head, _, tail = cell[0].rpartition("</text:p>")
        return f"{head} {' '.join([LONG] * lines)}</text:p>{tail}"

    return _CELL.sub(lengthened, text)


def wrong_sums(corrected: Path, saved: Path) -> Iterator[str]:
    """Formulas of a corrected workbook that another program came to something else by; sums that are no formula.

    `saved`: the workbook as that program saved it.
    """
    book, values = openpyxl.load_workbook(corrected), openpyxl.load_workbook(saved, data_only=True)
    for sheet in book:
        for row in sheet.iter_rows():
            is_sum = any(isinstance(cell.value, str) and cell.value.startswith("Tổng cộng") for cell in row)
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    expected, found = (
                        _value(book, sheet.title, cell.coordinate),
                        values[sheet.title][cell.coordinate].value,
                    )
                    is_near = (
                        isinstance(expected, float) and isinstance(found, int | float) and abs(expected - found) < 1e-9
                    )
                    if not is_near and expected != found:
                        yield f"{sheet.title}!{cell.coordinate} {cell.value}: {found}, phải là {expected}"
                elif (
                    is_sum
                    and isinstance(cell.value, int | float)
                    and not sheet.column_dimensions[cell.column_letter].hidden
                ):
                    yield f"{sheet.title}!{cell.coordinate}: tổng {cell.value} không phải công thức"


def _value(book: Workbook, sheet: str, place: str) -> str | float:
    """What a cell comes to: of the few kinds of formulas that the papers have."""
    if match := re.fullmatch(r"'?([^'!]+)'?!(\$?[A-Z]+\$?\d+)", place):
        return _value(book, match[1], match[2])
    found = book[sheet][place.replace("$", "")].value
    if not isinstance(found, str) or not found.startswith("="):
        return float(found) if isinstance(found, int | float) else found or 0.0
    formula = found[1:]
    if match := re.fullmatch(r"SUM\((.+)\)", formula):
        first, top, last, bottom = range_boundaries(match[1])
        cells = (cell for row in book[sheet].iter_rows(top, bottom, first, last) for cell in row)
        parts = (_value(book, sheet, cell.coordinate) for cell in cells)
        return sum(part for part in parts if isinstance(part, float))
    if match := re.fullmatch(r'IF\((\S+)=0,"–",(\S+)/(\S+)\)', formula):
        tested, above, below = (_value(book, sheet, each) for each in match.groups())
        return "–" if tested == 0 else float(above) / float(below)
    if match := re.fullmatch(r"IF\(ISNUMBER\((.+)\),100\*\1,0\)", formula):
        share = _value(book, sheet, match[1])
        return 100 * share if isinstance(share, float) else 0.0
    if match := re.fullmatch(r"(\$?[A-Z]+\$?\d+)-(\$?[A-Z]+\$?\d+)", formula):
        return float(_value(book, sheet, match[1])) - float(_value(book, sheet, match[2]))
    if "!" in formula:
        return _value(book, sheet, formula)
    return f"công thức lạ: {formula}"


def cut_texts(flat: Path) -> Iterator[str]:
    """Cells whose text has no room in the height, figures that have none in the width, by a flat file's measures."""
    root = ElementTree.parse(flat).getroot()  # noqa: S314 - LibreOffice wrote it
    styles = {style.get(_q("style:name")): style for style in root.iter(_q("style:style"))}
    for table in root.iterfind(f"{_q('office:body')}/{_q('office:spreadsheet')}/{_q('table:table')}"):
        widths = [
            _points(styles[column.get(_q("table:style-name"))], "table:table-column", "style:column-width")
            for column in _parts(table, "table:table-column")
            for _ in range(min(_number(column, "table:number-columns-repeated"), 200))
        ]
        rows = [row for row in _parts(table, "table:table-row") if _number(row, "table:number-rows-repeated") < 1000]
        heights = [
            _points(styles[row.get(_q("table:style-name"))], "table:table-row", "style:row-height") for row in rows
        ]
        for place, row in enumerate(rows):
            for remark in _cut_in_row(row, styles, widths, heights[place:]):
                yield f"{table.get(_q('table:name'))}, dòng {place + 1}: {remark}"


def _parts(table: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Its rows or columns; a chart on it has tables of its own."""
    for child in table:
        if child.tag == _q(name):
            yield child
        elif child.tag in map(_q, ("table:table-header-rows", "table:table-header-columns")):
            yield from child.iterfind(_q(name))


def _cut_in_row(
    row: ElementTree.Element,
    styles: Mapping[str | None, ElementTree.Element],
    widths: list[float],
    heights: list[float],
) -> Iterator[str]:
    of_row = styles[row.get(_q("table:style-name"))].find(_q("style:table-row-properties"))
    is_fitted = of_row is not None and of_row.get(_q("style:use-optimal-row-height")) == "true"
    column = 0
    for cell in row:
        repeated = _number(cell, "table:number-columns-repeated")
        words = "\n".join("".join(part.itertext()) for part in cell.iterfind(_q("text:p")))
        across = _number(cell, "table:number-columns-spanned")
        style = styles.get(cell.get(_q("table:style-name")))
        if words and style is not None and column + across <= len(widths):
            size, is_bold, wraps = _type(style)
            pixels = sum(widths[column : column + across]) / 0.75
            is_text = cell.get(_q("office:value-type")) == "string"
            if wraps and is_text and (across > 1 or not is_fitted):
                room = sum(heights[: _number(cell, "table:number-rows-spanned")])
                needed = len(wrapped(words, pixels, size, bold=is_bold)) * size * _LINE
                if needed > room + _CLOSE:
                    yield f"cần {needed:.0f} pt, có {room:.0f}: {words[:50]}"
            elif not is_text and width_of(words, size, bold=is_bold) > pixels:
                yield f"số {words} rộng hơn cột"
        column += repeated


def _type(style: ElementTree.Element) -> tuple[float, bool, bool]:
    """Points of type, whether it is bold, whether it is wrapped."""
    text, cell = style.find(_q("style:text-properties")), style.find(_q("style:table-cell-properties"))
    size = text.get(_q("fo:font-size")) if text is not None else None
    weight = text.get(_q("fo:font-weight")) if text is not None else None
    wraps = cell.get(_q("fo:wrap-option")) if cell is not None else None
    return float((size or "13pt")[:-2]), weight == "bold", wraps == "wrap"


@cache
def _q(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_ODF[prefix]}}}{local}"


def _number(element: ElementTree.Element, name: str) -> int:
    return int(element.get(_q(name), "1"))


def _points(style: ElementTree.Element, part: str, name: str) -> float:
    found = style.find(_q(f"style:{part.partition(':')[2]}-properties"))
    inches = found.get(_q(name)) if found is not None else None
    return float((inches or "0in")[:-2]) * 72
