"""Recognises Vietnamese syllables, by which the encoding of a text is found."""

import unicodedata
from functools import lru_cache

from importers.patterns import when_needed

_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_NUCLEUS = (
    r"(?:oai|oay|oao|oeo|uây|uôi|uya|uyu|iêu|yêu|ươi|ươu|uyê|iê|yê|ươ|uô|oa|oă|oe|oo|uâ|uê|uơ|uy|ia|ua|ưa|"
    r"ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
)
_CODA = r"(?:ng|nh|ch|[cmnpt])?"
_SYLLABLE = when_needed(_ONSET + _NUCLEUS + _CODA + r"\Z")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = when_needed(r"[^\W\d_]+(?:[\u0300-\u036f][^\W\d_]*)*")


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether `word` can be one Vietnamese syllable, with at most one tone."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in decomposed if mark in _TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    return _SYLLABLE.match(bare) is not None


def count_syllables(text: str) -> int:
    """How many of the words of `text` are Vietnamese syllables."""
    return sum(map(is_syllable, _WORD.findall(unicodedata.normalize("NFC", text))))
