"""Letters that were read in another encoding than they were written in come back, and sound texts stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.grids.grid import Grid
from importers.grids.legacy_text import convert_columns
from importers.grids.wrong_decoding import put_right
from tests.importers.generated.writers import tcvn3, vni

WORDS = [
    "Trần",
    "Thị",
    "Ngọc Ánh",
    "Lê",
    "Văn",
    "Đức",
    "Nguyễn",
    "Hoàng",
    "Chau Sóc Rin",
    "Hằng",
    "Mỹ Tuyết",
    "ỨNG",
    "Ưng",
    "Ỷ",
    "ăn ở đi",
]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


def misread(text: str, code_page: str) -> str:
    """UTF-8 as a program shows it that takes it for a code page; an open byte shows as its control character."""
    return "".join(bytes((byte,)).decode(code_page, errors="ignore") or chr(byte) for byte in text.encode())


@given(NAMES, st.sampled_from(["cp1252", "cp1258", "mac_roman", "cp437", "cp850"]))
def test_utf8_read_as_another_code_page_comes_back(text, code_page):
    assert put_right(misread(text, code_page)) == text


@given(NAMES)
def test_text_damaged_twice_comes_back(text):
    assert put_right(misread(misread(text, "cp1252"), "cp1252")) == text


@given(NAMES)
def test_a_space_that_was_the_last_byte_of_a_letter(text):
    assert put_right(misread(text + " à Hoàng Đức", "cp1252").replace("\xa0", " ")) == text + " à Hoàng Đức"


@given(NAMES, st.sampled_from([str, str.upper, str.lower, tcvn3, vni]))
def test_sound_texts_and_old_fonts_stay(text, change):
    assert put_right(change(text)) == change(text)


@given(NAMES)
def test_tones_written_apart_stay(text):
    apart = unicodedata.normalize("NFD", text).replace(" ", "\xa0")
    assert put_right(apart) == apart


@pytest.mark.parametrize(
    "text", ["25 °C", "½ ngày", "™ ® © «»", "✓", "ü", "100 µg", "Ø 12 ±3", "Ấp 1, xã Thử", "Å", "ÃÃÃ"]
)
def test_signs_stay(text):
    assert put_right(text) == text


def rows(*people: tuple[str, str]) -> Grid:
    return Grid("DS", [["Họ và tên", "Chức vụ"], *map(list, people)])


SOUND = [("Nguyễn Hoàng Đức", "Y sĩ"), ("Lê Hà", "Điều dưỡng"), ("Phạm Thị Hằng", "Hộ sinh")]
PASTED = [("Trần Văn Khoẻ", "Dược sĩ"), ("Võ Thị Hường", "Nữ hộ sinh"), ("Đặng Ngọc Vân", "Bảo vệ")]


@pytest.mark.parametrize("font", [tcvn3, vni])
def test_rows_in_an_old_font_among_unicode_rows(font):
    grid = rows(*SOUND, *[(font(name), font(post)) for name, post in PASTED], *SOUND)
    remarks = convert_columns(grid)
    assert grid.rows[1:] == [list(person) for person in [*SOUND, *PASTED, *SOUND]]
    assert any("3 dòng" in remark and "dòng 5 đến 7" in remark for remark in remarks)


def test_letters_that_became_question_marks_are_told():
    lost = [("Tr?n Th? Lan", "Gi?o vi?n"), ("L? V?n Ph??c", "Hi?u tr??ng"), ("Nguy?n ??c", "Y s?")]
    (remark,) = convert_columns(rows(*lost))
    assert "5 ô" in remark
    assert "“?”" in remark


def test_questions_and_addresses_are_no_lost_letters():
    asked = [("https://x.vn/a?b=c", "Đã cài chưa?"), ("www.a.vn/?q?d", "Có?"), ("a?b@c.vn", "?")]
    assert convert_columns(rows(*asked)) == []
