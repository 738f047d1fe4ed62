"""A column for which one kind of evidence speaks alone is asked about; nothing of it is stored until it is confirmed."""

from pathlib import Path

import pytest

from importers.read_for_unit import read_for_unit
from importers.reading import read_file
from store.clock import VARIABLE
from store.opening import open_store
from store.people import units
from store.receiving import mappings
from store.receiving.doubt import Evidence
from store.receiving.plan import Reading
from tests.importers.conftest import ITEMS

UNIT = "Trường THCS Núi Tô"
PEOPLE = [
    ["Lê Văn An", "12/03/1980", "Nam", "089080000001"],
    ["Trần Thị Bé", "05/11/1981", "Nữ", "089181000002"],
    ["Phạm Văn Cường", "28/02/1990", "Nam", "089090000003"],
    ["Võ Thị Dung", "01/09/1988", "Nữ", "089188000004"],
]
HEAD = ["Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD"]


def rows(*columns: tuple[str, str]) -> list[list[str]]:
    """The people, with columns behind them: (head, a letter a cell, "." is blank)."""
    beside = [[head for head, _ in columns]]
    beside += [[cells[at].strip(".") for _, cells in columns] for at in range(len(PEOPLE))]
    return [[f"Đơn vị: {UNIT}"], *([*left, *right] for left, right in zip([HEAD, *PEOPLE], beside, strict=True))]


DECOYS = [
    "Đã tập huấn Sổ SKĐT", "Tập huấn sử dụng Sổ sức khỏe điện tử", "Đã tuyên truyền Sổ SKĐT", "Biết dùng Sổ SKĐT",
    "Đã phát tờ rơi Sổ SKĐT", "Cam kết tạo Sổ SKĐT",
]  # fmt: skip


@pytest.mark.parametrize("decoy", DECOYS)
def test_a_column_that_only_mentions_an_item_loses_against_the_items_own(read_rows, decoy: str):
    read = read_rows(rows((decoy, "xxxx"), ("Sổ SKĐT", "x..x")))
    assert read.states("health_book") == ["done", "todo", "todo", "done"]
    assert read.reading.doubts == ()
    assert any(decoy in remark for remark in read.reading.remarks)


@pytest.mark.parametrize("decoy", [*DECOYS, "Đã cài ứng dụng VNeID", "Đã tập huấn VNeID", "Tích hợp VNeID"])
def test_without_the_items_own_column_it_is_asked_about(read_rows, decoy: str):
    read = read_rows(rows((decoy, "xx.x")))
    assert [person.states for person in read.people] == [{}] * 4
    [doubt] = read.reading.doubts
    assert (doubt.head, doubt.cells, doubt.marks, doubt.rows) == (decoy, 3, ("x",), (3, 4, 6))
    assert doubt.proposed is not None
    assert doubt.proposed.item in ("health_book", "level2_account")
    assert (doubt.speaks_for, doubt.speaks_against) == ((Evidence.CELLS,), (Evidence.HEAD,))


@pytest.mark.parametrize("head", ["Sổ BHXH", "Số sổ BHXH", "Mã đơn vị", "Đã nộp hồ sơ"])
def test_columns_of_other_things_tell_of_no_item(read_rows, head: str):
    read = read_rows(rows((head, "xx.x")))
    assert [person.states for person in read.people] == [{}] * 4
    assert all(person.insurance_number is None for person in read.people)


@pytest.mark.parametrize("group", ["Vợ/chồng", "Thông tin của con", "Cha mẹ", "Người thân"])
def test_a_column_about_somebody_else_is_none_of_the_persons(read_rows, group: str):
    head = [*HEAD[:1], group, "", "", "", "Mức 2"]
    below = ["", "Họ và tên", "Ngày sinh", "CCCD", "VNeID mức 2", ""]
    lines = [[name, "Người Khác", "01/02/1970", "089070000009", "x", "Chưa"] for name, *_ in PEOPLE]
    read = read_rows([[f"Đơn vị: {UNIT}"], head, below, *lines], merged=["B2:E2"])
    assert read.names == [name for name, *_ in PEOPLE]
    assert [(person.birth_date, person.citizen_id) for person in read.people] == [(None, None)] * 4
    assert read.states("level2_account") == ["todo"] * 4


def test_a_head_that_nobody_knows_is_the_sex_where_every_card_number_says_so(read_rows):
    head = [HEAD[0], HEAD[1], "G/t", HEAD[3]]
    read = read_rows([head, *PEOPLE])
    assert [person.sex for person in read.people] == ["nam", "nữ", "nam", "nữ"]
    alone = read_rows([[HEAD[0], HEAD[1], "G/t"], *(row[:3] for row in PEOPLE)])
    assert [person.sex for person in alone.people] == [None] * 4
    assert [(doubt.head, doubt.proposed) for doubt in alone.reading.doubts] == [("G/t", "sex")]


def test_twelve_digits_under_an_unknown_head_are_a_card_number_where_the_birth_dates_agree(read_rows):
    read = read_rows([["Họ và tên", "Ngày sinh", "Mã"], *([row[0], row[1], row[3]] for row in PEOPLE)])
    assert [person.citizen_id for person in read.people] == [row[3] for row in PEOPLE]
    other = read_rows(
        [["Họ và tên", "Ngày sinh", "Mã"], *([row[0], row[1], f"10000000000{n}"] for n, row in enumerate(PEOPLE))]
    )
    assert [person.citizen_id for person in other.people] == [None] * 4
    assert [doubt.proposed for doubt in other.reading.doubts] == ["citizen_id"]


def test_a_column_of_ticks_is_no_position(read_rows):
    read = read_rows(rows(("Chức vụ", "xx.x")))
    assert [person.position for person in read.people] == [None] * 4
    assert [doubt.head for doubt in read.reading.doubts] == ["Chức vụ"]


def test_a_confirmed_column_is_read_and_remembered_for_the_unit(save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "2026-06-23T14:00:00")
    path = save(rows(("Đã tập huấn Sổ SKĐT", "xx.x")))
    with open_store(tmp_path / "trạm.sqlite3") as store:
        [doubt] = read_for_unit(store, path).doubts
        answer = {doubt.fingerprint: {doubt.place: doubt.proposed}}
        again = read_for_unit(store, path, corrections=answer)
        assert _states(again) == ["done", "done", "todo", "done"]
        assert again.doubts == ()
        unit = units.add(store, UNIT)
        mappings.remember(store, unit, answer)
        assert _states(read_for_unit(store, path)) == ["done", "done", "todo", "done"]
        mappings.remember(store, unit, {doubt.fingerprint: {doubt.place: None}})
        passed_over = read_for_unit(store, path)
        assert _states(passed_over) == [""] * 4
        assert passed_over.doubts == ()


def _states(reading: Reading) -> list[str]:
    return [str(row.person.states.get("health_book", "")) for row in reading.rows if row.person]


def test_a_sound_list_leaves_no_doubt(save):
    path = save(rows(("Chức vụ", "abcd"), ("VNeID mức 2", "x.xx"), ("Sổ SKĐT", "xxx.")))
    assert read_file(path, items=ITEMS).doubts == ()


def test_two_columns_that_fit_as_well_and_differ_are_asked_about(read_rows):
    read = read_rows(rows(("Đã đăng ký mức 2", "xxxx"), ("Đã kích hoạt mức 2", "x..x")))
    assert read.states("level2_account") == [None] * 4
    [doubt] = read.reading.doubts
    assert doubt.speaks_against == (Evidence.RIVAL,)
    same = read_rows(rows(("Đã đăng ký mức 2", "x..x"), ("Đã kích hoạt mức 2", "x..x")))
    assert same.states("level2_account") == ["done", "todo", "todo", "done"]


def test_a_book_without_a_name_is_told_as_not_read(read_rows):
    read = read_rows(
        [["STT", "Họ tên", "Mức 2", "Sổ"], [1, "Lê Văn An", "Rồi", "Rồi"], [2, "Trần Thị Bé", "Rồi", "Chưa"]]
    )
    assert any("Chưa đọc cột “Sổ”" in remark for remark in read.reading.remarks)


@pytest.mark.parametrize(
    "above",
    [
        "Vướng mắc",
        "Khó khăn gặp phải",
        "Nội dung cần bổ sung",
        "Nội dung phụ trách",
        "Tài liệu đã phát",
        "Biết sử dụng",
    ],
)
def test_items_below_a_head_of_another_matter_are_asked_about(read_rows, above: str):
    heads = [["STT", "Họ và tên", above, None, None], [None, None, "VNeID mức 2", "BHYT", "Sổ SKĐT"]]
    people = [[1, "Lê Thị Nga", None, None, "x"], [2, "Trần Thị Bé", "x", "x", None], [3, "Võ Văn Cò", "x", None, "x"]]
    read = read_rows([*heads, *people], merged=["C1:E1", "A1:A2", "B1:B2"])
    assert [person.states for person in read.people] == [{}] * 3
    assert len(read.reading.doubts) == 3


@pytest.mark.parametrize(
    "heads", [("Bài 1: VNeID mức 2", "Bài 2: BHYT"), ("Sáng 12/6 (VNeID mức 2)", "Chiều 12/6 (BHYT)")]
)
def test_lessons_are_asked_about(read_rows, heads: tuple[str, str]):
    read = read_rows([["STT", "Họ và tên", *heads], [1, "Lê Thị Nga", "x", "x"], [2, "Trần Thị Bé", "x", None]])
    assert [person.states for person in read.people] == [{}] * 2
    assert len(read.reading.doubts) == 2


@pytest.mark.parametrize(
    "title",
    [
        "PHÂN CÔNG NHIỆM VỤ TỔ ĐỀ ÁN 06",
        "DANH SÁCH MUA BHYT NĂM 2026",
        "BIÊN NHẬN THẺ BHYT",
        "DANH SÁCH THAM DỰ TẬP HUẤN",
    ],
)
def test_below_a_title_of_another_matter_marks_are_asked_about(read_rows, title: str):
    people = [[1, "Lê Thị Nga", "x", "x"], [2, "Trần Thị Bé", "x", None]]
    read = read_rows([[title], ["STT", "Họ và tên", "VNeID mức 2", "BHYT"], *people])
    assert [person.states for person in read.people] == [{}] * 2
    assert len(read.reading.doubts) == 2
