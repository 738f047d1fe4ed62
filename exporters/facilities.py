"""Writes the facilities that a plan names, in the words and order of its annex, with who has reported for a period."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.indicators import line_mark
from exporters.letter.content import Cell, Formula, share
from exporters.sheet.lines import Lines
from exporters.sheet.look import NUMBER, RATE, Look, printable_width
from exporters.writing import Written, write_data
from store import clock, settings
from store.calendar.periods import LENGTHS, Period
from store.campaigns import running
from store.campaigns.campaign import Campaign
from store.cells import cell_name
from store.database import Store
from store.errors import RefusedError
from store.figures import indicators, localities
from store.figures.indicators import Figure, IndicatorTable, Line
from store.receiving.form_mark import FIGURES, FormMark
from store.rewound import store_at
from store.text import format_number
from store.words.tracking import FIGURE_MARK_HEAD

if TYPE_CHECKING:
    from xlsxwriter.format import Format


#: As annex 4 of the plan that first named facilities heads them; a plan that heads its own otherwise leads.
HEADS = ("STT", "Mã Cơ sở", "Tên cơ sở")
_REACHED = 3  # column of "Số đạt"; "Tổng số" is the next
_FIGURE_HEADS = ("Số đạt", "Tổng số", "Tỷ lệ", "Báo cáo")
_WIDTHS = (40, 70, 220, 56, 58, 62)  # pixels; the last column has the rest: "chưa báo cáo" takes one line
_SIZE = 11


def export_facilities(
    store: Store,
    out: Path,
    *,
    campaign: str | None = None,
    period: Period | None = None,
    kind: str | None = None,
    as_of: date | None = None,
) -> Written:
    """Write the facilities of a plan, by default of the first running one that names any, as of the end of `as_of`.

    A plan that was ended is found by its name. Raises RefusedError when there is no such plan.
    """
    with store_at(store, as_of) as then:
        plan = next((each for each, _ in running.chosen_or_ended(then, campaign) if each.facilities), None)
        if plan is None:
            raise RefusedError("Không có chiến dịch đang chạy nào nêu danh sách cơ sở.")
        table = _reported(then, plan, period, kind, as_of or clock.today())
        names = {each.code: each.name for each in localities.all_localities(then, "facility", removed=True)}
    lines = {} if table is None else {line.now.locality: line for line in table.lines}
    rows = [
        (place, each.code, each.name, lines.get(names.get(each.code, each.name)))
        for place, each in enumerate(plan.facilities, 1)
    ]
    heads = (*HEADS, *(_FIGURE_HEADS if table else ()))
    entries = ({"number": n, "code": code, "name": name, **_figures(line)} for n, code, name, line in rows)
    marks = {} if table is None else {code: _mark(table, name, line) for _, code, name, line in rows}
    texts = (
        [n, code, name, *((*map(_text, _cells(line)), marks[code]) if table else ())] for n, code, name, line in rows
    )
    if write_data(out, entries, (*heads, *([FIGURE_MARK_HEAD] if table else [])), texts) is None:
        station = settings.load(store).station_name
        of = "" if table is None else " ".join(table.period)
        mark = FormMark(FIGURES, "danh sách cơ sở", period=of, campaign=plan.name, station=station)
        _write_workbook(out, plan, table, heads, rows, mark, marks)
    summary = f"Cơ sở: {format_number(len(rows))}."
    if table is None:
        return Written(summary)
    silent = sum(line is None or line.is_missing for *_, line in rows)
    return Written(f"{summary} {table.period.text.capitalize()}: chưa báo cáo {format_number(silent)}.")


def _reported(
    store: Store, plan: Campaign, period: Period | None, kind: str | None, today: date
) -> IndicatorTable | None:
    """Return the first indicator that facilities report, in a period, by default the present one; None without any.

    A day stands for the shortest period that is asked for, unless `kind` names another.
    """
    wanted = next((each for each in plan.indicators if each.by == "facility"), None)
    if wanted is None:
        return None
    day = today if period is None else indicators.day_in(period, kind)
    if kind is None and period is not None and period.kind != "daily":
        kind = period.kind
    of = Period(kind or min(wanted.every, key=LENGTHS.index), day.isoformat())
    return indicators.table(store, wanted, indicators.period_for(plan, of))


def _mark(table: IndicatorTable, name: str, line: Line | None) -> str:
    """Return the hidden text behind a facility, which is printed without numbers while one of them is missing."""
    return line_mark(table, line if line is not None and not line.is_missing else Line(Figure(name), None))


def _figures(line: Line | None) -> dict[str, object]:
    now = None if line is None else line.now
    return {"numerator": now and now.numerator, "denominator": now and now.denominator}


def _cells(line: Line | None) -> tuple[Cell, ...]:
    if line is None or line.is_missing:
        return None, None, "", "chưa báo cáo"
    return *line.now.numbers, share(*line.now.numbers, _REACHED, _REACHED + 1), ""


def _text(cell: Cell) -> str | int | None:
    return cell.text if isinstance(cell, Formula) else cell


def _write_workbook(
    out: Path,
    plan: Campaign,
    table: IndicatorTable | None,
    heads: tuple[str, ...],
    rows: list[tuple[int, str, str, Line | None]],
    mark: FormMark,
    marks: Mapping[str, str],
) -> None:
    from exporters.sheet.workbook import workbook

    named = next((each for each in plan.tables if each.rows == len(plan.facilities)), None)
    widths = _WIDTHS if table else (_WIDTHS[0], _WIDTHS[1])
    with workbook(out, made_at=clock.today(), mark=mark) as look:
        whole = (*widths, printable_width(landscape=False) - sum(widths))
        lines, sheet = Lines.on_new_sheet(look, "Cơ sở", whole, landscape=False)
        lines.title(named.place.upper() if named else "DANH SÁCH CƠ SỞ")
        lines.text(named.title if named else f"Các cơ sở của {plan.title}", bold=True, align="center")
        lines.text(f"(Kèm theo {plan.source.text})", italic=True, align="center", font_size=12)
        if table is not None:
            lines.text(f"{table.indicator.title}: {table.period.text}", align="center", font_size=12)
        lines.gap()
        head = lines.table_head(heads, _SIZE)
        centred, left = look.cell(align="center", font_size=_SIZE), look.cell(align="left", font_size=_SIZE)
        number = look.cell(align="right", num_format=NUMBER, font_size=_SIZE)
        rate = look.cell(align="center", num_format=RATE, font_size=_SIZE)
        formats: tuple[Format, ...] = (centred, centred, left, *((number, number, rate, centred) if table else ()))
        for place, code, name, line in rows:
            lines.cells((place, code, name, *(_cells(line) if table else ())), formats)
            if code in marks:
                sheet.write(lines.row - 1, len(heads), marks[code])
        reported = [line for *_, line in rows if line is not None and line.now.is_whole]
        if table is not None and reported:
            _write_sum(look, lines, rows=len(rows), whole=reported)
        lines.finish(sheet, {lines.row - 1}, head=head)
        if rows:
            sheet.autofilter(head, 0, head + len(rows), len(heads) - 1)
        sheet.set_column(len(heads), len(heads), None, None, {"hidden": True})
        sheet.freeze_panes(head + 1, 0)


def _write_sum(look: Look, lines: Lines, *, rows: int, whole: Sequence[Line]) -> None:
    """Write the sum of the facilities that have reported, with their number in its label."""
    bold = {"bold": True, "font_size": _SIZE}
    left, centred = look.cell(align="left", **bold), look.cell(align="center", **bold)
    number = look.cell(align="right", num_format=NUMBER, **bold)
    rate = look.cell(align="center", num_format=RATE, **bold)
    numerators, denominators = zip(*(line.now.numbers for line in whole), strict=True)
    total = (sum(numerators), sum(denominators))
    label = "Tổng cộng" if len(whole) == rows else f"Tổng cộng ({len(whole)}/{rows} cơ sở đã báo cáo)"
    sums = []
    for column, value in enumerate(total, _REACHED):
        first, last = cell_name(column, lines.row + 1 - rows), cell_name(column, lines.row)
        sums.append(Formula(format_number(value), value, f"=SUM({first}:{last})"))
    cells = (None, None, label, *sums, share(*total, _REACHED, _REACHED + 1), None)
    lines.cells(cells, (centred, centred, left, number, number, rate, centred))
