"""The text field of several lines; in a module of its own because importing Textual's takes 7 ms of the start."""

import unicodedata

from textual import events, widgets
from textual.actions import SkipAction
from textual.document._edit import Edit
from textual.document._history import EditHistory
from textual.widgets.text_area import EditResult, Location

from tui.keys import TypingField, keys
from tui.styles import css_of
from tui.widgets.entry import COMMON, DELETE, MOVE, SELECT, edit_by, is_edited_by, length_in_common


class BurstHistory(EditHistory):
    """The undo history of Textual's text area, with no step between a deletion and a letter of one burst."""

    @classmethod
    def from_history(cls, history: EditHistory) -> "BurstHistory":
        """An empty history with the limits of `history`."""
        return cls(history.max_checkpoints, history.checkpoint_timer, history.checkpoint_max_characters)

    def record(self, edit: Edit) -> None:
        """Record an edit; inserting or deleting a single letter continues the step before it."""
        result = edit._edit_result
        if result is not None and len(edit.text) <= 1 and len(result.replaced_text) <= 1:
            # The only thing that the base class begins a step for here is a change between the two kinds.
            self._previously_replaced = bool(result.replaced_text)
        super().record(edit)


class TextArea(TypingField, widgets.TextArea, inherit_bindings=False):
    """A field of several lines, whose text is always composed Unicode (NFC); Tab leaves the field."""

    DEFAULT_CSS = css_of("TextArea")
    BINDINGS = keys(
        "entry",
        hidden=[
            *COMMON,
            ("up", "cursor_up", *MOVE, "up"),
            ("down", "cursor_down", *MOVE, "down"),
            ("shift+up", "cursor_up(True)", *SELECT, "select_up"),
            ("shift+down", "cursor_down(True)", *SELECT, "select_down"),
            ("home", "cursor_line_start", *MOVE, "line_start"),
            ("end", "cursor_line_end", *MOVE, "line_end"),
            ("shift+home", "cursor_line_start(True)", *SELECT, "select_line_start"),
            ("shift+end", "cursor_line_end(True)", *SELECT, "select_line_end"),
            ("pageup", "cursor_page_up", *MOVE, "page_up"),
            ("pagedown", "cursor_page_down", *MOVE, "page_down"),
            ("ctrl+left", "cursor_word_left", *MOVE, "area_word_left"),
            ("ctrl+right", "cursor_word_right", *MOVE, "area_word_right"),
            ("ctrl+shift+left", "cursor_word_left(True)", *SELECT, "area_select_word_left"),
            ("ctrl+shift+right", "cursor_word_right(True)", *SELECT, "area_select_word_right"),
            ("ctrl+backspace,ctrl+w", "delete_word_left", *DELETE, "area_delete_word_left"),
            ("ctrl+delete", "delete_word_right", *DELETE, "area_delete_word_right"),
            ("ctrl+u", "delete_to_start_of_line", *DELETE, "area_delete_all_left"),
        ],
    )

    def __init__(self, text: str = "", *, max_length: int = 0, **options: str) -> None:
        """`max_length`: in characters with line breaks; 0 for no limit."""
        self.max_length = max_length
        super().__init__(unicodedata.normalize("NFC", text), **options)  # type: ignore[arg-type]  # id and classes
        self.history = BurstHistory.from_history(self.history)

    def is_typing(self, event: events.Key) -> bool:
        """Whether the key only changes the text of the field, without any effect elsewhere."""
        return event.is_printable or event.key == "enter" or is_edited_by(self, event)

    def standing(self) -> tuple[str, int]:
        """The text and the cursor's position."""
        return self.text, len(self.get_text_range((0, 0), self.cursor_location))

    def put_back(self, standing: tuple[str, int]) -> None:
        """Restore the text and cursor that `standing` answered, as one step of undo."""
        text, place = standing
        self.replace(text, (0, 0), self.document.end)
        lines = text[:place].split(self.document.newline)
        self.move_cursor((len(lines) - 1, len(lines[-1])))

    async def _on_key(self, event: events.Key) -> None:
        if edit_by(self, event):
            event.stop()
            event.prevent_default()

    def load_text(self, text: str) -> None:
        """Compose texts that are set from elsewhere, too."""
        super().load_text(unicodedata.normalize("NFC", text))

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        """Insert typed or pasted text as far as it fits, composed with the letter before it."""
        start, end = sorted((start, end))
        insert = unicodedata.normalize("NFC", insert)
        before = self.get_text_range((start[0], 0), start)
        together = unicodedata.normalize("NFC", before + insert)
        kept = length_in_common(before, together)
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
        """The text in NFC, as it is stored."""
        return unicodedata.normalize("NFC", self.text)

    def action_undo_typing(self) -> None:
        """Take back the last step; with nothing to take back, leave the key to the screen."""
        if not self.history.undo_stack:
            raise SkipAction
        self.undo()

    def action_redo_typing(self) -> None:
        """Restore what undo took back; with nothing to restore, leave the key to the screen."""
        if not self.history.redo_stack:
            raise SkipAction
        self.redo()
