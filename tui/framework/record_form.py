"""The form of one record: a task, a figure, a unit's account, a data source; written as one step of undo."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.text import format_date
from store.typed_date import parse_date_entry
from tui.framework.form import Check, Form, FormField, Verdict
from tui.framework.form_screen import FormScreen
from tui.widgets.dialogs import Ask, Choice
from tui.widgets.entry import Input
from tui.widgets.key_line import KeyLine


class RecordForm(FormScreen[bool]):
    """One record; answers whether it was written."""

    PLACE_TITLE = "Một dòng"
    DEFAULT_CSS = """
    RecordForm { background: $background; }
    RecordForm > .title { height: 1; background: $primary; color: $text; padding: 0 1; text-style: bold; }
    RecordForm > #record-about { height: auto; max-height: 10; padding: 0 2; background: $panel; }
    RecordForm > #record-about.-empty { display: none; }
    RecordForm > #record-about > Static { height: auto; }
    RecordForm > Form { padding: 1 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Ghi", id="record.save", tooltip="Ghi rồi đóng", priority=True),
        Binding("escape", "leave", "Bỏ qua", id="record.leave", tooltip="Đóng, không đổi gì"),
        Binding(
            "pagedown",
            "read(1)",
            "Đọc tiếp",
            id="record.read_on",
            tooltip="Phần sau của lời ở trên",
            show=False,
            priority=True,
        ),
        Binding(
            "pageup",
            "read(-1)",
            "Đọc lại",
            id="record.read_back",
            tooltip="Phần trước của lời ở trên",
            show=False,
            priority=True,
        ),
        # A modal screen stands before the app's own keys.
        Binding("f1", "app.help", "Trợ giúp", id="record.help", tooltip="Các phím của màn hình này", show=False),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[FormField],
        values: Mapping[str, str],
        write: Callable[[dict[str, str]], object],
        *,
        about: str = "",
        first: str | None = None,
        typed: str = "",
        doubt: Callable[[dict[str, str]], str | None] | None = None,
    ) -> None:
        """A form.

        Args:
            title: of the form.
            fields: what it asks.
            values: what is known.
            write: writes what stands in the fields; raises StoreError when it must not be.
            about: what has to be read beside it.
            first: the field to begin at; None for the first one.
            typed: what was typed already, in place of the value of `first`.
            doubt: what to ask before it is written, in Vietnamese; None: nothing.
        """
        super().__init__()
        self.record_title = title
        self.fields = tuple(fields)
        self.values = dict(values)
        self.writer = write
        self.about = about
        self.first = first or self.fields[0].name
        self.typed = typed
        self.doubt = doubt

    def compose(self) -> ComposeResult:
        """Title, what to read, form, keys."""
        yield Static(self.record_title, classes="title", markup=False)
        with VerticalScroll(id="record-about", classes="" if self.about else "-empty", can_focus=False):
            yield Static(self.about, markup=False)
        yield Form(self.fields, self.values)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin at the first field, behind what was typed already."""
        form = self.query_one(Form)
        form.focus_field(self.first)
        widget = form.widget_of(self.first)
        if isinstance(widget, Input):
            if self.typed:
                widget.value = self.typed
            widget.cursor_position = len(widget.value)

    def action_read(self, direction: int) -> None:
        """Scroll what is to be read."""
        about = self.query_one("#record-about", VerticalScroll)
        about.scroll_relative(y=direction * max(about.size.height - 1, 1), animate=False)

    def _save(self, wrong: list[str]) -> None:
        doubt = None if wrong or self.doubt is None else self.doubt(self.form.typed_values())
        if doubt is None:
            super()._save(wrong)
            return

        def answered(is_so: bool | None) -> None:
            if is_so:
                self.write_and_close()

        choices = [Choice("1", "Sửa lại", False), Choice("2", "Đúng như vậy, ghi", True)]
        self.app.push_screen(Ask("Có đúng không?", doubt, choices), answered)

    def write(self, values: dict[str, str]) -> bool:
        """Write the record as one step."""
        self.writer(values)
        return True

    def given_up(self) -> bool:
        """Nothing was written."""
        return False


def day_field(name: str, label: str, *, hint: str = "ngày/tháng/năm", check: Check | None = None) -> FormField:
    """A field for a day, shown as dd/mm/yyyy."""

    def verdict(value: str, values: Mapping[str, str]) -> Verdict | None:
        if value and parse_date_entry(value, year_alone=False) is None:
            return Verdict("Ghi ngày/tháng/năm, ví dụ 20/06/2026", is_error=True)
        return check(value, values) if check is not None else None

    return FormField(name, label, check=verdict, hint=hint, normal=_shown_day)


def _shown_day(value: str) -> str:
    return format_date(parse_date_entry(value, year_alone=False)) or value


def kept_day(value: str) -> str | None:
    """What is kept of a day that stands in a form: `20/06/2026` -> `2026-06-20`; None where nothing stands there."""
    return parse_date_entry(value, year_alone=False)
