"""Describes a column of a file whose meaning is uncertain: the person is asked, and nothing is stored until confirmed.

`Reading.doubts` lists them. The column itself has no field, so nothing of it is in the rows. A person confirms it, or
chooses another meaning, as any column is corrected: `{doubt.fingerprint: {doubt.place: doubt.proposed}}` among the
`corrections` of `importers.intake.Answers`, kept by `store.receiving.mappings`; the file is read again with it, and the
unit's next file with the same heads needs no answer. None instead of a field passes the column over for good.
"""

from enum import StrEnum

from store.field_ref import FieldRef
from store.frozen import frozen

#: The code of a doubt where problems have codes: it is about a whole column of a file, not about a row.
CODE = "column_doubtful"


class Evidence(StrEnum):
    """A kind of evidence for or against a meaning of a column. A single one is not enough to be certain."""

    HEAD = "head"  # the words of its own head
    GROUP = "group"  # the head above it, the title of the list, or the name of the sheet
    CELLS = "cells"  # what kind of values it holds
    NEIGHBOURS = "neighbours"  # the columns beside it
    ROW = "row"  # other cells of the same rows: the sex and the year of birth within a CCCD
    RIVAL = "rival"  # another column that fits as well; only ever against


@frozen
class Guess:
    """The likely meaning of a column, with the evidence."""

    field: FieldRef
    speaks_for: tuple[Evidence, ...]
    speaks_against: tuple[Evidence, ...]


@frozen
class Doubt:
    """A column whose meaning the person is asked for."""

    sheet: str
    fingerprint: str  # of its table, see `store.receiving.plan.Table`
    place: int  # of the column in its table, 0-based: what a correction calls it
    index: int  # 0-based column of the sheet
    head: str  # as the file has it; "": it has none
    proposed: FieldRef | None  # what it seems to hold; None: nothing is near
    speaks_for: tuple[Evidence, ...]
    speaks_against: tuple[Evidence, ...]
    cells: int  # that are filled, in the tables with these heads together
    marks: tuple[str, ...]  # the commonest of its texts, where they are plain marks: no names, no numbers of people
    rows: tuple[int, ...]  # where some of them stand, as the spreadsheet counts
