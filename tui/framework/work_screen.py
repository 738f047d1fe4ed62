"""What every screen has in common: store, reloading, arriving at a target; head and footer of a place, and its list."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.events import Key, Resize
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from store import clock, settings
from store.database import Store
from store.errors import InterruptedReadError, StoreError
from store.identifiers import read_card
from tui.framework.background import StoreJob
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


class BaseScreen(SurvivesStoreErrors, Screen[Answer]):
    """What the app may ask of any screen of the program; it looks as the rules of its name in `tui/styles` say."""

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

    @property
    def store(self) -> Store:
        """The app's store, for use on the screen's own thread."""
        return self.app.store

    def show_text(self, name: str, text: str) -> None:
        """Show a text in the line or box of that id."""
        self.query_one(f"#{name}", Static).update(text)

    def reload(self) -> None:
        """Read the store again and show what is there."""

    def arrive(self, target: "Target") -> None:
        """Show what another screen led to; a target that is not of this screen changes nothing."""

    def why_unused(self, action: str) -> str:
        """Why an action of this screen cannot be done now, in Vietnamese; "" where there is nothing to say."""
        return ""

    def address_key(self, key: Key) -> bool:
        """See a key as it arrives: move the focus if it is meant for another widget, or act on it at once.

        Answers whether it was acted on; if not, it is sent to the focus.
        """
        return False

    def begins_text(self, key: Key) -> bool:
        """Whether a key that is pressed while no field has the focus begins a text here, as a search does."""
        return False

    def take_text(self, text: str) -> None:
        """Text that was pasted or scanned while no field has the focus; none of it is a command."""
        self.app.notify("Chữ dán hay quét vào đây không được dùng, và không đổi gì.")

    def take_rows(self, text: str) -> bool:
        """Take rows of cells that are pasted while a field has the focus; False: they are text for the field."""
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
        """Do some work with a store of its own in a thread, and hand its result to `then`; the keys go on meanwhile.

        A job takes the place of one of the same group that is not done. `stopped` is called when `StoreJob.stop` ended
        it, `failed` before an error of the store becomes the app's notice; `cancel` gives up the answer as well.
        """
        job = StoreJob(self.app.store_path, work, self.app.sitting.made)
        self._jobs[group] = job

        def deliver(callback: Callable[[], object]) -> None:
            if self._jobs.get(group) is job:
                del self._jobs[group]
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
        """Whether a job of that group is not done."""
        return group in self._jobs

    def cancel(self, group: str) -> None:
        """Cancel the running job of a group, if there is one."""
        if self._jobs.pop(group, None) is not None:
            self.workers.cancel_group(self, group)

    def shown_list(self) -> "ShownList | None":
        """The list of the screen as it is shown, for a file; None: the screen has none."""
        return None

    @work(exclusive=True, group="ask")
    async def action_export_shown(self) -> None:
        """Write the list of the screen into a file, just as it is shown."""
        from tui.framework.exporting import export_shown

        if (shown := self.shown_list()) is not None:
            await export_shown(self.app, shown)

    def unwritten(self) -> str:
        """What would be lost if the program were closed now, in Vietnamese; "" when nothing would."""
        return ""


class Modal(ModalScreen[Answer], BaseScreen[Answer]):
    """A question, a form or a list over a place of work; it stands before the app's own keys, so F1 is bound here."""

    BINDINGS = keys("modal", ("f1", "app.help", "Trợ giúp", "Các phím của màn hình này"))

    def action_close(self) -> None:
        """Go back to where one came from, with no answer."""
        self.dismiss(None)


class WorkScreen(BaseScreen[None]):
    """A place of work. Subclasses yield their own widgets in `compose_work` and read the store in `reload`."""

    _seen_version: tuple[int, int] | None = None
    has_been_read = False  # until then an empty list says nothing

    def compose(self) -> ComposeResult:
        """Places, the screen's own widgets, footer."""
        yield PlaceStrip(id="head")
        yield Static(id="unread", markup=False)
        yield from self.compose_work()
        yield Static(id="too-small", markup=False)
        yield KeyLine()

    def compose_work(self) -> ComposeResult:
        """The widgets between head line and footer."""
        raise NotImplementedError  # pragma: no cover

    @property
    def is_busy(self) -> bool:
        """Whether the person is in the middle of something that reloading would disturb."""
        return isinstance(self.focused, TypingField)

    def on_screen_resume(self) -> None:
        """Back in front: read again what another screen or program may have changed, or what could not be read."""
        self._read_what_changed()
        self.app.show_undo()

    def undo_words(self) -> str:
        """What Ctrl+Z would take back here, in Vietnamese; "" where there is nothing."""
        return self.app.undo_words()

    def follow_store(self) -> None:
        """Read again what another program wrote into the store, unless the person is typing."""
        if self.is_behind and not self.is_busy:
            self._read_what_changed()

    @property
    def is_behind(self) -> bool:
        """Whether another program has written since the store was read for this screen."""
        return self._seen_version is not None and self.store.version()[0] != self._seen_version[0]

    def _read_what_changed(self) -> None:
        """Show what the store holds now; where it cannot be read, say so for as long as the screen is in front."""
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
        """What the head line calls the place."""
        return self.PLACE_TITLE

    def action_scroll_page(self, direction: int) -> None:
        """Scroll the page by what is seen of it, on screens that have one."""
        page = self.query_one("#page")
        page.scroll_relative(y=direction * max(1, page.size.height - 2), animate=False)

    def take_text(self, text: str) -> None:
        """A scanned card leads to its person on the list; other text does nothing here."""
        if (card := read_card(text)) is None:
            super().take_text(text)
        else:
            from tui.framework.targets import CardTarget  # no screen needs targets before the first key

            self.app.go_to(CardTarget(card))

    def show_head(self) -> None:
        """The head line: places, this place, station, and the clock when it is set by hand."""
        station = settings.load(self.store).station_name or "Trạm y tế chưa đặt tên"
        self.query_one(PlaceStrip).show(self.place_title, station, clock.now() if clock.is_set() else None)

    def on_resize(self, event: Resize) -> None:
        """Say so when nothing readable would fit."""
        small = event.size.width < MINIMUM_WIDTH or event.size.height < MINIMUM_HEIGHT
        self.set_class(small, "-too-small")
        if small:
            self.query_one("#too-small", Static).update(
                f"Cửa sổ {event.size.width}×{event.size.height} nhỏ quá.\n"
                f"Hãy kéo rộng ra ít nhất {MINIMUM_WIDTH}×{MINIMUM_HEIGHT}, hoặc thu nhỏ chữ (Ctrl và phím -)."
            )


class ListScreen(WorkScreen, Generic[Row]):
    """A place around one list: the cursor stays on its row when the rows are read again or fitted anew.

    Subclasses yield a `LineList`, read its rows, show them as lines, and describe the row under the cursor.
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
        """What stands over the list, the list, what stands under it."""
        yield from (Static(id=name, markup=False) for name in self.above)
        yield LineList(id=self.list_id)
        yield from (Static(id=name, markup=False) for name in self.below)

    def show_list(self) -> None:
        """Show heads, rows and sums as wide as the window."""
        raise NotImplementedError  # pragma: no cover

    def heads(self) -> Sequence[str]:
        """The heads of the columns in a file of the list; none: it goes into no file."""
        return ()

    def cells(self, row: Row) -> Sequence[str | int]:
        """The full texts of a row's columns."""
        raise NotImplementedError  # pragma: no cover

    def chosen_by(self) -> str:
        """How the rows were chosen and ordered, in words; "" where there is nothing to choose."""
        return ""

    def shown_list(self) -> "ShownList | None":
        """The rows of the list in their order."""
        from exporters.shown_list import ShownList

        heads = self.heads()
        rows = [self.cells(row) for row in self.listed] if heads else ()
        return ShownList(self.place_title, heads, rows, self.chosen_by()) if heads else None

    def describe(self) -> None:
        """Show the row under the cursor in full."""

    def key_of(self, row: Row) -> object:
        """The key by which a row is found again after a reload."""
        return attrgetter(*self.key_names)(row) if self.key_names else row

    @property
    def line_list(self) -> LineList:
        """The list."""
        return self.query_one(LineList)

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        return self.listed[self.line_list.cursor] if self.line_list.cursor < len(self.listed) else None

    def read_rows(self) -> Sequence[Row]:
        """Read the rows from the store."""
        raise NotImplementedError  # pragma: no cover

    def reload(self) -> None:
        """Read the rows again."""
        self.replace_rows(self.read_rows())

    def replace_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, the cursor on the row that it was on, if it is among them."""
        before = self.chosen
        key = None if before is None else self.key_of(before)
        self.listed = rows
        self.show_list()
        self.go_to_key(key)

    def show_rows(self, line_of: Callable[[Row], tuple[str, bool]]) -> None:
        """Show the rows; `line_of` answers the text of a row, and whether it stands out."""
        self.line_list.show_lines(len(self.listed), lambda number: line_of(self.listed[number]))
        self.describe()

    def go_to_key(self, key: object, *, below: int = 0) -> None:
        """Put the cursor on the row of that key, or so many rows below it, if there is such a row."""
        for place, row in enumerate(self.listed):
            if self.key_of(row) == key:
                self.line_list.go_to(place + below)
                return

    def on_line_list_moved(self) -> None:
        """Another row is under the cursor."""
        self.describe()

    def on_resize(self, event: Resize) -> None:
        """Fit the columns to the new width."""
        super().on_resize(event)
        if self.has_been_read:
            self.show_list()

    def saved(self, was_saved: bool | None) -> None:
        """A form over the screen was closed."""
        if was_saved:
            self.reload()


def fit(text: str, width: int) -> str:
    """`text`, cut off with … where it is longer than `width`: what is under the cursor is shown in full elsewhere."""
    return text if len(text) <= width else f"{text[: max(0, width - 1)].rstrip()}…"
