"""Puts rows that were pasted from a spreadsheet into a file, so that they are reviewed as any other list."""

import csv
from pathlib import Path

from store.errors import DiskFullError, reason_text
from store.identifiers import read_card
from store.text import fold

_MOST = 0.6  # share of the filled cells of a column that say what it holds
_SEXES = frozenset({"nam", "nu"})
_HEADS = {"name": "Họ và tên", "citizen_id": "Số CCCD", "birth_date": "Ngày sinh", "sex": "Giới tính", "number": "STT"}


def is_table(text: str) -> bool:
    """Whether a text is rows of cells, as a spreadsheet copies them; a single row of at least three cells is too."""
    rows = _rows(text) if "\t" in text and read_card(text) is None else []
    return bool(rows) and all(len(row) > 1 for row in rows) and (len(rows) > 1 or len(rows[0]) > 2)


def write_table(text: str, file: Path) -> None:
    """Write pasted rows as a csv file; heads that were not copied with them are guessed from the cells.

    Raises DiskFullError when the file cannot be written.
    """
    rows = _rows(text)
    kinds = [_kind([row[at] for row in rows if at < len(row)]) for at in range(max(map(len, rows)))]
    is_first_a_person = any(_of_cell(cell) in ("citizen_id", "birth_date", "name") for cell in rows[0])
    if is_first_a_person:
        seen: set[str] = set()
        heads = []
        for at, kind in enumerate(kinds, 1):
            heads.append(_HEADS[kind] if kind in _HEADS and kind not in seen else f"Cột {at}")
            seen.add(kind)
        rows = [heads, *rows]
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows(rows)
    except OSError as error:
        raise DiskFullError(
            f"Không ghi được tệp tạm cho những dòng vừa dán ({reason_text(error)})."
            " Hãy xem ổ đĩa của máy còn chỗ không, rồi dán lại."
        ) from error


def _rows(text: str) -> list[list[str]]:
    lines = csv.reader(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), delimiter="\t")
    return [[cell.strip() for cell in row] for row in lines if any(cell.strip() for cell in row)]


def _of_cell(cell: str) -> str:
    """What a cell alone seems to hold: a key of `_HEADS`, or ""."""
    from importers.cells.names import looks_like_person
    from importers.layout import claims

    if claims.NEAR_TWELVE.match(cell):
        return "citizen_id"
    if claims.BORN.match(cell):
        return "birth_date"
    if fold(cell) in _SEXES:
        return "sex"
    if cell.isdecimal() and len(cell) < 5:
        return "number"
    return "name" if looks_like_person(cell) else ""


def _kind(cells: list[str]) -> str:
    found = [_of_cell(cell) for cell in cells if cell]
    return next((kind for kind in _HEADS if found and found.count(kind) > _MOST * len(found)), "")
