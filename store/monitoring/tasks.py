"""Reads and edits how far tasks and duties of campaigns are, what is late, and the table of tasks of the source."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Final

from store import clock, records
from store.calendar import deadlines
from store.calendar.deadlines import Rule
from store.campaigns import running
from store.campaigns.campaign import Campaign, Duty, Task, TaskPart
from store.campaigns.deadline import is_disputed
from store.campaigns.words import deadlines_text
from store.database import Store
from store.errors import RefusedError
from store.frozen import frozen
from store.text import clean, fold, format_date

#: What is kept of a task; None: not begun. "Late" is worked out from the deadline.
STATES: Final[tuple[str | None, ...]] = (None, "under_way", "done")
STATE_LABELS: Final = {None: "Chưa làm", "under_way": "Đang làm", "done": "Đã xong"}
#: A deadline is near when no more than this is left.
SOON: Final = timedelta(days=7)

FIELDS: Final = ("state", "done_on", "due_on", "product", "responsible", "note")


class WorkKind(StrEnum):
    """The kinds of work that a plan assigns."""

    TASK = "task"  # numbered
    PART = "part"  # of a numbered task, with a letter and a lead of its own
    DUTY = "duty"  # without a number


@frozen
class TaskStanding:
    """How far a task, part of a task or duty is at this station, in the words of the source."""

    task: Task  # of a part or a duty the same made of its words
    campaign: Campaign
    kind: WorkKind
    key: int | str  # that its progress is kept under: the number of a task
    label: str  # the number or the place, as the source writes it
    due: datetime | None  # the deadline to be met now; of one that repeats the one that was missed, or else the next
    parts: tuple["TaskStanding", ...] = ()  # those that somebody else leads
    state: str | None = None  # of STATES
    done_on: str | None = None  # YYYY-MM-DD
    due_on: str | None = None  # the last day that the station set itself, YYYY-MM-DD
    product: str | None = None  # what came of it
    responsible: str | None = None
    note: str | None = None
    last_done_on: str | None = None  # of one that repeats and is to be done anew, YYYY-MM-DD

    @property
    def is_done(self) -> bool:
        """Whether the work is finished."""
        return self.state == "done"

    def is_late(self, now: datetime) -> bool:
        """Whether the work is not done and its deadline `due` has passed."""
        return not self.is_done and self.due is not None and deadlines.is_late(self.due, now)

    def is_disputed(self, now: datetime) -> bool:
        """Whether the work is not done and late by some, not all, of the source's contradicting deadlines."""
        return not self.is_done and is_disputed(self.task.deadlines, now)

    def is_soon(self, now: datetime) -> bool:
        """Whether the work is neither done nor late and at most seven days are left."""
        if self.is_done or self.due is None or deadlines.is_late(self.due, now):
            return False
        return deadlines.time_left(self.due, now) <= SOON

    @property
    def last_due(self) -> datetime | None:
        """The latest of contradicting deadlines of the source; without a contradiction `due`."""
        if not self.task.contradicted:
            return self.due
        return max((each.due for each in self.task.deadlines if each.due is not None), default=None)

    @property
    def days_behind(self) -> int:
        """How many days after its deadline the work was done; 0 if it is open or was done in time.

        The latest of contradicting deadlines counts, because the program cannot tell which one holds.
        """
        due = self.last_due
        if not self.is_done or self.done_on is None or due is None:
            return 0
        return max(0, (date.fromisoformat(self.done_on) - due.date()).days)


WORK_NAMES: Final = {WorkKind.TASK: "Nhiệm vụ", WorkKind.PART: "Nhiệm vụ", WorkKind.DUTY: "Trách nhiệm"}


def all_tasks(store: Store, *, campaign: str | None = None) -> list[TaskStanding]:
    """Returns the tasks of the running campaigns, or of one (RefusedError if it does not run), in source order."""
    return [standing for each in running.chosen(store, campaign) for standing in of_campaign(store, each)]


def everything(store: Store, *, campaign: str | None = None) -> list[TaskStanding]:
    """Returns for each campaign its tasks, each followed by its parts, then its duties."""
    found: list[TaskStanding] = []
    for each in running.chosen(store, campaign):
        for standing in (*of_campaign(store, each), *duties(store, each)):
            found += (standing, *standing.parts)
    return found


def of_campaign(store: Store, campaign: Campaign, now: datetime | None = None) -> list[TaskStanding]:
    """Returns the numbered tasks of a campaign in the order of the source, as of `now` (None: this moment)."""
    known, now = _known(store, campaign), now or clock.now()
    found = []
    for task in campaign.tasks:
        parts = tuple(
            _standing(known, campaign, now, WorkKind.PART, f"{task.id}/{name}", f"{task.label}.{name}",
                      Task(campaign=campaign.name, number=task.number, group=task.group, title=part.title,
                           lead=part.lead, partners=part.partners, deadlines=part.deadlines, product=part.product))
            for place, part in enumerate(task.parts, 1)
            if (name := _name_of_part(part, place))
        )  # fmt: skip
        found.append(_standing(known, campaign, now, WorkKind.TASK, task.id, task.label, task.whole, parts))
    return found


def _name_of_part(part: TaskPart, place: int) -> str:
    """Returns the letter of a part, or its place where the source has a dash; "" for a part without its own state."""
    if part.deadlines or part.lead:
        return part.letter if part.lead else ""
    return part.letter or str(place)


def duties(
    store: Store, campaign: Campaign, now: datetime | None = None, *, only_dated: bool = False
) -> list[TaskStanding]:
    """Returns the duties of a campaign in the order of its file.

    With `only_dated` duties without a day may be left out, because hashing the words of all takes some milliseconds.
    """
    known, now = _known(store, campaign), now or clock.now()
    has_own_days = any(values[FIELDS.index("due_on")] for values in known.values())
    return [
        _standing(known, campaign, now, WorkKind.DUTY, duty_key(duty), duty.place or "–",
                  Task(campaign=campaign.name, number="0", title=_sentence(duty.words), lead=duty.who,
                       deadlines=duty.deadlines))
        for duty in campaign.duties
        if duty.deadlines or has_own_days or not only_dated
    ]  # fmt: skip


def _sentence(words: str) -> str:
    """Returns words that stood behind those who do them with a capital letter."""
    return f"{words[:1].upper()}{words[1:]}"


def duty_key(duty: Duty) -> str:
    """Returns the key of a duty's progress, made from its words, so that progress never passes to another duty."""
    return _key_of_words(f"{duty.who} {duty.place} {duty.words}")


@lru_cache(maxsize=1024)
def _key_of_words(words: str) -> str:
    return f"duty/{sha256(fold(words).encode()).hexdigest()[:16]}"


def _known(store: Store, campaign: Campaign) -> dict[str, tuple[str | None, ...]]:
    rows = store.rows(f"SELECT number, {', '.join(FIELDS)} FROM task_progress WHERE campaign = ?", (campaign.name,))
    return {number: tuple(values) for number, *values in rows}


def _standing(
    known: Mapping[str, tuple[str | None, ...]],
    campaign: Campaign,
    now: datetime,
    kind: WorkKind,
    key: int | str,
    label: str,
    task: Task,
    parts: tuple[TaskStanding, ...] = (),
) -> TaskStanding:
    found = TaskStanding(task, campaign, kind, key, label, None, parts, *known.get(str(key), ()))
    if parts and all(each.due is not None for each in parts):
        waiting = [each.due for each in parts if not each.is_done and each.due is not None]
        return replace(found, due=min(waiting, default=task.due))
    if task.due is not None:
        return replace(found, due=task.due)
    if found.due_on:
        return replace(found, due=deadlines.through(date.fromisoformat(found.due_on)))
    return _repeating(found, now)


def _repeating(found: TaskStanding, now: datetime) -> TaskStanding:
    """Fills in the deadline and state of repeating work, for the time that was missed or else for the next.

    Work done for an earlier time must be done anew. A missed time stands until the next is nearer; times before the
    campaign came into use here are not missed. Outside the campaign nothing is due.
    """
    rules = [rule for each in found.task.deadlines if (rule := each.rule) is not None]
    if not rules:
        return found
    first, last = found.campaign.first_day, found.campaign.last_day
    begun = max(str(first or ""), found.campaign.used_since)
    since = max(now, datetime.combine(first, time())) if first else now
    rule = min(rules, key=lambda rule: str(rule.next_due(since)))
    before, after = rule.previous_due(now), rule.next_due(since)
    if before is None or after is None:  # of rules that repeat there is always one
        return found
    done_for = _nearest(rule, found.done_on)
    if done_for is not None and done_for >= after:
        return replace(found, due=after)
    undone = replace(found, state=None if found.is_done else found.state, done_on=None, last_done_on=found.done_on)
    is_missed = before.date().isoformat() >= begun and (done_for is None or done_for < before)
    if is_missed and now - before < after - now:
        return replace(undone, due=before)
    return undone if last is not None and after.date() > last else replace(undone, due=after)


def _nearest(rule: Rule, done_on: str | None) -> datetime | None:
    """Returns which due moment work done on a day was done for: the one before or the next, whichever is nearer."""
    if done_on is None:
        return None
    moment = datetime.combine(date.fromisoformat(done_on), time())
    before, after = rule.previous_due(moment), rule.next_due(moment)
    if before is None or after is None:
        return before or after
    return before if moment - before < after - moment else after


def edit(store: Store, standing: TaskStanding, **values: str | None) -> None:
    """Sets some of `FIELDS` as one step of undo; "" and None empty one.

    Work that becomes done without a day gets today; work that is open again loses its day. Raises RefusedError when the
    day
    is in the future or the work is not done.
    """
    given = records.cleaned(values)
    state = given.get("state", standing.state)
    if state not in STATES:
        raise ValueError(state)
    given["state"] = state  # one that repeats may be kept as done of an earlier time
    if state != "done":
        if given.get("done_on"):
            raise RefusedError("Chỉ nhiệm vụ đã xong mới có ngày hoàn thành.")
        given["done_on"] = None
    elif not given.get("done_on", standing.done_on):
        given["done_on"] = clock.today().isoformat()
    records.refuse_future(given.get("done_on"))
    change = STATE_LABELS[state].lower() if state != standing.state else "sửa"
    key = {"campaign": standing.campaign.name, "number": str(standing.key)}
    label = f"{WORK_NAMES[standing.kind]} {standing.label}: {change}"
    records.write(store, "task_progress", key, given, command="task", label=label)


def step_state(store: Store, standing: TaskStanding) -> str | None:
    """Moves the work to its next state (chưa làm, đang làm, đã xong today, and round again) and returns the state."""
    state = STATES[(STATES.index(standing.state) + 1) % len(STATES)]
    edit(store, standing, state=state)
    return state


def leads(standings: Iterable[TaskStanding]) -> list[str]:
    """Returns everybody who leads one of the tasks, each once, in the order of the tasks."""
    return list(dict.fromkeys(lead for each in standings for lead in leads_of(each.task)))


def leads_of(task: Task) -> list[str]:
    """Returns the offices that lead a task or its parts; the source divides several by semicolons."""
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
    """Returns (heading, field) of the source's own table of tasks where it fits, else `DEFAULT_COLUMNS`."""
    for table in campaign.tables:
        found = tuple((heading, about) for heading in table.columns if (about := _about(heading)))
        kinds = [about for _, about in found]
        if len(found) == len(table.columns) and len(set(kinds)) == len(kinds) and {"title", "deadline"} <= set(kinds):
            return found
    return DEFAULT_COLUMNS


def _about(heading: str) -> str:
    words = f" {fold(heading)} ".replace(",", " ")
    return next((about for about, known in _ABOUT.items() if any(f" {each} " in words for each in known)), "")


#: The columns of a table of duties, which no source has.
DUTY_COLUMNS: Final = (
    ("Mục", "label"),
    ("Trách nhiệm", "title"),
    ("Cơ quan thực hiện", "lead"),
    ("Thời gian thực hiện", "deadline"),
)
# Sources run the lines of a product together: "… quốc gia. + Mở rộng …".
_RUN_TOGETHER = re.compile(r" (?=\+ )|(?<=[.;]) (?=- )")


def cell(standing: TaskStanding, about: str) -> str:
    """Returns the text of a cell in the table of tasks; where parts with leads have own rows, only label and title."""
    task = standing.task
    match about:
        case "label":
            return standing.label
        case "title":
            return task.title
        case _ if any(part.task.lead for part in standing.parts):
            return ""
        case "deadline":
            own = f"đến hết {format_date(standing.due_on)}" if standing.due_on else ""
            return deadlines_text(task.deadlines) or own
        case "product":
            return _RUN_TOGETHER.sub("\n", task.product)
        case _:
            return str(getattr(task, about))
