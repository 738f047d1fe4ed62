"""Splits one cell with several values of a person, "Lê Văn An - sn 1985 - 089085001234": name, birth date, CCCD."""

import re
from collections.abc import Sequence

from importers.cells.names import looks_like_person
from importers.grids.grid import Cell, Grid, text_of
from importers.layout.heads import fold_header
from importers.patterns import when_needed
from store.frozen import frozen
from store.text import clean

HEADS = ("Họ và tên", "Ngày sinh", "Số CCCD")
_APART = when_needed(r"\s*[\n;|\t]\s*|\s+[-–—]\s+|\s*,\s*")
_NUMBER = when_needed(r"\A\s*\d{1,3}\s*[.)/:-]\s*(?=\D)")
_BORN = when_needed(
    r"(?:(?:sinh|ns|sn)\b[ .:]*(?:(?:năm|ngày|nam|ngay)[ .:]*)?)?"
    r"(\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|(?:19[3-9]|20[01])\d)\Z",
    re.IGNORECASE,
)
_CARD = when_needed(r"(?:(?:số\s*)?(?:cccd|cc|căn cước|định danh)\b[ .:]*)?(\d{12})\Z", re.IGNORECASE)
_NAME = when_needed(r"[^\W\d_]+(?: [^\W\d_]+){1,5}\Z")
_SEVERAL = when_needed(r"\d{4}")
_NAMES_TWO = when_needed(r"\bten\b.*\b(?:sinh|cccd|cc|can cuoc|dinh danh|ns)\b")
_SEARCHED = 30  # rows
_FEWEST = 3  # people
_MOST = 0.8  # of the cells


@frozen
class Said:
    """The values of a person in one cell; "" for a value that the cell does not have."""

    name: str
    born: str
    card: str
    rest: str  # what is left, as it is typed


def said_in(text: str, *, in_list: bool = False) -> Said | None:
    """Parse a cell that begins with a name and goes on with a birth date or a CCCD; None for any other cell.

    Args:
        text: the cell.
        in_list: most cells around it hold several values too; then the family name need not be known.
    """
    if _SEVERAL.search(text) is None:
        return None
    first, *others = [clean(part) for part in _APART.split(_NUMBER.sub("", text, count=1)) if part and part.strip()]
    name = first.strip(" .:")
    is_known = looks_like_person(name.title() if name.isupper() else name)
    if not is_known and not (in_list and _NAME.match(name)):
        return None
    born = card = ""
    rest = []
    for part in others:
        if not card and (found := _CARD.match(part)):
            card = found[1]
        elif not born and (found := _BORN.match(part)):
            born = found[1]
        else:
            rest.append(part)
    is_said = bool(born or card) if is_known else bool(born and card)
    return Said(name, born, card, ", ".join(rest)) if is_said else None


def with_cells_apart(grid: Grid) -> Grid | None:
    """The sheet with more columns at its right, where the head of a column names more than the name; else None.

    Cells of its rows keep their places; the name stays in its column.
    """
    for top, row in enumerate(grid.rows[:_SEARCHED]):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) > 8 and _NAMES_TWO.search(fold_header(cell)):
                split = _split(grid, top, column)
                if split is not None:
                    return split
    return None


def _split(grid: Grid, top: int, column: int) -> Grid | None:
    texts = {n: text_of(row[column]) for n, row in enumerate(grid.rows) if n > top and column < len(row)}
    if sum(said_in(text) is not None for text in texts.values()) < _FEWEST:
        return None
    answers = {number: found for number, text in texts.items() if text and (found := said_in(text, in_list=True))}
    if len(answers) < _MOST * sum(1 for text in texts.values() if _SEVERAL.search(text)):
        return None
    width = grid.width
    rows: list[list[Cell]] = []
    for number, row in enumerate(grid.rows):
        parts: Sequence[str] | None = HEADS if number == top else None
        if (found := answers.get(number)) is not None:
            parts = (found.name, found.born, found.card)
        if parts is None:
            rows.append(row)
            continue
        wide = [*row, *[None] * (width - len(row)), *(part or None for part in parts[1:])]
        wide[column] = (
            parts[0] if not (number in answers and answers[number].rest) else f"{parts[0]} ({answers[number].rest})"
        )
        rows.append(wide)
    grid.remarks.append(
        f"Trang “{grid.sheet}”: họ tên, ngày sinh, số CCCD nằm chung một ô; đã tách theo từng ô. Hãy kiểm tra"
    )
    return Grid(grid.sheet, rows, grid.merged, grid.hidden, grid.remarks)
