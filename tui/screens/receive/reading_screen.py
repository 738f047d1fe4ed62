"""The part of Nhận tệp with the queue of files: chooses files, searches folders, reads the files in turn."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from textual.app import ComposeResult

from importers.intake import Incoming
from store import settings
from store.database import Store
from store.text import format_number
from store.whole_files import scratch_folder
from tui.framework.targets import PastedTarget, Target
from tui.framework.work_screen import WorkScreen
from tui.screens.receive.file_list import FileList
from tui.screens.receive.file_page import FilePage
from tui.screens.receive.queue import Queue
from tui.widgets.line_list import LineList

LOOKING, READING = "look", "read"  # groups of jobs: looking through folders, reading files


class ReadingScreen(WorkScreen):
    """Shows the queue of files above and one file below; searches and reads files in the background."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = Queue(self._last_change)
        self._kept = ExitStack()
        self._folder: Path | None = None  # of the rows that were pasted

    def _last_change(self, store: Store) -> int:
        """The last change that was made in this place: what another window wrote is not taken back by Ctrl+Z."""
        change = self.app.sitting.last_here(store, self.app.current_mode or "", undone=False)
        return change.id if change is not None else 0

    def compose_work(self) -> ComposeResult:
        """Build the list of files, and the page of the file under the cursor."""
        yield FileList(self.queue)
        yield FilePage(self.queue, self.store)

    @property
    def files(self) -> list[Incoming]:
        """The files of the queue."""
        return self.queue.files

    @property
    def file_list(self) -> FileList:
        """The widget that lists the files."""
        return self.query_one(FileList)

    @property
    def page(self) -> FilePage:
        """The widget that shows the file under the cursor."""
        return self.query_one(FilePage)

    @property
    def current(self) -> Incoming | None:
        """The file under the cursor."""
        return self.file_list.current

    @property
    def is_on_rows(self) -> bool:
        """Whether the rows of the file have the focus."""
        return self.is_mounted and self.page.lines.has_focus

    @property
    def is_on_notices(self) -> bool:
        """Whether the notices about the whole file have the focus."""
        return self.is_mounted and self.page.notice_lines.has_focus

    @property
    def is_reading(self) -> bool:
        """Whether folders are being searched or files read."""
        return self.is_working(LOOKING) or self.is_working(READING)

    def on_mount(self) -> None:
        """Focus the list of files."""
        self.file_list.lines.focus()
        self.show_files()

    def show_files(self, remark: str = "") -> None:
        """Show the queue; `remark`: the progress of a job."""
        self.file_list.show_files(remark)
        self.refresh_bindings()
        self.app.show_undo()

    def on_descendant_focus(self) -> None:
        """Give the focused list more room, and show the text about its line."""
        for widget in (self.file_list, self.page):
            widget.set_class(self.is_on_rows or self.is_on_notices, "-rows")
        self.page.show_about(self.current)
        self.refresh_bindings()

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Show the file or row that the cursor moved to."""
        if event.lines is self.file_list.lines:
            self.page.show_rows(self.current)
        else:
            self.page.show_about(self.current)

    def arrive(self, target: Target) -> None:
        """Add rows that were pasted on another screen to the queue, as a file."""
        if isinstance(target, PastedTarget):
            self._add_pasted(target)

    def _add_pasted(self, target: PastedTarget) -> None:
        from importers.pasted import write_table

        if self._folder is None:
            self._folder = self._kept.enter_context(scratch_folder())
        file = self._folder / f"Dán từ bảng tính {len(list(self._folder.iterdir())) + 1}.csv"
        write_table(target.text, file)
        first, _ = self.queue.add([file])
        self.files[first].answers.unit = target.unit
        self.show_files()
        self.file_list.lines.go_to(first)
        self.file_list.lines.focus()
        self.read_waiting()

    def on_unmount(self) -> None:
        """Delete the files that hold pasted rows."""
        self._kept.close()

    # -- choosing and reading

    def action_choose(self) -> None:
        """Open the dialog that chooses files or a folder."""
        from tui.widgets.file_picker import FilePicker

        self.app.push_screen(FilePicker(settings.load(self.store).last_folder), self.chosen)

    def chosen(self, paths: Sequence[Path] | None) -> None:
        """Add the chosen files; a folder is searched in the background."""
        if not paths:
            return
        from importers.grids.files import expand_paths
        from tui.widgets.file_picker import chosen_folder

        settings.remember_folder(self.store, chosen_folder(paths))
        if any(path.is_dir() for path in paths):
            self.show_files("đang tìm tệp (Esc dừng)")
            self.background(
                lambda store: expand_paths(paths, lambda: not store.is_interrupted), self.add_files, group=LOOKING
            )
        else:
            self.add_files(paths)

    def add_files(self, found: Sequence[Path]) -> None:
        """Add files to the queue and read them; files that wait already are read again."""
        if not found:
            self.show_files()
            self.notify("Không có tệp bảng tính nào ở đó.")
            return
        first, again = self.queue.add(found)
        if again:
            self.notify(f"{again} tệp đã có trong danh sách: đọc lại.")
        self.show_files()
        self.file_list.lines.go_to(first)
        self.file_list.lines.focus()
        self.read_waiting()

    def read_anew(self, file: Incoming) -> None:
        """Read a file of the queue again: it was edited, or its unit's files are read in another way."""
        self.queue.read_anew(file)
        self.show_files()
        self.read_waiting()

    def read_waiting(self) -> None:
        """Start to read the waiting files, also those that are chosen meanwhile."""
        if not self.is_working(READING) and self.queue.has_waiting:
            self.background(self._read_files, lambda _: self._read_on(), group=READING, failed=self.stop_reading)

    def _read_files(self, store: Store) -> None:
        """Read the waiting files in the thread of the job.

        Raises:
            Cancelled, StoreError: the reading was stopped, or the store cannot be read.
        """

        def progress(file: Incoming, rows: int, of_all: int, left: int) -> bool:
            stage = (
                f"so với sổ {format_number(rows)}/{format_number(of_all)}" if of_all else f"đọc {format_number(rows)}"
            )
            others = f" · còn {left - 1} tệp nữa" if left > 1 else ""
            self.call_later(self.show_progress, READING, f"Esc: dừng · đang {stage} dòng{others} · {file.name}")
            return not store.is_interrupted

        def was_read(waiting: Incoming, read: Sequence[Incoming]) -> None:
            if not store.is_interrupted:
                self.call_later(self._show_read, waiting, read)

        self.queue.read_waiting(store, progress, was_read)

    def show_progress(self, group: str, text: str) -> None:
        """Show the progress of a job, unless it was stopped meanwhile."""
        if self.is_working(group):
            self.show_files(text)

    def _show_read(self, waiting: Incoming, read: Sequence[Incoming]) -> None:
        self.queue.was_read(waiting, read)
        self.show_files()

    def _read_on(self) -> None:
        """Read the files that were added after the job last looked."""
        self.show_files()
        self.read_waiting()

    def stop_reading(self) -> None:
        """Stop searching and reading; files that are not read yet are marked as stopped."""
        self.cancel(LOOKING)
        self.cancel(READING)
        self.queue.stop()
        self.show_files("đã dừng đọc")
