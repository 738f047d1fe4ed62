"""Where pages end: what belongs together stays together, and a head stands over its table."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from exporters.letter import content
from exporters.sheet.lines import Pages, lay_out
from exporters.sheet.text_pages import write_text_sheet
from exporters.sheet.workbook import workbook

# A page has room for 97 points of these; the head takes 20.
TITLE, HEAD, ROW, TEXT = 15.0, 20.0, 10.0, 5.0


def laid_out(rows: int, texts: int, *joined: int, text: float = TEXT) -> Pages:
    heights = [TITLE, HEAD, *[ROW] * rows, *[text] * texts]
    return lay_out(heights, range(1, 2 + rows), {1, 2, *joined}, 100)


def test_what_fits_on_a_page_needs_no_break_and_no_second_head() -> None:
    assert laid_out(4, 3) == Pages([], False)


def test_a_table_of_several_pages_repeats_its_head() -> None:
    # Six rows below the title, seven on each page after it.
    assert laid_out(30, 1) == Pages([8, 15, 22, 29], True)


def test_text_after_a_short_table_goes_over_without_a_head() -> None:
    # 95 points of 97 are used when four lines of text are below the table; a page of text alone has no head.
    assert laid_out(4, 4 + 19 + 1) == Pages([10, 29], False)


def test_rows_that_belong_together_are_not_parted() -> None:
    # Four lines of text fit below the table; the last five of seven, a block, would be parted.
    assert laid_out(4, 7, 9, 10, 11, 12) == Pages([8], False)


def test_text_below_a_long_table_has_its_pages_to_itself() -> None:
    # 6 rows fit on the first page, 7 and a line of text on the second; 19 lines on each page after it, without a head.
    assert laid_out(6 + 7, 1 + 19 + 1) == Pages([8, 16, 35], True)


@pytest.mark.parametrize("rows", range(40))
@pytest.mark.parametrize("texts", [0, 7, 19, 60])
def test_no_break_is_within_a_block_and_none_comes_twice(rows: int, texts: int) -> None:
    first_text = 2 + rows
    joined = {first_text + place for place in range(1, texts) if place % 3}
    pages = laid_out(rows, texts, *joined)
    assert pages.breaks == sorted(set(pages.breaks))
    assert not set(pages.breaks) & joined
    assert pages.repeats_head == (rows > 6)


@pytest.mark.parametrize(("sections", "pages"), [(4, 1), (8, 2)])
def test_the_last_section_goes_with_a_signature_that_three_lines_in_each_would_part_from_it(
    tmp_path: Path, sections: int, pages: int
) -> None:
    out = tmp_path / "a.xlsx"
    blocks: list[content.Block] = []
    for number in range(sections):
        blocks += [content.Paragraph(f"{number}. PHẦN", content.Role.PART), content.LinesToWrite(1)]
    blocks.append(content.Signature("TRƯỞNG TRẠM", "Lê An"))
    with workbook(out, made_at=date(2026, 6, 23)) as look:
        write_text_sheet(look, "Nội dung", blocks, (15,), landscape=False)
    sheet = openpyxl.load_workbook(out).active
    breaks = [each.id for each in sheet.row_breaks.brk]
    assert len(breaks) == pages - 1
    if breaks:
        assert sheet.cell(breaks[0] + 2, 1).value.strip() == f"{sections - 1}. PHẦN"
