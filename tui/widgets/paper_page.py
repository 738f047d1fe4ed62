"""Shows a statistics form as one page that scrolls; the keys walk over all of it that can be chosen."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widgets import Static

from store.campaigns.form import Form
from store.reporting.form_papers import FormPaper
from store.words.forms import lead_in
from tui.keys import keys
from tui.styles import css_of
from tui.widgets.form_table import FormTableView
from tui.widgets.paper_section import PaperSection

#: The line "(Kèm theo công văn …)", edited as the sections are, though it is kept with the settings.
COVERING_LETTER = "covering_letter"
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
        """A page without figures yet.

        Args:
            form: whose page it is.
            keep: writes (section, text) into the store, and answers whether it could.
            id: of the widget.
        """
        super().__init__(id=id)
        self.form = form
        self._order = [COVERING_LETTER, _TABLE, *(section.key for section in form.sections)]  # from top to bottom
        self._keep = keep
        self._is_new = True

    def compose(self) -> ComposeResult:
        """As the form has it."""
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

    @property
    def table(self) -> FormTableView:
        """The table with its cursor."""
        return self.query_one(FormTableView)

    def sections(self) -> list[PaperSection]:
        """Everything that is written by hand, from top to bottom."""
        return list(self.query(PaperSection))

    def show(self, paper: FormPaper, *, read_only: bool) -> None:
        """Show another paper, or the same with other figures."""
        lines = [
            f"Đơn vị: {paper.table.scope}" if paper.table.scope else "",
            f"({paper.issued})" if paper.issued else "",
        ]
        self.query_one("#unit", Static).update("\n".join(line for line in lines if line))
        self.query_one("#lead-in", Static).update(lead_in(paper.table))
        for section in self.sections():
            text = paper.attached_to if section.section == COVERING_LETTER else paper.sections.get(section.section, "")
            section.show(text, read_only=read_only)
        signature = f"{paper.signer_title.upper()}\n{self.form.signature_note}\n\n\n{paper.signer_name}"
        self.query_one("#signature", Static).update(signature)
        self.table.show(paper.table, with_totals=paper.with_totals)
        if self._is_new:
            self._is_new = False
            self.begin_at_table()
        else:
            self.call_after_refresh(self.follow_cursor)

    def begin_at_table(self) -> None:
        """The table has the focus, and where the paper has no room its top: the figures are what one looks for."""
        self.table.focus(scroll_visible=False)
        self.call_after_refresh(self._scroll_to_table)

    def _scroll_to_table(self) -> None:
        table = self.table.virtual_region
        if table.bottom > self.size.height:
            self.scroll_to(y=table.y, animate=False, force=True, immediate=True)
            self.follow_cursor()

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
        """From section to section, and back to the table."""
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
