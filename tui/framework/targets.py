"""Typed targets: what one screen asks another to show."""

from datetime import date
from typing import ClassVar

from store.frozen import frozen
from store.identifiers import Card
from store.people.roster import Filter


@frozen
class Target:
    """What a screen shall show: with a `mode` that place of work, without one the screen in front."""

    mode: ClassVar[str] = ""


@frozen
class PeopleTarget(Target):
    """The list of people, narrowed by a filter, with the cursor on the person `staff_id` if given."""

    mode: ClassVar[str] = "roster"
    filter: Filter
    staff_id: int | None = None


@frozen
class CardTarget(Target):
    """The person whose card was scanned."""

    mode: ClassVar[str] = "roster"
    card: Card


@frozen
class PastedTarget(Target):
    """Rows of people copied from a spreadsheet, to be reviewed like a file; `unit`: their unit, if known."""

    mode: ClassVar[str] = "receive"
    text: str
    unit: str | None = None


@frozen
class PersonTarget(Target):
    """One person, shown only if the screen in front lists people."""

    staff_id: int


@frozen
class TaskTarget(Target):
    """One task or duty of a campaign."""

    mode: ClassVar[str] = "tasks"
    campaign: str
    key: int | str


@frozen
class ReportTarget(Target):
    """A campaign's report for the period that begins on `period`; without one, for the most urgent period.

    `report` is the report's key; the key of the first report of a kind is the kind.
    """

    mode: ClassVar[str] = "reports"
    campaign: str
    report: str
    period: date | None = None


@frozen
class FormTarget(Target):
    """The draft of the form that a campaign's report is sent in, for the period that begins on `period`.

    Freezing the draft then offers that report first.
    """

    mode: ClassVar[str] = "phu_luc_1"
    campaign: str
    report: str
    period: date
