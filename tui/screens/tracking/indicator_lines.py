"""Words and lines for figures of indicators: locality, numbers, rate, change; the sum; the target."""

from store.campaigns.words import deadlines_text, targets_text
from store.figures import indicators
from store.figures.figure_entry import newer_text
from store.figures.indicators import IndicatorTable, Line
from store.frozen import frozen
from store.text import format_number, format_percent
from store.words.indicators import coverage
from tui.framework.work_screen import fit
from tui.screens.tracking.entry_sheet import FIELD_HEADS, EntrySheet
from tui.widgets.cell_grid import CellGrid

_NUMBER, _RATE, _CHANGE = 12, 9, 19
_NARROWEST_NAME, _WIDEST_NAME = 20, 40


def change_text(now: tuple[int, int], before: tuple[int, int]) -> str:
    """The change from the period before, as `+72 (+18,00)`: people, and percentage points of the rate."""
    step, points = indicators.change(now, before)
    text = _signed(step, format_number(abs(step)))
    if points is None:
        return text
    return f"{text} ({_signed(points, f'{abs(points) // 100},{abs(points) % 100:02d}')})"


def standing_text(table: IndicatorTable, line: Line) -> str:
    """Rank and target of a locality: `hạng 3/20 · chỉ tiêu 900, đạt 98,22% · `; "" when neither is known."""
    parts = []
    if (rank := table.ranks().get(line.now.locality)) is not None and len(table.lines) > 1:
        parts.append(f"hạng {rank}/{len(table.lines)} · ")
    if line.target is not None:
        reached = "" if line.now.numerator is None else f", đạt {format_percent(line.now.numerator, line.target)}"
        parts.append(f"chỉ tiêu {format_number(line.target)}{reached} · ")
    return "".join(parts)


def heads(sheet: EntrySheet, places: str, grid: CellGrid) -> str:
    """Two lines above the grid: the indicators, and the fields of each; `places` names what its lines are."""
    room, width, seen = grid.name_width + 2, grid.width, grid.seen
    upper, lower, column = " " * room, f"{'  ' + places:<{room}}", seen.start
    while column < seen.stop:
        wanted = sheet.columns[column].indicator
        last = max(each for each in seen if sheet.columns[each].indicator.key == wanted.key)
        space = width * (last - column + 1)
        upper += f"{fit(wanted.head, space - 1):>{space}}"
        lower += "".join(f"{FIELD_HEADS[sheet.columns[each].field]:>{width}}" for each in range(column, last + 1))
        column = last + 1
    return f"{upper}\n{lower}"


def cell_text(sheet: EntrySheet, name: str, column: int) -> str:
    """Three lines about a cell of the grid: its indicator, its comparison, and what is odd about it."""
    wanted, line, figure = sheet.columns[column].indicator, sheet.line(name, column), sheet.figure(name, column)
    parts = []
    if line is not None and line.before is not None and line.before.is_whole:
        old = line.before.numbers
        parts.append(f"kỳ trước {format_number(old[0])}/{format_number(old[1])} = {format_percent(*old)}")
    if figure.is_whole and not sheet.fault(name, column):
        step = ""
        if line is not None and line.before is not None and line.before.is_whole:
            step = f" {change_text(figure.numbers, line.before.numbers)}"
        parts.append(f"nay {format_percent(*figure.numbers)}{step}")
    if line is not None and line.target is not None:
        reached = "" if figure.numerator is None else f", đạt {format_percent(figure.numerator, line.target)}"
        parts.append(f"chỉ tiêu {format_number(line.target)}{reached}")
    if line is not None and line.now.source:
        parts.append(f"nguồn: {line.now.source}")
    fault = sheet.fault(name, column)
    odd = [f"✗ {fault}"] if fault else [f"! {each}" for each in sheet.doubts(name, column)]
    waiting = sheet.pending.get((name, column))
    if waiting is not None and waiting.is_copied:
        odd.append("~ chép từ kỳ trước, chưa ghi")
    if waiting is not None and waiting.shown != sheet.stored(name, column):
        odd.append(f"! {newer_text(sheet.stored(name, column), waiting.number)}")
    return f"{wanted.title}\n{name} · {' · '.join(parts) or 'chưa có số để so'}\n{' · '.join(odd)}"


def _signed(value: int, text: str) -> str:
    return f"{'+' if value > 0 else '-' if value < 0 else ''}{text}"


def _counts(numerator: int, denominator: int) -> tuple[str, str, str]:
    """The texts of both numbers and of the rate."""
    return format_number(numerator), format_number(denominator), format_percent(numerator, denominator)


def heading(table: IndicatorTable, place: int, count: int) -> str:
    """The title of an indicator with its place in the list, target, deadline, and whether it is reached."""
    indicator = table.indicator
    target, deadline = targets_text(indicator, decimals=False), deadlines_text(indicator.deadlines)
    reached = {
        True: "✓ ĐẠT",
        False: "✗ CHƯA ĐẠT",
        None: "? chưa đủ số" if target else "không có mục tiêu bằng số",
    }[table.is_reached]
    parts = [f"Mục tiêu: {target or '–'}", *([f"Hạn: {deadline}"] if deadline else [])]
    return f"Chỉ tiêu {place}/{count}: {indicator.title}\n{' · '.join(parts)} · {reached}"


HEADS = ("Địa bàn", "Số đạt", "Tổng số", "Tỷ lệ", "Tăng, giảm", "Nguồn")


def figure_cells(line: Line) -> tuple[str, str, str, str, str, str]:
    """The texts of one locality for the columns of `HEADS`."""
    now = line.now
    if line.is_missing:
        done, whole = ("…" if number is None else format_number(number) for number in (now.numerator, now.denominator))
        change = "chưa nhập"
        if line.before is not None and line.before.is_whole:
            change = f"trước {format_number(line.before.numbers[0])}"
        return now.locality, done, whole, "", change, now.source
    change = "mới"
    if line.is_unchanged:
        change = "="
    elif line.before is not None and line.before.is_whole:
        change = change_text(now.numbers, line.before.numbers)
    return (now.locality, *_counts(*now.numbers), change, now.source)


@frozen
class FigureColumns:
    """The widths of the columns for a width of the screen."""

    name: int
    source: int  # 0: there is no room for it

    @classmethod
    def fitting(cls, width: int) -> "FigureColumns":
        """The columns for a width: the name takes what the numbers leave, the source what then remains."""
        left = width - 2 * _NUMBER - _RATE - _CHANGE
        name = max(_NARROWEST_NAME, min(left, _WIDEST_NAME))
        return cls(name, max(0, left - name - 2))

    def head(self) -> str:
        """The heads over the list."""
        return self._line(*HEADS)

    def line(self, line: Line) -> tuple[str, bool]:
        """The line of one locality, and whether its figures are missing."""
        return self._line(*figure_cells(line)), line.is_missing

    def sum(self, table: IndicatorTable) -> str:
        """The line with the sum; a part is never shown as the whole."""
        if table.total is None:
            return self._line(f"Cộng 0/{table.places} địa bàn", "", "", "", "", "")
        if not table.is_complete:
            name, change = f"Mới có {table.entered}/{table.places}", "chưa đủ để so"
        else:
            name = f"Cộng {len(table.lines)} địa bàn" if table.is_of_all else f"Mới có {coverage(table)}"
            change = change_text(table.total, table.total_before) if table.total_before else ""
        return self._line(name, *_counts(*table.total), change, "")

    def _line(self, name: str, numerator: str, denominator: str, rate: str, change: str, source: str) -> str:
        line = f"{fit(name, self.name):<{self.name}}{numerator:>{_NUMBER}}{denominator:>{_NUMBER}}"
        line += f"{rate:>{_RATE}}{change:>{_CHANGE}}"
        return f"{line}  {source[: self.source]}" if self.source else line
