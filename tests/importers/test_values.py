"""What a cell says, and what is said when it says nothing that can be trusted."""

import re
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.cells import dates, names, values
from importers.cells.marks import mark_of
from importers.cells.parsed import Parsed
from importers.grids.grid import Cell, text_of
from store.identifiers import PROVINCES
from store.models import PERSON_COLUMN, State


def birth_date(cell: Cell) -> Parsed:
    return dates.birth_date(text_of(cell))


def citizen_id(cell: Cell, sex: str | None, born: str | None) -> Parsed:
    return values.citizen_id(text_of(cell), sex, born)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("18/05/1991", "1991-05-18"), ("18.5.1991", "1991-05-18"), ("18-05-1991", "1991-05-18"), ("1991", "1991"),
        (1991.0, "1991"), (datetime.combine(date(1991, 5, 18), time()), "1991-05-18"), (date(1991, 5, 18), "1991-05-18"),
        ("1991-05-18", "1991-05-18"), ("18/05/91", "1991-05-18"), ("18051991", "1991-05-18"), (33376.0, "1991-05-18"),
        ("18 / 05 / 1991", "1991-05-18"), ("05/1991", "1991"), ("", None), (None, None),
    ],
)  # fmt: skip
def test_birth_dates_as_people_write_them(cell: Cell, value: str | None) -> None:
    assert birth_date(cell).value == value


@pytest.mark.parametrize(
    "cell", ["31/02/1991", "05/18/1991", "18/05/2031", "12/12/1812", "không nhớ", "1/2", 12345678.0]
)
def test_a_wrong_birth_date_is_left_out_and_told(cell: Cell) -> None:
    parsed = birth_date(cell)
    assert parsed.value is None
    assert parsed.code
    assert "“" in parsed.message


@given(st.dates(date(1930, 1, 1), date(2010, 12, 31)), st.sampled_from("/.-"), st.booleans())
def test_day_first_always(born: date, sign: str, padded: bool) -> None:
    day, month = (f"{born.day:02}", f"{born.month:02}") if padded else (str(born.day), str(born.month))
    assert birth_date(f"{day}{sign}{month}{sign}{born.year}").value == born.isoformat()


people = st.tuples(
    st.sampled_from(sorted(PROVINCES)), st.sampled_from(["nam", "nữ"]), st.dates(date(1940, 1, 1), date(2008, 1, 1)),
    st.integers(0, 999999),
)  # fmt: skip


def _number(province: str, sex: str, born: date, serial: int) -> str:
    gender = (1 if sex == "nữ" else 0) + (2 if born.year >= 2000 else 0)
    return f"{province}{gender}{born.year % 100:02}{serial:06}"


@given(people, st.booleans())
def test_a_number_that_lost_its_zeros_comes_back_whole(who: tuple[str, str, date, int], as_text: bool) -> None:
    number = _number(*who)
    lost = number.lstrip("0")
    cell: Cell = lost if as_text else float(number)
    parsed = citizen_id(cell, who[1], who[2].isoformat())
    if len(lost) >= 10:
        assert parsed.value == number
        assert parsed.code == ("citizen_id_zero_restored" if len(lost) < 12 else "")


@given(people, st.dates(date(1940, 1, 1), date(2008, 1, 1)))
def test_nothing_is_restored_against_the_birth_year(who: tuple[str, str, date, int], other: date) -> None:
    number = _number(*who)
    parsed = citizen_id(number.lstrip("0"), who[1], other.isoformat())
    if other.year != who[2].year and number.startswith("0"):
        assert parsed.value is None
        assert parsed.code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("351234567", "citizen_id_old_cmnd"), ("7.9084E+10", "citizen_id_lost"), (7.9084001234e16, "citizen_id_lost"),
        ("chưa có", "citizen_id_not_number"), ("08908400123", "citizen_id_short"), ("12345", "citizen_id_short"),
    ],
)  # fmt: skip
def test_what_is_no_cccd_is_left_out_and_told(cell: Cell, code: str) -> None:
    parsed = citizen_id(cell, None, None)
    assert (parsed.value, parsed.code) == (None, code)


@pytest.mark.parametrize("cell", ["08908824515O", "O8908824515O", "089 088 245 15O", "o89.o88.245.1l0"])
def test_a_cccd_with_letters_for_digits_shows_three_of_them(cell: str) -> None:
    parsed = citizen_id(cell, None, None)
    assert parsed.code == "citizen_id_not_number"
    assert "có chữ O, I hay l" in parsed.message
    assert len(re.findall(r"[0-9OolI]", parsed.message.split("”")[0].split("“")[-1])) == 3


def test_a_cccd_that_disagrees_stays_and_is_told() -> None:
    parsed = citizen_id("089184001234", "nam", "1985")
    assert parsed.value == "089184001234"
    assert "nữ" in parsed.message
    assert "1984" in parsed.message
    assert "089184001234" not in parsed.message, "the number itself is not shown whole"


@pytest.mark.parametrize(
    ("text", "state", "reason"),
    [
        *((t, State.DONE, None) for t in ("x", "X", "✓", "√", "v", "1", "Có", "đã", "Rồi", "Đạt", "ü", "Đã kích hoạt", "TRUE")),
        *((t, State.TODO, None) for t in ("0", "Không", "Chưa", "✗", "û", "Chưa kích hoạt", "Chưa có", "chưa tích hợp")),
        *((t, State.NOT_APPLICABLE, None) for t in ("-", "–", "KAD", "Không thuộc diện", "Không áp dụng", "N/A")),
        ("Chưa (mất CCCD)", State.TODO, "mất CCCD"), ("Chưa: quên mật khẩu", State.TODO, "quên mật khẩu"),
        ("Chưa - thẻ hết hạn", State.TODO, "thẻ hết hạn"),
        ("Chưa thu nhận sinh trắc học", State.TODO, "Chưa thu nhận sinh trắc học"),
    ],
)  # fmt: skip
def test_marks(text: str, state: State, reason: str | None) -> None:
    mark = mark_of(text)
    assert mark is not None
    assert (mark.state, mark.reason) == (state, reason)


@pytest.mark.parametrize("text", ["đang làm", "2", "Không có gì thay đổi", "xem lại", "15/06/2026"])
def test_what_is_no_mark_is_not_guessed(text: str) -> None:
    assert mark_of(text) is None


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("ĐINH THỊ PHƯỢNG", "Đinh Thị Phượng", ""), ("  Néang\xa0Sâm   Ết ", "Néang Sâm Ết", ""),
        ("BS. Lê An", "Lê An", "title_dropped"), ("ThS. BS. Lê An", "Lê An", "title_dropped"),
        ("3. Lê An", "Lê An", ""), ("nguyễn văn an", "Nguyễn Văn An", ""), ("Bà Lê Thị An", "Lê Thị An", "title_dropped"),
        ("Dương Bình", "Dương Bình", ""), ("Hà Thị An", "Hà Thị An", ""),
    ],
)  # fmt: skip
def test_names(text: str, name: str, code: str) -> None:
    parsed = names.full_name(text)
    assert (parsed.value, parsed.code) == (name, code)


@given(st.text(max_size=30))
def test_no_parser_breaks_on_any_text(text: str) -> None:
    plain = [values.parser_of(PERSON_COLUMN[name]) for name in ("phone", "insurance_number")]
    for parse in (names.full_name, values.sex, values.employment, *plain):
        parse(text)
    birth_date(text)
    citizen_id(text, None, None)
    mark_of(text)


@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers())
def test_no_parser_breaks_on_any_number(number: float) -> None:
    birth_date(number)
    citizen_id(number, None, "1984")
