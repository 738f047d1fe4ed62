"""Opens the app anew where a copy took the place of its store; first it shows what was typed and not written."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
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
    from collections.abc import Callable

    from tui.framework.work_app import WorkApp


def open_anew(app: "WorkApp", error: ReplacedStoreError) -> None:
    """Show the error, and what the app holds that is in no store; open the app again when that was read."""
    unwritten = [*_unwritten(app)]
    kept = "\n\nChưa ghi, hãy chép lại nếu cần:\n" + "\n".join(unwritten) if unwritten else ""
    words = "Sổ vừa được thay bằng một bản sao lưu ở cửa sổ khác. Đóng thông báo này thì chương trình mở sổ ấy."
    app.push_screen(Notice(error.title, f"{words}{kept}"), lambda _: app.leave_for(_as_it_is))


def _as_it_is(_: Path) -> "Callable[[WorkApp], object]":
    return lambda _: None


def _unwritten(app: "WorkApp") -> Iterator[str]:
    """What was typed or answered and is not written, a line for each."""
    for place in PLACES:
        with suppress(KeyError):  # a place that was not opened yet
            for screen in app.get_screen_stack(place.mode):
                yield from _of_screen(screen)


def _of_screen(screen: Screen[Any]) -> Iterator[str]:
    if isinstance(screen, BaseScreen) and (words := screen.unwritten()):
        yield words
    for form in screen.query(Form):
        for name, value in form.given.items():
            if (typed := form.typed(name).strip()) != value:
                yield f"{form.label_of(name)}: {form.shown(name, typed)}"
    yield from (editor.text for editor in screen.query(TextArea))
    if isinstance(screen, Dialog):
        yield from (field.value for field in screen.query(Input) if field.value)
