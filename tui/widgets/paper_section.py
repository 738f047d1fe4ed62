"""One hand-written section of a paper: it is saved while somebody writes, and never over what another window wrote."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Any, Protocol

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, DescendantBlur, Unmount
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from store.reporting.offers import Offer
from tui.keys import keys
from tui.styles import css_of
from tui.widgets.text_area import TextArea

_EMPTY = "…" * 30
_KEPT_EVERY = 2.0  # seconds while somebody writes
#: Between the text of another window and the one that was being typed when the program ended; of a single line last.
_BETWEEN = ("\n--- Gõ ở cửa sổ khác, chưa chọn lời nào ở lại: ---\n", " · ")
_OFFERS = ("Gợi ý theo sổ (Dấu cách để lấy)", "Kỳ trước đã ghi (Ctrl+G để lấy)")


def _where_they_differ(one: str, other: str) -> list[str]:
    """Both texts with … for the lines that they begin and end with alike, so that long ones fit the screen."""
    lines = [one.splitlines(), other.splitlines()]
    head = _alike(*lines)
    tail = _alike(*(each[head:][::-1] for each in lines))
    shown = [[*["…"][:head], *each[head : len(each) - tail], *["…"][:tail]] for each in lines]
    return ["\n".join(each) or "(để trống)" for each in shown]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in pairs)


class SectionKeeper(Protocol):
    """Reads and writes the texts of sections.

    It is an object and not a message, because the program may be closing while somebody writes, and messages are not
    read any more then.
    """

    def report_key(self) -> str:
        """The key under which the store keeps the sections that are shown."""

    def read_section(self, report: str, section: str) -> str:
        """The text of a section as the store has it now."""

    def keep_section(self, report: str, section: str, text: str, before: str, *, between: str = "") -> str | None:
        """Write a text, unless the store holds another one than `before`; then join both if `between` is given.

        Answers what the store holds then; None when it refused, which was shown.
        """

    def interrupt_with(self, question: Screen[Any], answered: Callable[[Any], Any]) -> None:
        """Show a question that no key asked for."""


class PaperSection(Vertical, can_focus=True):
    """A heading and a hand-written text; Enter edits it, it is saved every two seconds and when it is left.

    Where another window wrote the section meanwhile, nothing is saved until the person has said which text stays.
    """

    DEFAULT_CSS = css_of("PaperSection")
    BINDINGS = keys(
        "section",
        ("enter", "write", "Viết mục này", "Sửa nội dung mục này tại chỗ"),
        ("space", "take_registers", "Lấy câu gợi ý", "Đưa câu của sổ theo dõi vào mục này để sửa"),
        ("ctrl+g", "take_before", "Lấy lời kỳ trước", "Đưa lời của báo cáo kỳ trước vào mục này để sửa"),
        ("escape", "revert", "Bỏ phần vừa sửa", "Trả mục này về như trước khi sửa"),
        ("ctrl+s", "finish", "Ghi mục này", "Ghi nội dung rồi ra khỏi mục (Tab cũng vậy)"),
        hidden=[
            ("up", "leave(-1)", "Mục trên", "Sang mục trên", "up"),
            ("down", "leave(1)", "Mục dưới", "Sang mục dưới", "down"),
        ],
    )

    class Written(Message):
        """Posted when the text of a section was saved and its editor closed."""

    @dataclass
    class Left(Message):
        """Up (-1) or Down (1) was pressed on the section."""

        section: str
        direction: int

    def __init__(self, section: str, heading: str = "", *, keeper: SectionKeeper, one_line: bool = False) -> None:
        """A section that is not open for editing; `one_line`: centred, line breaks become spaces."""
        super().__init__(id=f"section-{section.replace('_', '-')}", classes="-one-line" if one_line else "")
        self.section = section
        self.heading = heading
        self.one_line = one_line
        self.text = ""
        self.read_only = False
        self.offer = Offer()
        self.is_disputed = False  # another window wrote meanwhile, and the person has not said which text stays
        self._keeper = keeper
        self._report = ""  # the key of the report that is written: the screen may show another one by the end
        self._stored = ""  # what the store holds as far as is known here
        self._begun = ("", "")  # what was shown and what the store held when writing began
        self._editor: TextArea | None = None
        self._keeping: Timer | None = None
        self._was_typed = ""  # at the last look of the timer
        self._is_asking = False
        self._is_put_off = False  # the question was left without an answer
        self._missed_text = False  # another text was to be shown while the editor was open

    def compose(self) -> ComposeResult:
        """Build the heading, the text and the proposed texts."""
        if self.heading:
            yield Static(self.heading, classes="heading", markup=False)
        yield Static(_EMPTY, classes="text", markup=False)
        yield Static(classes="offer", markup=False)

    def show(self, text: str, *, read_only: bool = False, offer: Offer | None = None) -> None:
        """Show another text, unless the section is being edited; proposed texts stand below it."""
        if self._editor is not None and not read_only:
            self._missed_text |= text != self.text
            return
        self.read_only = read_only
        self.text = text
        self.offer = offer or Offer()
        self._show_text()

    def _show_text(self) -> None:
        self.query_one(".text", Static).update(self.text or _EMPTY)
        lines = [
            f"{words}: {text}"
            for words, text in zip(_OFFERS, (self._registers, self._before_text), strict=True)
            if text
        ]
        offer = self.query_one(".offer", Static)
        offer.display = bool(lines)
        offer.update("\n".join(lines))

    @property
    def _registers(self) -> str:
        """The proposed sentence of the registers; "" once the text contains it."""
        return "" if self.read_only or self.offer.registers in self.text else self.offer.registers

    @property
    def _before_text(self) -> str:
        """The proposed text of the last report; "" once the text contains it."""
        return "" if self.read_only or self.offer.before in self.text else self.offer.before

    @property
    def is_written(self) -> bool:
        """Whether the section is open for editing."""
        return self._editor is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key does something now."""
        if action in ("write", "leave"):
            return not self.is_written and not (action == "write" and self.read_only)
        if action in ("take_registers", "take_before"):
            return not self.is_written and bool(self._registers if action == "take_registers" else self._before_text)
        return self.is_written or action not in ("revert", "finish")

    async def action_write(self) -> None:
        """Open the text for editing."""
        await self._open("")

    async def action_take_registers(self) -> None:
        """Open the text for editing, with the sentence of the registers added."""
        await self._open(self._registers)

    async def action_take_before(self) -> None:
        """Open the text for editing, with the text of the last report added."""
        await self._open(self._before_text)

    async def _open(self, added: str) -> None:
        self._report = self._keeper.report_key()
        stored = self._keeper.read_section(self._report, self.section)
        if stored or not self.one_line:  # the line of a letter that nobody wrote is a proposal
            self.text = stored
        self._stored, self._begun, self._missed_text = stored, (self.text, stored), False
        editor = TextArea("\n".join(filter(None, (self.text, added))))
        self._editor, self._was_typed = editor, ""
        self.query_one(".text").display = self.query_one(".offer").display = False
        await self.mount(editor, after=".text")
        editor.move_cursor(editor.document.end)
        editor.focus()
        self._keeping = self.set_interval(_KEPT_EVERY, self._keep_on_time)
        self.screen.refresh_bindings()

    async def action_revert(self) -> None:
        """Close the editor without its text; ask first if the text was changed."""
        from tui.widgets.dialogs import Ask, Choice  # no page waits for them

        if self._editor is None or self._editor.composed.strip() == self._begun[0]:
            await self._close()
            return
        choices = (Choice("1", "Giữ", False), Choice("2", "Bỏ phần vừa viết", True))
        self.app.push_screen(Ask("Bỏ phần vừa viết ở mục này?", "", choices), self._answered)

    async def _answered(self, gives_up: bool | None) -> None:
        if gives_up is None or self._editor is None:
            return
        if gives_up:  # what was kept on the way goes too, but not what another window wrote
            self._keeper.keep_section(self._report, self.section, self._begun[1], self._stored)
            self._missed_text |= self.is_disputed or self._stored != self._begun[1]
            self.text = self._begun[0]
            await self._close()
        else:
            await self.action_finish()

    async def action_finish(self) -> None:
        """Save the text and close the editor."""
        if self.keep(asks=True, closes=True):
            await self._close()

    def action_leave(self, direction: int) -> None:
        """Post `Left`, to go to the part of the page above or below."""
        self.post_message(self.Left(self.section, direction))

    @property
    def _typed(self) -> str:
        if self._editor is None:
            return self.text
        text = self._editor.composed.strip()
        return " ".join(text.split()) if self.one_line else text

    def keep(self, *, asks: bool = False, closes: bool = False, joins: bool = False, is_unasked: bool = False) -> bool:
        """Save the text of the editor if it changed; answers False when it stays in the editor alone.

        Where another window wrote meanwhile, `asks` asks which text stays, and `closes` the editor if it is this one;
        `joins` writes this one below the other. `is_unasked`: no key led to it.
        """
        typed = self._typed
        if typed == self.text:
            return True
        if self._is_asking and not joins:
            return False
        between = _BETWEEN[self.one_line] if joins else ""
        now = self._keeper.keep_section(self._report, self.section, typed, self._stored, between=between)
        if now is None:
            return False
        self.is_disputed = now != typed and not joins
        if not self.is_disputed:
            self.text = self._stored = now
            self._is_put_off = False
        elif asks and self.screen.is_current:
            self._ask_which_stays(now, typed, closes=closes, is_unasked=is_unasked)
        return not self.is_disputed

    def _keep_on_time(self) -> None:
        """Save the text of the editor; a question comes while nobody types, or the next letters would answer it."""
        before, self._was_typed = self._was_typed, self._typed
        self.keep(asks=before == self._was_typed and not self._is_put_off, is_unasked=True)

    def _ask_which_stays(self, stored: str, typed: str, *, closes: bool, is_unasked: bool) -> None:
        from tui.widgets.dialogs import newer_stays  # no page waits for it

        self._is_asking = True
        body = "Sổ nay là:\n{}\n\nĐang gõ:\n{}".format(*_where_they_differ(stored, typed))
        show = self._keeper.interrupt_with if is_unasked else self.app.push_screen
        show(newer_stays(body), partial(self._which_stays, stored, closes))

    async def _which_stays(self, stored: str, closes: bool, writes: bool | None) -> None:
        self._is_asking = False
        editor = self._editor
        if editor is None:
            return
        self._is_put_off = writes is None
        if writes is False:  # the other window may have gone on since the question came up
            stored = self._keeper.read_section(self._report, self.section)
        if writes is None:
            self.app.notify("Mục này chưa ghi: Ctrl+S để chọn lời nào ở lại.")
        else:
            self.text = self._stored = stored
            self._begun, self.is_disputed = (stored, stored), False
        if writes is False:
            editor.put_back((stored, len(stored)))  # Ctrl+Z there brings back what was typed
        elif writes and self.keep(asks=True, closes=closes) and closes:
            self._missed_text = True
            await self._close()
            return
        editor.focus()

    async def _close(self) -> None:
        editor, self._editor = self._editor, None
        if editor is None:
            return
        if self._keeping is not None:
            self._keeping.stop()
        self.is_disputed = self._is_put_off = False
        if self._missed_text or self.text != self._begun[0]:
            self.post_message(self.Written())
        had_focus = editor.has_focus
        self._show_text()
        self.query_one(".text").display = True
        if had_focus:
            self.focus()
        await editor.remove()
        self.screen.refresh_bindings()

    async def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Save the text and close the editor when it loses the focus.

        If the whole terminal lost the focus, the editor stays open: the person comes back to it.
        """
        if self._editor is None or event.widget is not self._editor:
            return
        # What could not be kept stays where it was written.
        is_left = self.app.app_focus
        if self.keep(asks=True, closes=is_left) and is_left:
            await self._close()

    async def on_click(self, event: Click) -> None:
        """Open the text for editing on a second click."""
        if event.chain == 2 and not self.is_written and not self.read_only:
            await self.action_write()

    def on_unmount(self, event: Unmount) -> None:
        """Save the open section when the program is closed; nobody can be asked any more which text stays."""
        self.keep(joins=True)
