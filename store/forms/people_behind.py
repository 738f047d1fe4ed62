"""Finds the people behind a figure of a form: as many as it says."""

from datetime import date

from store import clock
from store.campaigns.form import Column, Form
from store.checklist.checklist import code_at, has_state
from store.checklist.items import checklist_item
from store.database import Store
from store.forms.counts import FormRow, Scope, accepted
from store.past import Group, rewound_people
from store.people import units

_Test = tuple[int, frozenset[str], bool]  # position of an item, packed states, whether the item is to be in one of them


def people_behind(store: Store, form: Form, scope: Scope, column: str | None, row: FormRow | None = None) -> list[int]:
    """Ids of the people whom a figure of a row counts, by name; `row` None: of the sum.

    `column` is the key of the figure (KeyError, ValueError: it counts nobody); None: everybody who breaks a rule of the
    form, by having what needs something else.
    """
    if form.rows == "locality":  # figures of citizens, who are not kept by name
        return []
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
    found = [row for row in now if row[1] not in changed]
    for staff_id, (_, then) in changed.items():
        if asked.passes(then):
            key = store.value("SELECT sort_key FROM staff WHERE id = ?", (staff_id,))
            found.append((key, staff_id))
    return [staff_id for _, staff_id in sorted(found)]


class _Asked:
    """Whom a figure counts: as a condition of SQL, and in Python for those who were changed since."""

    def __init__(self, store: Store, form: Form, scope: Scope, column: str | None, row: FormRow | None) -> None:
        self._store, self._form = store, form
        unit_id = scope.unit_id if row is None or row.unit_id is None else row.unit_id
        self.units = None if unit_id is None else {unit_id}
        if row is not None and row.sector:
            self.units = {unit.id for unit in units.all_units(store, closed=True) if unit.sector == row.sector}
        self.by_department = row is not None and scope.by == "department"
        self.department_id = None if row is None else row.department_id
        #: People are asked for who pass all tests of one of these.
        self.ways = self._odd() if column is None else [self._tests(form.column(column))]

    def _tests(self, column: Column) -> list[_Test]:
        if not column.is_figure:
            raise ValueError(column.key)
        return (
            [(checklist_item(self._store, column.item).position, accepted(self._form, column), True)]
            if column.item
            else []
        )

    def _odd(self) -> list[list[_Test]]:
        found = []
        for rule in self._form.rules:
            if rule.sign == "<=" and len(rule.columns) == 2:
                has, needs = (self._tests(self._form.column(key)) for key in rule.columns)
                found.append([*has, *((place, codes, False) for place, codes, _ in needs)])
        return found

    def condition(self) -> tuple[str, list[object]]:
        """As SQL, and its values. An item that came after the person was written has no character: it is unknown."""
        where, values = ["removed_at IS NULL"], list[object]()
        if self.units is not None:
            where.append(f"unit_id IN ({','.join('?' * len(self.units))})")
            values += sorted(self.units)
        if self.by_department:
            where.append("department_id IS ?")
            values.append(self.department_id)
        ways = [" AND ".join(map(_as_sql, tests)) for tests in self.ways if tests]
        if ways:
            where.append(f"({' OR '.join(f'({way})' for way in ways)})")
        return " AND ".join(where), values

    def passes(self, group: Group | None) -> bool:
        """The same of a group as it was; None: they were not on the staff."""
        if group is None or (self.units is not None and group[0] not in self.units):
            return False
        if self.by_department and group[1] != self.department_id:
            return False
        return any(
            all((code_at(group[2], place) in codes) is wanted for place, codes, wanted in tests) for tests in self.ways
        )


def _as_sql(test: _Test) -> str:
    place, codes, wanted = test
    return f"{'' if wanted else 'NOT '}{has_state(place, codes)}"
