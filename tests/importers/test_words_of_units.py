"""How units write: chat spelling, southern words, their own abbreviations, the verb of the head in the answer."""

import pytest

from importers.deciding.reason_words import ReasonWords
from store.checklist.reasons import reason_id
from store.opening import open_store

UNIT = ["Đơn vị: Trường THCS Núi Tô"]
NAMES = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường", "Võ Thị Dung"]
BORN = ["01/02/1980", "02/03/1981", "03/04/1982", "04/05/1983"]


def people(*columns):
    return [[n + 1, NAMES[n], BORN[n], *cells] for n, cells in enumerate(zip(*columns, strict=True))]


def test_the_verb_of_the_head_is_no_reason(read_rows):
    head = ["STT", "Họ và tên", "Ngày sinh", "Mức 2", "Thẻ BHYT đã hiển thị trong ví giấy tờ VNeID chưa?", "Lý do"]
    rows = people(
        ["Đã", "Đã", "Chưa", "Đã"],
        ["Đã hiển thị", "Chưa hiển thị", "Chưa hiển thị", "Đã hiển thị rồi"],
        ["", "Thẻ sai ngày sinh", "", ""],
    )
    read = read_rows([UNIT, head, *rows])
    assert read.states("bhyt_linked") == ["done", "todo", "todo", "done"]
    assert [person.reasons for person in read.people] == [{}, {"bhyt_linked": "Thẻ sai ngày sinh"}, {}, {}]
    assert read.codes == []


def test_another_verb_than_that_of_the_head_says_why(read_rows):
    head = ["STT", "Họ và tên", "Ngày sinh", "Đã kích hoạt mức 2 chưa?"]
    read = read_rows([UNIT, head, *people(["Đã kích hoạt", "Chưa thu nhận vân tay", "Đã hẹn", "Chưa kích hoạt"])])
    assert read.states("level2_account") == ["done", "todo", None, "todo"]
    assert [person.reasons for person in read.people] == [{}, {"level2_account": "Chưa thu nhận vân tay"}, {}, {}]


def test_chat_spelling_of_no(read_rows):
    head = ["STT", "Họ và tên", "Ngày sinh", "Mức 2", "BHYT"]
    read = read_rows([UNIT, head, *people(["có", "hông", "hổng có", "Có rồi"], ["có", "K có", "ko có", "hok"])])
    assert read.states("level2_account") == ["done", "todo", "todo", "done"]
    assert read.states("bhyt_linked") == ["done", "todo", "todo", "todo"]


@pytest.mark.parametrize("words", ["Đã KH mức 2", "Đã KH ĐDĐT mức 2"])
def test_short_for_activated_behind_da(read_rows, words: str):
    head = ["STT", "Họ và tên", "Ngày sinh", words, "Đã TH BHYT"]
    read = read_rows([UNIT, head, *people(["x", "", "x", "x"], ["x", "x", "", "x"])])
    assert read.states("level2_account") == ["done", "todo", "done", "done"]
    assert read.states("bhyt_linked") == ["done", "done", "todo", "done"]


def test_short_for_a_plan_is_no_state(read_rows):
    head = ["STT", "Họ và tên", "Ngày sinh", "KH tập huấn mức 2", "BHYT"]
    read = read_rows([UNIT, head, *people(["x", "", "x", "x"], ["x", "x", "", "x"])])
    assert read.states("level2_account") == [None] * 4


def test_oneself_below_the_item_is_the_person_of_the_row(read_rows):
    head = [["Stt", "Họ tên", "Ngày sinh", "Đã có định danh mức 2", None, "BHYT bản thân đã liên kết"]]
    head += [[None, None, None, "Bản thân", "Vợ/chồng", None]]
    rows = people(["x", "x", "", "x"], ["x", "", "x", ""], ["x", "", "x", "x"])
    read = read_rows([UNIT, *head, *rows], merged=["D2:E2"])
    assert read.states("level2_account") == ["done", "done", "todo", "done"]
    assert read.states("bhyt_linked") == ["done", "todo", "done", "done"]


def test_an_english_signature(read_rows):
    head = ["No.", "Full name", "DOB", "VNeID lv2", "E-sign"]
    read = read_rows([UNIT, head, *people(["Yes", "No", "Yes", "Yes"], ["Yes", "No", "No", "Yes"])])
    assert read.states("digital_signature") == ["done", "todo", "todo", "done"]


def test_a_misspelt_head_is_asked_about(read_rows):
    head = ["STT", "Họ và tên", "Ngày sinh", "Sổ sức khẻo điện tử"]
    reading = read_rows([UNIT, head, *people(["rồi", "chưa", "rồi", "rồi"])]).reading
    [doubt] = reading.doubts
    assert str(doubt.proposed) == "state.health_book"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("không xài smartphone", "Không có điện thoại thông minh"),
        ("hông có đt thông minh", "Không có điện thoại thông minh"),
        ("K có smart phone", "Không có điện thoại thông minh"),
        ("xài cục gạch", "Không có điện thoại thông minh"),
        ("dùng điện thoại cục gạch", "Không có điện thoại thông minh"),
        ("chưa nhận đc OTP", "Không nhận được OTP"),
        ("quên pass", "Quên mật khẩu"),
        ("có smartphone", None),
        ("mất sim", None),
    ],
)
def test_southern_words_of_a_reason(tmp_path, words: str, meant: str | None):
    with open_store(tmp_path / "trạm.sqlite3") as store:
        for reason in ("Không có điện thoại thông minh", "Không nhận được OTP", "Quên mật khẩu"):
            reason_id(store, reason)
        assert ReasonWords(store).nearest(words) == meant


def test_a_reason_that_names_its_item_before_why(read_rows):
    head = ["STT", "Họ và tên", "Ngày sinh", "Mức 2", "BHYT", "Sổ SK", "Nguyên nhân"]
    marks = [["", "x", "x", "x"], ["", "", "x", "x"], ["", "x", "x", "x"]]
    read = read_rows([UNIT, head, *people(*marks, ["Chưa mức 2 do quên mật khẩu", "chưa BHYT vì thẻ hết hạn", "", ""])])
    assert read.people[0].reasons == {"level2_account": "quên mật khẩu"}
    assert read.people[1].reasons == {"bhyt_linked": "thẻ hết hạn"}


def test_prepared_boxes_in_rows_without_a_name_are_empty_rows(read_rows):
    head = ["TT", "Họ và tên", "Ngày sinh", "Thẻ CCCD", "Mức 2", "BHYT"]
    rows = people([True, True, True, False], [True, False, True, True], [True] * 4)
    boxes = [[n, None, None, False, False, False] for n in range(5, 9)]
    blank = [[None, None, None, False, False, False], [None, None, None, "☐", "☐", "☐"]]
    read = read_rows([UNIT, head, *rows, *boxes, *blank])
    assert len(read.people) == 4
    assert read.nameless == []
    assert not read.reading.remarks
    ticked = read_rows([UNIT, head, *rows, [5, None, None, True, False, False]])
    assert len(ticked.nameless) == 1, "a tick without a name is told"


@pytest.mark.parametrize(
    "weeks", [["Tuần 1 (01-05/6)", "Tuần 2 (08-12/6)", "Tuần 3 (15-19/6)"], ["Tuần 1", "Tuần 2", "Tuần 3"],
              ["05/6", "12/6", "19/6"], ["Đợt 1", "Đợt 2", "Đợt 3"]],
)  # fmt: skip
def test_of_weeks_beside_each_other_below_an_item_the_newest_counts(read_rows, weeks: list[str]):
    head = [
        ["TT", "Họ tên", "Ngày sinh", "Kích hoạt mức 2", None, None, "Tích hợp BHYT", None, None],
        [None, None, None, *weeks, *weeks],
    ]
    marks = [
        ["chưa", "rồi", "chưa", "chưa"], ["chưa", "rồi", "rồi", "chưa"], ["rồi", "rồi", "rồi", "chưa"],
        ["chưa", "chưa", "chưa", "chưa"], ["rồi", "chưa", "chưa", "chưa"], ["rồi", "rồi", "chưa", "chưa"],
    ]  # fmt: skip
    read = read_rows([UNIT, *head, *people(*marks)], merged=["D2:F2", "G2:I2", "A2:A3", "B2:B3", "C2:C3"])
    assert read.states("level2_account") == ["done", "done", "done", "todo"]
    assert read.states("bhyt_linked") == ["done", "done", "todo", "todo"]
    [remark] = [remark for remark in read.reading.remarks if "nhiều kỳ" in remark]
    assert f"“Kích hoạt mức 2 / {weeks[2]}”" in remark
    assert not read.reading.doubts


def test_answers_of_a_form_with_the_verb_behind(read_rows):
    head = ["Dấu thời gian", "Họ và tên", "Ngày sinh", "Bạn đã nhận thẻ CCCD gắn chíp chưa?",
            "Bạn đã kích hoạt định danh mức 2 trên VNeID chưa?", "Thẻ BHYT của bạn đã hiện trong VNeID chưa?",
            "Bạn đã mở Sổ sức khỏe điện tử chưa?"]  # fmt: skip
    rows = people(
        ["Có, nhận rồi", "Có, nhận rồi", "Chưa nhận", "Có, nhận rồi"],
        ["Rồi, đã kích hoạt", "Rồi, đã kích hoạt", "Chưa", "Chưa"],
        ["Đã hiện", "Chưa hiện", "Chưa hiện", "Đã hiện"],
        ["Mở rồi ạ", "Mở rồi ạ", "Chưa mở", "Chưa mở"],
    )
    rows = [[f"1{n}/06/2026 7:00:12", *row[1:]] for n, row in enumerate(rows)]
    read = read_rows([UNIT, head, *rows])
    assert read.states("cccd") == ["done", "done", "todo", "done"]
    assert read.states("level2_account") == ["done", "done", "todo", "todo"]
    assert read.states("bhyt_linked") == ["done", "todo", "todo", "done"]
    assert read.states("health_book") == ["done", "done", "todo", "todo"]
    assert [person.reasons for person in read.people] == [{}] * 4


def test_a_reason_beside_columns_of_days_alone(read_rows):
    head = ["TT", "Họ tên", "Ngày sinh", "Ngày kích hoạt mức 2", "Ngày tích hợp BHYT", "Lý do chưa"]
    rows = people(
        ["3/5/2026", "4/5/2026", "chưa", "6/5/2026"],
        ["10/5/2026", "chưa", "chưa", "chưa"],
        ["", "thẻ sai tên", "không nhận được OTP", "chưa có thẻ"],
    )
    read = read_rows([UNIT, head, *rows])
    assert read.states("bhyt_linked") == ["done", "todo", "todo", "todo"]
    assert [person.reasons for person in read.people] == [
        {}, {"bhyt_linked": "thẻ sai tên"}, {}, {"bhyt_linked": "chưa có thẻ"}
    ]  # fmt: skip
    assert read.codes == ["reason_unclear"], "of two items that lack nobody says which"


def test_a_reason_broken_over_two_lines_is_one(read_rows):
    head = ["TT", "Họ tên", "Ngày sinh", "Mức 2", "Lý do"]
    read = read_rows(
        [UNIT, head, *people(["x", "", "", "x"], ["", "Không có điện thoại\nthông minh", "Mất SIM\nĐổi số", ""])]
    )
    assert read.people[1].reasons == {"level2_account": "Không có điện thoại thông minh"}
    assert read.people[2].reasons == {"level2_account": "Mất SIM; Đổi số"}


def test_a_short_head_of_notes(read_rows):
    read = read_rows(
        [UNIT, ["TT", "Họ tên", "Ngày sinh", "Mức 2", "G/chú"], *people(["x"] * 4, ["", "đi học", "", ""])]
    )
    assert read.people[1].note == "đi học"


def test_a_column_of_a_month_beside_one_without_is_asked_about(read_rows):
    head = ["TT", "Họ tên", "Ngày sinh", "VNeID mức 2 (tháng 5)", "VNeID mức 2"]
    read = read_rows([UNIT, head, *people(["chưa", "chưa", "chưa", "chưa"], ["rồi", "rồi", "chưa", "rồi"])])
    assert read.states("level2_account") == [None] * 4
    assert len(read.reading.doubts) == 1


@pytest.mark.parametrize("begun", ["Tải rồi, chưa lên mức 2", "Đã cài VNeID nhưng chưa kích hoạt mức 2"])
def test_what_is_begun_is_never_offered_as_done(read_rows, begun: str):
    reading = read_rows(
        [UNIT, ["TT", "Họ tên", "Ngày sinh", begun, "BHYT"], *people(["x", "", "x", ""], ["x"] * 4)]
    ).reading
    assert all(str(doubt.proposed) in ("todo.level2_account", "None") for doubt in reading.doubts)
    assert all("level2_account" not in row.person.states for row in reading.rows if row.person)


def test_a_head_that_asks_for_both_is_the_state(read_rows):
    head = ["TT", "Họ tên", "Ngày sinh", "Đã kích hoạt mức 2 hay chưa kích hoạt"]
    read = read_rows([UNIT, head, *people(["rồi", "chưa", "rồi", "rồi"])])
    assert read.states("level2_account") == ["done", "todo", "done", "done"]
