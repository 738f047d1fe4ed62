"""Shows what was typed and not written, where a copy took the place of the store or somebody removed the record."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from store.errors import ReplacedStoreError
from tui.framework.form import Form
from tui.framework.work_screen import BaseScreen
from tui.places import PLACES
from tui.widgets.dialogs import Dialog, Notice
from tui.widgets.entry import Input
from tui.widgets.text_area import TextArea

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp


def notice(app: "WorkApp", error: ReplacedStoreError) -> Notice:
    """The notice about a copy in the place of the store, with what the app holds that is in no store."""
    words = "Sổ vừa được thay bằng một bản sao lưu ở cửa sổ khác. Đóng thông báo này thì chương trình mở sổ ấy."
    return Notice(error.title, words + _to_copy(_of_app(app)))


def leave_removed(screen: "BaseScreen[Any]", words: str) -> None:
    """Close a form whose record was removed, with these words; first show what was typed and not written."""
    if typed := _to_copy(line for form in screen.query(Form) for line in _of_form(form, form.values)):
        screen.app.interrupt_with(Notice("Chưa ghi được", words + typed), lambda _: screen.dismiss(None))
    else:
        screen.notify(words)
        screen.dismiss(None)


def _to_copy(lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    return f"\n\nChưa ghi, hãy chép lại nếu cần:\n{text}" if text else ""


def _of_app(app: "WorkApp") -> Iterator[str]:
    """What was typed or answered and is not written, a line for each."""
    for place in PLACES:
        with suppress(KeyError):  # a place that was not opened yet
            for screen in app.get_screen_stack(place.mode):
                yield from _of_screen(screen)


def _of_screen(screen: Screen[Any]) -> Iterator[str]:
    if isinstance(screen, BaseScreen) and (words := screen.unwritten(in_full=True)):
        yield words
    for form in screen.query(Form):
        yield from _of_form(form, form.given)
    yield from (editor.text for editor in screen.query(TextArea))
    if isinstance(screen, Dialog):
        yield from (field.value for field in screen.query(Input) if field.value and not field.password)


def _of_form(form: Form, stored: Mapping[str, str]) -> Iterator[str]:
    """The fields of a form that show something else than these values."""
    for name, value in stored.items():
        if (typed := form.typed(name).strip()) != value:
            yield f"{form.label_of(name)}: {form.shown(name, typed)}"
