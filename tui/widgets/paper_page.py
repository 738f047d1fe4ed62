"""A statistics form as one scrolling page: its table, and the hand-written sections in their places."""

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.events import Click, DescendantBlur, Unmount
from textual.geometry import Region
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from store.campaigns.form import Form
from store.reporting.form_papers import COVERING_LETTER, FormPaper
from store.reporting.offers import Offer, Offers
from store.words.forms import lead_in
from tui.keys import keys
from tui.styles import css_of
from tui.widgets.form_table import FormTableView
from tui.widgets.text_area import TextArea

_EMPTY = "…" * 30
_KEPT_EVERY = 2.0  # seconds while somebody writes
_OFFERS = ("Gợi ý theo sổ (Dấu cách để lấy)", "Kỳ trước đã ghi (Ctrl+G để lấy)")


class PaperSection(Vertical, can_focus=True):
    """A heading and a hand-written text; Enter edits it, it is saved every two seconds and when it is left."""

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

    def __init__(
        self, section: str, heading: str = "", *, keep: Callable[[str, str], bool], one_line: bool = False
    ) -> None:
        """A section that is not open for editing; `one_line`: centred, line breaks become spaces.

        `keep` writes (section, text) into the store at once, and answers whether it could. It is a function and not a
        message, because the program may be closing while somebody writes, and messages are not read any more then.
        """
        super().__init__(id=f"section-{section.replace('_', '-')}", classes="-one-line" if one_line else "")
        self.section = section
        self.heading = heading
        self.one_line = one_line
        self.text = ""
        self.read_only = False
        self.offer = Offer()
        self._keep = keep
        self._before = ""  # the text when writing began
        self._editor: TextArea | None = None
        self._keeping: Timer | None = None

    def compose(self) -> ComposeResult:
        """Build the heading, the text and the proposed texts."""
        if self.heading:
            yield Static(self.heading, classes="heading", markup=False)
        yield Static(_EMPTY, classes="text", markup=False)
        yield Static(classes="offer", markup=False)

    def show(self, text: str, *, read_only: bool = False, offer: Offer | None = None) -> None:
        """Show another text, unless the section is being edited; proposed texts stand below it."""
        if self._editor is not None and not read_only:
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
        await self._open(self.text)

    async def action_take_registers(self) -> None:
        """Open the text for editing, with the sentence of the registers added."""
        await self._open("\n".join(filter(None, (self.text, self._registers))))

    async def action_take_before(self) -> None:
        """Open the text for editing, with the text of the last report added."""
        await self._open("\n".join(filter(None, (self.text, self._before_text))))

    async def _open(self, text: str) -> None:
        editor = TextArea(text)
        self._before = self.text
        self._editor = editor
        self.query_one(".text").display = self.query_one(".offer").display = False
        await self.mount(editor, after=".text")
        editor.move_cursor(editor.document.end)
        editor.focus()
        self._keeping = self.set_interval(_KEPT_EVERY, self.keep)
        self.screen.refresh_bindings()

    async def action_revert(self) -> None:
        """Close the editor without its text; ask first if the text was changed."""
        from tui.widgets.dialogs import Ask, Choice  # no page waits for them

        if self._editor is None or self._editor.composed.strip() == self._before:
            await self._close()
            return
        choices = (Choice("1", "Giữ", False), Choice("2", "Bỏ phần vừa viết", True))
        self.app.push_screen(Ask("Bỏ phần vừa viết ở mục này?", "", choices), self._answered)

    async def _answered(self, gives_up: bool | None) -> None:
        if gives_up is None or self._editor is None:
            return
        if gives_up:
            self._tell(self._before)  # what was kept on the way goes too
            await self._close()
        else:
            await self.action_finish()

    async def action_finish(self) -> None:
        """Save the text and close the editor."""
        if self.keep():
            await self._close()

    def action_leave(self, direction: int) -> None:
        """Post `Left`, to go to the part of the page above or below."""
        self.post_message(self.Left(self.section, direction))

    def keep(self) -> bool:
        """Save the text of the editor if it changed; answers False when the store refused it."""
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
        if self._keeping is not None:
            self._keeping.stop()
        if self.text != self._before:
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
        if self.keep() and self.app.app_focus:
            await self._close()

    async def on_click(self, event: Click) -> None:
        """Open the text for editing on a second click."""
        if event.chain == 2 and not self.is_written and not self.read_only:
            await self.action_write()

    def on_unmount(self, event: Unmount) -> None:
        """Save the open section when the program is closed."""
        self.keep()


_TABLE = ""


class PaperPage(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The page of a statistics form with all its parts."""

    DEFAULT_CSS = css_of("PaperPage")
    BINDINGS = keys(
        "page",
        hidden=[
            ("pageup", "page_up", "Trang trên", "Cuộn lên một trang", "up"),
            ("pagedown", "page_down", "Trang dưới", "Cuộn xuống một trang", "down"),
        ],
    )

    def __init__(self, form: Form, keep: Callable[[str, str], bool], *, id: str | None = None) -> None:  # noqa: A002
        """A page without figures yet; `keep` saves (section, text) and answers whether it could."""
        super().__init__(id=id)
        self.form = form
        self._order = [COVERING_LETTER, _TABLE, *(section.key for section in form.sections)]  # from top to bottom
        self._keep = keep
        self._is_new = True

    def compose(self) -> ComposeResult:
        """Build the parts of the paper in the order of the form."""
        form = self.form
        yield Static("\n".join(filter(None, (form.heading, form.title))), id="title", markup=False)
        yield PaperSection(COVERING_LETTER, keep=self._keep, one_line=True)
        yield Static(id="unit", markup=False)
        if form.part:
            yield Static(form.part, classes="part", markup=False)
        if form.lead_in:
            yield Static(form.lead_in, markup=False)
        yield Static(id="lead-in", markup=False)
        yield FormTableView(id="table")
        for section in form.sections:
            yield PaperSection(section.key, section.heading, keep=self._keep)
        yield Static(id="signature", markup=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the table again when the page scrolls, so that its heads stay visible."""
        super().watch_scroll_y(old_value, new_value)
        if self.is_mounted:
            self.table.refresh()

    @property
    def table(self) -> FormTableView:
        """The widget of the table."""
        return self.query_one(FormTableView)

    def sections(self) -> list[PaperSection]:
        """The hand-written sections, from top to bottom."""
        return list(self.query(PaperSection))

    def show(self, paper: FormPaper, *, read_only: bool, offers: Offers | None = None) -> None:
        """Show a paper and the texts that are proposed for its sections."""
        lines = [
            f"Đơn vị: {paper.table.scope}" if paper.table.scope else "",
            f"({paper.issued})" if paper.issued else "",
        ]
        self.query_one("#unit", Static).update("\n".join(line for line in lines if line))
        self.query_one("#lead-in", Static).update(lead_in(paper.table))
        for section in self.sections():
            text = paper.attached_to if section.section == COVERING_LETTER else paper.sections.get(section.section, "")
            section.show(text, read_only=read_only, offer=(offers or {}).get(section.section))
        signature = f"{paper.signer_title.upper()}\n{self.form.signature_note}\n\n\n{paper.signer_name}"
        self.query_one("#signature", Static).update(signature)
        self.table.show(paper.table, with_totals=paper.with_totals)
        if self._is_new:
            self._is_new = False
            self.begin_at_table()
        else:
            self.call_after_refresh(self.follow_cursor)

    def on_resize(self) -> None:
        """Keep the table in view where the window is resized."""
        if any(table.has_focus for table in self.query(FormTableView)):  # none: it comes before the table is there
            self.call_after_refresh(self._scroll_to_table)

    def begin_at_table(self) -> None:
        """Focus the table, and scroll to its top if it does not fit: people look for the figures."""
        self.table.focus(scroll_visible=False)
        self.call_after_refresh(self._scroll_to_table)

    def _scroll_to_table(self) -> None:
        table = self.table.virtual_region
        if table.bottom > self.size.height:
            self.scroll_to(y=table.y, animate=False, force=True, immediate=True)
            self.follow_cursor()
        else:
            self.scroll_home(animate=False)

    def follow_cursor(self) -> None:
        """Keep the row under the table's cursor on the screen."""
        table = self.table
        if table.has_focus:
            here = table.cursor_region()
            region = Region(here.x, table.virtual_region.y + here.y, here.width, here.height)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    @on(FormTableView.Moved)
    def _moved(self) -> None:
        """Scroll after the table's cursor."""
        self.follow_cursor()

    @on(FormTableView.Left)
    def _left_table(self, message: FormTableView.Left) -> None:
        """Go to the part above or below the table."""
        self._go(_TABLE, message.direction)

    @on(PaperSection.Left)
    def _left_section(self, message: PaperSection.Left) -> None:
        """Go from section to section, and back to the table."""
        self._go(message.section, message.direction)

    def _go(self, section: str, direction: int) -> None:
        at = self._order.index(section) + direction
        if at < 0:
            self.scroll_home(animate=False)
        elif at >= len(self._order):
            self.scroll_end(animate=False)
        elif self._order[at] == _TABLE:
            self.table.focus(scroll_visible=False)
        else:
            next(found for found in self.sections() if found.section == self._order[at]).focus()
