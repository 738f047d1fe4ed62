"""Work with the store that takes a while: in a thread, with a store of its own, and stopped when nobody wants it."""

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
from store.opening import open_store

Result = TypeVar("Result")
_LONG = 0.2  # seconds: shorter work leaves little behind


class StoreJob(Generic[Result]):
    """One piece of work with a store that is opened for it and closed behind it."""

    def __init__(self, path: Path, work: Callable[[Store], Result], made: set[int] | None = None) -> None:
        """`made`: where the numbers of the changes that it makes are noted."""
        self._made = set() if made is None else made
        self._path = path
        self._work = work
        self._lock = Lock()
        self._store: Store | None = None  # while the work goes on
        self._is_stopped = False

    def run(self) -> Result:
        """Do the work in this thread; after `stop` an InterruptedReadError says that nothing was written."""
        with open_store(self._path, must_exist=True) as store:
            with self._lock:
                if self._is_stopped:
                    raise InterruptedReadError(INTERRUPTED)
                self._store = store
            store.heed_interrupts()
            store.kept[MADE] = self._made
            try:
                return self._work(store)
            finally:
                with self._lock:
                    self._store = None

    def _run(self) -> Result:
        """`run`, and what it took of memory goes back: glibc keeps it for a thread, some 10 MB of 400,000 people."""
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
