"""What a person corrected in the reading of columns holds for the file, and for the unit's next one."""

from pathlib import Path

import pytest

from importers.deciding.planning import make_plan
from importers.layout.correcting import fields
from importers.read_for_unit import read_for_unit
from store import history
from store.checklist.items import checklist_items
from store.clock import VARIABLE
from store.database import Store
from store.opening import open_store
from store.people import units
from store.receiving import mappings, submissions
from store.receiving.plan import Reading

UNIT = "Trường THCS Núi Tô"
HEADS = ["STT", "Họ và tên", "Số CCCD", "VNeID", "Đợt 2", "Người báo"]
ROWS = [
    [1, "Lê Văn An", "089080000001", "x", "Chưa", "Trần Thị Lập"],
    [2, "Trần Thị Bé", "089181000002", "x", "x", "Trần Thị Lập"],
]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "2026-06-23T14:00:00")
    with open_store(tmp_path / "trạm.sqlite3") as opened:
        yield opened


@pytest.fixture
def file(save) -> Path:
    return save([[f"Đơn vị: {UNIT}"], HEADS, *ROWS])


def states(reading: Reading, key: str) -> list[str]:
    return [str(row.person.states.get(key)) for row in reading.rows if row.person]


def heads_of(reading: Reading) -> str:
    return reading.tables[0].fingerprint


def test_a_column_that_was_not_understood_is_read_as_the_person_says(store: Store, file: Path) -> None:
    first = read_for_unit(store, file)
    assert states(first, "health_book") == ["None", "None"]
    again = read_for_unit(store, file, corrections={heads_of(first): {4: "state.health_book"}})
    assert states(again, "health_book") == ["todo", "done"]
    assert states(again, "level2_account") == ["done", "done"]
    assert not any("Đợt 2" in remark for remark in again.remarks)


def test_the_column_that_was_it_until_now_is_none_any_more_and_that_is_told(store: Store, file: Path) -> None:
    first = read_for_unit(store, file)
    again = read_for_unit(store, file, corrections={heads_of(first): {4: "state.level2_account"}})
    assert states(again, "level2_account") == ["todo", "done"]
    assert [column.field for column in again.tables[0].columns][3] is None
    assert any("“VNeID”" in remark for remark in again.remarks)


def test_who_is_on_the_list_may_be_corrected_too(store: Store, file: Path) -> None:
    first = read_for_unit(store, file)
    again = read_for_unit(store, file, corrections={heads_of(first): {1: None, 5: "full_name"}})
    assert [row.person.full_name for row in again.rows if row.person] == ["Trần Thị Lập", "Trần Thị Lập"]


def test_a_list_without_names_is_left_as_it_was_read(store: Store, file: Path) -> None:
    first = read_for_unit(store, file)
    again = read_for_unit(store, file, corrections={heads_of(first): {1: None}})
    assert [row.person.full_name for row in again.rows if row.person] == ["Lê Văn An", "Trần Thị Bé"]


def take_in(store: Store, file: Path, **asked: object) -> int:
    reading = read_for_unit(store, file, **asked)  # type: ignore[arg-type]
    number = submissions.apply(store, make_plan(store, reading, unit=UNIT))
    assert number is not None
    return number


def test_the_units_next_file_with_these_heads_is_read_the_same_way(store: Store, file: Path, save) -> None:
    take_in(store, file, corrections={heads_of(read_for_unit(store, file)): {4: "state.health_book"}})
    later = save([[f"Đơn vị: {UNIT}"], HEADS, [1, "Lê Văn Cả", "089080000003", "x", "x", ""]], name="lần 2.xlsx")
    reading = read_for_unit(store, later)
    assert states(reading, "health_book") == ["done"]
    assert "Đã dùng cách đọc cột mà anh/chị đã sửa ngày 23/06/2026" in reading.remarks


def test_the_files_of_others_and_other_heads_are_read_as_ever(store: Store, file: Path, save) -> None:
    take_in(store, file, corrections={heads_of(read_for_unit(store, file)): {4: "state.health_book"}})
    other_unit = save([["Đơn vị: Trường Tiểu học A"], HEADS, *ROWS], name="khác.xlsx")
    other_heads = save([[f"Đơn vị: {UNIT}"], [*HEADS[:4], "Đợt 3", "Người báo"], *ROWS], name="mẫu mới.xlsx")
    for path in (other_unit, other_heads):
        reading = read_for_unit(store, path)
        assert states(reading, "health_book") == ["None", "None"]
        assert not any("đã sửa" in remark for remark in reading.remarks)


def test_a_unit_that_only_the_person_names_has_its_corrections_too(store: Store, file: Path, save) -> None:
    take_in(store, file, corrections={heads_of(read_for_unit(store, file)): {4: "state.health_book"}})
    nameless = save([HEADS, *ROWS], name="không tên.xlsx")
    assert states(read_for_unit(store, nameless), "health_book") == ["None", "None"]
    assert states(read_for_unit(store, nameless, unit=UNIT), "health_book") == ["todo", "done"]


def test_taking_the_file_back_takes_back_what_was_corrected_in_it(store: Store, file: Path) -> None:
    number = take_in(store, file, corrections={heads_of(read_for_unit(store, file)): {4: "state.health_book"}})
    unit = units.find(store, UNIT)
    assert unit is not None
    assert mappings.remembered(store, unit.id).corrections != {}
    submissions.take_back(store, number)
    assert mappings.remembered(store, unit.id).corrections == {}


def test_what_is_forgotten_comes_back_by_undo(store: Store, file: Path) -> None:
    take_in(store, file, corrections={heads_of(read_for_unit(store, file)): {4: None}})
    unit = units.find(store, UNIT)
    assert unit is not None
    kept = mappings.remembered(store, unit.id).corrections
    mappings.forget(store, unit.id, next(iter(kept)))
    assert mappings.remembered(store, unit.id).corrections == {}
    history.undo(store)
    assert mappings.remembered(store, unit.id).corrections == kept == {next(iter(kept)): {4: None}}


def test_every_field_that_a_reading_may_have_can_be_chosen(store: Store) -> None:
    offered = fields(checklist_items(store))
    assert len(offered) == len(set(offered))
    assert {"full_name", "citizen_id", "state.bhyt_linked", "todo.bhyt_linked", "reason.cccd", "department"} <= {
        *offered
    }
    assert {"total", "done.level2_account", "reason.bhyt_linked"} <= {*fields(checklist_items(store), counts=True)}
