"""Units that sent names and counts: the names are counted, the counts stand beside them to compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from store.counting import statistics, unit_counts
from store.counting.statistics import FIGURES, PhuLuc1Row
from store.counting.unit_counts import Origin
from store.database import Store
from store.text import format_number

#: How the form calls each figure, short.
FIGURE_TITLES = {
    "total": "Tổng số",
    "level2_done": "Mức 2 đã",
    "level2_todo": "Mức 2 chưa",
    "health_book": "Sổ SKĐT",
    "bhyt_done": "BHYT đã",
    "bhyt_todo": "BHYT chưa",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One unit by its names, which count, and by the summary that it sent."""

    origin: Origin
    by_names: PhuLuc1Row
    by_file: PhuLuc1Row

    def differences(self) -> list[str]:
        """`Tổng số: tệp 62, danh sách 60`, a line a figure that differs; none when they agree."""
        return differences({figure: getattr(self.by_file, figure) for figure in FIGURES}, self.by_names)


def differences(by_file: Mapping[str, int], by_names: PhuLuc1Row) -> list[str]:
    """`Tổng số: tệp 62, danh sách 60`, a line a figure that differs."""
    return [
        f"{FIGURE_TITLES[figure]}: tệp {format_number(by_file[figure])}, danh sách {format_number(here)}"
        for figure in FIGURES
        if by_file[figure] != (here := getattr(by_names, figure))
    ]


def of_names(store: Store, unit_id: int) -> PhuLuc1Row | None:
    """A unit by its names, as it stands now; None when it has none."""
    table = statistics.phu_luc_1(store, unit_id=unit_id, by="unit")
    return next((row for row in table.rows if row.origin is None), None)


def comparisons(store: Store, *, unit_id: int | None = None, as_of: date | None = None) -> list[Comparison]:
    """Every unit that has people and a summary that would count if it had none."""
    sent = unit_counts.in_force(store, as_of)
    if unit_id is not None:
        sent = {unit: origin for unit, origin in sent.items() if unit == unit_id}
    if not sent:
        return []
    table = statistics.phu_luc_1(store, unit_id=unit_id, by="unit", as_of=as_of)
    return [
        Comparison(sent[row.unit_id], row, statistics.counted_rows(store, sent[row.unit_id], "unit")[0])
        for row in table.rows
        if row.origin is None and row.unit_id in sent
    ]
