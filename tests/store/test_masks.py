"""Long numbers of people are covered however they are spelt; figures, dates and times are not."""

import re
import unicodedata

import pytest

from store.masks import cover, cover_in_name, cover_numbers, covering, without_numbers


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
        "089 - 063 - 731 - 137",
        "089 / 063 / 731 / 137",
        "089...063...731...137",
        "089--063--731--137",
        "089\u2010063\u2010731\u2010137",
        "089\u2212063\u2212731\u2212137",
        "089\u00ad063\u00ad731\u00ad137",
        "089(063)731(137",
        "089=063=731=137",
        "089?063?731?137",
        "089\u0301063\u0301731\u0301137",
        "o89o6373lI37",
        "0912 - 345 - 678",
        "0912 - 34 - 56 - 78",
        "089 - 063 / 731 . 137",
        "0|8|9|0|6|3|7|3|1|1|3|7",
        "08906373113O",
        "0890637311OO",
        "O8906373I1l7",
        "089 063 731 13O",
        "O89.O63.731.O37",
        "089063 731 OO7",
        "089/O63/73l/137",
        "0912345O78",
        "0912 34 5O 78",
        "o912-345-67o",
        "091/2345678",
        "02963/812345",
        "02963 - 812345",
        "(089) 063 731 137",
        "089/063731137",
        "089063731/37",
        "089 063-731/137",
        "０８９０６３７３１１３７",
        "89,063,731,137",
        "912,345,678",
        "84,912,345,678",
        "(84-296) 3874123",
        "+84 912 345 678",
        "08906373113i",
        "０８９/０６３/７３１/１３７",
        "089/0/63/731137",
        "089–0–63–731137",
        "089 – 0 – 63 – 731137",
        "089|0|63|731137",
        "089 0-63/731137",
        "08_90_63_73_11_37",
        "O89-O-63-73II37",
        "0 8 9 0 6 3 7 3 1 1 3 7",
        "09·12·34·56·79",
        "09 - 12 - 34 - 56 - 79",
        "09–12–34–56–79",
        "0912 34.56-79",
        "GD-4-79-0123456789",
        "GD/4/79/01234/56789",
    ],
)
def test_however_it_is_spelt(spelt: str) -> None:
    spelt_so = unicodedata.normalize("NFKC", spelt)
    number = re.sub("[^0-9]", "", re.sub("[Iil]", "1", re.sub("[Oo]", "0", spelt_so)))
    for covered in (cover_numbers(f"mất thẻ {spelt} rồi"), cover_in_name(f"mất thẻ {spelt} rồi"), cover(spelt)):
        shown = re.sub("[^0-9OolIi]", "", unicodedata.normalize("NFKC", covered.removesuffix(" rồi")))
        assert shown.translate(str.maketrans("OolIi", "00111")) == number[-3:]
    assert without_numbers(f"mất thẻ {spelt}") == "mất thẻ"


@pytest.mark.parametrize(
    "text",
    [
        "382.171 người, 97,44%",
        "kinh phí 1.250.000.000 đồng, 12.500.000.000đ",
        "01/02/1980, 03/04/1981",
        "08:30 12/06/2026",
        "từ 01/06/2026 đến 30/06/2026",
        "tuần 01, 02, 03, 04, 05",
        "05/2026; 06/2026",
        "2026-06-23 08:00",
        "CV 310/VHXH, KH 115/KH-UBND",
        "1.234.567",
        "2025 2026 2027",
        "12 345 678 900 đồng, 382,171,000 đồng",
        "Số 12/2024/TT-BYT, 310/VHXH ngày 05/06/2026",
        "0,5,10,15",
        "01/06/2026 - 30/06/2026",
        "2025 - 2026",
        "đạt 01 / 12 / 131 người",
        "TT27/2024/BYT; NQ68/2026",
        "khoa III, tổ 1O, thở O2, Ol 15",
        "các tháng 01, 02, 03, 04, 05, 06",
        "các ngày 03/05/07/08/09",
        "0, 1, 2, 3, 4, 5, 6, 7, 8, 9",
        "BHYT 2024 - 2025: 95,3%",
        "BHXH 12/2025: 1.234 người",
        "CCCD 12.345/13.000 người",
        "BHXH 2021–2022–2023",
        "BHYT từ 01/06/2026",
        "KH 12/2024, NQ 68/2026",
        "tổ 012, 15/06/2026",
    ],
)
def test_figures_dates_and_times_stay(text: str) -> None:
    assert cover_numbers(text) == text


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("089079000043 / 089/079/000/044", "•••••••••043 / •••/•••/•••/044"),
        ("0912/345/678/0913/456/789", "••••/•••/678/••••/•••/789"),
        ("089/079/000/043/0913/456/789", "•••/•••/•••/043/••••/•••/789"),
        ("50.000 - 0912345678", "50.000 - •••••••678"),
        ("1.500.000 0912.345.678", "1.500.000 ••••.•••.678"),
        ("0912345678 1.500.000 đồng", "•••••••678 1.500.000 đồng"),
        ("0912345678 12/03/2026", "•••••••678 12/03/2026"),
        ("12/03/2026 089063001234", "12/03/2026 •••••••••234"),
        ("BHYT HS4/01/0123456703", "BHYT HS•/••/•••••••703"),
    ],
)
def test_of_several_in_a_row_each_is_covered(text: str, covered: str) -> None:
    assert cover_numbers(text) == covered


def test_of_social_insurance_behind_its_word() -> None:
    for spelt in ("89/12/34/56/79", "8912–345–679", "8912 345 679", "89·123·45679"):
        covered = cover_numbers(f"BHXH {spelt}, BHXH số: {spelt}")
        assert re.sub("[^0-9]", "", covered) == "679679"
    assert cover_numbers("CCCD 089/0/63/731137, ĐT 09·12·34·56·79") == "CCCD •••/•/••/•••137, ĐT ••·••·••·•6·79"


def test_only_these_numbers_however_they_are_spelt() -> None:
    cover_mine = covering(["0912888777", "089083004455", "HS4010123456703"])
    for mine in ("091/2888777", "０８９０８３００４４５５", "HS4/01/0123456703", "089083004455 / 091/2888777"):
        assert re.search(r"\d{4}", cover_mine(f"của Kiệt {mine}")) is None, mine
    assert cover_mine("của Bình 0912 888 778") == "của Bình 0912 888 778"


def test_names_of_files() -> None:
    assert cover_in_name("The 089 - 184 - 001 - 231.xlsx") == "The ••• - ••• - ••• - 231.xlsx"
    for name in (
        "s-00012-2026-03-01-080000.sqlite3",
        "DS 01-06-2026 - 30-06-2026.xlsx",
        "20260626103000.xlsx",
        "Scan 2026-06-26 10-30-00.xlsx",
    ):
        assert cover_in_name(name) == name
