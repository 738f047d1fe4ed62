"""The numbered tasks of the running campaigns: how far each is, what is late, and the table that its source prints."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from store import clock
from store.calendar import deadlines
from store.campaigns import running
from store.campaigns.campaign import Campaign, Task
from store.campaigns.deadline import is_disputed
from store.campaigns.words import deadlines_text
from store.database import Store
from store.errors import RefusedError
from store.monitoring import records
from store.text import clean, fold

#: What is kept of a task; None: not begun. "Late" is worked out from the deadline.
STATES: Final[tuple[str | None, ...]] = (None, "under_way", "done")
STATE_LABELS: Final = {None: "Chưa làm", "under_way": "Đang làm", "done": "Đã xong"}
#: A deadline is near when no more than this is left.
SOON: Final = timedelta(days=7)

FIELDS: Final = ("state", "done_on", "product", "responsible", "note")


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """One task, in the words of the source, and what is known of it here."""

    task: Task
    campaign: Campaign
    state: str | None = None  # of STATES
    done_on: str | None = None  # YYYY-MM-DD
    product: str | None = None  # what came of it
    responsible: str | None = None
    note: str | None = None

    @property
    def label(self) -> str:
        """The number as the source writes it."""
        return self.task.label

    @property
    def is_done(self) -> bool:
        """Whether it is finished."""
        return self.state == "done"

    def is_late(self, now: datetime) -> bool:
        """Not done, and the earliest of its deadlines is over."""
        return not self.is_done and self.task.due is not None and deadlines.is_late(self.task.due, now)

    def is_disputed(self, now: datetime) -> bool:
        """Not done, and late by one of the deadlines that the source names in several places, not by another."""
        return not self.is_done and is_disputed(self.task.deadlines, now)

    def is_soon(self, now: datetime) -> bool:
        """Not done, not late, and no more than seven days are left."""
        due = self.task.due
        if self.is_done or due is None or deadlines.is_late(due, now):
            return False
        return deadlines.time_left(due, now) <= SOON

    @property
    def last_due(self) -> datetime | None:
        """Behind which it is late by every place of a source that contradicts itself; else its earliest deadline."""
        if not self.task.contradicted:
            return self.task.due
        return max((each.due for each in self.task.deadlines if each.due is not None), default=None)

    @property
    def days_behind(self) -> int:
        """Of one that is done: days from the last day in time to the day on which it was; 0 when it was in time.

        Of deadlines that contradict each other by the latest: before it, which of them holds is not for us to say.
        """
        due = self.last_due
        if not self.is_done or self.done_on is None or due is None:
            return 0
        return max(0, (date.fromisoformat(self.done_on) - due.date()).days)


def all_tasks(store: Store, *, campaign: str | None = None) -> list[TaskStanding]:
    """Every task of the running campaigns, or of one (RefusedError: it does not run), in the order of the sources."""
    return [standing for each in running.chosen(store, campaign) for standing in of_campaign(store, each)]


def of_campaign(store: Store, campaign: Campaign) -> list[TaskStanding]:
    """Every task of a campaign, in the order of its source."""
    rows = store.rows(f"SELECT number, {', '.join(FIELDS)} FROM task_progress WHERE campaign = ?", (campaign.name,))
    known = {number: values for number, *values in rows}
    return [TaskStanding(task.whole, campaign, *known.get(task.id, ())) for task in campaign.tasks]


def edit(store: Store, standing: TaskStanding, **values: str | None) -> None:
    """Set some of `FIELDS`, as one step of undo; "" and None take a value away.

    A task that becomes done without a day was done today; one that is not done any more has no such day. RefusedError:
    the day has not come yet, or only what is done may have one.
    """
    task = standing.task
    given = records.cleaned(values)
    state = given.get("state", standing.state)
    if state not in STATES:
        raise ValueError(state)
    if state != "done":
        if given.get("done_on"):
            raise RefusedError("Chỉ nhiệm vụ đã xong mới có ngày hoàn thành.")
        given["done_on"] = None
    elif not given.get("done_on", standing.done_on):
        given["done_on"] = clock.today().isoformat()
    records.refuse_future(given.get("done_on"))
    change = STATE_LABELS[state].lower() if state != standing.state else "sửa"
    key = {"campaign": task.campaign, "number": task.id}
    records.write(store, "task_progress", key, given, command="task", label=f"Nhiệm vụ {task.label}: {change}")


def step_state(store: Store, standing: TaskStanding) -> str | None:
    """Let the next state stand: chưa làm, đang làm, đã xong (today), and round; answers it."""
    state = STATES[(STATES.index(standing.state) + 1) % len(STATES)]
    edit(store, standing, state=state)
    return state


def leads(standings: Iterable[TaskStanding]) -> list[str]:
    """Who leads tasks, each once, in the order of the sources."""
    return list(dict.fromkeys(lead for each in standings for lead in leads_of(each.task)))


def leads_of(task: Task) -> list[str]:
    """The offices that lead a task, or its parts: the sources part several by semicolons."""
    named = [part.lead for part in task.parts if part.lead] or [task.lead]
    offices = (clean(office).strip(" .") for leads in named for office in leads.split(";"))
    return list(dict.fromkeys(filter(None, offices)))


#: The columns of a table of tasks whose source has none of its own.
DEFAULT_COLUMNS: Final = (
    ("TT", "label"),
    ("Nhiệm vụ", "title"),
    ("Cơ quan chủ trì", "lead"),
    ("Cơ quan phối hợp", "partners"),
    ("Thời gian thực hiện", "deadline"),
    ("Kết quả, sản phẩm", "product"),
)
# What a heading is about, by words that it must hold; the first that fits.
_ABOUT = {
    "lead": ("chu tri",),
    "partners": ("phoi hop",),
    "deadline": ("thoi gian", "thoi han", "han hoan thanh"),
    "product": ("san pham", "ket qua"),
    "title": ("nhiem vu", "noi dung", "cong viec"),
    "label": ("tt", "stt"),
}


def columns(campaign: Campaign) -> tuple[tuple[str, str], ...]:
    """The `DEFAULT_COLUMNS` in the words and the order of the source's own table of tasks, where it has one."""
    for table in campaign.tables:
        found = tuple((heading, about) for heading in table.columns if (about := _about(heading)))
        kinds = [about for _, about in found]
        if len(found) == len(table.columns) and len(set(kinds)) == len(kinds) and {"title", "deadline"} <= set(kinds):
            return found
    return DEFAULT_COLUMNS


def _about(heading: str) -> str:
    words = f" {fold(heading)} ".replace(",", " ")
    return next((about for about, known in _ABOUT.items() if any(f" {each} " in words for each in known)), "")


def cell(task: Task, about: str) -> str:
    """What stands in a column of the source's table."""
    return deadlines_text(task.deadlines) if about == "deadline" else str(getattr(task, about))
