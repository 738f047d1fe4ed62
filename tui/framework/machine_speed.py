"""Keeps input that is faster than typing (a scanned card, a paste, a held key) from acting as commands.

A card scanner types what it reads as a keyboard would, and a console may deliver a paste in the same way. On a list
each of those characters would be a command. A key that no field takes as text is therefore held until it is certain
that a person pressed it; keys that arrive as a burst are handed to the screen as one text.

A key that is held down repeats after up to a second. A key that comes again while another screen is in front than the
one it was pressed on is held too, until it is certain that it was pressed anew: what is held down to answer a question
does not act on what stands behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Generic

from textual import _time
from textual.events import Key, Paste
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from store.identifiers import read_card
from tui.framework.type_ahead import Answer, TypeAhead
from tui.framework.work_screen import BaseScreen
from tui.keys import TypingField

#: Seconds: two keys that follow each other sooner were not pressed by a person. A scanner needs 1-20 ms a character
#: (timers of Windows go in steps of 15.6), fast typing 60 and more, a key that is held down repeats every 33 ms.
GAP = 0.036
#: Characters from which on a burst is a text: two keys may be pressed together by chance.
_TEXT = 3
#: From so many on nobody else is typing, and a machine that is busy may let the rest wait for so many gaps.
_SURE, _PATIENCE = 6, 5
#: Gaps: a key that comes again sooner was not let go of. Timers that go in steps give 31 or 47 ms for a repeat of 33,
#: and nobody presses one key twice within 80.
_REPEAT = 1.5
#: Seconds until a key that is held down begins to repeat, at most: 1 is the longest that Windows offers.
_DELAY = 1.1
#: Seconds for which `ignore_keys` lasts: whoever presses a key twice by mistake has done so by then.
MOMENT = 1.0
#: Seconds: a key that comes sooner was read together with the one before.
_ONE_READ = 0.01
_ENDS_LINE = frozenset({"enter", "tab", "ctrl+j"})


@dataclass(slots=True)
class _Typed:
    """The text that is arriving in a field at machine speed, and what the field held before."""

    field: TypingField
    before: tuple[str, int] | None  # what stood there
    text: str = ""


class MachineSpeed(TypeAhead[Answer], Generic[Answer]):
    """An app that obeys keys pressed by a person, and hands bursts of keys to the screen as text."""

    def __init__(self) -> None:
        super().__init__()
        self._run: list[Key] = []  # held until the next key, or for GAP
        self._run_timer: Timer | None = None
        self._pressed: list[Key] = []  # of a run that was ended: known to be commands
        self._typed: _Typed | None = None
        self._last_key_at = 0.0
        self._last_key = ""
        self._pressed_on: Screen[Any] | None = None  # that was in front when the last key was pressed
        self._ignored_until = 0.0  # keys of before act on nothing
        self._ignores_until_pause = False
        self._pressed_since = inf  # seconds from the press of the key that the run begins with to the run
        self._is_taken = False  # the keys before were taken for a text: what was read with them is no command either
        self.is_held_down = False  # the key that is being acted on repeats because nobody let go of it

    @property
    def has_keys_waiting(self) -> bool:
        """Whether keys were pressed that no widget has received yet."""
        return bool(self._run) or super().has_keys_waiting

    def ignore_keys(self, *, until_opened: bool = False, until_pause: bool = False) -> None:
        """Ignore keys for a moment, and those that were pressed before and wait; or all until the app has opened.

        `until_pause`: for a moment since the last key, because somebody is typing and does not look.
        """
        self._ignored_until = inf if until_opened else _time.get_time() + MOMENT
        self._ignores_until_pause = until_pause

    def has_opened(self) -> None:
        """Ignore keys for a moment more, if they were ignored until now."""
        if self._ignored_until == inf:
            self.ignore_keys()

    def _since_last_key(self, event: Key | Paste) -> float:
        """Seconds from the key before to this one."""
        return event.time - self._last_key_at

    async def _press(self, event: Key | Paste) -> None:
        """Send on what a person pressed."""
        self._pressed_on = self.screen
        await super()._send(event)

    async def _send(self, event: Key | Paste) -> None:
        if event in self._pressed:
            self._pressed.remove(event)
            if event.time >= self._ignored_until:
                await self._press(event)
            return
        before = self._last_key_at, self._last_key
        since, self._last_key_at = self._since_last_key(event), event.time
        is_fast = since < self._gap
        is_same = False
        if isinstance(event, Key):
            is_same, self._last_key = event.key == self._last_key, event.key
            self.is_held_down = is_same and since < _REPEAT * GAP
        if event.time < self._ignored_until:
            if self._ignores_until_pause:
                self.ignore_keys(until_pause=True)
            return
        self._is_taken = self._is_taken and since < _ONE_READ
        if self._is_taken:
            return
        if self._run and isinstance(event, Key) and is_fast and self._goes_on(event):
            self._hold(event)
            return
        if self._run:
            left = await self._end_run()
            if self._is_taken and since < _ONE_READ:
                return
            if left or self._must_wait():
                self._last_key_at, self._last_key = before
                self._held.appendleft(event)
                self._hold_back(left)
                return
        field = self.focused
        if isinstance(event, Key) and is_same and since < _DELAY and self.screen is not self._pressed_on:
            self._hold(event, since)
        elif isinstance(field, TypingField):
            if isinstance(event, Paste) and isinstance(self.screen, BaseScreen) and self.screen.take_rows(event.text):
                return
            if isinstance(event, Paste) or not self._is_refused(field, event, is_fast=is_fast):
                await self._press(event)
        elif isinstance(event, Paste):
            self._take_text(event.text)
        elif event.is_printable and self._begins_text(event):
            await self._press(event)
            if isinstance(self.focused, TypingField):
                self._typed = _Typed(self.focused, ("", 0), event.character or "")
        elif GAP and event.is_printable:
            self._hold(event, since if is_same else inf)
        else:
            await self._press(event)

    def _goes_on(self, event: Key) -> bool:
        """Whether a key may belong to the held run: to a text, or to the repeats of a key that types none."""
        if not self._run[0].is_printable:
            return event.key == self._run[0].key
        return event.is_printable or self._is_within(event)

    def _is_within(self, event: Key) -> bool:
        """Whether Enter, Tab or Backspace belongs to the burst: only after `_TEXT` printable keys."""
        return _is_of_text(event) and sum(key.is_printable for key in self._run) >= _TEXT

    def _begins_text(self, event: Key) -> bool:
        return isinstance(self.screen, BaseScreen) and self.screen.begins_text(event)

    def _take_text(self, text: str) -> None:
        if isinstance(self.screen, BaseScreen):
            self.screen.take_text(text)
        else:
            self.notify("Chưa dán, chưa quét được khi cửa sổ này còn mở: đóng lại (Enter hay Esc) rồi làm lại.")

    # -- keys that would be commands

    def _hold(self, event: Key, pressed_since: float | None = None) -> None:
        """Hold a key of the run; `pressed_since` is given for its first: seconds since the same key came before."""
        if pressed_since is not None:
            self._pressed_since = pressed_since
        self._run.append(event)
        if self._run_timer is not None:
            self._run_timer.stop()
        self._run_timer = self.set_timer(self._gap, self._run_is_over)

    @property
    def _gap(self) -> float:
        typed = self._typed.text if self._typed is not None else ""
        if max(len(self._run), len(typed)) >= _SURE:
            return GAP * _PATIENCE
        repeats = (
            bool(self._run) and _is_one_key(self._run) and (self._pressed_since < _DELAY or len(self._run) >= _TEXT)
        )
        return GAP * _REPEAT if repeats else GAP

    async def _run_is_over(self) -> None:
        if not self.screen_stack:  # the program ends
            self._run.clear()
        elif self.message_queue_size:
            self._run_timer = self.set_timer(GAP / 4, self._run_is_over)  # the next key may be among them
        elif self._run and (left := await self._end_run()):
            self._hold_back(left)

    def _hold_back(self, events: Sequence[Key]) -> None:
        """Queue keys that wait for a command ahead of later input; they are known to be commands."""
        self._pressed += events
        self._held.extendleft(reversed(events))
        self._wait()

    async def _end_run(self) -> list[Key]:
        """Act on the keys of the held run; answers those that must wait for a command before them."""
        run, self._run = self._run, []
        if self._run_timer is not None:
            self._run_timer.stop()
        if _is_one_key(run) and self._pressed_since < (_DELAY if len(run) > 1 else _REPEAT * GAP):
            self._is_taken = True
            return []  # repeats of a key that was held down: it counted when it was pressed
        if _is_one_key(run) and len(run) >= _TEXT:
            run = run[:1]
        if sum(key.is_printable for key in run) >= _TEXT:
            self._is_taken = True
            self._take_text(_text_of(run))
            return []
        while run and not self._must_wait():
            await self._press(run.pop(0))
        return run

    # -- text of a field

    def _is_refused(self, field: TypingField, event: Key, *, is_fast: bool) -> bool:
        """Whether to withhold the Enter or Tab that ends a scanned text from the field."""
        typed = self._typed if self._typed is not None and self._typed.field is field and is_fast else None
        if event.is_printable:
            self._typed = typed or _Typed(field, field.standing())
            self._typed.text += event.character or ""
            return False
        if typed is None or not _is_of_text(event):
            self._typed = None
            return False
        if event.key not in _ENDS_LINE:
            typed.text = typed.text[:-1]
            return False
        if "|" in typed.text and read_card(typed.text) is not None and typed.before is not None:
            self._typed = None
            if isinstance(field, Widget):
                field.call_later(self._take_out, field, typed.before, typed.text)  # behind the keys that it still has
            return True
        return len(typed.text) >= _TEXT and not field.submits_bursts

    def _take_out(self, field: TypingField, before: tuple[str, int], text: str) -> None:
        field.put_back(before)
        self.call_later(self._take_text, text)


def _is_of_text(event: Key) -> bool:
    return event.key in _ENDS_LINE or event.key in ("backspace", "ctrl+h")


def _is_one_key(run: list[Key]) -> bool:
    return len({key.key for key in run}) == 1


def _text_of(run: list[Key]) -> str:
    text = ""
    for key in run:
        if key.key in _ENDS_LINE:
            text += "\n"
        elif key.is_printable:
            text += key.character or ""
        else:  # an input method takes a letter back to put in another
            text = text[:-1]
    return text
