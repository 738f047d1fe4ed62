"""Turns cards, one for each person, below each other, into a list: a row for each person, a column for each label."""

from collections import Counter
from collections.abc import Sequence

from importers.grids.grid import Cell, Grid, text_of
from importers.layout.checklist import Checklist
from importers.layout.header_words import may_name_people, meaning_of
from importers.layout.headers import NAMES
from importers.layout.heads import fold_header
from importers.layout.rows import names_person
from importers.patterns import when_needed
from store.frozen import frozen
from store.text import clean

_SEARCHED = 60  # rows in which the first card begins
_FEWEST = 2  # cards; labels of each beside the name
_MOST = 0.8  # of the cards
_MANY = 0.6  # of the rows with anything in them: a title may stand above each card
_WIDEST = 3  # cells of a line whose labels have no colon
_LONGEST = 60  # characters of a label
_SURE = 0.7
_NUMBER = when_needed(r"\A\d{1,2}(?:[.)/]\s*(?=\D)|\Z)")  # of a label: "1. Họ và tên", or in a cell before it


@frozen
class _Line:
    """A label with what is written behind it."""

    row: int
    label: str
    value: Cell
    names: bool  # whether it is the name of the person


def cards_as_list(grid: Grid, items: Checklist) -> Grid | None:
    """The sheet with a line for each card, at the row of its name; None: it holds no cards.

    Cards that cannot be told apart for sure leave a sheet without rows, and a remark that says what to do.
    """
    first = next((row for row, cells in enumerate(grid.rows[:_SEARCHED]) if _name_line(row, cells, items)), None)
    if first is None:
        return None
    lines = [_lines(row, cells, items) for row, cells in enumerate(grid.rows) if row >= first]
    if _are_heads([text_of(line.value) for found in lines for line in found if line.names], items):
        return None
    starts = [place for place, found in enumerate(lines) if any(line.names for line in found)]
    if 2 * sum(_names_several(grid.rows[first + place], items) for place in starts) >= len(starts):
        return None  # a list on its side, or cards beside each other, that go on below
    written = [found for found, row in zip(lines, grid.rows[first:], strict=True) if any(map(text_of, row))]
    if len(starts) < _FEWEST or sum(map(bool, written)) < _MANY * len(written):
        return None
    ends = [*starts[1:], len(lines)]
    cards = [[line for found in lines[start:end] for line in found] for start, end in zip(starts, ends, strict=True)]
    labels = Counter(fold_header(line.label) for card in cards for line in card)
    common = [label for label, count in labels.items() if count >= _MOST * len(cards)]
    remark = f"Trang “{grid.sheet}”: mỗi người một phiếu, phiếu này dưới phiếu kia"
    if len(common) <= _FEWEST or any(sum(line.names for line in card) != 1 for card in cards):
        grid.remarks.append(f"{remark}, nhưng các phiếu không cùng nhãn nên chưa đọc. Hãy lập bảng mỗi người một dòng")
        return Grid(grid.sheet, [], [], grid.hidden, grid.remarks)
    grid.remarks.append(f"{remark}; đã gộp thành mỗi người một dòng. Hãy kiểm tra")
    return _listed(grid, cards, first)


def _are_heads(names: Sequence[str], items: Checklist) -> bool:
    """Whether one of the names is a head that is repeated above parts of a list; what comes once is a name."""
    return any(count > 1 and meaning_of(name, items).confidence for name, count in Counter(names).items())


def _names_several(cells: Sequence[Cell], items: Checklist) -> bool:
    """Whether the names of several people stand in one line."""
    texts = [text for cell in cells if names_person(text := text_of(cell))]
    return sum(not meaning_of(text, items).confidence for text in texts) > 1


def _listed(grid: Grid, cards: Sequence[Sequence[_Line]], first: int) -> Grid:
    heads: dict[str, str] = {}  # folded -> as it is written on the first card that has it
    for line in (line for card in cards for line in card):
        heads.setdefault(fold_header(line.label), line.label)
    columns = {label: at for at, label in enumerate(heads)}
    used = {line.row for card in cards for line in card}
    titles = Counter(_words(row) for number, row in enumerate(grid.rows) if number not in used)
    rows: list[list[Cell]] = [
        [] if number in used or (titles[_words(row)] > 1 and _words(row)) else row
        for number, row in enumerate(grid.rows)
    ]
    for card in cards:
        person: list[Cell] = [None] * len(heads)
        for line in card:
            at = columns[fold_header(line.label)]
            before, text = text_of(person[at]), text_of(line.value)
            person[at] = f"{before}; {text}" if before and text else line.value if text else person[at]
        rows[next(line.row for line in card if line.names)] = person
    if first and not any(map(text_of, rows[first - 1])):
        rows[first - 1] = [*heads.values()]
    else:
        rows.insert(first, [*heads.values()])
    lost = _filled(grid.rows) - _filled(rows)
    listed = Grid(grid.sheet, rows, [], grid.hidden, grid.remarks, max(0, lost))
    listed.added = max(0, -lost)
    return listed


def _words(row: Sequence[Cell]) -> str:
    return " ".join(text for cell in row if (text := fold_header(text_of(cell))))


def _filled(rows: Sequence[Sequence[Cell]]) -> int:
    return sum(bool(text_of(cell)) for row in rows for cell in row)


def _name_line(row: int, cells: Sequence[Cell], items: Checklist) -> bool:
    """Whether a row says the name of somebody behind its label; a quick look at the words first."""
    if not any(isinstance(cell, str) and may_name_people(cell.partition(":")[0]) for cell in cells):
        return False
    return any(line.names for line in _lines(row, cells, items))


def _lines(row: int, cells: Sequence[Cell], items: Checklist) -> list[_Line]:
    """The labels of a row with their values: "Họ tên: Lê Văn An", or a label with the value in the next cell."""
    found: list[_Line] = []
    label = ""
    texts = [text for cell in cells if (text := text_of(cell))]
    if len(texts) > _WIDEST and not any(":" in text for text in texts):
        return []
    for cell in cells:
        text = _NUMBER.sub("", text_of(cell), count=1)
        if not text:
            continue
        before, colon, behind = text.partition(":")
        known = 0 < len(before) <= _LONGEST and meaning_of(before, items).confidence >= _SURE
        if colon and (known or not behind.strip()) and len(before) <= _LONGEST:
            if label:
                found.append(_line(row, label, None, items))
            label = clean(before)
            if behind.strip():
                found.append(_line(row, label, clean(behind), items))
                label = ""
        elif label:
            found.append(_line(row, label, cell, items))
            label = ""
        elif known and not found:
            label = clean(before)
        elif not found:
            return []  # a title, or the row of a list
    return [*found, _line(row, label, None, items)] if label else found


def _line(row: int, label: str, value: Cell, items: Checklist) -> _Line:
    text = text_of(value)
    names = meaning_of(label, items).field in NAMES and names_person(text)
    return _Line(row, label, value, names)
