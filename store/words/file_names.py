"""The names that files of papers are given: no diacritics and no spaces, which mail and old copiers mangle."""

import re

from store.text import fold


def file_name(*parts: str, ending: str = ".xlsx") -> str:
    """`BieuMau_TruongTieuHocAVinhGia_20260623.xlsx` from its parts; empty ones are left out."""
    return "_".join(part for part in parts if part) + ending


def one_word(text: str, longest: int = 60) -> str:
    """`Trường Tiểu học A` -> `TruongTieuHocA`, at most so many letters."""
    return "".join(word.capitalize() for word in re.findall(r"[a-z0-9]+", fold(text)))[:longest]


def frozen_part(number: int | None) -> str:
    """`ChotLan2` for the second frozen copy of a report; "" for a draft."""
    return f"ChotLan{number}" if number is not None else ""
