"""The words of a progress report that its screen, its paper and its corrections share."""

from store.calendar.wording import moment_text
from store.reporting.progress_paper import FrozenMark, TaskLine
from store.text import format_number
from store.words.tasks import state_on_paper


def frozen_text(mark: FrozenMark) -> str:
    """`lần 1, 14:05 ngày 16/06/2026`."""
    return f"lần {mark.number}, {moment_text(mark.moment)}"


def frozen_figures(mark: FrozenMark) -> str:
    """`Số liệu chốt lần 2, 14:05 ngày 23/06/2026`."""
    return f"Số liệu chốt {frozen_text(mark)}"


def task_state(task: TaskLine) -> str:
    """`Đã hoàn thành ngày 20/06/2026`, `Chưa thực hiện, quá hạn`."""
    return state_on_paper(task.state, task.done_on, is_late=task.is_late)


def change(now: int, before: int | None) -> str:
    """`+3`, `-2`, `0` against the report before; `–` where there is none."""
    if before is None:
        return "–"
    step = now - before
    return f"{'+' if step > 0 else '-' if step < 0 else ''}{format_number(abs(step))}"
