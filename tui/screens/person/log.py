"""Nhật ký: what was changed about one person, newest first."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from store.database import Store
from store.field_ref import FieldRef
from store.history import Entry
from store.receiving.plan import FieldChange
from store.text import format_date
from store.words.field_values import describe
from tui.framework.work_screen import Modal
from tui.keys import keys


class PersonLog(Modal[None]):
    """The log of one person."""

    BINDINGS = keys("log", ("escape,f7", "app.pop_screen", "Đóng", "Đóng nhật ký", "close"))

    def __init__(self, name: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.person_name = name
        self.entries = entries

    def _text(self) -> str:
        return "\n".join(_line(self.store, entry) for entry in self.entries)

    def compose(self) -> ComposeResult:
        """Title, lines, keys."""
        with Vertical():
            yield Static(f"Nhật ký: {self.person_name}", classes="title", markup=False)
            with VerticalScroll():
                yield Static(self._text() or "Chưa có thay đổi nào.", markup=False)
            yield Static("↑ ↓ để xem · Esc đóng", classes="keys", markup=False)


def _line(store: Store, entry: Entry) -> str:
    when = format_date(entry.at)
    source = f" · {entry.label}" if entry.command in ("import", "undo", "redo", "import-undo") else ""
    if entry.field == "present":
        did = "thêm vào sổ" if entry.after else "xoá khỏi danh sách"
        return f"{when}  {did}{source}"
    return f"{when}  {describe(store, FieldChange(FieldRef.parse(entry.field), entry.before, entry.after))}{source}"
