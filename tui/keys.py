"""How screens declare keys, the names of keys on a Vietnamese keyboard, and the base of fields for typed text."""

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
    """Bindings of a screen or widget: first those of the bottom line, then the `hidden` ones, which the help lists.

    Each gets the id `prefix.name`, by which a person's own keymap knows it, so it never changes. The app acts at once
    on keys that have `priority` (True, or a container with their names); others pass three queues first, and a burst
    like "2, Down, 2" could reach the wrong person. `group` is their heading in the help, `display` their common name,
    as "1–9".
    """

    def binding(key: Key, *, show: bool) -> Binding:
        keys_, action, description, tooltip, *named = key
        name = named[0] if named else action.removeprefix("screen.").removeprefix("app.").partition("(")[0]
        first = priority if isinstance(priority, bool) else name in priority
        return Binding(keys_, action, description, show, display, first, tooltip, f"{prefix}.{name}", group=group)

    return [*(binding(key, show=True) for key in shown), *(binding(key, show=False) for key in hidden)]


class TypingField:
    """Base of a widget that takes typed text; it stands apart from the fields, which the first screen lacks."""

    def is_typing(self, event: KeyEvent) -> bool:
        """Whether the key only changes the text of the field, without any effect elsewhere."""
        raise NotImplementedError  # pragma: no cover

    #: False: Enter that arrives with a burst of text, as from a scanner, is not obeyed here.
    submits_bursts = True

    def standing(self) -> tuple[str, int] | None:
        """The text and the cursor's position, for `put_back`; None for a field that cannot restore them."""
        return None

    def put_back(self, standing: tuple[str, int]) -> None:
        """Restore the text and cursor that `standing` answered, without what was typed since."""
