"""Choosing one of many, a unit or a reason, by some letters of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar, overload

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.widgets.option_list import Option

from store.text import clean, fold
from tui.widgets.dialog import Answers, Dialog
from tui.widgets.entry import Input

T = TypeVar("T")
Answer = TypeVar("Answer")

_STEPS = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}


class New(NamedTuple):
    """The answer of `PickOne` that is not in its list: what was typed."""

    text: str


class FilterField(Input):
    """Where one types what to look for. Keys that move in the list go there behind what was typed before them."""

    @dataclass
    class Moved(Message):
        """Up or down by so many lines."""

        by: int

    @dataclass
    class Numbered(Message):
        """A lone digit: the line of that number."""

        number: int

    def __init__(self, numbered: int) -> None:
        """`numbered`: how many lines can be picked by their digit."""
        super().__init__(placeholder="Gõ vài chữ để tìm, không cần dấu")
        self._numbered = numbered

    async def _on_key(self, event: events.Key) -> None:
        if event.key in _STEPS:
            self.post_message(self.Moved(_STEPS[event.key]))
        elif not self.value and self._number(event):
            self.post_message(self.Numbered(self._number(event)))
        else:
            return  # the field edits
        event.stop()
        event.prevent_default()

    def _number(self, event: events.Key) -> int:
        digit = event.character if event.character and event.character in "123456789" else "0"
        return int(digit) if int(digit) <= self._numbered else 0

    def is_typing(self, event: events.Key) -> bool:
        """A digit may close the dialog: what comes behind it waits until that is known."""
        return not self._number(event) and super().is_typing(event)


class PickOne(Dialog[Answer]):
    """One of many, found by typing some of its letters without diacritics.

    With nothing typed, 1-9 pick the first nine at once. The answer is a value of `options`; `New` with what was
    typed where `allow_new`; None when it is left.
    """

    @overload
    def __init__(
        self: "PickOne[T | None]",
        title: str,
        options: Sequence[tuple[T, str]],
        *,
        allow_new: Literal[False] = False,
        body: str = "",
    ) -> None: ...

    @overload
    def __init__(
        self: "PickOne[T | New | None]",
        title: str,
        options: Sequence[tuple[T, str]],
        *,
        allow_new: bool,
        body: str = "",
    ) -> None: ...

    def __init__(
        self, title: str, options: Sequence[tuple[Any, str]], *, allow_new: bool = False, body: str = ""
    ) -> None:
        super().__init__(title, body)
        self.options = [(value, label, f" {fold(label)}") for value, label in options]
        self.allow_new = allow_new
        self.shown: list[tuple[Any, str]] = []

    def compose_answer(self) -> ComposeResult:
        """The filter and the list."""
        yield FilterField(min(len(self.options), 9))
        yield Answers()
        new = " · chữ mới: Enter để thêm" if self.allow_new else ""
        yield Static(f"1–9, hoặc ↑ ↓ rồi Enter{new} · Esc bỏ qua", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Everything is shown until something is typed."""
        self._filter("")
        self.query_one(Answers).can_focus = False
        self.set_focus(self.query_one(FilterField))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._filter(event.value)

    def _filter(self, typed: str) -> None:
        words = fold(typed).split()
        found = [option for option in self.options if all(f" {word}" in option[2] for word in words)]
        phrase = f" {' '.join(words)}"
        # What begins with the words is meant before what has them together, and that before what has them somewhere.
        found.sort(key=lambda option: (not option[2].startswith(phrase), phrase not in option[2]))
        self.shown = [(value, label) for value, label, _ in found]
        new = clean(typed)
        # Without diacritics it may be another word: `Bao` is not `Báo`.
        if self.allow_new and new and all(clean(label).casefold() != new.casefold() for _, label in self.shown):
            self.shown.append((New(new), f"Thêm mới: {new}"))
        rows = self.query_one(Answers)
        rows.clear_options()
        rows.add_options(
            Option(Content(f" {place}  {label}" if not new and place < 10 else f"    {label}"))
            for place, (_, label) in enumerate(self.shown, 1)
        )
        if self.shown:
            rows.highlighted = 0
        else:
            rows.add_option(Option(Content("    Không có dòng nào như vậy. Xoá bớt chữ để tìm lại."), disabled=True))

    def on_filter_field_moved(self, event: FilterField.Moved) -> None:
        """Move the cursor of the list while the field keeps the focus."""
        rows = self.query_one(Answers)
        if self.shown:
            rows.highlighted = min(max((rows.highlighted or 0) + event.by, 0), len(self.shown) - 1)

    def on_filter_field_numbered(self, event: FilterField.Numbered) -> None:
        """A digit takes its line."""
        self.answer(self.options[event.number - 1][0])

    def on_input_submitted(self) -> None:
        """Enter takes the line under the cursor."""
        place = self.query_one(Answers).highlighted
        if place is not None and place < len(self.shown):
            self.answer(self.shown[place][0])

    def on_option_list_option_selected(self, event: Answers.OptionSelected) -> None:
        """A click takes a line too."""
        self.answer(self.shown[event.option_index][0])
