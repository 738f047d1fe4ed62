"""The numbers of the grid of figures: those in the store, and those typed or pasted but not saved yet."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from importers.figure_block import parse_count
from store.campaigns.indicator import Indicator
from store.database import Store
from store.figures import drafts, figure_entry
from store.figures.drafts import Cell, Typed
from store.figures.figure_entry import Entry
from store.figures.indicators import Figure, IndicatorTable, Line
from store.figures.localities import Locality
from store.frozen import frozen
from store.text import format_number

Field = Literal["numerator", "denominator", "target"]
FIELD_HEADS: dict[Field, str] = {"numerator": "Số đạt", "denominator": "Tổng số", "target": "Chỉ tiêu"}
TARGETS = "targets"  # in the place of a kind of period: the targets of localities, which are of no period
_STEPS = 50  # that can be taken back


@frozen
class SheetColumn:
    """A column of the grid: one number (numerator, denominator or target) of an indicator."""

    indicator: Indicator
    field: Field


@frozen
class Pending:
    """A number that is not saved yet."""

    number: int | None
    shown: int | None  # what the store had when it was put in
    is_copied: bool = False  # from the period before, and not looked at


Place = tuple[str, int]  # name of a locality, place of a column
Number = tuple[str, int, int | None]  # the same with what is to stand there


class EntrySheet:
    """The numbers of one grid, with localities as rows and numbers of indicators as columns."""

    def __init__(self, indicators: Sequence[Indicator], fields: Sequence[Field]) -> None:
        self.columns = [SheetColumn(indicator, field) for indicator in indicators for field in fields]
        self.names: list[str] = []
        self._listed: dict[int, str] = {}  # id of a locality -> its name in the store
        self._to_add: set[str] = set()  # names that the store does not have, and the person wants to add
        self.tables: dict[str, IndicatorTable] = {}
        self._lines: dict[tuple[str, str], Line] = {}  # key of an indicator, locality
        self.pending: dict[Place, Pending] = {}
        self._steps: list[dict[Place, Pending]] = []
        self._on_disk: dict[Cell, Typed] = {}

    # -- what is not saved, on disk

    def restore(self, kept: Mapping[Cell, Typed]) -> int:
        """Take the unsaved numbers of a window that was closed, as one step; answers how many there are."""
        self._on_disk = dict(kept)
        self._step()
        for cell, typed in kept.items():
            column = self.column_of(cell.indicator, cell.field)
            if column is not None:
                self.pending[cell.locality, column] = Pending(*typed)
        return len(self.pending)

    def keep(self, store: Store, sheet: str) -> None:
        """Keep the unsaved numbers on disk."""
        now = {
            Cell(name, self.columns[column].indicator.key, self.columns[column].field): Typed(
                each.number, each.shown, each.is_copied
            )
            for (name, column), each in self.pending.items()
        }
        drafts.keep(store, sheet, self._on_disk, now)
        self._on_disk = now

    def show(self, listed: Sequence[Locality], tables: Sequence[IndicatorTable]) -> None:
        """Take the store's current figures; unsaved numbers stay, and follow a locality that was renamed."""
        names = {each.id: each.name for each in listed}
        renamed = {old: names[at] for at, old in self._listed.items() if names.get(at, old) != old}
        self.pending = {(renamed.get(name, name), column): each for (name, column), each in self.pending.items()}
        self._listed = names
        self.tables = {table.indicator.key: table for table in tables}
        self._lines = {(key, line.now.locality): line for key, table in self.tables.items() for line in table.lines}
        for place in [place for place, each in self.pending.items() if each.number == self.stored(*place)]:
            del self.pending[place]  # another window saved it
        self.names = list(
            dict.fromkeys([*names.values(), *(name for _, name in self._lines), *(name for name, _ in self.pending)])
        )

    # -- what stands where

    def line(self, name: str, column: int) -> Line | None:
        """The store's figures of a locality for the indicator of a column; None: it has none."""
        return self._lines.get((self.columns[column].indicator.key, name))

    def stored(self, name: str, column: int) -> int | None:
        """The number that the store has."""
        line, field = self.line(name, column), self.columns[column].field
        if line is None:
            return None
        return line.target if field == "target" else _number(line.now, field)

    def number(self, name: str, column: int) -> int | None:
        """The number that a cell shows: the unsaved one, else the store's."""
        waiting = self.pending.get((name, column))
        return self.stored(name, column) if waiting is None else waiting.number

    def before(self, name: str, column: int) -> int | None:
        """The number of the cell in the period before."""
        line, field = self.line(name, column), self.columns[column].field
        return None if line is None or field == "target" else _number(line.before, field)

    def figure(self, name: str, column: int) -> Figure:
        """Both numbers that the grid shows for a locality and the indicator of a column."""
        numbers = {field: self.number(name, place) for field, place in self._pair(column).items() if field != "target"}
        line = self.line(name, column)
        return Figure(name, numbers.get("numerator"), numbers.get("denominator"), line.now.source if line else "")

    def _pair(self, column: int) -> dict[Field, int]:
        wanted = self.columns[column].indicator.key
        return {each.field: place for place, each in enumerate(self.columns) if each.indicator.key == wanted}

    def fault(self, name: str, column: int) -> str | None:
        """What is wrong with the numbers of a locality and indicator, in Vietnamese; None: nothing."""
        if self.columns[column].field == "target":
            return figure_entry.faults(self.number(name, column), None)
        figure = self.figure(name, column)
        return figure_entry.faults(figure.numerator, figure.denominator)

    def doubts(self, name: str, column: int) -> list[str]:
        """Questions about the unsaved numbers of a locality and indicator; empty without unsaved numbers."""
        if not any((name, place) in self.pending for place in self._pair(column).values()):
            return []
        line, figure = self.line(name, column), self.figure(name, column)
        return figure_entry.doubts(line.before if line else None, figure.numerator, figure.denominator)

    def sum_text(self, column: int) -> str:
        """The sum of a column, or `12/20` while numbers are missing: a part is never shown as the whole."""
        numbers = [number for name in self.names if (number := self.number(name, column)) is not None]
        if len(numbers) < len(self.names) and self.columns[column].field != "target":
            return f"{len(numbers)}/{len(self.names)}"
        return format_number(sum(numbers))

    # -- putting numbers in

    def put(self, name: str, column: int, number: int | None) -> None:
        """Put a number in a cell, as one step."""
        self._step()
        self._put(name, column, number)

    def _put(self, name: str, column: int, number: int | None, *, is_copied: bool = False) -> None:
        if number == self.stored(name, column):
            self.pending.pop((name, column), None)
        else:  # over an unsaved number the store's is not seen: what was seen is that of before
            self.pending[name, column] = Pending(number, self._shown(name, column), is_copied)

    def add(self, name: str) -> None:
        """Add a line for a locality that the store does not have, and gets when the numbers are saved."""
        self.names.append(name)
        self._to_add.add(name)

    def gone(self) -> set[str]:
        """The names with unsaved numbers that the store has no more, and that nobody wants to add."""
        return {name for name, _ in self.pending} - {*self._listed.values(), *self._to_add}

    def settle_gone(self, names: Collection[str], *, are_added: bool) -> None:
        """Add names that the store has no more when the numbers are saved, or drop their numbers, as one step."""
        if are_added:
            self._to_add |= set(names)
            return
        self._step()
        self.pending = {place: each for place, each in self.pending.items() if place[0] not in names}

    def put_all(self, numbers: Sequence[Number]) -> int:
        """Put numbers in many cells, as one step; answers how many changed."""
        self._step()
        changed = sum(self.number(name, column) != number for name, column, number in numbers)
        for name, column, number in numbers:
            if name not in self.names:
                self.add(name)
            self._put(name, column, number)
        return changed

    def copy_forward(self) -> int:
        """Copy the numbers of the period before into empty cells, marked, as one step; answers how many."""
        self._step()
        copied = 0
        for name in self.names:
            for column in range(len(self.columns)):
                before = self.before(name, column)
                if self.number(name, column) is None and before is not None:
                    self._put(name, column, before, is_copied=True)
                    copied += 1
        return copied

    def block(self, rows: Sequence[Sequence[str]], row: int, column: int) -> tuple[list[Number], list[str]]:
        """The numbers of a block without names for the cells from (row, column) on.

        Answers (numbers, what could not be taken, in Vietnamese).
        """
        found: list[Number] = []
        left: list[str] = []
        for down, cells in enumerate(rows):
            for right, cell in enumerate(cells):
                number = parse_count(cell)
                if number is None:
                    left += (
                        [f"{self._in_block(row + down, column + right)}“{cell}” không phải số nguyên"] if cell else []
                    )
                elif row + down >= len(self.names) or column + right >= len(self.columns):
                    left.append(f"{cell} nằm ngoài bảng")
                else:
                    found.append((self.names[row + down], column + right, number))
        return found, left

    def _in_block(self, row: int, column: int) -> str:
        is_outside = row >= len(self.names) or column >= len(self.columns)
        return "" if is_outside else f"{self.where(self.names[row], column)}: "

    def where(self, name: str, column: int) -> str:
        """The name of a cell: `Khóm 1, Có Sổ SKĐT: Số đạt`."""
        of = self.columns[column]
        return f"{name}, {of.indicator.head}: {FIELD_HEADS[of.field]}"

    def rows(self) -> list[list[str]]:
        """The grid with its heads as rows of texts, to be pasted into a spreadsheet."""
        heads = ["Địa bàn", *(f"{each.indicator.head}: {FIELD_HEADS[each.field]}" for each in self.columns)]
        numbers = ((name, [self.number(name, at) for at in range(len(self.columns))]) for name in self.names)
        return [heads, *([name, *("" if n is None else str(n) for n in row)] for name, row in numbers)]

    def column_of(self, indicator: str, field: str) -> int | None:
        """The place of the column for an indicator (its key) and a field; None: there is no such column."""
        wanted = (indicator, field)
        return next((at for at, each in enumerate(self.columns) if (each.indicator.key, each.field) == wanted), None)

    def _step(self) -> None:
        self._steps = [*self._steps[1 - _STEPS :], dict(self.pending)]

    def take_back(self) -> bool:
        """Take back the last step; answers False when there is none."""
        while self._steps:
            before = self._steps.pop()
            if before != self.pending:
                self.pending = before
                return True
        return False

    def forget(self) -> None:
        """Drop the unsaved numbers and the steps."""
        self.pending, self._steps = {}, []

    # -- saving

    def faulty(self) -> Place | None:
        """The first cell with unsaved impossible numbers; None when there is none."""
        return next((place for place in self._in_order() if self.fault(*place) is not None), None)

    def all_doubts(self) -> list[str]:
        """The questions before saving, one line for each locality and indicator."""
        found = {}
        for name, column in self._in_order():
            if doubts := self.doubts(name, column):
                found[name, self.columns[column].indicator.key] = (
                    f"{name}, {self.columns[column].indicator.head}: {'; '.join(doubts)}"
                )
        return list(found.values())

    def newer(self) -> dict[Place, int | None]:
        """The numbers that another window wrote since one was typed there, by their cells."""
        stored = {place: self.stored(*place) for place in self._in_order()}
        return {place: number for place, number in stored.items() if number != self.pending[place].shown}

    def newer_text(self, place: Place, number: int | None) -> str:
        """A line about a cell with a newer number in the store and one that was typed."""
        return f"{self.where(*place)}: {figure_entry.newer_text(number, self.number(*place))}."

    def settle(self, newer: Mapping[Place, int | None], *, typed_stays: bool) -> None:
        """Keep the typed numbers, now over these newer ones, or drop them, as one step."""
        self._step()
        for place, number in newer.items():
            waiting = self.pending.pop(place, None)
            if waiting is not None and typed_stays:
                self.pending[place] = Pending(waiting.number, number, waiting.is_copied)

    def waiting(self, name: str | None = None) -> list[str]:
        """A line for each unsaved number; of the locality `name` alone where one is given."""
        found = ((at, self.pending[at].number) for at in self._in_order() if name in (None, at[0]))
        return [f"{self.where(*place)}: {'xoá' if n is None else format_number(n)}" for place, n in found]

    def _in_order(self) -> list[Place]:
        places = {name: place for place, name in enumerate(self.names)}
        return sorted(self.pending, key=lambda place: (places[place[0]], place[1]))

    def entries(self, source: str = "") -> list[Entry]:
        """The figures to save, each with what the store had when it was typed."""
        found: dict[tuple[str, str], Entry] = {}
        for name, column in self._in_order():
            pair = self._pair(column)
            shown = {field: self._shown(name, place) for field, place in pair.items()}
            figure = self.figure(name, column)
            figure = Figure(name, figure.numerator, figure.denominator, source or figure.source)
            before = Figure(name, shown.get("numerator"), shown.get("denominator"))
            found[name, self.columns[column].indicator.key] = Entry(self.columns[column].indicator, figure, before)
        return list(found.values())

    def _shown(self, name: str, column: int) -> int | None:
        waiting = self.pending.get((name, column))
        return self.stored(name, column) if waiting is None else waiting.shown

    def save_targets(self, store: Store) -> None:
        """Write the unsaved targets into the store, as one step of undo."""
        from store.history import recording

        of_key = {column.indicator.key: column.indicator for column in self.columns}
        with recording(store, "indicator", f"Chỉ tiêu giao: {len(self.pending)} số"):
            for key, amounts in self._targets().items():
                shown = {name: each.shown for (name, at), each in self.pending.items() if self._is_of(at, key)}
                figure_entry.set_targets(store, of_key[key], amounts, shown=shown)

    def _is_of(self, column: int, key: str) -> bool:
        return self.columns[column].indicator.key == key

    def _targets(self) -> dict[str, list[tuple[str, int | None]]]:
        """The unsaved targets as (locality, amount), by the key of their indicator."""
        found: dict[str, list[tuple[str, int | None]]] = {}
        for name, column in self._in_order():
            found.setdefault(self.columns[column].indicator.key, []).append((name, self.pending[name, column].number))
        return found


def _number(figure: Figure | None, field: Field) -> int | None:
    if figure is None:
        return None
    return figure.numerator if field == "numerator" else figure.denominator
