"""Compares the sums that a file states with what was read of it, so that nobody is left out unnoticed."""

from bisect import bisect_left
from collections.abc import Sequence

from importers.grids.grid import text_of
from importers.layout.found_table import FoundRow, FoundTable
from importers.lexicon.words import lexicon
from importers.summary import summed
from store.campaigns.form import Form
from store.forms.filled import PERHAPS_SUM, CountedLine
from store.text import clean, fold

_MOST_SUMS = 50  # of a table of counts; the sum of all stands last
_WORDS = lexicon("rows")
_SIZE, _LABEL, _BESIDE, _PART = map(_WORDS.pattern, ("size", "size_label", "size_beside", "part_of_line"))


def of_people(tables: Sequence[FoundTable]) -> list[str]:
    """Remarks in Vietnamese on rows that state another number of people than were read.

    A sum may be of a department, of the rows since the sum before it, of a sheet or of the file.
    """
    remarks: list[str] = []
    everybody = sum(len(table.rows) for table in tables)
    before = 0  # people of the tables above
    for table in tables:
        numbers, sums = [row.number for row in table.rows], [row.number for row in table.totals]
        for total in table.totals:
            size = _size(table, total)
            above = bisect_left(numbers, total.number)
            if size is None or size in (everybody, len(numbers), above, before + above):
                continue
            if not _begins_at(table, numbers, sums, above - size):
                remarks.append(
                    f"Trang “{table.sheet}”, dòng {total.number + 1} ghi {size} người, nhưng đọc được"
                    f" {above} người phía trên. Hãy xem có sót hay thừa ai không"
                )
        before += len(numbers)
    return remarks


def _begins_at(table: FoundTable, numbers: Sequence[int], sums: Sequence[int], first: int) -> bool:
    """Whether a part of the list begins with its row `first`: a department, or what follows a sum."""
    if not 0 < first < len(numbers):
        return False
    if table.rows[first - 1].department != table.rows[first].department:
        return True
    after = bisect_left(sums, numbers[first - 1])
    return after < len(sums) and sums[after] < numbers[first]


def of_counts(tables: Sequence[FoundTable], rows: Sequence[CountedLine], form: Form) -> list[str]:
    """Remarks in Vietnamese on sums in a table of counts that are not the sums of its lines."""
    remarks: list[str] = []
    for table in tables:
        if not table.rows:
            continue  # the sums are all that there is
        lines = [
            row for row in rows if row.sheet == table.sheet and not any(p.code == PERHAPS_SUM for p in row.problems)
        ]
        for total in summed(table, form)[-_MOST_SUMS:]:
            if _PART.match(fold(total.department)):
                continue
            above = [row for row in lines if table.last_header_row < row.row - 1 < total.row - 1]
            since = max((other.number for other in table.totals if other.number < total.row - 1), default=-1)
            for column in form.figures:
                figure = total.figures[column.key]
                sums = {
                    sum(row.figures[column.key] for row in part)
                    for part in (above, [r for r in above if r.row - 1 > since], lines)
                }
                if figure not in sums | {0}:
                    place = f"Trang “{table.sheet}”, dòng {total.row}, {total.department}"
                    remarks.append(f"{place}: “{column.short_head}” ghi {figure}, các dòng cộng lại là {max(sums)}")
    return remarks


def _size(table: FoundTable, total: FoundRow) -> int | None:
    """The number of people that a row states for the list; None: none (the sum of an item is none)."""
    of_items = {column.index for column in table.columns if column.field and column.field.item}
    texts = [(at, fold(clean(text))) for at, cell in enumerate(total.cells) if (text := text_of(cell))]
    for place, (_, folded) in enumerate(texts):
        if (written := _SIZE.fullmatch(folded)) is not None:
            return int(written["size"])
        if _LABEL.fullmatch(folded):
            at, beside = texts[place + 1] if len(texts) == place + 2 else (-1, "")
            number = _BESIDE.fullmatch(beside)
            return int(number[1]) if number is not None and at not in of_items else None
    return None
