"""Nhiệm vụ: the tasks of all running campaigns, what is late and near, how far each is."""

import textwrap
from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from store import clock
from store.monitoring import tasks
from store.monitoring.tasks import TaskStanding
from store.text import format_number
from store.words.file_names import file_name
from tui.framework import exporting
from tui.framework.targets import Target, TaskTarget
from tui.framework.work_screen import ListScreen
from tui.keys import keys
from tui.screens.tracking.task_lines import VIEWS, TaskColumns, in_full, passes
from tui.widgets.dialogs import PickOne
from tui.widgets.line_list import LineList

_ALL = ""
_DETAIL_ROWS = 8  # under the list, as the style says: 9 with its border


class TasksScreen(ListScreen[TaskStanding]):
    """The list of tasks, and more of the one under the cursor."""

    PLACE_TITLE = "Nhiệm vụ"
    BINDINGS = keys(
        "tasks",
        ("enter", "edit", "Sửa", "Tình trạng, ngày xong, sản phẩm, phụ trách, ghi chú"),
        ("space", "step", "Đổi tình trạng", "Chưa làm → đang làm → đã xong hôm nay"),
        ("ctrl+s", "export", "Xuất", "Ghi bảng nhiệm vụ ra tệp Excel, csv, json"),
        ("ctrl+t", "lead", "Chủ trì", "Chỉ xem nhiệm vụ của một cơ quan chủ trì"),
        hidden=[
            ("1", "view(0)", "Tất cả", "Mọi nhiệm vụ", "view_1"),
            ("2", "view(1)", "Quá hạn", "Chưa xong mà đã quá hạn", "view_2"),
            ("3", "view(2)", "Trong 7 ngày", "Chưa xong, còn không quá 7 ngày", "view_3"),
            ("4", "view(3)", "Chưa xong", "Chưa làm và đang làm", "view_4"),
            ("ctrl+b", "campaign", "Chiến dịch", "Chỉ xem một chiến dịch"),
            ("escape", "everything", "Xem hết", "Bỏ mọi điều kiện lọc", "all"),
        ],
    )

    def __init__(self) -> None:
        super().__init__()
        self.known: list[TaskStanding] = []
        self.view = 0
        self.lead = _ALL
        self.campaign = _ALL
        # What was changed since the view was chosen stays in sight: the next key must not meet another task.
        self._touched: set[tuple[str, int]] = set()

    def compose_work(self) -> ComposeResult:
        """Views, what is chosen, heads, list, the task under the cursor."""
        yield Static(id="task-views", markup=False)
        yield Static(id="task-chosen", markup=False)
        yield Static(id="task-head", markup=False)
        yield LineList(id="tasks")
        yield Static(id="task-detail", markup=False)

    def key_of(self, row: TaskStanding) -> tuple[str, int]:
        """The campaign, and the number of the task in it."""
        return row.campaign.name, row.task.id

    def read_rows(self) -> Sequence[TaskStanding]:
        """Read the tasks again; answers those that are chosen."""
        self.known = tasks.all_tasks(self.store)
        if self.campaign not in {each.campaign.name for each in self.known}:
            self.campaign = _ALL
        if self.lead not in tasks.leads(self.known):
            self.lead = _ALL
        return self._in_view()

    def _within(self) -> list[TaskStanding]:
        """The tasks of the campaign and the office that are chosen."""
        return [
            each
            for each in self.known
            if self.campaign in (_ALL, each.campaign.name)
            and (self.lead == _ALL or self.lead in tasks.leads_of(each.task))
        ]

    def _in_view(self) -> list[TaskStanding]:
        now = clock.now()
        return [each for each in self._within() if passes(each, self.view, now) or self.key_of(each) in self._touched]

    def show_list(self) -> None:
        """Views, what is chosen, heads, a line a task."""
        now, within = clock.now(), self._within()
        counts = [sum(passes(each, view, now) for each in within) for view in range(len(VIEWS))]
        views = (
            f"{'[' if place == self.view else ' '}{place + 1} {title} {counts[place]}"
            f"{']' if place == self.view else ' '}"
            for place, (title, _) in enumerate(VIEWS)
        )
        self.query_one("#task-views", Static).update(" ".join(views))
        names = {each.campaign.name: each.campaign.title for each in self.known}
        self.query_one("#task-chosen", Static).update(
            f"Ctrl+T chủ trì: {self.lead or 'tất cả'} · Ctrl+B chiến dịch: {names.get(self.campaign, 'tất cả')}"
        )
        columns = TaskColumns.fitting(self.size.width - 4, several=len(names) > 1 and self.campaign == _ALL)
        self.query_one("#task-head", Static).update(columns.head())
        self.show_rows(lambda each: (columns.line(each, now), each.is_late(now)))

    def describe(self) -> None:
        """More of the task under the cursor."""
        chosen = self.chosen
        if chosen is not None:
            words = in_full(chosen, clock.now(), several=len({each.campaign.name for each in self.known}) > 1)
        elif self.known:
            words = "Không có nhiệm vụ nào như vậy. Esc để xem hết."
        else:
            words = "Chưa có chiến dịch nào đang chạy có nhiệm vụ. Ctrl+P rồi Chiến dịch để chạy một kế hoạch."
        self.query_one("#task-detail", Static).update(_cut(words, self.size.width - 2))

    # -- what to see

    def action_view(self, view: int) -> None:
        """Only what is late, near, or not done."""
        self.view = view
        self._touched.clear()
        self.replace_rows(self._in_view())

    def action_everything(self) -> None:
        """Everything again."""
        self.lead = self.campaign = _ALL
        self.action_view(0)

    def arrive(self, target: Target) -> None:
        """Show everything, with the cursor on one task."""
        if not isinstance(target, TaskTarget):
            return
        self.action_everything()
        self.go_to_key((target.campaign, target.number))

    @work(exclusive=True, group="ask")
    async def action_lead(self) -> None:
        """Only the tasks that one office leads."""
        options = [(_ALL, "Tất cả"), *((lead, lead) for lead in tasks.leads(self.known))]
        answer = await self.app.push_screen_wait(PickOne("Cơ quan chủ trì", options))
        if isinstance(answer, str):
            self.lead = answer
            self.action_view(self.view)

    @work(exclusive=True, group="ask")
    async def action_campaign(self) -> None:
        """Only the tasks of one campaign."""
        names = {each.campaign.name: f"{each.campaign.title} · {each.campaign.source.issuer}" for each in self.known}
        answer = await self.app.push_screen_wait(PickOne("Chiến dịch", [(_ALL, "Tất cả"), *names.items()]))
        if isinstance(answer, str):
            self.campaign = answer
            self.action_view(self.view)

    # -- what is known

    def action_step(self) -> None:
        """The next state of the task under the cursor."""
        chosen = self.chosen
        if chosen is None:
            return
        state = tasks.step_state(self.store, chosen)
        self._touched.add(self.key_of(chosen))
        self.notify(f"Nhiệm vụ {chosen.label}: {tasks.STATE_LABELS[state].lower()}. Ctrl+Z để lấy lại.")
        self.reload()

    def action_edit(self) -> None:
        """The form of the task under the cursor."""
        chosen = self.chosen
        if chosen is None:
            return
        from tui.screens.tracking.task_form import task_form

        def closed(saved: bool | None) -> None:
            if saved:
                self._touched.add(self.key_of(chosen))
                self.reload()

        self.app.push_screen(task_form(self.store, chosen, clock.now()), closed)

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write the table of tasks of the campaigns in sight."""
        if not self.known:
            self.notify("Chưa có nhiệm vụ nào để xuất.")
            return
        campaign = self.campaign or None
        count = sum(campaign in (None, each.campaign.name) for each in self.known)  # the views leave nothing out of it
        name = file_name("NhiemVu", clock.today().isoformat())
        title = f"bảng {format_number(count)} nhiệm vụ"
        await exporting.export_paper(self.app, "tasks", name, title=title, campaign=campaign)


def _cut(words: str, width: int) -> str:
    """As much as there is room for, and where the rest is."""
    rows = [row for line in words.splitlines() for row in textwrap.wrap(line, max(width, 20)) or [""]]
    if len(rows) <= _DETAIL_ROWS:
        return words
    more = "… Enter: xem hết"
    last = rows[_DETAIL_ROWS - 1][: width - len(more)].rstrip()
    return "\n".join([*rows[: _DETAIL_ROWS - 1], f"{last}{more}"])
