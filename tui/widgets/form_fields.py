"""The fields of a form: one of a few, one that is chosen in a dialog, and a typed one that hides its value."""

from collections.abc import Callable, Sequence

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from store.text import fold
from tui.widgets.entry import Input


class ChoiceField(Static, can_focus=True):
    """One of a few: ← → or Space to go round, a digit or the first letters to pick, Delete for none."""

    DEFAULT_CSS = """
    ChoiceField { width: 1fr; height: 1; background: $boost; padding: 0 1; }
    ChoiceField:focus { background: $primary; color: $text; text-style: bold; }
    ChoiceField:ansi:focus { background: ansi_default; color: ansi_default; text-style: bold reverse; }
    ChoiceField:nocolor:focus { text-style: bold reverse; }
    """

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, field: "ChoiceField") -> None:
            super().__init__()
            self.field = field

    def __init__(self, choices: Sequence[tuple[str, str]], value: str, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self.choices = list(choices)
        self.value = value
        self._letters = ""

    def on_mount(self) -> None:
        """Show what is chosen."""
        self.show(self.value)

    def on_blur(self) -> None:
        """The letters of the next visit begin anew."""
        self._letters = ""

    def show(self, value: str) -> None:
        """Set the value without a message."""
        self.value = value
        words = dict(self.choices).get(value, "")
        self.update(f"‹ {words or '(chưa ghi)'} ›")

    async def _on_key(self, event: events.Key) -> None:
        chosen = self._step(event) if not self._is_letter(event) else self._by_letters(event)
        if chosen is None:
            return
        event.stop()
        event.prevent_default()
        if chosen != self.value:
            self.show(chosen)
            self.post_message(self.Changed(self))

    def _is_letter(self, event: events.Key) -> bool:
        if event.key == "space":  # within words that are being typed, not on its own
            return bool(self._letters) and self._find(self._letters + " ") is not None
        # A backspace between letters is an input method's: `d`, then backspace and `đ`.
        return bool(event.character and event.character.isalpha()) or bool(self._letters and event.key == "backspace")

    def _by_letters(self, event: events.Key) -> str:
        if event.key == "backspace":
            self._letters = self._letters[:-1]
            return self.value
        letter = " " if event.key == "space" else fold(event.character or "")
        for typed in (self._letters + letter, letter):
            if (found := self._find(typed)) is not None:
                self._letters = typed
                return found
        return self.value

    def _find(self, typed: str) -> str | None:
        return next((value for value, words in self.choices if fold(words).startswith(typed)), None)

    def _step(self, event: events.Key) -> str | None:
        self._letters = ""
        values = [value for value, _ in self.choices]
        place = values.index(self.value) if self.value in values else -1
        if event.key in ("right", "space"):
            return values[(place + 1) % len(values)]
        if event.key == "left":
            return values[max(place, 0) - 1]
        if event.character and event.character in "123456789" and int(event.character) <= len(values):
            return values[int(event.character) - 1]
        return "" if event.key in ("delete", "backspace") else None


class PickField(Static, can_focus=True):
    """A value that is chosen in a dialog: Enter or Space opens it."""

    DEFAULT_CSS = """
    PickField { width: 1fr; height: 1; background: $boost; padding: 0 1; }
    PickField:focus { background: $primary; color: $text; text-style: bold; }
    PickField:ansi:focus { background: ansi_default; color: ansi_default; text-style: bold reverse; }
    PickField:nocolor:focus { text-style: bold reverse; }
    """

    class Opened(Message):
        """The person wants to choose."""

        def __init__(self, field: "PickField") -> None:
            super().__init__()
            self.field = field

    def __init__(self, value: str, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self.value = value

    def on_mount(self) -> None:
        """Show what is chosen."""
        self.show(self.value)

    def show(self, value: str) -> None:
        """Set the value."""
        self.value = value
        self.update(f"{value or '(chưa chọn)'} ▾")

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "space":
            event.stop()
            event.prevent_default()
            self.post_message(self.Opened(self))


class MaskedInput(Input):
    """A typed value that is shown whole only while the person is in the field."""

    mask: Callable[[str], str] = staticmethod(str)

    @property
    def _value(self) -> Text:
        # The base class draws what this answers; the value itself is never touched.
        if self.has_focus or not self.value:
            return super()._value
        return Text(self.mask(self.value), no_wrap=True, overflow="ignore", end="")
