"""Columns near to an item, which mean another thing or are misspelt: each is one question, and nothing of it is stored."""

import pytest

NAMES = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường", "Võ Thị Dung"]
HEADS = ["STT", "Họ và tên", "Năm sinh"]
MARKS = [["x", "", "x", "x"], ["x", "", "", "x"]]


def _rows(*heads: str) -> list[list[object]]:
    people = [[n, name, 1980, *(MARKS[at][n] for at in range(len(heads)))] for n, name in enumerate(NAMES)]
    return [[*HEADS, *heads], *people]


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("Đã được cấp tài khoản định danh mức 2", "state.level2_account"),
        ("CKS cá nhân (SmartCA)", "state.digital_signature"),
        ("SmartCA", "state.digital_signature"),
        ("VssID", "state.social_security"),
        ("Bảo hiểm xã hội số", "state.social_security"),
        ("Thẻ BHYT còn hạn", "state.bhyt_linked"),
        ("Đã được cấp thẻ BHYT năm 2026", "state.bhyt_linked"),
        ("Sổ SKĐT của trẻ", "state.health_book"),
        ("Sổ SKĐT của trẻ (người phụ thuộc)", "state.health_book"),
        ("Đã có sổ SKĐT (trên máy cha/mẹ)", "state.health_book"),
        ("Xem được sổ SKĐT", "state.health_book"),
        ("Định doanh điện tử", "state.level2_account"),
        ("Tích hơp thẻ BHTY", "state.bhyt_linked"),
        ("Sổ sức khẻo điện tử", "state.health_book"),
    ],
)
def test_a_column_near_to_an_item_is_proposed_and_not_stored(read_rows, head: str, field: str):
    read = read_rows(_rows(head))
    assert [(doubt.head, doubt.proposed) for doubt in read.reading.doubts] == [(head, field)]
    assert [person.states for person in read.people] == [{}] * 4


@pytest.mark.parametrize("head", ["Sổ SKĐT của vợ", "Có bằng lái xe", "Sinh hoạt hè"])
def test_what_is_of_somebody_else_or_near_to_nothing_is_not_proposed(read_rows, head: str):
    read = read_rows(_rows(head))
    assert not read.reading.doubts
    assert [person.states for person in read.people] == [{}] * 4


def test_beside_a_near_column_the_item_of_its_own_is_asked_about(read_rows):
    read = read_rows(_rows("Được cấp tài khoản mức 2", "Đã kích hoạt tài khoản mức 2"))
    assert [doubt.head for doubt in read.reading.doubts] == ["Đã kích hoạt tài khoản mức 2"]
    assert [person.states for person in read.people] == [{}] * 4


def test_a_card_with_a_chip_is_the_card(read_rows):
    assert read_rows(_rows("Căn cước có chíp")).states("cccd") == ["done", "todo", "done", "done"]


def test_a_blank_column_that_lost_its_item_to_another_is_mentioned(read_rows):
    rows = _rows("Thẻ CCCD/CC", "Thẻ căn cước")
    for row in rows[1:]:
        row[3], row[4] = "", "đang chờ"
    read = read_rows(rows)
    assert any("“Thẻ CCCD/CC” để trống cả" in remark for remark in read.reading.remarks)


def test_numbers_behind_their_name_are_numbers(read_rows):
    rows = [["STT", "Họ và tên", "Căn cước công dân"], [1, NAMES[0], "CCCD số 089080123456"]]
    assert [person.citizen_id for person in read_rows(rows).people] == ["089080123456"]


def test_an_agency_of_the_commune_opens_a_part_though_it_stands_in_a_column_of_marks(read_rows):
    heads = ["Có thẻ căn cước", "Họ và tên", "Năm sinh"]
    rows = [heads]
    for unit, name in (
        ("TRƯỜNG MẦM NON HOA SEN", "Lê An"),
        ("CÔNG AN XÃ CHÂU LĂNG", "Tô Bé"),
        ("TRẠM Y TẾ XÃ AN CƯ", "Hồ Cúc"),
    ):
        rows += [[unit, "", ""], ["x", name, 1980]]
    units = {part.unit for part in read_rows(rows).reading.parts}
    assert units == {"Trường Mầm non Hoa Sen", "Công an xã Châu Lăng", "Trạm Y tế xã An Cư"}


def test_a_near_column_makes_both_columns_of_the_item_a_question(read_rows):
    """Also where everybody is in the one for đã, so that the one for chưa has no cell that could ask."""
    rows = [
        [*HEADS, "Đã mua thẻ BHYT", "Đã tích hợp thẻ BHYT vào VNeID", None],
        [None, None, None, None, "Đã", "Chưa"],
        *([n, name, 1980, MARKS[0][n], "x", None] for n, name in enumerate(NAMES)),
    ]
    read = read_rows(rows, merged=["E1:F1"])
    assert [doubt.proposed for doubt in read.reading.doubts] == ["done.bhyt_linked"]
    assert [person.states for person in read.people] == [{}] * 4
