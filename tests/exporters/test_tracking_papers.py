"""The papers of tasks, indicators and data: their own columns, figures, pages; and the same as data."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from exporters.datasets import export_datasets, write_datasets
from exporters.indicator_letter import HEADS, TARGET_HEADS
from exporters.indicators import write_indicators
from exporters.organisations import HEADS as ORGANISATION_HEADS
from exporters.organisations import export_organisations
from exporters.progress import export_progress
from exporters.tasks import STATE_HEADS, export_tasks, write_tasks
from importers.figure_plan import planned
from importers.figure_table import read_figures
from store import campaign_use, clock, settings
from store.calendar.periods import Period
from store.campaigns import file, running
from store.database import Store
from store.figures import figure_entry, indicators
from store.figures.indicators import Figure
from store.monitoring import data_sources, organisations, tasks
from store.monitoring.data_sources import ASSESSMENTS
from store.opening import open_store
from tests.golden_parts import is_golden
from tests.tui.station import SCHOOL, STATION
from tests.tui.tracking_station import tracking_station

MAY, JUNE = Period("monthly", "2026-05-01"), Period("monthly", "2026-06-01")
PAPERS = {
    "tasks": lambda store, out: write_tasks(tasks.all_tasks(store), out),
    "indicators": lambda store, out: write_indicators(indicators.draft_paper(store), out),
    "datasets": lambda store, out: write_datasets(data_sources.paper(store), out),
}


@pytest.fixture
def tracked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    tracking_station(tmp_path / "trạm.sqlite3")
    with open_store(tmp_path / "trạm.sqlite3") as store:
        yield store


def rows(path: Path, sheet: str) -> list[list[object]]:
    found = openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True)
    return [[cell for cell in row if cell is not None] for row in found if any(cell is not None for cell in row)]


def data(path: Path) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))
    return entries


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))


# -- tasks


def test_each_campaign_has_a_sheet_in_the_words_and_order_of_its_source(tracked: Store, tmp_path: Path) -> None:
    campaign_use.use(tracked, file.load(file.built_in()["bo-y-te-2025"]))
    out = tmp_path / "nhiệm vụ.xlsx"
    assert write_tasks(tasks.all_tasks(tracked), out) == 53
    book = openpyxl.load_workbook(out)
    by_campaign = {name.split(" ", 1)[1]: book[name] for name in book.sheetnames[:-1]}
    heads = {name: [cell.value for cell in sheet[6]] for name, sheet in by_campaign.items()}
    assert heads["tri-ton-2026"] == [
        "TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện", "Kết quả, sản phẩm", *STATE_HEADS,
    ]  # fmt: skip
    assert heads["bo-y-te-2025"] == [
        "TT", "Tên nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm", "Thời gian hoàn thành", *STATE_HEADS,
    ]  # fmt: skip
    ministry = [[cell.value for cell in row] for row in by_campaign["bo-y-te-2025"].iter_rows(min_row=7)]
    assert sum(row[6] is not None for row in ministry) == 46 + 4, "the parts a to d of 3.7 have rows of their own"
    assert ["1. Công tác chỉ đạo, điều hành", *[None] * 7] in ministry, "its groups stand above their tasks"
    assert by_campaign["tri-ton-2026"].print_title_rows == "$6:$6"


def test_the_state_stands_behind_the_columns_of_the_source(tracked: Store, tmp_path: Path) -> None:
    write_tasks(tasks.all_tasks(tracked), tmp_path / "a.xlsx")
    found = rows(tmp_path / "a.xlsx", "Nhiệm vụ")
    assert "Đã hoàn thành 1/7 nhiệm vụ; đang thực hiện 1; chưa thực hiện 5; quá hạn 0." in str(found[3][0])
    assert found[5][-2:] == ["Đã hoàn thành ngày 22/06/2026", "Báo cáo số 15/BC-TYT"]
    assert found[6][-2:] == ["Đang thực hiện", "Phụ trách: YS. Lê Văn Tám"]
    fourth = next(row for row in found if row[0] == "4")
    assert fourth[4] == "Trước ngày 10 tháng 7 năm 2026 (B.II.2.b); Trước 15/7/2026 (Phụ lục, TT 4)"


def test_tasks_as_data(tracked: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-07-10T00:00:00")
    write_tasks(tasks.all_tasks(tracked), tmp_path / "a.json")
    entries = data(tmp_path / "a.json")
    assert [entry["late"] for entry in entries] == [False, True, True, True, False, False, False]
    assert (entries[0]["state"], entries[0]["done_on"], entries[2]["state"]) == ("done", "2026-06-22", "not_begun")
    assert [each["due"] for each in entries[3]["deadlines"]] == ["2026-07-09T23:59:59", "2026-07-14T23:59:59"]  # type: ignore[attr-defined]  # a list
    write_tasks(tasks.all_tasks(tracked), tmp_path / "a.csv")
    found = table(tmp_path / "a.csv")
    assert found[0][7:] == ["Tình trạng", "Ngày hoàn thành", "Sản phẩm đã có", "Người phụ trách", "Ghi chú"]
    assert found[2][7] == "Đang thực hiện, quá hạn"
    assert len(found) == 8


def test_task_3_7_of_the_ministry_is_printed_with_its_parts_each_with_lead_and_date(
    tracked: Store, tmp_path: Path
) -> None:
    campaign_use.use(tracked, file.load(file.built_in()["bo-y-te-2025"]))
    listed = tasks.all_tasks(tracked, campaign="bo-y-te-2025")
    write_tasks(listed, tmp_path / "a.xlsx")
    found = rows(tmp_path / "a.xlsx", "Nhiệm vụ")
    place = next(place for place, row in enumerate(found) if row[0] == "3.7")
    assert found[place][2:] == ["Chưa thực hiện, quá hạn"], "who and by when stand with the parts"
    assert [row[0] for row in found[place + 1 : place + 6]] == [
        *("3.7.a", "3.7.b", "3.7.c", "3.7.d"), "4. Nhóm tiện ích phục vụ phát triển kinh tế, xã hội",
    ]  # fmt: skip
    assert found[place + 2][2] == "Cục An toàn thực phẩm"
    assert found[place + 2][5] == "Tháng 11/2025"
    assert str(found[place + 1][4]).count("\n+ ") == 2, "each product on a line of its own"
    write_tasks(listed, tmp_path / "a.json")
    entry = next(each for each in data(tmp_path / "a.json") if each["number"] == "3.7")
    assert [part["number"] for part in entry["parts"]] == ["3.7.a", "3.7.b", "3.7.c", "3.7.d"]  # type: ignore[attr-defined]  # a list
    write_tasks(listed, tmp_path / "a.csv")
    assert [row[1] for row in table(tmp_path / "a.csv")].index("3.7.a") == 25, "behind 24 tasks and the heads"


@pytest.mark.parametrize(("name", "count"), [("phuong-thi-diem-2024", 21), ("ninh-thuan-2024", 31)])
def test_a_plan_without_a_table_of_tasks_gives_its_duties(
    tracked: Store, tmp_path: Path, name: str, count: int
) -> None:
    campaign_use.use(tracked, file.load(file.built_in()[name]))
    first = tasks.duties(tracked, running.get(tracked, name))[0]
    tasks.edit(tracked, first, state="done", done_on="2026-06-22", responsible="YS. Lê Văn Tám", product="Công văn 12")
    written = export_tasks(tracked, tmp_path / "a.xlsx", campaign=name)
    assert written.summary == f"Nhiệm vụ: 0, đã xong 0; Trách nhiệm: {count}, đã xong 1."
    found = rows(tmp_path / "a.xlsx", "Trách nhiệm")
    assert found[0] == [settings.load(tracked).station_name.upper()], "whose state it is"
    assert f"Đã hoàn thành 1/{count} trách nhiệm" in str(found[4])
    assert found[5][:2] == ["Mục", "Trách nhiệm"]
    assert found[6][0] == first.label
    assert found[6][1] == first.task.title
    assert found[6][-2:] == ["Đã hoàn thành ngày 22/06/2026", "Công văn 12\nPhụ trách: YS. Lê Văn Tám"]
    assert all(str(row[1])[0].isupper() or str(row[1])[0].isdigit() for row in found[6:]), "each begins a cell"
    parts = [str(row[0]).split(".")[0] for row in found[6:]]
    assert parts == sorted(parts, key=["II", "III", "IV"].index), "in the order of the plan"
    export_tasks(tracked, tmp_path / "a.json", campaign=name)
    assert [entry["kind"] for entry in data(tmp_path / "a.json")] == ["duty"] * count
    export_tasks(tracked, tmp_path / "b.json", campaign="tri-ton-2026")
    assert len(data(tmp_path / "b.json")) == 7
    export_tasks(tracked, tmp_path / "b.json", campaign="tri-ton-2026", with_duties=True)
    assert len(data(tmp_path / "b.json")) == 7 + 30


def test_no_tasks_at_all_is_said(tmp_path: Path) -> None:
    assert write_tasks([], tmp_path / "a.xlsx") == 0
    assert "không có nhiệm vụ" in str(rows(tmp_path / "a.xlsx", "Nhiệm vụ"))


# -- indicators


def test_a_sum_of_some_places_is_not_called_the_total(tracked: Store, tmp_path: Path) -> None:
    assert write_indicators(indicators.draft_paper(tracked), tmp_path / "a.xlsx") == 2
    found = rows(tmp_path / "a.xlsx", "Chỉ tiêu")
    assert list(HEADS) in found
    mark = "tramyte tri-ton-2026 citizens_with_health_book monthly 2026-06-01 {}"
    assert [1, "Ấp Tô Hạ", 884, 1004, 884 / 1004, 1, 72, 7.17, "BHXH cơ sở, 20/6", 812, 1004,
            mark.format("884/1004/ Ấp_Tô_Hạ")] in found  # fmt: skip
    assert [2, "Ấp An Hòa", "chưa có số", 655, 731, mark.format("// Ấp_An_Hòa")] in found
    assert ["Mới có 2/4 địa bàn", 982, 1406, 982 / 1406, "–", "–"] in found
    assert ["Chưa báo cáo (2/4): Ấp An Hòa; Ấp Giồng Cát."] in found
    assert ["Chưa đạt, chậm nhất trước (2/4): Ấp Cây Me; Ấp Tô Hạ."] in found
    assert "chưa đủ số liệu" in str(found)
    assert "Tổng cộng" not in str(found)


def test_the_total_gives_rate_and_change_as_the_sources_do(tracked: Store, tmp_path: Path) -> None:
    indicator = indicators.all_indicators(tracked)[0]
    last = indicators.all_indicators(tracked)[2]
    figure_entry.enter(tracked, indicator, MAY, Figure("Toàn xã", 369_164, 2_724_670))
    figure_entry.enter(tracked, indicator, JUNE, Figure("Toàn xã", 372_375, 2_724_670))
    figure_entry.enter(tracked, last, JUNE, Figure("Toàn xã", 372_375, 382_171))
    write_indicators(indicators.draft_paper(tracked, period=JUNE), tmp_path / "a.xlsx")
    found = rows(tmp_path / "a.xlsx", "Chỉ tiêu")
    assert ["Tổng cộng", 372_375, 2_724_670, 372_375 / 2_724_670, 3211, 0.12, 369_164, 2_724_670] in found
    assert ["Tổng cộng", 372_375, 382_171, 372_375 / 382_171, "–", "–"] in found
    write_indicators(indicators.draft_paper(tracked, period=MAY), tmp_path / "b.xlsx")
    assert ["Tổng cộng", 369_164, 2_724_670, 369_164 / 2_724_670, "–", "–"] in rows(tmp_path / "b.xlsx", "Chỉ tiêu")


def test_rates_and_sums_are_formulas_and_follow_a_number_that_is_mended(tracked: Store, tmp_path: Path) -> None:
    write_indicators(indicators.draft_paper(tracked, period=MAY), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Chỉ tiêu"]
    formulas = [str(cell.value) for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    first = next(row[0].row for row in sheet.iter_rows() if row[1].value == "Ấp Tô Hạ")
    assert f'=IF(D{first}=0,"–",C{first}/D{first})' in formulas
    assert f"=SUM(C{first}:C{first + 3})" in formulas
    assert all(sheet.column_dimensions[letter].hidden for letter in "JKL" if letter in sheet.column_dimensions)


def test_the_paper_leaves_as_a_word_file_too(tracked: Store, tmp_path: Path) -> None:
    import docx

    books = indicators.all_indicators(tracked)[1]
    figure_entry.set_targets(tracked, books, [("Ấp Tô Hạ", 900)])
    write_indicators(indicators.draft_paper(tracked), tmp_path / "a.docx")
    document = docx.Document(str(tmp_path / "a.docx"))
    (table,) = [each for each in document.tables if len(each.rows) > 4]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[1] == [
        "1", "Ấp Tô Hạ", "884", "1.004", "88,05%", "900", "98,22%", "1", "+72", "+7,17", "BHXH cơ sở, 20/6",
    ]  # fmt: skip
    assert texts[-1][1:5] == ["Mới có 2/4 địa bàn", "982", "1.406", "69,84%"]
    assert any("Chưa báo cáo (2/4): Ấp An Hòa; Ấp Giồng Cát." in each.text for each in document.paragraphs)


def test_targets_of_places_stand_on_a_wider_page(tracked: Store, tmp_path: Path) -> None:
    books = indicators.all_indicators(tracked)[1]
    figure_entry.set_targets(tracked, books, [("Ấp Tô Hạ", 900), ("Ấp Cây Me", 90)])
    write_indicators(indicators.draft_paper(tracked), tmp_path / "a.xlsx")
    found = rows(tmp_path / "a.xlsx", "Chỉ tiêu")
    assert [*HEADS[:5], *TARGET_HEADS, *HEADS[5:]] in found
    line = next(row for row in found if row[1:2] == ["Ấp Tô Hạ"])
    assert line[2:8] == [884, 1004, 884 / 1004, 900, 884 / 900, 2]
    assert ["Chưa đạt, chậm nhất trước (1/4): Ấp Tô Hạ."] in found, "Ấp Cây Me has reached its target"


def test_the_paper_comes_back_with_exactly_what_was_edited(tracked: Store, tmp_path: Path) -> None:
    path, known = tmp_path / "a.xlsx", indicators.all_indicators(tracked)
    figure_entry.set_targets(tracked, known[1], [("Ấp Tô Hạ", 1000), ("Ấp Cây Me", 98)])
    write_indicators(indicators.draft_paper(tracked, period=MAY), path)
    assert planned(tracked, read_figures(path, known), known, MAY).is_empty
    book = openpyxl.load_workbook(path)
    sheet = book["Chỉ tiêu"]
    next(row for row in sheet.iter_rows() if row[1].value == "Ấp An Hòa")[2].value = 700
    book.save(path)
    plan = planned(tracked, read_figures(path, known), known, MAY)
    assert [(each.indicator.key, each.figure.locality, each.figure.numbers) for each in plan.changed] == [
        ("citizens_with_health_book", "Ấp An Hòa", (700, 731))
    ]
    assert (plan.unknown, plan.left) == ([], [])


def test_figures_as_data(tracked: Store, tmp_path: Path) -> None:
    write_indicators(indicators.draft_paper(tracked), tmp_path / "a.json")
    entries = data(tmp_path / "a.json")
    assert [(entry["locality"], entry["numerator"], entry["numerator_before"]) for entry in entries] == [
        ("Ấp Tô Hạ", 884, 812), ("Ấp An Hòa", None, 655), ("Ấp Giồng Cát", None, 1240), ("Ấp Cây Me", 98, 98),
    ]  # fmt: skip
    write_indicators(indicators.draft_paper(tracked), tmp_path / "a.csv")
    assert table(tmp_path / "a.csv")[1][4:8] == ["Ấp Tô Hạ", "884", "1004", "88,05%"]


# -- data


def test_the_report_counts_by_kind_and_lists_the_priority_sets(tracked: Store, tmp_path: Path) -> None:
    assert write_datasets(data_sources.paper(tracked), tmp_path / "a.xlsx") == 3
    found = rows(tmp_path / "a.xlsx", "Báo cáo")
    assert [3, "Phần mềm chuyên ngành", 1, 1, 1] in found
    assert ["Tổng cộng", 3, 1, 1] in found
    written = [cell.value for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["Báo cáo"].iter_rows() for cell in row]
    assert [text for text in written if str(text).startswith("=SUM(")] == [
        "=SUM(S21:S24)",
        "=SUM(U21:U24)",
        "=SUM(W21:W24)",
    ]
    assert [1, "Phần mềm quản lý trạm y tế (HIS)", "Phần mềm chuyên ngành", "Bộ phận Khám bệnh"] in found
    assert "Ủy ban nhân dân xã Tri Tôn" in str(found), "the plan that asks for the list"
    listed = rows(tmp_path / "a.xlsx", "Danh mục")
    assert listed[2][4:9] == list(ASSESSMENTS.values())
    assert [row[0] for row in listed[3:]] == [
        "Hệ thống thông tin: 1", 1, "Phần mềm chuyên ngành: 1", 2, "Nguồn dữ liệu: 1", 3,
    ]  # fmt: skip


def test_an_empty_list_is_a_paper_of_one_sheet(store: Store, tmp_path: Path) -> None:
    assert write_datasets(data_sources.paper(store), tmp_path / "a.xlsx") == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["Báo cáo", "_tramyte"]
    assert "Chưa có bộ dữ liệu nào" in str(rows(tmp_path / "a.xlsx", "Báo cáo"))


def test_the_letter_of_the_list_says_only_what_was_asked_and_describes_what_was_described(
    tracked: Store, tmp_path: Path
) -> None:
    his = next(each for each in data_sources.all_sources(tracked) if each.kind == "software")
    data_sources.edit(tracked, his, technical_contact="VNPT An Giang", connection_plan="Qua cổng giám định BHYT")
    data_sources.write_conditions(tracked, internet="FTTH 100 Mbps", proposals="Cấp thêm 02 máy quét")
    export_datasets(tracked, tmp_path / "a.docx")
    document = docx.Document(str(tmp_path / "a.docx"))
    found = [paragraph.text for paragraph in document.paragraphs]
    assert [text for text in found if text.startswith(("1. ", "2. "))] == [
        "1. Đường truyền Internet: FTTH 100 Mbps",
        "2. Đề xuất, kiến nghị: Cấp thêm 02 máy quét",
    ]
    attached = [text for text in found if text.startswith("(Kèm theo Báo cáo số ")]
    assert len(attached) == 2
    assert all("ngày 23 tháng 6 năm 2026 của" in text for text in attached)
    tables = {table.rows[0].cells[-1].text: table for table in document.tables}
    listed = [[cell.text for cell in row.cells] for row in tables["Ghi chú"].rows]
    met = {row[1]: row[9] for row in listed}
    assert met["Phần mềm quản lý trạm y tế (HIS)"] == "5/5 – ưu tiên"
    assert met["Hệ thống thông tin tiêm chủng quốc gia"] == "3/3, 2 chưa xét"
    assert len(set(listed[1])) == 1, "a heading goes across"
    (described,) = ([cell.text for cell in row.cells] for row in tables["Khó khăn, vướng mắc"].rows[1:])
    assert described[4:6] == ["VNPT An Giang", "Qua cổng giám định BHYT"]


def test_the_list_as_data(tracked: Store, tmp_path: Path) -> None:
    write_datasets(data_sources.paper(tracked), tmp_path / "a.json")
    entries = data(tmp_path / "a.json")
    assert [(entry["kind"], entry["priority"]) for entry in entries] == [
        ("information_system", False), ("software", True), ("data_source", False),
    ]  # fmt: skip
    assert entries[0]["criteria"] == {
        "has_real_data": True, "clear_owner": True, "can_be_updated": None, "is_needed": True, "soon_standardised": None,
    }  # fmt: skip
    write_datasets(data_sources.paper(tracked), tmp_path / "a.csv")
    assert len(table(tmp_path / "a.csv")) == 4


@pytest.mark.parametrize(
    ("paper", "part"),
    [
        (paper, f"xl/{part}.xml")
        for paper in PAPERS
        for part in ("worksheets/sheet1", "sharedStrings", "styles", "workbook")
    ],
)
def test_each_workbook_is_the_golden_one_part_by_part(
    tracked: Store, tmp_path: Path, paper: str, part: str, request: pytest.FixtureRequest
) -> None:
    out = tmp_path / "a.xlsx"
    PAPERS[paper](tracked, out)
    assert is_golden(out, part, paper, request)


def test_of_a_long_plan_no_row_is_higher_than_a_page_and_no_heading_ends_one(tracked: Store, tmp_path: Path) -> None:
    campaign_use.use(tracked, file.load(file.built_in()["bo-y-te-2025"]))
    write_tasks(tasks.all_tasks(tracked, campaign="bo-y-te-2025"), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert max(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)) <= 400
    sizes = [cell.font.sz for row in sheet.iter_rows(min_row=7) for cell in row if cell.value]
    assert min(sizes) >= 8, "what is written smaller nobody reads on paper"
    above = {page_break.id for page_break in sheet.row_breaks.brk}  # 1-based: the last row of a page
    headings = {row for row in range(7, sheet.max_row + 1) if sheet.cell(row, 2).value is None}
    assert len(headings) >= 5
    assert len(above) >= 15
    assert not headings & above


def starts(path: Path, sheet: str) -> list[int]:
    """0-based rows that a page is told to start with."""
    return [mark.id for mark in openpyxl.load_workbook(path)[sheet].row_breaks.brk]


@pytest.mark.parametrize("number", [5, 9, 13])
def test_a_kind_of_data_is_never_alone_at_the_foot_of_a_page(tracked: Store, tmp_path: Path, number: int) -> None:
    for place in range(number):
        found = "Khám chữa bệnh, tiêm chủng, quản lý bệnh không lây nhiễm từ năm 2017. " * (1 + place % 4)
        data_sources.add(tracked, kind=("database", "software")[place % 2], name=f"Sổ {place}", description=found * 3)
    out = tmp_path / "danh mục.xlsx"
    write_datasets(data_sources.paper(tracked), out)
    sheet = openpyxl.load_workbook(out)["Danh mục"]
    column = [row[0].value for row in sheet.iter_rows()]
    assert starts(out, "Danh mục"), "the list is longer than a page"
    for row in starts(out, "Danh mục"):
        assert isinstance(column[row - 1], int), column[row - 1]


def test_an_indicator_of_a_few_places_is_on_one_page(tracked: Store, tmp_path: Path) -> None:
    for each in indicators.all_indicators(tracked):
        for place in range(10):
            figure_entry.enter(tracked, each, JUNE, Figure(f"Ấp {place}", 10 + place, 90, "BHXH"))
    out = tmp_path / "chỉ tiêu.xlsx"
    write_indicators(indicators.draft_paper(tracked), out)
    column = [str(row[0].value) for row in openpyxl.load_workbook(out)["Chỉ tiêu"].iter_rows()]
    assert starts(out, "Chỉ tiêu")
    assert all(column[row].split(". ")[0].isdigit() and ". " in column[row] for row in starts(out, "Chỉ tiêu"))


# -- organisations


def test_every_unit_has_the_day_of_each_step_and_the_sum_counts_them(tracked: Store, tmp_path: Path) -> None:
    written = export_organisations(tracked, tmp_path / "a.xlsx")
    assert "Đơn vị: 3; mã số thuế 2; dữ liệu thuế đã làm sạch 1" in written.summary
    found = rows(tmp_path / "a.xlsx", "Tài khoản tổ chức")
    assert found[2] == list(ORGANISATION_HEADS)
    by_name = {row[1]: row[2:] for row in found[3:-1]}
    assert by_name[STATION] == ["0100233488", "18/06/2026", "20/06/2026", "Chưa"]
    assert by_name[SCHOOL] == ["0314409058-002", "Chưa", "Chưa", "Chưa", "gọi kế toán trường"]
    assert by_name["Điểm trạm Lương Phi"] == ["–"] * 4, "a part of the station"
    assert found[-1] == ["Đã xong / 3 đơn vị", "2/3 (66,67%)", "1/3 (33,33%)", "1/3 (33,33%)", "0/3 (0,00%)"]


def test_organisations_as_data_and_as_of_an_earlier_day(
    tracked: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_organisations(tracked, tmp_path / "a.json")
    station = next(each for each in data(tmp_path / "a.json") if each["unit"] == STATION)
    assert (station["tax_code"], station["missing"]) == ("0100233488", ["account_authenticated_on"])
    monkeypatch.setenv(clock.VARIABLE, "2026-06-25T08:00:00")
    mine = next(each for each in organisations.all_organisations(tracked) if each.unit.name == STATION)
    organisations.edit(tracked, mine, account_authenticated_on="2026-06-24")
    export_organisations(tracked, tmp_path / "now.csv")
    export_organisations(tracked, tmp_path / "then.csv", as_of=date(2026, 6, 23))
    now, then = (next(row for row in table(tmp_path / name) if row[0] == STATION) for name in ("now.csv", "then.csv"))
    assert (now[4], then[4]) == ("24/06/2026", "Chưa")


def test_the_progress_report_says_how_far_accounts_and_tax_data_are(tracked: Store, tmp_path: Path) -> None:
    export_progress(tracked, tmp_path / "a.docx", kind="weekly")
    found = [paragraph.text for paragraph in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    place = next(n for n, text in enumerate(found) if "Dữ liệu thuế và tài khoản định danh điện tử" in text)
    assert found[place + 1] == (
        "- Trạm: Mã số thuế: 0100233488; Dữ liệu thuế đã làm sạch: 18/06/2026; Đã đăng ký tài khoản: 20/06/2026;"
        " Đã xác thực tài khoản: chưa có."
    )
    assert found[place + 2] == (
        "- Các đơn vị: Mã số thuế: 2/3 đơn vị (66,67%); Dữ liệu thuế đã làm sạch: 1/3 đơn vị (33,33%);"
        " Đã đăng ký tài khoản: 1/3 đơn vị (33,33%); Đã xác thực tài khoản: 0/3 đơn vị (0,00%); xong cả bốn việc 0."
    )
