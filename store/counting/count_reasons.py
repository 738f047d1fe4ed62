"""The reasons of a summary: a cell of words that another hand wrote, as (words, how many people)."""

import re
from collections import Counter
from collections.abc import Mapping

from store.text import clean, fold

NO_INFORMATION = "Chưa có thông tin"  # the reason of a state that nobody told (DOMAIN §2)
NO_REASON = "Chưa ghi lý do"  # "chưa", and no reason was given
Reasons = tuple[tuple[str, int], ...]  # (words of the reason, how many people), commonest first

_PEOPLE = r"(?:\s*(?:người|đ/c|đồng chí|trường hợp|th|nv|cb)\.?)?"
_COUNT_BEHIND = re.compile(rf"(.*?[^\s(:\-–=])\s*(?:\(|:|-|–|=|\s)\s*(\d+){_PEOPLE}\s*\)?[.,]?", re.IGNORECASE)
_COUNT_BEFORE = re.compile(rf"(\d+){_PEOPLE}\s*[:\-–]?\s*(\D.*?)[.,]?", re.IGNORECASE)
_PARTS = (re.compile(r"\s*[;\n+]\s*"), re.compile(r"\s*[;\n+,]\s*"))
_NOTHING = {"", "0", "-", "–", "khong", "khong co", "x", "/"}


def parse(cell: str, people: int, known: Mapping[str, str]) -> Reasons:
    """What a cell of reasons says of so many people.

    `Không có điện thoại thông minh (2); Thẻ hết hạn (1)` for three is two reasons with their counts. Words
    without a number stand for all of them. Numbers that do not add up to `people` are nobody's to mend here:
    the words are kept as they were sent, with the count 0, which means that they say their own.

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
    for pattern in _PARTS:
        counted = _counted(pattern.split(cell.strip()))
        if counted is not None and counted.total() == people:
            named = Counter[str]()
            for said, number in counted.items():
                named[_named(said, known)] += number
            return ordered(named)
    return ((_named(words, known), 0 if re.search(r"\d", words) else people),)


def ordered(reasons: Mapping[str, int]) -> Reasons:
    """Commonest first; of equals, in the order of the dictionary."""
    return tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], fold(pair[0]), pair[0])))


def _counted(parts: list[str]) -> Counter[str] | None:
    """Words and how many, of every part; None when one of them has no number."""
    found = Counter[str]()
    for part in (clean(part) for part in parts):
        if not part:
            continue
        if match := _COUNT_BEHIND.fullmatch(part):
            found[match[1]] += int(match[2])
        elif match := _COUNT_BEFORE.fullmatch(part):
            found[match[2]] += int(match[1])
        else:
            return None
    return found if found else None


def _named(words: str, known: Mapping[str, str]) -> str:
    return known.get(fold(words)) or words[:1].upper() + words[1:]
