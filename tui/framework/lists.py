"""A place of work around one list: the cursor stays on its row when the rows are read again or fitted anew."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.containers import VerticalScroll
from textual.events import Resize

from tui.framework.work_screen import WorkScreen
from tui.widgets.line_list import LineList

Row = TypeVar("Row")


class ListScreen(WorkScreen, Generic[Row]):
    """Subclasses yield a `LineList`, read its rows, show them as lines, and describe the row under the cursor."""

    AUTO_FOCUS = "LineList"
    page_id: ClassVar[str] = "#page"  # of what the page keys scroll, where the screen binds them to `scroll_page`

    def __init__(self) -> None:
        super().__init__()
        self.listed: Sequence[Row] = ()

    def show_list(self) -> None:
        """Show heads, rows and sums as wide as the window."""
        raise NotImplementedError  # pragma: no cover

    def describe(self) -> None:
        """Show the row under the cursor in full."""

    def key_of(self, row: Row) -> object:
        """What stays the same of a row when it is read again."""
        return row

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

    def action_scroll_page(self, direction: int) -> None:
        """Scroll what is shown of the row by a page."""
        page = self.query_one(self.page_id, VerticalScroll)
        page.scroll_relative(y=direction * max(1, page.size.height - 2), animate=False)


def fit(text: str, width: int) -> str:
    """`text`, cut off with … where it is longer than `width`: what is under the cursor is shown in full elsewhere."""
    return text if len(text) <= width else f"{text[: max(0, width - 1)].rstrip()}…"
