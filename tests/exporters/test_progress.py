"""The progress report as a workbook: the parts of Nghị định 30, the figures, native charts."""

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from exporters.progress import write_progress
from exporters.progress_tables import ITEM_HEADS, PARTS_NOTE, TASK_HEADS
from exporters.sheet.metrics import lines_of
from exporters.writing import ExportError
from store.calendar.periods import KINDS, ReportKind
from store.reporting.progress_paper import SECTION_HEADINGS, FrozenMark, forecast_text, from_json
from tests.exporters.progress_sample import progress_paper
from tests.golden_parts import is_golden


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "Báo cáo tuần.xlsx"


def texts(path: Path, *sheets: str) -> list[str]:
    """What the cells of a letter show, those with a formula too; what stands side by side in one cell as two texts."""
    book = openpyxl.load_workbook(path, data_only=True)
    named = [each for each in sheets or ("Báo cáo", "Nội dung") if each in book.sheetnames]
    cells = (cell for name in named for row in book[name].iter_rows() for cell in row if cell.value)
    shown = (
        f"{cell.value:.2%}".replace(".", ",") if cell.value != "–" and "%" in cell.number_format else str(cell.value)
        for cell in cells
    )
    return [part for text in shown for part in re.split(r"\s{3,}|\n(?=- )", text) if part]


def visible(book: openpyxl.Workbook) -> list[str]:
    """The sheets but for the hidden one that says what the paper is."""
    return [sheet.title for sheet in book if sheet.sheet_state == "visible"]


@pytest.mark.parametrize("layout", ["with tables", "of text alone"])
def test_the_commonest_name_of_an_office_stays_on_one_line(out: Path, layout: str) -> None:
    paper = replace(progress_paper(), parent="Ủy ban nhân dân xã Tri Tôn", station="Trạm Y tế xã Tri Tôn")
    if layout == "of text alone":
        paper = replace(paper, items=(), indicators=(), units=())
    write_progress(paper, out)
    assert {"ỦY BAN NHÂN DÂN XÃ TRI TÔN", "TRẠM Y TẾ XÃ TRI TÔN"} <= {text.strip() for text in texts(out)}


def test_every_part_of_the_decree_is_there_in_its_order(out: Path) -> None:
    write_progress(progress_paper(), out)
    found = texts(out)
    parts = [
        "UBND XÃ VĨNH GIA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TRẠM Y TẾ XÃ VĨNH GIA",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: …/BC-TYT",
        "Vĩnh Gia, ngày 23 tháng 6 năm 2026",
        "BÁO CÁO TUẦN",
        "Kính gửi:",
        "- Sở Y tế tỉnh An Giang;",
        "- Ủy ban nhân dân xã Vĩnh Gia.",
        "Nơi nhận:",
        "TRƯỞNG TRẠM",
        "Nguyễn Thị Thảo",
    ]
    assert [found.index(part) for part in parts] == sorted(found.index(part) for part in parts)
    assert not [heading for heading in SECTION_HEADINGS.values() if not any(heading.upper() in cell for cell in found)]


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("daily", "BÁO CÁO NGÀY"),
        ("weekly", "BÁO CÁO TUẦN"),
        ("monthly", "BÁO CÁO THÁNG"),
        ("closing", "BÁO CÁO TỔNG KẾT"),
        ("once", "BÁO CÁO"),
    ],
)
def test_the_heading_names_the_kind_of_report(out: Path, kind: str, heading: str) -> None:
    write_progress(progress_paper(kind=kind), out)
    assert heading in texts(out)


def test_a_report_that_comes_once_has_no_next_period(out: Path) -> None:
    heading = SECTION_HEADINGS["next"].upper()
    for kind, sections, is_there in (
        ("closing", {}, False), ("once", {}, False), ("weekly", {}, True), ("closing", {"next": "Duy trì."}, True),
    ):  # fmt: skip
        write_progress(progress_paper(kind=kind, sections=sections), out)
        assert any(heading in text for text in texts(out)) is is_there, kind


def test_a_kind_needs_no_more_than_its_entry_to_be_written(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "interim", ReportKind("sơ kết", "Báo cáo sơ kết"))
    write_progress(progress_paper(kind="interim"), out)
    assert "BÁO CÁO SƠ KẾT" in texts(out)


@pytest.mark.parametrize(
    ("month", "expected"),
    [(1, "ngày 05 tháng 01"), (2, "ngày 05 tháng 02"), (3, "ngày 05 tháng 3"), (12, "ngày 05 tháng 12")],
)
def test_small_days_and_the_first_two_months_have_a_leading_zero(out: Path, month: int, expected: str) -> None:
    write_progress(progress_paper(made_at=f"2026-{month:02d}-05T08:00:00"), out)
    assert any(expected in cell for cell in texts(out))


def test_who_counts_as_chua_without_a_word_of_them_is_told_under_the_table(out: Path) -> None:
    paper = progress_paper()
    write_progress(paper, out)
    assert not [cell for cell in texts(out) if "chưa có thông tin" in cell]
    items = (replace(paper.items[0], unknown=64), *paper.items[1:])
    write_progress(replace(paper, items=items), out)
    assert any("Trong số chưa thực hiện có người chưa có thông tin: CCCD: 64." in cell for cell in texts(out))


def test_the_table_tells_done_rate_and_change(out: Path) -> None:
    write_progress(progress_paper(), out)
    found = texts(out)
    at = found.index(ITEM_HEADS[-1]) + 1
    assert found[at : at + 8] == [
        "1",
        "Thẻ Căn cước công dân/Căn cước",
        "–",
        "382171",
        "372375",
        "97,44%",
        "9796",
        "+375",
    ]
    assert "13,55%" in found, "369.164/2.724.670"


def test_a_first_report_compares_with_nothing(out: Path) -> None:
    first = progress_paper(before=None, items=tuple(_first(item) for item in progress_paper().items))
    write_progress(first, out)
    found = texts(out)
    at = found.index(ITEM_HEADS[-1]) + 1
    assert found[at + 7] == "–"


def _first(item: object) -> object:
    return replace(item, done_before=None)  # type: ignore[type-var]  # an ItemLine


def test_units_and_tasks_stand_on_sheets_of_their_own(out: Path) -> None:
    write_progress(progress_paper(), out)
    book = openpyxl.load_workbook(out)
    assert visible(book) == ["Báo cáo", "Nội dung", "Biểu 1 - Đơn vị", "Biểu 2 - Nhiệm vụ", "Biểu đồ"]
    assert set(TASK_HEADS) <= set(texts(out, "Biểu 2 - Nhiệm vụ"))
    assert book["Biểu 2 - Nhiệm vụ"].print_title_rows == "$4:$4"
    assert any("quá hạn 2 nhiệm vụ số 3, 7" in cell for cell in texts(out)), texts(out)


def test_no_rate_of_a_unit_and_no_head_is_parted_in_its_cell(out: Path) -> None:
    whole = replace(progress_paper().items[0], applicable=950, done=950)
    write_progress(progress_paper(items=(whole,) * 6), out)
    sheet = openpyxl.load_workbook(out, data_only=True)["Biểu 1 - Đơn vị"]
    sum_row = next(row for row in sheet.iter_rows() if row[1].value == "Tổng cộng")
    for cell in sum_row[2:]:
        width = sheet.column_dimensions[cell.column_letter].width * 8 + 5
        shown = "100,00%" if "%" in cell.number_format else str(cell.value)
        assert lines_of(shown, width, 11, bold=True) == 1, cell.value


def test_every_rate_of_a_unit_divides_two_cells(out: Path) -> None:
    write_progress(progress_paper(), out)
    sheet = openpyxl.load_workbook(out)["Biểu 1 - Đơn vị"]
    rates = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=IF")]
    assert rates
    for cell in rates:
        found = re.fullmatch(r'=IF\(([A-Z]+[0-9]+)=0,"–",([A-Z]+[0-9]+)/\1\)', str(cell.value))
        assert found, cell.value
        assert None not in [sheet[name].value for name in found.groups()]


def test_rates_and_sums_follow_when_a_figure_is_corrected(out: Path) -> None:
    write_progress(progress_paper(), out)
    live, kept = (openpyxl.load_workbook(out, data_only=data_only) for data_only in (False, True))
    row = next(row for row in live["Báo cáo"].iter_rows() if row[0].value == 1)
    all_of_them, done, rate, missing = [cell for cell in row if cell.value is not None][3:7]
    whole, part = all_of_them.coordinate, done.coordinate
    assert (rate.value, missing.value) == (f'=IF({whole}=0,"–",{part}/{whole})', f"={whole}-{part}")
    assert kept["Báo cáo"][rate.coordinate].value == 372375 / 382171
    assert kept["Báo cáo"][missing.coordinate].value == 9796
    total = next(row for row in live["Biểu 1 - Đơn vị"].iter_rows() if row[1].value == "Tổng cộng")
    assert total[2].value == f"=SUM(C5:C{total[2].row - 1})" or isinstance(total[2].value, int)
    assert str(total[4].value).startswith("=IF(")


def test_what_is_asked_of_fewer_stands_with_its_whole_and_the_letter_follows_the_units(out: Path) -> None:
    health, school = (18, 31), (4, 4)
    (item, *_), unit = progress_paper().items, progress_paper().units[0]
    units = (replace(unit, unit="A", people=33, items=(health,)), replace(unit, unit="B", people=4, items=(school,)))
    paper = progress_paper(items=(replace(item, done=22, applicable=35),), units=units, people=37)
    write_progress(paper, out)
    book = openpyxl.load_workbook(out)
    sheet = book["Biểu 1 - Đơn vị"]
    asked, done, rates = ([row[column] for row in sheet.iter_rows(min_row=4, max_row=7)] for column in (3, 4, 5))
    short = item.short_title
    assert [cell.value for cell in asked] == [f"{short} phải thực hiện", 31, 4, "=SUM(D5:D6)"]
    assert [cell.value for cell in done] == [f"{short} đã", 18, 4, "=SUM(E5:E6)"]
    assert [cell.value for cell in rates][1::2] == ['=IF(D5=0,"–",E5/D5)', '=IF(D7=0,"–",E7/D7)']
    assert not any(PARTS_NOTE in text for text in texts(out, "Biểu 1 - Đơn vị"))
    row = next(row for row in book["Báo cáo"].iter_rows() if row[0].value == 1)
    linked = [f"='Biểu 1 - Đơn vị'!{cell.coordinate}" for cell in (asked[-1], done[-1])]
    assert [cell.value for cell in row if str(cell.value).startswith("='Biểu")] == linked, "not all 37 are asked"
    write_progress(paper, out.with_suffix(".docx"))
    tables = [
        [cell.text for cell in row.cells] for table in docx.Document(str(out.with_suffix(".docx"))).tables
        for row in table.rows
    ]  # fmt: skip
    assert ["1", "A", "33", "18/31", "58,06%"] in tables
    assert ["", "Tổng cộng", "37", "22/35", "62,86%"] in tables


def test_what_is_needed_a_day_is_told_with_whom_the_day_concerns() -> None:
    cccd, level2, *others = progress_paper().items
    due = {"due": "2026-06-29T23:59:59"}
    items = (replace(cccd, a_day=1, **due), replace(level2, a_day=1200, due_of="ngành Y tế", **due), *others)
    assert forecast_text(progress_paper(items=items)) == (
        "Để kịp hạn 29/06/2026, mỗi ngày cần: CCCD: 1 người. "
        "Ngành Y tế: để kịp hạn 29/06/2026, mỗi ngày cần: Mức 2: 1.200 người."
    )
    assert forecast_text(progress_paper()) == ""


def test_what_the_pen_is_left_for_goes_on_the_page_of_the_signature(out: Path) -> None:
    paper = progress_paper()
    long = replace(
        paper.indicators[0], title="Công dân có thẻ BHYT phải có Sổ sức khỏe điện tử trên ứng dụng VNeID khi đi khám"
    )
    write_progress(progress_paper(sections={}, indicators=(long,) * 4), out)
    sheet = openpyxl.load_workbook(out)["Nội dung"]
    column = [str(row[0].value).strip() for row in sheet.iter_rows()]
    assert column[0].startswith("II. ")
    assert column[-1].endswith(paper.signer_name), "in one row, which no page end parts"
    assert not sheet.row_breaks.brk
    assert min(height for height in lines_to_write_on(sheet)) >= 18


@pytest.mark.parametrize("count", range(1, 7))
def test_a_table_of_a_few_indicators_is_on_one_page_with_its_head(out: Path, count: int) -> None:
    paper = progress_paper()
    title = "Các thông tin sức khỏe của người dân trên địa bàn được theo dõi, quản lý thông qua dữ liệu số, kết nối"
    long = replace(paper.indicators[0], title=title)
    write_progress(progress_paper(indicators=(long,) * count), out)
    sheet = openpyxl.load_workbook(out).active
    column = [row[0].value for row in sheet.iter_rows()]
    head = [n for n, cell in enumerate(column) if cell == "TT"][-1]
    assert not {mark.id for mark in sheet.row_breaks.brk} & set(range(head, head + count + 1))


def test_a_paragraph_and_the_line_to_write_on_grow_when_somebody_writes_more(out: Path) -> None:
    """No program fits a row to merged cells, or a row whose height is set."""
    write_progress(progress_paper(), out)
    book = zipfile.ZipFile(out)
    text = book.read("xl/worksheets/sheet2.xml").decode()
    assert "mergeCell" not in text
    rows = re.findall(r"<row [^>]*[^/]>", text)
    assert len(rows) > 10
    assert not [row for row in rows if "customHeight" in row]
    assert "differentFirst" not in text, "it goes on behind the first page"


def test_text_that_grows_is_in_type_that_no_screen_makes_narrower(out: Path) -> None:
    write_progress(progress_paper(), out)
    cells = [row[0] for row in openpyxl.load_workbook(out)["Nội dung"].iter_rows()]
    written = [cell for cell in cells if cell.alignment.horizontal == "justify"]
    assert {cell.border.bottom.style for cell in written} == {None, "dotted"}
    for cell in written:
        pixels = cell.font.size * 96 / 72
        assert round(pixels) > pixels, (
            "a row is fitted to pixels of the screen when somebody types, then printed by points"
        )


def lines_to_write_on(sheet: Worksheet) -> list[float]:
    rows = [row for row in sheet.iter_rows() if row[0].border.bottom.style == "dotted"]
    assert rows
    return [sheet.row_dimensions[row[0].row].height for row in rows]


def test_the_charts_are_the_programs_own(out: Path) -> None:
    write_progress(progress_paper(), out)
    names = zipfile.ZipFile(out).namelist()
    charts = [name for name in names if name.startswith("xl/charts/chart")]
    kinds = [zipfile.ZipFile(out).read(name).decode() for name in sorted(charts)]
    assert ["<c:barChart>" in kinds[0], "<c:lineChart>" in kinds[1]] == [True, True]


def test_a_single_unit_and_a_single_day_need_no_annex_and_no_trend(out: Path) -> None:
    paper = progress_paper()
    write_progress(progress_paper(units=paper.units[:1], tasks=(), indicators=(), trend=paper.trend[-1:]), out)
    assert visible(openpyxl.load_workbook(out)) == ["Báo cáo", "Nội dung", "Biểu đồ"]
    charts = [name for name in zipfile.ZipFile(out).namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 1


def test_a_correction_lists_what_differs(out: Path) -> None:
    write_progress(
        progress_paper(corrections=("Mức 2: 95/121 → 97/121",), issued=FrozenMark(2, "2026-06-23T14:05:00")), out
    )
    assert any("Mức 2: 95/121 → 97/121" in cell for cell in texts(out))


def test_json_is_everything_that_is_printed(tmp_path: Path) -> None:
    paper = progress_paper()
    write_progress(paper, tmp_path / "a.json")
    (entry,) = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert from_json(entry) == paper


def test_the_chart_and_its_table_follow_the_report(out: Path) -> None:
    write_progress(progress_paper(), out)
    book = openpyxl.load_workbook(out)
    rates = [
        f"'Báo cáo'!{cell.coordinate}"
        for row in book["Báo cáo"].iter_rows()
        for cell in row
        if cell.number_format.endswith("0.00%") and cell.column_letter == "Q"
    ]
    formulas = [str(cell.value) for row in book["Biểu đồ"].iter_rows() for cell in row if cell.data_type == "f"]
    assert len(rates) == len(progress_paper().items)
    drawn = [f"=IF(ISNUMBER({each}),100*{each},0)" for each in rates]
    assert sorted(formulas) == sorted([*drawn, *(f"={each}" for each in rates)])
    values = openpyxl.load_workbook(out, data_only=True)["Biểu đồ"]
    assert [row[11].value for row in values.iter_rows(max_row=2)] == [97.44, 92.45], (
        "for programs that calculate nothing"
    )


def test_a_long_title_of_who_signs_stays_on_its_side(out: Path) -> None:
    write_progress(progress_paper(signer_title="Phó Giám đốc phụ trách chuyên môn"), out)
    *_, last = (row[0].value for row in openpyxl.load_workbook(out)["Nội dung"].iter_rows())
    signed = str(last).splitlines()
    assert signed[0].startswith("Nơi nhận:")
    assert not [line for line in signed if "PHÓ GIÁM ĐỐC PHỤ TRÁCH CHUYÊN MÔN" in line]
    assert any(line.endswith(("CHUYÊN MÔN", " MÔN")) for line in signed)


def test_more_recipients_than_a_row_has_room_for_are_all_there(out: Path) -> None:
    write_progress(progress_paper(recipients=tuple(f"Đơn vị {number}" for number in range(1, 61))), out)
    sheet = openpyxl.load_workbook(out)["Nội dung"]
    found = {text.strip(" ;.") for text in texts(out, "Nội dung")}
    assert {f"- Đơn vị {number}" for number in range(1, 61)} <= found
    assert max(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)) < 409, "Excel cuts it there"


def test_an_ending_that_is_no_paper_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.xlsx"):
        write_progress(progress_paper(), tmp_path / "a.csv")


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet5.xml", "xl/charts/chart1.xml",
     "xl/charts/chart2.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"],
)  # fmt: skip
def test_the_workbook_is_the_golden_one_part_by_part(out: Path, part: str, request: pytest.FixtureRequest) -> None:
    write_progress(progress_paper(), out)
    assert is_golden(out, part, "progress", request)
