"""The tables that go with a progress report, each on a sheet of its own: by unit (Biểu 1), of tasks (Biểu 2)."""

from collections.abc import Sequence

from exporters.sheet.lines import Lines
from exporters.sheet.look import NUMBER, Look, printable_width
from exporters.sheet.metrics import fitted
from store.reporting.progress_paper import ProgressPaper, task_state
from store.text import format_percent

TASK_HEADS = ("TT", "Nhiệm vụ", "Thời gian thực hiện", "Tình trạng", "Kết quả, sản phẩm")
_LEAST_OF_TASKS = (34, 160, 92, 92, 92)  # pixels
_SIZE = 11  # points
_PLACE, _PEOPLE, _LEAST_NAME = 34, 58, 120  # pixels of columns of Biểu 1
_COUNT, _RATE = 52, 65  # of the pair of an item: CCCD, and 100,00% in bold, stay on one line


def write_units(look: Look, paper: ProgressPaper) -> None:
    """Units by items: done of applicable, and the rate of each."""
    pairs = [_COUNT, _RATE] * len(paper.items)
    name = max(_LEAST_NAME, printable_width(landscape=True) - _PLACE - _PEOPLE - sum(pairs))
    widths = [_PLACE, name, _PEOPLE, *pairs]
    lines, sheet = Lines.on_new_sheet(look, "Biểu 1 - Đơn vị", widths, landscape=True)
    lines.title("Biểu 1")
    lines.title("KẾT QUẢ THEO ĐƠN VỊ")
    lines.gap(6)
    left = look.cell(align="left", font_size=_SIZE)
    centred = look.cell(align="center", font_size=_SIZE, num_format=NUMBER)
    heads = ["TT", "Đơn vị", "Tổng số người"]
    for item in paper.items:
        heads += [f"{item.short_title} đã", "Tỷ lệ"]
    head = lines.table_head(heads, _SIZE)
    formats = [centred, left, centred, *([centred] * 2 * len(paper.items))]
    for place, unit in enumerate(paper.units, 1):
        lines.cells([place, f"{unit.unit} ¹" if unit.origin else unit.unit, unit.people, *_rates(unit.items)], formats)
    bold = look.cell(bold=True, align="center", font_size=_SIZE, num_format=NUMBER)
    totals = [(item.done, item.applicable) for item in paper.items]
    lines.cells(["", "Tổng cộng", paper.people, *_rates(totals)], [bold] * len(heads))
    if any(unit.origin for unit in paper.units):
        lines.gap(4)
        lines.text("¹ Theo số liệu đơn vị gửi, không có danh sách.", italic=True, font_size=_SIZE)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 2)


def _rates(figures: Sequence[tuple[int, int] | None]) -> list[str | int]:
    cells: list[str | int] = []
    for figure in figures:
        cells += ["–", "–"] if figure is None else [figure[0], format_percent(*figure)]
    return cells


def write_tasks(look: Look, paper: ProgressPaper) -> None:
    """Tasks with their deadlines, how far they are, and what came of them."""
    rows = [(str(task.number), task.title, task.deadline, task_state(task), task.product) for task in paper.tasks]
    widths = fitted(TASK_HEADS, rows, _LEAST_OF_TASKS, printable_width(landscape=False), _SIZE)
    lines, sheet = Lines.on_new_sheet(look, "Biểu 2 - Nhiệm vụ", widths, landscape=False)
    lines.title("Biểu 2")
    lines.title("TÌNH HÌNH THỰC HIỆN NHIỆM VỤ")
    lines.gap(6)
    head = lines.table_head(TASK_HEADS, _SIZE)
    for task, row in zip(paper.tasks, rows, strict=True):
        sizes = lines.sizes_that_fit(row, _SIZE)
        place, *others = (look.cell(align="left" if n else "center", font_size=size) for n, size in enumerate(sizes))
        lines.cells((task.number, *row[1:]), (place, *others))
    lines.finish(sheet, {head + 1}, head=head)
    sheet.repeat_rows(head)
