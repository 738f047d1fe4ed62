"""Compile `tui/locale/vi/LC_MESSAGES/messages.po` into the .mo beside it: `python -m tests.make_messages`."""

import ast
import re
import struct
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "tui" / "locale" / "vi" / "LC_MESSAGES"
_LINE = re.compile(r'(msgid|msgid_plural|msgstr|msgstr\[0\]) (".*")$')


def messages(text: str) -> dict[str, str]:
    """The messages of a .po file, as gettext keeps them: a plural stands behind its singular after a zero byte."""
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            raise ValueError(f"not understood: {line}")
        word, value = match[1], ast.literal_eval(match[2])
        if word == "msgid":
            key = value
        elif word == "msgid_plural":
            key = f"{key}\0{value}"
        elif key in found:
            raise ValueError(f"twice: {key}")
        else:
            found[key] = value
    return found


def compiled(found: dict[str, str]) -> bytes:
    """The same as a .mo file, which is described in the manual of GNU gettext, "The Format of GNU MO Files"."""
    pairs = sorted((key.encode(), value.encode()) for key, value in found.items())
    head = 7 * 4
    place = head + 2 * 8 * len(pairs)
    tables, data = [b"", b""], b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += struct.pack("<II", len(pair[side]), place + len(data))
            data += pair[side] + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(pairs), head, head + 8 * len(pairs), 0, 0) + b"".join(tables) + data


def main() -> None:
    """Write the .mo file."""
    found = messages((FOLDER / "messages.po").read_text(encoding="utf-8"))
    (FOLDER / "messages.mo").write_bytes(compiled(found))
    print(f"{len(found)} messages")


if __name__ == "__main__":
    main()
