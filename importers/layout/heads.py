"""Loads heads.toml, the words of headers, and folds a header's text so that those words can be looked for in it."""

from functools import lru_cache

from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.text import fold

HEADS = lexicon("heads")
_BROKEN, _E_SIGNATURE = HEADS.pattern("broken"), HEADS.pattern("e_signature")
_NO_SIGNATURE = when_needed(r"\bdang k[yi] (?=so\b)")  # "Đăng ký sổ sức khỏe" is about no "ký số"
_PUNCTUATION = when_needed(r"[^\w,/&#-]+")

LONGEST_HEAD = 500  # characters; what is longer is prose


@lru_cache(maxsize=4096)
def fold_header(text: str) -> str:
    """A header's words without marks and without the signs around them."""
    folded = " ".join(_PUNCTUATION.sub(" ", fold(text[:LONGEST_HEAD].replace("\n", " "))).split()).strip(" ,-/&")
    folded = _E_SIGNATURE.sub("digital signature", folded)
    return _BROKEN.sub(r"\1\2", _NO_SIGNATURE.sub(r"\g<0>cho ", folded))
