"""Writes the state of a task in words: for lists and forms, for papers, and for frozen reports."""

from datetime import datetime

from store.monitoring.tasks import STATE_LABELS, TaskStanding
from store.text import format_date

#: Columns behind those of the source's table; in csv each value has one of its own.
STATE_HEADS = ("Tình trạng", "Kết quả tại đơn vị")
CSV_STATE_HEADS = ("Tình trạng", "Ngày hoàn thành", "Sản phẩm đã có", "Người phụ trách", "Ghi chú")
#: What a line of "Kết quả tại đơn vị" begins with, behind the product, by its field.
LINES = {"responsible": "Phụ trách", "note": "Ghi chú"}
OVERDUE = "quá hạn"
DISPUTED = "đã qua một trong các hạn văn bản nêu"
ON_PAPER = {"not_begun": "Chưa thực hiện", "under_way": "Đang thực hiện", "done": "Đã hoàn thành"}


def state_on_screen(standing: TaskStanding, now: datetime) -> str:
    """The state for lists and forms: `Đã xong ngày 20/06/2026`, `Chưa làm, quá hạn`."""
    words = STATE_LABELS[standing.state]
    if standing.done_on:
        return f"{words} ngày {format_date(standing.done_on)}"
    if standing.is_disputed(now):
        return f"{words}, {DISPUTED}"
    return f"{words}{f', {OVERDUE}' if standing.is_late(now) else ''}"


def state_text(standing: TaskStanding, now: datetime) -> str:
    """The state for papers: `Đã hoàn thành ngày 20/06/2026`, `Chưa thực hiện, quá hạn`."""
    late = {"is_late": standing.is_late(now), "is_disputed": standing.is_disputed(now)}
    return state_on_paper(standing.state or "not_begun", standing.done_on, **late)


def state_on_paper(state: str, done_on: str | None = None, *, is_late: bool, is_disputed: bool = False) -> str:
    """The state for papers, from its parts: a state, the day on which it was done, whether its deadline is over.

    `is_disputed`: one of the deadlines that the source names is over and another is not; we do not decide which holds.
    """
    if done_on:
        return f"{ON_PAPER[state]} ngày {format_date(done_on)}"
    if is_disputed:
        return f"{ON_PAPER[state]}, {DISPUTED}"
    return f"{ON_PAPER[state]}{f', {OVERDUE}' if is_late else ''}"


def state_cells(standing: TaskStanding, now: datetime) -> dict[str, str]:
    """Column head -> cell of the columns that the program adds to the table of the source."""
    return {
        "Tình trạng": state_text(standing, now),
        "Kết quả tại đơn vị": result_text(standing),
        "Ngày hoàn thành": format_date(standing.done_on),
        "Sản phẩm đã có": standing.product or "",
        "Người phụ trách": standing.responsible or "",
        "Ghi chú": standing.note or "",
    }


def result_text(standing: TaskStanding) -> str:
    """The product of a task, who is responsible, and the note, one line each."""
    lines = [f"{label}: {text}" for name, label in LINES.items() if (text := getattr(standing, name))]
    return "\n".join([standing.product, *lines] if standing.product else lines)
