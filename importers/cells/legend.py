"""What a file says itself of its marks: "x: chưa có; để trống: đã có", "(đánh dấu x nếu đã có)".

Its own words outweigh what the marks mean elsewhere (DOMAIN §6).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from store.models import State
from store.text import clean, fold

_LONGEST = 300  # characters; longer texts are prose
_SIGN = (
    r"(?!(?:cot|muc|to|dong|so) [2-9])(?:(?:nhung|cac|nguoi|noi dung|muc|truong hop|duoc|o|cot|dau|chu|so|ky hieu|ma|ghi|de|danh(?: dau)?|tich)\s+)*[\"'“”‘’(\[]*"
    r"(?P<sign>[xovkdcab0-9+✓✔√✗✘–-]|de trong|bo trong|trong|o trong|khong (?:ghi|danh dau|danh|tich)(?: gi)?)[\"'“”‘’)\]]*"
)
_STATE = r"(?P<state>kad|khong (?:ap dung|thuoc|phai)|chua|khong|da|co|roi|hoan thanh|dat)\b[^:=]*?"
_SIGN_FIRST = re.compile(
    rf"{_SIGN}\s*(?:vao (?:o|cot)(?: nay)? )?(?::|=|->|(?<=[a-z])\s?[-–]|\bla|\bnghia la|\bneu|\bkhi|\b(?:doi voi|voi|cho) (?:nguoi|truong hop)"
    r"|\bvao (?:cac |nhung )?(?:o|cot|noi dung|muc|viec|phan)(?: nao)?\b(?= (?:chua|da|khong)\b))"
    rf"\s*(?:nguoi )?{_STATE}"
)
_STATE_FIRST = re.compile(
    rf"(?:neu |nguoi )?{_STATE}\s*(?::|=|->|\b(?:thi )?(?:ghi|danh(?: dau)?|dien|tich|de|bo)\b)\s*{_SIGN}"
)
_INTRODUCED = re.compile(
    r"(?:[(*]*\s*)?(?:ghi chu|quy uoc|chu thich|chu giai|ky hieu|cach ghi|ma|ma so|ma hoa|huong dan|luu y|trong do|chu y)\s*[:.)]?\s*"
)
_PARTS = re.compile(r"[;.\n()]|,(?!\d)")
_BULLET = re.compile(r"\A[-*+•]+\s*(?=\w{2})")
_BRACKETS = re.compile(r"[(\[]\s*(\S)\s*[)\]]")
_LIST_OF_LACKING = re.compile(
    r"(?:bang |bieu )?(?:danh sach|thong ke|tong hop|ra soat|theo doi)\b.*\b(?:chua|con thieu)\b"
    r" ?(?:thuc hien|hoan thanh|lam|dat|co|xong|tich hop|kich hoat|cai|dang ky|du|day du|duoc|cac)\b"
)
_OF_OTHERS = re.compile(r"\b(?:da|roi|hay chua|va chua)\b")
_TICKS = ("x", "v", "✓", "✔", "√", "1", "+")
_BLANK = ("trong", "khong ")
_MAY_SAY = re.compile(r"(?:\bchua\b|\bkhong\b|\bda\b|\bco\b|\bkad\b)")


@dataclass(frozen=True, slots=True)
class Legend:
    """Folded sign -> state; "" is an empty cell. `place` is the cell that says so."""

    signs: Mapping[str, State]
    text: str = ""
    place: str = ""


NO_LEGEND = Legend({})


def legend_of(texts: Iterable[tuple[str, str]]) -> Legend:
    """The legend among some texts of a sheet, each with the name of its cell.

    A sign that is explained in two ways is left out: nobody can tell which holds.
    """
    found: dict[str, set[State]] = {}
    said, place = "", ""
    for text, cell in texts:
        signs = signs_in(text)
        if signs and not said:
            said, place = clean(text), cell
        for sign, state in signs:
            found.setdefault(sign, set()).add(state)
    return Legend({sign: next(iter(states)) for sign, states in found.items() if len(states) == 1}, said, place)


def ticks_of_a_list(title: str, cell: str) -> Legend | None:
    """What ticks mean in "Danh sách cán bộ chưa thực hiện các nội dung …"; None: the title says nothing of the kind.

    It is told as a legend is, so whoever takes the file in is asked to look.
    """
    folded = fold(title)
    if not _LIST_OF_LACKING.match(folded) or _OF_OTHERS.search(folded):
        return None
    return Legend(dict.fromkeys(_TICKS, State.TODO), clean(title), cell)


def signs_in(text: str) -> list[tuple[str, State]]:
    """(folded sign, state) of every mark that a text explains."""
    if not 4 <= len(text) <= _LONGEST or not _MAY_SAY.search(folded := fold(text.replace("\n", "; "))):
        return []
    folded = _BRACKETS.sub(r"\1", _INTRODUCED.sub("", folded, count=1))
    found = []
    for part in _PARTS.split(folded):
        piece = _BULLET.sub("", part.strip(), count=1)
        match = _SIGN_FIRST.fullmatch(piece) or _STATE_FIRST.fullmatch(piece)
        if match is not None:
            found.append((_sign(match["sign"]), _state(match["state"])))
    # "Nếu không có thì để trống" alone may be said of a telephone number.
    return found if any(sign for sign, _ in found) else []


def _sign(words: str) -> str:
    return "" if any(word in f"{words} " for word in _BLANK) else words


def _state(words: str) -> State:
    if words == "kad" or words.startswith(("khong ap", "khong thuoc", "khong phai")):
        return State.NOT_APPLICABLE
    return State.TODO if words in ("chua", "khong") else State.DONE
