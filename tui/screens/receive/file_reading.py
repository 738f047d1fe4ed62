"""Reading the files of the queue one after the other, in a thread, while the person goes on."""

from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.message import Message
from textual.worker import Worker, get_current_worker

from store.errors import StoreError
from store.opening import open_store
from store.text import format_number
from tui.framework.work_screen import WorkScreen
from tui.screens.receive import desk
from tui.screens.receive.desk import Incoming


class FileReading(WorkScreen):
    """A screen with a queue of files; it shows them in `show_files`."""

    class FileRead(Message):
        """A file was read."""

        def __init__(self, waiting: Incoming, read: Incoming) -> None:
            super().__init__()
            self.waiting = waiting
            self.read = read

    class Progress(Message):
        """How far the reading is."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Found(Message):
        """The files of the folders that were chosen."""

        def __init__(self, paths: list[Path]) -> None:
            super().__init__()
            self.paths = paths

    class Ended(Message):
        """No file is waiting any more, or Escape was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Incoming] = []
        self.reader: Worker[None] | None = None
        self.looker: Worker[None] | None = None

    def show_files(self, remark: str = "") -> None:
        """The queue, and how far its reading is."""
        raise NotImplementedError  # pragma: no cover

    def add_files(self, found: Sequence[Path]) -> None:
        """Put files into the queue."""
        raise NotImplementedError  # pragma: no cover

    @work(thread=True, exclusive=True, group="look", exit_on_error=False)
    def look_through(self, paths: list[Path]) -> None:
        """Look for files in folders: a whole disk takes a while."""
        from importers.errors import Cancelled
        from importers.grids.files import expand_paths

        worker = get_current_worker()
        try:
            found = expand_paths(paths, lambda: not worker.is_cancelled)
        except Cancelled:
            return
        if not worker.is_cancelled:
            self.post_message(self.Found(found))

    def on_file_reading_found(self, message: Found) -> None:
        """Read them."""
        self.looker = None
        self.add_files(message.paths)

    @property
    def is_reading(self) -> bool:
        """Whether the thread is at work."""
        return self.reader is not None and self.reader.is_running

    @property
    def is_looking(self) -> bool:
        """Whether folders are being looked through."""
        return self.looker is not None and self.looker.is_running

    def read_waiting(self) -> None:
        """Read what waits; files that come meanwhile are read too."""
        if not self.is_reading and any(incoming.is_waiting for incoming in self.files):
            self.reader = self._read_files()

    def stop_reading(self) -> None:
        """Look for no more files and read none; what was not read says so, and can be read later."""
        if self.looker is not None:
            self.looker.cancel()
            self.looker = None
        if self.reader is not None:
            self.reader.cancel()
            self.reader = None
        for incoming in self.files:
            incoming.is_stopped = incoming.is_stopped or incoming.is_waiting
        self.show_files("đã dừng đọc")

    def read_stopped(self) -> None:
        """Read after all what Escape left."""
        for incoming in self.files:
            incoming.is_stopped = False
        self.show_files()
        self.read_waiting()

    def read_anew(self, incoming: Incoming) -> None:
        """Read a file of the queue once more: it changed, or its unit's files are read otherwise."""
        fresh = Incoming(
            incoming.path,
            unit=incoming.unit,
            submission_id=incoming.submission_id,
            corrections=incoming.corrections,
        )
        self.files[self.files.index(incoming)] = fresh
        self.show_files()
        self.read_waiting()

    @work(thread=True, exclusive=True, group="read", exit_on_error=False)
    def _read_files(self) -> None:
        from importers.errors import Cancelled

        worker = get_current_worker()
        read: set[int] = set()
        with open_store(self.app.store_path) as store:
            while not worker.is_cancelled:
                waiting = [one for one in list(self.files) if one.is_waiting and id(one) not in read]
                if not waiting:
                    break
                incoming = waiting[0]
                read.add(id(incoming))

                def progress(rows: int, name: str = incoming.path.name, left: int = len(waiting)) -> bool:
                    told = f"đang đọc {name}: {format_number(rows)} dòng, còn {left} tệp (Esc dừng)"
                    self.post_message(self.Progress(told))
                    return not worker.is_cancelled

                try:
                    found = desk.read(
                        store, incoming.path, progress, unit=incoming.unit, corrections=incoming.corrections
                    )
                except (Cancelled, StoreError):
                    break
                if not worker.is_cancelled:
                    found.submission_id = incoming.submission_id
                    self.post_message(self.FileRead(incoming, found))
        if not worker.is_cancelled:
            self.post_message(self.Ended())

    def on_file_reading_progress(self, message: Progress) -> None:
        """Show how far it is."""
        if self.is_reading:
            self.show_files(message.text)

    def on_file_reading_file_read(self, message: FileRead) -> None:
        """Show the file's verdict, where it was not dropped meanwhile."""
        for place, incoming in enumerate(self.files):
            if incoming is message.waiting:
                self.files[place] = message.read
        self.show_files()

    def on_file_reading_ended(self) -> None:
        """Files may have come behind the last look."""
        self.reader = None
        self.show_files()
        self.read_waiting()
