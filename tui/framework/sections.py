"""The base of places of work whose paper has hand-written sections; each is saved while somebody writes it."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual.containers import VerticalScroll
from textual.screen import Screen

from store.errors import StoreError
from store.reporting import issued
from tui.framework.work_screen import WorkScreen
from tui.widgets.paper_section import PaperSection


class SectionsScreen(WorkScreen):
    """Base screen for hand-written sections: their `SectionKeeper`. Subclasses implement `report_key`."""

    written_label: ClassVar[str] = issued.WRITTEN  # of the change in the journal
    _is_refused = False  # the store just refused to keep a section

    def report_key(self) -> str:
        """The key under which the store keeps the sections that are shown."""
        raise NotImplementedError  # pragma: no cover

    def read_section(self, report: str, section: str) -> str:
        """The text of a section as the store has it now."""
        return issued.narrative(self.store, report).get(section, "")

    def keep_section(self, report: str, section: str, text: str, before: str, *, between: str = "") -> str | None:
        """Write a section as `issued.keep_section` does; answers None, after showing why, if the store refused it."""
        label = self.written_label
        try:
            return issued.keep_section(self.store, section, text, report, before, label=label, between=between)
        except StoreError as error:
            self._is_refused = True
            self.app.tell(error)
            return None

    def interrupt_with(self, question: Screen[Any], answered: Callable[[Any], Any]) -> None:
        """Show a question that no key asked for."""
        self.app.interrupt_with(question, answered)

    def on_paper_section_written(self) -> None:
        """Read the screen again after the text of a section was saved."""
        if self.is_current and self.is_running:
            self.reload()

    def keep_sections(self) -> bool:
        """Save every section that is open for editing; answers False when the text of one stays in its editor alone."""
        kept = [section.keep(asks=True) for section in self.query(PaperSection)]
        return all(kept)

    def unwritten(self, *, in_full: bool = False) -> str:
        """What happens to the typed text if the program ends before a question about it is answered; "" for none."""
        if any(section.is_disputed for section in self.query(PaperSection)):
            leaving = "" if in_full else " Thoát thì lời đang gõ nối vào dưới lời của họ."
            return f"Một mục đang viết vừa có người ghi khác.{leaving}"
        return ""

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
