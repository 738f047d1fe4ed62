"""The data model of a campaign, which is everything that one plan of a higher office asks for.

`store.campaigns.file` reads a campaign from a TOML file and checks it; the store keeps it as JSON, which
`store.campaigns.stored` reads back without pydantic. CONTRIBUTING.md explains the file. What follows from the words of
the file is a property here and is not kept. Where a source contradicts itself, both values stand with their places:
deadlines and targets are lists.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from store.calendar.periods import KINDS
from store.campaigns.deadline import Deadline, Deadlines, day_text, differ, earliest
from store.campaigns.indicator import Figure, Indicator, Target
from store.campaigns.item import AskedItem, with_asked_of
from store.campaigns.values import (
    Amount,
    Check,
    Day,
    DayOrText,
    FacilityCode,
    Name,
    Number,
    OptionalText,
    Part,
    Place,
    RefusedValueError,
    SetByProgram,
    Text,
    part,
)


@part
class Source(Part):
    """The document that a campaign comes from; a field is "" where the document leaves a blank."""

    document: Text  # Kế hoạch, Công văn, Quyết định
    number: OptionalText = ""
    date: DayOrText | None = None
    issuer: Text
    based_on: OptionalText = ""  # the document that it carries out

    @property
    def day(self) -> datetime.date | None:
        """The date of the document; None where it is left blank or is words."""
        return self.date if isinstance(self.date, datetime.date) else None

    @property
    def text(self) -> str:
        """`Kế hoạch số 12/KH-UBND ngày 17/06/2026 của Ủy ban nhân dân xã …`.

        A number that starts with its sign ("/KH-UBND") gets `…` before it, to be filled in: `số …/KH-UBND`.
        """
        parts = [self.document]
        if self.number:
            parts.append(f"số {'…' if self.number.startswith('/') else ''}{self.number}")
        if self.date:
            parts.append(self.date if isinstance(self.date, str) else day_text(self.date))
        return f"{' '.join(parts)} của {self.issuer}"


@part
class TaskPart(Part):
    """A part of a task that has a letter of its own, or a stage of a task that has a deadline of its own."""

    letter: OptionalText = ""
    title: Text
    lead: OptionalText = ""
    partners: OptionalText = ""
    deadlines: Deadlines = ()
    product: OptionalText = ""

    def lettered(self, text: str) -> str:
        """Puts the letter of the part before a text: `a) …`; without a letter the text stays as it is."""
        return f"{self.letter}) {text}" if self.letter else text


@part
class Task(Part):
    """One numbered task, in the words of the source."""

    campaign: SetByProgram = ""
    number: Number
    group: OptionalText = ""  # the heading that it stands under
    title: Text
    lead: OptionalText = ""
    partners: OptionalText = ""
    deadlines: Deadlines = ()
    product: OptionalText = ""
    paper: Literal["", "datasets", "organisations"] = ""  # of this program that is its product or shows it; "": none
    parts: tuple[TaskPart, ...] = ()

    @property
    def id(self) -> int:
        """The number by which progress is kept: 4 for "4", 110 for "1.10", so that a new task renumbers no other."""
        major, *minor = map(int, re.findall(r"\d+", str(self.number)))
        return major * 100 + minor[0] if minor else major

    @property
    def label(self) -> str:
        """The number as the source writes it: `4`, `1.10`."""
        return str(self.number)

    @property
    def numbered_group(self) -> str:
        """The heading above the task, with its number where the task is "3.1" or "3.2": `3. Giải quyết thủ tục …`."""
        major, *minor = re.findall(r"\d+", self.label)
        return f"{major}. {self.group}" if minor and self.group else self.group

    @property
    def whole(self) -> "Task":
        """The task; if it has no lead, partners, product and deadlines of its own, with those of its parts joined."""
        if self.lead or self.partners or self.product or self.deadlines:
            return self
        return replace(
            self,
            lead="; ".join(part.lettered(part.lead) for part in self.parts if part.lead),
            partners="; ".join(part.lettered(part.partners) for part in self.parts if part.partners),
            product=" ".join(part.lettered(part.product) for part in self.parts if part.product),
            deadlines=tuple(
                replace(each, words=part.lettered(each.text)) for part in self.parts for each in part.deadlines
            ),
        )

    @property
    def due(self) -> datetime.datetime | None:
        """The earliest last moment of its deadlines, or else of those of its parts; None where none names a day."""
        return earliest(self.whole.deadlines)

    @property
    def contradicted(self) -> bool:
        """Whether the source names different days in different places."""
        return differ(each.place for each in self.whole.deadlines)


@part
class Duty(Part):
    """A duty without a number; plain text in the file is a duty that names nobody."""

    who: OptionalText = ""
    words: Text
    deadlines: Deadlines = ()
    place: OptionalText = ""  # where the source says so

    def __str__(self) -> str:
        """Returns who has the duty, then its words: `Công an xã: phối hợp với …`."""
        return f"{self.who}: {self.words}" if self.who else self.words


def _list_of_duties(value: Any) -> Any:
    return [{"words": each} if isinstance(each, str) else each for each in value] if isinstance(value, list) else value


@part
class Table(Part):
    """A table that the source contains or asks for: its title and its columns, in the words and order of the source."""

    place: Text
    title: Text
    columns: tuple[Text, ...] = ()  # none: the source has its title only
    rows: Amount | None = None  # numbered ones; None: they are the sender's


@part
class Phase(Part):
    """A stretch of the campaign from its first to its last day, both included; None where the source names no days."""

    title: Text
    first: Day | None = None
    last: Day | None = None
    words: OptionalText = ""  # what is done then

    def __post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise RefusedValueError("through (ngày cuối) trước from (ngày đầu)", ("through",))


if TYPE_CHECKING:
    _KindKey = str
else:
    _KindKey = Literal[tuple(KINDS)]  # a file is checked by it


@part
class Report(Part):
    """A report that a campaign asks for, once or regularly."""

    campaign: SetByProgram = ""
    key: SetByProgram = ""  # its kind; "weekly-2" of the second of its kind in the campaign, which somebody else sends
    kind: _KindKey
    title: Text
    sender: OptionalText = ""
    to: tuple[Text, ...]
    deadline: Deadline  # words alone where the source names neither day nor hour
    name: OptionalText = ""  # what tells it from others of its kind, in lists and names of files: "chủ trì"
    form: OptionalText = ""  # key of the statistics form that it is sent in; "": a letter
    #: What else than a letter with results: a proposal with its costs, or a section of a report that others ask for.
    paper: Literal["", "proposal", "section"] = ""
    place: OptionalText = ""  # where the source asks for it

    def __post_init__(self) -> None:
        if not self.to:
            raise RefusedValueError("phải có ít nhất 1", ("to",))
        form = next((key for key, kind in KINDS.items() if kind.repeats and getattr(self.deadline, key, None)), None)
        if form is None and self.deadline.rule is None:
            return
        if KINDS[self.kind].repeats and form != self.kind:
            raise RefusedValueError(f"báo cáo {self.kind} phải có deadline = {{ {self.kind} = … }}", ("deadline",))
        if form and not KINDS[self.kind].repeats:
            raise RefusedValueError(f"báo cáo {self.kind} chỉ nộp một lần, không thể là {form}", ("deadline",))


@part
class Facility(Part):
    """A health facility that takes part in a campaign; its code stays text, since it may begin with 0."""

    code: FacilityCode
    name: Text


@part
class Claim(Part):
    """One of several contradicting statements of the source, with the place where it stands."""

    value: Text
    place: Text


@part
class Contradiction(Part):
    """Something that the source states in several ways; the program shows all of them and chooses none."""

    about: Text
    values: tuple[Claim, ...]

    def __post_init__(self) -> None:
        if len(self.values) < 2:
            raise RefusedValueError("phải có ít nhất 2", ("values",))


@part
class Campaign(Part):
    """Everything that one plan of a higher office asks for."""

    name: Name
    used_since: SetByProgram = ""  # day on which it was begun here, YYYY-MM-DD; "" of one that was read from a file
    title: Text
    subject: OptionalText = ""  # what papers speak of: "Kết quả triển khai …"
    reasons: tuple[Text, ...] = ()  # that fit any item
    duties: Annotated[tuple[Duty, ...], Check(_list_of_duties, "before")] = ()
    source: Source
    items: tuple[Annotated[AskedItem, Check(with_asked_of, "before")], ...] = ()
    tasks: tuple[Task, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    phases: tuple[Phase, ...] = ()
    reports: tuple[Report, ...] = ()
    facilities: tuple[Facility, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    datasets: tuple[Text, ...] = ()  # sets of data that the source names, offered for the list of them
    #: Statistics forms, plain: `store.forms` reads them when one is opened, which few commands do.
    forms: tuple[dict[str, Any], ...] = field(default=(), hash=False)
    contradictions: tuple[Contradiction, ...] = ()  # beside those of deadlines and targets

    def __post_init__(self) -> None:
        _check_unique("items", "key", [item.key for item in self.items])
        _check_unique("tasks", "number", [task.id for task in self.tasks], [task.number for task in self.tasks])
        _check_unique("indicators", "key", [indicator.key for indicator in self.indicators])
        _check_unique("facilities", "code", [facility.code for facility in self.facilities])
        _check_requirements({item.key: item.requires for item in self.items})
        numbers = {task.number for task in self.tasks}
        for place, indicator in enumerate(self.indicators):
            if indicator.task is not None and indicator.task not in numbers:
                raise RefusedValueError(f"không có nhiệm vụ số {indicator.task}", ("indicators", place, "task"))
        for each in (*self.items, *self.tasks, *self.indicators, *self.reports):
            object.__setattr__(each, "campaign", self.name)
        counts: dict[str, int] = {}
        for report in self.reports:
            number = counts[report.kind] = counts.get(report.kind, 0) + 1
            object.__setattr__(report, "key", report.kind if number == 1 else f"{report.kind}-{number}")

    @property
    def week_ends(self) -> int:
        """The last weekday of its weeks (7 is Sunday): the day on which its weekly report is due."""
        return next((report.deadline.weekly.weekday for report in self.reports if report.deadline.weekly), 7)

    @property
    def result_of(self) -> str:
        """The words that papers print after "Kết quả triển khai": the subject, else the title in quotation marks."""
        return self.subject or f"“{self.title}”"

    def report_name(self, report: Report) -> str:
        """The words that lists put after the kind of a report: `chủ trì`, `Phụ lục 1`; "" where it needs none."""
        return ", ".join(filter(None, (report.name, self.sent_as(report))))

    def sent_as(self, report: Report) -> str:
        """The name of the form that a report is sent in, for lists; "" for a letter or a section of another report.

        A section takes its figures from a form but is called as its source calls it.
        """
        return "" if report.paper == "section" else self.form_name(report.form)

    @property
    def first_day(self) -> datetime.date | None:
        """The first day of its earliest phase; None where no phase names one."""
        return min((phase.first for phase in self.phases if phase.first), default=None)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day of its latest phase; None where no phase names one."""
        return max((phase.last for phase in self.phases if phase.last), default=None)

    def form_name(self, key: str) -> str:
        """Returns the name of a form of this campaign, or of Phụ lục 1, by its key; "" for the key "" of a letter."""
        brought = {"": "", "phu-luc-1": "Phụ lục 1"}  # the form that every store has; `store.forms` need not be read
        return brought[key] if key in brought else {str(form["key"]): str(form["name"]) for form in self.forms}[key]

    def all_contradictions(self) -> tuple[Contradiction, ...]:
        """Returns the contradictions in deadlines and targets, then those that the campaign file lists."""
        values: list[tuple[str, tuple[Deadline | Target, ...]]] = [
            *((f"Nhiệm vụ {task.number}, thời gian thực hiện", task.deadlines) for task in self.tasks),
            *((f"{item.title}: hạn", item.deadlines) for item in self.items),
        ]
        for each in self.indicators:
            values += [(f"{each.title}: hạn", each.deadlines), (f"{each.title}: chỉ tiêu", each.targets)]
        found = (
            Contradiction(
                about=about,
                values=tuple(Claim(value=each.text, place=each.place) for each in claims if each.place),
            )
            for about, claims in values
            if differ(each.place for each in claims)
        )
        return (*found, *self.contradictions)


def _check_unique(table: str, key: str, values: Iterable[object], shown: Sequence[object] = ()) -> None:
    places: dict[object, int] = {}
    for place, value in enumerate(values):
        if (first := places.setdefault(value, place)) != place:
            text = shown[place] if shown else value
            raise RefusedValueError(f"{text} đã có ở [[{table}]] thứ {first + 1}", (table, place, key))


def _check_requirements(requires: dict[str, str | None]) -> None:
    """Refuses an item that requires one that is missing, and items that require each other in a circle."""
    for place, (key, needed) in enumerate(requires.items()):
        at: Place = ("items", place, "requires")
        if needed is not None and needed not in requires:
            raise RefusedValueError(f"mục {needed} không có trong chiến dịch. Hãy thêm mục đó vào tệp này", at)
        chain = [key]
        while needed is not None and needed not in chain:
            chain.append(needed)
            needed = requires.get(needed)
        if needed is not None:
            raise RefusedValueError(f"các mục đòi nhau thành vòng: {', '.join(chain)}, rồi lại {needed}", at)
