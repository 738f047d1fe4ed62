"""Makes the tables of the progress report: items, indicators, units, tasks."""

from collections.abc import Sequence
from math import ceil

from exporters.letter.content import Cell, Formula, Table, rest, share
from exporters.sheet.look import printable_width
from exporters.sheet.metrics import fitted, width_of
from store.cells import cell_name
from store.forms.unit_figures import (
    COUNTED_MARK,
    ITEM_HEADS,
    RATE,
    SUM,
    UNIT_HEADS,
    UNITS_SHEET,
    asked_head,
    done_head,
)
from store.reporting.progress_paper import ItemLine, ProgressPaper, change, task_state
from store.text import format_number, format_share

_ITEM_WIDTHS = (1, 6, 3, 3, 3, 3, 3, 2)  # columns of the grid of `Administrative`
_DONE_OF_ALL = (ITEM_HEADS.index("Đã thực hiện"), ITEM_HEADS.index("Tổng số phải thực hiện"))
INDICATOR_HEADS = ("TT", "Chỉ tiêu", "Mục tiêu", "Kỳ số liệu", "Đã đạt", "Tổng số", "Tỷ lệ")
_REACHED_OF_ALL = (INDICATOR_HEADS.index("Đã đạt"), INDICATOR_HEADS.index("Tổng số"))
_INDICATOR_WIDTHS = (1, 8, 3, 4, 2, 3, 3)
_COMPARED_WIDTHS = (1, 6, 3, 4, 2, 3, 3, 2)  # with the change since the report before, where there was one
TASK_HEADS = ("TT", "Nhiệm vụ", "Thời gian thực hiện", "Tình trạng", "Kết quả, sản phẩm")
_DEADLINE = TASK_HEADS.index("Thời gian thực hiện")
_LEAST_OF_TASKS = (34, 160, 92, 92, 92)  # pixels
_PLACE, _PEOPLE, _LEAST_NAME, _MOST_NAME = 34, 58, 120, 190  # pixels of columns of Biểu 1
_COUNT, _RATE = 52, 65  # of the columns of an item: CCCD, and 100,00% in bold, stay on one line
_BESIDE = 10  # pixels beside a number
_ONE_LINE = 1.1  # of a name's width has a column that holds it on one line
_PEOPLE_COLUMN, _FIRST_ITEM = 2, 3  # of Biểu 1
_FIRST_UNIT = 5  # its row on that sheet, below three lines and the head
#: Below Biểu 1 of a letter, where a number has its whole beside it.
PARTS_NOTE = "Số sau dấu / là số người phải thực hiện, ghi khi khác tổng số người."
SIZE = 11  # points, of Biểu 1 and 2


def items_table(paper: ProgressPaper) -> Table:
    """Make the table of items: target, people asked, done, rate, not done, change; linked to the sums of Biểu 1."""
    rows: list[Sequence[Cell]] = [
        (
            place,
            item.title,
            "–" if item.target is None else format_share(item.target, decimals=True),
            *_of_units(paper, place, item, columns),
            share(item.done, item.applicable, *_DONE_OF_ALL),
            rest(item.done, item.applicable, *_DONE_OF_ALL),
            change(item.done, item.done_before),
        )
        for place, (item, columns) in enumerate(zip(paper.items, _columns_of_items(paper), strict=True), 1)
    ]
    return Table(ITEM_HEADS, rows, _ITEM_WIDTHS, left=(1,))


def _of_units(paper: ProgressPaper, place: int, item: ItemLine, columns: tuple[int, int]) -> tuple[Cell, Cell]:
    """Return the people asked for an item and those who have done it, linked to the sums of Biểu 1 where they agree."""
    if paper.layout or len(paper.units) < 2 or not item.applicable:
        return item.applicable, item.done
    row = _FIRST_UNIT + len(paper.units)
    asked, done = columns
    figures = [figure for unit in paper.units if (figure := unit.items[place - 1])]
    whole = sum(unit.people for unit in paper.units) if asked == _PEOPLE_COLUMN else sum(each[1] for each in figures)
    return (
        _linked(item.applicable, asked, row) if item.applicable == whole else item.applicable,
        _linked(item.done, done, row) if item.done == sum(each[0] for each in figures) else item.done,
    )


def _linked(number: int, column: int, row: int) -> Formula:
    return Formula(format_number(number), number, f"='{UNITS_SHEET}'!{cell_name(column, row)}")


def indicators_table(paper: ProgressPaper) -> Table:
    """Make the table of indicators: target, period, both numbers, rate, and change if there was a report before."""
    rows = _indicator_rows(paper)
    if any(line.numerator_before is not None for line in paper.indicators):
        return Table((*INDICATOR_HEADS, ITEM_HEADS[-1]), rows, _COMPARED_WIDTHS, left=(1,))
    return Table(INDICATOR_HEADS, [row[:-1] for row in rows], _INDICATOR_WIDTHS, left=(1,))


def _indicator_rows(paper: ProgressPaper) -> list[Sequence[Cell]]:
    return [
        (
            place,
            line.title,
            line.target,
            line.days_text or "chưa có số liệu",
            line.numerator,
            line.denominator,
            "–"
            if line.numerator is None or line.denominator is None
            else share(line.numerator, line.denominator, *_REACHED_OF_ALL),
            "–" if line.numerator is None else change(line.numerator, line.numerator_before),
        )
        for place, line in enumerate(paper.indicators, 1)
    ]


def units_table(paper: ProgressPaper, *, parts_with_wholes: bool) -> Table:
    """Make the table of units: of each item how many have done it and the rate, and of how many it is asked.

    That of how many stands in a column of its own if it is not all of a unit; `parts_with_wholes` puts it beside the
    number instead, `18/31`, for a letter: its page has no room, and there no formula needs it.
    """
    columns = _columns_of_items(paper, one_each=parts_with_wholes)
    rows: list[Sequence[Cell]] = [
        (
            place,
            f"{unit.unit}{COUNTED_MARK}" if unit.counted else unit.unit,
            unit.people,
            *_figures(unit.items, unit.people, columns),
        )
        for place, unit in enumerate(paper.units, 1)
    ]
    rows.append(("", SUM, paper.people, *_figures(_totals(paper), paper.people, columns)))
    numbers = [format_number(cell) for cell in rows[-1] if isinstance(cell, int)]
    count = max([_COUNT, *(int(width_of(text, SIZE, bold=True)) + _BESIDE for text in numbers)])
    name = _LEAST_NAME
    if not parts_with_wholes:
        # A sheet wider than its page is printed smaller; names on one line save more than that costs.
        longest = max(width_of(str(row[1]), SIZE, bold=row is rows[-1]) for row in rows)
        name = min(_MOST_NAME, max(_LEAST_NAME, ceil(longest * _ONE_LINE)))
    heads, widths = [*UNIT_HEADS], [_PLACE, name, _PEOPLE]
    for item, (asked, _) in zip(paper.items, columns, strict=True):
        own = [asked_head(item.short_title)] if asked != _PEOPLE_COLUMN else []
        heads += [*own, done_head(item.short_title), RATE]
        widths += [*[count] * len(own), count, _RATE]
    widths[1] = max(name, printable_width(landscape=True) - sum(widths) + name)
    return Table(heads, rows, widths, left=(1,), sums=1)


def has_wholes(paper: ProgressPaper) -> bool:
    """Return whether an item is asked of fewer than all people of a unit."""
    return any(asked != _PEOPLE_COLUMN for asked, _ in _columns_of_items(paper))


def _totals(paper: ProgressPaper) -> list[tuple[int, int]]:
    return [(item.done, item.applicable) for item in paper.items]


def _columns_of_items(paper: ProgressPaper, *, one_each: bool = False) -> list[tuple[int, int]]:
    """Return for each item (column of those it is asked of, column of those who have done it) in Biểu 1.

    An item has a column of those it is asked of where they are not all people of a unit, if it is not `one_each`.
    """
    lines = [(paper.people, _totals(paper)), *((unit.people, unit.items) for unit in paper.units)]
    columns = []
    at = _FIRST_ITEM
    for place in range(len(paper.items)):
        of_all = all(not (figure := figures[place]) or figure[1] in (0, people) for people, figures in lines)
        columns.append((_PEOPLE_COLUMN, at) if of_all or one_each else (at, at + 1))
        at = columns[-1][1] + 2
    return columns


def _figures(figures: Sequence[tuple[int, int] | None], people: int, columns: Sequence[tuple[int, int]]) -> list[Cell]:
    """Return the cells of a line of Biểu 1; dashes for an item that is asked of nobody there."""
    cells: list[Cell] = []
    for figure, (asked, done) in zip(figures, columns, strict=True):
        has_own = asked != _PEOPLE_COLUMN
        # Frozen copies may say (0, 0) of what is asked of nobody.
        if not figure or not figure[1]:
            cells += ["–"] * (2 + has_own)
            continue
        shown = figure[0] if has_own or figure[1] == people else _with_whole(*figure)
        cells += [*[figure[1]] * has_own, shown, share(*figure, done, asked)]
    return cells


def _with_whole(part: int, whole: int) -> str:
    """Return `18/31`, or `1.200/ 1.300` with a blank at which a narrow column may break it."""
    return f"{format_number(part)}/{' ' if whole >= 1000 else ''}{format_number(whole)}"


def tasks_table(paper: ProgressPaper) -> Table:
    """Make the table of tasks: their state, product, and deadline if any task has one."""
    rows = [(str(task.number), task.title, task.deadline, task_state(task), task.product) for task in paper.tasks]
    shown = [column for column in range(len(TASK_HEADS)) if column != _DEADLINE or any(row[column] for row in rows)]
    texts = [[row[column] for column in shown] for row in rows]
    heads, least = [TASK_HEADS[column] for column in shown], [_LEAST_OF_TASKS[column] for column in shown]
    room = printable_width(landscape=False)
    label = max([least[0], *(int(width_of(word, SIZE)) + _BESIDE for row in texts for word in row[0].split())])
    widths = [label, *fitted(heads[1:], [row[1:] for row in texts], least[1:], room - label, SIZE)]
    # A number that is one stays one on a sheet.
    cells = [(task.number, *row[1:]) for task, row in zip(paper.tasks, texts, strict=True)]
    return Table(heads, cells, widths, left=range(1, len(heads)))
