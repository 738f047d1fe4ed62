"""Finds the rows of a table that the program printed, in which each row has a name."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from importers.grids.grid import Grid, text_of
from store.database import Store
from store.errors import RefusedError
from store.figures.indicators import OWN_MARK
from store.frozen import frozen
from store.masks import quoted
from store.registers.typed import day_of
from store.text import clean, fold

Values = dict[str, str | None]  # field -> what is kept; None takes it away
_LOOKED_AT = 40  # rows in which the head of a table is looked for


@frozen
class Row:
    """One row of the store, as the program prints it."""

    name: str
    label: str  # its number or day in the table, which parts it from a row of the same name
    about: frozenset[str]  # folded words of which one stands above its table, or in its line of csv; empty: any
    cells: Mapping[str, str]  # head -> text
    values: Values  # what the store has
    edit: Callable[[Store, Values], None]
    mark: str = ""  # what the program wrote behind the row
    fixed: frozenset[str] = frozenset()  # folded words of a source in its other columns; empty: they are not looked at


@frozen
class Found:
    """One row of a file."""

    sheet: str
    number: int  # 1-based
    name: str
    around: frozenset[str]  # folded: the words above its table, and in its line
    group: str  # the heading above it within the table
    texts: Mapping[str, str]  # head -> text, lines kept
    others: Mapping[str, str]  # the same of columns that are not compared
    mark: str
    is_numbered: bool  # its first cell is filled, which that of a sum is not

    @property
    def place(self) -> str:
        """The sheet and the row in the file, in Vietnamese."""
        return f"{self.sheet}, dòng {self.number}"


class TrackedTable(ABC):
    """A kind of table whose rows have a name and whose columns are fields."""

    title: ClassVar[str] = ""  # as a sentence calls it

    @abstractmethod
    def heads(self, store: Store) -> Sequence[str]:
        """The heads of the columns that are compared."""

    @abstractmethod
    def name_heads(self, store: Store) -> Sequence[str]:
        """The heads that the column of the names of rows may have."""

    @abstractmethod
    def is_head(self, folded: set[str]) -> bool:
        """Whether a row of these words, among them the head of the names, is the head of this kind of table."""

    @abstractmethod
    def rows(self, store: Store) -> list[Row]:
        """Every row of this kind of table in the store."""

    @abstractmethod
    def value(self, store: Store, head: str, text: str) -> Values:
        """The values that an edited cell sets. Raises RefusedError: it is not understood, or must not be edited."""

    def renamed(self, found: Found, row: Row) -> dict[str, str]:
        """{head: text} of the name of a row, if the name may be edited; else {}."""
        return {}

    def new(self, store: Store, found: Found) -> Values | None:
        """The values of a row that the store lacks; None: no row can be added. Raises RefusedError: this one cannot."""
        return None

    def unkept(self, found: Found) -> dict[str, str]:
        """{head: why, in Vietnamese} of the cells of a new row that the store cannot keep; else {}."""
        return {}

    def add(self, store: Store, values: Values) -> None:
        """Add a row that the store does not have yet. Raises RefusedError for values that the store refuses."""
        raise NotImplementedError


def found_rows(store: Store, kind: TrackedTable, grids: Sequence[Grid]) -> list[Found] | None:
    """The rows of all tables of one kind in a file; None when the file has no table of this kind."""
    found = [rows for grid in grids if not grid.hidden and (rows := _rows_of(store, kind, grid)) is not None]
    return [row for rows in found for row in rows] if found else None


def _rows_of(store: Store, kind: TrackedTable, grid: Grid) -> list[Found] | None:
    rows = [[as_written(text_of(cell)) for cell in row] for row in grid.rows]
    names = set(map(fold, kind.name_heads(store)))
    for at, row in enumerate(rows[:_LOOKED_AT]):
        folded = list(map(fold, row))
        name_at = next((place for place, text in enumerate(folded) if text in names), None)
        if name_at is not None and kind.is_head(set(folded)):
            known = {fold(head): head for head in kind.heads(store)}
            # A source's own column may have a name that ours has too: ours is the last.
            heads = {known[text]: place for place, text in enumerate(folded) if text in known and place != name_at}
            others = {
                clean(text): place
                for place, text in enumerate(row)
                if text and place != name_at and place not in heads.values()
            }
            above = {fold(text) for each in rows[:at] for text in each if text}
            return list(_below(grid.sheet, rows, at, name_at, heads, others, above))
    return None


def _below(
    sheet: str,
    rows: Sequence[Sequence[str]],
    head: int,
    name_at: int,
    heads: Mapping[str, int],
    others: Mapping[str, int],
    above: set[str],
) -> Iterator[Found]:
    """The rows below the head; a line with nothing but its first cell is a heading."""
    group = ""
    for number, row in enumerate(rows[head + 1 :], head + 2):
        name = clean(row[name_at]) if name_at < len(row) else ""
        if not name:
            filled = [text for text in row if text]
            group = clean(filled[0]) if len(filled) == 1 else group
            continue
        cells, beside = (
            {each: row[at] if at < len(row) else "" for each, at in places.items()} for places in (heads, others)
        )
        around = frozenset({*above, *map(fold, row), fold(group.partition(":")[0])})
        mark = next((text for text in reversed(row) if text.startswith(f"{OWN_MARK} ")), "")
        yield Found(sheet, number, name, around, group, cells, beside, mark, is_numbered=bool(row[0]))


def as_written(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet program from running what stands in csv as a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def one_of(text: str, labels: Mapping[str, str], unsaid: str = "") -> str | None:
    """The key of a label; None for a blank text or `unsaid`. Raises RefusedError for any other text."""
    folded = fold(text)
    if folded in ("", fold(unsaid)):
        return None
    found = next((key for key, label in labels.items() if fold(label) == folded), None)
    if found is None:
        raise RefusedError(f"{quoted(clean(text))} không có: ghi {', '.join(labels.values())}")
    return found


def day_in(text: str) -> str | None:
    """Parse the day in a cell to YYYY-MM-DD; None for a blank cell. Raises RefusedError for any other text."""
    typed = clean(text)
    if typed and day_of(typed) is None:
        raise RefusedError(f"{quoted(typed)} không phải ngày: ghi như 18/06/2026")
    return day_of(typed) if typed else None
