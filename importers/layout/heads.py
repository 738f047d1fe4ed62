"""The words of headers as data, and a header's text in the form that they are written for."""

import re
from functools import lru_cache

from importers.lexicon.words import lexicon
from store.text import fold

HEADS = lexicon("heads")
_BROKEN = HEADS.pattern("broken")
_PUNCTUATION = re.compile(r"[^\w,/&#-]+")


@lru_cache(maxsize=4096)
def fold_header(text: str) -> str:
    """A header's words without marks and without the signs around them."""
    folded = " ".join(_PUNCTUATION.sub(" ", fold(text.replace("\n", " "))).split()).strip(" ,-/&")
    return _BROKEN.sub(r"\1\2", folded)
