"""TCVN3 (ABC) and VNI text inside Unicode cells -> Unicode, decided by whole columns (DOMAIN §6)."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

from importers.grid import Grid
from importers.syllables import count_syllables

_TCVN3 = str.maketrans(
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ®¡¢£¤¥¦§",
    "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂÊÔƠƯĐ",
)
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
_VNI = re.compile(
    r"([AaEeOoUuYyÔôÖö])([" + "".join(_VNI_MARKS) + "".join(_VNI_MARKS).upper() + r"])|([ñôöæóòîÑÔÖÆÓÒÎ])"
)
#: Letters that only Unicode has: a cell that holds one was not written in an old encoding.
_ONLY_UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1e00-\u1eff\u0300-\u0323]"
)
_SUSPECT = re.compile("[\u00a1-\u00ff]")
_ENOUGH = 2000  # texts that decide for their column


def from_tcvn3(text: str) -> str:
    """TCVN3 (ABC) as Unicode."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """VNI-Windows as Unicode."""

    def one(match: re.Match[str]) -> str:
        letter, mark, alone = match.groups()
        if alone:
            return _case(_VNI_LETTERS[alone.lower()], alone)
        base = _case(_VNI_LETTERS.get(letter.lower(), letter.lower()), letter)
        return unicodedata.normalize("NFC", base + _VNI_MARKS[mark.lower()])

    return _VNI.sub(one, text)


def _case(lower: str, like: str) -> str:
    return lower.upper() if like.isupper() else lower


def convert_columns(grid: Grid) -> list[str]:
    """Convert the columns of the grid that are in an old encoding, in place; answers what was done."""
    found: dict[str, int] = {}
    for column, cells in enumerate(zip_longest(*grid.rows)):
        # A lone sign is a mark, such as the ü that Wingdings shows as ✓, and never a word.
        suspects = [
            text
            for text in set(cells)
            if isinstance(text, str)
            and not text.isascii()
            and len(text.strip()) > 1
            and _SUSPECT.search(text)
            and not _ONLY_UNICODE.search(text)
        ]
        name = _encoding_of(suspects)
        if name is None:
            continue
        convert = from_tcvn3 if name == "TCVN3" else from_vni
        converted = {text: convert(text) for text in suspects}
        for row in grid.rows:
            if column < len(row) and isinstance(cell := row[column], str) and cell in converted:
                row[column] = converted[cell]
        found[name] = found.get(name, 0) + 1
    return [f"Trang “{grid.sheet}”: đã đổi {count} cột từ phông {name} sang Unicode" for name, count in found.items()]


def _encoding_of(suspects: Sequence[str]) -> str | None:
    """TCVN3 or VNI, where reading the texts so gives more Vietnamese syllables; ties go to Unicode."""
    joined = "\n".join(suspects[:_ENOUGH])
    scores = {
        None: count_syllables(joined),
        "TCVN3": count_syllables(from_tcvn3(joined)),
        "VNI": count_syllables(from_vni(joined)),
    }
    return max(scores, key=lambda name: scores[name])  # the first of equals
