"""Dates as other programs and other hands write them, and columns in which day and month may be swapped."""

from datetime import date

import pytest

from importers.cells.dates import birth_date

HEAD = ["Họ và tên", "Ngày sinh", "Số CCCD", "VNeID mức 2"]
NAMES = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường", "Võ Thị Dung", "Ngô Văn Em", "Bùi Thị Phúc"]


def born(read_rows, cells):
    read = read_rows([HEAD, *([name, cell, "", "x"] for name, cell in zip(NAMES, cells, strict=False))])
    return [person.birth_date for person in read.people], read.codes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12-Thg3-85", "1985-03-12"),
        ("05-Thg11-1979", "1979-11-05"),
        ("28 Tháng 2 1990", "1990-02-28"),
        ("1/Th9/88", "1988-09-01"),
        ("17 Tháng Bảy 1993", "1993-07-17"),
        ("ngày 30 tháng 12 năm 1972", "1972-12-30"),
        ("5 tháng năm 1990", "1990-05-05"),
        ("01\\01\\1989", "1989-01-01"),
        ("Sn 1994", "1994"),
        ("NS: 12/3/85", "1985-03-12"),
    ],
)
def test_dates_in_words(text: str, value: str):
    assert birth_date(text)[:2] == (value, "")


@pytest.mark.parametrize("text", ["12/03/1985 hoặc 1986", "12/03/1985?", "1990 1991", "3-thg 5", "khoảng 1985"])
def test_what_leaves_two_readings_is_none(text: str):
    assert birth_date(text).value is None


def test_a_remark_behind_a_date_becomes_a_note(read_rows):
    read = read_rows(
        [HEAD, [NAMES[0], "12/03/1985 (âm lịch)", "", "x"], [NAMES[1], "01/02/1990 theo giấy khai sinh", "", "x"]]
    )
    assert [(person.birth_date, person.note) for person in read.people] == [
        ("1985-03-12", "âm lịch"),
        ("1990-02-01", "theo giấy khai sinh"),
    ]
    assert read.codes == ["birth_date_with_remark"] * 2


def test_real_dates_that_a_program_took_month_first(read_rows):
    cells = [date(1985, 12, 3), date(1979, 5, 11), "28/02/1990", date(1988, 1, 9), "17/07/1993", "30/12/1972"]
    values, codes = born(read_rows, cells)
    assert values == [None, None, "1990-02-28", None, "1993-07-17", "1972-12-30"]
    assert codes == ["date_swapped"] * 3


def test_a_whole_column_typed_month_first(read_rows):
    values, codes = born(
        read_rows, ["03/12/1985", "11/05/1979", "02/28/1990", "09/01/1988", "07/17/1993", "12/30/1972"]
    )
    assert values == [None] * 6
    assert sorted(codes) == ["birth_date_impossible"] * 3 + ["date_swapped"] * 3


@pytest.mark.parametrize(
    "cells",
    [
        [date(1985, 12, 3), date(1979, 5, 21), "28/02/1990", date(1988, 1, 9), "17/07/1993", "30/12/1972"],
        [date(1985, 12, 3), date(1979, 5, 11), "08/02/1990", date(1988, 1, 9), "17/07/1993", "30/12/1972"],
        ["03/12/1985", "28/02/1990", "21/01/1988", "17/07/1993", "30/12/1972"],
    ],
)
def test_sound_columns_stay_as_they_are(read_rows, cells):
    values, codes = born(read_rows, cells)
    assert None not in values
    assert codes == []


def test_one_slip_among_dates_with_the_day_first_is_a_slip(read_rows):
    values, codes = born(read_rows, ["03/12/1985", "28/02/1990", "02/28/1990", "17/07/1993", "30/12/1972"])
    assert values == ["1985-12-03", "1990-02-28", None, "1993-07-17", "1972-12-30"]
    assert codes == ["birth_date_impossible"]


@pytest.mark.parametrize("heads", [["Ngày", "Tháng", "Năm"], ["Ngày sinh", "", ""], ["Ng.", "Th.", "N."]])
def test_days_months_and_years_in_three_columns(read_rows, heads):
    rows = [
        [name, day, month, year, "x"]
        for name, day, month, year in zip(NAMES, (12, 5, 28), (3, 11, 2), (1985, 1979, 1990), strict=False)
    ]
    read = read_rows([["Họ và tên", *heads, "VNeID mức 2"], *rows])
    assert [person.birth_date for person in read.people] == ["1985-03-12", "1979-11-05", "1990-02-28"]
    assert read.states("level2_account") == ["done"] * 3
