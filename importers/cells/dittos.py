"""Resolves ditto marks: "nt", "-nt-", `"`, "như trên" stand for what the row above says."""

from importers.grids.grid import different_cells, text_of
from importers.layout.found_table import FoundTable
from importers.lexicon.words import lexicon
from store.text import fold

_DITTOS = lexicon("cells").set("dittos")
#: Fields of which every person has an own value: a ditto there is no value.
_OWN = frozenset(
    {
        "ordinal",
        "timestamp",
        "full_name",
        "family_name",
        "middle_name",
        "given_name",
        "citizen_id",
        "phone",
        "insurance_number",
    }
)


#: Fields of words, in which a lone dash may say "as above" or "none".
_WORDS = frozenset({"department", "unit", "position", "employment"})
_DASHES = lexicon("cells").set("dashes")


def is_ditto(text: str) -> bool:
    """Whether a cell repeats the cell above it by a ditto mark ("nt", "như trên", `"`)."""
    return len(text) <= 14 and _bare(text) in _DITTOS


def _bare(text: str) -> str:
    return fold(text).strip(" .()[]")


def fill_dittos(table: FoundTable) -> dict[int, set[int]]:
    """Replace each ditto mark by the cell above it; a table without ditto marks is not changed.

    Returns:
        Number of a row -> columns whose mark has nothing above it, or is a dash that may be a ditto too. Such a mark
        stays.
    """
    unclear: dict[int, set[int]] = {}
    rows = [row.cells for row in table.rows]
    for column in table.columns:
        at = column.index
        if column.field is None or column.field in _OWN:
            continue
        different = [cell for cell in different_cells(rows, at) if isinstance(cell, str)]
        if column.field in _WORDS and any(cell.strip() in _DASHES for cell in different):
            for row in table.rows:
                cell = row.cells[at] if at < len(row.cells) else None
                if isinstance(cell, str) and cell.strip() in _DASHES:
                    unclear.setdefault(row.number, set()).add(at)
        # What the file explains is no ditto: "//: không có điện thoại".
        signs = {cell for cell in different if is_ditto(cell) and _bare(cell) not in table.legend.signs}
        if not signs:
            continue
        above, department = None, None
        for row in table.rows:
            cell = row.cells[at] if at < len(row.cells) else None
            if row.department != department:
                above, department = None, row.department
            if not (isinstance(cell, str) and cell in signs):
                above = cell
            elif above is None or not text_of(above):
                unclear.setdefault(row.number, set()).add(at)
            else:
                row.cells = [*row.cells[:at], above, *row.cells[at + 1 :]]
    return unclear
