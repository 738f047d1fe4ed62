"""A campaign: everything that one plan of a higher office asks for, in the one shape that all of the program uses.

A TOML file is read into it and checked by `store.campaigns.file`; the store keeps it as JSON, which
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
    """The document that the campaign comes from; "" where it leaves a blank."""

    document: Text  # Kế hoạch, Công văn, Quyết định
    number: OptionalText = ""
    date: DayOrText | None = None
    issuer: Text
    based_on: OptionalText = ""  # the document that it carries out

    @property
    def day(self) -> datetime.date | None:
        """The day of the document; None where it leaves it blank."""
        return self.date if isinstance(self.date, datetime.date) else None

    @property
    def text(self) -> str:
        """`Kế hoạch số 12/KH-UBND ngày 17/06/2026 của Ủy ban nhân dân xã …`.

        A number that the source leaves blank before its sign stays to be filled in: `số …/KH-UBND`.
        """
        parts = [self.document]
        if self.number:
            parts.append(f"số {'…' if self.number.startswith('/') else ''}{self.number}")
        if self.date:
            parts.append(self.date if isinstance(self.date, str) else day_text(self.date))
        return f"{' '.join(parts)} của {self.issuer}"


@part
class TaskPart(Part):
    """A part of a task with a letter of its own, or a stage of it with a deadline of its own."""

    letter: OptionalText = ""
    title: Text
    lead: OptionalText = ""
    partners: OptionalText = ""
    deadlines: Deadlines = ()
    product: OptionalText = ""

    def lettered(self, text: str) -> str:
        """`a) …` of a part that has a letter."""
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
        """The number that its progress is kept under: 4 of 4, and 110 of "1.10", so that a new task moves no other."""
        major, *minor = map(int, re.findall(r"\d+", str(self.number)))
        return major * 100 + minor[0] if minor else major

    @property
    def label(self) -> str:
        """The number as the source writes it: `4`, `1.10`."""
        return str(self.number)

    @property
    def numbered_group(self) -> str:
        """`3. Giải quyết thủ tục …`: the heading with the number that the tasks "3.1", "3.2" stand under."""
        major, *minor = re.findall(r"\d+", self.label)
        return f"{major}. {self.group}" if minor and self.group else self.group

    @property
    def whole(self) -> "Task":
        """The task, with what its parts alone say of who does what by when, each with its letter."""
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
        """The earliest of its deadlines."""
        return earliest(self.whole.deadlines)

    @property
    def contradicted(self) -> bool:
        """Whether the source names different days in different places."""
        return differ(each.place for each in self.whole.deadlines)


@part
class Duty(Part):
    """What somebody has to do, without a number; plain text in the file is a duty of nobody in particular."""

    who: OptionalText = ""
    words: Text
    deadlines: Deadlines = ()
    place: OptionalText = ""  # where the source says so

    def __str__(self) -> str:
        """`Công an xã: phối hợp với …`."""
        return f"{self.who}: {self.words}" if self.who else self.words


def _list_of_duties(value: Any) -> Any:
    return [{"words": each} if isinstance(each, str) else each for each in value] if isinstance(value, list) else value


@part
class Table(Part):
    """A table that the source has or asks for: its columns in their order and words."""

    place: Text
    title: Text
    columns: tuple[Text, ...] = ()  # none: the source has its title only
    rows: Amount | None = None  # numbered ones; None: they are the sender's


@part
class Phase(Part):
    """A stretch of the campaign, both days included; without days where the source names none."""

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
    """A report that is due once or again and again."""

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
    """A facility of the health sector that takes part; its code stays text: five digits."""

    code: FacilityCode
    name: Text


@part
class Claim(Part):
    """What one place of the source says."""

    value: Text
    place: Text


@part
class Contradiction(Part):
    """What the source says in more than one way; none of them is picked."""

    about: Text
    values: tuple[Claim, ...]

    def __post_init__(self) -> None:
        if len(self.values) < 2:
            raise RefusedValueError("phải có ít nhất 2", ("values",))


@part
class Campaign(Part):
    """One plan of a higher office."""

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
        """The last day of a week of its figures, 7 being Sunday: the day on which its weekly report is due."""
        return next((report.deadline.weekly.weekday for report in self.reports if report.deadline.weekly), 7)

    @property
    def result_of(self) -> str:
        """What follows "Kết quả triển khai" on a paper: its subject, or else its whole title in quotation marks."""
        return self.subject or f"“{self.title}”"

    def report_name(self, report: Report) -> str:
        """What stands behind the kind of a report in lists: `chủ trì`, `Phụ lục 1`; "" where nothing has to."""
        return ", ".join(filter(None, (report.name, self.sent_as(report))))

    def sent_as(self, report: Report) -> str:
        """The form that a report is sent in, as lists call it: no letter, and no section of a report of others, is one.

        The figures of such a section come from the form; what it is called, its source says.
        """
        return "" if report.paper == "section" else self.form_name(report.form)

    @property
    def first_day(self) -> datetime.date | None:
        """The first day of its phases; None where they name none."""
        return min((phase.first for phase in self.phases if phase.first), default=None)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day of its phases; None where they name none."""
        return max((phase.last for phase in self.phases if phase.last), default=None)

    def form_name(self, key: str) -> str:
        """What people call the form that a report of this campaign is sent in; "" of a letter, which has none."""
        brought = {"": "", "phu-luc-1": "Phụ lục 1"}  # the form that every store has; `store.forms` need not be read
        return brought[key] if key in brought else next(form["name"] for form in self.forms if form["key"] == key)

    def all_contradictions(self) -> tuple[Contradiction, ...]:
        """The contradictions that the file lists, and each deadline and target that several places state."""
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
    """Every item that is required is there, and none requires itself through others."""
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
