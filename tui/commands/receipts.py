"""`tyt receipts`: lists which unit sent which file for a period, and prints the reminders that are due."""

from datetime import date
from pathlib import Path

import click

from store import clock
from store.calendar.wording import due_text
from store.errors import RefusedError
from store.opening import open_store
from store.receiving import receipt_calendar, receipts
from store.receiving.receipts import Receipt
from store.text import format_number
from tui.cli import json_option, print_json, store_option


@click.command("receipts")
@click.option("--period", metavar="NGÀY", help="Kỳ có ngày này (2026-06-23); mặc định: kỳ đang cần theo dõi.")
@click.option("--remind", is_flag=True, help="In lời nhắc gửi các đơn vị còn thiếu hoặc có chỗ cần sửa.")
@json_option
@store_option
def show_receipts(period: str | None, remind: bool, as_json: bool, path: Path) -> None:
    """Sổ nhận: đơn vị nào đã gửi tệp cho kỳ này, đơn vị nào còn thiếu."""
    try:
        day = None if period is None else date.fromisoformat(period)
    except ValueError:
        raise RefusedError(f"“{period}” không phải một ngày. Ví dụ: 2026-06-23.") from None
    with open_store(path, must_exist=True) as store:
        now = clock.now()
        calendar = receipt_calendar.load(store)
        asked = calendar.holding(day) if day else calendar.asked_at(now)
        found = receipts.of_period(store, calendar, asked, now)
        wanted = {one.unit_id for one in receipts.to_remind(found)}
        if as_json:
            entries = [
                _entry(one) | {"reminder": receipts.reminder(store, one, now) if one.unit_id in wanted else None}
                for one in found
            ]
            print_json(entries)
            return
        if remind:
            click.echo(receipts.reminders(store, found, now) or "Không phải nhắc đơn vị nào.")
            return
        click.echo(f"Kỳ {asked.text}, hạn {due_text(asked.due, with_weekday=True)}")
        for one in found:
            click.echo(f"  {one.unit}: {receipt_text(one)}")
        lacking = sum(one.is_missing for one in found)
        click.echo(f"{len(found)} đơn vị, {lacking} chưa gửi.", err=True)


def receipt_text(one: Receipt) -> str:
    """The state of a unit's file: `nhận 22/06/2026 09:00, tệp a.xlsx (1f3c9a2b), 28 người, 1 chỗ cần sửa`."""
    waiting = [f"{one.unanswered} dòng chờ trả lời"] if one.unanswered else []
    if one.received_at is None:
        state = "không chờ" if not one.expected else "CHƯA GỬI, đã quá hạn" if one.late else "chưa gửi"
        return ", ".join([state, *waiting])
    parts = [
        f"nhận {one.received_at:%d/%m/%Y %H:%M}{' (TRỄ)' if one.late else ''}",
        f"tệp {one.file_name} ({one.sha256[:8]})",
        f"{format_number(one.people)} người{' (số liệu)' if one.kind == 'summary' else ''}",
    ]
    parts += [f"{one.problems} chỗ cần sửa"] if one.problems else []
    return ", ".join([*parts, *waiting])


def _entry(one: Receipt) -> dict[str, object]:
    return {
        "unit": one.unit,
        "period": one.period_start.isoformat(),
        "due": one.due.isoformat(),
        "submission": one.submission_id,
        "received_at": one.received_at.isoformat() if one.received_at else None,
        "file": one.file_name or None,
        "sha256": one.sha256 or None,
        "kind": one.kind or None,
        **{name: getattr(one, name) for name in ("people", "problems", "unanswered", "version", "files", "late")},
        "missing": one.is_missing,
        "expected": one.expected,
    }
