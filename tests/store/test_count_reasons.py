"""The reasons of a summary are counted where their numbers add up, and kept as they were sent where not."""

import pytest

from store.forms.reason_cells import UNFIT, parse

KNOWN = {
    "khong co dien thoai thong minh": "Không có điện thoại thông minh",
    "the het han": "Thẻ hết hạn",
    "moi muc 1": "Mới mức 1",
}
NO_PHONE, EXPIRED, _ = KNOWN.values()


@pytest.mark.parametrize(
    ("cell", "people", "expected"),
    [
        ("Không có điện thoại thông minh (2); Thẻ hết hạn (1)", 3, ((NO_PHONE, 2), (EXPIRED, 1))),
        ("thẻ hết hạn: 1, KHÔNG CÓ ĐIỆN THOẠI THÔNG MINH: 2", 3, ((NO_PHONE, 2), (EXPIRED, 1))),
        ("2 người không có điện thoại thông minh; 1 quên mật khẩu", 3, ((NO_PHONE, 2), ("Quên mật khẩu", 1))),
        ("thẻ hết hạn (1)\nThẻ hết hạn (2 người)", 3, ((EXPIRED, 3),)),
        ("3 quên mật khẩu, 2 người mới mức 1", 5, (("Quên mật khẩu", 3), ("Mới mức 1", 2))),
        ("Mới mức 1 (2); quên mật khẩu (1)", 3, (("Mới mức 1", 2), ("Quên mật khẩu", 1))),
        ("mới mức 1", 1, (("Mới mức 1", 1),)),
        ("mới mức 1", 4, (("Mới mức 1", 4),)),
        ("không có điện thoại thông minh", 4, ((NO_PHONE, 4),)),
        ("", 2, (("Chưa ghi lý do", 2),)),
        ("–", 2, (("Chưa ghi lý do", 2),)),
        ("Không có", 0, ()),
        # Numbers that do not add up are nobody's to mend here.
        ("thẻ hết hạn (1); quên mật khẩu (1)", 3, (("Thẻ hết hạn (1); quên mật khẩu (1)", 0),)),
        ("ứng dụng dưới bản 2.0.4", 3, (("Ứng dụng dưới bản 2.0.4", 0),)),
        # More of them than people would be a paper that nobody can add up.
        ("Quên mật khẩu (4); thẻ hết hạn (3)", 5, ((UNFIT, 5),)),
        ("Quên mật khẩu (4)", 0, ()),
        ("thẻ hết hạn (1); quên mật khẩu", 3, (("Thẻ hết hạn (1); quên mật khẩu", 0),)),
    ],
)
def test_what_a_cell_of_reasons_says(cell: str, people: int, expected: object) -> None:
    assert parse(cell, people, KNOWN) == expected
