"""Proposes what a sign in a column of an item means that the file does not explain: once for the whole column."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

from importers.cells.marks import mark_of
from importers.deciding.contradictions import with_contradictions
from store.cells import column_of
from store.field_ref import FieldKind
from store.models import Item, State
from store.receiving.plan import IncomingRow, Reading, Table
from store.receiving.proposal import Change, Proposal, ProposalKind
from store.text import clean, fold

_NOT_UNDERSTOOD, _CONTRADICT = "state_not_understood", "states_contradict"
_LONGEST = 2  # characters of a sign
_TWO_MEANINGS = frozenset("xX×☒12")  # of these one beside another kind of mark may mean either
_HAS, _LACKS = "c", "k"  # "có", "không"
_IN_WORDS = {State.DONE: "Đã", State.TODO: "Chưa", State.NOT_APPLICABLE: "Không áp dụng"}

Place = tuple[str, int, str]  # fingerprint of a table, column of the sheet, folded sign


def mark_meanings(reading: Reading, items: Sequence[Item]) -> Iterator[Proposal]:
    """A proposal for each sign of a column, with what it means by the other marks there."""
    rows: dict[Place, list[tuple[IncomingRow, str]]] = defaultdict(list)
    for row in reading.rows:
        for problem in row.problems:
            at = column_of(problem.cell) if problem.code == _NOT_UNDERSTOOD else None
            if at is None or row.person is None or at >= len(row.cells):
                continue
            sign = clean(row.cells[at])
            if 0 < len(sign) <= _LONGEST and sign not in _TWO_MEANINGS:
                rows[reading.tables[row.table].fingerprint, at, fold(sign)].append((row, problem.cell))
    for (of, at, sign), found in rows.items():
        table = next(table for table in reading.tables if table.fingerprint == of)
        column = next((column for column in table.columns if column.index == at), None)
        if column is None or column.field is None or column.field.kind is not FieldKind.STATE:
            continue
        unknown = {other for heads, index, other in rows if (heads, index) == (of, at)}
        state = _meaning(sign, unknown, _texts(reading, of, at))
        key = column.field.item
        if state is not None and key is not None:
            changes: dict[tuple[int, int], Change] = {
                row.place: partial(_with_mark, key, state, cell, items, reading.tables[row.table])
                for row, cell in found
            }
            words = f"“{clean(found[0][0].cells[at])}” ở cột “{clean(column.header)}”"
            yield Proposal(ProposalKind.MARK_MEANS, changes, words, _IN_WORDS[state])


def _texts(reading: Reading, fingerprint: str, at: int) -> set[str]:
    """The different texts of a column, in all tables with the same heads."""
    of = {number for number, table in enumerate(reading.tables) if table.fingerprint == fingerprint}
    return {row.cells[at] for row in reading.rows if row.table in of and at < len(row.cells)}


def _meaning(sign: str, unknown: Collection[str], texts: Collection[str]) -> State | None:
    """What a folded sign most likely means beside the other texts of its column; None: it may be anything.

    Args:
        sign: it.
        unknown: all signs of the column that are not understood, folded.
        texts: of the column.
    """
    if set(unknown) - {sign} - {_HAS, _LACKS}:
        return None
    marks = [mark for text in texts if fold(text) not in unknown and (mark := mark_of(text)) is not None]
    ticks = any(mark.state is State.DONE for mark in marks)
    writes_no = any(mark.state is State.TODO and mark.reason is None for mark in marks)
    if sign == _HAS and _LACKS in unknown:
        return None if ticks or writes_no else State.DONE
    if sign == _LACKS and writes_no:
        return State.NOT_APPLICABLE
    return State.TODO if (ticks or _HAS in unknown) and not writes_no else None


def _with_mark(key: str, state: State, cell: str, items: Sequence[Item], table: Table, row: IncomingRow) -> IncomingRow:
    """The row with a state that its sign in `cell` means; contradictions to others of its states are told anew."""
    if row.person is None:
        return row
    problems = (
        problem
        for problem in row.problems
        if problem.code != _CONTRADICT and (problem.code, problem.cell) != (_NOT_UNDERSTOOD, cell)
    )
    person = replace(row.person, states=row.person.states | {key: state})
    return with_contradictions([row._replace(person=person, problems=tuple(problems))], table, items)[0]
