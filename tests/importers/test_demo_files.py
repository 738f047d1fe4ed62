"""The files of the example station carry known people: every one of them must be read right."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from importers.reading import read_file
from store.checklist.items import checklist_items
from store.database import Store
from store.models import Person, State
from store.receiving.plan import FileKind, Reading
from tests.make_demo_files import FOLDER, Somebody, people

DONE, TODO, NA = State.DONE, State.TODO, State.NOT_APPLICABLE


def read(store: Store, name: str) -> Reading:
    return read_file(FOLDER / name, items=checklist_items(store))


def _either(state: bool) -> State:
    return DONE if state else TODO


def _station(who: Somebody) -> Person:
    states = {
        "cccd": _either(who.card),
        "level2_account": _either(who.level2),
        "digital_signature": _either(who.signature) if who.office else NA,
        "social_security": _either(who.security),
        "bhyt_linked": _either(who.bhyt),
        "health_book": _either(who.book),
    }
    if not who.card:
        states["cccd"] = TODO
    reasons = {k: v for k, v in (("level2_account", who.level2_reason), ("bhyt_linked", who.bhyt_reason)) if v}
    return Person(
        who.name, who.born.isoformat(), who.sex.lower(), who.number, who.position, states=states, reasons=reasons
    )


def _primary(who: Somebody) -> Person:
    kind = "nguoi_lao_dong" if who.position == "Bảo vệ" else "vien_chuc"
    states = {"level2_account": _either(who.level2), "bhyt_linked": _either(who.bhyt), "health_book": _either(who.book)}
    reasons = {"level2_account": who.level2_reason.lower()} if who.level2_reason else {}
    return Person(
        who.name, who.born.isoformat(), citizen_id=who.number, employment=kind, states=states, reasons=reasons
    )


def _committee(who: Somebody) -> Person:
    expected = _station(who)
    expected.position, expected.reasons = None, {}
    return expected


def _secondary(who: Somebody) -> Person:
    states = {"level2_account": _either(who.level2), "bhyt_linked": _either(who.bhyt), "health_book": _either(who.book)}
    reasons = {"level2_account": who.level2_reason} if who.level2_reason else {}
    return Person(who.name, who.born.isoformat(), citizen_id=who.number, states=states, reasons=reasons)


def _kindergarten(who: Somebody) -> Person:
    states = {"level2_account": _either(who.level2), "bhyt_linked": _either(who.bhyt), "health_book": _either(who.book)}
    note = who.level2_reason or who.bhyt_reason or None
    return Person(who.name, str(who.born.year), citizen_id=who.number, states=states, note=note)


@pytest.mark.parametrize(
    ("name", "unit", "seed", "count", "positions", "expected"),
    [
        (
            "1 Tram Y te xa Vinh Gia.xlsx", "Trạm Y tế xã Vĩnh Gia", 1, 34,
            ["Bác sĩ", "Y sĩ", "Điều dưỡng", "Hộ sinh", "Dược sĩ", "Kế toán", "Nhân viên dân số"], _station,
        ),
        (
            "2 Truong Tieu hoc Vinh Gia.xls", "Trường Tiểu học Vĩnh Gia", 2, 28,
            ["Giáo viên", "Văn thư", "Bảo vệ"], _primary,
        ),
        ("3 UBND xa Vinh Gia.ods", "Ủy ban nhân dân xã Vĩnh Gia", 3, 26, ["Chuyên viên", "Cán sự"], _committee),
        ("4 Truong THCS Vinh Gia.csv", "Trường THCS Vĩnh Gia", 4, 24, ["Giáo viên"], _secondary),
        ("5 Truong Mau giao Vinh Gia.xlsx", "Trường Mẫu giáo Vĩnh Gia", 5, 12, ["Giáo viên"], _kindergarten),
    ],
)  # fmt: skip
def test_every_person_and_state_is_read_right(
    store: Store,
    name: str,
    unit: str,
    seed: int,
    count: int,
    positions: list[str],
    expected: Callable[[Somebody], Person],
) -> None:
    reading = read(store, name)
    assert reading.kind is FileKind.ROSTER
    assert reading.unit == unit
    assert [row.person for row in reading.rows] == [expected(who) for who in people(seed, count, positions)]


def test_departments_come_from_rows_and_from_sheets(store: Store) -> None:
    station = read(store, "1 Tram Y te xa Vinh Gia.xlsx")
    assert list(dict.fromkeys(row.department for row in station.rows)) == [
        "Bộ phận Khám bệnh", "Bộ phận Dược", "Bộ phận Y tế dự phòng", "Bộ phận Hành chính", "Điểm trạm Lạc Quới",
    ]  # fmt: skip
    committee = read(store, "3 UBND xa Vinh Gia.ods")
    assert list(dict.fromkeys(row.department for row in committee.rows)) == [
        "Văn phòng HĐND và UBND", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội",
    ]  # fmt: skip
    assert committee.remarks == ("Bỏ qua trang “Hướng dẫn”: không có danh sách",)


def test_reading_never_touches_the_file(store: Store, tmp_path: Path) -> None:
    for file in FOLDER.iterdir():
        copy = tmp_path / file.name
        shutil.copy2(file, copy)
        before = (copy.read_bytes(), copy.stat().st_mtime_ns)
        read_file(copy, items=checklist_items(store))
        assert (copy.read_bytes(), copy.stat().st_mtime_ns) == before
