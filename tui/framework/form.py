"""Shows the entry fields of a screen from one declaration, each with its check and its message beside it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.dom import DOMNode
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.framework.form_field import FormField, Verdict
from tui.framework.type_ahead import TypeAhead
from tui.keys import keys
from tui.styles import css_of
from tui.widgets.entry import Input
from tui.widgets.form_fields import ChoiceField, MaskedInput, PickField
from tui.widgets.store_errors import SurvivesStoreErrors


class Form(SurvivesStoreErrors, VerticalScroll):
    """The fields of one declaration; posts `Saved` for each field that is left with a changed and valid value."""

    DEFAULT_CSS = css_of("Form")
    BINDINGS = keys(
        "form",
        ("enter", "next", "Ô sau", "Sang ô sau; ở ô chọn thì mở danh sách"),
        hidden=[
            ("tab,down", "step(1)", "Ô sau", "Sang ô sau", "down"),
            ("shift+tab,up", "step(-1)", "Ô trước", "Về ô trước", "up"),
            ("f9", "take_proposal", "Nhận gợi ý", "Ghi vào ô điều được gợi ý bên cạnh"),
        ],
        priority=True,
    )

    @dataclass
    class Saved(Message):
        """A field was left with a new and valid value; `before` is the one that was saved or shown before."""

        name: str
        value: str
        before: str

    @dataclass
    class Opened(Message):
        """The person opened a field whose value is chosen in a dialog; `typed` is what to search for first."""

        name: str
        typed: str = ""

    @dataclass
    class Entered(Message):
        """The focus came to a field."""

        name: str

    class Finished(Message):
        """Enter was pressed on the last field."""

    def __init__(self, fields: Sequence[FormField], values: Mapping[str, str], **options: str) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # id and classes
        self.fields = tuple(fields)
        self._named = {field.name: field for field in fields}
        self.values = {field.name: values.get(field.name, "") for field in fields}
        self.given = dict(self.values)
        self._filled: dict[str, str] = {}  # what was scanned into fields
        self.notes: dict[str, str] = {}  # by field: what is shown beside it instead of the hint
        self.can_focus = False

    def compose(self) -> ComposeResult:
        """Build one line for each field: label, widget, message."""
        self._fit(self.app.size)  # before there are fields: a class that changes later styles each of them again
        for field in self.fields:
            with Container(classes=f"row {'-group' if field.starts_group else ''} {'-wide' if field.is_wide else ''}"):
                yield Static(field.label, classes="label", markup=False)
                yield self._widget(field).add_class("field")
                yield Static(classes="message", id=f"say-{_id(field.name)}", markup=False)

    def _widget(self, field: FormField) -> Widget:
        value, name = self.values[field.name], f"field-{_id(field.name)}"
        if field.kind == "choice":
            return ChoiceField(field.choices, value, name, none="")
        if field.kind == "pick":
            return PickField(value, name)
        kind = MaskedInput if field.mask is not None else Input
        widget = kind(value, id=name, select_on_focus=False, max_length=field.max_length)
        if isinstance(widget, MaskedInput) and field.mask is not None:
            widget.mask = field.mask
        widget.cursor_position = 0  # a longer text shows how it begins
        widget.cursor_blink = False  # a steady cursor is found sooner, and needs no timer
        return widget

    def widget_of(self, name: str) -> Widget:
        """The widget of a field."""
        return self.query_one(f"#field-{_id(name)}")

    def set_value(self, name: str, value: str) -> None:
        """Show a value that was saved outside of this form, and count it as saved."""
        self.values[name] = value
        self.show_typed(name, value)

    def show_typed(self, name: str, value: str) -> None:
        """Show a value as if the person had typed it: it is not saved yet."""
        widget = self.widget_of(name)
        if isinstance(widget, ChoiceField | PickField):
            widget.show(value)
        elif isinstance(widget, Input):
            widget.value = value

    def fill(self, name: str, value: str) -> None:
        """Show a scanned value; like a typed one it is not saved yet, but Esc does not remove it from the field."""
        self._filled[name] = value
        self.show_typed(name, value)

    def follow(self, stored: Mapping[str, str]) -> list[str]:
        """Show what another window wrote since the form was opened, in the fields that the person has not changed.

        Answers the fields that the person changed to something else than the newer value of the store.
        """
        newer = {name: value for name, value in stored.items() if value != self.given.get(name, value)}
        for name, value in newer.items():
            if self.typed(name).strip() == self.given[name]:
                self.begin_with(name, value)
        return [name for name, value in newer.items() if self.typed(name).strip() != value]

    def begin_with(self, name: str, value: str) -> None:
        """Show a value as if the form had been opened with it."""
        self.given[name] = value
        self.set_value(name, value)
        self.look_again()  # what stands beside the fields may be of the value before

    def shown(self, name: str, value: str) -> str:
        """A value of a field in words, masked where the field is."""
        return self._named[name].shown(value)

    def label_of(self, name: str) -> str:
        """The label of a field."""
        return self._named[name].label

    def typed(self, name: str) -> str:
        """The value that the field shows now, saved or not."""
        widget = self.widget_of(name)
        return widget.value if isinstance(widget, ChoiceField | PickField | Input) else ""

    def typed_values(self) -> dict[str, str]:
        """The values that all fields show now, by the name of the field."""
        return {field.name: self.typed(field.name).strip() for field in self.fields}

    def say(self, name: str, verdict: Verdict | None, *, saved: str = "") -> None:
        """Write a message beside a field: an error or remark (`verdict`), the words in `saved`, or its hint."""
        message = self.query_one(f"#say-{_id(name)}", Static)
        assert message.parent is not None  # noqa: S101 - it stands in its row
        message.parent.set_class(verdict is not None, "-below")
        message.set_class(verdict is not None and verdict.is_error, "-error")
        message.set_class(verdict is not None and not verdict.is_error, "-remark")
        message.set_class(verdict is None and bool(saved), "-saved")
        sign = "" if verdict is None else "✗ " if verdict.is_error else "! "
        take = f" · F9: {verdict.proposal}" if verdict is not None and verdict.proposal else ""
        message.update(f"{sign}{verdict.text}{take}" if verdict is not None else saved or self._hint(name))

    def _hint(self, name: str) -> str:
        field = self._named[name]
        text = field.reading(self.typed(name).strip(), self.typed_values()) if field.reading is not None else ""
        return text or self.notes.get(name) or (field.hint if name == self.current else "")

    def _says(self, name: str, *kinds: str) -> bool:
        message = self.query_one(f"#say-{_id(name)}")
        return any(message.has_class(kind) for kind in kinds)

    def hint_of(self, name: str) -> str:
        """The declared hint of a field; "" for a name that is not in the form."""
        return self._named[name].hint if name in self._named else ""

    def look_again(self, names: Collection[str] | None = None) -> None:
        """Check these fields (None: all) again and show the messages: another field may have changed them.

        Of all fields one keeps the message why its value was refused, as long as that value stands there.
        """
        for field in self.fields:
            name = field.name
            is_refused = names is None and self._says(name, "-error") and self.typed(name).strip() != self.values[name]
            if name in (names or ()) or (names is None and not is_refused):
                self.say(name, self.verdict_on(name))

    @property
    def is_narrow(self) -> bool:
        """Whether the window is too narrow for messages beside the fields."""
        return self.has_class("-narrow")

    @property
    def is_changed(self) -> bool:
        """Whether any field shows another value than when the form was opened."""
        return any(self.typed(name).strip() != value for name, value in self.given.items())

    def verdict_on(self, name: str) -> Verdict | None:
        """Run the field's own check on the value that the field shows; None: nothing to report."""
        field = self._named[name]
        return field.check(self.typed(name).strip(), self.typed_values()) if field.check is not None else None

    @property
    def _proposal(self) -> str:
        """The value that the check proposes for the focused field; "" when it proposes none."""
        verdict = self.verdict_on(self.current) if self.current is not None else None
        return verdict.proposal if verdict is not None else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key has an effect now: F9 has one only while the focused field has a proposal."""
        return bool(self._proposal) if action == "take_proposal" else True

    def action_take_proposal(self) -> None:
        """Put the proposed value into the focused field, and save it."""
        if (name := self.current) is not None and (proposal := self._proposal):
            self.show_typed(name, proposal)
            self.commit(name)

    def focus_field(self, name: str) -> None:
        """Focus a field at once, so that keys typed right after the command go into this field."""
        self.screen.set_focus(self.widget_of(name))

    @property
    def current(self) -> str | None:
        """The name of the field that has the focus; None when no field has it."""
        return self._name_of(self.screen.focused)

    def on_resize(self, event: events.Resize) -> None:
        """Place the messages below the fields where the window has no room beside them."""
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        self.set_class(size.width < _ROOM_BESIDE, "-narrow")
        self.set_class(size.height > len(self.fields) + sum(field.starts_group for field in self.fields), "-tall")

    def action_next(self) -> None:
        """Open the dialog of a field whose value is chosen there; from any other field go to the next."""
        focused = self.screen.focused
        if isinstance(focused, PickField):
            focused.post_message(PickField.Opened(focused))
        else:
            self.action_step(1)

    def action_step(self, by: int) -> None:
        """Focus the field `by` places further; past the last field post `Finished`."""
        names = [field.name for field in self.fields]
        place = names.index(self.current) if self.current in names else -1
        if place + by >= len(names):
            self._after_typing(lambda: self.post_message(self.Finished()))
        elif place + by >= 0:
            self.focus_field(names[place + by])

    def settle(self, then: Callable[[list[str]], None]) -> None:
        """Save all changed and valid fields, after every field has received the keys typed before now.

        Keys that save or close act as soon as they arrive, while earlier keys are still on their way to their field.
        `then` is called on the screen after the last `Saved` was handled, with the names of the fields that are invalid
        or that the screen could not save (it put their old value back into `values`).
        """

        def save() -> None:
            wrong = {field.name for field in self.fields if not self.commit(field.name)}
            self._keys_wait()
            self._on_screen_behind_messages(self, lambda: self._last_step(lambda: then(left_over(wrong))))

        def left_over(wrong: set[str]) -> list[str]:
            return [name for name, value in self.values.items() if name in wrong or self.typed(name).strip() != value]

        self._after_typing(save)

    def _after_typing(self, then: Callable[[], object]) -> None:
        # Each field has a queue of its own; only what goes through all of them is behind everything typed.
        waiting = [self.widget_of(field.name) for field in self.fields]

        def pass_on() -> None:
            while waiting:
                if waiting.pop(0).call_later(pass_on):
                    return
            self.call_later(self._last_step, then)

        self._keys_wait()
        pass_on()

    def _keys_wait(self) -> None:
        if isinstance(self.app, TypeAhead):
            self.app.begin_step(self)

    def _last_step(self, then: Callable[[], object]) -> None:
        """Call `then`, and let the keys go on that waited for the end of this command."""
        app = self.app
        try:
            then()
        finally:
            if isinstance(app, TypeAhead):
                app.end_step(self)

    def _on_screen_behind_messages(self, node: DOMNode, then: Callable[[], object]) -> None:
        # Messages climb through the queue of every ancestor; this takes the same way behind them.
        if node is self.screen or node.parent is None:
            node.call_later(then)
        else:
            node.call_later(self._on_screen_behind_messages, node.parent, then)

    def _name_of(self, widget: Widget | None) -> str | None:
        return next((f.name for f in self.fields if widget is not None and widget.id == f"field-{_id(f.name)}"), None)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the focused field, show its hint, and post `Entered`."""
        if (name := self._name_of(event.widget)) is not None:
            if isinstance(event.widget, Input):
                event.widget.cursor_position = len(event.widget.value)
            self._mark(event.widget, True)
            if not self._says(name, "-error", "-remark"):
                self.say(name, None)
            self.post_message(self.Entered(name))

    def _mark(self, field: Widget, is_current: bool) -> None:
        assert field.parent is not None  # noqa: S101 - it stands in its row
        field.parent.set_class(is_current, "-current")

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Check the field that lost the focus, and save it when it was changed and is valid."""
        if (name := self._name_of(event.widget)) is not None:
            self._mark(event.widget, False)
            if isinstance(event.widget, Input):
                self.commit(name)
                event.widget.cursor_position = 0
            elif not self._says(name, "-error", "-remark", "-saved"):
                self.say(name, None)

    def commit(self, name: str) -> bool:
        """Check a field and post `Saved` when its value changed and is valid; answers whether it is valid."""
        field, verdict = self._named[name], self.verdict_on(name)
        self.say(name, verdict)
        if verdict is not None and verdict.is_error:
            return False
        value = self.typed(name).strip()
        if field.normal is not None and value:
            value = field.normal(value)
            widget = self.widget_of(name)
            if isinstance(widget, Input) and widget.value != value:
                widget.value = value
        if value != (before := self.values[name]):
            self.values[name] = value
            self.post_message(self.Saved(name, value, before))
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show remarks while the person types; errors are shown only when the field is left."""
        name = self._name_of(event.input)
        if name is not None and event.input.has_focus:
            verdict = self.verdict_on(name)
            self.say(name, verdict if verdict is not None and not verdict.is_error else None)

    def on_choice_field_changed(self, event: ChoiceField.Changed) -> None:
        """Save a choice at once."""
        if (name := self._name_of(event.field)) is not None:
            self.commit(name)

    def on_pick_field_opened(self, event: PickField.Opened) -> None:
        """Post `Opened`, on which the screen opens its dialog."""
        if (name := self._name_of(event.field)) is not None:
            self.post_message(self.Opened(name, event.typed))

    def revert(self) -> bool:
        """Put the saved value back into the focused field; answers whether it showed another one."""
        name = self.current
        if name is None or self.typed(name).strip() in (self.values[name], self._filled.get(name)):
            return False
        widget = self.widget_of(name)
        if isinstance(widget, Input):
            widget.replace(self.values[name], 0, len(widget.value))  # Ctrl+Z brings back what was typed
        else:
            self.show_typed(name, self.values[name])
        self.say(name, None)
        return True


#: Columns from which on an error has room beside its field.
_ROOM_BESIDE = 116


def _id(name: str) -> str:
    return name.replace(".", "-")
