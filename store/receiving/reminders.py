"""Writes the reminder to a unit that has sent nothing yet, or whose file has something to mend."""

from collections.abc import Sequence
from datetime import datetime

from store import settings
from store.calendar.deadlines import is_late
from store.calendar.wording import due_text, moment_text
from store.database import Store
from store.receiving import receipt_calendar
from store.receiving.receipts import Receipt

_SHOWN = 12  # lines of what is to be mended; a message is read on a phone


def to_remind(found: Sequence[Receipt]) -> list[Receipt]:
    """Those who are waited for and have sent nothing, and those whose file has something to mend."""
    return [one for one in found if one.problems or (one.submission_id is None and one.expected)]


def reminder(store: Store, receipt: Receipt, now: datetime) -> str:
    """The message to one unit."""
    station = settings.load(store).station_name or "Trạm Y tế"
    lines = [f"Kính gửi {receipt.unit},"]
    missing = receipt.submission_id is None
    lines += _missing(store, station, receipt, now) if missing else _mend(store, station, receipt, now)
    return "\n".join([*lines, "Trân trọng cảm ơn."])


def reminders(store: Store, found: Sequence[Receipt], now: datetime) -> str:
    """The messages to several units, one below the other."""
    return "\n\n----------\n\n".join(reminder(store, one, now) for one in to_remind(found))


def _missing(store: Store, station: str, receipt: Receipt, now: datetime) -> list[str]:
    calendar = receipt_calendar.load(store)
    period = calendar.period(receipt.due).text
    what = f"danh sách rà soát định danh, BHYT, sổ sức khỏe điện tử (hoặc số liệu Phụ lục 1) kỳ {period}"
    moment, due = moment_text(now), due_text(receipt.due, with_weekday=True)
    if is_late(receipt.due, now):
        return [
            f"Hạn gửi {what} là {due}. Đến {moment}, {station} chưa nhận được tệp của đơn vị.",
            "Đề nghị đơn vị gửi sớm để trạm kịp tổng hợp.",
        ]
    return [
        f"{station} đề nghị đơn vị gửi {what} {due}.",
        f"Đến {moment}, trạm chưa nhận được tệp của đơn vị.",
    ]


def _mend(store: Store, station: str, receipt: Receipt, now: datetime) -> list[str]:
    assert receipt.received_at is not None and receipt.submission_id is not None  # noqa: S101, PT018 - it came
    from store.receiving import mending  # a store without files does not need it, and starts faster

    faults = mending.to_mend(store, receipt.submission_id)
    several = len({fault.sheet for fault in faults}) > 1
    came = f"{station} đã nhận tệp {receipt.file_name} ngày {receipt.received_at:%d/%m/%Y}."
    lines = [f"{came} Tệp còn {len(faults)} chỗ cần sửa:"]
    for fault in faults[:_SHOWN]:
        sheet = f"trang {fault.sheet}, " if several else ""
        # The messages of a row of counts begin with the row themselves.
        text = fault.problem.text
        lines.append(f"- {sheet}{text if text.lower().startswith(fault.place) else f'{fault.place}: {text}'}")
    if len(faults) > _SHOWN:
        lines.append(f"… và {len(faults) - _SHOWN} chỗ nữa.")
    when = "sớm" if is_late(receipt.due, now) else due_text(receipt.due, with_weekday=True)
    return [*lines, f"Đề nghị đơn vị sửa trong tệp rồi gửi lại {when}."]
