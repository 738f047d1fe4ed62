"""The record of what a sheet holds apart from values: hidden rows and columns, failed formulas, its size."""

import re
from dataclasses import field
from typing import NamedTuple

from importers.patterns import when_needed
from store.frozen import changeable

#: The first part of a number format: digits as text ("089", \0), then places of digits.
_DIGITS = when_needed(r'((?:"\d*"|\\\d)*)([#0][#0 \\]*)(?:_.)?')
_FEW_DIGITS = 8  # more are no ordinal and no year


class Digits(NamedTuple):
    """A number format that writes digits before a number: `000000000000`, or `"0"0`."""

    before: str  # written as it is
    least: int  # digits of the number itself

    def show(self, number: float) -> str:
        """A whole number as the sheet shows it."""
        return self.before + str(int(number)).zfill(self.least)


def digits_of(number_format: str) -> Digits | None:
    """The digits that a number format such as `000000000000` writes before a number; None: it writes none."""
    found = _DIGITS.fullmatch(number_format.partition(";")[0])
    if found is None:
        return None
    shown = Digits(re.sub(r'["\\]', "", found[1]), found[2].count("0"))
    return shown if shown.before or shown.least > _FEW_DIGITS else None


@changeable
class Extent:
    """Hidden places, failed formulas, notes, struck cells, how far the cells reach; rows and columns are 0-based."""

    rows: set[int] = field(default_factory=set)  # hidden ones
    columns: set[int] = field(default_factory=set)  # hidden ones
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # "#N/A" and the like, which calamine drops
    unworked: set[tuple[int, int]] = field(default_factory=set)  # cells of formulas that nobody worked out yet
    noted: dict[tuple[int, int], str] = field(default_factory=dict)  # notes at cells
    struck: set[tuple[int, int]] = field(default_factory=set)  # cells with a line through them, blank ones too
    digits: dict[tuple[int, int], Digits] = field(default_factory=dict)  # numbers that are shown with leading zeros
    shown: dict[float, str] = field(
        default_factory=dict
    )  # the same, by number, where the file holds the text that is shown
    far: tuple[int, int] | None = None  # last row and last column that hold anything, where that may be very far
