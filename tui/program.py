"""Runs the program: prepares its output streams, has the store copied, and ends without a traceback."""

import errno
import gc
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO, cast

from store.errors import StoreError, reason_text
from store.masks import cover_in_message
from store.text import without_commands

if TYPE_CHECKING:
    from store.copies.keeper import Keeper
    from store.database import Store

NOT_DONE = 2  # exit code
_PATIENCE = 1.0  # seconds until it is said that a copy is still being made
_keepers: list["Keeper"] = []
_not_copied: list[str] = []  # a sentence for each copy that could not be made


def keep_copies() -> "Keeper":
    """Make the keeper that copies the store before it is changed; its failures are reported at the end."""
    from store import database
    from store.copies.keeper import Keeper

    if not _keepers:
        _keepers.append(Keeper(_not_copied.append))
        database.guard = _keepers[0]
    return _keepers[0]


def open_app(path: Path) -> int:
    """Open the app on the store at `path`; answers the exit code."""
    gc.disable()  # importing makes next to no garbage, and looking for it takes 50 ms; the app switches it on again
    from tui.app import run

    return run(path, keep_copies)


def _end_copies() -> None:
    """Wait for unfinished copies of the store, and print the reasons of those that failed."""
    for keeper in _keepers:
        if not keeper.wait(_PATIENCE):
            print_error("Đang hoàn tất bản sao lưu…")
            keeper.wait()
    for words in _not_copied:
        print_error(words)


def _what_failed(error: Exception) -> str:
    """What to say about an error that no command expects: of a disk, what is wrong with it, and what to do."""
    if not isinstance(error, OSError) or error.errno is None:
        return "Chương trình gặp lỗi nên đã dừng"
    if error.errno == errno.ENOSPC:
        return "Ổ đĩa đã đầy nên chưa ghi xong"
    where = f" {error.filename}" if isinstance(error.filename, str) else ""
    return cover_in_message(
        f"Chưa làm xong vì không đọc hay ghi được{where}: {reason_text(error)}. Hãy xem ổ đĩa hay USB còn cắm, còn chỗ"
        " và có quyền đọc, ghi không, rồi làm lại"
    )


def begin_or_open(path: Path) -> "Store":
    """Open the store at `path` for a command that may begin one, and say so when it did."""
    from store.opening import open_store

    store = open_store(path)
    if store.is_new:
        print_error(f"Ở {path.absolute()} chưa có kho dữ liệu nên đã bắt đầu một kho mới, trống.")
    return store


class _Plain:
    """Wraps an output stream and removes terminal control sequences, which a file or person's name might hold."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text without control sequences and carriage returns."""
        return self._stream.write(without_commands(text).replace("\r\n", "\n").replace("\r", ""))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts as `write` does."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        """Take every other attribute from the wrapped stream."""
        return getattr(self._stream, name)


def print_error(words: str) -> None:
    """Print a message on stderr, apart from the data on stdout."""
    print(words, file=sys.stderr, flush=True)


def run(work: Callable[[], int]) -> NoReturn:
    """Do the work and exit with the code that it answers; a failure prints a message, never a traceback."""
    # A pipe or a file on Windows would otherwise get the old code page, without Vietnamese letters.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout, sys.stderr = (
        cast("TextIO", _Plain(stream)) if stream else stream for stream in (sys.stdout, sys.stderr)
    )
    code = NOT_DONE
    try:
        code = work()
    except StoreError as error:
        print_error(f"{error.title}: {error.message}")
    except Exception as error:  # noqa: BLE001 - the last one who can tell the person
        from tui.log import write_traceback

        log = write_traceback(error)
        details = f" Chi tiết, không có dữ liệu cá nhân, nằm ở {log}." if log else ""
        print_error(f"{_what_failed(error)} ({type(error).__name__}).{details}")
    _end_copies()
    gc.freeze()  # Python looks at every object once more before it ends: a twentieth of a command
    sys.exit(code)
