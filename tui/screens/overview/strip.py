"""The strip under the overview: the line under the cursor in full words."""

from store.calendar.wording import due_text, time_left_text
from store.campaigns.item import AskedItem
from store.campaigns.running import differ
from store.checklist.applicability import who_text
from store.counting.item_figures import ItemFigure
from store.monitoring.blockers import Call
from store.monitoring.due import ReportDue
from store.monitoring.overview import Overview
from store.receiving.receipts import Receipt
from store.text import format_number, format_share
from store.words.overview import (
    DeadlineLine,
    call_text,
    deadline_marks,
    item_counts,
    reasons_text,
    report_state,
    report_title,
    target_text,
)
from tui.framework.work_screen import fit
from tui.screens.overview.lines import Elsewhere, More, Target

_WRAPPED = 10  # letters that a line loses where it is broken between words


def strip_text(found: Overview, target: Target, width: int) -> str:
    """Three lines of that width."""
    match target:
        case ItemFigure() as figure:
            return _item(found, figure)
        case DeadlineLine() as line:
            return _deadline(found, line, width)
        case ReportDue() as report:
            return _report(found, report, width)
        case Receipt() as one:
            when = f"{time_left_text(one.due, found.now)} (hạn {due_text(one.due)})"
            return f"{one.unit}: chưa gửi tệp của kỳ này, {when}.\nEnter: Sổ nhận, có sẵn lời nhắc để gửi."
        case Call() as call:
            nobody = "" if call.unit_id == found.station_id else "Chưa ghi gọi ai: F3, chọn đơn vị, Enter"
            hints = (call_text(call) or nobody, "Enter: từng lý do, rồi từng người")
            room = 2 * width - _WRAPPED
            return f"{fit(f'{call.unit}. {reasons_text(call)}', room)}\n{' · '.join(part for part in hints if part)}"
        case More():
            return "Enter: xem hết mục này."
        case Elsewhere():
            return "Enter: mở."
    return ""


def _item(found: Overview, figure: ItemFigure) -> str:
    item = figure.item
    asked = found.asked.get(item.key, ())
    lines = [f"{item.title}: {item_counts(figure)}{target_text(found, figure)}"]
    if differ(asked):
        lines.append("* các kế hoạch đòi khác nhau: " + "; ".join(_asked(found, each) for each in asked))
    elif who := who_text(item.applies_to):
        lines.append(f"chỉ tính {who}; ai không áp dụng thì không tính")
    lines.append("Enter: từng đơn vị, nơi thiếu nhiều nhất trước")
    return "\n".join(lines)


def _asked(found: Overview, each: AskedItem) -> str:
    """`100% của người có điện thoại thông minh đến hết ngày 22/12/2024 (an-phu-2024): 27/35`."""
    own = next((figure for figure in found.own.get(each.campaign, ()) if figure.item.key == each.key), None)
    words = [format_share(each.target) if each.target is not None else "không đặt chỉ tiêu"]
    words += [f"của {each.among}"] if each.among else []
    words += [each.deadlines[0].text] if each.deadlines else []
    counts = f": {format_number(own.done)}/{format_number(own.applicable)}" if own is not None else ""
    return f"{' '.join(words)} ({each.campaign}){counts}"


def _deadline(found: Overview, line: DeadlineLine, width: int) -> str:
    first = line.first
    when = f"{time_left_text(first.due, found.now)} (hạn {due_text(first.due)}){deadline_marks(first)}"
    if len(found.campaigns) > 1 and first.campaign and len(when) + len(first.campaign) + 3 < width:
        when += f" · {first.campaign}"
    rows = 1 if len(when) > width else 2
    return f"{when}\n{fit(line.title, rows * width - _WRAPPED)}"


def _report(found: Overview, owed: ReportDue, width: int) -> str:
    report, several = owed.report, len(found.campaigns) > 1
    # Two reports of a campaign may be of the same days: those of lead units, those of the others.
    to = f" · {report.sender}" if report.sender and several else ""
    to += f" · gửi {', '.join(report.to)}" if report.to else ""
    whose = f" · {owed.campaign.name}" if several else ""
    state = report_state(owed, found.now)
    form = owed.campaign.form_name(report.form)
    opens = f"Enter: {form}, F6 ở đó để chốt" if form else "Enter: xem, chốt và xuất báo cáo"
    return f"{fit(f'{report_title(owed)}{to}', width)}\n{state}{whose}\n{opens}"


def unit_text(figure: ItemFigure, unit: str) -> str:
    """`Trường … : BHYT 12/14 người, 85,71%, còn thiếu 2`."""
    missing = f", còn thiếu {format_number(figure.lacking)}" if figure.lacking else ""
    return f"{unit}: {figure.item.short_title} {item_counts(figure)}{missing}"
