"""Prints a statistics form to the letter: its title, its table, what is written by hand, the signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.writing import ending_of, write_csv, write_json
from store.forms.counts import FormRow
from store.forms.filled import Origin
from store.forms.form import TOTAL, Column, Form
from store.reporting.form_papers import FormPaper
from store.text import format_date
from store.words.forms import RATE_LABEL, footnotes, lead_in, marked_label, marks, rate_text, reasons_text

if TYPE_CHECKING:
    from exporters.sheet.lines import Lines

ORIGIN_HEAD = "Nguồn số liệu"

_PAGE = 952  # pixels between the margins
_NUMBER_WIDTH, _SHARES = 30, {"label": 3, "reasons": 4, "rate": 2}  # a figure has 2
_NARROWEST = 44  # a form that needs more than the page is printed smaller
_TABLE_SIZE, _REASONS_SIZE = 12, 11  # points
_SIGNATURE = 0.6  # of the page: where the signature begins
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


def rates(form: Form, total: FormRow) -> list[str]:
    """The row of rates: the share of everybody below each figure."""
    found = ["" if not column.is_figure else rate_text(form, total.figures, column.key) for column in form.columns]
    label = next(place for place, column in enumerate(form.columns) if column.counts == "label")
    return [*found[:label], RATE_LABEL, *found[label + 1 :]]


def write_form(paper: FormPaper, out: Path) -> None:
    """Write the paper; the ending of `out` chooses xlsx (the form), csv or json (its table).

    A table that counts filled-in forms says which: the form by a mark and a footnote, csv by a last column, json by
    the field "origin".

    Raises:
        ExportError: nothing was written; an old file of that name is as it was.
    """
    ending = ending_of(out)
    if ending == ".xlsx":
        _write_workbook(paper, out)
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
        write_json(
            out,
            ({**_entry(table.form, row), **(_origin_entry(row, table.by) if with_origins else {})} for row in rows),
        )


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


def _write_workbook(paper: FormPaper, out: Path) -> None:
    from exporters.sheet import look as house
    from exporters.sheet.lines import Lines
    from exporters.sheet.workbook import workbook

    made_at = datetime.combine(datetime.fromisoformat(paper.table.as_of), time())
    with workbook(out, made_at=made_at) as look:
        # Less room for the pen where that saves a page.
        is_tight, starts = min(
            ((is_tight, _page_starts(paper, is_tight=is_tight)) for is_tight in (False, True)),
            key=lambda each: len(each[1]),
        )
        sheet = house.add_sheet(look, paper.table.form.name, landscape=True)
        lines = Lines(look, sheet, widths(paper.table.form))
        breaks = _write_all(lines, paper, is_tight=is_tight, starts=starts).starts
        if breaks:
            sheet.set_h_pagebreaks(breaks)
        sheet.print_area(0, 0, lines.row - 1, len(paper.table.form.columns) - 1)


def _page_starts(paper: FormPaper, *, is_tight: bool) -> list[int]:
    """The rows that start a page, numbered as if the head of the table stood once."""
    from exporters.sheet import look as house
    from exporters.sheet.lines import Lines
    from exporters.sheet.pages import lay_out
    from exporters.sheet.workbook import scratch

    look = scratch()
    lines = Lines(look, house.add_sheet(look, paper.table.form.name, landscape=True), widths(paper.table.form))
    written = _write_all(lines, paper, is_tight=is_tight)
    return lay_out(lines.heights, written.table, written.joined, house.printable_height(landscape=True)).breaks


@dataclass(frozen=True, slots=True)
class _Written:
    """Rows on the sheet, 0-based."""

    table: range  # the head being the first
    joined: set[int]  # they stay with the row above
    starts: list[int]  # they start a page


def _write_all(lines: "Lines", paper: FormPaper, *, is_tight: bool, starts: Sequence[int] = ()) -> _Written:
    """The whole paper; `starts` are first rows of pages, as `_page_starts` numbers them.

    The head is written again on each page of the table: a program that repeats it in print does so on every page or
    on none, over pages of text and over the signature too.
    """
    from exporters.sheet.look import printable_height

    _write_title(lines, paper)
    table, heads = _write_table(lines, paper, starts)
    joined = {*range(1, table.start), *table[1:2]}
    if paper.with_totals:
        joined.add(table[-1])  # the rates stay with the sum
    if sum(lines.heights[: table.start + 2]) <= printable_height(landscape=True):
        joined.add(table.start)
    joined |= _write_footnotes(lines, paper)
    joined |= _write_sections(lines, paper, is_tight=is_tight)
    joined |= _write_signature(lines, paper, is_tight=is_tight)
    below = [row + len(heads) for row in starts if row >= table.stop - len(heads)]
    return _Written(table, joined, [*([table.start] if table.start in starts else []), *heads, *below])


def _write_title(lines: "Lines", paper: FormPaper) -> None:
    form = paper.table.form
    if form.heading:
        lines.text(form.heading, bold=True, align="center", font_size=14)
    lines.text(form.title, bold=True, align="center", font_size=14)
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


def _write_table(lines: "Lines", paper: FormPaper, starts: Sequence[int]) -> tuple[range, list[int]]:
    """(its rows on the sheet, the head being the first; the rows where the head stands again)."""
    table = paper.table
    start, columns = lines.row, table.form.columns
    head = lines.look.cell(bold=True, align="center", font_size=11)

    def write_head() -> None:
        lines.cells([column.head for column in columns], (head,) * len(columns))

    write_head()
    marked = marks(table)
    rows: list[tuple[Sequence[str | int], bool]] = [
        (cells(table.form, row, place, marked_label(row, marked)), False) for place, row in enumerate(table.rows, 1)
    ]
    if paper.with_totals:
        rows.append((cells(table.form, table.total, "", table.total.label), True))
        rows.append((rates(table.form, table.total), True))
    heads: list[int] = []
    for place, (values, bold) in enumerate(rows, start + 1):
        if place in starts:
            heads.append(lines.row)
            write_head()
        _write_row(lines, columns, values, bold=bold)
    return range(start, lines.row), heads


def _write_row(lines: "Lines", columns: Sequence[Column], values: Sequence[str | int], *, bold: bool) -> None:
    """One row; so many reasons that the row would be cut are set smaller."""
    from exporters.sheet.look import NUMBER

    size = lines.size_that_fits(values, _TABLE_SIZE)
    cell = lines.look.cell
    number = cell(align="center", num_format=NUMBER, bold=bold, font_size=size)
    formats = {
        "label": cell(align="left", bold=bold, font_size=size),
        "reasons": cell(align="left", font_size=min(size, _REASONS_SIZE)),
    }
    lines.cells(values, [formats.get(column.counts, number) for column in columns])


def _write_footnotes(lines: "Lines", paper: FormPaper) -> set[int]:
    """Answers the rows that stay with the row above: the first footnote, which belongs to the table."""
    start = lines.row
    for text in footnotes(paper.table):
        lines.text(text, italic=True, font_size=_REASONS_SIZE)
    return {start} if lines.row > start else set()


def _write_sections(lines: "Lines", paper: FormPaper, *, is_tight: bool) -> set[int]:
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
            lines.to_write_on(18 if is_tight else 22)
        if section is not sections[-1] and not is_tight:
            lines.gap(3)
    return joined


def _write_signature(lines: "Lines", paper: FormPaper, *, is_tight: bool) -> set[int]:
    """Answers its rows: they stay together, and with the last words of the paper."""
    start, begins = lines.row, [sum(lines.widths[:column]) for column in range(len(lines.widths))]
    first = min(range(len(begins)), key=lambda column: abs(begins[column] - _SIGNATURE * sum(lines.widths)))
    lines.gap(6)
    lines.text(paper.signer_title.upper(), first=first, bold=True, align="center")
    lines.text(paper.table.form.signature_note, first=first, italic=True, align="center")
    lines.gap(_ROOM_TO_SIGN - 16 if is_tight else _ROOM_TO_SIGN)
    lines.text(paper.signer_name, first=first, bold=True, align="center")
    return set(range(start, lines.row))
