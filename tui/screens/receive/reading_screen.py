"""A screen with a queue of files: chosen by the person, looked for in folders, read one after the other."""

from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.worker import Worker, get_current_worker

from importers.intake import Incoming
from store import settings
from store.errors import StoreError
from store.opening import open_store
from store.text import format_number
from tui.framework.work_screen import WorkScreen
from tui.screens.receive.file_list import FileList
from tui.screens.receive.file_page import FilePage
from tui.screens.receive.queue import Queue
from tui.widgets.line_list import LineList


class ReadingScreen(WorkScreen):
    """The queue of files above, one of them below; files are looked for and read in threads while one goes on."""

    class Progress(Message):
        """How far a thread is."""

        def __init__(self, text: str, worker: Worker[None]) -> None:
            super().__init__()
            self.text, self.worker = text, worker

    class FoundFiles(Message):
        """The files of the folders that were chosen."""

        def __init__(self, paths: list[Path]) -> None:
            super().__init__()
            self.paths = paths

    class FileRead(Message):
        """A file was read."""

        def __init__(self, waiting: Incoming, read: Incoming) -> None:
            super().__init__()
            self.waiting, self.read = waiting, read

    class ReadingEnded(Message):
        """No file is waiting any more."""

    class ReadingFailed(Message):
        """The store could not be read, so that no file can be compared with it."""

        def __init__(self, error: StoreError) -> None:
            super().__init__()
            self.error = error

    def __init__(self) -> None:
        super().__init__()
        self.queue = Queue()
        self.looker: Worker[None] | None = None  # looks through folders
        self.reader: Worker[None] | None = None  # reads files
        self.writer: Worker[None] | None = None  # writes them into the store

    def compose_work(self) -> ComposeResult:
        """Files, and the one under the cursor."""
        yield FileList(self.queue)
        yield FilePage(self.queue, self.store)

    @property
    def files(self) -> list[Incoming]:
        """The queue."""
        return self.queue.files

    @property
    def file_list(self) -> FileList:
        """The queue as it is seen."""
        return self.query_one(FileList)

    @property
    def page(self) -> FilePage:
        """The file under the cursor."""
        return self.query_one(FilePage)

    @property
    def current(self) -> Incoming | None:
        """The file under the cursor."""
        return self.file_list.current

    @property
    def is_on_rows(self) -> bool:
        """Whether the rows have the keys, not the files."""
        return self.is_mounted and self.page.lines.has_focus

    def on_mount(self) -> None:
        """The files have the keys."""
        self.file_list.lines.focus()
        self.show_files()

    def show_files(self, remark: str = "") -> None:
        """The queue, and how far a thread is with it."""
        self.file_list.show_files(remark)
        self.refresh_bindings()

    def on_descendant_focus(self) -> None:
        """The list in use has the room, and the strip tells of it."""
        for widget in (self.file_list, self.page):
            widget.set_class(self.is_on_rows, "-rows")
        self.page.show_about(self.current)
        self.refresh_bindings()

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Another file, or another row."""
        if event.lines is self.file_list.lines:
            self.page.show_rows(self.current)
        else:
            self.page.show_about(self.current)

    # -- choosing and reading

    def action_choose(self) -> None:
        """Choose files or a folder."""
        from tui.widgets.file_picker import FilePicker

        self.app.push_screen(FilePicker(settings.load(self.store).last_folder), self.chosen)

    def chosen(self, paths: Sequence[Path] | None) -> None:
        """Files or folders were chosen; a folder is looked through beside the keys."""
        if not paths:
            return
        from tui.widgets.file_picker import chosen_folder

        settings.remember_folder(self.store, chosen_folder(paths))
        if any(path.is_dir() for path in paths):
            self.show_files("đang tìm tệp (Esc dừng)")
            self.looker = self._look_through(paths)
        else:
            self.add_files(paths)

    @work(thread=True, exclusive=True, group="look", exit_on_error=False)
    def _look_through(self, paths: Sequence[Path]) -> None:
        """Look for files in folders: a whole disk takes a while."""
        from importers.errors import Cancelled
        from importers.grids.files import expand_paths

        worker = get_current_worker()
        try:
            found = expand_paths(paths, lambda: not worker.is_cancelled)
        except Cancelled:
            return
        if not worker.is_cancelled:
            self.post_message(self.FoundFiles(found))

    def on_reading_screen_found_files(self, message: FoundFiles) -> None:
        """Read them."""
        self.looker = None
        self.add_files(message.paths)

    def add_files(self, found: Sequence[Path]) -> None:
        """Read files one after the other; those that wait here already are read anew."""
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
        """Read a file of the queue once more: it changed, or its unit's files are read otherwise."""
        self.queue.read_anew(file)
        self.show_files()
        self.read_waiting()

    def read_waiting(self) -> None:
        """Read what waits; files that come meanwhile are read too."""
        if not runs(self.reader) and self.queue.has_waiting:
            self.reader = self._read_files()

    @work(thread=True, exclusive=True, group="read", exit_on_error=False)
    def _read_files(self) -> None:
        from importers.errors import Cancelled

        worker = get_current_worker()

        def progress(file: Incoming, rows: int, left: int) -> bool:
            text = f"đang đọc {file.path.name}: {format_number(rows)} dòng, còn {left} tệp (Esc dừng)"
            self.post_message(self.Progress(text, worker))
            return not worker.is_cancelled

        def was_read(waiting: Incoming, read: Incoming) -> None:
            if worker.is_cancelled:
                raise Cancelled
            self.post_message(self.FileRead(waiting, read))

        try:
            with open_store(self.app.store_path) as store:
                self.queue.read_waiting(store, progress, was_read)
        except Cancelled:
            return
        except StoreError as error:
            if not worker.is_cancelled:
                self.post_message(self.ReadingFailed(error))
            return
        self.post_message(self.ReadingEnded())

    def on_reading_screen_reading_failed(self, message: ReadingFailed) -> None:
        """The store could not be read: say so once, and read on when Enter is pressed."""
        self.stop_reading()
        self.app.tell(message.error)

    def on_reading_screen_progress(self, message: Progress) -> None:
        """Show how far the thread is, where it was not stopped meanwhile."""
        if message.worker in (self.reader, self.writer) and runs(message.worker):
            self.show_files(message.text)

    def on_reading_screen_file_read(self, message: FileRead) -> None:
        """Show what is to be said of the file."""
        self.queue.was_read(message.waiting, message.read)
        self.show_files()

    def on_reading_screen_reading_ended(self) -> None:
        """Files may have come behind the last look."""
        self.reader = None
        self.show_files()
        self.read_waiting()

    def stop_reading(self) -> None:
        """Look for no more files and read none; what was not read says so, and can be read later."""
        for worker in filter(None, (self.looker, self.reader)):
            worker.cancel()
        self.looker = self.reader = None
        self.queue.stop()
        self.show_files("đã dừng đọc")


def runs(worker: Worker[None] | None) -> bool:
    """Whether a thread is at work."""
    return worker is not None and worker.is_running
