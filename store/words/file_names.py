"""Names the files of papers, without diacritics and spaces, which mail and old copiers garble."""

import re

from store.text import fold


def file_name(*parts: str, ending: str = ".xlsx") -> str:
    """A file name from its parts, without empty ones: `BieuMau_TruongTieuHocAVinhGia_20260623.xlsx`."""
    return "_".join(part for part in parts if part) + ending


def one_word(text: str, longest: int = 60) -> str:
    """A text as one word of at most `longest` letters: `Trường Tiểu học A` -> `TruongTieuHocA`."""
    return "".join(word.capitalize() for word in re.findall(r"[a-z0-9]+", fold(text)))[:longest]


def frozen_part(number: int | None) -> str:
    """The part of a file name for a frozen report: `ChotLan2` for its second copy; "" for a draft."""
    return f"ChotLan{number}" if number is not None else ""
