"""A date as people type it: day first, always."""

import pytest

from store.text import parse_date_entry


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("5/1/1984", "1984-01-05"),
        (" 05.01.1984 ", "1984-01-05"),
        ("5-1-1984", "1984-01-05"),
        ("05011984", "1984-01-05"),
        ("12/11/1984", "1984-11-12"),
        ("29/2/1984", "1984-02-29"),
        ("1984", "1984"),
        ("13/13/1984", None),
        ("1/31/1984", None),  # the month never comes first
        ("29/2/1985", None),
        ("5/1/84", None),
        ("84", None),
        ("1984-01-05", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_the_day_comes_first(typed: str, date: str | None) -> None:
    assert parse_date_entry(typed) == date


def test_digits_of_other_scripts_are_no_date() -> None:
    assert parse_date_entry("19８4") is None
    assert parse_date_entry("٥/١/١٩٨٤") is None


def test_where_a_day_is_needed_a_year_alone_is_not_enough() -> None:
    assert parse_date_entry("1984", year_alone=False) is None
