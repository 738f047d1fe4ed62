"""Freezing a Phụ lục 1, and finding a frozen copy again."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from store import clock
from store.calendar.periods import period_text
from store.counting.statistics import PhuLuc1Paper
from store.database import Store
from store.errors import StoreError
from store.opening import open_store
from store.people import units
from store.reporting import reports
from store.reporting.owed import Owed, owed
from store.reporting.reports import IssuedReport, MeantFor
from store.text import format_date, format_number
from tui.screens.phu_luc_1.questions import Scope
from tui.widgets.dialogs import Ask, Choice, Notice, PickOne

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp

ALONE, LATER = "alone", "later"
_MOST = 4  # reports that are offered: more would be older ones that nobody waits for


async def issue(
    app: "WorkApp", paper: PhuLuc1Paper, scope: Scope, begun_for: MeantFor | None = None
) -> IssuedReport | None:
    """Ask, and freeze the paper; None when it was given up or could not be.

    `begun_for`: the report that the table was opened for, which is offered first.
    """
    if not paper.table.total.total:
        await app.push_screen_wait(Notice("Chưa chốt được", reports.NOBODY))
        return None
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
    answer = await app.push_screen_wait(Ask("Chốt số liệu Phụ lục 1?", body, _choices(app.store, scope, begun_for)))
    if answer is None or answer == LATER:
        return None
    meant_for = answer if isinstance(answer, MeantFor) else None
    try:
        report = await asyncio.to_thread(_freeze, app.store_path, paper, scope.unit_id, meant_for)
    except StoreError as error:
        app.tell(error)
        return None
    app.notify("Ctrl+S để xuất bản này ra tệp.", title=report.paper.issued)
    return report


def _choices(store: Store, scope: Scope, begun_for: MeantFor | None) -> list[Choice[MeantFor | str]]:
    """The reports that are sent as a Phụ lục 1, the most urgent first; of one unit's table none is likely meant."""
    meant = [
        (
            f"{_step(each)} báo cáo {period_text(each.report.kind, each.period)} của {each.campaign.name}",
            MeantFor(each.campaign.name, each.key, each.period[0].isoformat()),
        )
        for each in owed(store, clock.now())
        if each.is_phu_luc_1
    ]
    meant = sorted(meant, key=lambda choice: choice[1] != begun_for)[:_MOST]
    alone = ("Chốt, không tính cho báo cáo nào" if meant else "Chốt", ALONE)
    is_station = scope.unit_id is None or scope.unit_id == units.station_id(store)
    offered: list[tuple[str, MeantFor | str]] = [*meant, alone] if is_station else [alone, *meant]
    return [Choice(str(place), *each) for place, each in enumerate([*offered, ("Để sau", LATER)], 1)]


def _step(each: Owed) -> str:
    return "Chốt bản điều chỉnh của" if each.frozen else "Chốt cho"


def _freeze(path: Path, paper: PhuLuc1Paper, unit_id: int | None, meant_for: MeantFor | None) -> IssuedReport:
    with open_store(path) as store:
        return reports.issue(store, paper, unit_id=unit_id, meant_for=meant_for)


async def choose(app: "WorkApp") -> IssuedReport | None:
    """Pick a frozen copy; None when there is none, or none was picked, or it was tampered with."""
    lines = reports.issued_lines(app.store)
    if not lines:
        app.notify("Chưa có bản chốt nào. F6 chốt số liệu đang xem.")
        return None
    options = [
        (
            line.id,
            f"Lần {line.number} · {format_date(line.issued_at)} · {line.title}"
            + (f" · cho {line.campaign}" if line.campaign else "")
            + (" · bản điều chỉnh" if line.is_correction else "")
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
