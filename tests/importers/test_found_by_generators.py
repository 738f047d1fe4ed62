"""Faults that generated lists have found: each kind in its smallest file."""

import pytest

from store.models import State

UNIT = ["Đơn vị: Trường THCS Núi Tô"]
NAMES = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường", "Võ Thị Dung"]


@pytest.mark.parametrize("head", ["Đã mua thẻ BHYT", "Nơi KCB ban đầu BHYT", "Đã nghe giới thiệu sổ sức khỏe điện tử"])
def test_another_deed_with_an_item_is_asked_about(read_rows, head: str):
    reading = read_rows(
        [UNIT, ["STT", "Họ và tên", "Năm sinh", head], *([n, name, 1980, "x"] for n, name in enumerate(NAMES))]
    )
    assert [row.person.states for row in reading.reading.rows] == [{}] * 4
    assert [doubt.head for doubt in reading.reading.doubts] == [head]


@pytest.mark.parametrize("head", ["Ngày sinh (con lớn)", "Con đã có BHYT trên VNeID"])
def test_a_child_is_somebody_else(read_rows, head: str):
    reading = read_rows(
        [UNIT, ["STT", "Họ và tên", "Mức 2", head], *([n, name, "x", "x"] for n, name in enumerate(NAMES))]
    )
    assert [column.field for column in reading.reading.tables[0].columns][-1] is None


def test_a_year_of_birth_is_no_tick_of_a_man(read_rows):
    head = ["STT", "Họ và tên", "Ngày sinh", "Tháng", "Năm", "Mức 2"]
    rows: list[list[object]] = [UNIT]
    for number, name in enumerate(NAMES[:3]):
        rows += [[f"{'I' * (number + 1)}. Khối {number + 1}"], head, [1, name, 20 + number, 4, 1980, "x"], []]
    people = [row.person for row in read_rows(rows).reading.rows]
    assert [person.birth_date for person in people] == ["1980-04-20", "1980-04-21", "1980-04-22"]
    assert [person.sex for person in people] == [None] * 3


def test_a_dash_among_positions_is_told(read_rows):
    rows = [[n, name, post, "x"] for n, (name, post) in enumerate(zip(NAMES, ["DS", "-", "YS", "-"], strict=True))]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Chức vụ", "Mức 2"], *rows])
    assert [person.position for person in read.people] == ["DS", None, "YS", None]
    assert read.codes == ["ditto_unclear"] * 2


def test_a_line_that_carries_a_sum_over_is_nobody(read_rows):
    rows = [[1, NAMES[0], "x"], [None, "Số mang sang"], [2, NAMES[1], "x"], [None, "Mang sang trang sau"]]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Mức 2"], *rows])
    assert [(row.person.full_name, row.department) for row in read.reading.rows] == [(NAMES[0], None), (NAMES[1], None)]


def test_a_column_that_is_blank_throughout_is_not_explained_by_a_legend(read_rows):
    rows = [[n, name, "x", None] for n, name in enumerate(NAMES)]
    legend = ["Ghi chú: x là đã có; để trống là chưa có"]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Mức 2", "ASXH"], *rows, legend])
    assert [person.states for person in read.people] == [{"level2_account": State.DONE}] * 4


@pytest.mark.parametrize("name", [["BAN CHỈ HUY QUÂN SỰ", "xã Lương Phi"], ["UBND\nxã Ô Lâm"]])
def test_the_commune_of_a_unit_on_the_next_line(read_rows, name: list[str]):
    rows = [[line] for line in name] + [["DANH SÁCH"], ["STT", "Họ và tên", "Mức 2"], [1, NAMES[0], "x"]]
    unit = read_rows(rows).reading.unit
    assert unit.endswith(name[-1].rpartition("\n")[2])


def test_units_and_agencies_of_communes_are_parts_of_a_file(read_rows):
    rows: list[list[object]] = [["UBND XÃ TRI TÔN"], ["DANH SÁCH"]]
    for number, unit in enumerate(["Công an xã Châu Lăng", "Trường Mầm non Văn Giáo"]):
        head = ["STT", "Họ và tên", "Năm sinh", "Mức 2"]
        rows += [[f"{'I' * (number + 1)}. {unit}"], head, [1, NAMES[number], 1980, "x"], []]
    reading = read_rows(rows).reading
    assert [part.unit for part in reading.parts] == ["Công an xã Châu Lăng", "Trường Mầm non Văn Giáo"]


def test_a_ditto_mark_among_units_is_the_unit_above(read_rows):
    units = ["Trường THCS Núi Tô", "nt", "Trường Mầm non Hoa Sen", "-nt-"]
    rows = [[n, name, unit, "x"] for n, (name, unit) in enumerate(zip(NAMES, units, strict=True))]
    parts = read_rows([["STT", "Họ và tên", "Đơn vị", "Mức 2"], *rows]).reading.parts
    assert [(part.unit, part.rows) for part in parts] == [(units[0], (0, 1)), (units[2], (2, 3))]


def test_swapped_days_are_judged_over_all_sheets_of_a_form(save, read):
    from datetime import date

    days: list[object] = ["14/3/1976", date(1989, 8, 6), "17/6/1979", date(1974, 1, 10), date(1977, 7, 10), "26/7/1967"]
    rows = [[n, f"{NAMES[n % 4]} {'ABCDEF'[n]}", day, "x"] for n, day in enumerate(days)]
    head = ["STT", "Họ và tên", "Ngày sinh", "Mức 2"]
    path = save({"Khối 1": [head, *rows[:2]], "Khối 2": [head, *rows[2:4]], "Khối 3": [head, *rows[4:]]})
    people = [row.person for row in read(path).reading.rows]
    assert [person.birth_date for person in people] == ["1976-03-14", None, "1979-06-17", None, None, "1967-07-26"]


def test_a_column_of_another_matter_is_not_what_the_title_is_about(read_rows):
    rows = [[n, name, 1980, "x"] for n, name in enumerate(NAMES)]
    title = ["BẢNG THỐNG KÊ TÀI KHOẢN ĐỊNH DANH ĐIỆN TỬ MỨC 2"]
    read = read_rows([UNIT, title, ["STT", "Họ và tên", "Năm sinh", "Có bằng lái xe"], *rows])
    assert [person.states for person in read.people] == [{}] * 4


def test_a_title_about_one_item_says_nothing_of_the_ticks_of_others(read_rows):
    rows = [[n, name, "v", None] for n, name in enumerate(NAMES)]
    titles = [["DANH SÁCH RÀ SOÁT VNEID MỨC 2"], ["DANH SÁCH NHÂN VIÊN CHƯA HOÀN THÀNH CHỮ KÝ SỐ"]]
    read = read_rows([UNIT, *titles, ["STT", "Họ và tên", "Mức 2", "Ghi chú"], *rows])
    assert read.states("level2_account") == ["done"] * 4


def test_the_unit_below_the_title_is_the_one_of_the_list(read_rows):
    rows = [["Đơn vị: UBND xã Ô Lâm"], ["DANH SÁCH"], UNIT, ["STT", "Họ và tên", "Mức 2"], [1, NAMES[0], "x"]]
    assert read_rows(rows).reading.unit == "Trường THCS Núi Tô"


@pytest.mark.parametrize("words", ["Mang sang trang sau", "Trang trước mang sang", "Từ trang trước chuyển sang"])
def test_a_line_that_carries_a_sum_over_is_nobody_beside_a_number_too(read_rows, words: str):
    rows = [[1, NAMES[0], 1980, "x"], [None, words, 24], [2, NAMES[1], 1981, "x"]]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Năm sinh", "Mức 2"], *rows])
    assert read.names == NAMES[:2]
    assert read.nameless == []


@pytest.mark.parametrize("opens", [["{n}. {unit}"], [None, None, "{mark}", "{unit}"]])
def test_a_row_that_names_an_agency_begins_its_part(read_rows, opens: list[str | None]):
    units = ["Trường Mầm non Văn Giáo", "Công an xã Châu Lăng", "Trường Mẫu giáo Tà Đảnh"]
    rows: list[list[object]] = [["DANH SÁCH"], ["STT", "Mức 2", "Số thẻ BHYT", "Họ và tên", "Năm sinh"]]
    for number, unit in enumerate(units):
        rows.append([text and text.format(n=number + 1, mark="I" * (number + 1), unit=unit) for text in opens])
        rows.append([1, "x", None, NAMES[number], 1980])
    parts = read_rows(rows).reading.parts
    assert [(part.unit, part.rows) for part in parts] == [(unit, (number,)) for number, unit in enumerate(units)]


def test_a_sheet_named_after_everybody_is_no_department(read_rows):
    head = ["STT", "Họ và tên", "Năm sinh", "Mức 2"]
    sheets = {"ds cbgvnv": [UNIT, head, [1, NAMES[0], 1980, "x"]], "Hành chính": [UNIT, head, [1, NAMES[1], 1981, "x"]]}
    assert read_rows(sheets).departments == [None, "Hành chính"]


def test_days_months_and_years_of_short_names_apart(read_rows):
    head = ["STT", "Họ", "Tên", "Ngày sinh", "Tháng", "Năm", "Mức 2"]
    people = read_rows([UNIT, head, [1, "Sơn", "Vinh", "17", 5, 1989, "x"]]).people
    assert [(person.birth_date, person.sex) for person in people] == [("1989-05-17", None)]


def test_a_year_with_its_marks_is_never_the_sex(read_rows):
    head = ["STT", "Họ và tên", "Ngày sinh", "Năm", "Mức 2"]
    read = read_rows([UNIT, head, *([n, name, "01/02/1980", None if n else 1, "x"] for n, name in enumerate(NAMES))])
    assert [person.sex for person in read.people] == [None] * 4


def test_the_day_of_a_contract_is_not_the_day_of_what_the_title_is_about(read_rows):
    rows = [[n, name, 1980, "07/02/2022"] for n, name in enumerate(NAMES)]
    for head in ("Ngày ký hợp đồng", "Ngày đăng ký xe", "Ngày tháng"):
        read = read_rows(
            [UNIT, ["BẢNG THỐNG KÊ TÀI KHOẢN ĐỊNH DANH MỨC 2"], ["STT", "Họ và tên", "Năm sinh", head], *rows]
        )
        assert [person.states for person in read.people] == [{}] * 4


@pytest.mark.parametrize("decoy", ["Đã được tuyên truyền tài khoản an sinh xã hội", "Đã xem phim"])
def test_a_reason_behind_another_matter_is_of_the_item_that_is_not_done(read_rows, decoy: str):
    groups = ["STT", "Họ và tên", "Kết quả", None, None]
    head = [None, None, "Mức 2", decoy, "Lý do"]
    rows = [[1, NAMES[0], "x", None, None], [2, NAMES[1], None, "x", "Quên mật khẩu"], [3, NAMES[2], "x", "x", None]]
    read = read_rows([UNIT, groups, head, *rows], merged=["C2:E2"])
    assert [person.reasons for person in read.people] == [{}, {"level2_account": "Quên mật khẩu"}, {}]
    assert [set(person.states) for person in read.people] == [{"level2_account"}] * 3


def test_a_reason_behind_another_matter_stays_unread_where_the_item_is_done(read_rows):
    head = ["STT", "Họ và tên", "Mức 2", "Đã dự tập huấn ASXH", "Lý do"]
    read = read_rows([UNIT, head, *([n, name, "x", "Chưa", "Bận trực"] for n, name in enumerate(NAMES))])
    assert [person.reasons for person in read.people] == [{}] * 4
    assert any("Lý do" in remark for remark in read.reading.remarks)


def test_tables_with_the_same_heads_are_read_alike(read_rows):
    head = ["STT", "Họ và tên", "Ký số", "Đã nghe phổ biến ASXH"]
    marks = [("Không áp dụng", "x"), ("Chưa", None), ("x", "x"), (None, None)]
    rows: list[list[object]] = [UNIT]
    for number, (name, (signs, heard)) in enumerate(zip(NAMES, marks, strict=True)):
        rows += [[f"Bộ phận: Khoa {number + 1}"], head, [1, name, signs, heard], []]
    read = read_rows(rows)
    assert read.states("digital_signature") == ["not_applicable", "todo", "done", None]
    assert len({str(table.columns) for table in read.reading.tables}) == 1


def test_levels_of_an_account_make_no_blank_unclear(read_rows):
    for levels in ([2, 1, 0, 2], ["M2", "M1", "M0", "M2"], ["Mức 2", "Mức 1", "Mức 0", "Mức 2"]):
        marks = ["x", "x", None, "x"]
        rows = [[n, name, *both] for n, (name, *both) in enumerate(zip(NAMES, levels, marks, strict=True))]
        read = read_rows([UNIT, ["STT", "Họ và tên", "Cấp độ định danh mức 2", "ASXH"], *rows])
        assert read.states("social_security") == ["done", "done", "todo", "done"]
        assert read.states("level2_account") == ["done", "todo", "todo", "done"]


def test_blanks_that_are_not_clear_are_told_by_the_head_of_the_file(read_rows):
    rows = [[n, name, mark] for n, (name, mark) in enumerate(zip(NAMES, ["x", "o", None, "x"], strict=True))]
    read = read_rows([UNIT, ["STT", "Họ và tên", "Tích hợp thẻ BHYT"], *rows])
    assert any("Cột “Tích hợp thẻ BHYT”: ô trống" in remark for remark in read.reading.remarks)


def test_a_reason_behind_several_items_may_be_of_one_with_a_dash(read_rows):
    head = ["STT", "Họ và tên", "Mức 2", "ASXH", "Sổ SKĐT", "Lý do"]
    rows = [["x", "x", "x", None], ["x", "-", None, "Lỗi ứng dụng"], ["x", "-", "x", None], ["x", None, "x", None]]
    read = read_rows([UNIT, head, *([n, name, *row] for n, (name, row) in enumerate(zip(NAMES, rows, strict=True)))])
    assert [person.reasons for person in read.people] == [{}] * 4
    assert read.codes == ["reason_unclear"]


def test_a_title_of_two_items_is_about_neither(read_rows):
    rows = [[n, name, 1980, "x"] for n, name in enumerate(NAMES)]
    title = ["KẾT QUẢ TÍCH HỢP THẺ BHYT, SỔ SỨC KHỎE ĐIỆN TỬ"]
    read = read_rows([UNIT, title, ["STT", "Họ và tên", "Năm sinh", "Kết quả"], *rows])
    assert [person.states for person in read.people] == [{}] * 4
    assert any("Kết quả" in remark for remark in read.reading.remarks)


def test_a_formula_without_a_result_is_no_blank_beside_a_mark_that_is_merged_over_the_column(read_rows):
    head = ["STT", "Họ và tên", "Mức 2", "BHYT"]
    rows = [[1, NAMES[0], "x", None], [2, NAMES[1], "x", '=IF(A1="",1,"x")'], [3, NAMES[2], "x", '=T("x")']]
    read = read_rows([UNIT, head, *rows], merged=["C3:D3"])
    assert read.states("bhyt_linked") == ["done", None, None]
    assert len(read.problems) == 2


def test_a_formula_without_a_result_that_is_merged_over_another_column_leaves_neither_blank(read_rows):
    head = ["STT", "Họ và tên", "BHYT", "Mức 2"]
    rows = [[1, NAMES[0], '=T("x")', None], [2, NAMES[1], '=T("x")', "x"], [3, NAMES[2], '=T("x")', "x"]]
    read = read_rows([UNIT, head, *rows], merged=["C3:D3"])
    assert read.states("level2_account") == [None, "done", "done"]


def test_sides_below_two_heads_of_one_item_apart_from_each_other(read_rows):
    head = ["STT", "Họ và tên", "VNeID mức 2", "Mã trường", "VNeID mức 2", "Năm sinh"]
    rows = [[1, NAMES[0], "X", "8940962", None, 1980], [2, NAMES[1], None, "8940962", "X", 1981]]
    read = read_rows([UNIT, head, [None, None, "Đã làm", None, "Chưa làm"], *rows])
    assert read.states("level2_account") == ["done", "todo"]
    assert read.names == NAMES[:2]


def test_the_unit_right_above_a_table_is_whose_list_it_is(read_rows):
    head = ["STT", "Họ và tên", "Năm sinh", "Mức 2"]
    rows: list[list[object]] = [UNIT]
    for name, unit in zip(NAMES, ["Trường THCS Vĩnh Phước", "Trạm Y tế xã An Cư"], strict=False):
        rows += [[f"Đơn vị: {unit}"], head, [1, name, 1980, "x"], []]
    parts = read_rows(rows).reading.parts
    assert [(part.unit, part.rows) for part in parts] == [
        ("Trường THCS Vĩnh Phước", (0,)),
        ("Trạm Y tế xã An Cư", (1,)),
    ]


def test_a_column_of_names_below_a_head_that_nobody_knows(read_rows):
    head = ["Số", "Dược sĩ / nhân viên", "Sinh ngày", "Căn cước số", "Mức 2"]
    rows = [[n, name, 1980 + n, f"08908000000{n}", "x"] for n, name in enumerate(NAMES)]
    read = read_rows([UNIT, head, *rows])
    assert read.names == NAMES
    assert read.states("level2_account") == ["done"] * 4
    assert any("cột “Dược sĩ / nhân viên” được hiểu là họ tên" in remark for remark in read.reading.remarks)


@pytest.mark.parametrize(
    "head", [["Số", "A", "B", "Mức 2"], ["Số", "Người phụ trách", "Người thay thế", "Năm sinh", "Mức 2"]]
)
def test_names_below_unknown_heads_are_not_taken_without_a_second_kind_of_evidence(read_rows, head: list[str]):
    rows = [[n, name, NAMES[n - 1], 1980, "x"][: len(head)] for n, name in enumerate(NAMES)]
    assert read_rows([UNIT, head, *rows]).people == []


def test_a_card_beside_its_number_is_that_card(read_rows):
    head = ["STT", "Họ và tên", "CC/CCCD", "Thẻ", "Mức 2"]
    rows = [[n, name, f"08908000000{n}", "Đã", "x"] for n, name in enumerate(NAMES)]
    read = read_rows([UNIT, head, *rows])
    assert read.states("cccd") == ["done"] * 4
    assert any("Cột “Thẻ” được hiểu là “CCCD”" in remark for remark in read.reading.remarks)


def test_a_level_below_a_head_that_only_mentions_the_program_is_a_head(read_rows):
    head = ["STT", "Họ và tên", "Trên ứng dụng VNeID", "Năm sinh"]
    rows = [[n, name, mark, 1980] for n, (name, mark) in enumerate(zip(NAMES, ["x", None, "x", "x"], strict=True))]
    read = read_rows([UNIT, head, [None, None, "Mức độ 2"], *rows])
    assert read.states("level2_account") == ["done", "todo", "done", "done"]


def test_another_deed_below_the_head_of_a_group_is_not_what_the_group_is_about(read_rows):
    groups = ["STT", "Họ và tên", "Trên ứng dụng VNeID", None]
    rows = [[n, name, "x", "x"] for n, name in enumerate(NAMES)]
    read = read_rows([UNIT, groups, [None, None, "Đã photo căn cước", "Sổ SKĐT"], *rows], merged=["C2:D2"])
    assert [set(person.states) for person in read.people] == [{"health_book"}] * 4


@pytest.mark.parametrize("between", [["1. Lê Văn An (HT)"], ["Tổ Ngữ văn", "Lê Văn An"], ["TỔ TOÁN", "7. Lê Văn An"]])
def test_an_unsure_head_of_names_over_numbered_names_or_a_department(read_rows, between: list[str]):
    head = ["STT", "Cán bộ", "Năm sinh", "Số điện thoại", "Mức 2"]
    rows = [[None, text] if n < len(between) - 1 else [1, text, 1980, None, "x"] for n, text in enumerate(between)]
    assert read_rows([UNIT, head, *rows]).names == ["Lê Văn An"]


def test_somebody_whose_name_sounds_like_a_sum(read_rows):
    rows = [["Tống Công Tổng", None, "x"], ["Lê Văn An", 1980, "x"], ["Tổng Cộng", 2, None]]
    assert read_rows([UNIT, ["Họ và tên", "Năm sinh", "Mức 2"], *rows]).names == ["Tống Công Tổng", "Lê Văn An"]


def test_a_lone_level_below_a_head_that_asks_for_it(read_rows):
    for head, state in (("Mức TK VNeID (0/1/2)", "todo"), ("VNeID mức 2", "done")):
        read = read_rows([UNIT, ["STT", "Họ và tên", "Năm sinh", head], [1, NAMES[0], 1980, 1], [2, NAMES[1], 1981, 1]])
        assert read.states("level2_account") == [state] * 2


def test_whoever_has_a_dash_for_a_unit_is_of_no_unit_yet(read_rows):
    units = ["Công an xã Châu Lăng", "-", "Trường Mầm non Hoa Sen", "Trường Mầm non Hoa Sen"]
    rows = [[n, name, unit, "x"] for n, (name, unit) in enumerate(zip(NAMES, units, strict=True))]
    parts = read_rows([UNIT, ["STT", "Họ và tên", "Cơ quan", "Mức 2"], *rows]).reading.parts
    assert [(part.unit, part.rows) for part in parts] == [(units[0], (0,)), (None, (1,)), (units[2], (2, 3))]


def test_a_line_in_quotes_among_lines_that_are_split_is_somebody_too(tmp_path, read):
    path = tmp_path / "ds.csv"
    lines = ["STT;Họ và tên;Năm sinh;Mức 2;Địa chỉ", "1;Lê Văn An;1980;x;Khóm 3", '"2;Trần Thị Bé;1981;x;Số 2, ấp Tô"']
    path.write_text("\n".join([*lines, "3;Võ Văn Cảnh;1982;x;Khóm 4"]), "utf-8")
    assert read(path).names == ["Lê Văn An", "Trần Thị Bé", "Võ Văn Cảnh"]


def test_a_reason_behind_several_items_is_not_added_to_one_that_has_its_own(read_rows):
    head = ["STT", "Họ và tên", "Mức 2", "ASXH", "Lý do"]
    rows = [[1, NAMES[0], "Đã", "Chưa (Lỗi ứng dụng)", "Quên mật khẩu"], [2, NAMES[1], "Chưa", "Đã", "Mất SIM"]]
    read = read_rows([UNIT, head, *rows])
    assert [person.reasons for person in read.people] == [
        {"social_security": "Lỗi ứng dụng"}, {"level2_account": "Mất SIM"},
    ]  # fmt: skip
    assert read.codes == ["reason_unclear"]


def test_a_name_in_two_columns_of_one_head_with_another_column_between(read_rows):
    head = ["STT", "Mã NV", "Họ và tên", "Mã đơn vị", "Họ và tên", "Năm sinh", "Mức 2"]
    rows: list[list[object]] = [
        [None, "A", "KHỐI 1"], [1, "028", "Võ", "8935735", "Vinh", 1980, "x"],
        [None, "B", "TỔ TOÁN"], [2, "017", "Phan Thị Kim", "8935735", "Nữ", 1981, "x"],
    ]  # fmt: skip
    read = read_rows([UNIT, head, *rows])
    assert read.names == ["Võ Vinh", "Phan Thị Kim Nữ"]
    assert read.departments == ["Khối 1", "Tổ Toán"]


def test_a_section_beside_the_column_of_names_is_named_by_its_words_and_not_by_its_letter(read_rows):
    head = ["STT", "Mã NV", "Email", "Họ và tên", "Mức 2"]
    for at in range(4):
        section = [None] * at
        rows = [[*section, "A", "KHỐI 1"], [1, "7", None, NAMES[0], "x"], [*section, "B", "KHỐI 2"]]
        assert read_rows([UNIT, head, *rows, [2, "9", None, NAMES[1], "x"]]).departments == ["Khối 1", "Khối 2"]


def test_an_unsure_head_of_names_over_somebody_with_a_title(read_rows):
    rows: list[list[object]] = [["Đơn vị:", "Trường PTDTNT THCS Tri Tôn"]]
    for number, name in enumerate(["Đặng Thị Hà", "CN. Tăng Ngọc Anh", "BS CKI. Lê Văn An", "Dương Đức Nghĩa"]):
        head = ["STT", "Cán bộ", "Căn cước công dân", "Năm sinh", "Mức 2"]
        rows += [[f"Bộ phận: Khối {number}"], head, [number, name, f"08908000000{number}", 1980, "x"], []]
    read = read_rows(rows)
    assert read.names == ["Đặng Thị Hà", "Tăng Ngọc Anh", "Lê Văn An", "Dương Đức Nghĩa"]
    assert read.departments == [f"Khối {number}" for number in range(4)]


def test_heads_that_stand_again_head_the_same_list_whatever_the_names_below_them(read_rows):
    head = ["STT", "Cán bộ", "Căn cước công dân", "Năm sinh", "Mức 2"]
    rows = [
        [1, NAMES[0], "089080000001", 1980, "x"],
        ["Bộ phận: Khối 2"],
        head,
        [2, "Kpă H'Lem", "089080000002", 1981, "x"],
    ]
    read = read_rows([UNIT, head, *rows, ["Bộ phận: Khối 3"], head, [3, NAMES[2], "089080000003", 1982, "x"]])
    assert read.names == [NAMES[0], "Kpă H'Lem", NAMES[2]]
    assert read.departments == [None, "Khối 2", "Khối 3"]


def test_the_department_of_medicines_is_no_tick(read_rows):
    head = ["STT", "Khoa/phòng", "Họ và tên", "Công chức/viên chức hành chính", "Mức 2"]
    read = read_rows([UNIT, head, *([n, "Dược", name, "Không", "x"] for n, name in enumerate(NAMES))])
    assert read.departments == ["Dược"] * 4
    assert [person.administrative for person in read.people] == [False] * 4
    assert not read.reading.doubts


def test_a_group_above_heads_of_items_is_no_column_of_their_names(read_rows):
    groups = ["STT", "Họ và tên", "Năm sinh", "Nội dung", None, None]
    heads = [None, None, None, "Đã tích hợp thẻ BHYT vào VNeID", "Chữ ký số", "Đã làm CCCD"]
    rows = [[1, NAMES[0], 1980, None, "KAD", "Đã có"], [2, NAMES[1], 1981, "Chưa có, Sai CCCD", "KAD", "Đã có"]]
    read = read_rows([UNIT, groups, heads, *rows, [3, NAMES[2], 1982, "Chưa có - Thẻ BHYT hết hạn", "KAD", "Đã có"]])
    assert read.states("bhyt_linked") == [None, "todo", "todo"]
    assert read.states("cccd") == ["done"] * 3


def test_a_reason_beside_a_column_of_two_kinds_of_mark_is_of_neither_item(read_rows):
    head = ["STT", "Họ và tên", "CCCD gắn chip", "ASXH", "Lý do (nếu chưa)"]
    rows = [[1, NAMES[0], "Chưa", "√", "Lỗi ứng dụng"], [2, NAMES[1], "Đã", "x", None], [3, NAMES[2], "Đã", "√", None]]
    read = read_rows([UNIT, head, *rows])
    assert [person.reasons for person in read.people] == [{}] * 3
    assert "reason_unclear" in read.codes


def test_somebody_without_a_number_whose_birth_date_is_spoken_is_no_signature(read_rows):
    """Also where the family name stands alone in its column, so that it names nobody."""
    done = "Đã có thẻ CCCD\nTích hợp BHYT trên VNeID"
    rows = [
        ["Họ và tên", None, "Sinh ngày", "CCCD", "Vị trí việc làm", "Đã hoàn thành (chọn nhiều mục)"],
        ["Họ đệm", "Tên", None, None, None, None],
        *([name[:-3], name[-2:], "12/03/1981", f"08918{n}000001", "Kế toán", done] for n, name in enumerate(NAMES)),
        ["Huỳnh", "Lộc", "ngày 13 tháng 2 năm 1979", None, "Giáo viên", done],
        ["Lê Thị", "Tám", "14/02/1979", "089179000009", "Kế toán", done],
    ]
    read = read_rows(rows, merged=["A1:B1"])
    assert [person.full_name for person in read.people][-2:] == ["Huỳnh Lộc", "Lê Thị Tám"]
