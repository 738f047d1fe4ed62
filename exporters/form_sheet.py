"""A statistics form as a workbook: its table with live sums and rates, its pages, the room for the pen."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.form_letter import letter
from exporters.letter.content import Block, Cell, LinesToWrite, Paragraph, Role, Signature, Table
from exporters.sheet.lines import CAUTION, Draft, Lines, lay_out
from exporters.sheet.look import DEFAULT_SIZE, NUMBER, RATE, Look, add_sheet, printable_height
from exporters.sheet.metrics import size_of_number
from store.campaigns.form import TOTAL, Column, Form
from store.forms.counts import FormRow
from store.frozen import frozen
from store.reporting.form_papers import FormPaper
from store.text import format_number, format_percent
from store.words.forms import is_not_asked

if TYPE_CHECKING:
    from exporters.sheet.workbook import Sheet

_TABLE_SIZES, _NOTE_SIZE = (12, 11, 10, 9), 11  # points; smaller ones where they save a page
_LONGEST_NAME = 23  # letters of a name of a sheet, with " (tiếp)" behind it
_PAGE_HEIGHT = printable_height(landscape=True)
_SIGNATURE = 0.6  # of the page: where the signature begins
#: Points, by the size of type.
_DOTTED = {12: 22, 11: 18, 10: 18, 9: 18}
_ROOM_TO_SIGN = {12: 60, 11: 44, 10: 44, 9: 40}  # the name stands under a signature and a stamp


@frozen
class _Laid:
    """The form in type of one size, on its pages."""

    draft: Draft
    lines: Lines
    table: range  # rows of the table, its head being the first
    text: int  # first row of what is written by hand below it
    size: int  # of type in the table, points
    breaks: Sequence[int]  # rows that start a page
    text_breaks: Sequence[int] | None  # None: the text stands on the pages of the table

    @property
    def pages(self) -> int:
        return 1 + len(self.breaks) + (0 if self.text_breaks is None else 1 + len(self.text_breaks))


def write_workbook(paper: FormPaper, out: Path) -> None:
    """Write the form in the largest type that takes the fewest pages.

    The program that prints it repeats the head of the table on each page. It would do so over pages of text as well,
    so text that takes pages of its own has a sheet of its own.
    """
    from exporters.sheet.workbook import workbook

    form = paper.table.form
    with workbook(out, made_at=date.fromisoformat(paper.table.as_of)) as look:
        laid = _best(look, paper)
        sheet = add_sheet(look, form.name, landscape=True)
        end = laid.lines.row if laid.text_breaks is None else laid.text
        laid.draft.draw(sheet, range(end))
        _write_formulas(look, sheet, paper, laid.table[1:], laid.lines.widths, laid.size)
        _finish(sheet, laid.breaks, end, form)
        if any(row in laid.table[1:] for row in laid.breaks):
            sheet.repeat_rows(laid.table.start)
        if laid.text_breaks is not None:
            sheet = add_sheet(look, f"{form.name[:_LONGEST_NAME]} (tiếp)", landscape=True)
            laid.draft.draw(sheet, range(end, laid.lines.row))
            _finish(sheet, [row - end for row in laid.text_breaks], laid.lines.row - end, form)


def _best(look: Look, paper: FormPaper) -> _Laid:
    """In the largest type that takes the fewest pages."""
    best, *smaller = _TABLE_SIZES
    laid = _lay_out(look, paper, best)
    for size in smaller:
        if laid.pages == 1:
            break
        other = _lay_out(look, paper, size)
        laid = other if other.pages < laid.pages else laid
    return laid


def _finish(sheet: "Sheet", breaks: Sequence[int], rows: int, form: Form) -> None:
    if breaks:
        sheet.set_h_pagebreaks(breaks)
    sheet.print_area(0, 0, rows - 1, len(form.columns) - 1)


def _lay_out(look: Look, paper: FormPaper, size: int) -> _Laid:
    draft = Draft()
    is_tight = size < DEFAULT_SIZE
    blocks = list(letter(paper, size, is_low=is_tight))
    room = next(block.widths for block in blocks if isinstance(block, Table))
    lines = Lines(look, draft, [int(width) for width in room], landscape=True)
    table, text, joined = _write_all(lines, paper, blocks, size)
    breaks = lines.pages(joined, table).breaks
    text_breaks = None
    if any(row in table[1:] for row in breaks) and breaks[-1] not in table[1:]:
        first = _last_page(lines.heights, table, joined)
        if first is not None:
            breaks = [*(row for row in breaks if row < first), first]
        else:
            breaks = [row for row in breaks if row < text]
            below = lay_out(lines.heights[text:], range(0), {row - text for row in joined}, _PAGE_HEIGHT)
            text_breaks = [row + text for row in below.breaks]
    return _Laid(draft, lines, table, text, size, breaks, text_breaks)


def _last_page(heights: Sequence[float], table: range, joined: Collection[int]) -> int | None:
    """The last row of the table from which on all fits on a page below a head; None: the text below is too long."""
    for first in reversed(table[1:]):
        if heights[table.start] + sum(heights[first:]) > _PAGE_HEIGHT * CAUTION:
            return None
        if first not in joined:
            return first
    return None


def _write_formulas(
    look: Look, sheet: "Sheet", paper: FormPaper, places: Sequence[int], room: Sequence[int], size: float
) -> None:
    """Sums and rates that follow when somebody corrects a figure; what they are now stands in them for other programs.

    `places`: where each row of the table stands on the sheet; `room`: how wide its columns are. A sum that is not that
    of its rows stays a number.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell as cell_at

    form, rows, total = paper.table.form, paper.table.rows, paper.table.total
    at = {column.key: place for place, column in enumerate(form.columns) if column.is_figure}

    def write_rate(line: FormRow, at_row: int, part: str, whole: str, target: tuple[int, int]) -> None:
        if part not in at or whole not in at:
            return
        fits = size_of_number(
            format_percent(line.figures[part], line.figures[whole]), room[target[1]], size, bold=line is total
        )
        shown = look.cell(align="center", num_format=RATE, bold=line is total, font_size=fits)
        above, below = cell_at(at_row, at[part]), cell_at(at_row, at[whole], col_abs=True)
        value = line.figures[part] / line.figures[whole] if line.figures[whole] else "–"
        sheet.write_formula(*target, f'=IF({below}=0,"–",{above}/{below})', shown, value)

    for line, row in zip((*rows, total), places, strict=False):
        for place, column in enumerate(form.columns):
            if column.counts == "rate" and not is_not_asked(form, line, column):
                write_rate(line, row, column.of, column.among or TOTAL, (row, place))
    if paper.with_totals:
        sums, rates_row = places[-2:]
        for key, place in at.items():
            fits = size_of_number(format_number(total.figures[key]), room[place], size, bold=True)
            number = look.cell(align="center", num_format=NUMBER, bold=True, font_size=fits)
            if is_not_asked(form, total, form.column(key)):
                continue
            if rows and sum(line.figures[key] for line in rows) == total.figures[key]:
                summed = f"=SUM({cell_at(places[0], place)}:{cell_at(sums - 1, place)})"
                sheet.write_formula(sums, place, summed, number, total.figures[key])
            if form.column(key).counts != "wanted":
                write_rate(total, sums, key, TOTAL, (rates_row, place))


def _write_all(lines: Lines, paper: FormPaper, blocks: Sequence[Block], size: int) -> tuple[range, int, set[int]]:
    """The whole paper.

    Answers (rows of its table, the head being the first; first row of the text below; rows that stay with the one
    above).
    """
    table, text_from, joined, gap = range(0), 0, set[int](), 8.0  # what stands above the next part or section
    is_tight = size < DEFAULT_SIZE
    small = {"font_size": 12} if is_tight else {}
    for block in blocks:
        first = lines.row
        match block:
            case Paragraph(text, Role.TITLE | Role.ANNEX):
                lines.title(text)
            case Paragraph(text, Role.REMARK):
                lines.text(text, italic=True, align="center", font_size=13)
            case Paragraph(text, Role.CENTRED):
                lines.text(text, align="center", font_size=13)
            case Paragraph(text, Role.NOTE):
                lines.text(text, italic=True, font_size=_NOTE_SIZE)
                joined |= {first} & {table.stop}  # the first belongs to the table
            case Paragraph(text, Role.PART | Role.QUESTION as role) if table:
                text_from = text_from or first
                if gap:
                    lines.gap(gap)
                joined |= {lines.row, lines.row + 1}  # a heading stays with its text
                lines.text(text, bold=role is Role.PART, **small)
                gap = 0 if is_tight else 3
            case Paragraph(text, role):
                if gap and not table:
                    lines.gap(gap)
                    gap = 0
                lines.text(text, **({"bold": True} if role is Role.PART else {"align": "justify"}), **small)
            case LinesToWrite():
                lines.dotted_line(_DOTTED[size])
            case Table():
                table = _write_table(lines, paper.table.form.columns, block, size)
                gap = 6
            case Signature():
                text_from = text_from or first
                _write_signature(lines, block, _ROOM_TO_SIGN[size])
                joined |= set(range(first, lines.row))  # with the last words of the paper
    joined |= {*range(1, table.start), *table[1:2]}
    if paper.with_totals:
        joined.add(table[-1])  # the rates stay with the sum
    if sum(lines.heights[: table.start + 2]) <= _PAGE_HEIGHT:
        joined.add(table.start)
    return table, text_from, joined


def _write_table(lines: Lines, columns: Sequence[Column], table: Table, size: float) -> range:
    """Answers its rows, the head being the first."""
    lines.gap(4)
    start = lines.table_head(table.heads, size - 1)
    for place, row in enumerate(table.rows):
        _write_row(lines, columns, row, size, bold=place >= len(table.rows) - table.sums)
    return range(start, lines.row)


def _write_row(lines: Lines, columns: Sequence[Column], values: Sequence[Cell], size: float, *, bold: bool) -> None:
    """One row; so many reasons that the row would be cut are set smaller."""
    formats = []
    rows = zip(columns, values, lines.widths, lines.sizes_that_fit(values, size), strict=True)
    for column, value, width, fits in rows:
        if isinstance(value, int):
            fits = size_of_number(format_number(value), width, fits, bold=bold)
        look = {
            "label": {"align": "left", "bold": bold, "font_size": fits},
            "reasons": {"align": "left", "font_size": min(fits, _NOTE_SIZE)},
        }.get(column.counts, {"align": "center", "num_format": NUMBER, "bold": bold, "font_size": fits})
        formats.append(lines.look.cell(**look))
    lines.cells(values, formats)


def _write_signature(lines: Lines, block: Signature, room: float) -> None:
    """On the right, from the column that begins nearest to where it should."""
    begins = [sum(lines.widths[:column]) for column in range(len(lines.widths))]
    first = min(range(len(begins)), key=lambda column: abs(begins[column] - _SIGNATURE * sum(lines.widths)))
    lines.gap(6)
    lines.text(block.title.upper(), first=first, bold=True, align="center")
    lines.text(block.note, first=first, italic=True, align="center")
    lines.gap(room)
    lines.text(block.name, first=first, bold=True, align="center")
