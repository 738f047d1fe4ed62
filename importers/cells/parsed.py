"""The answer of every cell parser: a value, or what is wrong with the cell, or both."""

from typing import NamedTuple


class Parsed(NamedTuple):
    """A value, and what must be said about the cell. No value: the cell is left out."""

    value: str | None
    code: str = ""  # stable, English: `birth_date_impossible`; "" where nothing is to be said
    message: str = ""  # Vietnamese: what is wrong
    advice: str = ""  # Vietnamese: what to do; "" where nothing is advised
    aside: str = ""  # words that belong elsewhere, kept as the person's note


NOTHING = Parsed(None)
LOOK_AGAIN = "Hãy xem lại"


def wrong(code: str, text: str, why: str, advice: str = "") -> Parsed:
    """A cell that is left out; `why` is Vietnamese and follows the quoted text."""
    return Parsed(None, code, f"“{text}” {why}", advice)
