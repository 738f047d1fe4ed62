"""Parses the marks of state columns: x, ✓, 1, Đã, Rồi, Chưa, 0, KAD, a dash …."""

import re
from functools import lru_cache
from typing import NamedTuple

from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.models import State
from store.text import clean, fold

_WORDS = lexicon("cells")
_YES_SIGNS, _NO_SIGNS, _DASHES = map(_WORDS.set, ("yes_signs", "no_signs", "dashes"))
_YES, _NO, _UNKNOWN, _NOT_APPLICABLE = map(_WORDS.set, ("yes", "no", "unknown", "not_applicable"))
_NOT_APPLICABLE_WORDS, _LACKS, _LEVEL = map(_WORDS.pattern, ("not_applicable_words", "lacks", "level"))
_DONE_WORDS, _TODO_WORDS = _WORDS.pattern("done_words"), _WORDS.pattern("todo_words")
_BEGUN, _POLITE = _WORDS.pattern("begun"), _WORDS.pattern("polite", re.IGNORECASE)
_ARROW = when_needed(r"\s*(?:[-=]+>|→|⇒|➔|➜)\s*")
_MEDICINES = when_needed(r"dược\b", re.IGNORECASE)
_CHOICE = when_needed(r"(?:\d|[A-Da-d])\s*[.)\-:]\s*(?=[^\W\d]{2})")  # "1. Đã", "a) Chưa"
_WITH_REASON = _WORDS.pattern("with_reason", re.IGNORECASE)
_LONGEST = 300  # characters; a longer text is prose
_BARE = 2  # words: "Chưa (chưa)" says chưa twice; "Chưa (chưa có thẻ)" says why
_SIGN_BEFORE = when_needed(r"[✓✔√✗✘–\-?☑☐☒×]\s+(?=\w)")
_TICKED = when_needed(r"[☑☒✓✔✅]\s*([^☑☒✓✔✅☐□❏]*)")
_EMPTY_BOX = when_needed(r"[☐□❏]")
_IN_BRACKETS = when_needed(r"[(\[]\s*(\S{0,2})\s*[)\]]\Z")  # [x], (x), [ ]


class Mark(NamedTuple):
    """The state that a cell states, with its reason."""

    state: State
    reason: str | None = None
    is_dash: bool = False  # not applicable among explicit marks; alone among ticks it may mean no
    level: int | None = None  # "Mức 1", "Mức 2" in a column that tells the level of an account


_LONGEST_WORD = 60  # letters; a longer one is no word of any language


@lru_cache(maxsize=16384)
def mark_of(text: str) -> Mark | None:
    """The state that a cell states, with the reason that it carries; None when it is no known mark."""
    if len(text) > _LONGEST or (len(text) > _LONGEST_WORD and len(text[:_LONGEST_WORD].split()) == 1):
        return None
    plain = clean(text.replace("\ufe0f", ""))
    if plain in _YES_SIGNS:
        return Mark(State.DONE)
    if plain in _NO_SIGNS:
        return Mark(State.TODO)
    if len(plain) == 1 and not plain.isascii() and plain.isalpha() and plain not in "Đđ":
        return None  # an Ñ may be the Đ of an old font; folded it would read as "n"
    if _ARROW.search(plain):
        before, after = (mark_of(part.strip()) for part in _ARROW.split(plain)[-2:])
        return after if before is not None else None  # "Chưa -> đã 18/6" was put right
    if _MEDICINES.match(plain):
        return None  # folded it reads as "được"
    folded = fold(plain).rstrip(".!;,").strip() if len(plain) > 1 else fold(plain)
    if folded in _YES:
        return Mark(State.DONE)
    if folded in _NO:
        return Mark(State.TODO)
    if folded in _DASHES:
        return Mark(State.NOT_APPLICABLE, is_dash=True)
    if folded in _NOT_APPLICABLE or _NOT_APPLICABLE_WORDS.match(folded):
        return Mark(State.NOT_APPLICABLE)
    if folded in _UNKNOWN:
        return Mark(State.UNKNOWN)
    if level := _LEVEL.match(folded):
        if level[1] in ("0", "khong"):
            return Mark(State.TODO, level=0)
        of = 2 if level[1] in ("2", "ii", "hai") else 1
        return Mark(State.DONE, level=2) if of == 2 else Mark(State.TODO, "Mới định danh mức 1", level=1)
    if box := _IN_BRACKETS.match(plain):
        if box[1].strip().isdigit():
            return None  # "(1)" is a footnote
        return mark_of(box[1]) if box[1].strip() else Mark(State.TODO)
    if (chosen := _chosen(plain)) is not None:
        return mark_of(chosen)
    if sign := _SIGN_BEFORE.match(plain) or _CHOICE.match(plain):
        return mark_of(plain[sign.end() :])
    if (polite := _POLITE.match(plain)) and polite["mark"] not in (plain, plain.rstrip(".! ")):
        return mark_of(polite["mark"])
    return _of_words(plain, folded)


def _chosen(plain: str) -> str | None:
    """The words behind the only ticked box, as in "☑ Có ☐ Không"; None unless one is ticked and another is empty."""
    ticked = _TICKED.findall(plain)
    return ticked[0].strip(" ,;/") if len(ticked) == 1 and _EMPTY_BOX.search(plain) else None


def _of_words(plain: str, folded: str) -> Mark | None:
    if _DONE_WORDS.match(folded + " "):
        return Mark(State.DONE)
    if _LACKS.match(folded) or _BEGUN.match(folded):
        return Mark(State.TODO, plain)
    if _TODO_WORDS.match(folded + " "):
        return Mark(State.TODO)
    if found := _WITH_REASON.match(plain):
        inner = mark_of(found["reason"])
        if inner is not None and inner.reason is None:
            # "Không (KAD)" is not applicable; "Chưa (x)" says nothing more than chưa.
            if inner.state is State.NOT_APPLICABLE:
                return inner
            return Mark(State.TODO, found["reason"] if len(found["reason"].split()) > _BARE else None)
        return Mark(State.TODO, found["reason"])
    if folded.startswith("chua "):
        # "Chưa thu nhận sinh trắc học": certainly not done, and the words say why.
        return Mark(State.TODO, plain)
    return None
