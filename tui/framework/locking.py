"""Locks the screen of an encrypted store, by a key or after idle minutes, until the passphrase is given.

The program goes on behind the locked screen; a screen that it opens meanwhile is shown after unlocking.
"""

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from time import monotonic
from typing import Any, Generic

from textual.await_complete import AwaitComplete
from textual.events import Event, InputEvent
from textual.screen import Screen

from tui.framework.machine_speed import MachineSpeed
from tui.framework.type_ahead import Answer


class Locking(MachineSpeed[Answer], Generic[Answer]):
    """An app whose screen can be locked."""

    def __init__(self) -> None:
        super().__init__()
        self._locked: Screen[Any] | None = None
        self._last_input = monotonic()
        self._waiting: list[Callable[[], object]] = []  # screens that are to come up when it is open again

    @property
    def is_locked(self) -> bool:
        """Whether the screen is locked."""
        return self._locked is not None

    def lock(self, open_by: Callable[[str], object]) -> None:
        """Cover the screen until `open_by` accepts the typed passphrase; it raises StoreError for a wrong one."""
        if self._locked is None:
            from tui.widgets.passphrase import LockedScreen

            locked = LockedScreen(open_by)
            self.push_screen(locked, self._unlocked)
            self._locked = locked

    def _unlocked(self, _: object) -> None:
        self._locked = None
        self._last_input = monotonic()
        self.ignore_keys()  # Enter may be held down, or pressed twice: it was for the passphrase
        waiting, self._waiting = self._waiting, []
        for push in waiting:
            push()

    def is_idle_for(self, seconds: float) -> bool:
        """Whether for that many seconds no key was pressed and the mouse was not used."""
        return monotonic() - self._last_input >= seconds

    async def on_event(self, event: Event) -> None:
        """Note the time of the last key or mouse event."""
        if isinstance(event, InputEvent):
            self._last_input = monotonic()
        await super().on_event(event)

    def push_screen(
        self, screen: Any, callback: Any = None, wait_for_dismiss: bool = False, *, mode: str | None = None
    ) -> Any:
        """Show a screen; while the program is locked, wait until it is unlocked."""
        push = partial(super().push_screen, screen, callback, wait_for_dismiss, mode=mode)
        if self._locked is None:
            return push()
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        context = copy_context()  # whoever asks is a worker, which Textual looks up there

        def hand_on(done: asyncio.Future[Any]) -> None:
            if not answer.done() and not done.cancelled():
                answer.set_result(done.result())

        def push_later() -> None:
            pushed = context.run(push)
            if isinstance(pushed, asyncio.Future):
                pushed.add_done_callback(hand_on)

        self._waiting.append(push_later)
        return answer if wait_for_dismiss else AwaitComplete()
