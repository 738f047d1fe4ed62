"""Names the people of whom a file says that they have left: in a section of their own, or in a column beside them."""

from collections.abc import Sequence

from importers.grids.grid import different_cells, listed, text_of
from importers.layout.found_table import FoundTable
from importers.lexicon.words import lexicon
from store.field_ref import FieldKind
from store.text import clean, fold, format_number

_WORDS = lexicon("rows")
_LEFT, _SECTION_OF_LEFT = _WORDS.pattern("has_left"), _WORDS.pattern("section_of_left")
_DAY_OF_LEAVING = _WORDS.pattern("day_of_leaving")
_ASK = "Hãy xem người đó còn tính vào đơn vị không"
_LONGEST = 120  # characters of such a cell
_WITH_WORDS = frozenset({None, "employment", "position", "note"})  # fields of columns that may say so


def remarks_on_leavers(tables: Sequence[FoundTable]) -> list[str]:
    """Remarks in Vietnamese: who is in the list, and has left as the file says; they are read all the same."""
    remarks = []
    for table in tables:
        where = f"Trang “{table.sheet}”"
        ends = [section.row for section in table.sections[1:]] + [len(table.grid.rows)]
        for section, end in zip(table.sections, ends, strict=False):
            if _SECTION_OF_LEFT.search(fold(section.name)):
                people = sum(section.row < row.number < end for row in table.rows)
                who = f"{format_number(people)} người dưới mục “{section.name}”"
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


def _says_left(text: str) -> bool:
    return len(text) <= _LONGEST and _LEFT.fullmatch(fold(clean(text_of(text)))) is not None
