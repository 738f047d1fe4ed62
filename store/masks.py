"""Covers the numbers of people in texts, whatever column they stood in (Luật 91/2025/QH15)."""

import re

_DOT = "•"
# As texts: a start needs none of them, and `re` keeps each compiled from its first use on.
_LONG_NUMBER = r"(?<!\d)(?!\d{4}-\d\d-\d\d(?!\d))\d(?:[\s.'’\-]?\d){8,}(?!\d)"
_WITH_LETTERS = rf"(?:(?<![A-Za-z])[A-Z]{{2}})?{_LONG_NUMBER}"  # of an insurance card: GD479…
_NUMBER_IN_NAME = r"(?<!\d)(?!20\d{12}(?!\d))\d{9,15}(?!\d)"
_ALL_BUT_THREE = r"\d(?=(?:\D*\d){3})"
_COVERED = r"(?=[^•]*•)[A-Z\d\s.'’\-•]+"


def cover_numbers(text: str) -> str:
    """A text with the digits of its long numbers (CCCD, phone, insurance) as dots but for the last three."""
    return re.sub(_LONG_NUMBER, lambda found: cover(found.group()), text)


def cover_in_name(name: str) -> str:
    """Cover the numbers in the name of a file: only digits in one run, for others, and 20260626103000, tell when."""
    return re.sub(_NUMBER_IN_NAME, lambda found: cover(found.group()), name)


def without_numbers(text: str) -> str:
    """A name without the long numbers that somebody wrote into its cell, and what parts them from it."""
    return text if (bare := re.sub(_WITH_LETTERS, " ", text)) == text else " ".join(bare.split()).strip(" -–:,;.()[]")


def cover(text: str) -> str:
    """A text that may be a number: its digits as dots but for the last three."""
    return re.sub(_ALL_BUT_THREE, _DOT, text)


def is_covered(text: str) -> bool:
    """Whether a cell holds nothing but a number that was covered, by this version or an earlier one."""
    return _DOT in text and re.fullmatch(_COVERED, text) is not None
