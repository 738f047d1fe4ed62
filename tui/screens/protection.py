"""Mật khẩu: encrypts the store, changes its passphrase, or removes the encryption."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from store import driver, key_file, settings
from store.copies import protecting
from store.errors import ProtectionMissingError, StoreError
from tui.framework.text_page import TextPage
from tui.framework.work_screen import WorkScreen
from tui.keys import keys
from tui.widgets.dialogs import Ask, Choice, Notice, Prompt, noticed
from tui.widgets.passphrase import ask_new

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp

_PLAIN = """Sổ này chưa mã hoá. Ai mở được máy này, hay cầm được USB có bản sao, đều đọc được.

Đặt mật khẩu (Ctrl+N) thì cả sổ, các bản sao và tệp đã nhận được mã hoá. Mỗi lần mở phải gõ mật khẩu, màn hình tự khoá \
khi không ai gõ phím. Cùng lúc có một mã khôi phục để in ra cất đi: quên mật khẩu thì gõ mã ấy.

Mất cả mật khẩu lẫn mã khôi phục thì không ai mở được sổ nữa, kể cả người làm chương trình.
Không đặt cũng được: mọi việc vẫn như cũ."""
_PROTECTED = """Sổ này đã mã hoá: tệp sổ, bản sao và tệp đã nhận không đọc được nếu không có mật khẩu hay mã khôi phục.

Khoá màn hình: {lock}. Khoá ngay: Ctrl+L.
{copies}
Vẫn đọc được như thường: tệp Excel, Word đã xuất ra, tệp gốc trên USB. Ai biết mật khẩu, hay ngồi vào máy lúc sổ đang \
mở, thì đọc được tất cả."""
CODE = """{code}

Quên mật khẩu thì gõ mã này vào chỗ mật khẩu. Xem lại mã: Ctrl+P, Mật khẩu, Ctrl+R.

Hãy chép ra giấy, hoặc Ctrl+S ghi thành tệp rồi in, và cất chỗ khác máy này, không chụp gửi Zalo.
Ai có mã này và tệp sổ thì đọc được sổ, dù mật khẩu có đổi. Mất cả mã lẫn mật khẩu thì không ai mở được nữa.
"""


class ProtectionScreen(WorkScreen):
    """Shows whether the store is encrypted, with the keys that change it."""

    PLACE_TITLE = "Mật khẩu"
    BINDINGS = keys(
        "protection",
        ("ctrl+n", "protect", "Đặt mật khẩu", "Mã hoá cả sổ, và đặt mật khẩu để mở"),
        ("ctrl+r", "code", "Mã khôi phục", "Hiện lại mã khôi phục; hỏi mật khẩu trước"),
        ("f6", "change", "Đổi mật khẩu", "Mật khẩu khác; mã khôi phục vẫn như cũ"),
        ("f7", "minutes", "Tự khoá", "Sau bao nhiêu phút không gõ phím thì khoá màn hình"),
        ("f8", "copies", "Bản sao cũ", "Mã hoá hay xoá các bản sao ai cũng đọc được"),
        ("f9", "remove", "Bỏ mã hoá", "Sổ lại mở không cần mật khẩu"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._plain_copies: list[Path] = []

    def compose_work(self) -> ComposeResult:
        """Build the widget for the text."""
        yield Static(id="protection", markup=False)

    def reload(self) -> None:
        """Read whether the store is encrypted, and which copies are not."""
        if not self.store.is_protected:
            self.show_text("protection", _PLAIN)
            return
        self._plain_copies = protecting.plain_copies(self.app.store_path)
        minutes, count = settings.lock_minutes(self.store), len(self._plain_copies)
        self.show_text(
            "protection",
            _PROTECTED.format(
                lock=f"sau {minutes} phút không gõ phím" if minutes else "không tự khoá",
                copies=f"\nCòn {count} bản sao cũ chưa mã hoá, ai cũng đọc được: F8 để mã hoá hay xoá.\n"
                if count
                else "",
            ),
        )
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key works for a store that is encrypted, or not."""
        if action in ("code", "change", "minutes", "remove"):
            return self.store.is_protected
        if action == "copies":
            return bool(self._plain_copies)
        return not self.store.is_protected if action == "protect" else True

    @work(exclusive=True, group="ask")
    async def action_protect(self) -> None:
        """Ask twice for a passphrase; the store is encrypted after the app has closed it."""
        if not driver.is_available():
            await self.app.push_screen_wait(Notice("Chưa mã hoá được", ProtectionMissingError(None).message))
            return
        passphrase = await ask_new(self.app)
        if passphrase is not None and await self._may_close("Mã hoá sổ bây giờ?"):
            self.app.leave_for(lambda path: _protected(path, passphrase))

    @work(exclusive=True, group="ask")
    async def action_code(self) -> None:
        """Ask for the passphrase, and show the recovery code again."""
        typed = await self._ask_old()
        if typed is not None:
            self.app.push_screen(_code_page(key_file.unlock(self.app.store_path, typed)))

    @work(exclusive=True, group="ask")
    async def action_change(self) -> None:
        """Ask for the old passphrase, then twice for the new one, and change it."""
        path, old = self.app.store_path, await self._ask_old()
        passphrase = None if old is None else await ask_new(self.app)
        if old is not None and passphrase is not None:
            protecting.change(path, old, passphrase)
            self.notify("Đã đổi mật khẩu. Mã khôi phục vẫn như cũ.")

    @work(exclusive=True, group="ask")
    async def action_remove(self) -> None:
        """Ask for the passphrase; the encryption is removed after the app has closed the store."""
        typed = await self._ask_old()
        if typed is not None and await self._may_close("Bỏ mã hoá? Ai mở được máy này sẽ đọc được sổ."):
            self.app.leave_for(lambda path: _made_plain(path, typed))

    @work(exclusive=True, group="ask")
    async def action_copies(self) -> None:
        """Ask whether to encrypt or remove the copies that are not encrypted, and do it."""
        path, copies = self.app.store_path, self._plain_copies
        body = f"{len(copies)} bản sao làm trước khi đặt mật khẩu, mới nhất: {copies[0].name}."
        choices = [Choice("1", "Mã hoá chúng", "encrypt"), Choice("2", "Xoá chúng", "remove")]
        answer = await self.app.push_screen_wait(Ask("Các bản sao cũ ai cũng đọc được", body, choices))
        if answer == "encrypt":
            left = await asyncio.to_thread(protecting.encrypt_copies, path, copies)
            done = f"Đã mã hoá {len(copies) - len(left)} bản sao."
            if left:
                why = "\n".join(dict.fromkeys(left.values()))
                await self.app.push_screen_wait(Notice(f"Còn {len(left)} bản sao chưa mã hoá", f"{done}\n{why}"))
            else:
                self.notify(done)
        elif answer == "remove":
            await asyncio.to_thread(protecting.remove_copies, copies)
            self.notify(f"Đã xoá {len(copies)} bản sao.")
        self.reload()

    @work(exclusive=True, group="ask")
    async def action_minutes(self) -> None:
        """Ask after how many idle minutes the screen locks."""
        now = str(settings.lock_minutes(self.store))
        label = "Số phút không gõ phím (0: không tự khoá)"
        typed = await self.app.push_screen_wait(Prompt("Tự khoá màn hình", label, now, _fault_of_minutes))
        if typed is not None:
            settings.save(self.store, lock_minutes=typed)
            self.reload()

    async def _ask_old(self) -> str | None:
        fault = partial(_fault_of_old, self.app.store_path)
        label = "Mật khẩu đang dùng, hay mã khôi phục"
        return await self.app.push_screen_wait(Prompt("Mật khẩu", label, "", fault, is_secret=True))

    async def _may_close(self, question: str) -> bool:
        waiting = self.app.unwritten()
        also = f" Chưa ghi vào sổ và sẽ mất: {waiting[1]}" if waiting is not None else ""
        body = f"Sổ đóng lại, được ghi lại, rồi mở ra. Hãy đóng các cửa sổ khác của chương trình trước.{also}"
        choices = [Choice("1", "Thôi", False), Choice("2", "Làm", True)]
        return await self.app.push_screen_wait(Ask(question, body, choices)) is True


def _protected(path: Path, passphrase: str) -> "Callable[[WorkApp], object]":
    try:
        code = protecting.protect(path, passphrase)
    except StoreError as error:
        return noticed("Chưa mã hoá được", error.message)
    return lambda app: app.push_screen(_code_page(code), lambda _: app.action_go("protection"))


def _code_page(code: str) -> TextPage:
    return TextPage("Mã khôi phục", CODE.format(code=code), file_name="Mã khôi phục sổ trạm")


def _made_plain(path: Path, typed: str) -> "Callable[[WorkApp], object]":
    try:
        protecting.remove(path, typed)
    except StoreError as error:
        return noticed("Chưa bỏ được", error.message)
    return noticed("Đã bỏ mã hoá", "Sổ mở không cần mật khẩu. Các bản sao cũ vẫn mã hoá, mở bằng mật khẩu cũ.")


def _fault_of_old(path: Path, typed: str) -> str | None:
    try:
        key_file.unlock(path, typed)
    except StoreError as error:
        return error.message
    return None


def _fault_of_minutes(typed: str) -> str | None:
    return None if typed.isdecimal() and int(typed) <= 480 else "Ghi số phút, từ 0 tới 480."
