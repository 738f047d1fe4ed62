"""How tasks stand on the screen: which a view holds, the columns of a line, all that is to be said of one."""

from dataclasses import dataclass
from datetime import datetime

from store.calendar.deadlines import time_left
from store.calendar.wording import time_left_text
from store.campaigns.words import deadlines_text
from store.monitoring import tasks
from store.monitoring.tasks import TaskStanding
from store.text import format_date, format_number
from store.words.tasks import state_text

#: (title, tooltip) of each view, in the order of its digit.
VIEWS = (
    ("Tất cả", "Mọi nhiệm vụ"),
    ("Quá hạn", "Chưa xong mà đã quá hạn"),
    ("Trong 7 ngày", "Chưa xong, còn không quá 7 ngày"),
    ("Chưa xong", "Chưa làm và đang làm"),
)
#: A state is a sign and words, never a colour alone.
_SIGNS = {None: "·", "under_way": "~", "done": "✓"}
_LABEL, _STATE, _DAY, _LEFT, _CAMPAIGN = 6, 11, 12, 14, 18
_ROOM_FOR_CAMPAIGN = 100


def passes(standing: TaskStanding, view: int, now: datetime) -> bool:
    """Whether a view holds the task."""
    return (True, standing.is_late(now), standing.is_soon(now), not standing.is_done)[view]


def _sign_and_state(standing: TaskStanding) -> str:
    """`✓ đã xong`."""
    return f"{_SIGNS[standing.state]} {tasks.STATE_LABELS[standing.state].lower()}"


def _left(standing: TaskStanding, now: datetime) -> str:
    """`còn 6 ngày`, `! quá 3 ngày`; when it was done."""
    if standing.is_done:
        behind = f" (trễ {format_number(standing.days_behind)})" if standing.days_behind else ""
        return f"{format_date(standing.done_on)[:5]}{behind}"
    due = standing.task.due
    if due is None:
        return ""
    left = time_left(due, now)
    if standing.is_late(now):
        return f"! quá {format_number((-left).days)} ngày" if (-left).days else "! vừa quá hạn"
    return f"còn {format_number(left.days)} ngày" if left.days else time_left_text(due, now)


@dataclass(frozen=True, slots=True)
class TaskColumns:
    """The columns that a width of the screen has room for."""

    width: int
    has_campaign: bool

    @classmethod
    def fitting(cls, width: int, *, several: bool) -> "TaskColumns":
        """`several`: tasks of more than one campaign stand in the list."""
        return cls(width, several and width >= _ROOM_FOR_CAMPAIGN)

    def head(self) -> str:
        """The titles over the list."""
        return self._line("TT", "Tình trạng", "Chậm nhất", "Còn lại, xong", "Chiến dịch", "Nhiệm vụ")

    def line(self, standing: TaskStanding, now: datetime) -> str:
        """One task. A day with * is the earlier of two that the source names."""
        due = standing.task.due
        day = f"{due:%d/%m/%Y}" if due else "–"
        return self._line(
            standing.label,
            _sign_and_state(standing),
            f"{day}{'*' if standing.task.contradicted else ''}",
            _left(standing, now),
            standing.campaign.name,
            standing.task.title,
        )

    def _line(self, label: str, state: str, day: str, left: str, campaign: str, title: str) -> str:
        line = f"{label:<{_LABEL}}{state:<{_STATE}} {day:<{_DAY}}{left:<{_LEFT}} "
        if self.has_campaign:
            line += f"{campaign[: _CAMPAIGN - 1]:<{_CAMPAIGN}}"
        room = self.width - len(line)
        return line + (title if len(title) <= room else f"{title[: max(room - 1, 0)]}…")


def in_full(standing: TaskStanding, now: datetime, *, several: bool = False) -> str:
    """All that is known of a task, what decides first; of `several` campaigns first which one it is of."""
    task = standing.task
    contradicted = " · * hai chỗ ghi khác nhau, tính theo hạn sớm" if task.contradicted else ""
    state = state_text(standing, now)
    if standing.days_behind:
        state += f" (trễ {format_number(standing.days_behind)} ngày)"
    known = [standing.campaign.name, state] if several else [state]
    if standing.product:
        known.append(f"đã có: {standing.product}")
    if standing.responsible:
        known.append(f"phụ trách: {standing.responsible}")
    if standing.note:
        known.append(f"ghi chú: {standing.note}")
    lines = [
        " · ".join(known),
        f"Hạn: {deadlines_text(task.deadlines) or 'văn bản không ghi'}{contradicted}",
        f"{standing.label}. {task.title}",
        f"Chủ trì: {task.lead or '–'} · Phối hợp: {task.partners or '–'}",
        f"Sản phẩm: {task.product or '–'}",
        f"{standing.campaign.title} · {standing.campaign.source.issuer}",
    ]
    return "\n".join(lines)
