"""A screen of entry fields: Ctrl+S or the last Enter writes them, Escape gives up and asks about what was typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar, NoReturn, TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from store.errors import RefusedError
from store.text import format_date, parse_date_entry
from tui.framework.form import Form
from tui.framework.form_field import Check, FormField, Verdict
from tui.framework.work_screen import Modal
from tui.keys import keys
from tui.widgets.dialogs import Ask, Choice, PickOne, newer_stays
from tui.widgets.entry import Input
from tui.widgets.key_line import KeyLine

Answer = TypeVar("Answer")


class FormScreen(Modal[Answer | None]):
    """A screen around one form; answers what `write` answered, None when nothing was written."""

    UNSAVED: ClassVar[str] = "Chưa ghi những gì vừa đổi"  # asked when it is left with something typed
    UNDO_TYPING: ClassVar[str] = "Bỏ những gì vừa đổi"
    first: str | None = None  # name of the field to begin at
    BINDINGS = keys(
        "form",
        ("ctrl+s", "save", "Ghi", "Ghi rồi đóng"),
        ("escape", "leave", "Bỏ qua", "Đóng, không đổi gì"),
        priority={"save"},
    )

    def heading(self) -> str:
        """The text of the title line."""
        return self.PLACE_TITLE

    def form_fields(self) -> Sequence[FormField]:
        """The fields in their order."""
        raise NotImplementedError  # pragma: no cover

    def stored_values(self) -> Mapping[str, str]:
        """The values of the fields as the store has them now; of a new record those that the form begins with.

        Raises RefusedError: the record was removed meanwhile.
        """
        raise NotImplementedError  # pragma: no cover

    def above_form(self) -> Iterable[Widget]:
        """The widgets above the fields: what to read before filling them in."""
        return ()

    def below_form(self) -> Iterable[Widget]:
        """The widgets below the fields: what to read while filling them in."""
        return ()

    def write(self, values: dict[str, str]) -> Answer | None:
        """Write the values of the fields; answers what the screen answers, or None to keep the screen open.

        A StoreError says why the values must not be written, and keeps the screen open too.
        """
        raise NotImplementedError  # pragma: no cover

    def compose(self) -> ComposeResult:
        """Build title, form and key line."""
        yield Static(self.heading(), classes="title", markup=False)
        yield from self.above_form()
        yield Form(self.form_fields(), self.stored_values())
        yield from self.below_form()
        yield KeyLine()

    def on_mount(self) -> None:
        """Focus the field named `first`, or the first one."""
        self.form.focus_field(self.first or self.form.fields[0].name)
        self.has_new_version()  # what another window writes from now on is news

    @property
    def form(self) -> Form:
        """The form of the screen."""
        return self.query_one(Form)

    @property
    def has_typing(self) -> bool:
        """Whether closing the screen would lose typed values."""
        return self.form.is_changed

    def on_form_finished(self) -> None:
        """Save when Enter is pressed on the last field."""
        self.action_save()

    def action_save(self) -> None:
        """Write the values and close, or focus the first invalid field."""
        self.form.settle(self._save)

    def _save(self, wrong: list[str]) -> None:
        if wrong:
            self.form.focus_field(wrong[0])
        else:
            self.write_and_close()

    def write_and_close(self) -> None:
        """Write the values, and close the screen unless `write` answered None.

        If another window changed a value that the person changed too, ask which of the two stays.
        """
        with self.store.transaction():  # no other window writes between the look and the writing
            stored = self.stored_values()
            disputed = self.form.follow(stored)
            answer = None if disputed else self.write(self.form.typed_values())
        if disputed:
            self._ask_which_stays(disputed, stored)
        elif answer is not None:
            self.dismiss(answer)

    def _ask_which_stays(self, names: Sequence[str], stored: Mapping[str, str]) -> None:
        form = self.form

        def answered(writes: bool | None) -> None:
            if writes:
                form.given |= {name: stored[name] for name in names}
                self.write_and_close()
                return
            for name in names if writes is False else ():
                form.begin_with(name, stored[name])
            form.focus_field(names[0])

        self.app.push_screen(which_stays(form, {name: stored[name] for name in names}), answered)

    def follow_store(self) -> None:
        """Show what another window wrote, in the fields that the person has not changed."""
        if self.has_new_version():
            self.form.follow(self.stored_values())

    def action_leave(self) -> None:
        """Put the saved value back into the focused field; if it has it already, close the screen.

        Before it closes, the person is asked whether to write what they typed.
        """
        if not self.form.revert():
            self.form.settle(self._leave)

    def _leave(self, _: list[str]) -> None:
        if not self.has_typing:
            self.dismiss(None)
            return

        def answered(saves: bool | None) -> None:
            if saves:
                self.action_save()
            elif saves is False:
                self.dismiss(None)

        choices = [Choice("1", "Ghi", True), Choice("2", self.UNDO_TYPING, False)]
        self.app.push_screen(Ask(self.UNSAVED, "", choices), answered)


def which_stays(form: Form, stored: Mapping[str, str]) -> Ask[bool]:
    """The question whether the newer values of the store stay (False) or what the form shows is written (True)."""
    typed = form.typed_values()
    lines = [
        f"{form.label_of(name)}: sổ nay là {form.shown(name, value)}, đang gõ {form.shown(name, typed[name])}."
        for name, value in stored.items()
    ]
    return newer_stays("\n".join(lines))


class RecordForm(FormScreen[bool]):
    """The form of one record (a task, a figure, a unit's account, …); answers whether it was written."""

    PLACE_TITLE = "Một dòng"
    BINDINGS = keys(
        "record",
        hidden=[
            ("pagedown", "read(1)", "Đọc tiếp", "Phần sau của lời ở trên", "read_on"),
            ("pageup", "read(-1)", "Đọc lại", "Phần trước của lời ở trên", "read_back"),
        ],
        priority=True,
    )

    def __init__(
        self,
        title: str,
        fields: Sequence[FormField],
        read: Callable[[], Mapping[str, str]],
        write: Callable[[dict[str, str]], object],
        *,
        about: str = "",
        first: str | None = None,
        typed: str = "",
        doubt: Callable[[dict[str, str]], str | None] | None = None,
    ) -> None:
        """Show in a form what `read` answers; `write` raises StoreError when the values must not be written.

        `read` answers the values as the store has them at that time, of a new record those that the form begins with;
        it raises RefusedError when the record was removed.
        The cursor begins in the field `first`, which shows `typed` if anything was typed before the form opened.
        `about` is shown above the fields. `doubt` answers a question to ask before writing, in Vietnamese; None: none.
        """
        super().__init__()
        self.record_title = title
        self.fields = tuple(fields)
        self.read = read
        self.writer = write
        self.about = about
        self.first = first
        self.typed = typed
        self.doubt = doubt

    def heading(self) -> str:
        """The title of the record."""
        return self.record_title

    def form_fields(self) -> Sequence[FormField]:
        """The fields of the record."""
        return self.fields

    def stored_values(self) -> Mapping[str, str]:
        """The record's values as the store has them now."""
        return self.read()

    def above_form(self) -> Iterable[Widget]:
        """The text `about`, in a box that scrolls."""
        if self.about:
            yield VerticalScroll(Static(self.about, markup=False), id="record-about", can_focus=False)

    def on_mount(self) -> None:
        """Put what was typed before the form opened into the first field, the cursor behind it."""
        widget = self.form.widget_of(self.first or self.fields[0].name)
        if isinstance(widget, Input):
            if self.typed:
                widget.value = self.typed
            widget.cursor_position = len(widget.value)

    def on_form_opened(self, event: Form.Opened) -> None:
        """Open the list of a field's choices; the name that is chosen goes into the field."""
        field = next(each for each in self.fields if each.name == event.name)

        def chosen(name: str | None) -> None:
            if name is not None:
                self.form.show_typed(event.name, name)
                self.form.commit(event.name)
                self.form.action_step(1)

        none = [("", "Không chọn")] if self.form.typed(event.name) else []
        options = [*((name, name) for _, name in field.choices), *none]
        self.app.push_screen(PickOne(field.label, options, typed=event.typed), chosen)

    def action_read(self, direction: int) -> None:
        """Scroll the text above the fields."""
        for about in self.query("#record-about"):
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
        """Write the record by calling `writer`, and answer True."""
        self.writer(values)
        return True


def gone(name: str) -> NoReturn:
    """Raise RefusedError: another window removed the record while its form was open."""
    raise RefusedError(f"{name} vừa được bỏ ở cửa sổ khác.")


def day_field(name: str, label: str, *, hint: str = "ngày/tháng/năm", check: Check | None = None) -> FormField:
    """A field for a day, shown as dd/mm/yyyy."""

    def verdict(value: str, values: Mapping[str, str]) -> Verdict | None:
        if value and kept_day(value) is None:
            return Verdict("Ghi ngày/tháng/năm, ví dụ 20/06/2026", is_error=True)
        return check(value, values) if check is not None else None

    return FormField(name, label, check=verdict, hint=hint, normal=_shown_day)


def kept_day(value: str) -> str | None:
    """The ISO day that is stored for a typed day: `20/06/2026` -> `2026-06-20`; None when it is no whole day."""
    return parse_date_entry(value, year_alone=False)


def _shown_day(value: str) -> str:
    return format_date(kept_day(value)) or value
