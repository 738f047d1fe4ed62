"""Writes the indicators of campaigns in one period: every locality, the sum, and the change from the period before."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.indicator_letter import HEADS, TARGET_HEADS, about, behind, letter, sum_label
from exporters.letter.content import Part, rate_of
from exporters.sheet.lines import Lines
from exporters.sheet.look import NUMBER, Look, printable_width
from exporters.writing import ENDINGS, Written, ending_of, write_data
from store.calendar.periods import Period
from store.calendar.wording import moment_on_paper
from store.campaigns.words import targets_text
from store.cells import cell_name
from store.database import Store
from store.errors import RefusedError
from store.figures import indicators
from store.figures.by_level import by_level
from store.figures.figure_mark import FigureMark
from store.figures.indicators import IndicatorPaper, IndicatorTable, Line, Numbers, change
from store.past import end_of
from store.people.tree import Level
from store.receiving.form_mark import FIGURES, FormMark
from store.rewound import store_at
from store.text import format_number, format_percent
from store.words.indicators import coverage, missing_text, names_text
from store.words.tracking import FIGURE_MARK_HEAD

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from exporters.sheet.workbook import Sheet


_CSV_HEADS = (
    "Chiến dịch",
    "Chỉ tiêu",
    "Mục tiêu",
    "Kỳ",
    "Địa bàn",
    "Số đạt",
    "Tổng số",
    "Tỷ lệ",
    "Kỳ trước",
    "Số đạt kỳ trước",
    "Tổng số kỳ trước",
    "Nguồn số liệu",
    "Chỉ tiêu giao",
    "Xếp hạng",
    FIGURE_MARK_HEAD,
)
_WIDTHS = (32, 126, 68, 74, 62, 42, 66, 66, 87)  # pixels; together the width between the margins
_WIDE = (36, 190, 80, 84, 70, 80, 80, 52, 76, 80)  # the same of a landscape page with targets; the source has the rest
_RATE, _STEP, _POINTS = "[$-42A]0.00%", "[$-42A]+#,##0;-#,##0;0", "[$-42A]+0.00;-0.00;0.00"
_SHORT = 15  # localities whose table stays on one page
_SIZE = 11  # points


def export_indicators(
    store: Store,
    out: Path,
    *,
    campaign: str | None = None,
    period: Period | None = None,
    kind: str | None = None,
    level: Level | None = None,
    unit_id: int | None = None,
    as_of: date | None = None,
) -> Written:
    """Write the indicators of the running campaigns, or of one, in a period.

    Args:
        store: the open store.
        out: the file.
        campaign: None: all that run.
        period: None: the latest that has figures. A day stands for the period that contains it.
        kind: the kind of period; None: that of `period`, or for a day the shortest that is asked for.
        level: each line adds up the localities below a unit of that level; None: each locality.
        unit_id: only localities of this unit and those below it; without a level a line for each unit.
        as_of: with the figures as they were at the end of that day; None: now.

    Raises:
        RefusedError: a level or unit is given for xlsx or csv; read back, they would count localities twice.
    """
    level = "below" if level is None and unit_id is not None else level
    if level is not None and out.suffix.lower() in (".xlsx", ".csv"):
        raise RefusedError("Bảng chỉ tiêu theo cấp không để nhập lại: hãy ghi tệp .docx hay .json.")
    with store_at(store, as_of) as then:
        paper = indicators.draft_paper(then, campaign=campaign, period=period, kind=kind)
        if level is not None:
            paper = by_level(then, paper, level, unit_id)
    if as_of is not None:
        paper = replace(paper, made_at=min(end_of(as_of), paper.made_at))
    count = write_indicators(paper, out)
    warnings = tuple(
        f"Chưa đủ số: {table.indicator.title}: mới có {coverage(table)}; chưa có: {names_text(table.missing)}."
        for table in paper.tables
        if table.lines and not table.is_of_all
    )
    return Written(f"Chỉ tiêu {paper.period_text}: {format_number(count)} số liệu.", warnings)


def write_indicators(paper: IndicatorPaper, out: Path) -> int:
    """Write the paper and return the number of figures. The ending of `out` chooses docx, xlsx, csv or json.

    Raises:
        ExportError: nothing was written.
    """
    if ending_of(out, (".docx", *ENDINGS)) == ".docx":
        from exporters.letter.word import write_letters

        part = Part(list(letter(paper, *_columns(paper))), landscape=_has_targets(paper))
        write_letters([part], out, made_at=datetime.fromisoformat(paper.made_at))
    elif write_data(out, _entries(paper), _CSV_HEADS, _rows(paper)) is None:
        _write_workbook(paper, out)
    return sum(table.entered for table in paper.tables)


def _entries(paper: IndicatorPaper) -> Iterator[dict[str, object]]:
    for table, line in _lines(paper):
        now, before = line.now, line.before
        yield {
            "campaign": table.indicator.campaign,
            "indicator": table.indicator.key,
            "title": table.indicator.title,
            "targets": [{"value": each.value, "place": each.place or ""} for each in table.indicator.targets],
            "amount": table.indicator.amount,
            "kind": table.period.kind,
            "period": table.period.first,
            "locality": now.locality,
            "numerator": now.numerator,
            "denominator": now.denominator,
            "source": now.source,
            "target": line.target,
            "period_before": table.before.first if table.before else None,
            "numerator_before": before.numerator if before else None,
            "denominator_before": before.denominator if before else None,
        }


def _rows(paper: IndicatorPaper) -> Iterator[list[object]]:
    for table, line in _lines(paper):
        now, before = line.now, line.before
        yield [
            table.indicator.campaign,
            table.indicator.title,
            targets_text(table.indicator),
            table.period.name,
            now.locality,
            now.numerator,
            now.denominator,
            format_percent(*now.numbers) if now.is_whole else "",
            table.before.name if table.before else "",
            before.numerator if before else None,
            before.denominator if before else None,
            now.source,
            line.target,
            table.ranks().get(now.locality),
            line_mark(table, line),
        ]


def _lines(paper: IndicatorPaper) -> Iterator[tuple[IndicatorTable, Line]]:
    return ((table, line) for table in paper.tables for line in table.lines)


def line_mark(table: IndicatorTable, line: Line) -> str:
    """Return the text in a line of an exported table by which the line and its edits are recognised when it is back."""
    now = line.now
    printed = {"numerator": now.numerator, "denominator": now.denominator, "target": line.target}
    indicator = table.indicator
    return FigureMark(indicator.campaign, indicator.key, table.period, now.locality, printed).text


def _has_targets(paper: IndicatorPaper) -> bool:
    return any(table.target is not None for table in paper.tables)


def _columns(paper: IndicatorPaper) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return heads and widths of the columns; columns for targets only if a locality has a target."""
    if not _has_targets(paper):
        return HEADS, _WIDTHS
    return (*HEADS[:5], *TARGET_HEADS, *HEADS[5:]), (*_WIDE, printable_width(landscape=True) - sum(_WIDE))


def _write_workbook(paper: IndicatorPaper, out: Path) -> None:
    from exporters.sheet.workbook import workbook

    made = datetime.fromisoformat(paper.made_at)
    has_targets, (heads, widths) = _has_targets(paper), _columns(paper)
    with workbook(out, made_at=made.date(), mark=FormMark(FIGURES, "bảng chỉ tiêu", station=paper.station)) as look:
        lines, sheet = Lines.on_new_sheet(look, "Chỉ tiêu", widths, landscape=has_targets)
        if paper.station:
            lines.text(paper.station.upper(), bold=True, align="center")
        lines.title("KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU")
        lines.text(paper.period_text.capitalize(), bold=True, align="center")
        for campaign in paper.campaigns:
            lines.text(f"(Thực hiện {campaign.source.text})", italic=True, align="center", font_size=12)
        lines.text(f"Số liệu đến {moment_on_paper(made)}", italic=True, align="center", font_size=12)
        lines.gap()
        head = lines.table_head(heads, _SIZE)
        joined = {lines.row}
        for campaign in paper.campaigns:
            if len(paper.campaigns) > 1:
                lines.group_heading(campaign.title)
                joined.add(lines.row)
            mine = [table for table in paper.tables if table.indicator.campaign == campaign.name]
            for number, table in enumerate(mine, 1):
                joined |= _Section(look, lines, sheet, table, heads).write(number)
        lines.finish(sheet, joined, head=head)
        # What the formulas need of the period before, and by which the table is known when it comes back.
        sheet.set_column(len(heads), len(heads) + 2, None, None, {"hidden": True})
        sheet.freeze_panes(head + 1, 0)


def _cell(row: int, column: int) -> str:
    """Return the name of a cell for formulas: `C5` for row 4, column 2, both counted from 0."""
    return cell_name(column, row + 1)


class _Section:
    """The rows of one indicator on the sheet: localities, sum, who is behind; formulas follow a corrected number."""

    def __init__(self, look: Look, lines: Lines, sheet: "Sheet", table: IndicatorTable, heads: Sequence[str]) -> None:
        self.look, self.lines, self.sheet, self.table = look, lines, sheet, table
        self.at = {head: column for column, head in enumerate(heads)}
        self.ranks = table.ranks()
        self.first = 0  # row of the first locality

    def write(self, number: int) -> set[int]:
        """Write the section and return the rows that stay on the page of the row above."""
        lines, table = self.lines, self.table
        title = table.indicator.title
        lines.group_heading(f"{number}. {title[:1].upper()}{title[1:]}")
        first = lines.row
        kept = {first, first + 1}  # the words and the first line stay together
        lines.text(about(table), font_size=_SIZE, italic=True, border=1)
        if not table.lines:
            lines.text("Chưa có số liệu.", font_size=_SIZE, border=1)
            return kept
        self.first = lines.row
        for place, line in enumerate(table.lines, 1):
            self._line(place, line)
        kept.add(lines.row)  # a sum is never alone on its page
        if len(table.lines) <= _SHORT:
            kept |= set(range(first, lines.row))
        self._sum()
        for text in behind(table):
            kept.add(lines.row)
            lines.text(text, font_size=_SIZE, italic=True, border=1)
        return kept

    def _formats(self, *, bold: bool) -> list["Format"]:
        cell = {"font_size": _SIZE, "bold": bold}
        left, centred = self.look.cell(align="left", **cell), self.look.cell(align="center", **cell)
        numbers = self.look.cell(align="right", num_format=NUMBER, **cell)
        rates = self.look.cell(align="center", num_format=_RATE, **cell)
        of = {
            "Địa bàn": left,
            "Nguồn số liệu": left,
            "Số đạt": numbers,
            "Tổng số": numbers,
            TARGET_HEADS[0]: numbers,
            "Tỷ lệ": rates,
            TARGET_HEADS[1]: rates,
            HEADS[6]: self.look.cell(align="center", num_format=_STEP, **cell),
            HEADS[7]: self.look.cell(align="center", num_format=_POINTS, **cell),
        }
        return [of.get(head, centred) for head in self.at]

    def _row(self, values: dict[str, str | int | None], *, bold: bool = False) -> None:
        self.lines.cells([values.get(head) for head in self.at], self._formats(bold=bold))

    def _line(self, place: int, line: Line) -> None:
        now, before = line.now, line.before
        values: dict[str, str | int | None] = {
            "TT": place,
            "Địa bàn": now.locality,
            "Số đạt": now.numerator,
            "Tổng số": now.denominator,
            TARGET_HEADS[0]: line.target,
            "Xếp hạng": self.ranks.get(now.locality),
            "Nguồn số liệu": now.source or missing_text(now),
        }
        row = self.lines.row
        self._row(values)
        mark = line_mark(self.table, line)
        hidden = (*(before.numbers if before is not None and before.is_whole else (None, None)), mark)
        for column, value in enumerate(hidden, len(self.at)):
            if value is not None:
                self.sheet.write(row, column, value)
        compared = before.numbers if before is not None and before.is_whole else None
        self._formulas(row, now.numbers if now.is_whole else None, compared, line.target, bold=False)

    def _sum(self) -> None:
        table, row = self.table, self.lines.row
        total = table.total
        label = sum_label(table)
        numerator, denominator = total or (None, None)
        values: dict[str, str | int | None] = {
            "Địa bàn": label, "Số đạt": numerator, "Tổng số": denominator, TARGET_HEADS[0]: table.target,
        }  # fmt: skip
        self._row(values, bold=True)
        formats = self._formats(bold=True)
        shown = {
            "Số đạt": [line.now.numerator for line in table.lines],
            "Tổng số": [line.now.denominator for line in table.lines],
            TARGET_HEADS[0]: [line.target for line in table.lines],
        }
        for head, numbers in shown.items():
            # A number without its other half is no part of the total: such a sum stays a number.
            if head in self.at and values[head] is not None and sum(filter(None, numbers)) == values[head]:
                column = self.at[head]
                cells = f"{_cell(self.first, column)}:{_cell(row - 1, column)}"
                self.sheet.write_formula(row, column, f"=SUM({cells})", formats[column], values[head])
        compared = table.total_before if table.is_complete else None
        if compared is not None:
            for column, number in enumerate(compared, len(self.at)):
                self.sheet.write(row, column, number)
        self._formulas(row, total, compared, table.target if table.is_complete else None, bold=True)

    def _formulas(
        self, row: int, now: Numbers | None, before: Numbers | None, target: int | None, *, bold: bool
    ) -> None:
        """Write rate, share of the target and change as formulas with their present values."""
        formats = self._formats(bold=bold)

        def put(head: str, formula: str, value: float | str) -> None:
            self.sheet.write_formula(row, self.at[head], formula, formats[self.at[head]], value)

        reached, whole = _cell(row, self.at["Số đạt"]), _cell(row, self.at["Tổng số"])
        old, old_whole = (_cell(row, len(self.at) + further) for further in (0, 1))
        if now is None:
            return
        put("Tỷ lệ", rate_of(reached, whole), now[0] / now[1] if now[1] else "–")
        if TARGET_HEADS[1] in self.at and target:
            of = _cell(row, self.at[TARGET_HEADS[0]])
            put(TARGET_HEADS[1], rate_of(reached, of), now[0] / target)
        if before is None:
            for head in HEADS[6:8]:
                self.sheet.write_string(row, self.at[head], "–", formats[self.at[head]])
            return
        step, points = change(now, before)
        put(HEADS[6], f"={reached}-{old}", step)
        rates = f"ROUND({reached}/{whole}*100,2)-ROUND({old}/{old_whole}*100,2)"
        shown = "–" if points is None else points / 100
        put(HEADS[7], f'=IF(OR({whole}=0,{old_whole}=0),"–",{rates})', shown)
