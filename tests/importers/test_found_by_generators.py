"""Faults that generated lists have found: each kind in its smallest file."""

import pytest

from store.models import State

UNIT = ["Đơn vị: Trường THCS Núi Tô"]
NAMES = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường", "Võ Thị Dung"]


@pytest.mark.parametrize("head", ["Đã mua thẻ BHYT", "Nơi KCB ban đầu BHYT", "Đã nghe giới thiệu sổ sức khỏe điện tử"])
def test_another_deed_with_an_item_is_asked_about(told, head: str):
    reading = told(
        [UNIT, ["STT", "Họ và tên", "Năm sinh", head], *([n, name, 1980, "x"] for n, name in enumerate(NAMES))]
    )
    assert [row.person.states for row in reading.reading.rows] == [{}] * 4
    assert [doubt.head for doubt in reading.reading.doubts] == [head]


@pytest.mark.parametrize("head", ["Ngày sinh (con lớn)", "Con đã có BHYT trên VNeID"])
def test_a_child_is_somebody_else(told, head: str):
    reading = told([UNIT, ["STT", "Họ và tên", "Mức 2", head], *([n, name, "x", "x"] for n, name in enumerate(NAMES))])
    assert [column.field for column in reading.reading.tables[0].columns][-1] is None


def test_a_year_of_birth_is_no_tick_of_a_man(told):
    head = ["STT", "Họ và tên", "Ngày sinh", "Tháng", "Năm", "Mức 2"]
    rows: list[list[object]] = [UNIT]
    for number, name in enumerate(NAMES[:3]):
        rows += [[f"{'I' * (number + 1)}. Khối {number + 1}"], head, [1, name, 20 + number, 4, 1980, "x"], []]
    people = [row.person for row in told(rows).reading.rows]
    assert [person.birth_date for person in people] == ["1980-04-20", "1980-04-21", "1980-04-22"]
    assert [person.sex for person in people] == [None] * 3


def test_a_dash_among_positions_is_told(told):
    rows = [[n, name, post, "x"] for n, (name, post) in enumerate(zip(NAMES, ["DS", "-", "YS", "-"], strict=True))]
    read = told([UNIT, ["STT", "Họ và tên", "Chức vụ", "Mức 2"], *rows])
    assert [person.position for person in read.people] == ["DS", None, "YS", None]
    assert read.codes == ["ditto_unclear"] * 2


def test_a_line_that_carries_a_sum_over_is_nobody(told):
    rows = [[1, NAMES[0], "x"], [None, "Số mang sang"], [2, NAMES[1], "x"], [None, "Trang trước mang sang"]]
    read = told([UNIT, ["STT", "Họ và tên", "Mức 2"], *rows])
    assert [(row.person.full_name, row.department) for row in read.reading.rows] == [(NAMES[0], None), (NAMES[1], None)]


def test_a_column_that_is_blank_throughout_is_not_explained_by_a_legend(told):
    rows = [[n, name, "x", None] for n, name in enumerate(NAMES)]
    legend = ["Ghi chú: x là đã có; để trống là chưa có"]
    read = told([UNIT, ["STT", "Họ và tên", "Mức 2", "ASXH"], *rows, legend])
    assert [person.states for person in read.people] == [{"level2_account": State.DONE}] * 4


@pytest.mark.parametrize("name", [["BAN CHỈ HUY QUÂN SỰ", "xã Lương Phi"], ["UBND\nxã Ô Lâm"]])
def test_the_commune_of_a_unit_on_the_next_line(told, name: list[str]):
    rows = [[line] for line in name] + [["DANH SÁCH"], ["STT", "Họ và tên", "Mức 2"], [1, NAMES[0], "x"]]
    unit = told(rows).reading.unit
    assert unit.endswith(name[-1].rpartition("\n")[2])


def test_units_and_agencies_of_communes_are_parts_of_a_file(told):
    rows: list[list[object]] = [["UBND XÃ TRI TÔN"], ["DANH SÁCH"]]
    for number, unit in enumerate(["Công an xã Châu Lăng", "Trường Mầm non Văn Giáo"]):
        head = ["STT", "Họ và tên", "Năm sinh", "Mức 2"]
        rows += [[f"{'I' * (number + 1)}. {unit}"], head, [1, NAMES[number], 1980, "x"], []]
    reading = told(rows).reading
    assert [part.unit for part in reading.parts] == ["Công an xã Châu Lăng", "Trường Mầm non Văn Giáo"]


def test_a_ditto_mark_among_units_is_the_unit_above(told):
    units = ["Trường THCS Núi Tô", "nt", "Trường Mầm non Hoa Sen", "-nt-"]
    rows = [[n, name, unit, "x"] for n, (name, unit) in enumerate(zip(NAMES, units, strict=True))]
    parts = told([["STT", "Họ và tên", "Đơn vị", "Mức 2"], *rows]).reading.parts
    assert [(part.unit, part.rows) for part in parts] == [(units[0], (0, 1)), (units[2], (2, 3))]


def test_swapped_days_are_judged_over_all_sheets_of_a_form(save, read):
    from datetime import date

    days: list[object] = ["14/3/1976", date(1989, 8, 6), "17/6/1979", date(1974, 1, 10), date(1977, 7, 10), "26/7/1967"]
    rows = [[n, f"{NAMES[n % 4]} {'ABCDEF'[n]}", day, "x"] for n, day in enumerate(days)]
    head = ["STT", "Họ và tên", "Ngày sinh", "Mức 2"]
    path = save({"Khối 1": [head, *rows[:2]], "Khối 2": [head, *rows[2:4]], "Khối 3": [head, *rows[4:]]})
    people = [row.person for row in read(path).reading.rows]
    assert [person.birth_date for person in people] == ["1976-03-14", None, "1979-06-17", None, None, "1967-07-26"]


def test_a_column_of_another_matter_is_not_what_the_title_is_about(told):
    rows = [[n, name, 1980, "x"] for n, name in enumerate(NAMES)]
    title = ["BẢNG THỐNG KÊ TÀI KHOẢN ĐỊNH DANH ĐIỆN TỬ MỨC 2"]
    read = told([UNIT, title, ["STT", "Họ và tên", "Năm sinh", "Có bằng lái xe"], *rows])
    assert [person.states for person in read.people] == [{}] * 4


def test_a_title_about_one_item_says_nothing_of_the_ticks_of_others(told):
    rows = [[n, name, "v", None] for n, name in enumerate(NAMES)]
    titles = [["DANH SÁCH RÀ SOÁT VNEID MỨC 2"], ["DANH SÁCH NHÂN VIÊN CHƯA HOÀN THÀNH CHỮ KÝ SỐ"]]
    read = told([UNIT, *titles, ["STT", "Họ và tên", "Mức 2", "Ghi chú"], *rows])
    assert read.states("level2_account") == ["done"] * 4


def test_the_unit_below_the_title_is_the_one_of_the_list(told):
    rows = [["Đơn vị: UBND xã Ô Lâm"], ["DANH SÁCH"], UNIT, ["STT", "Họ và tên", "Mức 2"], [1, NAMES[0], "x"]]
    assert told(rows).reading.unit == "Trường THCS Núi Tô"
