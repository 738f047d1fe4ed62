"""The base of places of work whose paper has hand-written sections; each is saved while somebody writes it."""

from textual.containers import VerticalScroll

from store.errors import StoreError
from tui.framework.work_screen import WorkScreen
from tui.widgets.paper_page import PaperSection


class SectionsScreen(WorkScreen):
    """Base screen for hand-written sections; subclasses implement `write_section` and pass `keep` to them."""

    _is_refused = False  # the store just refused to keep a section

    def write_section(self, section: str, text: str) -> None:
        """Write the text of a section into the store."""
        raise NotImplementedError  # pragma: no cover

    def keep(self, section: str, text: str) -> bool:
        """Write the text of a section into the store; answers False, after showing why, if that failed."""
        try:
            self.write_section(section, text)
        except StoreError as error:
            self._is_refused = True
            self.app.tell(error)
            return False
        return True

    def on_paper_section_written(self) -> None:
        """Read the screen again after the text of a section was saved."""
        if self.is_current and self.is_running:
            self.reload()

    def keep_sections(self) -> None:
        """Save the text of every section that is open for editing."""
        for section in self.query(PaperSection):
            section.keep()

    def is_being_written(self) -> bool:
        """Whether a section is open for editing, whose text is not shown yet; asks to finish it."""
        writing = any(section.is_written for section in self.query(PaperSection))
        if writing:
            self.notify("Còn mục đang viết: Ctrl+S để ghi mục ấy, rồi bấm lại.")
        return writing

    def go_on_from(self, message: PaperSection.Left) -> None:
        """Focus the section above or below; beyond the first or the last scroll to the page's end."""
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
