"""What undo goes back to inside a text field: whole words, never what an input method made on the way."""

from textual.document._edit import Edit
from textual.document._history import EditHistory

Standing = tuple[str, int]  # the text, and the place of the cursor in it

_STEPS = 100  # more than anybody takes back in one line


class TypingHistory:
    """The steps of a field of one line. A step is a word, a run of deletions or a paste.

    An input method deletes and types in turn within a word, so the two are no boundary between steps.
    """

    def __init__(self) -> None:
        self._undo: list[Standing] = []
        self._redo: list[Standing] = []
        self._last: Standing | None = None  # what the last edit left behind
        self._at_boundary = True

    def step(self) -> None:
        """Let the next edit begin a step."""
        self._at_boundary = True

    def changed(self, before: Standing, after: Standing) -> None:
        """Record one edit; what was moved or set from elsewhere since the last one begins a step too."""
        if before[0] == after[0]:
            return
        if self._at_boundary or before != self._last:
            self._undo = [*self._undo[1 - _STEPS :], before]
        self._redo.clear()
        self._last = after
        # A space ends a word: what is typed behind it is another step.
        self._at_boundary = len(after[0]) > len(before[0]) and after[0][: after[1]].endswith(" ")

    def undo(self, now: Standing) -> Standing | None:
        """What stood before the last step; None when nothing was typed."""
        return self._walk(self._undo, self._redo, now)

    def redo(self, now: Standing) -> Standing | None:
        """What the last undo took back; None when nothing was."""
        return self._walk(self._redo, self._undo, now)

    def _walk(self, source: list[Standing], other: list[Standing], now: Standing) -> Standing | None:
        while source:
            standing = source.pop()
            if standing[0] != now[0]:
                other.append(now)
                self._at_boundary = True
                return standing
        return None


class BurstHistory(EditHistory):
    """Textual's history of a text area, without a step between a deletion and a letter of one burst."""

    @classmethod
    def of(cls, history: EditHistory) -> "BurstHistory":
        """An empty history with the measures of `history`."""
        return cls(history.max_checkpoints, history.checkpoint_timer, history.checkpoint_max_characters)

    def record(self, edit: Edit) -> None:
        """Record an edit; a single letter put in or taken out goes on with the step before it."""
        result = edit._edit_result
        if result is not None and len(edit.text) <= 1 and len(result.replaced_text) <= 1:
            # The only thing that the base class begins a step for here is a change between the two kinds.
            self._previously_replaced = bool(result.replaced_text)
        super().record(edit)
