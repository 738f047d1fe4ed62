"""How the fields of a column and the sureness of its reading are told to a person."""

import re
from collections.abc import Sequence

from store.models import EMPLOYMENT_LABELS, MARKS, STATE_LABELS, Item, State
from store.receiving.plan import Column, IncomingRow
from store.text import format_date, mask_citizen_id
from store.wording import FIELD_LABELS

_OTHERS = {
    "ordinal": "Số thứ tự",
    "family_name": "Họ đệm",
    "given_name": "Tên (tách riêng)",
    "birth_day": "Ngày (của ngày sinh)",
    "birth_month": "Tháng (của ngày sinh)",
    "birth_year": "Năm sinh",
    "birth_male": "Năm sinh (nam)",
    "birth_female": "Năm sinh (nữ)",
    "male": "Nam (đánh dấu)",
    "female": "Nữ (đánh dấu)",
    "timestamp": "Giờ trả lời",
    "total": "Tổng số",
}
_KINDS = {
    "state": "",
    "done": "Đã: ",
    "todo": "Chưa: ",
    "na": "Không áp dụng: ",
    "reason": "Lý do: ",
    "done_on": "Ngày: ",
}
CERTAIN, LIKELY, UNKNOWN, CORRECTED, UNUSED, EMPTY = "chắc", "có thể", "không rõ", "đã sửa", "bỏ qua", "trống"
DOUBTFUL = frozenset({LIKELY, UNKNOWN})
NOTHING = "(không có gì)"
_LONG_NUMBER = re.compile(r"\d{9,}")
_CERTAIN = 0.8
_KNOWN = 0.7  # of a column that is not kept: its words are known


def field_label(name: str | None, items: Sequence[Item]) -> str:
    """What a column is: `Họ và tên`, `Chưa: Mức 2`, `Không dùng`."""
    if name is None:
        return "Không dùng"
    kind, _, key = name.partition(".")
    if key:
        title = next((item.short_title for item in items if item.key == key), key)
        return f"{_KINDS[kind]}{title}"
    return FIELD_LABELS.get(name) or _OTHERS.get(name, name)


def sureness(column: Column, *, corrected: bool, empty: bool) -> str:
    """How sure the reading of a column is, in a word."""
    if corrected:
        return CORRECTED
    if column.field is None:
        return UNUSED if column.confidence >= _KNOWN else EMPTY if empty else UNKNOWN
    return CERTAIN if column.confidence >= _CERTAIN else LIKELY


def hidden(text: str) -> str:
    """A cell with the middle of its long numbers hidden (DOMAIN §9)."""
    return _LONG_NUMBER.sub(lambda found: mask_citizen_id(found.group()), text)


def value_of(row: IncomingRow, name: str | None) -> str:
    """What a row says of the field that a column was understood as."""
    person = row.person
    if name is None:
        return "không dùng"
    if name in ("ordinal", "timestamp"):
        return "không đưa vào sổ"
    if person is None:
        return NOTHING
    kind, _, key = name.partition(".")
    if kind in ("state", "done", "todo", "na"):
        state = person.states.get(key, State.UNKNOWN)
        reason = person.reasons.get(key)
        return f"{MARKS[state]} {STATE_LABELS[state]}{f' ({reason})' if reason else ''}"
    if kind == "reason":
        told = person.reasons.get(key)
    elif kind == "done_on":
        told = format_date(person.done_on.get(key))
    elif kind.startswith("birth_"):
        told = format_date(person.birth_date)
    elif kind in ("department", "unit"):
        told = row.department
    elif kind in ("family_name", "given_name"):
        told = person.full_name
    elif kind in ("male", "female"):
        told = person.sex
    elif kind in ("administrative", "smartphone"):
        told = {True: "Có", False: "Không"}.get(getattr(person, kind))
    elif kind == "employment":
        told = EMPLOYMENT_LABELS.get(person.employment or "")
    else:
        told = getattr(person, kind, "")
    return hidden(told) if told else NOTHING
