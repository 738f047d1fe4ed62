"""Finds the people behind a figure of a form, exactly as many as the figure says."""

from datetime import date

from store import clock
from store.campaigns.form import Column, Form
from store.database import IDS, Store
from store.forms.answers import Asking, unit_sectors
from store.forms.counts import FormRow, Scope, until_end
from store.past import Group, rewound_people


def people_behind(store: Store, form: Form, scope: Scope, column: str | None, row: FormRow | None = None) -> list[int]:
    """Returns the ids of the people whom a figure counts, in the order of their names; `row` None means the sum.

    `column` is the key of the figure (KeyError if unknown, ValueError if it counts nobody); None returns everybody who
    breaks a rule "<=" of the form by having what requires something else. Empty where rows are localities.
    """
    if form.rows == "locality":  # figures of citizens, who are not kept by name
        return []
    scope = until_end(store, form, scope)
    asked = _Asked(store, form, scope, column, row)
    if not asked.ways:  # no rule of the form says what needs what
        return []
    where, values = asked.condition()
    # The index of statistics holds all that is asked, so that only the rows of those who pass are read; with
    # nothing asked the index of names is the answer.
    index = "staff_statistics" if " AND " in where else "staff_by_name"
    rows = store.rows(f"SELECT sort_key, id FROM staff INDEXED BY {index} WHERE {where} ORDER BY sort_key, id", values)
    if scope.as_of is None or scope.as_of >= clock.today():
        return [staff_id for _, staff_id in rows]
    return _then(store, asked, list(rows), scope.as_of)


def _then(store: Store, asked: "_Asked", now: list[tuple[str, int]], as_of: date) -> list[int]:
    changed = rewound_people(store, as_of)
    passing = [staff_id for staff_id, (_, then) in changed.items() if asked.passes(then)]
    found = [row for row in now if row[1] not in changed]
    found += store.by_ids(f"SELECT sort_key, id FROM staff WHERE id IN {IDS}", passing)
    return [staff_id for _, staff_id in sorted(found)]


class _Asked:
    """The people whom a figure counts, as an SQL condition and, for those who were changed since, a Python test."""

    def __init__(self, store: Store, form: Form, scope: Scope, column: str | None, row: FormRow | None) -> None:
        self._form, self._asking = form, Asking(store, form, scope.as_of)
        self.units = scope.units(store, None if row is None else row.unit_id)
        if row is not None and row.sector:
            sectors = unit_sectors(store, scope.as_of)
            of_sector = frozenset(unit for unit, sector in sectors.items() if sector == row.sector)
            self.units = of_sector if self.units is None else of_sector & self.units
        self.by_department = row is not None and scope.by == "department"
        self.department_id = None if row is None else row.department_id
        #: People are asked for whom the first column of one of these counts, and its second one does not.
        self.ways: list[tuple[Column, Column | None]] = self._odd() if column is None else [(form.column(column), None)]
        for counting, _ in self.ways:
            if not counting.is_figure:
                raise ValueError(counting.key)

    def _odd(self) -> list[tuple[Column, Column | None]]:
        rules = (rule for rule in self._form.rules if rule.sign == "<=" and len(rule.columns) == 2)
        return [(self._form.column(rule.left[0]), self._form.column(rule.right[0])) for rule in rules]

    def condition(self) -> tuple[str, list[object]]:
        """Returns the condition as SQL with its values."""
        where, values = ["removed_at IS NULL"], list[object]()
        if self.units is not None:
            listed = sorted(self.units) or [0]  # no unit has that number; SQLite walks along no index for an empty list
            where.append(f"unit_id IN ({','.join('?' * len(listed))})")
            values += listed
        if self.by_department:
            where.append("department_id IS ?")
            values.append(self.department_id)
        ways = [self._sql(*way) for way in self.ways]
        if all(ways):
            where.append(f"({' OR '.join(f'({way})' for way in ways)})")
        return " AND ".join(where), values

    def _sql(self, counting: Column, not_counting: Column | None) -> str:
        parts = [self._asking.sql(counting)]
        if not_counting is not None:
            parts.append(f"NOT ({self._asking.sql(not_counting) or '1'})")
        return " AND ".join(part for part in parts if part)

    def passes(self, group: Group | None) -> bool:
        """Whether a person's group of an earlier day fulfils the condition; None means not on the staff then."""
        if group is None or (self.units is not None and group[0] not in self.units):
            return False
        if self.by_department and group[1] != self.department_id:
            return False
        counts = self._asking.counts
        return any(
            counts(group, counting) and (not_counting is None or not counts(group, not_counting))
            for counting, not_counting in self.ways
        )
