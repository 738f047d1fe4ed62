"""Corrects the key records of the Windows console before Textual reads them.

Textual's reader (`textual.drivers.win32.EventMonitor`) joins the characters of all keys that went down. Therefore
- a letter of Windows' own input method (Telex) is lost, because the console of Windows 10 passes it without a key and
  with the state of NumLock, CapsLock and Shift: https://github.com/Textualize/textual/issues/6667, mended for that case
  by https://github.com/Textualize/textual/pull/6689 and /6675, both of them open;
- Shift, Ctrl or Alt alone is a key (ctrl+@): https://github.com/Textualize/textual/issues/872;
- a pasted sign that the keyboard lacks, such as “–” or half an emoji, is lost: it arrives when Alt goes up, as if
  its number had been typed;
- a letter that was repeated in one record arrives only once;
- half an emoji at the end of a read ends the reader, and with it the keyboard:
  https://github.com/Textualize/textual/issues/3178.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

_KEY_EVENT = 1  # EventType of INPUT_RECORD
_ALT = 0x12  # VK_MENU
#: A record is read as one letter for each time that it says it came; more than this is a key that is held down.
_MOST_TIMES = 4


class KeyRecord(NamedTuple):
    """The fields of a KEY_EVENT_RECORD of Windows that matter for typed text."""

    is_down: bool
    key: int  # virtual key; 0: an input method, or a sequence of the terminal
    letter: str  # one unit of UTF-16, "\\0" for none
    times: int = 1


class TypedLetters:
    """Finds the typed letters in key records, which are given to it one after the other."""

    def __init__(self) -> None:
        self._half = ""  # the first half of a letter of two units; the second half has not been read yet

    def of_record(self, record: KeyRecord) -> str:
        """The letters that a record types, as units of UTF-16; "" when it types none.

        Half an emoji answers "", and the record with the second half answers both.
        """
        if record.letter == "\0" or not (record.is_down or record.key == _ALT):
            return ""
        half, self._half = self._half, ""
        if "\ud800" <= record.letter <= "\udbff":
            self._half = record.letter
            return ""
        if "\udc00" <= record.letter <= "\udfff":
            return half + record.letter if half else ""
        return record.letter * max(1, min(record.times, _MOST_TIMES))


class MendedConsole:
    """Stands in for kernel32 in Textual's reader: in the records that it reads every key has one letter."""

    def __init__(self, kernel32: Any) -> None:
        self._kernel32 = kernel32
        self._typed = TypedLetters()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kernel32, name)

    def ReadConsoleInputW(self, handle: Any, into: Any, most: int, count: Any) -> Any:  # noqa: N802 - its name
        """Read records into the array `into` and their number into `count`, both by reference."""
        answer = self._kernel32.ReadConsoleInputW(handle, into, most // _MOST_TIMES, count)
        array, number = into._obj, count._obj  # what ctypes.byref was given
        records = list(self._mended(array[: number.value]))
        for place, record in enumerate(records):
            array[place] = record
        number.value = len(records)
        return answer

    def _mended(self, records: Iterable[Any]) -> Iterator[Any]:
        for record in records:
            # A copy: the array is written anew, and may have more records than were read.
            kept = type(record).from_buffer_copy(record)
            if kept.EventType != _KEY_EVENT:
                yield kept
                continue
            key = kept.Event.KeyEvent
            typed = self._typed.of_record(
                KeyRecord(bool(key.bKeyDown), key.wVirtualKeyCode, key.uChar.UnicodeChar, key.wRepeatCount)
            )
            for letter in typed:
                one = type(record).from_buffer_copy(kept)
                key = one.Event.KeyEvent
                key.bKeyDown, key.wRepeatCount, key.wVirtualKeyCode, key.dwControlKeyState = 1, 1, 0, 0
                key.uChar.UnicodeChar = letter
                yield one


def mend_keyboard() -> None:
    """Make Textual's reader use `MendedConsole`; on Windows only."""
    from textual.drivers import win32

    if not isinstance(win32.KERNEL32, MendedConsole):
        win32.KERNEL32 = MendedConsole(win32.KERNEL32)
