"""What Ctrl+C copies and Ctrl+V pastes: on Windows the clipboard of the system, elsewhere what the terminal does."""

import sys
from types import ModuleType
from typing import Generic

from textual.app import App

from tui.framework.type_ahead import Answer


def of_system(app: App[Answer]) -> ModuleType | None:
    """The module that reads and writes the Windows clipboard; None on other systems, and when the app is headless."""
    if sys.platform != "win32" or app.is_headless:
        return None
    from tui.framework import windows_clipboard

    return windows_clipboard


class SharedClipboard(App[Answer], Generic[Answer]):
    """An app that shares its clipboard with other programs."""

    @property
    def clipboard(self) -> str:
        """The text that was copied last, here or in another program."""
        system = of_system(self)
        text = system.read() if system is not None else None
        return text if text is not None else super().clipboard

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text to the system's clipboard and to this program's own."""
        super().copy_to_clipboard(text)
        system = of_system(self)
        if system is not None:
            system.write(text)
