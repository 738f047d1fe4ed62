"""Reads a cell of reasons in a filled-in form: its words, and how many people each is about."""

import re
from collections import Counter
from collections.abc import Mapping

from store.checklist.reasons import NO_REASON
from store.text import clean, fold

UNFIT = "Lý do ghi không khớp số người"  # in the place of reasons whose numbers do not add up
Reasons = tuple[tuple[str, int], ...]  # (words of the reason, how many people), commonest first

_PEOPLE = r"(?:\s*(?:người|đ/c|đồng chí|trường hợp|th|nv|cb)\.?)?"
_COUNT_BEHIND = re.compile(rf"(.*?[^\s(:\-–=])\s*(?:\(|:|-|–|=|\s)\s*(\d+){_PEOPLE}\s*\)?[.,]?", re.IGNORECASE)
_COUNT_BEFORE = re.compile(rf"(\d+){_PEOPLE}\s*[:\-–]?\s*(\D.*?)[.,]?", re.IGNORECASE)
_PARTS = (re.compile(r"\s*[;\n+]\s*"), re.compile(r"\s*[;\n+,]\s*"))
_YEARS = range(1900, 2101)  # "CCCD hết hạn từ 2019" is no number of people
_NOTHING = {"", "0", "-", "–", "khong", "khong co", "x", "/"}


def parse(cell: str, people: int, known: Mapping[str, str]) -> Reasons:
    """Splits a cell of reasons into the single reasons, each with how many of `people` it is about.

    `Không có điện thoại thông minh (2); Thẻ hết hạn (1)` for three people is two reasons with their counts. Words
    without a number are about all of them. Where the numbers do not add up to `people` the words are kept as they
    were sent, with the count 0: nobody here can tell which number is wrong. Where they are more than `people`, so that
    the cell would name more reasons than people, it says only that they do not fit.

    Args:
        cell: the words.
        people: the figure beside it.
        known: folded words -> words of the reasons that the station knows, so that the same reason is one.
    """
    if people == 0:
        return ()
    words = clean(cell)
    if fold(words) in _NOTHING:
        return ((NO_REASON, people),)
    if fold(words) in known:  # "Mới mức 1" is no count
        return ((known[fold(words)], people),)
    for pattern in _PARTS:
        counted = _counted(pattern.split(cell.strip()))
        if counted is not None and counted.total() == people:
            named = Counter[str]()
            for part, number in counted.items():
                named[_named(part, known)] += number
            return ordered(named)
    if (stated(cell) or 0) > people:
        return ((UNFIT, people),)
    return ((_named(words, known), 0 if re.search(r"\d", words) else people),)


def stated(cell: str) -> int | None:
    """Returns the number of people that a cell of reasons adds up to; None when a reason in it has no number."""
    for pattern in reversed(_PARTS):
        counted = _counted(pattern.split(cell.strip()))
        if counted is not None and not any(number in _YEARS for number in counted.values()):
            return counted.total()
    return None


def ordered(reasons: Mapping[str, int]) -> Reasons:
    """Sorts reasons by the number of people, most first, then alphabetically without diacritics."""
    return tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], fold(pair[0]), pair[0])))


def _counted(parts: list[str]) -> Counter[str] | None:
    """Returns the number of people for the words of each part; None when a part has no number."""
    found = Counter[str]()
    for part in (clean(part) for part in parts):
        if not part:
            continue
        if match := _COUNT_BEFORE.fullmatch(part):  # "2 người mới mức 1" has a number at its end as well
            found[match[2]] += int(match[1])
        elif match := _COUNT_BEHIND.fullmatch(part):
            found[match[1]] += int(match[2])
        else:
            return None
    return found if found else None


def _named(words: str, known: Mapping[str, str]) -> str:
    return known.get(fold(words)) or words[:1].upper() + words[1:]
