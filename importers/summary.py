"""A file that holds only the counts of a filled Phụ lục 1 (CV 310): read as counts, its arithmetic checked."""

import re

from importers.grid import text_of
from importers.tables import FoundRow, FoundTable
from store.plan import Problem, SummaryRow
from store.statistics import PhuLuc1Row
from store.submissions import cell_name
from store.text import clean

#: Figure -> the fields that may hold it, and how the form calls it.
_FIGURES = {
    "total": (("total",), "Tổng số"),
    "level2_done": (("done.level2_account", "state.level2_account"), "Đã mức 2"),
    "level2_todo": (("todo.level2_account",), "Chưa mức 2"),
    "health_book": (("done.health_book", "state.health_book"), "Sổ SKĐT"),
    "bhyt_done": (("done.bhyt_linked", "state.bhyt_linked"), "Đã tích hợp BHYT"),
    "bhyt_todo": (("todo.bhyt_linked",), "Chưa tích hợp BHYT"),
}
_COUNT = re.compile(r"\d+|\d{1,3}(?:\.\d{3})+")


def summary_rows(table: FoundTable) -> list[SummaryRow]:
    """The counts by department; a row whose sums are wrong carries the problem."""
    by_field = {column.field: column.index for column in table.columns if column.field}
    label = by_field.get("department", by_field.get("unit", min(1, len(table.columns) - 1)))
    return [_row(table, row, label, by_field) for row in table.rows]


def _row(table: FoundTable, row: FoundRow, label: int, by_field: dict[str, int]) -> SummaryRow:
    problems: list[Problem] = []
    line = row.number + 1

    def text(column: int | None) -> str:
        return clean(text_of(row.cells[column])) if column is not None and column < len(row.cells) else ""

    def count(name: str) -> int:
        fields, title = _FIGURES[name]
        at = next((by_field[field] for field in fields if field in by_field), None)
        typed = text(at)
        if _COUNT.fullmatch(typed):
            return int(typed.replace(".", ""))
        if at is None:
            problems.append(Problem("", "count_missing", f"Dòng {line}: bảng không có cột “{title}”"))
            return 0
        column, place = table.columns[at].header, cell_name(at, line)
        if typed and typed not in ("-", "–"):
            problems.append(Problem(column, "count_not_understood", f"“{typed}” không phải số người", place))
        elif name in ("total", "health_book"):
            # The other figures are held by the sums; these two nothing would show to be missing.
            told = f"ô “{title}” để trống. Hãy ghi 0 nếu không có ai"
            problems.append(Problem(column, "count_blank", told, place))
        return 0

    counted = {name: count(name) for name in _FIGURES}
    held = PhuLuc1Row(
        text(label), counted["total"], counted["level2_done"], counted["level2_todo"], (), counted["health_book"],
        counted["bhyt_done"], counted["bhyt_todo"], (),
    )  # fmt: skip
    problems += [Problem("", "sums_disagree", f"Dòng {line}, {held.label}: {fault}") for fault in held.faults()]
    return SummaryRow(
        sheet=table.sheet,
        row=line,
        department=held.label,
        level2_reasons=text(by_field.get("reason.level2_account")),
        bhyt_reasons=text(by_field.get("reason.bhyt_linked")),
        problems=problems,
        **counted,
    )
