"""Spells a unit's name in capitals as in a sentence: TRƯỜNG THCS NÚI TÔ -> Trường THCS Núi Tô."""

import re
from functools import lru_cache

from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.masks import without_numbers
from store.text import clean

_WORDS = lexicon("senders")
_KEPT_CAPITALS, _SMALL = _WORDS.set("capitals"), _WORDS.set("small_words")
_PHRASES = sorted(_WORDS.tables["phrases"], key=len, reverse=True)
_LONGEST = 300  # characters of a name
#: Roman numbers; and letters that no syllable is made of: "LHPN", "CCB".
_ABBREVIATED = when_needed(r"\W*(?:[IVX]+|[B-DF-HJ-NP-TV-XZĐ&]{2,})\W*\Z")


@lru_cache(maxsize=1024)
def readable(name: str) -> str:
    """The name as it is spelt in a sentence; one that is not in capitals stays as it is."""
    name = without_numbers(clean(name)).strip(" .,;:")
    if len(name) > _LONGEST:
        return name
    letters = [character for character in name if character.isalpha()]
    if not letters or sum(character.isupper() for character in letters) < 0.8 * len(letters) or " " not in name:
        return name
    words = [
        word if word.strip("(),.-") in _KEPT_CAPITALS or _ABBREVIATED.match(word) else _capitalised(word)
        for word in name.split(" ")
    ]
    result = " ".join(words)
    for phrase in _PHRASES:
        shouted = " ".join(map(_capitalised, phrase.split()))
        result = re.sub(rf"\b{shouted}\b", phrase[0].upper() + phrase[1:], result)
    first, *rest = result.split(" ")
    result = " ".join([first, *(word.lower() if word.lower() in _SMALL else word for word in rest)])
    # "Văn hóa - Xã hội" is a name of two parts, and each begins with a capital.
    result = re.sub(r"- (\w)", lambda found: "- " + found[1].upper(), result)
    for shouted, written in _WORDS.tables["spelt"].items():
        result = result.replace(shouted, written)
    return result


def _capitalised(word: str) -> str:
    return "-".join(
        part if "-" in word and part in _KEPT_CAPITALS else part[:1].upper() + part[1:].lower()
        for part in word.split("-")
    )
