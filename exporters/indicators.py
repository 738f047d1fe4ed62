"""The indicators of campaigns in one period: every locality, the sum, the change against the period before."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.sheet.lines import Lines
from exporters.sheet.look import NUMBER, Look
from exporters.writing import Written, write_data
from store.calendar.periods import Period
from store.calendar.wording import moment_on_paper
from store.campaigns.words import targets_text, with_place
from store.database import Store
from store.monitoring import indicators
from store.monitoring.indicators import IndicatorPaper, IndicatorTable, Line
from store.text import format_number, format_percent

if TYPE_CHECKING:
    from xlsxwriter.format import Format


HEADS = (
    "TT",
    "Địa bàn",
    "Số đạt",
    "Tổng số",
    "Tỷ lệ",
    "Tăng, giảm số đạt",
    "Tăng, giảm tỷ lệ (điểm %)",
    "Nguồn số liệu",
)
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
)
_WIDTHS = (32, 136, 78, 84, 62, 74, 66, 91)  # pixels; together the width between the margins
_SHORT = 15  # localities whose table stays on one page
_SIZE = 11  # points


def export_indicators(
    store: Store, out: Path, *, campaign: str | None = None, period: Period | None = None, kind: str | None = None
) -> Written:
    """Write the indicators of the running campaigns, or of one, in a period.

    Args:
        store: the open store.
        out: the file.
        campaign: None: all that run.
        period: None: the latest that has figures. A day is of the period that holds it.
        kind: how long the period is; None: as long as `period` says, a day being of the shortest that is asked for.
    """
    paper = indicators.draft_paper(store, campaign=campaign, period=period, kind=kind)
    count = write_indicators(paper, out)
    warnings = tuple(
        f"Chưa đủ số: {table.indicator.title}: mới có {table.entered}/{len(table.lines)} địa bàn."
        for table in paper.tables
        if table.lines and not table.is_complete
    )
    return Written(f"Chỉ tiêu {paper.period_text}: {format_number(count)} số liệu.", warnings)


def write_indicators(paper: IndicatorPaper, out: Path) -> int:
    """Write the paper; answers how many figures. The ending of `out` chooses xlsx, csv or json.

    Raises:
        ExportError: nothing was written.
    """
    if write_data(out, _entries(paper), _CSV_HEADS, _rows(paper)) is None:
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
        ]


def _lines(paper: IndicatorPaper) -> Iterator[tuple[IndicatorTable, Line]]:
    return ((table, line) for table in paper.tables for line in table.lines)


def told_change(now: tuple[int, int], before: tuple[int, int] | None) -> tuple[str, str]:
    """(`+72`, `+18,00`) of the number and of the rate; `–` where there is nothing to compare with."""
    if before is None:
        return "–", "–"
    step, points = indicators.change(now, before)
    rate = "–" if points is None else f"{_sign(points)}{abs(points) // 100},{abs(points) % 100:02d}"
    return f"{_sign(step)}{format_number(abs(step))}", rate


def _sign(value: int) -> str:
    return "+" if value > 0 else "-" if value < 0 else ""


def _write_workbook(paper: IndicatorPaper, out: Path) -> None:
    from exporters.sheet.workbook import workbook

    made = datetime.fromisoformat(paper.made_at)
    with workbook(out, made_at=made.date()) as look:
        lines, sheet = Lines.on_new_sheet(look, "Chỉ tiêu", _WIDTHS, landscape=False)
        if paper.station:
            lines.text(paper.station.upper(), bold=True, align="center")
        lines.title("KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU")
        lines.text(paper.period_text.capitalize(), bold=True, align="center")
        for campaign in paper.campaigns:
            lines.text(f"(Thực hiện {campaign.source.text})", italic=True, align="center", font_size=12)
        lines.text(f"Số liệu đến {moment_on_paper(made)}", italic=True, align="center", font_size=12)
        lines.gap()
        head = lines.table_head(HEADS, _SIZE)
        joined = {lines.row}
        for campaign in paper.campaigns:
            if len(paper.campaigns) > 1:
                lines.group_heading(campaign.title)
                joined.add(lines.row)
            mine = [table for table in paper.tables if table.indicator.campaign == campaign.name]
            for number, table in enumerate(mine, 1):
                joined |= _write_table(look, lines, table, number)
        lines.finish(sheet, joined, head=head)
        sheet.freeze_panes(head + 1, 0)


def _write_table(look: Look, lines: Lines, table: IndicatorTable, number: int) -> set[int]:
    """One indicator; answers the rows that stay with the row above."""
    title = table.indicator.title
    lines.group_heading(f"{number}. {title[:1].upper()}{title[1:]}")
    first = lines.row
    kept = {first, first + 1}  # the words and the first line stay together
    lines.text(_told(table), font_size=_SIZE, italic=True, border=1)
    if not table.lines:
        lines.text("Chưa có số liệu.", font_size=_SIZE, border=1)
        return kept

    def formats(**properties: object) -> list["Format"]:
        cell = {"font_size": _SIZE, **properties}
        left, centred = look.cell(align="left", **cell), look.cell(align="center", **cell)
        numbers = look.cell(align="right", num_format=NUMBER, **cell)
        return [centred, left, numbers, numbers, centred, centred, centred, left]

    plain = formats()
    for place, line in enumerate(table.lines, 1):
        now, rate, change = line.now, "", ("chưa có số", "")
        if now.is_whole:
            rate = format_percent(*now.numbers)
            change = told_change(now.numbers, line.before.numbers if line.before and line.before.is_whole else None)
        lines.cells((place, now.locality, now.numerator, now.denominator, rate, *change, now.source), plain)
    kept.add(lines.row)  # a sum is never alone on its page
    if len(table.lines) <= _SHORT:
        kept |= set(range(first, lines.row))
    total = table.total
    label = "Tổng cộng" if table.is_complete else f"Mới có {table.entered}/{len(table.lines)} địa bàn"
    change = told_change(total, table.total_before) if total and table.is_complete else ("–", "–")
    rate = format_percent(*total) if total else ""
    lines.cells((None, label, *(total or (None, None)), rate, *change, None), formats(bold=True))
    return kept


def _told(table: IndicatorTable) -> str:
    """Target, whether it is reached, by when, what it is compared with."""
    reached = {True: "đạt", False: "chưa đạt", None: "chưa đủ số liệu"}[table.is_reached]
    target = targets_text(table.indicator)
    parts = [f"Mục tiêu: {target} – {reached}" if target else "Văn bản không nêu mục tiêu bằng số"]
    if table.indicator.deadlines:
        parts.append(f"Thời hạn: {', '.join(map(with_place, table.indicator.deadlines))}")
    if table.before:
        parts.append(f"So với {table.before.text}")
    return f"{'. '.join(parts)}."
