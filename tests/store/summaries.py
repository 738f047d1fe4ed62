"""Files of counts as the readers hand them over."""

import hashlib
from dataclasses import replace

from store import journal
from store.database import Store
from store.field_ref import FieldRef
from store.forms import filled
from store.forms.filled import CountedLine
from store.outcome import Problem
from store.people import units
from store.receiving import submissions
from store.receiving.plan import Column, FileKind, Plan, Reading, Table

UNIT = "Trường THPT Nguyễn Trung Trực"
COLUMNS = [
    Column(place, name, FieldRef.parse(name), 1.0)
    for place, name in enumerate(
        (
            "ordinal", "department", "total", "done.level2_account", "todo.level2_account", "reason.level2_account",
            "state.health_book", "done.bhyt_linked", "todo.bhyt_linked", "reason.bhyt_linked",
        )
    )
]  # fmt: skip


def line(
    row: int, department: str, total: int, level2: int, book: int, bhyt: int, why: str = "Quên mật khẩu", bad: str = ""
) -> CountedLine:
    """One department of whom `level2` have level 2; `bad` is what is wrong with it."""
    figures = {
        "total": total, "level2_done": level2, "level2_todo": total - level2, "health_book": book, "bhyt_done": bhyt,
        "bhyt_todo": total - bhyt,
    }  # fmt: skip
    reasons = {"level2_reasons": why, "bhyt_reasons": "Thẻ hết hạn"}
    problems = (Problem("", "sums_disagree", bad),) if bad else ()
    return CountedLine("PL1", row, department, "phu-luc-1", figures, reasons, problems=problems)


def with_figure(of: CountedLine, column: str, number: int) -> CountedLine:
    """The same line with another figure."""
    return replace(of, figures={**of.figures, column: number})


def reading(*lines: CountedLine, unit: str = UNIT, name: str = "so-lieu.xlsx") -> Reading:
    """A file of these lines."""
    sha256 = hashlib.sha256(str((name, lines)).encode()).hexdigest()
    return Reading(name, name, sha256, FileKind.SUMMARY, unit, tables=[Table("PL1", 5, COLUMNS)], summary=list(lines))


def planned(store: Store, *lines: CountedLine, unit: str = UNIT, name: str = "so-lieu.xlsx") -> Plan:
    """What would become of such a file."""
    read = reading(*lines, unit=unit, name=name)
    known = units.find(store, unit)
    unit_id = known.id if known else None
    plan = Plan(read, unit_id, unit, after_change=journal.last_change(store))
    plan.counted = filled.outcomes(store, unit_id, read.summary)
    return plan


def take_in(store: Store, *lines: CountedLine, unit: str = UNIT, name: str = "so-lieu.xlsx") -> int | None:
    """Take such a file in."""
    return submissions.apply(store, planned(store, *lines, unit=unit, name=name))
