"""Proposes the meaning of signs in columns of items that the file does not explain, once for the whole file."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from importers.cells.marks import mark_of
from importers.deciding.contradictions import with_contradictions
from store.cells import column_of
from store.field_ref import FieldKind
from store.models import Item, State
from store.receiving.plan import Column, IncomingRow, Reading, Table
from store.receiving.proposal import Change, Proposal, ProposalKind
from store.text import clean, fold, format_number

_NOT_UNDERSTOOD, _CONTRADICT = "state_not_understood", "states_contradict"
_LONGEST = 2  # characters of a sign that no footnote explains
_TWO_MEANINGS = frozenset("xX×☒12")  # of these one beside another kind of mark may mean either
_HAS, _LACKS = "c", "k"  # "có", "không"
_IN_WORDS = {State.DONE: "Đã", State.TODO: "Chưa", State.NOT_APPLICABLE: "Không áp dụng"}
_MOST_NAMED = 3  # columns in a question

Place = tuple[int, int]  # number of a table, column of the sheet


def mark_meanings(reading: Reading, items: Sequence[Item], remembered: Mapping[str, str]) -> Iterator[Proposal]:
    """Yield a proposal for each sign that is not understood; its meaning follows from the marks in its columns.

    A sign means the same in every column of a file, so it is decided and asked once.

    Args:
        reading: the file.
        items: the checklist.
        remembered: folded sign in quotes -> what a person said of it in an earlier file of the unit, `_IN_WORDS`; it
            holds where the marks of this file say nothing else.
    """
    columns = {
        (number, column.index): column
        for number, table in enumerate(reading.tables)
        for column in table.columns
        if column.field is not None and column.field.kind is FieldKind.STATE
    }
    noted: dict[tuple[str, str], list[tuple[IncomingRow, int]]] = defaultdict(list)  # sign, words of its footnote
    signs: dict[str, list[tuple[IncomingRow, int]]] = defaultdict(list)  # folded -> rows, with the column of the sheet
    for row in reading.rows:
        for problem in row.problems if row.person is not None else ():
            at = column_of(problem.cell) if problem.code == _NOT_UNDERSTOOD else None
            sign = clean(row.cells[at]) if at is not None and at < len(row.cells) else ""
            if at is not None and (row.table, at) in columns:
                if sign in reading.tables[row.table].notes:
                    noted[sign, reading.tables[row.table].notes[sign]].append((row, at))
                elif 0 < len(sign) <= _LONGEST:
                    signs[fold(sign)].append((row, at))
    of_sign = {sign: {(row.table, at) for row, at in cells} for sign, cells in signs.items()}
    for sign, cells in signs.items():
        if sign in map(fold, _TWO_MEANINGS):
            continue
        beside = of_sign[sign] | (of_sign.get(_LACKS, set()) if sign == _HAS else set())
        unknown = {other for other, places in of_sign.items() if not places.isdisjoint(beside)}
        row, at = cells[0]
        words = f"“{clean(row.cells[at])}”"
        known = next((state for state, text in _IN_WORDS.items() if text == remembered.get(fold(words))), None)
        state = _meaning(sign, unknown, _texts(reading, beside)) or known
        if state is not None:
            changes = _changes(reading, cells, state, items)
            where = _where(columns[place] for place in sorted(of_sign[sign]))
            yield Proposal(ProposalKind.MARK_MEANS, changes, words, _IN_WORDS[state], where=where)
    for (sign, reason), cells in noted.items():
        changes = _changes(reading, cells, State.TODO, items, reason)
        where = _where(columns[place] for place in sorted({(row.table, at) for row, at in cells}))
        meaning = f"{_IN_WORDS[State.TODO]}, lý do “{reason}”"
        yield Proposal(ProposalKind.MARK_MEANS, changes, f"“{sign}”", meaning, where=where)


def _where(columns: Iterable[Column]) -> str:
    """The columns in which a sign stands, in Vietnamese."""
    heads = dict.fromkeys(f"“{clean(column.header)}”" for column in columns)
    return f"ở cột {', '.join(heads)}" if len(heads) <= _MOST_NAMED else f"ở {format_number(len(heads))} cột"


def _changes(
    reading: Reading,
    cells: Sequence[tuple[IncomingRow, int]],
    state: State,
    items: Sequence[Item],
    reason: str | None = None,
) -> dict[tuple[int, int], Change]:
    """(table, row) -> the change that gives the row a state in the cells that have the sign."""
    by_row: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)  # name of a cell -> key of its item
    for row, at in cells:
        table = reading.tables[row.table]
        field = next(column.field for column in table.columns if column.index == at)
        cell = next(problem.cell for problem in row.problems if column_of(problem.cell) == at)
        if field is not None and field.item is not None:
            by_row[row.place][cell] = field.item
    return {
        place: partial(_with_marks, keys, state, reason, items, reading.tables[place[0]])
        for place, keys in by_row.items()
    }


def _texts(reading: Reading, places: Collection[Place]) -> set[str]:
    """The different texts of some columns."""
    at: dict[int, list[int]] = defaultdict(list)
    for table, index in places:
        at[table].append(index)
    return {row.cells[index] for row in reading.rows for index in at.get(row.table, ()) if index < len(row.cells)}


def _meaning(sign: str, unknown: Collection[str], texts: Collection[str]) -> State | None:
    """What a folded sign most likely means beside the other texts of its columns; None: it may be anything.

    Args:
        sign: the sign, folded.
        unknown: all signs of the columns that are not understood, folded.
        texts: all texts of the columns.
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
    has_pair = sign == _LACKS and _HAS in unknown
    return State.TODO if (ticks or has_pair) and not writes_no else None


def _with_marks(
    keys: dict[str, str], state: State, reason: str | None, items: Sequence[Item], table: Table, row: IncomingRow
) -> IncomingRow:
    """Give a row the state that a sign in some of its cells means; contradictions to its other states are found anew.

    Args:
        keys: name of a cell -> key of its item.
        state: what the sign means.
        reason: the words of the footnote that the sign points at; None: it points at none.
        items: the checklist.
        table: the table of the row.
        row: the row.
    """
    if row.person is None:
        return row
    problems = (
        problem
        for problem in row.problems
        if problem.code != _CONTRADICT and (problem.code != _NOT_UNDERSTOOD or problem.cell not in keys)
    )
    reasons = row.person.reasons | dict.fromkeys(keys.values(), reason) if reason else row.person.reasons
    person = replace(row.person, states=row.person.states | dict.fromkeys(keys.values(), state), reasons=reasons)
    return with_contradictions([row._replace(person=person, problems=tuple(problems))], table, items)[0]
