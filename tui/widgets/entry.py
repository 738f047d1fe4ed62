"""The text fields of the program, which take a Vietnamese input method's keys in the order they were typed.

Unikey sends backspaces and letters in one burst. Textual inserts a letter when the field sees the key, but runs
backspace as a binding, after the key has bubbled up: `tiếng` becomes `tieêế` (Textual issue #6605). Here the field
itself handles every key that edits, in the order in which the keys arrive.
"""

import re
import unicodedata
from collections import deque
from functools import cached_property
from os.path import commonprefix

from textual import actions, events, widgets
from textual.actions import SkipAction
from textual.binding import Binding, NoBinding
from textual.widget import Widget

from tui.keys import Key, TypingField, keys
from tui.styles import css_of

Standing = tuple[str, int]  # the text, and the place of the cursor in it

_STEPS = 100  # more than anybody takes back in one line

#: Actions that leave the field: they are the screen's business, in their turn behind what was typed.
_NOT_EDITING = frozenset({"submit"})
#: Actions that the field hands on when it has nothing to do for them.
_MAY_LEAVE = frozenset({"undo_typing", "redo_typing", "copy"})

#: What the keys of a field are for: (description, tooltip). F1 shows keys of one description on one line.
MOVE = ("Đi lại trong ô", "Ctrl+← → đi từng chữ; Home, End về đầu, về cuối")
SELECT = ("Chọn chữ", "Giữ Shift khi đi lại; Ctrl+A chọn hết")
DELETE = ("Xoá chữ", "Ctrl+W xoá cả chữ bên trái, Ctrl+U xoá tới đầu")
_CLIPBOARD = ("Chép, cắt, dán", "Ctrl+C, Ctrl+X, Ctrl+V với phần đang chọn")
_UNDO = ("Hoàn tác, làm lại", "Lấy lại chữ đã có trong ô; không có gì thì lấy lại thay đổi trước")

COMMON: tuple[Key, ...] = (
    ("left", "cursor_left", *MOVE, "left"),
    ("right", "cursor_right", *MOVE, "right"),
    ("shift+left", "cursor_left(True)", *SELECT, "select_left"),
    ("shift+right", "cursor_right(True)", *SELECT, "select_right"),
    ("ctrl+a", "select_all", *SELECT, "select_all"),
    ("backspace", "delete_left", *DELETE, "delete_left"),
    ("delete", "delete_right", *DELETE, "delete_right"),
    ("ctrl+c", "copy", *_CLIPBOARD, "copy"),
    ("ctrl+x", "cut", *_CLIPBOARD, "cut"),
    ("ctrl+v,shift+insert", "paste", *_CLIPBOARD, "paste"),
    ("ctrl+z", "undo_typing", *_UNDO, "undo"),
    ("ctrl+y", "redo_typing", *_UNDO, "redo"),
)


def _editing(field: Widget, event: events.Key) -> list[Binding]:
    # \x08 is backspace on some terminals; a parser that knows more of the keyboard calls it by its other name.
    key = "backspace" if event.key == "ctrl+h" else event.key
    try:
        bindings = field._bindings.get_bindings_for_key(key)
    except NoBinding:
        return []
    # Priority keys are the app's: they were acted on before the key was sent here. An action that names its node, as
    # `screen.to_list`, is no edit: it is run as any other when the key has bubbled up.
    return [
        binding
        for binding in bindings
        if not binding.priority and binding.action not in _NOT_EDITING and not actions.parse(binding.action)[0]
    ]


def is_edited_by(field: Widget, event: events.Key) -> bool:
    """Whether a key changes the text of the field, or moves the cursor in it."""
    # Undo with nothing to take back is the screen's: it may lead anywhere.
    return any(binding.action not in _MAY_LEAVE for binding in _editing(field, event))


def edit_by(field: Widget, event: events.Key) -> bool:
    """Run the field's own binding for a key at once, before the key bubbles up; answers whether there was one."""
    for binding in _editing(field, event):
        _, name, parameters = actions.parse(binding.action)
        try:
            getattr(field, f"action_{name}")(*parameters)
        except SkipAction:
            continue
        return True
    return False


def length_in_common(one: str, other: str) -> int:
    """The number of characters at the beginning that two texts have in common."""
    return len(commonprefix((one, other)))  # noqa: RUF071 - no paths


def one_line(text: str) -> str:
    """Pasted text as one line: lines and cells of a spreadsheet joined by one space."""
    return re.sub(r" *[\t\r\n]\s*", " ", text.strip("\t\r\n"))


class TypingHistory:
    """The undo steps of a one-line field; a step is a word, a run of deletions or a paste.

    An input method deletes and types in turn within a word, so a change between both begins no step.
    """

    def __init__(self) -> None:
        self._undo: deque[Standing] = deque(maxlen=_STEPS)
        self._redo: deque[Standing] = deque(maxlen=_STEPS)
        self._last: Standing | None = None  # what the last edit left behind
        self._at_boundary = True

    def step(self) -> None:
        """Make the next edit begin a step."""
        self._at_boundary = True

    def changed(self, before: Standing, after: Standing) -> None:
        """Record one edit; it begins a step too if the text or cursor was set from elsewhere before it."""
        if before[0] == after[0]:
            return
        if self._at_boundary or before != self._last:
            self._undo.append(before)
        self._redo.clear()
        self._last = after
        # A space ends a word: what is typed behind it is another step.
        self._at_boundary = len(after[0]) > len(before[0]) and after[0][: after[1]].endswith(" ")

    def undo(self, now: Standing) -> Standing | None:
        """The text and cursor before the last step; None when there is no step."""
        return self._walk(self._undo, self._redo, now)

    def redo(self, now: Standing) -> Standing | None:
        """The text and cursor that the last undo took back; None when there is none."""
        return self._walk(self._redo, self._undo, now)

    def _walk(self, source: deque[Standing], other: deque[Standing], now: Standing) -> Standing | None:
        while source:
            standing = source.pop()
            if standing[0] != now[0]:
                other.append(now)
                self._at_boundary = True
                return standing
        return None


class Input(TypingField, widgets.Input, inherit_bindings=False):
    """A field of one line; its value is always composed Unicode (NFC)."""

    DEFAULT_CSS = css_of("Input")
    DEFAULT_CLASSES = "entry"  # Textual's own fields, in the command palette, keep their look
    BINDINGS = keys(
        "entry",
        hidden=[
            *COMMON,
            ("home", "home", *MOVE, "home"),
            ("end", "end", *MOVE, "end"),
            ("shift+home", "home(True)", *SELECT, "select_home"),
            ("shift+end", "end(True)", *SELECT, "select_end"),
            ("ctrl+left", "cursor_left_word", *MOVE, "word_left"),
            ("ctrl+right", "cursor_right_word", *MOVE, "word_right"),
            ("ctrl+shift+left", "cursor_left_word(True)", *SELECT, "select_word_left"),
            ("ctrl+shift+right", "cursor_right_word(True)", *SELECT, "select_word_right"),
            ("ctrl+backspace,ctrl+w", "delete_left_word", *DELETE, "delete_word_left"),
            ("ctrl+delete", "delete_right_word", *DELETE, "delete_word_right"),
            ("ctrl+u", "delete_left_all", *DELETE, "delete_all_left"),
            ("enter", "submit", "Nhận", "Nhận điều đã gõ"),
        ],
    )

    def is_typing(self, event: events.Key) -> bool:
        """Whether the key only changes the text of the field, without any effect elsewhere."""
        return event.is_printable or is_edited_by(self, event)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            # In its turn too: what is submitted is what was typed before, and nothing of what comes after.
            await self.action_submit()
        elif not self.take(event):
            return
        event.stop()
        event.prevent_default()

    def take(self, event: events.Key) -> bool:
        """Insert or delete at once what the key says; answers False for a key that does not edit."""
        self._restart_blink()
        if edit_by(self, event):
            return True
        if not event.is_printable or event.character is None:
            return False
        self.replace(event.character, *self.selection)
        return True

    def standing(self) -> Standing:
        """The text and the cursor's position."""
        return self.value, self.cursor_position

    def put_back(self, standing: Standing) -> None:
        """Restore the text and cursor that `standing` answered."""
        self.value, self.cursor_position = standing

    def _on_paste(self, event: events.Paste) -> None:
        """Insert pasted text as one line; a space at its edge stays unless it would begin the field."""
        event.stop()
        event.prevent_default()
        text = one_line(event.text)
        self._put_in(text if min(self.selection) else text.lstrip())

    def action_copy(self) -> None:
        """Copy the selected text, but nothing of a covered passphrase, which every other program could read then."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut the selected text, but nothing of a covered passphrase."""
        if not self.password:
            super().action_cut()

    def action_paste(self) -> None:
        """Insert the text of the clipboard."""
        self.post_message(events.Paste(self.app.clipboard))

    def _put_in(self, text: str) -> None:
        """Insert as much of a pasted text as the field's length allows."""
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
        """Put `text` in place of `start`..`end`, and compose a diacritic with the letter before it.

        Every edit of the base class calls this.
        """
        start, end = sorted((max(0, start), min(len(self.value), end)))
        before = self.value[:start]
        together = unicodedata.normalize("NFC", before + text)
        kept = length_in_common(before, together)
        standing = (self.value, self.cursor_position)
        super().replace(together[kept:], kept, end)
        self._history.changed(standing, (self.value, self.cursor_position))

    def validate_value(self, value: str) -> str:
        """Compose values that are set from elsewhere, too."""
        return unicodedata.normalize("NFC", value)

    @cached_property
    def _history(self) -> TypingHistory:
        return TypingHistory()

    def action_undo_typing(self) -> None:
        """Restore the text before the last step; without a step, leave the key to the screen."""
        self._go_to(self._history.undo((self.value, self.cursor_position)))

    def action_redo_typing(self) -> None:
        """Restore what undo took back; with nothing to restore, leave the key to the screen."""
        self._go_to(self._history.redo((self.value, self.cursor_position)))

    def _go_to(self, standing: tuple[str, int] | None) -> None:
        if standing is None:
            raise SkipAction
        self.value, self.cursor_position = standing
