"""The text field of several lines, apart from the one of one line: importing Textual's takes 7 ms of the start."""

import unicodedata
from typing import ClassVar

from textual import events, widgets


class TextArea(widgets.TextArea):
    """A field of several lines; its text is always composed Unicode (NFC)."""

    _KEYS: ClassVar[dict[str, str]] = {
        "backspace": "delete_left",
        "ctrl+h": "delete_left",
        "delete": "delete_right",
        "left": "cursor_left",
        "right": "cursor_right",
        "up": "cursor_up",
        "down": "cursor_down",
        "home": "cursor_line_start",
        "end": "cursor_line_end",
    }

    async def _on_key(self, event: events.Key) -> None:
        action = self._KEYS.get(event.key)
        if action is None:
            return
        getattr(self, f"action_{action}")()
        event.stop()
        event.prevent_default()

    @property
    def composed(self) -> str:
        """The text in NFC, as it is to be kept."""
        return unicodedata.normalize("NFC", self.text)
