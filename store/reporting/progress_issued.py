"""Freezing a progress report; of a period that was frozen before, a correction that lists what differs."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from store.campaigns import running
from store.checklist.applicability import Rules
from store.checklist.items import checklist_items
from store.counting.count_items import counted_units, with_counts
from store.counting.item_figures import item_figures, patterns
from store.database import Store
from store.errors import RefusedError
from store.reporting import issued
from store.reporting.issued import NOBODY
from store.reporting.progress import report_key
from store.reporting.progress_paper import SECTION_HEADINGS, SECTIONS, FrozenMark, ProgressPaper, from_json, task_state
from store.text import format_number


def changes_since(store: Store, paper: ProgressPaper) -> tuple[int, tuple[str, ...]] | None:
    """(number of the frozen copy that this paper would correct, what differs); None: its period has none."""
    corrected = issued.of_period(store, report_key(paper.campaign, paper.report or paper.kind), paper.period[0])
    if corrected is None:
        return None
    changes = differences(from_json(issued.content(store, corrected.id)[1]), paper) if corrected.sound else ()
    return corrected.number, changes


def issue(store: Store, paper: ProgressPaper) -> "IssuedProgress":
    """Freeze a paper: figures, words and the people behind the figures, with a SHA-256 over all of it.

    Of a period that was frozen before it is a correction, and lists what differs.

    Raises:
        RefusedError: it counts nobody; or the people changed since the paper was drafted, so that they are not
            those whom it counts.
    """
    if not paper.people:
        raise RefusedError(NOBODY)
    with store.transaction():
        rules = Rules(store, running.checklist_of(store, running.get(store, paper.campaign)))
        figures = with_counts(rules, item_figures(rules, patterns(store)), counted_units(store))
        drafted = {item.key: (item.done, item.applicable) for item in paper.items}
        if drafted != {figure.item.key: (figure.done, figure.applicable) for figure in figures}:
            raise RefusedError("Số liệu vừa thay đổi sau khi lập báo cáo. Hãy xem lại rồi chốt.")

        def content(number: int, now: datetime, corrected: issued.IssuedHead | None) -> tuple[dict[str, Any], object]:
            sound = corrected is not None and corrected.sound
            marked = replace(
                paper,
                corrections=differences(from_json(issued.content(store, corrected.id)[1]), paper)
                if corrected and sound
                else (),
                issued=FrozenMark(number, now.isoformat()),
            )
            return asdict(marked), _sources(store)

        report_id = issued.freeze(
            store,
            report_key(paper.campaign, paper.report or paper.kind),
            f"Báo cáo {paper.period_text}",
            content,
            paper.campaign,
            paper.kind,
            paper.period[0],
        )
        return get_issued(store, report_id)


def _sources(store: Store) -> dict[str, Any]:
    """Who is behind the figures, and the files that they were read from.

    Ids and packed states side by side: every figure of every item can be counted again from them.
    """
    rows = list(store.rows("SELECT id, states FROM staff WHERE removed_at IS NULL ORDER BY id"))
    files = list(
        store.rows("SELECT id, file_name, sha256, received_at FROM submission WHERE taken_back_at IS NULL ORDER BY id")
    )
    return {
        "ids": [row[0] for row in rows],
        "states": [row[1] for row in rows],
        "items": [item.key for item in checklist_items(store)],
        "submissions": [list(row) for row in files],
    }


@dataclass(frozen=True, slots=True)
class IssuedProgress:
    """One frozen progress report."""

    head: issued.IssuedHead
    paper: ProgressPaper

    @property
    def mark(self) -> FrozenMark:
        """Which copy of its report it is."""
        return FrozenMark(self.head.number, self.head.issued_at)


def get_issued(store: Store, report_id: int) -> IssuedProgress:
    """One frozen copy, its SHA-256 checked.

    Raises:
        RefusedError: there is none, or it was changed behind the program's back.
    """
    head, paper, _ = issued.content(store, report_id)
    return IssuedProgress(head, from_json(paper, FrozenMark(head.number, head.issued_at)))


def differences(old: ProgressPaper, new: ProgressPaper) -> tuple[str, ...]:
    """What a correction changes, a line each, in Vietnamese."""
    found = []
    if old.people != new.people:
        found.append(f"Tổng số người: {format_number(old.people)} → {format_number(new.people)}")
    was = {item.key: item for item in old.items}
    for item in new.items:
        before = was.get(item.key)
        if before is None:
            found.append(f"{item.short_title}: thêm mục này")
        elif (before.done, before.applicable) != (item.done, item.applicable):
            found.append(
                f"{item.short_title}: {format_number(before.done)}/{format_number(before.applicable)}"
                f" → {format_number(item.done)}/{format_number(item.applicable)}"
            )
    tasks = {task.number: task_state(task) for task in old.tasks}
    found += [
        f"Nhiệm vụ {task.number}: {tasks[task.number]} → {task_state(task)}"
        for task in new.tasks
        if tasks.get(task.number, task_state(task)) != task_state(task)
    ]
    figures = {line.title: (line.numerator, line.denominator) for line in old.indicators}
    found += [
        f"Chỉ tiêu “{line.title}”: {_figure(figures[line.title])} → {_figure((line.numerator, line.denominator))}"
        for line in new.indicators
        if line.title in figures and figures[line.title] != (line.numerator, line.denominator)
    ]
    found += [
        f"Sửa phần “{SECTION_HEADINGS[section]}”"
        for section in SECTIONS
        if old.sections.get(section, "") != new.sections.get(section, "")
    ]
    return tuple(found)


def _figure(pair: tuple[int | None, int | None]) -> str:
    return "/".join("…" if value is None else format_number(value) for value in pair)
