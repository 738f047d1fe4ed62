"""A statistics form as one page that scrolls: its table, and the parts that are written by hand in their place."""

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
    """A heading and its text. Enter writes in it; what is written is kept every two seconds and when it is left."""

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
        """Up (-1) or Down (1) on the section."""

        section: str
        direction: int

    def __init__(
        self, section: str, heading: str = "", *, keep: Callable[[str, str], bool], one_line: bool = False
    ) -> None:
        """A section that is not being written; `one_line`: its text is centred, line breaks are taken as spaces.

        `keep` writes (section, text) into the store at once, and answers whether it could. A function and not a
        message: the program may be closing while somebody writes, and messages are not read any more then.
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
        """The heading and the text under it."""
        if self.heading:
            yield Static(self.heading, classes="heading", markup=False)
        yield Static(_EMPTY, classes="text", markup=False)
        yield Static(classes="offer", markup=False)

    def show(self, text: str, *, read_only: bool = False, offer: Offer | None = None) -> None:
        """Show another text, unless it is being written here just now; what is offered stands below it, apart."""
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
        """The sentence of the registers, until it stands in the text."""
        return "" if self.read_only or self.offer.registers in self.text else self.offer.registers

    @property
    def _before_text(self) -> str:
        """The text of the last report, until it stands in this one."""
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
        """Open the text for writing in its place."""
        await self._open(self.text)

    async def action_take_registers(self) -> None:
        """Write on with the sentence of the registers."""
        await self._open("\n".join(filter(None, (self.text, self._registers))))

    async def action_take_before(self) -> None:
        """Write on with the text of the last report."""
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
        """Give up what was written; where something was, ask first."""
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
        """Save the open section when the program is closed."""
        self.keep()


_TABLE = ""


class PaperPage(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The whole paper."""

    DEFAULT_CSS = css_of("PaperPage")
    BINDINGS = keys(
        "page",
        hidden=[
            ("pageup", "page_up", "Trang trên", "Cuộn lên một trang", "up"),
            ("pagedown", "page_down", "Trang dưới", "Cuộn xuống một trang", "down"),
        ],
    )

    def __init__(self, form: Form, keep: Callable[[str, str], bool], *, id: str | None = None) -> None:  # noqa: A002
        """A page without figures yet; `keep` writes (section, text) into the store, and answers whether it could."""
        super().__init__(id=id)
        self.form = form
        self._order = [COVERING_LETTER, _TABLE, *(section.key for section in form.sections)]  # from top to bottom
        self._keep = keep
        self._is_new = True

    def compose(self) -> ComposeResult:
        """The parts of the paper, in the order of the form."""
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
        """The heads of the table stay in sight."""
        super().watch_scroll_y(old_value, new_value)
        if self.is_mounted:
            self.table.refresh()

    @property
    def table(self) -> FormTableView:
        """The table with its cursor."""
        return self.query_one(FormTableView)

    def sections(self) -> list[PaperSection]:
        """Everything that is written by hand, from top to bottom."""
        return list(self.query(PaperSection))

    def show(self, paper: FormPaper, *, read_only: bool, offers: Offers | None = None) -> None:
        """Show another paper, or the same with other figures; what its sections are offered."""
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
        """The table has the focus, and where the paper has no room its top: the figures are what one looks for."""
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
        """The cursor stays on the screen."""
        self.follow_cursor()

    @on(FormTableView.Left)
    def _left_table(self, message: FormTableView.Left) -> None:
        """The page goes on above and below the table."""
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
