"""Compares a reading with the store and plans what becomes of every row; writes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from importers.deciding.comparing import compare, contradicting_states
from importers.deciding.matching import Candidates, Match, signature
from importers.deciding.own_form import Mended, OwnForm
from importers.deciding.repeated import Again, SeenPeople, adds_to, with_added
from importers.gc_pause import without_collector
from store import clock, history
from store.checklist import reasons
from store.checklist.items import checklist_items
from store.database import Store
from store.errors import RefusedError
from store.field_ref import PRESENT, FieldKind, FieldRef
from store.forms import filled
from store.models import Person, State
from store.outcome import Outcome, Problem
from store.people import known as known_people
from store.people import units
from store.people.known import Known
from store.people.value_dates import date_of, value_dates
from store.receiving import kept_rows, submissions
from store.receiving.plan import Answer, Conflict, FieldChange, FileKind, IncomingRow, Plan, PlannedRow, Reading
from store.receiving.vanished import vanished
from store.text import format_date, mask_citizen_id
from store.words.field_values import describe

_PLAIN = (Conflict.UNIT, Conflict.VALUES)
#: Why a row is asked about; of several reasons the first here is shown.
_ASKS = {
    Conflict.UNIT: "đang ở đơn vị khác. Chuyển sang đơn vị gửi tệp này?",
    Conflict.OLDER: "số liệu của tệp (ngày {day}) cũ hơn điều đã biết.",
    Conflict.CONTRADICTION: "có mục này thì phải có mức 2 trước, mà mức 2 lại chưa.",
    Conflict.BACKWARDS: "từ đã thành chưa.",
    Conflict.VALUES: "tệp ghi khác với sổ.",
}
IDENTITY = "identity"  # the name under which settled questions of identity are kept

_QUESTIONS = {
    "cccd_other_name": "Số CCCD {number} trong sổ là của {name}. Có phải cùng một người không?",
    "born_same_day": "Trong sổ có {name}, cùng ngày sinh nhưng khác số CCCD. Có phải cùng một người không?",
    "same_year": "Trong sổ có {name}, cùng năm sinh {year}. Có phải cùng một người không?",
    "same_name": "Trong sổ có {name}, cùng tên và không có gì để phân biệt. Có phải cùng một người không?",
    "removed": "{name} đã được xoá khỏi danh sách. Đưa lại không?",
}


def make_plan(
    store: Store, reading: Reading, *, unit: str | None = None, progress: Callable[[int], bool] | None = None
) -> Plan:
    """Compare a reading with the store.

    Args:
        store: the open store.
        reading: what a file says; a summary has outcomes in `counted` and no rows.
        unit: what the person answered; it leads over what the file says.
        progress: called with how many rows are done; answering False stops.

    Raises:
        RefusedError: `progress` answered False.
    """
    named = unit or reading.unit
    known_unit = units.find(store, named) if named else None
    if known_unit is None and unit is None and reading.mark is not None and reading.unit:
        known_unit = units.formerly(store, reading.mark.unit)  # renamed since the form went out
    plan = Plan(
        reading,
        known_unit.id if known_unit else None,
        known_unit.name if known_unit else named,
        after_change=history.last_change(store),
    )
    if reading.kind is FileKind.ROSTER:
        with without_collector():
            _Planner(store, reading, plan).run(progress)
        found = [row.staff_id for row in plan.rows if row.staff_id is not None]
        plan.vanished = vanished(store, plan.unit_id, found, reading.data_date)
    plan.counted = filled.outcomes(store, plan.unit_id, reading.summary)
    return plan


@dataclass
class _Planner:
    store: Store
    reading: Reading
    plan: Plan
    seen: SeenPeople = field(default_factory=SeenPeople)  # in this file
    matched: dict[int, int] = field(default_factory=dict)  # staff id -> index in plan.rows

    def run(self, progress: Callable[[int], bool] | None) -> None:
        people = [row.person for row in self.reading.rows if row.person is not None]
        self.candidates = Candidates.for_people(self.store, people)
        self.settled = submissions.settled(self.store)
        self.settled_names: dict[str, list[tuple[int, str]]] = {}
        for (staff_id, name, incoming), choice in self.settled.items():
            if name == IDENTITY:
                self.settled_names.setdefault(incoming, []).append((staff_id, choice))
        #: Whom each row was found to be when this very file was taken in before; None: it was left out then.
        earlier = submissions.earlier(self.store, self.reading.sha256)
        self.before = {} if earlier is None else kept_rows.people_of_rows(self.store, earlier.id)
        self.own_form = OwnForm.from_reading(self.store, self.reading, self.plan.unit_id)
        self.mended = Mended.from_reading(self.store, self.reading)
        self.items = checklist_items(self.store)
        self.dates = self._dates_of_values()
        self.reason_texts = reasons.texts(self.store)
        for number, row in enumerate(self.reading.rows, 1):
            self.plan.rows.append(self._plan_row(row))
            if progress is not None and number % 1000 == 0 and not progress(number):
                raise RefusedError("Đã dừng theo yêu cầu; chưa có gì thay đổi.")

    def _dates_of_values(self) -> dict[tuple[int, str], str]:
        """The date of each value that is known; empty if the file is from today, for then none can be later."""
        day = self.reading.data_date
        if day is None or day >= clock.today().isoformat():
            return {}
        return value_dates(self.store, self.candidates.ids())

    def _plan_row(self, row: IncomingRow) -> PlannedRow:
        person = row.person
        if person is None:
            return PlannedRow(row, Outcome.REJECTED)
        if row.place in self.before:
            same = self.before[row.place]
            return PlannedRow(row, Outcome.UNCHANGED) if same is None else self._compared(row, person, same)
        again = self.seen.find_or_keep(person, len(self.plan.rows))
        if again is not None:
            return self._repeated(row, person, self.plan.rows[again.index], again)
        answered = self.mended.person(row, self.candidates) if self.mended is not None else None
        match, left_out = (Match(answered), False) if answered is not None else self._match(person)
        if left_out:
            return PlannedRow(row, Outcome.UNCHANGED)
        if match.known is None:
            return PlannedRow(row, Outcome.NEW)
        if match.known.id in self.matched:
            return self._repeated(row, person, self.plan.rows[self.matched[match.known.id]], Again(0, sure=match.sure))
        self.matched[match.known.id] = len(self.plan.rows)
        planned = self._compared(row, person, match.known)
        return planned if match.sure else self._asked(planned, match, person)

    def _match(self, person: Person) -> tuple[Match, bool]:
        """The person of a row, and whether it was settled before that the row is to be left out."""
        settled = self.settled_names.get(signature(person), ())
        excluded = [staff_id for staff_id, choice in settled if choice == "new"]
        match = self.candidates.match(person, self.plan.unit_id, excluded)
        if match.known is None or match.sure:
            return match, False
        if self.own_form is not None and self.own_form.settles(match, person, self.candidates):
            return Match(match.known), False
        choice = self.settled.get((match.known.id, IDENTITY, signature(person)))
        return (Match(match.known) if choice == "take" else match), choice == "keep"

    def _compared(self, row: IncomingRow, person: Person, known: Known) -> PlannedRow:
        differences = compare(known, person, row.department, self.items, self.reason_texts)
        news, disputes = [], []
        kinds: list[Conflict] = []
        asked: list[tuple[Conflict, FieldChange]] = []
        if self.plan.unit is not None and known.unit_id != self.plan.unit_id:
            here = units.get(self.store, known.unit_id).name
            asked.append((Conflict.UNIT, FieldChange(FieldRef.parse("unit"), here, self.plan.unit)))
        contradicting = contradicting_states(known, person, self.items)
        for change in (*differences.disputes, *differences.news):
            kind = self._kind_of_dispute(known, change, differences.disputes, contradicting)
            if kind is None:
                news.append(change)
            else:
                asked.append((kind, change))
        for kind, change in asked:
            if self.mended is not None and self.mended.asked_for(row, change):
                news.append(change)
                continue
            choice = self.settled.get((known.id, change.field, change.after or ""))
            if choice == "take":
                news.append(change)
            elif choice is None:
                disputes.append(change)
                kinds.append(kind)
        if disputes:
            kind = next(kind for kind in _ASKS if kind in kinds)
            values = "; ".join(describe(self.store, change) for change in disputes)
            asks = f"{known.full_name}: {_ASKS[kind].format(day=format_date(self.reading.data_date))}"
            question = f"{known.full_name}: {values}" if kind in _PLAIN else f"{asks} {values}"
            return PlannedRow(row, Outcome.CONFLICT, known.id, disputes, news, kind, question, asks=asks)
        return PlannedRow(row, Outcome.CHANGED if news else Outcome.UNCHANGED, known.id, news)

    def _kind_of_dispute(
        self, known: Known, change: FieldChange, disputes: Sequence[FieldChange], contradicting: frozenset[str]
    ) -> Conflict | None:
        """Why a change must be asked about; None: it is news."""
        if change.before is not None and change.field != "department":
            day = date_of(self.dates, known.id, change.field)
            if day is not None and self.reading.data_date is not None and day > self.reading.data_date:
                return Conflict.OLDER
        if change.field in contradicting:
            return Conflict.CONTRADICTION
        if change not in disputes:
            return None
        was_done = change.before == State.DONE.value and change.after == State.TODO.value
        kind = change.field.kind
        is_backwards = kind is FieldKind.REASON or (kind is FieldKind.STATE and was_done)
        return Conflict.BACKWARDS if is_backwards else Conflict.VALUES

    def _asked(self, planned: PlannedRow, match: Match, person: Person) -> PlannedRow:
        assert match.known is not None  # noqa: S101 - an unsure match is of somebody
        known = match.known
        in_conflict = planned.outcome is Outcome.CONFLICT
        disputes = planned.changes if in_conflict else []
        news = planned.agreed if in_conflict else planned.changes
        if match.why == "removed":
            disputes = [FieldChange(FieldRef.parse(PRESENT), None, "1"), *disputes]
        question = _QUESTIONS[match.why].format(
            name=known.full_name,
            number=mask_citizen_id(person.citizen_id),
            year=(known.values["birth_date"] or "")[:4],
        )
        return PlannedRow(
            planned.incoming,
            Outcome.CONFLICT,
            known.id,
            disputes,
            news,
            Conflict.REMOVED if match.why == "removed" else Conflict.IDENTITY,
            question,
            same_number=match.why in ("cccd_other_name", "removed"),
            why=match.why,
        )

    def _repeated(self, row: IncomingRow, person: Person, first: PlannedRow, again: Again) -> PlannedRow:
        """The row of somebody whom an earlier row of the file named: counted once, with a remark or a question."""
        here, there = self._place(row, first.incoming), self._place(first.incoming, row)
        if first.incoming.person == person:
            text = f"Dòng {here} trùng hệt dòng {there}; chỉ tính một lần."
            return PlannedRow(_with_problem(row, "repeated_row", text), Outcome.UNCHANGED)
        if again.sure and adds_to(first.incoming, row):
            text = f"Dòng {here} ghi thêm cho người ở dòng {there}; chỉ tính một lần."
            return self._added(_with_problem(row, "row_adds", text), person, first)
        question = f"Dòng {here} và dòng {there} của tệp có vẻ là một người nhưng ghi khác nhau."
        return PlannedRow(row, Outcome.CONFLICT, None, [], [], Conflict.REPEATED, question, again.same_number)

    def _added(self, row: IncomingRow, person: Person, first: PlannedRow) -> PlannedRow:
        """Plan a row that adds to the first row of the same person and contradicts nothing in it."""
        if first.staff_id is None:
            first.incoming = with_added(first.incoming, row)
            return PlannedRow(row, Outcome.UNCHANGED, same_as=first)
        known = next(known_people.by_ids(self.store, [first.staff_id]))
        planned = self._compared(row, person, known)
        before_it = {*first.changes, *first.agreed}
        planned.changes = [change for change in planned.changes if change not in before_it]
        planned.agreed = [change for change in planned.agreed if change not in before_it]
        if planned.outcome is Outcome.CHANGED and not planned.changes:
            planned.outcome = Outcome.UNCHANGED
        return planned

    def _place(self, row: IncomingRow, other: IncomingRow) -> str:
        """The number of a row, with its sheet where the other row is on another."""
        sheet, beside = (self.reading.tables[each.table].sheet for each in (row, other))
        return str(row.row) if sheet == beside else f"{row.row} (trang “{sheet}”)"


def _with_problem(row: IncomingRow, code: str, message: str) -> IncomingRow:
    """The row with a problem that only the plan finds: the reading keeps the row as it was read."""
    return row._replace(problems=(*row.problems, Problem("", code, message)))


def settle(plan: Plan, row: PlannedRow, choice: str) -> None:
    """Settle a conflict: the row of the plan gets its outcome, and once applied the same pair is never asked again.

    Args:
        plan: it keeps the answer.
        row: a row in conflict; others are left as they are.
        choice: "take" what the file says; "keep" what the store says, where it is a question of who it is
            leaving the row out; "new": it is somebody else.
    """
    if row.outcome is not Outcome.CONFLICT or row.incoming.person is None:
        return
    if row.staff_id is not None:
        asked: Sequence[FieldChange] = row.changes
        if row.asks_who:
            same = FieldChange(FieldRef.parse(IDENTITY), None, signature(row.incoming.person))
            asked = [same, *(row.changes if choice == "take" else ())]
        plan.answers += [Answer(row.staff_id, change.field, change.after or "", choice) for change in asked]
    if choice == "new":
        row.outcome, row.staff_id, row.changes, row.agreed = Outcome.NEW, None, [], []
    elif row.asks_who and (choice == "keep" or row.staff_id is None):
        row.outcome, row.staff_id, row.changes, row.agreed = Outcome.UNCHANGED, None, [], []
    else:
        row.changes = [*(row.changes if choice == "take" else ()), *row.agreed]
        row.outcome = Outcome.CHANGED if row.changes else Outcome.UNCHANGED
    row.question = row.asks = ""


def choices(row: PlannedRow) -> tuple[str, ...]:
    """The answers that a conflict may be settled by, in the order in which they are offered."""
    if row.conflict is Conflict.REPEATED:
        return ("keep",) if row.same_number else ("keep", "new")
    if row.conflict is Conflict.IDENTITY and not row.same_number:
        return ("keep", "take", "new")
    return ("keep", "take")
