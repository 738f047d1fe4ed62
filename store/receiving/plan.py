"""Records of what a file contains and what its import will do: `importers` fills them, `submissions` applies them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from store.field_ref import FieldRef
from store.frozen import changeable, frozen
from store.models import Person, State
from store.outcome import Outcome, Problem
from store.receiving.doubt import Doubt, Guess
from store.receiving.form_mark import FormMark
from store.receiving.ledger import Ledger

if TYPE_CHECKING:
    from store.bundles.bundle import Bundle, PlannedUnit
    from store.forms.filled import CountedLine


IDENTITY = "identity"  # the field under which an answer to "is it the same person?" is kept
#: Codes under which a kept row that asks something has what was read from it: the name, the date of birth, and its
#: states with, where there is no doubt whom it is about, what else differs from them: `state.bhyt_linked=done phone`.
NAMES, BORN, SAYS = "names", "born", "says"
READ_CODES = frozenset({NAMES, BORN, SAYS})
#: Fields of a change that the history names otherwise.
WRITTEN_AS = {"unit": "unit_id", "department": "department_id"}
INSTEAD = "instead"  # an answer about two rows of one person: this one holds, the earlier one is left out
TAKE_ONE = "take:"  # begins an answer about several: it is this one of them, `take_one`
KEEP_NAME = "keep_name"  # an answer to who it is: the same person, whose name stays as the store has it
KEEP_NUMBER = "keep_number"  # the same of the CCCD
KEPT_FIELDS = {KEEP_NAME: "full_name", KEEP_NUMBER: "citizen_id"}  # the field that stays by one of these answers


class FileKind(StrEnum):
    """The kind of a file, by its content."""

    ROSTER = "roster"
    SUMMARY = "summary"  # a form of figures, filled in, without names
    BUNDLE = "bundle"  # all that a station has
    UNREADABLE = "unreadable"


@frozen
class Column:
    """One column of a table and its meaning."""

    index: int  # 0-based column of the sheet
    header: str  # the header as the file has it, rows joined by " / "
    field: FieldRef | None  # None: passed over
    confidence: float  # 0..1
    guess: Guess | None = None  # of a column without a field: what it seems to hold, see `Reading.doubts`
    rival: int | None = None  # 0-based, another column of the sheet that says the same of everybody


@frozen
class Table:
    """One table found on a sheet."""

    sheet: str
    header_row: int  # 1-based, as the spreadsheet shows it: the last row of the header
    columns: tuple[Column, ...]
    fingerprint: str = ""  # of its heads: what was corrected in one table holds for all with the same
    notes: Mapping[str, str] = field(default_factory=dict, compare=False)  # footnotes: "(1)" in a cell -> its words


class IncomingRow(NamedTuple):
    """One row of a table: the person that was read from it, and its raw cells.

    A named tuple, because a file may have 100,000 of them: a frozen dataclass takes three times as long to make.
    """

    table: int  # index into Reading.tables
    row: int  # 1-based, as the spreadsheet shows it
    person: Person | None  # None: names nobody
    department: str | None
    cells: tuple[str, ...]  # raw text by table column: cells[i] belongs to tables[table].columns[i]
    problems: tuple[Problem, ...] = ()

    @property
    def place(self) -> tuple[int, int]:
        """(number of its table, row as the spreadsheet shows it)."""
        return self.table, self.row

    def with_problem(self, code: str, message: str) -> "IncomingRow":
        """A copy of the row with one problem more; the reading itself is not changed."""
        return self._replace(problems=(*self.problems, Problem("", code, message)))


@frozen
class UnitPart:
    """The rows of one unit in a file of several units."""

    unit: str | None  # as the file names it; None: nothing tells whose they are
    rows: tuple[int, ...]  # indexes into Reading.rows


@frozen
class Reading:
    """The content of one file before it is compared with the store; it is not changed afterwards."""

    path: str
    file_name: str
    sha256: str
    kind: FileKind
    unit: str | None  # as the file names it; None: it names none
    tables: tuple[Table, ...] = ()
    rows: tuple[IncomingRow, ...] = ()
    summary: "tuple[CountedLine, ...]" = ()
    message: str = ""  # Vietnamese: why it is unreadable, or a remark on the whole file
    remarks: tuple[str, ...] = ()  # Vietnamese: hidden rows, passed-over sheets, converted fonts
    mark: FormMark | None = None  # the station's own form carries one
    #: What was corrected, by fingerprint of a table: place of a column in it -> field; None: passed over.
    corrections: Mapping[str, Mapping[int, str | None]] = field(default_factory=dict)
    several_units: bool = False  # it names more than one, so that only the person can tell
    data_date: str | None = None  # YYYY-MM-DD, the day that its figures are of; None: nothing tells
    doubts: tuple[Doubt, ...] = ()  # columns that are asked about, and of which nothing is in the rows
    parts: tuple[UnitPart, ...] = ()  # of a file of several units: whose its rows are
    part: str | None = None  # this is the part of a file that is of the unit that it calls so; None: a whole file
    ledger: Ledger = field(default_factory=Ledger)  # what became of every filled cell
    bundle: "Bundle | None" = None  # what else the bundle of a station holds
    is_locked: bool = False  # it is a bundle that needs a passphrase, or another one


@frozen
class FieldChange:
    """A changed value: of a column of a person, "department", "unit", or the state, reason or day of an item."""

    field: FieldRef
    before: str | None
    after: str | None


class Conflict(StrEnum):
    """The question that a row raises."""

    UNIT = "unit"  # whether the person has come from another unit
    OLDER = "older"  # whether the file holds, though what is known is of a later day
    CONTRADICTION = "contradiction"  # whether an item is đã though the one that it requires is chưa
    BACKWARDS = "backwards"  # whether đã has become chưa
    REPLACED = "replaced"  # whether the file holds, though somebody changed the value by hand, or since this very file
    VALUES = "values"  # whether the file or the store holds
    IDENTITY = "identity"  # whether it is the same person
    REMOVED = "removed"  # whether a person who was taken off the list is back
    REPEATED = "repeated"  # whether two rows of the file are about one person


@changeable
class PlannedRow:
    """What the import would do with one row."""

    incoming: IncomingRow  # as it was read, with the problems that planning found and what later rows of it add
    outcome: Outcome
    staff_id: int | None = None  # whom it was found to be
    changes: Sequence[FieldChange] = ()  # changed: all; conflict: those in dispute
    agreed: Sequence[FieldChange] = ()  # of a conflict: what goes in once it is settled
    conflict: Conflict | None = None
    question: str = ""  # Vietnamese: the conflict in a sentence, with its values
    kept: Sequence[FieldRef] = ()  # the file says otherwise of them, and an answer keeps what the store has
    same_number: bool = False  # the two share a CCCD, so they cannot be two people
    same_as: "PlannedRow | None" = None  # an earlier row of the file, of somebody new, to whom this one adds
    asks: str = ""  # the same without the values, where they are shown beside it
    why: str = ""  # of IDENTITY: what makes them look like one, `importers.deciding.matching.Match.why`
    #: Of IDENTITY, where it may be one of several: the row as it is about each of them; `asks` says who that is.
    candidates: "list[PlannedRow]" = field(default_factory=list)
    first: "PlannedRow | None" = None  # of REPEATED: the earlier row about the same person
    waits: "PlannedRow | None" = None  # of REPEATED: the first row, of which what differs waits for the same answer
    #: Of a row of which something waits so: (incoming, outcome, changes, agreed) as they are without that.
    whole: tuple[IncomingRow, Outcome, Sequence[FieldChange], Sequence[FieldChange]] | None = None
    #: The choices when the question was first shown; kept so that each keeps its key once it or another is answered.
    offered: tuple[str, ...] = ()

    @property
    def kind(self) -> tuple[str, str]:
        """A key that is equal for rows with the same question, which one answer may settle together."""
        if self.candidates:
            return self.conflict or "", f"{self.why} {self.incoming.place}"
        about = {change.field.item or str(change.field) for change in self.changes}
        return self.conflict or "", self.why or ("unit" if "unit" in about else " ".join(sorted(about)))

    @property
    def asks_who(self) -> bool:
        """Whether the question is which person the row is about, and not which value is right."""
        return self.conflict in (Conflict.IDENTITY, Conflict.REMOVED, Conflict.REPEATED)

    @property
    def people(self) -> frozenset[int]:
        """The ids of those whom the row may be about."""
        return frozenset(one.staff_id for one in self.candidates or [self] if one.staff_id is not None)

    @property
    def is_left_out(self) -> bool:
        """Whether an answer leaves the row out."""
        is_nobodys = self.staff_id is None and self.same_as is None and self.incoming.person is not None
        return self.outcome is Outcome.UNCHANGED and is_nobodys

    def read(self) -> Iterator[Problem]:
        """What is kept of a row that asks something or did, by which rows that say the same are known."""
        row = self.incoming if self.whole is None else self.whole[0]
        if row.person is None:
            return
        yield Problem("", NAMES, row.person.full_name)
        if row.person.birth_date:
            yield Problem("", BORN, row.person.birth_date)
        states = {FieldRef.state(key): state for key, state in row.person.states.items() if state is not State.UNKNOWN}
        # Of two rows that differ the store may have what one says; that answers nothing.
        has_values = self.conflict is not Conflict.REPEATED
        given = [f"{name}={state}" if has_values else str(name) for name, state in states.items()]
        changes = () if self.asks_who else (*self.changes, *self.agreed)
        differing = {WRITTEN_AS.get(each.field, str(each.field)) for each in changes} - {*states, "unit_id"}
        differing -= set() if row.department else {"department_id"}  # a blank cell says nothing of it
        yield Problem("", SAYS, " ".join([*given, *sorted(differing)]))

    def candidate(self, choice: str) -> "PlannedRow | None":
        """The row as it is about the person whom a choice names, as `take_one` spells it; None: it names none here."""
        return next((one for one in self.candidates if choice == take_one(one)), None)


def take_one(candidate: PlannedRow) -> str:
    """The choice that a row is about this one of several."""
    return f"{TAKE_ONE}{candidate.staff_id}"


@frozen
class Answer:
    """The answer to a conflict; kept with the submission, and asked again when that is taken back."""

    staff_id: int
    field: str
    incoming: str
    choice: str  # "take", "keep", or "new" of a question of identity


@frozen
class Vanished:
    """A person whom an earlier list of the unit names and this file does not."""

    staff_id: int
    full_name: str
    before: int  # the submission that named them last
    marks: str = ""  # what tells them from others of the name: `, sinh 1984, CCCD •••••••••234`

    @property
    def name(self) -> str:
        """The name, with what tells the person from others of the name."""
        return f"{self.full_name}{self.marks}"


@changeable
class Plan:
    """A submission compared with the store; nothing is written until `store.receiving.submissions.apply`."""

    reading: Reading
    unit_id: int | None  # None: the unit is not in the store yet, or is not known
    unit: str | None  # its name as it will stand in the store; None: it must be asked
    rows: list[PlannedRow] = field(default_factory=list)
    after_change: int = 0  # the last change in the store at the time of planning; applied only while it is the last
    answers: list[Answer] = field(default_factory=list)  # what was settled on the way to this plan
    vanished: list[Vanished] = field(default_factory=list)  # who are still to be asked about
    left: list[int] = field(default_factory=list)  # ids of those who are to be taken off the list
    known_as: str | None = None  # the name in the file by which the unit is known from now on
    same_reasons: dict[str, str] = field(default_factory=dict)  # words of the file -> the reason that was answered
    marks: dict[str, str] = field(default_factory=dict)  # sign and column of the file -> the state that was answered
    counted: list[Outcome] = field(default_factory=list)  # of figures: what becomes of each row of reading.summary
    several: list[PlannedRow] = field(default_factory=list)  # rows that had candidates
    left_out: set[int] = field(default_factory=set)  # ids of people whom rows left out by an answer may be about
    places: "list[PlannedUnit]" = field(default_factory=list)  # of a bundle: the unit of each table of the reading

    def counts(self) -> dict[str, int]:
        """Outcome -> number of rows, with every outcome as a key."""
        outcomes = [*(row.outcome for row in self.rows), *self.counted]
        return {outcome.value: outcomes.count(outcome) for outcome in Outcome}

    def asking(self) -> set[tuple[int, int]]:
        """The rows that wait for an answer, as (table, row)."""
        return {row.incoming.place for row in self.rows if row.outcome is Outcome.CONFLICT}
