"""Working out how the days that are over ended, from the history, when somebody looks: nothing is written before.

A key that changes a state costs nothing more, and a day on which the program was never opened again, or on which
only commands ran, has its total as well.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from store import clock
from store.checklist import checklist
from store.checklist.applicability import Pattern, Rules
from store.counting import unit_counts
from store.counting.count_items import counted_unit, with_counts
from store.counting.daily_totals import DAYS
from store.counting.item_figures import ItemFigure, item_figures, patterns
from store.database import Store
from store.field_ref import FieldKind, FieldRef
from store.fields import PRESENT
from store.models import PACKED, State
from store.text import fold

#: Changes that are looked back on at most: of a store that was filled by one huge import no day before it is told.
CHANGES = 200_000


def catch_up(store: Store, *, is_cancelled: Callable[[], bool] = lambda: False) -> int:
    """Keep the totals of the days that are over and have none; answers how many days.

    Days on which nobody on the staff was changed have none of their own.
    """
    found = []
    for day, pairs in _ends_of_days(store, _last_kept(store)):
        if is_cancelled():
            return 0
        if day < clock.today():
            found += [(day.isoformat(), item_id, done, applicable) for item_id, (done, applicable) in pairs.items()]
    if found:
        with store.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO daily_total (day, item_id, done, applicable) VALUES (?, ?, ?, ?)", found
            )
    return len({row[0] for row in found})


def _last_kept(store: Store) -> str:
    return str(store.connection.execute("SELECT ifnull(max(day), '') FROM daily_total").fetchone()[0])


def _ends_of_days(store: Store, kept: str) -> Iterator[tuple[date, dict[int, tuple[int, int]]]]:
    """(day, item id -> (done, applicable)) of each day with changes behind `kept`, newest first.

    The changes are taken back one by one from the newest; what stands before the first change of an earlier day is
    taken back is how that day ended.
    """
    rewinding = _Rewinding(store)
    rows = store.connection.execute(
        "SELECT substr(change.at, 1, 10), history.entity, history.entity_id, history.field, history.before"
        " FROM history JOIN change ON change.id = history.change_id"
        " WHERE history.entity IN ('staff', 'submission') ORDER BY history.id DESC LIMIT ?",
        (CHANGES,),
    )
    reached, days = "9999-12-31", 0
    for day, entity, entity_id, name, before in rows:
        if day <= kept or days == DAYS:
            return
        if day < reached:  # a clock that was put back makes a later day no earlier one
            reached, days = day, days + 1
            yield date.fromisoformat(day), rewinding.totals(date.fromisoformat(day))
        if entity == "staff":  # which counts stood instead of names, `store.counting.unit_counts` knows of every day
            rewinding.take_back(entity_id, name, before)


class _Person:
    """What counts of one person while their changes are taken back."""

    __slots__ = ("administrative", "is_there", "reasons", "smartphone", "states", "unit_id")

    def __init__(self, row: tuple[int, str, str, int | None, int | None, str | None]) -> None:
        self.unit_id, self.states, self.reasons, self.administrative, self.smartphone, removed_at = row
        self.is_there = removed_at is None

    def counted(self) -> tuple[int, Pattern] | None:
        """Unit and pattern that they count under; None: not on the staff."""
        pattern = (self.states, self.reasons, self.administrative, self.smartphone)
        return (self.unit_id, pattern) if self.is_there else None


class _Rewinding:
    """The sums, which go back in time with the people."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rules = Rules(store)
        people = patterns(store)
        self._sums = {figure.item.id: [figure.done, figure.applicable] for figure in item_figures(self._rules, people)}
        self._in_unit: Counter[int] = Counter()
        for (unit_id, _), number in people.items():
            self._in_unit[unit_id] += number
        self._positions = {item.key: item.position for item in store.items()}
        rows = store.connection.execute("SELECT folded, id FROM reason")
        self._reasons: dict[str, int] = dict(rows.fetchall())
        self._people: dict[int, _Person] = {}
        self._counted: dict[int, tuple[int, Pattern] | None] = {}  # how those who were touched stand in the sums

    def take_back(self, staff_id: int, name: str, before: str | None) -> None:
        """One value of one person is what it was."""
        person = self._people.get(staff_id)
        if person is None:
            row = self._store.connection.execute(
                "SELECT unit_id, states, reasons, administrative, smartphone, removed_at FROM staff WHERE id = ?",
                (staff_id,),
            ).fetchone()
            person = self._people[staff_id] = _Person(row)
        self._counted.setdefault(staff_id, person.counted())
        ref = FieldRef.parse(name)
        if name == PRESENT:
            person.is_there = before is not None
        elif name == "unit_id" and before is not None:
            person.unit_id = int(before)
        elif name in ("administrative", "smartphone"):
            setattr(person, name, None if before is None else int(before))
        elif ref.item in self._positions and ref.kind is FieldKind.STATE:
            code = PACKED[State(before or State.UNKNOWN)]
            person.states = checklist.with_code(person.states, self._positions[ref.item], code)
        elif ref.item in self._positions and ref.kind is FieldKind.REASON:
            packed = checklist.unpack_reasons(person.reasons)
            packed.pop(self._positions[ref.item], None)
            number = None if before is None else self._reasons.get(fold(before))
            if number is not None:
                packed[self._positions[ref.item]] = number
            person.reasons = checklist.pack_reasons(packed)

    def totals(self, day: date) -> dict[int, tuple[int, int]]:
        """Item id -> (done, applicable) with everything taken back so far, which is how `day` ended."""
        for staff_id, before in self._counted.items():
            self._count(before, -1)
            self._count(self._people[staff_id].counted(), 1)
        self._counted.clear()
        named = tuple(ItemFigure(item, *self._sums[item.id]) for item in self._rules.items)
        sent = {
            unit_id: counted_unit(origin)
            for unit_id, origin in unit_counts.in_force(self._store, day).items()
            if not self._in_unit[unit_id]
        }
        return {figure.item.id: (figure.done, figure.applicable) for figure in with_counts(named, sent)}

    def _count(self, counted: tuple[int, Pattern] | None, step: int) -> None:
        if counted is None:
            return
        unit_id, pattern = counted
        self._in_unit[unit_id] += step
        for item, (is_done, applies) in zip(self._rules.items, self._rules.counts(pattern), strict=True):
            self._sums[item.id][0] += step if is_done else 0
            self._sums[item.id][1] += step if applies else 0
