"""Typing ahead: a key goes to what the keys before it have opened, however fast they came.

Textual sends a key to the widget that has the focus when the key arrives. What a command before it does, opening
a dialog or moving the focus, is done some messages later: keys of the same burst then go to the screen below, or
to a dialog that has no field yet, and are lost. Here a key that follows a command waits until the command is done.
"""

from collections import deque
from time import monotonic
from typing import Generic, TypeVar

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event, Key, Paste
from textual.screen import Screen

from tui.framework.work_screen import BaseScreen
from tui.widgets.typing_field import TypingField

Answer = TypeVar("Answer")

#: Seconds after the last step of a command in which it may have more to do: keys that are dealt with within that
#: time were waiting together, as a burst does. No hand is so fast, so no key of a person waits for nothing.
_BURST = 0.015
#: Seconds after which keys are sent on even if the command is not done: no widget may lock the keyboard.
_PATIENCE = 1.0
#: Keys that move within a widget and open nothing: a list is not to wait for itself.
_MOVES = frozenset({"up", "down", "left", "right", "pageup", "pagedown", "home", "end"})


class TypeAhead(App[Answer], Generic[Answer]):
    """An app that loses no key and gives none to the wrong screen."""

    _command_at: float | None = None  # when the last command came, until it is known to be done
    _command_in: DOMNode | None = None  # where it was sent to
    _turn = 0  # counts the waits, so that a timer knows its own
    _is_waiting = False

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[Key | Paste] = deque()

    @property
    def has_keys_waiting(self) -> bool:
        """Whether keys were pressed that nothing has got yet."""
        return bool(self._held) or self._is_waiting

    async def on_event(self, event: Event) -> None:
        """Send keys and pastes on in order, each when what was asked for before it is done."""
        if not isinstance(event, Key | Paste) or event.is_forwarded or not self.screen_stack:
            await super().on_event(event)
            if isinstance(event, Key) and self._command_at is not None:
                self._command_at = monotonic()  # a command that came back up was acted on just now
        elif self._held or self._is_waiting or self._must_wait():
            self._held.append(event)
            if not self._is_waiting:
                self._wait()
        else:
            await self._send(event)

    async def _send(self, event: Key | Paste) -> None:
        # Let the screen in front see the key first: a letter on a list belongs to the search.
        if isinstance(event, Key) and isinstance(self.screen, BaseScreen) and self.screen.address_key(event):
            return
        target = self.focused or self.screen
        only_text = isinstance(event, Paste) or (isinstance(target, TypingField) and target.is_typing(event))
        await super().on_event(event)
        was_bound = not event.is_forwarded  # a priority binding took it
        moves = isinstance(event, Key) and event.key.rpartition("+")[2] in _MOVES
        if was_bound or not (only_text or moves):
            self._command_at, self._command_in = monotonic(), target

    def _must_wait(self) -> bool:
        if not self.screen.is_mounted:
            return True
        return self._command_at is not None and monotonic() - self._command_at < _BURST

    def _wait(self) -> None:
        self._is_waiting = True
        self._turn += 1
        turn = self._turn
        self.set_timer(_PATIENCE, lambda: self._release(turn))
        self._climb(self._command_in or self.screen)

    def _climb(self, node: DOMNode) -> None:
        # A key bubbles through the queue of each ancestor up to the app, and so do the messages that it leads to.
        # Whatever goes the same way, twice through each queue, comes out behind them.
        if not node.call_later(self._climb_again, node) and node is not self:
            self._climb(node.parent or self)  # it is gone, and so is what waited in its queue

    def _climb_again(self, node: DOMNode) -> None:
        if node is self:
            self._settle(self.screen)
        elif not node.call_later(self._climb, node.parent or self):
            self._climb(node.parent or self)

    def _settle(self, screen: Screen[object]) -> None:
        # A screen reads its queue when it is mounted and has its focus.
        if not screen.call_later(self._settled, screen):
            self.call_later(self._release, self._turn)

    def _settled(self, screen: Screen[object]) -> None:
        if self.screen is not screen:
            self._settle(self.screen)
        else:
            # Once more through the app's own queue, where `Widget.focus` moves the focus.
            self.call_later(self._release, self._turn)

    async def _release(self, turn: int) -> None:
        if turn != self._turn or not self._is_waiting:
            return
        self._is_waiting = False
        self._command_at = self._command_in = None
        # The first is sent on in any case: it has waited for its turn, or for as long as a person does.
        while self._held:
            await self._send(self._held.popleft())
            if self._held and self._must_wait():
                self._wait()
                return
