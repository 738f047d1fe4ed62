"""How screens declare their keys, what keys are called on a Vietnamese office keyboard, and what takes typed text."""

from collections.abc import Container, Iterable

from textual.binding import Binding, BindingType
from textual.events import Key as KeyEvent

_NAMES = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "Esc",
    "space": "Dấu cách",
    "minus": "-",
    "plus": "+",
    "equals_sign": "=",
    "slash": "/",
    "asterisk": "*",
    "question_mark": "?",
    "full_stop": ".",
    "comma": ",",
}


def key_name(key: str) -> str:
    """`ctrl+n` -> `Ctrl+N`, `f7` -> `F7`, `shift+down` -> `Shift+↓`."""
    return "+".join(_NAMES.get(part, part.title()) for part in key.split("+"))


# The key or keys, the action, its words in the bottom line, its tooltip; its name, where that is not the action's.
Key = tuple[str, str, str, str] | tuple[str, str, str, str, str]


def keys(
    prefix: str,
    *shown: Key,
    hidden: Iterable[Key] = (),
    priority: bool | Container[str] = False,
    group: Binding.Group | None = None,
    display: str | None = None,
) -> list[BindingType]:
    """The keys of a screen or widget: those of the bottom line, then those that stand `hidden` in the help alone.

    Each has the id `prefix.name`, by which the person's own keymap knows it: it stays for good. Keys of `priority` (or
    whose name is in it) the app acts on as they arrive; others travel through three queues first, and a burst like
    "2, Down, 2" could reach the wrong person. `group` is their heading in the help, `display` what they are called
    together, as "1–9".
    """

    def binding(key: Key, *, show: bool) -> Binding:
        keys_, action, description, tooltip, *named = key
        name = named[0] if named else action.removeprefix("screen.").removeprefix("app.").partition("(")[0]
        first = priority if isinstance(priority, bool) else name in priority
        return Binding(keys_, action, description, show, display, first, tooltip, f"{prefix}.{name}", group=group)

    return [*(binding(key, show=True) for key in shown), *(binding(key, show=False) for key in hidden)]


class TypingField:
    """A widget that takes what is typed as text; apart from the fields, of which the first screen has none."""

    def is_typing(self, event: KeyEvent) -> bool:
        """Whether the key only changes what stands in the field, and nothing can follow from it elsewhere."""
        raise NotImplementedError  # pragma: no cover

    #: False: Enter that arrives with a burst of text, as from a scanner, is not obeyed here.
    submits_bursts = True

    def standing(self) -> tuple[str, int] | None:
        """The text and the place of the cursor, to be put back by `put_back`; None where the field cannot do that."""
        return None

    def put_back(self, standing: tuple[str, int]) -> None:
        """Take away what was typed since `standing` was asked for."""
