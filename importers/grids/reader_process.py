"""Reads workbooks in a process of its own, so that a damaged file cannot harm the program.

calamine is quick and right, yet a file can make it ask for 550 GB (one stray cell in XFD1048576), run without end, or
panic. There it costs that process only; Escape ends it at once, its memory goes back, and the keys stay quick.
One process serves file after file and ends by itself when nobody asks any more.
"""

import atexit
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from importers.grids.workbook_rows import READY, Message

LONGEST_SILENCE = 6.0  # seconds without an answer from a small file
_BYTES_A_SECOND = 5_000_000  # of unpacked XML, on a weak machine; a large honest file may take its time
_LONGEST_START = 20.0  # seconds; an old disk under a virus scanner is no fault of the file's
_LOOK = 0.05  # seconds between two looks at the clock and at the person's Escape

_START = "import sys; sys.path += sys.argv[1:]; from importers.grids.workbook_rows import main; main()"


class ReaderDied(Exception):  # noqa: N818 - not an error of ours: the file did it
    """The process ended before its last message."""


class ReaderSilent(Exception):  # noqa: N818
    """The process gave no answer in the time that it has."""


class NoReader(Exception):  # noqa: N818
    """This machine does not let us start the process."""


def ask(path: Path, unpacked: int, look: Callable[[], None]) -> Generator[Message, None, None]:
    """The messages of `workbook_rows.messages`, made in the other process.

    Args:
        path: the workbook.
        unpacked: bytes that are to be read in it; the more, the longer may an answer take.
        look: called every few hundredths of a second while we wait; what it raises ends the process.

    Raises:
        ReaderDied, ReaderSilent: the file was too much for it.
        NoReader: there can be no such process.
    """
    patience = LONGEST_SILENCE + unpacked / _BYTES_A_SECOND
    reader = _Reader.take()
    done = False
    try:
        try:
            first = reader.ask(path, patience, look)
        except ReaderDied:
            if not reader.has_served:
                raise
            # It had ended meanwhile, or an earlier file had harmed it: this file may be without fault.
            reader.end()
            reader = _Reader()
            first = reader.ask(path, patience, look)
        message = first
        while True:
            done = message[0] in ("end", "refused", "failed")
            yield message
            if done:
                return
            message = reader.answer(patience, look)
    finally:
        if done:
            reader.put_back()
        else:
            reader.end()


_waiting: list["_Reader"] = []  # that nobody uses now; append and pop are atomic, whatever thread asks


class _Reader:
    """The process and the thread that listens to it."""

    @classmethod
    def take(cls) -> "_Reader":
        """An idle process, or a new one."""
        while _waiting:
            reader = _waiting.pop()
            if reader._process.poll() is None:
                return reader
            reader.end()
        return cls()

    def __init__(self) -> None:
        self.is_ready = self.has_served = False
        self._answers: queue.Queue[Message | None] = queue.Queue(maxsize=64)
        calamine = find_spec("python_calamine")
        if getattr(sys, "frozen", False) or not sys.executable or calamine is None or not calamine.origin:
            raise NoReader
        places = [str(Path(__file__).parents[2]), str(Path(calamine.origin).parents[1])]
        try:
            # -I and -S: nothing of the person's folder or environment is imported, and the start is twice as quick.
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, *places],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a panic would be printed over the screen
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise NoReader from error
        self._listener = threading.Thread(target=self._listen, daemon=True, name="reader of workbooks")
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - a pipe
        try:
            while True:
                self._answers.put(pickle.load(self._process.stdout))  # noqa: S301 - from our own process
        except Exception:  # noqa: BLE001 - cut off anywhere: it has ended, whatever the pickle says of it
            self._answers.put(None)

    def ask(self, path: Path, patience: float, look: Callable[[], None]) -> Message:
        """Ask for a file; its first message."""
        assert self._process.stdin is not None  # noqa: S101 - a pipe
        try:
            if not self.is_ready:
                self.is_ready = self.answer(_LONGEST_START, look) == READY
            pickle.dump(str(path.absolute()), self._process.stdin)
            self._process.stdin.flush()
        except (ReaderDied, ReaderSilent, OSError) as error:
            if not self.is_ready:
                raise NoReader from error
            raise ReaderDied from error
        return self.answer(patience, look)

    def answer(self, patience: float, look: Callable[[], None]) -> Message:
        """The next message."""
        until = time.monotonic() + patience
        while True:
            try:
                message = self._answers.get(timeout=_LOOK)
            except queue.Empty:
                look()
                if time.monotonic() > until:
                    raise ReaderSilent from None
                continue
            if message is None:
                raise ReaderDied
            return message

    def put_back(self) -> None:
        """Keep the process for the next file."""
        self.has_served = True
        _waiting.append(self)

    def end(self) -> None:
        """Kill the process, whatever it does, and close its pipes."""
        self._process.kill()
        while self._listener.is_alive():
            with suppress(queue.Empty):
                self._answers.get_nowait()  # the listener may stand before a full queue
            self._listener.join(0.01)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()


@atexit.register
def end_waiting() -> None:
    """End the processes that nobody uses."""
    while _waiting:
        _waiting.pop().end()
