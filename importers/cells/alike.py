"""Reads many rows at once: equal cells are read once, and a row with anything to report is left to be read alone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from importers.cells.parsed import ALONE
from importers.cells.values import sound_numbers
from store.models import PERSON_FIELDS, Person

TOGETHER = 2_000  # rows: few enough to tell how far we are, and to be stopped
_MOST = 20_000  # values that are remembered of a column; one of numbers has a new one in each row
_NOTHING: tuple[dict[str, Any], ...] = ({}, {}, {})  # states, reasons, days
Cells = Sequence[str]  # of a row


class SameCells:
    """Reads a value that depends on a few columns, once for all rows that have equal cells in these columns.

    Args:
        columns: their places, 0-based.
        read: returns the value of a row's cells, or `ALONE` if the row must be read by itself.
    """

    def __init__(self, columns: Iterable[int], read: Callable[[Cells], object]) -> None:
        self._columns, self._read = sorted(set(columns)), read
        self._known: dict[object, object] = {}
        self._alone: set[object] = set()

    def values(self, columns: Sequence[Cells], rows: Sequence[Cells], alone: set[int]) -> list[Any]:
        """Return the value of each row; None for a row to be read alone, whose place is added to `alone`.

        Args:
            columns: all cells, by column.
            rows: the same, by row.
            alone: places of rows to be read alone; more are added.
        """
        keys: Sequence[object] = [()] * len(rows)
        if self._columns:
            read_from = [columns[at] for at in self._columns]
            keys = read_from[0] if len(read_from) == 1 else list(zip(*read_from, strict=True))
        if len(self._known) > _MOST:
            self._known.clear()
        one_of_each = dict(zip(keys, rows, strict=True))
        for key in one_of_each.keys() - self._known.keys():
            self._known[key] = value = self._read(one_of_each[key])
            if value is ALONE:
                self._known[key] = None
                self._alone.add(key)
        if not self._alone.isdisjoint(one_of_each):
            alone.update(place for place, key in enumerate(keys) if key in self._alone)
        return list(map(self._known.__getitem__, keys))


class PeopleAlike:
    """Reads people field by field, each field from the columns that it depends on.

    Args:
        parts: field of a person -> the reader of its columns; that of "items" returns (states, reasons, days).
        number_at: the column of the CCCD, which differs in every row.
    """

    def __init__(self, parts: Mapping[str, SameCells], number_at: int | None) -> None:
        self._parts, self._number_at = parts, number_at

    def read(self, columns: Sequence[Cells], rows: Sequence[Cells], alone: set[int]) -> list[Person]:
        """Return a person for each row, without meaning for rows in `alone`; arguments as of `SameCells.values`."""
        found = {field: part.values(columns, rows, alone) for field, part in self._parts.items()}
        if self._number_at is not None:
            typed = columns[self._number_at]
            found["citizen_id"] = numbers = list(sound_numbers(typed, found["sex"], found["birth_date"]))
            if numbers != typed:
                pairs = enumerate(zip(typed, numbers, strict=True))
                alone.update(place for place, (text, number) in pairs if text and not number)
        plain = (found.get(name, repeat(None)) for name in PERSON_FIELDS)
        of_items = zip(*(of_row or _NOTHING for of_row in found["items"]), strict=True)
        return list(map(Person, *plain, *of_items))
