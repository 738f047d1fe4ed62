"""The people behind a figure of Phụ lục 1: as many as it says."""

from datetime import date

from store import clock
from store.checklist import checklist
from store.counting.statistics import AT_ODDS, FIGURES
from store.database import Store
from store.models import PACKED, State
from store.people.groups import Group, rewound_people

_ITEMS = {"level2": "level2_account", "bhyt": "bhyt_linked", "health": "health_book"}


def people_behind(
    store: Store,
    figure: str,
    *,
    unit_id: int | None,
    department_id: int | None,
    by: str,
    whole: bool = False,
    as_of: date | None = None,
) -> list[int]:
    """Ids of the people that a figure counts, by name.

    Args:
        store: the open store.
        figure: one of `FIGURES`, or `AT_ODDS`.
        unit_id: of the row; for the sum the unit of the table, or None for all.
        department_id: of the row.
        by: of the table.
        whole: the figure is of the sum, so that the department is no condition.
        as_of: of the table.

    Raises:
        ValueError: there is no such figure.
    """
    if figure not in FIGURES and figure != AT_ODDS:
        raise ValueError(figure)
    asked = _Asked(store, figure, unit_id, department_id, by_department=by == "department" and not whole)
    where, values = asked.condition()
    # The index of statistics holds all that is asked, so that only the rows of those who pass are read; with
    # nothing asked the index of names is the answer.
    index = "staff_statistics" if " AND " in where else "staff_by_name"
    rows = store.rows(f"SELECT sort_key, id FROM staff INDEXED BY {index} WHERE {where} ORDER BY sort_key, id", values)
    if as_of is None or as_of >= clock.today():
        return [staff_id for _, staff_id in rows]
    changed = rewound_people(store, as_of)
    found = [row for row in rows if row[1] not in changed]
    for staff_id, (_, then) in changed.items():
        if asked.passes(then):
            key = store.value("SELECT sort_key FROM staff WHERE id = ?", (staff_id,))
            found.append((key, staff_id))
    return [staff_id for _, staff_id in sorted(found)]


class _Asked:
    """The filter behind a figure: as SQL, and in Python for the people whose state is rewound to an earlier day."""

    def __init__(
        self, store: Store, figure: str, unit_id: int | None, department_id: int | None, *, by_department: bool
    ) -> None:
        self.figure = figure
        self.unit_id = unit_id
        self.department_id = department_id
        self.by_department = by_department
        self.places = {key: store.item(key).position for key in _ITEMS.values()}
        self.item = _ITEMS.get(figure.partition("_")[0])
        self.wanted_done = not figure.endswith("_todo")

    def condition(self) -> tuple[str, list[object]]:
        """As SQL, and its values. An item that came after the person was written has no character: it is not đã."""
        done = {key: f"substr(states, {place + 1}, 1) = '{PACKED[State.DONE]}'" for key, place in self.places.items()}
        where, values = ["removed_at IS NULL"], list[object]()
        if self.unit_id is not None:
            where.append("unit_id = ?")
            values.append(self.unit_id)
        if self.by_department:
            where.append("department_id IS ?")
            values.append(self.department_id)
        if self.figure == AT_ODDS:
            where.append(f"NOT {done['level2_account']} AND ({done['health_book']} OR {done['bhyt_linked']})")
        elif self.item is not None:
            where.append(done[self.item] if self.wanted_done else f"NOT {done[self.item]}")
        return " AND ".join(where), values

    def passes(self, group: Group | None) -> bool:
        """The same of a group as it was; None: they were not on the staff."""
        if group is None or (self.unit_id is not None and group[0] != self.unit_id):
            return False
        if self.by_department and group[1] != self.department_id:
            return False
        done = {key: checklist.state_at(group[2], place) is State.DONE for key, place in self.places.items()}
        if self.figure == AT_ODDS:
            return not done["level2_account"] and (done["health_book"] or done["bhyt_linked"])
        return self.item is None or done[self.item] is self.wanted_done
