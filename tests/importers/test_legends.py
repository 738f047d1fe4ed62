"""A file that explains its marks is read by its own words; what it redefines is told."""

import openpyxl
import pytest
from openpyxl.comments import Comment

from importers.cells.legend import signs_in
from store.models import State

HEAD = ["STT", "Họ và tên", "Số CCCD", "VNeID mức 2", "Chữ ký số"]
TITLE = ["TRẠM Y TẾ XÃ VĨNH GIA"]


def people(*marks):
    names = ["Lê Văn An", "Trần Thị Bé", "Nguyễn Văn Cò"]
    return [[n + 1, names[n], f"08908000123{n}", *pair] for n, pair in enumerate(marks)]


def states(reading):
    return [
        tuple(row.person.states.get(key) for key in ("level2_account", "digital_signature")) for row in reading.rows
    ]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Ghi chú: x: chưa có; để trống: đã có", {"x": "todo", "": "done"}),
        ("Quy ước: o là đã có, x là chưa có", {"o": "done", "x": "todo"}),
        ("(Đánh dấu X vào ô nếu chưa có)", {"x": "todo"}),
        ("Đã có ghi 1, chưa có ghi 0", {"1": "done", "0": "todo"}),
        ("x = có; 0 = không; - = không áp dụng", {"x": "done", "0": "todo", "-": "not_applicable"}),
        ("Dấu (x) là đã hoàn thành; dấu (-) là chưa thực hiện", {"x": "done", "-": "todo"}),
        ("Chữ ký số (Có: x; Không: o)", {"x": "done", "o": "todo"}),
        ("(Người nào CHƯA thì đánh dấu x, đã làm thì bỏ trống)", {"x": "todo", "": "done"}),
        ("Lưu ý: chỉ đánh dấu X vào nội dung CHƯA thực hiện", {"x": "todo"}),
        ("Đánh dấu (x) những nội dung chưa hoàn thành", {"x": "todo"}),
        ("Cán bộ chưa làm mục nào thì đánh dấu X vào mục đó", {"x": "todo"}),
        ("Nội dung chưa thực hiện đánh dấu x", {"x": "todo"}),
        ("X = còn thiếu", {"x": "todo"}),
        ("Dấu X: người chưa có; không đánh dấu: người đã có", {"x": "todo", "": "done"}),
        ("Ô nào đánh x nghĩa là đồng chí đó chưa làm", {"x": "todo"}),
        ("Chú thích: ✔ đã; × chưa; – không thuộc diện", {"✔": "done", "×": "todo", "–": "not_applicable"}),
        ("✔: đã có, ×: chưa có", {"✔": "done", "×": "todo"}),
        ("Ký hiệu: (+) đã làm, (-) chưa làm", {"+": "done", "-": "todo"}),
        ("Đánh dấu x vào ô đã thực hiện, chưa thực hiện ghi lý do", {"x": "done"}),
        ("Đánh dấu x vào ô tương ứng", {}),
        ("Số điện thoại: nếu không có thì để trống", {}),
        ("Nếu chưa có thì ghi rõ lý do", {}),
        ("Đã kích hoạt tài khoản định danh mức 2", {}),
        ("Số người chưa có: 0", {}),
        ("Trần Văn Có", {}),
        ("Quy ước: 2: đã xong; 1: đang làm; 0: chưa làm", {"2": "done", "1": "unknown", "0": "todo"}),
    ],
)
def test_what_a_text_explains(text, signs):
    assert {sign: state.value for sign, state in signs_in(text)} == signs


def test_a_tick_that_means_chua_is_read_so_and_told(read_rows):
    legend = ["Ghi chú: x: chưa có; để trống: đã có"]
    reading = read_rows([TITLE, legend, HEAD, *people(["x", ""], ["", "x"], ["", ""])]).reading
    done, todo = State.DONE, State.TODO
    assert states(reading) == [(todo, done), (done, todo), (done, done)]
    [remark] = [remark for remark in reading.remarks if "Theo lời ghi" in remark]
    assert "(ô A2)" in remark
    assert "“x” là chưa, ô trống là đã" in remark


def test_a_legend_below_the_list_counts_as_well(read_rows):
    legend = ["", "Quy ước: o là đã có, x là chưa có"]
    reading = read_rows([TITLE, HEAD, *people(["o", "x"], ["x", "o"], ["o", "o"]), legend]).reading
    assert states(reading)[:2] == [(State.DONE, State.TODO), (State.TODO, State.DONE)]
    assert not [problem for row in reading.rows for problem in row.problems]


def test_a_head_may_explain_its_own_column(read_rows):
    head = [*HEAD[:3], "VNeID mức 2 (x: chưa có)", "Chữ ký số"]
    reading = read_rows([TITLE, head, *people(["x", "x"], ["", "x"], ["", ""])]).reading
    assert [state for state, _ in states(reading)] == [State.TODO, None, None], "what is blank was not explained"
    assert [state for _, state in states(reading)] == [State.DONE, State.DONE, State.TODO]


def test_words_left_from_another_form_explain_nothing(read_rows):
    legend = ["Ghi chú: x là đã có; để trống là chưa có"]
    reading = read_rows([TITLE, legend, HEAD, *people(["Rồi", "Rồi"], ["Chưa", ""], ["", "Rồi"])]).reading
    assert [state for state, _ in states(reading)] == [State.DONE, State.TODO, None]
    assert not [remark for remark in reading.remarks if "Theo lời ghi" in remark]


def test_a_legend_that_says_what_everybody_means_is_not_worth_a_word(read_rows):
    legend = ["(Đánh dấu x nếu đã có)"]
    reading = read_rows([TITLE, legend, HEAD, *people(["x", ""], ["", "x"], ["x", "x"])]).reading
    assert states(reading)[0] == (State.DONE, State.TODO)
    assert not [remark for remark in reading.remarks if "Theo lời ghi" in remark]


@pytest.mark.parametrize(
    "text",
    ["Dấu x dành cho đồng chí chưa", "Ai chưa thì thầy cô nhớ gạch dấu x giùm", "Ghi chú: để trống: đã hoàn thành"],
)
def test_words_about_marks_that_are_not_understood_leave_ticks_unclear(read_rows, text: str):
    reading = read_rows([TITLE, [text], HEAD, *people(["x", ""], ["", "x"], ["", ""])]).reading
    assert states(reading) == [(None, None)] * 3
    assert any("Chưa hiểu lời ghi" in remark and "(ô A2)" in remark for remark in reading.remarks)


@pytest.mark.parametrize("text", ["Cột số điện thoại: nếu chưa có để trống", "Nếu chưa có thì ghi rõ lý do"])
def test_words_about_something_else_leave_ticks_as_they_are(read_rows, text: str):
    reading = read_rows([TITLE, [text], HEAD, *people(["x", ""], ["", "x"], ["", ""])]).reading
    assert states(reading)[0] == (State.DONE, State.TODO)


def test_codes_that_nobody_explains_are_told(read_rows):
    head = [*HEAD[:3], "VNeID mức 2", "BHYT"]
    read = read_rows([TITLE, head, *people([1, 2], [2, 1], [2, 2])])
    assert [person.states for person in read.people] == [{}] * 3
    assert read.codes == ["state_not_understood"] * 6


def test_a_plus_beside_a_cross_is_told(read_rows):
    reading = read_rows([TITLE, HEAD, *people(["+", "x"], ["x", "x"], ["+", "x"])]).reading
    assert [state for state, _ in states(reading)] == [State.DONE, None, State.DONE]
    assert [state for _, state in states(reading)] == [None] * 3


def test_a_footnote_that_says_why_is_read_in_its_cell(read_rows):
    head = [*HEAD[:3], "VNeID mức 2", "BHYT"]
    notes = [
        ["", "(1) Không có điện thoại thông minh"],
        ["", "(2) Đang chờ xác minh"],
        ["", "x: đã làm; để trống: chưa"],
    ]
    read = read_rows([TITLE, head, *people(["(1)", "x"], ["x", "(2)"], ["x", ""]), *notes])
    assert read.states("level2_account") == ["todo", "done", "done"]
    assert read.people[0].reasons == {"level2_account": "Không có điện thoại thông minh"}
    assert read.states("bhyt_linked") == ["done", None, "todo"], "what is not surely a reason is asked about"
    assert read.codes == ["state_not_understood"]
    assert read.reading.tables[0].notes["(2)"] == "Đang chờ xác minh"


def test_a_number_without_a_footnote_stays_unclear(read_rows):
    read = read_rows([TITLE, HEAD, *people(["(1)", "x"], ["x", "x"], ["x", "x"])])
    assert read.codes == ["state_not_understood"]


@pytest.mark.parametrize("text", ["/ là không thuộc diện", "Dấu / là không thuộc diện", "x: đã, /: không thuộc diện"])
def test_a_stroke_may_be_explained(text: str):
    assert ("/", State.NOT_APPLICABLE) in signs_in(text)


def test_a_legend_on_a_sheet_without_a_list_explains_the_marks_of_the_others(read_rows):
    sheets = {
        "Danh sách": [TITLE, HEAD, *people(["o", "x"], ["x", "o"], ["o", "o"])],
        "Hướng dẫn": [["Quy ước: o là đã có, x là chưa có"]],
    }
    reading = read_rows(sheets).reading
    assert states(reading) == [(State.DONE, State.TODO), (State.TODO, State.DONE), (State.DONE, State.DONE)]
    [remark] = [remark for remark in reading.remarks if "Theo lời ghi" in remark]
    assert "(trang “Hướng dẫn”, ô A1)" in remark


@pytest.mark.parametrize("text", ["R: rồi; C: chưa", "Ghi chú: R là rồi, C là chưa", "R = rồi, C = chưa"])
def test_letters_may_be_explained(text: str):
    assert signs_in(text) == [("r", State.DONE), ("c", State.TODO)]


def test_a_sign_and_its_meaning_may_have_a_cell_each(read_rows):
    legend = ["Ký hiệu", "●", "đã có", "○", "chưa có"]
    reading = read_rows([TITLE, legend, HEAD, *people(["●", "○"], ["○", "●"], ["●", "●"])]).reading
    assert states(reading) == [(State.DONE, State.TODO), (State.TODO, State.DONE), (State.DONE, State.DONE)]


def test_blank_is_done_in_a_list_of_those_who_lack(read_rows):
    head = [*HEAD[:3], "Chưa có VNeID mức 2", "Chưa có chữ ký số"]
    marks = (["x", ""], ["", ""], ["", ""])
    reading = read_rows([TITLE, ["(Ai đã có thì để trống)"], head, *people(*marks)]).reading
    assert [state for state, _ in states(reading)] == [State.TODO, State.DONE, State.DONE]
    silent = read_rows([TITLE, head, *people(*marks)]).reading
    assert any("“Chưa có VNeID mức 2”, “Chưa có chữ ký số”: ô trống" in remark for remark in silent.remarks)


def test_a_guide_does_not_explain_crosses_beside_check_marks(read_rows):
    guide = [["HƯỚNG DẪN GHI BIỂU"], ["Cột", "Cách ghi"], ["Định danh mức 2", "x: đã; để trống: chưa"]]
    mixed = read_rows({"HD": guide, "DS": [TITLE, HEAD, *people(["x", "x"], ["✓", "x"], ["x", ""])]}).reading
    assert [state for state, _ in states(mixed)] == [None, State.DONE, None], "the guide is of another form"
    parted = [TITLE, HEAD, *people(["x", "x"], ["", "x"]), ["II. Tổ Văn phòng"], HEAD, *people(["✓", "x"], ["", "x"])]
    assert states(read_rows({"HD": guide, "DS": parted}).reading)[0][0] is None, "in another part of the list"
    plain = read_rows({"HD": guide, "DS": [TITLE, HEAD, *people(["x", "x"], ["", "x"], ["x", ""])]}).reading
    assert [state for state, _ in states(plain)] == [State.DONE, State.TODO, State.DONE]


def test_a_note_at_a_head_explains_the_marks_below_it(tmp_path, read):
    book = openpyxl.Workbook()
    for row in [TITLE, HEAD, *people(["x", "x"], ["", "x"], ["x", ""])]:
        book.active.append(row)
    book.active["D2"].comment = Comment("Thảo:\nx = chưa làm", "Thảo")
    book.active["B4"].comment = Comment("Số cũ 089080001234", "Thảo")
    book.save(tmp_path / "so.xlsx")
    reading = read(tmp_path / "so.xlsx").reading
    assert states(reading) == [(State.TODO, State.DONE), (None, State.DONE), (State.TODO, State.TODO)]
    assert "Trang “Sheet”: đọc dấu theo chú thích kèm ô tiêu đề: D2 “x = chưa làm”. Hãy kiểm tra" in reading.remarks
    assert any("1 ô có chú thích kèm ô (B4); chú thích chưa được đọc" in remark for remark in reading.remarks)


def test_a_sign_that_is_explained_as_neither_is_not_taken_and_told(read_rows):
    legend = ["Quy ước: 2: đã xong; 1: đang làm; 0: chưa làm"]
    reading = read_rows([TITLE, legend, HEAD, *people([2, 0], [1, 2], [0, 1])]).reading
    done, todo = State.DONE, State.TODO
    assert states(reading) == [(done, todo), (None, done), (todo, None)]
    assert any("“1” là chưa rõ nên chưa ghi nhận" in remark for remark in reading.remarks)


def in_parts(*parts):
    """Rows of a list whose parts are opened by a row each; people and marks are of `people`."""
    rows, number = [], 0
    for opening, *marks in parts:
        rows.append([None, opening])
        for pair in marks:
            rows.append(
                [number + 1, ["Lê Văn An", "Trần Thị Bé", "Nguyễn Văn Cò"][number], f"08908000123{number}", *pair]
            )
            number += 1
    return rows


TWO_WAYS = (
    ("I. Hoàn thành (đánh v mục đã có)", ("v", "v")),
    ("II. Chưa hoàn thành (đánh v mục chưa có)", ("v", None), ("v", "v")),
)
ONE_IS_COMPLETE = (("A. ĐÃ ĐỦ", ("x", "x")), ("B. CÒN THIẾU (đánh dấu x mục còn thiếu)", ("x", None), (None, "x")))
ONE_IS_SILENT = (
    ("I. Khoa Nội", ("x", "x")),
    ("II. Khoa Ngoại (đánh dấu x mục chưa có)", ("x", None), ("x", "x")),
)
ABOVE_ALL = (("(Đánh dấu x mục chưa có)",), ("I. Khoa Nội", ("x", "x")), ("II. Khoa Ngoại", ("x", "x"), ("x", "x")))


def test_parts_of_a_list_that_explain_their_marks_differently_are_read_each_by_its_own(read_rows):
    reading = read_rows([TITLE, HEAD, *in_parts(*TWO_WAYS)]).reading
    done, todo = State.DONE, State.TODO
    assert states(reading) == [(done, done), (todo, None), (todo, todo)]
    assert [row.department for row in reading.rows] == [None, None, None]
    assert any("(ô B5)" in remark and "“v” là chưa" in remark for remark in reading.remarks)


def test_a_legend_in_the_last_part_does_not_speak_of_the_part_that_is_complete(read_rows):
    reading = read_rows([TITLE, HEAD, *in_parts(*ONE_IS_COMPLETE)]).reading
    done, todo = State.DONE, State.TODO
    assert states(reading) == [(done, done), (todo, None), (None, todo)]


def test_a_tick_in_a_part_without_a_legend_is_asked_about_beside_one_that_turns_it_round(read_rows):
    reading = read_rows([TITLE, HEAD, *in_parts(*ONE_IS_SILENT)]).reading
    assert set(states(reading)[0]) <= {None, State.UNKNOWN}
    assert states(reading)[2] == (State.TODO, State.TODO)
    assert any("Chưa hiểu lời ghi về dấu" in remark for remark in reading.remarks)


def test_a_legend_right_above_all_parts_is_of_all_of_them(read_rows):
    reading = read_rows([TITLE, HEAD, *in_parts(*ABOVE_ALL)]).reading
    assert states(reading) == [(State.TODO, State.TODO)] * 3


@pytest.mark.parametrize(
    ("legend", "sign", "state"),
    [
        ("Chú thích: x: đã làm; //: chưa làm được", "//", State.TODO),
        ("Ghi chú: // là chưa có", "//", State.TODO),
        ('x: có; ": chưa có', '"', State.TODO),
        ('x: có; ": chưa có', "”", State.TODO),
        ("x = có; // = không có", "//", State.TODO),
        ("//: chưa làm được / không có", "//", State.TODO),
        ("nt: chưa tới lượt", "nt", State.TODO),
        ("x: có; nt: không có điện thoại", "-nt-", State.UNKNOWN),
        ("x: có; //: như trên", "//", State.DONE),
    ],
)
def test_a_sign_for_as_above_means_what_the_file_says(read_rows, legend, sign, state):
    reading = read_rows([TITLE, HEAD, *people(["x", "x"], ["x", sign], [sign, sign]), [], [legend]]).reading
    states = [row.person.states for row in reading.rows]
    assert [row.get("digital_signature", State.UNKNOWN) for row in states] == [State.DONE, state, state]
    assert states[2].get("level2_account", State.UNKNOWN) is state


def test_a_ditto_that_the_file_explains_is_no_ditto(read_rows):
    legend = [["", "x: đã có"], ["", "/: chưa có"], ["", "//: không có điện thoại"]]
    reading = read_rows([TITLE, HEAD, *people(["x", "x"], ["x", "/"], ["//", "//"]), [], *legend]).reading
    assert states(reading)[:2] == [(State.DONE, State.DONE), (State.DONE, State.TODO)]
    assert set(states(reading)[2]) <= {None, State.UNKNOWN}
