"""Runs long work on the store in a thread with a connection of its own; stops it when its result is not wanted."""

import asyncio
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from store.database import INTERRUPTED, Store
from store.errors import InterruptedReadError
from store.history import MADE
from store.journal import Stamp
from store.opening import open_store

Result = TypeVar("Result")
_LONG = 0.2  # seconds: shorter work leaves little behind


class StoreJob(Generic[Result]):
    """Does one piece of work with a store that is opened for it and closed afterwards."""

    def __init__(
        self,
        path: Path,
        work: Callable[[Store], Result],
        made: set[Stamp] | None = None,
        restored: tuple[str | None] | None = None,
    ) -> None:
        """Prepare `work` on the store at `path`; the stamps of the changes that it makes are added to `made`.

        `restored`: as the store of the window has it, so that the work is refused where a copy took its place.
        """
        self._made = set() if made is None else made
        self._restored = restored
        self._path = path
        self._work = work
        self._lock = Lock()
        self._store: Store | None = None  # while the work goes on
        self._is_stopped = False

    def run(self) -> Result:
        """Do the work in this thread; raises InterruptedReadError when `stop` ended it before it wrote anything."""
        with open_store(self._path, must_exist=True) as store:
            with self._lock:
                if self._is_stopped:
                    raise InterruptedReadError(INTERRUPTED)
                self._store = store
            store.heed_interrupts()
            store.kept[MADE] = self._made
            store.restored = self._restored or store.restored
            try:
                return self._work(store)
            finally:
                with self._lock:
                    self._store = None

    def _run(self) -> Result:
        """Do `run`, then hand freed memory back to Linux: glibc keeps it for the thread, 10 MB for 400,000 people."""
        began = time.monotonic()
        result = self.run()
        if sys.platform == "linux" and time.monotonic() - began > _LONG:
            import ctypes

            with suppress(OSError, AttributeError):  # another C library
                ctypes.CDLL(None).malloc_trim(0)
        return result

    async def result(self) -> Result:
        """Do the work in another thread; a worker that is cancelled while it waits stops the work."""
        try:
            return await asyncio.to_thread(self._run)
        except asyncio.CancelledError:
            self.stop()
            raise

    def stop(self) -> None:
        """Interrupt the work; what it has already committed stays."""
        with self._lock:
            self._is_stopped = True
            if self._store is not None:
                self._store.interrupt()
