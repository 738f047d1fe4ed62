"""A made-up book -> a real file of every kind that units send."""

import csv
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from html import escape
from pathlib import Path

import openpyxl
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from importers.grids.legacy_text import from_tcvn3
from tests.importers.generated.book import Book, Sheet
from tests.importers.generated.odd_cells import Padded

_TCVN3 = {from_tcvn3(chr(code)): chr(code) for code in range(0xA1, 0xFF) if from_tcvn3(chr(code)) != chr(code)}
_VNI = {
    "\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï", "\u0302": "â", "\u0302\u0301": "á", "\u0302\u0300": "à", "\u0302\u0309": "å",
    "\u0302\u0303": "ã", "\u0302\u0323": "ä", "\u0306": "ê", "\u0306\u0301": "é", "\u0306\u0300": "è", "\u0306\u0309": "ú", "\u0306\u0303": "ü", "\u0306\u0323": "ë",
}  # fmt: skip
_VNI_ALONE = {"đ": "ñ", "ơ": "ô", "ư": "ö", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "í": "í", "ì": "ì"}
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def tcvn3(text: str) -> str:
    """As the TCVN3 fonts want it; capitals with tones are small letters in a font of capitals."""
    plain = unicodedata.normalize("NFC", text)
    return "".join(_TCVN3.get(c) or _TCVN3.get(c.lower(), c.lower() if ord(c) > 0x7F else c) for c in plain)


def vni(text: str) -> str:
    """As the VNI fonts want it: the letter, then its mark as a letter of its own."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        small = letter.lower()
        if small in _VNI_ALONE:
            alone = _VNI_ALONE[small]
            out.append(alone.upper() if letter.isupper() else alone)
            continue
        parts = unicodedata.normalize("NFD", small)
        marks = parts[1:]
        if "\u031b" in marks:  # ơ, ư with a tone: the letter of its own, then the tone
            base = _VNI_ALONE[unicodedata.normalize("NFC", parts[0] + "\u031b")]
            marks = marks.replace("\u031b", "")
        else:
            base = parts[0]
        order = "".join(sorted(marks, key=lambda mark: mark in _TONES))
        tail = _VNI.get(order, "")
        out.append((base + tail).upper() if letter.isupper() else base + tail)
    return "".join(out)


def can_be_old(book: Book) -> bool:
    """Whether every sign of the book stands in an old font: ticks of Unicode do not."""
    return all(
        not isinstance(cell, str) or (all(ord(c) < 0x7F or c == "\u00a0" or unicodedata.category(c).startswith("L") for c in unicodedata.normalize("NFC", cell))
        and not any(0xA0 < ord(c) < 0x100 and unicodedata.normalize("NFD", c) == c and c not in "Đđ" for c in cell))
        for sheet in book.sheets for row in sheet.rows for cell in row
    )  # fmt: skip


def changed(book: Book, change: Callable[[str], str]) -> None:
    """Every text of the book in another spelling."""
    for sheet in book.sheets:
        sheet.rows = [
            [change(cell) if isinstance(cell, str) and cell not in ("ü", "û") else cell for cell in row]
            for row in sheet.rows
        ]


def xlsx(book: Book, path: Path) -> None:
    """By openpyxl."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for sheet in book.sheets:
        page = made.create_sheet(sheet.name)
        for number, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row, 1):
                if cell is not None:
                    page.cell(number, column, cell)
                if isinstance(cell, Padded):
                    page.cell(number, column).number_format = "0" * 12
        for top, left, bottom, right in sheet.merged:
            page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        if sheet.hidden:
            page.sheet_state = "hidden"
    made.save(path)


def formulas(book: Book, path: Path) -> None:
    """By xlsxwriter: numbers and some texts are formulas, and the file holds their values."""
    with xlsxwriter.Workbook(str(path)) as made:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for sheet in book.sheets:
            page = made.add_worksheet(sheet.name)
            for number, row in enumerate(sheet.rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(number, column, cell, day)
                    elif isinstance(cell, bool):
                        page.write_boolean(number, column, cell)
                    elif isinstance(cell, (int, float)):
                        page.write_formula(number, column, f"={cell}+0", None, cell)
                    elif isinstance(cell, str) and cell and (number + column) % 7 == 0:
                        page.write_formula(number, column, '=T("x")', None, cell)
                    elif isinstance(cell, str):
                        page.write_string(number, column, cell)
            for area in sheet.merged:
                page.merge_range(*area, "")
                top, left = area[:2]
                page.write(top, left, sheet.rows[top][left] if left < len(sheet.rows[top]) else None)
            if sheet.hidden:
                page.hide()


def xls(book: Book, path: Path) -> None:
    """By xlwt."""
    made = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for sheet in book.sheets:
        page = made.add_sheet(sheet.name, cell_overwrite_ok=True)
        for number, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write(number, column, cell, day)
                elif cell is not None:
                    page.write(number, column, cell)
        for top, left, bottom, right in sheet.merged:
            page.merge(top, bottom, left, right)
        if sheet.hidden:
            page.visibility = 1
    made.save(str(path))


def ods(book: Book, path: Path) -> None:
    """By odfpy."""
    made = OpenDocumentSpreadsheet()
    hidden = Style(name="hid", family="table")
    hidden.addElement(TableProperties(display="false"))
    made.automaticstyles.addElement(hidden)
    for sheet in book.sheets:
        page = Table(name=sheet.name, **({"stylename": hidden} if sheet.hidden else {}))
        spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merged}
        covered = _covered(sheet) - spans.keys()
        width = max((len(row) for row in sheet.rows), default=0)
        for number, row in enumerate(sheet.rows):
            line = TableRow()
            for column in range(
                max(len(row), *(c + 1 for r, c in covered if r == number), 0)
                if any(r == number for r, _ in covered)
                else len(row)
            ):
                cell = row[column] if column < len(row) else None
                if (number, column) in covered:
                    line.addElement(CoveredTableCell())
                    continue
                down, right = spans.get((number, column), (1, 1))
                line.addElement(
                    _ods_cell(
                        cell,
                        {"numberrowsspanned": down, "numbercolumnsspanned": right} if (down, right) != (1, 1) else {},
                    )
                )
            if not row:
                line.addElement(TableCell(numbercolumnsrepeated=max(width, 1)))
            page.addElement(line)
        made.spreadsheet.addElement(page)
    made.save(str(path))


def _ods_cell(cell: object, span: dict[str, int]) -> TableCell:
    if cell is None or cell == "":
        return TableCell(**span)
    if isinstance(cell, bool):
        made = TableCell(valuetype="boolean", booleanvalue=str(cell).lower(), **span)
    elif isinstance(cell, (int, float)):
        made = TableCell(valuetype="float", value=str(cell), **span)
    elif isinstance(cell, date):
        made = TableCell(valuetype="date", datevalue=cell.isoformat(), **span)
    else:
        made = TableCell(valuetype="string", **span)
    for part in str(cell).split("\n"):
        made.addElement(P(text=part))
    return made


def _typed(cell: object) -> str:
    """As a spreadsheet writes a cell into a text file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _covered(sheet: Sheet) -> set[tuple[int, int]]:
    """(row, column) of every cell of a merged range."""
    return {
        (row, column)
        for top, left, bottom, right in sheet.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def _text(book: Book) -> Sheet:
    return max(
        (sheet for sheet in book.sheets if not sheet.hidden),
        key=lambda sheet: sum(t.sheet == sheet.name for t in book.people),
    )


def delimited(delimiter: str, encoding: str) -> Callable[[Book, Path], None]:
    """A text file; of the sheet with most people, for it holds one only."""

    def write(book: Book, path: Path) -> None:
        with path.open("w", encoding="utf-8" if encoding == "cp1258" else encoding, newline="") as file:
            out = csv.writer(file, delimiter=delimiter)
            out.writerows([_typed(cell) for cell in row] for row in _text(book).rows)
        if encoding == "cp1258":
            path.write_bytes(_cp1258(path.read_text("utf-8")))

    return write


def _cp1258(text: str) -> bytes:
    """The tones stand behind their letters there, the other marks do not."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(c for c in parts if c in _TONES)
        out.append(unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES)) + tones)
    return "".join(out).encode("cp1258")


def html(book: Book, path: Path) -> None:
    """A page that some system calls .xls."""
    out = ["<html><head><meta charset='utf-8'></head><body>"]
    sheet = _text(book)
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merged}
    covered = _covered(sheet) - spans.keys()
    out.append("<table border=1>")
    for number, row in enumerate(sheet.rows):
        out.append("<tr>")
        for column, cell in enumerate(row):
            if (number, column) not in covered:
                down, right = spans.get((number, column), (1, 1))
                text = escape(_typed(cell)).replace("\n", "<br>")
                out.append(f"<td rowspan={down} colspan={right}>{text}</td>")
        out.append("</tr>")
    out.append("</table></body></html>")
    path.write_text("".join(out), "utf-8")


#: By name: how it is written, the ending, and whether it holds all sheets of a book.
WRITERS: dict[str, tuple[Callable[[Book, Path], None], str, bool]] = {
    "openpyxl": (xlsx, "xlsx", True),
    "xlsxwriter, formulas": (formulas, "xlsx", True),
    "xlwt": (xls, "xls", True),
    "odfpy": (ods, "ods", True),
    "csv utf-8 ,": (delimited(",", "utf-8"), "csv", False),
    "csv utf-8-sig ;": (delimited(";", "utf-8-sig"), "csv", False),
    "csv utf-16 tab": (delimited("\t", "utf-16"), "txt", False),
    "csv cp1258 ,": (delimited(",", "cp1258"), "csv", False),
    "html": (html, "xls", False),
}
