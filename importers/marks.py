"""What a mark in a state column says: x, ✓, 1, Đã, Rồi, Chưa, 0, KAD, a dash … (DOMAIN §6)."""

import re
from functools import lru_cache
from typing import NamedTuple

from store.models import State
from store.text import fold

_YES = frozenset(
    [
        "x", "xx", "v", "1", "co", "da", "roi", "dat", "duoc", "ok", "yes", "y", "true", "dung", "du", "xong", "đ", "+",
        "√", "✓", "✔", "☑", "✅", "da co", "co roi", "da roi", "da xong", "hoan thanh", "da hoan thanh",
    ]
)  # fmt: skip
_NO = frozenset(["0", "khong", "chua", "✗", "✘", "☐", "❌", "no", "n", "false", "k", "ko", "c", "chua co", "khong co"])
_NOT_APPLICABLE = frozenset(
    [
        "-", "–", "—", "--", "kad", "k/ad", "khong ap dung", "khong thuoc dien", "k/a", "n/a", "na", "/",
        "khong thuoc doi tuong", "khong yeu cau", "khong can", "mien", "khong thuoc", "khong phai doi tuong",
    ]
)  # fmt: skip
#: Ticks and crosses of the font Wingdings, as the letters that they are; folded they would be one letter.
_WINGDINGS = {"ü": State.DONE, "þ": State.DONE, "û": State.TODO, "ý": State.TODO}
_DASHES = frozenset(["-", "–", "—", "--", "/"])
#: What "đã" and "chưa" are said of; behind them nothing else may follow.
_VERBS = (
    r"(?:duoc |thuc hien |dang ky |va |, ?|cai dat |kich hoat |tich hop |khoi tao |cap |tao |lap |co |su dung "
    r"|lien ket |cap nhat |dinh danh |muc |do |2 |ii |so |suc khoe |skdt |dien tu |the |bhyt |bao hiem |y te |vneid |tren |vao |tai khoan |an sinh "
    r"|xa hoi |asxh |chu ky |can cuoc |cccd |hoan thanh |xong |roi |lam |nhan |mo |ung dung )*"
)
_DONE_WORDS = re.compile(rf"(?:da|co) {_VERBS}\Z")
_TODO_WORDS = re.compile(rf"(?:chua|khong) {_VERBS}\Z")
_TODO_WITH_REASON = re.compile(
    r"(chua|khong)(?: (?:co|kich hoat|tich hop|cai dat|dang ky|khoi tao|duoc cap|cap|lam))*\s*[(:,;\-–]\s*(.+?)\)?\Z"
)
_SIGNS = re.compile(r"[.!]+\Z")


class Mark(NamedTuple):
    """What a cell says."""

    state: State
    reason: str | None = None
    is_dash: bool = False


@lru_cache(maxsize=16384)
def mark_of(text: str) -> Mark | None:
    """The state that a cell states, with the reason that it carries; None when it is no known mark."""
    plain = text.strip()
    if plain in _WINGDINGS:
        return Mark(_WINGDINGS[plain])
    folded = _SIGNS.sub("", fold(plain)).strip()
    if folded in _DASHES:
        return Mark(State.NOT_APPLICABLE, is_dash=True)
    if folded in _NOT_APPLICABLE:
        return Mark(State.NOT_APPLICABLE)
    if folded in _YES or _DONE_WORDS.fullmatch(folded + " "):
        return Mark(State.DONE)
    if folded in _NO or _TODO_WORDS.fullmatch(folded + " "):
        return Mark(State.TODO)
    with_reason = _TODO_WITH_REASON.match(folded)
    if with_reason:
        return Mark(State.TODO, _original(plain, with_reason.group(2)))
    if folded.startswith("chua "):
        # "Chưa thu nhận sinh trắc học": certainly not done, and the words say why.
        return Mark(State.TODO, plain)
    return None


def _original(plain: str, folded_tail: str) -> str:
    """The end of `plain` that folds to `folded_tail`."""
    words = plain.split()
    for start in range(len(words)):
        tail = " ".join(words[start:]).lstrip("(-–:;, ").rstrip(")")
        if fold(tail) == folded_tail.strip():
            return tail
    for start in range(len(plain)):
        tail = plain[start:].strip().rstrip(")")
        if fold(tail) == folded_tail.strip():
            return tail
    return folded_tail
