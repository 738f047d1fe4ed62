"""The frame of every small question over a screen: title, body, answer, keys; it is answered once."""

from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from tui.keys import keys
from tui.styles import css_of
from tui.widgets.store_errors import SurvivesStoreErrors

T = TypeVar("T")


class Answers(OptionList, inherit_bindings=False):
    """The lines to choose from."""

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
    """A question over a screen, typed by its answer; subclasses yield what the person answers with."""

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
        """Title, body, then the answer."""
        with Vertical():
            yield Static(self.dialog_title, classes="title", markup=False)
            with VerticalScroll(classes="about" if self.body else "about -empty", can_focus=False):
                yield Static(self.body, classes="body", markup=False)
            yield from self.compose_answer()

    def compose_answer(self) -> ComposeResult:
        """What the person answers with."""
        raise NotImplementedError  # pragma: no cover

    def answer(self, value: T) -> None:
        """Close with an answer. Only the first counts: a key held down must not close the screen below too."""
        if not self._is_answered:
            self._is_answered = True
            self.dismiss(value)

    def action_leave(self) -> None:
        """Close without an answer."""
        self.answer(None)  # type: ignore[arg-type]  # every dialog has None among its answers

    def action_read(self, direction: int) -> None:
        """Scroll a body that is longer than its room."""
        about = self.query_one(".about", VerticalScroll)
        about.scroll_relative(y=direction * max(about.size.height - 1, 1), animate=False)
