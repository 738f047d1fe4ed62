"""Tables that the program wrote of what it keeps beside people: they come back, and only what was edited changes."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from exporters.datasets import export_datasets
from exporters.facilities import export_facilities
from exporters.indicators import export_indicators
from exporters.organisations import export_organisations
from exporters.registers import export_registers
from exporters.tasks import export_tasks
from importers import own_tables
from importers.own_tables import TablePlan
from importers.tracked_tables import TABLES
from store import campaign_use, clock, history, journal, settings
from store.campaigns import file
from store.database import Store
from store.errors import RefusedError
from store.figures import figure_entry, indicators, localities
from store.figures.indicators import Figure
from store.monitoring import data_sources, organisations, tasks
from store.opening import open_store
from store.registers import entries
from store.registers.declared import REGISTERS
from tests.tui.station import SCHOOL
from tests.tui.tracking_station import JUNE, tracking_station

EXPORTS = {
    "tasks": export_tasks,
    "datasets": export_datasets,
    "organisations": export_organisations,
    "indicators": export_indicators,
    "facilities": export_facilities,
    "registers": export_registers,
}
NOTHING = "không có gì thay đổi"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    tracking_station(tmp_path / "trạm.sqlite3")
    with open_store(tmp_path / "trạm.sqlite3") as store:
        campaign_use.use(store, file.load(file.built_in()["ninh-thuan-2024"]))
        training, *_, difficulties = REGISTERS
        entries.add(store, training, day="2026-06-18", topic="Sổ SKĐT; tại: hội trường", guests="1200", place="=UBND")
        entries.add(store, training, day="2026-06-19", topic="Tích hợp BHYT", note="Nơi: đổi giờ")
        entries.add(store, difficulties, day="2026-06-20", what="Mạng yếu")
        monkeypatch.setenv(clock.VARIABLE, "2026-06-23T15:00:00")
        yield store


def planned(store: Store, path: Path) -> TablePlan:
    found = own_tables.plan(store, path)
    assert found is not None
    return found


def edited(path: Path, texts: Mapping[str, object]) -> Path:
    """The workbook with each cell that reads so changed."""
    book, left = openpyxl.load_workbook(path), dict(texts)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in left:
                    cell.value = left.pop(cell.value)
    assert not left
    book.save(path)
    return path


def beside(path: Path, name: str, head: str, value: object) -> Path:
    """The workbook with the cell below a head changed, in the row of a name."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        columns = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
        rows = [cell.row for row in sheet.iter_rows() for cell in row if cell.value == name]
        if head in columns and rows:
            sheet.cell(rows[0], columns[head]).value = value
            book.save(path)
            return path
    raise AssertionError((name, head))


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("paper", EXPORTS)
def test_what_was_not_edited_changes_nothing(kept: Store, tmp_path: Path, paper: str, ending: str) -> None:
    export: Callable[..., object] = EXPORTS[paper]
    export(kept, tmp_path / f"bảng{ending}")
    last = journal.last_change(kept)
    found = planned(kept, tmp_path / f"bảng{ending}")
    assert (found.edits, found.left, found.added) == ([], [], 0)
    assert found.verdict.endswith(f"{NOTHING}.")
    assert found.write() == []
    assert journal.last_change(kept) == last


@pytest.mark.parametrize("paper", EXPORTS)
def test_a_table_of_another_station_is_refused(kept: Store, tmp_path: Path, paper: str) -> None:
    out = tmp_path / "bảng.xlsx"
    own = settings.load(kept).station_name
    with kept.transaction():
        kept.write("UPDATE setting SET value = 'Trạm Y tế xã Tri Tôn Hai' WHERE key = 'station_name'")
    export: Callable[..., object] = EXPORTS[paper]
    export(kept, out)
    with kept.transaction():
        kept.write("UPDATE setting SET value = ? WHERE key = 'station_name'", (own,))
    with pytest.raises(RefusedError, match=f"của Trạm Y tế xã Tri Tôn Hai, không phải của {own}"):
        own_tables.plan(kept, out)
    if paper == "registers":
        with pytest.raises(RefusedError, match="không phải của"):
            own_tables.plan_registers(kept, out)


def test_a_table_from_before_the_station_was_renamed_comes_in(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "bảng.xlsx"
    export_tasks(kept, out)
    settings.save(kept, station_name="Trạm Y tế phường mới")
    assert planned(kept, out).edits == []


def test_a_task_is_done_by_what_somebody_wrote_into_the_table(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "nhiệm vụ.xlsx"
    export_tasks(kept, out)
    second = next(each for each in tasks.all_tasks(kept) if each.task.number == "2" or each.key == 2)
    beside(out, second.task.title, "Tình trạng", "đã hoàn thành ngày 22/6/2026")
    beside(out, second.task.title, "Kết quả tại đơn vị", "Danh sách 200 người\nPhụ trách: CN. Hoa\nGhi chú: gửi Sở")
    found = planned(kept, out)
    assert (len(found.edits), found.changed, found.left) == (2, 1, [])
    assert found.write() == []
    done = next(each for each in tasks.all_tasks(kept) if each.key == second.key)
    assert (done.state, done.done_on, done.product) == ("done", "2026-06-22", "Danh sách 200 người")
    assert (done.responsible, done.note) == ("CN. Hoa", "gửi Sở")
    assert planned(kept, out).edits == []
    history.take_back(kept, journal.changes(kept)[0])
    again = next(each for each in tasks.all_tasks(kept) if each.key == second.key)
    assert (again.state, again.responsible) == ("under_way", "YS. Lê Văn Tám")


def test_what_is_not_understood_is_told_and_the_rest_goes_in(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "nhiệm vụ.xlsx"
    export_tasks(kept, out)
    first, second = tasks.all_tasks(kept)[:2]
    beside(out, first.task.title, "Tình trạng", "gần xong")
    beside(out, second.task.title, "Tình trạng", "Chưa thực hiện")
    found = planned(kept, out)
    assert len(found.edits) == 1
    assert "“gần xong” không rõ: ghi Chưa thực hiện, Đang thực hiện, Đã hoàn thành" in found.left[0]


@pytest.mark.parametrize(
    "words",
    [
        "Đang thực hiện từ ngày 20/06/2026",
        "Đang thực hiện, xong trước 30/06/2026",
        "Chưa thực hiện, chờ Sở trả lời",
        "Đã hoàn thành 80%",
        "Đã hoàn thành ngày 31/02/2026",
    ],
)
def test_what_stands_behind_the_state_of_a_task_is_never_dropped_in_silence(
    kept: Store, tmp_path: Path, words: str
) -> None:
    out = tmp_path / "nhiệm vụ.xlsx"
    export_tasks(kept, out)
    first = tasks.all_tasks(kept)[0]
    beside(out, first.task.title, "Tình trạng", words)
    found = planned(kept, out)
    assert found.edits == []
    assert f"“{words}” không rõ: ghi Chưa thực hiện" in found.left[0]


@pytest.mark.parametrize(
    ("words", "state", "done_on"),
    [
        ("Đang thực hiện, quá hạn", "under_way", None),
        ("đang làm", "under_way", None),
        ("Đã hoàn thành", "done", None),
        ("Đã xong ngày 20/06/2026.", "done", "2026-06-20"),
        ("Đã hoàn thành (20/6/2026)", "done", "2026-06-20"),
    ],
)
def test_the_words_for_a_state_that_the_program_prints_itself_are_understood(
    kept: Store, words: str, state: str, done_on: str | None
) -> None:
    (table,) = (each for each in TABLES if each.title == "bảng nhiệm vụ")
    wanted = {"state": state} | ({"done_on": done_on} if done_on else {})
    assert table.value(kept, "Tình trạng", words) == wanted


def test_an_edit_in_words_of_the_source_is_told_and_not_taken(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "nhiệm vụ.xlsx"
    export_tasks(kept, out)
    first = tasks.all_tasks(kept)[0]
    head = next(head for head, about in tasks.columns(first.campaign) if about == "deadline")
    rows = planned(kept, out).unchanged
    beside(out, first.task.title, head, "khi nào xong thì thôi")
    found = planned(kept, out)
    assert found.edits == []
    (left,) = found.left
    assert left.endswith(f"{head}: là chữ của văn bản, không sửa ở đây")
    assert found.unchanged == rows - 1
    assert found.verdict == "Bảng nhiệm vụ: 1 chỗ không lấy."


def test_what_the_store_changed_since_it_was_printed_stays(
    kept: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "tổ chức.xlsx"
    export_organisations(kept, out)
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T16:00:00")
    for each in organisations.all_organisations(kept):
        if each.unit.name == SCHOOL:
            organisations.edit(kept, each, note="đã gọi", tax_cleaned_on="2026-06-22")
    assert planned(kept, out).edits == []  # an old table takes nothing back
    beside(out, SCHOOL, "Ghi chú", "gọi lại thứ Sáu")
    beside(out, SCHOOL, "Đã đăng ký tài khoản", date(2026, 6, 23))
    found = planned(kept, out)
    assert found.edits == [f"{SCHOOL}, Đã đăng ký tài khoản: “Chưa” → “23/06/2026”"]
    assert found.left == [f"{SCHOOL}, Ghi chú: sổ đã thành “đã gọi” sau khi in bảng, tệp ghi “gọi lại thứ Sáu”"]
    found.write()
    school = next(each for each in organisations.all_organisations(kept) if each.unit.name == SCHOOL)
    assert (school.note, school.tax_cleaned_on, school.account_registered_on) == ("đã gọi", "2026-06-22", "2026-06-23")


def test_a_tax_code_is_checked_and_a_unit_that_is_not_known_is_told(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "tổ chức.xlsx"
    export_organisations(kept, out)
    edited(out, {"0314409058-002": "0314409059-002", "Điểm trạm Lương Phi": "Điểm trạm khác"})
    found = planned(kept, out)
    assert found.edits == []
    assert [text.split(":")[0] for text in found.left] == [f"{SCHOOL}, Mã số thuế", "Tài khoản tổ chức, dòng 8"]
    edited(out, {"0314409059-002": 100233488, "0100233488": "Chưa"})
    assert len(planned(kept, out).edits) == 2  # Excel took the zero off a number


def test_a_data_source_is_assessed_renamed_and_added(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "danh mục.xlsx"
    export_datasets(kept, out)
    name = "Hệ thống thông tin tiêm chủng quốc gia"
    beside(out, name, "Mức độ chính xác", "thấp")
    beside(out, "Sổ giấy chứng sinh, giấy báo tử", "Đầu mối quản lý", "Hành chính")
    edited(out, {name: "Hệ thống tiêm chủng"})
    book = openpyxl.load_workbook(out)
    sheet = book["Danh mục"]
    last = sheet.max_row
    sheet.cell(last + 1, 2).value, sheet.cell(last + 1, 5).value = "Kết quả xét nghiệm", "Cao"
    book.save(out)
    found = planned(kept, out)
    assert (found.added, found.changed, found.left) == (1, 2, [])
    found.write()
    sources = {each.name: each for each in data_sources.all_sources(kept)}
    assert sources["Hệ thống tiêm chủng"].grades["accuracy"] == "low"
    assert sources["Sổ giấy chứng sinh, giấy báo tử"].owner == "Hành chính"
    assert (sources["Kết quả xét nghiệm"].kind, sources["Kết quả xét nghiệm"].grades) == (
        "data_source", {"completeness": "high"},
    )  # fmt: skip
    beside(out, "Hệ thống tiêm chủng", "Tiêu chí ưu tiên", "5/5")
    assert "từng tiêu chí" in planned(kept, out).left[0]


def test_a_register_keeps_its_lines_when_their_words_or_days_are_edited(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "sổ.xlsx"
    export_registers(kept, out)
    edited(out, {"Tích hợp BHYT": "Tích hợp thẻ BHYT", "18/06/2026": date(2026, 6, 17), "1.200": 1300})
    found = planned(kept, out)
    assert (found.added, found.changed, found.left) == (0, 2, [])
    found.write()
    training = {each.values["topic"]: each.values for each in entries.all_entries(kept, REGISTERS[0])}
    assert set(training) == {"Sổ SKĐT; tại: hội trường", "Tích hợp thẻ BHYT"}
    assert training["Sổ SKĐT; tại: hội trường"]["day"] == "2026-06-17"
    assert training["Sổ SKĐT; tại: hội trường"]["guests"] == "1300"


def test_how_many_took_part_in_a_new_training_is_said_because_it_names_nobody(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "tập huấn.csv"
    out.write_text("Ngày;Nội dung;Nhân viên dự\n20/06/2026;VNeID;12\n21/06/2026;BHYT;\n", "utf-8")
    found = own_tables.plan_registers(kept, out)
    assert found.added == 2
    (left,) = found.left
    assert "dòng 2, Nhân viên dự: bảng chỉ có số người dự; ai dự thì chọn trong Sổ theo dõi" in left
    found.write()
    added = next(each for each in entries.all_entries(kept, REGISTERS[0]) if each.values["topic"] == "VNeID")
    assert added.attended == frozenset()


def test_a_csv_of_all_registers_brings_each_line_to_its_own(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "sổ.csv"
    export_registers(kept, out)
    text = out.read_text("utf-8-sig").replace("Mạng yếu", "Mạng rất yếu")
    out.write_text(text, "utf-8-sig")
    found = planned(kept, out)
    assert (found.added, found.changed, found.left) == (1, 0, [])
    found.write()
    assert [each.values["what"] for each in entries.all_entries(kept, REGISTERS[4])] == ["Mạng rất yếu", "Mạng yếu"]
    assert len(entries.all_entries(kept, REGISTERS[0])) == 2


def test_figures_of_every_plan_in_the_table_come_back(kept: Store, tmp_path: Path) -> None:
    other = next(each for each in indicators.all_indicators(kept) if each.campaign == "ninh-thuan-2024")
    figure_entry.enter(kept, other, JUNE, Figure("Ấp Tô Hạ", 601, 1001))
    out = tmp_path / "chỉ tiêu.xlsx"
    export_indicators(kept, out)
    edited(out, {884: 890, 601: 611})
    found = planned(kept, out)
    assert (found.changed, found.left) == (2, [])
    found.write()
    assert planned(kept, out).edits == []
    assert len([line for line in indicators.table(kept, other, JUNE).lines if line.now.numerator == 611]) == 1


def test_a_facility_of_the_plan_comes_on_the_list_with_its_first_figure(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "cơ sở.xlsx"
    export_facilities(kept, out, kind="monthly")
    name = "Bệnh viện Mắt"
    beside(out, name, "Số đạt", 30)
    beside(out, name, "Tổng số", 40)
    found = planned(kept, out)
    assert (len(found.edits), found.left) == (1, [])
    found.write()
    (place,) = [each for each in localities.all_localities(kept, "facility") if each.name == name]
    assert place.code == "58011"
    assert planned(kept, out).edits == []
    export_facilities(kept, out, kind="monthly")
    beside(out, name, "Số đạt", None)
    assert planned(kept, out).left == [
        f"{name}, {_head(kept)}: Số đạt: ô trống, sổ còn 30; đúng thì ghi ở Nhập số liệu (Ctrl+P)"
    ]


def test_what_others_wrote_under_the_same_heads_is_no_table_of_ours(kept: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Ngày", "Nội dung", "Ghi chú"], ["20/06/2026", "Họp giao ban", ""]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "lịch công tác.xlsx")
    (tmp_path / "lịch.csv").write_text("Ngày;Nội dung\n20/06/2026;Họp giao ban\n", "utf-8")
    assert own_tables.plan(kept, tmp_path / "lịch công tác.xlsx") is None
    assert own_tables.plan(kept, tmp_path / "lịch.csv") is None
    assert own_tables.plan_registers(kept, tmp_path / "lịch.csv").added == 1  # there it is asked for


def _head(store: Store) -> str:
    return next(each.head for each in indicators.all_indicators(store) if each.by == "facility")


def test_a_file_of_people_is_no_such_table(kept: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["TT", "Họ và tên", "Tên", "Mô tả công việc"])  # type: ignore[union-attr]
    book.save(tmp_path / "người.xlsx")
    assert own_tables.plan(kept, tmp_path / "người.xlsx") is None
    with pytest.raises(RefusedError):
        own_tables.plan_registers(kept, tmp_path / "người.xlsx")


def test_a_line_that_was_copied_for_another_place_is_of_that_place(kept: Store, tmp_path: Path) -> None:
    """The hidden mark behind it says what was printed of the first place: that is no word about the second."""
    out = tmp_path / "chỉ tiêu.xlsx"
    export_indicators(kept, out)
    book = openpyxl.load_workbook(out)
    rows = [row for row in book.active.iter_rows() if row[1].value in ("Ấp Tô Hạ", "Ấp An Hòa")]
    (first, second) = rows[:2]
    for of, onto in zip(first, second, strict=True):
        if of.column != first[1].column:
            onto.value = of.value
    book.save(out)
    found = planned(kept, out)
    assert [each.partition(";")[0] for each in found.left] == [
        "Ấp An Hòa, Có Sổ SKĐT: Tỷ lệ giảm từ 89,60% xuống 88,05%"
    ], "88,05% are the numbers of the first line"


def test_a_line_that_was_added_to_the_table_is_said(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "chỉ tiêu.xlsx"
    export_indicators(kept, out)
    book = openpyxl.load_workbook(out)
    sheet = book.active
    at = next(row[1].row for row in sheet.iter_rows() if row[1].value == "Ấp An Hòa")
    sheet.insert_rows(at + 1)
    for column, value in enumerate((None, "Ấp Mới", 5, 9), 1):
        sheet.cell(at + 1, column, value)
    book.save(out)
    assert planned(kept, out).left == ["Dòng không còn mã, hay thêm vào bảng: “Ấp Mới”. Hãy ghi số ấy ở Chỉ tiêu"]


def test_a_line_of_a_csv_that_lost_its_mark_is_said(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "chỉ tiêu.csv"
    export_indicators(kept, out)
    lines = out.read_text("utf-8-sig").splitlines()
    lines[1] = lines[1].rpartition(";")[0] + ";"
    out.write_text("\n".join(lines), "utf-8-sig")
    (left,) = planned(kept, out).left
    assert left.startswith("Dòng không còn mã")


def test_a_table_of_one_period_is_no_form_for_another(kept: Store, tmp_path: Path) -> None:
    """Last month's table with this month written over it: its marks still are of last month."""
    out = tmp_path / "chỉ tiêu.xlsx"
    export_indicators(kept, out)
    book = openpyxl.load_workbook(out)
    title = next(cell for row in book.active.iter_rows() for cell in row if cell.value == "Tháng 06/2026")
    title.value = "Tháng 05/2026"
    book.save(out)
    edited(out, {884: 890})
    found = planned(kept, out)
    assert found.edits == []
    assert found.left == [
        "Bảng in cho tháng 06/2026, nay ghi “Tháng 05/2026”: không lấy số nào. Số của kỳ khác thì nhập ở Chỉ tiêu"
    ]


def test_a_line_of_a_csv_with_another_period_is_not_taken(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "chỉ tiêu.csv"
    export_indicators(kept, out)
    text = out.read_text("utf-8-sig")
    assert ";2026-06;Ấp Tô Hạ;884;" in text
    out.write_text(text.replace(";2026-06;Ấp Tô Hạ;884;", ";2026-07;Ấp Tô Hạ;890;"), "utf-8-sig")
    found = planned(kept, out)
    assert found.edits == []
    assert found.left == ["“Ấp Tô Hạ”: cột Kỳ ghi 2026-07, mã dòng là của tháng 06/2026; không lấy số nào"]
