"""Words and signs of a state as people write them, beyond those of the forms."""

import pytest

from importers.cells.marks import mark_of
from store.models import State

DONE, TODO = State.DONE, State.TODO


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Đã ĐK", DONE), ("Chưa ĐK", TODO), ("đã kích hoạt thành công", DONE), ("Đã có TK", DONE), ("chưa có CKS cá nhân", TODO),
        ("☑ Có ☐ Không", DONE), ("☐ Có ☑ Không", TODO), ("□ Đã  ☒ Chưa", TODO), ("☐ Có ☐ Không", None), ("☑ Có ☑ Không", None),
    ],
)  # fmt: skip
def test_a_state(text, state):
    mark = mark_of(text)
    assert (mark.state if mark is not None else None) is state
    assert mark is None or mark.reason is None


def test_columns_of_those_who_lack_something_with_the_reason_in_the_cell(read_rows):
    head = ["STT", "Họ và tên", "Số CCCD", "Chưa VNeID mức 2 (ghi lý do)", "Chưa CKS (ghi rõ lý do)"]
    rows = [[1, "Lê Văn An", "089080001231", "", "chờ cấp"], [2, "Trần Thị Bé", "089180001232", "mất SIM", ""]]
    an, be = (row.person for row in read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], head, *rows]).reading.rows)
    assert (an.states, an.reasons) == ({"digital_signature": TODO}, {"digital_signature": "chờ cấp"})
    assert (be.states, be.reasons) == ({"level2_account": TODO}, {"level2_account": "mất SIM"})


def test_a_reason_column_beside_the_state_stays_one(read_rows):
    head = ["STT", "Họ và tên", "Số CCCD", "VNeID mức 2", "Chưa VNeID mức 2 (ghi lý do)"]
    rows = [[1, "Lê Văn An", "089080001231", "Đã", ""], [2, "Trần Thị Bé", "089180001232", "Chưa", "mất SIM"]]
    an, be = (row.person for row in read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], head, *rows]).reading.rows)
    assert an.states == {"level2_account": DONE}
    assert be.reasons == {"level2_account": "mất SIM"}


def test_a_dash_beside_plus_may_be_the_other_sign_of_every_item(read_rows):
    head = ["STT", "Họ và tên", "VNeID mức 2", "Chữ ký số", "Sổ SKĐT"]
    marks = [("+", "+", "+"), ("+", "-", "-"), ("-", "-", "-")]
    names = ["Lê Văn An", "Trần Thị Bé", "Võ Văn Cò"]
    people = [[n + 1, name, *pair] for n, (name, pair) in enumerate(zip(names, marks, strict=True))]
    read = read_rows([["TRẠM Y TẾ XÃ VĨNH GIA"], head, *people])
    assert [person.states.get("digital_signature") for person in read.people[1:]] == [None, None]
    assert {problem.code for row in read.reading.rows[1:] for problem in row.problems} == {"state_not_understood"}
