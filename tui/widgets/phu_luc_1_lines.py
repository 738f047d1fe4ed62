"""The table of Phụ lục 1 laid out as lines of text for a width: all ten columns, or the figures alone.

At 112 cells and more every column stands as it prints, heads and reasons wrapped. Below that the two columns of
reasons have no room: the figures stay, under short heads with the number of their column, and the screen tells
the reasons of one row below the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from textwrap import wrap
from typing import Literal, NamedTuple

from exporters.phu_luc_1 import HEADS, RATE_LABEL, rates
from store.counting.count_reasons import Reasons
from store.counting.counts_told import footnotes, marked_label, marks
from store.counting.statistics import FIGURES, PhuLuc1Row, PhuLuc1Table, format_reasons
from store.text import format_number

FULL_WIDTH = 112
TOTAL = -1  # the row of Tổng cộng, where a row is named by its place

#: Number of the column of each figure on the form.
COLUMN_OF = {
    "total": 3,
    "level2_done": 4,
    "level2_todo": 5,
    "health_book": 7,
    "bhyt_done": 8,
    "bhyt_todo": 9,
}
_SHORT_HEADS = {
    "total": "Tổng số",
    "level2_done": "Mức 2 đã",
    "level2_todo": "Mức 2 chưa",
    "health_book": "Có sổ SKĐT",
    "bhyt_done": "BHYT đã",
    "bhyt_todo": "BHYT chưa",
}
#: Which figures each fault of `PhuLuc1Row.faults` is about, by the numbers that it names.
_NUMBERS = {str(number): figure for figure, number in COLUMN_OF.items()}

Kind = Literal["frame", "head", "text", "sum", "fault"]


class Piece(NamedTuple):
    """Part of a line. `row` and `figure` say which figure it is, None for what is no figure."""

    text: str
    kind: Kind
    row: int | None = None
    figure: str | None = None


@dataclass(slots=True)
class Layout:
    """The lines of a table, and at which of them each row begins and ends."""

    lines: list[list[Piece]] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)  # place of the row, or TOTAL: first line, lines
    head_height: int = 0
    notes: int = 0  # lines under the table: where the rows with a mark come from
    full: bool = False  # the reasons have columns of their own


class _Column(NamedTuple):
    number: int  # on the form, 1 to 10
    width: int
    figure: str | None


def faulty_figures(row: PhuLuc1Row) -> set[str]:
    """The figures that `row.faults()` names."""
    named: set[str] = set()
    for fault in row.faults():
        words = fault.split()
        named |= {_NUMBERS[word] for word, before in zip(words[1:], words, strict=False) if before == "cột"}
    return named


def lay_out(table: PhuLuc1Table, width: int, *, with_totals: bool) -> Layout:
    """The table in `width` cells.

    Args:
        table: what is shown.
        width: cells from the left border to the right one.
        with_totals: whether Tổng cộng and Tỷ lệ (%) stand under the rows, as the paper has them or not.
    """
    full = width >= FULL_WIDTH
    columns = _columns(width, full=full)
    made = Layout(full=full)
    _rule(made, columns, "┌┬┐")
    _head(made, columns)
    made.head_height = len(made.lines)
    if not table.rows:
        inner = sum(column.width for column in columns) + len(columns) - 1
        _rule(made, columns, "├┴┤")
        made.lines.append(
            [
                Piece("│", "frame"),
                Piece(" Chưa có ai để đếm. F2: thêm người · F4: nhập tệp".ljust(inner), "text"),
                Piece("│", "frame"),
            ]
        )
        made.lines.append([Piece("└" + "─" * inner + "┘", "frame")])
        return made
    marked = marks(table)
    for place, row in enumerate(table.rows):
        if full or place == 0:  # a screen that is narrow is low too: more rows, fewer rules
            _rule(made, columns, "├┼┤")
        _row(made, columns, place, replace(row, label=marked_label(row, marked)), str(place + 1), "text")
    if with_totals:
        _rule(made, columns, "╞╪╡", "═")
        _row(made, columns, TOTAL, table.total, "", "sum")
        if full:
            _rule(made, columns, "├┼┤")
        _rates(made, columns, table.total)
    _rule(made, columns, "└┴┘")
    notes = [line for told in footnotes(table) for line in _wrapped(told, width)]
    made.notes = len(notes)
    made.lines += [[Piece(line, "text")] for line in notes]
    return made


def _columns(width: int, *, full: bool) -> list[_Column]:
    numbers = range(1, 11) if full else [number for number in range(1, 11) if number not in (6, 10)]
    by_number = {number: figure for figure, number in COLUMN_OF.items()}
    figure_width = 7 if not full else min(11, 9 + (width - FULL_WIDTH) // 16)
    room = width - (len(numbers) + 1) - 4 - len(FIGURES) * figure_width
    reason_width = room // 3 if full else 0
    widths = {1: 4, 2: room - 2 * reason_width, 6: reason_width, 10: reason_width}
    return [_Column(n, widths.get(n, figure_width), by_number.get(n)) for n in numbers]


def _rule(made: Layout, columns: Sequence[_Column], corners: str, dash: str = "─") -> None:
    left, middle, right = tuple(corners)
    made.lines.append([Piece(left + middle.join(dash * column.width for column in columns) + right, "frame")])


def _head(made: Layout, columns: Sequence[_Column]) -> None:
    cells: list[list[str]] = []
    for column in columns:
        if made.full or column.figure is None:
            told = _wrapped(HEADS[column.number - 1], column.width if column.figure else column.width - 2)
        else:
            told = _wrapped(_SHORT_HEADS[column.figure], column.width)
        cells.append(told if made.full else [*told, f"({column.number})"] if column.figure else told)
    height = max(len(cell) for cell in cells)
    for number in range(height):
        line = [Piece("│", "frame")]
        for column, cell in zip(columns, cells, strict=True):
            above = (height - len(cell)) // 2
            told_here = cell[number - above] if 0 <= number - above < len(cell) else ""
            line += [Piece(told_here.center(column.width), "head"), Piece("│", "frame")]
        made.lines.append(line)


def _row(
    made: Layout, columns: Sequence[_Column], place: int, row: PhuLuc1Row, number: str, kind: Literal["text", "sum"]
) -> None:
    bad = faulty_figures(row)
    cells = [_cell(column, row, f"{number}!" if bad else number, bad) for column in columns]
    height = max(len(cell) for cell in cells)
    made.spans[place] = (len(made.lines), height)
    for here in range(height):
        line = [Piece("│", "frame")]
        for column, cell in zip(columns, cells, strict=True):
            told = cell[here] if here < len(cell) else ""
            if column.figure is None:
                told = told.center(column.width) if column.number == 1 else f" {told}".ljust(column.width)
                line.append(Piece(told, "fault" if bad and column.number == 1 else kind))
            else:
                spaced = (told + " " * (column.width // 3)).rjust(column.width)
                figure_kind: Kind = "fault" if column.figure in bad else kind
                # The cursor covers the first line of its cell only: one place for the eye.
                line.append(Piece(spaced, figure_kind, place if here == 0 else None, column.figure))
            line.append(Piece("│", "frame"))
        made.lines.append(line)


def _cell(column: _Column, row: PhuLuc1Row, number: str, bad: set[str]) -> list[str]:
    if column.figure is not None:
        return [format_number(getattr(row, column.figure)) + ("!" if column.figure in bad else "")]
    if column.number == 1:
        return [number]
    if column.number == 2:
        return _wrapped(row.label, column.width - 2)
    return _reason_lines(row.level2_reasons if column.number == 6 else row.bhyt_reasons, column.width - 2)


def _reason_lines(reasons: Reasons, width: int) -> list[str]:
    return _wrapped(format_reasons(reasons), width)


def _rates(made: Layout, columns: Sequence[_Column], total: PhuLuc1Row) -> None:
    line = [Piece("│", "frame")]
    printed = ("", RATE_LABEL, *rates(total))  # columns 1 to 10
    for column in columns:
        told = printed[column.number - 1]
        told = told.center(column.width) if column.figure else f" {told}".ljust(column.width)
        line += [Piece(told, "sum"), Piece("│", "frame")]
    made.lines.append(line)


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, max(width, 4)) or [""]
