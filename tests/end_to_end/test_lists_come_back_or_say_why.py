"""A list with covered numbers comes back as it was; what cannot come back says what it is and which table can."""

import csv
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from exporters.form import export_form
from exporters.indicators import export_indicators
from exporters.outstanding import export_outstanding
from exporters.roster import export_roster
from exporters.shown_list import ShownList, write_shown
from importers import intake, own_tables
from store import clock
from store.calendar.periods import Period
from store.database import Store
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from store.receiving.plan import FileKind

SCHOOL = "Trường Mẫu giáo Vĩnh Gia"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A school that gave only the years of birth, one of them twice."""
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    with open_store(tmp_path / "kho.sqlite3") as opened:
        school = units.find_or_add(opened, SCHOOL)
        for name, born, number in (
            ("Nguyễn Đức An", "1977", "089077000913"),
            ("Trương Thị Mỹ Dung", "2000", "089300000935"),
            ("Trương Thị Mỹ Dung", "2000", "089300000411"),
            ("Dương Hữu Khánh", "1981", "089081000735"),
        ):
            states = {"level2_account": State.TODO}
            staff.add(opened, Person(name, birth_date=born, citizen_id=number, states=states), school, None)
        yield opened


def outcomes(store: Store, path: Path) -> dict[str, int]:
    (one,) = intake.parts(store, intake.read(store, path))
    assert one.plan is not None
    return {key: number for key, number in one.plan.counts().items() if number}


def refusal(store: Store, path: Path) -> str:
    reading = intake.read(store, path).reading
    assert reading is not None
    assert reading.kind is FileKind.UNREADABLE
    return reading.message


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_roster_with_covered_numbers_and_years_of_birth_changes_nothing(
    store: Store, tmp_path: Path, ending: str
) -> None:
    export_roster(store, tmp_path / f"a{ending}")
    assert "089077000913" not in str((tmp_path / f"a{ending}").read_bytes())
    assert outcomes(store, tmp_path / f"a{ending}") == {"unchanged": 4}


def test_an_edit_in_it_is_all_that_changes_and_another_name_gets_no_number(store: Store, tmp_path: Path) -> None:
    export_roster(store, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = {cell.value: cell for row in book.active.iter_rows() for cell in row if cell.value}
    head = cells["Chức vụ"]
    book.active.cell(cells["Dương Hữu Khánh"].row, head.column).value = "Kế toán"
    cells["Nguyễn Đức An"].value = "Nguyễn Đức Anh"
    book.save(tmp_path / "a.xlsx")
    assert outcomes(store, tmp_path / "a.xlsx") == {"unchanged": 2, "changed": 1, "new": 1}


def test_a_covered_number_of_nobody_here_stays_covered(store: Store, tmp_path: Path) -> None:
    export_roster(store, tmp_path / "a.xlsx")
    with open_store(tmp_path / "khac.sqlite3") as other:
        assert outcomes(other, tmp_path / "a.xlsx")["new"] == 3  # two of one name and year are told apart by nothing
        assert intake.apply(other, intake.parts(other, intake.read(other, tmp_path / "a.xlsx"))[0])
        assert not [member for member in staff.members(other) if member.person.citizen_id]


def test_the_call_list_is_refused_as_text_too(store: Store, tmp_path: Path) -> None:
    export_outstanding(store, tmp_path / "a.csv")
    assert refusal(store, tmp_path / "a.csv").startswith("Đây là danh sách còn thiếu")


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (("TT", "Họ và tên", "Năm sinh", "Đơn vị", "Khoa/phòng", "Tình trạng", "Lý do"),
         (1, "Nguyễn Đức An", "1977", SCHOOL, "", "Chưa", "Quên mật khẩu")),
        (("TT", "Họ và tên", "Năm sinh", "Đơn vị", "Khoa/phòng", "CCCD", "Mức 2"),
         (1, "Nguyễn Đức An", "1977", SCHOOL, "", "✓", "")),
        (("Lý do", "Số người", "Tỷ lệ"), ("Quên mật khẩu", 7, "70,00%")),
        (("Đơn vị, khoa/phòng", "Người", "CCCD"), (SCHOOL, 8, 7)),
    ],
    ids=["people behind a figure", "people and their items", "why not", "units"],
)  # fmt: skip
def test_a_list_of_the_screen_is_refused_by_its_name_as_text_too(
    store: Store, tmp_path: Path, heads: tuple[str, ...], row: tuple[str | int, ...]
) -> None:
    write_shown(ShownList("Mức 2: chưa", heads, [row], "Tìm “an”"), tmp_path / "b.csv")
    write_shown(ShownList("Mức 2: chưa", heads, [row]), tmp_path / "b.xlsx")
    book = openpyxl.Workbook()
    for line in csv.reader((tmp_path / "b.csv").read_text("utf-8-sig").splitlines(), delimiter=";"):
        book.active.append(line)  # type: ignore[union-attr]
    book.save(tmp_path / "c.xlsx")  # as Excel saves the text
    for name in ("b.csv", "b.xlsx", "c.xlsx"):
        message = refusal(store, tmp_path / name)
        assert message.startswith("Đây là danh sách chép từ màn hình")
        assert "hãy xuất Danh sách (F2, Ctrl+S)" in message


def test_a_letter_of_ours_and_a_json_name_the_table_that_comes_back(store: Store, tmp_path: Path) -> None:
    export_form(store, tmp_path / "a.docx", by="unit")
    document = docx.Document(str(tmp_path / "a.docx"))
    document.core_properties.last_modified_by = "Nguyễn Thị Thảo"
    document.save(str(tmp_path / "a.docx"))  # as Word does
    assert "xuất cùng bảng đó dạng Excel" in refusal(store, tmp_path / "a.docx")
    docx.Document().save(str(tmp_path / "b.docx"))
    assert refusal(store, tmp_path / "b.docx") == "Đây là tệp Word. Hãy xin đơn vị gửi bảng dạng Excel."
    export_roster(store, tmp_path / "a.json")
    assert "hãy xuất dạng Excel" in refusal(store, tmp_path / "a.json")


def test_a_table_of_figures_that_was_empty_comes_back_as_text_too(store: Store, tmp_path: Path) -> None:
    export_indicators(store, tmp_path / "a.csv", period=Period("monthly", "2026-06-01"))
    plan = own_tables.plan(store, tmp_path / "a.csv")
    assert plan is not None
    assert (plan.edits, plan.left, plan.verdict) == ([], [], "Bảng: không có gì thay đổi.")
