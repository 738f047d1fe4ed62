"""A grid of numbers with a cursor in a cell: digits overwrite it, Enter goes on below, as in a spreadsheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.segment import Segment
from rich.style import Style
from textual import actions, events
from textual.message import Message
from textual.strip import Strip

from tui.keys import TypingField, keys
from tui.styles import css_of
from tui.widgets.line_list import LineList

Kind = Literal["plain", "waiting", "wrong"]
_DIGITS = frozenset("0123456789")
_OF_CARD = "|"  # between the fields of a scanned card, and in no number
_WIDTHS = (13, 11, 10, 9)  # of a column, the widest that lets all of them be seen
_NAME = (16, 34)  # narrowest and widest
_MARK = 2  # before a line, as lists have it


class CellGrid(TypingField, LineList):
    """Lines of a name and numbers; acts on every key it knows at once, in the order in which keys arrive.

    The screen sets `read_cell(row, column)`, which answers the text and kind of a cell, and
    `write_cell(row, column, number)`.
    """

    DEFAULT_CSS = css_of("CellGrid")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"cell-grid--waiting", "cell-grid--wrong"}
    BINDINGS = keys(
        "cells",
        ("enter", "next", "Ô dưới", "Nhận số rồi xuống ô dưới; hết cột thì lên đầu cột sau"),
        hidden=[
            ("left", "across(-1)", "Trái", "Ô bên trái", "left"),
            ("right", "across(1)", "Phải", "Ô bên phải", "right"),
            ("tab", "along(1)", "Ô sau", "Ô bên phải; Enter sau đó về cột đã bắt đầu", "after"),
            ("shift+tab", "along(-1)", "Ô trước", "Ô bên trái", "before"),
            ("home", "across(-1000)", "Cột đầu", "Cột số đầu", "first"),
            ("end", "across(1000)", "Cột cuối", "Cột số cuối", "last"),
            ("backspace", "erase", "Sửa số", "Bỏ chữ số cuối", "erase"),
            ("delete", "clear", "Xoá ô", "Bỏ số trong ô này", "clear"),
        ],
    )

    @dataclass
    class Pasted(Message):
        """The person pasted a block of text, which the screen puts into cells."""

        text: str

    read_cell: Callable[[int, int], tuple[str, Kind]]
    write_cell: Callable[[int, int, int | None], None]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.names: Sequence[str] = ()
        self.columns = 0
        self.column = 0
        self.stride = 1
        self.typed = ""  # digits that are not in the cell yet
        self._is_card = False  # a scanned card is coming in: its digits are no figures
        self._first = 0  # the column that stands first where not all have room
        self._start: int | None = None  # the column in which Tab began

    # -- what is shown

    def show(self, names: Sequence[str], columns: int, stride: int) -> None:
        """Show one line for each name, with `columns` numbers; the cursor stays on its name and column.

        `stride`: the distance from a column to the next of the same sort.
        """
        if stride != self.stride:
            self.column, self.stride = self.column // self.stride * stride, stride
        here = self.name_here
        if here in names:
            self.cursor = names.index(here)
        self.names, self.columns = names, columns
        self.column = max(0, min(self.column, columns - 1))
        self.show_lines(len(names), lambda number: (names[number], False))

    @property
    def name_here(self) -> str:
        """The name of the line under the cursor; "" when there is none."""
        return self.names[self.cursor] if self.cursor < len(self.names) else ""

    @property
    def width(self) -> int:
        """The width of a column of numbers, in terminal cells."""
        room = self.size.width - _MARK - _NAME[0]
        return next((width for width in _WIDTHS if width * self.columns <= room), _WIDTHS[1])

    @property
    def seen(self) -> range:
        """The columns that fit on the screen, with the cursor's column among them."""
        count = max(1, min(self.columns, (self.size.width - _MARK - _NAME[0]) // self.width))
        self._first = max(0, min(max(self._first, self.column - count + 1), self.column, self.columns - count))
        return range(self._first, self._first + count)

    @property
    def name_width(self) -> int:
        """The width of the names, in terminal cells."""
        return max(_NAME[0], min(_NAME[1], self.size.width - _MARK - self.width * len(self.seen)))

    def render_line(self, y: int) -> Strip:
        """Draw one line: the name and the numbers, with the cursor's cell highlighted."""
        row, style, size = y + self.scroll_offset.y, self.rich_style, self.size.width
        if row >= self.count or not self.columns:
            return Strip.blank(size, style)
        is_here = row == self.cursor
        room = self.name_width
        name = self.names[row] if len(self.names[row]) < room else f"{self.names[row][: room - 2].rstrip()}…"
        segments = [Segment(f"{'› ' if is_here else '  '}{name:<{room}}", Style() + style)]
        for column in self.seen:
            text, kind = self.read_cell(row, column)
            here = is_here and column == self.column
            if here and self.typed:
                text = f"{self.typed}▏"
            if here:
                text = f"›{text}"
            chosen = style
            if kind != "plain":
                chosen += self.get_component_rich_style(f"cell-grid--{kind}", partial=True)
            if here:
                chosen += self.get_component_rich_style("line-list--cursor", partial=True)
            segments.append(Segment(f"{text:>{self.width}}", Style() + chosen))
        return Strip(segments).adjust_cell_length(size, style)

    # -- keys

    def is_typing(self, event: events.Key) -> bool:
        """Whether the grid knows the key: it acts on all such keys at once, without any effect elsewhere."""
        return self._knows(event)

    def standing(self) -> tuple[str, int]:
        """The typed digits that are not in their cell yet."""
        return self.typed, len(self.typed)

    def put_back(self, standing: tuple[str, int]) -> None:
        """Restore the digits that `standing` answered, without what a scanner typed since."""
        self.typed = standing[0]
        self.refresh()

    def _knows(self, event: events.Key) -> bool:
        if event.key == "escape":
            return bool(self.typed)
        return event.character in (*_DIGITS, _OF_CARD) or event.key in self._bindings.key_to_bindings

    async def _on_key(self, event: events.Key) -> None:
        if not self._knows(event):
            return
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.typed = ""
            self.refresh()
        elif event.character == _OF_CARD:
            self.typed, self._is_card = "", True
            self.refresh()
        elif self._is_card and (event.character in _DIGITS or event.key in ("enter", "tab")):
            self._is_card = event.character in _DIGITS  # the end of the card ends its line, and nothing else
        elif event.character in _DIGITS:
            if self.count and len(self.typed) < len("999999999"):
                self.typed += event.character or ""
                self.refresh()
        else:
            self._is_card = False
            _, name, parameters = actions.parse(self._bindings.key_to_bindings[event.key][-1].action)
            getattr(self, f"action_{name}")(*parameters)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.take()
        self.post_message(self.Pasted(event.text))

    def on_blur(self) -> None:
        """Put the typed digits into their cell when the grid loses the focus."""
        self.take()
        super().on_blur()

    def take(self) -> None:
        """Put the typed digits into the cell under the cursor."""
        if self.typed and self.count:
            number, self.typed = int(self.typed), ""
            self.write_cell(self.cursor, self.column, number)
            self.refresh()

    def go(self, row: int, column: int) -> None:
        """Put the cursor in a cell, after the typed digits are in theirs."""
        self.take()
        self.column = max(0, min(column, self.columns - 1))
        if row != self.cursor:
            super().go_to(row)
        self.refresh()
        self.post_message(self.Moved(self))

    def go_to(self, number: int) -> None:
        """Put the cursor on a line; this ends the walk along a line that Tab began."""
        self._start = None
        self.go(max(0, min(number, self.count - 1)), self.column)

    def action_across(self, by: int) -> None:
        """Move the cursor `by` cells along the line."""
        self._start = None
        self.go(self.cursor, self.column + by)

    def action_along(self, by: int) -> None:
        """Move the cursor `by` cells, as Tab does; Enter then returns to the column where Tab began."""
        if self._start is None:
            self._start = self.column
        self.go(self.cursor, self.column + by)

    def action_next(self) -> None:
        """Move down a cell; from the last line go to the next column of the sort.

        A column before that which lacks numbers is taken first.
        """
        column = self.column if self._start is None else self._start
        self.take()
        if self.cursor < self.count - 1 or self._start is not None:
            self.go(min(self.cursor + 1, self.count - 1), column)
            return
        after = [*range(column + 1, self.columns), *range(column)]
        wanted = (each for each in after if (each - column) % self.stride == 0 or self._lacks(each))
        self.go(0, next(wanted, column))

    def _lacks(self, column: int) -> bool:
        return any(not self.read_cell(row, column)[0].strip() for row in range(self.count))

    def action_erase(self) -> None:
        """Remove the last typed digit."""
        self.typed = self.typed[:-1]
        self.refresh()

    def action_clear(self) -> None:
        """Remove the number from the cell under the cursor."""
        self.typed = ""
        if self.count:
            self.write_cell(self.cursor, self.column, None)
            self.refresh()
