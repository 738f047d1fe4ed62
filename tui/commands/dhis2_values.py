"""The part of `tyt import` that takes in data values of DHIS2, which are figures of indicators only."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.database import Store
from store.errors import RefusedError
from store.figures.figure_writes import FROM_FILE
from store.history import recording
from store.masks import cover_in_name
from store.text import format_number
from tui.program import NOT_DONE

if TYPE_CHECKING:
    from importers.figure_plan import FigurePlan
    from store.figures.indicators import Figure

_DONE, _REFUSED = 0, 1
_SHOWN = 5
_SAME = "DHIS2: không có gì thay đổi."


def take_in(store: Store, file: Path, *, dry_run: bool) -> tuple[dict[str, Any], int]:
    """Take in the file as one step of undo; answers (the result to print, exit code)."""
    from importers.dhis2 import plan_data_values
    from importers.figure_plan import apply

    try:
        read = plan_data_values(store, file)
    except RefusedError as error:
        return _result(file, "unreadable", error.message, [], []), NOT_DONE
    written = 0
    if not dry_run and any(plan.changed for plan in read.plans):
        with recording(store, FROM_FILE, f"Nhận số liệu của DHIS2 từ {cover_in_name(file.name)}"):
            written = sum(apply(store, plan) for plan in read.plans)
    held = sum(plan.held for plan in read.plans)
    changes = [change for plan in read.plans for change in _changes(plan)]
    will = len(changes) - held if dry_run else written
    same = sum(plan.unchanged for plan in read.plans)
    message = (
        f"DHIS2: {'sẽ ghi' if dry_run else 'đã ghi'} {format_number(will)} số liệu chỉ tiêu,"
        f" giữ nguyên {format_number(same)}."
    )
    remarks = [_line(change) for change in changes[:_SHOWN]]
    if len(changes) > _SHOWN:
        remarks.append(f"… và {format_number(len(changes) - _SHOWN)} số nữa; xem đủ bằng --json.")
    if held:
        remarks.append(
            f"Chưa ghi {format_number(held)} số cần hỏi; hãy xem và ghi ở màn hình Nhận tệp (F4) hay Chỉ tiêu."
        )
    left = [*read.left, *(text for plan in read.plans for text in plan.left)]
    if read.counted:
        remarks.append(read.counted_text)
    text = message if changes else _SAME
    code = _REFUSED if left or held else _DONE
    return _result(file, "dhis2", text, [*remarks, *(f"{each.removesuffix('.')}." for each in left)], changes), code


def _result(file: Path, kind: str, message: str, remarks: list[str], changes: list[dict[str, Any]]) -> dict[str, Any]:
    nothing: dict[str, Any] = {"unit": None, "submission": None, "vanished": [], "proposals": [], "rows": []}
    return {
        "file": cover_in_name(str(file)),
        "kind": kind,
        **nothing,
        "message": message,
        "remarks": remarks,
        "changes": changes,
    }


def _changes(plan: "FigurePlan") -> list[dict[str, Any]]:
    return [
        {
            "indicator": each.indicator.key,
            "title": each.indicator.head,
            "kind": plan.period.kind,
            "period": plan.period.first,
            "period_text": plan.period.text,
            "locality": each.figure.locality,
            "before": _numbers(each.shown),
            "after": _numbers(each.figure),
            "doubts": plan.asked_about(each),
        }
        for each in plan.changed
    ]


def _numbers(figure: "Figure | None") -> list[int | None]:
    return [None, None] if figure is None else [figure.numerator, figure.denominator]


def _line(change: dict[str, Any]) -> str:
    """One changed figure in words: `Ấp Tô Hạ, Mức 2, tháng 06/2026: 300/400 → 372/400; Số đạt giảm …`."""
    before, after = (
        "/".join("–" if number is None else format_number(number) for number in change[when])
        for when in ("before", "after")
    )
    doubts = "".join(f"; {doubt}" for doubt in change["doubts"])
    return f"{change['locality']}, {change['title']}, {change['period_text']}: {before} → {after}{doubts}."
