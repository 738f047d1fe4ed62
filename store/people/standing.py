"""Reads the people behind a figure of a form, as they stand now or stood at an earlier moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from store.checklist import checklist
from store.checklist.items import checklist_items
from store.checklist.reasons import texts, why_not
from store.database import IDS, Store
from store.models import State
from store.past import Rewound


@dataclass(frozen=True, slots=True)
class Standing:
    """One person behind a figure."""

    staff_id: int
    full_name: str
    birth_date: str | None  # YYYY-MM-DD, or YYYY
    unit: str
    department: str | None
    states: dict[str, State]  # of every item, at the moment that was asked for
    reasons: dict[str, str]  # of those that are not đã: the words that the table counts them under


def people_at(store: Store, ids: Sequence[int], rewound: Rewound | None = None) -> list[Standing]:
    """These people in this order: a window of a list that may be long.

    Args:
        store: the open store.
        ids: who; those who are not on the staff any more are among them when they are asked for.
        rewound: what `past.rewound_people` says of an earlier moment, read once for the whole list; their
            unit, department, states and reasons are of that moment then.
    """
    places, known = {item.key: item.position for item in checklist_items(store)}, texts(store)
    unit_names = dict(store.rows("SELECT id, name FROM unit"))
    department_names = dict(store.rows("SELECT id, name FROM department"))
    found: dict[int, Standing] = {}
    rows = store.by_ids(
        f"SELECT id, full_name, birth_date, unit_id, department_id, states, reasons FROM staff WHERE id IN {IDS}",
        ids,
    )
    for staff_id, name, born, *now in rows:
        then = (rewound or {}).get(staff_id, (None, None))[1] or tuple(now)
        unit_id, department_id, states, packed = then
        by_place = checklist.unpack_reasons(packed)
        words = {key: why_not(states, by_place, place, known) for key, place in places.items()}
        found[staff_id] = Standing(
            staff_id,
            name,
            born,
            unit_names[unit_id],
            department_names.get(department_id),
            {key: checklist.state_at(states, place) for key, place in places.items()},
            {key: text for key, text in words.items() if text is not None},
        )
    return [found[staff_id] for staff_id in ids if staff_id in found]
