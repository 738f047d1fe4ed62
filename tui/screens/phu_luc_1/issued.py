"""Freezing a Phụ lục 1, and finding a frozen copy again."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from store.counting.statistics import PhuLuc1Paper
from store.database import open_store
from store.errors import StoreError
from store.reporting import reports
from store.reporting.reports import IssuedReport
from store.text import format_date, format_number
from tui.screens.phu_luc_1.questions import Scope
from tui.widgets.dialogs import Ask, Choice, Notice, PickOne

if TYPE_CHECKING:
    from tui.app import TramyteApp


async def issue(app: "TramyteApp", paper: PhuLuc1Paper, scope: Scope) -> IssuedReport | None:
    """Ask, and freeze the paper; None when it was given up or could not be."""
    faults = [f"{row.label}: {fault}." for row in paper.table.rows for fault in row.faults()]
    if faults:
        more = f" Và {len(faults) - 3} chỗ nữa." if len(faults) > 3 else ""
        way_out = "Trong bảng, Ctrl+L cho xem ai chưa khớp; sửa họ rồi chốt."
        await app.push_screen_wait(
            Notice("Chưa chốt được vì số liệu chưa khớp", f"{' '.join(faults[:3])}{more}\n{way_out}")
        )
        return None
    total = paper.table.total
    body = (
        f"{paper.table.scope}, tính đến {format_date(paper.table.as_of)}: {format_number(len(paper.table.rows))} dòng,"
        f" {format_number(total.total)} người, mức 2 {format_number(total.level2_done)},"
        f" Sổ SKĐT {format_number(total.health_book)}, BHYT {format_number(total.bhyt_done)}.\n"
        "Bản chốt giữ nguyên mãi, sửa người sau này không làm nó đổi. Có thể chốt nhiều lần."
    )
    answer = await app.push_screen_wait(
        Ask("Chốt số liệu Phụ lục 1?", body, (Choice("1", "Chốt", True), Choice("2", "Để sau", False)))
    )
    if not answer:
        return None
    try:
        report = await asyncio.to_thread(_freeze, app.store_path, paper, scope.unit_id)
    except StoreError as error:
        app.tell(error)
        return None
    app.notify("Ctrl+S để xuất bản này ra tệp.", title=report.paper.issued)
    return report


def _freeze(path: Path, paper: PhuLuc1Paper, unit_id: int | None) -> IssuedReport:
    with open_store(path) as store:
        return reports.issue(store, paper, unit_id=unit_id)


async def choose(app: "TramyteApp") -> IssuedReport | None:
    """Pick a frozen copy; None when there is none, or none was picked, or it was tampered with."""
    lines = reports.issued_lines(app.store)
    if not lines:
        app.notify("Chưa có bản chốt nào. F6 chốt số liệu đang xem.")
        return None
    options = [
        (
            line.id,
            f"Lần {line.number} · {format_date(line.issued_at)} · {line.title}"
            + ("" if line.sound else " · ĐÃ BỊ SỬA, không mở được"),
        )
        for line in lines
    ]
    report_id = await app.push_screen_wait(PickOne("Bản đã chốt", options))
    if not isinstance(report_id, int):
        return None
    try:
        return reports.get_issued(app.store, report_id)
    except StoreError as error:
        app.tell(error)
        return None
