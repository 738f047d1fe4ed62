"""Names the people of whom a file says that they have left: in a section of their own, or in a column beside them."""

from collections.abc import Sequence

from importers.grids.grid import different_cells, listed, text_of
from importers.layout.found_table import FoundTable
from importers.lexicon.words import lexicon
from store.field_ref import FieldKind
from store.text import clean, fold, format_number

_WORDS = lexicon("rows")
_LEFT, _SECTION_OF_LEFT = _WORDS.pattern("has_left"), _WORDS.pattern("section_of_left")
_LEFT_A_POST, _TITLE = _WORDS.pattern("has_left_a_post"), _WORDS.pattern("title")
_DAY_OF_LEAVING = _WORDS.pattern("day_of_leaving")
_ASK = "Hãy xem người đó còn tính vào đơn vị không"
_LONGEST = 120  # characters of such a cell
_WITH_WORDS = frozenset({None, "employment", "position", "note"})  # fields of columns that may say so


def remarks_on_leavers(tables: Sequence[FoundTable]) -> list[str]:
    """Vietnamese remarks on people in the lists who have left, as the file says; they are read all the same."""
    remarks = []
    for table in tables:
        where = f"Trang “{table.sheet}”"
        parts = sorted({**_titles_among(table), **{section.row: section.name for section in table.sections}}.items())
        ends = [row for row, _ in parts[1:]] + [len(table.grid.rows)]
        for (start, name), end in zip(parts, ends, strict=False):
            if _SECTION_OF_LEFT.search(fold(name)):
                people = sum(start < row.number < end for row in table.rows)
                who = f"{format_number(people)} người dưới mục “{name}”"
                remarks += [f"{where}: {who} vẫn được đọc. {_ASK}"] * bool(people)
        rows = [row.cells for row in table.rows]
        for column in table.columns:
            if column.field is None and _DAY_OF_LEAVING.search(fold(column.header)):
                left = [row.number + 1 for row in table.rows if any(row.cells[column.index : column.index + 1])]
                remarks += [f"{where}: dòng {listed(left)} có “{clean(column.header)}”. {_ASK}"] * bool(left)
                continue
            if column.field not in _WITH_WORDS and not (column.field and column.field.kind is FieldKind.REASON):
                continue
            leaving = [
                cell for cell in different_cells(rows, column.index) if isinstance(cell, str) and _says_left(cell)
            ]
            for text in sorted(leaving):
                numbers = [row.number + 1 for row in table.rows if text in row.cells[column.index : column.index + 1]]
                remarks.append(
                    f"{where}: dòng {listed(numbers)} ghi “{clean(text)}” ở cột “{clean(column.header)}”. {_ASK}"
                )
    return remarks


def _titles_among(table: FoundTable) -> dict[int, str]:
    """The titles between the people of a list, which goes on below its heads once more, by 0-based row."""
    people = {row.number for row in table.rows}
    found = {}
    for number in range(table.last_header_row + 1, max(people, default=0)):
        if number in people:
            continue
        texts = [text for cell in table.grid.rows[number] if (text := clean(text_of(cell)))]
        if len(texts) == 1 and len(texts[0]) <= _LONGEST and _TITLE.match(fold(texts[0])):
            found[number] = texts[0]
    return found


def _says_left(text: str) -> bool:
    """Whether a cell says that somebody has left, also behind a post: "GV nghỉ hưu", "Giáo viên (đã chuyển đi)"."""
    folded = fold(clean(text)) if len(text) <= _LONGEST else ""
    return _LEFT.fullmatch(folded) is not None or _LEFT_A_POST.match(folded) is not None
