"""Prints a statistics form to the letter: its title, its table, what is written by hand, the signature."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path

from exporters.letter.content import Block, Cell, Paragraph, Part, Role, Signature, Table, written
from exporters.sheet.lines import Draft, Lines
from exporters.sheet.look import NUMBER, add_sheet, printable_height
from exporters.writing import ENDINGS, Written, ending_of, write_csv, write_json
from store.campaigns.form import PHU_LUC_1, TOTAL, By, Column, Form
from store.database import Store
from store.errors import RefusedError
from store.forms import library
from store.forms.counts import FormRow, Scope, usual_scope
from store.forms.filled import Origin
from store.people import units
from store.reporting import form_papers
from store.reporting.form_papers import FormPaper
from store.text import format_date, format_number
from store.words.forms import faults_of, footnotes, lead_in, marked_label, marks, rate_text, rates, reasons_text

ORIGIN_HEAD = "Nguồn số liệu"

_PAGE = 952  # pixels between the margins
_NUMBER_WIDTH, _SHARES = 30, {"label": 3, "reasons": 4, "rate": 2}  # a figure has 2
_NARROWEST = 44  # a form that needs more than the page is printed smaller
_TABLE_SIZE, _REASONS_SIZE = 12, 11  # points
_SIGNATURE = 0.6  # of the page: where the signature begins
_SHARES_OF_WORD = {"number": 0.8, "label": 3, "reasons": 4.5}  # long reasons make long tables
_ROOM_TO_SIGN = 60  # points: the name stands under a signature and a stamp


def widths(form: Form) -> list[int]:
    """The width of each column in pixels: as the form says, or shared out over the page."""
    if all(column.width for column in form.columns):
        return [column.width for column in form.columns]
    shared = [column for column in form.columns if column.counts != "number"]
    part = (_PAGE - _NUMBER_WIDTH) / sum(_SHARES.get(column.counts, 2) for column in shared)
    return [
        column.width
        or (_NUMBER_WIDTH if column not in shared else max(_NARROWEST, int(_SHARES.get(column.counts, 2) * part)))
        for column in form.columns
    ]


def cells(form: Form, row: FormRow, number: int | str, label: str) -> list[str | int]:
    """What a row prints in each column."""
    found: list[str | int] = []
    for column in form.columns:
        match column.counts:
            case "number":
                found.append(number)
            case "label":
                found.append(label)
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
    return Written(f"{form.name}: {len(table.rows)} dòng, {format_number(people)} người.", tuple(warnings))


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
    """The form as an annex that Word prints."""
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
    shares = [_SHARES_OF_WORD.get(column.counts, 2) for column in form.columns]
    yield Table(heads, rows, shares, left=texts, sums=2 if paper.with_totals else 0)
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
            lines = Lines(look, draft, widths(form), landscape=True)
            table, joined = _write_all(lines, paper, is_tight=is_tight)
            drafts.append((draft, lines, table, lines.pages(joined, table).breaks))
        # Less room for the pen where that saves a page.
        draft, lines, table, starts = min(drafts, key=lambda each: len(each[3]))
        rows, breaks = _with_heads(range(lines.row), table, starts)
        sheet = add_sheet(look, form.name, landscape=True)
        draft.draw(sheet, rows)
        if breaks:
            sheet.set_h_pagebreaks(breaks)
        sheet.print_area(0, 0, len(rows) - 1, len(form.columns) - 1)


def _with_heads(rows: range, table: range, starts: Sequence[int]) -> tuple[list[int], list[int]]:
    """(the rows with the head of the table on each of its pages, the places of those that start a page).

    The head is written again on each page of the table: a program that repeats it in print does so on every page or
    on none, over pages of text and over the signature too.
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
    _write_title(lines, paper)
    table = _write_table(lines, paper)
    joined = {*range(1, table.start), *table[1:2]}
    if paper.with_totals:
        joined.add(table[-1])  # the rates stay with the sum
    if sum(lines.heights[: table.start + 2]) <= printable_height(landscape=True):
        joined.add(table.start)
    joined |= _write_footnotes(lines, paper)
    joined |= _write_sections(lines, paper, is_tight=is_tight)
    joined |= _write_signature(lines, paper, is_tight=is_tight)
    return table, joined


def _write_title(lines: Lines, paper: FormPaper) -> None:
    form = paper.table.form
    if form.heading:
        lines.title(form.heading)
    lines.title(form.title)
    lines.text(paper.attached_to, italic=True, align="center", font_size=13)
    if paper.table.scope:
        lines.text(f"Đơn vị: {paper.table.scope}", align="center", font_size=13)
    if paper.issued:
        lines.text(f"({paper.issued})", italic=True, align="center", font_size=12)
    lines.gap(8)
    if form.part:
        lines.text(form.part, bold=True)
    if form.lead_in:
        lines.text(form.lead_in, align="justify")
    lines.text(lead_in(paper.table), align="justify")
    lines.gap(4)


def _write_table(lines: Lines, paper: FormPaper) -> range:
    """Answers its rows, the head being the first."""
    table = paper.table
    form, marked = table.form, marks(table)
    start = lines.table_head([column.head for column in form.columns], 11)
    for place, row in enumerate(table.rows, 1):
        _write_row(lines, form.columns, cells(form, row, place, marked_label(row, marked)), bold=False)
    if paper.with_totals:
        _write_row(lines, form.columns, cells(form, table.total, "", table.total.label), bold=True)
        _write_row(lines, form.columns, rates(form, table.total), bold=True)
    return range(start, lines.row)


def _write_row(lines: Lines, columns: Sequence[Column], values: Sequence[str | int], *, bold: bool) -> None:
    """One row; so many reasons that the row would be cut are set smaller."""
    formats = []
    for column, size in zip(columns, lines.sizes_that_fit(values, _TABLE_SIZE), strict=True):
        look = {
            "label": {"align": "left", "bold": bold, "font_size": size},
            "reasons": {"align": "left", "font_size": min(size, _REASONS_SIZE)},
        }.get(column.counts, {"align": "center", "num_format": NUMBER, "bold": bold, "font_size": size})
        formats.append(lines.look.cell(**look))
    lines.cells(values, formats)


def _write_footnotes(lines: Lines, paper: FormPaper) -> set[int]:
    """Answers the rows that stay with the row above: the first footnote, which belongs to the table."""
    start = lines.row
    for text in footnotes(paper.table):
        lines.text(text, italic=True, font_size=_REASONS_SIZE)
    return {start} if lines.row > start else set()


def _write_sections(lines: Lines, paper: FormPaper, *, is_tight: bool) -> set[int]:
    """Answers the rows that stay with the row above: the first of the text under each heading."""
    joined = set()
    lines.gap(6)
    sections = paper.table.form.sections
    for section in sections:
        joined.add(lines.row)
        lines.text(section.heading, bold=section.bold, **({"font_size": 12} if is_tight else {}))
        joined.add(lines.row)
        text = paper.sections.get(section.key, "").strip()
        if text:
            for paragraph in text.splitlines():
                lines.text(paragraph, align="justify")
        else:
            lines.dotted_line(18 if is_tight else 22)
        if section is not sections[-1] and not is_tight:
            lines.gap(3)
    return joined


def _write_signature(lines: Lines, paper: FormPaper, *, is_tight: bool) -> set[int]:
    """Answers its rows: they stay together, and with the last words of the paper."""
    start, begins = lines.row, [sum(lines.widths[:column]) for column in range(len(lines.widths))]
    first = min(range(len(begins)), key=lambda column: abs(begins[column] - _SIGNATURE * sum(lines.widths)))
    lines.gap(6)
    lines.text(paper.signer_title.upper(), first=first, bold=True, align="center")
    lines.text(paper.table.form.signature_note, first=first, italic=True, align="center")
    lines.gap(_ROOM_TO_SIGN - 16 if is_tight else _ROOM_TO_SIGN)
    lines.text(paper.signer_name, first=first, bold=True, align="center")
    return set(range(start, lines.row))
