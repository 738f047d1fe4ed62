"""Types as an input method does: after each key, backspaces and the changed tail, all in one read of the terminal."""

import asyncio
import time
import unicodedata

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.pilot import Pilot

from tui.framework.type_ahead import TypeAhead

_LONGEST_WAIT = 5.0  # seconds, for keys that the app holds
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_TONES_VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_SHAPES = {
    "ă": ("a", "w"),
    "â": ("a", "a"),
    "ê": ("e", "e"),
    "ô": ("o", "o"),
    "ơ": ("o", "w"),
    "ư": ("u", "w"),
    "đ": ("d", "d"),
}
_SHAPES_VNI = {
    "ă": ("a", "8"),
    "â": ("a", "6"),
    "ê": ("e", "6"),
    "ô": ("o", "6"),
    "ơ": ("o", "7"),
    "ư": ("u", "7"),
    "đ": ("d", "9"),
}


def bursts(text: str, *, method: str = "telex", backspace: str = "\x7f") -> list[str]:
    """What the terminal reads, key press by key press, while `text` is typed word by word."""
    reads: list[str] = []
    words = text.split(" ")
    for number, word in enumerate(words):
        shown = ""
        for state in _stages(word, method):
            reads.append(_change(shown, state, backspace))
            shown = state
        if number < len(words) - 1:
            reads.append(" ")
    return reads


def _stages(word: str, method: str) -> list[str]:
    """What stands on the screen after each key: shapes come at once, the tone with the last key."""
    shapes = _SHAPES if method == "telex" else _SHAPES_VNI
    stages = [""]
    tone, toned_at = "", -1
    for place, letter in enumerate(word):
        decomposed = unicodedata.normalize("NFD", letter)
        marks = [mark for mark in decomposed if mark in _TONES]
        plain = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
        if marks:
            tone, toned_at = marks[0], place
        lower = plain.lower()
        if lower in shapes:
            base = shapes[lower][0]
            stages.append(stages[-1] + (base.upper() if plain.isupper() else base))
            stages.append(stages[-2] + plain)  # the second key shapes the letter
        else:
            stages.append(stages[-1] + plain)
    if tone:
        whole = stages[-1]
        stages.append(whole[:toned_at] + unicodedata.normalize("NFC", whole[toned_at] + tone) + whole[toned_at + 1 :])
    return stages[1:]


def _change(before: str, after: str, backspace: str) -> str:
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    return backspace * (len(before) - same) + after[same:]


async def feed(pilot: Pilot[object], *reads: str) -> None:
    """Hand the reads to the app as its driver would: parsed, and none waits for the one before.

    `pilot.pause` takes a process for idle that a busy machine does not let work, and on Windows, where the time of a
    process goes in steps of 15.6 ms, nearly any: keys that the app still holds are waited for.
    """
    app: App[object] = pilot.app
    parser = XTermParser()
    now = time.monotonic()
    for read in reads:
        for event in parser.feed(read):
            event.time = now  # a machine that is busy with other tests may take its time between two keys
            event.set_sender(app)
            app.post_message(event)
    end = time.monotonic() + _LONGEST_WAIT
    while time.monotonic() < end:
        for _ in range(3):
            await pilot.pause()
        if not isinstance(app, TypeAhead) or not (app.has_keys_waiting or app.message_queue_size):
            break
        await asyncio.sleep(0.01)
