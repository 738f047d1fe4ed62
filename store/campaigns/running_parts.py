"""The parts of a running campaign, in the words of its source."""

from dataclasses import dataclass
from datetime import date, datetime

from store.calendar.deadlines import Rule


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due."""

    told: str  # Vietnamese: "trước ngày 30/06/2026", or the words of the source
    place: str  # where the source says so; "" when it says nothing else elsewhere
    rule: Rule | None  # None: the source names no day
    due: datetime | None  # last moment in time of one that falls once


@dataclass(frozen=True, slots=True)
class ItemTarget:
    """What one campaign asks of an item of the checklist, which several may share."""

    campaign: str
    key: str
    title: str
    applies_to: str  # everyone, administrative, smartphone: of whom `target` is a share
    among: str  # the same in the words of the source; ""
    target: float | None
    deadlines: tuple[Due, ...]

    @property
    def due(self) -> datetime | None:
        """Of several the earliest."""
        return _earliest(self.deadlines)


@dataclass(frozen=True, slots=True)
class TaskPart:
    """A part of a task with its own letter, or a stage of it with its own deadline."""

    letter: str
    title: str
    lead: str
    partners: str
    product: str
    deadlines: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class TaskDefinition:
    """One numbered task, in the words of the source."""

    campaign: str
    number: int  # what its progress is kept under; `label` is what a person reads
    title: str
    group: str  # the heading that it stands under; ""
    lead: str
    partners: str
    product: str
    deadlines: tuple[Due, ...]
    label: str = ""  # the number as the source writes it: "4", "1.10"
    parts: tuple[TaskPart, ...] = ()

    @property
    def due(self) -> datetime | None:
        """Of several the earliest, so that nobody is late by any of them."""
        return _earliest(self.deadlines)

    @property
    def contradicted(self) -> bool:
        """Whether the source names different days in different places."""
        return _contradicted(self.deadlines)


@dataclass(frozen=True, slots=True)
class IndicatorDefinition:
    """What is to be reached: a share, a number, or both."""

    campaign: str
    place: int  # 1-based, in the campaign's list
    key: str
    title: str
    task: int | None
    targets: tuple[tuple[float, str], ...]  # (share, where the source says so or "")
    amount: int | None
    deadlines: tuple[Due, ...]
    among: str = ""  # of whom or of what, in the words of the source

    @property
    def due(self) -> datetime | None:
        """Of several the earliest."""
        return _earliest(self.deadlines)

    @property
    def contradicted(self) -> bool:
        """Whether the source names different days, or different shares, in different places."""
        return _contradicted(self.deadlines) or len({place for _, place in self.targets if place}) > 1


@dataclass(frozen=True, slots=True)
class ReportDefinition:
    """A report that is due once or again and again."""

    campaign: str
    kind: str  # daily, weekly, monthly, closing, once
    title: str
    sender: str
    to: tuple[str, ...]
    due: Due
    form: str = ""  # "phu-luc-1"; "": a letter
    key: str = ""  # its kind; "weekly-2" of the second of its kind in the campaign, which somebody else sends


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody has to do, without a number."""

    who: str  # "" : the source names nobody
    words: str
    place: str
    deadlines: tuple[Due, ...]

    def __str__(self) -> str:
        """`Công an xã: phối hợp với …`."""
        return f"{self.who}: {self.words}" if self.who else self.words


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A table that the source has or asks for."""

    place: str
    title: str
    columns: tuple[str, ...]  # in its order and words


@dataclass(frozen=True, slots=True)
class PhaseDefinition:
    """A stretch of the campaign, both days included."""

    title: str
    first: date | None
    last: date | None
    words: str


@dataclass(frozen=True, slots=True)
class RunningCampaign:
    """One plan of a higher office that the station carries out."""

    name: str
    title: str
    source: str  # "Kế hoạch số 12/KH-UBND ngày 17/6/2026 của …"
    issuer: str
    used_since: str
    tasks: tuple[TaskDefinition, ...]
    indicators: tuple[IndicatorDefinition, ...]
    reports: tuple[ReportDefinition, ...]
    phases: tuple[PhaseDefinition, ...]
    duties: tuple[Duty, ...]
    contradictions: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # about, ((value, place), …)
    facilities: tuple[tuple[str, str], ...]  # (code, name)
    items: tuple[ItemTarget, ...] = ()
    tables: tuple[TableDefinition, ...] = ()
    dated: date | None = None  # the day of its document; None where that leaves it blank


def _earliest(deadlines: tuple[Due, ...]) -> datetime | None:
    return min((each.due for each in deadlines if each.due is not None), default=None)


def _contradicted(deadlines: tuple[Due, ...]) -> bool:
    return len({each.place for each in deadlines if each.place}) > 1
