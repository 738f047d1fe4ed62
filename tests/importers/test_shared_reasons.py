"""One column of reasons behind several items: a reason goes to the item that it is of, or is told."""

import pytest

from store.models import State

TITLE = ["TRƯỜNG TIỂU HỌC VĨNH GIA"]
HEAD = ["STT", "Họ và tên", "Số CCCD", "VNeID mức 2", "Chữ ký số", "BHYT trên VNeID", "Lý do chưa hoàn thành"]


def rows_of(read_rows, *rows, head=HEAD):
    people = [[n + 1, f"Lê Văn {name}", f"08908000123{n}", *cells] for n, (name, *cells) in enumerate(rows)]
    return read_rows([TITLE, head, *people]).reading.rows


def test_a_reason_belongs_to_the_only_item_that_is_not_done(read_rows):
    an, be = rows_of(read_rows, ("An", "Đã", "Chưa", "Đã", "chờ cấp USB"), ("Bé", "Chưa", "Đã", "Đã", "mất SIM"))
    assert an.person.reasons == {"digital_signature": "chờ cấp USB"}
    assert be.person.reasons == {"level2_account": "mất SIM"}
    assert an.problems == be.problems == ()


def test_a_reason_that_names_its_item_goes_there(read_rows):
    [an] = rows_of(read_rows, ("An", "Chưa", "Chưa", "Chưa", "BHYT: hết hạn; CKS: chờ cấp"))
    assert an.person.reasons == {"bhyt_linked": "hết hạn", "digital_signature": "chờ cấp"}


def test_where_another_item_is_not_known_it_may_be_of_that_one(read_rows):
    [an] = rows_of(read_rows, ("An", "Chưa", "đang xem", "Đã", "mất SIM"))
    assert [problem.code for problem in an.problems] == ["state_not_understood", "reason_unclear"]


def test_behind_a_dash_it_may_be_of_that_item(read_rows):
    an, be = rows_of(read_rows, ("An", "Chưa", "Đã", "-", "quên mật khẩu"), ("Bé", "Chưa", "-", "Đã", "mất SIM"))
    assert [problem.code for problem in an.problems] == ["reason_unclear"]
    assert be.person.reasons == {"level2_account": "mất SIM"}


def test_with_several_not_done_it_is_told_and_not_guessed(read_rows):
    [an] = rows_of(read_rows, ("An", "Chưa", "Đã", "Chưa", "nghỉ thai sản"))
    assert an.person.states["level2_account"] is State.TODO
    assert an.person.reasons == {}
    [problem] = an.problems
    assert (problem.code, problem.cell) == ("reason_unclear", "G3")


def test_a_reason_column_within_the_row_of_items_belongs_to_its_left(read_rows):
    head = [*HEAD[:4], "Lý do", "Chữ ký số", "BHYT trên VNeID"]
    [an] = rows_of(read_rows, ("An", "Chưa", "mất SIM", "Chưa", "Đã"), head=head)
    assert an.person.reasons == {"level2_account": "mất SIM"}


def test_a_reason_column_that_names_its_item_is_not_shared(read_rows):
    head = [*HEAD[:6], "Lý do chưa tích hợp BHYT"]
    [an] = rows_of(read_rows, ("An", "Chưa", "Đã", "Chưa", "thẻ hết hạn"), head=head)
    assert an.person.reasons == {"bhyt_linked": "thẻ hết hạn"}


@pytest.mark.parametrize(
    "words",
    [
        "Chưa thu nhận sinh trắc học vì đi công tác",  # "nhận sinh" is no "an sinh"
        "Chưa thu nhận sinh trắc học: ốm",
        "Chưa có CCCD vì mới mất",
        "Không có BHYT do chưa mua",
    ],
)
def test_a_reason_in_the_column_of_an_item_is_of_that_item(read_rows, words: str):
    head = [*HEAD[:4], "Thẻ CCCD", "Tài khoản an sinh xã hội", "BHYT trên VNeID", "Lý do chưa kích hoạt mức 2"]
    [an] = rows_of(read_rows, ("An", "Chưa", "Chưa", "Chưa", "Chưa", words), head=head)
    assert an.person.reasons == {"level2_account": words}


def test_another_item_before_a_colon_has_what_stands_behind_it(read_rows):
    head = [*HEAD[:4], "BHYT trên VNeID", "Lý do chưa kích hoạt mức 2"]
    [an] = rows_of(read_rows, ("An", "Chưa", "Chưa", "mất SIM; BHYT: thẻ hết hạn"), head=head)
    assert an.person.reasons == {"level2_account": "mất SIM", "bhyt_linked": "thẻ hết hạn"}
