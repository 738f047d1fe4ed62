"""Reads a header's words: they name a field of a person, an item of the checklist, or nothing that is kept.

The words stand in `importers/lexicon/heads.toml`.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from importers.layout.sides import HEADS, NOT_APPLICABLE, TODO, by_group, side_of, takes_side
from store.field_ref import FieldRef
from store.models import Item, State
from store.text import fold


class Meaning(NamedTuple):
    """A field (see `importers.layout.columns`), and how sure the words make it, from 0 to 1."""

    field: str | None
    confidence: float


NOTHING = Meaning(None, 0.0)


class _Entry(NamedTuple):
    """Words of a header and what they mean; `heads.toml` explains the keys."""

    meaning: Meaning
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    over: re.Pattern[str] | None
    spelt: str | None

    @classmethod
    def from_table(cls, table: dict[str, Any]) -> "_Entry":
        """An entry of the file."""
        unless, over = (re.compile(HEADS.text(table[key])) if key in table else None for key in ("unless", "over"))
        words = re.compile(HEADS.text(table["words"]))
        return cls(Meaning(table.get("field"), table["sure"]), words, unless, over, table.get("spelt"))

    def fits(self, header: str, leaf: str, above: str) -> bool:
        """Whether it speaks of a header, folded as `leaf` and standing below `above`."""
        return (
            self.words.search(leaf) is not None
            and (self.unless is None or self.unless.search(leaf) is None)
            and (self.over is None or self.over.search(above) is not None)
            and (self.spelt is None or self.spelt == _typed(header))
        )


_BEFORE_ITEMS, _AFTER_ITEMS = (
    tuple(map(_Entry.from_table, HEADS.tables[name])) for name in ("before_items", "after_items")
)
_DAY, _BEGINS_DAY, _RESULT, _NOT_A_STATE = map(HEADS.pattern, ("day", "begins_day", "result", "not_a_state"))
_TOTAL, _OF_WHOM, _LISTS_ITEMS = map(HEADS.pattern, ("total", "of_whom", "lists_items"))
_BROKEN = HEADS.pattern("broken")

#: Folded words -> item, and how sure. The first that is found decides, so the narrower stand first.
_ITEM_WORDS = tuple(
    (re.compile(pattern), key, sure)
    for pattern, key, sure in (
        (r"chu ki so|chu ky so|\bky so\b|\bki so\b|\bcks\b|usb token|digital signature", "digital_signature", 0.9),
        (r"an sinh|\basxh\b", "social_security", 0.9),
        (
            (
                r"(tich hop|lien ket|cap nhat)( the| so)* (bhyt|bao hiem y te)|health insurance.*(link|vneid)"
                r"|(bhyt|bao hiem y te).*(tich hop|vneid|so skdt|so suc khoe|lien ket)"
            ),
            "bhyt_linked",
            0.95,
        ),
        (
            r"so suc khoe|\bh?s?skdt\b|\bso sk\b|ho so suc khoe|\bh?ssk\b|ho so sk|health (book|record)",
            "health_book",
            0.9,
        ),
        (r"(muc|cap|level)( do)? ?(2|ii|hai)\b|\bddmuc2\b|\bm2\b", "level2_account", 0.95),
        (r"^((da )?co|(duoc |da )*cap)( the)? (bhyt|bao hiem y te)$", "", 0.9),  # having the card is not linking it
        (r"bhyt|bao hiem y te", "bhyt_linked", 0.7),
        (
            (
                r"the (cccd|can cuoc|cc)\b|(da )?(co|cap)( the)? (cccd|can cuoc)|(cccd|can cuoc).*gan chip|cccd cc\b"
                r"|^(cccd|can cuoc|can cuoc cong dan|cccd ?/ ?cc|cc ?/ ?cccd)$"
            ),
            "cccd",
            0.9,
        ),
        (r"(muc|cap)( do)? ?(1|i|mot)\b", "", 0.9),  # level 1 is no level 2
        (r"(tai khoan|tk) (dinh danh|vneid)|dinh danh (dien tu|vneid)|vneid dinh danh|\bdddt\b", "level2_account", 0.8),
        (r"\bdinh danh\b|\bvneid\b", "level2_account", 0.6),
    )
)
_HAS_CARD = re.compile(r"((da )?co|(duoc |da )*cap)( the)? (bhyt|bao hiem y te)\Z")
_ALSO_SURNAMES = {"ho": "họ", "to": "tổ"}
_SURE = 0.7
_PUNCTUATION = re.compile(r"[^\w,/&#-]+")


@lru_cache(maxsize=4096)
def fold_header(text: str) -> str:
    """A header's words without marks and without the signs around them."""
    folded = " ".join(_PUNCTUATION.sub(" ", fold(text.replace("\n", " "))).split()).strip(" ,-/&")
    return _BROKEN.sub(r"\1\2", folded)


def item_of(folded: str, items: Sequence[Item]) -> tuple[str, float] | None:
    """The item that a folded header names, and how sure; those that a campaign added are known by their titles."""
    if not folded:
        return None
    for item in items:
        if folded in (fold_header(item.title), fold_header(item.short_title), item.key):
            return item.key, 0.97
    keys = {item.key for item in items}
    told: tuple[str, float] | None = None
    for pattern, key, sure in _ITEM_WORDS:
        if (not key or key in keys) and pattern.search(folded):
            told = (key, sure)
            break
    if told is not None and told[1] >= 0.9:
        return told if told[0] else None
    # A longer title within the header outweighs a single word that the six share with it.
    for item in sorted(items, key=lambda item: -len(item.title)):
        if fold_header(item.title) in folded or re.search(rf"\b{re.escape(fold_header(item.short_title))}\b", folded):
            return item.key, 0.9
    return told


def meaning_of(header: str, items: Sequence[Item], *, parent: str = "") -> Meaning:
    """What a header says its column is; `parent` is the header above it, "" where there is none."""
    leaf = fold_header(header)
    above = fold_header(parent) if parent != header else ""
    if not leaf or (leaf in _ALSO_SURNAMES and _is_surname(header, leaf)):
        return NOTHING
    before = _first(_BEFORE_ITEMS, header, leaf, above)
    if before is not None:
        named = item_of(leaf, items) or _sure_item(above, items) if before.field == "reason" else None
        return Meaning(FieldRef.reason(named[0]), 0.95) if named else before
    named = item_of(leaf, items)
    if _TOTAL.search(leaf) and (named is None or _OF_WHOM.search(leaf)):
        return Meaning("total", 0.9)
    if named is not None:
        key, sure = named
        if _NOT_A_STATE.search(leaf):
            return NOTHING
        if _DAY.search(leaf):
            return Meaning(FieldRef.done_on(key), 0.9)
        return Meaning(side_of(leaf, key) if takes_side(leaf) else by_group(above, leaf, key), sure)
    if NOT_APPLICABLE.match(leaf) and (third := _under(leaf, above, items)).field is not None:
        return third  # "Không thuộc đối tượng" is no column of "Đối tượng"
    if lists_items(header) is not None:
        return Meaning("note", 0.8)  # kept as it is typed, and read as well
    if (after := _first(_AFTER_ITEMS, header, leaf, above)) is not None:
        return after
    under = _under(leaf, above, items)
    # "Ngày thực hiện" tells of the item at its left, as a lone "Lý do" does; "Ngày cấp" is of a card.
    return Meaning("done_on", 0.8) if under.field is None and _DAY.fullmatch(leaf) else under


def meaning_under_title(header: str, title: str, items: Sequence[Item]) -> Meaning:
    """What "Kết quả", "Đã" or "Chưa" says below a title, or on a sheet, that names the item of the whole list."""
    return _under(fold_header(header), fold_header(title), items)


def says_todo(header: str) -> bool:
    """Whether a header is of those who lack something: "Chưa có …"."""
    return TODO.match(fold_header(header)) is not None


def says_lacking(title: str) -> bool:
    """Whether a title, or the header of reasons, speaks of those who lack something, and of nobody else."""
    words = fold_header(title).split()
    return bool({"chua", "khong"} & set(words)) and "da" not in words


def lists_items(header: str) -> State | None:
    """Of a column that lists items by name the state of them all: "Còn thiếu", "Nội dung đã thực hiện"; else None."""
    found = _LISTS_ITEMS.fullmatch(fold_header(header))
    if found is None:
        return None
    return State.DONE if found["side"] == "da" else State.TODO


def item_of_titles(titles: Sequence[str], items: Sequence[Item]) -> str | None:
    """The one item that the titles of a list name; None: none, or several."""
    named = {found[0] for title in titles if (found := item_of(fold_header(title), items)) and found[1] >= _SURE}
    return named.pop() if len(named) == 1 else None


def _sure_item(above: str, items: Sequence[Item]) -> tuple[str, float] | None:
    """The item that a header names, unless by a word that several share: "Trên VNeID" stands over them all."""
    named = item_of(above, items)
    return named if named is not None and named[1] >= _SURE else None


def _typed(header: str) -> str:
    return unicodedata.normalize("NFC", header).strip().lower()


def _is_surname(header: str, leaf: str) -> bool:
    """Whether a word with marks is the family name Hồ or Tô, and not the header Họ or Tổ."""
    typed = _typed(header)
    return not typed.isascii() and typed.isalpha() and typed != _ALSO_SURNAMES[leaf]


def _first(entries: Sequence[_Entry], header: str, leaf: str, above: str) -> Meaning | None:
    return next((entry.meaning for entry in entries if entry.fits(header, leaf, above)), None)


def _under(leaf: str, above: str, items: Sequence[Item]) -> Meaning:
    """What a header that names no item says below one that does: only words of a state, a day or a result count."""
    named = (item_of(f"{above} {leaf}", items) if re.search(r"\d", leaf) else None) or item_of(above, items)
    if named is None or re.search(r"(muc|cap)( do)? ?(1|i|mot)\b", leaf):
        return NOTHING
    if _HAS_CARD.match(leaf):
        # Having the card is not linking it; under "Trên VNeID" it is there, so it is.
        there = re.search(r"vneid|tich hop|lien ket", above)
        return Meaning(side_of(leaf, "bhyt_linked"), 0.7) if there else NOTHING
    key, sure = named[0], min(named[1], 0.9)
    if _BEGINS_DAY.match(leaf):
        return Meaning(FieldRef.done_on(key), sure)
    if takes_side(leaf) or _RESULT.search(leaf):
        return Meaning(side_of(leaf, key), sure)
    return NOTHING
