"""Long numbers of people are covered however they are spelt; figures, dates and times are not."""

import pytest

from store.masks import cover_numbers, without_numbers


@pytest.mark.parametrize(
    "spelt",
    [
        "089063731137",
        "089 063 731 137",
        "089.063.731.137",
        "089-063-731-137",
        "089,063,731,137",
        "089_063_731_137",
        "089/063/731/137",
        "089:063:731:137",
        "089+063+731+137",
        "089*063*731*137",
        "089–063–731–137",
        "089·063·731·137",
        "089  063  731  137",
        "089\u200b063\u200b731\u200b137",
        "089063; 731137",
        "O89O63731137",
        "0912_345_678",
        "0912,345,678",
    ],
)
def test_however_it_is_spelt(spelt: str) -> None:
    digits = "".join(each for each in cover_numbers(f"mất thẻ {spelt} rồi") if each.isdigit())
    assert digits == spelt[-3:]
    assert without_numbers(f"mất thẻ {spelt}") == "mất thẻ"


@pytest.mark.parametrize(
    "text",
    [
        "382.171 người, 97,44%",
        "01/02/1980, 03/04/1981",
        "08:30 12/06/2026",
        "từ 01/06/2026 đến 30/06/2026",
        "tuần 01, 02, 03, 04, 05",
        "05/2026; 06/2026",
        "2026-06-23 08:00",
        "CV 310/VHXH, KH 115/KH-UBND",
        "1.234.567",
        "0,5,10,15",
    ],
)
def test_figures_dates_and_times_stay(text: str) -> None:
    assert cover_numbers(text) == text
