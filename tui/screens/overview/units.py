"""Shows a table of units by items, and what one unit lacks by reason; both open from the overview."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize
from textual.widgets import Static

from store import clock
from store.checklist.items import checklist_items
from store.counting.item_figures import ItemFigure
from store.database import Store
from store.masks import cover_numbers
from store.monitoring import blockers, overview
from store.monitoring.blockers import Blocker, Call
from store.monitoring.overview import UnitFigures
from store.people.tree import Level, tree, within
from store.text import format_date, format_number, format_percent
from store.words.forms import left_out
from store.words.overview import blocker_text, call_text
from tui.framework.text_page import TextPage
from tui.framework.work_screen import EXPORT_SHOWN, Modal, fit
from tui.keys import keys
from tui.levels import ROWS
from tui.log import note_uncovered
from tui.screens.forms import sent_figures
from tui.screens.forms.people_behind import PeopleBehindScreen, Question
from tui.screens.overview.lines import unit_text
from tui.widgets.dialogs import PickOne
from tui.widgets.key_line import KeyLine
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from exporters.shown_list import ShownList
    from tui.framework.work_app import WorkApp

_NARROWEST_NAME = 22


class OverviewUnitsScreen(Modal[None]):
    """A table of units by items; ← → choose the item by which the units are ordered."""

    BINDINGS = keys(
        "overview_units",
        ("enter", "down", "Từng nơi", "Các đơn vị bên dưới khu vực, trạm đang chọn", "down"),
        ("enter", "open", "Những người còn thiếu", "Ai còn thiếu mục này"),
        ("f9", "why_not", "Vì sao chưa", "Lý do chưa của mục này ở đơn vị đang chọn"),
        ("left", "item(-1)", "Mục trước", "Xếp theo mục bên trái", "before"),
        ("right", "item(1)", "Mục sau", "Xếp theo mục bên phải", "after"),
        ("f8", "level", "Cấp", "Mỗi dòng một khu vực, một trạm hay một đơn vị"),
        ("escape", "up", "Lên một cấp", "Về bảng của cấp trên", "up"),
        ("escape", "close", "Đóng", "Về Tổng quan"),
        hidden=[EXPORT_SHOWN],
    )

    def __init__(self, item: str) -> None:
        super().__init__()
        self._first = item
        self.place = 0  # of the item that the list is ordered by
        self.tops: list[UnitFigures] = []  # whose units are shown: the rows that were opened on the way down
        self.level: Level | None = None  # what a row is; None: a unit, and there are no levels
        self.counted: tuple[UnitFigures, ...] = ()  # every unit
        self.found: tuple[UnitFigures, ...] | None = None  # the rows; None: not counted yet
        self.shown: list[UnitFigures] = []

    def compose(self) -> ComposeResult:
        """Build title, heads, list of units, and the text about the unit under the cursor."""
        with Vertical():
            yield Static("Đang đếm …", id="units-title", markup=False)
            yield Static(id="units-columns", markup=False)
            yield LineList(id="overview-units")
            yield Static(id="units-strip", markup=False)
            yield KeyLine()

    @property
    def list(self) -> LineList:
        """The widget of the list."""
        return self.query_one(LineList)

    @property
    def current(self) -> UnitFigures | None:
        """The unit under the cursor."""
        return self.shown[self.list.cursor] if self.list.cursor < len(self.shown) else None

    def on_mount(self) -> None:
        """Start counting."""
        keys = [item.key for item in checklist_items(self.store)]
        self.place = keys.index(self._first) if self._first in keys else 0
        self.list.focus()
        self._count()

    @property
    def top(self) -> int | None:
        """The id of the unit below which the shown units are; None: all units."""
        return self.tops[-1].unit_id if self.tops else None

    @property
    def levels(self) -> Sequence[Level]:
        """The levels that the table may have; none in the store of a station."""
        known = tree(self.store)
        return known.levels(self.top) if known.has_levels else []

    def _count(self) -> None:
        self.background(overview.by_unit, self._counted, group="overview-units", failed=self.dismiss)

    def _counted(self, found: tuple[UnitFigures, ...]) -> None:
        self.counted = found
        self._arrange()

    def _arrange(self) -> None:
        """Add up the counts of units for the shown level, without counting again."""
        levels, top = self.levels, self.top
        if self.level not in levels:
            self.level = levels[0] if levels else None
        if self.level is None:
            self.found = self.counted
        else:
            wanted = within(self.store, top)
            units = (each for each in self.counted if wanted is None or each.unit_id in wanted)
            self.found = overview.add_up(self.store, units, self.level, top)
        self._show()

    def _show(self) -> None:
        if self.found is None:
            return
        before = self.current
        self.shown = overview.worst_first(self.found, self.place)
        items = checklist_items(self.store)
        item = items[self.place]
        self.show_text(
            "units-title",
            f"{self._title}: {item.title}\n{len(self.shown)} {'dòng' if self.level else 'đơn vị'}, nơi thiếu nhiều nhất"
            f" trước · ← → đổi mục{f' · F8 {ROWS[self.level]}' if self.level else ''}",
        )
        heads = [f"[{each.short_title}]" if each is item else f" {each.short_title} " for each in items]
        room = self.list.region.width - self.list.bar(len(self.shown)) - 2
        for rate in (False, True):  # where counts have many digits, rates are shorter
            rows = [[self._cell(figure, rate=rate) for figure in unit.figures] for unit in self.shown]
            widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
            gap = 2 if room - sum(widths) - 2 * len(widths) >= _NARROWEST_NAME else 1
            if gap == 2:
                break
        name = max(12, room - sum(widths) - gap * len(widths))

        def line(first: str, cells: list[str]) -> str:
            fitted = (f"{cell:>{width + gap}}" for cell, width in zip(cells, widths, strict=True))
            return f"{fit(first, name):<{name}}{''.join(fitted)}"

        self.show_text("units-columns", f"  {line('Đơn vị', heads)}")
        named = [f"{unit.unit} ¹" if unit.sent else unit.unit for unit in self.shown]
        lines = list(map(line, named, rows))
        if before is not None:
            self.list.cursor = next((at for at, one in enumerate(self.shown) if one.unit_id == before.unit_id), 0)
        self.list.show_lines(len(lines), lambda at: (lines[at], False))

    def shown_list(self) -> "ShownList":
        """The units in the shown order with done and asked of each item, for a file."""
        from exporters.shown_list import ShownList

        items = checklist_items(self.store)
        rows = [(unit.unit, *map(self._cell, unit.figures)) for unit in self.shown]
        heads = ("Đơn vị", *(item.short_title for item in items))
        chosen_by = f"Xếp theo {items[self.place].title}, nơi thiếu nhiều nhất trước" if items else ""
        return ShownList(self._title, heads, rows, chosen_by)

    @property
    def _title(self) -> str:
        return self.tops[-1].unit if self.tops else "Từng đơn vị"

    @staticmethod
    def _cell(figure: ItemFigure | None, *, rate: bool = False) -> str:
        if figure is None:
            return "?"
        if not figure.applicable:
            return "–"
        if not figure.lacking:
            return "✓"
        if rate:
            return format_percent(figure.done, figure.applicable)
        return f"{format_number(figure.done)}/{format_number(figure.applicable)}"

    def on_resize(self, _: Resize) -> None:
        """Fit the columns to the new width."""
        self.call_after_refresh(self._show)

    @on(LineList.Moved)
    def _moved(self) -> None:
        """Show the text about the unit under the cursor."""
        self.show_text("units-strip", self._words())
        self.refresh_bindings()

    def _words(self) -> str:
        unit = self.current
        if unit is None:
            return "Chưa có người nào." if self.found is not None else ""
        figure = unit.figures[self.place]
        item = checklist_items(self.store)[self.place].short_title
        text = f"{unit.unit}: số liệu gửi không có mục {item}" if figure is None else unit_text(figure, unit.unit)
        if unit.units[1:]:
            by_counts = f", trong đó {len(unit.sent)} đơn vị gửi số liệu, không có tên (¹)" if unit.sent else ""
            return f"{text}\n{format_number(len(unit.units))} đơn vị có người{by_counts}. Enter: từng nơi"
        if unit.sent:
            origin = unit.sent[0].origin
            remark = f". {left_out(origin)}" if origin.left_out else ""
            day = format_date(origin.data_date)
            return f"{text}\n¹ Theo số liệu đơn vị gửi ngày {day}, tệp {origin.file_name}{remark}"
        return text

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key works for the row under the cursor.

        A row may have people behind its figure, the cells of a file that its unit sent, or units that it adds up.
        """
        unit = self.current if self.is_mounted else None
        if action in ("level", "up"):
            return self.is_mounted and bool(self.levels if action == "level" else self.tops)
        if action == "close":
            return not (self.is_mounted and self.tops)
        is_sum = unit is not None and bool(unit.units[1:])
        if action == "down":
            return is_sum
        if action == "why_not":
            return not is_sum
        if action != "open":
            return True
        figure = unit.figures[self.place] if unit is not None else None
        return not is_sum and figure is not None and figure.lacking > 0

    def action_item(self, by: int) -> None:
        """Order the units by another item."""
        self.place = (self.place + by) % len(checklist_items(self.store))
        self.list.cursor = 0
        self.shown = []
        self._show()

    def action_level(self) -> None:
        """Show the rows of the next level."""
        levels = self.levels
        self.level = levels[(levels.index(self.level) + 1) % len(levels)] if self.level in levels else None
        self._show_anew()

    def action_up(self) -> None:
        """Go back to the table from which this one was opened."""
        self._go(below=None)

    def _go(self, below: UnitFigures | None) -> None:
        """Show the units below a row; None: the table above again."""
        if below is not None:
            self.tops.append(below)
        else:
            self.tops.pop()
        self.level = None  # the highest that there is
        self._show_anew()

    def _show_anew(self) -> None:
        self.shown, self.list.cursor = [], 0
        self._arrange()

    def action_why_not(self) -> None:
        """Show the reasons of the item in the unit under the cursor."""
        from tui.screens.overview.why_not import WhyNotScreen

        if self.current is not None:
            item = checklist_items(self.store)[self.place].key
            unit_id = (self.current.units or (self.current,))[0].unit_id
            self.app.push_screen(WhyNotScreen(item, unit_id), lambda _: self._count())

    def action_down(self) -> None:
        """Show the units of the area or station under the cursor."""
        if self.current is not None:
            self._go(below=self.current)

    def action_open(self) -> None:
        """List the people of the unit who lack the item, or show the cells of its file."""
        unit = self.current
        if unit is None:
            return
        item = checklist_items(self.store)[self.place]
        if unit.sent:
            self.app.push_screen(TextPage(*sent_figures.behind_lacking(self.store, unit.sent[0].origin, item.key)))
            return
        ids = partial(
            blockers.people_lacking, item_key=item.key, units=[each.unit_id for each in unit.units or (unit,)]
        )
        question = Question(f"{unit.unit}: chưa {item.short_title}", item.key, ids)
        self.app.push_screen(PeopleBehindScreen(question), lambda _: self._count())


async def answer_call(app: "WorkApp", call: Call) -> None:
    """Show what a unit lacks by reason, then the people of the chosen reason.

    Repeats until the unit lacks nothing or the person closes the list.
    """
    current: Call | None = call
    if call.contact and cover_numbers(call.contact) != call.contact:
        note_uncovered("contact")
    while current is not None:
        options = [(each, blocker_text(each)) for each in current.groups]
        title = f"{current.unit}: còn thiếu gì"
        chosen = await app.push_screen_wait(PickOne(title, options, body=call_text(current, is_whole=True)))
        if not isinstance(chosen, Blocker):
            return
        if chosen.origin is None:
            await app.push_screen_wait(PeopleBehindScreen(_question(chosen, call_text(current, is_whole=True))))
        else:
            _show_file(app, chosen)
            return
        current = await app.in_background(partial(_again, unit_id=call.unit_id))


def _again(store: Store, unit_id: int) -> Call | None:
    return next((each for each in overview.read(store, clock.now()).calls if each.unit_id == unit_id), None)


def _question(group: Blocker, whom: str) -> Question:
    title = f"{group.unit}: chưa {group.item.short_title} – {group.reason}"
    ids = partial(blockers.people_of, blocker=group)
    return Question(title, group.item.key, ids, remark=f"{whom}." if whom else "")


def _show_file(app: "WorkApp", group: Blocker) -> None:
    assert group.origin is not None  # noqa: S101 - asked of such groups only
    app.push_screen(TextPage(*sent_figures.behind_lacking(app.store, group.origin, group.item.key)))
