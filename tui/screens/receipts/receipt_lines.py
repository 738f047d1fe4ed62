"""Words a row of Sổ nhận (the file of one unit in a period): as a line, and in full."""

from store.database import Store
from store.masks import cover_numbers
from store.receiving.mending import to_mend_lines
from store.receiving.receipts import Receipt
from store.text import format_date, format_number
from tui.framework.work_screen import fit
from tui.widgets.short_names import short_name, shortened

#: State of a line: a sign and a word, because colour alone is not seen by everybody.
_STATES = {
    "in_time": "✓ Đúng hạn",
    "late": "! Gửi trễ",
    "missing": "✗ Chưa gửi",
    "awaited": "· Chờ gửi",
    "left_out": "– Không chờ",
}
_STATE, _WHEN, _PEOPLE, _MEND = 11, 11, 6, 4


def state_of(receipt: Receipt) -> str:
    """The state of a unit's file, as a key of `_STATES`."""
    if receipt.submission_id is not None:
        return "late" if receipt.late else "in_time"
    if not receipt.expected:
        return "left_out"
    return "missing" if receipt.late else "awaited"


def _widths(width: int) -> tuple[int, int]:
    """The widths of the columns for the unit's name and the file's name."""
    room = max(30, width - 2 - _STATE - _WHEN - _PEOPLE - _MEND - 5)
    unit = min(44, room * 3 // 5)
    return unit, min(40, room - unit)


def _unit(name: str, width: int) -> str:
    return fit(name if len(name) <= width else short_name(name), width).ljust(width)


def head(width: int) -> str:
    """The heads of the columns."""
    unit, file = _widths(width)
    return (
        f"  {'Tình trạng':<{_STATE}} {'Đơn vị':<{unit}} {'Nhận lúc':<{_WHEN}} {'Người':>{_PEOPLE}}"
        f" {'Sửa':>{_MEND}} {'Tệp':<{file}}"
    )


HEADS = ("Tình trạng", "Đơn vị", "Nhận lúc", "Người", "Chỗ cần sửa", "Tệp")


def cells(receipt: Receipt) -> tuple[str, str, str, str | int, str | int, str]:
    """The full texts of one unit's columns."""
    when = f"{receipt.received_at:%d/%m/%Y %H:%M}" if receipt.received_at else ""
    people = receipt.people if receipt.submission_id is not None else ""
    return _STATES[state_of(receipt)], receipt.unit, when, people, receipt.problems or "", receipt.file_name


def line(receipt: Receipt, width: int) -> tuple[str, bool]:
    """The line of one unit, and whether it is highlighted because something is to be done."""
    unit, file = _widths(width)
    state = state_of(receipt)
    when = f"{receipt.received_at:%d/%m %H:%M}" if receipt.received_at else ""
    came = receipt.submission_id is not None
    people = format_number(receipt.people) if came else ""
    mend = format_number(receipt.problems) if receipt.problems else ""
    text = (
        f"{_STATES[state]:<{_STATE}} {_unit(receipt.unit, unit)} {when:<{_WHEN}} {people:>{_PEOPLE}}"
        f" {mend:>{_MEND}} {shortened(receipt.file_name, file)}"
    ).rstrip()
    return text, state in ("missing", "late") or bool(receipt.problems or receipt.unanswered)


def summed(found: list[Receipt]) -> str:
    """How many units sent their file: `5/8 đơn vị đã gửi, 1 trễ, 3 chưa gửi, 2 có chỗ cần sửa`."""
    waited = [one for one in found if one.expected]
    if not waited:
        return "Không có đơn vị nào phải gửi kỳ này"
    came = [one for one in waited if one.submission_id is not None]
    parts = [f"{len(came)}/{len(waited)} đơn vị đã gửi"]
    for number, words in (
        (sum(one.late for one in came), "trễ"),
        (len(waited) - len(came), "chưa gửi"),
        (sum(bool(one.problems) for one in found), "có chỗ cần sửa"),
        (sum(one.unanswered for one in found), "dòng chờ trả lời"),
    ):
        parts += [f"{number} {words}"] if number else []
    return ", ".join(parts)


def strip(receipt: Receipt) -> str:
    """The text below the list about one unit: what its line has no room for, and the next key."""
    contact = f" · liên hệ {cover_numbers(receipt.contact)}" if receipt.contact else ""
    lines = [f"{receipt.unit}: {_STATES[state_of(receipt)][2:].lower()}{contact}"]
    if receipt.received_at is not None:
        what = "số liệu, không có tên" if receipt.kind == "summary" else "danh sách"
        files = f", {receipt.files} tệp trong kỳ" if receipt.files > 1 else ""
        lines.append(
            f"{receipt.file_name} · bản {receipt.version}{files} · {what}: {format_number(receipt.people)} người"
        )
    if receipt.unanswered:
        lines[-1] += f" · {format_number(receipt.unanswered)} dòng chờ trả lời, chưa tính: F4, chọn lại tệp"
    if receipt.problems:
        lines.append(f"{receipt.problems} chỗ đơn vị cần sửa. Enter: xem từng ô · Ctrl+R: lời nhắc")
    elif receipt.is_missing:
        lines.append("Enter: lời nhắc để gửi qua Zalo · Dấu cách: không chờ đơn vị này nữa")
    return "\n".join(lines)


def in_full(store: Store, receipt: Receipt) -> str:
    """All about the file that a unit sent, with the cells that it has to correct."""
    assert receipt.received_at is not None and receipt.submission_id is not None  # noqa: S101, PT018 - it came
    what = "số liệu, không có tên" if receipt.kind == "summary" else "danh sách có tên"
    lines = [
        f"Tệp:      {receipt.file_name}",
        f"Nội dung: {what}, {format_number(receipt.people)} người",
        f"Nhận lúc: {format_date(receipt.received_at.isoformat())}{' (trễ)' if receipt.late else ''}",
        f"Bản nộp:  số {receipt.submission_id}, bản {receipt.version} của đơn vị",
        "",
    ]
    return "\n".join([*lines, *to_mend_lines(store, receipt.submission_id)])
