"""Sao lưu: lists every copy of the store and what differs from now; restores or makes one, sets a second place."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from store import clock, settings
from store.copies import comparison, second_place, shelf
from store.copies.comparison import Look
from store.database import Store
from store.text import format_date, format_number
from store.words.overview import outside_copy_text
from tui.framework.work_screen import EXPORT_SHOWN, ListScreen, fit
from tui.keys import keys
from tui.screens.copies.words import (
    copy_line,
    difference_text,
    people_text,
    reason_text,
    size_text,
    when_text,
)
from tui.widgets.dialogs import Ask, Choice, Prompt, noticed

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp

_WIDE = 100  # columns of a window that has room for why a copy was made
_WHEN, _WHERE, _SIZE, _PEOPLE = 18, 10, 9, 9  # widths of columns


class CopiesScreen(ListScreen[Look]):
    """The list of copies, one in each line."""

    PLACE_TITLE = "Sao lưu"
    list_id = "copies"
    key_names = ("copy.path",)
    above = ("copies-about", "copies-head")
    below = ("copies-strip",)
    BINDINGS = keys(
        "copies",
        ("enter", "restore", "Khôi phục", "Đưa kho về như bản này; kho bây giờ được giữ lại"),
        ("ctrl+n", "make", "Sao lưu ngay", "Làm một bản sao bây giờ, ở cả nơi thứ hai"),
        ("f6", "place", "Nơi thứ hai", "USB hay thư mục mạng cũng giữ bản sao"),
        hidden=[EXPORT_SHOWN],
    )

    def reload(self) -> None:
        """Read the copies in a thread, as the second place may answer slowly."""
        self.background(_look, self.replace_rows, group="copies")

    def heads(self) -> tuple[str, str, str, str, str, str]:
        """The heads of the columns."""
        return ("Khi nào", "Ở đâu", "Cỡ", "Người", "Vì sao", "So với bây giờ")

    def cells(self, row: Look) -> tuple[str, str, str, str, str, str]:
        """The texts of one copy's columns."""
        where = "nơi 2" if row.is_outside else "máy này"
        about = (when_text(row), where, size_text(row.size), people_text(row))
        return (*about, reason_text(row.copy.reason), difference_text(row.difference))

    def show_list(self) -> None:
        """Show the heads, and one line for each copy."""
        wide = self.size.width - 4 - _WHEN - _WHERE - _SIZE - _PEOPLE
        reason = 26 if self.size.width >= _WIDE else 0  # else it stands below the list

        def line(when: str, where: str, size: str, people: str, why: str, differs: str) -> str:
            cells = f"{when:<{_WHEN}}{where:<{_WHERE}}{size:>{_SIZE}}{people:>{_PEOPLE}}  "
            why = f"{fit(why, reason - 1):<{reason}}" if reason else ""
            return f"{cells}{why}{fit(differs, wide - reason - 2)}"

        known = settings.load(self.store)
        outside = outside_copy_text(known.copies_at, clock.now())
        place = f"Nơi thứ hai: {known.copies_folder}" if known.copies_folder else "Chưa có nơi thứ hai: F6 để chọn USB"
        self.show_text("copies-about", f"{place}. {outside}.\n{self._state()}")
        self.show_text("copies-head", line(*self.heads()))
        self.show_rows(lambda each: (line(*self.cells(each)), False))

    def _state(self) -> str:
        if self.is_working("make"):
            return "Đang sao lưu …"
        if self.is_working("copies"):
            return "Đang xem các bản sao …"
        if self.store.is_protected and (plain := sum(each.is_plain for each in self.listed)):
            return f"! {plain} bản sao cũ chưa mã hoá, ai cũng đọc được: Ctrl+P, Mật khẩu, F8."
        return f"{format_number(len(self.listed))} bản sao, mới nhất ở trên. Mỗi ngày chương trình tự làm một bản."

    def describe(self) -> None:
        """Show the copy under the cursor in full."""
        each = self.chosen
        if each is None:
            words = "" if self.is_working("copies") else "Chưa có bản sao nào. Ctrl+N để làm một bản."
        elif each.totals is None:
            words = f"{each.copy.path}\nKhông đọc được bản này: nó hỏng, hay không phải một kho."
        else:
            last = format_date(each.totals.last_at) or "chưa có"
            differs = difference_text(each.difference)
            why = reason_text(each.copy.reason).capitalize()
            words = f"{why}. So với bây giờ: {differs}. Thay đổi sau cùng ở đây: {last}.\n{each.copy.path}"
        self.show_text("copies-strip", words)

    # -- making

    def action_make(self) -> None:
        """Make a copy now, here and in the second place."""
        if not self.is_working("make"):
            self.background(_make, self._made, group="make", failed=self.reload)
            self.show_list()

    def _made(self, made: Sequence[Path]) -> None:
        also = f", cả ở {made[1].parent}" if len(made) > 1 else ""
        self.notify(f"Đã sao lưu{also}.")
        self.reload()

    @work(exclusive=True, group="ask")
    async def action_place(self) -> None:
        """Ask for the folder of the second place, and make a copy in it at once."""
        known = settings.load(self.store).copies_folder
        label = "Thư mục trên USB, ổ đĩa khác hay mạng (để trống: thôi không dùng)"
        typed = await self.app.push_screen_wait(Prompt("Nơi thứ hai giữ bản sao", label, known, _fault))
        if typed is None:
            return
        if not typed:
            second_place.forget(self.store)
            self.reload()
            return
        second_place.choose(self.store, Path(typed))
        if second_place.is_on_the_same_disk(self.store.path, Path(typed)):
            self.notify("Nơi này cùng ổ đĩa với kho: hỏng ổ thì mất cả hai. USB hay mạng chắc hơn.", timeout=15)
        self.action_make()

    # -- restoring

    @work(exclusive=True, group="ask")
    async def action_restore(self) -> None:
        """Ask, then close the app, restore the copy under the cursor, and open the app again."""
        each = self.chosen
        if each is None:
            return
        waiting = self.app.unwritten(in_full=True)
        also = f"\n\nChưa ghi vào sổ và sẽ mất:\n{waiting[1]}" if waiting is not None else ""
        body = (
            f"{copy_line(each)}\nSo với bản này: {difference_text(each.difference)}.\n"
            f"Kho bây giờ được giữ lại thành một bản sao trước, nên lấy lại được.{also}"
        )
        choices = [Choice("1", "Thôi", False), Choice("2", "Khôi phục bản này", True)]
        if await self.app.push_screen_wait(Ask("Đưa kho về như bản này?", body, choices)):
            self.app.leave_for(partial(_as_it_was, each.copy.path))


def _as_it_was(copy: Path, path: Path) -> "Callable[[WorkApp], object]":
    from tui.screens.copies.restored import restored

    return noticed(*restored(copy, path))


def _look(store: Store) -> Sequence[Look]:
    return comparison.look(store.path, shelf.copies(store.path), second_place.copies(store))


def _make(store: Store) -> Sequence[Path]:
    return list(second_place.keep_everywhere(store.path))


def _fault(typed: str) -> str | None:
    if typed and not Path(typed).expanduser().is_dir():
        return "Không có thư mục này. Hãy cắm USB hay mở thư mục mạng trước."
    return None
