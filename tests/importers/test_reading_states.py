"""What the cells of the checklist say, and what they leave unsaid (DOMAIN §6)."""

import pytest

from importers.cells.marks import mark_of
from store.models import State

HEAD = ["STT", "Họ và tên", "Năm sinh", "Mức 2"]


def states(read_rows, *marks: object, head: str = "Mức 2", key: str = "level2_account", reasons=()) -> list[str | None]:
    people = [[n, f"Lê Văn {'ABCDEGH'[n]}n", 1990, mark] for n, mark in enumerate(marks)]
    return read_rows([[*HEAD[:3], head], *people], reasons=reasons).states(key)


@pytest.mark.parametrize(
    "mark", ["x", "X", "✓", "√", "v", "1", 1, "có", "Đã", "rồi", "ĐẠT", "ü", "þ", "Đã kích hoạt", True]
)
def test_yes(read_rows, mark):
    assert states(read_rows, mark, "Chưa") == ["done", "todo"]


@pytest.mark.parametrize("mark", ["0", 0, "không", "Chưa", "✗", "û", "Chưa kích hoạt", "Chưa có", False])
def test_no(read_rows, mark):
    assert states(read_rows, mark, "x") == ["todo", "done"]


@pytest.mark.parametrize("mark", ["KAD", "Không thuộc diện", "không áp dụng", "K/AD", "–", "-"])
def test_not_applicable_among_explicit_marks(read_rows, mark):
    marks = ("x", "Chưa", mark)
    assert states(read_rows, *marks, head="Chữ ký số", key="digital_signature") == ["done", "todo", "not_applicable"]


def test_blank_is_todo_where_the_column_only_ticks(read_rows):
    assert states(read_rows, "x", "", "KAD") == ["done", "todo", "not_applicable"]


def test_blank_says_nothing_where_the_column_writes_its_no(read_rows):
    assert states(read_rows, "x", "", "Chưa") == ["done", None, "todo"]


def test_blank_is_todo_where_somebody_wrote_whom_it_does_not_concern(read_rows):
    assert states(read_rows, "KAD", "", head="Chữ ký số", key="digital_signature") == ["not_applicable", "todo"]


def test_blank_says_nothing_where_nobody_was_ticked(read_rows):
    assert states(read_rows, "", "") == [None, None]


def test_sheets_of_one_form_are_read_alike_and_one_not_filled_in_says_nothing(read_rows):
    def sheet(*marks):
        return [HEAD, *([n, f"Lê Văn {'ABC'[n]}n", 1990, mark] for n, mark in enumerate(marks))]

    read = read_rows({"Tổ Toán": sheet("x", ""), "Tổ Văn": sheet("x", "Chưa"), "Tổ Sử": sheet("", "")})
    assert read.states("level2_account") == ["done", None, "done", "todo", None, None]


def test_a_dash_that_may_mean_no_is_reported(read_rows):
    read = read_rows([HEAD, [1, "Lê An", 1990, "x"], [2, "Tô Bé", 1991, "-"]])
    assert read.states("level2_account") == ["done", None]
    assert read.codes == ["state_not_understood"]


def test_a_state_and_its_reason_in_one_cell(read_rows):
    read = read_rows(
        [
            HEAD,
            [1, "Lê An", 1990, "Chưa (mất CCCD)"],
            [2, "Tô Bé", 1991, "Đã"],
            [3, "Lý Cò", 1992, "chưa: quên mật khẩu"],
        ]
    )
    assert read.states("level2_account") == ["todo", "done", "todo"]
    assert [p.reasons.get("level2_account") for p in read.people] == ["mất CCCD", None, "quên mật khẩu"]


def test_words_that_are_no_mark_are_shown_and_not_guessed(read_rows):
    read = read_rows(
        [
            HEAD,
            [1, "Lê An", 1990, "đang làm"],
            [2, "Tô Bé", 1991, "Không có gì thay đổi"],
            [3, "Lý Cò", 1992, "x"],
        ]
    )
    assert read.states("level2_account") == [None, None, "done"]
    assert read.codes == ["state_not_understood"] * 2
    assert (read.problems[0].cell, read.problems[0].column) == ("D2", "Mức 2")
    assert "đang làm" in read.problems[0].message


def test_a_known_reason_says_todo(read_rows):
    reasons = ["Không có điện thoại thông minh"]
    read = read_rows(
        [HEAD, [1, "Lê An", 1990, "không có điện thoại thông minh"], [2, "Tô Bé", 1991, "x"]], reasons=reasons
    )
    assert read.states("level2_account") == ["todo", "done"]
    assert read.people[0].reasons == {"level2_account": "Không có điện thoại thông minh"}


def test_not_known_is_no_answer(read_rows):
    assert states(read_rows, "x", "Chưa rõ", "?", "Chưa") == ["done", None, None, "todo"]


PAIR = [["TT", "Họ và tên", "Mức 2", "", "Lý do"], ["", "", "Đã", "Chưa", ""]]


@pytest.mark.parametrize(
    ("done", "todo", "state", "code"),
    [
        ("x", "", "done", None),
        ("", "x", "todo", None),
        ("", "", None, None),
        ("x", "x", None, "pair_both"),
        (1, 0, "done", None),
        (0, 1, "todo", None),
        (0, 0, None, "pair_unclear"),
        ("", "Chưa", "todo", None),
        ("-", "-", "not_applicable", None),
        ("", "✗", None, "pair_unclear"),
        ("đang chờ", "", None, "state_not_understood"),
    ],
)
def test_a_pair_of_columns(read_rows, done, todo, state, code):
    read = read_rows([*PAIR, [1, "Lê An", done, todo, ""], [2, "Tô Bé", "x", "", ""], [3, "Lý Cò", "", "x", ""]])
    assert read.states("level2_account") == [state, "done", "todo"]
    assert read.codes == ([code] if code else [])


def test_a_reason_where_a_tick_belongs(read_rows):
    read = read_rows([*PAIR, [1, "Lê An", "", "Quên mật khẩu", ""], [2, "Tô Bé", "x", "", ""]])
    assert read.states("level2_account") == ["todo", "done"]
    assert read.people[0].reasons == {"level2_account": "Quên mật khẩu"}


def test_a_reason_beside_a_state_that_needs_none_is_reported(read_rows):
    head = [*HEAD, "Lý do chưa"]
    read = read_rows(
        [head, [1, "Lê An", 1990, "x", "Quên mật khẩu"], [2, "Tô Bé", 1991, "Chưa", "-"], [3, "Lý Cò", 1992, "", "lạ"]]
    )
    assert read.codes == ["reason_without_todo", "reason_without_todo"]
    assert [p.reasons for p in read.people] == [{}, {}, {}]


def test_why_an_item_does_not_apply_is_kept_and_told(read_rows):
    """A dash beside a reason may have meant chưa."""
    read = read_rows(
        [[*HEAD, "Lý do"], [1, "Lê An", 1990, "x", ""], [2, "Tô Bé", 1991, "Không áp dụng", "Nghỉ thai sản"]]
    )
    assert read.people[1].states == {"level2_account": "not_applicable"}
    assert read.people[1].reasons == {"level2_account": "Nghỉ thai sản"}
    assert read.codes == ["reason_of_not_applicable"]


def test_reasons_of_several_items_in_one_cell(read_rows):
    head = ["STT", "Họ và tên", "Mức 2", "BHYT", "Lý do chưa"]
    read = read_rows(
        [head, [1, "Lê An", "", "", "Mức 2: quên mật khẩu; BHYT: thẻ hết hạn"], [2, "Tô Bé", "x", "x", ""]]
    )
    assert read.people[0].reasons == {"level2_account": "quên mật khẩu", "bhyt_linked": "thẻ hết hạn"}


def test_the_day_on_which_it_was_done(read_rows):
    head = [*HEAD, "Ngày kích hoạt mức 2"]
    read = read_rows(
        [
            head,
            [1, "Lê An", 1990, "x", "1/6/2026"],
            [2, "Tô Bé", 1991, "Chưa", "2/6/2026"],
            [3, "Lý Cò", 1992, "x", "6/2026"],
        ]
    )
    assert [p.done_on for p in read.people] == [{"level2_account": "2026-06-01"}, {}, {}]
    assert read.codes == ["date_without_done", "date_not_understood"]


def test_a_remark_that_belongs_to_no_item_is_kept_as_a_note(read_rows):
    read = read_rows([[*HEAD, "Ghi chú"], [1, "Lê An", 1990, "x", "nghỉ thai sản"]])
    assert read.people[0].note == "nghỉ thai sản"


def test_marks_that_could_be_either_are_none():
    assert mark_of("C") is None
    assert mark_of("/") is None


def test_the_words_of_our_own_papers_read_back():
    assert [mark_of(text).state for text in ("✓ Đã", "✗ Chưa", "– Không áp dụng", "? Chưa rõ")] == [
        State.DONE, State.TODO, State.NOT_APPLICABLE, State.UNKNOWN,
    ]  # fmt: skip
