"""Biểu 1 of a progress report as a form: how many people a unit has, and of each item who has done it, who need not.

The tables of the report are printed under the words that stand here, and read back by them.
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
    """`BHYT đã`: over how many have done an item."""
    return f"{short_title} đã"


def form(store: Store) -> Form:
    """The form with the items that this store has; nobody fills it in by hand."""
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
