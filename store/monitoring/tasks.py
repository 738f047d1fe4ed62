"""The numbered tasks of the running campaigns: how far each is, what is late, and the table that its source prints."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from store import clock
from store.calendar import deadlines
from store.campaigns import running
from store.campaigns.campaign import Campaign, Task
from store.campaigns.words import deadlines_text
from store.database import Store
from store.errors import RefusedError
from store.history import recording
from store.text import clean, fold, format_date

#: What is kept of a task; None: not begun. "Late" is worked out from the deadline.
STATES: Final[tuple[str | None, ...]] = (None, "under_way", "done")
STATE_LABELS: Final = {None: "Chưa làm", "under_way": "Đang làm", "done": "Đã xong"}
#: The same as papers say it.
STATE_ON_PAPER: Final = {None: "Chưa thực hiện", "under_way": "Đang thực hiện", "done": "Đã hoàn thành"}
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
        return label_of(self.task)

    @property
    def is_done(self) -> bool:
        """Whether it is finished."""
        return self.state == "done"

    def is_late(self, now: datetime) -> bool:
        """Not done, and the earliest of its deadlines is over."""
        return not self.is_done and self.task.due is not None and deadlines.is_late(self.task.due, now)

    def is_soon(self, now: datetime) -> bool:
        """Not done, not late, and no more than seven days are left."""
        due = self.task.due
        return (
            not self.is_done
            and due is not None
            and not deadlines.is_late(due, now)
            and deadlines.time_left(due, now) <= SOON
        )

    @property
    def days_behind(self) -> int:
        """Of one that is done: days from the last day in time to the day on which it was; 0 when it was in time."""
        due = self.task.due
        if not self.is_done or self.done_on is None or due is None:
            return 0
        return max(0, (date.fromisoformat(self.done_on) - due.date()).days)

    def told(self, now: datetime) -> str:
        """The state as a paper says it: `Đã hoàn thành ngày 20/06/2026`, `Chưa thực hiện, quá hạn`."""
        words = STATE_ON_PAPER[self.state]
        if self.done_on:
            return f"{words} ngày {format_date(self.done_on)}"
        return f"{words}, quá hạn" if self.is_late(now) else words


def label_of(task: Task) -> str:
    """The number of a task as its source writes it: `4`, `1.10`."""
    return task.label


def all_tasks(store: Store, *, campaign: str | None = None) -> list[TaskStanding]:
    """Every task of the running campaigns, or of one, in the order of the sources.

    Raises:
        RefusedError: no campaign of that name runs.
    """
    chosen = running.running(store) if campaign is None else (running.get(store, campaign),)
    return [standing for each in chosen for standing in of_campaign(store, each)]


def of_campaign(store: Store, campaign: Campaign) -> list[TaskStanding]:
    """Every task of a campaign, in the order of its source."""
    rows = store.rows(f"SELECT number, {', '.join(FIELDS)} FROM task_progress WHERE campaign = ?", (campaign.name,))
    known = {number: values for number, *values in rows}
    return [TaskStanding(task.whole, campaign, *known.get(task.id, (None,) * len(FIELDS))) for task in campaign.tasks]


def edit(store: Store, standing: TaskStanding, **values: str | None) -> None:
    """Set some of `FIELDS`, as one step of undo; "" and None take a value away.

    A task that becomes done without a day was done today; one that is not done any more has no such day.

    Raises:
        RefusedError: the day has not come yet, or only what is done may have one.
    """
    task = standing.task
    given = {name: clean(value) or None if value else None for name, value in values.items()}
    state = given.get("state", standing.state)
    if state not in STATES:
        raise ValueError(state)
    if state != "done":
        if given.get("done_on"):
            raise RefusedError("Chỉ nhiệm vụ đã xong mới có ngày hoàn thành.")
        given["done_on"] = None
    elif not given.get("done_on", standing.done_on):
        given["done_on"] = clock.today().isoformat()
    done_on = given.get("done_on")
    if done_on and date.fromisoformat(done_on) > clock.today():
        raise RefusedError(f"Ngày {format_date(done_on)} chưa tới.")
    told = STATE_LABELS[state].lower() if given.get("state", standing.state) != standing.state else "sửa"
    with recording(store, "task", f"Nhiệm vụ {label_of(task)}: {told}") as made:
        task_id = _row(store, task)
        for name, value in given.items():
            made.assign("task_progress", task_id, name, value)


def step_state(store: Store, standing: TaskStanding) -> str | None:
    """Let the next state stand: chưa làm, đang làm, đã xong (today), and round; answers it."""
    state = STATES[(STATES.index(standing.state) + 1) % len(STATES)]
    edit(store, standing, state=state)
    return state


def _row(store: Store, task: Task) -> int:
    """The id of what is kept of a task. A row without values says no more than no row, so it is not in the history."""
    store.write(
        "INSERT INTO task_progress (campaign, number) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (task.campaign, task.id),
    )
    where = (task.campaign, task.id)
    return int(store.value("SELECT id FROM task_progress WHERE campaign = ? AND number = ?", where))


def leads(standings: Iterable[TaskStanding]) -> list[str]:
    """Who leads tasks, each once, in the order of the sources."""
    return list(dict.fromkeys(lead for each in standings for lead in leads_of(each.task)))


def leads_of(task: Task) -> list[str]:
    """The offices that lead a task, or its parts: the sources part several by semicolons."""
    told = [part.lead for part in task.parts if part.lead] or [task.lead]
    return list(dict.fromkeys(lead for words in told for each in words.split(";") if (lead := clean(each).strip(" ."))))


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
_ABOUT = (
    ("chu tri", "lead"),
    ("phoi hop", "partners"),
    ("thoi gian", "deadline"),
    ("thoi han", "deadline"),
    ("han hoan thanh", "deadline"),
    ("san pham", "product"),
    ("ket qua", "product"),
    ("nhiem vu", "title"),
    ("noi dung", "title"),
    ("cong viec", "title"),
    ("tt", "label"),
    ("stt", "label"),
)


def columns(campaign: Campaign) -> tuple[tuple[str, str], ...]:
    """(heading, what stands under it: one of the second of `DEFAULT_COLUMNS`) of the source's own table of tasks.

    Its words and their order are data of the campaign; a source without such a table gets `DEFAULT_COLUMNS`.
    """
    for table in campaign.tables:
        found = tuple((heading, about) for heading in table.columns if (about := _about(heading)))
        kinds = [about for _, about in found]
        if len(found) == len(table.columns) and len(set(kinds)) == len(kinds) and {"title", "deadline"} <= set(kinds):
            return found
    return DEFAULT_COLUMNS


def _about(heading: str) -> str:
    words = f" {fold(heading)} "
    return next((about for told, about in _ABOUT if f" {told} " in words.replace(",", " ")), "")


def cell(task: Task, about: str) -> str:
    """What stands in a column of the source's table."""
    match about:
        case "label":
            return label_of(task)
        case "deadline":
            return deadlines_text(task.deadlines)
        case _:
            return str(getattr(task, about))
