"""Leaves out the sheets of earlier months or weeks, where a file carries them beside the newest.

"T1" and "T2" may be months, and parts of one list as well (tổ, trang, tập): whom the sheets name decides.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from importers.grids.grid import text_of
from importers.layout.found_table import FoundTable
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.text import clean, fold, format_number

_ROUND = lexicon("senders").pattern("round_sheet")
_DAY = when_needed(r"\D*(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{2,4}))?\D*\Z")
_MONTH = when_needed(
    r"\D*(?:(?P<month>\d{1,2})[./ _-](?P<year>20\d\d)|(?P<before>20\d\d)[./ _-](?P<behind>\d{1,2}))\D*\Z"
)
_DATED = frozenset({"thang", "tuan", "quy", "day"})  # "T", "Đợt", "Lần" and "Kỳ" number other things as well
_OF_ONE_LIST = 0.5  # of the people of a smaller sheet on another: with fewer the sheets are no rounds of one list
_MONTHS = 12
_HALF = 6  # months or more between two of them: the year has turned


class _Round(NamedTuple):
    """What a sheet's name says of its time; later ones sort behind."""

    kind: str
    year: int
    number: int
    day: int = 0
    is_dated: bool = True  # the name says a time, and is no mere number


def without_older(tables: Sequence[FoundTable]) -> tuple[list[FoundTable], list[str]]:
    """The tables of the newest sheet, and a remark in Vietnamese on those of older ones.

    Every sheet must be named by a month, a week, a round or a day, and all must have the same heads; else all stay.
    Where the names are mere numbers, and no title says the month, the sheets must name the same people besides.
    """
    rounds = {table.sheet: _round_of(table.sheet) for table in tables}
    known = [found for found in rounds.values() if found is not None]
    heads = {tuple(fold(column.header) for column in table.columns if column.header) for table in tables}
    if len(known) < max(2, len(rounds)) or len({found.kind for found in known}) > 1 or len(heads) > 1:
        return list(tables), []
    if len({found[:4] for found in known}) < len(known):
        return list(tables), []
    is_dated = all(found.is_dated or _titled(tables, sheet, found) for sheet, found in rounds.items() if found)
    if not is_dated and not _name_the_same(tables):
        listed = ", ".join(f"“{sheet}”" for sheet in rounds)
        return list(tables), [f"Các trang {listed} ghi những người khác nhau nên đọc như một danh sách. Hãy kiểm tra"]
    later = {sheet: _turned(found, known) for sheet, found in rounds.items() if found is not None}
    newest = max(later, key=lambda sheet: later[sheet])
    kept = [table for table in tables if table.sheet == newest]
    older = [table for table in tables if table.sheet != newest]
    sheets = ", ".join(f"“{sheet}”" for sheet in dict.fromkeys(table.sheet for table in older))
    gone = {name for table in older for name in _names(table)} - {name for table in kept for name in _names(table)}
    lacking = f"; {format_number(len(gone))} người chỉ có ở trang cũ, không tính" if gone else ""
    return kept, [f"Tệp có nhiều kỳ: chỉ lấy trang mới nhất “{newest}”, không lấy trang {sheets}{lacking}"]


def _round_of(sheet: str) -> _Round | None:
    name = fold(clean(sheet))
    if (found := _ROUND.fullmatch(name)) is not None:
        kind = "thang" if found["kind"] == "t" else found["kind"]
        is_dated = found["kind"] in _DATED or found["year"] is not None
        number, month = int(found["number"]), found["month"]
        if month is not None:  # "Tuần 2 tháng 6"
            return _Round(f"{kind} of a month", _year(found["year"]), int(month), number)
        return _Round(kind, _year(found["year"]), number, is_dated=is_dated)
    if (day := _DAY.fullmatch(name)) is not None and int(day[1]) <= 31 and int(day[2]) <= 12:
        return _Round("day", _year(day[3]), int(day[2]), int(day[1]))
    month = _MONTH.match(name)
    if month is not None and 1 <= (number := int(month["month"] or month["behind"])) <= _MONTHS:  # "06.2026"
        is_dated = not any(map(str.isalpha, name))  # "Lớp 5 2026" may be a class
        return _Round("thang", _year(month["year"] or month["before"]), number, is_dated=is_dated)
    return None


def names_round(sheet: str) -> bool:
    """Whether the name of a sheet only says which month, week, round or number it is."""
    return _round_of(sheet) is not None


def _titled(tables: Sequence[FoundTable], sheet: str, found: _Round) -> bool:
    """Whether a title on the sheet says its month too: "Tháng 5 năm 2026" on the sheet "T5"."""
    month = re.compile(rf"\bthang 0?{found.number}\b")
    table = next(table for table in tables if table.sheet == sheet)
    above = table.grid.rows[: max(0, table.last_header_row - table.depth + 1)]
    return any(month.search(fold(text_of(cell))) for row in above for cell in row)


def _name_the_same(tables: Sequence[FoundTable]) -> bool:
    """Whether sheet after sheet most people of the smaller one stand on the other too."""
    by_sheet: dict[str, set[str]] = {}
    for table in tables:
        by_sheet.setdefault(table.sheet, set()).update(_names(table))
    return all(
        len(one & other) >= _OF_ONE_LIST * min(len(one), len(other)) > 0 for one, other in pairwise(by_sheet.values())
    )


def _year(text: str | None) -> int:
    return 0 if not text else int(text) % 100


def _turned(found: _Round, all_rounds: Sequence[_Round]) -> _Round:
    """Put a round behind December, if no name has a year and the months lie on both sides of the end of a year."""
    numbers = [other.number for other in all_rounds]
    if any(other.year for other in all_rounds) or max(numbers) - min(numbers) <= _HALF or found.number > _HALF:
        return found
    return found._replace(year=1)


def _names(table: FoundTable) -> set[str]:
    """The names in a table, folded."""
    at = [c.index for c in table.columns if c.field in ("full_name", "family_name", "given_name")]
    return {
        " ".join(fold(clean(text_of(row.cells[index]))) for index in at if index < len(row.cells)) for row in table.rows
    }
