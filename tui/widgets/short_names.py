"""Shortens names of units, departments and files for the few cells that a table has for them."""

import unicodedata
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from store.text import fold

# As the names are abbreviated on paper; longest first, because "Trường Tiểu học" holds "Trường".
_SHORT = (
    ("ủy ban nhân dân", "UBND"),
    ("hội đồng nhân dân", "HĐND"),
    ("trường tiểu học", "TH"),
    ("trường trung học cơ sở", "THCS"),
    ("trường trung học phổ thông", "THPT"),
    ("trường mẫu giáo", "MG"),
    ("trường mầm non", "MN"),
    ("trường", "Tr."),
    ("tiểu học", "TH"),
    ("trung học cơ sở", "THCS"),
    ("trung học phổ thông", "THPT"),
    ("trung tâm y tế", "TTYT"),
    ("trung tâm", "TT"),
    ("trạm y tế", "TYT"),
    ("điểm trạm", "ĐT"),
    ("phòng khám", "PK"),
    ("bệnh viện", "BV"),
    ("bộ phận", "BP"),
    ("văn phòng", "VP"),
    ("dự phòng", "DP"),
    ("phòng", "P."),
    ("hành chính", "HC"),
    ("y tế công cộng", "YTCC"),
)
_FOLDED = tuple((fold(words).split(), short) for words, short in _SHORT)
# Words that tell nothing apart within one commune.
_FIRST_LEFT_OUT = {"khoa"}
_LEFT_OUT = {"xa", "phuong", "thi tran"}


@lru_cache(maxsize=2048)
def short_name(name: str) -> str:
    """Abbreviate a name: `Trường Tiểu học A Tri Tôn` -> `TH A Tri Tôn`, `Trạm Y tế xã Vĩnh Gia` -> `TYT Vĩnh Gia`."""
    words = name.split()
    folded = [fold(word) for word in words]
    if len(words) > 1 and folded[0] in _FIRST_LEFT_OUT:
        words, folded = words[1:], folded[1:]
    names_so_far: list[str] = []
    at = 0
    while at < len(words):
        for pattern, short in _FOLDED:
            if folded[at : at + len(pattern)] == pattern:
                names_so_far.append(short)
                at += len(pattern)
                break
        else:
            of_society = folded[at : at + 2] == ["xa", "hoi"]  # "xã hội" is no commune
            if not names_so_far or folded[at] not in _LEFT_OUT or of_society:
                names_so_far.append(words[at])
            at += 1
    return " ".join(names_so_far)


def shortened(name: str, width: int) -> str:
    """A file name in exactly `width` cells, without its middle: names of one sender differ at the end."""
    name = unicodedata.normalize("NFC", name)  # sticks that were written on a Mac
    if cell_len(name) > width:
        tail = name[-(width // 3) :]
        name = f"{set_cell_size(name, width - cell_len(tail) - 1)}…{tail}"
    return set_cell_size(name, width)
