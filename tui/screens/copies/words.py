"""Vietnamese words about a copy of the store: when, why, how large, how many people, what differs from now."""

from store.copies.comparison import Difference, Look
from store.copies.shelf import DAMAGED
from store.text import format_date, format_number

_REASONS = {
    "": "hằng ngày",
    "tu-lam": "tự tay làm",
    "truoc-khoi-phuc": "trước khi khôi phục",
    "truoc-rut-tep": "trước khi rút tệp",
    "truoc-hoan-tac": "trước khi hoàn tác",
    "truoc-xoa": "trước khi xoá nhiều người",
    DAMAGED: "kho hỏng, để lại",
}


def reason_text(reason: str) -> str:
    """Words for why a copy was made; a reason that is not listed is answered as it is."""
    if reason.startswith("truoc-phien-ban"):
        return "trước khi nâng cấp"
    return _REASONS.get(reason, reason)


def size_text(size: int) -> str:
    """A size in bytes in words: `1,2 MB`, `84 KB`."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def when_text(each: Look) -> str:
    """When the copy was made: `23/06/2026 08:00`."""
    return format_date(each.copy.at.isoformat())


def people_text(each: Look) -> str:
    """The number of people in the copy; `?` if it cannot be read."""
    return "?" if each.totals is None else format_number(each.totals.people)


def difference_text(found: Difference | None) -> str:
    """How the store of now differs from the copy, in a few words."""
    if found is None:
        return "không đọc được"
    parts = []
    if found.since:
        parts.append(f"nay thêm {format_number(found.since)} thay đổi")
    if found.people:
        parts.append(f"{'hơn' if found.people > 0 else 'bớt'} {format_number(abs(found.people))} người")
    if found.lost:
        parts.append(f"nay thiếu {format_number(found.lost)} thay đổi")
    return ", ".join(parts) or "như bây giờ"


def copy_line(each: Look) -> str:
    """One line about a copy, for the choice that is offered when the store is missing."""
    return f"{when_text(each)} · {people_text(each)} người · {size_text(each.size)} · {reason_text(each.copy.reason)}"
