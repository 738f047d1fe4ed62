"""What taking a submission back did, in words: what went back to what it was, and what was edited since and stays."""

from collections.abc import Iterable

from store.database import Store
from store.fields import PRESENT
from store.history import Kept, Reverted
from store.text import format_number
from store.wording import field_label, shown_value


def told(store: Store, result: Reverted) -> list[str]:
    """Both lists, a line a person."""
    lines = [f"{format_number(result.values)} giá trị trở về như cũ."]
    if result.kept:
        lines += ["", f"Giữ nguyên {format_number(len(result.kept))} giá trị vì đã sửa sau đó:"]
        lines += _people(store, result.kept)
    if result.returned:
        lines += ["", "Trở về như cũ:", *_people(store, result.returned)]
    return lines


def _people(store: Store, values: Iterable[Kept]) -> list[str]:
    by_person: dict[int, list[str]] = {}
    others = 0
    for value in values:
        if value.entity != "staff":
            others += 1
            continue
        if value.field == PRESENT:
            said = "có lại trong danh sách" if value.value else "không còn trong danh sách"
        else:
            said = f"{field_label(store, value.field)}: {shown_value(store, value.field, value.value)}"
        by_person.setdefault(value.entity_id, []).append(said)
    names = dict(store.rows("SELECT id, full_name FROM staff")) if by_person else {}
    lines = [f"- {names[staff_id]}: {'; '.join(said)}" for staff_id, said in by_person.items()]
    return [*lines, f"- {format_number(others)} giá trị của đơn vị và khoa/phòng"] if others else lines
