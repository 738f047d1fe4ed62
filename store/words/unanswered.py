"""Vietnamese words for rows of received files that wait for an answer."""

from collections.abc import Sequence

from store.masks import cover_in_name
from store.receiving.unanswered import Unanswered
from store.text import format_number


def unanswered_text(one: Unanswered) -> str:
    """Which file has how many such rows, and what to do: `a.xlsx (Trường A): 1 dòng chờ trả lời, …`."""
    rows = format_number(one.rows)
    return f"{cover_in_name(one.file_name)} ({one.unit}): {rows} dòng chờ trả lời, chưa tính. F4: chọn lại tệp này."


def rows_text(found: Sequence[Unanswered]) -> str:
    """How many rows wait in all: `3 dòng chờ trả lời`; "" without any."""
    rows = sum(one.rows for one in found)
    return f"{format_number(rows)} dòng chờ trả lời" if rows else ""
