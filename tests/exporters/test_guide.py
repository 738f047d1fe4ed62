"""The hand-outs: every step of the source, on one page."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import segno

from exporters.guide import as_lines, write_guide
from store.errors import RefusedError
from store.monitoring import guides


def test_the_how_tos_have_the_steps_of_their_sources() -> None:
    assert {guide.key: len(guide.steps) for guide in guides.guides()} == {
        "link-bhyt": 6,
        "use-health-book": 3,
        "see-history": 6,
        "not-linked": 12,
    }


@pytest.mark.parametrize("key", [guide.key for guide in guides.guides()])
def test_a_hand_out_has_every_step_on_one_upright_page(tmp_path: Path, key: str) -> None:
    guide = guides.get(key)
    write_guide(guide, tmp_path / "a.xlsx", station="Trạm Y tế xã Vĩnh Gia")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    steps = [row[1].value.split("\n")[0] for row in sheet.iter_rows() if str(row[0].value).startswith("Bước")]
    assert steps == [step.title for step in guide.steps]
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.orientation) == (None, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    points = sum(sheet.row_dimensions[number].height for number in range(1, sheet.max_row + 1))
    assert points < 257 / 25.4 * 72, "nothing is shrunk to fit"
    write_guide(guide, tmp_path / "a.txt", station="Trạm Y tế xã Vĩnh Gia")
    text = (tmp_path / "a.txt").read_text(encoding="utf-8-sig")
    assert text.splitlines() == as_lines(guide, "Trạm Y tế xã Vĩnh Gia")
    assert guide.source in text


def test_a_guide_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(RefusedError, match="link-bhyt"):
        guides.get("khong-co")


def _grey(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (2, 4, 6))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize(("is_a3", "paper"), [(False, 9), (True, 8)])
def test_a_poster_has_boxes_arrows_the_telephone_and_the_code_of_the_address(
    tmp_path: Path, is_a3: bool, paper: int
) -> None:
    guide = guides.get("link-bhyt")
    write_guide(guide, tmp_path / "a.xlsx", station="Trạm Y tế xã Vĩnh Gia", phone="0296 3123 456", is_a3=is_a3)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet.page_setup.paperSize == paper
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert sum(cell.value == "▼" for cell in cells) == len(guide.steps) - 1
    for cell in cells:
        if cell.fill.fgColor.rgb != "00000000":
            ink = cell.font.color.rgb if cell.font.color is not None and cell.font.color.type == "rgb" else "FF000000"
            assert abs(_grey(cell.fill.fgColor.rgb) - _grey(ink)) > 140, "it is read in black and white"
    (asked,) = [cell.value for cell in cells if "0296 3123 456" in str(cell.value)]
    assert guide.address in asked
    picture = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/media/image1.png")
    expected = BytesIO()
    segno.make(guide.address, error="m", micro=False).save(expected, kind="png", scale=10, border=4)
    assert picture == expected.getvalue()


def test_dependants_are_told_what_the_source_says_of_them() -> None:
    assert any("từ 0 đến dưới 14 tuổi" in line for line in as_lines(guides.get("see-history")))
