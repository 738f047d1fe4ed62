"""Finds the unit and the department that the title rows above a table name, as Vietnamese papers are headed."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from importers.sender.unit_spelling import readable
from store.frozen import frozen
from store.text import clean, fold

_WORDS = lexicon("senders")
_SAYS, _SAYS_DEPARTMENT, _IN_TITLE, _END_OF_NAME, _ROOM, _LED_BY, _TITLE_BEHIND = (
    _WORDS.pattern(name, re.IGNORECASE)
    for name in ("says_unit", "says_department", "unit_in_title", "end_of_name", "room", "led_by", "title_behind")
)
_NATION, _TITLE, _SCHOOL, _SCHOOL_FOLDED = map(_WORDS.pattern, ("nation", "title", "school", "school_folded"))
_ONLY_KIND, _NO_REST, _ALL_UNITS = map(_WORDS.pattern, ("only_kind", "no_rest", "all_units"))
_CLASS_NAME = _WORDS.pattern("class_name")
_CODE = when_needed(r"\d{3,8}\s*[-–:.]\s*(?=\S)")  # "89107 - Trường THCS Núi Tô"
_OF_PLACE = when_needed(r"\b(?:xã|phường|thị trấn)\s+(?!hội)\w", re.IGNORECASE)
_LIST_OF = when_needed(r"(?:danh sách|ds)\s*[-–:]?\s+", re.IGNORECASE)
_DOTS = when_needed(r"[…_]{2,}|\.{4,}")
_PLAIN_LETTER = when_needed("[a-z]")
_LONGEST_ROOM = 7  # words
_LONGEST_REST = 6
_SECTION_MARK = when_needed(r"\A(?:[IVXLC]+|[A-ZĐ]|\d{1,2})\s*[.)/:\-]\s*(?=\S)")


def _matcher(words: str, also_names: Collection[str] = ()) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of words as they are spelt, and folded for texts without marks, less those that begin people's names."""
    folded = "|".join(word for word in fold(words).split("|") if word not in also_names)
    return when_needed(rf"(?:{words})\b", re.IGNORECASE), when_needed(rf"(?:{folded})\b")


_PARENTS, _AGENCIES, _DEPARTMENTS = (
    _WORDS.text(_WORDS.tables[name]) for name in ("parents", "agencies", "departments")
)
_PARENT_WORDS = _matcher(_PARENTS)
_AGENCY_WORDS = _matcher(f"{_PARENTS}|{_AGENCIES}", _WORDS.set("agency_or_name"))
_DEPARTMENT_WORDS = _matcher(_DEPARTMENTS, _WORDS.set("department_or_name"))
_OWN_UNITS = _matcher(_WORDS.text(_WORDS.tables["own_units"]))
_PERHAPS_UNITS = _matcher(_WORDS.text(_WORDS.tables["perhaps_units"]), _WORDS.set("agency_or_name"))


def _begins(text: str, words: tuple[re.Pattern[str], re.Pattern[str]]) -> bool:
    typed = clean(text)
    return bool(words[1].match(typed.lower()) if typed.isascii() else words[0].match(typed))


@lru_cache(maxsize=4096)
def is_department(text: str) -> bool:
    """Whether a text begins as departments do; "Trương Thị Hiền" and "Tô An" do not."""
    return _begins(text, _DEPARTMENT_WORDS)


@frozen
class Heading:
    """What the title rows above a table name."""

    unit: str | None
    parent: str | None  # the agency above the unit in the same block
    department: str | None


def read_heading(titles: Sequence[str], *, first: bool = True) -> Heading:
    """Read unit, parent and department in the title rows above a table.

    "Đơn vị: X" leads; else the lowest agency of the block above the title, for the higher ones are its parents;
    below the title, or within it, an agency counts where the block names none but a parent.

    Args:
        titles: the texts above the table, from the top; line breaks within a cell part lines.
        first: they head the sheet; further down a lone "Phòng …" is a department.
    """
    lines = whole_lines(titles)
    department = next((d for line in lines if (d := stated_department(line))), None)
    title_at = next((at for at, line in enumerate(lines) if _TITLE.match(fold(line))), len(lines))
    # Below the title, and nearest to the table, stands whose list it is; above it perhaps only who made it.
    nearest = [*reversed(lines[title_at:]), *reversed(lines[:title_at])]
    stated = next((unit for line in nearest if (unit := stated_unit(line))), None)
    block = [line for line in lines[:title_at] if is_agency(line)]
    below = [line for line in lines[title_at:] if is_agency(line) or _is_section(line)]
    if not first and len(block) == 1 and is_department(_bare(block[0])) and not _is_school_or_station(block[0]):
        below, block = [*block, *below], []
    if title_at == len(lines):
        # No title: numbered lines right above the table are departments ("1. Bộ phận Khám bệnh").
        below += [line for line in lines if _is_section(line) and line not in below]
        block = [line for line in block if line not in below]
    inside = next((name for line in lines if (name := _in_title(line))), None)
    lower = next((line for line in below if _is_school_or_station(line)), None)
    if stated is not None and _ALL_UNITS.match(fold(stated)):
        return Heading(None, None, department)
    unit = stated or (block[-1] if block else None)
    if unit is None or (stated is None and is_over_units(unit)):
        unit = lower or inside or unit
    if inside is not None and fold(inside).startswith(f"{fold(unit)} "):
        unit = inside  # "TRẠM Y TẾ" above "DANH SÁCH … TRẠM Y TẾ XÃ BA CHÚC"
    if department is None:
        department = next(
            (_bare(line) for line in reversed(below) if line != lower and is_department(_bare(line))), None
        )
    last = without_leader(lines[-1]) if lines else ""
    if department is None and _is_room(last) and lines[-1] not in block and unit != lines[-1]:
        department = last
    parent = block[-2] if len(block) > 1 and unit == block[-1] else None
    unit = _TITLE_BEHIND.sub("", unit) if unit else None
    return Heading(readable(unit) if unit else None, parent, readable(department) if department else None)


def whole_lines(titles: Sequence[str]) -> list[str]:
    """The lines of the titles without those of the nation; a name that goes on in the next line is one line again."""
    lines: list[str] = []
    for text in titles:
        for part in text.splitlines():
            line = clean(part)
            if _DOTS.search(line):
                line = clean(_DOTS.sub(" ", line)).strip(" :")
                if _ONLY_KIND.fullmatch(fold(line)):
                    continue  # "Trường ………………" is still to be filled in
            if not line or _NATION.search(fold(line)):
                continue
            if lines and _ONLY_KIND.fullmatch(fold(lines[-1])) and _goes_on(lines[-1], line):
                lines[-1] = f"{lines[-1]} {line}"
            else:
                lines.append(line)
    return lines


def _goes_on(before: str, line: str) -> bool:
    """Whether a line may be the rest of a name: a few words, spelt like the beginning, and no name or title itself."""
    folded = fold(line)
    is_place = folded.startswith(("xa ", "phuong ", "thi tran "))
    is_level = fold(before).startswith("truong") and folded.startswith(("thcs ", "thpt ", "th&thcs "))
    return (
        len(line.split()) <= _LONGEST_REST
        and (is_place or (line[0].isupper() and _shouts(line) == _shouts(before.rpartition(":")[2])))
        and not any(character.isdigit() or character in ":,;()" for character in line)
        and not (_NO_REST.match(folded) or _TITLE.match(folded) or is_department(line))
        and (not is_agency(line) or is_place or is_level)
    )


def _shouts(text: str) -> bool:
    """Whether a text is in capitals; only a-z can tell, as old fonts of capitals keep small letters with marks."""
    return _PLAIN_LETTER.search(text) is None


def _is_room(line: str) -> bool:
    """Whether a short line, right above a table, is nothing but a department: "KHOA NHI"."""
    is_room = _ROOM.match(line) is not None and is_department(line) and len(line.split()) <= _LONGEST_ROOM
    return is_room or is_class(line)


@lru_cache(maxsize=4096)
def is_class(text: str) -> bool:
    """Whether a text is the name of a class and nothing else: "7A", "Lá 1"."""
    return _CLASS_NAME.fullmatch(fold(text)) is not None


def without_leader(text: str) -> str:
    """The name of a class or a department without whoever leads it: "Lớp Lá 1 - GVCN: …"."""
    return _LED_BY.sub("", text)


def stated_unit(line: str) -> str | None:
    """The unit that a line states, as "Đơn vị: Trường THCS Núi Tô" does; None for any other line."""
    found = _SAYS.match(line)
    if found is None or not any(character.isalpha() for character in found["name"]):
        return None
    name = _CODE.sub("", re.sub(r"[.…_]{3,}", " ", found["name"]).strip(" .,;"), count=1)
    school = fold(found["what"]) == "truong" and not fold(name).startswith("truong")
    return f"Trường {readable(name)}" if school else name or None


def stated_department(line: str) -> str | None:
    """The department that a line states, as "Bộ phận: Khối 2" does; None for any other line."""
    found = _SAYS_DEPARTMENT.match(line)
    name = found["name"].strip(" .,;…") if found else ""
    return name if any(character.isalpha() for character in name) else None


def is_agency(line: str) -> bool:
    """Whether a line begins as the names of agencies do, of units as well as of departments."""
    return len(line) < 100 and ":" not in line and _begins(line, _AGENCY_WORDS)


def _is_section(line: str) -> bool:
    bare = _bare(line)
    return bare != line and is_department(bare) and ":" not in bare


def _bare(line: str) -> str:
    return _SECTION_MARK.sub("", line, count=1).strip(" .:")


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether a text names a unit of its own kind, and no department of one."""
    return _is_school_or_station(clean(text)) or is_over_units(text)


def is_over_units(text: str) -> bool:
    """Whether a text names an office that has agencies below it: a commune's committee, a Sở."""
    return _begins(text, _PARENT_WORDS)


def names_unit(text: str) -> bool:
    """Whether a text names a unit, or an agency with the commune that it is of: "Công an xã Châu Lăng"."""
    return is_unit(text) or (is_agency(text) and _OF_PLACE.search(clean(text)) is not None)


@lru_cache(maxsize=4096)
def is_own_unit(text: str) -> bool:
    """Whether a text names an agency that is always a unit of its own: a school, a company, a hamlet's board."""
    # "Phòng Văn hóa" may be over the unit, or a room of it.
    return (
        _is_school_or_station(clean(text)) or _begins(text, _OWN_UNITS) or (is_unit(text) and not is_department(text))
    )


@lru_cache(maxsize=4096)
def may_be_unit(text: str) -> bool:
    """Whether a text names an agency that is a unit of its own in one file and a part of one in another: a union."""
    return not is_own_unit(text) and _begins(text, _PERHAPS_UNITS)


def named_unit(line: str) -> str:
    """The name of the unit that a line above people states or heads the list of; any other line as it is."""
    if (unit := stated_unit(line)) is not None:
        return unit
    behind = _LIST_OF.sub("", line, count=1)
    return behind if behind != line and is_unit(behind) else line


def _is_school_or_station(line: str) -> bool:
    typed = clean(line).lower()
    return (_SCHOOL_FOLDED if typed.isascii() else _SCHOOL).match(typed) is not None


def _in_title(line: str) -> str | None:
    found = _IN_TITLE.search(line) if _TITLE.match(fold(line)) else None
    if found is None:
        return None
    name = _END_OF_NAME.sub("", found.group()).strip(" .,;:()")
    return name if len(name.split()) >= 4 else None
