"""Writes letters as a Word file: blocks of `exporters.letter.content` in the styles of `exporters.letter.look`."""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

from exporters.letter import content, look
from exporters.sheet.look import BODY, MARGINS
from exporters.sheet.metrics import lines_of, width_of
from exporters.writing import replacing
from store.text import format_number

_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of a zip file
_SIGNATURE_SHARES = (0.45, 0.55)
_FEW, _WHOLE = 8, 180.0  # rows, points: of a table that is not parted
_FIGURES = 0.65  # of its width, which is for large figures, may a column of small ones have
_ROUNDED = 0.02  # mm: Word counts twentieths of a point, and no margin may be less than the decree allows
_WITH_SIGNATURE = 2  # lines of text, at least
_BESIDE = 2.8  # mm beside the text of a cell


def write_letters(
    parts: Sequence[content.Part], out: Path, *, made_at: datetime, scale: float = 1, cells: float = look.CELL
) -> None:
    """Write letters and annexes, each from a new page, with the type size of a letter multiplied by `scale`.

    `cells` is the type size in tables, in points; with the same `made_at` the same letter gives the same file.

    Raises:
        ExportError: nothing was written.
    """
    document = look.new_document(scale, cells)
    for place, part in enumerate(parts):
        if place:
            document.add_section(WD_SECTION.NEW_PAGE)
            document.paragraphs[-1].style = look.END  # the one that ends the part before
        _set_page(document.sections[-1], part)
        _Writer(document, landscape=part.landscape, is_a3=part.is_a3).write(part.blocks)
    document.add_paragraph(style=look.END)
    _number_pages(document.sections[0])
    properties = document.core_properties
    properties.author = properties.last_modified_by = "tramyte"
    properties.created = properties.modified = made_at
    properties.title = properties.comments = ""
    with replacing(out) as path, path.open("wb") as file:
        _save(document, file)


def points(blocks: Sequence[content.Block], scale: float) -> float:
    """Estimate the height in points of paragraphs on an upright page."""
    room = look.printable(landscape=False) / look.PIXEL
    return sum(
        style.height_of(block.text, room, scale)
        for block in blocks
        if isinstance(block, content.Paragraph)
        for style in (look.STYLES[look.ROLES[block.role]],)
    )


def _save(document: DocumentType, file: BinaryIO) -> None:
    """Save the document as python-docx does, but with one fixed time for all parts, so that the bytes are the same."""
    written = BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _FIRST_MOMENT), old.read(name), zipfile.ZIP_DEFLATED)


def _set_page(section: Section, part: content.Part) -> None:
    short, long = (Mm(side) for side in (look.A3 if part.is_a3 else look.A4))
    section.orientation = WD_ORIENT.LANDSCAPE if part.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if part.landscape else (short, long)
    section.top_margin, section.bottom_margin = Mm(MARGINS["top"]), Mm(MARGINS["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS["left"]), Mm(MARGINS["right"] + _ROUNDED)
    section.header_distance = section.footer_distance = Mm(10)
    # The first page of a letter has no number, each letter begins with 1 (Nghị định 30, Phụ lục I).
    section.different_first_page_header_footer = not part.is_annex
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    if not part.is_annex:
        numbers = OxmlElement("w:pgNumType")
        numbers.set(qn("w:start"), "1")
        section._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")


def _number_pages(first: Section) -> None:
    """Put the page number at the top in the middle; the other sections take over this header."""
    paragraph = first.header.paragraphs[0]
    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))


class _Writer:
    """Writes the blocks of one part at the end of the document."""

    def __init__(self, document: DocumentType, *, landscape: bool, is_a3: bool) -> None:
        self.document = document
        self.ids = {style.name: style.style_id for style in document.styles}  # looked up anew they take seconds
        self.landscape = landscape
        self.width = look.printable(landscape=landscape, is_a3=is_a3)

    def write(self, blocks: Sequence[content.Block]) -> None:
        """Write all blocks; the last words stay on the page of the signature below them."""
        line = content.LinesToWrite(1)
        signed = self._stay_with_signature(blocks)
        for place, block in enumerate(blocks):
            is_last = place in signed
            match block:
                case content.Paragraph(text, content.Role.QUESTION) if blocks[place + 1 : place + 2] == [line]:
                    self.paragraph(f"{text}\n\t", look.QUESTION_WITH_LINE[self.landscape])
                case content.LinesToWrite(1) if place and _asks(blocks[place - 1]):
                    pass  # it stands in the paragraph of its question, which no program parts
                case content.Paragraph():
                    is_below_table = place > 0 and isinstance(blocks[place - 1], content.Table)
                    is_text = block.role is content.Role.TEXT
                    self.paragraph(
                        block.text, look.TEXT[is_below_table, is_last] if is_text else look.ROLES[block.role]
                    )
                    if block.role is content.Role.SUBJECT:
                        self.paragraph("", look.TITLE_RULE)
                case content.Table():
                    self.table(block, is_last=is_last)
                case content.Chart():
                    from exporters.letter.chart import add_chart  # few letters have one

                    paragraph = self.document.add_paragraph(style=look.ROLES[content.Role.CENTRED])
                    add_chart(self.document, paragraph, block, self.width)
                case content.LinesToWrite():
                    for _ in range(block.count):
                        self.paragraph("\t", look.TO_WRITE_ON[self.landscape, is_last])
                case content.Head():
                    self.head(block)
                case content.Addressed():
                    self.addressed(block.offices)
                case content.Signature():
                    if place and isinstance(blocks[place - 1], content.Table):
                        self.paragraph("", look.BETWEEN)
                    self.signature(block)

    def _stay_with_signature(self, blocks: Sequence[content.Block]) -> set[int]:
        """Return the places of the blocks before a signature that keep two lines or more with it."""
        found: set[int] = set()
        lines = _WITH_SIGNATURE
        for place in reversed(range(len(blocks))):
            block = blocks[place]
            if isinstance(block, content.Signature):
                lines = 0
                continue
            if lines < _WITH_SIGNATURE:
                found.add(place)
            match block:
                case content.Paragraph(text, content.Role.TEXT):
                    lines += lines_of(text, self.width / look.PIXEL, BODY)
                case content.LinesToWrite(count):
                    lines += count
                case _:  # a heading stays with what is below it by itself
                    lines = _WITH_SIGNATURE
        return found

    def paragraph(self, text: str, style: str) -> None:
        self.document.add_paragraph(text)._p.style = self.ids[style]

    def _frame(self, shares: Sequence[float], style: str, rows: int = 1) -> Table:
        table: Table = self.document.add_table(rows, len(shares))
        table.style = self.document.styles[style]
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        widths = [Mm(self.width * share / sum(shares)) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in table.rows:
            _mark(row, "w:cantSplit")
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        return table

    def _fill(self, cell: _Cell, *lines: tuple[str, str]) -> None:
        """Fill a cell with paragraphs (text, style); the first takes the empty paragraph of a new cell."""
        for place, (text, style) in enumerate(lines):
            paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
            paragraph._p.style = self.ids[style]
            if text:
                paragraph.add_run(text)

    def head(self, head: content.Head) -> None:
        """Write the agency at the left, the name of the country at the right, and below them number and day."""
        letter = head.letter
        above, below = self._frame(look.HEAD_SHARES, look.FRAME, rows=2).rows
        agency, country = above.cells
        lines = [(letter.parent.upper(), "Cơ quan chủ quản")] if letter.parent else []
        self._fill(agency, *lines, (letter.station.upper(), "Cơ quan ban hành"), ("", look.AGENCY_RULE))
        self._fill(country, (content.COUNTRY, "Quốc hiệu"), (content.MOTTO, "Tiêu ngữ"), ("", look.MOTTO_RULE))
        number, day = below.cells
        about = [(head.about, "Về việc")] if head.about else []
        self._fill(number, (content.number_text(letter), "Số ký hiệu"), *about)
        self._fill(day, (content.place_and_day(letter), "Địa danh, ngày tháng"))

    def addressed(self, offices: Sequence[str]) -> None:
        """Write "Kính gửi": one office on the same line, several as a list."""
        if len(offices) == 1:
            self.paragraph(f"Kính gửi: {offices[0]}.", "Kính gửi")
            return
        self.paragraph("Kính gửi:", "Kính gửi các nơi")
        for place, office in enumerate(offices, 1):
            is_last = place == len(offices)
            self.paragraph(f"- {office}{'.' if is_last else ';'}", "Nơi được gửi, cuối" if is_last else "Nơi được gửi")

    def table(self, block: content.Table, *, is_last: bool) -> None:
        """Write a table: head repeated on each page, no row broken, a few low rows of an upright page together.

        The last row above a sum stays on its page, so that no sum stands alone below a repeated head.
        With `is_last` the last row stays on the page of the signature below it.
        """
        widths = _widths(block, self.width, figures=1 if self.landscape else _FIGURES)
        table = self._frame(widths, look.TABLE, rows=1 + len(block.rows))
        is_whole = not self.landscape and len(block.rows) <= _FEW and _height(block, widths) <= _WHOLE
        head, *rows = table.rows
        _mark(head, "w:tblHeader")
        for cell, text in zip(head.cells, block.heads, strict=True):
            self._fill(cell, (text, "Ô tiêu đề"))
        for place, (row, values) in enumerate(zip(rows, block.rows, strict=True)):
            is_sum = place >= len(rows) - block.sums
            is_above_sum = place + 1 == len(rows) - block.sums
            kept = is_last if place + 1 == len(rows) else is_whole or is_above_sum
            label = min(block.left, default=-1)
            if len(values) == 1:
                self._fill(row.cells[0].merge(row.cells[-1]), (_text(values[0]), "Ô nhóm"))
                continue
            for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
                is_text = column in block.left
                plain = (look.TEXT_CELL if is_text else look.FIGURE_CELL)[kept]
                self._fill(cell, (_text(value), "Ô tổng" if is_sum and (not is_text or column == label) else plain))

    def signature(self, block: content.Signature) -> None:
        """Write Nơi nhận and the signature side by side, in a row that no page end breaks."""
        left, right = self._frame(_SIGNATURE_SHARES, look.FRAME).rows[0].cells
        if block.recipients:
            places = [(f"- {recipient}", "Nơi nhận, từng nơi") for recipient in block.recipients]
            self._fill(left, ("Nơi nhận:", "Nơi nhận"), *places)
        note = [(block.note, "Ghi chú ký")] if block.note else []
        title = "\n".join(filter(None, (block.signs_for, block.title))).upper()
        self._fill(right, (title, "Chức vụ người ký"), *note, (block.name, "Họ tên người ký"))


def _asks(block: content.Block) -> bool:
    return isinstance(block, content.Paragraph) and block.role is content.Role.QUESTION


def _height(table: content.Table, widths: Sequence[float]) -> float:
    """Estimate the height in points of the rows of a table."""
    lines = sum(
        max(lines_of(_text(value), width / look.PIXEL, look.CELL) for value, width in zip(row, widths, strict=False))
        for row in table.rows
    )
    return (lines * look.LINE + len(table.rows) / 5) * look.CELL


def _widths(table: content.Table, room: float, figures: float) -> list[float]:
    """Return column widths in mm: as the table gives them, but wide enough for each word of a head and each figure.

    `figures` is the share of its width that a column of figures keeps at least; the rest goes to the first column of
    text.
    """
    least = []
    for column, head in enumerate(table.heads):
        words = [(word, True) for word in head.split()]
        if column not in table.left:
            words += [
                (word, place >= len(table.rows) - table.sums)
                for place, row in enumerate(table.rows)
                if len(row) > 1
                for word in _text(row[column]).split()
            ]
        longest = max((width_of(word, look.CELL, bold=bold) for word, bold in words), default=0)
        least.append(min(longest * 25.4 / 96 + _BESIDE, room / 4))
    widths = [room * width / sum(table.widths) for width in table.widths]
    if table.left:
        for column, low in enumerate(least):
            if column not in table.left:
                narrow = min(widths[column], max(low, figures * widths[column]))
                widths[min(table.left)] += widths[column] - narrow
                widths[column] = narrow
    lacking = sum(max(0, low - width) for low, width in zip(least, widths, strict=True))
    spare = [max(0, width - low) for low, width in zip(least, widths, strict=True)]
    part = min(1, lacking / sum(spare)) if lacking else 0
    return [max(width, low) - part * over for width, low, over in zip(widths, least, spare, strict=True)]


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _text(value: content.Cell) -> str:
    if isinstance(value, content.Formula):
        return value.text
    return format_number(value) if isinstance(value, int) else value or ""
