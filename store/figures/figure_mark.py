"""The text that stands, hidden, behind each line of a printed table of figures: what the line is of, what it said."""

from collections.abc import Mapping
from typing import Final

from store.calendar.periods import LENGTHS, Period
from store.figures.indicators import OWN_MARK
from store.frozen import frozen
from store.text import clean, place_key

FIELDS: Final = ("numerator", "denominator", "target")


@frozen
class FigureMark:
    """Campaign, indicator and period of a printed line, with its numbers, by which an edit of them is told."""

    campaign: str
    indicator: str
    period: Period
    place: str = ""  # the name of the locality, for its line may be copied to that of another
    printed: Mapping[str, int | None] | None = None  # by field; None: the line does not say them

    @property
    def text(self) -> str:
        """The mark as text: `tramyte plan-2026 books monthly 2026-06-01 884/1004/ Ấp_Tô_Hạ`."""
        words = [OWN_MARK, self.campaign, self.indicator, *self.period]
        if self.printed is not None:
            numbers = (self.printed.get(field) for field in FIELDS)
            words += [
                "/".join("" if number is None else str(number) for number in numbers),
                clean(self.place).replace(" ", "_"),
            ]
        return " ".join(words)

    def is_of(self, place: str) -> bool:
        """Whether the line still is of the place of which it was printed."""
        return place_key(place) == place_key(self.place)


def parse(text: str) -> FigureMark | None:
    """Parse the text of a mark; None if it is none."""
    words = text.split(" ")
    if words[0] != OWN_MARK or len(words) not in (5, 7) or words[3] not in LENGTHS:
        return None
    mark = FigureMark(words[1], words[2], Period(words[3], words[4]))
    if len(words) == 5:
        return mark
    numbers = words[5].split("/")
    if len(numbers) != len(FIELDS) or not all(number == "" or number.isdecimal() for number in numbers):
        return None
    printed = {field: int(number) if number else None for field, number in zip(FIELDS, numbers, strict=True)}
    return FigureMark(mark.campaign, mark.indicator, mark.period, words[6].replace("_", " "), printed)
