"""A place whose paper has sections that are written by hand: each is kept while it is written."""

from textual.containers import VerticalScroll

from store.errors import StoreError
from tui.framework.work_screen import WorkScreen
from tui.widgets.paper_page import PaperSection


class SectionsScreen(WorkScreen):
    """Subclasses yield their sections with `keep` and write a section into the store."""

    _is_refused = False  # the store just refused to keep a section

    def write_section(self, section: str, text: str) -> None:
        """Write the text of a section into the store."""
        raise NotImplementedError  # pragma: no cover

    def keep(self, section: str, text: str) -> bool:
        """Put the text of a section into the store; whether it could be."""
        try:
            self.write_section(section, text)
        except StoreError as error:
            self._is_refused = True
            self.app.tell(error)
            return False
        return True

    def on_paper_section_written(self) -> None:
        """Show what follows from the text."""
        if self.is_current and self.is_running:
            self.reload()

    def keep_sections(self) -> None:
        """Keep what is being written just now."""
        for section in self.query(PaperSection):
            section.keep()

    def is_being_written(self) -> bool:
        """Whether somebody is writing in a section, who is then asked to finish: what is shown lacks their words."""
        writing = any(section.is_written for section in self.query(PaperSection))
        if writing:
            self.notify("Còn mục đang viết: Ctrl+S để ghi mục ấy, rồi bấm lại.")
        return writing

    def go_on_from(self, message: PaperSection.Left) -> None:
        """Go to the section above or below on the page, or to its beginning or end."""
        sections = list(self.query(PaperSection))
        place = [each.section for each in sections].index(message.section) + message.direction
        page = self.query_one("#page", VerticalScroll)
        if place < 0:
            page.scroll_home(animate=False)
        elif place >= len(sections):
            page.scroll_end(animate=False)
        else:
            sections[place].focus()

    def on_screen_suspend(self) -> None:
        """Save the open section before another place of work is shown."""
        if not self._is_refused:  # else what is opened is the message that says why the text could not be kept
            self.keep_sections()
        self._is_refused = False
