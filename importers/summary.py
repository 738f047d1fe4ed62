"""A file that holds only the counts of a filled Phụ lục 1 (CV 310): read as counts, its arithmetic checked."""

import re
from collections.abc import Sequence
from dataclasses import replace

from importers.grids.grid import text_of
from importers.layout.tables import FoundRow, FoundTable
from store.cells import cell_name
from store.counting.statistics import PhuLuc1Row
from store.counting.unit_counts import FIGURE_FIELDS
from store.receiving.plan import Problem, SummaryRow
from store.text import clean, fold

#: How the form calls each figure.
FIGURES = {
    "total": "Tổng số",
    "level2_done": "Đã mức 2",
    "level2_todo": "Chưa mức 2",
    "health_book": "Sổ SKĐT",
    "bhyt_done": "Đã tích hợp BHYT",
    "bhyt_todo": "Chưa tích hợp BHYT",
}
_COUNT = re.compile(
    r"(\d+|\d{1,3}(?:\.\d{3})+)(?: ?(?:người|cán bộ|viên chức|đ/c|cbccvc))?(?: ?\(\d+(?:[.,]\d+)? ?%\))?", re.IGNORECASE
)
_NO_DEPARTMENT = frozenset({"so luong", "so lieu", "ket qua", "ket qua thuc hien", "sl", "so nguoi"})
_WHOLE_UNIT = "Cả đơn vị"


def summary_rows(tables: Sequence[FoundTable]) -> list[SummaryRow]:
    """The counts by department; a row that must not be added up carries the problem."""
    found: list[SummaryRow] = []
    for table in tables:
        by_field = {str(column.field): column.index for column in table.columns if column.field}
        rows = [_row(table, row, _label(table, by_field), by_field) for row in table.rows]
        if not rows and len(sums := summed(table)) == 1:
            # Of a small unit only the sum was filled in: its counts are whole, only no department is told.
            rows = [replace(sums[0], department=table.heading.unit or _WHOLE_UNIT)]
        _flag_sums(rows)
        found += rows
    _flag_repeated(found)
    return found


def summed(table: FoundTable) -> list[SummaryRow]:
    """The rows of sums of a table of counts, read as its other rows are; rates and remarks among them left aside."""
    by_field = {str(column.field): column.index for column in table.columns if column.field}
    rows = [_row(table, row, _label(table, by_field), by_field) for row in table.totals]
    return [row for row in rows if row.total > 0 and not any(p.code == "count_not_understood" for p in row.problems)]


def _label(table: FoundTable, by_field: dict[str, int]) -> int:
    known = by_field.get("department", by_field.get("unit"))
    if known is not None:
        return known
    # Beside the ordinal number, unless that is where everybody is counted.
    return 0 if by_field.get("total") == 1 else min(1, len(table.columns) - 1)


def _flag_sums(rows: Sequence[SummaryRow]) -> None:
    """A sum that the table does not call one would count everybody twice."""
    for row in rows:
        others = [other for other in rows if other is not row]
        is_sum = row.total > 0 and all(
            getattr(row, name) == sum(getattr(other, name) for other in others) for name in FIGURES
        )
        if is_sum and (len(others) > 1 or fold(row.department).startswith(("tong", "cong", "toan"))):
            told = f"Dòng {row.row}, {row.department}: bằng tổng các dòng khác nên không cộng thêm"
            row.problems.append(Problem("", "row_is_sum", told))
            return  # of two departments alike and nothing else, one is left


def _flag_repeated(rows: Sequence[SummaryRow]) -> None:
    """The same department on two lines or sheets: nobody can tell which one holds."""
    first: dict[str, SummaryRow] = {}
    for row in rows:
        if row.problems:
            continue
        before = first.setdefault(fold(row.department), row)
        if before is not row:
            place = f"dòng {before.row}" if before.sheet == row.sheet else f"trang {before.sheet}, dòng {before.row}"
            told = f"Dòng {row.row}, {row.department}: khoa/phòng này đã có ở {place}; chỉ tính một lần"
            row.problems.append(Problem("", "department_repeated", told))


def _row(table: FoundTable, row: FoundRow, label: int, by_field: dict[str, int]) -> SummaryRow:
    problems: list[Problem] = []
    line = row.number + 1

    def text(column: int | None) -> str:
        return clean(text_of(row.cells[column])) if column is not None and column < len(row.cells) else ""

    def count(name: str) -> int:
        title = FIGURES[name]
        at = next((by_field[field] for field in FIGURE_FIELDS[name] if field in by_field), None)
        typed = text(at)
        if (written := _COUNT.fullmatch(typed)) is not None:
            return int(written[1].replace(".", ""))
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

    counted = {name: count(name) for name in FIGURES}
    name = text(label)
    if fold(name) in _NO_DEPARTMENT:
        name = table.heading.unit or _WHOLE_UNIT
    held = PhuLuc1Row(
        name, counted["total"], counted["level2_done"], counted["level2_todo"], (), counted["health_book"],
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
