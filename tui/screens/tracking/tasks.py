"""Nhiệm vụ: lists tasks and duties of all running campaigns, with their deadlines and states."""

import textwrap
from collections.abc import Mapping, Sequence
from datetime import datetime

from textual import work

from store import clock
from store.calendar.deadlines import time_left
from store.calendar.wording import time_left_text
from store.campaigns.words import deadlines_text
from store.database import Store
from store.frozen import frozen
from store.masks import cover_numbers
from store.monitoring import tasks
from store.monitoring.tasks import STATE_LABELS, STATES, WORK_NAMES, TaskStanding, WorkKind
from store.text import format_date, format_number, led_by_its_subject
from store.words.file_names import file_name
from store.words.tasks import state_on_screen
from tui.framework import exporting
from tui.framework.form_field import FormField, Verdict
from tui.framework.form_screen import RecordForm, day_field, gone, kept_day
from tui.framework.targets import Target, TaskTarget
from tui.framework.work_screen import ListScreen, fit
from tui.keys import keys
from tui.widgets.dialogs import PickOne

_ALL = ""
#: (title, tooltip) of each view, in the order of its digit.
VIEWS = (
    ("Tất cả", "Mọi nhiệm vụ"),
    ("Quá hạn", "Chưa xong mà đã quá hạn"),
    ("Trong 7 ngày", "Chưa xong, còn không quá 7 ngày"),
    ("Chưa xong", "Chưa làm và đang làm"),
)
#: A state is a sign and words, never a colour alone.
_SIGNS = {None: "·", "under_way": "~", "done": "✓"}
_NARROW_LABEL, _LABEL, _STATE, _DAY, _LEFT, _CAMPAIGN = 6, 9, 11, 12, 14, 18
_ROOM_FOR_CAMPAIGN = 100
_NOT_BEGUN = "not_begun"
_DETAIL_ROWS = 8  # under the list, as the style says: 9 with its border


def passes(standing: TaskStanding, view: int, now: datetime) -> bool:
    """Whether a task belongs to the view with that number in `VIEWS`."""
    return (True, standing.is_late(now), standing.is_soon(now), not standing.is_done)[view]


def _sign_and_state(standing: TaskStanding) -> str:
    """The state of a task with its sign: `✓ đã xong`."""
    return f"{_SIGNS[standing.state]} {STATE_LABELS[standing.state].lower()}"


def _left(standing: TaskStanding, now: datetime) -> str:
    """The time left as `còn 6 ngày`, `! quá 3 ngày`; for a finished task the day it was done."""
    if standing.is_done:
        behind = f" (trễ {format_number(standing.days_behind)})" if standing.days_behind else ""
        return f"{format_date(standing.done_on)[:5]}{behind}"
    due = standing.due
    if due is None:
        return ""
    left = time_left(due, now)
    if standing.is_disputed(now):
        return "qua 1 hạn"
    if standing.is_late(now):
        past = -time_left(standing.last_due or due, now)
        return f"! quá {format_number(past.days)} ngày" if past.days else "! vừa quá hạn"
    return f"còn {format_number(left.days)} ngày" if left.days else time_left_text(due, now)


@frozen
class TaskColumns:
    """The columns that a width of the screen has room for."""

    width: int
    several: bool  # tasks of more than one campaign stand in the list

    @property
    def is_wide(self) -> bool:
        """Whether there is room for the state in words and for the campaign."""
        return self.width >= _ROOM_FOR_CAMPAIGN

    def head(self) -> str:
        """The heads over the list."""
        return self._line(
            "TT", "Tình trạng" if self.is_wide else "", "Chậm nhất", "Còn lại, xong", "Chiến dịch", "Nhiệm vụ"
        )

    def line(self, standing: TaskStanding, now: datetime) -> str:
        """The line of one task.

        A day with * is one of two in the source: the earlier, or the later when both are over.
        """
        label, state, day, left, campaign, title = task_cells(standing, now)
        state = state if self.is_wide else _SIGNS[standing.state]
        return self._line(label, state, day, left, campaign, led_by_its_subject(title))

    def _line(self, label: str, state: str, day: str, left: str, campaign: str, title: str) -> str:
        wide, state_wide = (_LABEL, _STATE) if self.is_wide else (_NARROW_LABEL, 1)
        line = f"{fit(label, wide - 1):<{wide}}{state:<{state_wide}} {day:<{_DAY}}{left:<{_LEFT}} "
        if self.several and self.is_wide:
            line += f"{campaign[: _CAMPAIGN - 1]:<{_CAMPAIGN}}"
        return line + fit(title, self.width - len(line))


def task_cells(standing: TaskStanding, now: datetime) -> tuple[str, str, str, str, str, str]:
    """The full texts of a task: number, state, latest day, time left or day done, campaign, title."""
    is_over = standing.is_late(now) and not standing.is_disputed(now)
    due = standing.last_due if is_over else standing.due
    day = f"{due:%d/%m/%Y}" if due else "–"
    marked = f"{day}{'*' if standing.task.contradicted else ''}"
    named = standing.campaign.name, standing.task.title
    return (standing.label, _sign_and_state(standing), marked, _left(standing, now), *named)


def in_full(standing: TaskStanding, now: datetime, *, several: bool = False) -> str:
    """All that is known of a task, beginning with its state; `several`: with the campaign's name before."""
    task, is_duty = standing.task, standing.kind is WorkKind.DUTY
    contradicted = " · * hai chỗ ghi khác nhau: nhắc theo hạn sớm, quá cả hai mới là trễ" if task.contradicted else ""
    state = state_on_screen(standing, now)
    if standing.days_behind:
        state += f" (trễ {format_number(standing.days_behind)} ngày)"
    known = [standing.campaign.name, state] if several else [state]
    last = format_date(standing.last_done_on) if standing.last_done_on else None
    notes = (
        ("lần trước xong", last),
        ("đã có", standing.product),
        ("phụ trách", standing.responsible),
        ("ghi chú", standing.note),
    )
    known += [f"{words}: {cover_numbers(text)}" for words, text in notes if text]
    partners = "" if is_duty else f" · Phối hợp: {task.partners or '–'}"
    own = f" · trạm tự đặt: đến hết {format_date(standing.due_on)}" if standing.due_on else ""
    lines = [
        " · ".join(known),
        f"Hạn: {deadlines_text(task.deadlines) or 'văn bản không ghi'}{contradicted}{own}",
        f"{standing.label}. {task.title}",
        f"Chủ trì: {task.lead or '–'}{partners}",
        *([] if is_duty else [f"Sản phẩm: {task.product or '–'}"]),
        f"{standing.campaign.title} · {standing.campaign.source.issuer}",
    ]
    return "\n".join(lines)


def _fields(done_on: str, *, is_dated: bool) -> tuple[FormField, ...]:
    """The fields of the form of a task.

    Args:
        done_on: the stored day of completion, which is dropped when the task is no longer done.
        is_dated: whether the source names a deadline; if not, the station may set one.
    """

    def only_of_done(value: str, values: Mapping[str, str]) -> Verdict | None:
        if not value or values["state"] == "done":
            return None
        if value == done_on:
            return Verdict("Chưa xong thì ngày này được bỏ")
        return Verdict("Chỉ nhiệm vụ đã xong mới có ngày", is_error=True)

    return (
        FormField(
            "state",
            "Tình trạng",
            "choice",
            tuple((state or _NOT_BEGUN, STATE_LABELS[state]) for state in STATES),
            hint="← → hoặc 1 2 3",
        ),
        day_field("done_on", "Ngày hoàn thành", hint="để trống: hôm nay", check=only_of_done),
        *(() if is_dated else (day_field("due_on", "Hạn trạm tự đặt", hint="đến hết ngày này"),)),
        FormField("product", "Sản phẩm đã có", hint="ví dụ số công văn", max_length=500),
        FormField("responsible", "Người phụ trách", max_length=200, mask=cover_numbers),
        FormField("note", "Ghi chú", max_length=1000, mask=cover_numbers),
    )


def task_form(store: Store, standing: TaskStanding, now: datetime) -> RecordForm:
    """The form of a task or duty."""

    def current() -> TaskStanding:
        found = tasks.everything(store, campaign=standing.campaign.name)
        return next((each for each in found if each.key == standing.key), None) or gone("Việc này")

    def read() -> dict[str, str]:
        now = current()
        return {
            "state": now.state or _NOT_BEGUN,
            "done_on": format_date(now.done_on),
            "due_on": format_date(now.due_on),
            "product": now.product or "",
            "responsible": now.responsible or "",
            "note": now.note or "",
        }

    is_dated = any(each.rule is not None for each in standing.task.deadlines)

    def write(typed: dict[str, str]) -> None:
        state = None if typed["state"] in (_NOT_BEGUN, "") else typed["state"]
        done_on = kept_day(typed["done_on"]) if state == "done" else None
        own = {} if is_dated else {"due_on": kept_day(typed["due_on"])}
        tasks.edit(store, current(), **{**typed, "state": state, "done_on": done_on, **own})

    about = "\n".join(in_full(standing, now).splitlines()[1:])
    title = f"{WORK_NAMES[standing.kind]} {standing.label}"
    fields = _fields(format_date(standing.done_on), is_dated=is_dated)
    return RecordForm(title, fields, read, write, about=about)


class TasksScreen(ListScreen[TaskStanding]):
    """The list of tasks, and below it details of the task under the cursor."""

    PLACE_TITLE = "Nhiệm vụ"
    list_id = "tasks"
    key_names = ("campaign.name", "key")
    above = ("task-views", "task-chosen", "task-head")
    below = ("task-detail",)
    BINDINGS = keys(
        "tasks",
        ("enter", "edit", "Sửa", "Tình trạng, ngày xong, sản phẩm, phụ trách, ghi chú"),
        ("space", "step", "Đổi tình trạng", "Chưa làm → đang làm → đã xong hôm nay"),
        ("ctrl+s", "export", "Xuất", "Ghi bảng nhiệm vụ ra tệp Excel, csv, json"),
        ("ctrl+t", "lead", "Chủ trì", "Chỉ xem việc của một cơ quan chủ trì"),
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
        self._touched: set[object] = set()

    def read_rows(self) -> Sequence[TaskStanding]:
        """Read the tasks; answers those that the filters let pass."""
        self.known = tasks.everything(self.store)
        if self.campaign not in {each.campaign.name for each in self.known}:
            self.campaign = _ALL
        if self.lead not in tasks.leads(self.known):
            self.lead = _ALL
        return self._in_view()

    def _within(self) -> list[TaskStanding]:
        """The tasks of the chosen campaign and leading office."""
        return [
            each
            for each in self.known
            if self.campaign in (_ALL, each.campaign.name)
            and (self.lead == _ALL or self.lead in tasks.leads_of(each.task))
        ]

    def _in_view(self) -> list[TaskStanding]:
        now = clock.now()
        return [each for each in self._within() if passes(each, self.view, now) or self.key_of(each) in self._touched]

    def heads(self) -> Sequence[str]:
        """The column heads for a file of the listed tasks."""
        return ("TT", "Tình trạng", "Chậm nhất", "Còn lại, xong", "Chiến dịch", "Nhiệm vụ")

    def cells(self, row: TaskStanding) -> Sequence[str]:
        """The texts of one task's columns."""
        return task_cells(row, clock.now())

    def chosen_by(self) -> str:
        """The chosen view, leading office and campaign, in words."""
        names = {each.campaign.name: each.campaign.title for each in self.known}
        led = f"chủ trì: {self.lead}" if self.lead else ""
        return ". ".join(filter(None, (VIEWS[self.view][0], led, names.get(self.campaign, ""))))

    def show_list(self) -> None:
        """Show the views, the filters, the heads, and one line for each task."""
        now, within = clock.now(), self._within()
        counts = [sum(passes(each, view, now) for each in within) for view in range(len(VIEWS))]
        views = (
            f"{'[' if place == self.view else ' '}{place + 1} {title} {counts[place]}"
            f"{']' if place == self.view else ' '}"
            for place, (title, _) in enumerate(VIEWS)
        )
        self.show_text("task-views", " ".join(views))
        names = {each.campaign.name: each.campaign.title for each in self.known}
        self.show_text(
            "task-chosen",
            f"Ctrl+T chủ trì: {self.lead or 'tất cả'} · Ctrl+B chiến dịch: {names.get(self.campaign, 'tất cả')}",
        )
        columns = TaskColumns(self.size.width - 4, several=len(names) > 1 and self.campaign == _ALL)
        self.show_text("task-head", columns.head())
        self.show_rows(lambda each: (columns.line(each, now), each.is_late(now)))

    def describe(self) -> None:
        """Show the details of the task under the cursor."""
        chosen = self.chosen
        if chosen is not None:
            words = in_full(chosen, clock.now(), several=len({each.campaign.name for each in self.known}) > 1)
        elif self.known:
            words = "Không có nhiệm vụ nào như vậy. Esc để xem hết."
        else:
            words = "Chưa có chiến dịch nào đang chạy có nhiệm vụ. Ctrl+P rồi Chiến dịch để chạy một kế hoạch."
        self.show_text("task-detail", _cut(words, self.size.width - 2))

    # -- what to see

    def action_view(self, view: int) -> None:
        """Show the tasks of a view: all, late, near, or not done."""
        self.view = view
        self._touched.clear()
        self.replace_rows(self._in_view())

    def action_everything(self) -> None:
        """Show all tasks again."""
        self.lead = self.campaign = _ALL
        self.action_view(0)

    def arrive(self, target: Target) -> None:
        """Show all tasks, with the cursor on the target's task."""
        if not isinstance(target, TaskTarget):
            return
        self.action_everything()
        self.go_to_key((target.campaign, target.key))

    @work(exclusive=True, group="ask")
    async def action_lead(self) -> None:
        """Ask for a leading office, and show only its tasks."""
        options = [(_ALL, "Tất cả"), *((lead, lead) for lead in tasks.leads(self.known))]
        answer = await self.app.push_screen_wait(PickOne("Cơ quan chủ trì", options))
        if isinstance(answer, str):
            self.lead = answer
            self.action_view(self.view)

    @work(exclusive=True, group="ask")
    async def action_campaign(self) -> None:
        """Ask for a campaign, and show only its tasks."""
        names = {each.campaign.name: f"{each.campaign.title} · {each.campaign.source.issuer}" for each in self.known}
        answer = await self.app.push_screen_wait(PickOne("Chiến dịch", [(_ALL, "Tất cả"), *names.items()]))
        if isinstance(answer, str):
            self.campaign = answer
            self.action_view(self.view)

    # -- what is known

    def action_step(self) -> None:
        """Set the task under the cursor to its next state."""
        chosen = self.chosen
        if chosen is None:
            return
        state = tasks.step_state(self.store, chosen)
        self._touched.add(self.key_of(chosen))
        self.notify(f"{WORK_NAMES[chosen.kind]} {chosen.label}: {STATE_LABELS[state].lower()}. Ctrl+Z để lấy lại.")
        self.reload()

    def action_edit(self) -> None:
        """Open the form of the task under the cursor."""
        chosen = self.chosen
        if chosen is None:
            return

        def closed(saved: bool | None) -> None:
            if saved:
                self._touched.add(self.key_of(chosen))
                self.reload()

        self.app.push_screen(task_form(self.store, chosen, clock.now()), closed)

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write the table of tasks into a file, of the chosen campaign or of all."""
        if not self.known:
            self.notify("Chưa có nhiệm vụ nào để xuất.")
            return
        campaign = self.campaign or None
        # The views leave nothing out of the paper.
        kinds = [each.kind for each in self.known if campaign in (None, each.campaign.name)]
        name = file_name("NhiemVu", clock.today().isoformat())
        counts = ((kinds.count(kind), WORK_NAMES[kind].lower()) for kind in (WorkKind.TASK, WorkKind.DUTY))
        title = f"bảng {', '.join(f'{format_number(count)} {words}' for count, words in counts if count)}"
        if len(self.listed) < len(self.known) and (shown := self.shown_list()) is not None:
            if (wants_list := await exporting.wants_list(self.app, f"Xuất {title}", shown)) is None:
                return
            if wants_list:
                await exporting.export_shown(self.app, shown)
                return
        await exporting.export_paper(self.app, "tasks", name, title=title, campaign=campaign, with_duties=True)


def _cut(words: str, width: int) -> str:
    """The text cut to the rows below the list, with the key that shows all of it."""
    rows = [row for line in words.splitlines() for row in textwrap.wrap(line, max(width, 20)) or [""]]
    if len(rows) <= _DETAIL_ROWS:
        return words
    more = "… Enter: xem hết"
    last = rows[_DETAIL_ROWS - 1][: width - len(more)].rstrip()
    return "\n".join([*rows[: _DETAIL_ROWS - 1], f"{last}{more}"])
