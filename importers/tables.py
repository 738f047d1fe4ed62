"""Where is the header, and which rows below it are people?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from importers.columns import assign, field_of, fold_header
from importers.grid import Cell, Grid, text_of
from importers.marks import mark_of
from store.models import Item
from store.plan import Column
from store.text import fold

_DEEPEST = 3
_SEARCHED = 200  # rows in which a first header is looked for

_TOTAL = re.compile(
    r"(tong( cong| so| hop| nguoi)?|cong( trang.*| don.*| luy ke.*| chuyen.*| mang.*| so.*)?|luy ke.*"
    r"|chuyen (sang )?trang.*|mang sang.*|trang truoc chuyen.*)( so)?( luong)?( nguoi)?[ :.]*(\(?\d[\d., ]*\)?)?( nguoi)?[.)]*\Z"
)
_LIST_TOTAL = re.compile(r"(tong cong|tong so|danh sach (nay )?(co|gom)|an dinh|cong danh sach|tong danh sach)\b")
_SIGNATURE = re.compile(
    r"ngay\s*[\d.…]*\s*thang\s*[\d.…]*\s*nam|nguoi (lap|tong hop|bao cao)|\bky(,| va)? ?(ghi ro|ten|dong dau)"
    r"|ky ten|thu truong|^(tm\.|kt\.|tl\.|t/m|k/t)|noi nhan|xac nhan cua"
    r"|^(hieu truong|giam doc|truong tram|chu tich|pho chu tich|truong phong)$"
)
_ROMAN = re.compile(r"(?=[IVXLC])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\.?\Z")
_SECTION_MARK = re.compile(r"(?:(?:[IVXLC]+|[A-ZĐ])\s*[.)/:\-]\s*|[IVXLC]+\s+)(?=\S)")
_DEPARTMENT_WORDS = re.compile(
    r"^(khoa|phong|bo phan|to|ban|diem tram|tram|doi|trung tam|van phong|don vi|khoi|truong|chi bo|cum|nhom"
    r"|phan tram|ban giam|lanh dao|hoi dong|quay|kho|cong doan|doan)\b"
)
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?|\(?[A-Za-z]\)?|\d{1,2}\s*=.*")


@dataclass(slots=True)
class FoundTable:
    """A table of a sheet: its columns, and its people rows."""

    sheet: str
    first_header_row: int  # 0-based
    last_header_row: int
    columns: list[Column]
    titles: list[str]  # texts above it, from the top
    rows: list[tuple[int, list[Cell], str | None]] = field(default_factory=list)  # row, cells, department above
    department: str | None = None  # "Bộ phận: X" above the header


def find_tables(grid: Grid, items: Sequence[Item]) -> list[FoundTable]:
    """Every table of people (or of counts) on the sheet; a header repeated on each page begins no new one."""
    tables: list[FoundTable] = []
    at, titles_from = 0, 0
    while (found := _next_header(grid, at, items)) is not None:
        first, last, headers = found
        below = grid.rows[last + 1 : last + 60]
        columns = assign(headers, below, items)
        titles = [text for row in grid.rows[titles_from:first] for cell in row if (text := text_of(cell))]
        if tables and [c.field for c in tables[-1].columns] == [c.field for c in columns]:
            table = tables[-1]  # the next page of the same table
        else:
            table = FoundTable(grid.sheet, first, last, columns, titles)
            tables.append(table)
        at = titles_from = _read_rows(grid, table, last + 1, items, headers)
    return tables


def _next_header(grid: Grid, start: int, items: Sequence[Item]) -> tuple[int, int, list[tuple[str, str, str]]] | None:
    end = len(grid.rows) if start else min(len(grid.rows), _SEARCHED)
    for row in range(start, end):
        if not _may_head(grid.rows[row], items):
            continue
        first, last = _extent(grid, row, start, items)
        headers = _headers(grid, first, last)
        fields = {field_of(leaf, items, parent=above)[0] for _, leaf, above in headers}
        if _is_header(fields):
            return first, last, headers
    return None


def _is_header(fields: set[str | None]) -> bool:
    named = bool(fields & {"full_name", "given_name", "family_name"})
    of_items = {f for f in fields if f and f.partition(".")[0] in ("state", "done", "todo", "reason")}
    known = {f for f in fields if f and f not in ("ordinal", "note")}
    if named:
        return bool(of_items) or len(known) >= 2
    return "total" in fields and len(of_items) >= 2


_DATA = re.compile(r"\d[\d .'-]{8,}\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")


def _may_head(row: Sequence[Cell], items: Sequence[Item]) -> bool:
    """Whether a row may be a header: it names a person's name and something else, and holds no numbers and dates."""
    for cell in row:
        if cell is not None and cell != "" and (not isinstance(cell, str) or _DATA.fullmatch(cell.strip())):
            return False
    texts = [text for cell in row if isinstance(cell, str) and 0 < len(text := cell.strip()) < 200]
    if len(texts) < 2:
        return False
    fields = {field_of(text, items)[0] for text in texts}
    return bool(fields & {"full_name", "given_name", "family_name", "total"})


def _extent(grid: Grid, row: int, start: int, items: Sequence[Item]) -> tuple[int, int]:
    """First and last row of the header that `row` is part of."""
    first = last = row
    for top, left, bottom, right in grid.merged:
        if top <= row <= bottom and bottom - top < _DEEPEST and right - left < max(2, grid.width - 2):
            first, last = min(first, max(top, start)), max(last, bottom)
    while first > start and last - first < _DEEPEST - 1 and _is_group_row(grid, first - 1, first, items):
        first -= 1
    while last + 1 < len(grid.rows) and last - first < _DEEPEST - 1 and _continues(grid, first, last, items):
        last += 1
    return first, last


def _is_group_row(grid: Grid, row: int, below: int, items: Sequence[Item]) -> bool:
    """Whether a row above names groups of columns: short texts, not at the left edge only, over other heads."""
    texts = [(column, text_of(cell)) for column, cell in enumerate(grid.rows[row]) if text_of(cell)]
    if not texts or len(texts) > grid.width or any(len(text) > 120 for _, text in texts):
        return False
    heads = {column for column, cell in enumerate(grid.rows[below]) if text_of(cell)}
    known = [column for column, text in texts if field_of(text, items)[0] is not None]
    return (
        bool(known)
        and all(column > 0 or column not in heads for column, _ in texts)
        and (max(column for column, _ in texts) >= 2)
    )


def _continues(grid: Grid, first: int, last: int, items: Sequence[Item]) -> bool:
    """Whether the row below still belongs to the header: its name column is blank and it only names columns."""
    headers = _headers(grid, first, last)
    below = grid.rows[last + 1]
    texts = [(column, text) for column, cell in enumerate(below) if (text := text_of(cell))]
    if not texts:
        return False
    for column, (_, leaf, above) in enumerate(headers):
        found = field_of(leaf, items, parent=above)[0]
        if (
            found in ("full_name", "family_name", "given_name", "ordinal", "citizen_id")
            and column < len(below)
            and text_of(below[column])
        ):
            part = field_of(text_of(below[column]), items, parent=leaf)[0]
            if part not in ("family_name", "given_name"):
                return False
    named = 0
    for column, text in texts:
        above = _above(headers, column)
        found = field_of(text, items, parent=above)[0]
        if found is None and not re.match(r"(da|chua|co|khong|ly do|ngay|nam|thang|nu)\b", fold_header(text)):
            return False
        if any(character.isdigit() for character in text) and found is None:
            return False
        named += 1
    # A row of ticks below a one-row header says "Có" too; a header names something that is no mark alone.
    return named > 0 and not all(
        mark_of(text) and len(text) <= 4 and not _above(headers, column) for column, text in texts
    )


def _above(headers: Sequence[tuple[str, str, str]], column: int) -> str:
    """The head over a column; a group's head stands over its first column only where cells are not merged."""
    for at in range(min(column, len(headers) - 1), -1, -1):
        if headers[at][0]:
            return headers[at][1]
    return ""


def _headers(grid: Grid, first: int, last: int) -> list[tuple[str, str, str]]:
    """Of each column: all its heads joined, the lowest, and the one above that."""
    width = max((len(row) for row in grid.rows[first : last + 1]), default=0)
    levels = [[text_of(row[c]) if c < len(row) else "" for c in range(width)] for row in grid.rows[first : last + 1]]
    covered: set[tuple[int, int]] = set()
    for top, left, _, right in grid.merged:
        if first <= top <= last and right < width + 50:
            value = levels[top - first][left] if left < width else ""
            for column in range(left, min(right + 1, width)):
                covered.add((top - first, column))
                levels[top - first][column] = value
    for level in range(len(levels) - 1):
        # Without merged cells, a group's head stands over its first column, and blanks follow to its right.
        carried = ""
        for column in range(width):
            if levels[level][column]:
                carried = levels[level][column]
            elif levels[level + 1][column] and carried and (level, column) not in covered:
                levels[level][column] = carried
            else:
                carried = "" if not levels[level + 1][column] else carried
    result = []
    for column in range(width):
        parts: list[str] = []
        for heads in levels:
            if heads[column] and (not parts or parts[-1] != heads[column]):
                parts.append(heads[column])
        shown = [" ".join(part.split()) for part in parts]
        result.append((" / ".join(shown), shown[-1] if shown else "", shown[-2] if len(shown) > 1 else ""))
    return result


class _Places:
    """Where the columns of a table are, for classifying its rows."""

    def __init__(self, columns: Sequence[Column]) -> None:
        by_field = {column.field: column.index for column in columns if column.field}
        self.ordinal = by_field.get("ordinal")
        name = by_field.get("full_name", by_field.get("family_name"))
        self.is_summary = name is None
        self.name = (
            name
            if name is not None
            else next((c.index for c in columns if c.field in ("department", "unit")), 1 if len(columns) > 1 else 0)
        )
        self.given = by_field.get("given_name")
        self.proof = [
            column.index
            for column in columns
            if column.field
            and column.field not in ("ordinal", "full_name", "family_name", "given_name", "department", "unit")
        ]
        self.strong = [
            by_field[name] for name in ("citizen_id", "birth_date", "birth_year", "phone") if name in by_field
        ]
        self.states = [c.index for c in columns if c.field and c.field.partition(".")[0] in ("state", "done", "todo")]

    def confident(self, row: Sequence[Cell]) -> bool:
        """Whether the row is numbered, or carries a number, a date or a mark where people have theirs."""
        width = len(row)
        if self.ordinal is not None and self.ordinal < width and _is_number(row[self.ordinal]):
            return True
        return any(c < width and _is_number(row[c]) for c in self.strong) or any(
            c < width and (text := text_of(row[c])) and mark_of(text) is not None for c in self.states
        )


def _read_rows(
    grid: Grid, table: FoundTable, start: int, items: Sequence[Item], headers: Sequence[tuple[str, str, str]]
) -> int:
    """Fill in the table's rows from `start`; answers where the next header may begin."""
    places = _Places(table.columns)
    heads = {fold_header(part) for header in headers for part in header if part}
    department = table.rows[-1][2] if table.rows else None
    ended = False
    for number in range(start, len(grid.rows)):
        row = grid.rows[number]
        if _is_plainly_somebody(row, places):
            table.rows.append((number, row, department))
            ended = False
            continue
        filled = [(column, cell) for column, cell in enumerate(row) if cell is not None and cell != ""]
        if not filled:
            continue
        if _repeats_header(filled, heads):
            return number if _may_head(row, items) else number + 1
        if _may_head(row, items) and (found := _next_header(grid, number, items)) and found[0] <= number <= found[1]:
            return number
        kind, section = _classify(row, filled, places)
        if kind == "signature":
            ended = True
        elif kind == "section" and not ended:
            department = section
        elif (kind == "person" and (not ended or places.confident(row))) or (kind == "odd" and not ended):
            table.rows.append((number, row, department))
    return len(grid.rows)


def _is_plainly_somebody(row: Sequence[Cell], places: _Places) -> bool:
    """The common case, without a closer look: a name, and a number in front or a number or date behind it."""
    if places.is_summary or len(row) <= places.name:
        return False
    name = row[places.name]
    if not isinstance(name, str) or not _has_letters(name):
        return False
    numbered = places.ordinal is not None and places.ordinal < len(row) and _is_number(row[places.ordinal])
    if not numbered and not any(c < len(row) and _is_number(row[c]) for c in places.strong):
        return False
    folded = fold(name)
    return not _LIST_TOTAL.match(folded) and (numbered or not _TOTAL.match(folded))


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.strip()[:1].isdigit()
    return cell is not None and not isinstance(cell, bool)


def _repeats_header(filled: Sequence[tuple[int, Cell]], heads: set[str]) -> bool:
    texts = [cell for _, cell in filled if isinstance(cell, str)]
    if len(texts) < 2 or len(texts) < len(filled):
        return False
    same = sum(fold_header(text) in heads for text in texts)
    return same == len(texts) or (same >= 3 and same * 3 >= len(texts) * 2)


def _classify(row: Sequence[Cell], filled: Sequence[tuple[int, Cell]], places: _Places) -> tuple[str, str | None]:
    """person, section (with its name), total, signature, numbers, blank or odd (data, but nobody named)."""

    def at(column: int | None) -> str:
        return text_of(row[column]) if column is not None and column < len(row) else ""

    ordinal, name = at(places.ordinal), at(places.name)
    numbered = ordinal.rstrip(".").isdigit()
    texts = [text_of(cell) for _, cell in filled]
    if len(texts) >= 3 and all(_COLUMN_NUMBER.fullmatch(text) for text in texts) and len(name) < 5:
        return "numbers", None
    confident = places.confident(row)
    if not numbered and any(_TOTAL.match(fold(text)) or _LIST_TOTAL.match(fold(text)) for text in (texts[0], name)):
        return "total", None
    if not confident and any(_SIGNATURE.search(fold(text)) for text in texts):
        return "signature", None
    proof = sum(bool(at(column)) for column in places.proof)
    if name and (places.is_summary or _has_letters(name)):
        if places.is_summary or proof or numbered or at(places.given):
            return "person", None
        return _section_or_person(ordinal, name)
    if not name and proof == 0:
        # "II. Bộ phận Dược" in the first column or across the table; a lone number is a line nobody filled in.
        alone = len(filled) == 1 and not numbered and _has_letters(texts[0])
        return ("section", _section_name(texts[0])) if alone else ("blank", None)
    return (
        ("odd", None)
        if confident and any(_is_number(row[c]) for c in places.strong if c < len(row))
        else ("blank", None)
    )


def _section_or_person(ordinal: str, name: str) -> tuple[str, str | None]:
    """A text in the name column with nothing beside it: a department, or somebody of whom nothing is said."""
    if _ROMAN.match(ordinal) or (ordinal and not ordinal.isdigit()):
        return "section", _section_name(name)
    if _DEPARTMENT_WORDS.match(fold(_section_name(name))) or _SECTION_MARK.match(name):
        return "section", _section_name(name)
    if _SIGNATURE.search(fold(name)):
        return "signature", None
    if 2 <= len(name.split()) <= 6 and not any(character.isdigit() for character in name):
        return "person", None
    return "section", _section_name(name)


def _section_name(text: str) -> str:
    """`II. Bộ phận Dược:` -> `Bộ phận Dược`."""
    return " ".join(_SECTION_MARK.sub("", text, count=1).strip(" :.-–").split())


def _has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)
