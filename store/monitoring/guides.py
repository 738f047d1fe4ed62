"""How-to's for citizens, in the words of their source documents (CV 310; plan of Ninh Thuận 2024)."""

import tomllib
from functools import cache
from pathlib import Path

from store.errors import RefusedError
from store.frozen import frozen

_FILE = Path(__file__).with_name("guides.toml")


@frozen
class Step:
    """One step of a how-to."""

    title: str
    lines: tuple[str, ...]  # what it consists of, or what is to be known of it


@frozen
class Guide:
    """One how-to, of one printed page."""

    key: str
    title: str
    source: str
    needs: tuple[str, ...]
    note: str
    steps: tuple[Step, ...]
    address: str = ""  # of the page that its source names; a poster has it as a QR code
    dependants: str = ""  # what its source says of children under 14 and others who have no account of their own


@cache
def guides() -> tuple[Guide, ...]:
    """Returns all how-to's, in the order in which people need them."""
    found = []
    for each in tomllib.loads(_FILE.read_text(encoding="utf-8"))["guides"]:
        steps = tuple(Step(title, tuple(lines)) for title, *lines in each["steps"])
        found.append(Guide(**{"note": "", **each, "needs": tuple(each["needs"]), "steps": steps}))
    return tuple(found)


def get(key: str) -> Guide:
    """Returns the how-to with a key; if there is none, raises RefusedError, which lists the keys."""
    for guide in guides():
        if guide.key == key:
            return guide
    raise RefusedError(f"Không có hướng dẫn “{key}”. Có: {', '.join(guide.key for guide in guides())}.")
