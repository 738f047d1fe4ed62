"""Corrects typing errors in the header of a column: "Tích hơp thẻ BHTY"."""

import re
from collections.abc import Set as AbstractSet

from importers.layout.checklist import Checklist
from importers.layout.heads import HEADS
from importers.layout.sides import side_of
from store.field_ref import FieldRef

_ITEM_HEADS = HEADS.set("item_heads")
_LONGEST = 200  # characters of a header
_FEWEST_TURNED, _FEWEST_LETTERS = 3, 5  # letters of a word in which two are exchanged; in which one is wrong


def nearly_named(folded: str, items: Checklist) -> FieldRef | None:
    """The field of the item that a folded header with a typing error names; None: it names none, or has no error."""
    mended = _put_right(folded, _ITEM_HEADS | items.title_words) if len(folded) < _LONGEST else None
    named = items.surely_named_in(mended) if mended is not None else None
    return side_of(mended, named.key) if mended is not None and named is not None else None


def _put_right(folded: str, known: AbstractSet[str]) -> str | None:
    """A folded header with each unknown word as the one known word that it nearly is; None: there is no such word."""
    words = re.findall(r"\w+", folded)
    mended = [word if word in known else _nearest(word, known) for word in words]
    return " ".join(mended) if mended != words else None


def _nearest(word: str, known: AbstractSet[str]) -> str:
    near = [other for other in known if _is_one_slip(word, other)]
    return near[0] if len(near) == 1 else word


def _is_one_slip(one: str, other: str) -> bool:
    """Whether two neighbouring letters are exchanged, or one letter is wrong, missing or too many."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < _FEWEST_TURNED:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if (
        len(one) == len(other)
        and one[start + 2 :] == other[start + 2 :]
        and one[start : start + 2] == (other[start : start + 2][::-1])
    ):
        return one != other
    if max(len(one), len(other)) < _FEWEST_LETTERS:
        return False
    ends = one[start + (len(one) >= len(other)) :], other[start + (len(other) >= len(one)) :]
    return ends[0] == ends[1]
