"""Biểu 1 of a progress report as a form: the people of a unit and, for each item, who has done it or need not.

Reports print their tables under the words in this module, and are read back by them.
"""

from store.campaigns.form import Form, from_plain
from store.checklist.items import checklist_items
from store.database import Store

UNIT_FIGURES = "bieu-1"  # its key; a figure of an item has the item's key before it
UNITS_SHEET = "Biểu 1 - Đơn vị"
UNIT_HEADS = ("TT", "Đơn vị", "Tổng số người")
SUM = "Tổng cộng"
RATE = "Tỷ lệ"
COUNTED_MARK = " ¹"  # behind the name of a unit that sent counts instead of names
ITEM_HEADS = (
    "TT",
    "Nội dung",
    "Chỉ tiêu",
    "Tổng số phải thực hiện",
    "Đã thực hiện",
    RATE,
    "Chưa thực hiện",
    "Tăng, giảm so với kỳ trước",
)


def done_head(short_title: str) -> str:
    """Returns the head of the column with those who have done an item: `BHYT đã`."""
    return f"{short_title} đã"


def asked_head(short_title: str) -> str:
    """Returns the head of the column with those of whom an item is asked: `BHYT phải thực hiện`."""
    return f"{short_title} phải thực hiện"


def form(store: Store) -> Form:
    """Makes the form Biểu 1 with the items of this store; only reports fill it in, no person does."""
    number, label, total = UNIT_HEADS
    columns: list[dict[str, object]] = [
        {"key": "number", "head": number, "counts": "number"},
        {"key": "label", "head": label, "counts": "label"},
        {"key": "total", "head": total, "counts": "total", "short": "Tổng số"},
    ]
    holds = []
    for item in checklist_items(store):
        done, rest = f"{item.key}_done", f"{item.key}_na"
        rest_head = f"{item.short_title} không áp dụng"
        columns += [
            {"key": done, "head": done_head(item.short_title), "counts": "done", "item": item.key},
            {"key": rest, "head": rest_head, "counts": "not_applicable", "item": item.key},
        ]
        holds.append(f"{done} + {rest} <= total")
    return from_plain(
        {
            "key": UNIT_FIGURES,
            "name": "Biểu 1",
            "title": "Kết quả theo đơn vị",
            "file_name": "Bieu1",
            "rows": "unit",
            "columns": columns,
            "holds": holds,
        }
    )
