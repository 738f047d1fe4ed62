"""What a figure of Phụ lục 1 asks of the store: who is behind it, and who is at odds with the form."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from store import clock
from store.counting.behind import people_behind
from store.counting.statistics import AT_ODDS, PhuLuc1Row
from store.database import Store
from store.reporting.reports import IssuedReport
from store.text import format_number
from tui.screens.phu_luc_1.people_behind import Question
from tui.widgets.phu_luc_1_lines import TOTAL

#: What the list behind a figure is called, and the item that it is of.
_FIGURES = {
    "total": ("tất cả", None),
    "level2_done": ("đã có định danh mức 2", "level2_account"),
    "level2_todo": ("chưa có định danh mức 2", "level2_account"),
    "health_book": ("đã có Sổ SKĐT", "health_book"),
    "bhyt_done": ("đã tích hợp BHYT", "bhyt_linked"),
    "bhyt_todo": ("chưa tích hợp BHYT", "bhyt_linked"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which table is shown."""

    unit_id: int | None  # None: all units
    by: str  # "department" or "unit"
    as_of: date | None = None  # None: now


def _ids(store: Store, figure: str, scope: Scope, row: PhuLuc1Row, whole: bool) -> list[int]:
    return people_behind(
        store,
        figure,
        unit_id=scope.unit_id if whole else row.unit_id,
        department_id=None if whole else row.department_id,
        by=scope.by,
        whole=whole,
        as_of=scope.as_of,
    )


def behind(scope: Scope, place: int, row: PhuLuc1Row, figure: str, by_file: int = 0) -> Question:
    """The people whom a figure of a draft counts.

    Args:
        scope: of the table.
        place: of the row, or TOTAL.
        row: that row.
        figure: one of `FIGURES`.
        by_file: how many of a sum come from counts that units sent, so that nobody stands behind them.
    """
    words, item = _FIGURES[figure]
    whole = place == TOTAL
    ids = partial(_ids, figure=figure, scope=scope, row=row, whole=whole)
    by_unit = _several_units(scope, whole)
    return Question(f"{row.label} – {words}", item, ids, scope.as_of, _by_file(by_file), by_unit=by_unit)


def _by_file(number: int) -> str:
    return f"Thêm {format_number(number)} theo số liệu gửi, không có tên." if number else ""


def behind_frozen(report: IssuedReport, place: int, row: PhuLuc1Row, figure: str, by_file: int = 0) -> Question:
    """The people whom a figure of a frozen copy counted, as they stood then."""
    words, item = _FIGURES[figure]
    kept = report.people[f"{'total' if place == TOTAL else place}/{figure}"]
    issued_at = datetime.fromisoformat(report.issued_at)
    as_of = date.fromisoformat(report.paper.table.as_of)
    return Question(
        f"{row.label} – {words}",
        item,
        lambda _: list(kept),
        issued_at if as_of == issued_at.date() else as_of,
        remark=f"{_by_file(by_file)} Theo bản đã chốt.".strip(),
        by_unit=report.paper.table.by == "unit" and place == TOTAL,
    )


def at_odds(scope: Scope, place: int | None, row: PhuLuc1Row | None) -> Question:
    """Who has a health book or a linked card and no level-2 account: of the row when it is faulty, else of all."""
    whole = place in (None, TOTAL) or row is None or not row.faults()
    asked = row or PhuLuc1Row("", 0, 0, 0, (), 0, 0, 0, ())
    label = "Cả bảng" if whole else asked.label
    return Question(
        f"{label} – có Sổ SKĐT hoặc BHYT mà chưa có định danh mức 2",
        None,
        partial(_ids, figure=AT_ODDS, scope=scope, row=asked, whole=whole),
        scope.as_of,
        by_unit=_several_units(scope, whole),
    )


def _several_units(scope: Scope, whole: bool) -> bool:
    return scope.unit_id is None and whole


def day_from(text: str, parsed: str | None) -> date | str:
    """The day that was typed, or what is wrong with it.

    Args:
        text: as it was typed.
        parsed: what the reader of dates makes of it: ISO, a year alone, or None.
    """
    if parsed is None or len(parsed) != 10:
        return f"“{text}” chưa đủ ngày, tháng, năm. Ví dụ: 23/06/2026."
    day = date.fromisoformat(parsed)
    if day > clock.today():
        return "Ngày này chưa tới."
    return day
