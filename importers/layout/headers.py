"""Finds the header of a table: one to three rows, merged or not, that name its columns."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from importers.cells.marks import mark_of
from importers.cells.names import looks_like_person
from importers.grids.grid import Cell, Grid, text_of
from importers.layout.checklist import Checklist
from importers.layout.header_words import may_name_people, meaning_of
from importers.layout.heads import fold_header
from importers.layout.names_by_cells import name_column
from importers.layout.rows import names_person
from importers.layout.sides import takes_side
from importers.layout.weighed import Head
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from importers.sender.unit_name import is_department
from store.field_ref import STATE_KINDS, FieldKind, FieldRef
from store.text import clean

_DEEPEST = 3
_SEARCHED = 300  # rows in which a first header is looked for
_DEEP = 30  # rows in which a header without a column of names is looked for
_FEWEST_HEADS = 4
_LONGEST = 300  # characters of a head; a longer text is prose
_LONGEST_WORD = 60  # letters
_DATA = when_needed(r"\s*(\d[\d .'-]{7,}\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})\s*\Z")  # text files hold numbers as text
_SURE = 0.7  # below this a head of names must stand over names
_WORDS_OF_A_HEAD = 4  # "Đã tích hợp" is a mark below its own head; with what was done beside it, a head
_LONGEST_PART = 40  # characters of a head below a group
_SHORT = 24  # characters of a group's head that may begin like a title: "Kết quả thực hiện"
_TITLE = lexicon("rows").pattern("long_title")
NAMES = frozenset({"full_name", "given_name", "family_name"})
_OF_PEOPLE = frozenset({"citizen_id", "position"})  # beside these "Cán bộ" heads names
_OF_ITEMS = STATE_KINDS | {FieldKind.REASON}


class Header(NamedTuple):
    """A header on a sheet; rows are 0-based."""

    first: int
    last: int
    heads: list[Head]


def find_header(grid: Grid, start: int, items: Checklist) -> Header | None:
    """The first header at or below row `start`."""
    end = len(grid.rows) if start else min(len(grid.rows), _SEARCHED)
    return next((header for row in range(start, end) if (header := header_at(grid, row, start, items))), None)


def header_by_cells(grid: Grid, items: Checklist) -> tuple[Header, int] | None:
    """The first header none of whose heads names people, and the column that does so by its cells; else None."""
    for row in range(min(len(grid.rows), _DEEP)):
        texts = [cell for cell in grid.rows[row] if isinstance(cell, str) and cell.strip()]
        if len(texts) < _FEWEST_HEADS or any(map(_DATA.match, texts)):
            continue
        first, last = _extent(grid, row, 0, items)
        heads = _heads(grid, first, last)
        column = name_column(heads, grid.rows[last + 1 :], items)
        if column is not None:
            return Header(first, last, heads), column
    return None


def header_at(grid: Grid, row: int, start: int, items: Checklist) -> Header | None:
    """The header that `row` is part of, if any; it begins at `start` or below."""
    if not may_head(grid.rows[row], items) or _names_people(grid.rows[row], items):
        return None
    first, last = _extent(grid, row, start, items)
    heads = _heads(grid, first, last)
    meanings = [meaning_of(leaf, items, parent=above) for _, leaf, above in heads]
    named = [column for column, meaning in enumerate(meanings) if meaning.field in NAMES]
    fields = {meaning.field for meaning in meanings}
    unsure = bool(named) and not fields & _OF_PEOPLE
    if unsure and all(
        meanings[column].confidence < _SURE and not _people_below(grid, last, column) for column in named
    ):
        return None
    return Header(first, last, heads) if _is_header(fields) or items.is_form([whole for whole, *_ in heads]) else None


def _people_below(grid: Grid, last: int, column: int) -> bool:
    """Whether the next row, or most of the next ones, name somebody in the column."""
    below = [text_of(row[column]) for row in grid.rows[last + 1 : last + 21] if column < len(row)]
    # Numbers of columns name nobody, and departments stand between the people.
    named = [clean(text) for text in below if any(map(str.isalpha, text)) and not is_department(text)]
    return bool(named) and (names_person(named[0]) or sum(map(names_person, named)) * 2 >= len(named))


def _names_people(row: Sequence[Cell], items: Checklist) -> bool:
    """Whether most of a row are names of people: a list on its side, "Họ và tên | Lê Văn An | Trần Thị Bé"."""
    texts = [clean(cell) for cell in row if isinstance(cell, str) and cell.strip()]
    named = [text for text in texts if looks_like_person(text) and not meaning_of(text, items).confidence]
    return len(named) > 1 and 2 * len(named) >= len(texts)


def may_head(row: Sequence[Cell], items: Checklist) -> bool:
    """Whether the row names a column of names, or of totals, beside others; a row of data does not.

    Cheap, for it is asked of many rows: a head is no number, no date and no tick.
    """
    texts = []
    for cell in row:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str) or (len(cell) == 1 and mark_of(cell) is not None) or _DATA.match(cell):
            return False
        if 0 < len(text := cell.strip()) < _LONGEST and len(text.split(None, 1)[0]) < _LONGEST_WORD:
            texts.append(text)
    if len(texts) < 2:
        return False
    return any(
        (may_name_people(text) and _heads_rows(meaning_of(text, items).field)) or items.heads_total(text)
        for text in texts
    )


def _heads_rows(field: str | None) -> bool:
    return field in NAMES or field == "total"


def _is_header(fields: set[str | None]) -> bool:
    of_items = {field for field in fields if field and FieldRef.parse(field).kind in _OF_ITEMS}
    if fields & NAMES:
        known = {field for field in fields if field and field not in ("ordinal", "note", "unit", "total")}
        return bool(of_items) or len(known) >= 2
    return "total" in fields and len(of_items) >= 2


def _extent(grid: Grid, row: int, start: int, items: Checklist) -> tuple[int, int]:
    first = last = row
    for top, left, bottom, right in grid.merged_from(row - _DEEPEST + 1, row):
        if row <= bottom and bottom - top < _DEEPEST and right - left < max(2, grid.width - 2):
            first, last = min(first, max(top, start)), max(last, bottom)
    while first > start and last - first < _DEEPEST - 1 and _is_group_row(grid, first - 1, first, items):
        first -= 1
    while last + 1 < len(grid.rows) and last - first < _DEEPEST - 1 and _continues(grid, first, last, items):
        last += 1
    return first, min(last, len(grid.rows) - 1)


def _texts(row: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    return ((column, text) for column, cell in enumerate(row) if (text := text_of(cell)))


def _is_group_row(grid: Grid, row: int, below: int, items: Checklist) -> bool:
    """Whether a row above names groups of columns: short texts over other heads, not at the left edge alone."""
    texts = list(_texts(grid.rows[row]))
    if not texts or any(len(text) > 120 for _, text in texts):
        return False
    if len(texts) == 1 and len(texts[0][1]) > _SHORT and _TITLE.match(fold_header(texts[0][1])):
        return False
    heads = {column for column, _ in _texts(grid.rows[below])}
    known = any(meaning_of(text, items).confidence for _, text in texts)
    edge = min(heads, default=0)  # a list beside another begins further to the right
    return known and all(column > edge or column not in heads for column, _ in texts) and texts[-1][0] >= 2


def _continues(grid: Grid, first: int, last: int, items: Checklist) -> bool:
    """Whether the row below still belongs to the header: nobody is named in it, and it only names columns."""
    heads = _heads(grid, first, last)
    below = dict(_texts(grid.rows[last + 1]))
    if not below or (len(below) == 1 and _is_section(grid, last + 1, next(iter(below.items())), items)):
        return False
    names_columns = _are_sides(heads, below)
    parts = _parts_of_groups(grid, last, below, _groups(grid, first, last), items)
    for column, (_, leaf, above) in enumerate(heads):
        field = meaning_of(leaf, items, parent=above).field
        if field in (*NAMES, "ordinal", "citizen_id", "department") and column in below:
            if looks_like_person(clean(below[column])):
                return False
            split = meaning_of(below[column], items, parent=leaf).field
            # "Họ tên | Cấp bậc" below "Họ tên, cấp bậc" names its parts.
            if split not in ("family_name", "given_name") and not (split == "full_name" and column in parts):
                return False
    for column, text in below.items():
        above = _above(heads, column)
        field, sure = meaning_of(text, items, parent=above)
        words = fold_header(text)
        if column in parts:
            names_columns = True
            continue
        if (
            field is None
            and not sure
            and not re.match(r"(da|chua|co|khong|ly do|ngay|nam|thang|nu|muc|so|loai|dang)\b", words)
        ):
            return False
        if (
            field is None
            and not sure
            and any(character.isdigit() for character in text)
            and not re.match(r"muc", words)
        ):
            return False
        # A row of ticks below a one-row header may say "Có" too: under its own head it is a mark.
        own = column < len(heads) and bool(heads[column][0]) and not _spans(grid, first, last, column)
        is_mark = own and mark_of(text) is not None and len(text.split()) < _WORDS_OF_A_HEAD
        if is_mark and field is not None:
            # "Đã làm CCCD" below "Nội dung" or "Trên ứng dụng VNeID" is a head: they name another thing, or none.
            over = meaning_of(heads[column][1], items, parent=heads[column][2])
            named = FieldRef.parse(over.field or "").item if over.confidence >= _SURE else None
            is_mark = named is not None and named == FieldRef.parse(field).item
        names_columns |= not is_mark
    return names_columns


def _are_sides(heads: Sequence[Head], below: dict[int, str]) -> bool:
    """Whether a row does nothing but distinguish columns of the same head by "Đã …" and "Chưa …"."""
    by_head: dict[str, set[str]] = {}
    for column, text in below.items():
        words = fold_header(text)
        if column >= len(heads) or not takes_side(words):
            return False
        by_head.setdefault(heads[column][0], set()).add(words)
    return all(len(sides) > 1 for head, sides in by_head.items() if head) and any(by_head)


def _groups(grid: Grid, first: int, last: int) -> list[range]:
    """The columns of each head that stands over several: merged, or with blanks at its right."""
    merged = [range(left, right + 1) for _, left, _, right in grid.merged_from(first, last) if right > left]
    ends = [*(column for column, _ in _texts(grid.rows[last])), grid.width]
    return merged + [range(left, end) for left, end in pairwise(ends) if end - left > 1]


def _parts_of_groups(
    grid: Grid, last: int, below: dict[int, str], groups: Sequence[range], items: Checklist
) -> set[int]:
    """The columns of groups in which each column has words of its own in the next row: "Kế hoạch | Thực hiện"."""
    after = dict(_texts(grid.rows[last + 2])) if last + 2 < len(grid.rows) else {}
    found: set[int] = set()
    for group in groups:
        # One that stands over several columns of a third row is that of them all.
        splits = all(_is_words(after.get(column, ""), items) for column in group)
        texts: list[str] = []
        for column in group:
            texts.append(below.get(column) or (texts[-1] if splits and texts else ""))
        if len(set(texts)) > 1 and all(_is_words(text, items) for text in texts) and any(map(_is_part, texts)):
            found.update(group)
    return found


def _is_words(text: str, items: Checklist) -> bool:
    """Whether a text may name a column of a group: a few words or a level, nobody, no number and no tick."""
    mark = mark_of(text)
    if mark is not None and mark.level is not None:
        return True
    if sum(map(str.isalpha, text)) < 2 or any(map(str.isdigit, text)) or len(text) > _LONGEST_PART:
        return False
    return not looks_like_person(clean(text)) or meaning_of(text, items).confidence > 0


def _is_part(text: str) -> bool:
    """Whether a header text is more than a mark such as "Đã" or "Chưa"."""
    mark = mark_of(text)
    return mark is None or mark.level is not None


def _is_section(grid: Grid, row: int, only_text: tuple[int, str], items: Checklist) -> bool:
    """Whether the only text of a row is a department of the rows below it, and no head."""
    column, text = only_text
    wide = any(left <= column <= right and right - left > 1 for _, left, _, right in grid.merged_from(row, row))
    # "Mức 2" below the group that begins the table is one.
    of_item = FieldRef.parse(meaning_of(text, items).field or "").item is not None
    return wide or is_department(text) or (column == 0 and not of_item)


def _spans(grid: Grid, first: int, last: int, column: int) -> bool:
    """Whether the head over the column stands over others too: merged, or blank to its right."""
    for _, left, _, right in grid.merged_from(first, last):
        if left <= column <= right:
            return right > left
    row = grid.rows[last]
    beside = text_of(row[column + 1]) if column + 1 < len(row) else ""
    own = text_of(row[column]) if column < len(row) else ""
    return not own or not beside


def _above(heads: Sequence[Head], column: int) -> str:
    """The head over a column; a group's head stands over its first column only where cells are not merged."""
    return next((heads[at][1] for at in range(min(column, len(heads) - 1), -1, -1) if heads[at][0]), "")


def _heads(grid: Grid, first: int, last: int) -> list[Head]:
    rows = grid.rows[first : last + 1]
    width = max(map(len, rows), default=0)
    levels = [[text_of(row[column]) if column < len(row) else "" for column in range(width)] for row in rows]
    covered: set[tuple[int, int]] = set()
    for top, left, _, right in grid.merged_from(first, last):
        if left < width:
            for column in range(left, min(right + 1, width)):
                covered.add((top - first, column))
                levels[top - first][column] = levels[top - first][left]
    for level in range(len(levels) - 1):
        # Without merged cells a group's head stands over its first column, and blanks follow to its right.
        carried = ""
        for column in range(width):
            under = any(levels[deeper][column] for deeper in range(level + 1, len(levels)))
            if levels[level][column]:
                carried = levels[level][column] if under else ""
            elif under and carried and (level, column) not in covered:
                levels[level][column] = carried
            else:
                carried = ""
    return [_joined([heads[column] for heads in levels]) for column in range(width)]


def _joined(levels: Sequence[str]) -> Head:
    parts: list[str] = []
    for text in map(clean, levels):
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return " / ".join(parts), parts[-1] if parts else "", parts[-2] if len(parts) > 1 else ""
