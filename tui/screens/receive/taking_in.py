"""Writing files of the queue into the store: at once where it is quick, in a thread where it takes a while."""

from collections.abc import Callable, Sequence
from functools import partial

from textual import work
from textual.message import Message
from textual.worker import Worker, get_current_worker

from store.database import Store, open_store
from store.errors import RefusedError, StoreError
from store.text import format_number
from tui.screens.base import WorkScreen
from tui.screens.receive import desk
from tui.screens.receive.desk import Incoming

_QUICK = 400  # rows: well below 100 ms


class TakingIn(WorkScreen):
    """A screen that takes files in; it shows them in `show_files`."""

    class Writing(Message):
        """How far the writing is."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Written(Message):
        """Files were written, as far as nothing went wrong."""

        def __init__(self, taken: list[Incoming], error: StoreError | None) -> None:
            super().__init__()
            self.taken = taken
            self.error = error

    writer: Worker[None] | None = None

    def show_files(self, remark: str = "") -> None:
        """The queue, and how far its writing is."""
        raise NotImplementedError  # pragma: no cover

    @property
    def is_taking(self) -> bool:
        """Whether the thread is at work."""
        return self.writer is not None and self.writer.is_running

    def take_in(self, files: Sequence[Incoming], *, only_clean: bool = False) -> None:
        """Write files one after the other.

        Args:
            files: with a plan each.
            only_clean: a file that came to ask something by the one before is left.
        """
        rows = sum(len(incoming.plan.rows) for incoming in files if incoming.plan is not None)
        if rows > _QUICK:
            self.writer = self._take_in_thread(list(files), only_clean=only_clean)
            self.show_files(f"đang ghi {files[0].path.name} (Esc dừng)")
        else:
            self.on_taking_in_written(self.Written(*_take_in(self.store, files, only_clean=only_clean)))

    def stop_taking(self) -> None:
        """Nothing stays of the file that is being written; those before it are in."""
        self.workers.cancel_group(self, "take")

    @work(thread=True, exclusive=True, group="take", exit_on_error=False)
    def _take_in_thread(self, files: list[Incoming], *, only_clean: bool) -> None:
        worker = get_current_worker()

        def progress(name: str, rows: int) -> bool:
            self.post_message(self.Writing(f"đang ghi {name}: {format_number(rows)} dòng (Esc dừng)"))
            return not worker.is_cancelled

        with open_store(self.app.store_path) as store:
            taken, error = _take_in(store, files, only_clean=only_clean, progress=progress)
        if worker.is_cancelled and isinstance(error, RefusedError):
            error = None
        self.post_message(self.Written(taken, error))

    def on_taking_in_writing(self, message: Writing) -> None:
        """Show how far it is."""
        if self.is_taking:
            self.show_files(message.text)

    def on_taking_in_written(self, message: Written) -> None:
        """Say what came of it."""
        self.writer = None
        if message.error is not None:
            self.app.tell(message.error)
        if len(message.taken) > 1:
            new = sum(one.submission_id is not None for one in message.taken)
            same = len(message.taken) - new
            told = [f"Đã nhận {new} tệp"] if new else []
            told += [f"{same} tệp không có gì thay đổi so với sổ"] if same else []
            self.notify(f"{'; '.join(told)}.", timeout=4)
        self.taken_in(message.taken)
        self._seen_version = self.store.version()
        self.reload()

    def taken_in(self, files: Sequence[Incoming]) -> None:
        """These are in the store now."""
        raise NotImplementedError  # pragma: no cover


def _take_in(
    store: Store,
    files: Sequence[Incoming],
    *,
    only_clean: bool,
    progress: Callable[[str, int], bool] | None = None,
) -> tuple[list[Incoming], StoreError | None]:
    taken: list[Incoming] = []
    for incoming in files:
        if only_clean:
            desk.plan_again(store, incoming)
            if not incoming.is_clean:
                continue
        try:
            desk.take_in(store, incoming, None if progress is None else partial(progress, incoming.path.name))
        except StoreError as error:
            return taken, error
        taken.append(incoming)
    return taken, None
