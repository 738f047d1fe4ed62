"""The text fields of the program: what a Vietnamese input method sends arrives as it was typed.

Unikey sends backspaces and letters in one burst. Textual puts a letter in when the field sees the key, but runs
backspace as a binding, after the key has bubbled up: `tiếng` becomes `tieêế` (Textual issue #6605). Here every key
that edits is handled by the field itself, in the order in which the keys came.
"""

import unicodedata
from typing import ClassVar

from textual import events, widgets
from textual.binding import Binding, BindingType

#: What terminals send for the backspace key: \x7f, or \x08, which is also Ctrl+H.
BACKSPACES = ("backspace", "ctrl+h")


class Input(widgets.Input):
    """A field of one line; its value is always composed Unicode (NFC)."""

    DEFAULT_CSS = """
    Input.entry { height: 1; border: none; padding: 0 1; background: $boost; }
    Input.entry:focus { border: none; background: $primary 40%; text-style: bold; }
    """
    DEFAULT_CLASSES = "entry"  # Textual's own fields, in the command palette, keep their look
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo_typing", "Hoàn tác", id="input.undo", tooltip="Lấy lại chữ đã có trong ô", show=False),
    ]

    _KEYS: ClassVar[dict[str, str]] = {
        "backspace": "delete_left",
        "ctrl+h": "delete_left",
        "delete": "delete_right",
        "left": "cursor_left",
        "right": "cursor_right",
        "home": "home",
        "end": "end",
    }

    _before = ""

    async def _on_key(self, event: events.Key) -> None:
        action = self._KEYS.get(event.key)
        if action is not None:
            getattr(self, f"action_{action}")()
        elif event.key == "enter":
            await self.action_submit()
        else:
            return  # printable keys are handled by the base class, in the same order
        event.stop()
        event.prevent_default()

    def insert(self, text: str, index: int) -> None:
        """Put text in, composed with what stands before it."""
        composed = unicodedata.normalize("NFC", text)
        if composed and unicodedata.combining(composed[0]) and index > 0:
            together = unicodedata.normalize("NFC", self.value[index - 1] + composed)
            self.replace(together, index - 1, index)
        else:
            super().insert(composed, index)

    def validate_value(self, value: str) -> str:
        """Values set from elsewhere are composed too."""
        return unicodedata.normalize("NFC", value)

    def on_focus(self) -> None:
        """Remember what undo goes back to."""
        self._before = self.value

    def action_undo_typing(self) -> None:
        """Give back the text that was here; with nothing typed, take back the last change of data."""
        if self.value != self._before:
            self.value = self._before
            self.cursor_position = len(self.value)
        else:
            self.app.call_later(self.app.run_action, "app.undo")
