"""A file that holds only the counts of a filled Phụ lục 1 (CV 310): read as counts, its arithmetic checked."""

from importers.grid import Cell, text_of
from importers.tables import FoundTable
from store.plan import Problem, SummaryRow
from store.statistics import PhuLuc1Row

_FIGURES = {
    "total": "total",
    "done.level2_account": "level2_done",
    "todo.level2_account": "level2_todo",
    "health_book": "health_book",
    "done.bhyt_linked": "bhyt_done",
    "todo.bhyt_linked": "bhyt_todo",
}


def is_summary(table: FoundTable) -> bool:
    """Whether the table counts people instead of naming them."""
    fields = {column.field for column in table.columns}
    return "total" in fields and "full_name" not in fields and "family_name" not in fields


def summary_rows(table: FoundTable) -> list[SummaryRow]:
    """The counts by department; a row whose sums are wrong carries the problem."""
    places: dict[str, int] = {}
    texts: dict[str, int] = {}
    label = None
    for column in table.columns:
        kind, _, key = (column.field or "").partition(".")
        if column.field in ("department", "unit") and label is None:
            label = column.index
        elif kind == "reason":
            texts[key] = column.index
        elif key == "health_book":
            places["health_book"] = column.index
        elif column.field in _FIGURES:
            places[_FIGURES[column.field]] = column.index
    if label is None:
        label = 1
    return [_row(table.sheet, number, cells, label, places, texts) for number, cells, _ in table.rows]


def _row(
    sheet: str, number: int, cells: list[Cell], label: int, places: dict[str, int], texts: dict[str, int]
) -> SummaryRow:
    problems: list[Problem] = []

    def text(column: int | None) -> str:
        return text_of(cells[column]) if column is not None and column < len(cells) else ""

    def count(name: str) -> int:
        typed = text(places.get(name)).replace(".", "").replace(" ", "")
        if typed.isdigit():
            return int(typed)
        if typed or name == "total":
            problems.append(Problem("", "count_not_understood", f"Dòng {number + 1}: “{typed}” không phải số người."))
        return 0

    counted = {name: count(name) for name in _FIGURES.values()}
    row = PhuLuc1Row(
        text(label), counted["total"], counted["level2_done"], counted["level2_todo"], (), counted["health_book"],
        counted["bhyt_done"], counted["bhyt_todo"], (),
    )  # fmt: skip
    problems += [Problem("", "sums_disagree", f"Dòng {number + 1}, {row.label}: {fault}.") for fault in row.faults()]
    return SummaryRow(
        sheet=sheet,
        row=number + 1,
        department=row.label,
        level2_reasons=text(texts.get("level2_account")),
        bhyt_reasons=text(texts.get("bhyt_linked")),
        problems=problems,
        **counted,
    )
