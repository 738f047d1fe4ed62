"""Writes a statistics form to the letter: its title, table, sections written by people, and signature."""

from datetime import date, datetime, time
from pathlib import Path

from exporters.form_letter import A3_PAGE, cells, is_too_wide, letter, type_size
from exporters.letter.content import Part
from exporters.writing import ENDINGS, Written, caution_of_sections, ending_of, write_csv, write_json
from store.campaigns.form import PAGE, PHU_LUC_1, TOTAL, By, Form
from store.counting.item_figures import contradicting
from store.database import Store
from store.errors import RefusedError
from store.forms import comparison, library
from store.forms.counts import FormRow, Scope
from store.forms.filled import Origin
from store.forms.scopes import meant_units, usual_scope
from store.people import units
from store.people.tree import LEVELS, Level
from store.receiving.unanswered import unanswered
from store.reporting import form_papers
from store.reporting.form_papers import FormPaper
from store.text import format_date, format_number
from store.words.forms import contradicting_text, faults_of, figures_again, footnotes, lead_in, shorter_lists
from store.words.unanswered import unanswered_text

ORIGIN_HEAD = "Nguồn số liệu"


def export_form(
    store: Store,
    out: Path,
    *,
    key: str = PHU_LUC_1,
    unit_id: int | None = None,
    by: By | None = None,
    level: Level | None = None,
    as_of: date | None = None,
    totals: bool = True,
) -> Written:
    """Write a form as of now or the end of `as_of`; without `by` and `level` in its usual rows.

    With a `level` people of units below `unit_id` count too, each in the row of the unit of that level above them.
    """
    form = library.find(store, key)
    scope = _scope(store, form, unit_id, by, level, as_of)
    paper = form_papers.draft(store, form, scope, with_totals=totals)
    write_form(paper, out)
    table = paper.table
    people = table.total.figures[TOTAL]
    warnings = [f"Chưa khớp: {fault}." for fault in faults_of(table)]
    warnings += [*footnotes(table), *([] if people else [lead_in(table)])]
    if form.rows != "locality":
        warnings += shorter_lists(comparison.comparisons(store, form, scope))
        warnings += figures_again(comparison.without_their_people(store, table.origins_of_units()))
        if scope.as_of is None and (count := contradicting(store, scope.units(store))):
            warnings.append(f"{contradicting_text(count)}: sửa ở F2 rồi in lại.")
        if scope.as_of is None:
            warnings += map(unanswered_text, unanswered(store, meant_units(store, form, scope)))
    cautions = caution_of_sections(_left_empty(store, paper, scope), "mở biểu ở F5")
    return Written(f"{form.name}: {len(table.rows)} dòng, {format_number(people)} người.", tuple(warnings), cautions)


def _left_empty(store: Store, paper: FormPaper, scope: Scope) -> list[str]:
    """Return the names of sections that have no text, though they had one in the last period."""
    before = form_papers.sections_before(store, paper.table.form, scope)
    return [
        section.name or section.heading
        for section in paper.table.form.sections
        if section.key in before and section.key not in paper.sections
    ]


def _scope(
    store: Store, form: Form, unit_id: int | None, by: By | None, level: Level | None, as_of: date | None
) -> Scope:
    """Return the scope of the table that the options ask for.

    Raises:
        RefusedError: departments are asked for, and nobody said which of the units the station is; or rows of a level
            are asked for, and of another kind as well; or people are chosen for a form that counts citizens.
    """
    if form.rows == "locality" and any(chosen is not None for chosen in (unit_id, by, level)):
        raise RefusedError("--unit, --by và --level không dùng cho biểu theo địa bàn.")
    if level is not None:
        if by is not None:
            raise RefusedError("--level không dùng cùng --by.")
        return Scope(unit_id, level, as_of)
    if unit_id is not None:
        return Scope(unit_id, by or form.rows, as_of)
    usual = usual_scope(store, form, as_of)
    if by is None or by == usual.by:
        return usual
    if by != "department":
        return Scope(None, by, as_of)
    station = units.station_id(store)
    if station is None:
        raise RefusedError("Kho có nhiều đơn vị mà chưa biết đâu là trạm. Hãy ghi thêm --unit và tên đơn vị.")
    return Scope(station, "department", as_of)


def write_form(paper: FormPaper, out: Path) -> None:
    """Write the paper; the ending of `out` chooses docx or xlsx (the form), csv or json (its table).

    A table that counts filled-in forms names them: the form by a mark and a footnote, csv by a last column, json by
    the field "origin".

    Raises:
        ExportError: nothing was written; an old file of that name is as it was.
    """
    ending = ending_of(out, (".docx", *ENDINGS))
    if ending == ".xlsx":
        from exporters.form_sheet import write_workbook

        write_workbook(paper, out)
        return
    if ending == ".docx":
        from exporters.letter.word import write_letters

        made_at = datetime.combine(date.fromisoformat(paper.table.as_of), time())
        size = type_size(paper)
        is_a3 = is_too_wide(paper.table.form, size)
        blocks = list(letter(paper, size, A3_PAGE if is_a3 else PAGE))
        write_letters([Part(blocks, landscape=True, is_a3=is_a3)], out, made_at=made_at, cells=size)
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
    files = (f"{origin.file_name} ({format_date(origin.received_at[:10])})" for origin in row.origins)
    return "; ".join(dict.fromkeys(files))  # a bundle tells of several units


def _origin_entry(row: FormRow, by: str) -> dict[str, object]:
    """Return the filled-in forms that a row counts: a list for a sector or level, else the only one or None."""
    entries = list(map(_file_entry, row.origins))
    return {"origins": entries} if by in ("sector", *LEVELS) else {"origin": entries[0] if entries else None}


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
