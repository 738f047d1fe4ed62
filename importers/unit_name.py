"""Which unit sent the file: from the title rows above its tables, as Vietnamese papers head them."""

import re
from collections.abc import Sequence

from store.text import clean, fold

_SAYS = re.compile(
    r"^\s*(?:tên\s+)?(?:đơn vị|cơ quan|trường|đơn vị báo cáo)\s*(?:báo cáo|gửi)?\s*:\s*(.+)$", re.IGNORECASE
)
_DEPARTMENT = re.compile(
    r"^\s*(?:bộ phận|khoa|phòng|khoa\s*/\s*phòng|phòng ban|tổ|khoa, phòng)\s*:\s*(.+)$", re.IGNORECASE
)
_AGENCY = (
    r"(?:truong|tram y te|diem tram|trung tam|ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|phong|so y te|benh vien|cong an"
    r"|ban chi huy|doan thanh nien|hoi|bao hiem xa hoi|bhxh|phong kham|nha tre|mam non|mau giao|chi cuc|dang uy|ubmttq|mat tran)"
)
_AGENCY_LINE = re.compile(rf"{_AGENCY}\b")
_TITLE_LINE = re.compile(
    r"danh sach|bang (tong hop|ke|thong ke)|thong ke|bieu (mau|tong hop)|phu luc|bao cao|ket qua|cong hoa|doc lap"
)
_IN_TITLE = re.compile(
    r"\b(trường|trạm y tế|trung tâm|ubnd|ủy ban nhân dân|uỷ ban nhân dân|phòng|bệnh viện|công an)\b.*", re.IGNORECASE
)
_END_OF_NAME = re.compile(r"\s+(?:năm|tháng|quý|thực hiện|đã|chưa|về|theo|tính đến|tuần|ngày|kèm)\b.*", re.IGNORECASE)

_KEPT_CAPITALS = frozenset(
    [
        "UBND", "HĐND", "UBMTTQ", "UBMTTQVN", "BHXH", "BHYT", "TTYT", "TYT", "TH", "THCS", "THPT", "PTDTNT",
        "MN", "MG", "TTPVHCC", "PVHCC", "VHXH", "THCS&THPT", "TP", "TW", "KCB", "CSGT", "TNCS", "HCM", "GDTX",
    ]
)  # fmt: skip
_ROMAN = re.compile(r"[IVX]+\Z")
#: Common nouns that official names write small behind their first word.
_PHRASES = (
    "tiểu học", "trung học cơ sở", "trung học phổ thông", "mầm non", "mẫu giáo", "phổ thông", "y tế", "nhân dân",
    "văn hóa", "văn hoá", "xã hội", "kinh tế", "công an", "dịch vụ", "tổng hợp", "hành chính", "hành chính công",
    "phục vụ", "đa khoa", "khu vực", "dự phòng", "dân tộc", "nội trú", "thanh niên", "phụ nữ", "nông dân",
    "cựu chiến binh", "chữ thập đỏ", "quân sự", "bảo hiểm", "chính trị", "giáo dục", "đào tạo", "tài chính",
)  # fmt: skip


def unit_of(titles: Sequence[str]) -> str | None:
    """The unit that the title rows name; None when they name none.

    "Đơn vị: X" leads; else the lowest agency of the block above the title, for the higher ones are its parents;
    else an agency named within the title itself.
    """
    for text in titles:
        if (said := _SAYS.match(clean(text))) and any(c.isalpha() for c in said[1]):
            value = said[1].strip(" .,;…")
            prefix = "Trường " if fold(text).startswith("truong") and not fold(value).startswith("truong") else ""
            return readable(prefix + value) if value else None
    block: list[str] = []
    for text in titles:
        folded = fold(text)
        if _TITLE_LINE.search(folded):
            break
        if _AGENCY_LINE.match(folded) and not _DEPARTMENT.match(clean(text)) and len(folded) < 100:
            block.append(clean(text))
    if block:
        return readable(block[-1])
    for text in titles:
        if _TITLE_LINE.search(fold(text)) and (found := _IN_TITLE.search(clean(text))):
            name = _END_OF_NAME.sub("", found.group()).strip(" .,;:()")
            if len(name.split()) >= 3:
                return readable(name)
    return None


def department_of(titles: Sequence[str]) -> str | None:
    """The department that the title rows name ("Bộ phận: X")."""
    for text in titles:
        if said := _DEPARTMENT.match(clean(text)):
            return said[1].strip(" .,;…") or None
    return None


def readable(name: str) -> str:
    """A name in capitals as it is written in a sentence: TRƯỜNG THCS NÚI TÔ -> Trường THCS Núi Tô."""
    name = clean(name)
    letters = [character for character in name if character.isalpha()]
    if sum(character.isupper() for character in letters) < 0.8 * len(letters):
        return name
    words = [
        word if word.strip("(),.-") in _KEPT_CAPITALS or _ROMAN.match(word) else _capitalised(word)
        for word in name.split(" ")
    ]
    result = " ".join(words)
    for phrase in sorted(_PHRASES, key=len, reverse=True):
        shouted = " ".join(map(_capitalised, phrase.split()))
        result = result.replace(shouted, phrase[0].upper() + phrase[1:])
    first, *rest = result.split(" ")
    rest = [word.lower() if word.lower() in ("xã", "phường", "huyện", "tỉnh", "và", "của") else word for word in rest]
    result = " ".join([first, *rest])
    # "Văn hóa - xã hội" is a name of two parts, each begins with a capital.
    result = re.sub(r"- (\w)", lambda found: "- " + found[1].upper(), result)
    return (
        result.replace("Ủy Ban Nhân dân", "Ủy ban nhân dân")
        .replace("Uỷ Ban Nhân dân", "Ủy ban nhân dân")
        .replace("Hội Đồng Nhân dân", "Hội đồng nhân dân")
    )


def _capitalised(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
