"""Reads workbooks in a process of its own, so that a damaged file cannot harm the program.

The library calamine reads workbooks fast and correctly, yet a file can make it allocate 550 GB (one stray cell in
XFD1048576), run without end, or panic. In a process of its own only that process is lost. Escape kills it at once, its
memory is freed, and the screen stays responsive. One process reads file after file; it ends by itself after a while
without a request (`importers.grids.workbook_rows` is what runs in it).
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

LONGEST_SILENCE = 6.0  # seconds that a small file may take for its next message
_BYTES_A_SECOND = 5_000_000  # of unpacked XML that a weak machine reads; a larger file gets more time accordingly
_LONGEST_START = 20.0  # seconds that the process may take to start: an old disk under a virus scanner is slow
_LONGEST_END = 2.0  # seconds that a killed process may take to end: one that reads from a dead drive does not
_POLL = 0.05  # seconds between two checks of the time limit and of Escape

_START = "import sys; sys.path += sys.argv[1:]; from importers.grids.workbook_rows import main; main()"


class ReaderDied(Exception):  # noqa: N818 - the file is at fault, not this program
    """The process ended before its last message."""


class ReaderSilent(Exception):  # noqa: N818
    """The process sent no message within the time limit."""


class NoReader(Exception):  # noqa: N818
    """The process cannot be started on this machine, for example in a frozen build or under a strict policy."""


def read_messages(path: Path, unpacked: int, checkpoint: Callable[[], None]) -> Generator[Message, None, None]:
    """Read a workbook in the other process; yields what `workbook_rows.messages` yields there.

    Args:
        path: the workbook.
        unpacked: size of its unpacked XML in bytes; the time limit for each message grows with it.
        checkpoint: called about 20 times a second while waiting; an exception that it raises kills the process.

    Raises:
        ReaderDied: the file crashed a newly started process.
        ReaderSilent: a message took longer than the time limit.
        NoReader: the process cannot be started on this machine.
    """
    time_limit = LONGEST_SILENCE + unpacked / _BYTES_A_SECOND
    reader = _Reader.take()
    done = False
    try:
        try:
            message = reader.request(path, time_limit, checkpoint)
        except ReaderDied:
            if not reader.has_served:
                raise
            # The process had ended meanwhile, or an earlier file had damaged it: this file may be fine. Try once more.
            reader.end()
            reader = _Reader()
            message = reader.request(path, time_limit, checkpoint)
        while True:
            done = message[0] in ("end", "refused", "failed")
            yield message
            if done:
                return
            message = reader.next_message(time_limit, checkpoint)
    finally:
        if done:
            reader.keep_for_next()
        else:
            reader.end()


def start_ahead() -> None:
    """Start a process before the first file is read: it is ready by the time that everything else is imported."""
    if not _idle:
        with suppress(NoReader):
            _idle.append(_Reader())


_idle: list["_Reader"] = []  # processes that wait for the next file; append and pop are atomic, so no lock is needed


class _Reader:
    """One reading process, and the thread that receives its messages."""

    @classmethod
    def take(cls) -> "_Reader":
        """Take an idle process, or start one."""
        while _idle:
            reader = _idle.pop()
            if reader._process.poll() is None:
                return reader
            reader.end()
        return cls()

    def __init__(self) -> None:
        self.is_ready = self.has_served = False
        self._messages: queue.Queue[Message | None] = queue.Queue(maxsize=64)
        calamine = find_spec("python_calamine")
        if getattr(sys, "frozen", False) or not sys.executable or calamine is None or not calamine.origin:
            raise NoReader
        folders = [str(Path(__file__).parents[2]), str(Path(calamine.origin).parents[1])]
        try:
            # -I and -S: nothing of the person's folder or environment is imported, and the start is twice as quick.
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, *folders],
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
                self._messages.put(pickle.load(self._process.stdout))  # noqa: S301 - from our own process
        except Exception:  # noqa: BLE001 - a process that dies can cut a pickle off anywhere
            self._messages.put(None)  # it has ended

    def request(self, path: Path, time_limit: float, checkpoint: Callable[[], None]) -> Message:
        """Ask the process to read a file, and return its first message. `time_limit` is in seconds."""
        assert self._process.stdin is not None  # noqa: S101 - a pipe
        try:
            if not self.is_ready:
                self.is_ready = self.next_message(_LONGEST_START, checkpoint) == READY
            pickle.dump(str(path.absolute()), self._process.stdin)
            self._process.stdin.flush()
        except (ReaderDied, ReaderSilent, OSError) as error:
            if not self.is_ready:
                raise NoReader from error
            raise ReaderDied from error
        return self.next_message(time_limit, checkpoint)

    def next_message(self, time_limit: float, checkpoint: Callable[[], None]) -> Message:
        """Wait at most `time_limit` seconds for the next message of the file."""
        until = time.monotonic() + time_limit
        while True:
            try:
                message = self._messages.get(timeout=_POLL)
            except queue.Empty:
                checkpoint()
                if time.monotonic() > until:
                    raise ReaderSilent from None
                continue
            if message is None:
                raise ReaderDied
            return message

    def keep_for_next(self) -> None:
        """Keep the process for the next file."""
        self.has_served = True
        _idle.append(self)

    def end(self) -> None:
        """Kill the process and close its pipes; one that the system does not end is left to it."""
        self._process.kill()
        until = time.monotonic() + _LONGEST_END
        while self._listener.is_alive() and time.monotonic() < until:
            with suppress(queue.Empty):
                self._messages.get_nowait()  # the listener may be blocked by a full queue
            self._listener.join(0.01)
        # A pipe from which the listener still reads cannot be closed.
        for pipe in (self._process.stdin, None if self._listener.is_alive() else self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_POLL if self._listener.is_alive() else _LONGEST_END)


@atexit.register
def end_idle() -> None:
    """End the processes that wait for a next file; called when the program ends."""
    while _idle:
        _idle.pop().end()
