"""Prints a statistics form to the letter: its title, its table, what is written by hand, the signature."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.letter.content import Block, Cell, LinesToWrite, Paragraph, Part, Role, Signature, Table, written
from exporters.sheet.lines import Draft, Lines
from exporters.sheet.look import NUMBER, Look, add_sheet, printable_height
from exporters.sheet.metrics import size_of_number
from exporters.writing import ENDINGS, Written, caution_of_sections, ending_of, write_csv, write_json
from store.campaigns.form import PAGE, PHU_LUC_1, TOTAL, By, Column, Form
from store.database import Store
from store.errors import RefusedError
from store.forms import library
from store.forms.counts import FormRow, Scope, usual_scope
from store.forms.filled import Origin
from store.people import units
from store.reporting import form_papers
from store.reporting.form_papers import FormPaper
from store.text import format_date, format_number, format_percent
from store.words.forms import (
    NOT_ASKED,
    faults_of,
    footnotes,
    is_not_asked,
    lead_in,
    marked_label,
    marks,
    rate_text,
    rates,
    reasons_text,
)

if TYPE_CHECKING:
    from exporters.sheet.workbook import Sheet

ORIGIN_HEAD = "Nguồn số liệu"

_SHARES = {"number": 0.8, "label": 2.6, "rate": 2.6, "reasons": 6}  # of the page; a figure has 2
_NARROWEST = {True: 30, False: 44}  # pixels, of a number and of others; what needs more than the page prints smaller
_TABLE_SIZES, _REASONS_SIZE = {False: 12, True: 11}, 11  # points; by whether a page can be saved
_RATE = "[$-42A]0.00%"  # Vietnamese, where a program can do so
_SIGNATURE = 0.6  # of the page: where the signature begins
_ROOM_TO_SIGN = 60  # points: the name stands under a signature and a stamp


def widths(form: Form, *, shared: bool = False) -> list[int]:
    """The width of each column in pixels: as the form says, or shared out so that long reasons take few lines."""
    shares = [_SHARES.get(column.counts, 2) for column in form.columns]
    room = [
        max(_NARROWEST[column.counts == "number"], int(PAGE * share / sum(shares)))
        for column, share in zip(form.columns, shares, strict=True)
    ]
    return room if shared else [column.width or width for column, width in zip(form.columns, room, strict=True)]


def cells(form: Form, row: FormRow, number: int | str, label: str) -> list[str | int]:
    """What a row prints in each column."""
    found: list[str | int] = []
    for column in form.columns:
        match column.counts:
            case "number":
                found.append(number)
            case "label":
                found.append(label)
            case _ if is_not_asked(form, row, column):
                found.append(NOT_ASKED)
            case "reasons":
                found.append(reasons_text(row.reasons[column.key]))
            case "rate":
                found.append(rate_text(form, row.figures, column.key))
            case _:
                found.append(row.figures[column.key])
    return found


def export_form(
    store: Store,
    out: Path,
    *,
    key: str = PHU_LUC_1,
    unit_id: int | None = None,
    by: By | None = None,
    as_of: date | None = None,
    totals: bool = True,
) -> Written:
    """Write a form as it stands now, or stood at the end of a day; `by` None: the usual rows."""
    form = library.find(store, key)
    scope = _scope(store, form, unit_id, by)._replace(as_of=as_of)
    paper = form_papers.draft(store, form, scope, with_totals=totals)
    write_form(paper, out)
    table = paper.table
    people = table.total.figures[TOTAL]
    warnings = [f"Chưa khớp: {fault}." for fault in faults_of(table)]
    warnings += [*footnotes(table), *([] if people else [lead_in(table)])]
    cautions = caution_of_sections(_left_empty(store, paper, scope), "mở biểu ở F5")
    return Written(f"{form.name}: {len(table.rows)} dòng, {format_number(people)} người.", tuple(warnings), cautions)


def _left_empty(store: Store, paper: FormPaper, scope: Scope) -> list[str]:
    """The sections without words of which the period before has some."""
    before = form_papers.sections_before(store, paper.table.form, scope)
    return [
        section.name or section.heading
        for section in paper.table.form.sections
        if section.key in before and section.key not in paper.sections
    ]


def _scope(store: Store, form: Form, unit_id: int | None, by: By | None) -> Scope:
    """The table that is meant.

    Raises:
        RefusedError: departments are asked for, and nobody said which of the units the station is.
    """
    if unit_id is not None:
        return Scope(unit_id, by or form.rows)
    usual = usual_scope(store, form)
    if by is None or by == usual.by:
        return usual
    if by == "unit":
        return Scope(None, "unit")
    station = units.station_id(store)
    if station is None:
        raise RefusedError("Kho có nhiều đơn vị mà chưa biết đâu là trạm. Hãy ghi thêm --unit và tên đơn vị.")
    return Scope(station, "department")


def write_form(paper: FormPaper, out: Path) -> None:
    """Write the paper; the ending of `out` chooses docx or xlsx (the form), csv or json (its table).

    A table that counts filled-in forms says which: the form by a mark and a footnote, csv by a last column, json by
    the field "origin".

    Raises:
        ExportError: nothing was written; an old file of that name is as it was.
    """
    ending = ending_of(out, (".docx", *ENDINGS))
    if ending == ".xlsx":
        _write_workbook(paper, out)
        return
    if ending == ".docx":
        from exporters.letter.word import write_letters

        made_at = datetime.combine(date.fromisoformat(paper.table.as_of), time())
        write_letters([Part(list(_letter(paper)), landscape=True)], out, made_at=made_at)
        return
    table = paper.table
    rows = [*table.rows, *([table.total] if paper.with_totals else [])]
    with_origins = bool(table.origins())
    if ending == ".csv":
        heads = [column.head for column in table.form.columns]
        numbers = [*range(1, len(table.rows) + 1), ""]
        lines = (
            [*cells(table.form, row, number, row.label), *([_origins(row)] if with_origins else [])]
            for number, row in zip(numbers, rows, strict=False)
        )
        write_csv(out, [*heads, ORIGIN_HEAD] if with_origins else heads, lines)
    else:
        origins = (_origin_entry(row, table.by) if with_origins else {} for row in rows)
        write_json(out, ({**_entry(table.form, row), **more} for row, more in zip(rows, origins, strict=True)))


def _entry(form: Form, row: FormRow) -> dict[str, object]:
    entry: dict[str, object] = {"label": row.label}
    for column in form.columns:
        if column.is_figure:
            entry[column.key] = row.figures[column.key]
        elif column.counts == "reasons":
            entry[column.key] = dict(row.reasons[column.key])
        elif column.counts == "rate":
            whole = row.figures[column.among or TOTAL]
            entry[column.key] = row.figures[column.of] / whole if whole else None
    return entry


def _origins(row: FormRow) -> str:
    return "; ".join(f"{origin.file_name} ({format_date(origin.received_at[:10])})" for origin in row.origins)


def _origin_entry(row: FormRow, by: str) -> dict[str, object]:
    """The filled-in forms that a row counts; of a department or a unit there is one, or none."""
    entries = list(map(_file_entry, row.origins))
    return {"origins": entries} if by == "sector" else {"origin": entries[0] if entries else None}


def _file_entry(origin: Origin) -> dict[str, object]:
    return {
        "submission": origin.submission_id,
        "unit": origin.unit,
        "file": origin.file_name,
        "sha256": origin.sha256,
        "received_at": origin.received_at,
        "data_date": origin.data_date,
        "left_out": origin.left_out,
        "cells": [{"sheet": line.sheet, "row": line.row, **line.cells} for line in origin.lines],
    }


def _letter(paper: FormPaper) -> Iterator[Block]:
    """The form as an annex of a letter."""
    table, form = paper.table, paper.table.form
    if form.heading:
        yield Paragraph(form.heading, Role.TITLE)
    yield Paragraph(form.title, Role.ANNEX)
    yield Paragraph(paper.attached_to, Role.REMARK)
    if table.scope:
        yield Paragraph(f"Đơn vị: {table.scope}", Role.CENTRED)
    if paper.issued:
        yield Paragraph(f"({paper.issued})", Role.REMARK)
    if form.part:
        yield Paragraph(form.part, Role.PART)
    yield from (Paragraph(text, Role.LEAD_IN) for text in (form.lead_in, lead_in(table)) if text)
    marked = marks(table)
    rows: list[Sequence[Cell]] = [
        cells(form, row, place, marked_label(row, marked)) for place, row in enumerate(table.rows, 1)
    ]
    if paper.with_totals:
        rows += [cells(form, table.total, "", table.total.label), rates(form, table.total)]
    texts = [place for place, column in enumerate(form.columns) if column.counts in ("label", "reasons")]
    heads = [column.head for column in form.columns]
    yield Table(heads, rows, widths(form, shared=True), left=texts, sums=2 if paper.with_totals else 0)
    yield from (Paragraph(text, Role.NOTE) for text in footnotes(table))
    for section in form.sections:
        text = paper.sections.get(section.key, "")
        yield from written(section.heading, text, Role.PART if section.bold else Role.QUESTION, lines=1)
    yield Signature(paper.signer_title, paper.signer_name, form.signature_note)


def _write_workbook(paper: FormPaper, out: Path) -> None:
    from exporters.sheet.workbook import workbook

    form = paper.table.form
    with workbook(out, made_at=date.fromisoformat(paper.table.as_of)) as look:
        drafts = []
        for is_tight in (False, True):
            draft = Draft()
            lines = Lines(look, draft, widths(form, shared=is_tight), landscape=True)
            table, joined = _write_all(lines, paper, is_tight=is_tight)
            drafts.append((draft, lines, table, lines.pages(joined, table).breaks, is_tight))
        # Smaller type, wider reasons and less room for the pen where that saves a page.
        draft, lines, table, breaks, is_tight = min(drafts, key=lambda each: len(each[3]))
        rows: Sequence[int] = range(lines.row)
        sheet = add_sheet(look, form.name, landscape=True)
        if breaks and breaks[-1] in table[1:]:
            sheet.repeat_rows(table.start)
        else:
            rows, breaks = _with_heads(range(lines.row), table, breaks)
        draft.draw(sheet, rows)
        places = [rows.index(row) for row in table[1:]]
        _write_formulas(look, sheet, paper, places, lines.widths, _TABLE_SIZES[is_tight])
        if breaks:
            sheet.set_h_pagebreaks(breaks)
        sheet.print_area(0, 0, len(rows) - 1, len(form.columns) - 1)


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
        shown = look.cell(align="center", num_format=_RATE, bold=line is total, font_size=fits)
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


def _with_heads(rows: range, table: range, starts: Sequence[int]) -> tuple[list[int], list[int]]:
    """(the rows with the head of the table on each of its pages, the places of those that start a page).

    Where pages of text follow, the head is written again on each page of the table: a program that repeats it in print
    does so on every page or on none, over pages of text and over the signature too.
    """
    drawn: list[int] = []
    breaks = []
    for row in rows:
        if row in starts:
            breaks.append(len(drawn))
            if row in table[1:]:
                drawn.append(table.start)
        drawn.append(row)
    return drawn, breaks


def _write_all(lines: Lines, paper: FormPaper, *, is_tight: bool) -> tuple[range, set[int]]:
    """The whole paper; answers (rows of its table, the head being the first; rows that stay with the row above)."""
    table, joined, gap = range(0), set[int](), 8.0  # what stands above the next part or section
    small = {"font_size": 12} if is_tight else {}
    for block in _letter(paper):
        first = lines.row
        match block:
            case Paragraph(text, Role.TITLE | Role.ANNEX):
                lines.title(text)
            case Paragraph(text, Role.REMARK):
                lines.text(text, italic=True, align="center", font_size=13)
            case Paragraph(text, Role.CENTRED):
                lines.text(text, align="center", font_size=13)
            case Paragraph(text, Role.NOTE):
                lines.text(text, italic=True, font_size=_REASONS_SIZE)
                joined |= {first} & {table.stop}  # the first belongs to the table
            case Paragraph(text, Role.PART | Role.QUESTION as role) if table:
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
                lines.dotted_line(18 if is_tight else 22)
            case Table():
                table = _write_table(lines, paper.table.form.columns, block, _TABLE_SIZES[is_tight])
                gap = 6
            case Signature():
                _write_signature(lines, block, _ROOM_TO_SIGN - 16 if is_tight else _ROOM_TO_SIGN)
                joined |= set(range(first, lines.row))  # with the last words of the paper
    joined |= {*range(1, table.start), *table[1:2]}
    if paper.with_totals:
        joined.add(table[-1])  # the rates stay with the sum
    if sum(lines.heights[: table.start + 2]) <= printable_height(landscape=True):
        joined.add(table.start)
    return table, joined


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
            "reasons": {"align": "left", "font_size": min(fits, _REASONS_SIZE)},
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
