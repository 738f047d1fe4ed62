"""The base classes of screens: any screen, a dialog over a place, a place of work, a place around one list."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.events import Key, Resize
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from store import clock, settings
from store.database import Store
from store.errors import InterruptedReadError, StoreError
from store.identifiers import read_card
from tui.framework.background import StoreJob
from tui.framework.unasked import ReadsUnasked
from tui.keys import Key as Binding
from tui.keys import TypingField, keys
from tui.styles import css_of
from tui.widgets.key_line import KeyLine
from tui.widgets.line_list import LineList
from tui.widgets.place_strip import PlaceStrip
from tui.widgets.store_errors import SurvivesStoreErrors

if TYPE_CHECKING:
    from exporters.shown_list import ShownList
    from tui.framework.targets import Target
    from tui.framework.work_app import WorkApp


MINIMUM_WIDTH, MINIMUM_HEIGHT = 80, 24
Answer = TypeVar("Answer")
Result = TypeVar("Result")
Row = TypeVar("Row")

#: The key of a screen whose list goes into a file just as it is shown.
EXPORT_SHOWN: Binding = ("ctrl+s", "export_shown", "Xuất danh sách", "Ghi đúng những dòng đang hiện ra tệp Excel, csv")


class BaseScreen(SurvivesStoreErrors, ReadsUnasked, Screen[Answer]):
    """What the app may ask of any screen; its style is the rules of its class name in `tui/styles`."""

    app: "WorkApp"
    PLACE_TITLE: ClassVar[str] = ""  # in the head line and over its keys in the help

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if rules := css_of(cls.__name__):
            cls.DEFAULT_CSS = rules

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(name, id, classes)
        self._jobs: dict[str, StoreJob[Any]] = {}  # by group: those whose answer is wanted
        self.is_unread = False  # the store could not be read: that is tried again on the next visit
        self._followed: int | None = None  # the store's data version when `has_new_version` last looked

    @property
    def store(self) -> Store:
        """The app's store, for use on the screen's own thread."""
        return self.app.store

    def show_text(self, name: str, text: str) -> None:
        """Show a text in the `Static` of that id."""
        self.query_one(f"#{name}", Static).update(text)

    def reload(self) -> None:
        """Read the store again and show what it holds."""

    def follow_store(self) -> None:
        """Show what another program wrote into the store; called again and again while this screen is in front."""

    def has_new_version(self) -> bool:
        """Whether another program wrote into the store since this was last asked; True the first time."""
        before, self._followed = self._followed, self.store.version()[0]
        return self._followed != before

    def arrive(self, target: "Target") -> None:
        """Show the target that another screen led to; ignore a target that this screen does not show."""

    def why_unused(self, action: str) -> str:
        """Why an action of this screen cannot be done now, in Vietnamese; "" when nothing is to be said."""
        return ""

    def address_key(self, key: Key) -> bool:
        """Look at a key before it is sent: move the focus for it, or act on it at once.

        Answers whether the screen acted on the key; if not, the key is sent to the focused widget.
        """
        return False

    def begins_text(self, key: Key) -> bool:
        """Whether a key pressed while no field has the focus begins a text on this screen, as a search."""
        return False

    def take_text(self, text: str) -> None:
        """Take text that was pasted or scanned while no field has the focus; it is never a command."""
        self.app.notify("Chữ dán hay quét vào đây không được dùng, và không đổi gì.")

    def take_rows(self, text: str) -> bool:
        """Take table rows pasted while a field has the focus; answers False: the field takes them as text."""
        return False

    def background(
        self,
        work: Callable[[Store], Result],
        then: Callable[[Result], object],
        *,
        group: str,
        stopped: Callable[[], object] | None = None,
        failed: Callable[[], object] | None = None,
    ) -> StoreJob[Result]:
        """Do `work` in a thread with a store of its own, and hand its result to `then` on this screen.

        A new job replaces an unfinished one of the same group. `stopped` is called when `StoreJob.stop` ended the job,
        `failed` before a StoreError is shown; after `cancel` nothing is called.
        """
        job = self.app.job(work)
        self._jobs[group] = job
        delivering = self.unasked if self.is_unasked else nullcontext

        def deliver(callback: Callable[[], object]) -> None:
            if self._jobs.get(group) is job:
                del self._jobs[group]
                with delivering():
                    callback()

        def fail(error: StoreError) -> None:
            self.is_unread = True
            if failed is not None:
                failed()
            self.app.tell(error)

        async def follow() -> None:
            try:
                result = await job.result()
            except InterruptedReadError:
                self.call_later(deliver, stopped or (lambda: None))
            except StoreError as error:
                self.call_later(deliver, partial(fail, error))
            else:
                self.call_later(deliver, lambda: then(result))

        # The function, not its coroutine: a program that closes before the worker begins has nothing left to await.
        self.run_worker(follow, group=group, exclusive=True)  # type: ignore[arg-type]  # typed for coroutines of None
        return job

    def is_working(self, group: str) -> bool:
        """Whether a job of that group is unfinished."""
        return group in self._jobs

    def cancel(self, group: str) -> None:
        """Cancel the running job of a group, if there is one."""
        if self._jobs.pop(group, None) is not None:
            self.workers.cancel_group(self, group)

    def shown_list(self) -> "ShownList | None":
        """The list of the screen as it is shown, to be written to a file; None: the screen has none."""
        return None

    @work(exclusive=True, group="ask")
    async def action_export_shown(self) -> None:
        """Write the list of the screen into a file as it is shown."""
        from tui.framework.exporting import export_shown

        if (shown := self.shown_list()) is not None:
            await export_shown(self.app, shown)

    def unwritten(self, *, in_full: bool = False) -> str:
        """What closing the program now would lose on this screen, in Vietnamese; "" for nothing. `in_full`: to copy."""
        return ""


class Modal(ModalScreen[Answer], BaseScreen[Answer]):
    """A question, form or list over a place of work; binds F1 itself, as the app's keys do not reach through it."""

    BINDINGS = keys("modal", ("f1", "app.help", "Trợ giúp", "Các phím của màn hình này"))

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close the screen, unless another one came up over it: Textual would close that one."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def action_close(self) -> None:
        """Close the screen with the answer None."""
        self.dismiss(None)


class WorkScreen(BaseScreen[None]):
    """A place of work; subclasses yield their widgets in `compose_work` and read the store in `reload`."""

    _seen_version: tuple[int, int] | None = None
    has_been_read = False  # until then an empty list says nothing

    def compose(self) -> ComposeResult:
        """Build the places at the top, the screen's own widgets, and the key line."""
        yield PlaceStrip(id="head")
        yield Static(id="unread", markup=False)
        yield from self.compose_work()
        yield Static(id="too-small", markup=False)
        yield KeyLine()

    def compose_work(self) -> ComposeResult:
        """Build the widgets between the top line and the key line."""
        raise NotImplementedError  # pragma: no cover

    @property
    def is_busy(self) -> bool:
        """Whether the person is doing something that a reload would disturb, as typing."""
        return isinstance(self.focused, TypingField)

    def on_screen_resume(self) -> None:
        """Read the store again if it changed, or could not be read, since this screen was in front."""
        self._read_what_changed()
        self.app.show_undo()

    def undo_words(self) -> str:
        """What Ctrl+Z would take back here, in Vietnamese; "" where there is nothing."""
        return self.app.undo_words()

    def follow_store(self) -> None:
        """Read again what another program wrote into the store, unless the person is typing."""
        if self.is_behind and not self.is_busy:
            with self.unasked():
                self._read_what_changed()
            self.app.show_undo()  # the last change of this window may be gone, after a copy was put back

    @property
    def is_behind(self) -> bool:
        """Whether another program has written since the store was read for this screen."""
        return self._seen_version is not None and self.store.version()[0] != self._seen_version[0]

    def _read_what_changed(self) -> None:
        """Reload if the store changed; if it cannot be read, show that above the screen."""
        try:
            version = self.store.version()
            self.show_head()
            if self.is_unread or version != self._seen_version:
                self._seen_version, self.is_unread = version, False
                self.reload()
        except StoreError as error:
            self.is_unread = True
            self.query_one("#unread", Static).update(f"! Chưa đọc được, ở dưới còn thiếu. {error.message}")
            raise
        finally:
            self.set_class(self.is_unread, "-unread")
        self.has_been_read = True

    @property
    def place_title(self) -> str:
        """The title of the place in the top line."""
        return self.PLACE_TITLE

    def action_scroll_page(self, direction: int) -> None:
        """Scroll the widget `#page` by about its height; only on screens that have one."""
        page = self.query_one("#page")
        page.scroll_relative(y=direction * max(1, page.size.height - 2), animate=False)

    def take_text(self, text: str) -> None:
        """Show the person whose card was scanned; any other text is refused with a message."""
        if (card := read_card(text)) is None:
            super().take_text(text)
        else:
            from tui.framework.targets import CardTarget  # no screen needs targets before the first key

            self.app.go_to(CardTarget(card))

    def show_head(self) -> None:
        """Show the top line: places, this place, station, and the clock when it is set by hand."""
        station = settings.load(self.store).station_name or "Trạm y tế chưa đặt tên"
        self.query_one(PlaceStrip).show(self.place_title, station, clock.now() if clock.is_set() else None)

    def on_resize(self, event: Resize) -> None:
        """Show a message instead of the screen when the window is too small."""
        small = event.size.width < MINIMUM_WIDTH or event.size.height < MINIMUM_HEIGHT
        self.set_class(small, "-too-small")
        if small:
            self.query_one("#too-small", Static).update(
                f"Cửa sổ {event.size.width}×{event.size.height} nhỏ quá.\n"
                f"Hãy kéo rộng ra ít nhất {MINIMUM_WIDTH}×{MINIMUM_HEIGHT}, hoặc thu nhỏ chữ (Ctrl và phím -)."
            )


class ListScreen(WorkScreen, Generic[Row]):
    """A place of work around one list; the cursor stays on its row when the rows are read again.

    Subclasses read the rows, show them as lines of a `LineList`, and describe the row under the cursor.
    """

    AUTO_FOCUS = "LineList"
    list_id: ClassVar[str] = "list"
    above: ClassVar[tuple[str, ...]] = ()  # ids of the texts over the list
    below: ClassVar[tuple[str, ...]] = ()  # ids of those under it
    key_names: ClassVar[tuple[str, ...]] = ()  # attributes of a row that stay when it is read again; none: all of it

    def __init__(self) -> None:
        super().__init__()
        self.listed: Sequence[Row] = ()

    def compose_work(self) -> ComposeResult:
        """Build the texts above the list, the list, and the texts below it."""
        yield from (Static(id=name, markup=False) for name in self.above)
        yield LineList(id=self.list_id)
        yield from (Static(id=name, markup=False) for name in self.below)

    def show_list(self) -> None:
        """Show heads, rows and sums, fitted to the width of the window."""
        raise NotImplementedError  # pragma: no cover

    def heads(self) -> Sequence[str]:
        """The column heads for a file of the list; empty for a list that is not exported."""
        return ()

    def cells(self, row: Row) -> Sequence[str | int]:
        """The full texts of a row's columns."""
        raise NotImplementedError  # pragma: no cover

    def chosen_by(self) -> str:
        """How the rows were chosen and ordered, in words; "" where there is nothing to choose."""
        return ""

    def shown_list(self) -> "ShownList | None":
        """The rows of the list in their order, to be written to a file; None for a list without heads."""
        from exporters.shown_list import ShownList

        heads = self.heads()
        rows = [self.cells(row) for row in self.listed] if heads else ()
        return ShownList(self.place_title, heads, rows, self.chosen_by()) if heads else None

    def describe(self) -> None:
        """Show the whole row under the cursor outside of the list."""

    def key_of(self, row: Row) -> object:
        """The key by which a row is found again after a reload."""
        return attrgetter(*self.key_names)(row) if self.key_names else row

    @property
    def line_list(self) -> LineList:
        """The widget of the list."""
        return self.query_one(LineList)

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        return self.listed[self.line_list.cursor] if self.line_list.cursor < len(self.listed) else None

    def here(self) -> object:
        """The key of the row under the cursor."""
        return None if self.chosen is None else self.key_of(self.chosen)

    def read_rows(self) -> Sequence[Row]:
        """Read the rows from the store."""
        raise NotImplementedError  # pragma: no cover

    def reload(self) -> None:
        """Read the rows again."""
        self.replace_rows(self.read_rows())

    def replace_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, with the cursor on the same row as before if it is among them."""
        key = self.here()
        self.listed = rows
        self.show_list()
        self.go_to_key(key)

    def show_rows(self, line_of: Callable[[Row], tuple[str, bool]]) -> None:
        """Show the rows; `line_of` answers the text of a row, and whether it is highlighted."""
        self.line_list.show_lines(len(self.listed), lambda number: line_of(self.listed[number]))
        self.describe()

    def go_to_key(self, key: object, *, below: int = 0) -> None:
        """Put the cursor on the row with that key, or `below` rows under it; nothing if there is none."""
        for place, row in enumerate(self.listed):
            if self.key_of(row) == key:
                self.line_list.go_to(place + below)
                return

    def on_line_list_moved(self) -> None:
        """Describe the row that the cursor moved to."""
        self.describe()

    def on_resize(self, event: Resize) -> None:
        """Fit the columns to the new width."""
        super().on_resize(event)
        if self.has_been_read:
            self.show_list()

    def saved(self, was_saved: bool | None) -> None:
        """Reload after a form over this screen was closed with something saved."""
        if was_saved:
            self.reload()


def fit(text: str, width: int) -> str:
    """`text`, cut to `width` characters with … at its end."""
    return text if len(text) <= width else f"{text[: max(0, width - 1)].rstrip()}…"
