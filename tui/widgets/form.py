"""A form from one declaration: fields in order, each with its check and its message beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.widgets.entry import Input


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a value; an error keeps it from being saved, a remark does not."""

    text: str
    is_error: bool = False


Check = Callable[[str, Mapping[str, str]], Verdict | None]


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: `text` is typed, `choice` is one of a few, `pick` is chosen in a dialog of the screen."""

    name: str
    label: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()  # (value, words) of a choice
    check: Check | None = None
    hint: str = ""
    normal: Callable[[str], str] | None = None  # how a good value is written, once the field is left


class ChoiceField(Static, can_focus=True):
    """One of a few: ← → or Space to go round, a digit to pick."""

    DEFAULT_CSS = """
    ChoiceField { width: 34; height: 1; background: $boost; }
    ChoiceField:focus { background: $primary; color: $text; text-style: bold; }
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

    def on_mount(self) -> None:
        """Show what is chosen."""
        self.show(self.value)

    def show(self, value: str) -> None:
        """Set the value without a message."""
        self.value = value
        words = dict(self.choices).get(value, "")
        self.update(f"‹ {words or '(chưa ghi)'} ›")

    async def _on_key(self, event: events.Key) -> None:
        values = [value for value, _ in self.choices]
        place = values.index(self.value) if self.value in values else -1
        chosen: str | None = None
        if event.key in ("right", "space"):
            chosen = values[(place + 1) % len(values)]
        elif event.key == "left":
            chosen = values[(place - 1) % len(values)]
        elif event.character and event.character.isdigit() and 0 < int(event.character) <= len(values):
            chosen = values[int(event.character) - 1]
        elif event.key in ("delete", "backspace"):
            chosen = ""
        if chosen is None:
            return
        event.stop()
        event.prevent_default()
        self.show(chosen)
        self.post_message(self.Changed(self))


class PickField(Static, can_focus=True):
    """A value that is chosen in a dialog: Enter or Space opens it."""

    DEFAULT_CSS = """
    PickField { width: 34; height: 1; background: $boost; }
    PickField:focus { background: $primary; color: $text; text-style: bold; }
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


class Form(VerticalScroll):
    """The fields of one declaration; posts `Saved` for each that was changed, is right and is left."""

    DEFAULT_CSS = """
    Form { padding: 0 1; }
    Form Horizontal { height: auto; min-height: 1; }
    Form .label { width: 23; height: 1; }
    Form Input { width: 34; }
    Form .message { width: 1fr; height: auto; padding: 0 1; color: $text-muted; }
    Form .message.-error { color: $text-error; text-style: bold; }
    Form .message.-remark { color: $text-warning; }
    Form .message.-saved { color: $text-success; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "next", "Ô sau", id="form.next", tooltip="Sang ô sau; ở ô chọn thì mở danh sách", priority=True
        ),
        Binding("tab,down", "step(1)", "Ô sau", id="form.down", tooltip="Sang ô sau", show=False, priority=True),
        Binding("shift+tab,up", "step(-1)", "Ô trước", id="form.up", tooltip="Về ô trước", show=False, priority=True),
    ]

    class Saved(Message):
        """A field was left with a new value that is right."""

        def __init__(self, name: str, value: str) -> None:
            super().__init__()
            self.name = name
            self.value = value

    class Opened(Message):
        """A field that is chosen in a dialog was opened."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Entered(Message):
        """The focus came to a field."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Finished(Message):
        """Enter on the last field."""

    def __init__(self, fields: Sequence[FormField], values: Mapping[str, str], **options: str) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # id and classes
        self.fields = tuple(fields)
        self.values = {field.name: values.get(field.name, "") for field in fields}
        self.can_focus = False

    def compose(self) -> ComposeResult:
        """A line a field: label, widget, message."""
        for field in self.fields:
            with Horizontal():
                yield Static(field.label, classes="label", markup=False)
                yield self._widget(field)
                yield Static(classes="message", id=f"say-{_id(field.name)}", markup=False)

    def _widget(self, field: FormField) -> Widget:
        value, name = self.values[field.name], f"field-{_id(field.name)}"
        if field.kind == "choice":
            return ChoiceField(field.choices, value, name)
        if field.kind == "pick":
            return PickField(value, name)
        return Input(value, id=name, select_on_focus=False)

    def widget_of(self, name: str) -> Widget:
        """The widget of a field."""
        return self.query_one(f"#field-{_id(name)}")

    def set_value(self, name: str, value: str) -> None:
        """Show a value that came from elsewhere."""
        self.values[name] = value
        widget = self.widget_of(name)
        if isinstance(widget, ChoiceField | PickField):
            widget.show(value)
        elif isinstance(widget, Input):
            widget.value = value

    def typed(self, name: str) -> str:
        """What stands in the field now, saved or not."""
        widget = self.widget_of(name)
        return widget.value if isinstance(widget, ChoiceField | PickField | Input) else ""

    def typed_values(self) -> dict[str, str]:
        """What stands in every field now."""
        return {field.name: self.typed(field.name).strip() for field in self.fields}

    def say(self, name: str, verdict: Verdict | None, *, saved: str = "") -> None:
        """Write beside a field: an error, a remark, that it was saved, or its hint."""
        message = self.query_one(f"#say-{_id(name)}", Static)
        message.set_class(verdict is not None and verdict.is_error, "-error")
        message.set_class(verdict is not None and not verdict.is_error, "-remark")
        message.set_class(verdict is None and bool(saved), "-saved")
        sign = "" if verdict is None else "✗ " if verdict.is_error else "! "
        hint = next(field.hint for field in self.fields if field.name == name) if name == self.current else ""
        message.update(f"{sign}{verdict.text}" if verdict is not None else saved or hint)

    def verdict_on(self, name: str) -> Verdict | None:
        """What the field's own check says of what stands in it."""
        field = next(field for field in self.fields if field.name == name)
        return field.check(self.typed(name).strip(), self.typed_values()) if field.check is not None else None

    def errors(self) -> list[str]:
        """Names of the fields that cannot be saved; each says why beside it."""
        wrong = []
        for field in self.fields:
            verdict = self.verdict_on(field.name)
            if verdict is not None:
                self.say(field.name, verdict)
                if verdict.is_error:
                    wrong.append(field.name)
        return wrong

    def focus_field(self, name: str) -> None:
        """Go to a field at once, so that the next key of the same burst finds it there."""
        self.screen.set_focus(self.widget_of(name))

    @property
    def current(self) -> str | None:
        """The field that has the focus."""
        focused = self.screen.focused
        for field in self.fields:
            if focused is not None and focused.id == f"field-{_id(field.name)}":
                return field.name
        return None

    def action_next(self) -> None:
        """Open what is chosen in a dialog; else go on."""
        focused = self.screen.focused
        if isinstance(focused, PickField):
            focused.post_message(PickField.Opened(focused))
        else:
            self.action_step(1)

    def action_step(self, by: int) -> None:
        """Go to another field."""
        names = [field.name for field in self.fields]
        place = names.index(self.current) if self.current in names else -1
        if place + by >= len(names):
            self.post_message(self.Finished())
        elif place + by >= 0:
            self.focus_field(names[place + by])

    def _name_of(self, widget: Widget) -> str | None:
        return next((f.name for f in self.fields if widget.id == f"field-{_id(f.name)}"), None)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell where the person is, and what is to be written there."""
        if (name := self._name_of(event.widget)) is not None:
            self.say(name, self.verdict_on(name) if self.typed(name) else None)
            self.post_message(self.Entered(name))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field that is left is checked, and saved when it was changed and is right."""
        name = self._name_of(event.widget)
        if name is None:
            return
        if isinstance(event.widget, Input):
            self.commit(name)
        elif self.verdict_on(name) is None:
            self.say(name, None)

    def commit(self, name: str) -> bool:
        """Check a field and post `Saved` when it was changed and is right; answers whether it is right."""
        field = next(field for field in self.fields if field.name == name)
        verdict = self.verdict_on(name)
        self.say(name, verdict)
        if verdict is not None and verdict.is_error:
            return False
        value = self.typed(name).strip()
        if field.normal is not None and value:
            value = field.normal(value)
            widget = self.widget_of(name)
            if isinstance(widget, Input) and widget.value != value:
                widget.value = value
        if value != self.values[name]:
            self.values[name] = value
            self.post_message(self.Saved(name, value))
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Remarks come while one types; errors wait until the field is left."""
        name = self._name_of(event.input)
        if name is not None and event.input.has_focus:
            verdict = self.verdict_on(name)
            self.say(name, verdict if verdict is not None and not verdict.is_error else None)

    def on_choice_field_changed(self, event: ChoiceField.Changed) -> None:
        """A choice is saved at once."""
        if (name := self._name_of(event.field)) is not None:
            self.commit(name)

    def on_pick_field_opened(self, event: PickField.Opened) -> None:
        """The screen opens the dialog."""
        if (name := self._name_of(event.field)) is not None:
            self.post_message(self.Opened(name))

    def revert(self) -> bool:
        """Give the field its saved value back; answers whether there was something to give back."""
        name = self.current
        if name is None or self.typed(name).strip() == self.values[name]:
            return False
        self.set_value(name, self.values[name])
        self.say(name, None)
        return True


def _id(name: str) -> str:
    return name.replace(".", "-")
