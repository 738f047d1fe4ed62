"""Turns a list with a line for each item of a person into one with a line for each person, a column for each item."""

from collections.abc import Sequence

from importers.cells.marks import mark_of
from importers.grids.grid import Cell, Grid, text_of
from importers.layout.checklist import Checklist
from importers.layout.header_words import meaning_of
from importers.layout.headers import NAMES
from importers.layout.heads import HEADS, fold_header
from store.text import clean, fold

_HEAD = HEADS.pattern("line_an_item")
_SEARCHED = 30  # rows
_MOST = 0.8  # of the lines


def line_a_person(grid: Grid, items: Checklist) -> Grid | None:
    """Join the lines of each person into one, in the place of the first; None: the sheet has no list of this kind."""
    for top, row in enumerate(grid.rows[:_SEARCHED]):
        heads = [fold_header(text_of(cell)) for cell in row]
        at = next((column for column, head in enumerate(heads) if _HEAD.fullmatch(head)), None)
        if at is None:
            continue
        names = [column for column, cell in enumerate(row) if meaning_of(text_of(cell), items).field in NAMES]
        if names:
            return _Lines(grid, items, top, at, names[0]).together()
    return None


class _Lines:
    """Joins the lines below a header; `at` is the column that names the items, `name` the one that names the people."""

    def __init__(self, grid: Grid, items: Checklist, top: int, at: int, name: int) -> None:
        self.grid, self.items, self.top, self.at, self.name = grid, items, top, at, name
        self.width = grid.width

    def together(self) -> Grid | None:
        """The sheet with one line a person; None: the column does not name items, or no column says their states."""
        lines = [(number, self._wide(row)) for number, row in enumerate(self.grid.rows) if number > self.top]
        keys = {number: self._item(row) for number, row in lines}
        named = [number for number, row in lines if any(map(str.isalpha, text_of(row[self.at])))]  # a sum says "1/1"
        first = next((row for number, row in lines if keys[number] is not None), None)
        if first is None or not text_of(first[self.name]):
            return None  # nobody is named yet: it is a second row of heads
        offered = list(dict.fromkeys(key for key in keys.values() if key is not None))
        known = sum(keys[number] is not None for number in named)
        result = self._result([row for number, row in lines if keys[number] is not None])
        if len(offered) < 2 or known < _MOST * len(named) or result is None:
            return None
        titles = {item.key: item.title for item in self.items}
        rows: list[list[Cell]] = [*self.grid.rows[: self.top], self._head([titles[key] for key in offered], result)]
        first = None
        who = ""
        for number, row in lines:
            key, name = keys[number], fold(text_of(row[self.name]))
            if key is None:
                rows.append(row)
                first = None
                continue
            if first is None or (name and name != who):
                first, who = [*self._without(row, result), *[None] * len(offered)], name
                rows.append(first)
            else:
                self._add(first, self._without(row, result))
                rows.append([])
            first[self.width + offered.index(key)] = row[result]
        dropped = _filled(self.grid.rows) - _filled(rows)
        return Grid(self.grid.sheet, rows, [], self.grid.hidden, self.grid.remarks, max(0, dropped))

    def _wide(self, row: Sequence[Cell]) -> list[Cell]:
        return [*row, *[None] * (self.width - len(row))]

    def _item(self, row: Sequence[Cell]) -> str | None:
        text = text_of(row[self.at])
        named = self.items.named_in(fold_header(text))
        mark = mark_of(text)  # "Chưa có, sai CCCD" says a state and why, and names no item
        return named.key if named is not None and (mark is None or mark.reason is None) else None

    def _result(self, lines: Sequence[Sequence[Cell]]) -> int | None:
        """The column to the right of the item names whose cells are marks; None if there is none."""
        for column in range(self.at + 1, self.width):
            texts = [text for row in lines if (text := clean(text_of(row[column])))]
            if texts and sum(mark_of(text) is not None for text in texts) >= _MOST * len(texts):
                return column
        return None

    def _head(self, titles: Sequence[str], result: int) -> list[Cell]:
        return [*self._without(self._wide(self.grid.rows[self.top]), result), *titles]

    def _without(self, row: Sequence[Cell], result: int) -> list[Cell]:
        return [None if column in (self.at, result) else cell for column, cell in enumerate(row)]

    def _add(self, first: list[Cell], row: Sequence[Cell]) -> None:
        """Add to a person's first line what a later line has beside its item, such as a reason."""
        for column, cell in enumerate(row):
            own, text = text_of(first[column]), text_of(cell)
            if not own:
                first[column] = cell
            elif text and column > self.name and fold(text) not in fold(own):
                first[column] = f"{own}; {text}"


def _filled(rows: Sequence[Sequence[Cell]]) -> int:
    return sum(bool(text_of(cell)) for row in rows for cell in row)
