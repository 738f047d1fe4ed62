"""Where a passphrase is typed: before the store is opened, on the locked screen, and a new one."""

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


async def ask_new(app: App[Any], title: str = "Mật khẩu mới") -> str | None:
    """A new passphrase, typed twice; None: the person gave it up."""
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
    """Nothing of the store, and one field, which nothing but the right passphrase or recovery code leaves."""

    DEFAULT_CSS = css_of("LockedScreen")

    def __init__(self, open_by: Callable[[str], object], *, may_leave: bool = False, of: str = "") -> None:
        """`open_by` raises StoreError where what was typed is wrong. `may_leave`: Esc leaves without it."""
        self._open_by = open_by
        self._may_leave = may_leave
        self.how = "Enter để mở · Esc thoát" if may_leave else "Enter để mở"
        label = f"Mật khẩu{of}, hay mã khôi phục"
        super().__init__("Sổ đang khoá", label, validate=self._fault, is_secret=True)

    def action_leave(self) -> None:
        """Leave the program, where it has not opened the store yet."""
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
        """What was wrong stays until something is typed anew."""
        if event is not None and not event.value:
            event.prevent_default()


class PassphraseApp(App[bool]):
    """Asks for the passphrase before the store is opened; answers whether it was given."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, open_by: Callable[[str], object], of: str = "") -> None:
        super().__init__()
        self._open_by = open_by
        self._of = of

    def on_mount(self) -> None:
        """Ask."""
        locked = LockedScreen(self._open_by, may_leave=True, of=self._of)
        self.push_screen(locked, lambda typed: self.exit(typed is not None))


def unlocked(path: Path, of: str = "") -> bool:
    """Whether the key of the file is there, after the passphrase was asked for where it has one."""
    return not driver.is_locked(path) or PassphraseApp(partial(key_file.unlock, path), of).run() is True
