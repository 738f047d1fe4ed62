"""Of whom an item is asked, as the store keeps it: one text, "everyone" or conditions.

"health+administrative|smartphone": a person of the health sector who is administrative staff, or anybody with a
smartphone. A condition is a sector (`store.models.SECTOR_LABELS`), "administrative" or "smartphone".
"""

from collections.abc import Iterable
from functools import cache

EVERYONE = "everyone"
_TEXTS = {
    "health": "ngành Y tế",
    "education": "ngành Giáo dục",
    "government": "cơ quan nhà nước",
    "union": "đoàn thể",
    "enterprise": "doanh nghiệp",
    "other": "đơn vị khác",
    "administrative": "công chức, viên chức hành chính",
    "smartphone": "người có điện thoại thông minh",
}


@cache
def alternatives(text: str) -> tuple[frozenset[str], ...]:
    """The sets of conditions, each of which is enough when all of it holds; no condition at all holds of everybody."""
    return tuple(frozenset(each.split("+")) - {EVERYONE} for each in text.split("|"))


def union(texts: Iterable[str]) -> str:
    """Whoever one of the texts means."""
    found = list(dict.fromkeys(each for text in texts for each in text.split("|")))
    return EVERYONE if EVERYONE in found or not found else "|".join(found)


def is_only_for(text: str, condition: str) -> bool:
    """Whether nobody is meant of whom the condition does not hold."""
    return all(condition in each for each in alternatives(text))


def who_text(text: str) -> str:
    """`ngành Y tế, công chức, viên chức hành chính; hoặc người có điện thoại thông minh`; "" of everybody."""
    ways = (", ".join(_TEXTS[each] for each in way.split("+") if each in _TEXTS) for way in text.split("|"))
    return "; hoặc ".join(ways)
