"""Reports progress about ten times a second, and stops the reading when the person asks for it."""

import time
from collections.abc import Callable

from importers.errors import Cancelled

_SLICE = 0.1  # seconds


class Pace:
    """Counts rows over all tables of a file."""

    def __init__(self, progress: Callable[[int], bool] | None) -> None:
        self._progress = progress
        self._rows = 0
        self._next = time.monotonic() + _SLICE

    def step(self, rows: int) -> None:
        """Count some rows more.

        Raises:
            Cancelled: the person stopped it.
        """
        self._rows += rows
        self.checkpoint()

    def checkpoint(self) -> None:
        """Report the rows read so far if a tenth of a second has passed.

        Raises:
            Cancelled: the person stopped it.
        """
        now = time.monotonic()
        if self._progress is not None and now >= self._next:
            self._next = now + _SLICE
            if not self._progress(self._rows):
                raise Cancelled
