"""Ends the app in order when its terminal is gone or a signal ends it, so that open sections are saved.

Where no signal says so, as when a connection is closed, Textual would read the end of the file for ever, with a sixth
of a processor.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from time import sleep
from typing import IO, Any

_PATIENCE = 30.0  # seconds that the app may take to keep what is being written
_STREAMS = (0, 1, 2)


def watch(leave: Callable[[], bool]) -> None:
    """Call `leave` when the terminal is gone or a signal ends the process; its second signal kills it.

    The process is killed 30 seconds after the terminal was gone in any case.
    """
    if sys.platform != "win32":  # the console of Windows ends its programs itself
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, partial(_leave_once, leave))
        Thread(target=_wait, args=(leave,), name="lost-terminal", daemon=True).start()


def write_patiently(driver: object) -> None:
    """Make Textual's driver ignore errors when it writes to a terminal that is gone.

    An error would end the driver's writer thread, and the app would then wait for that thread for ever.
    """
    terminal = getattr(driver, "_file", None)
    if terminal is not None and sys.platform != "win32":
        driver._file = _PatientFile(terminal)  # type: ignore[attr-defined]


class _PatientFile:
    """Wraps the terminal's file; drops what is written once the terminal is gone."""

    def __init__(self, terminal: IO[str]) -> None:
        self._terminal = terminal

    def __getattr__(self, name: str) -> Any:
        return getattr(self._terminal, name)

    def write(self, text: str) -> None:
        """Write the text; an OSError is ignored, since the terminal is gone then."""
        with suppress(OSError):
            self._terminal.write(text)

    def flush(self) -> None:
        """Flush the terminal; an OSError is ignored, since the terminal is gone then."""
        with suppress(OSError):
            self._terminal.flush()


def _leave_once(leave: Callable[[], bool], number: int, _: object) -> None:
    signal.signal(number, signal.SIG_DFL)
    if not leave():
        os.kill(os.getpid(), number)


def _wait(leave: Callable[[], bool]) -> None:
    from select import poll

    terminals = [stream for stream in _STREAMS if os.isatty(stream)]
    waiting = poll()
    for stream in terminals:
        waiting.register(stream, 0)  # nothing but that it was hung up
    if not terminals or not waiting.poll():
        return
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in terminals:
        os.dup2(nowhere, stream)  # what the app still paints is no error
    with suppress(RuntimeError):  # its loop is over
        leave()
    sleep(_PATIENCE)
    os._exit(1)  # whatever is cut off by it is in the store as before or as after
