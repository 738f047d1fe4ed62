"""Words moments, deadlines and the time left in Vietnamese, the same for screens, commands and papers."""

from datetime import datetime, time, timedelta

from store.calendar.deadlines import SECOND, is_late, time_left
from store.text import format_number

#: By `date.weekday()`: Monday first.
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def moment_text(moment: datetime) -> str:
    """Words a moment as `14:05 ngày 23/06/2026`."""
    return f"{moment:%H:%M} ngày {moment:%d/%m/%Y}"


def moment_on_paper(moment: datetime) -> str:
    """Words a moment as papers do: `14 giờ 05 ngày 23/06/2026`."""
    return f"{moment:%H giờ %M} ngày {moment:%d/%m/%Y}"


def due_text(due: datetime, *, with_weekday: bool = False) -> str:
    """Words a deadline, given its last moment in time: `trước 15:00 23/06/2026`, or at a day's end `hết 29/06/2026`.

    With the day of the week: `trước 15:00 thứ Ba, ngày 23/06/2026`.
    """
    end = due + SECOND
    whole_day = end.time() == time()
    day = end - timedelta(days=1) if whole_day else end
    weekday = f"{WEEKDAYS[day.weekday()]}, ngày " if with_weekday else ""
    return f"{'hết' if whole_day else f'trước {end:%H:%M}'} {weekday}{day:%d/%m/%Y}"


def short_due_text(due: datetime) -> str:
    """Words a deadline in few letters: `15:00 T3 23/06`, or `hết CN 28/06` at the end of a day."""
    end = due + SECOND
    day = end - timedelta(days=1) if end.time() == time() else end
    weekday = "CN" if day.weekday() == len(WEEKDAYS) - 1 else f"T{day.weekday() + 2}"
    return f"{'hết' if day != end else f'{end:%H:%M}'} {weekday} {day:%d/%m}"


def time_left_text(due: datetime, now: datetime) -> str:
    """Words the time to a deadline, only as exactly as is useful: `còn 2 ngày 3 giờ`, `quá hạn 20 phút`."""
    late = is_late(due, now)
    minutes = abs(int(time_left(due, now).total_seconds())) // 60
    if not minutes:
        return "vừa quá hạn" if late else "còn chưa tới 1 phút"
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        # Nobody counts the hours of what is late for days, or far ahead.
        with_hours = hours and days < (2 if late else 3)
        text = f"{format_number(days)} ngày" + (f" {hours} giờ" if with_hours else "")
    elif hours:
        text = f"{hours} giờ" + (f" {minutes % 60} phút" if minutes % 60 and hours < 10 else "")
    else:
        text = f"{minutes} phút"
    return f"{'quá hạn' if late else 'còn'} {text}"
