"""Words of the dictionary of reasons, for its screen and for `tyt reasons`."""

from collections.abc import Sequence

from store.models import Item
from store.people.reason_dictionary import Entry, Merge
from store.text import format_number


def items_text(entry: Entry, items: Sequence[Item]) -> str:
    """The items of a reason with their digits: `Mức 2 [3], BHYT`; `Mọi mục` when it has all of them."""
    titles = {item.key: item.short_title for item in items}
    digits = {each.digit for each in entry.items}
    if len(entry.items) == len(items) and len(items) > 1:
        return "Mọi mục" + (f" [{digits.pop()}]" if len(digits) == 1 and digits != {0} else "")
    named = (titles[each.item] + (f" [{each.digit}]" if each.digit else "") for each in entry.items)
    return ", ".join(named) or "Chưa mục nào"


def merge_text(found: Merge, items: Sequence[Item]) -> str:
    """The effect of merging two reasons, in a few lines."""
    one, other = found.source, found.target
    where = "trên màn hình cũng như trong biểu, báo cáo, phiếu; kỳ trước in lại cũng cộng chung"
    lines = [
        *(["! Hai lý do của hai mục khác nhau: thường không phải một."] if found.is_of_other_items else []),
        f"“{one.text}” ({_people(one, items)}) sẽ được tính là “{other.text}” ({_people(other, items)}).",
        f"Gộp xong: “{other.text}” có {format_number(found.people)} người, {where}.",
        f"Tệp nào còn ghi “{one.text}” thì vẫn hiểu. Ctrl+Z lấy lại được.",
    ]
    return "\n".join(lines)


def _people(entry: Entry, items: Sequence[Item]) -> str:
    titles = {item.key: item.short_title for item in items}
    of_items = (f"{format_number(each.people)} {titles[each.item]}" for each in entry.items if each.people)
    return ", ".join(of_items) or "chưa ai"
