"""Holds keys back until the command before them is done, so that keys typed fast reach the dialog they are meant for.

Textual sends a key to the widget that has the focus when the key arrives. A command that opens a dialog or moves the
focus is done some messages later. Keys of the same burst (fast typing, an input method, a paste) would therefore go to
the screen below, or to a dialog that has no field yet, and be lost. A command here is any key that neither types text
into a field nor moves within a widget.
"""

from asyncio import get_running_loop
from collections import deque
from contextlib import suppress
from functools import partial
from typing import Generic, TypeVar

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event, Key, Paste
from textual.screen import Screen
from textual.timer import Timer

from tui.framework.work_screen import BaseScreen
from tui.keys import TypingField

Answer = TypeVar("Answer")

#: Seconds after which held keys are sent on even if the command is not done: no widget may lock the keyboard. A form
#: takes more than one second to close on a slow machine that is busy.
_LONGEST_WAIT = 3.0
#: Seconds after which, and turns of the loop in which, nothing is seen any more of a command that is done. To look
#: for that costs less than to follow each command.
_SOON, _TURNS = 0.01, 3
#: Keys that move within a widget and open nothing, so the keys after them need not wait.
_MOVES = frozenset({"up", "down", "left", "right", "pageup", "pagedown", "home", "end"})
_LINES = frozenset({"up", "down", "pageup", "pagedown"})


class TypeAhead(App[Answer], Generic[Answer]):
    """An app that sends each key to the screen or dialog that the keys before it opened."""

    _command_target: DOMNode | None = None  # the widget or screen that got the last command; None: it is done
    _command_number = 0
    _wait_timer: Timer | None = None
    _wait_number = 0  # numbers the waits, so that the timer of an earlier wait does not end a later one
    _is_waiting = False

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[Key | Paste] = deque()  # in the order in which they were pressed
        self._going_on: list[DOMNode] = []  # whose part of a command takes another way than `_climb`
        self._went_on = False  # since the climb began

    @property
    def has_keys_waiting(self) -> bool:
        """Whether keys were pressed that no widget has received yet."""
        return bool(self._held) or self._is_waiting

    def begin_step(self, node: DOMNode) -> None:
        """Hold keys until `end_step(node)`: the step goes through many widgets, where no climb follows it."""
        self._going_on.append(node)
        self._went_on = True

    def end_step(self, node: DOMNode) -> None:
        """End the step that `begin_step` began for the node."""
        with suppress(ValueError):  # the longest wait was over before
            self._going_on.remove(node)

    async def on_event(self, event: Event) -> None:
        """Send keys and pastes in order, each after the command before it is done; other events at once."""
        if not isinstance(event, Key | Paste) or event.is_forwarded or not self.screen_stack:
            await super().on_event(event)
        elif self._held or self._must_wait():
            self._held.append(event)
            self._wait()
        else:
            await self._send(event)

    async def _send(self, event: Key | Paste) -> None:
        # The screen in front may take the key first: a letter typed on a list goes to the search field.
        if isinstance(event, Key) and isinstance(self.screen, BaseScreen) and self.screen.address_key(event):
            return
        target = self.focused or self.screen
        only_text = isinstance(event, Paste) or (isinstance(target, TypingField) and target.is_typing(event))
        await super().on_event(event)
        was_bound = not event.is_forwarded  # a priority binding of Textual handled it
        moves = isinstance(event, Key) and event.key.rpartition("+")[2] in _MOVES
        if was_bound and isinstance(event, Key) and event.key in _LINES and self.focused is target:
            return  # done already: it is acted on as it arrives
        if was_bound or not (only_text or moves):
            self._command_target = target
            self._command_number += 1
            get_running_loop().call_later(_SOON, self._forget_command, self._command_number, _TURNS)

    def _forget_command(self, number: int, turns: int) -> None:
        """Let the next key be sent at once, if the command left no trace for a few turns of the loop.

        A worker that the command began takes its first step in the next turn.
        """
        if number != self._command_number or self._is_waiting or not self.screen_stack or self._is_at_work():
            return
        if turns:
            get_running_loop().call_soon(self._forget_command, number, turns - 1)
        else:
            self._command_target = None

    def _must_wait(self) -> bool:
        return self._is_waiting or self._command_target is not None or not self.screen.is_mounted

    def _wait(self) -> None:
        """Begin to hold keys until the command is done."""
        if self._is_waiting:
            return
        self._is_waiting = True
        self._wait_number += 1
        self._wait_timer = self.set_timer(_LONGEST_WAIT, partial(self._give_up, self._wait_number))
        self._begin_climb()

    def _is_at_work(self) -> bool:
        """Whether any widget that may take part in the command has a message in its queue."""
        target = self._command_target or self.screen
        nodes = {*filter(_is_running, target.ancestors_with_self), self.screen, self.focused or self.screen, self}
        # Who reads the queue again is through with the message before.
        idle = (not node.message_queue_size and node._message_queue.ready_event._waiters for node in nodes)
        return bool(self._going_on) or not self.screen.is_mounted or not all(idle)

    def _begin_climb(self) -> None:
        """Begin to follow the command through the message queues that its messages pass."""
        self._went_on = bool(self._going_on)
        self._climb(self._command_target or self.screen)

    def _climb(self, node: DOMNode) -> None:
        """Pass through the message queues of a node and its ancestors, twice each, up to the app.

        A key bubbles through the queue of each ancestor up to the app, and so do the messages that it causes. A call
        that goes the same way comes out after them.
        """
        if not node.call_later(self._climb_again, node) and node is not self:
            self._climb(node.parent or self)  # the node was removed, and its queue with it

    def _climb_again(self, node: DOMNode) -> None:
        if node is self:
            self._wait_for_screen(self.screen)
        elif not node.call_later(self._climb, node.parent or self):
            self._climb(node.parent or self)

    def _wait_for_screen(self, screen: Screen[object]) -> None:
        """Wait until the screen in front reads its queue: it is then mounted and has set its focus."""
        if not screen.call_later(self._screen_is_ready, screen):
            self.call_later(self._release, self._wait_number)

    def _screen_is_ready(self, screen: Screen[object]) -> None:
        self._going_on = [node for node in self._going_on if node.is_attached]
        if not self._is_waiting:  # the longest wait is over
            return
        if self._went_on:
            self._begin_climb()
        elif self.screen is not screen:
            self._wait_for_screen(self.screen)
        else:
            get_running_loop().call_soon(self._release_when_idle, self._wait_number, _TURNS)

    def _release_when_idle(self, number: int, turns: int) -> None:
        """End the wait after a few idle turns of the loop; if there is work, follow it again.

        The message with which a list reports its choice may come after the climb, and close the screen in front.
        """
        if number != self._wait_number or not self._is_waiting or not self.screen_stack:
            return
        if self._is_at_work():
            self._begin_climb()
        elif turns:
            get_running_loop().call_soon(self._release_when_idle, number, turns - 1)
        else:
            # Once more through the queue of the app, in which `Widget.focus` moves the focus.
            self.call_later(self._release, number)

    async def _release(self, number: int) -> None:
        """End the wait numbered `number`, and send the held keys up to the next command."""
        if number != self._wait_number or not self._is_waiting:
            return
        self._is_waiting = False
        self._command_target = None
        if self._wait_timer is not None:
            self._wait_timer.stop()
        # The first key is sent in any case: its command is done, or the longest wait is over.
        while self._held:
            await self._send(self._held.popleft())
            if self._held and self._must_wait():
                self._wait()
                return

    async def _give_up(self, number: int) -> None:
        if number == self._wait_number:
            self._going_on.clear()
        await self._release(number)


def _is_running(node: DOMNode) -> bool:
    """Whether a node reads its messages; the nodes of a closed screen do not."""
    return isinstance(node, App) or node.is_attached
