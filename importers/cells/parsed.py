"""The result of every cell parser: a value, or what is wrong with the cell, or both."""

from typing import Final, NamedTuple

#: In the place of a value: something of the cell is to be reported, or belongs elsewhere, so its row is read alone.
ALONE: Final = object()


class Parsed(NamedTuple):
    """The value of a cell, None where the cell is left out, and what is reported about the cell."""

    value: str | None
    code: str = ""  # stable, English: `birth_date_impossible`; "" where nothing is reported
    message: str = ""  # Vietnamese: what is wrong
    advice: str = ""  # Vietnamese: what to do; "" where nothing is advised
    aside: str = ""  # words that belong elsewhere, kept as the person's note

    @property
    def plain(self) -> object:
        """The value if nothing is reported and no words belong elsewhere, otherwise `ALONE`."""
        return ALONE if self.code or self.aside else self.value


NOTHING = Parsed(None)
LOOK_AGAIN = "Hãy xem lại"


def wrong(code: str, text: str, why: str, advice: str = "") -> Parsed:
    """The result for a cell that is left out; `why` is Vietnamese and follows the quoted text."""
    return Parsed(None, code, f"“{text}” {why}", advice)
