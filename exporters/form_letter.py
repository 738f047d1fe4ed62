"""Makes a statistics form as blocks: the cells of its rows, the order of its parts, and the widths of its columns."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from exporters.letter.content import Block, Cell, Paragraph, Role, Signature, Table, written
from exporters.sheet.metrics import RowHeights, lines_of, width_of
from store.campaigns.form import PAGE, Form
from store.forms.counts import FormRow
from store.people.tree import LEVELS
from store.reporting.form_papers import FormPaper
from store.words.forms import (
    NOT_ASKED,
    footnotes,
    is_not_asked,
    lead_in,
    marked_label,
    marks,
    rate_text,
    rates,
    reasons_text,
)

_SHARES = {"number": 0.8, "label": 2.6, "rate": 2.6, "reasons": 6}  # of the page; a figure has 2
_NARROWEST = {True: 30, False: 44}  # pixels, of a number and of others; what needs more than the page prints smaller
_LEAST_TEXT, _BESIDE, _ROUNDED = 90, 12, 3  # pixels: of labels, of reasons; beside the longest word of a head
_LINES_OF_A_HEAD = range(5, 10)  # tried
_LEAST_LABEL, _WIDEST_LABEL, _STEP = 60, 260, 12  # pixels: of widths that are tried
_SMALL = 9  # points: in a table of such type reasons are smaller than in others
#: Points of type of reasons on a sheet. A program that fits a row to what somebody types measures in pixels of the
#: screen: 9.5 and 8 points are a little less than 13 and 11 of them, so that no line lacks when it prints. Measured by
#: LibreOffice: rows of these are 6 % and 8 % higher than they must be, with 8.5 points they were 5 % too low.
_REASONS, _SMALL_REASONS = 9.5, 8
_FEW, _SIZE, _SMALLEST = 15, 10, 9  # rows of a table in type of the usual size; that size, and of longer ones, points
_MOST_REASONS = 2  # of a unit, in a long table; the others are on the line of the sum
A3_PAGE = 1417  # pixels between the margins of A3 on its side
_ROWS_OF_A_PAGE = 10  # of low type, below each head
_MOST_LINES = 25  # of rows in type of the usual size: more take a third page


def widths(form: Form) -> list[int]:
    """Return the width of each column in pixels: as the form gives it, else a share of the page."""
    shares = [_SHARES.get(column.counts, 2) for column in form.columns]
    room = [
        max(_NARROWEST[column.counts == "number"], int(PAGE * share / sum(shares)))
        for column, share in zip(form.columns, shares, strict=True)
    ]
    return [column.width or width for column, width in zip(form.columns, room, strict=True)]


def reasons_size(size: float) -> float:
    """Return the size of reasons, in points, on a sheet whose table is in type of `size` points."""
    return min(size, _SMALL_REASONS if size <= _SMALL else _REASONS)


def low_widths(form: Form, table: Table, size: float, page: int = PAGE, *, is_sheet: bool = False) -> list[int]:
    """Return the column widths in pixels that make head and rows lowest; `size` is of the rows, in points.

    `page` is the room between the margins in pixels; with `is_sheet` reasons are set as small as on a sheet.

    Columns of figures are as narrow as a number of lines of their heads allows; labels and reasons share the rest.
    """
    kinds = [column.counts for column in form.columns]
    reasons = [place for place, kind in enumerate(kinds) if kind == "reasons"]
    label = kinds.index("label")
    least_label = max(_LEAST_LABEL, _narrowest(table.heads[label], size - 1, max(_LINES_OF_A_HEAD)))
    heights = _heights(kinds, table, size, is_sheet=is_sheet)
    best, lowest = widths(form), math.inf
    others = [place for place in range(len(kinds)) if place not in (label, *reasons)]
    found, before = widths(form), list[int]()
    for lines in _LINES_OF_A_HEAD:
        for place in others:
            is_number = kinds[place] == "number"
            found[place] = _NARROWEST[True] if is_number else _narrowest(table.heads[place], size - 1, lines)
        narrow = [found[place] for place in others]
        if narrow == before:  # no head gets narrower by one line more
            continue
        before, taken = narrow, sum(narrow)
        figures = heights.each(found, others)
        for found[label] in range(least_label, _WIDEST_LABEL, _STEP) if reasons else [page - taken]:
            rest = page - taken - found[label]
            if found[label] < least_label or rest < _LEAST_TEXT * len(reasons):
                continue
            with_label = heights.each(found, (label,), figures)
            if sum(with_label) >= lowest:  # whatever the reasons take
                continue
            for first in _firsts(rest, len(reasons)):
                for place in reasons:
                    found[place] = first if place == reasons[0] else (rest - first) // (len(reasons) - 1)
                height = sum(heights.each(found, reasons, with_label))
                if height < lowest:
                    best, lowest = list(found), height
    return best


def _heights(kinds: Sequence[str], table: Table, size: float, *, is_sheet: bool) -> RowHeights:
    """Return the heights of all rows, with the head as often as pages repeat it."""

    def measured(cell: Cell, kind: str, *, is_sum: bool) -> tuple[str, float, bool]:
        text = cell if isinstance(cell, str) else ""  # a number takes one line
        if kind == "reasons":
            return text, reasons_size(size) if is_sheet else size, False
        return text, size, is_sum

    head = [(text, size - 1, True) for text in table.heads]
    rows = [
        [
            measured(cell, kind, is_sum=place >= len(table.rows) - table.sums)
            for kind, cell in zip(kinds, row, strict=True)
        ]
        for place, row in enumerate(table.rows)
    ]
    return RowHeights([head] * (1 + len(rows) // _ROWS_OF_A_PAGE) + rows)


def _firsts(room: int, columns: int) -> Iterable[int]:
    """Return the widths in pixels to try for the first of several columns of reasons that share `room`."""
    return range(_LEAST_TEXT, room - _LEAST_TEXT + 1, _STEP) if columns == 2 else [room // max(1, columns)]


@lru_cache(maxsize=512)  # several columns have the same head
def _narrowest(head: str, size: float, lines: int) -> int:
    """Return the least width in pixels at which a head takes at most `lines`; no word and no 100,00% is broken."""
    words = [*head.split(), "100,00%"]
    width = math.ceil(max(width_of(word, size, bold=True) for word in words)) + _BESIDE
    while lines_of(head, width - _ROUNDED, size, bold=True) > lines:
        width += 3
    return width


def is_too_wide(form: Form, size: float) -> bool:
    """Whether the columns do not fit beside each other on A4, so that the form is printed on A3."""
    kinds = [column.counts for column in form.columns]
    texts = sum(kind in ("label", "reasons") for kind in kinds)
    figures = [
        _narrowest(column.head, size - 1, max(_LINES_OF_A_HEAD))
        for column in form.columns
        if column.counts not in ("number", "label", "reasons")
    ]
    return _NARROWEST[True] + sum(figures) + _LEAST_TEXT * texts > PAGE


def type_size(paper: FormPaper) -> float:
    """Return the type size of the rows in points: smaller in a long or high table, which saves a page in five."""
    if len(paper.table.rows) > _FEW:
        return _SMALLEST
    block = next(each for each in letter(paper, _SIZE) if isinstance(each, Table))
    rows = ([str(cell or "") for cell in row] for row in block.rows)
    lines = sum(
        max(lines_of(cell, width, _SIZE) for cell, width in zip(row, block.widths, strict=True)) for row in rows
    )
    return _SIZE if lines <= _MOST_LINES else _SMALLEST


def cells(form: Form, row: FormRow, number: int | str, label: str, most_reasons: int | None = None) -> list[str | int]:
    """Return the cells of a row; with `most_reasons` only that many of the commonest reasons, the others together."""
    found: list[str | int] = []
    for column in form.columns:
        match column.counts:
            case "number":
                found.append(number)
            case "label":
                found.append(label)
            case _ if is_not_asked(form, row, column):
                found.append(NOT_ASKED)
            case "reasons":
                found.append(reasons_text(row.reasons[column.key], most_reasons))
            case "rate":
                found.append(rate_text(form, row.figures, column.key))
            case _:
                found.append(row.figures[column.key])
    return found


def letter(
    paper: FormPaper, size: float, page: int = PAGE, *, is_low: bool = True, is_sheet: bool = False
) -> Iterator[Block]:
    """Yield the blocks of the form as an annex of a letter, with rows of `size` points, on a page `page` pixels wide.

    With `is_low` the columns are widened so that rows are lowest; else they are as the form has them, which is quicker.
    """
    table, form = paper.table, paper.table.form
    if form.heading:
        yield Paragraph(form.heading, Role.TITLE)
    yield Paragraph(form.title, Role.ANNEX)
    yield Paragraph(paper.attached_to, Role.REMARK)
    if table.scope:
        yield Paragraph(f"Đơn vị: {table.scope}", Role.CENTRED)
    if paper.issued:
        yield Paragraph(f"({paper.issued})", Role.REMARK)
    if form.part:
        yield Paragraph(form.part, Role.PART)
    yield from (Paragraph(text, Role.LEAD_IN) for text in (form.lead_in, lead_in(table)) if text)
    marked = marks(table)
    most = _MOST_REASONS if paper.with_totals and table.by in ("unit", *LEVELS) and len(table.rows) > _FEW else None
    rows: list[Sequence[Cell]] = [
        cells(form, row, place, marked_label(row, marked), most) for place, row in enumerate(table.rows, 1)
    ]
    if paper.with_totals:
        rows += [cells(form, table.total, "", table.total.label), rates(form, table.total)]
    texts = [place for place, column in enumerate(form.columns) if column.counts in ("label", "reasons")]
    block = Table([column.head for column in form.columns], rows, (), left=texts, sums=2 if paper.with_totals else 0)
    yield replace(block, widths=low_widths(form, block, size, page, is_sheet=is_sheet) if is_low else widths(form))
    notes = footnotes(table, is_letter=True)
    if any(
        most is not None and len(row.reasons[column.key]) > most + 1 for row in table.rows for column in form.reasons
    ):
        notes += (f"Mỗi đơn vị ghi {_MOST_REASONS} lý do nhiều nhất; đủ các lý do ở dòng {table.total.label}.",)
    yield from (Paragraph(text, Role.NOTE) for text in notes)
    for section in form.sections:
        text = paper.sections.get(section.key, "")
        yield from written(section.heading, text, Role.PART if section.bold else Role.QUESTION, lines=1)
    yield Signature(paper.signer_title, paper.signer_name, form.signature_note)
