"""What keys are called, as they stand on a Vietnamese office keyboard."""

_NAMES = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "insert": "Insert",
    "delete": "Delete",
    "backspace": "Backspace",
    "enter": "Enter",
    "escape": "Esc",
    "space": "Dấu cách",
    "tab": "Tab",
    "minus": "-",
    "plus": "+",
    "equals_sign": "=",
    "slash": "/",
    "asterisk": "*",
    "question_mark": "?",
    "full_stop": ".",
    "comma": ",",
}
_MODIFIERS = {"ctrl": "Ctrl", "shift": "Shift", "alt": "Alt"}


def key_name(key: str) -> str:
    """`ctrl+n` -> `Ctrl+N`, `f7` -> `F7`, `shift+down` -> `Shift+↓`."""
    *modifiers, last = key.split("+")
    shown = _NAMES.get(last, last.upper())
    return "+".join([*(_MODIFIERS.get(modifier, modifier.title()) for modifier in modifiers), shown])
