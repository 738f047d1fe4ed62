"""Which unit and which department the title rows above a table name, as Vietnamese papers head them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from importers.sender.unit_spelling import readable
from store.text import clean, fold

_SAYS = re.compile(
    r"(?:tên\s+)?(?:cơ quan\s*[,/]\s*)?(?:trường\s*[,/]\s*)?(?P<what>đơn vị|cơ quan|trường)(?:\s*[,/]\s*(?:đơn vị|trường))?"
    r"\s*(?:báo cáo|gửi|công tác)?\s*:\s*(?P<name>.+)\Z",
    re.IGNORECASE,
)
_SAYS_DEPARTMENT = re.compile(
    r"(?:tên\s+)?(?:bộ phận|khoa|phòng|khoa\s*[/,]\s*phòng|phòng\s*[/,]\s*ban|phòng ban|tổ|tổ chuyên môn|điểm trạm)"
    r"\s*:\s*(?P<name>.+)\Z",
    re.IGNORECASE,
)
_NATION = re.compile(r"cong hoa xa hoi|doc lap\s*-|^mau so|^so:|^bieu so")
_TITLE = re.compile(
    r"^(danh sach|bang |bao cao|thong ke|bieu |phu luc|ket qua|tong hop|ra soat|theo doi|tinh hinh)|^\(?(kem theo|ban hanh)"
)
_PARENT = r"ubnd|ủy ban nhân dân|uỷ ban nhân dân|hđnd|đảng ủy|đảng uỷ|sở y tế|sở giáo dục|phòng giáo dục|phòng gd|phòng văn hóa|phòng văn hoá|trung tâm y tế"
_AGENCY = (
    rf"{_PARENT}|trường|trạm|điểm trạm|trung tâm|hội đồng nhân dân|phòng|sở|bệnh viện|công an|ban chỉ huy|đoàn thanh niên"
    r"|hội|bảo hiểm xã hội|bhxh|phòng khám|nhà trẻ|mầm non|mẫu giáo|chi cục|ủy ban|uỷ ban|ubmttq|mặt trận|văn phòng|nhóm trẻ"
    r"|công ty|hợp tác xã|htx|doanh nghiệp|xí nghiệp|nhà máy|ngân hàng|bưu điện|quỹ tín dụng|tổ hợp tác|ban quản lý|nhà thuốc|tổ y tế|ttyt|tyt|thcs|thpt"
)
_DEPARTMENT = (
    r"khoa|phòng|bộ phận|tổ|ban giám|ban lãnh đạo|lãnh đạo|điểm trạm|trạm|trung tâm|văn phòng|khối|phân trạm|phân hiệu"
    r"|điểm trường|cụm|nhóm|quầy|hội đồng|đội|hành chính|kế toán|chi bộ|đoàn thanh niên|công đoàn|ban"
)
#: Words that also stand at the head of a personal name when written without marks.
_ALSO_NAMES = r"truong|to|tram|ban|doi|cum|doan|khoi|so|hoi"
_IN_TITLE = re.compile(
    r"\b(?:trường|trạm y tế|trung tâm y tế|trung tâm|bệnh viện|ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s+\S.*",
    re.IGNORECASE,
)
_END_OF_NAME = re.compile(
    r"\s+(?:năm|tháng|quý|thực hiện|đã|chưa|về|theo|tính đến|tuần|ngày|kèm|có|trên địa bàn)\b.*|\s*[-–(,;:].*",
    re.IGNORECASE,
)
_SCHOOL = re.compile(r"(trường(?! hợp)|trạm y tế|bệnh viện|mầm non|mẫu giáo|nhà trẻ|trung tâm y tế|phòng khám)\b")
_SCHOOL_PLAIN = re.compile(
    r"(truong (tieu hoc|trung hoc|th|thcs|thpt|pt\w*|mam non|mau giao|mn|mg)|tram y te|benh vien|mam non|mau giao"
    r"|nha tre|trung tam y te|phong kham)\b"
)
_ROOM = re.compile(
    r"(?:khoa|phòng(?! chống)|bộ phận|tổ(?! (?:chức|công tác|y tế))|khối(?! lượng))\s[^:;,.\d]+(?:\d{1,2})?\Z",
    re.IGNORECASE,
)
_LONGEST_ROOM = 7  # words
_SECTION_MARK = re.compile(r"\A(?:[IVXLC]+|[A-ZĐ]|\d{1,2})\s*[.)/:\-]\s*(?=\S)")


def _matcher(words: str, *, also_names: str = "") -> tuple[re.Pattern[str], re.Pattern[str]]:
    """`words` as they are spelt, and for a text without any marks as they fold."""
    folded = "|".join(word for word in fold(words).split("|") if not re.fullmatch(also_names or r"(?!)", word))
    return re.compile(rf"(?:{words})\b", re.IGNORECASE), re.compile(rf"(?:{folded})\b")


_AGENCY_WORDS = _matcher(_AGENCY, also_names="so|hoi")
_PARENT_WORDS = _matcher(_PARENT)
_DEPARTMENT_WORDS = _matcher(_DEPARTMENT, also_names=_ALSO_NAMES)


def _begins(text: str, words: tuple[re.Pattern[str], re.Pattern[str]]) -> bool:
    typed = clean(text)
    return bool(words[1].match(typed.lower()) if typed.isascii() else words[0].match(typed))


@lru_cache(maxsize=4096)
def is_department(text: str) -> bool:
    """Whether a text begins as departments do; "Trương Thị Hiền" and "Tô An" do not."""
    return _begins(text, _DEPARTMENT_WORDS)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the rows above a table say."""

    unit: str | None
    parent: str | None  # the agency above the unit in the same block
    department: str | None


def read_heading(titles: Sequence[str], *, first: bool = True) -> Heading:
    """What the title rows say.

    "Đơn vị: X" leads; else the lowest agency of the block above the title, for the higher ones are its parents;
    below the title, or within it, an agency counts where the block names none but a parent.

    Args:
        titles: the texts above the table, from the top; line breaks within a cell part lines.
        first: they head the sheet; further down a lone "Phòng …" is a department.
    """
    lines = [line for text in titles for part in text.splitlines() if (line := clean(part))]
    lines = [line for line in lines if not _NATION.search(fold(line))]
    department = next((d for line in lines if (d := _said_department(line))), None)
    said = next((unit for line in lines if (unit := _said_unit(line))), None)
    title_at = next((at for at, line in enumerate(lines) if _TITLE.match(fold(line))), len(lines))
    block = [line for line in lines[:title_at] if _is_agency(line)]
    below = [line for line in lines[title_at:] if _is_agency(line) or _is_section(line)]
    if not first and len(block) == 1 and is_department(_bare(block[0])) and not _is_school_or_station(block[0]):
        below, block = [*block, *below], []
    if title_at == len(lines):
        # No title: numbered lines right above the table are departments ("1. Bộ phận Khám bệnh").
        below += [line for line in lines if _is_section(line) and line not in below]
        block = [line for line in block if line not in below]
    inside = next((name for line in lines if (name := _in_title(line))), None)
    lower = next((line for line in below if _is_school_or_station(line)), None)
    unit = said or (block[-1] if block else None)
    if unit is None or (said is None and _begins(unit, _PARENT_WORDS)):
        unit = lower or inside or unit
    if department is None:
        department = next(
            (_bare(line) for line in reversed(below) if line != lower and is_department(_bare(line))), None
        )
    if department is None and lines and _is_room(lines[-1]) and lines[-1] not in block and unit != lines[-1]:
        department = lines[-1]
    parent = block[-2] if len(block) > 1 and unit == block[-1] else None
    return Heading(readable(unit) if unit else None, parent, readable(department) if department else None)


def _is_room(line: str) -> bool:
    """Whether a short line, right above a table, is nothing but a department: "KHOA NHI"."""
    return _ROOM.match(line) is not None and is_department(line) and len(line.split()) <= _LONGEST_ROOM


def _said_unit(line: str) -> str | None:
    said = _SAYS.match(line)
    if said is None or not any(character.isalpha() for character in said["name"]):
        return None
    name = re.sub(r"[.…_]{3,}", " ", said["name"]).strip(" .,;")
    school = fold(said["what"]) == "truong" and not fold(name).startswith("truong")
    return f"Trường {readable(name)}" if school else name or None


def _said_department(line: str) -> str | None:
    said = _SAYS_DEPARTMENT.match(line)
    name = said["name"].strip(" .,;…") if said else ""
    return name if any(character.isalpha() for character in name) else None


def _is_agency(line: str) -> bool:
    return len(line) < 100 and ":" not in line and _begins(line, _AGENCY_WORDS)


def _is_section(line: str) -> bool:
    bare = _bare(line)
    return bare != line and is_department(bare) and ":" not in bare


def _bare(line: str) -> str:
    return _SECTION_MARK.sub("", line, count=1).strip(" .:")


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether a text names a unit of its own kind, and no department of one."""
    return _is_school_or_station(clean(text)) or _begins(text, _PARENT_WORDS)


def _is_school_or_station(line: str) -> bool:
    typed = clean(line).lower()
    return (_SCHOOL_PLAIN if typed.isascii() else _SCHOOL).match(typed) is not None


def _in_title(line: str) -> str | None:
    found = _IN_TITLE.search(line) if _TITLE.match(fold(line)) else None
    if found is None:
        return None
    name = _END_OF_NAME.sub("", found.group()).strip(" .,;:()")
    return name if len(name.split()) >= 4 else None
