"""On which side a head stands: of those who have something, of those who lack it, or of those whom it spares."""

import re

_PEOPLE = r"(?:cbccvc|cbcc|cbvc|nguoi( lao dong)?|nld|can bo|cong chuc|vien chuc|nhan vien|giao vien)"
_COUNTED = rf"^((tong )?(so|sl)( luong)? )?({_PEOPLE}(,? ?(va )?{_PEOPLE})* )?"
DONE = re.compile(_COUNTED + r"(da|co|roi|dat|duoc|hoan thanh|xong)\b")
TODO = re.compile(_COUNTED + r"(chua|khong|ko|(con )?thieu)\b")
NOT_APPLICABLE = re.compile(r"^(khong (thuoc|ap dung|yeu cau|phai)|kad\b|k/ad\b|ngoai (dien|doi tuong))")
DOES = r"(?:thuc hien|hoan thanh|lam|dat|co|xong|tich hop|kich hoat|cai|cap|du|day du|duoc)"
#: A head over several items that says of all of them on which side their ticks are.
_GROUP_DONE = re.compile(rf"(?:(?:cac |nhung )?(?:noi dung|muc|viec|phan|tieu chi) )?da(?: {DOES})*\Z")
_GROUP_TODO = re.compile(
    rf"(?!.*\b(?:da|roi|trong|neu|hay)\b)(?:chua\Z|(?:.*\b)?(?:chua {DOES}|(?:con )?thieu|khong dat)\b(?!.*\bchua\Z))"
)
_GROUP_NA = re.compile(r"khong (?:thuoc|ap dung|phai)(?: (?:dien|doi tuong))*\Z")
_ASKS = re.compile(r"\bchua ?\?*$|\bhay chua\b|\bkhong ?\?*$")
_REASON = re.compile(r"\b(?:ly|li) do\b|\bnguyen nhan\b")


def side_of(leaf: str, key: str) -> str:
    """`done.KEY`, `todo.KEY` or `na.KEY` where the header takes a side, `state.KEY` where it asks."""
    if NOT_APPLICABLE.match(leaf):
        return f"na.{key}"
    if TODO.match(leaf):
        return f"todo.{key}"
    if DONE.match(leaf) and not _ASKS.search(leaf):
        return f"done.{key}"
    return f"state.{key}"


def takes_side(leaf: str) -> bool:
    """Whether a head says itself on which side it stands."""
    return any(words.match(leaf) for words in (NOT_APPLICABLE, TODO, DONE))


def by_group(above: str, leaf: str, key: str) -> str:
    """The field of an item whose own head takes no side: "Chưa làm" or "Lý do" may stand over all of them."""
    if _REASON.search(above) and not TODO.match(above):
        return f"reason.{key}"
    for words, side in ((_GROUP_TODO, "todo"), (_GROUP_DONE, "done"), (_GROUP_NA, "na")):
        if words.match(above):
            return f"{side}.{key}"
    return side_of(leaf, key)
