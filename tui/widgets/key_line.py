"""The bottom line: a message for a while, else the keys that work now and what Ctrl+Z would take back.

In a wide window it names more keys of the screen, as many as there is room for.
"""

import re
import textwrap
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App
from textual.binding import ActiveBinding
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.keys import TypingField
from tui.styles import css_of
from tui.widgets.store_errors import SurvivesStoreErrors

SHOWN = 5  # keys that stand there wherever they fit; others where there is room left
_LEAST_KEYS = 3  # that stay beside what Ctrl+Z would take back
_UNDO = " Ctrl+Z "
_UNDO_WORDS = 7  # letters around what it would take back
_LEAST_UNDO = 24  # letters of what it would take back
#: Keys that do something; others move or type, and Ctrl+Z has a place of its own.
_WORTH_NAMING = re.compile(r"f\d+|ctrl\+[a-x]")


Named = tuple[str, str, str]  # a key, as it is called, what it does


class KeyLine(SurvivesStoreErrors, Widget):
    """Shows on one line the keys of the screen that work now and ask to be shown.

    Textual's own footer is a widget for each key, and makes all of them anew each time the focus moves: 20 ms at the
    start and at the first letter of each search. This is one widget that paints one line.
    """

    DEFAULT_CSS = css_of("KeyLine")
    COMPONENT_CLASSES = {"key-line--key", "key-line--said"}  # noqa: RUF012 - as Textual declares it
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[Named] = []
        self._others: list[Named] = []  # those of the screen that ask for no place here, the useful ones first
        self._said = ""
        self._undo = ""  # what Ctrl+Z would take back

    def on_mount(self) -> None:
        """Subscribe to changes of the screen's keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self._changed(self.screen)

    def on_unmount(self) -> None:
        """End the subscription to the screen's keys."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _changed(self, screen: Screen[object]) -> None:
        if screen is not self.screen:
            return
        keys: dict[str, Named] = {}
        others: dict[str, Named] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if not active.enabled or binding.action in keys:
                continue
            named = (binding.key, self.app.get_key_display(binding), binding.description)
            if binding.show:
                keys[binding.action] = named
            elif _is_of_screen(active) and binding.description not in others:
                others[binding.description] = named
        shown = list(keys.values())
        # F1 is always among them: it tells of all the others.
        help_key = [key for key in shown if key[0] == "f1"]
        useful = [key for key in shown if key[0] != "f1"]
        shown, rest = useful[: SHOWN - len(help_key)] + help_key, [*useful[SHOWN - len(help_key) :], *others.values()]
        if (shown, rest) != (self._keys, self._others):
            self._keys, self._others = shown, rest
            self.refresh()

    def say(self, text: str) -> None:
        """Show a message instead of the keys, on as many lines as it needs; "" shows the keys again."""
        if text != self._said:
            self._said = text
            self.styles.height = max(1, len(self._lines()))
            self.refresh()

    def show_undo(self, words: str) -> None:
        """Show at the right what Ctrl+Z would take back; "" shows nothing."""
        if words != self._undo:
            self._undo = words
            self.refresh()

    def _lines(self) -> list[str]:
        return textwrap.wrap(" ".join(self._said.split()), max(20, self.size.width - 2))

    def _fitting(self) -> list[Named]:
        """The keys that fit; F1, which lists the others, stays the last one."""
        keys = list(self._keys)
        while len(keys) > 1 and _width(keys) > self.size.width:
            del keys[-2]
        beside = len(_UNDO) + min(_LEAST_UNDO, cell_len(self._undo) + 4) if self._undo else 0
        while len(keys) > _LEAST_KEYS and _width(keys) + beside > self.size.width:
            del keys[-2]
        undo = len(_UNDO) + cell_len(self._undo) + _UNDO_WORDS if self._undo else 0
        for key in self._others if len(keys) == len(self._keys) else ():
            if _width([*keys, key]) + undo <= self.size.width:
                keys.insert(len(keys) - 1, key)
        return keys

    def _undo_segments(self, room: int, key: Style, base: Style) -> list[Segment]:
        """`Ctrl+Z bỏ “Cao Tấn An: BHYT ✓”` at the right of `room` cells, cut with …; [] if too narrow."""
        words = f"bỏ “{self._undo}” "
        room -= len(_UNDO)
        if not self._undo or room < min(_LEAST_UNDO, cell_len(words)):
            return []
        if cell_len(words) > room:
            words = f"{set_cell_size(words, room - 3)}…” "
        return [Segment(" " * (room - cell_len(words)), base), Segment(_UNDO, key), Segment(words, base)]

    def render_line(self, y: int) -> Strip:
        """Draw the message, or keys such as `1–9 Đổi mục  Enter Mở …`."""
        base = self.rich_style
        if self._said:
            lines = self._lines()
            text = f" {lines[y]}" if y < len(lines) else ""
            style = base + self.get_component_rich_style("key-line--said", partial=True)
            return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, style)
        key_style = base + self.get_component_rich_style("key-line--key", partial=True)
        segments: list[Segment] = []
        for _, name, description in self._fitting():
            segments += [Segment(f" {name} ", key_style), Segment(f"{description} ", base)]
        segments += self._undo_segments(self.size.width - sum(each.cell_length for each in segments), key_style, base)
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        if self._said:
            return
        at = 0
        for key, name, description in self._fitting():
            at += cell_len(name) + cell_len(description) + 3
            if event.x < at:
                self.app.simulate_key(key)
                return


def _is_of_screen(active: ActiveBinding) -> bool:
    """Whether a binding is a command of the screen, neither of a field nor of the whole app."""
    binding = active.binding
    if isinstance(active.node, App | TypingField) or binding.action.startswith("app."):
        return False
    is_ours = bool(binding.id and binding.tooltip) and binding.group is None
    return is_ours and _WORTH_NAMING.fullmatch(binding.key) is not None


def _width(keys: Sequence[Named]) -> int:
    return sum(cell_len(name) + cell_len(does) + 3 for _, name, does in keys)
