"""Shows the table of a statistics form as it prints, with a cursor over its figures."""

from dataclasses import dataclass
from itertools import takewhile
from typing import ClassVar, get_args

from rich.segment import Segment
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from store.forms.counts import FormRow, FormTable
from tui.keys import keys
from tui.styles import css_of
from tui.widgets.form_lines import TOTAL, Kind, Layout, lay_out, window

_LOW_HEADS = 6  # lines of heads, all of which stay; of higher ones the line with the numbers of the columns does
_NOTES_SHOWN = 4  # lines of footnotes that come into view with the last row


class FormTableView(Widget, can_focus=True):
    """The table with its cursor; draws only the lines that are on the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"form-table--{name}" for name in (*get_args(Kind), "cursor", "cursor-blurred")
    }
    DEFAULT_CSS = css_of("FormTableView")
    BINDINGS = keys(
        "phu_luc_1",
        ("enter", "people", "Xem ai", "Danh sách người đứng sau con số đang chọn"),
        hidden=[
            ("up", "move(-1, 0)", "Lên", "Dòng trên", "up"),
            ("down", "move(1, 0)", "Xuống", "Dòng dưới", "down"),
            ("left", "move(0, -1)", "Trái", "Cột trước", "left"),
            ("right", "move(0, 1)", "Phải", "Cột sau", "right"),
            ("pageup", "page(-1)", "Trang trên", "Lên một trang", "page_up"),
            ("pagedown", "page(1)", "Trang dưới", "Xuống một trang", "page_down"),
            ("home", "move(0, -1000)", "Cột đầu", "Cột số liệu đầu", "home"),
            ("end", "move(0, 1000)", "Cột cuối", "Cột số liệu cuối", "end"),
            ("ctrl+home", "row(0)", "Dòng đầu", "Dòng đầu bảng", "first"),
            ("ctrl+end", "row(1000000)", "Dòng cuối", "Dòng cuối bảng", "last"),
        ],
    )

    @dataclass
    class Moved(Message):
        """The cursor moved to another figure."""

        row: FormRow
        figure: str

    @dataclass
    class Chosen(Message):
        """Enter was pressed on a figure, to see the people behind it."""

        place: int  # of the row; TOTAL for the sum
        row: FormRow
        figure: str

    @dataclass
    class Left(Message):
        """Up was pressed in the first row (-1) or Down in the last one (1)."""

        direction: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.table: FormTable | None = None
        self.with_totals = True
        self.row_at = 0  # index into `_places`
        self.column_at = 0  # index into the figures of the form
        self._first = 0  # the column of numbers that stands first, where not all have room
        self._drawn: Layout | None = None
        self._drawn_width = 0

    # What is shown

    def show(self, table: FormTable, *, with_totals: bool) -> None:
        """Show a table; the cursor stays on its row if that is still in the table."""
        before = self.row
        self.table, self.with_totals = table, with_totals
        self.column_at = min(self.column_at, len(table.form.figures) - 1)
        self._drawn = None
        self.row_at = min(self.row_at, max(0, len(self._places) - 1))
        for at, place in enumerate(self._places):
            if before is not None and self._row_of(place).place == before.place:
                self.row_at = at
        self.refresh(layout=True)
        self._tell()

    @property
    def _places(self) -> list[int]:
        if self.table is None or not self.table.rows:
            return []
        return [*range(len(self.table.rows)), *([TOTAL] if self.with_totals else [])]

    def _row_of(self, place: int) -> FormRow:
        assert self.table is not None  # noqa: S101 - places come from the table
        return self.table.total if place == TOTAL else self.table.rows[place]

    @property
    def place(self) -> int | None:
        """The place of the row under the cursor, `TOTAL` for the sum; None when there are no rows."""
        places = self._places
        return places[self.row_at] if self.row_at < len(places) else None

    @property
    def row(self) -> FormRow | None:
        """The row under the cursor."""
        place = self.place
        return None if place is None else self._row_of(place)

    @property
    def figures(self) -> list[str]:
        """The keys of the columns with figures, over which the cursor moves."""
        return [] if self.table is None else [column.key for column in self.table.form.figures]

    @property
    def figure(self) -> str:
        """The key of the column under the cursor."""
        return self.figures[self.column_at]

    @property
    def shows_reasons(self) -> bool:
        """Whether the reasons have columns of their own at this width."""
        return self._drawn is not None and self._drawn.full

    def cursor_region(self) -> Region:
        """The region of the row under the cursor, in cells of this widget.

        It begins with the head for the first row, and ends with some of the notes for the last one.
        """
        layout, place = self._laid_out(self.size.width), self.place
        if place is None:
            return Region(0, 0, self.size.width, len(layout.lines))
        first, height = layout.spans[place]
        top = 0 if self.row_at == 0 else first - 1 - len(self._stuck(layout))
        last = first + height + (2 if place == TOTAL else 0)
        if self.row_at == len(self._places) - 1:
            last += min(layout.notes, _NOTES_SHOWN)
        return Region(0, top, self.size.width, last - top + 1)

    # Drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many lines the table takes at this width."""
        return len(self._laid_out(width).lines) if self.table is not None else 1

    def _laid_out(self, width: int) -> Layout:
        if self.table is None:
            return Layout()
        first = window(self.table.form, width, self._first, self.figure)
        if self._drawn is None or (self._drawn_width, self._first) != (width, first):
            self._drawn = lay_out(self.table, width, with_totals=self.with_totals, first=first)
            self._drawn_width, self._first = width, first
        return self._drawn

    def _stuck(self, layout: Layout) -> range:
        """The lines of the heads that stay visible when the page scrolls: all, or those with numbers."""
        places = self._places
        end = layout.spans[places[0]][0] if places else 0  # the first row
        return range(0 if end <= _LOW_HEADS else end - 2, end)

    def _line_at(self, y: int, layout: Layout) -> int:
        """The line of the table to draw at line `y`: of the heads if `y` is where they stay visible."""
        page = self.parent
        hidden = round(page.scroll_y) - self.virtual_region.y if isinstance(page, Widget) else 0
        stuck = self._stuck(layout)
        last = max((first + height for first, height in layout.spans.values()), default=0)
        if not stuck or hidden <= stuck.start or hidden + len(stuck) >= last or not hidden <= y < hidden + len(stuck):
            return y
        return stuck[y - hidden]

    def render_line(self, y: int) -> Strip:
        """Draw one line of the table."""
        layout = self._laid_out(self.size.width)
        y = self._line_at(y, layout)
        if y >= len(layout.lines):
            return Strip.blank(self.size.width, self.rich_style)
        place, figure = self.place, self.figure if self.table else ""
        cursor = "cursor" if self.has_focus else "cursor-blurred"
        segments = []
        for piece in layout.lines[y]:
            here = piece.row is not None and piece.row == place and piece.figure == figure
            style = self.get_component_rich_style(f"form-table--{cursor if here else piece.kind}")
            segments.append(Segment(piece.text, style))
        return Strip(segments)

    # The cursor

    def action_move(self, rows: int, columns: int) -> None:
        """Move the cursor; beyond the first or last row post `Left`."""
        target = self.row_at + rows
        if rows and not 0 <= target < len(self._places):
            self.post_message(self.Left(rows))
            return
        self._go(target, self.column_at + columns)

    def action_page(self, direction: int) -> None:
        """Move the cursor by half a screen of rows; from the first or last row post `Left`."""
        spans = [self._laid_out(self.size.width).spans[place] for place in self._places]
        room = self.screen.size.height // 2
        rows = range(self.row_at, len(spans) if direction > 0 else -1, direction)
        near = takewhile(lambda row: abs(spans[row][0] - spans[self.row_at][0]) <= room, rows)
        *_, target = self.row_at, *near
        if target == self.row_at:
            self.post_message(self.Left(direction))
        else:
            self._go(target, self.column_at)

    def action_row(self, at: int) -> None:
        """Put the cursor on the row at that place, or on the last if there are fewer."""
        self._go(at, self.column_at)

    def action_people(self) -> None:
        """Post `Chosen` for the figure under the cursor."""
        place = self.place
        if place is not None:
            self.post_message(self.Chosen(place, self._row_of(place), self.figure))

    def _go(self, row_at: int, column_at: int) -> None:
        self.row_at = max(0, min(row_at, len(self._places) - 1))
        self.column_at = max(0, min(column_at, len(self.figures) - 1))
        self.refresh()
        self._tell()

    def on_resize(self) -> None:
        """Report the figure under the cursor again: the words below the table have another width."""
        if self.has_focus:
            self.call_after_refresh(self._tell)

    def _tell(self) -> None:
        row = self.row
        if row is not None:
            self.post_message(self.Moved(row, self.figure))

    def on_focus(self) -> None:
        """Report the figure under the cursor, which the words below the table then describe."""
        self._tell()

    def on_click(self, event: Click) -> None:
        """Select the figure under the mouse; a second click opens the people behind it."""
        layout = self._laid_out(self.size.width)
        if not 0 <= event.y < len(layout.lines) or self._line_at(event.y, layout) != event.y:
            return
        at = 0
        for piece in layout.lines[event.y]:
            if at <= event.x < at + len(piece.text) and piece.row is not None and piece.figure is not None:
                same = (piece.row, piece.figure) == (self.place, self.figure)
                self._go(self._places.index(piece.row), self.figures.index(piece.figure))
                if same:
                    self.action_people()
                return
            at += len(piece.text)
