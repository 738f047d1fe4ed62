"""Converts columns and rows that were typed in a TCVN3 (ABC) or VNI font into Unicode."""

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from importers.grids.grid import Cell, Grid, listed
from importers.grids.long_texts import cut_long_texts
from importers.grids.syllables import count_syllables
from importers.grids.wrong_decoding import put_cells_right
from importers.patterns import when_needed

_TCVN3 = str.maketrans(
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ®¡¢£¤¥¦§",
    "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂÊÔƠƯĐ",
)
VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}  # fmt: skip
VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
_VNI = when_needed(r"([AaEeOoUuYyÔôÖö])([" + "".join(VNI_MARKS) + "".join(VNI_MARKS).upper() + r"])|([ñôöæóòîÑÔÖÆÓÒÎ])")
#: Letters that only Unicode has: a cell that holds one was not written in an old encoding.
_ONLY_UNICODE = when_needed(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1e00-\u1eff\u0300-\u0323]"
)
#: Between two digits it is a sign of a number, 0890·6300·1234, and no letter.
_SUSPECT = when_needed(r"(?<!\d)[\u00a1-\u00ff]|[\u00a1-\u00ff](?!\d)")
_SIGN = when_needed(r"(?<!\d)[\u00a1-\u00bf]|[\u00a1-\u00bf](?!\d)")
_FEW = 3  # texts of a column, or words in them
_ENOUGH = 2000  # texts that decide for their column


def from_tcvn3(text: str) -> str:
    """Convert text from TCVN3 (ABC) to Unicode."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Convert text from VNI-Windows to Unicode."""

    def one(match: re.Match[str]) -> str:
        letter, mark, alone = match.groups()
        if alone:
            return _case(VNI_LETTERS[alone.lower()], alone)
        base = _case(VNI_LETTERS.get(letter.lower(), letter.lower()), letter)
        return unicodedata.normalize("NFC", base + VNI_MARKS[mark.lower()])

    return _VNI.sub(one, text)


def _case(lower: str, like: str) -> str:
    return lower.upper() if like.isupper() else lower


_CONVERT = {"TCVN3": from_tcvn3, "VNI": from_vni}


def convert_columns(grid: Grid) -> list[str]:
    """Convert all text of a sheet in an old or a wrong encoding to Unicode, in place; returns Vietnamese remarks."""
    columns = [set(cells) for cells in zip_longest(*filter(None, grid.rows))]
    remarks = [*cut_long_texts(grid, columns), *put_cells_right(grid, columns)]
    sorted_ = [_sorted(cells) for cells in columns]
    encodings = _decide(sorted_)
    mixed = [at for at, (suspects, clean) in enumerate(sorted_) if clean and any(map(_is_old, suspects))]
    fonts = _fonts_of_rows(grid, mixed) if mixed else {}
    unicode_rows, old_rows = (
        [row for row, font in fonts.items() if (font is None) is wanted] for wanted in (True, False)
    )
    if old_rows and max(unicode_rows, default=-1) > min(old_rows):
        remarks += _convert_rows(grid, fonts, mixed)
    else:
        mixed = []  # Unicode in the heads only
    found: dict[str, int] = {}
    for column, ((suspects, _), name) in enumerate(zip(sorted_, encodings, strict=True)):
        if name is None or column in mixed:
            continue
        convert = _CONVERT[name]
        converted = {text: convert(text) for text in suspects}
        for row in grid.rows:
            if column < len(row) and isinstance(cell := row[column], str) and cell in converted:
                row[column] = converted[cell]
        found[name] = found.get(name, 0) + 1
    return remarks + [
        f"Trang “{grid.sheet}”: đã đổi {count} cột từ phông {name} sang Unicode" for name, count in found.items()
    ]


def _fonts_of_rows(grid: Grid, columns: Sequence[int]) -> dict[int, str | None]:
    """Row -> encoding, None for Unicode, for rows whose text in these columns shows it for certain."""
    fonts: dict[int, str | None] = {}
    for number, row in enumerate(grid.rows):
        texts = [cell for column in columns if column < len(row) and isinstance(cell := row[column], str)]
        if any(map(_ONLY_UNICODE.search, texts)):
            fonts[number] = None
        elif any(map(_SUSPECT.search, texts)):
            font, is_sure = _encoding_of_row(" ".join(texts))
            if is_sure:
                fonts[number] = font
    return fonts


def _convert_rows(grid: Grid, fonts: Mapping[int, str | None], columns: Sequence[int]) -> list[str]:
    """Convert the rows of a sheet that are in an old encoding while others are Unicode; returns Vietnamese remarks.

    A row that could be either is taken as the rows above and below it where both are alike; else it stays and is named.
    """
    settled = sorted(fonts)
    found: dict[str, list[int]] = {}
    doubtful: list[int] = []
    for number, row in enumerate(grid.rows):
        suspects = [at for at, cell in enumerate(row) if isinstance(cell, str) and _may_be_old(cell)]
        if number in fonts:
            name = fonts[number]
        else:
            place = bisect(settled, number)
            around = {fonts[settled[at]] for at in (place - 1, place) if 0 <= at < len(settled)}
            if len(around) > 1 and any(at in columns for at in suspects):
                doubtful.append(number + 1)
            name = around.pop() if len(around) == 1 else None
        if name is None or not suspects:
            continue
        found.setdefault(name, []).append(number + 1)
        for at in suspects:
            text = str(row[at])
            converted = _CONVERT[name](text)
            if at in columns or count_syllables(converted) > count_syllables(text):
                row[at] = converted
    remarks = [
        f"Trang “{grid.sheet}”: đã đổi {len(rows)} dòng từ phông {name} sang Unicode (dòng {rows[0]}"
        + (f" đến {rows[-1]})" if len(rows) > 1 else ")")
        for name, rows in found.items()
    ]
    if doubtful:
        remarks.append(
            f"Trang “{grid.sheet}”: không rõ chữ ở dòng {listed(doubtful)} theo phông cũ hay Unicode. Hãy xem lại"
        )
    return remarks


def _encoding_of_row(text: str) -> tuple[str | None, bool]:
    """The encoding by which most words of a row are Vietnamese syllables, and whether it is so for certain."""
    plain = count_syllables(text)
    gains = {name: count_syllables(convert(text)) - plain for name, convert in _CONVERT.items()}
    best = max(gains, key=lambda name: gains[name])
    if max(gains.values()) < 0:
        return None, True
    return best, gains[best] > 1 or (best == "TCVN3" and gains[best] == 1 and _has_sign(text))


def _may_be_old(text: str) -> bool:
    return len(text.strip()) > 1 and _ONLY_UNICODE.search(text) is None and _SUSPECT.search(text) is not None


def _is_old(text: str) -> bool:
    """Whether a text is in an old encoding for certain, whatever stands around it."""
    font, is_sure = _encoding_of_row(text)
    return is_sure and font is not None


def _decide(columns: Sequence[tuple[list[str], int]]) -> list[str | None]:
    """The old encoding of each column, or None; a column of few words is taken to be in that of most of the sheet."""
    of_sheet = sum(len(suspects) - clean for suspects, clean in columns)
    encodings: list[str | None] = []
    texts: dict[str | None, int] = {}
    for suspects, clean in columns:
        # The words of clean names fit an old encoding as well ("Neáng"): few of them are no proof.
        in_doubt = clean > 0 or of_sheet < 0
        encodings.append(_encoding_of(suspects, in_doubt=in_doubt))
        texts[encodings[-1]] = texts.get(encodings[-1], 0) + (len(suspects) if encodings[-1] else clean)
    usual = max(texts, key=lambda name: texts[name], default=None)
    if usual is not None:
        for column, (suspects, clean) in enumerate(columns):
            is_short = 0 < min(len(suspects), _different_words(suspects)) <= _FEW
            if is_short and not clean and encodings[column] != usual:
                encodings[column] = usual if _fits(suspects, usual) else None
    return encodings


def _different_words(suspects: Sequence[str]) -> int:
    """How many words beyond ASCII there are: "số 010072848253", "số 089197463257" hold one, however many they are."""
    return len({word for text in suspects[:_ENOUGH] for word in text.split() if not word.isascii()})


def _fits(suspects: Sequence[str], name: str) -> bool:
    """Whether the texts lose no Vietnamese syllable when they are converted from this encoding."""
    joined = "\n".join(suspects)
    return count_syllables(_CONVERT[name](joined)) >= count_syllables(joined)


def _sorted(cells: Iterable[Cell]) -> tuple[list[str], int]:
    """The texts of a column that may be in an old encoding, and how many others are Unicode for certain."""
    suspects, clean = [], 0
    for text in cells:
        # A lone sign is a mark, such as the ü that Wingdings shows as ✓, and never a word.
        if isinstance(text, str) and not text.isascii() and len(text.strip()) > 1:
            if _ONLY_UNICODE.search(text):
                clean += 1
            elif _SUSPECT.search(text):
                suspects.append(text)
    return suspects, clean


def _encoding_of(suspects: Sequence[str], *, in_doubt: bool) -> str | None:
    """TCVN3 or VNI, if converting from it gives more Vietnamese syllables; None, for Unicode, also if equal.

    Args:
        suspects: the texts.
        in_doubt: some of what stands around them is Unicode; then they must show signs that no clean text has.
    """
    joined = "\n".join(suspects[:_ENOUGH])
    scores = {
        None: count_syllables(joined),
        "TCVN3": count_syllables(from_tcvn3(joined)),
        "VNI": count_syllables(from_vni(joined)),
    }
    best = max(scores, key=lambda name: scores[name])  # the first of equals
    if best is None or not in_doubt:
        return best
    if best == "TCVN3":
        return best if sum(map(_has_sign, suspects)) * 2 >= len(suspects) else None
    return best if scores[best] - scores[None] > max(2, len(suspects)) else None


def _has_sign(text: str) -> bool:
    """Whether a sign such as « or ® stands inside a word, which happens only in TCVN3 text."""
    return _SIGN.search(text) is not None
