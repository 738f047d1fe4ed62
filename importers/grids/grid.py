"""A sheet as a grid of cells, at the rows and columns where a spreadsheet shows them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import date, datetime, time, timedelta
from itertools import compress, islice
from operator import itemgetter
from typing import cast

from store.frozen import changeable

Cell = str | float | int | bool | date | datetime | time | timedelta | None
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; 0-based

MOST_COLUMNS = 300
_MOST_LISTED = 10  # numbers of rows in one remark
_MOST_EXACT = 1e15  # larger whole numbers have lost digits

NOT_WORKED_OUT = "#CALC!"  # stands in for the result of a formula that no program worked out yet
#: What a spreadsheet shows instead of a value that it could not work out.
ERRORS = frozenset(
    (
        *(
            "#N/A",
            "#REF!",
            "#VALUE!",
            "#NAME?",
            "#DIV/0!",
            "#NUM!",
            "#NULL!",
            "#SPILL!",
            "#CALC!",
            "#FIELD!",
            "#BLOCKED!",
        ),
        *("#CONNECT!", "#UNKNOWN!", "#BUSY!", "#ERROR!", "#GETTING_DATA", "#EXTERNAL!", "#PYTHON!", "#TIMEOUT!"),
        *(f"Err:{number}" for number in range(501, 541)),  # of LibreOffice
    )
)


class _Overview:
    """Facts of a sheet that are asked at each of its headers, maybe thousands: found once, until the sheet changes."""

    def __init__(self, rows: list[list[Cell]], merged: list[Merge]) -> None:
        self.rows, self.merged, self.sizes = rows, merged, (len(rows), len(merged))
        self.width = max(map(len, rows), default=0)
        self.filled = list(compress(range(len(rows)), rows))  # numbers of the rows with cells in them
        self.by_top: dict[int, list[Merge]] = {}
        for merge in merged:
            self.by_top.setdefault(merge[0], []).append(merge)


@changeable
class Grid:
    """One sheet, its first row and column being A1."""

    sheet: str
    rows: list[list[Cell]]
    merged: list[Merge] = field(default_factory=list)
    hidden: bool = False
    remarks: list[str] = field(default_factory=list)  # Vietnamese: what was odd about the file
    left_out: int = 0  # filled cells that are in no row any more
    notes: dict[tuple[int, int], str] = field(default_factory=dict)  # 0-based (row, column) -> a note at the cell
    added: int = field(default=0, init=False)  # filled cells of heads that stand in no cell of the file by themselves
    _overview: _Overview | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def width(self) -> int:
        """Number of columns of the widest row; does not notice a row that is made longer in place."""
        return self._seen().width

    def merged_from(self, first: int, last: int) -> Iterator[Merge]:
        """The merged cells whose first row is among `first` to `last`, from the top down."""
        by_top = self._seen().by_top
        return (merge for row in range(first, last + 1) for merge in by_top.get(row, ()))

    def _seen(self) -> _Overview:
        seen = self._overview
        if (
            seen is None
            or seen.rows is not self.rows
            or seen.merged is not self.merged
            or seen.sizes != (len(self.rows), len(self.merged))
        ):
            seen = self._overview = _Overview(self.rows, self.merged)
        return seen

    def numbered(self, first: int = 0) -> Iterator[tuple[int, list[Cell]]]:
        """Yield (number, row) for the rows with cells in them, from row `first` on; a sheet may have a million more."""
        filled = self._seen().filled
        places = range(bisect_left(filled, first), len(filled))
        rows = map(self.rows.__getitem__, map(filled.__getitem__, places))
        return zip(map(filled.__getitem__, places), rows, strict=True)

    def cut_far_columns(self) -> None:
        """Leave out all columns behind MOST_COLUMNS: no list is so wide, but a stray cell or a damaged file may be."""
        if self.width <= MOST_COLUMNS:
            return
        stray = sum(cell is not None and cell != "" for row in self.rows for cell in row[MOST_COLUMNS:])
        self.rows = [row[:MOST_COLUMNS] for row in self.rows]
        if stray:
            self.left_out += stray
            self.remarks.append(f"Trang “{self.sheet}”: bỏ qua {stray} ô nằm sau cột thứ {MOST_COLUMNS}")


def listed(numbers: Sequence[int]) -> str:
    """The numbers of rows for a remark, cut off after the first ten."""
    return ", ".join(map(str, numbers[:_MOST_LISTED])) + (", …" if len(numbers) > _MOST_LISTED else "")


def different_cells(rows: Sequence[Sequence[Cell]], column: int) -> set[Cell]:
    """The different cells of a column."""
    try:
        return set(map(itemgetter(column), rows))  # rows of a workbook are all of one width
    except IndexError:
        return {row[column] if column < len(row) else None for row in rows}


def texts_by_column(rows: Sequence[Sequence[Cell]], width: int) -> list[Sequence[str]]:
    """The first `width` columns of rows, each cell as `text_of` gives it; a shorter row goes on with blanks."""
    if any(len(row) < width for row in rows):
        rows = [[*row, *[None] * (width - len(row))] for row in rows]
    return [_texts(column) for column in islice(zip(*rows, strict=False), width)]


def _texts(column: Sequence[Cell]) -> Sequence[str]:
    kinds = set(map(type, column))
    if kinds == {str}:
        return list(map(str.strip, cast("Sequence[str]", column)))
    if bool in kinds:
        return list(map(text_of, column))  # True is equal to 1
    if kinds == {float}:  # as ordinals are
        numbers = cast("Sequence[float]", column)
        return [str(int(one)) if one.is_integer() and abs(one) < _MOST_EXACT else repr(one) for one in numbers]
    texts = {cell: text_of(cell) for cell in set(column)}
    return list(map(texts.__getitem__, column))


def text_of(value: Cell) -> str:
    """A cell as it would be typed: 1.0 is `1`, a date is day first, an empty cell is ""."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _MOST_EXACT else repr(value)
    if isinstance(value, date):
        # Put together by hand: strftime takes four times as long, and a list has a date in every row.
        day = f"{value.day:02}/{value.month:02}/{value.year:04}"
        if not isinstance(value, datetime) or not (value.hour or value.minute or value.second or value.microsecond):
            return day
        return f"{day} {value:%H:%M:%S}"
    return str(value)
