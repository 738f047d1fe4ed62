"""Reads the name in a row that opens a part of a list: a department, a class, a unit."""

import re
from collections.abc import Sequence

from importers.cells.legend import legend_of
from importers.grids.grid import Cell, text_of
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from importers.sender.unit_name import (
    is_agency,
    is_unit,
    named_unit,
    names_unit,
    stated_department,
    without_leader,
)
from importers.sender.unit_spelling import readable
from store.text import clean, fold

_NO_DEPARTMENT, _STATE_ABOVE, _TITLE = map(lexicon("rows").pattern, ("no_department", "state_above", "title"))
ROMAN = when_needed(r"(?=[IVXLC])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\Z")
BULLET = when_needed(r"\A[*•+–-]+\s*(?=\w)")
_SIZE_BEHIND = when_needed(
    r"\s*[:(–-]\s*(?:(?:sĩ số|ss|quân số|tổng số|tổng|gồm|có)\s*:?\s*)?\d+\s*"
    r"(?:người|đ/c|cán bộ|học sinh|hs|cháu|trẻ|em|giáo viên|gv|nhân viên|nv)?"
    r"(?:\s*[,;]\s*(?:trong đó\s*)?(?:nữ|nam|dân tộc|đảng viên)\s*:?\s*\d+)*\s*\)?\s*\Z",
    re.ASCII | re.IGNORECASE,
)
_DETAILS_BEHIND = when_needed(r"(?<=\w)\s*\((?=[^()]*\d)[^()]*\b(?:đã|chưa|nam|nữ|còn)\b[^()]*\)\s*\Z", re.IGNORECASE)
_BRACKET_BEHIND = when_needed(r"\s*\((?P<words>[^()]+)\)\s*\Z")
_ENDS_OF_SIZE = (
    *"0123456789)", "người", "đ/c", "cán bộ", "học sinh", "hs", "HS", "cháu", "trẻ", "em", "giáo viên", "gv", "GV",
    "nhân viên", "nv", "NV",
)  # fmt: skip
SECTION_MARK = when_needed(r"\A(?:(?:[IVXLC]+|[A-ZĐ]|\d{1,2})\s*[.)/:;,\-]\s*|[IVXLC]+\s+)(?=\S)")


def section_name(text: str) -> str:
    """The name in a row that opens a part of a list.

    `II. Bộ phận Dược: 5 người` -> `Bộ phận Dược`; `Lớp Lá 1 - GVCN: Lê Văn An` -> `Lớp Lá 1`.
    """
    bare = SECTION_MARK.sub("", BULLET.sub("", clean(text), count=1), count=1)
    bare = named_unit(without_leader(bare))
    bare = _DETAILS_BEHIND.sub("", bare)
    if (behind := _BRACKET_BEHIND.search(bare)) and legend_of([(behind["words"], "")]).signs:
        bare = bare[: behind.start()]  # "Còn thiếu (đánh dấu x mục còn thiếu)"
    if bare.endswith(_ENDS_OF_SIZE):
        bare = _SIZE_BEHIND.sub("", bare)
    return readable((stated_department(bare) or bare).strip(" :.-–"))


def department_of(section: str) -> str:
    """The department that a row names above people; "" where it names a month, a sex or a kind of people."""
    return "" if _NO_DEPARTMENT.fullmatch(fold(section)) or not has_letters(section) else section


def says_state(section: str) -> bool:
    """Whether a name above people, or of their sheet, says what they have done, and is no department."""
    return _STATE_ABOVE.fullmatch(fold(section)) is not None


def opening_of(row: Sequence[Cell]) -> str | None:
    """The department that a numbered row opens, "II. Giáo viên" or "II | Giáo viên"; None: it is no such row."""
    texts = [text for cell in row if (text := text_of(cell))]
    if len(texts) == 2 and ROMAN.match(texts[0].rstrip(".")):
        texts = [f"{texts[0].rstrip('.')}. {texts[1]}"]
    if len(texts) != 1 or SECTION_MARK.match(texts[0]) is None:
        return None
    name = section_name(texts[0])
    known = is_unit(name) or _TITLE.match(fold(name)) is not None or not has_letters(name) or len(name.split()) > 8
    return None if known else name


def opens_unit(text: str) -> bool:
    """Whether a text alone in a row names a unit: by its own kind, with its commune, or as an agency in capitals."""
    heading = section_name(text)
    return names_unit(heading) or (text.isupper() and is_agency(heading))


def has_letters(text: str) -> bool:
    """Whether a text holds any letter."""
    return any(character.isalpha() for character in text)
