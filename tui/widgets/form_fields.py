"""Fields of a form: a choice of a few values, a value picked in a dialog, a text covered while not focused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from store.masks import cover_numbers
from store.text import fold
from tui.keys import keys
from tui.log import note_uncovered
from tui.styles import css_of
from tui.widgets.entry import Input

Value = TypeVar("Value")
_LABEL_WIDTH = 12
_DIGITS = "123456789"


class ChoiceField(Widget, Generic[Value], can_focus=True):
    """A choice of a few values: ← → or Space go round, a digit or first letters pick, Delete clears."""

    DEFAULT_CSS = css_of("ChoiceField")
    BINDINGS = keys(
        "choice",
        hidden=[
            ("left", "step(-1)", "Chọn trước", "Lựa chọn phía trước", "before"),
            ("right,space", "step(1)", "Chọn sau", "Lựa chọn kế tiếp", "after"),
            ("delete,home", "clear", "Bỏ chọn", "Trở lại khi chưa chọn"),
        ],
    )

    @dataclass
    class Changed(Message):
        """Another value was chosen."""

        field: "ChoiceField[object]"

    def __init__(
        self, choices: Sequence[tuple[Value, str]], value: Value, widget_id: str, *, none: Value, label: str = ""
    ) -> None:
        """`choices`: (value, words); `none`: the value that Delete sets; `label`: words before it on the same line."""
        super().__init__(id=widget_id)
        self.choices = choices
        self.value = value
        self.none = none
        self.label = label
        self._letters = ""

    def offer(self, choices: Sequence[tuple[Value, str]], value: Value) -> None:
        """Offer other choices with `value` chosen, or the first if it is not among them; posts no message."""
        self.choices = choices
        self.show(value if any(offered == value for offered, _ in choices) else choices[0][0])

    def show(self, value: Value) -> None:
        """Set the value without a message."""
        self.value = value
        self.refresh()

    def choose(self, value: Value) -> None:
        """Set the value as if the person had chosen it, with a message."""
        if value != self.value:
            self.show(value)
            self.post_message(self.Changed(self))  # type: ignore[arg-type]  # of any value

    def on_blur(self) -> None:
        """Forget the typed letters when the field loses the focus."""
        self._letters = ""

    def action_step(self, by: int) -> None:
        """Choose the value before or after; go round at the ends."""
        self._letters = ""
        values = [value for value, _ in self.choices]
        place = values.index(self.value) if self.value in values else -1 if by > 0 else 0
        self.choose(values[(place + by) % len(values)])

    def action_clear(self) -> None:
        """Set the value that stands for no choice."""
        self._letters = ""
        self.choose(self.none)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "backspace":  # between letters an input method's: `d`, then backspace and `đ`
            if not self._letters:
                self.action_clear()
            self._letters = self._letters[:-1]
        elif event.key == "space" and self._letters and self._find(self._letters + " ") is not None:
            self._letters += " "  # within words that are being typed, not on its own
        elif event.is_printable and event.character and event.character.isalnum():
            self._pick(fold(event.character))
        else:
            return
        event.stop()
        event.prevent_default()

    def _pick(self, letter: str) -> None:
        for typed in (self._letters + letter, letter):
            if (place := self._find(typed)) is not None:
                self._letters = typed
                self.choose(self.choices[place][0])
                return
        if letter in _DIGITS and int(letter) <= len(self.choices):
            self._letters = ""
            self.choose(self.choices[int(letter) - 1][0])

    def _find(self, typed: str) -> int | None:
        """The place of the first choice that begins with the typed letters, else with such a word; or None."""
        folded = [f" {fold(words)}" for _, words in self.choices]
        begins = (place for place, words in enumerate(folded) if words.startswith(f" {typed}"))
        return next(begins, next((place for place, words in enumerate(folded) if f" {typed}" in words), None))

    def render(self) -> Text:
        """Draw `‹ Nữ ›`; with a label `Đơn vị      ‹ Trạm Y tế xã Vĩnh Gia ›  2/5`, cut off to fit."""
        words = next((words for value, words in self.choices if value == self.value), "(chưa ghi)")
        label = f"{self.label:<{_LABEL_WIDTH}}" if self.label else ""
        arrows = ("‹ ", " ›") if len(self.choices) > 1 else ("  ", "")
        line = Text(f"{label}{arrows[0]}{words}{arrows[1]}", no_wrap=True, overflow="ellipsis")
        if self.label and len(self.choices) > 1 and self.has_focus:
            place = next((place for place, (value, _) in enumerate(self.choices, 1) if value == self.value), 0)
            line.append(f"  {place}/{len(self.choices)}", "dim")
        return line


class PickField(Static, can_focus=True):
    """A value picked in a dialog; Enter, Space or a letter opens it, and the letter begins the search."""

    DEFAULT_CSS = css_of("PickField")

    @dataclass
    class Opened(Message):
        """The person wants to pick a value; `typed` is what to search for first."""

        field: "PickField"
        typed: str = ""

    def __init__(self, value: str, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self.value = value

    def on_mount(self) -> None:
        """Show the value."""
        self.show(self.value)

    def show(self, value: str) -> None:
        """Set and show the value."""
        self.value = value
        self.update(f"{cover_numbers(value) or '(chưa chọn)'} ▾")

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "space" or (event.character and event.character.isalpha()):
            event.stop()
            event.prevent_default()
            self.post_message(self.Opened(self, (event.character or "").strip()))


class MaskedInput(Input):
    """A text field that shows its whole value only while it has the focus."""

    mask: Callable[[str], str] = staticmethod(cover_numbers)

    def on_focus(self) -> None:
        """Note in the log that the value is uncovered now."""
        if self.mask(self.value) != self.value:
            note_uncovered(self.id or "search")

    @property
    def _value(self) -> Text:
        # The base class draws what this answers; the value itself is never touched.
        if self.has_focus or not self.value:
            return super()._value
        return Text(self.mask(self.value), no_wrap=True, overflow="ignore", end="")
