"""Small questions over a screen, typed by their answers; every one is answered with the keyboard alone."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from tui.keys import keys
from tui.widgets.dialog import Answers, Dialog
from tui.widgets.entry import Input
from tui.widgets.pick_one import New, PickOne

__all__ = ["Ask", "Choice", "New", "Notice", "PickOne", "Prompt"]

T = TypeVar("T")


class Choice(NamedTuple, Generic[T]):
    """One answer: the key that gives it at once, its words, its value."""

    key: str
    label: str
    value: T


class Ask(Dialog[T | None], Generic[T]):
    """A question with a few answers; None when it is left."""

    def __init__(self, title: str, body: str, choices: Sequence[Choice[T]]) -> None:
        super().__init__(title, body)
        self.choices = choices

    def compose_answer(self) -> ComposeResult:
        """The answers, the first of them under the cursor."""
        yield Answers(*(Option(Content(f" {choice.key}  {choice.label}")) for choice in self.choices))
        yield Static("Bấm số, hoặc ↑ ↓ rồi Enter · Esc bỏ qua", classes="keys", markup=False)

    def on_mount(self) -> None:
        """The first answer is ready for Enter."""
        answers = self.query_one(Answers)
        answers.highlighted = 0
        self.set_focus(answers)

    def on_key(self, event: events.Key) -> None:
        """The key of an answer gives it at once."""
        for choice in self.choices:
            if event.key == choice.key or event.character == choice.key:
                event.stop()
                self.answer(choice.value)
                return

    def on_option_list_option_selected(self, event: Answers.OptionSelected) -> None:
        """Enter on an answer."""
        self.answer(self.choices[event.option_index].value)


class Notice(Dialog[None]):
    """Something that the person must know, with the way out."""

    BINDINGS = keys("notice", ("enter", "leave", "Đã hiểu", "Đóng thông báo", "close"))

    def compose_answer(self) -> ComposeResult:
        """Only the way to close it."""
        yield Static("Enter hoặc Esc để đóng", classes="keys", markup=False)


class Prompt(Dialog[str | None]):
    """One line of text; None when it is left."""

    def __init__(
        self, title: str, label: str, initial: str = "", validate: Callable[[str], str | None] | None = None
    ) -> None:
        """`validate`: what is wrong with the text, in Vietnamese; None when nothing is."""
        super().__init__(title, label)
        self.initial = initial
        self.check = validate

    def compose_answer(self) -> ComposeResult:
        """The field, and what is wrong with it."""
        yield Input(self.initial, select_on_focus=False)
        yield Static(classes="error", markup=False)
        yield Static("Enter để nhận · Esc bỏ qua", classes="keys", markup=False)

    def on_input_changed(self) -> None:
        """What was wrong is being put right."""
        self._say("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, unless something is wrong with it."""
        text = event.value.strip()
        wrong = self.check(text) if self.check is not None else None
        if wrong is None:
            self.answer(text)
        else:
            self._say(f"✗ {wrong}")

    def _say(self, wrong: str) -> None:
        self.query_one(".error", Static).update(wrong)
