"""Lets the person choose files or a folder with the keyboard, beginning where the last choice ended."""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from store.masks import cover_in_name
from store.text import fold
from tui.keys import keys
from tui.styles import css_of
from tui.widgets.entry import Input
from tui.widgets.folder_listing import Entry, Listing, in_thread, look
from tui.widgets.line_list import LINE_KEYS, LineList
from tui.widgets.short_names import shortened

_WHOLE_PATH = re.compile(r"/|[A-Za-z]:[\\/]|\\\\")
_PATIENCE = 0.5  # seconds; keys that are pressed meanwhile wait for the folder that they are meant for


def typed_path(text: str) -> Path | None:
    """The typed or pasted text as a path; None when it is a search word and no absolute path."""
    path = text.strip().strip('"')  # as Explorer copies it
    if path.startswith("~"):
        return Path(path).expanduser()
    return Path(path) if _WHOLE_PATH.match(path) else None


def _may_be(path: Path) -> bool:
    """Whether a path may exist; a network path is assumed to exist, because asking its server may take long."""
    return str(path).startswith("\\\\") or path.exists()


class FilePicker(ModalScreen[list[Path] | None]):
    """The dialog that chooses files or a folder; answers the chosen paths, None when it is left."""

    DEFAULT_CSS = css_of("FilePicker")
    BINDINGS = keys(
        "picker",
        ("enter", "open", "Mở, nhận", "Mở thư mục, hoặc nhận tệp"),
        ("insert,ctrl+t", "mark", "Chọn", "Chọn thêm tệp này"),
        ("ctrl+a", "mark_all", "Chọn hết", "Chọn mọi tệp đang thấy", "all"),
        ("ctrl+s", "take_folder", "Nhận cả thư mục", "Nhận mọi tệp ở đây", "folder"),
        ("left", "up", "Lên một cấp", "Thư mục bên trên", "parent"),
        hidden=[
            *LINE_KEYS,
            ("right", "into", "Vào thư mục", "Mở thư mục"),
            ("f1", "app.help", "Trợ giúp", "Các phím của màn hình này"),
        ],
        priority=True,
    ) + keys("picker", ("escape", "leave", "Bỏ qua", "Không chọn gì"))

    def __init__(self, start: str = "") -> None:
        super().__init__()
        self.folder: Path | None = Path(start) if start else None
        self.entries: tuple[Entry, ...] = ()
        self.shown: list[Entry] = []
        self.marked: list[Path] = []
        self.message = ""
        self._asked: asyncio.Future[Listing] | None = None  # what has not been answered yet

    def compose(self) -> ComposeResult:
        """Build folder, filter, list and keys."""
        with Vertical():
            yield Static("Chọn tệp mà đơn vị gửi, hoặc cả thư mục", classes="title", markup=False)
            yield Static(id="picker-folder", markup=False)
            yield Input(placeholder="Gõ vài chữ để tìm, không cần dấu")
            yield LineList(id="picker-list")
            yield Static(
                "Enter mở hoặc nhận · ← lên một cấp · Ctrl+S nhận cả thư mục\n"
                "Insert chọn thêm · Ctrl+A chọn hết · Esc đóng",
                classes="keys",
                markup=False,
            )

    async def on_mount(self) -> None:
        """Focus the filter and show the first folder."""
        self.query_one(LineList).can_focus = False
        self.query_one(Input).focus()
        await self.go(self.folder, begins=True)

    async def go(self, folder: Path | None, stand_on: Path | None = None, *, begins: bool = False) -> None:
        """Show a folder, or answer with `folder` if it is a file; None: list the drives and usual folders.

        A slow drive does not block the screen. `begins`: if the folder is gone, list the drives and usual folders.
        """
        self._asked = asked = in_thread(lambda: look(folder))
        done, _ = await asyncio.wait([asked], timeout=_PATIENCE)
        if done:
            await self._show(folder, asked.result(), stand_on, begins=begins)
        else:
            self._show_entries(folder, Listing(message="đang chờ ổ đĩa trả lời; Esc: thôi"))
            self.run_worker(self._show_later(folder, asked, stand_on, begins=begins))

    async def _show_later(
        self, folder: Path | None, asked: asyncio.Future[Listing], stand_on: Path | None, *, begins: bool
    ) -> None:
        found = await asked
        if self._asked is asked:  # the person has not gone elsewhere
            await self._show(folder, found, stand_on, begins=begins)

    async def _show(self, folder: Path | None, found: Listing, stand_on: Path | None, *, begins: bool) -> None:
        self._asked = None
        if begins and folder is not None and (found.is_file or found.message):
            await self.go(None)
        elif found.is_file and folder is not None:
            self.dismiss([folder])
        else:
            self._show_entries(folder, found, stand_on)

    def _show_entries(self, folder: Path | None, found: Listing, stand_on: Path | None = None) -> None:
        self.folder, self.entries, self.message = folder, found.entries, found.message
        self.query_one(Input).value = ""
        self.filter("")
        lines = self.query_one(LineList)
        lines.cursor = 0
        places = [entry.path for entry in self.shown]
        if stand_on in places:
            lines.go_to(places.index(stand_on))

    def filter(self, typed: str) -> None:
        """Show the entries whose names contain the typed text."""
        whole = typed_path(typed)
        wanted = "" if whole is not None else fold(typed)
        # Of a drive or a place of one's own, one looks for its path.
        names = [str(entry.path) if self.folder is None else entry.path.name for entry in self.entries]
        self.shown = [entry for entry, name in zip(self.entries, names, strict=True) if wanted in fold(name)]
        lines = self.query_one(LineList)
        lines.cursor = 0
        lines.scroll_to(0, 0, animate=False)
        lines.show_lines(len(self.shown), self._line)
        self.query_one("#picker-folder", Static).update(self._folder_line(typed, whole))

    def _folder_line(self, typed: str, whole: Path | None) -> str:
        """The line with the open folder (only the end of a long path) and a remark."""
        if self.message:
            remark = self.message
        elif whole is not None:
            remark = "Enter: tới đó" if _may_be(whole) else f"Không thấy {whole.name or whole}"
        elif self.marked:
            remark = f"{len(self.marked)} tệp đã chọn, Enter: nhận"
        elif not self.shown:
            remark = "không có tên nào như vậy" if typed else "không có tệp bảng tính nào"
        else:
            remark = ""
        where = cover_in_name(str(self.folder)) if self.folder is not None else "Ổ đĩa, USB và thư mục của bạn"
        room = max(20, self.size.width * 94 // 100 - 6 - len(remark) - 3)
        if len(where) > room:
            where = f"…{where[1 - room :]}"
        return f"{where} · {remark}" if remark else where

    def _line(self, number: int) -> tuple[str, bool]:
        entry = self.shown[number]
        mark = "● " if entry.path in self.marked else "  "
        if self.folder is None:
            return f"  {cover_in_name(str(entry.path))}", False
        if entry.is_folder:
            return f"{mark}[{cover_in_name(entry.path.name)}]", False
        width = max(20, self.query_one(LineList).size.width - 33)
        name = shortened(cover_in_name(entry.path.name), width)
        return f"{mark}{name} {entry.size:>10}  {entry.changed}".rstrip(), entry.path in self.marked

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor."""
        number = self.query_one(LineList).cursor
        return self.shown[number] if number < len(self.shown) else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the entries that match what is typed."""
        self.filter(event.value)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(LineList).action_move(by)

    def action_page(self, by: int) -> None:
        """Move by a screenful."""
        self.query_one(LineList).action_page(by)

    def action_open(self) -> None:
        """Open the typed path or the folder under the cursor, or answer with the files."""
        # What was typed before Enter is still on its way to the field.
        self.call_later(self._open)

    async def _open(self) -> None:
        whole = typed_path(self.query_one(Input).value)
        if whole is not None:
            if _may_be(whole):
                await self.go(whole)
            return
        current = self.current
        if current is not None and current.is_folder:
            await self.go(current.path)
        elif self.marked:
            self.dismiss(self.marked)
        elif current is not None:
            self.dismiss([current.path])

    def action_into(self) -> None:
        """Go into the folder under the cursor."""
        self.call_later(self._into)

    async def _into(self) -> None:
        if self.current is not None and self.current.is_folder:
            await self.go(self.current.path)

    def action_up(self) -> None:
        """Go to the folder above, and from a drive to the list of places."""
        self.call_later(self._up)

    async def _up(self) -> None:
        if self.folder is None:
            return
        above = self.folder.parent
        await self.go(None if above == self.folder else above, stand_on=self.folder)

    def action_mark(self) -> None:
        """Mark the file under the cursor, or unmark it, and move down."""
        current = self.current
        if current is not None and not current.is_folder:
            if current.path in self.marked:
                self.marked.remove(current.path)
            else:
                self.marked.append(current.path)
            place = self.query_one(LineList).cursor
            self.filter(self.query_one(Input).value)
            self.query_one(LineList).go_to(place + 1)

    def action_mark_all(self) -> None:
        """Mark every file that is shown."""
        self.marked = self._files()
        self.filter(self.query_one(Input).value)

    def _files(self) -> list[Path]:
        return [entry.path for entry in self.shown if not entry.is_folder]

    def action_take_folder(self) -> None:
        """Answer with the marked files, else with what a search found, else with the open folder."""
        # What was typed before it is still on its way to the field.
        self.call_later(self._take_folder)

    def _take_folder(self) -> None:
        typed = self.query_one(Input).value
        whole, current, files = typed_path(typed), self.current, self._files()
        if self.marked:
            self.dismiss(self.marked)
        elif whole is not None and _may_be(whole):
            self.dismiss([whole])
        elif typed:
            if current is None or whole is not None:
                self.notify("Không có tên nào như vậy: chưa nhận gì. Esc: bỏ chữ đã gõ.")
            else:
                self.dismiss([current.path] if current.is_folder else files)
        elif self.folder is not None and self._asked is None:
            self.dismiss([self.folder])
        else:
            self.notify("Hãy mở một thư mục trước: Enter hoặc →.")

    def action_leave(self) -> None:
        """Clear the filter; when it is empty, close without a choice."""
        field = self.query_one(Input)
        if field.value:
            field.value = ""
        else:
            self.dismiss(None)


def chosen_folder(chosen: Sequence[Path]) -> str:
    """The folder in which the picker begins next time, from the paths chosen now."""
    first = chosen[0]
    return str(first if first.is_dir() else first.parent)
