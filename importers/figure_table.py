"""Reads tables of citizens' figures: localities down, indicators across; or the station's own table of indicators."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from importers.errors import UnusableError
from importers.figure_block import parse_count
from importers.grids.any_format import read_grids
from importers.grids.files import detect
from importers.grids.grid import Cell, Grid, text_of
from importers.lexicon.words import lexicon
from store.calendar.periods import Period
from store.campaigns.indicator import Indicator
from store.errors import RefusedError
from store.figures import figure_mark
from store.figures.indicators import OWN_MARK
from store.masks import cover_in_name, cover_numbers, quoted, without_numbers
from store.text import clean, fold, place_key

_FIELDS = ("target", "denominator", "numerator")  # the order in which heads are looked through
_LOOKED_AT = 40  # rows in which the head of a table is looked for


class FoundNumber(NamedTuple):
    """One number of a table of figures, with the place and the indicator that it is of."""

    place: str  # as the table calls it
    indicator: str  # its key
    field: str  # "numerator", "denominator", "target"
    number: int


@dataclass
class FigureTable:
    """The numbers that were read from a table of figures, and what could not be taken."""

    numbers: list[FoundNumber] = field(default_factory=list)
    campaign: str = ""  # "" where the table does not say it
    period: Period | None = None  # None where the table does not say it
    left: list[str] = field(default_factory=list)  # what could not be taken, in Vietnamese
    remarks: list[str] = field(default_factory=list)  # what looks odd and was taken all the same, in Vietnamese
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)  # head of no indicator -> place -> number
    title: str = ""  # the line above the table that names a day, week or month
    named: tuple[date, date] | None = None  # the first and last of the days that it names
    emptied: list[tuple[str, str, str]] = field(default_factory=list)  # place, indicator, field: of the own table
    #: (place, indicator, field) -> the number that the program printed there, in its own table
    printed: dict[tuple[str, str, str], int | None] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # place -> its code, where the table has a column of codes
    _contradicted: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, found: FoundNumber) -> None:
        """Add a number; if the same place and indicator has another number already, both are left out and reported."""
        key = (place_key(found.place), *found[1:3])
        other = next((each for each in self.numbers if (place_key(each.place), *each[1:3]) == key), None)
        if other is None and key not in self._contradicted:
            self.numbers.append(found)
        elif other is not None and other.number != found.number:
            self.numbers.remove(other)
            self._contradicted.add(key)
            place = cover_numbers(found.place)
            self.left.append(f"{place} có hai dòng, {other.number} và {found.number}: không lấy số nào")

    @property
    def edited(self) -> list[FoundNumber]:
        """The numbers but for those that stand as the program printed them: these are no news."""
        return [each for each in self.numbers if self.printed.get(each[:3], -1) != each.number]

    def disagrees_with(self, period: Period) -> bool:
        """Whether the table names days, and none of them is in the period."""
        first = date.fromisoformat(period.first)
        return self.named is not None and (self.named[1] < first or self.named[0] > period.last)

    @property
    def places(self) -> list[str]:
        """The places that have numbers, as the table calls them."""
        named = [*(each.place for each in self.numbers), *(name for of in self.unknown.values() for name in of)]
        return list(dict.fromkeys(named))


def read_figures(path: Path, indicators: Sequence[Indicator]) -> FigureTable:
    """Read the first table of a file with a column of places. Raises RefusedError if it is unreadable or has none."""
    try:
        grids = [grid for grid in read_grids(path, detect(path)) if not grid.hidden]
    except UnusableError as error:
        raise RefusedError(f"{path.name}: {error.message}") from error
    for grid in grids:
        found = _read_grid(grid, indicators)
        if found is not None:
            return found
    raise RefusedError(f"{path.name}: không thấy bảng nào có cột tên địa bàn (ấp, khóm, xã, cơ sở) và cột số liệu.")


def _read_grid(grid: Grid, indicators: Sequence[Indicator]) -> FigureTable | None:
    rows = [[cell_text(cell) for cell in row] for row in grid.rows]
    return read_own(rows) or read_rows(rows, indicators)


def cell_text(cell: Cell) -> str:
    """A cell as text; a number with a fraction has a comma, so that 12.345 people are not read as twelve thousand."""
    text = clean(text_of(cell))
    return text.replace(".", ",") if isinstance(cell, float) and not cell.is_integer() else text


def read_own(rows: Sequence[Sequence[str]]) -> FigureTable | None:
    """Read the station's own table; of several campaigns or periods only the first. None if it is another table."""
    parts = own_parts(rows)
    if len(parts) > 1:
        parts[0].left.append("Tệp có nhiều kế hoạch hay nhiều kỳ: chỉ đọc phần đầu")
    return parts[0] if parts else None


def own_parts(rows: Sequence[Sequence[str]]) -> list[FigureTable]:
    """Read the station's own table, known by a mark behind each line: one for each campaign and period; else []."""
    tables, heads = dict[tuple[str, Period], FigureTable](), dict[str, int]()
    new_lines = list[str]()
    for row in rows:
        text = next((cell for cell in reversed(row) if cell), "")
        if text.split(" ")[0] != OWN_MARK:
            heads = _own_heads(row) or heads
            new_lines += _new_line(row, heads)
            continue
        mark = figure_mark.parse(text)
        if mark is None or "place" not in heads:
            return []
        table = tables.setdefault((mark.campaign, mark.period), FigureTable(campaign=mark.campaign, period=mark.period))
        place = row[heads["place"]]
        named = row[heads["period"]] if "period" in heads else ""
        if named and named != mark.period.name:
            other = f"cột Kỳ ghi {cover_in_name(named)}, mã dòng là của {mark.period.text}"
            new_lines.append(f"{quoted(place)}: {other}; không lấy số nào")
            continue
        if "place_code" in heads:
            table.codes[place] = row[heads["place_code"]]
        for kind in _FIELDS:
            cell = row[heads[kind]] if kind in heads else ""
            _take(table, cell, place, (mark.indicator, kind))
            if kind in heads and not cell:
                table.emptied.append((place, mark.indicator, kind))
            if mark.printed is not None and mark.is_of(place):
                table.printed[place, mark.indicator, kind] = mark.printed[kind]
    found = list(tables.values())
    if found:
        found[0].left += new_lines
        above = rows[: next(at for at, row in enumerate(rows) if any(cell.startswith(OWN_MARK) for cell in row))]
        for each in found:
            _leave_if_of_another_period(each, above)
    return found


def _leave_if_of_another_period(table: FigureTable, above: Sequence[Sequence[str]]) -> None:
    """Take no number of the own table if somebody wrote another period over it: its marks are of the old one."""
    assert table.period is not None  # noqa: S101 - its marks say it
    texts = [fold(cell) for row in above for cell in row]
    if any(fold(table.period.text) in text for text in texts):
        return
    table.title, table.named = _named_period([row for row in above if not any(map(_is_day_of_printing, row))])
    if table.disagrees_with(table.period):
        table.numbers, table.emptied = [], []
        table.left.append(
            f"Bảng in cho {table.period.text}, nay ghi “{table.title}”: không lấy số nào. Số của kỳ khác thì nhập ở"
            " Chỉ tiêu"
        )


def _is_day_of_printing(cell: str) -> bool:
    return fold(cell).startswith("so lieu den")


def _new_line(row: Sequence[str], heads: Mapping[str, int]) -> Iterator[str]:
    """What is said about a line with numbers that somebody wrote into the own table: nothing tells what it is of."""
    if "place" not in heads or heads["place"] >= len(row):
        return
    place = row[heads["place"]]
    numbers = [row[at] for kind, at in heads.items() if kind in _FIELDS and at < len(row)]
    if place and any(parse_count(cell) is not None for cell in numbers) and not _is_sum(place):
        yield f"Dòng không còn mã, hay thêm vào bảng: {quoted(place)}. Hãy ghi số ấy ở Chỉ tiêu"


def _is_sum(place: str) -> bool:
    return lexicon("figures").pattern("total").search(fold(place)) is not None


def _own_heads(row: Sequence[str]) -> dict[str, int]:
    """Kind of a column ("place", "numerator", …) -> its index, from the head of the station's own table; else {}."""
    column = next((place for place, cell in enumerate(row) if _kind([cell]) == "place"), None)
    if column is None:
        return {}
    kinds = {_kind([row[place]]): place for place in range(len(row) - 1, column, -1)}  # the first of each
    heads = {kind: place for kind, place in kinds.items() if kind in _FIELDS}
    if "numerator" not in heads:
        return {}
    if (code := next((at for at in range(column) if _kind([row[at]]) == "place_code"), None)) is not None:
        heads["place_code"] = code
    if (period := next((at for at in range(column) if fold(row[at]) == "ky"), None)) is not None:
        heads["period"] = period
    return {"place": column, **heads}


def read_rows(rows: Sequence[Sequence[str]], indicators: Sequence[Indicator]) -> FigureTable | None:
    """Read a table with a head; None when no row is the head of a column of places."""
    found = next(
        (
            (at, column)
            for at, row in enumerate(rows[:_LOOKED_AT])
            for column, cell in enumerate(row)
            if _kind([cell]) == "place"
        ),
        None,
    )
    if found is None:
        return None
    head, column = found
    below = head + 1
    while below < len(rows) and not any(rows[below][column : column + 1]) and not _has_count(rows[below]):
        below += 1  # a second row of heads, below the merged head of the places
    heads = _heads(rows[max(0, head - 1) : below], column)
    table = FigureTable()
    table.title, table.named = _named_period(rows[:head])
    meanings = {place: _meaning(text, indicators) for place, text in heads.items()}
    of_code = next((at for row in rows[head:below] for at, cell in enumerate(row) if _kind([cell]) == "place_code"), -1)
    for number, row in enumerate(rows[below:], below + 1):
        written = row[column] if column < len(row) else ""
        if not written:
            continue
        if (name := without_numbers(written)) != written:
            table.remarks.append(f"Dòng {number}: đã bỏ dãy số dài trong tên")
        if not name:
            table.left.append(f"Dòng {number}: tên chỉ là một dãy số dài, không lấy số nào")
            continue
        if code := without_numbers(row[of_code]) if 0 <= of_code < len(row) else "":
            # Two places may have one name; their codes tell them apart.
            name = name if table.codes.get(name, code) == code else f"{name} ({code})"
            table.codes[name] = code
        if _is_sum(name):
            _look_at_sum(table, name, row, heads, meanings)
            continue
        for place, text in heads.items():
            cell, meaning = row[place] if place < len(row) else "", meanings[place]
            if meaning is None:
                count = parse_count(cell)
                if count is not None:
                    table.unknown.setdefault(text, {})[name] = count
            elif meaning:
                _take(table, cell, name, meaning)
    return table


def _look_at_sum(
    table: FigureTable,
    name: str,
    row: Sequence[str],
    heads: Mapping[int, str],
    meanings: Mapping[int, tuple[str, str] | tuple[()] | None],
) -> None:
    """Add a remark where a sum of the table is not that of its rows: one of them may be missing or mistyped."""
    for place, head in heads.items():
        stated, meaning = parse_count(row[place] if place < len(row) else ""), meanings[place]
        if stated is None or not meaning:
            continue
        numbers = [each.number for each in table.numbers if (each.indicator, each.field) == meaning]
        if numbers and sum(numbers) != stated:
            difference = f"dòng {quoted(name)} ghi {stated}, các dòng cộng lại {sum(numbers)}"
            table.remarks.append(f"Cột “{head}”: {difference}; đã lấy số của từng dòng")


_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}))?(?![0-9/])")
_MONTH = re.compile(r"thang ([0-9]{1,2})[/ -]+(?:nam )?([0-9]{4})")


def _named_period(rows: Sequence[Sequence[str]]) -> tuple[str, tuple[date, date] | None]:
    """The nearest line above the table that names days, with the first and last of them; ("", None) if none does."""
    words = lexicon("figures")
    for row in reversed(rows):
        for cell in row:
            text = fold(cell)
            if not words.pattern("of_period").search(text) or words.pattern("of_paper").search(text):
                continue
            if month := _MONTH.search(text):
                first = _day(1, int(month[1]), int(month[2]))
                if first is not None:
                    return cover_in_name(cell), (first, Period("monthly", first.isoformat()).last)
            found = _DAY.findall(text)
            year = next((int(each[2]) for each in reversed(found) if each[2]), 0)
            days = [day for d, m, y in found if (day := _day(int(d), int(m), int(y or year))) is not None]
            if days:
                return cover_in_name(cell), (min(days), max(days))
    return "", None


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _has_count(row: Sequence[str]) -> bool:
    return any(parse_count(cell) is not None for cell in row)


def _take(table: FigureTable, cell: str, place: str, meaning: tuple[str, str]) -> None:
    number, where = parse_count(cell), cover_numbers(place)
    if number is not None:
        table.add(FoundNumber(place, *meaning, number))
    elif cell.startswith("#"):
        table.left.append(f"{where}: {quoted(cell)} là công thức chưa có kết quả: mở bằng Excel, lưu lại")
    elif cell and cell not in ("-", "–") and not fold(cell).startswith("chua co"):
        table.left.append(f"{where}: {quoted(cell)} không phải số nguyên")


def _heads(rows: Sequence[Sequence[str]], column: int) -> dict[int, str]:
    """Index of each column behind that of the places -> its heads as one text, the upper before the lower."""
    width = max(map(len, rows))
    heads: dict[int, list[str]] = {}
    for at, row in enumerate(rows):
        carried = ""
        for place in range(column + 1, width):
            cell = row[place] if place < len(row) else ""
            # An upper head stands once over the columns that it is of.
            carried = cell or (carried if at < len(rows) - 1 else "")
            if carried and carried not in heads.setdefault(place, []):
                heads[place].append(carried)
    return {place: cover_numbers(" ".join(texts)) for place, texts in heads.items()}


def _kind(cells: Sequence[str]) -> str:
    """The kind of column that a head names, as the lexicon calls it; "" where it names none."""
    text = fold(" ".join(cells))
    if not text or len(text) > 200:
        return ""
    words = lexicon("figures")
    kinds = ("ordinal", "place_code", "passed_over", *_FIELDS, "place")
    return next((kind for kind in kinds if words.pattern(kind).search(text)), "")


def _meaning(head: str, indicators: Sequence[Indicator]) -> tuple[str, str] | tuple[()] | None:
    """(key of an indicator, field) that a head names; () for a column to pass over, None if it is not known."""
    kind = _kind([head])
    if kind in ("ordinal", "place_code"):
        return ()
    folded = fold(head)
    titles = {each.key: [title for title in (fold(each.title), fold(each.short_title)) if title] for each in indicators}
    fitting = {key: max((len(each) for each in of if each in folded), default=0) for key, of in titles.items()}
    # "Mức 2 còn thiếu" holds "Mức 2": the longest is meant.
    named = {key for key, length in fitting.items() if length and length == max(fitting.values())}
    if not named and len(indicators) == 1 and kind in _FIELDS:
        named = {indicators[0].key}
    if len(named) != 1:
        return () if kind == "passed_over" else None
    key = named.pop()
    rest = folded
    for title in sorted(titles[key], key=len, reverse=True):
        rest = rest.replace(title, " ")
    kind = _kind([" ".join(rest.replace(":", " ").split())])
    if kind == "passed_over":
        return ()
    return key, kind if kind in _FIELDS else "numerator"
