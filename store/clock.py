"""Gives the current local time, without a zone, as deadlines are written; `TYT_NOW` sets it for rehearsals."""

import os
from datetime import date, datetime

from store.errors import RefusedError

VARIABLE = "TYT_NOW"


def is_set() -> bool:
    """Whether `TYT_NOW` sets the clock, which the screen then points out."""
    return bool(os.environ.get(VARIABLE))


def now() -> datetime:
    """Local time, to the second. Raises RefusedError when `TYT_NOW` is not an ISO local time."""
    if value := os.environ.get(VARIABLE):
        try:
            return datetime.fromisoformat(value).replace(tzinfo=None, microsecond=0)
        except ValueError:
            message = f"Giờ đặt tay trong {VARIABLE} không đọc được: “{value}”. Ví dụ: 2026-06-23T14:00:00."
            raise RefusedError(message) from None
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005 - deadlines are local times


def today() -> date:
    """Local date."""
    return now().date()


def stamp() -> str:
    """Local time as text in the form that the store keeps: `YYYY-MM-DDTHH:MM:SS`."""
    return now().isoformat()
