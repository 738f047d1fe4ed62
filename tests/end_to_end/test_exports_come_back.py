"""What the program wrote itself is read again, also as LibreOffice saves it: nothing new, or exactly what was edited."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from exporters.facilities import export_facilities
from exporters.form import export_form
from exporters.indicators import export_indicators
from exporters.organisations import export_organisations
from exporters.outstanding import export_outstanding
from exporters.roster import export_roster
from exporters.shown_list import ShownList, write_shown
from exporters.template import write_template
from importers import figure_plan, figure_table, intake, own_tables
from store import campaign_use, clock
from store.calendar.periods import Period
from store.campaigns import file
from store.database import Store
from store.figures import figure_entry, indicators
from store.figures.indicators import Figure
from store.opening import open_store
from store.people import units
from store.receiving import template
from store.receiving.plan import FileKind
from tests.end_to_end.office import OFFICE, save_anew, saved_by_both
from tests.store.phu_luc_1 import HEADS
from tests.tui.station import SCHOOL, STATION, station
from tui.papers import PAPERS

COUNTED = "Trường THPT Vĩnh Gia"
JUNE = Period("monthly", "2026-06-01")
#: Name of the file -> (paper, its options): of these no people are read.
REFUSED: dict[str, tuple[str, dict[str, object]]] = {
    "tasks": ("tasks", {}),
    "datasets": ("datasets", {}),
    "registers": ("registers", {}),
    "progress": ("progress", {}),
    "guide": ("guide", {"key": "link-bhyt"}),
}


@dataclass(frozen=True)
class Written:
    """A store, and its exports by the way in which they were saved last."""

    store: Store
    folders: dict[str, Path]

    def __call__(self, saved: str, name: str) -> Path:
        return self.folders[saved] / f"{name}.xlsx"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    """One store with names, a filled-in form and figures of localities; its exports, saved by LibreOffice too."""
    folder = tmp_path_factory.mktemp("xuat")
    own, office = folder / "own", folder / "office"
    own.mkdir()
    office.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
        with station(folder / "kho.sqlite3") as store:
            _send_counts(store, folder / "so lieu.xlsx")
            for name, number in (("Ấp Tô Hạ", 884), ("Ấp An Hòa", 655)):
                figure_entry.enter(store, indicators.all_indicators(store)[1], JUNE, Figure(name, number, 1004))
            ids = {unit.name: unit.id for unit in units.all_units(store)}
            export_form(store, own / "all.xlsx", by="unit")
            export_form(store, own / "station.xlsx", unit_id=ids[STATION])
            export_form(store, own / "counted.xlsx", unit_id=ids[COUNTED])
            export_roster(store, own / "roster.xlsx", full_ids=True)
            export_roster(store, own / "school.xlsx", unit_id=ids[SCHOOL])
            export_indicators(store, own / "indicators.xlsx", period=JUNE)
            export_organisations(store, own / "organisations.xlsx")
            export_outstanding(store, own / "outstanding.xlsx")
            for name, (paper, options) in REFUSED.items():
                PAPERS[paper].load()(store, own / f"{name}.xlsx", **options)
            write_shown(
                ShownList("Nhật ký", ("Khi nào", "Họ và tên"), [("23/06/2026", "Lê Văn An")]), own / "shown.xlsx"
            )
            with open_store(folder / "tinh.sqlite3") as province:
                campaign_use.use(province, file.load(file.built_in()["ninh-thuan-2024"]))
                export_facilities(province, own / "facilities.xlsx", period=JUNE)
            write_template(template.draft(store, ids[SCHOOL]), own / "template.xlsx")
            if OFFICE is not None:
                save_anew(sorted(own.glob("*.xlsx")), office)
            yield Written(store, {"own": own, "office": office})


def _send_counts(store: Store, path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        [COUNTED.upper()], [], HEADS,
        [1, "Tổ Tự nhiên", 28, 25, 3, "Không có điện thoại thông minh", 22, 19, 9, "Chờ BHXH cập nhật"],
        [2, "Tổ Văn phòng", 9, 6, 3, "Quên mật khẩu", 3, 3, 6, "Chờ BHXH cập nhật"],
    ):  # fmt: skip
        book.active.append(row)
    book.save(path)
    incoming = intake.read(store, path)
    assert incoming.plan is not None
    assert incoming.plan.unit == COUNTED
    assert intake.apply(store, incoming)


def counts(written: Written, path: Path) -> dict[str, int]:
    """How many rows of all units would be new, changed, …"""
    plans = [one.plan for one in intake.parts(written.store, intake.read(written.store, path))]
    of_units = [plan.counts() for plan in plans if plan is not None]
    return {key: number for key in of_units[0] if (number := sum(each[key] for each in of_units))}


@saved_by_both
@pytest.mark.parametrize(
    ("name", "rows"), [("station", 5), ("counted", 2), ("roster", 41), ("school", 8)], ids=lambda value: str(value)
)
def test_nothing_is_new(written: Written, saved: str, name: str, rows: int) -> None:
    assert counts(written, written(saved, name)) == {"unchanged": rows}
    reading = intake.read(written.store, written(saved, name)).reading
    assert reading is not None
    assert not [row for row in reading.rows if row.problems], "a hidden number is no wrong number"


@saved_by_both
def test_an_edit_is_all_that_is_new(written: Written, saved: str, tmp_path: Path) -> None:
    for name, column, text in (("roster", "Chức vụ", "Kế toán trưởng"), ("counted", HEADS[2], 29)):
        book = openpyxl.load_workbook(written(saved, name), data_only=True)  # it calculates nothing itself
        sheet = book.active
        head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == column)
        sheet.cell(head.row + 1, head.column).value = text
        if name == "counted":
            sheet.cell(head.row + 1, head.column + 1).value = 26
            sheet.cell(head.row + 1, head.column + 6).value = 10
        book.save(tmp_path / f"{name}.xlsx")
        (changed,) = [
            number for key, number in counts(written, tmp_path / f"{name}.xlsx").items() if key != "unchanged"
        ]
        assert changed == 1, name


@saved_by_both
@pytest.mark.parametrize("unit", [None, STATION])
def test_the_table_of_all_units_is_taken_for_nobodys_own(written: Written, saved: str, unit: str | None) -> None:
    path = written(saved, "all")
    reading = intake.read(written.store, path, answers=intake.Answers(unit)).reading
    assert reading is not None
    assert reading.kind is FileKind.UNREADABLE
    assert reading.message.startswith("Bảng tổng hợp 4 đơn vị")
    assert reading.message.endswith("Không có gì thay đổi so với sổ.")


def test_the_table_of_all_units_tells_what_differs(written: Written, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written("own", "all"), data_only=True)
    row = next(row for row in book.active.iter_rows() if row[1].value == f"{COUNTED} ¹")
    row[2].value, row[3].value, row[8].value = 38, 32, 16
    book.save(tmp_path / "a.xlsx")
    reading = intake.read(written.store, tmp_path / "a.xlsx").reading
    assert reading is not None
    assert f"Khác với sổ: {COUNTED}: Tổng số: tệp 38, danh sách 37" in reading.message


@saved_by_both
def test_figures_of_localities_come_back(written: Written, saved: str) -> None:
    known = indicators.all_indicators(written.store)
    table = figure_table.read_figures(written(saved, "indicators"), known)
    plan = figure_plan.planned(written.store, table, known, JUNE)
    assert (plan.is_empty, plan.unchanged) == (True, 2)


@saved_by_both
@pytest.mark.parametrize("name", ["tasks", "datasets", "organisations", "registers", "indicators"])
def test_what_is_kept_beside_people_comes_back_too(written: Written, saved: str, name: str) -> None:
    plan = own_tables.plan(written.store, written(saved, name))
    assert plan is not None
    assert (plan.edits, plan.left, plan.verdict.endswith(": không có gì thay đổi.")) == ([], [], True)


@saved_by_both
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("outstanding", "Đây là danh sách còn thiếu mà chương trình in ra để gọi điện"),
        ("organisations", "Đây là bảng tài khoản tổ chức mà chương trình in ra"),
        ("tasks", "Đây là bảng nhiệm vụ mà chương trình in ra"),
        ("datasets", "Đây là báo cáo danh mục mà chương trình in ra"),
        ("registers", "Đây là sổ theo dõi mà chương trình in ra"),
        ("progress", "Đây là báo cáo mà chương trình in ra"),
        ("guide", "Đây là áp phích mà chương trình in ra"),
        ("shown", "Đây là danh sách chép từ màn hình mà chương trình in ra"),
        ("indicators", "Đây là bảng chỉ tiêu mà chương trình in ra"),
        ("facilities", "Đây là danh sách cơ sở mà chương trình in ra"),
    ],
)
def test_what_is_no_list_of_people_is_refused_in_plain_words(
    written: Written, saved: str, name: str, words: str
) -> None:
    reading = intake.read(written.store, written(saved, name)).reading
    assert reading is not None
    assert (reading.kind, reading.rows) == (FileKind.UNREADABLE, ())
    assert reading.message.startswith(words)
    if name in ("indicators", "facilities"):
        assert "tyt figures" in reading.message, "there they are read"


@saved_by_both
def test_every_paper_is_read_or_refused(written: Written, saved: str) -> None:
    """A new paper with an xlsx is added above: it comes back, or says what it is."""
    read_back = {"phu-luc-1", "form", "roster", "template", "feedback"}
    refused = {"outstanding", "organisations", "indicators", "facilities", *(paper for paper, _ in REFUSED.values())}
    assert {key for key, paper in PAPERS.items() if ".xlsx" in paper.endings} == read_back | refused
    assert counts(written, written(saved, "template")) == {"unchanged": 8}
