"""A statistics form as one scrolling page: its table, and the hand-written sections in their places."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widgets import Static

from store.campaigns.form import Form
from store.reporting.form_papers import COVERING_LETTER, FormPaper
from store.reporting.offers import Offers
from store.words.forms import lead_in
from tui.keys import keys
from tui.styles import css_of
from tui.widgets.form_table import FormTableView
from tui.widgets.paper_section import PaperSection, SectionKeeper

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

    def __init__(self, form: Form, keeper: SectionKeeper, *, id: str | None = None) -> None:  # noqa: A002
        """A page without figures yet, whose sections are read and written by `keeper`."""
        super().__init__(id=id)
        self.form = form
        self._order = [COVERING_LETTER, _TABLE, *(section.key for section in form.sections)]  # from top to bottom
        self._keeper = keeper
        self._is_new = True

    def compose(self) -> ComposeResult:
        """Build the parts of the paper in the order of the form."""
        form = self.form
        yield Static("\n".join(filter(None, (form.heading, form.title))), id="title", markup=False)
        yield PaperSection(COVERING_LETTER, keeper=self._keeper, one_line=True)
        yield Static(id="unit", markup=False)
        if form.part:
            yield Static(form.part, classes="part", markup=False)
        if form.lead_in:
            yield Static(form.lead_in, markup=False)
        yield Static(id="lead-in", markup=False)
        yield FormTableView(id="table")
        for section in form.sections:
            yield PaperSection(section.key, section.heading, keeper=self._keeper)
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
