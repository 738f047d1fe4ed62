"""Đơn vị: the tree of units and departments, how many people each has and what they lack."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.widgets import Static

from store import units
from store.errors import StoreError
from store.models import UNIT_KIND_LABELS, Unit
from store.roster import Filter
from store.text import fold, format_number
from store.units import UnitCounts
from tui.screens.base import WorkScreen
from tui.screens.unit_form import UnitScreen
from tui.widgets.entry import Input
from tui.widgets.line_list import LineList

_FIGURE_WIDTH = 7


@dataclass(frozen=True, slots=True)
class _Line:
    unit: Unit
    department_id: int | None  # None: the unit itself
    name: str
    depth: int


class UnitsScreen(WorkScreen):
    """Every unit with its departments below it."""

    PLACE_TITLE = "Đơn vị"
    DEFAULT_CSS = """
    UnitsScreen #units-head { height: 1; padding: 0 1; text-style: bold; background: $panel; }
    UnitsScreen #units-strip { height: 2; padding: 0 1; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "edit", "Sửa", id="units.edit", tooltip="Sửa tên, loại, trực thuộc, mã cơ sở", priority=True),
        Binding("ctrl+n", "add", "Thêm", id="units.add", tooltip="Thêm đơn vị mới"),
        Binding("f6", "people", "Xem người", id="units.people", tooltip="Danh sách người của đơn vị này"),
        Binding(
            "ctrl+d", "close_unit", "Đóng đơn vị", id="units.close", tooltip="Đơn vị không còn; chỉ khi đã hết người"
        ),
        Binding("down", "move(1)", "Xuống", id="units.down", tooltip="Dòng dưới", show=False, priority=True),
        Binding("up", "move(-1)", "Lên", id="units.up", tooltip="Dòng trên", show=False, priority=True),
        Binding("pagedown", "move(12)", "Trang dưới", id="units.page_down", tooltip="Trang dưới", show=False),
        Binding("pageup", "move(-12)", "Trang trên", id="units.page_up", tooltip="Trang trên", show=False),
        Binding("escape", "clear", "Xoá tìm", id="units.clear", tooltip="Xoá chữ đang tìm", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[_Line] = []
        self.counts: dict[tuple[int, int | None], UnitCounts] = {}

    def compose_work(self) -> ComposeResult:
        """Search, heads, lines, strip."""
        yield Input(placeholder="Gõ vài chữ để tìm đơn vị, không cần dấu", id="units-search")
        yield Static(id="units-head", markup=False)
        yield LineList(id="units-list")
        yield Static(id="units-strip", markup=False)

    def on_mount(self) -> None:
        """Typing searches, arrows move: both at once."""
        self.query_one(LineList).can_focus = False
        self.query_one(Input).focus()
        self.reload()

    def reload(self) -> None:
        """Read units, departments and counts again; the cursor stays on its unit."""
        rows = self.query_one(LineList)
        kept = self._current()
        self.counts = {}
        for counted in units.counts(self.store):
            self.counts[counted.unit_id, counted.department_id] = counted
        typed = fold(self.query_one(Input).value)
        rows.cursor = 0
        self.lines = [line for line in self._all_lines() if not typed or typed in fold(line.name)]
        self.show_lines()
        places = [n for n, line in enumerate(self.lines) if kept is not None and _same(line, kept)]
        if places:
            rows.go_to(places[0])

    def show_lines(self) -> None:
        """Heads and lines, as wide as the screen lets them be."""
        heads = "".join(f"{item.short_title:>{_FIGURE_WIDTH}}" for item in self.store.items())
        width = self._name_width()
        self.query_one("#units-head", Static).update(f" {'Đơn vị':<{width}}{'Người':>{_FIGURE_WIDTH}}{heads}")
        if self.lines:
            station = units.station_id(self.store)
            self.query_one(LineList).show_lines(
                len(self.lines), lambda number: (self._shown(self.lines[number], station), False)
            )
            return
        typed = self.query_one(Input).value
        empty = "Không có đơn vị nào như vậy." if typed else "Chưa có đơn vị nào. Ctrl+N để thêm, F4 để nhập tệp."
        self.query_one(LineList).show_lines(1, lambda _: (empty, False))
        self.query_one("#units-strip", Static).update("")

    def _name_width(self) -> int:
        return max(20, min(60, self.size.width - 5 - _FIGURE_WIDTH * (len(self.store.items()) + 1)))

    def on_resize(self, event: Resize) -> None:
        """The columns follow the window."""
        super().on_resize(event)
        self.show_lines()

    def _all_lines(self) -> list[_Line]:
        known = units.all_units(self.store)
        ids = {unit.id for unit in known}
        departments: dict[int, list[tuple[int, str]]] = {}
        for department in units.departments(self.store):
            departments.setdefault(department.unit_id, []).append((department.id, department.name))
        lines: list[_Line] = []

        def add(unit: Unit, depth: int) -> None:
            lines.append(_Line(unit, None, unit.name, depth))
            for department_id, name in departments.get(unit.id, ()):
                if (unit.id, department_id) in self.counts:
                    lines.append(_Line(unit, department_id, name, depth + 1))
            for below in known:
                if below.parent_id == unit.id:
                    add(below, depth + 1)

        for unit in known:
            if unit.parent_id is None or unit.parent_id not in ids:
                add(unit, 0)
        return lines

    def _figures(self, line: _Line) -> tuple[int, list[int]]:
        if line.department_id is not None:
            counted = [self.counts[line.unit.id, line.department_id]]
        else:
            counted = [value for (unit_id, _), value in self.counts.items() if unit_id == line.unit.id]
        lacking = [sum(value.lacking_by_item[n] for value in counted) for n in range(len(self.store.items()))]
        return sum(value.total for value in counted), lacking

    def _shown(self, line: _Line, station: int | None) -> str:
        total, lacking = self._figures(line)
        mark = "★ " if line.department_id is None and line.unit.id == station else ""
        name = f"{'  ' * line.depth}{mark}{line.name}"
        width = self._name_width()
        if len(name) > width - 1:
            name = name[: width - 2] + "…"
        figures = "".join(f"{format_number(number) if number else '·':>{_FIGURE_WIDTH}}" for number in lacking)
        return f"{name:<{width}}{format_number(total):>{_FIGURE_WIDTH}}{figures}"

    def _current(self) -> _Line | None:
        place = self.query_one(LineList).cursor
        return self.lines[place] if place < len(self.lines) else None

    def on_line_list_moved(self) -> None:
        """Tell about the unit under the cursor in words."""
        line = self._current()
        if line is None:
            return
        total, lacking = self._figures(line)
        told = ", ".join(
            f"{item.short_title} {format_number(number)}"
            for item, number in zip(self.store.items(), lacking, strict=True)
            if number
        )
        kind = UNIT_KIND_LABELS.get(line.unit.kind, "")
        code = f" · mã cơ sở {line.unit.facility_code}" if line.unit.facility_code else ""
        about = f"{line.unit.name} · {kind}{code}"
        if line.department_id is not None:
            about = f"{line.name} · {line.unit.name}"
        missing = f"Còn thiếu: {told}" if told else "Không ai thiếu mục nào" if total else "Chưa có người"
        self.query_one("#units-strip", Static).update(f"{about} · {format_number(total)} người\n{missing}")

    def on_input_changed(self) -> None:
        """Narrow the list while one types."""
        self.reload()

    def action_move(self, by: int) -> None:
        """Move the cursor; the field keeps the focus."""
        self.query_one(LineList).action_move(by)

    def action_clear(self) -> None:
        """Empty the search."""
        self.query_one(Input).value = ""

    def action_add(self) -> None:
        """A new unit."""
        self.app.push_screen(UnitScreen(None), self._form_closed)

    def action_edit(self) -> None:
        """The form of the unit under the cursor."""
        line = self._current()
        if line is not None:
            self.app.push_screen(UnitScreen(line.unit.id), self._form_closed)

    def _form_closed(self, changed: bool | None) -> None:
        if changed:
            self.reload()

    def action_people(self) -> None:
        """The roster of the unit or department under the cursor."""
        line = self._current()
        if line is not None:
            self.app.show_roster(Filter(unit_id=line.unit.id, department_id=line.department_id))

    def action_close_unit(self) -> None:
        """The unit is no more."""
        line = self._current()
        if line is None:
            return
        try:
            units.close(self.store, line.unit.id)
        except StoreError as error:
            self.app.tell(error)
            return
        self.notify(f"Đã đóng {line.unit.name}. Ctrl+Z để lấy lại.")
        self.reload()


def _same(one: _Line, other: _Line) -> bool:
    return (one.unit.id, one.department_id) == (other.unit.id, other.department_id)
