"""Accounts for every filled cell of a file: each was read, passed over for a known reason, or reported as not read.

The three counts always add up to the number of filled cells. A cell of blanks alone is empty.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from store.field_ref import FieldRef
from store.frozen import frozen


class Fate(StrEnum):
    """What the import did with a cell."""

    READ = "read"
    PASSED_OVER = "passed_over"  # it is known what it is, and that nothing of it is kept
    REPORTED = "told"  # not read, and the person sees that


class Part(StrEnum):
    """The part of a file to which a cell belongs."""

    COLUMN = "column"  # the values of a column of people or of figures
    HEADS = "heads"  # of columns, and where a page repeats them
    ABOVE = "above"  # titles, the unit's name, words above a list
    SECTIONS = "sections"  # rows that name a department or a unit
    SUMS = "sums"
    BELOW = "below"  # signatures and notes
    UNFILLED = "unfilled"  # lines that bear a number and nothing else
    FIGURES = "figures"  # a table of figures beside lists of people, which are counted instead
    OLDER = "older"  # a sheet of an earlier month or week
    OTHERS = "others"  # a list of people who are none of the unit's own, such as pupils
    NO_LIST = "no_list"  # a sheet without a list
    HIDDEN = "hidden"  # a hidden sheet
    OWN = "own"  # a sheet that the station itself put into its form
    FAR = "far"  # columns further to the right than any list
    BESIDE = "beside"  # cells of people's rows to the right of all heads
    UNKNOWN = "unknown"  # rows between people that are none


@frozen
class Entry:
    """A number of cells in one part of a sheet that have the same fate."""

    sheet: str
    part: Part
    fate: Fate
    cells: int
    column: int | None = None  # 0-based column of the sheet, of a COLUMN
    head: str = ""  # of the column, as the file has it
    field: FieldRef | None = None  # what the column was read as; None: nothing
    is_doubtful: bool = False  # it waits for an answer, see `store.receiving.doubt`


@frozen
class Ledger:
    """The account of all filled cells of a file."""

    entries: tuple[Entry, ...] = ()

    def count(self, fate: Fate) -> int:
        """The number of cells with a fate."""
        return sum(entry.cells for entry in self.entries if entry.fate is fate)

    @property
    def cells(self) -> int:
        """The number of filled cells."""
        return sum(entry.cells for entry in self.entries)

    def answered(self, cells: Mapping[tuple[str, int], int]) -> "Ledger":
        """The ledger after a person explained some cells, which then count as read and no longer as reported.

        Args:
            cells: (sheet, 0-based column) -> how many of its cells were explained.
        """
        entries = []
        for entry in self.entries:
            number = min(entry.cells, cells.get((entry.sheet, entry.column), 0)) if entry.column is not None else 0
            if entry.fate is not Fate.REPORTED or not number:
                entries.append(entry)
                continue
            entries.append(replace(entry, fate=Fate.READ, cells=number))
            if number < entry.cells:
                entries.append(replace(entry, cells=entry.cells - number))
        return Ledger(tuple(entries))
