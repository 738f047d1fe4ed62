"""One line of a dialog with one choice out of several: arrows step through them, letters jump to them."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from store.text import fold

Value = TypeVar("Value")
_LABEL_WIDTH = 12


class ChoiceRow(Widget, Generic[Value], can_focus=True):
    """A label and the choice that stands now."""

    DEFAULT_CSS = """
    ChoiceRow { height: 1; width: 1fr; padding: 0 1; }
    ChoiceRow:focus { background: $primary 60%; text-style: bold; }
    ChoiceRow:ansi:focus { background: ansi_blue; color: ansi_bright_white; }
    ChoiceRow:nocolor:focus { text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Chọn trước", id="choice.before", tooltip="Lựa chọn phía trước", show=False),
        Binding("right,space", "step(1)", "Chọn sau", id="choice.after", tooltip="Lựa chọn kế tiếp", show=False),
        Binding("delete", "clear", "Bỏ điều kiện", id="choice.clear", tooltip="Trở lại Tất cả", show=False),
        Binding("home", "clear", "Lựa chọn đầu", id="choice.first", tooltip="Trở lại Tất cả", show=False),
    ]

    class Changed(Message):
        """Another choice stands."""

        def __init__(self, row: "ChoiceRow[object]") -> None:
            super().__init__()
            self.row = row

        @property
        def control(self) -> "ChoiceRow[object]":
            """The row."""
            return self.row

    def __init__(self, label: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.label = label
        self.options: Sequence[tuple[str, Value]] = ()
        self.index = 0
        self._typed = ""

    @property
    def value(self) -> Value:
        """What is chosen."""
        return self.options[self.index][1]

    def offer(self, options: Sequence[tuple[str, Value]], value: Value) -> None:
        """Offer these (words, value); `value` stands, or the first when it is not among them."""
        self.options = options
        self.index = next((place for place, option in enumerate(options) if option[1] == value), 0)
        self.refresh()

    def choose(self, index: int) -> None:
        """Let the choice at that place stand."""
        if index != self.index:
            self.index = index
            self.refresh()
            self.post_message(self.Changed(self))  # type: ignore[arg-type]  # of any value

    def action_step(self, by: int) -> None:
        """The choice before or behind; round at the ends."""
        self._typed = ""
        self.choose((self.index + by) % len(self.options))

    def action_clear(self) -> None:
        """The first choice, which is "all"."""
        self._typed = ""
        self.choose(0)

    def on_blur(self) -> None:
        """Begin anew with the letters the next time."""
        self._typed = ""

    def on_key(self, event: events.Key) -> None:
        """Letters jump to the choice that has a word beginning so, diacritics aside."""
        if event.key == "backspace":
            self._typed = self._typed[:-1]
        elif event.is_printable and event.character and event.character.isalnum():
            self._typed += event.character
        else:
            return
        event.stop()
        wanted = fold(self._typed)
        for place, (words, _) in enumerate(self.options):
            if wanted and f" {wanted}" in f" {fold(words)}":
                self.choose(place)
                return

    def render(self) -> Text:
        """`Đơn vị      ‹ Trạm Y tế xã Vĩnh Gia ›`, cut off where there is no room."""
        words = self.options[self.index][0] if self.options else ""
        arrows = ("‹ ", " ›") if len(self.options) > 1 else ("  ", "")
        line = Text(f"{self.label:<{_LABEL_WIDTH}}{arrows[0]}{words}{arrows[1]}", no_wrap=True, overflow="ellipsis")
        if len(self.options) > 1 and self.has_focus:
            line.append(f"  {self.index + 1}/{len(self.options)}", "dim")
        return line
