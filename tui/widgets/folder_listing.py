"""Lists a folder, or the places where files arrive; run in a thread, since a drive may never answer."""

import asyncio
import contextlib
import os
import string
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from store.errors import reason_text
from store.frozen import frozen
from store.text import format_date, format_number

#: Where files arrive: Zalo keeps what it receives in a folder of its own.
_OWN = ("Downloads", "Documents/Zalo Received Files", "Documents", "Desktop", "OneDrive/Desktop", "OneDrive/Documents")
_MOUNTS = ("/media", "/run/media", "/mnt", "/Volumes")
_PATIENCE = 0.3  # seconds within which a drive says whether anything is in it

Answer = TypeVar("Answer")


@frozen
class Entry:
    """A file or a folder as the list shows it."""

    path: Path
    is_folder: bool
    size: str = ""  # "12 KB"
    changed: str = ""  # "23/06/2026 14:05", as far as the system can tell


@frozen
class Listing:
    """What was found at a path."""

    entries: tuple[Entry, ...] = ()
    message: str = ""  # why there are none, in Vietnamese
    is_file: bool = False


def look(folder: Path | None) -> Listing:
    """List a folder: folders first, then files that may be tables; None: the drives and usual folders."""
    from importers.grids.files import is_candidate, natural_order

    if folder is None:
        return Listing(tuple(Entry(path, is_folder=True) for path in places()))
    try:
        if folder.is_file():
            return Listing(is_file=True)
        inside = list(folder.iterdir())
        folders = [path for path in inside if path.is_dir() and not path.name.startswith((".", "$"))]
        files = [path for path in inside if is_candidate(path)]
    except OSError as error:
        return Listing(message=f"Không mở được thư mục: {reason_text(error)}")
    in_order = [sorted(kind, key=lambda path: natural_order(Path(path.name))) for kind in (folders, files)]
    return Listing((*(Entry(path, is_folder=True) for path in in_order[0]), *map(_of_file, in_order[1])))


def _of_file(path: Path) -> Entry:
    try:
        found = path.stat()
    except OSError:
        return Entry(path, is_folder=False)
    size = f"{format_number(max(1, found.st_size // 1024))} KB"
    try:
        changed = datetime.fromtimestamp(found.st_mtime).isoformat()[:16]  # noqa: DTZ006 - shown as local
    except (OSError, OverflowError, ValueError):  # before 1970 on Windows, a clock that was never set
        return Entry(path, is_folder=False, size=size)
    return Entry(path, is_folder=False, size=size, changed=format_date(changed))


def places() -> list[Path]:
    """The places where files arrive: drives on Windows, mounted sticks elsewhere, and the person's own folders."""
    found: list[Path] = []
    if sys.platform == "win32":
        found += drives()
    else:
        for mount in map(Path, _MOUNTS):
            for depth in ("*", "*/*"):
                found += [path for path in sorted(mount.glob(depth)) if os.path.ismount(path)]
    home = Path.home()
    found += [folder for name in _OWN if (folder := home / name).is_dir()]
    return [*found, home]


def drives(is_there: Callable[[Path], bool] = Path.exists) -> list[Path]:
    """The drives of Windows that hold a disk, all asked at once; one that has not answered in time is included."""
    letters = [Path(f"{letter}:\\") for letter in string.ascii_uppercase]
    empty: set[Path] = set()

    def ask(drive: Path) -> None:
        if not is_there(drive):
            empty.add(drive)

    asked = [threading.Thread(target=ask, args=(drive,), daemon=True) for drive in letters]
    for thread in asked:
        thread.start()
    end = time.perf_counter() + _PATIENCE
    for thread in asked:
        thread.join(max(0.0, end - time.perf_counter()))
    return [drive for drive in letters if drive not in empty]


def in_thread(work: Callable[[], Answer]) -> "asyncio.Future[Answer]":
    """Start some work in a thread that does not keep the program from ending; answers its future."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Answer] = loop.create_future()

    def answer() -> None:
        result = work()
        with contextlib.suppress(RuntimeError):  # the program has ended
            loop.call_soon_threadsafe(lambda: None if future.done() else future.set_result(result))

    threading.Thread(target=answer, daemon=True).start()
    return future
