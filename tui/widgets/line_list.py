"""A list of any length whose lines are made only when they are seen."""

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.errors import StoreError
from tui.keys import keys
from tui.styles import css_of
from tui.widgets.store_errors import SurvivesStoreErrors


class LineList(SurvivesStoreErrors, ScrollView, can_focus=True):
    """Lines of text with a cursor; `line_at(number)` answers a line and whether it stands out."""

    DEFAULT_CSS = css_of("LineList")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--cursor", "line-list--loud"}
    BINDINGS = keys(
        "lines",
        hidden=[
            ("up", "move(-1)", "Lên", "Dòng trên", "up"),
            ("down", "move(1)", "Xuống", "Dòng dưới", "down"),
            ("pageup", "page(-1)", "Trang trên", "Trang trên", "page_up"),
            ("pagedown", "page(1)", "Trang dưới", "Trang dưới", "page_down"),
            ("home", "move(-1000000000)", "Đầu", "Dòng đầu", "home"),
            ("end", "move(1000000000)", "Cuối", "Dòng cuối", "end"),
        ],
    )

    class Moved(Message):
        """The cursor stands on another line."""

        def __init__(self, lines: "LineList") -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> "LineList":
            """The list, for selectors."""
            return self.lines

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.count = 0
        self.cursor = 0
        self._is_unreadable = False  # a line could not be read from the store
        self._line_at: Callable[[int], tuple[str, bool]] = lambda _: ("", False)

    def on_resize(self) -> None:
        """The line under the cursor stays in sight when the list becomes lower."""
        if self.count:
            self.call_after_refresh(self.show_cursor)

    def on_focus(self) -> None:
        """The keys move its cursor."""
        self.remove_class("-resting")

    def on_blur(self) -> None:
        """Another list of the screen has the keys; its cursor says so, not by colour alone."""
        self.add_class("-resting")

    def show_lines(self, count: int, line_at: Callable[[int], tuple[str, bool]]) -> None:
        """Show other lines; the cursor stays where it is as far as there are lines."""
        self.count, self._line_at, self._is_unreadable = count, line_at, False
        self.cursor = max(0, min(self.cursor, count - 1))
        self.virtual_size = Size(self.size.width, count)
        self.refresh()
        self.post_message(self.Moved(self))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        number = y + self.scroll_offset.y
        width = self.size.width
        if number >= self.count:
            return Strip.blank(width, self.rich_style)
        try:
            text, loud = self._line_at(number)
        except StoreError as error:  # an error while painting would leave the whole screen unpainted
            text, loud = "…", False
            if not self._is_unreadable:
                self._is_unreadable = True
                self.call_later(self.app._handle_exception, error)
        style = self.rich_style
        if loud and number != self.cursor:
            style += self.get_component_rich_style("line-list--loud", partial=True)
        mark = "  "
        if number == self.cursor:
            style += self.get_component_rich_style("line-list--cursor", partial=True)
            mark = "· " if self.has_class("-resting") else "› "
        return Strip([Segment(f"{mark}{text}", Style() + style)]).adjust_cell_length(width, style)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.go_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Move by a screenful."""
        self.go_to(self.cursor + by * max(1, self.size.height - 1))

    def show_cursor(self) -> None:
        """Scroll to the line under the cursor, after the list became lower."""
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    def go_to(self, number: int) -> None:
        """Put the cursor on a line and show it."""
        number = max(0, min(number, self.count - 1))
        if number == self.cursor or self.count == 0:
            return
        self.cursor = number
        self.show_cursor()
        self.refresh()
        self.post_message(self.Moved(self))
