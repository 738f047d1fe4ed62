"""Makes copies automatically while the program runs: once a day, and before much is taken back or deleted.

Each is made in a thread with a connection of its own. A failed copy gives a message and stops nothing.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from store import clock
from store.copies import backup, second_place, shelf
from store.copies.backup import Snapshot
from store.errors import StoreError


class Keeper:
    """Makes the automatic copies of one run of the program, one after the other."""

    def __init__(self, failed: Callable[[str], object]) -> None:
        """`failed` is called, from a thread, with a sentence for each new reason why a copy could not be made."""
        self.failed = failed
        self._threads: list[threading.Thread] = []
        self._one_at_a_time = threading.Lock()
        self._days: set[tuple[Path, object]] = set()  # stores and days that were seen to
        self._outside: set[tuple[Path, object]] = set()  # the same of the second place
        self._said: set[str] = set()  # why copies failed
        self._opened: set[Path] = set()  # stores beside which leftovers were swept away

    def before_writing(self, path: Path) -> None:
        """Copy the store at `path` before it is changed for the first time, if it has no copy of today."""
        if self._is_due(path):
            self._copy_now(path, "")

    def before(self, path: Path, reason: str) -> None:
        """Copy the store at `path` before much of its content is taken back or deleted."""
        self._copy_now(path, reason)

    def of_the_day(self, path: Path) -> None:
        """Make the missing copies of today, in the folder of copies and at the second place, in a thread."""
        key = path.absolute(), clock.today()
        if self._is_due(path) or (key not in self._outside and not self._is_working()):
            self._copy(path, None, "")

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the copies in work, at most `seconds` for each; answers whether all are done."""
        for thread in self._threads:
            thread.join(seconds)
        return not self._is_working()

    def _is_working(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def _is_due(self, path: Path) -> bool:
        key = path.absolute(), clock.today()
        if key in self._days:
            return False
        self._days.add(key)
        return not _has_one_of_today(path)

    def _copy_now(self, path: Path, reason: str) -> None:
        """Freeze the store at this moment, and copy it in a thread."""
        with self._telling():
            self._copy(path, Snapshot(path), reason)

    def _copy(self, path: Path, snapshot: Snapshot | None, reason: str) -> None:
        thread = threading.Thread(target=self._make, args=(path, snapshot, reason), name="copy")
        self._threads = [one for one in self._threads if one.is_alive()] + [thread]
        thread.start()

    def _make(self, path: Path, snapshot: Snapshot | None, reason: str) -> None:
        with self._one_at_a_time, self._telling():
            if path.absolute() not in self._opened:
                self._opened.add(path.absolute())
                shelf.sweep(path)
            with contextlib.closing(snapshot or Snapshot(path)) as held:
                if held.is_empty():
                    self._days.discard((path.absolute(), clock.today()))  # until there is something in it
                    return
                with self._telling():
                    if reason or not _has_one_of_today(path):
                        backup.keep(held, reason=reason)
                with self._telling():  # a disk that is full is no reason to leave the stick without a copy
                    self._make_outside(held)

    def _make_outside(self, snapshot: Snapshot) -> None:
        """Copy to the second place once a day, when it is there; a failed copy is not tried again that day."""
        key = snapshot.path.absolute(), clock.today()
        if key not in self._outside:
            try:
                if second_place.keep_there(snapshot) is not None:
                    self._outside.add(key)
            except StoreError:
                self._outside.add(key)
                raise

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        """Report each new reason of a failure in the block once, and continue after the block."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - a copy that fails stops nothing
            why = error.message if isinstance(error, StoreError) else type(error).__name__
            if why not in self._said:
                self._said.add(why)
                self.failed(f"Chưa tự sao lưu được: {why}")


def _has_one_of_today(path: Path) -> bool:
    return any(shelf.is_of_today(copy) and not copy.reason for copy in shelf.copies(path))
