"""Finds what may be proposed about a file (`store.receiving.proposal`); changes nothing."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher
from functools import partial

from importers.layout.checklist import checklist_of
from importers.lexicon.words import lexicon
from store.cells import column_of
from store.checklist import reasons
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

_WORDS = lexicon("cells")
_FILLERS, _ALIKE = _WORDS.set("reason_fillers"), _WORDS.tables["reason_alike"]
_SAME_TYPED = 0.9  # of the letters of two reasons: one of them is mistyped
_FEWEST_WORDS = 3  # that two reasons must share where one says more than the other
_MOST, _SHARE_OF_WORDS = 0.8, 0.6  # of the shorter one, of the longer one
_NO = "khong"
_BARE_NUMBER = re.compile(r"\D")
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
        *finder.same_reasons(),
    )
    return list(found)


class _Finder:
    """Looks through the rows of one file."""

    def __init__(self, store: Store, reading: Reading, unit: str | None) -> None:
        self.store, self.reading, self.unit = store, reading, unit
        self.items = checklist_of(checklist_items(store))
        self.known = reasons.known(store)
        self.essences = {words: _essence(words) for words in self.known.values()}
        self.near: dict[str, str | None] = {}  # words -> the reason that they mean: many rows have the same
        self.people = [(row, row.person) for row in reading.rows if row.person is not None]
        self.troubled = [(row, person) for row, person in self.people if row.problems]

    def by_kind(self) -> Iterator[tuple[ProposalKind, dict[tuple[int, int], Change]]]:
        """The proposals of which there is one a file."""
        yield ProposalKind.CARD_BY_NUMBER, self._cards()
        yield ProposalKind.NOTE_IS_REASON, self._notes()
        yield ProposalKind.REASON_OF_ALL, self._shared_reasons()
        yield ProposalKind.MISSING_ZEROS, self._zeros()
        yield ProposalKind.LATER_ANSWER, self._answered_before()

    def _cards(self) -> dict[tuple[int, int], Change]:
        """Who has a number, and of whose card neither the file nor the store says anything."""
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
        """Whose note is a reason that the station has, and who lacks one item without a reason."""
        found: dict[tuple[int, int], Change] = {}
        for row, person in self.people:
            lacking = _without_reason(person) if person.note else []
            if len(lacking) == 1 and (words := self._reason(person.note or "")) is not None:
                found[row.place] = partial(_with_reasons, lacking, words)
        return found

    def _reason(self, words: str) -> str | None:
        exact = self.known.get(fold(clean(words)))
        return exact if exact is not None else self._nearest(words)

    def _nearest(self, words: str) -> str | None:
        """The reason that words mean, though they are not its own; None: none, or they might mean two."""
        if words not in self.near:
            wanted = _essence(words)
            found = [other for other, essence in self.essences.items() if _are_near(wanted, essence)]
            best = [other for other in found if set(self.essences[other]) == set(wanted)] or found
            self.near[words] = best[0] if len(best) == 1 else None
        return self.near[words]

    def _shared_reasons(self) -> dict[tuple[int, int], Change]:
        """Whose reason stands behind several items that are not done."""
        found: dict[tuple[int, int], Change] = {}
        for row, person in self.troubled:
            for problem in row.problems:
                at = column_of(problem.cell) if problem.code == "reason_unclear" else None
                if at is not None and (lacking := _without_reason(person)):
                    words = clean(row.cells[at])
                    found[row.place] = partial(_with_reasons, lacking, self._reason(words) or words, code=problem.code)
        return found

    def _zeros(self) -> dict[tuple[int, int], Change]:
        """Whose CCCD has ten or eleven digits and is one of a province with its zeros; nothing in the row denies it."""
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
        """The earlier answers of people who answered an online form more than once."""
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

    def same_reasons(self) -> Iterator[Proposal]:
        """Words of reasons that the station does not have, near to some that it has: once for each of them."""
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row, person in self.people:
            for words in person.reasons.values() if person.reasons else ():
                places[words].append(row.place)
        for words, rows in places.items():
            if fold(words) not in self.known and (instead := self._nearest(words)) is not None:
                change = partial(_with_other_reason, words, instead)
                yield Proposal(ProposalKind.SAME_REASON, dict.fromkeys(rows, change), words, instead)


def _is_unsettled(state: State | None) -> bool:
    return state is None or state is State.UNKNOWN


def _without_reason(person: Person) -> list[str]:
    return [key for key, state in person.states.items() if state is State.TODO and key not in person.reasons]


def _essence(words: str) -> tuple[str, ...]:
    """The words that tell reasons apart, folded: "Đang chờ BHXH cập nhật" and "Chờ BHXH cập nhật" have the same."""
    found = re.findall(r"\w+", fold(words))
    return tuple(_ALIKE.get(word, word) for word in found if word not in _FILLERS)


def _are_near(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two reasons may be one: never one that denies what the other says, nor of other numbers."""
    mine, theirs = set(one), set(other)
    telling = {word for word in mine ^ theirs if word == _NO or word.isdigit()}
    if not one or not other or telling:
        return False
    shared, (fewer, more) = len(mine & theirs), sorted((len(mine), len(theirs)))
    if shared == more or (shared >= max(_FEWEST_WORDS, _MOST * fewer) and shared >= _SHARE_OF_WORDS * more):
        return True
    return SequenceMatcher(None, " ".join(one), " ".join(other)).ratio() >= _SAME_TYPED and len(one) == len(other)


def _time(text: str) -> datetime | None:
    for form in _TIMES:
        try:
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - a local time without a zone
        except ValueError:
            continue
    return None


def _changed(row: IncomingRow, change: Callable[[Person], Person], code: str = "") -> IncomingRow:
    """The row with another person; problems of that code are solved."""
    if row.person is None:
        return row
    problems = tuple(problem for problem in row.problems if not code or problem.code != code)
    return row._replace(person=change(row.person), problems=problems)


def _with_state(key: str, state: State, row: IncomingRow) -> IncomingRow:
    return _changed(row, lambda person: replace(person, states=person.states | {key: state}))


def _with_reasons(keys: Sequence[str], words: str, row: IncomingRow, *, code: str = "") -> IncomingRow:
    return _changed(row, lambda person: replace(person, reasons=person.reasons | dict.fromkeys(keys, words)), code)


def _with_number(number: str, row: IncomingRow) -> IncomingRow:
    return _changed(row, lambda person: replace(person, citizen_id=number), "citizen_id_short")


def _with_other_reason(words: str, instead: str, row: IncomingRow) -> IncomingRow:
    def change(person: Person) -> Person:
        return replace(person, reasons={key: instead if w == words else w for key, w in person.reasons.items()})

    return _changed(row, change)


def _left_out(_: IncomingRow) -> None:
    return None
