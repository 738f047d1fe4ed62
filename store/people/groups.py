"""People as groups who share unit, department, states and reasons, now and as they were on an earlier day."""

from collections.abc import Iterable
from datetime import date, datetime

from store import clock
from store.checklist import checklist
from store.checklist.reasons import find_or_add
from store.database import Store
from store.field_ref import FieldKind, FieldRef
from store.models import PACKED, State

Group = tuple[int, int | None, str, str]  # unit id, department id, packed states, packed reasons


def counted(
    store: Store, *, unit_id: int | None = None, as_of: date | None = None
) -> Iterable[tuple[int, int | None, str, str, int]]:
    """Every group that somebody is in, and how many are: all that a Phụ lục 1 is counted from.

    One walk along a covering index; for an earlier day the changes made since are taken back in memory.
    """
    where, values = ("unit_id = ? AND ", (unit_id,)) if unit_id is not None else ("", ())
    rows = store.connection.execute(
        "SELECT unit_id, department_id, states, reasons, count(*) FROM staff INDEXED BY staff_statistics"
        f" WHERE {where}removed_at IS NULL GROUP BY unit_id, department_id, states, reasons",
        values,
    )
    if as_of is None or as_of >= clock.today():
        return rows
    numbers: dict[Group, int] = {tuple(group): number for *group, number in rows}
    for was, then in rewound_people(store, as_of).values():
        for group, step in ((was, -1), (then, 1)):
            if group is not None and unit_id in (None, group[0]):
                numbers[group] = numbers.get(group, 0) + step
    return [(*group, number) for group, number in numbers.items() if number]


def rewound_people(store: Store, as_of: date | datetime) -> dict[int, tuple[Group | None, Group | None]]:
    """Of everybody who was changed after `as_of`: their group now and then; None: not on the staff.

    A day means its end; a moment is told to the second, as the history is.
    """
    end = as_of.isoformat() if isinstance(as_of, datetime) else f"{as_of.isoformat()}T23:59:59"
    rows = store.connection.execute(
        "SELECT history.entity_id, history.field, history.before FROM history"
        " JOIN change ON change.id = history.change_id"
        " WHERE history.entity = 'staff' AND change.at > ? ORDER BY history.id DESC",
        (end,),
    )
    earliest: dict[int, dict[str, str | None]] = {}
    for staff_id, name, before in rows:
        earliest.setdefault(staff_id, {})[name] = before  # the last one read is the first change after the day
    found: dict[int, tuple[Group | None, Group | None]] = {}
    for staff_id, values in earliest.items():
        unit_id, department_id, states, reasons, removed_at = store.connection.execute(
            "SELECT unit_id, department_id, states, reasons, removed_at FROM staff WHERE id = ?", (staff_id,)
        ).fetchone()
        now: Group = (unit_id, department_id, states, reasons)
        then = _group_before(store, now, values)
        was_there = values["present"] is not None if "present" in values else removed_at is None
        found[staff_id] = (now if removed_at is None else None, then if was_there else None)
    return found


def _group_before(store: Store, now: Group, values: dict[str, str | None]) -> Group:
    unit_id, department_id, states, reasons = now
    packed = checklist.unpack_reasons(reasons)
    for name, before in values.items():
        ref = FieldRef.parse(name)
        if name == "unit_id" and before is not None:
            unit_id = int(before)
        elif name == "department_id":
            department_id = None if before is None else int(before)
        elif ref.item is not None and ref.kind is FieldKind.STATE:
            code = PACKED[State(before or State.UNKNOWN)]
            states = checklist.with_code(states, store.item(ref.item).position, code)
        elif ref.item is not None and ref.kind is FieldKind.REASON:
            position = store.item(ref.item).position
            packed.pop(position, None)
            if before is not None:
                packed[position] = find_or_add(store, before)
    return (unit_id, department_id, states, checklist.pack_reasons(packed))
