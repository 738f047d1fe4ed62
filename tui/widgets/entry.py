"""The text fields of the program: what a Vietnamese input method sends arrives as it was typed.

Unikey sends backspaces and letters in one burst. Textual puts a letter in when the field sees the key, but runs
backspace as a binding, after the key has bubbled up: `tiếng` becomes `tieêế` (Textual issue #6605). Here every key
that edits is handled by the field itself, in the order in which the keys came.
"""

import unicodedata
from typing import ClassVar

from textual import events, widgets
from textual.actions import SkipAction
from textual.binding import Binding, BindingType, NoBinding
from textual.widget import Widget
from textual.widgets.text_area import EditResult, Location

from tui.widgets.typing_history import BurstHistory, TypingHistory

#: Actions that leave the field: they are the screen's business, in their turn behind what was typed.
_NOT_EDITING = frozenset({"submit"})
#: Actions that the field hands on when it has nothing to do for them.
_MAY_LEAVE = frozenset({"undo_typing", "redo_typing", "copy"})

#: What the keys of a field are for: (description, tooltip). F1 shows keys of one description on one line.
_MOVE = ("Đi lại trong ô", "Ctrl+← → đi từng chữ; Home, End về đầu, về cuối")
_SELECT = ("Chọn chữ", "Giữ Shift khi đi lại; Ctrl+A chọn hết")
_DELETE = ("Xoá chữ", "Ctrl+W xoá cả chữ bên trái, Ctrl+U xoá tới đầu")
_CLIPBOARD = ("Chép, cắt, dán", "Ctrl+C, Ctrl+X, Ctrl+V với phần đang chọn")
_UNDO = ("Hoàn tác, làm lại", "Lấy lại chữ đã có trong ô; không có gì thì lấy lại thay đổi trước")
_SUBMIT = ("Nhận", "Nhận điều đã gõ")


def _key(keys: str, action: str, purpose: tuple[str, str], name: str) -> Binding:
    description, tooltip = purpose
    return Binding(keys, action, description, show=False, tooltip=tooltip, id=f"entry.{name}", system=True)


_COMMON: tuple[Binding, ...] = (
    _key("left", "cursor_left", _MOVE, "left"),
    _key("right", "cursor_right", _MOVE, "right"),
    _key("shift+left", "cursor_left(True)", _SELECT, "select_left"),
    _key("shift+right", "cursor_right(True)", _SELECT, "select_right"),
    _key("ctrl+a", "select_all", _SELECT, "select_all"),
    _key("backspace", "delete_left", _DELETE, "delete_left"),
    _key("delete", "delete_right", _DELETE, "delete_right"),
    _key("ctrl+c", "copy", _CLIPBOARD, "copy"),
    _key("ctrl+x", "cut", _CLIPBOARD, "cut"),
    _key("ctrl+v", "paste", _CLIPBOARD, "paste"),
    _key("ctrl+z", "undo_typing", _UNDO, "undo"),
    _key("ctrl+y", "redo_typing", _UNDO, "redo"),
)


def _editing(field: Widget, event: events.Key) -> list[Binding]:
    # \x08 is backspace on some terminals; a parser that knows more of the keyboard calls it by its other name.
    key = "backspace" if event.key == "ctrl+h" else event.key
    try:
        bindings = field._bindings.get_bindings_for_key(key)
    except NoBinding:
        return []
    # Priority keys are the app's: they were acted on before the key was sent here.
    return [binding for binding in bindings if not binding.priority and binding.action not in _NOT_EDITING]


def _edits(field: Widget, event: events.Key) -> bool:
    # Undo with nothing to take back is the screen's: it may lead anywhere.
    return any(binding.action not in _MAY_LEAVE for binding in _editing(field, event))


async def _edit_in_turn(field: Widget, event: events.Key) -> None:
    """Run the field's own binding for a key at once, not when the key has bubbled up."""
    for binding in _editing(field, event):
        if await field.app.run_action(binding.action, field):
            event.stop()
            event.prevent_default()
            return


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


class Input(widgets.Input, inherit_bindings=False):
    """A field of one line; its value is always composed Unicode (NFC)."""

    DEFAULT_CSS = """
    Input:ansi > .input--cursor { text-style: reverse; color: ansi_default; background: ansi_default; }
    Input:ansi > .input--selection { text-style: reverse; color: ansi_default; background: ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *_COMMON,
        _key("home", "home", _MOVE, "home"),
        _key("end", "end", _MOVE, "end"),
        _key("shift+home", "home(True)", _SELECT, "select_home"),
        _key("shift+end", "end(True)", _SELECT, "select_end"),
        _key("ctrl+left", "cursor_left_word", _MOVE, "word_left"),
        _key("ctrl+right", "cursor_right_word", _MOVE, "word_right"),
        _key("ctrl+shift+left", "cursor_left_word(True)", _SELECT, "select_word_left"),
        _key("ctrl+shift+right", "cursor_right_word(True)", _SELECT, "select_word_right"),
        _key("ctrl+backspace,ctrl+w", "delete_left_word", _DELETE, "delete_word_left"),
        _key("ctrl+delete", "delete_right_word", _DELETE, "delete_word_right"),
        _key("ctrl+u", "delete_left_all", _DELETE, "delete_all_left"),
        _key("enter", "submit", _SUBMIT, "submit"),
    ]

    _typing: TypingHistory | None = None

    def is_typing(self, event: events.Key) -> bool:
        """Whether the key only changes what stands in the field, and nothing can follow from it elsewhere."""
        return event.is_printable or _edits(self, event)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            # In its turn too: what is submitted is what was typed before, and nothing of what comes after.
            await self.action_submit()
            event.stop()
            event.prevent_default()
        else:
            await _edit_in_turn(self, event)  # the base class puts printable keys in, in the same order

    def _on_paste(self, event: events.Paste) -> None:
        """The first line that says something; cells of a spreadsheet come apart at a space."""
        lines = [" ".join(line.split("\t")).strip() for line in event.text.splitlines()]
        text = next((line for line in lines if line), "")
        event.stop()
        event.prevent_default()
        if not text:
            return
        self._put_in(text)

    def action_paste(self) -> None:
        """Put in what was copied in the program."""
        self.post_message(events.Paste(self.app.clipboard))

    def _put_in(self, text: str) -> None:
        """Put in as much of a pasted text as there is room for."""
        start, end = sorted(self.selection)
        text = unicodedata.normalize("NFC", text)
        if self.max_length:
            room = self.max_length - (len(self.value) - (end - start))
            if len(text) > room:
                text = text[:room]
                self.restricted()
        if text:
            self._history.step()
            self.replace(text, start, end)
            self._history.step()

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text` in place of `start`..`end`, a mark composed with the letter that it is typed behind.

        Every edit of the base class comes through here.
        """
        start, end = sorted((max(0, start), min(len(self.value), end)))
        before = self.value[:start]
        together = unicodedata.normalize("NFC", before + text)
        kept = _common(before, together)
        standing = (self.value, self.cursor_position)
        super().replace(together[kept:], kept, end)
        self._history.changed(standing, (self.value, self.cursor_position))

    def validate_value(self, value: str) -> str:
        """Values set from elsewhere are composed too."""
        return unicodedata.normalize("NFC", value)

    @property
    def _history(self) -> TypingHistory:
        if self._typing is None:
            self._typing = TypingHistory()
        return self._typing

    def action_undo_typing(self) -> None:
        """Give back the text that was here; with nothing to give back, the key is the screen's."""
        self._go_to(self._history.undo((self.value, self.cursor_position)))

    def action_redo_typing(self) -> None:
        """Put in again what was taken back; with nothing to put in, the key is the screen's."""
        self._go_to(self._history.redo((self.value, self.cursor_position)))

    def _go_to(self, standing: tuple[str, int] | None) -> None:
        if standing is None:
            raise SkipAction
        self.value, self.cursor_position = standing


class TextArea(widgets.TextArea, inherit_bindings=False):
    """A field of several lines; its text is always composed Unicode (NFC). Tab leaves it."""

    DEFAULT_CSS = """
    TextArea:ansi { border: round ansi_default; }
    TextArea:ansi:focus { border: heavy ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *_COMMON,
        _key("up", "cursor_up", _MOVE, "up"),
        _key("down", "cursor_down", _MOVE, "down"),
        _key("shift+up", "cursor_up(True)", _SELECT, "select_up"),
        _key("shift+down", "cursor_down(True)", _SELECT, "select_down"),
        _key("home", "cursor_line_start", _MOVE, "line_start"),
        _key("end", "cursor_line_end", _MOVE, "line_end"),
        _key("shift+home", "cursor_line_start(True)", _SELECT, "select_line_start"),
        _key("shift+end", "cursor_line_end(True)", _SELECT, "select_line_end"),
        _key("pageup", "cursor_page_up", _MOVE, "page_up"),
        _key("pagedown", "cursor_page_down", _MOVE, "page_down"),
        _key("ctrl+left", "cursor_word_left", _MOVE, "area_word_left"),
        _key("ctrl+right", "cursor_word_right", _MOVE, "area_word_right"),
        _key("ctrl+shift+left", "cursor_word_left(True)", _SELECT, "area_select_word_left"),
        _key("ctrl+shift+right", "cursor_word_right(True)", _SELECT, "area_select_word_right"),
        _key("ctrl+backspace,ctrl+w", "delete_word_left", _DELETE, "area_delete_word_left"),
        _key("ctrl+delete", "delete_word_right", _DELETE, "area_delete_word_right"),
        _key("ctrl+u", "delete_to_start_of_line", _DELETE, "area_delete_all_left"),
    ]

    def __init__(
        self,
        text: str = "",
        *,
        max_length: int = 0,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """`max_length`: in characters, line breaks too; 0 for no limit."""
        self.max_length = max_length
        super().__init__(unicodedata.normalize("NFC", text), id=id, classes=classes)
        self.history = BurstHistory.of(self.history)

    def is_typing(self, event: events.Key) -> bool:
        """Whether the key only changes what stands in the field, and nothing can follow from it elsewhere."""
        return event.is_printable or event.key == "enter" or _edits(self, event)

    async def _on_key(self, event: events.Key) -> None:
        await _edit_in_turn(self, event)

    def load_text(self, text: str) -> None:
        """Texts set from elsewhere are composed too."""
        super().load_text(unicodedata.normalize("NFC", text))

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        """Put in what was typed or pasted, composed with the letter before it, as far as there is room."""
        start, end = sorted((start, end))
        insert = unicodedata.normalize("NFC", insert)
        before = self.get_text_range((start[0], 0), start)
        together = unicodedata.normalize("NFC", before + insert)
        kept = _common(before, together)
        replaced = self.get_text_range((start[0], kept), end)
        insert = together[kept:]
        if self.max_length:
            room = self.max_length - (len(self.text) - len(replaced))
            if len(insert) > room:
                self.app.bell()
                insert = insert[:room]
                if not insert:
                    return None
        return super()._replace_via_keyboard(insert, (start[0], kept), end)

    @property
    def composed(self) -> str:
        """The text in NFC, as it is to be kept."""
        return unicodedata.normalize("NFC", self.text)

    def action_undo_typing(self) -> None:
        """Take back the last words; with nothing to take back, the key is the screen's."""
        if not self.history.undo_stack:
            raise SkipAction
        self.undo()

    def action_redo_typing(self) -> None:
        """Put in again what was taken back; with nothing to put in, the key is the screen's."""
        if not self.history.redo_stack:
            raise SkipAction
        self.redo()
