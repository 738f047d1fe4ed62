"""Small questions over a screen, typed by their answers; every one is answered with the keyboard alone."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from store.text import fold
from tui.widgets.entry import Input

T = TypeVar("T")

_CSS = """
_Dialog { align: center middle; }
_Dialog > Vertical {
    width: 72; max-width: 95%; height: auto; max-height: 90%;
    border: round $primary; background: $surface; padding: 0 1;
}
_Dialog .title { text-style: bold; width: 100%; }
_Dialog .body { width: 100%; margin: 1 0; }
_Dialog .body.-empty { display: none; }
_Dialog .keys { color: $text-muted; margin-top: 1; }
_Dialog .error { color: $text-error; text-style: bold; }
_Dialog OptionList, _Dialog OptionList:focus {
    height: auto; max-height: 14; border: none; background: $surface; padding: 0;
}
"""


class Choice(NamedTuple, Generic[T]):
    """One answer: the key that gives it at once, its words, its value."""

    key: str
    label: str
    value: T


class _Dialog(ModalScreen[T]):
    DEFAULT_CSS = _CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Bỏ qua", id="dialog.leave", tooltip="Đóng, không đổi gì"),
    ]

    def __init__(self, title: str, body: str = "") -> None:
        super().__init__()
        self.dialog_title = title
        self.body = body

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self.dialog_title, classes="title", markup=False)
            yield Static(self.body, classes="body" if self.body else "body -empty", markup=False)
            yield from self.compose_answer()

    def compose_answer(self) -> ComposeResult:
        """What the person answers with."""
        raise NotImplementedError  # pragma: no cover

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class Ask(_Dialog[T | None], Generic[T]):
    """A question with a few answers; None when it is left."""

    def __init__(self, title: str, body: str, choices: Sequence[Choice[T]]) -> None:
        super().__init__(title, body)
        self.choices = choices

    def compose_answer(self) -> ComposeResult:
        """The answers, the first of them under the cursor."""
        yield OptionList(*(Option(Content(f" {choice.key}  {choice.label}")) for choice in self.choices))
        yield Static("Bấm số, hoặc ↑ ↓ rồi Enter · Esc bỏ qua", classes="keys", markup=False)

    def on_mount(self) -> None:
        """The first answer is ready for Enter."""
        answers = self.query_one(OptionList)
        answers.highlighted = 0
        answers.focus()

    def on_key(self, event: events.Key) -> None:
        """The key of an answer gives it at once."""
        for choice in self.choices:
            if event.key == choice.key or event.character == choice.key:
                event.stop()
                self.dismiss(choice.value)
                return

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on an answer."""
        self.dismiss(self.choices[event.option_index].value)


class Notice(_Dialog[None]):
    """Something that the person must know, with the way out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", "Đã hiểu", id="notice.close", tooltip="Đóng thông báo"),
    ]

    def compose_answer(self) -> ComposeResult:
        """Only the way to close it."""
        yield Static("Enter hoặc Esc để đóng", classes="keys", markup=False)


class Prompt(_Dialog[str | None]):
    """One line of text; None when it is left."""

    def __init__(
        self,
        title: str,
        label: str,
        initial: str = "",
        validate: Callable[[str], str | None] | None = None,
    ) -> None:
        super().__init__(title, label)
        self.initial = initial
        self.check = validate

    def compose_answer(self) -> ComposeResult:
        """The field, and what is wrong with it."""
        yield Input(self.initial, select_on_focus=False)
        yield Static(classes="error", markup=False)
        yield Static("Enter để nhận · Esc bỏ qua", classes="keys", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, unless something is wrong with it."""
        wrong = self.check(event.value) if self.check is not None else None
        if wrong is None:
            self.dismiss(event.value.strip())
        else:
            self.query_one(".error", Static).update(wrong)


class New(NamedTuple):
    """The answer of `PickOne` that is not in its list: what was typed."""

    text: str


class PickOne(_Dialog[T | New | None], Generic[T]):
    """One of many, found by typing some of its letters without diacritics; a lone digit 1-9 picks at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Xuống", id="pick.down", tooltip="Dòng dưới", show=False, priority=True),
        Binding("up", "move(-1)", "Lên", id="pick.up", tooltip="Dòng trên", show=False, priority=True),
        Binding("pagedown", "move(10)", "Trang dưới", id="pick.page_down", tooltip="Mười dòng dưới", show=False),
        Binding("pageup", "move(-10)", "Trang trên", id="pick.page_up", tooltip="Mười dòng trên", show=False),
    ]

    def __init__(
        self, title: str, options: Sequence[tuple[T, str]], *, allow_new: bool = False, body: str = ""
    ) -> None:
        super().__init__(title, body)
        self.options = [(value, label, f" {fold(label)}") for value, label in options]
        self.allow_new = allow_new
        self.shown: list[tuple[T | New, str]] = []

    def compose_answer(self) -> ComposeResult:
        """The filter and the list."""
        yield Input(placeholder="Gõ vài chữ để tìm, không cần dấu")
        yield OptionList()
        new = " · chữ mới thì Enter để thêm" if self.allow_new else ""
        yield Static(f"Bấm số 1–9, hoặc ↑ ↓ rồi Enter{new} · Esc bỏ qua", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Everything is shown until something is typed."""
        self._filter("")
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list; a lone digit picks."""
        typed = event.value
        if len(typed) == 1 and typed.isdigit() and typed != "0":
            place = int(typed) - 1
            unfiltered = [(value, label) for value, label, _ in self.options]
            if place < len(unfiltered):
                self.dismiss(unfiltered[place][0])
                return
        self._filter(typed)

    def _filter(self, typed: str) -> None:
        words = fold(typed).split()
        self.shown = [(v, label) for v, label, folded in self.options if all(f" {word}" in folded for word in words)]
        exact = any(fold(label) == fold(typed) for _, label in self.shown)
        if self.allow_new and typed.strip() and not exact:
            self.shown.append((New(" ".join(typed.split())), f"Thêm mới: {' '.join(typed.split())}"))
        rows = self.query_one(OptionList)
        rows.clear_options()
        number = "" if typed.strip() else None
        rows.add_options(
            Option(Content(f" {place}  {label}" if number is None and place < 10 else f"    {label}"))
            for place, (_, label) in enumerate(self.shown, 1)
        )
        if self.shown:
            rows.highlighted = 0

    def action_move(self, by: int) -> None:
        """Move the cursor of the list while the field keeps the focus."""
        rows = self.query_one(OptionList)
        if self.shown:
            rows.highlighted = min(max((rows.highlighted or 0) + by, 0), len(self.shown) - 1)

    def on_input_submitted(self) -> None:
        """Enter takes the line under the cursor."""
        place = self.query_one(OptionList).highlighted
        if place is not None and place < len(self.shown):
            self.dismiss(self.shown[place][0])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click takes a line too."""
        self.dismiss(self.shown[event.option_index][0])
