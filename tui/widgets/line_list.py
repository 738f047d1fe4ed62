"""Lists of any length that make a line only when it is seen: a plain one, and one with sections."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.errors import StoreError
from store.frozen import frozen
from tui.keys import Key, keys
from tui.styles import css_of
from tui.widgets.store_errors import SurvivesStoreErrors

Piece = tuple[str, bool]  # a part of a line, and whether it is marked
Line = str | Sequence[Piece]
#: From and behind which letter, the name of the colour: "good", "calm", "near", "behind" or "late".
Tint = tuple[int, int, str]

LINE_KEYS: tuple[Key, ...] = (
    ("up", "move(-1)", "Lên", "Dòng trên", "up"),
    ("down", "move(1)", "Xuống", "Dòng dưới", "down"),
    ("pageup", "page(-1)", "Trang trên", "Trang trên", "page_up"),
    ("pagedown", "page(1)", "Trang dưới", "Trang dưới", "page_down"),
)


_MARK = 2  # columns before a line, where the mark of the cursor stands


class LineList(SurvivesStoreErrors, ScrollView, can_focus=True):
    """Lines of text with a cursor; `line_at(number)` answers a line and whether it is highlighted."""

    DEFAULT_CSS = css_of("LineList")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--cursor", "line-list--loud", "line-list--marked"}
    BINDINGS = keys(
        "lines",
        hidden=[
            *LINE_KEYS,
            ("home", "move(-1000000000)", "Đầu", "Dòng đầu", "home"),
            ("end", "move(1000000000)", "Cuối", "Dòng cuối", "end"),
        ],
    )

    @dataclass
    class Moved(Message):
        """The cursor moved to another line, or other lines are shown."""

        lines: "LineList"

        @property
        def control(self) -> "LineList":
            """The list, which Textual's selectors match."""
            return self.lines

    count = 0
    cursor = 0
    _is_unreadable = False  # a line could not be read from the store

    def on_resize(self) -> None:
        """Keep the line under the cursor visible when the list becomes lower."""
        if self.count:
            self.call_after_refresh(self.show_cursor)

    def room(self, count: int) -> int:
        """The width of a line, in terminal cells, when the list has `count` lines."""
        return self.size.width - _MARK - self.bar(count)

    def bar(self, count: int) -> int:
        """The width of the scroll bar when the list has `count` lines, whatever it shows now."""
        return int(self.styles.scrollbar_size_vertical) if count > self.size.height else 0

    def on_focus(self) -> None:
        """Show the cursor as active."""
        self.remove_class("-resting")

    def on_blur(self) -> None:
        """Show the cursor with another mark, as keys go to another widget; colour alone would not be seen."""
        self.add_class("-resting")

    def show_lines(self, count: int, line_at: Callable[[int], tuple[Line, bool]]) -> None:
        """Show other lines; the cursor stays where it is as far as there are lines."""
        self.count, self._line_at, self._is_unreadable = count, line_at, False
        self.cursor = max(0, min(self.cursor, count - 1))
        self.virtual_size = Size(self.size.width, count)
        self.refresh()
        self.post_message(self.Moved(self))

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        number = y + self.scroll_offset.y
        width = self.scrollable_content_region.width  # without the scroll bar, which would cover the "…"
        if number >= self.count:
            return Strip.blank(width, self.rich_style)
        try:
            line, loud = self._line_at(number)
        except StoreError as error:  # an error while painting would leave the whole screen unpainted
            line, loud = "…", False
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
        style = Style() + style
        pieces: Sequence[Piece] = [(line, False)] if isinstance(line, str) else line
        strip = Strip([Segment(mark, style), *self._segments(pieces, style)])
        if strip.cell_length > width:
            strip = Strip.join([strip.crop(0, width - 1), Strip([Segment("…", style)])])
        return strip.adjust_cell_length(width, style)

    def _segments(self, pieces: Sequence[Piece], style: Style) -> list[Segment]:
        """The pieces of a line with their styles; marked pieces are styled apart."""
        if not any(is_marked for _, is_marked in pieces):
            return [Segment("".join(text for text, _ in pieces), style)]
        marked = style + self.get_component_rich_style("line-list--marked", partial=True)
        return [Segment(text, marked if is_marked else style) for text, is_marked in pieces]

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.go_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Move by a screenful."""
        self.go_to(self.cursor + by * max(1, self.size.height - 1))

    def show_cursor(self) -> None:
        """Scroll until the line under the cursor is visible."""
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


@frozen
class SectionLine:
    """One line of a list with sections: a heading or an entry."""

    section: str
    text: str
    is_heading: bool = False
    is_loud: bool = False
    is_near: bool = False  # due within two days; what is late is loud
    key: object = None  # what stays when the list is read again
    tint: Tint | None = None
    cells: tuple[str, str, str] = ("", "", "")  # in a file of the list: what, how it stands, figures; nothing cut off


class SectionList(LineList):
    """A list whose lines stand in sections under headings; the cursor passes over headings."""

    DEFAULT_CSS = css_of("SectionList")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "section-list--heading",
        "section-list--good",
        "section-list--calm",
        "section-list--near",
        "section-list--behind",
        "section-list--late",
    }
    BINDINGS = keys(
        "sections",
        ("tab", "section(1)", "Mục sau", "Tới mục sau: mục, báo cáo, hạn …", "next"),
        hidden=[("shift+tab", "section(-1)", "Mục trước", "Về mục trước", "before")],
    )

    lines: Sequence[SectionLine] = ()

    @property
    def current(self) -> SectionLine | None:
        """The line under the cursor."""
        return self.lines[self.cursor] if self.cursor < len(self.lines) else None

    def show(self, lines: Sequence[SectionLine]) -> None:
        """Show other lines; the cursor stays on the line with its key, or else in its section."""
        before = self.current
        self.lines = lines
        if before is not None:
            same = [at for at, line in enumerate(lines) if line.section == before.section and not line.is_heading]
            keyed = [at for at in same if before.key is not None and lines[at].key == before.key]
            self.cursor = (keyed or [at for at in same if at >= self.cursor] or same or [self.cursor])[0]
        self.cursor = self._selectable(min(self.cursor, max(0, len(lines) - 1)), 1)
        self.show_lines(len(lines), lambda at: (lines[at].text, lines[at].is_loud))

    def _selectable(self, number: int, way: int) -> int:
        """The nearest line that is no heading, searched in one direction and then in the other."""
        behind, before = range(number, len(self.lines)), range(min(number, len(self.lines) - 1), -1, -1)
        order: list[int] = [*behind, *before] if way > 0 else [*before, *behind]
        return next((at for at in order if not self.lines[at].is_heading), number)

    def render_line(self, y: int) -> Strip:
        """Draw one line; a heading fills the whole width."""
        number = y + self.scroll_offset.y
        if number < len(self.lines) and self.lines[number].is_heading:
            style = self.rich_style + self.get_component_rich_style("section-list--heading", partial=True)
            text = f"  {self.lines[number].text}"
            return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, style)
        strip = super().render_line(y)
        if number >= len(self.lines) or number == self.cursor:
            return strip
        line = self.lines[number]
        return self._tinted(strip, (0, len(line.text), "near") if line.is_near else line.tint)

    def _tinted(self, strip: Strip, tint: Tint | None) -> Strip:
        """The line with the letters of `tint` in its colour, whose meaning is also written in words."""
        if tint is None:
            return strip
        begin, end, name = tint[0] + _MARK, tint[1] + _MARK, tint[2]
        colour = self.get_component_rich_style(f"section-list--{name}", partial=True)
        # The colour of a segment wins over a style that is applied to it, so that each is made anew.
        painted = [Segment(text, (style or Style()) + colour) for text, style, _ in strip.crop(begin, end)]
        return Strip.join([strip.crop(0, begin), Strip(painted), strip.crop(end)])

    def go_to(self, number: int) -> None:
        """Put the cursor on a line or, if it is a heading, on the next one; show the heading above it."""
        if not self.lines:
            return
        number = max(0, min(number, self.count - 1))
        super().go_to(self._selectable(number, 1 if number >= self.cursor else -1))
        if self.cursor and self.lines[self.cursor - 1].is_heading:
            self.scroll_to_region(Region(0, self.cursor - 1, 1, 2), animate=False, force=True)

    def action_section(self, by: int) -> None:
        """Go to the first line of the next section, from the last section to the first one."""
        sections = list(dict.fromkeys(line.section for line in self.lines))
        if not sections or self.current is None:
            return
        wanted = sections[(sections.index(self.current.section) + by) % len(sections)]
        places = [at for at, line in enumerate(self.lines) if line.section == wanted]
        self.go_to(places[-1])  # so that as much of the section as there is room for can be seen
        self.go_to(next(at for at in places if not self.lines[at].is_heading))
