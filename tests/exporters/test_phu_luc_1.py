"""Phụ lục 1 as a workbook: the form to the letter, set up to be printed and signed."""

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from exporters.form import write_form
from exporters.form_letter import reasons_size
from exporters.writing import ExportError
from store.reporting.form_papers import FormPaper
from store.words.forms import lead_in
from tests.golden_parts import is_golden
from tests.store import phu_luc_1
from tests.store.phu_luc_1 import HEADS, SECTION_HEADINGS, table_of


def paper(
    rows: int = 3, *, reasons: int = 2, name: str = "Khoa {}", sections: dict[str, str] | None = None
) -> FormPaper:
    why = tuple((f"Lý do dài thứ {n} về việc chưa nhận được mã OTP do đổi số điện thoại", 1) for n in range(reasons))
    made = tuple(
        phu_luc_1.row(name.format(n), 1000 + n, 998 + n, 2, why, 900, 800, 200 + n, why, 1, n)
        for n in range(1, rows + 1)
    )
    total = phu_luc_1.row(
        "Tổng cộng", sum(r.figures["total"] for r in made), sum(r.figures["level2_done"] for r in made), 2 * rows, why, 900 * rows, 800 * rows,
        sum(r.figures["bhyt_todo"] for r in made), why,
    )  # fmt: skip
    table = table_of(made, total)
    return FormPaper(
        table, "(Kèm theo công văn số 12/TYT của Trạm Y tế xã Vĩnh Gia ngày 23/06/2026)", "THỦ TRƯỞNG ĐƠN VỊ",
        "Nguyễn Thị Thảo", sections or {"reception": "Bố trí 01 nhân viên.\nMở cửa từ 7 giờ."},
    )  # fmt: skip


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "Phụ lục 1 của trạm.xlsx"


def texts(path: Path, *, formulas: bool = False) -> list[list[object]]:
    """The cells of all sheets, row by row."""
    book = openpyxl.load_workbook(path, data_only=not formulas)
    return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]


def test_the_heads_are_those_of_the_form() -> None:
    assert HEADS == (
        "TT",
        "Khoa/phòng tại đơn vị",
        "Tổng số lượng CBCCVC và người lao động",
        "Số lượng Đã cài đặt, đăng ký và kích hoạt định danh VNeID mức 2",
        "Số lượng Chưa cài đặt, đăng ký và kích hoạt định danh VNeID mức 2",
        "Lý do chưa cài đặt, đăng ký và kích hoạt định danh VNeID mức 2",
        "Số lượng đã được khởi tạo Sổ SKĐT trên VNeID",
        "Số lượng Đã tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
        "Số lượng Chưa tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
        "Lý do chưa tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
    )


def test_every_part_of_the_form_is_there_in_its_order(out: Path) -> None:
    write_form(paper(), out)
    cells = [str(cell) for row in texts(out) for cell in row if cell is not None]
    found = [line.strip() for cell in cells for line in cell.splitlines()]
    parts = [
        "PHỤ LỤC 1",
        "Thống kê kết quả triển khai thực hiện sổ sức khỏe điện tử trên ứng dụng VNeID",
        "(Kèm theo công văn số 12/TYT của Trạm Y tế xã Vĩnh Gia ngày 23/06/2026)",
        "I. Kết quả thực hiện",
        *HEADS,
        "2. Triển khai khu vực tiếp đón, hướng dẫn bệnh nhân đăng ký khám chữa bệnh",
        "Bố trí 01 nhân viên.",
        "3. Công tác tập huấn triển khai Sổ sức khỏe điện tử",
        "4. Công tác in ấn tài liệu, tuyên truyền",
        "II. Khó khăn, vướng mắc",
        "III. Đề xuất, kiến nghị",
        "THỦ TRƯỞNG ĐƠN VỊ",
        "(Ký tên và đóng dấu)",
        "Nguyễn Thị Thảo",
    ]
    places = [found.index(part) for part in parts]
    assert places == sorted(places)
    assert any("Số lượng, tỷ lệ cán bộ, công chức, viên chức, người lao động" in text for text in found)


def test_the_page_is_set_up_by_the_decree(out: Path) -> None:
    write_form(paper(40), out)
    book = openpyxl.load_workbook(out)
    sheet = book.active
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (
        sheet.page_setup.fitToWidth or 1,  # one is what is meant where nothing is written
        sheet.page_setup.fitToHeight,
        sheet.sheet_properties.pageSetUpPr.fitToPage,
    ) == (1, 0, True)
    millimetres = {side: round(getattr(sheet.page_margins, side) * 25.4) for side in ("left", "right", "top", "bottom")}
    assert 30 <= millimetres["left"] <= 35
    assert 15 <= millimetres["right"] <= 20
    assert 20 <= millimetres["top"] <= 25
    assert 20 <= millimetres["bottom"] <= 25
    xml = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    assert '<headerFooter differentFirst="1"><oddHeader>&amp;C' in xml
    fonts = re.findall(r'<name val="([^"]+)"', zipfile.ZipFile(out).read("xl/styles.xml").decode())
    assert set(fonts) == {"Times New Roman"}


def test_numbers_add_up_and_read_as_vietnamese_write_them(out: Path) -> None:
    write_form(paper(), out)
    sheet = openpyxl.load_workbook(out).active
    head = next(n for n, row in enumerate(texts(out), 1) if row[0] == "TT")
    cell = sheet.cell(head + 1, 3)
    assert (cell.value, cell.data_type) == (1001, "n")
    assert "0\\.000" in cell.number_format
    rates = next(row for row in sheet.iter_rows() if row[1].value == "Tỷ lệ (%)")
    assert {rates[n].number_format for n in (2, 3, 4, 6, 7, 8)} == {"[$-42A]0.00%"}


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_sums_and_rates_follow_when_a_figure_is_corrected(out: Path, rows: int) -> None:
    write_form(paper(rows), out)
    found, live = texts(out), texts(out, formulas=True)
    first = next(n for n, row in enumerate(found, 1) if row[0] == 1)
    total = next(n for n, row in enumerate(found, 1) if row[1] == "Tổng cộng")
    for column, letter in ((2, "C"), (3, "D"), (4, "E"), (6, "G"), (7, "H"), (8, "I")):
        assert live[total - 1][column] == f"=SUM({letter}{first}:{letter}{total - 1})"
        assert found[total - 1][column] == sum(row[column] for row in found if isinstance(row[0], int))
        assert live[total][column] == f'=IF($C{total}=0,"–",{letter}{total}/$C{total})'
        assert found[total][column] == found[total - 1][column] / found[total - 1][2]
    assert (live[first - 1][4], live[first - 1][8]) == (f"=C{first}-D{first}", f"=C{first}-H{first}")
    assert (found[first - 1][4], found[first - 1][8]) == (2, 201)


def test_who_is_left_stays_a_number_where_it_is_not_everybody_else(out: Path) -> None:
    row = phu_luc_1.row("Khoa 1", 10, 6, 3, (), 0, 0, 10, ())
    write_form(replace(paper(1), table=table_of((row,), replace(row, label="Tổng cộng"))), out)
    (line,) = [row for row in texts(out, formulas=True) if row[0] == 1]
    assert line[4] == 3
    assert str(line[8]).startswith("=C")


def test_the_sentence_gives_number_and_rate() -> None:
    row = phu_luc_1.row("x", 382171, 372375, 9796, (), 0, 0, 382171, ())
    found = lead_in(table_of((row,), row, by="unit", scope="x"))
    assert "372.375/382.171 người, đạt 97,44%" in found
    assert "23/06/2026" in found


@pytest.mark.parametrize("reasons", [0, 1, 5, 12, 20])
def test_no_reason_is_cut(out: Path, reasons: int) -> None:
    write_form(paper(reasons=reasons), out)
    sheet = openpyxl.load_workbook(out).active
    head = next(n for n, row in enumerate(texts(out), 1) if row[0] == "TT")
    height = sheet.row_dimensions[head + 1].height
    cell = sheet.cell(head + 1, 6)
    size = cell.font.size
    # A letter is half as wide as high, a point 4/3 of a pixel; Excel's lines are a third higher than its letters.
    room = (sheet.column_dimensions["F"].width * 8 + 5) / (size * 4 / 3 / 2)
    assert height >= 1.3 * size * len(str(cell.value or "")) / (1.2 * room)
    page = (210 - 20 - 20) / 25.4 * 72
    assert sheet.row_dimensions[head].height + height <= page, "a higher one is cut at the end of the page"


@pytest.mark.parametrize("rows", [0, 1, 33, 400])
def test_any_number_of_rows(out: Path, rows: int) -> None:
    write_form(paper(rows), out)
    numbers = [row[0] for row in texts(out) if isinstance(row[0], int)]
    assert numbers == list(range(1, rows + 1))


def test_a_name_that_looks_like_a_formula_stays_a_name(out: Path) -> None:
    write_form(paper(1, name="=COUNT(A1:A{})"), out)
    cells = [c for row in openpyxl.load_workbook(out).active.iter_rows() for c in row if "COUNT" in str(c.value)]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=COUNT(A1:A1)", "s")]


def test_the_same_paper_is_the_same_file(tmp_path: Path) -> None:
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_form(paper(), one)
    write_form(paper(), two)
    assert one.read_bytes() == two.read_bytes()


def test_the_workbook_has_a_sheet_of_the_table_and_one_of_the_text_and_no_part_that_runs(out: Path) -> None:
    write_form(paper(), out)
    names = set(zipfile.ZipFile(out).namelist())
    assert {name for name in names if name.startswith("xl/worksheets")} == {
        f"xl/worksheets/sheet{number}.xml" for number in (1, 2)
    }
    assert not {name for name in names if "vba" in name or "external" in name}


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/styles.xml",
     "xl/workbook.xml", "docProps/core.xml"],
)  # fmt: skip
def test_the_workbook_is_the_golden_one_part_by_part(out: Path, part: str, request: pytest.FixtureRequest) -> None:
    write_form(paper(), out)
    assert is_golden(out, part, "phu-luc-1", request)


def test_csv_and_json_carry_the_table(tmp_path: Path) -> None:
    write_form(paper(), tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].split(";")[1] == HEADS[1]
    assert len(lines) == 5
    write_form(paper(), tmp_path / "a.json")
    entries = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert [entry["label"] for entry in entries] == ["Khoa 1", "Khoa 2", "Khoa 3", "Tổng cộng"]


def test_an_ending_that_is_no_paper_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.xlsx"):
        write_form(paper(), tmp_path / "a.pdf")


def test_every_section_has_room_to_write_by_hand(out: Path) -> None:
    write_form(paper(sections={"reception": " ", "printing": "Đã in 50 tờ."}), out)
    sheet = openpyxl.load_workbook(out).worksheets[1]
    dotted = [row for row in sheet.iter_rows() if all(cell.border.bottom.style == "dotted" for cell in row)]
    above = [sheet.cell(row[0].row - 1, 1).value for row in dotted]
    assert above == [heading for section, heading in SECTION_HEADINGS.items() if section != "printing"]
    assert min(sheet.row_dimensions[row[0].row].height for row in dotted) >= 18


def test_nobody_on_the_list_is_told_without_rates(out: Path) -> None:
    empty = paper(0)
    assert lead_in(empty.table) == "Chưa có người nào trong danh sách (số liệu đến ngày 23/06/2026)."
    write_form(empty, out)
    label = next(row for row in texts(out) if row[1] == "Tỷ lệ (%)")
    assert [label[column] for column in (2, 3, 4, 6, 7, 8)] == ["–"] * 6


def breaks(path: Path) -> list[int]:
    """1-based rows that a page is told to start with."""
    return [mark.id + 1 for mark in openpyxl.load_workbook(path).active.row_breaks.brk]


def column_a(path: Path) -> tuple[list[object], list[int]]:
    """(first cells of all sheets, one below the other; 1-based rows that a page starts with, but for the first)."""
    cells: list[object] = []
    starts: list[int] = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        starts += [len(cells) + 1] if cells else []
        starts += [len(cells) + mark.id + 1 for mark in sheet.row_breaks.brk]
        cells += [row[0].value for row in sheet.iter_rows()]
    return cells, starts


@pytest.mark.parametrize(("rows", "reasons"), [(0, 0), (1, 0), (3, 2), (5, 6), (8, 2), (33, 6), (200, 0)])
@pytest.mark.parametrize("long", [1, 30, 300])
def test_the_program_repeats_the_head_on_each_page_of_the_table_and_over_no_page_of_text(
    out: Path, rows: int, reasons: int, long: int
) -> None:
    write_form(paper(rows, reasons=reasons, sections={"training": "Đã tập huấn. " * long}), out)
    found = texts(out)
    heads = [n for n, row in enumerate(found, 1) if row[0] == "TT"]
    rate = next(n for n, row in enumerate(found, 1) if row[1] == "Tỷ lệ (%)")
    starts = breaks(out)
    assert len(heads) == 1, "as a row of data it would move away from the top of its page"
    parted = [row for row in starts if heads[0] < row <= rate]
    book = openpyxl.load_workbook(out)
    assert book.worksheets[0].print_title_rows == f"${heads[0]}:${heads[0]}"
    assert not parted or starts[-1] <= rate, "a page of text would have the head of the table"
    assert [sheet.print_title_rows for sheet in book.worksheets[1:]] in ([], [None])


def test_every_row_is_there_once_between_the_heads(out: Path) -> None:
    write_form(paper(40), out)
    assert [row[0] for row in texts(out) if isinstance(row[0], int)] == list(range(1, 41))


@pytest.mark.parametrize("rows", [2, 3, 4, 5, 8, 12, 20, 33])
def test_the_rates_are_on_the_page_of_the_sum(out: Path, rows: int) -> None:
    write_form(paper(rows, reasons=6, sections={"training": "Đã tập huấn."}), out)
    found = texts(out)
    rate = next(n for n, row in enumerate(found, 1) if row[1] == "Tỷ lệ (%)")
    assert found[rate - 2][1] == "Tổng cộng"
    assert rate not in breaks(out)


@pytest.mark.parametrize("rows", [0, 1, 2, 5, 6, 33])
def test_no_break_parts_the_signature_from_the_paper_or_a_heading_from_its_text(out: Path, rows: int) -> None:
    write_form(paper(rows, sections={"proposals": "Cấp thêm máy.\nMở lớp tập huấn."}), out)
    cells, starts = column_a(out)
    assert starts, "the paper is longer than a page"
    headings = [cells.index(heading) + 1 for heading in SECTION_HEADINGS.values()]
    assert not {heading + 1 for heading in headings} & set(starts)
    assert max(starts) <= cells.index("Mở lớp tập huấn.") + 1, "the last words go with the signature"


def test_a_long_paragraph_can_be_parted_by_a_page(out: Path) -> None:
    words = " ".join(f"từ{n}" for n in range(2500))
    write_form(paper(sections={"difficulties": words}), out)
    sheet = openpyxl.load_workbook(out).worksheets[1]
    pieces = [row for row in sheet.iter_rows() if str(row[0].value).startswith("từ")]
    assert " ".join(str(row[0].value) for row in pieces) == words
    assert max(sheet.row_dimensions[row[0].row].height for row in pieces) < 300


@pytest.mark.parametrize("rows", [1, 5, 12, 40])
def test_the_head_of_the_table_is_never_alone_at_the_foot_of_a_page(out: Path, rows: int) -> None:
    write_form(paper(rows), out)
    assert [row[0] for row in texts(out)].index("TT") + 2 not in breaks(out)


def test_six_departments_take_two_pages(out: Path) -> None:
    made = paper(6, reasons=0, sections={"reception": ""})
    why = (("Thẻ BHYT sai ngày sinh/họ tên", 2), ("Chờ BHXH cập nhật", 1))
    rows = tuple(replace(row, reasons=dict.fromkeys(row.reasons, why)) for row in made.table.rows)
    write_form(replace(made, table=replace(made.table, rows=rows)), out)
    assert [sheet.row_breaks.brk for sheet in openpyxl.load_workbook(out)] == [[], []], "the table, then the text"
    assert [row[0] for row in texts(out)].count("TT") == 1


def test_six_departments_with_five_reasons_in_each_cell_take_two_pages(out: Path) -> None:
    made = paper(6, reasons=0, sections={"reception": ""})
    words = (
        "Không có điện thoại thông minh", "Quên mật khẩu", "Được cấp nhưng chưa kích hoạt", "CCCD hết hạn, chờ cấp lại",
        "Thẻ BHYT sai ngày sinh",
    )  # fmt: skip
    why = dict.fromkeys(made.table.total.reasons, tuple((word, 2) for word in words))
    rows = tuple(replace(row, label="Y tế dự phòng", reasons=why) for row in made.table.rows)
    total = replace(made.table.total, reasons=why)
    write_form(replace(made, table=replace(made.table, rows=rows, total=total)), out)
    assert [sheet.row_breaks.brk for sheet in openpyxl.load_workbook(out)] == [[], []], "the table, then the text"


def test_thirty_units_take_four_pages_and_name_the_commonest_reasons(out: Path) -> None:
    made = paper(30, reasons=0)
    why = tuple((f"Lý do thứ {n} mà đơn vị ghi", 9 - n) for n in range(1, 7))
    of_all = dict.fromkeys(made.table.total.reasons, why)
    table = replace(
        made.table,
        by="unit",
        rows=tuple(
            replace(row, label=f"Trường Trung học cơ sở An Lộc {n}", reasons=of_all)
            for n, row in enumerate(made.table.rows)
        ),
        total=replace(made.table.total, reasons=of_all),
    )
    write_form(replace(made, table=table), out)
    assert sum(1 + len(sheet.row_breaks.brk) for sheet in openpyxl.load_workbook(out)) <= 4
    found = texts(out)
    cells = [row[5] for row in found if isinstance(row[0], int)]
    assert set(cells) == {"Lý do thứ 1 mà đơn vị ghi (8); Lý do thứ 2 mà đơn vị ghi (7); lý do khác (18)"}
    assert "Lý do thứ 6 mà đơn vị ghi (3)" in next(row[5] for row in found if row[1] == "Tổng cộng")
    assert any("đủ các lý do ở dòng Tổng cộng" in str(row[0]) for row in found)


def test_a_row_of_the_table_grows_when_somebody_lengthens_a_reason(out: Path) -> None:
    write_form(paper(), out)
    sheet = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    head = next(n for n, row in enumerate(texts(out), 1) if row[0] == "TT")
    rows = {int(number): rest for number, rest in re.findall(r'<row r="(\d+)"([^>]*)>', sheet)}
    assert [number for number, rest in rows.items() if "customHeight" not in rest] == list(range(head, head + 6))


@pytest.mark.parametrize("size", [12, 11, 10, 9, 8.5])
def test_reasons_are_in_type_that_no_screen_makes_narrower(size: float) -> None:
    pixels = reasons_size(size) * 96 / 72
    assert round(pixels) > pixels, "a row is fitted to pixels of the screen when somebody types, then printed by points"
