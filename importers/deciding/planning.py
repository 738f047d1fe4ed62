"""Compares a reading with the store and plans what becomes of every row; writes nothing.

`make_plan` makes the plan, `importers.deciding.settling.settle` puts the person's answer to a question into it, and
`store.receiving.submissions.apply` writes it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from importers.deciding.comparing import (
    ask_about_blank_department,
    changes_of_a_move,
    compare,
    contradicting_states,
    contradictions_of,
    decided_by,
)
from importers.deciding.identity import (
    answers_about,
    ask_about_both,
    ask_identity,
    identity_answers,
    marks_of_candidates,
    rows_alike,
    tells_apart,
)
from importers.deciding.matching import MOST_CANDIDATES, Candidates, Match, with_or_without_middle
from importers.deciding.newer_figures import leave_newer_figures
from importers.deciding.own_form import Mended, OwnForm
from importers.deciding.repeated import Again, SeenPeople, adds_to, differ, differing, with_added
from importers.deciding.replaced import Replaced
from importers.deciding.settling import ask_which, leave_out
from importers.deciding.vanished import find_vanished
from importers.deciding.waiting import keep_back
from importers.gc_pause import without_collector
from store import clock, journal
from store.checklist import reasons
from store.checklist.items import checklist_items
from store.database import Store
from store.errors import RefusedError
from store.field_ref import FieldKind, FieldRef
from store.forms import comparison
from store.models import MARKS, Person, State
from store.outcome import Outcome
from store.people import known as known_people
from store.people import units
from store.people.known import Known, date_of, value_dates
from store.receiving import kept, submissions
from store.receiving.kept import Place
from store.receiving.plan import (
    Conflict,
    FieldChange,
    FileKind,
    IncomingRow,
    Plan,
    PlannedRow,
    Reading,
)
from store.text import format_date, name_key
from store.words.field_values import describe

#: Vietnamese: why a row is asked about. If there are several reasons, the first of them in this order is shown.
_ASKS = {
    Conflict.UNIT: "đang ở đơn vị khác. Chuyển sang đơn vị gửi tệp này?",
    Conflict.OLDER: "số liệu của tệp (ngày {day}) cũ hơn điều đã biết.",
    Conflict.CONTRADICTION: "{pairs}.",
    Conflict.BACKWARDS: "từ đã thành chưa.",
    Conflict.REPLACED: "sổ đã sửa sau đó, tệp ghi khác.",
    Conflict.VALUES: "tệp ghi khác với sổ.",
}
#: Conflicts in which the values alone make the question clear, without the words of `_ASKS`.
_CLEAR_BY_VALUES = (Conflict.UNIT, Conflict.VALUES)


def make_plan(
    store: Store,
    reading: Reading,
    *,
    unit: str | None = None,
    left_out: Mapping[Place, Place] = MappingProxyType({}),
    progress: Callable[[int], bool] | None = None,
) -> Plan:
    """Compare a reading with the store and plan every row.

    Args:
        store: the open store.
        reading: what a file says. The plan of a filled-in form of figures has its outcomes in `counted` and no rows.
        unit: the unit that the person chose; None: the one that the file names.
        left_out: (table, row) of rows that an answer leaves out -> that of the row that holds instead.
        progress: called every 1000 rows with how many are done; answering False stops.

    Raises:
        RefusedError: `progress` answered False.
    """
    named = unit or reading.unit
    known_unit = units.find(store, named) if named else None
    if known_unit is None and unit is None and reading.unit:  # renamed since the form went out, or the file was read
        known_unit = units.formerly(store, reading.unit if reading.mark is None else reading.mark.unit)
    plan = Plan(
        reading,
        known_unit.id if known_unit else None,
        known_unit.name if known_unit else named,
        after_change=journal.last_change(store),
    )
    if reading.kind is FileKind.ROSTER:
        with without_collector():
            _Planner(store, reading, plan, left_out).run(progress)
        find_vanished(store, plan)
    plan.counted = comparison.outcomes(store, plan.unit_id, reading.summary)
    if reading.kind is FileKind.SUMMARY:
        leave_newer_figures(store, plan)
    return plan


@dataclass
class _Planner:
    """Plans the rows of one roster, in the order of the file; later rows are compared with earlier ones too."""

    store: Store
    reading: Reading
    plan: Plan
    left_out: Mapping[Place, Place]  # (table, row) of rows that an answer leaves out -> that of the row that holds
    seen: SeenPeople = field(default_factory=SeenPeople)  # people of the rows planned so far
    matched: dict[int, int] = field(default_factory=dict)  # staff id -> index in plan.rows of the row about them

    def run(self, progress: Callable[[int], bool] | None) -> None:
        """Read what the store knows of the people of the file, then plan row by row into `plan.rows`."""
        people = [row.person for row in self.reading.rows if row.person is not None]
        self.seen = SeenPeople.among(people)
        self.candidates = Candidates.for_people(self.store, people)
        #: (staff id, field, incoming value) -> the earlier answer of the person, "take", "keep" or "new".
        self.settled = kept.settled_conflicts(self.store)
        self.identity_answers = identity_answers(self.settled)
        #: (table, row) -> the person found when this very file was taken in before; None: the row was left out then.
        earlier = submissions.earlier_of(self.store, self.reading, self.plan.unit_id)
        self.known_rows = {} if earlier is None else kept.people_of_rows(self.store, earlier.id)
        self.own_form = OwnForm.from_reading(self.store, self.reading, self.plan.unit_id)
        self.mended = Mended.from_reading(self.store, self.reading)
        self.items = checklist_items(self.store)
        self.dates = self._dates_of_values()
        self.reason_texts = reasons.texts(self.store)
        self.days = known_people.days(self.store, self.candidates.ids()) if any(each.done_on for each in people) else {}
        self.replaced = Replaced(self.store, self.candidates.ids, None if earlier is None else earlier.id)
        newcomers = not self.known_rows and self.mended is None
        for number, row in enumerate(self.reading.rows, 1):
            is_new = newcomers and row.person is not None and self._is_nobody_known(row.person)
            self.plan.rows.append(PlannedRow(row, Outcome.NEW) if is_new else self._plan_row(row))
            if progress is not None and number % 1000 == 0 and not progress(number):
                raise RefusedError("Đã dừng theo yêu cầu; chưa có gì thay đổi.")
        possible = {one.staff_id for row in self.plan.several for one in row.candidates}
        for planned in self.plan.rows if possible else ():
            if planned.staff_id is not None and planned.staff_id in possible and not planned.asks_who:
                leave_out(self.plan, planned.staff_id)

    def _dates_of_values(self) -> dict[tuple[int, str], str]:
        """(staff id, field) -> date of the value in the store; empty for a file of today: no value can be newer."""
        day = self.reading.data_date
        if day is None or day >= clock.today().isoformat():
            return {}
        return value_dates(self.store, self.candidates.ids())

    def _is_nobody_known(self, person: Person) -> bool:
        """Whether a row is at a glance about nobody in the store or in another row, as most rows of a new list are."""
        number, known = person.citizen_id, self.candidates
        is_single = number in self.seen.once and number not in known.by_citizen_id
        name = name_key(person.full_name)
        is_other = name not in known.removed_by_name and known.by_name.keys().isdisjoint(
            (name, *with_or_without_middle(person.full_name))
        )
        return is_single and is_other

    def _plan_row(self, row: IncomingRow) -> PlannedRow:
        person = row.person
        if person is None:
            return PlannedRow(row, Outcome.REJECTED)
        if row.place in self.left_out:
            words = f"Đã trả lời: bỏ dòng này, dòng {self.left_out[row.place][1]} đúng."
            return PlannedRow(row.with_problem("left_out", words), Outcome.UNCHANGED)
        if earlier := [number for (_, number), holds in self.left_out.items() if holds == row.place]:
            row = row.with_problem("row_holds", f"Đã trả lời: dòng này đúng, bỏ dòng {earlier[0]}.")
        if row.place in self.known_rows:
            same = self.known_rows[row.place]
            if same is None:
                self.plan.left_out |= self._match(row, person)[0].ids()
                return PlannedRow(row, Outcome.UNCHANGED)
            # A row that still waits for an answer is compared with this one, as it was the first time.
            self.seen.find_or_keep(person, len(self.plan.rows))
            self.matched[same.id] = len(self.plan.rows)
            return self._compare(row, person, same)
        again = self.seen.find_or_keep(person, len(self.plan.rows))
        answered = self.mended.person(row, self.candidates) if self.mended is not None else None
        match, left_out = (Match(answered), False) if answered is not None else self._match(row, person)
        if again is not None and not self._is_another(row, match, again):
            return self._plan_repeated(row, person, self.plan.rows[again.index], again)
        if left_out:
            self.plan.left_out |= match.ids()
            words = "Đã trả lời ở tệp trước: bỏ dòng này."
            return PlannedRow(row.with_problem(kept.LEFT_OUT_BEFORE, words), Outcome.UNCHANGED)
        if match.known is None:
            return PlannedRow(row, Outcome.NEW)
        if match.others:
            return self._ask_which(row, person, match)
        if match.known.id in self.matched:
            first = self.plan.rows[self.matched[match.known.id]]
            if not first.asks_who or first.same_number:
                return self._plan_repeated(row, person, first, Again(0, sure=match.sure))
            self._open_up(first, match.known)  # either may be about them
            if not match.sure:
                return self._ask_which(row, person, match)
        self.matched[match.known.id] = len(self.plan.rows)
        planned = self._compare(row, person, match.known)
        return planned if match.sure else ask_identity(planned, match, person)

    def _match(self, row: IncomingRow, person: Person) -> tuple[Match, bool]:
        """The person in the store whom a row is about, and whether an earlier answer was to leave the row out."""
        match = self.candidates.match(person, self.plan.unit_id, ())
        answers = answers_about(self.identity_answers, person, row.department) if self.identity_answers else {}
        if answers and tells_apart(match, person, row.department, self._rows_alike):
            excluded = [staff_id for staff_id, choice in answers.items() if choice == "new"]
            match = self.candidates.match(person, self.plan.unit_id, excluded) if excluded else match
        else:
            answers = {}
        if match.known is None or match.sure:
            return match, False
        if self.own_form is not None and self.own_form.settles(match, person, self.candidates):
            return Match(match.known), False
        possible = [(one, answers.get(one.known.id)) for one in (match, *match.others) if one.known is not None]
        # Who is off the list again was taken off after that answer.
        same = [one for one, answer in possible if answer == "take" and one.why != "removed"]
        is_left_out = all(answer == "keep" for _, answer in possible)
        return (Match(same[0].known) if len(same) == 1 else match), is_left_out

    @cached_property
    def _rows_alike(self) -> Counter[str]:
        return rows_alike(self.reading.rows)

    def _is_another(self, row: IncomingRow, match: Match, again: Again) -> bool:
        """Whether a row, though much like an earlier one, is or may be about somebody else whom the store knows."""
        first = self.plan.rows[again.index]
        if again.same_number or match.known is None:
            return False
        if match.others or first.candidates:
            return True
        if match.sure and first.staff_id is None:
            return not again.sure
        if match.sure:  # an unclear row leaves them to the row that names them
            is_unclear = first.asks_who and not first.same_number
            return is_unclear or first.staff_id != match.known.id
        return not again.sure and (
            first.incoming.person != row.person or differ(first.incoming.department, row.department)
        )

    def _compare(self, row: IncomingRow, person: Person, known: Known) -> PlannedRow:
        """Plan a row about a person in the store: unchanged, changed, or a conflict if a change must be asked about."""
        elsewhere = self.plan.unit is not None and known.unit_id != self.plan.unit_id
        moves = changes_of_a_move(self.store, known, self.plan.unit, row.department) if elsewhere else []
        department = None if moves else row.department
        differences = compare(known, person, department, self.items, self.reason_texts, self.days)
        ask_about_blank_department(known, self.reading.tables[row.table], row, differences)
        agreed, disputed, kept_fields = [], [], []
        kinds: list[Conflict] = []
        to_ask = [(Conflict.UNIT, change) for change in moves]
        contradicting = contradicting_states(known, person, self.items)
        changes = (*differences.disputes, *differences.news)
        replaced = self.replaced.among(known.id, changes)
        for change in changes:
            decides = decided_by(change, changes)
            kind = self._kind_of_dispute(known, decides, differences.disputes, contradicting, replaced)
            if kind is None:
                agreed.append(change)
            else:
                to_ask.append((kind, change))
        for kind, change in to_ask:
            decides = decided_by(change, (*moves, *changes))
            if self.mended is not None and self.mended.asked_for(row, decides):
                agreed.append(change)
                continue
            is_kept = self.settled.get((known.id, decides.field, decides.after or "")) == "keep"
            if is_kept and change in moves:  # nobody comes back into a unit that was closed since
                is_kept = units.get(self.store, known.unit_id).valid_to is None
            if is_kept:
                kept_fields.append(change.field)
            else:
                disputed.append(change)
                kinds.append(kind)
        if disputed:
            kind = next(kind for kind in _ASKS if kind in kinds)
            values = "; ".join(describe(self.store, change) for change in disputed)
            day, pairs = format_date(self.reading.data_date), self._pairs(known, person)
            asks = f"{known.full_name}: {_ASKS[kind].format(day=day, pairs=pairs)}"
            question = f"{known.full_name}: {values}" if kind in _CLEAR_BY_VALUES else f"{asks} {values}"
            same_number = known.values["citizen_id"] == person.citizen_id is not None
            return PlannedRow(
                row, Outcome.CONFLICT, known.id, disputed, agreed, kind, question, kept_fields, same_number, asks=asks
            )
        return PlannedRow(row, Outcome.CHANGED if agreed else Outcome.UNCHANGED, known.id, agreed, kept=kept_fields)

    def _kind_of_dispute(
        self,
        known: Known,
        change: FieldChange,
        disputed: Sequence[FieldChange],
        contradicting: frozenset[str],
        replaced: frozenset[FieldRef],
    ) -> Conflict | None:
        """Why the person must be asked about a change; None: it goes in without a question."""
        if change.before is not None and change.field != "department":
            day = date_of(self.dates, known.id, change.field)
            if day is not None and self.reading.data_date is not None and day > self.reading.data_date:
                return Conflict.OLDER
        if change.field in contradicting:
            return Conflict.CONTRADICTION
        if change.field in replaced:
            return Conflict.REPLACED
        if change not in disputed:
            return None
        was_done = change.before == State.DONE.value and change.after == State.TODO.value
        kind = change.field.kind
        is_backwards = kind is FieldKind.REASON or (kind is FieldKind.STATE and was_done)
        return Conflict.BACKWARDS if is_backwards else Conflict.VALUES

    def _pairs(self, known: Known, person: Person) -> str:
        """`BHYT ✓ nhưng Mức 2 ✗`: what would contradict what, in the row together with the store."""
        found = contradictions_of(known, person, self.items)
        done, todo = MARKS[State.DONE], MARKS[State.TODO]
        return ", ".join(f"{item.short_title} {done} nhưng {needed.short_title} {todo}" for item, needed in found)

    def _ask_which(self, row: IncomingRow, person: Person, match: Match) -> PlannedRow:
        """Plan a row that may be about several people as the question which of them."""
        found: list[PlannedRow] = []
        possible = [one for one in (match, *match.others) if one.known is not None]
        possible.sort(key=lambda one: one.known is None or one.known.department != row.department)
        if (more := len(possible) - MOST_CANDIDATES) > 0:
            words = f"Sổ còn {more} người nữa tên như vậy; nếu là một trong họ thì ghi số CCCD vào dòng này"
            row = row.with_problem("more_candidates", words)
        marks = marks_of_candidates(self.store, [one.known for one in possible if one.known], self.plan.unit_id)
        for one in possible[:MOST_CANDIDATES]:
            if one.known is not None:
                asked = ask_identity(self._compare(row, person, one.known), one, person)
                asked.asks = marks[one.known.id]
                found.append(asked)
        planned = PlannedRow(
            row, Outcome.CONFLICT, found[0].staff_id, conflict=Conflict.IDENTITY, why="several", candidates=found
        )
        ask_which(planned)
        self.plan.several.append(planned)
        return planned

    def _open_up(self, row: PlannedRow, known: Known) -> None:
        """Make the question whether a row is about somebody one of who it is, as another row may be about them too."""
        if not row.candidates:
            asks = marks_of_candidates(self.store, [known], self.plan.unit_id)[known.id]
            row.candidates = [replace(row, asks=asks)]
            row.conflict, row.changes, row.agreed, row.why = Conflict.IDENTITY, [], [], "several"
            ask_which(row)
            self.plan.several.append(row)

    def _plan_repeated(self, row: IncomingRow, person: Person, first: PlannedRow, again: Again) -> PlannedRow:
        """Plan a row about the same person as an earlier row of the file: counted once, with a remark or a question."""
        here, there = self._place(row, first.incoming), self._place(first.incoming, row)
        earlier = first.whole[0] if first.whole is not None else first.incoming
        is_same = earlier.person == person and (row.department or "") in ("", earlier.department)
        if is_same and again.sure:
            text = f"Dòng {here} trùng hệt dòng {there}; chỉ tính một lần."
            return PlannedRow(row.with_problem("repeated_row", text), Outcome.UNCHANGED)
        if again.sure and first.whole is None and adds_to(first.incoming, row):
            text = f"Dòng {here} ghi thêm cho người ở dòng {there}; chỉ tính một lần."
            return self._plan_addition(row.with_problem("row_adds", text), person, first)
        question = ask_about_both(self.store, here, there, differing(earlier, row))
        # Nobody new can have a number that somebody has.
        same_number = again.same_number or person.citizen_id in self.candidates.by_citizen_id
        planned = PlannedRow(row, Outcome.CONFLICT, None, [], [], Conflict.REPEATED, question, same_number=same_number)
        planned.first, planned.why = first, "sure" if again.sure or again.same_number else "unsure"
        waits = f"dòng {here} ghi khác về người này; chỗ khác nhau chưa ghi cho tới khi trả lời"
        if (again.sure or again.same_number) and keep_back(first, row, waits):
            planned.waits = first
        return planned

    def _plan_addition(self, row: IncomingRow, person: Person, first: PlannedRow) -> PlannedRow:
        """Plan a row that adds to the first row of the same person and contradicts nothing in it."""
        if first.staff_id is None:
            first.incoming = with_added(first.incoming, row)
            return PlannedRow(row, Outcome.UNCHANGED, same_as=first)
        known = next(known_people.by_ids(self.store, [first.staff_id]))
        planned = self._compare(row, person, known)
        of_first_row = {*first.changes, *first.agreed}
        planned.changes = [change for change in planned.changes if change not in of_first_row]
        planned.agreed = [change for change in planned.agreed if change not in of_first_row]
        if planned.outcome is Outcome.CHANGED and not planned.changes:
            planned.outcome = Outcome.UNCHANGED
        return planned

    def _place(self, row: IncomingRow, other: IncomingRow) -> str:
        """The row number as the spreadsheet shows it, with the sheet name if the other row is on another sheet."""
        sheet, beside = (self.reading.tables[each.table].sheet for each in (row, other))
        return str(row.row) if sheet == beside else f"{row.row} (trang “{sheet}”)"
