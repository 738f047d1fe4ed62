"""Accounts for every filled cell of a file that was read (`store.receiving.ledger`).

The rows of people, of which there may be 100,000, are counted by column; all other rows are few.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from importers.cells import shifted_rows
from importers.grids.grid import Cell, Grid, text_of
from importers.layout.doubts import is_unread
from importers.layout.found_table import FoundTable
from importers.layout.rows import Kind
from importers.sender.other_people import is_of_others
from importers.summary import label_column
from store.cells import cell_name, column_of
from store.field_ref import FieldRef
from store.receiving import mending
from store.receiving.form_mark import SHEET
from store.receiving.ledger import Entry, Fate, Ledger, Part
from store.receiving.plan import Column, FileKind, IncomingRow, Reading
from store.text import clean

_TAKEN = mending.NOTED | mending.SUGGESTED.keys()  # codes of problems of cells that were taken all the same
_MOST_LISTED = 10  # row numbers in one remark
_OF_ROWS = {
    Kind.HEADS: (Part.HEADS, Fate.READ),
    Kind.SECTION: (Part.SECTIONS, Fate.READ),
    Kind.TOTAL: (Part.SUMS, Fate.PASSED_OVER),
    Kind.VACANT: (Part.UNFILLED, Fate.PASSED_OVER),
    Kind.REPORTED: (Part.UNKNOWN, Fate.REPORTED),
    Kind.SIGNATURE: (Part.BELOW, Fate.PASSED_OVER),
}


class _Key(NamedTuple):
    sheet: str
    part: Part
    fate: Fate
    column: int | None = None
    head: str = ""
    field: FieldRef | None = None
    is_doubtful: bool = False


class Account(NamedTuple):
    """A ledger, and the rows in it that were not understood: sheet -> 1-based rows."""

    ledger: Ledger
    unknown_rows: dict[str, list[int]]


def account(
    reading: Reading, grids: Sequence[Grid], found: Sequence[FoundTable], used: Sequence[FoundTable]
) -> Account:
    """Count what became of every filled cell.

    Args:
        reading: what was read of the tables that were used.
        grids: all sheets.
        found: every table in them.
        used: those whose rows the reading has, in the order of its tables.
    """
    return _Bookkeeper(reading, used).account(grids, found)


class _Bookkeeper:
    """Counts the cells of one file."""

    def __init__(self, reading: Reading, used: Sequence[FoundTable]) -> None:
        self.reading, self.used = reading, used
        self.cells: Counter[_Key] = Counter()
        self.unknown_rows: dict[str, list[int]] = defaultdict(list)
        self.numbers = {id(table): number for number, table in enumerate(used)}
        self.rows = {number: list(rows) for number, rows in groupby(reading.rows, attrgetter("table"))}
        self.doubts = {(doubt.fingerprint, doubt.place) for doubt in reading.doubts}

    def account(self, grids: Sequence[Grid], found: Sequence[FoundTable]) -> Account:
        """Count sheet by sheet."""
        self.whole = {id(grid) for grid in grids}
        parts: dict[str, dict[int, list[FoundTable]]] = defaultdict(lambda: defaultdict(list))
        for table in found:
            parts[table.sheet][id(table.grid)].append(table)
        ours = {SHEET, *(self.reading.mark.covers if self.reading.mark is not None else ())}
        for grid in grids:
            self.cells[_Key(grid.sheet, Part.FAR, Fate.REPORTED)] += grid.left_out
            if grid.sheet in parts:
                for tables in parts[grid.sheet].values():
                    self._part(tables)
            else:
                part = Part.OWN if grid.sheet in ours else Part.HIDDEN if grid.hidden else Part.NO_LIST
                self.cells[_Key(grid.sheet, part, Fate.PASSED_OVER)] += filled(grid.rows)
        entries = (Entry(key.sheet, key.part, key.fate, cells, *key[3:]) for key, cells in self.cells.items() if cells)
        return Account(Ledger(tuple(entries)), dict(self.unknown_rows))

    def _part(self, tables: Sequence[FoundTable]) -> None:
        """Count the cells of a sheet, or of one of several lists beside each other on it."""
        grid, sheet = tables[0].grid, tables[0].sheet
        used = [table for table in tables if id(table) in self.numbers]
        if id(grid) not in self.whole:  # a turned sheet, without its columns of remarks
            self.cells[_Key(sheet, Part.BELOW, Fate.PASSED_OVER)] += grid.left_out
            self.cells[_Key(sheet, Part.HEADS, Fate.READ)] -= grid.added
        read: set[int] = set()
        for table in used:
            read.update(row.number for row in table.rows)
            if self.reading.kind is FileKind.ROSTER:
                self._people(table)
            else:
                self._figures(table)
        others: dict[int, Part] = {}
        for table in tables:
            numbers = [row.number for row in table.rows if row.number not in read]
            others |= dict.fromkeys(numbers, _left_out(table)) if numbers else {}
        first = min(read, default=len(grid.rows))
        last = max(read, default=-1)
        for number, row in grid.numbered():
            if number in read or not (cells := filled((row,))):
                continue
            if number in others:
                part, fate = others[number], Fate.PASSED_OVER
            else:
                part, fate = self._other(tables, number, row, first, last)
            self.cells[_Key(sheet, part, fate)] += cells
            if part is Part.UNKNOWN and tables[0].kinds.get(number) is not Kind.REPORTED:
                self.unknown_rows[sheet].append(number + 1)

    def _other(
        self, tables: Sequence[FoundTable], number: int, row: Sequence[Cell], first: int, last: int
    ) -> tuple[Part, Fate]:
        """The part and the fate of a row that no table of the file has among its rows."""
        kind = tables[0].kinds.get(number)
        if kind in _OF_ROWS:
            return _OF_ROWS[kind]
        if all(text.isdigit() for cell in row if (text := text_of(cell))):
            return Part.UNFILLED, Fate.PASSED_OVER
        if number < first:
            return Part.ABOVE, Fate.READ
        return (Part.BELOW, Fate.PASSED_OVER) if number > last else (Part.UNKNOWN, Fate.REPORTED)

    def _fate(self, fingerprint: str, place: int, column: Column) -> tuple[Fate, bool]:
        """What becomes of the cells of a column as a whole, and whether it waits for an answer."""
        if (fingerprint, place) in self.doubts:
            return Fate.REPORTED, True
        if column.field is not None:
            return Fate.READ, False
        return (Fate.REPORTED if is_unread(column) else Fate.PASSED_OVER), False

    def _people(self, table: FoundTable) -> None:
        """Count the cells in the rows of people of a table, by column."""
        number = self.numbers[id(table)]
        rows, fingerprint = self.rows.get(number, []), self.reading.tables[number].fingerprint
        nobody = [row for row in rows if row.person is None]
        texts = list(zip(*[row.cells for row in rows], strict=True))
        wrong, dropped = _wrong_by_column(rows, table.columns)
        copied = _copied_by_column(table)
        for place, column in enumerate(table.columns):
            index = column.index
            cells = len(rows) - texts[index].count("") + dropped[index] - copied[index] if texts else 0
            left_out = min(cells, wrong[index] + sum(bool(row.cells[index]) for row in nobody))
            self._column(table, fingerprint, place, cells, left_out)
        width = max((column.index for column in table.columns), default=-1) + 1
        beside = filled(row.cells[width:] for row in table.rows if len(row.cells) > width)
        if beside:
            self.cells[_Key(table.sheet, Part.BESIDE, Fate.REPORTED)] += beside

    def _figures(self, table: FoundTable) -> None:
        """Count the lines of a filled-in form, by column; a line that breaks a rule of the form is reported whole."""
        fingerprint = self.reading.tables[self.numbers[id(table)]].fingerprint
        wrong = {(line.sheet, line.row) for line in self.reading.summary if not line.counts}
        label = label_column(table)
        for place, column in enumerate(table.columns):
            at = column.index
            texts = [(row.number + 1, row.cells[at]) for row in table.rows if at < len(row.cells)]
            cells = [number for number, cell in texts if text_of(cell)]
            left_out = sum((table.sheet, number) in wrong for number in cells)
            self._column(table, fingerprint, place, len(cells), left_out, is_read=at == label)

    def _column(
        self, table: FoundTable, fingerprint: str, place: int, cells: int, left_out: int, *, is_read: bool = False
    ) -> None:
        column = table.columns[place]
        fate, is_doubtful = (Fate.READ, False) if is_read else self._fate(fingerprint, place, column)
        key = _Key(table.sheet, Part.COLUMN, fate, column.index, clean(column.header), column.field, is_doubtful)
        if fate is not Fate.READ:
            left_out = 0
        self.cells[key] += cells - left_out
        self.cells[key._replace(fate=Fate.REPORTED)] += left_out


def _left_out(table: FoundTable) -> Part:
    """The part of the ledger for the rows of a table that was found and not used: figures, other people, older."""
    if table.counts:
        return Part.FIGURES
    return Part.OTHERS if is_of_others(table) else Part.OLDER


def _wrong_by_column(rows: Iterable[IncomingRow], columns: Sequence[Column]) -> tuple[Counter[int], Counter[int]]:
    """Count by column the cells of people that were reported and not taken in, and those that were emptied."""
    wrong: Counter[int] = Counter()
    dropped: Counter[int] = Counter()
    for row in rows:
        if not row.problems:
            continue
        at = {}
        for problem in row.problems:
            index = column_of(problem.cell)
            if index is not None and problem.code not in _TAKEN:
                at[index] = problem.code
                if problem.code == shifted_rows.CODE:
                    at |= dict.fromkeys(shifted_rows.left_out(columns, index), problem.code)
        for index, code in at.items():
            is_dropped = code == "formula_failed" and not row.cells[index]
            dropped[index] += is_dropped
            wrong[index] += row.person is not None and bool(row.cells[index] or is_dropped)
    return wrong, dropped


def _copied_by_column(table: FoundTable) -> Counter[int]:
    """By column: values that rows have from a cell merged over them, and that stand in the file once."""
    copied: Counter[int] = Counter()
    rows = table.grid.rows
    for row in table.rows:
        if row.cells is not (own := rows[row.number]):
            copied.update(
                at for at, cell in enumerate(row.cells) if text_of(cell) and not (at < len(own) and text_of(own[at]))
            )
    return copied


def remarks(account: Account, kind: FileKind) -> list[str]:
    """Vietnamese remarks on what a ledger reports and no other remark says."""
    found = []
    for sheet, rows in account.unknown_rows.items():
        listed = ", ".join(map(str, rows[:_MOST_LISTED])) + (", …" if len(rows) > _MOST_LISTED else "")
        found.append(f"Trang “{sheet}”: chưa đọc dòng {listed}: không rõ ghi gì. Hãy xem lại")
    entries = [entry for entry in account.ledger.entries if entry.fate is Fate.REPORTED]
    beside = [entry for entry in entries if entry.part is Part.BESIDE]
    found += [f"Trang “{one.sheet}”: chưa đọc {one.cells} ô ở bên phải bảng, không có tiêu đề" for one in beside]
    if kind is FileKind.SUMMARY:  # of lists of people the columns that were not understood are named elsewhere
        unread = [one for one in entries if one.part is Part.COLUMN and one.field is None]
        heads = dict.fromkeys(f"“{one.head}”" if one.head else cell_name(one.column or 0, 1)[:-1] for one in unread)
        found += [f"Chưa đọc cột {', '.join(heads)}: không rõ ghi gì"] if heads else []
    return found


def refused(grids: Sequence[Grid]) -> Ledger:
    """The ledger of a file without a list: all of it is reported as not read."""
    entries = (Entry(grid.sheet, Part.NO_LIST, Fate.REPORTED, grid.left_out + filled(grid.rows)) for grid in grids)
    return Ledger(tuple(entry for entry in entries if entry.cells))


def filled(rows: Iterable[Sequence[Cell]]) -> int:
    """How many cells hold something else than blanks."""
    return sum(cell is not None and cell != "" and text_of(cell) != "" for row in rows if row for cell in row)
