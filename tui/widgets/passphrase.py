"""Asks for a passphrase on the screen: before the store opens, while it is locked, and for a new one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App
from textual.widgets import Input as TextualInput

from store import driver, key_file
from store.errors import StoreError
from tui.styles import css_of
from tui.widgets.dialogs import Prompt
from tui.widgets.entry import Input
from tui.widgets.only_text import OnlyText


async def ask_new(app: App[Any], title: str = "Mật khẩu mới") -> str | None:
    """Ask twice for a new passphrase; answers None when the person cancels."""
    label = f"Ít nhất {key_file.SHORTEST} chữ; một câu dễ nhớ, gõ không dấu cũng được"
    first = await app.push_screen_wait(Prompt(title, label, "", _fault_of_new, is_secret=True))
    if first is None:
        return None

    def fault(typed: str) -> str | None:
        return None if typed == first else "Hai lần gõ khác nhau. Gõ lại, hoặc Esc để làm lại từ đầu."

    return await app.push_screen_wait(Prompt("Gõ lại mật khẩu mới", "Cho chắc", "", fault, is_secret=True))


def _fault_of_new(typed: str) -> str | None:
    return None if len(typed) >= key_file.SHORTEST else f"Phải có ít nhất {key_file.SHORTEST} chữ."


class LockedScreen(Prompt):
    """Covers the screen with one field, which only the right passphrase or recovery code closes."""

    DEFAULT_CSS = css_of("LockedScreen")

    def __init__(self, open_by: Callable[[str], object], *, may_leave: bool = False, of: str = "") -> None:
        """`open_by` raises StoreError for a wrong passphrase. `may_leave`: Esc closes the screen."""
        self._open_by = open_by
        self._may_leave = may_leave
        self.how = "Enter để mở · Esc thoát" if may_leave else "Enter để mở"
        label = f"Mật khẩu{of}, hay mã khôi phục"
        super().__init__("Sổ đang khoá", label, validate=self._fault, is_secret=True)

    def action_leave(self) -> None:
        """Close the screen without a passphrase, if `may_leave` allows it."""
        if self._may_leave:
            super().action_leave()

    def _fault(self, typed: str) -> str | None:
        try:
            self._open_by(typed)
        except StoreError as error:
            self.query_one(Input).clear()
            return error.message
        return None

    def on_input_changed(self, event: TextualInput.Changed | None = None) -> None:
        """Keep the error visible until something is typed."""
        if event is not None and not event.value:
            event.prevent_default()


class PassphraseApp(OnlyText[bool]):
    """An app that asks for the passphrase before the store is opened; answers whether it was given."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, open_by: Callable[[str], object], of: str = "") -> None:
        super().__init__()
        self._open_by = open_by
        self._of = of

    def on_mount(self) -> None:
        """Show the field for the passphrase."""
        locked = LockedScreen(self._open_by, may_leave=True, of=self._of)
        self.push_screen(locked, lambda typed: self.exit(typed is not None))


def unlocked(path: Path, of: str = "") -> bool:
    """Whether the file can be opened, after asking for its passphrase if it is encrypted."""
    return not driver.is_locked(path) or PassphraseApp(partial(key_file.unlock, path), of).run() is True
