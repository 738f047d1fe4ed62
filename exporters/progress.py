"""The progress report of a campaign as an administrative paper, with its tables and native charts."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from exporters.sheet.administrative import Administrative
from exporters.sheet.lines import Draft
from exporters.sheet.look import NUMBER, add_sheet
from exporters.writing import Written, ending_of, write_json
from store.calendar.periods import KINDS
from store.calendar.wording import moment_on_paper
from store.database import Store
from store.reporting.progress_paper import SECTION_HEADINGS, ProgressPaper, change, frozen_figures, frozen_text
from store.text import format_date, format_number, format_percent, format_share

ITEM_HEADS = (
    "TT",
    "Nội dung",
    "Chỉ tiêu",
    "Tổng số phải thực hiện",
    "Đã thực hiện",
    "Tỷ lệ",
    "Chưa thực hiện",
    "Tăng, giảm so với kỳ trước",
)
_ITEM_SPANS = (1, 6, 3, 3, 3, 3, 3, 2)
INDICATOR_HEADS = ("TT", "Chỉ tiêu", "Mục tiêu", "Kỳ số liệu", "Đã đạt", "Tổng số", "Tỷ lệ")
_INDICATOR_SPANS = (1, 8, 3, 3, 3, 3, 3)
_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_SHORT = 8  # rows of a section that are kept together
_WHOLE = 400.0  # points of a table that is not parted: its head is not repeated over the text below
_NOTHING_WRITTEN = 2  # dotted lines for the pen
_TO_WRITE_ON, _LITTLE_TO_WRITE_ON = 22, 18  # points of such a line


def export_progress(
    store: Store, out: Path, *, campaign: str | None = None, kind: str | None = None, period: date | None = None
) -> Written:
    """Write a report as things stand now: of what is asked for, the one that is due next."""
    from store.reporting import progress

    paper = progress.draft(store, *progress.choose(store, campaign=campaign, kind=kind, day=period))
    write_progress(paper, out)
    return Written(f"Báo cáo {paper.period_text}: {format_number(paper.people)} người.")


def write_progress(paper: ProgressPaper, out: Path) -> None:
    """Write the paper; the ending of `out` (xlsx, json) says how.

    Raises:
        ExportError: nothing was written.
    """
    if ending_of(out, (".xlsx", ".json")) == ".json":
        write_json(out, [asdict(paper)])
    else:
        _write_workbook(paper, out)


def subject(paper: ProgressPaper) -> str:
    """`Kết quả thực hiện tuần 17/06–23/06/2026 Chiến dịch rà soát …`."""
    return f"Kết quả triển khai {paper.campaign_title}\n({paper.period_text})"


def lead_in(paper: ProgressPaper) -> str:
    """What the figures are of, in a sentence."""
    made = datetime.fromisoformat(paper.made_at)
    behind = f"; so với báo cáo kỳ trước ({frozen_text(paper.before)})" if paper.before else ""
    counted = [unit for unit in paper.units if unit.origin]
    without_names = ""
    if counted:
        text = "; ".join(f"{unit.unit}, {format_number(unit.people)} người, {unit.origin}" for unit in counted)
        without_names = f" Trong đó gửi số liệu, không gửi danh sách, nên chỉ có ở các mục của Phụ lục 1: {text}."
    return (
        f"Tổng số người theo dõi: {format_number(paper.people)} (số liệu đến"
        f" {moment_on_paper(made)}{behind}).{without_names}"
    )


def _write_workbook(paper: ProgressPaper, out: Path) -> None:
    from exporters.progress_annexes import write_tasks, write_units
    from exporters.progress_charts import write_charts
    from exporters.sheet.workbook import workbook

    with workbook(out, made_at=date.fromisoformat(paper.made_at[:10])) as look:
        drafts = []
        for height in (_TO_WRITE_ON, _LITTLE_TO_WRITE_ON):
            draft = Draft()
            lines = Administrative(look, draft)
            drafts.append((draft, lines, _write(lines, paper, height)))
        # Less room for the pen where that saves a page.
        draft, lines, joined = min(drafts, key=lambda each: len(each[1].pages(each[2]).breaks))
        sheet = add_sheet(look, "Báo cáo", landscape=False)
        draft.draw(sheet, range(lines.row))
        lines.finish(sheet, joined)
        if len(paper.units) > 1:
            write_units(look, paper)
        if paper.tasks:
            write_tasks(look, paper)
        write_charts(look, paper)


def _write(lines: Administrative, paper: ProgressPaper, height: float) -> set[int]:
    """Write the whole report, its dotted lines `height` points apart; answers the rows that stay with the row above."""
    frozen = frozen_figures(paper.issued) if paper.issued else ""
    lines.letter(paper, KINDS[paper.kind].title.upper(), subject(paper), frozen)
    lines.paragraph(
        f"Thực hiện {paper.source}, {paper.station or 'đơn vị'} báo cáo kết quả {paper.period_text} như sau:"
    )
    return _write_body(lines, paper, height) | lines.signed(paper)


def _write_body(lines: Administrative, paper: ProgressPaper, height: float) -> set[int]:
    """Answers the rows that stay with the row above."""
    joined: set[int] = set()
    lines.heading("I. KẾT QUẢ THỰC HIỆN", large=True)
    section = 1
    lines.heading(f"{section}. Kết quả của công chức, viên chức, người lao động")
    lines.paragraph(lead_in(paper))
    lines.gap(4)
    joined |= _write_items(lines, paper)
    if paper.without_information:
        joined.add(lines.row)
        lines.paragraph(paper.without_information)
    annexes = []
    if len(paper.units) > 1:
        annexes.append("Biểu 1 (theo đơn vị)")
    if paper.tasks:
        annexes.append("Biểu 2 (nhiệm vụ)")
    if paper.indicators:
        section += 1
        lines.heading(f"{section}. Các chỉ tiêu của chiến dịch")
        joined.add(lines.row)
        lines.gap(4)
        joined |= _write_indicators(lines, paper)
    if paper.tasks:
        section += 1
        lines.heading(f"{section}. Nhiệm vụ được giao")
        lines.paragraph(_tasks_told(paper))
    if annexes:
        lines.paragraph(f"Chi tiết tại {' và '.join(annexes)} kèm theo.")
    for numeral, (key, heading) in zip(_ROMAN[1:], SECTION_HEADINGS.items(), strict=False):
        lines.heading(f"{numeral}. {heading.upper()}", large=True)
        first = lines.row
        text = paper.sections.get(key, "").strip()
        if text:
            for paragraph in text.splitlines():
                lines.paragraph(paragraph)
        else:
            for _ in range(_NOTHING_WRITTEN):
                lines.dotted_line(height)
        # A heading stays with its text; a short last section with the signature, which is never alone.
        joined |= set(range(first - 1, min(first + _SHORT, lines.row)))
    if paper.corrections:
        lines.heading("Nội dung điều chỉnh so với bản đã chốt trước")
        for line in paper.corrections:
            lines.paragraph(f"- {line}.")
    return joined


def _tasks_told(paper: ProgressPaper) -> str:
    done = sum(task.state == "done" for task in paper.tasks)
    late = [str(task.number) for task in paper.tasks if task.is_late]
    text = f"Đã hoàn thành {format_number(done)}/{format_number(len(paper.tasks))} nhiệm vụ"
    if late:
        word = "nhiệm vụ" if len(late) == 1 else f"{len(late)} nhiệm vụ"
        text += f"; quá hạn {word} số {', '.join(late)}"
    return f"{text}."


def _table(
    lines: Administrative,
    heads: Sequence[str],
    spans: Sequence[int],
    rows: Sequence[Sequence[str | int | None]],
    wide: Sequence[int],
) -> set[int]:
    """A table; `wide` columns are text to the left. Answers the rows that stay with the row above."""
    cell = lines.look.cell
    head = cell(bold=True, align="center", font_size=11)
    left, centred = cell(align="left"), cell(align="center", num_format=NUMBER)
    first = lines.row
    lines.spanned(heads, spans, (head,) * len(heads), bold=True)
    for row in rows:
        lines.spanned(row, spans, [left if place in wide else centred for place in range(len(row))])
    if sum(lines.heights[first:]) <= _WHOLE:
        return set(range(first, lines.row))
    return {first, first + 1}


def _write_items(lines: Administrative, paper: ProgressPaper) -> set[int]:
    rows = [
        (
            place,
            item.title,
            "–" if item.target is None else format_share(item.target),
            item.applicable,
            item.done,
            format_percent(item.done, item.applicable),
            item.applicable - item.done,
            change(item.done, item.done_before),
        )
        for place, item in enumerate(paper.items, 1)
    ]
    return _table(lines, ITEM_HEADS, _ITEM_SPANS, rows, (1,))


def _write_indicators(lines: Administrative, paper: ProgressPaper) -> set[int]:
    rows: list[tuple[str | int | None, ...]] = [
        (
            place,
            line.title,
            line.target,
            format_date(line.period[:7]) if line.period else "chưa có số liệu",
            line.numerator,
            line.denominator,
            "–"
            if line.numerator is None or line.denominator is None
            else format_percent(line.numerator, line.denominator),
        )
        for place, line in enumerate(paper.indicators, 1)
    ]
    return _table(lines, INDICATOR_HEADS, _INDICATOR_SPANS, rows, (1,))
