"""The widget that lists people: reads only the rows that are seen, and paints only the lines that changed."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from store.errors import StoreError
from store.models import Item
from store.people.roster import RosterRow, View
from tui.keys import keys
from tui.styles import css_of
from tui.widgets.people_columns import Columns, Names, columns, fit, person_line, title_lines
from tui.widgets.store_errors import SurvivesStoreErrors

_CHUNK = 64  # rows are read in blocks of this many
_KEPT_BLOCKS = 8
_TITLES = 2  # lines above the people
_KEPT_LINES = 128  # some pages: 512 of them take 4 MB
_LINES = ("cursor", "marked", "title", "title-here")  # the looks of a line
_CELLS = {"d": "done", "t": "todo", "n": "not-applicable", "?": "unknown"}  # of a cell, by the code of its state
_UNREAD = "! Chưa đọc được dòng này: hãy chạy tyt check, rồi tyt restore."


class PeopleTable(SurvivesStoreErrors, Widget, can_focus=True):
    """The list of people, one in each line, with a cursor over the lines and one over the items."""

    DEFAULT_CSS = css_of("PeopleTable")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"people--{name}" for name in (*_LINES, *_CELLS.values(), "here", "bar")}
    BINDINGS = keys(
        "people",
        hidden=[
            ("up", "step(-1)", "Lên một người", "Lên người phía trên", "up"),
            ("down", "step(1)", "Xuống một người", "Xuống người phía dưới", "down"),
            ("pageup", "page(-1)", "Lên một trang", "Lên một màn hình", "page_up"),
            ("pagedown", "page(1)", "Xuống một trang", "Xuống một màn hình", "page_down"),
            ("home,ctrl+home", "edge(0)", "Người đầu", "Về người đầu danh sách", "first"),
            ("end,ctrl+end", "edge(1)", "Người cuối", "Tới người cuối danh sách", "last"),
            ("left", "item(-1)", "Mục bên trái", "Sang mục bên trái", "item_left"),
            ("right", "item(1)", "Mục bên phải", "Sang mục bên phải", "item_right"),
        ],
        priority=True,
        group=Binding.Group("Đi lại"),
    ) + keys(
        "people",
        hidden=[
            ("insert", "mark(1)", "Chọn người", "Chọn hay bỏ chọn, rồi xuống dòng"),
            ("shift+down", "mark_to(1)", "Chọn dần xuống", "Chọn người này và người dưới", "mark_down"),
            ("shift+up", "mark_to(-1)", "Chọn dần lên", "Chọn người này và người trên", "mark_up"),
            ("ctrl+a", "mark_all", "Chọn tất cả", "Chọn mọi người đang hiện (hay bỏ chọn hết)"),
        ],
        priority=True,
        group=Binding.Group("Chọn nhiều người"),
    )

    def __init__(self, moved: Callable[[], None]) -> None:
        """`moved` is called at once when the cursor or the marks change, so that one repaint shows both."""
        super().__init__()
        self._moved = moved
        self.people: View | None = None
        self.items: tuple[Item, ...] = ()
        self.names = Names({}, {})
        self.several_units = True
        self.remark = ""  # on the first title line
        self.empty: tuple[str, ...] = ()  # what to do when there is nobody
        self.place = 0  # of the cursor
        self.item = 0  # of the column cursor
        self.marks: set[int] = set()
        self._top = 0  # place of the first line of people
        self._blocks: dict[int, list[RosterRow]] = {}
        self._lines: dict[tuple[RosterRow, bool, int | None], Strip] = {}
        self._shape: Columns | None = None
        self._styles: dict[str, Style] = {}

    # -- what is shown

    @property
    def total(self) -> int:
        """The number of people in the list."""
        return 0 if self.people is None else self.people.total

    @property
    def current(self) -> RosterRow | None:
        """The person under the cursor."""
        return self.row(self.place)

    @property
    def whom(self) -> list[int]:
        """The ids of the marked people, or of the person under the cursor when none is marked."""
        return sorted(self.marks) or ([] if self.current is None else [self.current.id])

    @property
    def current_item(self) -> Item | None:
        """The item under the column cursor."""
        return self.items[self.item] if self.items else None

    @property
    def page(self) -> int:
        """The number of people that fit on the screen."""
        return max(1, self.size.height - _TITLES)

    def row(self, place: int) -> RosterRow | None:
        """The person at a place; reads a block of neighbours with them if they are not read yet."""
        if self.people is None or not 0 <= place < self.people.total:
            return None
        number, offset = divmod(place, _CHUNK)
        block = self._blocks.get(number)
        if block is None:
            try:
                block = self.people.rows(number * _CHUNK, _CHUNK)
            except StoreError as error:  # an error while painting would leave the whole screen unpainted
                block = []
                self.call_later(self.app._handle_exception, error)
            if len(self._blocks) >= _KEPT_BLOCKS:
                self._blocks.pop(next(iter(self._blocks)))
            self._blocks[number] = block
        return block[offset] if offset < len(block) else None

    def show(self, people: View, *, keep: int | None = None) -> None:
        """Show other people, with the cursor on the person with id `keep`, else at the same place."""
        self.people = people
        self._blocks.clear()
        self._lines.clear()
        self._shape = None
        at = None if keep is None else people.place_of(keep)
        self.go_to(self.place if at is None else at)

    def go_to(self, place: int, *, scroll: int = 0) -> None:
        """Put the cursor on a place; scroll by `scroll` lines, and further if the place would not be visible."""
        before, top = self.place, self._top
        self._top += scroll
        self.place = max(0, min(place, self.total - 1))
        self._bring_into_view()
        if self._top != top or self._shape is None:
            self.refresh()
        elif before != self.place:
            self._refresh_place(before)
            self._refresh_place(self.place)
        self._moved()

    def read_again(self, ids: Iterable[int]) -> None:
        """Read the people with these ids again, and repaint their lines."""
        if self.people is None:
            return
        wanted = set(ids)
        for number, block in self._blocks.items():
            stale = [row.id for row in block if row.id in wanted]
            fresh = {row.id: row for row in self.people.by_ids(stale)} if stale else {}
            for offset, row in enumerate(block):
                if row.id in fresh:
                    block[offset] = fresh[row.id]
                    self._refresh_place(number * _CHUNK + offset)
        self._moved()

    def unmark(self) -> None:
        """Unmark everybody."""
        if self.marks:
            self.marks.clear()
            self.refresh()
            self._moved()

    def _bring_into_view(self) -> None:
        last_top = max(0, self.total - self.page)
        self._top = max(0, min(max(self._top, self.place - self.page + 1), self.place, last_top))

    def _refresh_place(self, place: int) -> None:
        line = place - self._top
        if 0 <= line < self.page:
            self.refresh(Region(0, line + _TITLES, self.size.width, 1))

    # -- keys

    def action_step(self, by: int) -> None:
        """Move the cursor `by` people."""
        self.go_to(self.place + by)

    def action_page(self, by: int) -> None:
        """Move one screen up or down; the cursor keeps its line on the screen."""
        self.go_to(self.place + by * self.page, scroll=by * self.page)

    def action_edge(self, end: int) -> None:
        """Go to the first or the last person."""
        self.go_to(self.total - 1 if end else 0)

    def action_item(self, by: int) -> None:
        """Move the column cursor `by` items."""
        self.choose_item(self.item + by)

    def choose_item(self, item: int) -> None:
        """Put the column cursor on an item."""
        item = max(0, min(item, len(self.items) - 1))
        if item != self.item:
            self.item = item
            self.refresh(Region(0, 0, self.size.width, _TITLES))
            self._refresh_place(self.place)
        self._moved()

    def action_mark(self, by: int) -> None:
        """Mark the person under the cursor, or unmark them, and move the cursor."""
        row = self.current
        if row is not None:
            self.marks ^= {row.id}
            self._refresh_place(self.place)
            self.go_to(self.place + by)

    def action_mark_to(self, by: int) -> None:
        """Mark the person under the cursor and the next one in that direction, and move there."""
        for step in (0, by):
            row = self.row(self.place + step)
            if row is not None:
                self.marks.add(row.id)
        self._refresh_place(self.place)
        self._refresh_place(self.place + by)
        self.go_to(self.place + by)

    def action_mark_all(self) -> None:
        """Mark everybody who is shown, or unmark everybody when all are marked."""
        if self.people is None:
            return
        ids = self.people.ids()
        if self.marks.issuperset(ids):
            self.marks.difference_update(ids)
        else:
            self.marks.update(ids)
        self.refresh()
        self._moved()

    # -- mouse

    def on_click(self, event: events.Click) -> None:
        """Put the cursors on the clicked person and item."""
        if event.y >= _TITLES and self._top + event.y - _TITLES < self.total:
            self.go_to(self._top + event.y - _TITLES)
        if self._shape is not None and (item := self._shape.item_at(event.x)) is not None:
            self.choose_item(item)

    def on_mouse_scroll_down(self) -> None:
        """Move the cursor down with the wheel."""
        self.go_to(self.place + 3)

    def on_mouse_scroll_up(self) -> None:
        """Move the cursor up with the wheel."""
        self.go_to(self.place - 3)

    # -- painting

    def on_resize(self) -> None:
        """Choose the columns for the new width, and repaint."""
        self._shape = None
        self._lines.clear()
        self._bring_into_view()
        self.refresh()  # lines that were painted before the size came are kept otherwise

    def notify_style_update(self) -> None:
        """Forget the painted lines, as the theme, the focus or the colours changed."""
        super().notify_style_update()
        self._styles = {}
        self._lines.clear()

    def render_line(self, y: int) -> Strip:
        """Draw one line: titles, then people, with a bar at the right edge for the place in the list."""
        width = self.size.width
        if self._shape is None:
            self._shape = columns(width - 1, self.items, several_units=self.several_units)
        styles = self._styles or self._read_styles()
        if y < _TITLES:
            lines = title_lines(self._shape, self.items, styles, remark=self.remark, item_here=self.item)
            return lines[y].extend_cell_length(width, styles["title"])
        place = self._top + y - _TITLES
        row = self.row(place)
        if row is None:
            words = self.empty[y - _TITLES - 1 :][:1] if self.total == 0 and y > _TITLES else ()
            if place < self.total:
                words = (_UNREAD,)
            return Strip([Segment(fit(f"  {''.join(words)}", width), styles["row"])], width)
        key = (row, row.id in self.marks, self.item if place == self.place else None)
        line = self._lines.get(key)
        if line is None:
            if len(self._lines) >= _KEPT_LINES:
                self._lines.clear()
            line = person_line(self._shape, self.names, row, self.items, styles, marked=key[1], item_here=key[2])
            self._lines[key] = line
        return Strip([*line, self._bar(y - _TITLES, styles)], width)

    def _bar(self, line: int, styles: dict[str, Style]) -> Segment:
        page, total = self.page, self.total
        if total <= page:
            return Segment(" ", styles["row"])
        size = max(1, page * page // total)
        at = (page - size) * self._top // (total - page)
        return Segment("█" if at <= line < at + size else "│", styles["bar"])

    def _read_styles(self) -> dict[str, Style]:
        def style(name: str) -> Style:
            return self.get_component_rich_style(f"people--{name}", partial=True)

        row = self.rich_style
        lines = {name: row + self.get_component_rich_style(f"people--{name}") for name in _LINES}
        cells = {code: style(name) for code, name in _CELLS.items()}
        here = lines["cursor"] + style("here")
        self._styles = {**lines, **cells, "row": row, "bar": row + style("bar"), "here": here}
        return self._styles
