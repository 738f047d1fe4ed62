"""Writing files of the queue into the store: at once where it is quick, in a thread where it takes a while."""

from collections.abc import Callable, Sequence
from functools import partial

from textual import work
from textual.message import Message
from textual.worker import Worker, get_current_worker

from store.database import Store
from store.errors import RefusedError, StoreError
from store.opening import open_store
from store.text import format_number
from tui.screens.receive import desk
from tui.screens.receive.desk import Incoming
from tui.screens.receive.file_reading import FileReading
from tui.widgets.dialogs import Ask, Choice

_QUICK = 400  # rows: well below 100 ms


class TakingIn(FileReading):
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

    @property
    def current(self) -> Incoming | None:
        """The file under the cursor."""
        raise NotImplementedError  # pragma: no cover

    def action_unit(self) -> None:
        """Say which unit sent the file."""
        raise NotImplementedError  # pragma: no cover

    @property
    def is_taking(self) -> bool:
        """Whether the thread is at work."""
        return self.writer is not None and self.writer.is_running

    # -- keys

    def action_take_in(self) -> None:
        """Write the file under the cursor; ask where rows would be left out."""
        incoming = self.current
        if incoming is None:
            return
        if not incoming.is_usable or incoming.plan is None or incoming.done:
            told = "Tệp này đã nhận rồi" if incoming.done else incoming.verdict().lstrip("✗? ")
            self.notify(f"{told}.".replace("..", ".").replace("….", "…"))
        elif desk.has_changed(incoming):
            self.read_anew(incoming)
            self.notify("Tệp vừa được sửa nên được đọc lại. Hãy xem rồi nhận.", severity="warning", timeout=5)
        elif incoming.plan.unit is None:
            self.action_unit()
        elif incoming.plan.vanished:
            self.ask_vanished(incoming)
        else:
            self.take_in_asking(incoming)

    @work(exclusive=True, group="ask")
    async def ask_vanished(self, incoming: Incoming) -> None:
        """Whom the unit's file before named and this one does not: left, or forgotten?"""
        from tui.screens.receive.vanished import ask

        if await ask(self.app, incoming):
            self.take_in_asking(incoming)
        self.show_files()

    def take_in_asking(self, incoming: Incoming) -> None:
        """Write the file; ask first where rows would be left out."""
        assert incoming.plan is not None  # noqa: S101 - action_take_in
        counts = incoming.plan.counts()
        left = counts["conflict"] + counts["rejected"]
        if incoming.is_untouched_form:
            choices = [Choice("1", "Đơn vị gửi lại, không có gì đổi: ghi đã nhận", True), Choice("2", "Thôi", False)]
            question = "Biểu mẫu này chưa được ghi thêm gì. Nếu là bản trạm vừa xuất thì đừng nhận."
            self.app.push_screen(
                Ask(f"{incoming.plan.unit} gửi biểu mẫu này?", question, choices),
                lambda yes: self.take_in([incoming]) if yes else None,
            )
            return
        if not left:
            self.take_in([incoming])
            return
        choices = [Choice("1", "Nhận các dòng còn lại", True), Choice("2", "Để tôi xem lại", False)]
        question = f"{left} dòng còn mâu thuẫn hoặc bị loại sẽ chưa được nhận; có thể nhận lại tệp sau."
        self.app.push_screen(
            Ask("Còn dòng chưa rõ", question, choices), lambda yes: self.take_in([incoming]) if yes else None
        )

    def action_take_all(self) -> None:
        """Write every file that asks nothing."""
        clean = [incoming for incoming in self.files if incoming.is_clean]
        changed = [incoming for incoming in clean if desk.has_changed(incoming)]
        for incoming in changed:
            self.read_anew(incoming)
        if changed:
            self.notify(f"{len(changed)} tệp vừa được sửa nên được đọc lại. Hãy xem rồi nhận.", severity="warning")
        elif clean:
            self.take_in(clean, only_clean=True)
        else:
            self.notify("Không có tệp nào nhận được ngay. Hãy xem từng tệp có dấu ✗, ? hoặc mâu thuẫn.")

    # -- writing

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
