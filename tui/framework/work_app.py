"""What screens may ask of the app: its store, going to another place, taking back a change, showing an error."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from textual.screen import ModalScreen
from textual.worker import WorkerFailed

from store import history
from store.database import Store
from store.errors import StoreError
from store.opening import open_store
from tui.framework.background import StoreJob
from tui.framework.targets import PersonTarget, Target
from tui.framework.type_ahead import TypeAhead
from tui.framework.work_screen import BaseScreen
from tui.log import write_traceback
from tui.widgets.store_errors import SurvivesStoreErrors

Result = TypeVar("Result")


class WorkApp(SurvivesStoreErrors, TypeAhead[int]):
    """One store, and screens that meet by targets."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.store_path = path
        self.store: Store = open_store(path)
        self.crash_log: Path | None = None

    # -- going from place to place

    @property
    def is_asked(self) -> bool:
        """Whether a question or a form stands over the place of work."""
        return any(isinstance(screen, ModalScreen) for screen in self.screen_stack)

    def close_pages(self) -> None:
        """Close the pages that were opened from the place of work in front."""
        while len(self.screen_stack) > 1 and not self.is_asked:
            self.pop_screen()

    def action_go(self, mode: str) -> None:
        """Open a place of work; a page that was opened from this one stays open for when one comes back."""
        if self.is_asked:
            return
        if mode == self.current_mode:
            self.close_pages()
        else:
            self.switch_mode(mode)

    def go_to(self, target: Target) -> None:
        """Open the place of work of a target, and let its screen arrive there."""
        if not target.mode:
            self._arrive(target)
        elif not self.is_asked:
            self.switch_mode(target.mode)
            self.call_after_refresh(self._arrive, target)

    def _arrive(self, target: Target) -> None:
        if target.mode:
            self.close_pages()
        if isinstance(self.screen, BaseScreen):
            self.screen.arrive(target)

    # -- work with a store of its own

    def with_store(self, work: Callable[[Store], Result]) -> Result:
        """Do some work with another store than the screens', in a thread that is no screen's."""
        return StoreJob(self.store_path, work).run()

    async def in_background(self, work: Callable[[Store], Result]) -> Result:
        """Do some work with a store of its own in a thread; when the worker that waits is cancelled, so is the work.

        Raises:
            StoreError: the store cannot be opened, read or written.
        """
        return await StoreJob(self.store_path, work).result()

    # -- changes

    def data_changed(self) -> None:
        """Let the screen in front read the store again."""
        if isinstance(self.screen, BaseScreen):
            self.screen.reload()

    def action_undo(self) -> None:
        """Take back the last change."""
        self._step(history.undo, "Đã hoàn tác", "Không còn gì để hoàn tác.")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._step(history.redo, "Đã làm lại", "Không có gì để làm lại.")

    def _step(self, step: Callable[[Store], history.Reverted | None], done: str, nothing: str) -> None:
        result = step(self.store)
        if result is None:
            self.notify(nothing)
            return
        kept = f" Giữ nguyên {len(result.kept)} giá trị đã sửa sau đó." if result.kept else ""
        self.notify(f"{done}: {result.label}.{kept}")
        self.data_changed()
        person = history.last_person(self.store)
        if person is not None:
            self.go_to(PersonTarget(person))

    # -- errors

    def tell(self, error: StoreError) -> None:
        """Show what went wrong and the way out; once, however often it goes wrong meanwhile."""
        from tui.widgets.dialogs import Notice

        in_front = self.screen
        if isinstance(in_front, Notice) and (in_front.dialog_title, in_front.body) == (error.title, error.message):
            return
        if isinstance(in_front, ModalScreen) and not in_front.children:
            self.pop_screen()  # it could not be filled
        self.push_screen(Notice(error.title, error.message))

    def _handle_exception(self, error: Exception) -> None:
        """Show an error of the store and go on; of any other write the traceback to the log, and end.

        Textual calls this for whatever a handler, a timer, a worker or a repaint raises.
        """
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, StoreError):
            self.tell(cause)
            return
        self.crash_log = write_traceback(error)
        super()._handle_exception(error)
