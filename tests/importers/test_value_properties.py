"""Whatever is typed, a parser answers a right value or a problem, and never both nothing and silence."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.cells.dates import birth_date
from importers.cells.marks import mark_of
from importers.cells.names import full_name
from importers.cells.parsed import Parsed
from importers.cells.values import citizen_id, employment, parser_of, sex
from store.identifiers import PROVINCES, read_citizen_id
from store.models import PERSON_COLUMN

DAYS = st.dates(date(1940, 1, 1), date(2005, 12, 31))
WRITTEN = (
    "{d:02}/{m:02}/{y}",
    "{d}/{m}/{y}",
    "{d}.{m}.{y}",
    "{d}-{m}-{y}",
    "{y}-{m:02}-{d:02}",
    "{d}/{m}/{y} 00:00:00",
)
ANYTHING = st.text(max_size=30) | st.from_regex(r"[\d./ -]{1,16}", fullmatch=True)


@st.composite
def numbers(draw):
    """A whole CCCD with the sex and the birth date that it says."""
    born = draw(DAYS)
    woman = draw(st.booleans())
    century = 2 * (born.year >= 2000)
    province, behind = draw(st.sampled_from(sorted(PROVINCES))), draw(st.integers(0, 999999))
    number = f"{province}{century + woman}{born.year % 100:02}{behind:06}"
    return number, "nữ" if woman else "nam", born.isoformat()


@given(DAYS, st.sampled_from(WRITTEN))
def test_a_real_day_reads_as_itself_however_it_is_written(day, form):
    assert birth_date(form.format(d=day.day, m=day.month, y=day.year)).value == day.isoformat()


@given(ANYTHING)
def test_a_birth_date_is_a_day_a_year_or_a_problem(text):
    parsed = birth_date(text)
    assert parsed.value is None or re.fullmatch(r"\d{4}(-\d\d-\d\d)?", parsed.value)
    if parsed.value and len(parsed.value) == 10:
        date.fromisoformat(parsed.value)
    if parsed.value is None and text.strip("'`’ \t.,\n\r").strip():
        assert parsed.code or not text.strip("'`’ \t.,")


@given(st.integers(1, 12), st.integers(13, 31), st.integers(1940, 2005))
def test_the_month_never_comes_first(month, day, year):
    assert birth_date(f"{month}/{day}/{year}").value is None


@given(numbers())
def test_a_whole_number_reads_as_itself_and_agrees(read_rows):
    number, its_sex, born = read_rows
    assert citizen_id(number, its_sex, born) == Parsed(number)
    assert read_citizen_id(number).birth_year == int(born[:4])


@given(numbers())
def test_dropped_zeros_come_back_with_a_remark(read_rows):
    number, its_sex, born = read_rows
    lost = number.lstrip("0")
    if len(lost) < 12:
        parsed = citizen_id(lost, its_sex, born)
        assert (parsed.value, parsed.code) == (number, "citizen_id_zero_restored")
        assert citizen_id(lost, None, None).value is None


@given(numbers(), st.integers(0, 11))
def test_a_number_that_lost_another_digit_is_never_made_whole(read_rows, place):
    number, its_sex, born = read_rows
    short = number[:place] + number[place + 1 :]
    if number[place] != "0" or place > 1:
        parsed = citizen_id(short, its_sex, born)
        assert parsed.value is None or parsed.code == "citizen_id_zero_restored"
        if short.startswith("0"):
            assert parsed.value is None


@given(ANYTHING, st.sampled_from([None, "nam", "nữ"]), st.sampled_from([None, "1990", "1990-05-06"]))
def test_a_citizen_id_is_twelve_digits_or_a_problem(text, its_sex, born):
    stripped = text.strip()
    parsed = citizen_id(stripped, its_sex, born)
    assert parsed.value is None or re.fullmatch("[0-9]{12}", parsed.value)
    assert parsed.value or parsed.code or not stripped


@given(ANYTHING)
def test_words_are_understood_or_reported(text):
    stripped = text.strip()
    for parse in (sex, employment, parser_of(PERSON_COLUMN["phone"]), parser_of(PERSON_COLUMN["insurance_number"])):
        parsed = parse(stripped)
        assert parsed.value or parsed.code or not stripped.strip(" .")


@given(ANYTHING)
def test_a_name_keeps_its_letters(text):
    parsed = full_name(text)
    if parsed.value is not None:
        assert parsed.value == " ".join(parsed.value.split())
        assert any(letter.isalpha() for letter in parsed.value)


@given(ANYTHING)
def test_a_mark_is_the_same_in_any_case_and_spacing(text):
    assert mark_of(f"  {text} ") == mark_of(text)


@pytest.mark.parametrize("number", ["089 - 190 - 215 - 077", "089190215077", "089[190[215[077", "089 190 215 077"])
def test_a_number_in_the_cell_of_a_name_goes_as_a_whole(number: str) -> None:
    parsed = full_name(f"Lê Văn Lẫn {number}")
    assert (parsed.value, parsed.code, parsed.aside) == ("Lê Văn Lẫn", "name_with_number", "")
