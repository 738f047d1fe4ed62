"""The sentences of the overview, for its screen and for `tyt status`."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from store.calendar.deadlines import is_late
from store.calendar.periods import KINDS, report_text
from store.calendar.wording import due_text, short_due_text, time_left_text
from store.campaigns.running import differ
from store.campaigns.words import deadlines_text
from store.checklist.applicability import who_text
from store.counting.forecast import a_week_ago, forecast
from store.counting.item_figures import ItemFigure
from store.masks import cover_numbers
from store.monitoring.blockers import Blocker, Call
from store.monitoring.due import DONE, Deadline, ReportDue
from store.monitoring.overview import Overview
from store.monitoring.tasks import WORK_NAMES
from store.text import format_number, format_percent, format_share, led_by_its_subject
from store.words.unanswered import rows_text


def outside_copy_text(at: str, now: datetime) -> str:
    """The age of the last copy outside of this computer: `Bản sao ngoài máy này: 3 ngày trước`; `at` "" means none."""
    if not at:
        return "Chưa có bản sao nào ngoài máy này"
    days = (now.date() - datetime.fromisoformat(at).date()).days
    when = "hôm nay" if days <= 0 else "hôm qua" if days == 1 else f"{format_number(days)} ngày trước"
    return f"Bản sao ngoài máy này: {when}"


def item_counts(figure: ItemFigure) -> str:
    """Number and rate of people who have an item: `28/41 người, 68,29%`."""
    if not figure.applicable:
        return "chưa hỏi ai"
    counts = f"{format_number(figure.done)}/{format_number(figure.applicable)}"
    return f"{counts} người, {format_percent(figure.done, figure.applicable)}"


def target_text(found: Overview, figure: ItemFigure) -> str:
    """The target of an item and what it lacks: ` · chỉ tiêu 100%, còn thiếu 13`; "" without a target."""
    target = figure.item.target
    if target is None or not figure.applicable:
        return ""
    mark = " *" if differ(found.asked.get(figure.item.key, ())) else ""
    missing = f"còn thiếu {format_number(figure.to_target)}" if figure.to_target else "đạt"
    return f" · chỉ tiêu {format_share(target)}{mark}, {missing}"


def forecast_text(found: Overview, figure: ItemFigure) -> str:
    """The need until the coming deadline and the trend: `Cần 5 người/ngày để kịp …`; "" without a coming deadline."""
    needed = forecast(found.due, figure.item.key, found.now)
    before = a_week_ago(found.trend.get(figure.item.key, ()), found.now.date())
    parts = []
    if needed is not None:
        need = f"cần {format_number(needed.a_day)} người/ngày để kịp hạn {needed.due:%d/%m/%Y}"
        # Whom the deadline concerns, where that is not everybody whom the item is asked of.
        whom = who_text(needed.of) if needed.of != figure.item.applies_to else ""
        sentence = f"{whom}: {need}" if whom else need
        parts.append(f"{sentence[0].upper()}{sentence[1:]}")
    if before is not None:
        change = figure.done - before.done
        gained = (
            f"thêm {format_number(change)}" if change > 0 else f"bớt {format_number(-change)}" if change else "thêm 0"
        )
        parts.append(f"từ {before.day:%d/%m} {gained} người")
    return f"{'; '.join(parts)}." if needed is not None else ""


class DeadlineLine(NamedTuple):
    """One task, or all items of a campaign that are due at the same moment."""

    deadlines: tuple[Deadline, ...]

    @property
    def first(self) -> Deadline:
        """The deadline that stands for all of the line."""
        return self.deadlines[0]

    @property
    def title(self) -> str:
        """The full title: `Nhiệm vụ 4: 100% đơn vị …`, `Mục CCCD, Mức 2, BHYT của từng người`."""
        return self.text(several=False)

    @property
    def short(self) -> str:
        """The short title: `Nhiệm vụ 4`, `Mục của từng người`."""
        return f"{WORK_NAMES[self.first.kind]} {self.first.label}" if self.first.item is None else "Mục của từng người"

    def text(self, *, several: bool, in_list: bool = False) -> str:
        """The title; with `several` the campaign too: `Nhiệm vụ 4 (tri-ton-2026): 100% đơn vị …`.

        `in_list` drops the share at its beginning, because most titles begin with one.
        """
        whose = f" ({self.first.campaign})" if several and self.first.campaign else ""
        if self.first.item is None:
            title = led_by_its_subject(self.first.title) if in_list else self.first.title
            return f"{WORK_NAMES[self.first.kind]} {self.first.label}{whose}: {title}"
        who = who_text(self.first.of) or "từng người"
        return f"Mục {', '.join(each.label for each in self.deadlines)} của {who}{whose}"


def deadline_lines(deadlines: Iterable[Deadline]) -> list[DeadlineLine]:
    """Lines of the deadlines that are not done, in their order; items due together share a line."""
    found: dict[object, list[Deadline]] = {}
    for each in deadlines:
        if each.state != DONE:
            key = (each.campaign, each.due, each.of) if each.item else (each.campaign, each.task)
            found.setdefault(key, []).append(each)
    return [DeadlineLine(tuple(each)) for each in found.values()]


def most_urgent(waiting: list[DeadlineLine], room: int, *, coming: int = 2) -> list[DeadlineLine]:
    """At most `room` lines, late ones first, but with up to `coming` of the next ones kept."""
    late = [line for line in waiting if line.first.late]
    ahead = [line for line in waiting if not line.first.late]
    kept = ahead[: max(room - len(late), min(coming, len(ahead)))]
    return [*late[: room - len(kept)], *kept]


def deadline_marks(each: Deadline) -> str:
    """The remark on a deadline for which the source names several dates; "" otherwise."""
    if not each.contradicted:
        return ""
    return " [* văn bản ghi hai hạn: " + deadlines_text(each.named) + "]"


def lateness(each: Deadline, now: datetime) -> str:
    """The time left or passed: `quá hạn 2 ngày`; after only one of the source's dates `qua 1 hạn, còn 3 ngày`.

    Where a source contradicts itself, only days after its latest date are late in every case.
    """
    if not (each.contradicted and each.late):
        return time_left_text(each.due, now)
    days = [named.due for named in each.named if named.due is not None]
    ahead = [due for due in days if not is_late(due, now)]
    if ahead:
        return f"qua 1 hạn, {time_left_text(min(ahead), now)}"
    return "qua 1 hạn" if each.disputed else time_left_text(max(days), now)


def report_title(each: ReportDue, *, whose: bool = False) -> str:
    """The title of a report with its period: `Báo cáo tuần 17/06–23/06/2026`, `Báo cáo tháng 11/2024 (Phụ lục 1)`.

    The report's own name follows, with `whose` after the campaign: ` · bo-y-te-2025 · chủ trì`.
    """
    title = report_text(each.report.kind, each.period, each.campaign.sent_as(each.report))
    return " · ".join(filter(None, (title, each.campaign.name if whose else "", each.report.name)))


def report_state(each: ReportDue, now: datetime) -> str:
    """The state of a report: `quá hạn 20 phút, chưa chốt (hạn trước 15:00 23/06/2026)`."""
    if each.due is None:
        return f"{'đã chốt' if each.issued else 'chưa chốt'} (văn bản không nêu ngày: {each.report.deadline.text})"
    state = "đã chốt" if each.issued else f"{time_left_text(each.due, now)}, chưa chốt"
    return f"{state} (hạn {due_text(each.due)})"


def blocker_text(each: Blocker) -> str:
    """A blocker in words: `14 người chưa BHYT – Chờ BHXH cập nhật (kéo theo Sổ SK)`."""
    follows = f" (kéo theo {', '.join(each.follows)})" if each.follows else ""
    return f"{format_number(each.people)} người chưa {each.item.short_title} – {each.reason}{follows}"


def reasons_text(call: Call) -> str:
    """What a unit lacks, the most frequent reason first: `Chưa có thông tin: 31 CCCD, 31 Ký số; …; kéo theo 5`."""
    texts = [
        f"{reason}: {', '.join(f'{format_number(each.people)} {each.item.short_title}' for each in groups)}"
        for reason, groups in call.reasons
    ]
    return "; ".join([*texts, *([f"kéo theo {format_number(call.waiting)}"] if call.waiting else [])])


def call_text(call: Call, *, is_whole: bool = False) -> str:
    """Whom to call: `Gọi: cô Lan •••••••678`; `is_whole` shows the full number; "" without a contact."""
    contact = call.contact or ""
    return f"Gọi: {contact if is_whole else cover_numbers(contact)}" if contact else ""


def _nearest(found: Overview) -> str:
    """The next deadline of a report or task and the time left; "" when nothing is due."""
    named = [
        *((each.due, KINDS[each.report.kind].title) for each in found.reports if not (each.issued or each.late)),
        *((line.first.due, line.short) for line in deadline_lines(found.deadlines) if not line.first.late),
    ]
    due, name = min(((due, name) for due, name in named if due is not None), default=(None, ""))
    return "" if due is None else f"{name} {time_left_text(due, found.now)} ({short_due_text(due)})"


def summary(found: Overview) -> str:
    """The overview in one line: `Báo cáo tuần còn 5 giờ (15:00 T3 23/06) · 2 hạn đã quá · 3 đơn vị chưa gửi`."""
    late = sum(each.first.late for each in deadline_lines(found.deadlines))
    late_reports = sum(each.late for each in found.reports)
    parts = [f"{late_reports} báo cáo quá hạn"] if late_reports else []
    parts += [f"{late} hạn đã quá"] if late else []
    if not late_reports and (nearest := _nearest(found)):
        parts.insert(0, nearest)
    waiting = rows_text(found.unanswered)
    if found.receipts and (found.missing or not waiting):
        parts.append(f"{len(found.missing)} đơn vị chưa gửi" if found.missing else "đã gửi đủ")
    parts += [waiting] if waiting else []
    if found.is_copy_due:
        parts.append("cần sao lưu")
    if to_call := [call for call in found.calls if call.unit_id != found.station_id]:
        parts.append(f"{len(to_call)} đơn vị cần gọi")
    if found.left_out:
        parts.append(f"{sum(lines for _, lines in found.left_out)} dòng số liệu gửi chưa tính")
    return " · ".join(parts)
