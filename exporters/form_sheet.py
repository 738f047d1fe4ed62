"""Writes a statistics form as a workbook: table with live sums and rates, pages, and room to write by hand."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporters.form_letter import letter, reasons_size
from exporters.letter.content import Block, Cell, Paragraph, Role, Signature, Table, rate_of
from exporters.sheet.lines import Draft, Lines
from exporters.sheet.look import DEFAULT_SIZE, NUMBER, RATE, Look, add_sheet, printable_height
from exporters.sheet.metrics import size_of_number
from exporters.sheet.text_pages import write_text_sheet
from store.campaigns.form import TOTAL, Column
from store.forms.counts import FormRow
from store.frozen import frozen
from store.reporting.form_papers import FormPaper
from store.text import format_number, format_percent
from store.words.forms import is_not_asked

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from exporters.sheet.workbook import Sheet

_TABLE_SIZES, _NOTE_SIZE = (12, 11, 10, 9, 8.5), 11  # points; smaller ones where they save a page
_LONGEST_NAME = 23  # letters of a name of a sheet, with " (tiếp)" behind it
_PAGE_HEIGHT = printable_height(landscape=True)
_SIGNATURE = 0.6  # of the page: where the signature begins
_DOTTED = 22  # points of a line to write on
#: Points, by the size of type.
_ROOM_TO_SIGN = {12: 60, 11: 44, 10: 44, 9: 40, 8.5: 40}  # the name stands under a signature and a stamp


@frozen
class _Laid:
    """The form laid out on pages in one type size."""

    draft: Draft
    lines: Lines
    table: range  # rows of the table, its head being the first
    size: float  # of type in the table, points
    breaks: Sequence[int]  # rows that start a page

    @property
    def pages(self) -> int:
        return 1 + len(self.breaks)


def write_workbook(paper: FormPaper, out: Path) -> None:
    """Write the form in the largest type that takes the fewest pages.

    What is written by hand below the table has a sheet of its own: only there its rows grow with it, and the program
    that prints the form repeats the head of the table over the table alone.
    """
    from exporters.sheet.workbook import workbook

    form = paper.table.form
    with workbook(out, made_at=date.fromisoformat(paper.table.as_of)) as look:
        laid = _best(look, paper)
        sheet = add_sheet(look, form.name, landscape=True)
        laid.draft.draw(sheet, range(laid.lines.row))
        _write_formulas(look, sheet, paper, laid.table[1:], laid.lines.widths, laid.size)
        laid.lines.set_pages(sheet, laid.breaks)
        if form.sections or any(row in laid.table[1:] for row in laid.breaks):
            sheet.repeat_rows(laid.table.start)  # also when reasons that somebody adds take another page
        if form.sections:
            _, text = _parted(letter(paper, DEFAULT_SIZE, is_low=False))
            write_text_sheet(look, f"{form.name[:_LONGEST_NAME]} (tiếp)", text, (_DOTTED,), landscape=True)


def _best(look: Look, paper: FormPaper) -> _Laid:
    """Return the layout in the largest type among those with the fewest pages."""
    best, *smaller = _TABLE_SIZES
    laid = _lay_out(look, paper, best)
    for size in smaller:
        if laid.pages == 1:
            break
        other = _lay_out(look, paper, size)
        laid = other if other.pages < laid.pages else laid
    return laid


def _parted(blocks: Iterable[Block]) -> tuple[list[Block], list[Block]]:
    """Divide the blocks into those of the table and the sections below it; without sections all are of the table."""
    of_all = list(blocks)
    places = (place for place, block in enumerate(of_all) if isinstance(block, Table))
    table = next(places)
    written = (place for place, block in enumerate(of_all) if place > table and not _is_note(block))
    first = next(written, len(of_all))
    if isinstance(of_all[first], Signature):
        return of_all, []
    return of_all[:first], of_all[first:]


def _is_note(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role is Role.NOTE


def _lay_out(look: Look, paper: FormPaper, size: float) -> _Laid:
    draft = Draft()
    blocks, _ = _parted(letter(paper, size, is_low=size < DEFAULT_SIZE, is_sheet=True))
    room = next(block.widths for block in blocks if isinstance(block, Table))
    lines = Lines(look, draft, [int(width) for width in room], landscape=True)
    table, joined = _write_all(lines, paper, blocks, size)
    return _Laid(draft, lines, table, size, lines.pages(joined, table).breaks)


def _write_formulas(
    look: Look, sheet: "Sheet", paper: FormPaper, places: Sequence[int], room: Sequence[int], size: float
) -> None:
    """Write sums, rates and chưa as formulas, with their present values, so that they follow a corrected figure.

    `places` are the sheet rows of the table's rows, `room` the widths of its columns. A sum that is not the sum of its
    rows
    stays a number, and so does chưa where people to whom the item does not apply are counted apart.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell as cell_at

    form, rows, total = paper.table.form, paper.table.rows, paper.table.total
    at = {column.key: place for place, column in enumerate(form.columns) if column.is_figure}

    def number_format(line: FormRow, key: str) -> "Format":
        fits = size_of_number(format_number(line.figures[key]), room[at[key]], size, bold=line is total)
        return look.cell(align="center", num_format=NUMBER, bold=line is total, font_size=fits)

    def write_rate(line: FormRow, at_row: int, part: str, whole: str, target: tuple[int, int]) -> None:
        if part not in at or whole not in at:
            return
        fits = size_of_number(
            format_percent(line.figures[part], line.figures[whole]), room[target[1]], size, bold=line is total
        )
        shown = look.cell(align="center", num_format=RATE, bold=line is total, font_size=fits)
        above, below = cell_at(at_row, at[part]), cell_at(at_row, at[whole], col_abs=True)
        value = line.figures[part] / line.figures[whole] if line.figures[whole] else "–"
        sheet.write_formula(*target, rate_of(above, below), shown, value)

    for line, row in zip((*rows, total), places, strict=False):
        for place, column in enumerate(form.columns):
            if is_not_asked(form, line, column):
                continue
            if column.counts == "rate":
                write_rate(line, row, column.of, column.among or TOTAL, (row, place))
            done = form.figure_of(column.item, "done") if column.counts == "todo" and line is not total else None
            if done is not None and line.figures[TOTAL] - line.figures[done.key] == line.figures[column.key]:
                rest = f"={cell_at(row, at[TOTAL])}-{cell_at(row, at[done.key])}"
                sheet.write_formula(row, place, rest, number_format(line, column.key), line.figures[column.key])
    if paper.with_totals:
        sums, rates_row = places[-2:]
        for key, place in at.items():
            if is_not_asked(form, total, form.column(key)):
                continue
            if rows and sum(line.figures[key] for line in rows) == total.figures[key]:
                summed = f"=SUM({cell_at(places[0], place)}:{cell_at(sums - 1, place)})"
                sheet.write_formula(sums, place, summed, number_format(total, key), total.figures[key])
            if form.column(key).counts != "wanted":
                write_rate(total, sums, key, TOTAL, (rates_row, place))


def _write_all(lines: Lines, paper: FormPaper, blocks: Sequence[Block], size: float) -> tuple[range, set[int]]:
    """Write everything above the table, the table, its notes, and the signature where no sections follow.

    Return (rows of the table, from the head on; rows that stay on the page of the row above).
    """
    table, joined = range(0), set[int]()
    is_small = size < DEFAULT_SIZE  # then what is above the table is lower too
    gap, about, text_size = (4.0, 12, 11) if is_small else (8.0, 13, 13)  # gap: above the first part
    for block in blocks:
        first = lines.row
        match block:
            case Paragraph(text, Role.TITLE | Role.ANNEX):
                lines.title(text)
            case Paragraph(text, Role.REMARK):
                lines.text(text, italic=True, align="center", font_size=about)
            case Paragraph(text, Role.CENTRED):
                lines.text(text, align="center", font_size=about)
            case Paragraph(text, Role.NOTE):
                lines.text(text, italic=True, font_size=_NOTE_SIZE)
                joined |= {first} & {table.stop}  # the first belongs to the table
            case Paragraph(text, role):
                if gap:
                    lines.gap(gap)
                    gap = 0
                looks: dict[str, Any] = {"bold": True} if role is Role.PART else {"align": "justify"}
                lines.text(text, font_size=text_size, **looks)
            case Table():
                table = _write_table(lines, paper.table.form.columns, block, size)
            case Signature():
                _write_signature(lines, block, _ROOM_TO_SIGN[size])
                joined |= set(range(first, lines.row))  # with the last words of the paper
    joined |= {*range(1, table.start), *table[1:2]}
    if paper.with_totals:
        joined.add(table[-1])  # the rates stay with the sum
    if sum(lines.heights[: table.start + 2]) <= _PAGE_HEIGHT:
        joined.add(table.start)
    return table, joined


def _write_table(lines: Lines, columns: Sequence[Column], table: Table, size: float) -> range:
    """Write the table and return its rows, from the head on."""
    lines.gap(4)
    start = lines.table_head(table.heads, size - 1)
    for place, row in enumerate(table.rows):
        _write_row(lines, columns, row, size, bold=place >= len(table.rows) - table.sums)
    return range(start, lines.row)


def _write_row(lines: Lines, columns: Sequence[Column], values: Sequence[Cell], size: float, *, bold: bool) -> None:
    """Write one row, with smaller type for reasons that would not fit in the highest possible row."""
    formats = []
    rows = zip(columns, values, lines.widths, lines.sizes_that_fit(values, size), strict=True)
    for column, value, width, fits in rows:
        if isinstance(value, int):
            fits = size_of_number(format_number(value), width, fits, bold=bold)
        look = {
            "label": {"align": "left", "bold": bold, "font_size": fits},
            "reasons": {"align": "left", "font_size": reasons_size(fits)},
        }.get(column.counts, {"align": "center", "num_format": NUMBER, "bold": bold, "font_size": fits})
        formats.append(lines.look.cell(**look))
    lines.cells(values, formats)


def _write_signature(lines: Lines, block: Signature, room: float) -> None:
    """Write the signature at the right, from the column that begins nearest to its proper place."""
    begins = [sum(lines.widths[:column]) for column in range(len(lines.widths))]
    first = min(range(len(begins)), key=lambda column: abs(begins[column] - _SIGNATURE * sum(lines.widths)))
    lines.gap(6)
    lines.text(block.title.upper(), first=first, bold=True, align="center")
    lines.text(block.note, first=first, italic=True, align="center")
    lines.gap(room)
    lines.text(block.name, first=first, bold=True, align="center")
