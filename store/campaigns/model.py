"""What a campaign file may say: its tables and keys, and what must hold between them.

The format is explained in CONTRIBUTING.md. Where a source contradicts itself, both values stand with their places
(DOMAIN §4): a deadline or a target may be a list of them.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from store.campaigns.deadline_text import Daily, Deadline, Monthly, Weekly
from store.campaigns.toml_lines import Place
from store.campaigns.values import Day, DayOrWords, Key, Number, Part, Share, Text, Words, refusal, several
from store.text import format_percent

SHORT_TITLE_LENGTH = 8  # characters, for the head of a table


def _short(title: str) -> str:
    if len(title) > SHORT_TITLE_LENGTH:
        raise refusal(f"dài quá {SHORT_TITLE_LENGTH} ký tự")
    return title


class Target(Part):
    """A share that is to be reached."""

    value: Share
    place: Text | None = None  # where the source says so, when it says otherwise elsewhere

    @property
    def told(self) -> str:
        """`90,00%`."""
        return format_percent(round(self.value * 10000), 10000)


def _targets(value: Any) -> Any:
    return several(value) if isinstance(value, dict | list | tuple) else [{"value": value}]


def _placed(values: Any) -> Any:
    """Either all have a place, so that they contradict each other, or none, so that they are stages of one thing."""
    if len({value.place is None for value in values}) > 1:
        raise refusal("có nhiều giá trị thì mỗi giá trị phải có place (chỗ ghi trong văn bản)")
    return values


Deadlines = Annotated[tuple[Deadline, ...], BeforeValidator(several), AfterValidator(_placed)]
Targets = Annotated[tuple[Target, ...], BeforeValidator(_targets), AfterValidator(_placed)]


class Source(Part):
    """The document that the campaign comes from; "" where it leaves a blank."""

    document: Text  # Kế hoạch, Công văn, Quyết định
    number: Words = ""
    date: DayOrWords | None = None
    issuer: Text
    based_on: Words = ""  # the document that it carries out


class Item(Part):
    """One line of the checklist."""

    key: Key
    title: Text
    short_title: Annotated[Text, AfterValidator(_short)]
    applies_to: Literal["everyone", "administrative", "smartphone"] = "everyone"
    among: Words = ""  # of whom the target is a share, in the words of the source
    requires: Key | None = None
    target: Share | None = None
    deadline: Deadlines = ()
    reasons: tuple[Text, ...] = ()  # why it may be chưa


class TaskPart(Part):
    """A part of a task with a letter of its own, or a stage of it with a deadline of its own."""

    letter: Words = ""
    title: Text
    lead: Words = ""
    partners: Words = ""
    deadline: Deadlines = ()
    product: Words = ""


class Task(Part):
    """One numbered task, in the words of the source."""

    number: Number
    group: Text | None = None  # the heading that it stands under
    title: Text
    lead: Words = ""
    partners: Words = ""
    deadline: Deadlines = ()
    product: Words = ""
    parts: tuple[TaskPart, ...] = ()

    @property
    def id(self) -> int:
        """What its progress is kept under: 4 of 4, and 110 of "1.10", so that a task that is put in moves no other."""
        major, _, minor = str(self.number).partition(".")
        return int(major) * 100 + int(minor) if minor else int(major)


class Indicator(Part):
    """What is to be reached: a share, a number, or both."""

    key: Key
    task: Number | None = None
    title: Text
    among: Words = ""  # of whom or of what the target is a share, in the words of the source
    target: Targets = ()
    amount: Annotated[int, Field(ge=0)] | None = None
    deadline: Deadlines = ()


class Figure(Part):
    """Where things stood on a day, as the source says."""

    title: Text
    numerator: Annotated[int, Field(ge=0)]
    denominator: Annotated[int, Field(gt=0)]
    on: Day
    words: Text  # as the source writes it, with its own percentage
    place: Words = ""

    @model_validator(mode="after")
    def _part_of_a_whole(self) -> Self:
        if self.numerator > self.denominator:
            raise refusal(f"numerator lớn hơn denominator {self.denominator}", ("numerator",))
        return self


class Duty(Part):
    """What somebody has to do, without a number; plain text in the file is a duty of nobody in particular."""

    who: Words = ""
    words: Text
    deadline: Deadlines = ()
    place: Words = ""  # where the source says so


def _duties(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [{"words": each} if isinstance(each, str) else each for each in value]
    return value


class Table(Part):
    """A table that the source has or asks for: its columns in their order and words."""

    place: Text
    title: Text
    columns: tuple[Text, ...] = ()  # none: the source has its title only
    rows: Annotated[int, Field(ge=0)] | None = None  # numbered ones; None: they are the sender's


class Phase(Part):
    """A stretch of the campaign, both days included; without days where the source names none."""

    title: Text
    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="through")
    words: Text | None = None  # what is done then

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.first and self.last and self.last < self.first:
            raise refusal("through (ngày cuối) trước from (ngày đầu)", ("through",))
        return self


#: The form of deadline that each kind of report must have; the others are due once, or are told in words.
_REPEATING = {"daily": Daily, "weekly": Weekly, "monthly": Monthly}


class Report(Part):
    """A report that is due once or again and again."""

    kind: Literal["daily", "weekly", "monthly", "closing", "once"]
    title: Text
    sender: Text | None = Field(default=None, alias="from")
    to: Annotated[tuple[Text, ...], Field(min_length=1)]
    deadline: Deadline  # words alone where the source names neither day nor hour
    form: Literal["phu-luc-1"] | None = None  # the form that it is sent in; None: a letter
    place: Words = ""  # where the source asks for it

    @model_validator(mode="after")
    def _of_its_kind(self) -> Self:
        given = next((form for form in _REPEATING if getattr(self.deadline, form)), None)
        if given is None and self.deadline.rule is None:
            return self
        if self.kind in _REPEATING and given != self.kind:
            raise refusal(f"báo cáo {self.kind} phải có deadline = {{ {self.kind} = … }}", ("deadline",))
        if self.kind not in _REPEATING and given:
            raise refusal(f"báo cáo {self.kind} chỉ nộp một lần, không thể là {given}", ("deadline",))
        return self


class Facility(Part):
    """A facility of the health sector that takes part; its code stays text: five digits (DOMAIN §5)."""

    code: Text
    name: Text

    @model_validator(mode="after")
    def _five_digits(self) -> Self:
        if len(self.code) != 5 or not (self.code.isascii() and self.code.isdigit()):
            raise refusal("mã cơ sở phải gồm 5 chữ số", ("code",))
        return self


class Claim(Part):
    """What one place of the source says."""

    value: Text
    place: Text


class Contradiction(Part):
    """What the source says in more than one way; none of them is picked."""

    about: Text
    values: Annotated[tuple[Claim, ...], Field(min_length=2)]


class Campaign(Part):
    """One plan of a higher office."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: Text
    reasons: tuple[Text, ...] = ()  # that fit any item
    duties: Annotated[tuple[Duty, ...], BeforeValidator(_duties)] = ()
    source: Source
    items: tuple[Item, ...] = ()
    tasks: tuple[Task, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    phases: tuple[Phase, ...] = ()
    reports: tuple[Report, ...] = ()
    facilities: tuple[Facility, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    forms: tuple[dict[str, Any], ...] = ()  # statistics forms, as `store.forms.form.from_plain` reads them
    contradictions: tuple[Contradiction, ...] = ()  # beside those of deadlines and targets

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        _no_two("items", "key", [item.key for item in self.items])
        _no_two("tasks", "number", [task.id for task in self.tasks], [task.number for task in self.tasks])
        _no_two("indicators", "key", [indicator.key for indicator in self.indicators])
        _no_two("facilities", "code", [facility.code for facility in self.facilities])
        self._check_requirements()
        numbers = {str(task.number) for task in self.tasks}
        for place, indicator in enumerate(self.indicators):
            if indicator.task is not None and str(indicator.task) not in numbers:
                raise refusal(f"không có nhiệm vụ số {indicator.task}", ("indicators", place, "task"))
        return self

    def _check_requirements(self) -> None:
        requires = {item.key: item.requires for item in self.items}
        for place, item in enumerate(self.items):
            at: Place = ("items", place, "requires")
            if item.requires is not None and item.requires not in requires:
                raise refusal(f"mục {item.requires} không có trong chiến dịch. Hãy thêm mục đó vào tệp này", at)
            chain, needed = [item.key], item.requires
            while needed is not None and needed not in chain:
                chain.append(needed)
                needed = requires.get(needed)
            if needed is not None:
                raise refusal(f"các mục đòi nhau thành vòng: {', '.join(chain)}, rồi lại {needed}", at)

    def all_contradictions(self) -> tuple[Contradiction, ...]:
        """Those written down as such, and every deadline and target that stands with several places."""
        found = []
        for task in self.tasks:
            found += _contradicting(f"Nhiệm vụ {task.number}, thời gian thực hiện", task.deadline)
        for item in self.items:
            found += _contradicting(f"{item.title}: hạn", item.deadline)
        for indicator in self.indicators:
            found += _contradicting(f"{indicator.title}: hạn", indicator.deadline)
            found += _contradicting(f"{indicator.title}: chỉ tiêu", indicator.target)
        return (*found, *self.contradictions)

    def reason_list(self) -> list[tuple[str | None, str]]:
        """(item key or None for any item, words) of every reason, those of the items first."""
        of_items = [(item.key, words) for item in self.items for words in item.reasons]
        return [*of_items, *((None, words) for words in self.reasons)]


def _no_two(table: str, key: str, values: list[Any], shown: list[Any] | None = None) -> None:
    for place, value in enumerate(values):
        if value in values[:place]:
            raise refusal(
                f"{(shown or values)[place]} đã có ở [[{table}]] thứ {values.index(value) + 1}", (table, place, key)
            )


def _contradicting(about: str, values: Iterable[Deadline | Target]) -> list[Contradiction]:
    claims = tuple(Claim(value=value.told, place=value.place) for value in values if value.place)
    return [Contradiction(about=about, values=claims)] if len(claims) > 1 else []
