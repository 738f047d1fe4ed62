"""The base of the app, with what screens ask of it: the store, other places, undo and redo, error messages."""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.events import Event, Key, MouseDown
from textual.notifications import SeverityLevel
from textual.screen import ModalScreen, Screen
from textual.worker import WorkerFailed

from store import history, journal, settings
from store.database import Store
from store.errors import ReplacedStoreError, StoreError
from store.opening import open_store
from tui.framework.background import StoreJob
from tui.framework.clipboard import SharedClipboard
from tui.framework.locking import Locking
from tui.framework.sitting import Sitting, is_asked_first
from tui.framework.work_screen import BaseScreen, WorkScreen
from tui.keys import key_name
from tui.log import write_traceback
from tui.places import PLACES, Place
from tui.widgets.key_line import KeyLine
from tui.widgets.only_text import OnlyText
from tui.widgets.store_errors import SurvivesStoreErrors

if TYPE_CHECKING:
    from store.copies.keeper import Keeper
    from tui.framework.targets import Target

Result = TypeVar("Result")
#: Asking SQLite whether another program wrote takes microseconds.
_SECONDS_BETWEEN_LOOKS = 2.0
#: Milliseconds that a key waits for another program that is writing: nothing is drawn meanwhile.
_PATIENCE = 1000
#: A program that stays open sees another day, and a USB stick that was put in.
_SECONDS_BETWEEN_COPIES = 300.0
_MINUTE = 60.0  # seconds
_COMMAND = re.compile(r"f\d+|ctrl\+[a-z]")  # keys that are pressed for what they do, not for what they type
_LINE_IS_GONE = "Nơi khác vừa đổi sổ: dòng đang chọn không còn ở đây, con trỏ nay ở dòng khác."
_NOT_COPIED = "Chưa tự sao lưu được. Ctrl+P “sao lưu”, Ctrl+N: làm lại, xem vì sao."


class WorkApp(SurvivesStoreErrors, OnlyText[int], SharedClipboard[int], Locking[int]):
    """An app with one store, whose screens open each other by targets."""

    def __init__(self, path: Path, new_keeper: "Callable[[], Keeper] | None" = None, *, anew: bool = False) -> None:
        """Open the store at `path`; `new_keeper` makes the keeper of its copies, None: no copies are made.

        `anew`: an empty store may be made.
        """
        super().__init__()
        self._new_keeper = new_keeper
        self.keeper: Keeper | None = None  # from when the first screen was painted
        self.greeting: Callable[[WorkApp], object] | None = None  # what is said when the app has opened
        #: What is done with the store when the app has closed; answers the greeting of the app that opens it anew.
        self.wanted: Callable[[Path], Callable[[WorkApp], object]] | None = None
        self.store_path = path
        self.store: Store = open_store(path, anew=anew)
        self.store.wait_at_most(_PATIENCE)
        self.sitting = Sitting()
        self.store.kept[history.MADE] = self.sitting.made
        self.sitting.made.grown = lambda: self.call_later(self.show_undo)
        self.crash_log: Path | None = None
        self._told: tuple[str, str] | None = None  # title and message of the last error
        self._notice: Screen[None] | None = None  # that shows it
        self._replaced: Screen[None] | None = None  # that says that a copy took the place of the store

    def on_mount(self) -> None:
        """Begin to look for what other programs write into the store, and to make the copies of the day."""
        self.set_interval(_SECONDS_BETWEEN_LOOKS, self._follow_store)
        if self._new_keeper is not None:
            self.set_interval(_SECONDS_BETWEEN_COPIES, self.keep_copies)

    def keep_copies(self) -> None:
        """Make today's copy of the store in a thread, unless there is one already."""
        if self.keeper is None and self._new_keeper is not None:
            self.keeper = self.store.guard = self._new_keeper()
            self.keeper.failed = lambda _: self.call_later(self.notify, _NOT_COPIED, timeout=20)
        if self.keeper is not None:
            self.keeper.of_the_day(self.store_path)

    def _follow_store(self) -> None:
        if self.store.is_protected and not self.is_locked and self.is_idle_for(_MINUTE):
            minutes = settings.lock_minutes(self.store)
            if minutes and self.is_idle_for(minutes * _MINUTE):
                self.action_lock()
        screen = self.screen_stack[-1] if self.screen_stack else None  # none while the program ends
        if screen is not None and (replaced := self.replaced()):
            self.tell(replaced)
            return
        if isinstance(screen, BaseScreen) and not self.has_keys_waiting:
            with suppress(NoMatches):  # the screen is not built yet, or taken down while the program ends
                screen.follow_store()

    # -- locking

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key works: only an encrypted store can be locked."""
        return self.store.is_protected if action == "lock" else super().check_action(action, parameters)

    def action_lock(self) -> None:
        """Lock the screen until the passphrase is given."""
        from store import key_file

        self.lock(partial(key_file.unlock, self.store_path))

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
        """Open a place of work; pages opened from the one in front stay open there for the return."""
        if self.is_asked or self.screen.has_class("-too-small"):  # a place that cannot be seen is not left unseen
            return
        if mode == self.current_mode:
            self.close_pages()
        else:
            self.sitting.belong(self.current_mode or "")
            self._clear_information()
            self.switch_mode(mode)

    def _clear_information(self) -> None:
        """Remove messages that are no warning: the keys that they name do something else in another place."""
        for message in [each for each in self._notifications if each.severity == "information"]:
            del self._notifications[message]
        self._refresh_notifications()

    def go_to(self, target: "Target") -> None:
        """Open the place of work of a target, and let its screen show the target."""
        if not target.mode:
            self._arrive(target)
        elif not self.is_asked:
            self.sitting.belong(self.current_mode or "")
            self.switch_mode(target.mode)
            self.call_after_refresh(self._arrive, target)

    def _arrive(self, target: "Target") -> None:
        if target.mode:
            self.close_pages()
        if isinstance(self.screen, BaseScreen):
            self.screen.arrive(target)

    # -- leaving

    def unwritten(self, *, in_full: bool = False) -> tuple[Place, str] | None:
        """The first place in which closing the program would lose something, and what (`in_full`: to copy it)."""
        for place in PLACES:
            with suppress(KeyError):  # a place that was not opened yet
                for screen in self.get_screen_stack(place.mode):
                    if isinstance(screen, BaseScreen) and (words := screen.unwritten(in_full=in_full)):
                        return place, words
        return None

    def leave_for(self, wanted: "Callable[[Path], Callable[[WorkApp], object]]") -> None:
        """Close the app, let `wanted` work on the closed store, and open the app again with its greeting."""
        self.wanted = wanted
        self.exit()

    def end_soon(self) -> bool:
        """Close the app from another thread: open sections are saved, no question is asked. False: it does not run."""
        if self._loop is None or self._loop.is_closed():
            return False
        self._loop.call_soon_threadsafe(self.exit)
        return True

    # -- work with a store of its own

    async def in_background(self, work: Callable[[Store], Result]) -> Result:
        """Do some work in a thread with a store of its own; cancelling the worker stops the work."""
        return await self.job(work).result()

    def job(self, work: Callable[[Store], Result], *, is_of_sitting: bool = True) -> StoreJob[Result]:
        """Some work with a store of its own; `is_of_sitting`: Ctrl+Z takes back what it changes."""
        return StoreJob(self.store_path, work, self.sitting.made if is_of_sitting else None, self.store.restored)

    # -- changes

    def data_changed(self) -> None:
        """Let the screen in front read the store again."""
        if isinstance(self.screen, BaseScreen):
            self.screen.reload()

    def action_undo(self) -> None:
        """Take back the last change made in this place since the program opened; ask if it is a large one."""
        nothing = "Ở đây chưa làm gì để hoàn tác. Ctrl+K: nhật ký, rút lại được mọi thay đổi trước đây."
        self._step(undone=False, nothing=nothing)

    def action_redo(self) -> None:
        """Do again the change that was last taken back in this place."""
        self._step(undone=True, nothing="Không có gì để làm lại.")

    def _step(self, *, undone: bool, nothing: str) -> None:
        if self.is_held_down or not self.current_mode:
            return
        change = self.sitting.last_here(self.store, self.current_mode, undone=undone)
        if change is None:
            self.notify(nothing)
        elif (
            is_asked_first(change, journal.extent(self.store, change.id))
            or history.preview(self.store, change).moves_people
        ):
            self.ask_about(change)
        else:
            self._take_back(change)

    def ask_about(self, change: journal.Change) -> None:
        """Show what taking a change back, or putting it back, would alter; do it if the person agrees."""
        from store.words.field_values import taken_back_lines
        from tui.widgets.dialogs import Ask, Choice

        verb = "Rút lại" if change.undone_at is None else "Làm lại"
        lines = taken_back_lines(self.store, history.preview(self.store, change))
        choices = [Choice("1", "Thôi", False), Choice("2", verb, True)]
        body = "\n".join(lines)
        self.push_screen(
            Ask(f"{verb}: {change.label}?", body, choices), lambda agreed: self._take_back(change) if agreed else None
        )

    def _take_back(self, change: journal.Change) -> None:
        """Take a change back, or put it back if it is taken back now; another window may have acted before."""
        change = journal.change(self.store, change.id)
        done = "Đã hoàn tác" if change.undone_at is None else "Đã làm lại"
        result = history.turn(self.store, change)
        kept = f" Giữ nguyên {len(result.kept)} giá trị đã sửa sau đó." if result.kept else ""
        self.notify(f"{done}: {result.label}{self._marks_of_namesake(change)}.{kept}")
        self.data_changed()
        self.show_undo()
        from tui.framework.targets import PersonTarget  # no screen needs targets before the first key

        if (person := journal.last_person(self.store)) is not None:
            self.go_to(PersonTarget(person))

    def _marks_of_namesake(self, change: journal.Change) -> str:
        from store.words.field_values import marks_of_namesakes

        person = journal.extent(self.store, change.id).person_id
        return marks_of_namesakes(self.store, [person]).get(person, "") if person is not None else ""

    # -- what was done last

    def undo_words(self) -> str:
        """The label of the change that Ctrl+Z would take back in this place; "" when there is none."""
        if not self.sitting.made or not self.current_mode:
            return ""
        change = self.sitting.last_here(self.store, self.current_mode, undone=False)
        return change.label if change is not None else ""

    def show_undo(self) -> None:
        """Show in the bottom line what Ctrl+Z would take back now."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, WorkScreen) and (lines := screen.query(KeyLine)):
                lines.first().show_undo(screen.undo_words())
                return

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a message, never read as markup, because names of people and files stand in it."""
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def _refresh_notifications(self) -> None:
        """Show the newest message in a bottom line, where it covers neither data nor a field."""
        newest = max(self._notifications, key=lambda each: each.raised_at, default=None)
        if newest is not None:
            self.set_timer(newest.time_left + 0.1, self._refresh_notifications)
        for screen in reversed(self.screen_stack):
            if lines := screen.query(KeyLine):
                lines.first().say(newest.message if newest is not None else "")
                return

    # -- keys that do nothing

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Do what a key is bound to; show a message when a command key does nothing here."""
        if await super()._check_bindings(key, priority):
            return True
        if not priority and _COMMAND.fullmatch(key) and not self.is_held_down and not self.is_locked:
            self._say_unused(key)
        return False

    def _say_unused(self, key: str) -> None:
        screen = self.screen
        bound = [each for _, keys in screen._modal_binding_chain for each in keys.key_to_bindings.get(key, ())]
        why = [screen.why_unused(each.action) for each in bound] if isinstance(screen, BaseScreen) else []
        name, is_window = key_name(key), isinstance(screen, ModalScreen)
        where = (
            "chưa dùng được khi cửa sổ này còn mở: Esc đóng." if is_window else "không dùng ở đây. F1: các phím ở đây."
        )
        self.notify(next(filter(None, why), f"{name} {where}"))

    # -- errors

    def tell(self, error: StoreError) -> None:
        """Show an error of the store and what to do about it.

        The same error is not shown twice until the person has pressed a key outside of the notice: a screen that cannot
        be read would raise it again each time the notice is closed.
        """
        from tui.widgets.dialogs import Notice

        if replaced := error if isinstance(error, ReplacedStoreError) else self.replaced():
            self._open_anew(replaced)
            return
        if (error.title, error.message) == self._told:
            return
        self._told = (error.title, error.message)
        if isinstance(self.screen, ModalScreen) and not self.screen.children:
            self.pop_screen()  # it could not be filled
        self._notice = Notice(error.title, error.message)
        self.push_screen(self._notice)

    def say_line_is_gone(self) -> None:
        """Say that the line under the cursor went, and keep keys that were meant for it from the line there now."""
        if not self.is_locked:
            self.ignore_keys(until_pause=True)
        self.notify(_LINE_IS_GONE, severity="warning")

    def interrupt_with(self, notice: Screen[Any], closed: Callable[[Any], Any] | None = None) -> None:
        """Show a notice or question that no key asked for; what is being typed meanwhile does not close it."""
        self.push_screen(notice, closed)
        if not self.is_locked:
            self.ignore_keys(until_pause=True)

    def replaced(self) -> ReplacedStoreError | None:
        """The error to show when a copy took the place of the store since the app was opened."""
        try:
            self.store.version()
        except ReplacedStoreError as error:
            return error
        except StoreError:
            pass
        return None

    def _open_anew(self, error: ReplacedStoreError) -> None:
        """Open the app again on the copy that took the place of its store: all that it shows is of another store."""
        if self._replaced not in self.screen_stack:
            from tui.framework.unwritten import notice

            self._replaced = notice(self, error)
            self.interrupt_with(self._replaced, lambda _: self.leave_for(lambda _: lambda _: None))

    async def on_event(self, event: Event) -> None:
        """Send events on; after a key or click outside of the notice, the last error may be shown again."""
        if self._told is not None and isinstance(event, Key | MouseDown) and self.screen_stack:
            self._told = self._told if self.screen is self._notice else None
        await super().on_event(event)

    def _handle_exception(self, error: Exception) -> None:
        """Show a StoreError and go on; for any other error log the traceback, and end the app.

        Textual calls this for whatever a handler, a timer, a worker or a repaint raises.
        """
        cause = error.error if isinstance(error, WorkerFailed) else error
        if self._exit and isinstance(cause, NoMatches | ScreenStackError):
            return  # Textual mounts nothing any more: what a screen looks for is not there, and nobody sees it
        if isinstance(cause, StoreError):
            self.tell(cause)
            return
        if replaced := self.replaced():  # what was looked for is not in the copy
            self.tell(replaced)
            return
        self.crash_log = write_traceback(error)
        self._return_code = 1
        if self._exception is None:  # for tests, which raise it again
            self._exception = error
            self._exception_event.set()
        # Textual's own words are a traceback with the values of all variables: names and numbers of people.
        where = f" Chỗ lỗi ghi ở {self.crash_log}." if self.crash_log is not None else ""
        self._exit_renderables.append(
            f"Chương trình gặp lỗi nên đã dừng ({type(error).__name__}). Mọi điều đã ghi vẫn còn; hãy mở lại.{where}"
        )
        self._close_messages_no_wait()
