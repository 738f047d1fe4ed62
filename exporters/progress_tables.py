"""The tables of the progress report: items, indicators, units, tasks."""

from collections.abc import Sequence

from exporters.letter.content import Cell, Table, rest, share
from exporters.sheet.look import printable_width
from exporters.sheet.metrics import fitted
from store.reporting.progress_paper import ProgressPaper, change, task_state
from store.text import format_share

ITEM_HEADS = (
    "TT",
    "Nội dung",
    "Chỉ tiêu",
    "Tổng số phải thực hiện",
    "Đã thực hiện",
    "Tỷ lệ",
    "Chưa thực hiện",
    "Tăng, giảm so với kỳ trước",
)
_ITEM_WIDTHS = (1, 6, 3, 3, 3, 3, 3, 2)  # columns of the grid of `Administrative`
_DONE_OF_ALL = (ITEM_HEADS.index("Đã thực hiện"), ITEM_HEADS.index("Tổng số phải thực hiện"))
INDICATOR_HEADS = ("TT", "Chỉ tiêu", "Mục tiêu", "Kỳ số liệu", "Đã đạt", "Tổng số", "Tỷ lệ")
_REACHED_OF_ALL = (INDICATOR_HEADS.index("Đã đạt"), INDICATOR_HEADS.index("Tổng số"))
_INDICATOR_WIDTHS = (1, 8, 3, 3, 3, 3, 3)
_COMPARED_WIDTHS = (1, 6, 3, 3, 3, 3, 3, 2)  # with the change since the report before, where there was one
TASK_HEADS = ("TT", "Nhiệm vụ", "Thời gian thực hiện", "Tình trạng", "Kết quả, sản phẩm")
_LEAST_OF_TASKS = (34, 160, 92, 92, 92)  # pixels
_PLACE, _PEOPLE, _LEAST_NAME = 34, 58, 120  # pixels of columns of Biểu 1
_COUNT, _RATE = 52, 65  # of the pair of an item: CCCD, and 100,00% in bold, stay on one line
_PEOPLE_COLUMN, _FIRST_ITEM = 2, 3  # of Biểu 1
SIZE = 11  # points, of Biểu 1 and 2


def items_table(paper: ProgressPaper) -> Table:
    """Items: target, how many people, done, rate, not done, change."""
    rows: list[Sequence[Cell]] = [
        (
            place,
            item.title,
            "–" if item.target is None else format_share(item.target, decimals=True),
            item.applicable,
            item.done,
            share(item.done, item.applicable, *_DONE_OF_ALL),
            rest(item.done, item.applicable, *_DONE_OF_ALL),
            change(item.done, item.done_before),
        )
        for place, item in enumerate(paper.items, 1)
    ]
    return Table(ITEM_HEADS, rows, _ITEM_WIDTHS, left=(1,))


def indicators_table(paper: ProgressPaper) -> Table:
    """Indicators: target, period, both numbers, rate, change where there was a report before."""
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


def units_table(paper: ProgressPaper) -> Table:
    """Units by items: done of applicable, and the rate of each."""
    pairs = [_COUNT, _RATE] * len(paper.items)
    name = max(_LEAST_NAME, printable_width(landscape=True) - _PLACE - _PEOPLE - sum(pairs))
    heads = ["TT", "Đơn vị", "Tổng số người"]
    for item in paper.items:
        heads += [f"{item.short_title} đã", "Tỷ lệ"]
    rows: list[Sequence[Cell]] = [
        (place, f"{unit.unit} ¹" if unit.origin else unit.unit, unit.people, *_rates(unit.items, unit.people))
        for place, unit in enumerate(paper.units, 1)
    ]
    totals = [(item.done, item.applicable) for item in paper.items]
    rows.append(("", "Tổng cộng", paper.people, *_rates(totals, paper.people)))
    return Table(heads, rows, [_PLACE, name, _PEOPLE, *pairs], left=(1,), sums=1)


def _rates(figures: Sequence[tuple[int, int] | None], people: int) -> list[Cell]:
    """A number and its rate for each item; of an item that is asked of fewer than all people the whole is not there."""
    cells: list[Cell] = []
    for figure in figures:
        # Frozen copies may say (0, 0) of what is asked of nobody.
        if figure and figure[1]:
            whole = _PEOPLE_COLUMN if figure[1] == people else None
            cells += [figure[0], share(*figure, _FIRST_ITEM + len(cells), whole)]
        else:
            cells += ["–", "–"]
    return cells


def tasks_table(paper: ProgressPaper) -> Table:
    """Tasks with their deadlines, how far they are, and what came of them."""
    rows = [(str(task.number), task.title, task.deadline, task_state(task), task.product) for task in paper.tasks]
    widths = fitted(TASK_HEADS, rows, _LEAST_OF_TASKS, printable_width(landscape=False), SIZE)
    numbered = [(task.number, *row[1:]) for task, row in zip(paper.tasks, rows, strict=True)]
    return Table(TASK_HEADS, numbered, widths, left=(1, 2, 3, 4))
