"""Every table that leaves the house comes back, also as LibreOffice saves it: nothing changed, or exactly the edit."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest

from importers import intake, own_tables
from store import campaign_use, clock
from store.campaigns import file
from store.database import Store
from store.opening import open_store
from store.people import units
from store.receiving.plan import FileKind
from store.registers import entries
from store.registers.declared import REGISTERS
from tests.end_to_end.office import OFFICE, save_anew
from tests.end_to_end.test_exports_come_back import COUNTED, _send_counts, saved_by_both
from tests.exporters.damaged_list import save as save_damaged_list
from tests.tui.station import SCHOOL
from tests.tui.tracking_station import JUNE, tracking_station
from tui.papers import PAPERS

#: Name of the paper -> (a cell of the row, {head, or "" for that cell itself: what somebody writes}).
EDITS: dict[str, tuple[object, Mapping[str, object]]] = {
    "phu-luc-1": (
        "Tổ Tự nhiên ¹",
        {"Tổng số lượng CBCCVC và người lao động": 29,
         "Số lượng Đã cài đặt, đăng ký và kích hoạt định danh VNeID mức 2": 26,
         "Số lượng Chưa tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID": 10},
    ),
    "roster": ("Lý Kim Bình", {"Chức vụ": "Kế toán trưởng"}),
    "template": ("Lý Ngọc Dung", {"Chức vụ": "Kế toán trưởng"}),
    "feedback": ("Trần Văn Bình", {"Ngày sinh": "28/02/1990"}),
    "tasks": ("Trước 10/07/2026", {"Kết quả tại đơn vị": "Danh sách 200 người"}),
    "datasets": ("Hệ thống thông tin tiêm chủng quốc gia", {"Mức độ chính xác": "Thấp"}),
    "organisations": (SCHOOL, {"Ghi chú": "gọi lại thứ Sáu"}),
    "registers": ("Mạng yếu", {"": "Mạng rất yếu"}),
    "indicators": (884, {"": 890}),
    "facilities": ("Bệnh viện Mắt", {"Số đạt": 30, "Tổng số": 40}),
}  # fmt: skip
#: Of which nothing is read back: no tables, or a list to telephone by; a form is written as Phụ lục 1 is.
NO_TABLES = {"form", "outstanding", "progress", "guide"}


def test_each_paper_that_is_a_table_is_among_them() -> None:
    assert {key for key, paper in PAPERS.items() if ".xlsx" in paper.endings} == EDITS.keys() | NO_TABLES


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    folder = tmp_path_factory.mktemp("bang")
    (folder / "own").mkdir()
    (folder / "office").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
        tracking_station(folder / "kho.sqlite3")
        with open_store(folder / "kho.sqlite3") as store:
            campaign_use.use(store, file.load(file.built_in()["ninh-thuan-2024"]))
            entries.add(store, REGISTERS[4], day="2026-06-20", what="Mạng yếu")
            _send_counts(store, folder / "so lieu.xlsx")
            save_damaged_list(folder / "danh sach.xlsx")
            incoming = intake.read(store, folder / "danh sach.xlsx")
            ids = {unit.name: unit.id for unit in units.all_units(store)}
            options: dict[str, dict[str, object]] = {
                "phu-luc-1": {"unit_id": ids[COUNTED]},
                "roster": {"full_ids": True},  # one of the people has nothing else that tells him apart
                "template": {"unit_id": ids[SCHOOL]},
                "feedback": {"submission": intake.apply(store, incoming)},
                "facilities": {"period": JUNE},
            }
            for key in EDITS:
                PAPERS[key].load()(store, folder / "own" / f"{key}.xlsx", **options.get(key, {}))
            if OFFICE is not None:
                save_anew(sorted((folder / "own").glob("*.xlsx")), folder / "office")
            yield store, folder


def edited(path: Path, out: Path, cell: object, texts: Mapping[str, object]) -> Path:
    """The workbook with cells of one row written over; a program that calculates nothing keeps what formulas came to."""
    book = openpyxl.load_workbook(path, data_only=True)
    left = dict(texts)
    for sheet in book:
        rows = [row for row in sheet.iter_rows() if any(each.value == cell for each in row)]
        heads = {each.value: each.column for row in sheet.iter_rows() for each in row if each.value in left}
        for head in list(left) if rows else ():
            own = next(each for each in rows[-1] if each.value == cell)
            if not head or head in heads:
                sheet.cell(own.row, heads.get(head, own.column)).value = left.pop(head)
    assert not left
    book.save(out)
    return out


def changes(store: Store, path: Path) -> int:
    """How many rows or figures it would change."""
    table = own_tables.plan(store, path)
    if table is not None:
        assert table.left == []
        return len(table.edits)
    incoming = intake.read(store, path)
    assert incoming.reading is not None
    assert incoming.reading.kind is not FileKind.UNREADABLE, incoming.reading.message
    of_units = [one.plan.counts() for one in intake.parts(store, incoming) if one.plan is not None]
    return sum(each[key] for each in of_units for key in ("new", "changed", "conflict"))


@saved_by_both
@pytest.mark.parametrize("key", EDITS)
def test_nothing_changes_or_exactly_the_edit(written: tuple[Store, Path], tmp_path: Path, key: str, saved: str) -> None:
    store, folder = written
    path = folder / saved / f"{key}.xlsx"
    assert changes(store, path) == 0
    assert changes(store, edited(path, tmp_path / f"{key}.xlsx", *EDITS[key])) == 1
