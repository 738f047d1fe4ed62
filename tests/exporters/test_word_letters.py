"""Letters as Word files: the parts of Nghị định 30, styles instead of formatting by hand, nothing parted that must not be."""

import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from exporters.form import write_form
from exporters.guide import write_guide
from exporters.letter.content import Paragraph, Part, Signature, Table
from exporters.letter.word import write_letters
from exporters.progress import write_progress
from store.monitoring import guides
from store.words.forms import lead_in
from tests.exporters.progress_sample import progress_paper
from tests.exporters.test_phu_luc_1 import paper as phu_luc_1
from tests.golden_parts import is_golden
from tests.store.phu_luc_1 import HEADS, SECTION_HEADINGS

_MADE_AT = datetime.fromisoformat("2026-06-23T14:00:00")
LETTERS = {
    "progress": lambda out: write_progress(progress_paper(), out),
    "phu-luc-1": lambda out: write_form(phu_luc_1(), out),
}


@pytest.fixture(params=LETTERS)
def letter(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    out = tmp_path / f"{request.param}.docx"
    LETTERS[request.param](out)
    return out


def opened(path: Path) -> Document:
    return docx.Document(str(path))


def test_every_heading_of_phu_luc_1_begins_at_one_place(tmp_path: Path) -> None:
    LETTERS["phu-luc-1"](tmp_path / "a.docx")
    headed = [each for each in opened(tmp_path / "a.docx").paragraphs if re.match(r"([IVX]+|\d+)\. ", each.text)]
    assert len(headed) == 7
    assert len({each.style.paragraph_format.first_line_indent for each in headed if each.style}) == 1


def texts(document: Document) -> list[str]:
    """All paragraphs in their order, those of tables too."""
    return [
        text
        for element in document.element.body.iter(qn("w:p"))
        if (text := "".join(run.text or "" for run in element.iter(qn("w:t"))))
    ]


def test_every_part_of_the_decree_is_there_in_its_order(tmp_path: Path) -> None:
    write_progress(progress_paper(), tmp_path / "a.docx")
    found = texts(opened(tmp_path / "a.docx"))
    parts = [
        "UBND XÃ VĨNH GIA", "TRẠM Y TẾ XÃ VĨNH GIA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Số: …/BC-TYT", "Vĩnh Gia, ngày 23 tháng 6 năm 2026", "BÁO CÁO TUẦN", "Kính gửi:",
        "- Sở Y tế tỉnh An Giang;", "- Ủy ban nhân dân xã Vĩnh Gia.", "I. KẾT QUẢ THỰC HIỆN", "97,44%",
        "II. CÔNG TÁC ĐÃ TRIỂN KHAI", "Đã tập huấn 33/33 người.", "V. NHIỆM VỤ KỲ TỚI", "Nơi nhận:", "- Như trên;",
        "- Lưu: VT.", "TRƯỞNG TRẠM", "Nguyễn Thị Thảo", "Biểu 1", "Biểu 2",
    ]  # fmt: skip
    assert [found.index(part) for part in parts] == sorted(found.index(part) for part in parts)
    assert "382.171" in found


def test_phu_luc_1_is_the_form_to_the_letter(tmp_path: Path) -> None:
    paper = phu_luc_1()
    write_form(paper, tmp_path / "a.docx")
    found = texts(opened(tmp_path / "a.docx"))
    parts = [
        "PHỤ LỤC 1", "Thống kê kết quả triển khai thực hiện sổ sức khỏe điện tử trên ứng dụng VNeID", paper.attached_to,
        "I. Kết quả thực hiện", lead_in(paper.table), *HEADS, "Khoa 1", "1.001", "Tổng cộng", "Tỷ lệ (%)",
        *(heading for heading in SECTION_HEADINGS.values()), "THỦ TRƯỞNG ĐƠN VỊ", "(Ký tên và đóng dấu)", "Nguyễn Thị Thảo",
    ]  # fmt: skip
    assert [found.index(part) for part in parts] == sorted(found.index(part) for part in parts)


def test_a_question_and_the_line_for_its_answer_are_one_paragraph_that_no_page_parts(tmp_path: Path) -> None:
    write_form(phu_luc_1(), tmp_path / "a.docx")
    style = "Câu hỏi, dòng chấm, trang ngang"
    asked = [each for each in opened(tmp_path / "a.docx").paragraphs if each.style.name == style]
    assert [each.text[-2:] for each in asked] == ["\n\t"] * len(asked)
    assert asked
    assert all(each.style.paragraph_format.keep_together for each in asked)


def test_the_pages_are_those_of_the_decree(letter: Path) -> None:
    document = opened(letter)
    for section in document.sections:
        assert sorted((round(section.page_width.mm), round(section.page_height.mm))) == [210, 297]
        assert 30 <= section.left_margin.mm <= 35
        assert 15 <= section.right_margin.mm <= 20
        assert 20 <= section.top_margin.mm <= 25
        assert 20 <= section.bottom_margin.mm <= 25
    first, *annexes = document.sections
    assert first.different_first_page_header_footer, "no number on page 1"
    assert not [section for section in annexes if section.different_first_page_header_footer]
    assert 'w:instr="PAGE"' in first.header._element.xml
    fonts = {style.font.name for style in document.styles if style.quick_style and style.font.name}
    assert fonts == {"Times New Roman"}


def test_how_it_looks_is_said_by_styles(letter: Path) -> None:
    body = opened(letter).element.body
    for run in body.iter(qn("w:rPr")):
        raise AssertionError(f"formatted by hand: {run.getparent().xml}")
    for properties in body.iter(qn("w:pPr")):
        assert {child.tag for child in properties} <= {qn("w:pStyle"), qn("w:sectPr")}


def test_rows_are_not_parted_and_heads_repeat(letter: Path) -> None:
    document = opened(letter)
    ruled = [table for table in document.tables if table.style.name == "Biểu"]
    assert ruled
    for table in document.tables:
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    for table in ruled:
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True, *[False] * (len(heads) - 1)]


@pytest.mark.parametrize("sections", [{}, {"next": "Một dòng."}, {"next": "Dòng một.\nDòng hai."}])
def test_the_signature_stays_with_the_last_words(tmp_path: Path, sections: dict[str, str]) -> None:
    write_progress(progress_paper(sections=sections), tmp_path / "a.docx")
    document = opened(tmp_path / "a.docx")
    signature = next(t for t in document.tables if "Nơi nhận:" in t.rows[0].cells[0].text)
    before = signature._tbl.getprevious()
    style = next(s for s in document.styles if s.style_id == before.pPr.pStyle.val)
    assert style.paragraph_format.keep_with_next
    headings = [p.style for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert all(style.paragraph_format.keep_with_next for style in headings)


@pytest.mark.parametrize(("words", "kept"), [("Trân trọng cảm ơn.", 2), ("Trân trọng cảm ơn. " * 12, 1)])
def test_the_signature_has_two_lines_of_text_with_it(tmp_path: Path, words: str, kept: int) -> None:
    texts = [Paragraph(f"Đoạn {number}.") for number in range(3)]
    blocks = [*texts, Paragraph(words), Signature("Trưởng Trạm", "Nguyễn Thị Thảo")]
    write_letters([Part(blocks)], tmp_path / "a.docx", made_at=_MADE_AT)
    written = [p for p in opened(tmp_path / "a.docx").paragraphs if p.text]
    assert [p.style.paragraph_format.keep_with_next for p in written] == [False] * (4 - kept) + [True] * kept


def test_the_signature_stays_with_the_last_row_of_a_table_and_is_no_part_of_it(tmp_path: Path) -> None:
    table = Table(
        ("Việc", "Cách làm"), [("Mục đích", "làm sạch dữ liệu"), ("Nguồn", "đơn vị gửi")], (1, 3), left=(0, 1)
    )
    blocks = [table, Signature("Trưởng Trạm", "Nguyễn Thị Thảo")]
    write_letters([Part(blocks)], tmp_path / "a.docx", made_at=_MADE_AT)
    ruled, signature = opened(tmp_path / "a.docx").tables
    last = [p for cell in ruled.rows[-1].cells for p in cell.paragraphs]
    between = signature._tbl.getprevious()
    assert between.tag == qn("w:p"), "Word makes one of two tables that follow each other"
    assert all(p.style.paragraph_format.keep_with_next for p in (*last, WordParagraph(between, ruled._parent)))


def test_the_same_letter_is_the_same_file(tmp_path: Path) -> None:
    for name in ("1.docx", "2.docx"):
        write_progress(progress_paper(), tmp_path / name)
    assert (tmp_path / "1.docx").read_bytes() == (tmp_path / "2.docx").read_bytes()
    assert opened(tmp_path / "1.docx").core_properties.created.isoformat() == "2026-06-23T14:00:00+00:00"


def test_text_that_word_would_run_stays_text(tmp_path: Path) -> None:
    paper = progress_paper(sections={"work": "<w:p/> & “=1+1”\n{ PAGE }"})
    write_progress(paper, tmp_path / "a.docx")
    assert {"<w:p/> & “=1+1”", "{ PAGE }"} <= set(texts(opened(tmp_path / "a.docx")))


def test_a_correction_and_who_has_no_information_are_told(tmp_path: Path) -> None:
    paper = progress_paper(corrections=("Mức 2: 95/121 → 97/121",))
    items = (replace(paper.items[0], unknown=64), *paper.items[1:])
    write_progress(replace(paper, items=items), tmp_path / "a.docx")
    found = texts(opened(tmp_path / "a.docx"))
    assert "- Mức 2: 95/121 → 97/121." in found
    assert "Trong số chưa thực hiện có người chưa có thông tin: CCCD: 64." in found


@pytest.mark.parametrize("key", [guide.key for guide in guides.guides()])
def test_a_hand_out_has_every_step_in_large_type(tmp_path: Path, key: str) -> None:
    guide = guides.get(key)
    write_guide(guide, tmp_path / "a.docx", station="Trạm Y tế xã Vĩnh Gia")
    document = opened(tmp_path / "a.docx")
    found = texts(document)
    assert [text for text in found if text.startswith("Bước")] == [
        f"Bước {place}. {step.title}" for place, step in enumerate(guide.steps, 1)
    ]
    assert found[-1] == "Cần giúp, xin gặp: Trạm Y tế xã Vĩnh Gia"
    assert document.styles["List"].font.size.pt >= 12


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/header1.xml", "docProps/core.xml"])
def test_the_letter_is_the_golden_one_part_by_part(
    tmp_path: Path, name: str, part: str, request: pytest.FixtureRequest
) -> None:
    LETTERS[name](tmp_path / "a.docx")
    assert is_golden(tmp_path / "a.docx", part, f"{name}-docx", request)


def test_a_table_of_a_few_rows_stays_on_one_page(tmp_path: Path) -> None:
    write_progress(progress_paper(), tmp_path / "a.docx")
    document = opened(tmp_path / "a.docx")
    items = next(table for table in document.tables if table.rows[0].cells[0].text == "TT")
    kept = [{cell.paragraphs[0].style.paragraph_format.keep_with_next for cell in row.cells} for row in items.rows]
    assert kept == [{True}] * 6 + [{False}]


def test_progress_and_trend_are_words_own_charts_with_figures_in_vietnamese(tmp_path: Path) -> None:
    write_progress(progress_paper(), tmp_path / "a.docx")
    archive = zipfile.ZipFile(tmp_path / "a.docx")
    charts = [archive.read(f"word/charts/chart{number}.xml").decode() for number in (1, 2)]
    assert "Tiến độ so với chỉ tiêu (%)" in charts[0]
    assert "<a:t>97,44</a:t>" in charts[0]  # 372.375/382.171
    assert charts[1].count("<c:ser>") == 6
    write_progress(progress_paper(trend=progress_paper().trend[:1]), tmp_path / "b.docx")
    assert not any("chart2" in name for name in zipfile.ZipFile(tmp_path / "b.docx").namelist())


#: The order of what stands within these elements (ECMA-376, Part 1, dml-chart.xsd): Word refuses any other.
ORDER = {
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "plotArea": "layout barChart lineChart catAx valAx",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap axId",
    "lineChart": "grouping varyColors ser dLbls marker smooth axId",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls cat val smooth",
    "dLbl": "idx layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
    "dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
    "catAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr"
    " crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr"
    " crossAx crosses crossBetween majorUnit",
    "scaling": "logBase orientation max min",
}  # fmt: skip


@pytest.mark.parametrize("number", [1, 2])
def test_a_chart_is_in_the_order_of_the_schema_and_the_golden_one(
    tmp_path: Path, number: int, request: pytest.FixtureRequest
) -> None:
    write_progress(progress_paper(), tmp_path / "a.docx")
    xml = zipfile.ZipFile(tmp_path / "a.docx").read(f"word/charts/chart{number}.xml").decode()
    for element in parse_xml(xml.encode()).iter():
        order = ORDER.get(element.tag.split("}")[1], "").split()
        if order:
            places = [order.index(child.tag.split("}")[1]) for child in element]
            assert places == sorted(places), element.tag
    assert is_golden(tmp_path / "a.docx", f"word/charts/chart{number}.xml", "progress-docx", request)


def test_a_form_of_eighteen_columns_goes_on_a3(tmp_path: Path) -> None:
    paper = phu_luc_1(12)
    form, more = paper.table.form, range(8)
    columns = [replace(form.column("bhyt_done"), key=f"more_{place}") for place in more]
    wide = replace(form, columns=(*form.columns[:9], *columns, *form.columns[9:]))
    rows = tuple(replace(row, figures={**row.figures, **{f"more_{n}": n for n in more}}) for row in paper.table.rows)
    total = replace(paper.table.total, figures=rows[0].figures)
    write_form(replace(paper, table=replace(paper.table, form=wide, rows=rows, total=total)), tmp_path / "a.docx")
    document = opened(tmp_path / "a.docx")
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (420, 297)
    widths = [column.width.mm for column in document.tables[0].columns]
    assert len(widths) == 18
    assert round(sum(widths)) == 420 - 30 - 15
    assert min(widths[1], widths[5], widths[17]) > 22, "reasons are read, not spelt"


def test_no_sum_is_alone_on_a_page(tmp_path: Path) -> None:
    rows = [(f"Ấp {number}", number) for number in range(20)]
    table = Table(("Địa bàn", "Số đạt"), [*rows, ("Tổng cộng", 190)], (3, 1), left=(0,), sums=1)
    write_letters([Part([table])], tmp_path / "a.docx", made_at=_MADE_AT)
    (written,) = opened(tmp_path / "a.docx").tables
    kept = [
        {p.style.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs} for row in written.rows
    ]
    assert kept == [{True}, *[{False}] * 19, {True}, {True}]


@pytest.mark.parametrize("last", [[], [Paragraph("Đoạn hai. " * 40)]])
def test_a_text_below_a_table_does_not_touch_its_last_rule(tmp_path: Path, last: list[Paragraph]) -> None:
    table = Table(("Việc", "Đã"), [("Mức 2", 31)], (1, 3), left=(0,))
    blocks = [table, Paragraph("Đoạn một."), *last, Signature("Trưởng Trạm", "Nguyễn Thị Thảo")]
    write_letters([Part(blocks)], tmp_path / "a.docx", made_at=_MADE_AT)
    below = next(p for p in opened(tmp_path / "a.docx").paragraphs if p.text == "Đoạn một.")
    assert below.style.paragraph_format.space_before == Pt(6)
    assert below.style.paragraph_format.keep_with_next == (not last)
