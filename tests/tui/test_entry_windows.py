"""What Windows hands over: records of the console, not bytes; the keys that come of them are the same."""

from dataclasses import dataclass

import pytest
from textual._xterm_parser import XTermParser
from textual.app import App, ComposeResult

from tests.tui.typing_as_unikey import bursts
from tui.widgets.entry import Input


@dataclass(frozen=True)
class KeyRecord:
    """KEY_EVENT_RECORD: what ReadConsoleInputW tells of one key, as far as Textual's driver looks at it."""

    character: str
    is_down: bool
    control_state: int = 0
    virtual_key: int = 0xE7  # VK_PACKET: a character that an input method sends, and no key of the keyboard


def records(text: str, backspace: str) -> list[KeyRecord]:
    """Down and up for each UTF-16 unit, as SendInput of an input method makes them."""
    units = text.encode("utf-16-le")
    made = []
    for place in range(0, len(units), 2):
        unit = units[place : place + 2].decode("utf-16-le", "surrogatepass")
        virtual_key = 0x08 if unit == backspace else 0xE7
        made += [KeyRecord(unit, True, 0, virtual_key), KeyRecord(unit, False, 0, virtual_key)]
    return made


def read(batch: list[KeyRecord]) -> str:
    """One read of the console, put together as Textual's EventMonitor does (textual/drivers/win32.py)."""
    keys = [key.character for key in batch if key.is_down and not (key.control_state and key.virtual_key == 0)]
    return "".join(keys).encode("utf-16", "surrogatepass").decode("utf-16")


class Line(App[None]):
    def compose(self) -> ComposeResult:
        yield Input()


@pytest.mark.parametrize("word", ["tiếng", "được", "Nguyễn", "Đỗ Thị Mỹ Dung"])
@pytest.mark.parametrize("backspace", ["\x7f", "\x08"])
@pytest.mark.parametrize("method", ["telex", "vni"])
@pytest.mark.parametrize("size", [1, 3, 1024], ids=["record by record", "cut anywhere", "at once"])
async def test_a_word_arrives_whole(word: str, backspace: str, method: str, size: int) -> None:
    batch = records("".join(bursts(word, method=method, backspace=backspace)), backspace)
    parser = XTermParser()
    app = Line()
    async with app.run_test() as pilot:
        for place in range(0, len(batch), size):
            # The driver gives its messages to the loop from a thread of its own; none waits for the one before.
            keys = read(batch[place : place + size])
            for event in parser.feed(keys) if keys else ():  # "" would end the parser; the driver skips it too
                event.set_sender(app)
                app.post_message(event)
        await pilot.pause()
        assert app.query_one(Input).value == word
