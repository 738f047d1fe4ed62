"""Where one screen can lead to in another: small typed targets that the other screen arrives at."""

from datetime import date
from typing import ClassVar

from store.frozen import frozen
from store.identifiers import Card
from store.people.roster import Filter


@frozen
class Target:
    """Something to show. A target with a `mode` opens that place of work; one without stays on the screen in front."""

    mode: ClassVar[str] = ""


@frozen
class PeopleTarget(Target):
    """The list of people, narrowed by a filter, the cursor on one of them."""

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
    """Rows of people that were copied in a spreadsheet, to be reviewed as a file is; `unit`: whose, if known."""

    mode: ClassVar[str] = "receive"
    text: str
    unit: str | None = None


@frozen
class PersonTarget(Target):
    """One person, if the screen in front shows people."""

    staff_id: int


@frozen
class TaskTarget(Target):
    """One task or duty of a campaign."""

    mode: ClassVar[str] = "tasks"
    campaign: str
    key: int | str


@frozen
class ReportTarget(Target):
    """A report of a campaign: of the period with that first day, or else the most urgent.

    `report` is the report's key; the key of the first report of a kind is the kind.
    """

    mode: ClassVar[str] = "reports"
    campaign: str
    report: str
    period: date | None = None


@frozen
class FormTarget(Target):
    """The draft of Phụ lục 1, to be frozen for a report of a campaign, of the period with that first day."""

    mode: ClassVar[str] = "phu_luc_1"
    campaign: str
    report: str
    period: date
