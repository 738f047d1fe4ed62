"""Names months of figures by their first day, YYYY-MM-01, and steps from one to the next."""

from datetime import date

from store import clock
from store.errors import RefusedError


def text(month: str) -> str:
    """`2026-06-01` -> `tháng 06/2026`."""
    return f"tháng {month[5:7]}/{month[:4]}"


def current() -> str:
    """The first day of this month."""
    return clock.today().replace(day=1).isoformat()


def step(month: str, by: int) -> str:
    """The first day of the month that lies `by` months on."""
    day = date.fromisoformat(month)
    count = day.year * 12 + day.month - 1 + by
    return date(count // 12, count % 12 + 1, 1).isoformat()


def parse(text: str) -> str:
    """`2026-06`, `06/2026`, `6/2026` -> `2026-06-01`.

    Raises:
        RefusedError: it is no month, or has not begun yet.
    """
    first, sign, second = text.strip().partition("/" if "/" in text else "-")
    year, month = (second, first) if sign == "/" else (first, second)
    try:
        period = date(int(year), int(month), 1).isoformat()
    except ValueError:
        raise RefusedError(f"“{text}” không phải một tháng. Ví dụ: 2026-06 hoặc 06/2026.") from None
    if period > current():
        raise RefusedError(f"Tháng {text} chưa tới, nên chưa có số liệu.")
    return period
