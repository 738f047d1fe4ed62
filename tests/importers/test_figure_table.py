"""Blocks that were copied from a spreadsheet, and tables of figures by place: read, passed over by name, or told."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.figure_block import parse_block, parse_count, write_block
from importers.figure_table import FigureTable, read_figures, read_rows
from store.campaigns import file
from store.campaigns.indicator import Indicator

CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), whitelist_characters='\t\n"'), max_size=12)


def spaced(cell: str) -> str:
    return " ".join(cell.split())


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6))
def test_whatever_a_spreadsheet_copies_comes_back_cell_by_cell(rows: list[list[str]]) -> None:
    found = parse_block(write_block(rows))
    wanted = [[spaced(cell) for cell in row] for row in rows]
    while wanted and not any(wanted[-1]):
        wanted.pop()
    assert [row or [""] for row in found] == wanted


@given(st.text())
def test_no_text_at_all_breaks_it(text: str) -> None:
    for row in parse_block(text):
        assert all(cell == spaced(cell) for cell in row)


@given(st.integers(0, 99_999_999), st.sampled_from([".", " ", "\u00a0", ""]))
def test_a_count_is_read_with_any_of_our_separators(number: int, sign: str) -> None:
    assert parse_count(f" {number:,} ".replace(",", sign)) == number


@pytest.mark.parametrize("text", ["089185004444", "89185004444", "912345678", "912.345.678"])
def test_the_number_of_a_card_or_a_telephone_is_no_count(text: str) -> None:
    assert parse_count(text) is None


@given(st.text(max_size=12))
def test_nothing_else_becomes_a_number(text: str) -> None:
    number = parse_count(text)
    assert number is None or str(number) == "".join(filter(str.isdigit, text)).lstrip("0") or number == 0


@pytest.mark.parametrize("text", ['5" ống\t3\n7\t8', "a\rb", "\r\n\r\n", "1,5\t-3\t12.34"])
def test_odd_blocks(text: str) -> None:
    assert parse_block(text) == {
        '5" ống\t3\n7\t8': [['5" ống', "3"], ["7", "8"]], "a\rb": [["a"], ["b"]], "\r\n\r\n": [],
        "1,5\t-3\t12.34": [["1,5", "-3", "12.34"]],
    }[text]  # fmt: skip
    assert [parse_count(cell) for cell in ("1,5", "-3", "12.34", "1.23.456", "")] == [None] * 5


def plan(name: str) -> tuple[Indicator, ...]:
    return file.load(file.built_in()[name]).indicators


def read(text: str, indicators: tuple[Indicator, ...]) -> FigureTable:
    found = read_rows(parse_block(text), indicators)
    assert found is not None
    return found


def numbers(table: FigureTable) -> list[tuple[str, str, str, int]]:
    return [(each.place, each.indicator, each.field, each.number) for each in table.numbers]


def test_two_rows_of_heads_with_the_indicator_over_its_numbers() -> None:
    text = (
        "PHỤ LỤC\nTT\tĐịa bàn\tXác thực BHYT\t\tCó Sổ SKĐT\t\t\n\t\tSố đạt\tTổng số\tSố đạt\tTổng số\tTỷ lệ\n"
        "1\tẤp A\t1\t2\t3\t4\t75%\n2\tẤp B\t5\t6\t7\tabc\t\n\tTổng cộng\t6\t8\t10\t4\t"
    )
    table = read(text, plan("tri-ton-2026"))
    bhyt, books = "bhyt_verified", "citizens_with_health_book"
    assert numbers(table) == [
        ("Ấp A", bhyt, "numerator", 1), ("Ấp A", bhyt, "denominator", 2), ("Ấp A", books, "numerator", 3),
        ("Ấp A", books, "denominator", 4), ("Ấp B", bhyt, "numerator", 5), ("Ấp B", bhyt, "denominator", 6),
        ("Ấp B", books, "numerator", 7),
    ]  # fmt: skip
    assert table.left == ["Ấp B: “abc” không phải số nguyên"]


def test_the_two_columns_of_targets_of_the_provincial_plan() -> None:
    text = "STT\tHuyện, thành phố\tGiao chỉ tiêu Mức 2\tChỉ tiêu BHYT, Sổ SKĐT\n1\tHuyện Bác Ái\t1.000\t2 000"
    assert numbers(read(text, plan("ninh-thuan-2024"))) == [
        ("Huyện Bác Ái", "level2_accounts", "target", 1000),
        ("Huyện Bác Ái", "bhyt_and_health_book", "target", 2000),
    ]


def test_a_column_of_no_indicator_is_asked_about_and_not_guessed() -> None:
    table = read("Ấp\tSố đạt\tTổng số\tTỷ lệ\tGhi chú\nẤp A\t1\t2\t50\tx", plan("tri-ton-2026"))
    assert (table.numbers, table.unknown) == ([], {"Số đạt": {"Ấp A": 1}, "Tổng số": {"Ấp A": 2}})
    only = read("Ấp\tSố đạt\tTổng số\nẤp A\t1\t2", plan("tri-ton-2026")[:1])
    assert [each.field for each in only.numbers] == ["numerator", "denominator"], "a plan with one indicator means that"


def test_of_two_titles_in_a_head_the_longer_is_meant() -> None:
    table = read("Xã\tMức 2 còn thiếu\nA\t5", plan("ninh-thuan-2024"))
    assert numbers(table) == [("A", "level2_accounts_lacking", "numerator", 5)]


def test_of_one_place_that_stands_twice_with_other_numbers_neither_is_taken() -> None:
    table = read("Xã\tMức 2\nTô Hạ\t5\nAn Hoà\t1\ntô hạ\t6\nAn Hòa\t1\nTô Hạ\t5", plan("ninh-thuan-2024"))
    assert numbers(table) == [("An Hoà", "level2_accounts", "numerator", 1)]
    assert table.left == ["tô hạ có hai dòng, 5 và 6: không lấy số nào"]


def test_a_number_with_a_fraction_is_told_and_never_read_as_thousands(tmp_path: Path) -> None:
    assert parse_count("0.636") is None
    book = openpyxl.Workbook()
    for row in (["Xã", "Mức 2", "Đạt so với chỉ tiêu giao"], ["A", 12.345, 0.636], ["B", 1234.0, 0.5]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    table = read_figures(tmp_path / "a.xlsx", plan("ninh-thuan-2024"))
    assert numbers(table) == [("B", "level2_accounts", "numerator", 1234)]
    assert table.left == ["A: “12,345” không phải số nguyên"]


def test_no_column_of_places_is_no_table() -> None:
    assert read_rows([["Họ và tên", "Mức 2"], ["Lê Văn A", "1"]], plan("ninh-thuan-2024")) is None
