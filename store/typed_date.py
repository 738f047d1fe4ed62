"""Dates as people type them: day first, always."""

import re
from datetime import date

_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\Z", re.ASCII)
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4})\Z", re.ASCII)
_YEAR = re.compile(r"(19|20)\d{2}\Z", re.ASCII)


def parse_date_entry(text: str, *, year_alone: bool = True) -> str | None:
    """`5/1/1984`, `05.01.1984`, `05011984` -> `1984-01-05`; `1984` stays; None when it is no date."""
    typed = text.strip()
    if year_alone and _YEAR.match(typed):
        return typed
    found = _DAY.match(typed) or _RUN.match(typed)
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return None
