"""Writes the figures of a sector in one line."""

from collections.abc import Iterable

from store.text import format_number, format_percent

SECTOR_TITLES = {"health": "Ngành Y tế", "other": "Đơn vị khác"}


def sector_text(sector: str, people: int, items: Iterable[tuple[str, int, int]]) -> str:
    """The figures of a sector: `Ngành Y tế (33 người): CCCD: 30/33 (90,91%)`; an item is (short title, done, asked)."""
    counts = (
        f"{title}: {format_number(done)}/{format_number(asked)} ({format_percent(done, asked)})"
        for title, done, asked in items
    )
    return f"{SECTOR_TITLES[sector]} ({format_number(people)} người): {'; '.join(counts)}"
