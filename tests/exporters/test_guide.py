"""The hand-outs: every step of the source, on one page."""

from pathlib import Path

import openpyxl
import pytest

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
