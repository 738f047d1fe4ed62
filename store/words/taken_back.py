"""Lists what taking a submission back changed, and which values stay because they were edited since."""

from collections.abc import Sequence

from store.database import IDS, Store
from store.field_ref import PRESENT
from store.history import Kept, Reverted
from store.text import format_number
from store.words.field_values import field_label, shown_value


def by_person(store: Store, values: Sequence[Kept]) -> list[tuple[str, Kept]]:
    """(full name, value); the name is "" where a value is of a unit or a department."""
    ids = {value.entity_id for value in values if value.entity == "staff"}
    names = dict(store.by_ids(f"SELECT id, full_name FROM staff WHERE id IN {IDS}", ids)) if ids else {}
    return [(names[value.entity_id] if value.entity == "staff" else "", value) for value in values]


def lines(store: Store, result: Reverted) -> list[str]:
    """Both lists in words, a line a person."""
    found = [f"{format_number(result.values)} giá trị trở về như cũ."]
    if result.kept:
        found += ["", f"Giữ nguyên {format_number(len(result.kept))} giá trị vì đã sửa sau đó:"]
        found += _people(store, result.kept)
    if result.returned:
        found += ["", "Trở về như cũ:", *_people(store, result.returned)]
    return found


def _people(store: Store, values: Sequence[Kept]) -> list[str]:
    of_person: dict[int, tuple[str, list[str]]] = {}
    for name, value in by_person(store, values):
        if value.entity != "staff":
            continue
        if value.field == PRESENT:
            change = "có lại trong danh sách" if value.value else "không còn trong danh sách"
        else:
            change = f"{field_label(store, value.field)}: {shown_value(store, value.field, value.value)}"
        _, changes = of_person.setdefault(value.entity_id, (name, []))
        changes.append(change)
    others = sum(value.entity != "staff" for value in values)
    found = [f"- {name}: {'; '.join(changes)}" for name, changes in of_person.values()]
    return [*found, f"- {format_number(others)} giá trị của đơn vị và khoa/phòng"] if others else found
