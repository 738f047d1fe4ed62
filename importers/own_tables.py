"""Reads back a table that the program printed of other things than people; only what was edited in it is taken.

Tasks, data sources, organisation accounts and registers cell by cell; citizens' figures as `figure_plan` compares them.
A cell that is still as it was printed is no edit, whatever the store has by now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from importers import dhis2
from importers.errors import UnusableError
from importers.figure_plan import FigurePlan, apply, plans_of_own
from importers.grids.any_format import read_grids
from importers.grids.files import detect
from importers.grids.grid import Grid, text_of
from importers.register_csv import by_register
from importers.sender.origin import read_mark
from importers.tracked_table import Found, Row, TrackedTable, Values, found_rows
from importers.tracked_tables import REGISTER_TABLES, TABLES
from store import settings
from store.database import Store
from store.errors import RefusedError
from store.figures.figure_writes import FROM_FILE
from store.figures.indicators import Figure
from store.history import recording
from store.masks import cover_numbers
from store.receiving.form_mark import DHIS2_ENDING, OWN_TABLES, FormMark
from store.receiving.other_station import other_station
from store.rewound import store_at
from store.text import clean, fold, format_number
from store.words.tasks import CSV_STATE_HEADS
from store.words.tracking import FIGURE_MARK_HEAD, ORGANISATION_HEADS, REGISTER_CSV_HEADS, SOURCE_CSV_HEADS

_WHERE = "đúng thì ghi ở Nhập số liệu (Ctrl+P)"
_LONGEST = 60  # letters of a name, or of a text, in one line about an edit


@dataclass
class TablePlan:
    """What a table that came back would change; the lines are Vietnamese."""

    title: str  # "bảng nhiệm vụ"
    edits: list[str] = field(default_factory=list)  # a line a cell, or a row that is new
    left: list[str] = field(default_factory=list)  # what is not taken, and why
    remarks: list[str] = field(default_factory=list)  # on what is taken
    added: int = 0  # rows
    changed: int = 0  # rows, of figures numbers
    unchanged: int = 0  # the same
    write: Callable[[], list[str]] = list  # writes the edits as one step of undo; answers what was refused

    @property
    def verdict(self) -> str:
        """A sentence with the number of edits and of what is not taken: `Bảng nhiệm vụ: 2 chỗ sửa, 1 chỗ không lấy.`"""
        title = self.title[:1].upper() + self.title[1:]
        numbers = ((len(self.edits), "chỗ sửa"), (len(self.left), "chỗ không lấy"))
        found = ", ".join(f"{number} {words}" for number, words in numbers if number)
        return f"{title}: {found or 'không có gì thay đổi'}."


def plan(store: Store, path: Path, *, asks: bool = False) -> TablePlan | None:
    """Plan the edits of a file; writes nothing. None: the file is none of these tables, or cannot be read.

    `asks`: whether a person sees all edits before they are written; else numbers that would replace what was typed, or
    what is newer, are left. Raises RefusedError: the table is of another station, or of a campaign that does not run
    any more.
    """
    if path.suffix.lower() == DHIS2_ENDING:
        return _of_dhis2(store, path, asks=asks)
    try:
        grids = read_grids(path, detect(path))
    except UnusableError:
        return None
    mark = read_mark(grids)
    if not (is_own_csv(grids[0]) if mark is None and len(grids) == 1 else mark is not None and mark.kind in OWN_TABLES):
        return None  # a list of days and subjects that a unit sent is no register
    _refuse_other_station(store, mark)
    if found := _compared(store, grids, TABLES):
        return found
    if figures := plans_of_own(store, grids):
        return _of_figures(store, figures, asks=asks)
    return TablePlan(mark.unit if mark is not None else "bảng")  # it was empty when it was written


def is_own_csv(grid: Grid) -> bool:
    """Whether a sheet of a text file is a table that the program wrote: it bears no mark, but its heads are known."""
    heads = [text_of(cell) for cell in grid.rows[0]] if grid.rows else []
    of_tables = (list(SOURCE_CSV_HEADS), list(ORGANISATION_HEADS[1:]), list(REGISTER_CSV_HEADS))
    of_tasks = tuple(heads[-len(CSV_STATE_HEADS) :]) == CSV_STATE_HEADS
    return heads in of_tables or of_tasks or heads[-1:] == [FIGURE_MARK_HEAD]


def plan_registers(store: Store, path: Path) -> TablePlan:
    """Plan the edits of a file of registers; writes nothing.

    Raises RefusedError: the file cannot be read, has no register, or is of another station.
    """
    try:
        grids = read_grids(path, detect(path))
    except UnusableError as error:
        raise RefusedError(f"{path.name}: {error.message}") from error
    _refuse_other_station(store, read_mark(grids))
    found = _compared(store, grids, REGISTER_TABLES)
    if found is None:
        named = "; ".join(f"{each.register.title}: {each.register.main.label}" for each in REGISTER_TABLES)
        raise RefusedError(f"{path.name}: không thấy bảng nào có cột chính của một sổ ({named}).")
    return found


def _refuse_other_station(store: Store, mark: FormMark | None) -> None:
    """Raise RefusedError if the mark names another station."""
    if mark is not None and (other := other_station(store, mark)):
        raise RefusedError(
            f"Đây là {mark.unit} của {other}, không phải của {settings.load(store).station_name}, nên không ghi gì vào"
            " sổ. Nếu đó chính là trạm mình dưới tên khác, hãy xuất lại bảng rồi sửa trong bảng mới."
        )


def _of_dhis2(store: Store, path: Path, *, asks: bool) -> TablePlan | None:
    try:
        values = dhis2.plan_data_values(store, path)
    except RefusedError:
        return None
    result = _of_figures(store, values.plans, title=dhis2.TITLE, asks=asks)
    result.left += values.left
    if values.counted:
        result.remarks.append(values.counted_text)
    return result


def _of_figures(store: Store, plans: Sequence[FigurePlan], title: str = "", *, asks: bool) -> TablePlan:
    """Make one plan of plans of figures; odd numbers are left for the screen, or `tyt figures --accept-doubts`."""
    periods = dict.fromkeys(each.period.text for each in plans)
    result = TablePlan(title or f"số liệu {'; '.join(periods)}")
    for figures in plans:
        _add_figures(result, figures, f", {figures.period.text}" if title or len(periods) > 1 else "", asks=asks)

    def write() -> list[str]:
        with recording(store, FROM_FILE, f"Nhận lại {result.title}"):
            for figures in plans:
                apply(store, figures, accepts_replacing=asks)
        return []

    result.write = write
    return result


def _add_figures(result: TablePlan, figures: FigurePlan, of_period: str, *, asks: bool) -> None:
    for each in figures.changed:
        key = each.indicator.key, each.figure.locality
        place = f"{each.figure.locality}, {each.indicator.head}{of_period}"
        edit = f"{place}: {_numbers(each.shown)} → {_numbers(each.figure)}"
        _add_figure(result, edit, place, figures.doubts.get(key), figures.replaces.get(key), asks=asks)
    for of, name, amount in figures.targets:
        replaces = figures.replaces_targets.get((of.key, name))
        place = f"{name}, {of.head}{of_period}"
        _add_figure(result, f"{place}: chỉ tiêu giao {format_number(amount)}", place, [], replaces, asks=asks)
    result.unchanged += figures.unchanged
    result.remarks += figures.remarks
    result.left += [f"chưa có “{name}” trong danh sách địa bàn, cơ sở" for name in figures.unknown]
    result.left += [text.removesuffix(".") for text in figures.left]


def _add_figure(
    result: TablePlan,
    edit: str,
    place: str,
    doubts: Sequence[str] | None,
    replaces: Sequence[str] | None,
    *,
    asks: bool,
) -> None:
    """Add the line of a number: among the edits, the first those that replace what was typed, or what is left."""
    if doubts or (replaces and not asks):
        result.left.append(f"{place}: {'; '.join([*(doubts or ()), *(replaces or ())])}; {_WHERE}")
        return
    result.changed += 1
    if replaces:
        result.edits.insert(0, f"{edit}; {'; '.join(replaces)}")
    else:
        result.edits.append(edit)


def _numbers(figure: Figure | None) -> str:
    """A figure as text, `601/1.001`; a half that is not known is three dots."""
    halves = (None, None) if figure is None else (figure.numerator, figure.denominator)
    return "/".join("…" if half is None else format_number(half) for half in halves)


# -- cell by cell


class _Change(NamedTuple):
    """The values that are to be written of one row."""

    kind: TrackedTable
    row: Row | None  # None: a new one
    name: str
    values: Values


def _compared(store: Store, grids: Sequence[Grid], kinds: Sequence[TrackedTable]) -> TablePlan | None:
    """Compare every table of these kinds with what was printed, and with the store; None: there is none."""
    mark = read_mark(grids)
    printed_at = datetime.fromisoformat(mark.written_at) if mark is not None and mark.written_at else None
    result: TablePlan | None = None
    changes: list[_Change] = []
    sheets = by_register(grids)
    with store_at(store, printed_at) as then:
        for kind in kinds:
            found = found_rows(store, kind, sheets)
            if found is None:
                continue
            result = result or TablePlan(kind.title)
            now = kind.rows(store)
            before = now if then is store else kind.rows(then)
            changes += [change for each in found if (change := _change(store, result, kind, each, now, before))]
    if result is not None:
        result.write = lambda: _write(store, result.title, changes)
    return result


def _change(
    store: Store, plan: TablePlan, kind: TrackedTable, found: Found, now: Sequence[Row], before: Sequence[Row]
) -> _Change | None:
    """Plan one row of the file, with its lines in `plan`; None if it changes nothing."""
    row = _known(now, found)
    values = _new(store, plan, kind, found) if row is None else _edited(store, plan, kind, found, row, before)
    if not values:
        return None
    return _Change(kind, row, found.name, values)


def _known(rows: Sequence[Row], found: Found) -> Row | None:
    """The row of the store for a row of the file; None: there is none, or it may be one of several."""

    def has_label(row: Row) -> bool:
        return fold(row.label) in found.around

    def is_same(row: Row) -> bool:
        return all(clean(row.cells.get(head, "")) == clean(text) for head, text in found.texts.items())

    name = fold(found.name)
    fitting = [row for row in rows if fold(row.name) == name and (not row.about or row.about & found.around)]
    marked = [row for row in rows if row.mark and row.mark == found.mark and (row in fitting or has_label(row))]
    for chosen in (marked, fitting, [row for row in fitting if has_label(row)]):
        if len(chosen) == 1:
            return chosen[0]
    return next(filter(is_same, fitting), None)


def _edited(store: Store, plan: TablePlan, kind: TrackedTable, found: Found, row: Row, before: Sequence[Row]) -> Values:
    """The values of a row that were edited since the program printed it; adds a line to `plan` for each edit."""
    printed = _known(before, found) or row
    left_before = len(plan.left)
    for head, text in found.others.items() if row.fixed else ():
        if fold(text) and fold(text) not in row.fixed:
            plan.left.append(f"{_short(row.name)}, {head}: là chữ của văn bản, không sửa ở đây")
    values: Values = {}
    for head, text in {**kind.renamed(found, row), **found.texts}.items():
        was, is_now = clean(printed.cells.get(head, "")), clean(row.cells.get(head, ""))
        if clean(text) in (was, is_now):
            continue
        place = f"{_short(row.name)}, {head}"
        try:
            edited = kind.value(store, head, text)
        except RefusedError as error:
            plan.left.append(f"{place}: {error.message.rstrip('.')}")
            continue
        if all((row.values.get(name) or None) == value for name, value in edited.items()):
            continue
        if was != is_now:
            plan.left.append(f"{place}: sổ đã thành {_quoted(is_now)} sau khi in bảng, tệp ghi {_quoted(text)}")
            continue
        plan.edits.append(f"{place}: {_quoted(is_now)} → {_quoted(text)}")
        values |= edited
    plan.changed += bool(values)
    plan.unchanged += not values and len(plan.left) == left_before
    return values


def _new(store: Store, plan: TablePlan, kind: TrackedTable, found: Found) -> Values:
    """The values of a row that the store does not have; {} for a row that cannot be added."""
    try:
        values = kind.new(store, found)
    except RefusedError as error:
        plan.left.append(f"{found.place}: {error.message}")
        return {}
    if values is None:
        if found.is_numbered:  # the line of a sum is not
            plan.left.append(f"{found.place}: trong sổ không có “{_short(found.name)}”")
        return {}
    plan.left += [f"{found.place}, {head}: {why}" for head, why in kind.unkept(found).items()]
    plan.added += 1
    plan.edits.append(f"Thêm {_short(found.name)}")
    return values


def _write(store: Store, title: str, changes: Sequence[_Change]) -> list[str]:
    """Write all changes as one step of undo; returns what was refused, in Vietnamese."""
    refused = []
    with recording(store, "import", f"Nhận lại {title}"):
        for each in changes:
            try:
                if each.row is None:
                    each.kind.add(store, each.values)
                else:
                    each.row.edit(store, each.values)
            except RefusedError as error:
                refused.append(f"{_short(each.name)}: {error.message.rstrip('.')}")
    return refused


def _short(text: str) -> str:
    plain = cover_numbers(clean(text))
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"


def _quoted(text: str) -> str:
    return f"“{_short(text)}”" if clean(text) else "trống"
