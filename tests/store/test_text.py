import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import text


def test_names_stand_in_the_order_of_a_vietnamese_list() -> None:
    names = ["Đỗ Văn Ân", "Bùi Thị An", "Lê Ánh", "Lê Ẩn", "Cao Ăn", "Trần Bình", "Đặng Cúc", "Lê Dung", "Lê Đạt"]
    shuffled = sorted(names)
    assert sorted(shuffled, key=text.sort_key) == [
        "Bùi Thị An",
        "Lê Ánh",
        "Cao Ăn",
        "Đỗ Văn Ân",
        "Lê Ẩn",
        "Trần Bình",
        "Đặng Cúc",
        "Lê Dung",
        "Lê Đạt",
    ]


def test_tones_come_second_and_in_their_order() -> None:
    given_names = ["Mạ", "Má", "Mã", "Mả", "Mà", "Ma"]
    assert sorted((f"Lê {n}" for n in given_names), key=text.sort_key) == [
        "Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ",
    ]  # fmt: skip


def test_of_equal_given_names_the_family_name_decides() -> None:
    assert text.sort_key("Bùi Văn An") < text.sort_key("Đỗ Thị An") < text.sort_key("Ngô An")


def test_khmer_names_are_sorted_as_a_whole() -> None:
    assert text.sort_key("Chau Sóc An") < text.sort_key("Chau Sóc Kha") < text.sort_key("Lê Dung")


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Đỗ Thị Mỹ Dung", "do thi my dung"), ("  ÐẶNG  Văn\xa0Hòa ", "dang van hoa"), ("Néang Sâm Ết", "neang sam et")],
)
def test_search_needs_no_diacritics(name: str, folded: str) -> None:
    assert text.fold(name) == folded
    assert text.fold(unicodedata.normalize("NFD", name)) == folded


def test_the_placing_of_the_tone_and_i_or_y_do_not_tell_people_apart() -> None:
    assert text.name_key("Lý Hoà") == text.name_key("Lí Hòa")


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy áàảãạ ÁÀĐ", max_size=20))
def test_folding_twice_changes_nothing_and_composition_does_not_matter(name: str) -> None:
    assert text.fold(text.fold(name)) == text.fold(name)
    assert text.fold(unicodedata.normalize("NFD", name)) == text.fold(name)
    assert text.sort_key(unicodedata.normalize("NFD", name)) == text.sort_key(name)


def test_figures_are_written_as_vietnamese_write_them() -> None:
    assert text.format_number(382171) == "382.171"
    assert text.format_percent(372375, 382171) == "97,44%"
    assert text.format_percent(369164, 2724670) == "13,55%"
    assert text.format_percent(1, 1) == "100,00%"
    assert text.format_percent(0, 0) == "–"


def test_dates_are_written_day_first() -> None:
    assert text.format_date("2026-06-30") == "30/06/2026"
    assert text.format_date("1984") == "1984"
    assert text.format_date("2026-06-30T14:05:00") == "30/06/2026 14:05"
    assert text.format_date(None) == ""


def test_the_middle_of_a_cccd_is_hidden() -> None:
    assert text.mask_number("089084001234") == "•••••••••234"
    assert text.mask_number(None) == ""


def test_a_title_in_a_list_is_led_by_its_subject() -> None:
    assert text.led_by_its_subject("90% công dân có thẻ") == "Công dân có thẻ"
    assert text.led_by_its_subject("Trạm y tế đăng ký") == "Trạm y tế đăng ký"
    assert text.led_by_its_subject("100%") == "100%"


def test_of_two_numbers_that_look_alike_when_masked_the_digits_that_differ_are_shown() -> None:
    assert text.mask_two_numbers("089176562472", "089176662472") == ("••••••5••472", "••••••6••472")
    assert text.mask_two_numbers("089084001234", "089084001235") == ("•••••••••234", "•••••••••235")
    assert text.mask_two_numbers("089084001234", None) == ("•••••••••234", "")
    assert text.mask_two_numbers("089111111234", "089222221234") == ("•••111•••234", "•••222•••234")
