"""Finds a known unit in the name of a file: `thcs-nui-to.xls`, `Truong TH A Tri Ton - gui lan 2.xlsx`."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.text import fold

_WORDS = lexicon("senders")
_SHORT = [(when_needed(rf"\b{long}\b"), short) for long, short in _WORDS.tables["short"].items()]
_LEFT_OUT = _WORDS.set("left_out")
_NEEDLESS = _WORDS.set("needless")
_FEWEST = 2  # words that a name must have
_CAPITAL = when_needed(r"(?<=[a-zà-ỹ])(?=[A-ZÀ-Ỹ])|(?<=[A-Z])(?=[A-Z][a-z])")  # THCSNuiTo: a gap before each word
_SHORTEST = 8  # letters of a name that is looked for in a name without gaps


def unit_of(stem: str, known: Sequence[str]) -> str | None:
    """The unit among `known` whose name stands in a file's name; None: none, or more than one."""
    words = _words(_CAPITAL.sub(" ", stem))
    gapless = _words(stem)
    found = []
    for name in known:
        of_unit = _words(name)
        if len(of_unit) < _FEWEST:
            continue
        whole = "".join(of_unit)
        if _stands_in(of_unit, words) or (len(whole) >= _SHORTEST and whole in gapless):
            found.append((of_unit, name))
    found.sort(key=lambda unit: -len(unit[0]))
    if not found:
        return None
    longest = found[0][0]
    # "Trường TH A" stands in every name of "Trường TH A Tri Tôn"; two that do not hold each other stay open.
    return found[0][1] if all(of is longest or (_stands_in(of, longest) and of != longest) for of, _ in found) else None


def written_otherwise(name: str, known: Sequence[str]) -> str | None:
    """The unit among `known` whose name differs by signs, usual short forms and "Trường" alone; None: none, or several.

    Marks are part of a name where it has any: xã Thành Hải is not xã Thanh Hải.
    """
    spelt = _spelt(name)
    if len(spelt) < _FEWEST:
        return None
    found = [unit for unit in known if _spelt(unit) == spelt]
    if not found and fold(name) == name.casefold():
        found = [unit for unit in known if tuple(map(fold, _spelt(unit))) == spelt]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4096)
def _spelt(text: str) -> tuple[str, ...]:
    """The words of a name as they are spelt, what is usually shortened in its short form."""
    words = re.findall(r"[^\W_]+|&", unicodedata.normalize("NFKC", text).casefold())
    bare = list(map(fold, words))
    for long, short in _WORDS.tables["short"].items():
        length = len(parts := long.split())
        for at in reversed(range(len(words) - length + 1)):
            if bare[at : at + length] == parts:
                words[at : at + length] = bare[at : at + length] = [short]
    return tuple(word for word in words if fold(word) not in _NEEDLESS)


@lru_cache(maxsize=4096)  # the names of 2,000 units, for each file of a folder
def _words(text: str) -> list[str]:
    plain = " ".join(re.findall(r"[a-z0-9&]+", fold(text)))
    for long, short in _SHORT:
        plain = long.sub(short, plain)
    return [word for word in plain.split() if word not in _LEFT_OUT]


def _stands_in(part: Sequence[str], words: Sequence[str]) -> bool:
    return any(list(words[at : at + len(part)]) == list(part) for at in range(len(words) - len(part) + 1))
