"""Dialogs that ask one question over a screen; each is answered once, with the keyboard alone."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, TypeVar, overload

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from store.text import clean, fold
from tui.keys import keys
from tui.styles import css_of
from tui.widgets.entry import Input
from tui.widgets.store_errors import SurvivesStoreErrors

T = TypeVar("T")
Answer = TypeVar("Answer")
Options = Sequence[tuple[T, str]]  # (value, words)

_STEPS = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}  # of the keys that move in a list to choose from


class Answers(OptionList, inherit_bindings=False):
    """The list of lines to choose from in a dialog."""

    DEFAULT_CSS = css_of("Answers")
    BINDINGS = keys(
        "answers",
        hidden=[
            ("down", "cursor_down", "Xuống", "Dòng dưới", "down"),
            ("up", "cursor_up", "Lên", "Dòng trên", "up"),
            ("home", "first", "Đầu", "Dòng đầu"),
            ("end", "last", "Cuối", "Dòng cuối"),
            ("enter", "select", "Chọn", "Chọn dòng này", "take"),
        ],
    )


class Dialog(SurvivesStoreErrors, ModalScreen[T]):
    """A question over a screen, generic in the type of its answer; subclasses yield the widgets for the answer."""

    DEFAULT_CSS = css_of("Dialog")
    BINDINGS = keys(
        "dialog",
        ("escape", "leave", "Bỏ qua", "Đóng, không đổi gì"),
        hidden=[
            ("pagedown", "read(1)", "Đọc tiếp", "Phần sau của lời hỏi", "read_on"),
            ("pageup", "read(-1)", "Đọc lại", "Phần trước của lời hỏi", "read_back"),
        ],
    )

    def __init__(self, title: str, body: str = "") -> None:
        super().__init__()
        self.dialog_title = title
        self.body = body
        self._is_answered = False

    def compose(self) -> ComposeResult:
        """Build title, body and the widgets for the answer."""
        with Vertical():
            yield Static(self.dialog_title, classes="title", markup=False)
            with VerticalScroll(classes="about" if self.body else "about -empty", can_focus=False):
                yield Static(self.body, classes="body", markup=False)
            yield from self.compose_answer()

    def compose_answer(self) -> ComposeResult:
        """Build the widgets with which the person answers."""
        raise NotImplementedError  # pragma: no cover

    def answer(self, value: T) -> None:
        """Close with an answer. Only the first counts: a key held down must not close the screen below too."""
        if not self._is_answered:
            self._is_answered = True
            self.dismiss(value)

    def action_leave(self) -> None:
        """Close with the answer None."""
        self.answer(None)  # type: ignore[arg-type]  # every dialog has None among its answers

    def action_read(self, direction: int) -> None:
        """Scroll a body that is longer than its room."""
        about = self.query_one(".about", VerticalScroll)
        about.scroll_relative(y=direction * max(about.size.height - 1, 1), animate=False)


class New(NamedTuple):
    """The answer of `PickOne` for a typed text that is not in its list."""

    text: str


class FilterField(Input):
    """The field with the search words of a list; keys that move in the list act after the typed words."""

    @dataclass
    class Moved(Message):
        """The person pressed a key that moves in the list, by so many lines."""

        by: int

    @dataclass
    class Picked(Message):
        """The person pressed a key that picks a line, a digit or a space, while the field was empty."""

        key: str

    def __init__(self, picking: Container[str]) -> None:
        """`picking`: the characters that pick a line while the field is empty."""
        super().__init__(placeholder="Gõ vài chữ để tìm, không cần dấu")
        self._picking = picking

    async def _on_key(self, event: events.Key) -> None:
        if event.key in _STEPS:
            self.post_message(self.Moved(_STEPS[event.key]))
        elif not self.value and self._picks(event):
            self.post_message(self.Picked(event.character or ""))
        else:
            return  # the field edits
        event.stop()
        event.prevent_default()

    def _picks(self, event: events.Key) -> bool:
        return event.character is not None and event.character in self._picking

    def is_typing(self, event: events.Key) -> bool:
        """Whether the key only edits; one that picks may close the dialog, so later keys wait for it."""
        return not self._picks(event) and super().is_typing(event)


class PickOne(Dialog[Answer]):
    """One of many, found by typing some of its letters without diacritics.

    With nothing typed, 1-9 pick the first nine at once; where `digits` are given, these pick their values, and Space
    picks `last`. `typed` is what is looked for from the start. The answer is a value of `options`; `New` with what was
    typed where `allow_new`; None when it is left.
    """

    @overload
    def __init__(
        self: "PickOne[T | None]",
        title: str,
        options: Options[T],
        *,
        allow_new: Literal[False] = False,
        body: str = "",
        typed: str = "",
    ) -> None: ...

    @overload
    def __init__(
        self: "PickOne[T | New | None]",
        title: str,
        options: Options[T],
        *,
        allow_new: bool,
        body: str = "",
        digits: Mapping[int, T] | None = None,
        last: T | None = None,
        typed: str = "",
    ) -> None: ...

    def __init__(
        self,
        title: str,
        options: Options[Any],
        *,
        allow_new: bool = False,
        body: str = "",
        digits: Mapping[int, Any] | None = None,
        last: Any = None,
        typed: str = "",
    ) -> None:
        super().__init__(title, body)
        self.typed = typed
        digits = {number: value for number, (value, _) in enumerate(options[:9], 1)} if digits is None else digits
        self._picks = {str(number): value for number, value in digits.items()} | ({} if last is None else {" ": last})
        self.options = [(value, label, f" {fold(label)}", self._digit_of(value)) for value, label in options]
        self.allow_new = allow_new
        self.shown: list[tuple[Any, str, str]] = []  # value, words, the digit that picks it

    def _digit_of(self, value: object) -> str:
        return next((key for key, picked in self._picks.items() if picked == value and key != " "), " ")

    def compose_answer(self) -> ComposeResult:
        """Build the filter, the list and the line of keys."""
        yield FilterField(self._picks)
        yield Answers()
        new = " · chữ mới: Enter để thêm" if self.allow_new else ""
        last = f"Dấu cách: {self._picks[' ']} · " if " " in self._picks else ""
        yield Static(f"{last}1–9, hoặc ↑ ↓ rồi Enter{new} · Esc bỏ qua", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Show the options that match `typed`, and focus the filter."""
        self._filter(self.typed)
        self.query_one(Answers).can_focus = False
        field = self.query_one(FilterField)
        field.value, field.cursor_position = self.typed, len(self.typed)
        self.set_focus(field)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the options that match what is typed."""
        self._filter(event.value)

    def found(self, typed: str) -> list[tuple[Any, str, str]]:
        """Value, words and digit of the options that contain all typed words, the likeliest first."""
        words = fold(typed).split()
        found = [option for option in self.options if all(f" {word}" in option[2] for word in words)]
        phrase = f" {' '.join(words)}"
        # What begins with the words is meant before what has them together, and that before what has them somewhere.
        found.sort(key=lambda option: (not option[2].startswith(phrase), phrase not in option[2]))
        return [(value, label, digit) for value, label, _, digit in found]

    def _filter(self, typed: str) -> None:
        self.shown = self.found(typed)
        new = clean(typed)
        # Without diacritics it may be another word: `Bao` is not `Báo`.
        if self.allow_new and new and all(clean(label).casefold() != new.casefold() for _, label, _ in self.shown):
            self.shown.append((New(new), f"Thêm mới: {new}", " "))
        rows = self.query_one(Answers)
        rows.clear_options()
        rows.add_options(Option(Content(f" {' ' if new else digit}  {label}")) for _, label, digit in self.shown)
        if self.shown:
            rows.highlighted = 0
        else:
            rows.add_option(Option(Content("    Không có dòng nào như vậy. Xoá bớt chữ để tìm lại."), disabled=True))

    def on_filter_field_moved(self, event: FilterField.Moved) -> None:
        """Move the list's cursor while the filter keeps the focus."""
        rows = self.query_one(Answers)
        if self.shown:
            rows.highlighted = min(max((rows.highlighted or 0) + event.by, 0), len(self.shown) - 1)

    def on_filter_field_picked(self, event: FilterField.Picked) -> None:
        """Answer with the value of the digit, or with `last` for a space."""
        self.answer(self._picks[event.key])

    def on_input_submitted(self) -> None:
        """Answer with the line under the cursor."""
        place = self.query_one(Answers).highlighted
        if place is not None and place < len(self.shown):
            self.answer(self.shown[place][0])

    def on_option_list_option_selected(self, event: Answers.OptionSelected) -> None:
        """Answer with the clicked line."""
        self.answer(self.shown[event.option_index][0])


class Choice(NamedTuple, Generic[T]):
    """One answer: the key that gives it at once, its words, its value."""

    key: str
    label: str
    value: T


class Ask(Dialog[T | None], Generic[T]):
    """A question with a few answers; answers None when it is left."""

    def __init__(self, title: str, body: str, choices: Sequence[Choice[T]]) -> None:
        super().__init__(title, body)
        self.choices = choices

    def compose_answer(self) -> ComposeResult:
        """Build the list of answers."""
        yield Answers(*(Option(Content(f" {choice.key}  {choice.label}")) for choice in self.choices))
        yield Static("Bấm số, hoặc ↑ ↓ rồi Enter · Esc bỏ qua", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Put the cursor on the first answer, so that Enter gives it."""
        answers = self.query_one(Answers)
        answers.highlighted = 0
        self.set_focus(answers)

    def on_key(self, event: events.Key) -> None:
        """Give the answer whose key was pressed."""
        for choice in self.choices:
            if event.key == choice.key or event.character == choice.key:
                event.stop()
                self.answer(choice.value)
                return

    def on_option_list_option_selected(self, event: Answers.OptionSelected) -> None:
        """Give the answer under the cursor, on Enter or a click."""
        self.answer(self.choices[event.option_index].value)


def newer_stays(body: str) -> Ask[bool]:
    """The question whether what another window wrote stays (False) or what is typed here is written (True)."""
    choices = [Choice("1", "Giữ như trong sổ", False), Choice("2", "Ghi như đang gõ", True)]
    return Ask("Vừa có người ghi khác", body, choices)


class Notice(Dialog[None]):
    """A message that the person must read, with what to do about it."""

    BINDINGS = keys("notice", ("enter", "leave", "Đã hiểu", "Đóng thông báo", "close"))

    def compose_answer(self) -> ComposeResult:
        """Build the line of keys; the only answer is to close the notice."""
        yield Static("Enter hoặc Esc để đóng", classes="keys", markup=False)


def noticed(title: str, words: str) -> Callable[[App[Any]], object]:
    """A function that shows a notice in the app it is called with."""
    return lambda app: app.push_screen(Notice(title, words))


class Prompt(Dialog[str | None]):
    """Asks for one line of text; answers None when it is left."""

    how = "Enter để ghi · Esc bỏ qua"

    def __init__(
        self,
        title: str,
        label: str,
        initial: str = "",
        validate: Callable[[str], str | None] | None = None,
        *,
        is_secret: bool = False,
    ) -> None:
        """`validate` answers what is wrong with the text, in Vietnamese, or None. `is_secret`: show dots."""
        super().__init__(title, label)
        self.initial = initial
        self.check = validate
        self.is_secret = is_secret

    def compose_answer(self) -> ComposeResult:
        """Build the field, the line of its error and the line of keys."""
        yield Input(self.initial, select_on_focus=False, password=self.is_secret)
        yield Static(classes="error", markup=False)
        yield Static(self.how, classes="keys", markup=False)

    def on_input_changed(self) -> None:
        """Hide the error while the person corrects the text."""
        self._say("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the text, or show what is wrong with it."""
        text = event.value.strip()
        wrong = self.check(text) if self.check is not None else None
        if wrong is None:
            self.answer(text)
        else:
            self._say(f"✗ {wrong}")

    def _say(self, wrong: str) -> None:
        self.query_one(".error", Static).update(wrong)
