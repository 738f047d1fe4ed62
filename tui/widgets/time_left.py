"""How long until something is due, as people say it."""

from datetime import timedelta


def told_time_left(left: timedelta) -> str:
    """`2 ngày 3 giờ`, `1 giờ`, `25 phút`; below a minute `chưa đầy 1 phút`."""
    minutes = int(left.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        return f"{days} ngày {hours} giờ" if hours else f"{days} ngày"
    if hours:
        return f"{hours} giờ {minutes} phút" if minutes else f"{hours} giờ"
    return f"{minutes} phút" if minutes else "chưa đầy 1 phút"
