"""Builds the lines of the overview for a width, and the text about the line under the cursor."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from store.calendar.wording import due_text, time_left_text
from store.campaigns.item import AskedItem
from store.campaigns.running import differ
from store.checklist.applicability import NOBODY, who_text
from store.counting.forecast import POINTS, a_week_ago, course, forecast, points
from store.counting.item_figures import ItemFigure
from store.frozen import frozen
from store.masks import cover_numbers
from store.monitoring.blockers import Call
from store.monitoring.due import Deadline, ReportDue
from store.monitoring.overview import Overview
from store.receiving.receipts import Receipt
from store.text import format_number, format_percent, format_share
from store.words.overview import (
    DeadlineLine,
    call_text,
    deadline_lines,
    deadline_marks,
    forecast_text,
    item_counts,
    lateness,
    most_urgent,
    outside_copy_text,
    reasons_text,
    report_state,
    report_title,
    target_text,
)
from store.words.unanswered import unanswered_text
from tui.framework.work_screen import fit
from tui.screens.overview.bars import COLOURS, SIGNS, Blocks, bar, spark
from tui.widgets.line_list import SectionLine, Tint

ITEMS, REPORTS, DEADLINES = "items", "reports", "deadlines"
RECEIPTS, BLOCKERS, PLACES = "receipts", "blockers", "places"
_NEAR = timedelta(hours=48)
COPIES = "copies"  # the place of work
_WRAPPED = 10  # letters that a line loses where it is broken between words
_TITLE, _TIME, _TREND = 8, 23, POINTS  # columns of an item's short title, of the time left, of the trend


#: In an empty register, by the place that each opens.
_FIRST_STEPS = (
    ("receive", "1  F4            Nhận tệp danh sách mà các đơn vị gửi (Excel, Word, csv …); Ctrl+O: thông tin trạm"),
    ("roster", "2  F2, Ctrl+N    Gõ những người không có trong tệp nào"),
    ("phu_luc_1", "3  F5            Xem Phụ lục 1, chốt rồi xuất để in và ký"),
)

#: What a file of the overview calls its sections; the places of work are no part of it.
SECTION_NAMES = {
    ITEMS: "Mục theo dõi",
    REPORTS: "Báo cáo phải gửi",
    DEADLINES: "Hạn",
    RECEIPTS: "Bản nộp",
    BLOCKERS: "Còn thiếu",
}


@frozen
class More:
    """Target of the line "… còn", which opens the rest of its section."""

    section: str


@frozen
class Elsewhere:
    """Target that opens another place of work."""

    mode: str


Target = ItemFigure | DeadlineLine | ReportDue | Receipt | Call | More | Elsewhere | None


class Lines:
    """Builds the lines of one overview; `targets` holds for each line what it is about."""

    def __init__(self, found: Overview, width: int, height: int, blocks: Blocks, opened: Collection[str] = ()) -> None:
        self._found = found
        self._width = width - 2  # the mark of the cursor
        self._is_tall = height > 28
        self._blocks = blocks
        self._opened = opened
        self.lines: list[SectionLine] = []
        self.targets: list[Target] = []

    def build(self, places: Sequence[tuple[str, str, str]]) -> tuple[list[SectionLine], list[Target]]:
        """Build all sections; `places` are (mode, title, tooltip) of the places of work without a key."""
        self._items()
        self._reports()
        self._deadlines()
        self._receipts()
        self._blockers()
        self._heading(PLACES, "MỞ NƠI KHÁC")
        for mode, title, tooltip in places:
            if mode == COPIES and not self._found.is_copy_due and self._found.is_counted:
                tooltip = f"{outside_copy_text(self._found.copied_at, self._found.now)}; khôi phục, làm bản sao"
            self._line(PLACES, f"{title:<20}{tooltip}", Elsewhere(mode), key=mode)
        return self.lines, self.targets

    def _heading(self, section: str, text: str) -> None:
        self.lines.append(SectionLine(section, fit(text, self._width), is_heading=True))
        self.targets.append(None)

    def _line(
        self,
        section: str,
        text: str,
        target: Target,
        *,
        loud: bool = False,
        key: object = None,
        near: bool = False,
        tint: Tint | None = None,
        cells: tuple[str, str, str] | None = None,
    ) -> None:
        line = SectionLine(section, fit(text, self._width), False, loud, near, key, tint, cells or (text, "", ""))
        self.lines.append(line)
        self.targets.append(target)

    def _timed(
        self, section: str, time: str, text: str, target: Target, *, loud: bool, key: object, near: bool
    ) -> None:
        """Add a line that begins with the time left until a deadline."""
        cells = (text, time, "")
        self._line(section, f"{time:<{_TIME}} {text}", target, loud=loud, key=key, near=near, cells=cells)

    def _more(self, section: str, count: int, text: str) -> None:
        words = f"… còn {format_number(count)} {text}"
        self._line(section, f"{words}: Enter để xem hết", More(section), key=section, cells=(words, "", ""))

    # -- items

    def _items(self) -> None:
        found = self._found
        counts = [f"{format_number(figure.done)}/{format_number(figure.applicable)}" for figure in found.items]
        missing, trends = list(map(self._missing, found.items)), list(map(self._trend, found.items))
        courses = [course(found.due, each, found.trend.get(each.item.key, ()), found.now) for each in found.items]
        marked = [SIGNS[each] + words for each, words in zip(courses, missing, strict=True)]
        count_width, missing_width, trend_width = (
            max(map(len, texts), default=0) for texts in (counts, marked, trends)
        )
        bar_width = self._width - _TITLE - count_width - 7 - missing_width - trend_width - 8
        bar_width = max(6, min(48, bar_width))
        people = f" · {format_number(found.people)} người" if found.is_counted else ""
        if found.is_counted and not found.people:
            self._heading(ITEMS, "MỤC THEO DÕI · 0 người: bắt đầu từ đây")
            for mode, step in _FIRST_STEPS:
                self._line(ITEMS, step, Elsewhere(mode), key=mode)
            return
        self._heading(ITEMS, f"MỤC THEO DÕI{people}")
        for at, figure in enumerate(found.items):
            count, rate = counts[at], format_percent(figure.done, figure.applicable)
            text = (
                f"{fit(figure.item.short_title, _TITLE):<{_TITLE}} {bar(figure, bar_width, self._blocks)}"
                f" {count:>{count_width}} {rate:>7}  {marked[at]:<{missing_width}}  {trends[at]}"
            )
            cells = (figure.item.title, missing[at], f"{count}, {rate}")
            tint = (_TITLE + 1, _TITLE + bar_width + 2, COLOURS[courses[at]])
            self._line(ITEMS, text.rstrip(), figure, key=figure.item.key, tint=tint, cells=cells)
        if not found.is_counted:
            self._line(ITEMS, "Đang đếm …", None)
        elif not found.items:
            self._line(ITEMS, "Danh sách mục còn trống: hãy chọn một kế hoạch (tyt campaign use).", None)

    def _missing(self, figure: ItemFigure) -> str:
        if figure.item.target is None:
            return "không đặt chỉ tiêu" if self._width > 100 else ""
        mark = "*" if differ(self._found.asked.get(figure.item.key, ())) else ""
        if not figure.applicable:
            return "không ai"
        target = f" {format_share(figure.item.target)}" if figure.item.target != 1 else ""
        if not figure.to_target:
            return f"✓ đạt{target}{mark}"
        needed = forecast(self._found.due, figure.item.key, self._found.now) if self._width > 100 else None
        # Of a deadline that concerns only some, the line below says how many a day and of whom.
        is_of_all = needed is not None and needed.of == figure.item.applies_to
        pace = f" · cần {format_number(needed.a_day)}/ngày" if needed is not None and is_of_all else ""
        return f"còn {format_number(figure.to_target)} người" + (f" tới{target}" if target else "") + mark + pace

    def _trend(self, figure: ItemFigure) -> str:
        days, today = self._found.trend.get(figure.item.key, ()), self._found.now.date()
        before = a_week_ago(days, today)
        if before is None:
            return ""
        change = figure.done - before.done
        sign = "±" if change == 0 else "+" if change > 0 else "−"
        drawn = spark([point.done for point in points(days, figure.done, today)], self._blocks.levels)
        return f"{drawn:>{_TREND}} {sign}{format_number(abs(change))} từ {before.day:%d/%m}"

    # -- what is due

    def _time(self, each: ReportDue | Deadline | Receipt) -> str:
        if isinstance(each, Deadline):
            return f"{'! ' if each.late and not each.disputed else ''}{lateness(each, self._found.now)}"
        due = "không nêu ngày" if each.due is None else time_left_text(each.due, self._found.now)
        return f"{'! ' if each.late else ''}{due}"

    def _is_near(self, each: ReportDue | Deadline | Receipt) -> bool:
        return each.due is not None and not each.late and each.due - self._found.now <= _NEAR

    def _reports(self) -> None:
        late = sum(each.late for each in self._found.reports)
        self._heading(REPORTS, f"BÁO CÁO PHẢI GỬI · {late} quá hạn" if late else "BÁO CÁO PHẢI GỬI")
        several = len(self._found.campaigns) > 1
        for each in self._found.reports:
            time = "✓ đã chốt" if each.issued else self._time(each)
            state = "" if each.issued else " · chưa chốt"
            title = f"{report_title(each, whose=several)}{state}"
            key, near = (each.campaign.name, each.report.key, each.period), not each.issued and self._is_near(each)
            self._timed(REPORTS, time, title, each, loud=each.late, key=key, near=near)
        if not self._found.reports:
            self._line(REPORTS, "Không có báo cáo nào phải gửi.", None)

    def _deadlines(self) -> None:
        waiting = deadline_lines(self._found.deadlines)
        late = sum(line.first.late for line in waiting)
        self._heading(DEADLINES, f"HẠN · {late} quá hạn, {len(waiting) - late} sắp tới" if waiting else "HẠN")
        shown = waiting if DEADLINES in self._opened else most_urgent(waiting, 5)
        several = len(self._found.campaigns) > 1
        for line in shown:
            first = line.first
            mark = " *" if first.contradicted else ""
            key, time, near = (first.campaign, first.task, first.item), self._time(first) + mark, self._is_near(first)
            self._timed(
                DEADLINES, time, line.text(several=several, in_list=True), line, loud=first.late, key=key, near=near
            )
        if not waiting:
            self._line(DEADLINES, "Không còn việc nào có hạn.", None)
        elif len(shown) < len(waiting):
            hidden = late - sum(line.first.late for line in shown)
            text = f"hạn nữa, {format_number(hidden)} đã quá" if hidden else "hạn nữa"
            self._more(DEADLINES, len(waiting) - len(shown), text)
        if self._found.is_copy_due:
            words = outside_copy_text(self._found.copied_at, self._found.now)
            self._timed(DEADLINES, "! sao lưu", words, Elsewhere(COPIES), loud=True, key=COPIES, near=False)

    def _receipts(self) -> None:
        missing, received = self._found.missing, self._found.received
        total = len(missing) + len(received)
        period = f" của kỳ từ {(missing or received)[0].period_start:%d/%m}" if total else ""
        heading = f"BẢN NỘP{period} · {len(received)}/{total} đơn vị đã gửi" if total else "BẢN NỘP"
        self._heading(RECEIPTS, heading)
        shown = missing if RECEIPTS in self._opened else missing[: 4 if self._is_tall else 3]
        for one in shown:
            words, near = f"{one.unit} · chưa gửi", self._is_near(one)
            self._timed(RECEIPTS, self._time(one), words, one, loud=one.late, key=one.unit_id, near=near)
        if len(shown) < len(missing):
            self._more(RECEIPTS, len(missing) - len(shown), "đơn vị chưa gửi")
        if not missing:
            text = "Các đơn vị đã gửi đủ." if total else "Chưa có đơn vị nào để chờ: F3 để thêm đơn vị."
            self._line(RECEIPTS, text, Elsewhere("receipts"), key="none")
        for waiting in self._found.unanswered:
            self._line(RECEIPTS, f"! {unanswered_text(waiting)}", Elsewhere("receive"), key=waiting.submission_id)

    def _blockers(self) -> None:
        found = self._found.calls
        lacking = format_number(sum(call.lacking for call in found))
        sums = f" · {len(found)} đơn vị, {lacking} chỗ còn thiếu" if found else ""
        self._heading(BLOCKERS, f"CÒN THIẾU GÌ ĐỂ ĐỦ 100 %{sums}")
        shown = found if BLOCKERS in self._opened else found[: 8 if self._is_tall else 5]
        width = max((len(format_number(call.lacking)) for call in shown), default=0)
        for call in shown:
            whom = f" · gọi {cover_numbers(call.contact)}" if call.contact else ""
            number, words = format_number(call.lacking), f"{call.unit}{whom} · {reasons_text(call)}"
            cells = (words, f"thiếu {number}", "")
            self._line(BLOCKERS, f"thiếu {number:>{width}}  {words}", call, key=call.unit_id, cells=cells)
        if len(shown) < len(found):
            self._more(BLOCKERS, len(found) - len(shown), "đơn vị nữa")
        if not found:
            text = _nobody_to_call(self._found) if self._found.is_counted else "Đang đếm …"
            self._line(BLOCKERS, text, None)


def _nobody_to_call(found: Overview) -> str:
    """Why the list of units to call is empty.

    People who lack an item without a target, or one whose target is reached, are not counted in that list.
    """
    if not found.people:
        return "Chưa có ai trong danh sách."
    if not any(figure.lacking for figure in found.items):
        return "Không còn ai thiếu mục nào."
    has_target = any(figure.item.target is not None for figure in found.items)
    why = "Mục nào có chỉ tiêu cũng đã đạt" if has_target else "Không mục nào đặt chỉ tiêu"
    return f"{why}. F9: ai còn chưa, vì sao."


def strip_text(found: Overview, target: Target, width: int) -> str:
    """The text about the line under the cursor, up to three lines of `width` letters."""
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
        case Elsewhere(mode) if mode == COPIES:
            words = outside_copy_text(found.copied_at, found.now)
            return f"{words}. Máy hỏng hay mất thì chỉ còn bản sao ở USB hay nơi khác.\nEnter: Sao lưu."
        case Elsewhere():
            return "Enter: mở."
    return ""


ITEM_KEYS = "F9: vì sao chưa · Enter: từng đơn vị"


def _item(found: Overview, figure: ItemFigure) -> str:
    item = figure.item
    asked = found.asked.get(item.key, ())
    lines = [f"{item.title}: {item_counts(figure)}{target_text(found, figure)}"]
    if differ(asked):
        lines.append("* các kế hoạch đòi khác nhau: " + "; ".join(_asked(found, each) for each in asked))
    elif item.applies_to == NOBODY:
        lines.append("Không kế hoạch nào đang chạy hỏi mục này; điều đã biết vẫn còn trong sổ.")
    elif who := who_text(item.applies_to):
        lines.append(f"chỉ tính {who}; ai không áp dụng thì không tính")
    lines.append(f"{forecast_text(found, figure)} {ITEM_KEYS}".strip())
    return "\n".join(lines)


def _asked(found: Overview, each: AskedItem) -> str:
    """What a campaign asks of an item, and how far it is.

    Such as `100% của người có điện thoại thông minh đến hết ngày 22/12/2024 (an-phu-2024): 27/35`.
    """
    own = next((figure for figure in found.own.get(each.campaign, ()) if figure.item.key == each.key), None)
    words = [format_share(each.target) if each.target is not None else "không đặt chỉ tiêu"]
    words += [f"của {each.among}"] if each.among else []
    words += [each.deadlines[0].text] if each.deadlines else []
    counts = f": {format_number(own.done)}/{format_number(own.applicable)}" if own is not None else ""
    return f"{' '.join(words)} ({each.campaign}){counts}"


def _deadline(found: Overview, line: DeadlineLine, width: int) -> str:
    first = line.first
    when = f"{lateness(first, found.now)} (hạn {due_text(first.due)}){deadline_marks(first)}"
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
    """How far an item is in a unit: `Trường … · BHYT: 12/14 người, 85,71%, còn thiếu 2`."""
    missing = f", còn thiếu {format_number(figure.lacking)}" if figure.lacking else ""
    return f"{unit} · {figure.item.short_title}: {item_counts(figure)}{missing}"
