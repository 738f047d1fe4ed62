"""Offers what to do with a written file (open it, open its folder, copy its path), and lists the last ones."""

import os
import sys
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from store import settings
from store.text import format_date
from tui.widgets.dialogs import Ask, Choice, PickOne

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp


class _Next(Enum):
    FILE = auto()
    FOLDER = auto()
    PATH = auto()


def offer(app: "WorkApp", title: str, path: Path) -> None:
    """Ask what to do with a written file, without waiting for the answer."""
    choices = (
        Choice("1", "Mở tệp", _Next.FILE),
        Choice("2", "Mở thư mục chứa tệp", _Next.FOLDER),
        Choice("3", "Chép đường dẫn", _Next.PATH),
    )

    def act(chosen: _Next | None) -> None:
        match chosen:
            case _Next.FILE:
                _open(app, path)
            case _Next.FOLDER:
                _open(app, path.parent)
            case _Next.PATH:
                app.copy_to_clipboard(str(path))
                app.notify(str(path), title="Đã chép đường dẫn")

    app.push_screen(Ask(title, str(path), choices), act)


def offer_recent(app: "WorkApp") -> None:
    """List the files that were exported last, and ask what to do with the chosen one."""
    recent = [(path, day) for path, day in settings.recent_exports(app.store) if Path(path).exists()]
    if not recent:
        app.notify("Chưa xuất tệp nào, hoặc các tệp đã xuất không còn ở chỗ cũ.")
        return
    options = [(path, f"{Path(path).name} · {format_date(day)} · {Path(path).parent}") for path, day in recent]

    def act(chosen: str | None) -> None:
        if chosen is not None:
            offer(app, "Tệp đã xuất", Path(chosen))

    app.push_screen(PickOne("Tệp đã xuất", options), act)


def _open(app: "WorkApp", path: Path) -> None:
    """Open a file or a folder with the computer's own program for it."""
    import shutil  # few sittings need them
    import subprocess

    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - what the person asked for
            return
        program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
        if program is not None:
            nothing = subprocess.DEVNULL
            subprocess.Popen([program, str(path)], stdout=nothing, stderr=nothing, start_new_session=True)  # noqa: S603
            return
    except OSError:
        pass  # no program for files of this kind
    app.notify(f"Máy này không có chương trình để mở. Tệp nằm ở: {path}", severity="warning", timeout=15)
