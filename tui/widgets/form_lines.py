"""Lays out the table of a statistics form as lines of text, with all columns or only the figures.

Where there is room every column stands as it prints, with wrapped heads and reasons. In a narrower window there are no
columns of reasons: the figures stand under short heads with the number of their column, and the screen shows the
reasons of one row below the table. If even the figures do not fit, the columns around the cursor are shown.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from textwrap import wrap
from typing import Literal, NamedTuple

from store.campaigns.form import Column, Form
from store.forms.counts import FormRow, FormTable
from store.text import format_number
from store.words.forms import NOT_ASKED, footnotes, is_not_asked, marked_label, marks, rate_text, rates, reasons_text

TOTAL = -1  # the row of Tổng cộng, where a row is named by its place
_NUMBER, _LABEL, _REASONS, _FIGURE, _NARROW_FIGURE = 4, 14, 14, 9, 7  # cells; the least that a column needs

Kind = Literal["frame", "head", "text", "sum", "fault"]


class Piece(NamedTuple):
    """Part of a line; `row` and `figure` name the figure that it shows, None for text that is no figure."""

    text: str
    kind: Kind
    row: int | None = None
    figure: str | None = None


@dataclass(slots=True)
class Layout:
    """The lines of a table, and where each row begins and ends among them."""

    lines: list[list[Piece]] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)  # place of the row, or TOTAL: first line, lines
    head_height: int = 0
    notes: int = 0  # lines under the table: which columns are shown, where the rows with a mark come from
    full: bool = False  # the reasons have columns of their own

    def add(self, cells: Iterable[Piece]) -> None:
        """Add a line of cells with a rule at each side of them."""
        rule = Piece("│", "frame")
        self.lines.append([rule, *(piece for cell in cells for piece in (cell, rule))])


class _Cells(NamedTuple):
    """A column of the form with its width on the screen, in terminal cells."""

    column: Column
    number: int  # on the form, from 1
    width: int

    @property
    def counts_people(self) -> bool:
        """Whether the column has numbers: figures or rates."""
        return self.column.is_figure or self.column.counts == "rate"


def full_width(form: Form) -> int:
    """The least width, in terminal cells, at which all columns of the form fit."""
    kinds = [column.counts for column in form.columns]
    fixed = {"number": _NUMBER, "label": _LABEL + 1, "reasons": _REASONS}
    return sum(fixed.get(kind, _FIGURE) for kind in kinds) + len(kinds) + 1


def faulty_figures(form: Form, row: FormRow) -> set[str]:
    """The keys of the columns whose figures contradict each other in a row."""
    return {key for fault in form.faults(row.figures) for key in fault.columns}


def window(form: Form, width: int, first: int, figure: str) -> int:
    """The place of the first column of numbers to show so that the column `figure` is visible; `first` if it is."""
    numbers, room = _number_columns(form), _room(width)
    if width >= full_width(form) or len(numbers) <= room:
        return 0
    place = numbers.index(form.column(figure))
    return min(max(first, place - room + 1), place, len(numbers) - room)


def _number_columns(form: Form) -> list[Column]:
    return [column for column in form.columns if column.is_figure or column.counts == "rate"]


def _room(width: int) -> int:
    """How many columns of numbers fit when the reasons have no columns."""
    return max(1, (width - _NUMBER - _LABEL - 3) // (_NARROW_FIGURE + 1))


def lay_out(table: FormTable, width: int, *, with_totals: bool, first: int = 0) -> Layout:
    """Lay out a table in `width` cells; `with_totals`: with Tổng cộng and Tỷ lệ (%) under the rows.

    `first` is the answer of `window`: the first column of numbers to show.
    """
    form = table.form
    layout = Layout(full=width >= full_width(form))
    columns = _columns(form, width, first, full=layout.full)
    _rule(layout, columns, "┌┬┐")
    _head(layout, columns)
    layout.head_height = len(layout.lines)
    if not table.rows:
        inner = sum(column.width for column in columns) + len(columns) - 1
        _rule(layout, columns, "├┴┤")
        nobody = " Chưa có ai để đếm. F2: thêm người · F4: nhận tệp".ljust(inner)
        layout.add([Piece(nobody, "text")])
        layout.lines.append([Piece("└" + "─" * inner + "┘", "frame")])
        return layout
    marked = marks(table)
    for place, row in enumerate(table.rows):
        if layout.full or place == 0:  # a screen that is narrow is low too: more rows, fewer rules
            _rule(layout, columns, "├┼┤")
        _row(layout, form, columns, place, row, marked_label(row, marked))
    if with_totals:
        _rule(layout, columns, "╞╪╡", "═")
        _row(layout, form, columns, TOTAL, table.total, table.total.label)
        if layout.full:
            _rule(layout, columns, "├┼┤")
        _rates(layout, columns, rates(form, table.total))
    _rule(layout, columns, "└┴┘")
    shown = [column for column in columns if column.counts_people]
    hidden = len(_number_columns(form)) - len(shown)
    notes = [f"Cột {shown[0].number}–{shown[-1].number}; ← → xem {hidden} cột khác"] if hidden else []
    notes += [line for text in footnotes(table) for line in _wrapped(text, width)]
    layout.notes = len(notes)
    layout.lines += [[Piece(line, "text")] for line in notes]
    return layout


def _columns(form: Form, width: int, first: int, *, full: bool) -> list[_Cells]:
    numbers = _number_columns(form) if full else _number_columns(form)[first : first + _room(width)]
    shown = [
        column
        for column in form.columns
        if column in numbers or column.counts in ("number", "label") or (full and column.counts == "reasons")
    ]
    figure_width = min(11, _FIGURE + (width - full_width(form)) // 16) if full else _NARROW_FIGURE
    room = width - (len(shown) + 1) - len(numbers) * figure_width
    room -= _NUMBER * sum(column.counts == "number" for column in shown)
    reasons = sum(column.counts == "reasons" for column in shown)
    reason_width = room // (reasons + 1) if reasons else 0
    widths = {"number": _NUMBER, "label": room - reasons * reason_width, "reasons": reason_width}
    return [_Cells(column, form.numbers[column.key], widths.get(column.counts, figure_width)) for column in shown]


def _rule(layout: Layout, columns: Sequence[_Cells], corners: str, dash: str = "─") -> None:
    left, middle, right = tuple(corners)
    layout.lines.append([Piece(left + middle.join(dash * column.width for column in columns) + right, "frame")])


def _head(layout: Layout, columns: Sequence[_Cells]) -> None:
    cells = [_head_cell(each, full=layout.full) for each in columns]
    height = max(map(len, cells))
    in_the_middle = ([""] * ((height - len(cell)) // 2) + cell for cell in cells)
    for texts in zip_longest(*in_the_middle, fillvalue=""):
        layout.add(Piece(text.center(each.width), "head") for each, text in zip(columns, texts, strict=True))


def _head_cell(cells: _Cells, *, full: bool) -> list[str]:
    column = cells.column
    if full or not cells.counts_people:
        return _wrapped(column.head, cells.width if cells.counts_people else cells.width - 2)
    return [*_wrapped(column.narrow or column.short_head, cells.width), f"({cells.number})"]


def _row(layout: Layout, form: Form, columns: Sequence[_Cells], place: int, row: FormRow, label: str) -> None:
    bad = faulty_figures(form, row)
    number = "" if place == TOTAL else str(place + 1)
    kind: Kind = "sum" if place == TOTAL else "text"
    cells = [_cell(form, column, row, f"{number}!" if bad else number, label, bad) for column in columns]
    layout.spans[place] = (len(layout.lines), max(map(len, cells)))
    for here, texts in enumerate(zip_longest(*cells, fillvalue="")):
        at = place if here == 0 else None  # the cursor covers the first line of its cell only: one place for the eye
        layout.add(_piece(column, text, at, bad, kind) for column, text in zip(columns, texts, strict=True))


def _piece(cells: _Cells, text: str, at: int | None, bad: Collection[str], kind: Kind) -> Piece:
    """One line of a cell in a row."""
    column, width = cells.column, cells.width
    if column.counts == "number":
        return Piece(text.center(width), "fault" if bad else kind)
    if not cells.counts_people:
        return Piece(f" {text}".ljust(width), kind)
    kind = "fault" if column.key in bad else kind
    if not column.is_figure:
        return Piece(text.center(width), kind)
    room = min(width // 3, width - len(text))
    return Piece((text + " " * room).rjust(width) if room else text.center(width), kind, at, column.key)


def _cell(form: Form, cells: _Cells, row: FormRow, number: str, label: str, bad: Collection[str]) -> list[str]:
    column = cells.column
    match column.counts:
        case "number":
            return [number]
        case "label":
            return _wrapped(label, cells.width - 2)
        case _ if is_not_asked(form, row, column):
            return [NOT_ASKED]
        case "reasons":
            return _wrapped(reasons_text(row.reasons[column.key]), cells.width - 2)
        case "rate":
            return [rate_text(form, row.figures, column.key)]
        case _:
            return [format_number(row.figures[column.key]) + ("!" if column.key in bad else "")]


def _rates(layout: Layout, columns: Sequence[_Cells], printed: Sequence[str]) -> None:
    texts = ((each, printed[each.number - 1]) for each in columns)
    layout.add(
        Piece(text.center(each.width) if each.counts_people else f" {text}".ljust(each.width), "sum")
        for each, text in texts
    )


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, max(width, 4)) or [""]
