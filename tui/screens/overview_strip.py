"""The strip under the overview: the line under the cursor in full words."""

from store.blockers import Blocker
from store.due import ReportDue
from store.item_figures import ItemFigure
from store.overview import Overview
from store.receipts import Receipt
from store.running import differ
from store.text import format_number
from tui.overview_words import (
    DeadlineLine,
    blocker_told,
    call_told,
    deadline_marks,
    due_told,
    item_counts,
    report_state,
    report_title,
    share,
    target_told,
    time_told,
)
from tui.screens.overview_lines import Elsewhere, More, Target

_APPLIES = {
    "administrative": "chỉ tính công chức, viên chức hành chính",
    "smartphone": "chỉ tính người có điện thoại thông minh",
}


def told_of(found: Overview, target: Target, *, whole: bool = False) -> str:
    """Two lines, or for a page of its own (`whole`) everything that is known."""
    match target:
        case ItemFigure() as figure:
            return _item(found, figure)
        case DeadlineLine() as line:
            return _deadline(found, line, whole=whole)
        case ReportDue() as report:
            return _report(found, report)
        case Receipt() as one:
            when = f"{time_told(one.due, found.now)} (hạn {due_told(one.due)})"
            return f"{one.unit}: chưa gửi tệp của kỳ này, {when}.\nEnter: Sổ nhận, có sẵn lời nhắc để gửi."
        case Blocker() as blocker:
            nobody = "" if blocker.unit_id == found.station_id else "Chưa ghi gọi ai: F3, chọn đơn vị, Enter"
            told = (call_told(blocker) or nobody, "Enter: những người này")
            return f"{blocker_told(blocker)}\n{' · '.join(part for part in told if part)}"
        case More():
            return "Enter: xem hết mục này."
        case Elsewhere():
            return "Enter: mở."
    return ""


def _item(found: Overview, figure: ItemFigure) -> str:
    item = figure.item
    asked = found.asked.get(item.key, ())
    lines = [f"{item.title}: {item_counts(figure)}{target_told(found, figure)}"]
    if differ(asked):
        told = "; ".join(
            f"{share(each.target)}{f' của {each.among}' if each.among else ''}"
            f"{f' {each.deadlines[0].told}' if each.deadlines else ''} ({each.campaign})"
            for each in asked
            if each.target is not None
        )
        lines.append(f"* các kế hoạch đòi khác nhau: {told}")
    elif item.applies_to in _APPLIES:
        lines.append(f"{_APPLIES[item.applies_to]}; ai không áp dụng thì không tính")
    lines.append("Enter: từng đơn vị, nơi thiếu nhiều nhất trước")
    return "\n".join(lines)


def _deadline(found: Overview, line: DeadlineLine, *, whole: bool) -> str:
    first = line.first
    several = len(found.campaigns) > 1 or whole
    whose = f" · {found.campaigns.get(first.campaign, first.campaign)}" if first.campaign and several else ""
    when = f"{time_told(first.due, found.now)} (hạn {due_told(first.due)}){deadline_marks(first)}"
    if whole:
        return f"{line.title}\n\n{when}\n\n{whose.removeprefix(' · ')}"
    return f"{when}{whose}\n{line.title}"


def _report(found: Overview, report: ReportDue) -> str:
    to = f" gửi {', '.join(report.to)}" if report.to else ""
    title = found.campaigns.get(report.campaign, report.campaign)
    state = report_state(report, found.now)
    return f"{report_title(report)}{to}: {state}\n{report.told} · {title}\nEnter: xem, chốt và xuất báo cáo"


def units_told(figure: ItemFigure, unit: str) -> str:
    """`Trường … : BHYT 12/14 người, 85,71%, còn thiếu 2`."""
    missing = f", còn thiếu {format_number(figure.lacking)}" if figure.lacking else ""
    return f"{unit}: {figure.item.short_title} {item_counts(figure)}{missing}"
