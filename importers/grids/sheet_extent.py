"""The record of what a sheet holds apart from values: hidden rows and columns, failed formulas, its size."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Digits(NamedTuple):
    """A number format that writes digits before a number: `000000000000`, or `"0"0`."""

    before: str  # written as it is
    least: int  # digits of the number itself

    def show(self, number: float) -> str:
        """A whole number as the sheet shows it."""
        return self.before + str(int(number)).zfill(self.least)


@dataclass(slots=True)
class Extent:
    """Hidden places, cells of failed formulas, and how far the cells reach; rows and columns are 0-based."""

    rows: set[int] = field(default_factory=set)  # hidden ones
    columns: set[int] = field(default_factory=set)  # hidden ones
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # "#N/A" and the like, which calamine drops
    unworked: set[tuple[int, int]] = field(default_factory=set)  # cells of formulas that nobody worked out yet
    digits: dict[tuple[int, int], Digits] = field(default_factory=dict)  # numbers that are shown with leading zeros
    far: tuple[int, int] | None = None  # last row and last column that hold anything, where that may be very far
