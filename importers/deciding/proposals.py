"""Finds changes of rows that may be proposed about a list of people (`store.receiving.proposal`); changes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from importers.cells.listed import ListedItems
from importers.deciding.mark_meanings import mark_meanings
from importers.deciding.reason_words import ReasonWords, without_reason
from importers.deciding.remembering import remembered_marks
from importers.layout.checklist import checklist_of
from importers.layout.header_words import lists_items
from importers.patterns import when_needed
from store.cells import column_of
from store.checklist.applicability import may_be_asked_in
from store.checklist.items import checklist_items
from store.database import Store
from store.identifiers import citizen_id_remarks
from store.models import Person, State
from store.people import known, units
from store.people.unit_kinds import guess_kind, guess_sector
from store.receiving.plan import IncomingRow, Reading
from store.receiving.proposal import Change, Proposal, ProposalKind
from store.text import clean, fold, name_key

_BARE_NUMBER = when_needed(r"\D")
_TIMES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S")


def proposals(store: Store, reading: Reading, unit: str | None) -> list[Proposal]:
    """All proposals about a list of people.

    Args:
        store: the open store.
        reading: what the file says, with what was accepted already.
        unit: whose file it is; None: that is not known.
    """
    finder = _Finder(store, reading, unit)
    found = (
        *(Proposal(kind, changes) for kind, changes in finder.by_kind() if changes),
        *mark_meanings(reading, finder.items, remembered_marks(store, unit)),
        *finder.not_lacking(),
        *finder.same_reasons(),
    )
    return list(found)


class _Finder:
    """Finds the proposals in the rows of one file."""

    def __init__(self, store: Store, reading: Reading, unit: str | None) -> None:
        self.store, self.reading, self.unit = store, reading, unit
        self.items = checklist_of(checklist_items(store))
        self.reasons = ReasonWords(store)
        self.people = [(row, row.person) for row in reading.rows if row.person is not None]
        self.troubled = [(row, person) for row, person in self.people if row.problems]

    def by_kind(self) -> Iterator[tuple[ProposalKind, dict[tuple[int, int], Change]]]:
        """The proposals that are made at most once for a file, by their kind."""
        yield ProposalKind.CARD_BY_NUMBER, self._cards()
        yield ProposalKind.NOTE_IS_REASON, self._notes()
        yield ProposalKind.REASON_OF_ALL, self._shared_reasons()
        yield ProposalKind.MISSING_ZEROS, self._zeros()
        yield ProposalKind.LATER_ANSWER, self._answered_before()

    def _cards(self) -> dict[tuple[int, int], Change]:
        """Changes that set the CCCD item to đã for people with a number, if neither file nor store has its state."""
        item = next((item for item in self.items if item.key == self.items.card), None)
        unit = units.find(self.store, self.unit or "")
        sector = unit.sector if unit is not None else guess_sector(self.unit or "", guess_kind(self.unit or ""))
        if item is None or not may_be_asked_in(item, sector):
            return {}
        settled = known.settled_numbers(self.store, unit.id, item) if unit is not None else frozenset()
        change = partial(_with_state, item.key, State.DONE)
        return {
            row.place: change
            for row, person in self.people
            if person.citizen_id and _is_unsettled(person.states.get(item.key)) and person.citizen_id not in settled
        }

    def _notes(self) -> dict[tuple[int, int], Change]:
        """Changes that take a note as the reason of an item that is chưa without one, if the station has the reason."""
        found: dict[tuple[int, int], Change] = {}
        for row, person in self.people:
            lacking = without_reason(person) if person.note else []
            if lacking and (meant := self.reasons.of_note(person.note or "", lacking)):
                found[row.place] = partial(_with_own_reasons, meant)
        return found

    def _shared_reasons(self) -> dict[tuple[int, int], Change]:
        """Changes that give a reason which may be of several items to all items that are chưa without one."""
        found: dict[tuple[int, int], Change] = {}
        for row, person in self.troubled:
            for problem in row.problems:
                at = column_of(problem.cell) if problem.code == "reason_unclear" else None
                if at is not None and (lacking := without_reason(person)):
                    words = clean(row.cells[at])
                    found[row.place] = partial(
                        _with_reasons, lacking, self.reasons.meant(words) or words, code=problem.code
                    )
        return found

    def _zeros(self) -> dict[tuple[int, int], Change]:
        """Changes that put zeros before a CCCD of ten or eleven digits, if nothing in the row contradicts it."""
        found: dict[tuple[int, int], Change] = {}
        for row, person in self.troubled:
            for problem in row.problems:
                at = column_of(problem.cell) if problem.code == "citizen_id_short" else None
                digits = "" if at is None else _BARE_NUMBER.sub("", row.cells[at])
                if len(digits) in (10, 11) and not digits.startswith("0"):
                    number = digits.rjust(12, "0")
                    if not citizen_id_remarks(number, person.sex, person.birth_date):
                        found[row.place] = partial(_with_number, number)
        return found

    def _answered_before(self) -> dict[tuple[int, int], Change]:
        """Changes that leave out the earlier answers of people who answered an online form more than once."""
        clocks = {
            number: next((at for at, column in enumerate(table.columns) if column.field == "timestamp"), None)
            for number, table in enumerate(self.reading.tables)
        }
        if not any(at is not None for at in clocks.values()):
            return {}
        answers: dict[tuple[str, ...], list[IncomingRow]] = defaultdict(list)
        for row, person in self.people:
            whole = len(person.birth_date or "") == len("YYYY-MM-DD")
            if clocks[row.table] is not None and (person.citizen_id or whole):
                name = (name_key(person.full_name), person.birth_date or "")
                answers[(person.citizen_id,) if person.citizen_id else name].append(row)
        found: dict[tuple[int, int], Change] = {}
        for rows in answers.values():
            times = [_time(row.cells[clocks[row.table] or 0]) for row in rows] if len(rows) > 1 else []
            known = [time for time in times if time is not None]
            if known and len(known) == len(rows) and known.count(max(known)) == 1:
                found |= {row.place: _left_out for row, time in zip(rows, known, strict=True) if time < max(known)}
        return found

    def not_lacking(self) -> Iterator[Proposal]:
        """Propose for each column "Còn thiếu" đã of its items for people whose filled cell does not name them."""
        for number, table in enumerate(self.reading.tables):
            for column in table.columns:
                if column.field != "note" or lists_items(column.header) is not State.TODO:
                    continue
                listed = ListedItems(column.header, self.items)
                rows = [(row, person, row.cells[column.index]) for row, person in self.people if row.table == number]
                named = {key for _, _, text in rows for _, key in listed.read(text) if key is not None}
                changes: dict[tuple[int, int], Change] = {}
                for row, person, text in rows:
                    lacking = {key for _, key in listed.read(text)}
                    rest = [key for key in sorted(named - lacking) if _is_unsettled(person.states.get(key))]
                    if text and None not in lacking and rest:
                        changes[row.place] = partial(_with_states, dict.fromkeys(rest, State.DONE))
                if changes:
                    titles = ", ".join(item.short_title for item in self.items if item.key in named)
                    yield Proposal(ProposalKind.REST_IS_DONE, changes, clean(column.header), where=titles)

    def same_reasons(self) -> Iterator[Proposal]:
        """Yield a proposal for each reason that the station does not have but that is near to one it has."""
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row, person in self.people:
            for words in person.reasons.values() if person.reasons else ():
                places[words].append(row.place)
        for words, rows in places.items():
            if fold(words) not in self.reasons.known and (instead := self.reasons.nearest(words)) is not None:
                change = partial(_with_other_reason, words, instead)
                yield Proposal(ProposalKind.SAME_REASON, dict.fromkeys(rows, change), words, instead)


def _is_unsettled(state: State | None) -> bool:
    return state is None or state is State.UNKNOWN


def _time(text: str) -> datetime | None:
    for form in _TIMES:
        try:
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - a local time without a zone
        except ValueError:
            continue
    return None


def _changed(row: IncomingRow, change: Callable[[Person], Person], code: str = "") -> IncomingRow:
    """Change the person of a row and drop the problems with this code, which are solved."""
    if row.person is None:
        return row
    problems = tuple(problem for problem in row.problems if not code or problem.code != code)
    return row._replace(person=change(row.person), problems=problems)


def _with_state(key: str, state: State, row: IncomingRow) -> IncomingRow:
    return _changed(row, lambda person: replace(person, states=person.states | {key: state}))


def _with_states(states: dict[str, State], row: IncomingRow) -> IncomingRow:
    return _changed(row, lambda person: replace(person, states=person.states | states))


def _with_reasons(keys: Sequence[str], words: str, row: IncomingRow, *, code: str = "") -> IncomingRow:
    return _changed(row, lambda person: replace(person, reasons=person.reasons | dict.fromkeys(keys, words)), code)


def _with_own_reasons(reasons: Mapping[str, str], row: IncomingRow) -> IncomingRow:
    return _changed(row, lambda person: replace(person, reasons={**person.reasons, **reasons}))


def _with_number(number: str, row: IncomingRow) -> IncomingRow:
    return _changed(row, lambda person: replace(person, citizen_id=number), "citizen_id_short")


def _with_other_reason(words: str, instead: str, row: IncomingRow) -> IncomingRow:
    def change(person: Person) -> Person:
        return replace(person, reasons={key: instead if w == words else w for key, w in person.reasons.items()})

    return _changed(row, change)


def _left_out(_: IncomingRow) -> None:
    return None
