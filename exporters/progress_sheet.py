"""Writes a progress report as a workbook: results, sections written by people, annexes and charts."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.letter.content import Annex, Block, Cell, Formula, Paragraph, Role, Table
from exporters.progress_tables import SIZE
from exporters.sheet.administrative import Administrative
from exporters.sheet.lines import Draft, Lines
from exporters.sheet.look import NUMBER, RATE, Look, add_sheet
from exporters.sheet.text_pages import write_text_sheet
from store.cells import cell_name
from store.forms.unit_figures import ITEM_HEADS
from store.forms.unit_figures import RATE as RATE_HEAD
from store.receiving.form_mark import PRINTED, REPORT, FormMark
from store.reporting.progress_paper import ProgressPaper

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from exporters.sheet.workbook import Sheet

_RESULTS = "Báo cáo"
_TO_WRITE_ON = (22, 18, 15)  # points of a dotted line


def write_workbook(
    paper: ProgressPaper,
    blocks: Sequence[Block],
    annexes: Iterable[tuple[str, Annex]],
    out: Path,
    *,
    has_charts: bool,
) -> None:
    """Write the blocks of a report, and its annexes as (name of the sheet, annex)."""
    from exporters.progress_charts import write_charts
    from exporters.sheet.workbook import workbook

    with workbook(out, made_at=date.fromisoformat(paper.made_at[:10]), mark=_mark(paper)) as look:
        if not any(isinstance(block, Table) for block in blocks):
            write_text_sheet(look, _RESULTS, blocks, _TO_WRITE_ON, landscape=False, goes_on=False)
            rates = []
        else:
            rates = _write_results(look, blocks)
        for name, annex in annexes:
            _write_annex(look, name, annex)
        if has_charts:
            write_charts(look, paper, rates)


def _mark(paper: ProgressPaper) -> FormMark:
    """Return the mark by which an office above knows whose figures these are; of a proposal or section a plain one."""
    if paper.layout or not (paper.is_of_people and paper.station):
        return FormMark(PRINTED, "báo cáo")
    day = (paper.as_of or paper.made_at)[:10]
    return FormMark(
        REPORT,
        paper.station,
        period=day,
        campaign=paper.campaign,
        written_at=paper.made_at,
        people=paper.people,
        titled=tuple(unit.unit for unit in paper.units) if len(paper.units) == 1 else (),  # it has no Biểu 1
    )


def _write_results(look: Look, blocks: Sequence[Block]) -> list[str]:
    """Write the results with their tables on a grid, and the sections of people on a sheet whose rows grow.

    Return the cell with the rate of each item, as formulas name it.
    """
    results, text = _parted(blocks)
    drafts = []
    for height in _TO_WRITE_ON:
        draft = Draft()
        lines = Administrative(look, draft)
        joined = lines.blocks(results, height)
        drafts.append((draft, lines, joined, len(lines.pages(joined).breaks)))
    # Less room for the pen where that saves a page.
    draft, lines, joined, _ = min(drafts, key=lambda each: each[3])
    sheet = add_sheet(look, _RESULTS, landscape=False)
    draft.draw(sheet, range(lines.row))
    lines.finish(sheet, joined)
    if text:
        write_text_sheet(look, "Nội dung", text, _TO_WRITE_ON, landscape=False)
    rate = ITEM_HEADS.index(RATE_HEAD)
    return [
        f"'{_RESULTS}'!{cell_name(starts[rate], row + 1)}"
        for table, first, starts in lines.placed
        if table.heads == ITEM_HEADS
        for row in range(first, first + len(table.rows))
    ]


def _parted(of_all: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """Divide the blocks into results with their tables and the sections of people behind, with the signature."""
    last = max(place for place, block in enumerate(of_all) if isinstance(block, Table))
    behind = [
        (place, block.role) for place, block in enumerate(of_all) if place > last and isinstance(block, Paragraph)
    ]
    # A section of somebody else's report has no parts of its own.
    for wanted in (Role.PART, Role.SECTION):
        for place, role in behind:
            if role is wanted:
                return of_all[:place], of_all[place:]
    return of_all, ()


def _write_annex(look: Look, name: str, annex: Annex) -> None:
    """Write an annex as a sheet: a wide table keeps head and names in view, a long one breaks between rows."""
    table = annex.table
    widths = [int(width) for width in table.widths]
    sheet = add_sheet(look, name, landscape=annex.landscape, goes_on=True)
    lines = Lines(look, sheet, widths, landscape=annex.landscape)
    lines.title(annex.name)
    lines.title(annex.title)
    lines.text(annex.attached, italic=True, align="center")
    head = lines.table_head(table.heads, SIZE)
    for place, row in enumerate(table.rows):
        is_sum = place >= len(table.rows) - table.sums
        formats = []
        for column, (value, size) in enumerate(zip(row, lines.sizes_that_fit(row, SIZE), strict=True)):
            align = "left" if column in table.left and not is_sum else "center"
            is_rate = isinstance(value, Formula) and value.is_rate
            shown = {"num_format": RATE if is_rate else NUMBER} if table.sums and align != "left" else {}
            formats.append(look.cell(align=align, font_size=size, bold=is_sum, **shown))
        lines.cells(row, formats)
        if is_sum:
            _write_sums(sheet, lines.row - 1, row, table.rows[: len(table.rows) - table.sums], formats)
    if annex.note:
        lines.gap(4)
        lines.text(annex.note, italic=True, font_size=SIZE)
    if annex.landscape:
        sheet.freeze_panes(head + 1, 2)
        if len(table.rows) > 1:
            sheet.autofilter(head, 0, head + len(table.rows) - table.sums, len(widths) - 1)
    else:
        lines.finish(sheet, {head + 1}, head=head)
    sheet.repeat_rows(head)


def _write_sums(
    sheet: "Sheet", at: int, sums: Sequence[Cell], rows: Sequence[Sequence[Cell]], formats: Sequence["Format"]
) -> None:
    """Write sums as formulas that follow a corrected figure; one that is not the sum of its rows stays a number."""
    from xlsxwriter.utility import xl_range

    for column, (value, chosen) in enumerate(zip(sums, formats, strict=True)):
        figures = [number for row in rows if isinstance(number := row[column], int)]
        if isinstance(value, int) and figures and sum(figures) == value:
            sheet.write_formula(at, column, f"=SUM({xl_range(at - len(rows), column, at - 1, column)})", chosen, value)
