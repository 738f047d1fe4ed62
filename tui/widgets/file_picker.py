"""Choosing files or a folder with the keyboard; begins where the last choice ended."""

import os
import re
import string
import sys
from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from store.errors import reason_text
from store.text import fold, format_date, format_number
from tui.keys import keys
from tui.styles import css_of
from tui.widgets.entry import Input
from tui.widgets.line_list import LINE_KEYS, LineList
from tui.widgets.short_names import shortened

#: Where files arrive: Zalo keeps what it receives in a folder of its own.
_OWN = ("Downloads", "Documents/Zalo Received Files", "Documents", "Desktop", "OneDrive/Desktop", "OneDrive/Documents")
_WHOLE_PATH = re.compile(r"/|[A-Za-z]:[\\/]|\\\\")
_MOUNTS = ("/media", "/run/media", "/mnt", "/Volumes")


def places() -> list[Path]:
    """Where files may come from: drives on Windows, mounted sticks elsewhere, and the person's own folders."""
    found: list[Path] = []
    if sys.platform == "win32":
        found += [drive for letter in string.ascii_uppercase if (drive := Path(f"{letter}:\\")).exists()]
    else:
        for mount in map(Path, _MOUNTS):
            for depth in ("*", "*/*"):
                found += [path for path in sorted(mount.glob(depth)) if os.path.ismount(path)]
    home = Path.home()
    found += [folder for name in _OWN if (folder := home / name).is_dir()]
    return [*found, home]


def typed_path(text: str) -> Path | None:
    """What was typed or pasted, where it is a whole path and no word to look for."""
    path = text.strip().strip('"')  # as Explorer copies it
    if path.startswith("~"):
        return Path(path).expanduser()
    return Path(path) if _WHOLE_PATH.match(path) else None


class FilePicker(ModalScreen[list[Path] | None]):
    """Files and folders; answers what was chosen, None when it was left."""

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
        folder = Path(start) if start else None
        self.folder: Path | None = folder if folder is not None and folder.is_dir() else None
        self.entries: list[Path] = []
        self.shown: list[Path] = []
        self.marked: list[Path] = []
        self.message = ""

    def compose(self) -> ComposeResult:
        """Folder, filter, list, keys."""
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

    def on_mount(self) -> None:
        """Show the folder; typing filters at once."""
        self.query_one(LineList).can_focus = False
        self.query_one(Input).focus()
        self.go(self.folder)

    def go(self, folder: Path | None, stand_on: Path | None = None) -> None:
        """Show a folder; None: the places where files may come from."""
        from importers.grids.files import is_candidate, natural_order

        self.message = ""
        if folder is None:
            self.entries = places()
        else:
            try:
                inside = list(folder.iterdir())
                folders = [path for path in inside if path.is_dir() and not path.name.startswith((".", "$"))]
                files = [path for path in inside if is_candidate(path)]
            except OSError as error:
                self.message = f"Không mở được thư mục: {reason_text(error)}"
                folders, files = [], []
            self.entries = [
                path for kind in (folders, files) for path in sorted(kind, key=lambda p: natural_order(Path(p.name)))
            ]
        self.folder = folder
        self.query_one(Input).value = ""
        self.filter("")
        self.query_one(LineList).cursor = 0
        if stand_on in self.shown:
            self.query_one(LineList).go_to(self.shown.index(stand_on))

    def filter(self, typed: str) -> None:
        """Show the entries whose names hold what is typed."""
        whole = typed_path(typed)
        wanted = "" if whole is not None else fold(typed)
        # Of a drive or a place of one's own, one looks for its path.
        names = [str(path) if self.folder is None else path.name for path in self.entries]
        self.shown = [path for path, name in zip(self.entries, names, strict=True) if wanted in fold(name)]
        lines = self.query_one(LineList)
        lines.cursor = 0
        lines.scroll_to(0, 0, animate=False)
        lines.show_lines(len(self.shown), self._line)
        self.query_one("#picker-folder", Static).update(self._told(typed, whole))

    def _told(self, typed: str, whole: Path | None) -> str:
        """Where one is, and what is to be said of it; of a long path the end."""
        if self.message:
            remark = self.message
        elif whole is not None:
            remark = "Enter: tới đó" if whole.exists() else f"Không thấy {whole.name or whole}"
        elif self.marked:
            remark = f"{len(self.marked)} tệp đã chọn, Enter: nhận"
        elif not self.shown:
            remark = "không có tên nào như vậy" if typed else "không có tệp bảng tính nào"
        else:
            remark = ""
        where = str(self.folder) if self.folder is not None else "Ổ đĩa, USB và thư mục của bạn"
        room = max(20, self.size.width * 94 // 100 - 6 - len(remark) - 3)
        if len(where) > room:
            where = f"…{where[1 - room :]}"
        return f"{where} · {remark}" if remark else where

    def _line(self, number: int) -> tuple[str, bool]:
        path = self.shown[number]
        mark = "● " if path in self.marked else "  "
        if self.folder is None:
            return f"  {path}", False
        if path.is_dir():
            return f"{mark}[{path.name}]", False
        try:
            found = path.stat()
        except OSError:
            return f"{mark}{path.name}", path in self.marked
        from datetime import datetime

        day = format_date(datetime.fromtimestamp(found.st_mtime).isoformat()[:16])  # noqa: DTZ006 - shown as local
        size = f"{format_number(max(1, found.st_size // 1024))} KB"
        width = max(20, self.query_one(LineList).size.width - 33)
        return f"{mark}{shortened(path.name, width)} {size:>10}  {day}", path in self.marked

    @property
    def current(self) -> Path | None:
        """What the cursor is on."""
        number = self.query_one(LineList).cursor
        return self.shown[number] if number < len(self.shown) else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list while one types."""
        self.filter(event.value)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(LineList).action_move(by)

    def action_page(self, by: int) -> None:
        """Move by a screenful."""
        self.query_one(LineList).action_page(by)

    def action_open(self) -> None:
        """Open a folder, or answer with the files."""
        # What was typed before Enter is still on its way to the field.
        self.call_later(self._open)

    def _open(self) -> None:
        whole = typed_path(self.query_one(Input).value)
        current = whole if whole is not None else self.current
        if current is None:
            return
        if current.is_dir():
            self.go(current)
        elif self.marked and whole is None:
            self.dismiss(self.marked)
        elif current.is_file():
            self.dismiss([current])

    def action_into(self) -> None:
        """Into the folder under the cursor."""
        if self.current is not None and self.current.is_dir():
            self.go(self.current)

    def action_up(self) -> None:
        """To the folder above, and from a drive to the list of places."""
        if self.folder is None:
            return
        above = self.folder.parent
        self.go(None if above == self.folder else above, stand_on=self.folder)

    def action_mark(self) -> None:
        """Choose this file too."""
        current = self.current
        if current is not None and current.is_file():
            if current in self.marked:
                self.marked.remove(current)
            else:
                self.marked.append(current)
            place = self.query_one(LineList).cursor
            self.filter(self.query_one(Input).value)
            self.query_one(LineList).go_to(place + 1)

    def action_mark_all(self) -> None:
        """Choose every file that is shown."""
        self.marked = [path for path in self.shown if path.is_file()]
        self.filter(self.query_one(Input).value)

    def action_take_folder(self) -> None:
        """Answer with what is marked; where one looked for something, with what was found; else with the folder."""
        # What was typed before it is still on its way to the field.
        self.call_later(self._take_folder)

    def _take_folder(self) -> None:
        typed = self.query_one(Input).value
        files = [path for path in self.shown if path.is_file()]
        if self.marked:
            self.dismiss(self.marked)
        elif typed and self.current is not None and (self.current.is_dir() or files):
            self.dismiss([self.current] if self.current.is_dir() else files)
        elif self.folder is not None:
            self.dismiss([self.folder])
        else:
            self.notify("Hãy mở một thư mục trước: Enter hoặc →.")

    def action_leave(self) -> None:
        """Look for nothing any more; then choose nothing."""
        field = self.query_one(Input)
        if field.value:
            field.value = ""
        else:
            self.dismiss(None)


def chosen_folder(chosen: Sequence[Path]) -> str:
    """Where the picker is to begin next time."""
    first = chosen[0]
    return str(first if first.is_dir() else first.parent)
