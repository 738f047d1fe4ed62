"""Ghi chú là lý do: lists notes that say why an item is chưa, before they are written as its reason."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize
from textual.widgets import Static

from store.checklist.items import checklist_items
from store.database import Store
from store.masks import cover_numbers
from store.people import staff
from store.text import format_number
from tui.framework.work_screen import Modal, fit
from tui.keys import keys
from tui.widgets.key_line import KeyLine
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from importers.deciding.reason_words import NotedReason

_ITEM = 8  # columns of an item's short title


class NotesScreen(Modal[None]):
    """Lists people whose note gives a reason; Ctrl+S writes all reasons, Delete leaves a person out."""

    BINDINGS = keys(
        "notes",
        ("ctrl+s", "take", "Ghi làm lý do", "Ghi lý do cho mọi người trong danh sách này"),
        ("delete", "leave_out", "Bỏ người này", "Không lấy Ghi chú của người đang chọn"),
        ("escape", "close", "Đóng", "Đóng, không đổi gì"),
    )

    def __init__(self, unit_id: int | None) -> None:
        super().__init__()
        self._unit_id = unit_id
        self.found: Sequence[NotedReason] = ()

    def compose(self) -> ComposeResult:
        """Build title, list, the text about the person under the cursor, and keys."""
        with Vertical():
            yield Static("Đang tìm …", id="notes-title", markup=False)
            yield LineList(id="notes-list")
            yield Static(id="notes-strip", markup=False)
            yield KeyLine()

    @property
    def list(self) -> LineList:
        """The widget of the list."""
        return self.query_one(LineList)

    def on_mount(self) -> None:
        """Start looking through the notes."""
        self.list.focus()

        def find(store: Store) -> "Sequence[NotedReason]":
            from importers.deciding.reason_words import reasons_in_notes

            return reasons_in_notes(store, self._unit_id)

        self.background(find, self._show, group="notes", failed=self.dismiss)

    def _show(self, found: "Sequence[NotedReason]") -> None:
        self.found = found
        number = format_number(len({each.staff_id for each in found}))
        title = f"Ghi chú của {number} người nói vì sao chưa. Ctrl+S: ghi làm lý do của mục ấy."
        self.show_text("notes-title", title if found else "Không có Ghi chú nào là lý do còn thiếu.")
        self._fit()

    def _fit(self) -> None:
        titles = {item.key: item.short_title for item in checklist_items(self.store)}
        name = (self.list.size.width - _ITEM - 4) * 2 // 5

        def line(at: int) -> tuple[str, bool]:
            each = self.found[at]
            room = self.list.size.width - name - _ITEM - 4
            reason = fit(cover_numbers(each.reason), room)
            return f"{fit(each.full_name, name):<{name}} {titles[each.item]:<{_ITEM}}{reason}", False

        self.list.show_lines(len(self.found), line)
        self.on_line_list_moved()

    def on_resize(self, _: Resize) -> None:
        """Fit the columns to the new width."""
        self.call_after_refresh(self._fit)

    def on_line_list_moved(self) -> None:
        """Show the note of the person under the cursor."""
        each = self.found[self.list.cursor] if self.list.cursor < len(self.found) else None
        text = "" if each is None else f"{each.full_name} · {each.unit}\nGhi chú: {cover_numbers(each.note)}"
        self.show_text("notes-strip", text)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key works: writing and leaving out need a person in the list."""
        return action not in ("take", "leave_out") or bool(self.found)

    def action_leave_out(self) -> None:
        """Take the line under the cursor off the list; its reason is not written."""
        self._show([each for at, each in enumerate(self.found) if at != self.list.cursor])

    def action_take(self) -> None:
        """Write the reasons as one step of undo."""
        by_reason: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for each in self.found:
            by_reason[each.item, each.reason].append(each.staff_id)
        number = format_number(len({each.staff_id for each in self.found}))
        staff.give_reasons(self.store, f"Lấy lý do từ Ghi chú: {number} người", by_reason)
        self.notify(f"Đã ghi lý do cho {number} người. Ctrl+Z: lấy lại.")
        self.dismiss(None)
