"""Leaves out the sheets of earlier months or weeks, where a file carries them beside the newest."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from importers.grids.grid import text_of
from importers.layout.tables import FoundTable
from importers.lexicon.words import lexicon
from store.text import clean, fold, format_number

_ROUND = lexicon("senders").pattern("round_sheet")
_DAY = re.compile(r"\D*(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{2,4}))?\D*\Z")
_HALF = 6  # months or more between two of them: the year has turned


class _Round(NamedTuple):
    """What a sheet's name says of its time; later ones sort behind."""

    kind: str
    year: int
    number: int
    day: int = 0


def without_older(tables: Sequence[FoundTable]) -> tuple[list[FoundTable], list[str]]:
    """The tables of the newest sheet, and a remark in Vietnamese on those of older ones.

    Every sheet must be named by a month, a week, a round or a day, and all must have the same heads; else all stay.
    """
    rounds = {table.sheet: _round_of(table.sheet) for table in tables}
    known = [found for found in rounds.values() if found is not None]
    heads = {tuple(fold(column.header) for column in table.columns if column.header) for table in tables}
    if len(known) < max(2, len(rounds)) or len({found.kind for found in known}) > 1 or len(heads) > 1:
        return list(tables), []
    if len(set(known)) < len(known):
        return list(tables), []
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
        return _Round(kind, _year(found["year"]), int(found["number"]))
    if (day := _DAY.fullmatch(name)) is not None and int(day[1]) <= 31 and int(day[2]) <= 12:
        return _Round("day", _year(day[3]), int(day[2]), int(day[1]))
    return None


def _year(text: str | None) -> int:
    return 0 if not text else int(text) % 100


def _turned(found: _Round, all_rounds: Sequence[_Round]) -> _Round:
    """The round, put behind December where the names bear no year and the months lie on both sides of one's end."""
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
