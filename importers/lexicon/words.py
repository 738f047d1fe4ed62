"""Reads the TOML files of this folder, which hold the words of files: patterns, sets of words, tables of both."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from importers.patterns import when_needed

_PART = when_needed(r"\{([A-Z_]+)\}")


class Words:
    """The words in one of the TOML files of this folder.

    A pattern there is a regular expression, or a list of which one must fit; `{NAME}` in it stands for the pattern
    NAME of the table `parts`. Patterns are for folded text (`store.text.fold`) where the file says nothing else.
    """

    def __init__(self, name: str) -> None:
        self.tables: dict[str, Any] = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))
        self._parts: dict[str, str] = {}
        for part, pattern in self.tables.get("parts", {}).items():
            self._parts[part] = f"(?:{self.text(pattern)})"

    def text(self, pattern: str | list[str]) -> str:
        """A pattern, or a list of which one must fit, as one regular expression."""
        whole = pattern if isinstance(pattern, str) else "|".join(pattern)
        return _PART.sub(lambda part: self._parts[part[1]], whole)

    def pattern(self, name: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
        """The pattern that the file calls `name`."""
        return when_needed(self.text(self.tables[name]), flags)

    def set(self, name: str) -> frozenset[str]:
        """The words that the file calls `name`: a list, or a text with blanks between them."""
        words = self.tables[name]
        return frozenset(words.split() if isinstance(words, str) else words)


@cache
def lexicon(name: str) -> Words:
    """The words of `name`.toml, read once: about a millisecond for ten kilobytes."""
    return Words(name)
