"""The paper that goes back to a sender: their own file, what to mend in it, and what comes back mended."""

import hashlib
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from exporters.feedback import write_feedback
from importers.deciding.planning import make_plan
from importers.read_for_unit import read_for_unit
from store import settings
from store.database import Store
from store.errors import RefusedError
from store.masks import cover_numbers
from store.models import StaffMember, State
from store.people import staff
from store.receiving import kept, submissions
from store.receiving.plan import Plan
from tests.exporters.damaged_list import HEAD, MENDED, UNIT, save
from tests.golden_parts import is_golden
from tests.store.phu_luc_1 import HEADS
from tui.unit_papers import draft_feedback

SHEET = "DS tháng 6"


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T08:30:00")


def plan_of(store: Store, path: Path, unit: str | None = None) -> Plan:
    return make_plan(store, read_for_unit(store, path, unit=unit), unit=unit)


@pytest.fixture
def sent(store: Store, tmp_path: Path) -> Path:
    """The damaged list, taken in as submission 1."""
    settings.save(store, station_name="Trạm Y tế xã Vĩnh Gia", head_title="Trưởng trạm", head_name="Trần Thị Kim Loan")
    path = tmp_path / "danh sach.xlsx"
    save(path)
    assert submissions.apply(store, plan_of(store, path)) == 1
    return path


@pytest.fixture
def paper(store: Store, sent: Path, tmp_path: Path) -> Path:
    out = tmp_path / "Phiếu sửa.xlsx"
    assert write_feedback(draft_feedback(store, 1), out) == len(MENDED)
    return out


def mend(paper: Path, cells: dict[str, object] = MENDED) -> None:
    book = openpyxl.load_workbook(paper)
    for place, value in cells.items():
        book[SHEET][place] = value
    book.save(paper)


def person(store: Store, name: str) -> StaffMember:
    (found,) = [member for member in staff.members(store) if member.person.full_name == name]
    return found


def covered(value: object) -> object:
    """A cell as it goes out: numbers of people covered, dates and all else as they came."""
    if not isinstance(value, (str, int)) or (text := cover_numbers(str(value))) == str(value):
        return value
    return text


def commented(sheet: Worksheet) -> set[str]:
    return {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}


def test_it_is_the_senders_own_table_at_its_own_place(sent: Path, paper: Path) -> None:
    theirs, ours = openpyxl.load_workbook(sent)[SHEET], openpyxl.load_workbook(paper)[SHEET]
    assert [[cell.value for cell in row] for row in ours.iter_rows(max_row=13, max_col=9)] == [
        [covered(cell.value) for cell in row] for row in theirs.iter_rows(max_row=13, max_col=9)
    ]
    assert set(map(str, ours.merged_cells.ranges)) == set(map(str, theirs.merged_cells.ranges))
    heads = min(merged.min_row for merged in theirs.merged_cells.ranges if merged.max_row > merged.min_row)
    assert ours.print_title_rows.split(":")[0].strip("$") == str(heads), "a head of two rows is repeated whole"
    assert ours["G16"].value == "HIỆU TRƯỞNG"


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/comments1.xml", "xl/sharedStrings.xml",
     "xl/styles.xml", "xl/workbook.xml"],
)  # fmt: skip
def test_it_is_the_golden_one_part_by_part(sent: Path, paper: Path, part: str, request: pytest.FixtureRequest) -> None:
    of_file = hashlib.sha256(sent.read_bytes()).hexdigest()  # a file that is saved anew
    assert is_golden(paper, part, "feedback", request, changing=of_file)


def test_the_signature_stays_with_the_last_line_of_the_list(paper: Path) -> None:
    cover = openpyxl.load_workbook(paper).worksheets[0]
    last = max(row[0].row for row in cover.iter_rows() if isinstance(row[0].value, int))
    (page,) = cover.row_breaks.brk
    assert page.id < last, "the row above the page that the signature is on"
    assert cover.print_title_rows is not None


def test_just_the_faulty_cells_are_coloured_and_say_what_to_mend(paper: Path) -> None:
    sheet = openpyxl.load_workbook(paper)[SHEET]
    assert commented(sheet) == set(MENDED)
    filled = {
        cell.coordinate for row in sheet.iter_rows(min_row=HEAD + 1) for cell in row if cell.fill.fill_type is not None
    }
    assert filled == set(MENDED)
    assert "31/02/1990" in sheet["C7"].comment.text
    assert "ngày/tháng/năm" in sheet["C7"].comment.text
    assert {sheet[place].number_format for place in ("C7", "E8", "E6")} == {"@"}, "a number would lose its zero"


def test_the_cover_is_polite_and_lists_every_cell(paper: Path) -> None:
    book = openpyxl.load_workbook(paper)
    assert book.sheetnames[0] == "Phiếu sửa"
    texts = [str(cell.value) for row in book["Phiếu sửa"].iter_rows() for cell in row if cell.value is not None]
    assert f"Kính gửi: {UNIT}" in texts
    found = next(text for text in texts if "đã nhận tệp" in text)
    assert "“danh sach.xlsx” lúc 08:30 ngày 23/06/2026" in found
    assert "6 chỗ cần sửa" in found
    assert "4 chỗ cần xem lại" in found
    assert set(MENDED) <= set(texts)
    assert "Trần Thị Kim Loan" in texts
    assert any(text.endswith("ngày 23 tháng 6 năm 2026") for text in texts), "as Nghị định 30 and all letters write it"


def test_mended_it_comes_in_clean_as_the_next_version(store: Store, paper: Path) -> None:
    mend(paper)
    plan = plan_of(store, paper)
    assert plan.unit == UNIT
    assert [problem for row in plan.rows for problem in row.incoming.problems] == []
    assert plan.counts() == {"new": 1, "changed": 5, "unchanged": 2, "conflict": 0, "rejected": 0}
    assert plan.reading.remarks == ()
    assert submissions.apply(store, plan) == 2
    versions = store.connection.execute("SELECT id, version, supersedes FROM submission ORDER BY id").fetchall()
    assert versions == [(1, 1, None), (2, 2, 1)]
    assert person(store, "Trần Văn Bình").person.birth_date == "1990-02-28"
    assert person(store, "Phạm Thị Dung").person.citizen_id == "089192001237"
    assert person(store, "Võ Thị Én").person.birth_date == "1993-12-15"
    assert person(store, "Bùi Thị Giang").person.citizen_id == "089195001240"
    assert person(store, "Đỗ Thị Hoa").person.citizen_id == "089196001241"
    with pytest.raises(RefusedError, match="không có ô nào cần sửa"):
        draft_feedback(store, 2)


def test_half_mended_the_rest_is_asked_again_and_the_cover_is_not_taken_along(
    store: Store, paper: Path, tmp_path: Path
) -> None:
    mend(paper, {place: value for place, value in MENDED.items() if place not in ("C7", "B12")})
    assert submissions.apply(store, plan_of(store, paper)) == 2
    again = tmp_path / "lan 2.xlsx"
    assert write_feedback(draft_feedback(store, 2), again) == 2
    assert openpyxl.load_workbook(again).sheetnames == ["Phiếu sửa", SHEET, "_tramyte"]
    mend(again, {place: MENDED[place] for place in ("C7", "B12")})
    plan = plan_of(store, again)
    assert (plan.counts()["conflict"], plan.counts()["rejected"], plan.unit) == (0, 0, UNIT)


def test_what_the_station_wrote_since_is_not_overwritten_by_the_answer(store: Store, paper: Path) -> None:
    staff.edit(store, person(store, "Đỗ Thị Hoa").id, {"citizen_id": "089196009999"})
    mend(paper)
    (row,) = [row for row in plan_of(store, paper).rows if row.outcome == "conflict"]
    assert row.incoming.person is not None
    assert row.incoming.person.full_name == "Đỗ Thị Hoa"


def test_a_unit_that_the_station_named_is_known_when_the_paper_comes_back(store: Store, tmp_path: Path) -> None:
    """The title says "MẪU GIÁO SEN HỒNG", the station took it in as another unit: the paper knows."""
    path = tmp_path / "danh sach.xlsx"
    save(path)
    submissions.apply(store, plan_of(store, path, unit="Trường Mầm non Sen Hồng 2"))
    write_feedback(draft_feedback(store, 1), paper := tmp_path / "p.xlsx")
    plan = plan_of(store, paper)
    assert plan.unit == "Trường Mầm non Sen Hồng 2"
    book = openpyxl.load_workbook(paper)
    book[SHEET]["A1"] = "TRƯỜNG TIỂU HỌC B"
    book.save(paper)
    assert plan_of(store, paper).unit is None, "the list of another unit in this paper is asked about"


def test_without_the_file_the_columns_of_its_table_are_shown(store: Store, sent: Path, tmp_path: Path) -> None:
    store.connection.execute("DELETE FROM submission_file")
    paper = tmp_path / "p.xlsx"
    write_feedback(draft_feedback(store, 1), paper)
    sheet = openpyxl.load_workbook(paper)[SHEET]
    assert (sheet["B7"].value, sheet["C7"].value) == ("Trần Văn Bình", "31/02/1990")
    assert commented(sheet) == set(MENDED)


def test_the_file_is_kept_as_it_came(store: Store, sent: Path) -> None:
    assert kept.file_content(store, 1) == sent.read_bytes()


def test_a_file_that_changed_before_it_was_taken_in_is_not_kept(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "danh sach.xlsx"
    save(path)
    plan = plan_of(store, path)
    path.write_bytes(b"another")
    assert submissions.apply(store, plan) == 1
    assert kept.file_content(store, 1) is None


def test_a_file_that_would_fill_the_disk_is_not_kept(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST", 1000)
    path = tmp_path / "danh sach.xlsx"
    save(path)
    assert submissions.apply(store, plan_of(store, path)) == 1
    assert kept.file_content(store, 1) is None
    assert write_feedback(draft_feedback(store, 1), tmp_path / "p.xlsx") == len(MENDED)


def test_a_paper_about_nothing_is_not_made(store: Store) -> None:
    with pytest.raises(RefusedError, match="Không có bản nộp số 7"):
        draft_feedback(store, 7)


def test_counts_that_do_not_add_up_go_back_as_well(store: Store, tmp_path: Path) -> None:
    """A unit that sent a filled Phụ lục 1 instead of names."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "PL1"
    sheet["A1"] = "Đơn vị: Trường THPT Vĩnh Gia"
    for column, head in enumerate(HEADS, 1):
        sheet.cell(3, column, head)
    for row, values in enumerate(
        ((1, "Tổ Toán", 10, 8, 2, "Quên mật khẩu (2)", 7, 8, 2, ""), (2, "Tổ Văn", 9, 8, 2, "", None, 7, 2, "")), 4
    ):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value)
    path = tmp_path / "pl1.xlsx"
    book.save(path)
    assert submissions.apply(store, plan_of(store, path)) == 1
    paper = tmp_path / "p.xlsx"
    assert write_feedback(draft_feedback(store, 1), paper) == 2
    sheet = openpyxl.load_workbook(paper)["PL1"]
    assert commented(sheet) == {"B5", "G5"}
    assert "để trống" in sheet["G5"].comment.text
    assert "khớp" in sheet["B5"].comment.text
    book = openpyxl.load_workbook(paper)
    book["PL1"]["C5"], book["PL1"]["G5"] = 10, 6
    book["PL1"]["H5"] = 8
    book.save(paper)
    plan = plan_of(store, paper)
    assert plan.unit == "Trường THPT Vĩnh Gia"
    assert [row.problems for row in plan.reading.summary] == [(), ()]


def test_missing_reasons_and_lost_zeros_stand_in_one_line_each(store: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Trường THCS Núi Tô"])
    sheet.append(["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Mức 2", "Tích hợp BHYT"])
    for number, given in enumerate(("An", "Bình", "Chi", "Dung", "Giang"), 1):
        born, bhyt = f"0{number}/03/1985", "có" if given == "Chi" else "không"
        sheet.append([number, f"Lê Thị {given}", born, "Nữ", 89185001230 + number, "có", bhyt])
    path = tmp_path / "ds.xlsx"
    book.save(path)
    number = submissions.apply(store, plan_of(store, path))
    assert number is not None
    drafted = draft_feedback(store, number)
    assert write_feedback(drafted, tmp_path / "p.xlsx") == 9, "each cell is coloured on its own"
    out = openpyxl.load_workbook(tmp_path / "p.xlsx")
    rows = [[str(cell) for cell in row if cell is not None] for row in out["Phiếu sửa"].iter_rows(values_only=True)]
    listed = [row[3:] for row in rows if len(row) > 4 and row[0].isdecimal()]
    assert [row[0] for row in listed] == ["5 dòng: 3–7", "4 dòng: 3–4, 6–7"]
    assert "Trạm đã bù đủ 12 số" in listed[0][1]
    assert listed[1][1:] == ["Chưa BHYT mà chưa ghi lý do.", "Ghi lý do ở cột Ghi chú (chưa có thì thêm cột)."]
    ids = [member.id for member in staff.members(store) if member.person.full_name != "Lê Thị Chi"]
    staff.set_state(store, ids, "bhyt_linked", State.TODO, "Thẻ hết hạn")
    assert len(draft_feedback(store, number).faults) == 5, "what the station knows by now is not asked"


def with_blanks(path: Path, heads: tuple[str, ...], *marks: tuple[str | None, ...]) -> Path:
    """A school's list with these marks behind name and birth date, a row a person."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Trường THCS Núi Tô"])
    sheet.append(["STT", "Họ và tên", "Ngày sinh", *heads])
    for number, (given, cells) in enumerate(zip(("An", "Bình", "Chi", "Dung", "Giang"), marks, strict=False), 1):
        sheet.append([number, f"Lê Thị {given}", f"0{number}/03/1985", *cells])
    book.save(path)
    return path


def test_a_state_left_blank_is_asked_for_and_what_is_filled_in_comes_back(store: Store, tmp_path: Path) -> None:
    heads = ("Mức 2", "Lý do chưa mức 2", "Tích hợp BHYT", "Lý do chưa BHYT")
    reason = "Không có điện thoại thông minh"
    path = with_blanks(
        tmp_path / "ds.xlsx",
        heads,
        ("có", None, "có", None),
        ("có", None, "không", "Thẻ hết hạn"),
        (None, None, None, None),
        ("không", reason, None, None),  # BHYT waits for level 2, whose reason is given
        ("có", None, "có", None),
    )
    number = submissions.apply(store, plan_of(store, path))
    assert number is not None
    drafted = draft_feedback(store, number)
    assert [(fault.place, fault.who, fault.message, fault.must) for fault in drafted.faults] == [
        ("D5", "Lê Thị Chi", "Chưa có thông tin về Mức 2", False),
        ("F5", "Lê Thị Chi", "Chưa có thông tin về BHYT", False),
    ]
    paper = tmp_path / "Phiếu sửa.xlsx"
    assert write_feedback(drafted, paper) == 2
    book = openpyxl.load_workbook(paper)
    assert book["Sheet"]["D5"].fill.fgColor.rgb == "FFFFF2CC"
    book["Sheet"]["D5"], book["Sheet"]["F5"], book["Sheet"]["G5"] = "Đã", "Chưa", "Thẻ hết hạn"
    book.save(paper)
    plan = plan_of(store, paper)
    assert plan.counts() == {"new": 0, "changed": 1, "unchanged": 4, "conflict": 0, "rejected": 0}
    again = submissions.apply(store, plan)
    chi = person(store, "Lê Thị Chi").person
    assert (chi.states["level2_account"], chi.states["bhyt_linked"]) == (State.DONE, State.TODO)
    assert chi.reasons["bhyt_linked"] == "Thẻ hết hạn"
    assert again is not None
    with pytest.raises(RefusedError, match="không có ô nào cần sửa"):
        draft_feedback(store, again)


def test_a_pair_of_columns_left_blank_is_asked_for_once(store: Store, tmp_path: Path) -> None:
    heads = ("Đã kích hoạt mức 2", "Chưa kích hoạt mức 2", "Lý do chưa mức 2")
    path = with_blanks(tmp_path / "ds.xlsx", heads, ("x", None, None), (None, "x", "Quên mật khẩu"), (None, None, None))
    number = submissions.apply(store, plan_of(store, path))
    assert number is not None
    (fault,) = draft_feedback(store, number).faults
    assert (fault.place, fault.advice) == ("D5", "Đánh dấu x vào một cột: Đã hoặc Chưa.")
