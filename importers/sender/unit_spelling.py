"""A unit's name in capitals as it is written in a sentence: TRƯỜNG THCS NÚI TÔ -> Trường THCS Núi Tô."""

import re

from store.text import clean

_KEPT_CAPITALS = frozenset(
    [
        "UBND", "HĐND", "UBMTTQ", "UBMTTQVN", "BHXH", "BHYT", "TTYT", "TYT", "TH", "THCS", "THPT", "PTDTNT", "PTDTBT",
        "PT", "MN", "MG", "TTPVHCC", "PVHCC", "VHXH", "THCS&THPT", "TP", "TW", "KCB", "CSGT", "TNCS", "HCM", "GDTX",
        "GDNN", "MTTQ", "VN", "KT", "GD&ĐT", "GD", "ĐT", "BV", "PKĐK", "TTGDTX", "TH&THCS", "CBCC",
        "TNHH", "MTV", "HTX", "CP",
    ]
)  # fmt: skip
_ROMAN = re.compile(r"[IVX]+\Z")
#: Common nouns that official names write small behind their first word.
_PHRASES = (
    "tiểu học", "trung học cơ sở", "trung học phổ thông", "mầm non", "mẫu giáo", "phổ thông", "y tế", "nhân dân",
    "văn hóa", "văn hoá", "xã hội", "kinh tế", "công an", "dịch vụ", "tổng hợp", "hành chính", "hành chính công",
    "phục vụ", "đa khoa", "khu vực", "dự phòng", "dân tộc", "nội trú", "thanh niên", "phụ nữ", "nông dân",
    "cựu chiến binh", "chữ thập đỏ", "quân sự", "chỉ huy", "bảo hiểm", "chính trị", "giáo dục", "đào tạo", "tài chính",
    "khám bệnh", "dân số", "chuyên môn", "tự nhiên", "văn phòng",
    "lãnh đạo", "bệnh viện", "trung tâm", "liên hiệp", "nông nghiệp", "hợp tác xã", "công ty", "cổ phần",
)  # fmt: skip
_SMALL = frozenset({"xã", "phường", "huyện", "tỉnh", "và", "của"})
_COMMITTEES = (
    ("Ủy Ban Nhân dân", "Ủy ban nhân dân"),
    ("Uỷ Ban Nhân dân", "Ủy ban nhân dân"),
    ("Hội Đồng Nhân dân", "Hội đồng nhân dân"),
)


def readable(name: str) -> str:
    """A name as it is written in a sentence; one that does not shout stays as it is, known abbreviations too."""
    name = clean(name).strip(" .,;:")
    letters = [character for character in name if character.isalpha()]
    if not letters or sum(character.isupper() for character in letters) < 0.8 * len(letters) or " " not in name:
        return name
    words = [
        word if word.strip("(),.-") in _KEPT_CAPITALS or _ROMAN.match(word) else _capitalised(word)
        for word in name.split(" ")
    ]
    result = " ".join(words)
    for phrase in sorted(_PHRASES, key=len, reverse=True):
        shouted = " ".join(map(_capitalised, phrase.split()))
        result = re.sub(rf"\b{shouted}\b", phrase[0].upper() + phrase[1:], result)
    first, *rest = result.split(" ")
    result = " ".join([first, *(word.lower() if word.lower() in _SMALL else word for word in rest)])
    # "Văn hóa - Xã hội" is a name of two parts, and each begins with a capital.
    result = re.sub(r"- (\w)", lambda found: "- " + found[1].upper(), result)
    for shouted, written in _COMMITTEES:
        result = result.replace(shouted, written)
    return result


def _capitalised(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
