"""Records of the Windows console through Textual's own reader: each word arrives as it was typed."""

import asyncio
import ctypes
import importlib
import sys
import threading
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

import pytest
from textual.events import Event, Key, Paste

from tests.tui.typing_as_unikey import bursts
from tui.framework.windows_console import MendedConsole

# what Windows calls them
BACK, TAB, ENTER, SHIFT, CTRL, ALT, CAPS, NUM, PACKET = 0x08, 0x09, 0x0D, 0x10, 0x11, 0x12, 0x14, 0x90, 0xE7
RIGHT_ALT_ON, LEFT_ALT_ON, LEFT_CTRL_ON, SHIFT_ON, NUM_ON, CAPS_ON = 0x01, 0x02, 0x08, 0x10, 0x20, 0x80
LOCKS = {"none": 0, "NumLock": NUM_ON, "CapsLock": CAPS_ON, "Shift": SHIFT_ON, "all": NUM_ON | CAPS_ON | SHIFT_ON}


class KeyEvent(NamedTuple):
    """KEY_EVENT_RECORD."""

    is_down: int
    key: int
    letter: str
    state: int
    times: int = 1


class Resized(NamedTuple):
    """WINDOW_BUFFER_SIZE_RECORD."""

    width: int
    height: int


Record = KeyEvent | Resized


def down(key: int, letter: str = "\0", state: int = 0, times: int = 1) -> Record:
    return KeyEvent(1, key, letter, state, times)


def up(key: int, letter: str = "\0", state: int = 0) -> Record:
    return KeyEvent(0, key, letter, state)


def units(text: str) -> list[str]:
    encoded = text.encode("utf-16-le")
    return [encoded[at : at + 2].decode("utf-16-le", "surrogatepass") for at in range(0, len(encoded), 2)]


@pytest.fixture(scope="module")
def win32() -> Iterator[ModuleType]:
    """Textual's reader; elsewhere than on Windows with stand-ins for what its module takes from the system."""
    if sys.platform == "win32":
        yield importlib.import_module("textual.drivers.win32")
        return
    with pytest.MonkeyPatch.context() as patch:
        library = lambda *_, **__: SimpleNamespace(GetStdHandle=lambda _: 1)  # noqa: E731 - kernel32
        patch.setattr(ctypes, "WinDLL", library, raising=False)
        patch.setitem(sys.modules, "msvcrt", ModuleType("msvcrt"))
        patch.delitem(sys.modules, "textual.drivers.win32", raising=False)
        yield importlib.import_module("textual.drivers.win32")
        sys.modules.pop("textual.drivers.win32", None)


class Kernel32:
    """Hands over each batch of records as one read; then nothing any more, and the reader is to end."""

    def __init__(self, module: ModuleType, batches: list[list[Record]], over: threading.Event) -> None:
        self.module, self.batches, self.over = module, list(batches), over

    def WaitForMultipleObjects(self, *_: object) -> int:  # noqa: N802 - as Windows calls it
        if self.batches:
            return 0
        self.over.set()
        return int(self.module.WAIT_TIMEOUT)

    def ReadConsoleInputW(self, _handle: object, into: Any, most: int, count: Any) -> int:  # noqa: N802
        batch = self.batches.pop(0)
        if len(batch) > most:
            self.batches.insert(0, batch[most:])
        for place, given in enumerate(batch[:most]):
            record = into._obj[place]
            if isinstance(given, Resized):
                record.EventType = 4
                size = record.Event.WindowBufferSizeEvent.dwSize
                size.X, size.Y = given
                continue
            record.EventType = 1
            event = record.Event.KeyEvent
            event.bKeyDown, event.wRepeatCount, event.wVirtualKeyCode = given.is_down, given.times, given.key
            event.uChar.UnicodeChar, event.dwControlKeyState = given.letter, given.state
        count._obj.value = min(len(batch), most)
        return 1


def read(
    win32: ModuleType, monkeypatch: pytest.MonkeyPatch, *batches: list[Record], mended: bool = True
) -> list[Event]:
    """The events that Textual's reader makes of the batches."""
    over, events, errors = threading.Event(), [], []
    console: Any = Kernel32(win32, list(batches), over)
    monkeypatch.setattr(win32, "KERNEL32", MendedConsole(console) if mended else console)
    app = SimpleNamespace(log=SimpleNamespace(error=lambda *words: errors.append(words)))
    loop = asyncio.new_event_loop()
    try:
        win32.EventMonitor(loop, app, over, events.append).run()
    finally:
        loop.close()
    assert errors == []
    return events


def typed(events: list[Event]) -> str:
    """What a field would hold."""
    text = ""
    for event in events:
        if isinstance(event, Paste):
            text += event.text
        elif isinstance(event, Key) and event.key == "backspace":
            text = text[:-1]
        elif isinstance(event, Key):
            text += event.character if event.is_printable and event.character else f"<{event.key}>"
    return text


def own_telex(text: str, state: int) -> list[Record]:
    """Windows 10 passes what its input method made without a key, and with the locks."""
    return [down(0, unit, state) for unit in units(text)]


def unikey(text: str, state: int) -> list[Record]:
    """Backspaces and packets of letters, each pressed and let go."""
    records = []
    for letter in "".join(bursts(text)):
        key = BACK if letter == "\x7f" else PACKET
        records += [down(key, letter, state), up(key, letter, state)]
    return records


def unikey_without_key(text: str, state: int) -> list[Record]:
    """The same where the console passes the letters without a key, and only the backspaces as one."""
    records = []
    for letter in "".join(bursts(text)):
        records += (
            [down(BACK, "\x08", state), up(BACK, "\x08", state)] if letter == "\x7f" else [down(0, letter, state)]
        )
    return records


@pytest.mark.parametrize("state", LOCKS.values(), ids=LOCKS)
@pytest.mark.parametrize("method", [own_telex, unikey, unikey_without_key])
def test_every_letter_of_an_input_method_arrives(
    win32: ModuleType, monkeypatch: pytest.MonkeyPatch, method: Any, state: int
) -> None:
    assert typed(read(win32, monkeypatch, method("Trần Thị Đoan Trường", state))) == "Trần Thị Đoan Trường"


def test_without_the_mend_they_are_lost(win32: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """When this fails, Textual reads them itself: `windows_console` may go."""
    assert typed(read(win32, monkeypatch, own_telex("Trần", NUM_ON), mended=False)) == ""


def test_shift_ctrl_and_locks_alone_are_no_keys(win32: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = [
        record
        for key, state in ((SHIFT, SHIFT_ON), (CTRL, LEFT_CTRL_ON), (ALT, LEFT_ALT_ON), (CAPS, CAPS_ON), (NUM, NUM_ON))
        for record in (down(key, "\0", state), up(key))
    ]
    assert read(win32, monkeypatch, alone) == []
    held = [down(SHIFT, "\0", SHIFT_ON)] * 3 + [down(0x41, "A", SHIFT_ON), up(0x41, "A", SHIFT_ON), up(SHIFT)]
    assert typed(read(win32, monkeypatch, held)) == "A"


@pytest.mark.parametrize("locks", LOCKS.values(), ids=LOCKS)
def test_right_alt_and_dead_keys(win32: ModuleType, monkeypatch: pytest.MonkeyPatch, locks: int) -> None:
    both = RIGHT_ALT_ON | LEFT_CTRL_ON | locks
    held = [down(CTRL, "\0", LEFT_CTRL_ON | locks), down(ALT, "\0", both)]
    right_alt = [*held, down(0x51, "@", both), up(0x51, "@", both), up(ALT, "\0", locks), up(CTRL, "\0", locks)]
    assert typed(read(win32, monkeypatch, right_alt)) == "@"
    dead = [down(0xDD, "\0", locks), up(0xDD, "\0", locks), down(0x45, "ê", locks), up(0x45, "ê", locks)]
    assert typed(read(win32, monkeypatch, dead)) == "ê"
    no_letter_with_it = [*dead[:2], down(0xDD, "^", locks), down(0, "^", locks), up(0xDD, "^", locks)]
    assert typed(read(win32, monkeypatch, no_letter_with_it)) == "^^", "a dead key twice is the mark, twice"


def test_a_letter_under_shift_between_those_of_an_input_method(
    win32: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shift alone carries no letter, in whatever order it and what the method sends come."""
    shift, let_go = down(SHIFT, "\0", SHIFT_ON | NUM_ON), up(SHIFT, "\0", NUM_ON)
    first = [shift, down(0x44, "D", SHIFT_ON | NUM_ON), shift, up(0x44, "D", SHIFT_ON), let_go]
    mended = [
        down(BACK, "\x08", NUM_ON),
        up(BACK, "\x08", NUM_ON),
        down(0, "Đ", NUM_ON),
        shift,
        down(0, "ỗ", SHIFT_ON),
        let_go,
    ]
    assert typed(read(win32, monkeypatch, [*first, *mended])) == "Đỗ"


@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_word_that_comes_in_several_reads(win32: ModuleType, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    records = unikey_without_key("Nguyễn Thị Ngọc Diệp", NUM_ON | CAPS_ON)
    batches = [records[at : at + size] for at in range(0, len(records), size)]
    assert typed(read(win32, monkeypatch, *batches)) == "Nguyễn Thị Ngọc Diệp"


def by_number(unit: str, locks: int) -> list[Record]:
    """A sign that the keyboard has not, as the console pastes it: Alt down, its number, the sign when Alt goes up."""
    state = LEFT_ALT_ON | locks
    digits = [record for key in (0x61, 0x65, 0x60) for record in (down(key, state=state), up(key, state=state))]
    return [down(ALT, state=state), *digits, up(ALT, unit, locks)]


@pytest.mark.parametrize("locks", LOCKS.values(), ids=LOCKS)
def test_a_paste_as_records(win32: ModuleType, monkeypatch: pytest.MonkeyPatch, locks: int) -> None:
    text = "Tiê\u0301ng – “x” ✓ 😀 hết"
    records: list[Record] = []
    for unit in units(text):
        of_keyboard = unit.isascii() or unit.isalpha()
        records += [down(0, unit, locks), up(0, unit, locks)] if of_keyboard else by_number(unit, locks)
    assert typed(read(win32, monkeypatch, records)) == text


def test_a_paste_in_brackets_is_one_paste(win32: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\x1b[200~Trần Thị 😀\x1b[201~"
    (event,) = read(win32, monkeypatch, [down(CTRL, "\0", LEFT_CTRL_ON), *(down(0, unit) for unit in units(text))])
    assert isinstance(event, Paste)
    assert event.text == "Trần Thị 😀"


def test_half_a_letter_at_the_end_of_a_read_ends_nothing(win32: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = units("😀")
    assert typed(read(win32, monkeypatch, [down(0, "a"), down(0, first)], [down(0, second), down(0, "b")])) == "a😀b"
    assert typed(read(win32, monkeypatch, [down(0, first)], [down(0, "c"), down(0, second), down(0, "d")])) == "cd"


def test_a_letter_that_came_twice_in_one_record(win32: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed(read(win32, monkeypatch, [down(0, "X"), down(0, "o", NUM_ON, times=2), down(0, "n")])) == "Xoon"


@pytest.mark.parametrize("size", [3, 1000])
@pytest.mark.parametrize("locks", LOCKS.values(), ids=LOCKS)
def test_a_scanned_card_is_whole(win32: ModuleType, monkeypatch: pytest.MonkeyPatch, locks: int, size: int) -> None:
    """Letters that the scanner's keyboard has not come by their number."""
    card = "089184000111|301234567|Đỗ Thị Mỹ Dung|05011984|Nữ|Ấp 1, Vĩnh Gia|01012022"
    records: list[Record] = []
    for letter in card:
        if not letter.isascii():
            records += by_number(letter, locks)
            continue
        if letter.isupper():
            records += [down(SHIFT, "\0", SHIFT_ON | locks)]
        records += [down(0x30, letter, locks), up(0x30, letter, locks)]
        if letter.isupper():
            records += [up(SHIFT, "\0", locks)]
    records += [down(ENTER, "\r", locks), up(ENTER, "\r", locks)]
    batches = [records[at : at + size] for at in range(0, len(records), size)]
    assert typed(read(win32, monkeypatch, *batches)) == f"{card}<enter>"


def test_a_window_that_changes_its_size_while_one_types(win32: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[tuple[int, int]] = []
    monkeypatch.setattr(win32.EventMonitor, "on_size_change", lambda _, *size: sizes.append(size))
    name = own_telex("Đỗ Thị Mỹ", NUM_ON)
    assert typed(read(win32, monkeypatch, [*name[:3], Resized(120, 36), *name[3:]], [Resized(80, 24)])) == "Đỗ Thị Mỹ"
    assert sizes == [(120, 36), (80, 24)]


def test_a_long_paste_is_read_in_parts(win32: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Huỳnh Thị Ngọc Trân; " * 200
    assert typed(read(win32, monkeypatch, own_telex(text, CAPS_ON))) == text


def test_sequences_of_function_keys_stay_whole(win32: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [down(0, unit) for unit in "\x1bOQ\x1b[A\x1b[21~"]
    assert [event.key for event in read(win32, monkeypatch, keys) if isinstance(event, Key)] == ["f2", "up", "f10"]
