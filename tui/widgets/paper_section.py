"""One part of a paper that is written by hand: read as it prints, edited in its place."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, DescendantBlur, Unmount
from textual.message import Message
from textual.widgets import Static

from tui.keys import keys
from tui.styles import css_of
from tui.widgets.text_area import TextArea

_EMPTY = "…" * 30


class PaperSection(Vertical, can_focus=True):
    """A heading and its text. Enter writes in it, leaving keeps what was written, Escape reverts."""

    DEFAULT_CSS = css_of("PaperSection")
    BINDINGS = keys(
        "section",
        ("enter", "write", "Viết mục này", "Sửa nội dung mục này tại chỗ"),
        ("escape", "revert", "Bỏ phần vừa sửa", "Trả mục này về như trước khi sửa"),
        ("ctrl+s", "finish", "Ghi mục này", "Ghi nội dung rồi ra khỏi mục (Tab cũng vậy)"),
        hidden=[
            ("up", "leave(-1)", "Mục trên", "Sang mục trên", "up"),
            ("down", "leave(1)", "Mục dưới", "Sang mục dưới", "down"),
        ],
    )

    @dataclass
    class Left(Message):
        """Up (-1) or Down (1) on the section."""

        section: str
        direction: int

    def __init__(
        self, section: str, heading: str = "", *, keep: Callable[[str, str], bool], one_line: bool = False
    ) -> None:
        """A section that is not being written.

        Args:
            section: its key.
            heading: as the form words it; "" for none.
            keep: writes (section, text) into the store at once, and answers whether it could. A function and
                not a message, because the program may be closing while somebody writes, and messages are not
                read any more then.
            one_line: the text alone, centred, its line breaks taken as spaces.
        """
        super().__init__(id=f"section-{section.replace('_', '-')}", classes="-one-line" if one_line else "")
        self.section = section
        self.heading = heading
        self.one_line = one_line
        self.text = ""
        self.read_only = False
        self._keep = keep
        self._before = ""  # the text when writing began
        self._editor: TextArea | None = None

    def compose(self) -> ComposeResult:
        """The heading and the text under it."""
        if self.heading:
            yield Static(self.heading, classes="heading", markup=False)
        yield Static(_EMPTY, classes="text", markup=False)

    def show(self, text: str, *, read_only: bool = False) -> None:
        """Show another text, unless it is being written here just now."""
        if self._editor is not None and not read_only:
            return
        self.read_only = read_only
        self.text = text
        self._show_text()

    def _show_text(self) -> None:
        self.query_one(".text", Static).update(self.text or _EMPTY)

    @property
    def is_written(self) -> bool:
        """Whether somebody is writing in it."""
        return self._editor is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something now."""
        if action == "write":
            return not self.is_written and not self.read_only
        if action in ("revert", "finish"):
            return self.is_written
        if action == "leave":
            return not self.is_written
        return True

    async def action_write(self) -> None:
        """Open the text for writing in its place."""
        editor = TextArea(self.text)
        self._before = self.text
        self._editor = editor
        self.query_one(".text").display = False
        await self.mount(editor)
        editor.move_cursor(editor.document.end)
        editor.focus()
        self.screen.refresh_bindings()

    async def action_revert(self) -> None:
        """Give up what was written."""
        # What was kept on the way, when the terminal lost the focus, goes too.
        self._tell(self._before)
        await self._close()

    async def action_finish(self) -> None:
        """Keep what was written."""
        if self.keep():
            await self._close()

    def action_leave(self, direction: int) -> None:
        """Go to what stands above or below."""
        self.post_message(self.Left(self.section, direction))

    def keep(self) -> bool:
        """Put what was written so far into the store, when it differs; False when it could not be kept."""
        if self._editor is None:
            return True
        text = self._editor.composed.strip()
        return self._tell(" ".join(text.split()) if self.one_line else text)

    def _tell(self, text: str) -> bool:
        if text != self.text:
            if not self._keep(self.section, text):
                return False
            self.text = text
        return True

    async def _close(self) -> None:
        editor, self._editor = self._editor, None
        if editor is None:
            return
        had_focus = editor.has_focus
        self._show_text()
        self.query_one(".text").display = True
        if had_focus:
            self.focus()
        await editor.remove()
        self.screen.refresh_bindings()

    async def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Leaving the text keeps it. A terminal that loses the focus is not left: the person comes back to it."""
        if self._editor is None or event.widget is not self._editor:
            return
        # What could not be kept stays where it was written.
        if self.keep() and self.app.app_focus:
            await self._close()

    async def on_click(self, event: Click) -> None:
        """A second click on the section writes in it."""
        if event.chain == 2 and not self.is_written and not self.read_only:
            await self.action_write()

    def on_unmount(self, event: Unmount) -> None:
        """The program is closed while somebody writes."""
        self.keep()
