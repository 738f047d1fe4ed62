"""Hướng dẫn: guides for citizens, to read together with them and to print as hand-outs."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.monitoring import guides
from store.monitoring.guides import Guide
from store.words.file_names import file_name, one_word
from tui.framework import exporting
from tui.framework.work_screen import ListScreen
from tui.keys import keys
from tui.widgets.line_list import LineList


class GuidesScreen(ListScreen[Guide]):
    """The list of guides, and below it the guide under the cursor."""

    PLACE_TITLE = "Hướng dẫn"
    BINDINGS = keys(
        "guides",
        ("ctrl+s", "export", "In thành tờ rơi", "Ghi ra tệp Word, Excel hoặc txt để in"),
        ("pageup", "scroll_page(-1)", "Trang trên", "Cuộn lên", "page_up"),
        ("pagedown", "scroll_page(1)", "Trang dưới", "Cuộn xuống", "page_down"),
        priority={"page_up", "page_down"},
    )

    def compose_work(self) -> ComposeResult:
        """Build the list, and the page of the guide."""
        yield LineList(id="guides")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="guide", markup=False)

    def read_rows(self) -> Sequence[Guide]:
        """The guides that come with the program."""
        return guides.guides()

    def show_list(self) -> None:
        """Show one line for each guide."""
        self.show_rows(lambda each: (f"{self.listed.index(each) + 1}. {each.title}", False))

    def describe(self) -> None:
        """Show the guide under the cursor."""
        from exporters.guide import as_lines

        if self.chosen is not None:
            self.show_text("guide", "\n".join(as_lines(self.chosen)))
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write the guide under the cursor as a hand-out."""
        if self.chosen is not None:
            name = file_name("HuongDan", one_word(self.chosen.title, 50), ending=".docx")
            await exporting.export_paper(self.app, "guide", name, key=self.chosen.key)
