"""The widget that lists the files waiting to be taken in, with their number above."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from importers.intake import Incoming
from tui.screens.receive import file_words
from tui.screens.receive.queue import Queue
from tui.styles import css_of
from tui.widgets.line_list import LineList


class FileList(Vertical):
    """The list of the files of a queue."""

    DEFAULT_CSS = css_of("FileList")

    def __init__(self, queue: Queue) -> None:
        super().__init__()
        self.queue = queue
        self._lines: dict[tuple[int, int], tuple[str, bool]] = {}  # by number and width, until something changes

    def compose(self) -> ComposeResult:
        """Build the line with their number, and the list."""
        yield Static(id="files-head", markup=False)
        yield LineList(id="files")

    @property
    def lines(self) -> LineList:
        """The widget of the list."""
        return self.query_one("#files", LineList)

    @property
    def current(self) -> Incoming | None:
        """The file under the cursor."""
        files, cursor = self.queue.files, self.lines.cursor
        return files[cursor] if cursor < len(files) else None

    def show_files(self, remark: str = "") -> None:
        """Show the files of the queue; `remark`: the progress of a job, in place of their number."""
        self._lines.clear()
        self.query_one("#files-head", Static).update(remark or file_words.head(self.queue.files))
        self.lines.styles.height = max(2, len(self.queue.files))
        self.lines.show_lines(len(self.queue.files), self._line)

    def _line(self, number: int) -> tuple[str, bool]:
        if number >= len(self.queue.files):
            return "", False  # a file was left out since the lines were shown
        at = (number, self.lines.size.width)
        if at not in self._lines:  # a verdict counts all rows of its file: not at every key
            self._lines[at] = file_words.line(self.queue.files[number], at[1] - 2)
        return self._lines[at]

    def go_to(self, file: Incoming) -> None:
        """Put the cursor on a file of the queue."""
        self.lines.go_to(self.queue.files.index(file))
