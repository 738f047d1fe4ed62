"""Declares an entry field of a form: its label, how it is filled in, how its value is checked and shown."""

from collections.abc import Callable, Mapping

from store.frozen import frozen


@frozen
class Verdict:
    """What the check of a field says about its value; an error keeps the value from being saved, a remark does not."""

    text: str
    is_error: bool = False
    proposal: str = ""  # what was probably meant: F9 puts it in


_SENTENCE = 200  # characters that a field of whole sentences takes at least
Check = Callable[[str, Mapping[str, str]], Verdict | None]
Reading = Callable[[str, Mapping[str, str]], str]


@frozen
class FormField:
    """One field: `text` is typed, `choice` is one of a few, `pick` is chosen in a dialog of the screen."""

    name: str
    label: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()  # (value, words) of a choice
    check: Check | None = None
    hint: str = ""
    normal: Callable[[str], str] | None = None  # how a good value is written, once the field is left
    max_length: int = 0  # of what is typed, in characters; 0 for no limit
    reading: Reading | None = None  # what a value means, shown instead of the hint
    mask: Callable[[str], str] | None = None  # how the value is shown while one is elsewhere
    starts_group: bool = False  # there is a gap above it where there is room

    @property
    def is_wide(self) -> bool:
        """Whether the field takes a whole sentence; in a narrow window its hint then stands below it."""
        return self.kind == "text" and self.max_length >= _SENTENCE

    def shown(self, value: str) -> str:
        """A value in words: the label of a choice, masked where the field is; "trống" for no value."""
        words = dict(self.choices).get(value, value)
        return (self.mask(words) if self.mask is not None else words) or "trống"
