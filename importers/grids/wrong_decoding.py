"""Puts letters right that a program read in another encoding than they were written in: `Tráº§n` is `Trần`.

UTF-8 writes each Vietnamese letter as two or three bytes. A program that takes them for letters of an old code page
shows signs that follow each other in no Vietnamese word, so they are put right for sure, sign by sign.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import cast

from importers.grids.grid import Cell, Grid
from importers.patterns import when_needed
from store.masks import cover_numbers
from store.text import format_number

_CODE_PAGES = ("cp1252", "cp1258", "mac_roman", "cp437", "cp850")
_FIRST_OF_TWO, _LAST = range(0xC3, 0xC7), range(0x80, 0xC0)  # bytes of à to ư
_MARKS = (0xCC, range(0x80, 0xA4))  # of a tone written apart
_FIRST_OF_THREE, _SECOND_OF_THREE = 0xE1, (0xBA, 0xBB)  # of ạ to ỹ
_MOST_TURNS = 3  # times that a text was read wrongly, one after the other
#: A letter that became a question mark within a word: no program can tell which it was.
_LOST = when_needed(r"[^\W\d_]\?+[^\W\d_]")
_ADDRESS = when_needed(r"https?:|www\.|@")
_FEW_LOST = 3  # cells


def _letters(code_page: str) -> dict[str, int]:
    """Letter -> byte; bytes that the code page leaves open stand for the control character of their number."""
    return {bytes((byte,)).decode(code_page, errors="ignore") or chr(byte): byte for byte in range(0x80, 0x100)}


class _CodePage:
    """Puts right the runs of letters of one code page whose bytes are a Vietnamese letter in UTF-8."""

    def __init__(self, name: str) -> None:
        self._bytes = _letters(name)
        letters = {byte: letter for letter, byte in self._bytes.items()}

        def one_of(bytes_: range | tuple[int, ...]) -> str:
            return "[" + "".join(re.escape(letters[byte]) for byte in bytes_) + "]"

        three = re.escape(letters[_FIRST_OF_THREE]) + one_of(_SECOND_OF_THREE) + one_of(_LAST)
        two = one_of(_FIRST_OF_TWO) + one_of(_LAST)
        apart = re.escape(letters[_MARKS[0]]) + one_of(_MARKS[1])
        # In one page this byte is a tone itself, which stands before a space in sound texts.
        sure = [three, two] if unicodedata.combining(letters[_MARKS[0]]) else [three, two, apart]
        self.sure = re.compile("|".join(sure))
        # The last byte of à is the space that does not break: programs make a plain one of it, or cut it off.
        # Signs of old code pages (º, §) have two bytes of their own where a text was damaged twice.
        signs = re.escape(letters[0xC2]) + one_of(_LAST) + "|" + re.escape(letters[0xE2]) + one_of(_LAST) * 2
        self._all = re.compile(f"{self.sure.pattern}|{signs}|{re.escape(letters[0xC3])} ?")

    def put_right(self, text: str) -> str:
        return self._all.sub(self._one, text)

    def _one(self, found: re.Match[str]) -> str:
        data = bytes(self._bytes.get(letter, 0xA0) for letter in found[0])
        data = data if len(data) > 1 else data + b"\xa0"
        return data.decode("utf-8", errors="ignore") or found[0]


_LETTERS = [{byte: letter for letter, byte in _letters(page).items()} for page in _CODE_PAGES]


def _any_of(*numbers: int) -> str:
    return "[" + re.escape("".join(letters[byte] for letters in _LETTERS for byte in numbers)) + "]"


#: Two letters with which such a run begins: a quick look at a whole column, before the code pages are made.
_BEGIN = when_needed(_any_of(*_FIRST_OF_TWO, _FIRST_OF_THREE, _MARKS[0]) + _any_of(*_LAST, *_SECOND_OF_THREE))


@cache
def _pages() -> list[_CodePage]:
    return list(map(_CodePage, _CODE_PAGES))


def put_right(text: str) -> str:
    """The text with all letters that were read in a wrong encoding put right; a sound text stays as it is."""
    for _ in range(_MOST_TURNS):
        if _BEGIN.search(text) is None:
            break
        page = max(_pages(), key=lambda page: len(page.sure.findall(text)))
        if page.sure.search(text) is None:
            break
        text = page.put_right(text)
    return text


def put_cells_right(grid: Grid, columns: Sequence[set[Cell]]) -> list[str]:
    """Put the texts of a sheet right, in place; returns Vietnamese remarks, also on cells that have lost letters.

    Args:
        grid: the sheet.
        columns: the different cells of each column; they are corrected, too.
    """
    healed = lost = 0
    example = ""
    for column, cells in enumerate(columns):
        texts = [cell for cell in cells if isinstance(cell, str)]
        together = "\n".join(texts)
        known = {}
        if not together.isascii() and _BEGIN.search(together) is not None:
            known = {text: right for text in texts if (right := put_right(text)) != text}
            cells.difference_update(known)
            cells.update(known.values())
        gone = set()
        if "?" in together and _LOST.search(together) is not None:
            gone = {text for text in texts if _LOST.search(text) and not _ADDRESS.search(text)}
            example = example or min(gone, default="")
        for row in grid.rows if known or gone else ():
            if column < len(row):
                cell = row[column]
                lost += cell in gone
                if cell in known:
                    row[column] = known[cast("str", cell)]
                    healed += 1
    remarks = []
    if healed:
        remarks.append(
            f"Trang “{grid.sheet}”: {format_number(healed)} ô có chữ bị đọc sai mã (kiểu “áº§”);"
            " đã sửa lại thành tiếng Việt"
        )
    if lost >= _FEW_LOST:
        quoted = cover_numbers(example)[:40]
        remarks.append(
            f"Trang “{grid.sheet}”: {format_number(lost)} ô có chữ đã mất, chỉ còn dấu “?” (như “{quoted}”)."
            " Hãy xin lại tệp Excel gốc"
        )
    return remarks
