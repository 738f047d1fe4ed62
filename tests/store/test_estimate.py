"""Costs as somebody types them: amounts, their sum, and lines that have none."""

import pytest

from store.reporting.estimate import quantity_text, read_costs, total


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("Máy quét; cái; 2; 4.500.000", 9_000_000),
        ("- Thuê đường truyền; tháng; 2,5; 1.000.000 đồng", 2_500_000),
        ("In tờ hướng dẫn; tờ; 1.000; 1500", 1_500_000),
        ("Tiền xăng; lít; 3,333; 20.000", 66_660),
        ("Máy quét; cái; hai; 4.500.000", None),
        ("Máy quét; cái; 2; 4.500,5", None),  # no part of a đồng
        ("Máy quét 9 triệu", None),
        ("; cái; 2; 4.500.000", None),
    ],
)
def test_an_amount_is_quantity_by_price_and_what_is_not_plain_has_none(line: str, amount: int | None) -> None:
    (found,) = read_costs(line)
    assert found.amount == amount


def test_the_sum_counts_what_has_an_amount_and_blank_lines_are_none() -> None:
    lines = read_costs("Máy quét; cái; 2; 4.500.000\n\nCông tác phí\nIn; tờ; 10; 500\n")
    assert (len(lines), total(lines)) == (3, 9_005_000)
    assert lines[1].words == "Công tác phí"
    assert [quantity_text(line.quantity) for line in lines if line.quantity is not None] == ["2", "10"]
