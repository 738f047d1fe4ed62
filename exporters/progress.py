"""The progress report of a campaign as an administrative paper, with its tables and native charts."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.writing import ending_of, write_json
from store.reporting.progress_paper import SECTION_HEADINGS, ItemLine, ProgressPaper
from store.text import format_date, format_number, format_percent

if TYPE_CHECKING:
    from exporters.administrative import Administrative
    from exporters.look import Look

NAMES = {
    "daily": "BÁO CÁO NGÀY",
    "weekly": "BÁO CÁO TUẦN",
    "monthly": "BÁO CÁO THÁNG",
    "closing": "BÁO CÁO TỔNG KẾT",
    "once": "BÁO CÁO",
}
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
TASK_HEADS = ("TT", "Nhiệm vụ", "Thời gian thực hiện", "Tình trạng", "Kết quả, sản phẩm")
_TASK_SPANS = (2, 9, 4, 4, 5)
_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_SHORT = 8  # rows of a section that are kept together
_NOTHING_WRITTEN = 2  # dotted lines for the pen


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
    return f"Kết quả triển khai {paper.campaign_title}\n({paper.told_period})"


def _target(share: float) -> str:
    """0.9 -> `90%`, 0.985 -> `98,50%`."""
    told = format_percent(round(share * 10000), 10000)
    return told.replace(",00%", "%")


def change(item: ItemLine) -> str:
    """`+3`, `-2`, `0` against the report before; `–` where there is none."""
    if item.done_before is None:
        return "–"
    step = item.done - item.done_before
    return f"+{format_number(step)}" if step > 0 else f"-{format_number(-step)}" if step < 0 else "0"


def lead_in(paper: ProgressPaper) -> str:
    """What the figures are of, in a sentence."""
    made = datetime.fromisoformat(paper.made_at)
    behind = f"; so với báo cáo kỳ trước ({paper.before})" if paper.before else ""
    counted = [unit for unit in paper.units if unit.origin]
    without_names = ""
    if counted:
        told = "; ".join(f"{unit.unit}, {format_number(unit.people)} người, {unit.origin}" for unit in counted)
        without_names = f" Trong đó gửi số liệu, không gửi danh sách, nên chỉ có ở các mục của Phụ lục 1: {told}."
    return (
        f"Tổng số người theo dõi: {format_number(paper.people)} (số liệu đến {made:%H giờ %M} ngày"
        f" {made:%d/%m/%Y}{behind}).{without_names}"
    )


def _write_workbook(paper: ProgressPaper, out: Path) -> None:
    from exporters import look as house
    from exporters.administrative import Administrative
    from exporters.pages import lay_out
    from exporters.progress_charts import write_charts
    from exporters.workbook import workbook

    made = datetime.fromisoformat(paper.made_at)
    with workbook(out, made_at=made.replace(hour=0, minute=0, second=0)) as look:
        sheet = house.add_sheet(look, "Báo cáo", landscape=False)
        lines = Administrative(look, sheet)
        lines.agency(
            parent=paper.parent, station=paper.station, number=paper.letter_number or "      /BC", place=paper.place,
            day=made,
        )  # fmt: skip
        lines.title(NAMES[paper.kind], subject(paper))
        if paper.issued:
            lines.text(f"({paper.issued})", italic=True, align="center", font_size=12)
            lines.gap(4)
        lines.addressed_to(paper.to)
        lines.paragraph(
            f"Thực hiện {paper.source}, {paper.station or 'đơn vị'} báo cáo kết quả {paper.told_period} như sau:"
        )
        joined = _write_body(look, lines, paper)
        start = lines.closing(_recipients(paper), paper.signer_title, paper.signer_name)
        joined |= set(range(start, lines.row))  # the signature stays with the last words
        pages = lay_out(lines.heights, range(0), joined, house.printable_height(landscape=False))
        if pages.breaks:
            sheet.set_h_pagebreaks(pages.breaks)
        sheet.print_area(0, 0, lines.row - 1, len(lines.widths) - 1)
        if len(paper.units) > 1:
            _write_units(look, paper)
        if paper.tasks:
            _write_tasks(look, paper)
        write_charts(look, paper)


def _recipients(paper: ProgressPaper) -> list[str]:
    return ["Như trên;" if paper.to else "", "Lưu: VT."]


def _write_body(look: "Look", lines: "Administrative", paper: ProgressPaper) -> set[int]:
    """Answers the rows that stay with the row above."""
    joined: set[int] = set()
    lines.heading("I. KẾT QUẢ THỰC HIỆN", large=True)
    section = 1
    lines.heading(f"{section}. Kết quả của công chức, viên chức, người lao động")
    lines.paragraph(lead_in(paper))
    lines.gap(4)
    joined |= _write_items(look, lines, paper)
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
        joined |= _write_indicators(look, lines, paper)
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
                lines.to_write_on()
        # A heading stays with its text; a short last section with the signature, which is never alone.
        joined |= set(range(first - 1, min(first + _SHORT, lines.row)))
    if paper.corrections:
        lines.heading("Nội dung điều chỉnh so với bản đã chốt trước")
        for line in paper.corrections:
            lines.paragraph(f"- {line}.")
    return joined


def _tasks_told(paper: ProgressPaper) -> str:
    done = sum(task.state.startswith("Đã hoàn thành") for task in paper.tasks)
    late = [str(task.number) for task in paper.tasks if task.state.endswith("quá hạn")]
    told = f"Đã hoàn thành {format_number(done)}/{format_number(len(paper.tasks))} nhiệm vụ"
    if late:
        word = "nhiệm vụ" if len(late) == 1 else f"{len(late)} nhiệm vụ"
        told += f"; quá hạn {word} số {', '.join(late)}"
    return f"{told}."


def _table(
    lines: "Administrative",
    look: "Look",
    heads: Sequence[str],
    spans: Sequence[int],
    rows: Sequence[Sequence[str | int | None]],
    wide: Sequence[int],
) -> set[int]:
    """A table; `wide` columns are text to the left. Answers the rows that stay with the row above."""
    from exporters.look import NUMBER

    head = look.cell(bold=True, align="center", font_size=11)
    left, centred = look.cell(align="left"), look.cell(align="center", num_format=NUMBER)
    first = lines.row
    lines.spanned(heads, spans, (head,) * len(heads), bold=True)
    for row in rows:
        lines.spanned(row, spans, [left if place in wide else centred for place in range(len(row))])
    return {first, first + 1} if rows else {first}


def _write_items(look: "Look", lines: "Administrative", paper: ProgressPaper) -> set[int]:
    rows = [
        (
            place,
            item.title,
            "–" if item.target is None else _target(item.target),
            item.applicable,
            item.done,
            format_percent(item.done, item.applicable),
            item.applicable - item.done,
            change(item),
        )
        for place, item in enumerate(paper.items, 1)
    ]
    return _table(lines, look, ITEM_HEADS, _ITEM_SPANS, rows, (1,))


def _write_indicators(look: "Look", lines: "Administrative", paper: ProgressPaper) -> set[int]:
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
    return _table(lines, look, INDICATOR_HEADS, _INDICATOR_SPANS, rows, (1,))


def _write_tasks(look: "Look", paper: ProgressPaper) -> None:
    from exporters import look as house
    from exporters.administrative import Administrative

    sheet = house.add_sheet(look, "Biểu 2 - Nhiệm vụ", landscape=False)
    lines = Administrative(look, sheet)
    lines.text("Biểu 2", bold=True, align="center", font_size=14)
    lines.text("TÌNH HÌNH THỰC HIỆN NHIỆM VỤ", bold=True, align="center", font_size=14)
    lines.gap(6)
    rows = [(task.number, task.title, task.deadline, task.state, task.product) for task in paper.tasks]
    head = lines.row
    _table(lines, look, TASK_HEADS, _TASK_SPANS, rows, (1, 2, 3, 4))
    sheet.repeat_rows(head)
    sheet.print_area(0, 0, lines.row - 1, len(lines.widths) - 1)


def _write_units(look: "Look", paper: ProgressPaper) -> None:
    """Units by items: done of applicable, and the rate of each."""
    from exporters import look as house
    from exporters.lines import Lines

    landscape = True
    sheet = house.add_sheet(look, "Biểu 1 - Đơn vị", landscape=landscape)
    room = house.printable_width(landscape=landscape)
    name, number = 180, 58
    each = max(57, (room - 34 - name - number) // (2 * max(1, len(paper.items))))
    lines = Lines(look, sheet, [34, name, number, *([each] * 2 * len(paper.items))])
    lines.text("Biểu 1", bold=True, align="center", font_size=14)
    lines.text("KẾT QUẢ THEO ĐƠN VỊ", bold=True, align="center", font_size=14)
    lines.gap(6)
    head = look.cell(bold=True, align="center", font_size=11)
    left = look.cell(align="left", font_size=11)
    centred = look.cell(align="center", font_size=11, num_format=house.NUMBER)
    heads = ["TT", "Đơn vị", "Tổng số người"]
    for item in paper.items:
        heads += [f"{item.short_title}: đã", "Tỷ lệ"]
    first = lines.row
    lines.cells(heads, [head] * len(heads))
    formats = [centred, left, centred, *([centred] * 2 * len(paper.items))]
    for place, unit in enumerate(paper.units, 1):
        lines.cells([place, f"{unit.unit} ¹" if unit.origin else unit.unit, unit.people, *_rates(unit.items)], formats)
    bold = look.cell(bold=True, align="center", font_size=11, num_format=house.NUMBER)
    totals = [(item.done, item.applicable) for item in paper.items]
    lines.cells(["", "Tổng cộng", paper.people, *_rates(totals)], [bold] * len(heads))
    if any(unit.origin for unit in paper.units):
        lines.gap(4)
        lines.text("¹ Theo số liệu đơn vị gửi, không có danh sách.", italic=True, font_size=11)
    sheet.repeat_rows(first)
    sheet.freeze_panes(first + 1, 2)


def _rates(figures: Sequence[tuple[int, int] | None]) -> list[str | int]:
    cells: list[str | int] = []
    for figure in figures:
        cells += ["–", "–"] if figure is None else [figure[0], format_percent(*figure)]
    return cells
