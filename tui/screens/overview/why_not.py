"""Vì sao chưa: lists the reasons of an item with their counts, and the people behind each."""

from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize
from textual.widgets import Static

from store.checklist.items import checklist_items
from store.database import Store
from store.monitoring import why_not
from store.monitoring.why_not import WhyNot
from store.people import units
from store.text import format_number, format_percent
from tui.framework.work_screen import EXPORT_SHOWN, Modal, fit
from tui.keys import keys
from tui.screens.forms.people_behind import PeopleBehindScreen, Question
from tui.widgets.dialogs import PickOne
from tui.widgets.key_line import KeyLine
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from exporters.shown_list import ShownList

_EVERY_UNIT = 0
_NUMBERS = 18  # columns of how many people, and their share


class WhyNotScreen(Modal[None]):
    """The list of reasons, the most frequent first; ← → choose the item, F7 the unit."""

    BINDINGS = keys(
        "why_not",
        ("enter", "open", "Những người", "Ai chưa vì lý do này"),
        ("left", "item(-1)", "Mục trước", "Mục bên trái", "before"),
        ("right", "item(1)", "Mục sau", "Mục bên phải", "after"),
        ("f7", "unit", "Đơn vị", "Của một đơn vị, hay mọi đơn vị"),
        ("escape,f9", "close", "Đóng", "Về chỗ vừa rồi"),
        hidden=[EXPORT_SHOWN],
    )

    def __init__(self, item: str, unit_id: int | None = None) -> None:
        super().__init__()
        self.item, self.unit_id = item, unit_id
        self.found: tuple[WhyNot, ...] = ()

    def compose(self) -> ComposeResult:
        """Build title, list of reasons, the text about the reason under the cursor, and keys."""
        with Vertical():
            yield Static("Đang đếm …", id="why-title", markup=False)
            yield LineList(id="why-not")
            yield Static(id="why-strip", markup=False)
            yield KeyLine()

    @property
    def list(self) -> LineList:
        """The widget of the list."""
        return self.query_one(LineList)

    @property
    def current(self) -> WhyNot | None:
        """The reason under the cursor."""
        return self.found[self.list.cursor] if self.list.cursor < len(self.found) else None

    def on_mount(self) -> None:
        """Start counting."""
        self.list.focus()
        self._count()

    def _count(self) -> None:
        def count(store: Store) -> tuple[WhyNot, ...]:
            return why_not.why_not(store, self.item, unit_id=self.unit_id)

        self.background(count, self._counted, group="why-not", failed=self.dismiss)

    def _counted(self, found: tuple[WhyNot, ...]) -> None:
        self.found = found
        self._show()

    def _show(self) -> None:
        title = next(item.title for item in checklist_items(self.store) if item.key == self.item)
        total = sum(each.number for each in self.found)
        self.show_text(
            "why-title",
            f"Vì sao chưa: {title} · {self._where()}\n{format_number(total)} người chưa, {len(self.found)} lý do",
        )
        width = self.list.room(len(self.found)) - _NUMBERS

        def line(at: int) -> tuple[str, bool]:
            each = self.found[at]
            share = format_percent(each.number, total)
            return f"{fit(each.reason, width - 1):<{width}}{format_number(each.number):>9}{share:>9}", False

        self.list.show_lines(len(self.found), line)
        self._moved()

    def shown_list(self) -> "ShownList":
        """The reasons with their numbers and shares, to be written to a file."""
        from exporters.shown_list import ShownList

        title = next(item.title for item in checklist_items(self.store) if item.key == self.item)
        total = sum(each.number for each in self.found)
        rows = [(each.reason, each.number, format_percent(each.number, total)) for each in self.found]
        heads = ("Lý do", "Số người", "Tỷ lệ")
        return ShownList(f"Vì sao chưa: {title}", heads, rows, f"{self._where()}, {format_number(total)} người chưa")

    def _where(self) -> str:
        return "mọi đơn vị" if self.unit_id is None else units.get(self.store, self.unit_id).name

    def on_resize(self, _: Resize) -> None:
        """Fit the columns to the new width."""
        self.call_after_refresh(self._show)

    @on(LineList.Moved)
    def _moved(self) -> None:
        each = self.current
        text = "Không còn ai chưa." if each is None else each.reason
        if each is not None and each.counted:
            text += f"\n{format_number(each.counted)} người theo số liệu đơn vị gửi, không có tên."
        self.show_text("why-strip", text)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key works: people can be listed only if some of the reason are known by name."""
        return action != "open" or (self.is_mounted and self.current is not None and self.current.people > 0)

    def action_item(self, by: int) -> None:
        """Show the reasons of another item."""
        order = [item.key for item in checklist_items(self.store)]
        self.item = order[(order.index(self.item) + by) % len(order)]
        self.list.cursor = 0
        self._count()

    @work(exclusive=True, group="ask")
    async def action_unit(self) -> None:
        """Ask for the unit whose reasons are shown, or all units."""
        known = [(unit.id, unit.name) for unit in units.all_units(self.store)]
        chosen = await self.app.push_screen_wait(PickOne("Đơn vị nào?", [(_EVERY_UNIT, "Mọi đơn vị"), *known]))
        if isinstance(chosen, int):
            self.unit_id = chosen or None
            self.list.cursor = 0
            self._count()

    def action_open(self) -> None:
        """List the people who have the reason under the cursor."""
        each = self.current
        if each is None:
            return
        short = next(item.short_title for item in checklist_items(self.store) if item.key == self.item)
        ids = partial(why_not.people_of, item_key=self.item, reason=each.reason, unit_id=self.unit_id)
        title = f"{short} chưa – {each.reason} ({self._where()})"
        question = Question(title, self.item, ids, by_unit=self.unit_id is None)
        self.app.push_screen(PeopleBehindScreen(question), lambda _: self._count())
