"""The look of all letters in Word: page, styles and rules by Nghị định 30/2020/NĐ-CP, Phụ lục I.

Everything is a style of the document, so that whoever edits it further can use the same styles.
"""

from dataclasses import replace

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from exporters.letter.content import MOTTO, Role
from exporters.sheet.look import BODY, MARGINS, TITLE
from exporters.sheet.metrics import FONT, lines_of, width_of
from store.frozen import frozen

A4, A3 = (210, 297), (297, 420)  # mm
HEAD_SHARES = (0.4, 0.6)  # of the page: the agency, the name of the country
TABLE, FRAME = "Biểu", "Khung"  # with rules, and without
_NOT_NEEDED = ("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering")  # of python-docx's template
CELL = 11  # points, of the rows of a table; its head is a point smaller
_FIRST_LINE = 10.0  # mm
_ROOM_TO_SIGN = 54.0  # points: the name stands under a signature and a stamp
PIXEL = 25.4 / 96  # mm
LINE = 1.2  # of the size of type
_LEFT, _CENTRE, _JUSTIFIED = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


@frozen
class _Style:
    """A paragraph style."""

    name: str
    size: float = BODY  # points
    bold: bool = False
    italic: bool = False
    align: WD_ALIGN_PARAGRAPH = _CENTRE
    before: float = 0  # points
    after: float = 0
    first_line: float = 0  # mm
    indent: float = 0  # mm, at the left
    keeps_next: bool = False
    keeps_lines: bool = False

    def height_of(self, text: str, room: float, scale: float) -> float:
        """Return the height in points of a paragraph whose lines have `room` pixels."""
        size = round(self.size * scale)
        return lines_of(text, room - self.indent / PIXEL, size, bold=self.bold) * LINE * size + self.before + self.after


#: The style of each role.
ROLES = {
    Role.TITLE: "Title",
    Role.ANNEX: "Tên phụ lục",
    Role.SUBJECT: "Trích yếu",
    Role.REMARK: "Kèm theo",
    Role.CENTRED: "Giữa trang",
    Role.PART: "Heading 1",
    Role.SECTION: "Heading 2",
    Role.QUESTION: "Heading 3",
    Role.LEAD_IN: "Dẫn vào bảng",
    Role.TEXT: "Body Text",
    Role.ITEM: "List",
    Role.NOTE: "Chú thích bảng",
}
#: Text of a letter, by whether a table is above it and whether it stays on the page of the signature.
TEXT = {
    (False, False): ROLES[Role.TEXT],
    (False, True): "Đoạn cuối",
    (True, False): "Đoạn dưới bảng",
    (True, True): "Đoạn cuối dưới bảng",
}
#: By whether the row stays with the one below it.
TEXT_CELL = {False: "Ô chữ", True: "Ô chữ, giữ dòng"}
FIGURE_CELL = {False: "Ô số", True: "Ô số, giữ dòng"}
#: By whether the page is landscape, and whether the signature follows.
TO_WRITE_ON = {
    (False, False): "Dòng chấm",
    (False, True): "Dòng chấm cuối",
    (True, False): "Dòng chấm, trang ngang",
    (True, True): "Dòng chấm cuối, trang ngang",
}
#: A question with the line to answer it on, by whether the page is landscape.
QUESTION_WITH_LINE = {False: "Câu hỏi, dòng chấm", True: "Câu hỏi, dòng chấm, trang ngang"}
_LEAST_WITH_BODY = 10  # points of cells; about smaller ones the text is a point smaller too
_SIGNED_TIGHTER = 0.7  # of the room to sign in
_CELLS = {"Ô tiêu đề", "Ô nhóm", "Ô tổng", *TEXT_CELL.values(), *FIGURE_CELL.values()}
END = "Cuối phần"  # the empty paragraph that Word wants behind a table: too small to begin a page
BETWEEN = "Giữa hai bảng"  # an empty paragraph too: Word makes one of two tables that follow each other
AGENCY_RULE, MOTTO_RULE, TITLE_RULE = "Vạch cơ quan", "Vạch tiêu ngữ", "Vạch trích yếu"

STYLES = {
    style.name: style
    for style in (
        _Style("Title", TITLE, bold=True, before=12, keeps_next=True),
        _Style("Tên phụ lục", TITLE, bold=True, after=6, keeps_next=True),
        _Style("Trích yếu", TITLE, bold=True, keeps_next=True),
        _Style("Kèm theo", BODY, italic=True, after=6, keeps_next=True),
        _Style("Giữa trang", BODY, after=6, keeps_next=True),
        _Style("Heading 1", TITLE, bold=True, align=_LEFT, before=6, after=6, first_line=_FIRST_LINE, keeps_next=True),
        _Style("Heading 2", BODY, bold=True, align=_LEFT, before=6, after=6, first_line=_FIRST_LINE, keeps_next=True),
        _Style("Heading 3", BODY, align=_LEFT, before=3, after=3, first_line=_FIRST_LINE, keeps_next=True),
        _Style("Dẫn vào bảng", BODY, align=_JUSTIFIED, after=6, first_line=_FIRST_LINE, keeps_next=True),
        *(
            _Style(
                name,
                BODY,
                align=_JUSTIFIED,
                before=6 * is_below_table,
                after=6,
                first_line=_FIRST_LINE,
                keeps_next=is_last,
            )
            for (is_below_table, is_last), name in TEXT.items()
        ),
        _Style("List", BODY, align=_LEFT, after=3, indent=_FIRST_LINE),
        _Style("Chú thích bảng", 11, italic=True, align=_LEFT, before=3, after=3),
        *(
            _Style(name, BODY, align=_LEFT, before=2, after=2, keeps_next=is_last)
            for (_, is_last), name in TO_WRITE_ON.items()
        ),
        *(
            _Style(name, BODY, align=_LEFT, before=3, after=3, first_line=_FIRST_LINE, keeps_lines=True)
            for name in QUESTION_WITH_LINE.values()
        ),
        _Style("Cơ quan chủ quản", 12),
        _Style("Cơ quan ban hành", 12, bold=True),
        _Style("Quốc hiệu", 12, bold=True),
        _Style("Tiêu ngữ", 13, bold=True),
        _Style("Số ký hiệu", 13),
        _Style("Về việc", 12),
        _Style("Địa danh, ngày tháng", 13, italic=True),
        _Style("Kính gửi", TITLE, before=6, after=12),
        _Style("Kính gửi các nơi", TITLE, align=_LEFT, before=6, indent=25, keeps_next=True),
        _Style("Nơi được gửi", TITLE, align=_LEFT, indent=40, keeps_next=True),
        _Style("Nơi được gửi, cuối", TITLE, align=_LEFT, after=12, indent=40, keeps_next=True),
        _Style("Ô tiêu đề", CELL - 1, bold=True, before=1, after=1, keeps_next=True),
        *(_Style(name, CELL, align=_LEFT, before=1, after=1, keeps_next=kept) for kept, name in TEXT_CELL.items()),
        *(_Style(name, CELL, before=1, after=1, keeps_next=kept) for kept, name in FIGURE_CELL.items()),
        _Style("Ô nhóm", CELL, bold=True, align=_LEFT, before=1, after=1, keeps_next=True),
        _Style("Ô tổng", CELL, bold=True, before=1, after=1, keeps_next=True),
        _Style("Nơi nhận", 12, bold=True, italic=True, align=_LEFT, before=12),
        _Style("Nơi nhận, từng nơi", 11, align=_LEFT),
        _Style("Chức vụ người ký", BODY, bold=True, before=12),
        _Style("Ghi chú ký", BODY, italic=True),
        _Style("Họ tên người ký", BODY, bold=True, before=_ROOM_TO_SIGN),
        _Style("Header", BODY),
        _Style(END, 1),
        _Style(BETWEEN, 1, keeps_next=True),
    )
}


def new_document(scale: float = 1, cells: float = CELL) -> DocumentType:
    """Make an empty document with all styles, their type size multiplied by `scale`.

    `cells` is the type size in tables, in points; less than `CELL` saves pages.
    """
    document = Document()
    for relations in (document.part.package.rels, document.part.rels):
        for relation in [each for each in relations.values() if each.reltype.endswith(_NOT_NEEDED)]:
            del relations[relation.rId]
    kept = {*STYLES, "Normal", "Default Paragraph Font", "Normal Table", "No List"}
    for style in [style for style in document.styles if style.name not in kept]:
        style.delete()
    _set_defaults(document)
    for style in STYLES.values():
        _add(document, style if cells == CELL else _tighter(style, cells), scale)
    for heading in ("Heading 1", "Heading 2", "Heading 3"):  # what one types below it
        document.styles[heading].element.get_or_add_next().val = document.styles["Body Text"].style_id
    half, width = HEAD_SHARES, printable(landscape=False)
    _add_rule(document, AGENCY_RULE, half[0] * width, half[0] * width / 3)
    _add_rule(document, MOTTO_RULE, half[1] * width, width_of(MOTTO, 13, bold=True) * PIXEL)
    _add_rule(document, TITLE_RULE, width, width / 4)
    _add_table_style(document, TABLE, padding=60 if cells == CELL else 40)
    _add_table_style(document, FRAME)
    return document


def _tighter(style: _Style, cells: float) -> _Style:
    """Return the style for saving pages: smaller type in cells, less room above and below."""
    smaller = CELL - cells if style.name in _CELLS else float(style.size == BODY and cells < _LEAST_WITH_BODY)
    share = _SIGNED_TIGHTER if style.name == "Họ tên người ký" else 0.5
    return replace(style, size=style.size - smaller, before=style.before * share, after=style.after * share)


def printable(*, landscape: bool, is_a3: bool = False) -> float:
    """Return the width between the margins in millimetres."""
    return (A3 if is_a3 else A4)[landscape] - MARGINS["left"] - MARGINS["right"]


def _set_defaults(document: DocumentType) -> None:
    """Set Times New Roman, and Vietnamese as the language, so that no word is marked as a mistake."""
    normal = _named(document, "Normal")
    _set_font(normal)
    normal.font.size = Pt(BODY)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _set_font(style: ParagraphStyle) -> None:
    """Set the one font for all kinds of letters in place of a theme's font that the template may name."""
    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), FONT)


def _named(document: DocumentType, name: str) -> ParagraphStyle:
    """Return the style with this name, from the template or new."""
    found = next((style for style in document.styles if style.name == name), None)
    if found is not None:
        # Colours, borders and spaces of the template, and a style of letters that is not kept.
        for old in (found.element.pPr, found.element.rPr, found.element.find(qn("w:link"))):
            if old is not None:
                found.element.remove(old)
    else:
        found = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(found, ParagraphStyle)  # noqa: S101 - no table is named so
    found.base_style = None if name == "Normal" else document.styles["Normal"]
    found.quick_style = True
    return found


def _add(document: DocumentType, style: _Style, scale: float) -> None:
    made = _named(document, style.name)
    _set_font(made)
    made.font.size, made.font.bold, made.font.italic = Pt(round(style.size * scale)), style.bold, style.italic
    shape = made.paragraph_format
    shape.alignment = style.align
    shape.space_before, shape.space_after = Pt(style.before), Pt(style.after)
    shape.first_line_indent, shape.left_indent = Mm(style.first_line), Mm(style.indent)
    shape.keep_with_next = style.keeps_next
    if style.keeps_lines:
        shape.keep_together = True
    shape.widow_control = True
    dotted = {name: landscape for (landscape, _), name in TO_WRITE_ON.items()}
    dotted |= {name: landscape for landscape, name in QUESTION_WITH_LINE.items()}
    for name, landscape in dotted.items():
        if name == style.name:
            width = Mm(printable(landscape=landscape))
            shape.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _add_rule(document: DocumentType, name: str, room: float, width: float) -> None:
    """Add the style of an empty paragraph whose upper border is a line `width` mm wide in the middle of `room` mm."""
    made = _named(document, name)
    _set_font(made)
    made.font.size = Pt(2)
    shape = made.paragraph_format
    shape.left_indent = shape.right_indent = Mm((room - width) / 2)
    shape.space_before, shape.space_after = Pt(2), Pt(6)
    border = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    made.element.get_or_add_pPr().insert_element_before(
        parse_xml(border), "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def _add_table_style(document: DocumentType, name: str, *, padding: int = 0) -> None:
    """Add a style for tables; with `padding`, in twentieths of a point, it has rules too."""
    made = document.styles.add_style(name, WD_STYLE_TYPE.TABLE)
    made.base_style = document.styles["Normal Table"]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if padding else ()
    rules = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    cells = f'<w:left w:w="{padding}" w:type="dxa"/><w:right w:w="{padding}" w:type="dxa"/>'
    look = f"<w:tblBorders>{rules}</w:tblBorders><w:tblCellMar>{cells}</w:tblCellMar>"
    made.element.append(parse_xml(f"<w:tblPr {nsdecls('w')}>{look}</w:tblPr>"))
    if padding:
        made.element.append(parse_xml(f'<w:tcPr {nsdecls("w")}><w:vAlign w:val="center"/></w:tcPr>'))
